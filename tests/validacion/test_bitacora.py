"""La pantalla de la bitácora: buscar, pasar páginas, comprobar; y nada más."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.bitacora.models import DISPARADORES, Asiento

pytestmark = pytest.mark.django_db
PANTALLA = reverse("validacion:bitacora")


@pytest.fixture
def asientos(gente):
    with transaction.atomic():
        asentar_varios(
            por=gente["vera"],
            actos=[
                Acto("cuestionario:validar", ("candidatura", f"clave{n}"), {"antes": "en_validacion"})
                for n in range(60)
            ],
        )
        asentar_varios(
            por=None, actos=[Acto("registro:importar", ("importacion", "F-1"), {"filas": ["a", "<b>"]})]
        )


@pytest.mark.parametrize(
    ("persona", "estado"),
    [("irma", 200), ("diego", 200), ("carmen", 403), ("vera", 403), ("celia", 403), ("ana", 403)],
)
def test_solo_entra_quien_puede_consultarla(como, asientos, persona, estado):
    assert como(persona).get(PANTALLA).status_code == estado


def test_se_busca_por_quien_que_y_sobre_que(como, asientos):
    cliente = como("irma")
    for consulta, cuantos in [
        ("", 61), ("actor=vera", 60), ("actor=nadie", 0), ("accion=importar", 1), ("objeto=clave7", 1),
        ("actor=vera&objeto=F-1", 0), ("pagina=zz", 61), ("actor=%00", 61),
    ]:  # fmt: skip
        respuesta = cliente.get(f"{PANTALLA}?{consulta}")
        assert respuesta.context["total"] == cuantos, consulta
        assert "⟪" not in respuesta.content.decode()


def test_lo_mas_reciente_primero_y_escapado(como, asientos):
    pagina = como("irma").get(PANTALLA)
    assert pagina.context["renglones"][0]["asiento"].accion == "registro:importar"
    assert "&lt;b&gt;" in pagina.content.decode()
    assert len(pagina.context["renglones"]) == 50
    assert len(como("irma").get(f"{PANTALLA}?pagina=2").context["renglones"]) == 11


def test_cuesta_lo_mismo_con_muchos(como, asientos):
    cliente = como("irma")
    cliente.get(PANTALLA)
    with CaptureQueriesContext(connection) as consultas:
        cliente.get(PANTALLA)
    assert len(consultas) <= 5


def test_la_cadena_se_comprueba_cuando_se_pide(como, asientos):
    cliente = como("irma")
    assert cliente.get(PANTALLA).context["cadena"] is None
    assert "La cadena está entera" in cliente.get(f"{PANTALLA}?comprobar=1").content.decode()
    DISPARADORES.quitar()
    Asiento.objects.filter(secuencia=7).update(actor="otra")
    DISPARADORES.poner()
    pagina = cliente.get(f"{PANTALLA}?comprobar=1").content.decode()
    assert "El renglón 7 de la bitácora fue alterado" in pagina or "El renglón 7 fue alterado" in pagina


def test_solo_se_lee(como, asientos):
    assert como("irma").post(PANTALLA).status_code == 405


def test_con_la_bitacora_vacia_lo_dice(como):
    assert "La bitácora está vacía" in como("irma").get(PANTALLA).content.decode()
