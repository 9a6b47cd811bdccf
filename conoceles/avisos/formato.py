"""El formato de consentimiento expreso en papel: para imprimir, marcar a mano, firmar y entregar.

Al reverso va el aviso simplificado de la misma versión. En blanco es público; con los datos de una candidatura
sólo lo descarga ella.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format

from conoceles.comun import pdf, qr
from conoceles.comun.parrafos import parrafos

from .manifestaciones import MANIFESTACIONES
from .versiones import Aviso


@dataclass(frozen=True)
class Titular:
    """De quién es el papel. `direccion`: a dónde lleva su QR, la página en que el Instituto lo registra."""

    nombre: str
    candidatura: str
    clave: str
    direccion: str


def en_pdf(
    aviso: Aviso,
    *,
    instituto: object,
    membrete: Mapping[str, str | bool],
    integral: str,
    correo: str,
    titular: Titular | None = None,
) -> bytes:
    """El formato, en dos páginas etiquetadas; sin `titular`, con renglones para llenar a mano.

    `membrete`: el de `calendario.membrete`. `integral`: dirección del aviso completo. `correo`: el buzón al que
    puede mandarse firmado; vacío si el instituto no dio uno.
    """
    datos = {
        "titulo": "Formato de consentimiento expreso",
        "membrete": membrete,
        "manifestaciones": [manifestacion.texto for manifestacion in MANIFESTACIONES],
        "version": date_format(aviso.desde, "j \\d\\e F \\d\\e Y").lower(),
        "aviso": parrafos(aviso.simplificado(instituto)),
        "integral": integral,
        "correo": correo,
        "titular": {"nombre": titular.nombre, "candidatura": titular.candidatura, "clave": titular.clave}
        if titular
        else None,
    }
    imagenes = {"qr.svg": qr.svg(titular.direccion)} if titular else {}
    return pdf.componer("consentimiento", datos, imagenes=imagenes)
