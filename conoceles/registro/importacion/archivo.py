"""Del contenido de un archivo al plan: la revisión previa, que no escribe nada."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.formatos import TablaInvalida
from conoceles.comun.horas import fecha_y_hora
from conoceles.comun.tablas import leer_tabla
from conoceles.registro.models import Importacion

from . import perfil as perfiles
from .catalogo import Catalogo
from .estado import Estado
from .informe import Hallazgos
from .lectura import leer_filas
from .plan import Plan, planear
from .propuestas import Interprete

T = TypeVar("T")
_CADA = 500


def planear_archivo(
    contenido: bytes,
    nombre: str,
    *,
    proceso: Proceso,
    perfil: perfiles.Perfil,
    es_completo: bool = False,
    avance: Callable[[int, int], None] = lambda hechas, total: None,
) -> Plan:
    """Lee, entiende y compara. Un archivo ilegible da un plan con ese único rechazo.

    `avance` recibe filas leídas y total.
    """
    hallazgos = Hallazgos()
    try:
        libro = leer_tabla(contenido, nombre, hoja=perfil.hoja)
    except TablaInvalida as error:
        hallazgos.rechazar(
            error.mensaje, hoja=error.hoja or "", fila=error.fila or 0, columna=error.columna or ""
        )
        return Plan(hallazgos)
    total = sum(len(hoja.filas) for hoja in libro.hojas)
    filas = _contando(leer_filas(libro, perfil, hallazgos), total, avance)
    propuestas = Interprete(Catalogo.de(proceso), perfil, hallazgos).propuestas(filas)
    plan = planear(propuestas, Estado.de(proceso), hallazgos, es_completo=es_completo)
    plan.advertencia = _aplicado_antes(contenido, proceso)
    return plan


def _aplicado_antes(contenido: bytes, proceso: Proceso) -> str:
    """Repetir el último archivo no cambia nada; repetir uno anterior puede deshacer lo que trajo otro."""
    aplicadas = proceso.importaciones.filter(estado=Importacion.Estado.APLICADA).order_by("aplicada_en")
    este = aplicadas.filter(huella=hashlib.sha256(contenido).hexdigest()).last()
    if este is None or este.aplicada_en is None or este == aplicadas.last():
        return ""
    with timezone.override(proceso.zona):
        cuando = fecha_y_hora(este.aplicada_en)
    return f"Este mismo archivo se aplicó el {cuando}, y después hubo otra importación: puede ser una lista anterior."


def _contando(filas: Iterable[T], total: int, avance: Callable[[int, int], None]) -> Iterator[T]:
    for numero, fila in enumerate(filas):
        if numero % _CADA == 0:
            avance(min(numero, total), total)
        yield fila
