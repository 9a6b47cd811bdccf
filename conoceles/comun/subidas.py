"""Archivos que suben y papeles que se entregan, igual para quien los manda y para quien los revisa."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from .escaneos import MEGAS, EscaneoInvalido, exigir_que_quepa

EXTENSIONES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
ACEPTA = ",".join(EXTENSIONES)
AYUDA = f"PDF, JPG o PNG de hasta {MEGAS} MB."


def leer_escaneo(archivo: UploadedFile | None) -> bytes:
    """Los bytes, si llegaron y caben: uno enorme no entra en la memoria.

    Raises:
        EscaneoInvalido: si no llegó ninguno o pesa de más.
    """
    if archivo is None:
        raise EscaneoInvalido(
            "No llegó ningún archivo. Elíjalo y vuelva a subirlo; si ya lo había elegido, quizá se cortó la conexión."
        )
    exigir_que_quepa(archivo.size or 0)
    return archivo.read()


def entregar(contenido: bytes, tipo: str, nombre: str) -> HttpResponse:
    """Siempre como descarga, sin copia en el camino y sin permiso de ejecutar nada: viene de fuera y no se limpió.

    `nombre`, sin extensión: la pone el tipo reconocido.
    """
    respuesta = HttpResponse(contenido, content_type=tipo)
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}.{EXTENSIONES[tipo]}"'
    respuesta["Content-Security-Policy"] = "default-src 'none'; sandbox"
    respuesta["X-Content-Type-Options"] = "nosniff"
    respuesta["Cache-Control"] = "private, no-store"
    return respuesta
