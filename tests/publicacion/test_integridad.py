"""Lo público delata lo que se toque por fuera: documentos, tarjetas, fichas, y la orden lo dice."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from conoceles.publicacion import ediciones
from conoceles.publicacion.acciones import al_corriente
from conoceles.publicacion.evidencia.integridad import primer_defecto
from conoceles.publicacion.models import DISPARADORES, Ficha, Instantanea
from tests import fabricas
from tests.asentados import asentar_lo_fabricado

pytestmark = pytest.mark.django_db


@pytest.fixture
def ficha(candidatura):
    """La ficha de Ana con dos versiones, y las instantáneas sin sus disparadores para poder estropearlas."""
    candidatura.persona.mote = "La Nueva"
    candidatura.persona.save()
    al_corriente([candidatura], por=None)
    assert primer_defecto() is None
    connection.check_constraints()
    DISPARADORES.quitar()
    return Ficha.objects.get()


@pytest.mark.parametrize(
    "cambio",
    [
        {"documento": "{}"},
        {"documento": None},
        {"sal": None},
        {"sal": "no es hexadecimal"},
        {"sal": "0" * 32},
        {"huella": "f" * 64},
    ],
)
def test_una_instantanea_alterada_se_nombra(ficha, cambio):
    Instantanea.objects.filter(version=1).update(**cambio)
    assert "La instantánea 1 " in primer_defecto()
    assert "fue alterada" in primer_defecto()


def test_lo_que_se_mueve_antes_de_la_primera_hoja_no_es_una_alteracion(proceso):
    """Importar las secciones, con el registro aún vacío."""
    with transaction.atomic():
        ediciones.mover(proceso.clave)
    al_corriente([fabricas.CandidaturaFactory()], por=None)
    assert primer_defecto() is None


def test_una_tarjeta_cambiada_se_nota(ficha):
    Ficha.objects.update(tarjeta={**ficha.tarjeta, "nombre": "Otra"})
    assert primer_defecto() == f"La ficha {ficha.clave} no dice lo que se publicó en: tarjeta."


def test_una_ficha_que_muestra_una_version_vieja_se_nota(ficha):
    Ficha.objects.update(vigente=Instantanea.objects.get(version=1))
    assert primer_defecto() == f"La ficha {ficha.clave} no muestra su última versión."


def test_la_orden_dice_cada_revision_y_falla_con_la_primera_que_no_cuadra(ficha):
    DISPARADORES.poner()
    asentar_lo_fabricado()
    salida = io.StringIO()
    call_command("verificar", stdout=salida)
    assert salida.getvalue().count(": bien\n") == 18
    DISPARADORES.quitar()
    Ficha.objects.update(tarjeta={})
    with pytest.raises(CommandError, match="2 de 18") as error:
        call_command("verificar", stdout=salida)
    assert error.value.returncode == 1
    assert "Falta el disparador" in salida.getvalue()
    assert "Cadena de la bitácora: bien" in salida.getvalue()
    assert "no dice lo que se publicó en: tarjeta." in salida.getvalue()
