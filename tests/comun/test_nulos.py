"""Un signo nulo en una dirección o un filtro no es un error interno, en ningún motor."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DataError, connection
from django.urls import reverse

from conoceles.comun.nulos import NulosMiddleware

pytestmark = pytest.mark.django_db


def _como_postgres(ejecutar: Any, orden: str, valores: Any, *resto: Any) -> Any:
    """Lo que hace PostgreSQL, también cuando la prueba corre en SQLite."""
    if any(isinstance(valor, str) and "\0" in valor for valor in valores or ()):
        raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return ejecutar(orden, valores, *resto)


@pytest.mark.parametrize(
    ("metodo", "nombre", "partes", "datos"),
    [
        ("get", "operacion:requerimiento", ["A-7KQ2\0"], {}),
        ("get", "validacion:asignacion", [], {"cargo": "\0"}),
        ("post", "validacion:asignar", [], {"clave": "\0", "a": "nadie"}),
    ],
)
def test_se_contesta_que_la_peticion_no_se_entiende(client, gente, metodo, nombre, partes, datos):
    client.force_login(gente["carmen"])
    with connection.execute_wrapper(_como_postgres):
        respuesta = getattr(client, metodo)(reverse(nombre, args=partes), datos)
    assert respuesta.status_code == 400
    assert "No pudimos leer su petición" in respuesta.content.decode()


def test_otro_dato_invalido_si_es_un_error(rf):
    assert NulosMiddleware(lambda _: None).process_exception(rf.get("/"), DataError("otra cosa")) is None
