"""Un papel escaneado se reconoce por lo que es, y lo que no sirve se rechaza con su razón."""

from __future__ import annotations

import io
import os
import zlib

import pytest
from PIL import Image

from conoceles.comun import escaneos
from conoceles.comun.escaneos import MEGAS, EscaneoInvalido, reconocer

pytestmark = pytest.mark.sin_base

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"


def imagen(formato: str, medida=(600, 800), **opciones) -> bytes:
    salida = io.BytesIO()
    Image.linear_gradient("L").resize(medida).save(salida, formato, **opciones)
    return salida.getvalue()


def png_enorme() -> bytes:
    """Cien bytes que piden 3,600 millones de pixeles."""
    encabezado = b"IHDR" + (60_000).to_bytes(4) * 2 + bytes([8, 0, 0, 0, 0])
    trozo = (13).to_bytes(4) + encabezado + zlib.crc32(encabezado).to_bytes(4)
    return b"\x89PNG\r\n\x1a\n" + trozo + imagen("PNG")[33:]


@pytest.mark.parametrize(
    ("contenido", "tipo"),
    [(PDF, "application/pdf"), (imagen("JPEG"), "image/jpeg"), (imagen("PNG"), "image/png")],
)
def test_reconoce_los_tres(contenido, tipo):
    assert reconocer(contenido) == tipo


@pytest.mark.parametrize(
    ("contenido", "razon"),
    [
        (b"", "vacío"),
        (b"\0\0\0\n", "vacío"),
        (b"hola", "no es un PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no es un PDF"),
        (b"<html><script>alert(1)</script>%PDF-1.7 startxref %%EOF", "no es un PDF"),
        (imagen("GIF"), "no es un PDF"),
        (imagen("WEBP"), "no es un PDF"),
        (b"PK\x03\x04" + b"x" * 100, "no es un PDF"),
        (PDF[:30], "incompleto"),
        (PDF.replace(b"<<>>endobj", b"<</Encrypt 2 0 R>>endobj"), "contraseña"),
        (PDF.replace(b"<<>>endobj", b"<</S/JavaScript/JS(x)>>endobj"), "programas"),
        (PDF.replace(b"<<>>endobj", b"<</S/Launch>>endobj"), "programas"),
        (PDF.replace(b"<<>>endobj", b"<</S/Java#53cript>>endobj"), "programas"),
        (imagen("JPEG")[:-300], "dañada"),
        (imagen("PNG")[:-300], "dañada"),
        (b"\xff\xd8\xff" + b"x" * 500, "no es un PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 500, "no es un PDF|dañada"),
        (png_enorme(), "enorme|demasiado"),
        (PDF + b"0" * (MEGAS * 1_000_000), "el máximo son 10 MB"),
    ],
)
def test_rechaza_con_su_razon(contenido, razon):
    with pytest.raises(EscaneoInvalido, match=razon) as caso:
        reconocer(contenido)
    assert len(str(caso.value)) < 200


def test_diez_megas_al_azar_no_parecen_traer_programas():
    """Un PDF escaneado es casi todo ruido comprimido: lo que se busca no debe aparecer por suerte."""
    for _ in range(3):
        assert (
            reconocer(b"%PDF-1.4\n" + os.urandom(9_900_000) + b"\nstartxref\n0\n%%EOF") == "application/pdf"
        )


def test_una_hoja_a_600_puntos_cabe(monkeypatch):
    assert escaneos.PIXELES > 5100 * 6600
    assert reconocer(imagen("JPEG", (2550, 3300), quality=60)) == "image/jpeg"
