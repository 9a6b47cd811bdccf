"""La publicación en bloque: un folio, un recibo; todas o ninguna, y el segundo clic es el mismo acto."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.comun import segundo_plano
from conoceles.comun.claves import folio
from conoceles.mensajes.models import Carta
from conoceles.publicacion import acciones as publicacion
from conoceles.publicacion.models import Edicion, Ficha, Tanda, VistoBueno
from conoceles.validacion import tandas
from tests import fabricas

pytestmark = pytest.mark.django_db
PANTALLA = reverse("validacion:publicacion")


@pytest.fixture
def validadas(proceso):
    """validadas(312) → candidaturas validadas e inscritas en lo público."""

    def crear(cuantas):
        posiciones = [fabricas.PosicionFactory() for _ in range(cuantas)]
        cuestionarios = [
            fabricas.CuestionarioFactory(
                candidatura__posicion=posicion, candidatura__persona__cuenta=None, estado="validado",
                enviado_en=timezone.now(), validado_en=timezone.now(), validado_por="vera",
            )
            for posicion in posiciones
        ]  # fmt: skip
        for cuestionario in cuestionarios:
            fabricas.envio_con_acuse(cuestionario, {"grado_max": "primaria"})
        candidaturas = [c.candidatura for c in cuestionarios]
        publicacion.al_corriente(candidaturas, por=None)
        return candidaturas

    return crear


def publicar(cliente, candidaturas, **datos):
    claves = [candidatura.clave for candidatura in candidaturas]
    return cliente.post(PANTALLA, {"clave": claves, "folio": folio("T"), **datos}, follow=True)


def a_la_vista():
    return Ficha.objects.filter(estado="publicada").count()


@pytest.mark.lenta
def test_si_una_de_312_no_puede_no_se_publica_ninguna_y_se_dice_cual(como, validadas):
    todas = validadas(312)
    mala = todas[199]
    VistoBueno.objects.create(
        clase="ocultar", clave=mala.clave, proceso="x", motivo="x", propuesto_por="vera"
    )
    ediciones = Edicion.objects.count()
    recibo = publicar(como("carmen"), todas)
    tanda = Tanda.objects.get()
    assert tanda.estado == Tanda.Estado.FALLIDA
    assert list(tanda.fallas) == [mala.clave]
    assert mala.persona.nombre_completo in recibo.content.decode()
    assert (a_la_vista(), Edicion.objects.count(), Carta.objects.count()) == (0, ediciones, 0)
    las_demas = [candidatura for candidatura in todas if candidatura != mala]
    assert "Se publicaron 311 candidaturas" in publicar(como("carmen"), las_demas).content.decode()
    assert a_la_vista() == Carta.objects.count() == 311
    assert Edicion.objects.count() == ediciones + 1


def test_el_recibo_dice_folio_quien_cuando_y_cuales_y_se_descarga(como, validadas):
    dos = validadas(2)
    recibo = publicar(como("carmen"), dos).content.decode()
    tanda = Tanda.objects.get()
    for dicho in (
        tanda.folio,
        "Carmen de Prueba",
        "<dt>Elegidas</dt><dd>2</dd>",
        "Desde la fecha de su cargo",
    ):
        assert dicho in recibo
    lista = como("carmen").get(reverse("validacion:tanda_lista", args=[tanda.folio]))
    renglones = lista.content.decode().splitlines()
    assert len(renglones) == 3
    assert {renglon.split(",")[0] for renglon in renglones[1:]} == {c.clave for c in dos}
    assert tanda.folio in como("carmen").get(PANTALLA).content.decode()


@pytest.mark.parametrize("datos", [{}, {"todas": "2"}])
def test_el_segundo_clic_es_la_misma_tanda(como, validadas, datos):
    dos, mismo = validadas(2), folio("T")
    for _ in range(2):
        respuesta = publicar(como("carmen"), dos, folio=mismo, **datos)
        assert "Se publicaron 2 candidaturas" in respuesta.content.decode()
    assert Tanda.objects.count() == 1
    assert Carta.objects.count() == 2


def test_mientras_se_publica_hay_barra_y_nada_ha_cambiado(como, validadas, monkeypatch):
    monkeypatch.setattr(tandas, "lanzar", lambda *_: None)
    pagina = publicar(como("carmen"), validadas(2)).content.decode()
    tanda = Tanda.objects.get()
    assert "<progress" in pagina
    assert 'http-equiv="refresh"' in pagina
    segundo_plano.anotar(tanda.folio, "Escribiendo las páginas públicas", 1, 2)
    avance = como("carmen").get(reverse("validacion:tanda_avance", args=[tanda.folio])).json()
    assert avance == {
        "termino": False, "fase": "Escribiendo las páginas públicas", "hechas": 1, "total": 2
    }  # fmt: skip
    assert a_la_vista() == 0


def test_la_que_se_interrumpio_lo_dice_y_puede_empezar_de_nuevo(como, validadas, monkeypatch):
    monkeypatch.setattr(tandas, "lanzar", lambda *_: None)
    publicar(como("carmen"), validadas(2))
    tanda = Tanda.objects.get()
    Tanda.objects.update(estado=Tanda.Estado.PUBLICANDO)  # el servidor se apagó: nadie anota avance
    segundo_plano.cache.clear()
    monkeypatch.undo()
    direccion = reverse("validacion:tanda", args=[tanda.folio])
    assert "Empezar de nuevo" in como("carmen").get(direccion).content.decode()
    como("carmen").post(reverse("validacion:tanda_reintentar", args=[tanda.folio]))
    assert a_la_vista() == 2
    otra_vez = como("carmen").post(reverse("validacion:tanda_reintentar", args=[tanda.folio]), follow=True)
    assert "no está interrumpida" in otra_vez.content.decode()


def test_la_que_alguien_cambio_por_fuera_no_se_publica_al_reintentarla(como, validadas, monkeypatch):
    """Publicaría otras fichas, o antes de tiempo, a nombre de quien oprime «Empezar de nuevo»."""
    monkeypatch.setattr(tandas, "lanzar", lambda *_: None)
    publicar(como("carmen"), validadas(2))
    tanda = Tanda.objects.get()
    Tanda.objects.update(estado=Tanda.Estado.PUBLICANDO, claves=tanda.claves[:1])
    segundo_plano.cache.clear()
    monkeypatch.undo()
    como("carmen").post(reverse("validacion:tanda_reintentar", args=[tanda.folio]))
    tanda.refresh_from_db()
    assert a_la_vista() == 0
    assert "no es lo que se pidió" in tanda.error


def test_un_error_inesperado_no_publica_nada_ni_se_calla(como, validadas, monkeypatch):
    monkeypatch.setattr("conoceles.validacion.acciones.escribir_varias", lambda *_: 1 / 0)
    recibo = publicar(como("carmen"), validadas(2)).content.decode()
    assert "Algo falló y no se publicó ninguna" in recibo
    assert a_la_vista() == 0


def test_con_fecha_se_muestran_juntas_en_ese_instante(como, validadas):
    dos = validadas(2)
    dia = timezone.localtime() + timedelta(days=3)
    recibo = publicar(como("carmen"), dos, desde=f"{dia:%Y-%m-%dT%H:%M}").content.decode()
    assert "A partir del" in recibo
    propios = set(Ficha.objects.values_list("visible_desde", flat=True))
    assert propios == {dia.replace(second=0, microsecond=0)}
    assert f"se mostrará a partir del {dia.day} de" in Carta.objects.first().cuerpo


def test_antes_de_lo_que_fija_el_calendario_no_se_publica_ninguna(como, validadas, proceso):
    proceso.fechas = {"publicacion": (timezone.now() + timedelta(days=9)).isoformat()}
    proceso.save()
    manana = timezone.localtime() + timedelta(days=1)
    recibo = publicar(como("carmen"), validadas(2), desde=f"{manana:%Y-%m-%dT%H:%M}").content.decode()
    assert "El calendario no permite mostrarla antes" in recibo
    assert a_la_vista() == 0


@pytest.mark.parametrize("desde", ["mañana", "2027-13-40T99:99", "\0"])
def test_una_fecha_que_no_se_entiende_se_explica(como, validadas, desde):
    respuesta = publicar(como("carmen"), validadas(1), desde=desde)
    assert "Escriba el día y la hora completos" in str([*respuesta.context["messages"]][0])
    assert not Tanda.objects.exists()


@pytest.mark.parametrize("nombre", ["tanda", "tanda_avance", "tanda_lista"])
def test_un_folio_ajeno_no_existe(como, proceso, nombre):
    assert como("carmen").get(reverse(f"validacion:{nombre}", args=[folio("T")])).status_code == 404
    assert como("carmen").get(reverse(f"validacion:{nombre}", args=["x"])).status_code == 404


def test_la_carta_dice_el_instante_propio_aunque_se_haya_fijado_antes(como, validadas, gente):
    (una,) = validadas(1)
    propio = timezone.now() + timedelta(days=3)
    publicacion.programar(candidaturas=[una], desde=propio, por=gente["carmen"])
    publicar(como("carmen"), [una])
    assert f"se mostrará a partir del {timezone.localtime(propio).day} de" in Carta.objects.get().cuerpo
    revision = como("carmen").get(reverse("validacion:revision", args=[una.clave])).content.decode()
    assert "sus respuestas se mostrarán desde el" in revision
