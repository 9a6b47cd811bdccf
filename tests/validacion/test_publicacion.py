"""Publicar desde el panel y desde la orden: todo o nada, y nada dos veces."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.comun.claves import folio
from conoceles.cuestionarios import acciones as verbos
from conoceles.mensajes.models import Carta
from conoceles.publicacion import acciones as publicacion_acciones
from conoceles.publicacion import lectura
from conoceles.publicacion.acciones import NoPublicable, retiros
from conoceles.publicacion.models import Edicion, Ficha, Tanda
from conoceles.validacion import acciones
from tests import fabricas

pytestmark = [pytest.mark.django_db, pytest.mark.en_los_dos]
PANTALLA = reverse("validacion:publicacion")


@pytest.fixture
def otro_validado(proceso):
    """Otra candidatura validada e inscrita; con `cargo`, de otro cargo."""

    def crear(cargo="diputacion-mr", **campos):
        contienda = fabricas.ContiendaFactory(cargo=fabricas.CargoFactory(clave=cargo))
        cuestionario = fabricas.CuestionarioFactory(
            candidatura__posicion__contienda=contienda,
            **{
                "estado": "validado",
                "enviado_en": timezone.now(),
                "validado_en": timezone.now(),
                "validado_por": "vera",
            }
            | campos,
        )
        fabricas.envio_con_acuse(cuestionario, {"grado_max": "primaria"})
        publicacion_acciones.al_corriente([cuestionario.candidatura], por=None)
        return cuestionario.candidatura

    return crear


def publicadas():
    return set(Ficha.objects.filter(estado="publicada").values_list("pk", flat=True))


def test_se_listan_las_validadas_y_desde_cuando_se_muestran(como, validado, otro_validado):
    otro_validado(estado="enviado", validado_en=None, validado_por="")
    respuesta = como("carmen").get(PANTALLA)
    assert respuesta.context["total"] == 1
    assert "Ya se muestran" in respuesta.content.decode()
    assert "⟪" not in respuesta.content.decode()


def test_publicar_las_elegidas_y_repetir_no_cambia_nada(como, validado, otro_validado):
    otra, ajena = otro_validado(), otro_validado()
    datos = {"clave": [validado.candidatura.clave, otra.clave], "folio": folio("T")}
    cliente = como("carmen")
    cliente.post(PANTALLA, datos)
    assert publicadas() == {validado.candidatura.clave, otra.clave}
    assert ajena.clave not in publicadas()
    actos = Asiento.objects.filter(accion="ficha:publicar")
    antes = actos.count(), Edicion.objects.count(), Carta.objects.count()
    respuesta = cliente.post(PANTALLA, datos, follow=True)
    assert respuesta.redirect_chain[-1][0] == reverse("validacion:tanda", args=[datos["folio"]])
    assert (actos.count(), Edicion.objects.count(), Carta.objects.count()) == antes
    assert Asiento.objects.filter(accion="ficha:publicar").count() == Carta.objects.count() == 2


def test_si_una_no_puede_no_se_publica_ninguna(como, publicado, otro_validado, gente, corregir):
    """Con fecha futura no puede la corrección de lo que ya está a la vista: lo ocultaría sin motivo ni testigos."""
    corregido = corregir(verbos.reabrir(cuestionario=publicado, por=gente["vera"]))
    verbos.tomar(cuestionario=corregido, por=gente["vera"])
    verbos.validar(cuestionario=corregido, por=gente["vera"])
    otra, ya = otro_validado(), publicado.candidatura
    actos, cartas = Asiento.objects.filter(accion="ficha:publicar").count(), Carta.objects.count()
    manana = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    respuesta = como("carmen").post(PANTALLA, {"todas": "2", "desde": manana}, follow=True)
    recibo = respuesta.content.decode()
    assert "Una candidatura no puede publicarse" in recibo
    assert ya.persona.nombre_completo in recibo
    assert otra.persona.nombre_completo not in recibo
    assert "Ya está a la vista; para ocultarla, retírela" in recibo
    assert publicadas() == {ya.clave}
    assert lectura.documento_publico(ya.clave, timezone.now()).documento["respuestas"]
    assert (Asiento.objects.filter(accion="ficha:publicar").count(), Carta.objects.count()) == (actos, cartas)


@pytest.mark.parametrize(
    ("claves", "explica"),
    [
        ([], "Elija al menos una"),
        (["noexiste"], "ya no está por publicar"),
        (["' OR 1=1"], "ya no está por publicar"),
    ],
)
def test_sin_elegir_o_con_claves_ajenas_se_explica(como, validado, claves, explica):
    respuesta = como("carmen").post(PANTALLA, {"clave": claves}, follow=True)
    assert explica in str([*respuesta.context["messages"]][0])
    assert publicadas() == set()


@pytest.mark.parametrize("desde", ["", "2099-01-01T00:00"])
def test_solo_se_elige_lo_que_esta_en_la_lista(como, publicado, otro_validado, desde):
    sin_validar = otro_validado(estado="enviado", validado_en=None, validado_por="")
    for ajena in (publicado.candidatura, sin_validar):
        respuesta = como("carmen").post(PANTALLA, {"clave": [ajena.clave], "desde": desde}, follow=True)
        assert "ya no está por publicar" in str([*respuesta.context["messages"]][0])
    assert not Tanda.objects.exists()
    assert publicadas() == {publicado.candidatura.clave}
    assert Ficha.objects.get(pk=publicado.candidatura.clave).visible_desde is None


def test_publicar_todas_es_publicar_las_que_se_vieron(como, validado, otro_validado):
    otra = otro_validado()
    cliente = como("carmen")
    respuesta = cliente.post(PANTALLA, {"todas": "1"}, follow=True)
    assert "ahora son 2" in str([*respuesta.context["messages"]][0])
    assert publicadas() == set()
    cliente.post(PANTALLA, {"todas": "2"})
    assert publicadas() == {validado.candidatura.clave, otra.clave}


@pytest.fixture
def propia(publicado, gente, corregir):
    """Una corrección de lo publicado que Carmen validó."""
    corregido = corregir(verbos.reabrir(cuestionario=publicado, por=gente["vera"]))
    verbos.tomar(cuestionario=corregido, por=gente["carmen"])
    return verbos.validar(cuestionario=corregido, por=gente["carmen"])


def test_todas_no_incluye_la_correccion_que_una_misma_valido(como, propia, otro_validado):
    otra, cliente = otro_validado(), como("carmen")
    pantalla = cliente.get(PANTALLA).text
    assert "2 candidaturas por publicar" in pantalla
    assert 'name="todas" value="1"' in pantalla
    assert "1: usted validó esta corrección: la publica otra persona." in pantalla
    cliente.post(PANTALLA, {"todas": "1"})
    assert publicadas() == {propia.candidatura.clave, otra.clave}
    assert Ficha.objects.get(pk=propia.candidatura.clave).envio_publicado == 1


def test_la_orden_no_publica_la_correccion_que_valido_quien_la_da(propia, otro_validado):
    otra = otro_validado()
    dicho = call("publicar", "--por", "carmen")
    assert f"{propia.candidatura.clave}: usted validó esta corrección" in dicho
    assert dicho.endswith("Publicadas: 1.\n")
    assert publicadas() == {propia.candidatura.clave, otra.clave}
    assert Ficha.objects.get(pk=propia.candidatura.clave).envio_publicado == 1


def test_lo_retirado_no_vuelve_en_bloque(como, publicado, gente):
    retiros.retirar(candidatura=publicado.candidatura, motivo="Prueba", por=gente["carmen"])
    assert como("carmen").get(PANTALLA).context["total"] == 0
    assert call("publicar", "--por", "carmen") == "Publicadas: 0.\n"
    assert publicadas() == set()


def test_una_version_corregida_se_publica_de_nuevo(como, publicado, gente, corregir):
    corregido = corregir(verbos.reabrir(cuestionario=publicado, por=gente["vera"]))
    verbos.tomar(cuestionario=corregido, por=gente["vera"])
    verbos.validar(cuestionario=corregido, por=gente["vera"])
    respuesta = como("carmen").get(PANTALLA)
    assert "Versión anterior a la vista" in respuesta.content.decode()
    como("carmen").post(PANTALLA, {"todas": "1"})
    assert Ficha.objects.get().envio_publicado == 2


def test_lo_retirado_no_vuelve_si_ya_se_valido_su_correccion(como, publicado, gente, corregir, url):
    retiros.retirar(candidatura=publicado.candidatura, motivo="Prueba", por=gente["carmen"])
    corregido = corregir(verbos.reabrir(cuestionario=publicado, por=gente["vera"]))
    verbos.tomar(cuestionario=corregido, por=gente["vera"])
    revision = como("carmen").get(url(corregido)).context["actos"]
    assert "restablecer" in revision  # mientras se revisa, lo retirado aún puede volver tal como estaba
    verbos.validar(cuestionario=corregido, por=gente["vera"])
    with pytest.raises(NoPublicable, match="Hay una versión corregida y validada: publíquela"):
        retiros.restablecer(candidatura=publicado.candidatura, por=gente["carmen"])
    assert Ficha.objects.get().estado == Ficha.Estado.RETIRADA
    actos = como("carmen").get(url(corregido)).context["actos"]
    assert "publicar" in actos
    assert "restablecer" not in actos
    sin_saberlo = como("carmen").post(url(corregido, "publicar"), follow=True).content.decode()
    assert "mostraría algo que se ocultó; lea por qué en su revisión" in sin_saberlo
    assert '<input type="hidden" name="se_sabe" value="">' in sin_saberlo
    assert Ficha.objects.get().estado == Ficha.Estado.RETIRADA
    assert "Publicar esta versión muestra lo que hoy está oculto" in sin_saberlo
    assert "Todas sus respuestas.</b> Retirado temporalmente" in sin_saberlo
    como("carmen").post(url(corregido, "publicar"), {"se_sabe": [""]})
    assert (Ficha.objects.get().estado, Ficha.objects.get().envio_publicado) == (Ficha.Estado.PUBLICADA, 2)


@pytest.mark.parametrize("persona", ["vera", "celia", "irma", "diego", "ana"])
def test_solo_quien_publica_entra(como, validado, persona):
    cliente = como(persona)
    assert cliente.get(PANTALLA).status_code == 403
    assert cliente.post(PANTALLA, {"todas": "1"}).status_code == 403
    assert publicadas() == set()


def test_sin_nada_por_publicar_lo_dice(como, proceso):
    assert (
        "No hay nada por publicar"
        in como("carmen").get(f"{PANTALLA}?cargo=inventado&pagina=x").content.decode()
    )


# --- La orden ----------------------------------------------------------------------------------------


def call(*argumentos):
    salida = StringIO()
    call_command(*argumentos, stdout=salida)
    return salida.getvalue()


def test_la_simulacion_lista_y_no_cambia_nada(validado):
    salida = call("publicar", "--simular")
    assert validado.candidatura.clave in salida
    assert "Se publicarían: 1." in salida
    assert publicadas() == set()


def test_la_orden_publica_por_cargo_y_con_autoria(validado, otro_validado, gente):
    otra = otro_validado("presidencia-municipal")
    assert call("publicar", "--cargo", "presidencia-municipal", "--por", "carmen") == "Publicadas: 1.\n"
    assert publicadas() == {otra.clave}
    assert Asiento.objects.get(accion="ficha:publicar").actor == "carmen"
    assert call("publicar", "--por", "carmen") == "Publicadas: 1.\n"
    assert call("publicar", "--por", "carmen") == "Publicadas: 0.\n"


@pytest.mark.parametrize(
    ("argumentos", "explica"),
    [
        (["--cargo", "reina"], "No hay un cargo «reina»"),
        ([], "Diga con --por qué cuenta publica"),
        (["--por", "nadie"], "No existe la cuenta «nadie»"),
        (["--por", "vera"], "no puede publicar"),
    ],
)
def test_una_orden_mal_dada_explica_y_no_publica(validado, argumentos, explica):
    with pytest.raises(CommandError, match=explica):
        call("publicar", *argumentos)
    assert publicadas() == set()


@pytest.mark.parametrize("desde", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_una_fecha_desmedida_se_explica(como, validado, desde):
    respuesta = como("carmen").post(PANTALLA, {"todas": "1", "desde": desde}, follow=True)
    assert "Revise el año de la fecha." in respuesta.text
    assert publicadas() == set()


def test_lo_que_otra_persona_publico_mientras_se_esperaba_no_se_escribe_dos_veces(
    gente, validado, monkeypatch
):
    candidatura = validado.candidatura
    monkeypatch.setattr(
        acciones,
        "de_a_uno",
        lambda: publicacion_acciones.publicar(candidaturas=[candidatura], por=gente["carmen"]),
    )
    assert acciones.publicar(candidaturas=[candidatura], por=gente["carmen"]) == 0
    assert not Carta.objects.filter(sobre=candidatura.clave, asunto__icontains="public").exists()
