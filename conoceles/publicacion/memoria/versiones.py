"""Las versiones que una constancia entrega: cada una con lo que la página decía, su documento y su prueba."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from conoceles.calendario.models import Proceso
from conoceles.comun.legibles import legibles
from conoceles.publicacion.evidencia import comprobantes, puntos
from conoceles.publicacion.evidencia.arbol import iso
from conoceles.publicacion.lectura import Alterado, Suprimido, documento_de
from conoceles.publicacion.models import Instantanea

from .cambios import Documento
from .historia import DE_LA_PERSONA, Historia, historia
from .vigencias import Vigencia, vigencias

Contenido = dict[str, Any]


def del_lapso(
    proceso: Proceso, clave: str, desde: datetime, hasta: datetime, ahora: datetime
) -> list[Contenido]:
    """Las que rigieron en [desde, hasta), en orden, con una sola nota para todas sus pruebas.

    Raises:
        Alterado: si alguna no es la que se publicó.
    """
    suyas = vigencias(proceso, clave, desde, hasta)
    pruebas = puntos.pruebas_de(vigencia.fila.secuencia for vigencia in suyas)
    publica, de_hoy = _historia(clave, ahora), _datos_de_hoy(clave)
    return [
        {
            "numero": una.fila.version,
            "instante": iso(una.fila.instante),
            "hasta": iso(una.fin) if una.fin else None,
            "situaciones": list(_situaciones(una)),
            "se_suprimio": not una.documento,
            "sigue_publica": _sigue_publica(una, publica),
            "datos_corregidos": una.se_leyo_entera and _de_la_persona(una.documento) != de_hoy,
            "verificable": _verificable(una, pruebas.get(una.fila.secuencia, {})),
        }
        for una in suyas
    ]


def _situaciones(vigencia: Vigencia) -> Iterator[Contenido]:
    """Lo que la página decía, tramo por tramo; `respuestas`: si en él se leían las suyas."""
    for rotulo in vigencia.rotulos:
        yield {
            "desde": iso(rotulo.desde),
            "hasta": iso(rotulo.hasta),
            "rotulo": rotulo.situacion.etiqueta,
            "detalle": rotulo.situacion.detalle,
            "respuestas": vigencia.muestra_respuestas(rotulo),
        }


def _historia(clave: str, ahora: datetime) -> Historia | None:
    try:
        return historia(clave, ahora)
    except (Suprimido, Alterado):
        return None


def _sigue_publica(vigencia: Vigencia, publica: Historia | None) -> bool:
    """¿Lo que de ella se leyó en el lapso puede leerse hoy en la historia pública?"""
    if not any(map(vigencia.muestra_respuestas, vigencia.rotulos)):
        return True
    return publica is not None and publica.se_lee_entera(vigencia.fila.version)


def _verificable(vigencia: Vigencia, prueba: Contenido) -> Contenido:
    """Lo que `verificador.py ficha` comprueba sin conexión; sin prueba si aún no se firma un punto que la abarque.

    El documento va entero sólo si todo lo que trae se leyó en el lapso; si no, su hoja y su prueba.
    """
    fila, se_entrega = vigencia.fila, vigencia.se_leyo_entera
    return {
        "formato": comprobantes.FORMATO,
        "documento": fila.documento if se_entrega else None,
        "sal": fila.sal if se_entrega else None,
        **prueba,
    }


# --- Los datos de la persona que el registro corrigió ----------------------------------------------------------


def hay_datos_corregidos(clave: str) -> bool:
    """¿Alguna versión decía de la persona algo que el registro corrigió después?"""
    leidos = [_leido(fila) for fila in legibles(Instantanea.objects.filter(clave=clave).order_by("version"))]
    return any(leido and _de_la_persona(leido) != _de_la_persona(leidos[-1]) for leido in leidos)


def _datos_de_hoy(clave: str) -> Documento:
    vigente = legibles(Instantanea.objects.filter(clave=clave).order_by("-version")[:1])
    return _de_la_persona(_leido(vigente[0])) if vigente else {}


def _leido(fila: Instantanea) -> Documento | None:
    """Lo que dice; `None` si ya no puede leerse."""
    try:
        return documento_de(fila)
    except (Suprimido, Alterado):
        return None


def _de_la_persona(documento: Documento | None) -> Documento:
    """Lo que la historia pública muestra siempre como es hoy (véase `historia`); nada, si no puede leerse."""
    return {campo: documento[campo] for campo in DE_LA_PERSONA} if documento else {}
