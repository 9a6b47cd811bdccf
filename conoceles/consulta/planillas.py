"""Con quién va cada candidatura: su fórmula y, si la hay, su planilla o su lista entera."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from conoceles.publicacion.lectura import Lectura
from conoceles.publicacion.renglones import Renglon, planilla_de

from .direcciones import direccion
from .filtros import FORMULAS
from .tarjetas import dibujadas, recordar

Formula = list[Renglon]


def formula(documento: dict[str, Any], lectura: Lectura) -> list[SafeString]:
    """La tarjeta de quien comparte la posición: la propietaria de una suplente, y al revés."""
    posicion = documento["contienda"], documento["actor"]["clave"], documento["numero"]
    otras = [
        renglon
        for renglon in lectura.indice.formulas.get(posicion, [])
        if renglon.clave != documento["clave"] and renglon.calidad != documento["calidad"]
    ]
    return dibujadas(otras, lectura.indice, direccion(lectura.proceso, "lista"))


def planilla(documento: dict[str, Any], lectura: Lectura) -> SafeString | str:
    """Toda su planilla o su lista; vacía si va por su cuenta. La misma en la página de cualquiera de sus integrantes."""
    indice, raiz = lectura.indice, direccion(lectura.proceso, "lista")
    cual = planilla_de(documento["cargo"], documento["demarcacion"], documento["actor"])
    juntas = indice.planillas.get(cual, [])
    if len(juntas) < 2:
        return ""
    llave = ("planilla", get_language() or "", raiz, *cual)
    if (marcado := indice.memoria.get(llave)) is None:
        cabezas, resto = _cabezas_y_resto(_formulas(juntas))
        contexto = {
            "es_lista": cual[0] == "lista",
            "cabezas": dibujadas([formula[0] for formula in cabezas], indice, raiz, FORMULAS),
            "resto": resto,
            "raiz": raiz,
        }
        marcado = render_to_string("consulta/_planilla.html", contexto)
        recordar(indice, llave, marcado)
    return marcado


def _formulas(juntas: list[Renglon]) -> list[Formula]:
    """Propietaria y suplente de cada lugar, en el orden del registro."""
    return [
        list(formula)
        for _, formula in groupby(juntas, key=lambda renglon: (renglon.contienda, renglon.numero))
    ]


def _cabezas_y_resto(formulas: list[Formula]) -> tuple[list[Formula], list[tuple[str, list[Formula]]]]:
    """Con tarjeta, los cargos de un solo lugar (o el primero de una lista); por nombre, los demás, por cargo."""
    por_cargo = [
        (cargo, list(suyas)) for cargo, suyas in groupby(formulas, key=lambda f: f[0].cargo["nombre"])
    ]
    cabezas = [suyas[0] for _, suyas in por_cargo if len(suyas) == 1] or formulas[:1]
    resto = [(cargo, [f for f in suyas if f not in cabezas]) for cargo, suyas in por_cargo]
    return cabezas, [(cargo, suyas) for cargo, suyas in resto if suyas]
