"""De la huella de un renglón que se ve no se adivina el acto reservado que lo precede."""

from __future__ import annotations

from copy import copy

import pytest
from django.db import transaction
from django.urls import reverse

from conoceles.bitacora.acciones import Acto, asentar_varios, huella_de
from conoceles.bitacora.cadena import primer_defecto
from conoceles.bitacora.reservados import ACTOS_RESERVADOS
from tests.validacion.conftest import como  # noqa: F401

pytestmark = pytest.mark.django_db
SECCION = {"seccion": "diversidad"}


@pytest.fixture(params=ACTOS_RESERVADOS)
def asientos(request, gente):
    """Uno reservado y, en el mismo microsegundo, otro que se ve."""
    with transaction.atomic():
        return asentar_varios(
            por=gente["ana"],
            actos=[
                Acto(f"{request.param}guardar", ("candidatura", "c1"), SECCION),
                Acto("seccion:guardar", ("candidatura", "c1"), SECCION),
            ],
        )


def test_aunque_se_sepa_todo_lo_demas_no_da_la_huella(asientos):
    reservado, visible = asientos
    supuesto = copy(reservado)
    supuesto.detalle = SECCION  # lo que diría quien acertara qué, quién y a qué hora
    assert huella_de(supuesto) != visible.huella_anterior == reservado.huella
    assert visible.detalle == SECCION
    assert primer_defecto() is None


def test_el_azar_no_se_lee_en_la_pantalla(asientos, como):  # noqa: F811
    pagina = como("diego").get(reverse("validacion:bitacora")).content.decode()
    assert asientos[0].accion.replace(":", ":<wbr>") in pagina
    assert asientos[0].detalle["azar"] not in pagina
