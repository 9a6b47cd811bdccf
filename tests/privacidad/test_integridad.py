"""Quién leyó la identidad consta dos veces: borrar o inventar una lectura se nota."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from conoceles.privacidad import acciones, integridad
from conoceles.privacidad.models import DISPARADORES, Lectura

pytestmark = pytest.mark.django_db


@pytest.fixture
def leida(candidatura, gente):
    acciones.estudiar(candidatura=candidatura, por=gente["gema"], proposito="Revisar el avance")
    assert integridad.primer_defecto() is None
    connection.check_constraints()
    DISPARADORES.quitar()
    return candidatura


def test_una_lectura_borrada_se_nombra(leida):
    Lectura.objects.all().delete()
    assert f"Falta una lectura de la identidad de {leida.clave} por gema" in integridad.primer_defecto()


@pytest.mark.parametrize(
    "cambio",
    [
        {"actor": "diego"}, {"rol": "otro"}, {"candidatura": "otra"}, {"proposito": "Otro propósito"},
        {"preguntas": []}, {"instante": "2020-01-01T00:00:00Z"}, {"sal": "00" * 16},
    ],
)  # fmt: skip
def test_una_achacada_a_otra_persona_se_nombra(leida, cambio):
    Lectura.objects.update(**cambio)
    assert "Falta una lectura" in integridad.primer_defecto()


def test_una_inventada_se_nombra(leida):
    Lectura.objects.create(actor="gema", rol="igualdad", candidatura=leida.clave, proposito="Inventada")
    assert "no se asentó: se escribió por fuera" in integridad.primer_defecto()


def test_verificar_la_dice(leida, capsys):
    Lectura.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("verificar")
    assert "Lecturas y formatos de identidad: Falta una lectura" in capsys.readouterr().out
