"""Un movimiento es la historia de una candidatura: inventarlo, cambiarlo o borrarlo se nota."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar_varios
from conoceles.registro import integridad
from conoceles.registro.models import Importacion, Movimiento
from conoceles.registro.models.movimientos import DISPARADORES_DEL_MOVIMIENTO
from conoceles.registro.movimientos.acciones import actos_de
from tests import fabricas
from tests.publicacion.cambios import columnas_de
from tests.registro.test_movimientos import de, mover, zoila

pytestmark = pytest.mark.django_db

CAMBIOS = {
    "clase": "sustitucion", "antes": "sustituida", "despues": "sentencia", "entra_id": None, "acuerdo": "Otro",
    "surte_en": timezone.now() - timedelta(days=9), "motivo": "Otro", "por": "vera",
    "registrado_en": timezone.now() - timedelta(days=9), "sal": "00" * 16,
}  # fmt: skip


@pytest.fixture
def movimiento(proceso):
    """Ana renuncia y entra Zoila; después vuelve Ana y Zoila queda desplazada."""
    ana = de(fabricas.PosicionFactory())
    hechos = mover(ana, "renuncia", entra=zoila(), hace=timedelta(days=2))
    hechos += mover(ana, "restitucion")
    with transaction.atomic():
        asentar_varios(por=None, actos=actos_de(hechos))
    assert list(integridad.de_movimientos()) == []
    connection.check_constraints()
    return hechos[0]


def test_cada_columna_cambiada_se_nombra(movimiento, proceso):
    DISPARADORES_DEL_MOVIMIENTO.quitar()
    recibo = Importacion.objects.create(proceso=proceso, folio="I-1", archivo="a.csv")
    otra = de(fabricas.PosicionFactory())
    cambios = {**CAMBIOS, "candidatura_id": otra.pk, "importacion_id": recibo.pk}
    assert {"id", *cambios} == columnas_de(Movimiento)
    for columna, valor in cambios.items():
        with transaction.atomic():
            Movimiento.objects.filter(pk=movimiento.pk).update(**{columna: valor})
            dicho = "".join(integridad.de_movimientos())
            transaction.set_rollback(True)
        assert f"El movimiento {movimiento.pk} no dice lo que se asentó" in dicho, columna


def test_uno_inventado_y_uno_borrado_se_nombran(movimiento):
    DISPARADORES_DEL_MOVIMIENTO.quitar()
    llave = movimiento.pk
    movimiento.pk = None
    movimiento.save(force_insert=True)
    assert f"El movimiento {movimiento.pk} no dice lo que se asentó" in "".join(integridad.de_movimientos())
    Movimiento.objects.filter(pk__in=[llave, movimiento.pk]).delete()
    assert list(integridad.de_movimientos()) == [f"Falta el movimiento {llave}: se asentó y ya no está."]


def test_la_base_no_deja_editarlo_ni_borrarlo(movimiento):
    for acto in (lambda suyo: suyo.update(acuerdo="Otro"), lambda suyo: suyo.delete()):
        with pytest.raises(DatabaseError, match="sólo de agregar"), transaction.atomic():
            acto(Movimiento.objects.filter(pk=movimiento.pk))
