"""De una entrega depende a quién se atribuye no haber respondido: inventarla, cambiarla o borrarla se nota."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from conoceles.registro import integridad
from conoceles.registro.entregas import registrar_entrega
from conoceles.registro.models import EntregaDeAcceso
from conoceles.registro.models.personas import DISPARADORES

pytestmark = pytest.mark.django_db


@pytest.fixture
def entrega(candidatura, gente):
    hecha = registrar_entrega(
        persona=candidatura.persona, canal="impresa", recibio="Ella misma", por=gente["carmen"]
    )
    assert integridad.primer_defecto() is None
    connection.check_constraints()
    DISPARADORES.quitar()
    return hecha


def test_una_inventada_se_nombra(entrega):
    EntregaDeAcceso.objects.create(persona=entrega.persona, canal="correo", recibio="Nadie", por="carmen")
    assert "no dice lo que se asentó: se escribió o se cambió por fuera" in integridad.primer_defecto()


@pytest.mark.parametrize(
    "cambio",
    [
        {"entregado_en": timezone.now() - timedelta(days=9)}, {"canal": "correo"}, {"recibio": "Otra"}, {"por": "vera"},
        {"sal": "00" * 16},
    ],
)  # fmt: skip
def test_una_cambiada_se_nombra(entrega, cambio):
    EntregaDeAcceso.objects.update(**cambio)
    assert f"La entrega de acceso {entrega.pk} no dice lo que se asentó" in integridad.primer_defecto()


def test_una_borrada_se_nombra(entrega):
    llave = entrega.pk
    EntregaDeAcceso.objects.all().delete()
    assert f"Falta la entrega de acceso {llave} a" in integridad.primer_defecto()
