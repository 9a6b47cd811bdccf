"""Buscar en la base da lo mismo que plegar en Python, en los dos motores."""

import pytest

from conoceles.comun.busqueda import plegado
from conoceles.comun.texto import plegar_busqueda
from conoceles.registro.models import Persona
from tests.fabricas import PersonaFactory


@pytest.mark.django_db
@pytest.mark.parametrize("nombre", ["MARÍA MUÑOZ PEÑA", "Ángel Güitrón", "josé íñiguez", "Ana López"])
def test_la_base_pliega_como_python(nombre):
    PersonaFactory(nombre_completo=nombre)
    assert Persona.objects.annotate(p=plegado("nombre_completo")).get().p == plegar_busqueda(nombre)
