"""Un papel escaneado que llega de fuera: qué es de veras, por su contenido y no por su nombre.

No lo vuelve a dibujar ni lo limpia: es evidencia y se conserva tal cual. Por eso se guarda cifrado y sólo se
entrega como descarga.
"""

from __future__ import annotations

import io
import re

from PIL import Image

MEGAS = 10
PIXELES = 60_000_000  # una hoja carta a 600 puntos por pulgada son 34 millones

_IMAGENES = {"JPEG": "image/jpeg", "PNG": "image/png"}
_PDF = "application/pdf"
# Lo que un papel escaneado no tiene por qué traer.
_ACTIVO = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")
_CON_CODIGO = re.compile(rb"#([0-9A-Fa-f]{2})")  # «/Java#53cript» es otra manera de escribir «/JavaScript»
_REPITA = "Escanéelo o fotografíelo otra vez y súbalo en PDF, JPG o PNG."


class EscaneoInvalido(Exception):
    """El archivo no sirve; el mensaje dice por qué y qué hacer."""


def reconocer(contenido: bytes) -> str:
    """El tipo de contenido: `application/pdf`, `image/jpeg` o `image/png`.

    Raises:
        EscaneoInvalido: si está vacío, pesa de más, no es ninguno de los tres o está dañado.
    """
    if not contenido.strip(b"\0 \r\n\t"):
        raise EscaneoInvalido(f"El archivo está vacío. {_REPITA}")
    exigir_que_quepa(len(contenido))
    return _revisar_pdf(contenido) if contenido.startswith(b"%PDF-") else _revisar_imagen(contenido)


def exigir_que_quepa(pesa: int) -> None:
    """
    Raises:
        EscaneoInvalido: si pasa de `MEGAS`.
    """
    if pesa > MEGAS * 1_000_000:
        raise EscaneoInvalido(
            f"El archivo pesa {pesa / 1_000_000:.1f} MB y el máximo son {MEGAS} MB. Escanéelo en blanco y negro o con "
            "menos calidad."
        )


def _revisar_pdf(contenido: bytes) -> str:
    if b"%%EOF" not in contenido[-2048:] or b"startxref" not in contenido[-4096:]:
        raise EscaneoInvalido(f"El PDF está incompleto; quizá se cortó al copiarlo. {_REPITA}")
    if b"/Encrypt" in contenido:
        raise EscaneoInvalido(
            "El PDF tiene contraseña y nadie podría leerlo. Guárdelo sin ella y súbalo otra vez."
        )
    if _ACTIVO.search(_CON_CODIGO.sub(lambda par: bytes.fromhex(par[1].decode()), contenido)):
        raise EscaneoInvalido(
            f"El PDF trae programas o archivos dentro, y un papel escaneado no los necesita. {_REPITA}"
        )
    return _PDF


def _revisar_imagen(contenido: bytes) -> str:
    """Se decodifica entera, una vez: que empiece como imagen no basta."""
    try:
        imagen = Image.open(io.BytesIO(contenido), formats=tuple(_IMAGENES))
        if imagen.width * imagen.height > PIXELES:
            raise EscaneoInvalido(
                f"La imagen mide {imagen.width} × {imagen.height} pixeles, demasiado. Escanéela a 300 puntos por pulgada."
            )
        imagen.draft("L", (imagen.width // 4, imagen.height // 4))  # en JPEG ocupa la dieciseisava parte
        imagen.load()
    except EscaneoInvalido:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise EscaneoInvalido(
            "La imagen declara una medida enorme. Escanéela a 300 puntos por pulgada."
        ) from None
    except Image.UnidentifiedImageError:
        raise EscaneoInvalido(
            f"El archivo no es un PDF, un JPG ni un PNG, aunque su nombre lo diga. {_REPITA}"
        ) from None
    except Exception:  # Pillow deja salir errores de toda clase con un archivo roto
        raise EscaneoInvalido(f"La imagen está incompleta o dañada. {_REPITA}") from None
    return _IMAGENES[imagen.format or "JPEG"]
