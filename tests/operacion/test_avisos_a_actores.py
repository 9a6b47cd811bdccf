"""Avisar a los actores políticos: a quién le llega, una sola vez, y el acuse de que se mandó."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conoceles.bitacora.models import Asiento
from conoceles.comun.claves import folio
from conoceles.mensajes.models import Carta, Circular
from conoceles.registro.models import ActorPolitico, Representacion
from conoceles.seguimiento import circulares
from conoceles.seguimiento.circulares import CircularInvalida, Destino
from tests import fabricas
from tests.seguimiento.conftest import LIMITE, dar_por_enviado, inscribir  # noqa: F401
from tests.validacion.conftest import como  # noqa: F401

pytestmark = pytest.mark.django_db
NUEVO, LISTA = reverse("operacion:aviso_nuevo"), reverse("operacion:avisos")


def acreditar(actor, *, correo=True, activa=True):
    cuenta = fabricas.UsuarioFactory(
        rol="representacion", is_active=activa, **({} if correo else {"correo": ""})
    )
    return Representacion.objects.create(cuenta=cuenta, actor=actor)


@pytest.fixture
def actores(gente, proceso):
    """uno: dos representaciones, una sin correo; dos: una activa y una no; tres: ninguna."""
    uno, dos, tres = (
        fabricas.ActorFactory(clave=c, siglas=c.upper(), nombre=f"Partido {c}", orden=n)
        for n, c in enumerate(("uno", "dos", "tres"))
    )
    acreditar(uno)
    acreditar(uno, correo=False)
    acreditar(dos)
    acreditar(dos, activa=False)
    return {"uno": uno, "dos": dos, "tres": tres}


def mandar(proceso, por, destino=Destino(), **cambios):  # noqa: B008 (no cambia)
    datos = {
        "asunto": "Cierre de captura",
        "texto": "Faltan tres días.",
        "folio": folio("AV"),
        "marca": circulares.repartir(proceso, destino).marca,
        **cambios,
    }
    return circulares.enviar(proceso=proceso, destino=destino, por=por, **datos)


def siglas(proceso, **destino):
    return [actor.siglas for actor in Destino(**destino).elegidos(proceso)]


def test_una_carta_por_representacion_activa_y_su_acuse(proceso, gente, actores):
    circular = mandar(proceso, gente["carmen"])
    assert Carta.objects.count() == 3
    assert sorted(carta.estado for carta in Carta.objects.all()) == ["impresa", "pendiente", "pendiente"]
    assert [d["siglas"] for d in circular.destinatarias] == ["UNO", "UNO", "DOS"]
    assert circular.sin_cuenta == ["TRES"]
    carta = Carta.objects.filter(para__gt="").first()
    for dicho in ("Faltan tres días.", circular.folio, "Partido", "Instituto Electoral de Prueba"):
        assert dicho in carta.cuerpo
    asiento = Asiento.objects.get(accion="circular:enviar")
    dice = {"cartas": 3, "huella": circular.huella_de_lo_escrito}
    assert (asiento.objeto_clave, asiento.detalle) == (circular.folio, dice)


def test_las_siglas_que_se_repiten_se_cuentan(como, proceso, gente, actores):  # noqa: F811
    for n in range(3):
        fabricas.ActorFactory(clave=f"ind{n}", siglas="IND", nombre=f"Candidatura {n}", orden=9)
    circular = mandar(proceso, gente["carmen"])
    pagina = como("carmen").get(reverse("operacion:aviso", args=[circular.folio])).content.decode()
    assert "TRES, IND (3)" in pagina


def test_pulsar_dos_veces_no_lo_manda_dos_veces(proceso, gente, actores):
    numero = folio("AV")
    primera = mandar(proceso, gente["carmen"], folio=numero)
    segunda = mandar(proceso, gente["carmen"], folio=numero, texto="Otro")
    assert (primera.pk, Carta.objects.count(), segunda.texto) == (segunda.pk, 3, "Faltan tres días.")


def test_si_cambio_a_quien_le_llega_no_se_manda(proceso, gente, actores):
    marca = circulares.repartir(proceso, Destino()).marca
    acreditar(actores["tres"])
    with pytest.raises(CircularInvalida, match="cambió"):
        mandar(proceso, gente["carmen"], marca=marca)
    assert not Carta.objects.exists()


@pytest.mark.parametrize(
    "cambio", [{"asunto": " "}, {"texto": "\n"}, {"asunto": "x" * 151}, {"texto": "x" * 5001}]
)
def test_sin_asunto_o_sin_texto_no_sale(proceso, gente, actores, cambio):
    with pytest.raises(CircularInvalida):
        mandar(proceso, gente["carmen"], **cambio)


def test_sin_nadie_a_quien_escribirle_no_sale(proceso, gente, actores):
    with pytest.raises(CircularInvalida, match="cuenta activa"):
        mandar(proceso, gente["carmen"], Destino(actores=("tres",)))


@pytest.mark.parametrize("persona", ["vera", "irma", "diego", "celia", "ana", "paco"])
def test_solo_la_instancia_interna_avisa(proceso, gente, actores, persona):
    with pytest.raises(PermissionDenied):
        mandar(proceso, gente[persona])


def test_se_elige_por_actor_cargo_y_pendientes(proceso, actores, inscribir):  # noqa: F811
    """En una alianza cuida a la candidatura su partido de origen, y a él se le escribe."""
    inscribir(1, cargo="diputacion-mr", actor="uno")
    enviada = inscribir(1, cargo="regiduria", actor="dos")[0]
    dar_por_enviado(enviada, LIMITE)
    alianza = fabricas.ActorFactory(clave="alianza", siglas="ALIANZA", tipo="coalicion", orden=9)
    inscribir(1, cargo="sindicatura", actor="alianza", partido_de_origen=actores["tres"])
    assert siglas(proceso) == ["UNO", "DOS", "TRES", alianza.siglas]
    assert siglas(proceso, actores=("dos", "uno")) == ["UNO", "DOS"]
    assert siglas(proceso, cargo="regiduria") == ["DOS"]
    assert siglas(proceso, con_pendientes=True) == ["UNO", "TRES"]
    assert siglas(proceso, con_pendientes=True, cargo="regiduria") == []
    assert siglas(proceso, con_pendientes=True, actores=("uno",)) == ["UNO"]


def test_los_tres_pasos_en_el_panel(como, proceso, actores):  # noqa: F811
    cliente = como("carmen")
    datos = {"asunto": "Cierre <b>", "texto": "Faltan tres días.", "folio": folio("AV")}
    previa = cliente.post(NUEVO, datos)
    pagina = previa.content.decode()
    for dicho in ("Mandar 3 cartas", "Cierre &lt;b&gt;", "Sin correo: impresa", "TRES", "Todos los actores"):
        assert dicho in pagina
    assert not Carta.objects.exists()
    confirmar = {**datos, "marca": previa.context["reparto"].marca, "enviar": "1"}
    for _ in range(2):
        acuse = cliente.post(NUEVO, confirmar, follow=True)
    assert Circular.objects.count() == 1
    assert Carta.objects.count() == 3
    assert Circular.objects.get().folio in acuse.content.decode()
    assert "Cierre &lt;b&gt;" in cliente.get(LISTA).content.decode()
    for pantalla in (pagina, acuse.content.decode()):
        assert "⟪" not in pantalla


def test_corregir_regresa_a_lo_escrito(como, actores):  # noqa: F811
    datos = {"asunto": "Cierre", "texto": "Faltan tres días.", "actores": ["uno"], "corregir": "1"}
    pagina = como("carmen").post(NUEVO, datos).content.decode()
    assert 'value="Cierre"' in pagina
    assert "checked" in pagina


def test_lo_mal_escrito_se_dice_sin_perder_nada(como, actores):  # noqa: F811
    respuesta = como("carmen").post(
        NUEVO, {"asunto": "", "texto": "Faltan tres días.", "actores": ["no-existe"]}
    )
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    for dicho in ("Escriba el asunto.", "no es de este proceso", "Faltan tres días."):
        assert dicho in pagina


def test_si_la_lista_cambio_se_vuelve_a_mostrar(como, actores):  # noqa: F811
    datos = {
        "asunto": "Cierre",
        "texto": "Faltan tres días.",
        "folio": folio("AV"),
        "marca": "vieja",
        "enviar": "1",
    }
    pagina = como("carmen").post(NUEVO, datos).content.decode()
    assert "cambió" in pagina
    assert "Mandar 3 cartas" in pagina


def test_sin_avisos_lo_dice_y_cuesta_lo_mismo_con_muchos_actores(como, proceso, actores):  # noqa: F811
    cliente = como("carmen")
    assert "Aún no se escribe ningún aviso" in cliente.get(LISTA).content.decode()
    for n in range(30):
        acreditar(fabricas.ActorFactory(clave=f"otro{n}", siglas=f"O{n}"))
    with CaptureQueriesContext(connection) as consultas:
        cliente.post(NUEVO, {"asunto": "Cierre", "texto": "x"})
    assert len(consultas) <= 12
    assert ActorPolitico.objects.count() > 30
