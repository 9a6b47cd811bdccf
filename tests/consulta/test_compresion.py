"""Lo público viaja comprimido aunque no se guarde; lo privado, nunca."""

from __future__ import annotations

import gzip

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]

SIN_GUARDAR = [
    "/reportar/",
    "/estado/",
    "/interrupciones/",
    "/bitacora-publica/",
    "/no-existe/",
    "/boleta/99999/",
]


@pytest.mark.parametrize("ruta", SIN_GUARDAR)
def test_lo_publico_que_no_se_guarda_viaja_comprimido(client, poblado, ruta):
    llana = client.get(ruta, follow=True)
    respuesta = client.get(ruta, follow=True, headers={"Accept-Encoding": "gzip"})
    assert respuesta.status_code == llana.status_code
    assert "Content-Encoding" not in llana
    assert respuesta["Content-Encoding"] == "gzip"
    assert respuesta["Vary"] == llana["Vary"] == "Accept-Encoding"
    assert len(respuesta.content) == int(respuesta["Content-Length"]) < len(llana.content) / 2
    assert gzip.decompress(respuesta.content).startswith(b"<!doctype html>")


@pytest.mark.parametrize("ruta", ["/entrar/", "/recuperar/", "/mi-candidatura/", "/panel/"])
def test_lo_que_depende_de_una_galleta_va_tal_cual(client, poblado, ruta):
    respuesta = client.get(ruta, follow=True, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in respuesta


def test_lo_que_la_vitrina_guarda_le_llega_sin_comprimir(client, poblado):
    respuesta = client.get("/candidaturas/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in respuesta
