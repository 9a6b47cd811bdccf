"""Las candidaturas del listado. Dibujar es lo más caro de una página y cada una sólo depende del índice."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from conoceles.publicacion.completitud import frase
from conoceles.publicacion.ficha import colores, demarcacion, lugar
from conoceles.publicacion.indice import Indice
from conoceles.publicacion.relevos import AVISOS
from conoceles.publicacion.renglones import Renglon

from .direcciones import de_foto
from .filtros import FORMULAS, TABLA, TARJETAS

MAX_EN_MEMORIA = 10_000
_PLANTILLAS = {
    TARJETAS: "componentes/tarjeta_candidatura.html",
    FORMULAS: "componentes/tarjeta_candidatura.html",
    TABLA: "consulta/_renglon.html",
}


def dibujadas(renglones: list[Renglon], indice: Indice, raiz: str, vista: str = TARJETAS) -> list[SafeString]:
    """El marcado de cada una; `raiz`: dirección del listado de su proceso. `vista`: véase `filtros.VISTAS`."""
    lengua = get_language() or ""
    return [_dibujada(renglon, indice, raiz, vista, lengua) for renglon in renglones]


def _dibujada(renglon: Renglon, indice: Indice, raiz: str, vista: str, lengua: str) -> SafeString:
    llave = (vista, lengua, raiz, renglon.clave)
    if (marcado := indice.memoria.get(llave)) is None:
        contexto: dict[str, Any] = {"tarjeta": _tarjeta(renglon, indice, raiz)}
        if vista == FORMULAS:
            contexto["tarjeta"]["suplentes"] = _suplentes(renglon, indice, raiz)
        marcado = render_to_string(_PLANTILLAS[vista], contexto)
        recordar(indice, llave, marcado)
    return marcado


def recordar(indice: Indice, llave: tuple[str, ...], marcado: SafeString) -> None:
    """Guarda lo dibujado mientras quepa: al agotarse el espacio, lo demás se dibuja cada vez."""
    if len(indice.memoria) < MAX_EN_MEMORIA:
        indice.memoria[llave] = marcado


def _tarjeta(renglon: Renglon, indice: Indice, raiz: str) -> dict[str, Any]:
    """Lo que pide `componentes/tarjeta_candidatura.html`; lo mismo y en el mismo lugar para todas."""
    situacion = indice.situacion(renglon)
    notas = (
        lugar({"cargo": renglon.cargo, "numero": renglon.numero}),
        gettext("Suplente") if renglon.calidad == "suplente" else "",
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
        "avisos": [AVISOS[aviso] for aviso in renglon.avisos],
        "estado": situacion.etiqueta,
        "variante": situacion.variante,
        "completitud": frase(renglon.apartados) if situacion.es_publicada else "",
    }


def _suplentes(renglon: Renglon, indice: Indice, raiz: str) -> list[dict[str, str]]:
    """Quien la suple, con su propio estado: nadie responde por otra persona."""
    misma_formula = indice.formulas[renglon.contienda, renglon.actor["clave"], renglon.numero]
    return [
        {"nombre": otra.nombre, "url": f"{raiz}{otra.clave}/", "estado": indice.situacion(otra).etiqueta}
        for otra in misma_formula
        if otra.clave != renglon.clave and otra.calidad == "suplente"
    ]
