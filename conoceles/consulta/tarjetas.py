"""Las tarjetas del listado. Dibujar es lo más caro de una página y cada tarjeta sólo depende del índice."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from conoceles.publicacion.completitud import frase
from conoceles.publicacion.ficha import colores, demarcacion, lugar
from conoceles.publicacion.indice import Indice
from conoceles.publicacion.relevos import AVISOS
from conoceles.publicacion.renglones import Renglon

from .direcciones import de_foto

MAX_EN_MEMORIA = 10_000


def dibujadas(renglones: list[Renglon], indice: Indice, raiz: str) -> list[SafeString]:
    """El marcado de cada tarjeta; `raiz`: dirección del listado de su proceso."""
    return [_dibujada(renglon, indice, raiz) for renglon in renglones]


def _dibujada(renglon: Renglon, indice: Indice, raiz: str) -> SafeString:
    llave = ("tarjeta", raiz, renglon.clave)
    if (marcado := indice.memoria.get(llave)) is None:
        contexto = {"tarjeta": _tarjeta(renglon, indice, raiz), "nivel": 3}
        marcado = render_to_string("componentes/tarjeta_candidatura.html", contexto)
        if len(indice.memoria) < MAX_EN_MEMORIA:
            indice.memoria[llave] = marcado
    return marcado


def _tarjeta(renglon: Renglon, indice: Indice, raiz: str) -> dict[str, Any]:
    """Lo que pide `componentes/tarjeta_candidatura.html`; lo mismo y en el mismo lugar para todas."""
    situacion = indice.situacion(renglon)
    notas = (
        lugar({"cargo": renglon.cargo, "numero": renglon.numero}),
        "Suplente" if renglon.calidad == "suplente" else "",
    )
    return {
        "url": f"{raiz}{renglon.clave}/",
        "nombre": renglon.nombre,
        "cargo": renglon.cargo["nombre"],
        "demarcacion": demarcacion(renglon.demarcacion, con_entidad=indice.son_varias_entidades),
        "actor": renglon.actor["nombre"],
        "colores": colores(renglon.actor),
        "foto": de_foto(renglon.foto, "72.webp") if renglon.foto and situacion.es_publicada else "",
        "notas": [nota for nota in notas if nota],
        "estado": situacion.etiqueta,
        "variante": situacion.variante,
        "completitud": frase(renglon.apartados) if situacion.es_publicada else "",
        "avisos": [AVISOS[aviso] for aviso in renglon.avisos],
    }
