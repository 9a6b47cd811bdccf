"""El informe de un plan, como se guarda, se muestra y se descarga: texto y números, nada más."""

from __future__ import annotations

from typing import Any

from conoceles.comun import csv_abierto

from .informe import TOPE, Hallazgo
from .plan import Alta, Baja, Cambio, Plan, Regreso

TITULOS = ("Hoja", "Fila", "Columna", "Valor", "Motivo")
# El nombre visible de un campo, donde el del modelo no se entiende solo.
_CAMPOS = {
    "mote": "sobrenombre", "aprobada_en": "fecha de aprobación", "partido_de_origen_id": "partido de origen",
    "nombre_inferido": "separación del nombre", "curp": "CURP", "eleccion_consecutiva": "elección consecutiva",
}  # fmt: skip


def resumir(plan: Plan) -> dict[str, Any]:
    """Cuentas enteras y hasta `TOPE` renglones de cada cosa. Nombra personas, nunca sus datos reservados."""
    sustituciones = [alta for alta in plan.altas if alta.causa]
    nuevas = [alta for alta in plan.altas if not alta.causa]
    return {
        "cuentas": {
            "personas": plan.personas,
            "formulas": plan.formulas,
            "vacantes": plan.vacantes,
            "altas": len(nuevas),
            "sustituciones": len(sustituciones),
            "restituciones": len(plan.regresos),
            "cambios": len(plan.cambios),
            "bajas": len(plan.bajas),
            "sin_cambio": plan.sin_cambio,
            "por_confirmar": len(plan.por_confirmar),
            "no_vienen": len(plan.no_vienen),
            "independientes": len(plan.independientes),
            "avisos": plan.hallazgos.n_avisos,
            "rechazos": plan.hallazgos.n_rechazos,
        },
        "huella_del_plan": plan.huella(),
        "advertencia": plan.advertencia,
        "confirmaciones": plan.confirmaciones,
        "rechazos": [list(hallazgo) for hallazgo in plan.hallazgos.rechazos],
        "avisos": [list(hallazgo) for hallazgo in plan.hallazgos.avisos],
        "altas": [_alta(alta) for alta in nuevas[:TOPE]],
        "sustituciones": [_sustitucion(alta) for alta in sustituciones[:TOPE]],
        "restituciones": [_alta(regreso) for regreso in plan.regresos[:TOPE]],
        "por_confirmar": [
            [c.propuesta.fila, c.ocupante.clave, c.ocupante.nombre, c.propuesta.nombre]
            for c in plan.por_confirmar[:TOPE]
        ],
        "cambios": [_cambio(cambio) for cambio in plan.cambios[:TOPE]],
        "bajas": [_baja(baja) for baja in plan.bajas[:TOPE]],
        "no_vienen": [[o.clave, o.cargo, o.nombre] for o in plan.no_vienen[:TOPE]],
    }


def _donde(alta: Alta | Regreso) -> list[Any]:
    posicion = alta.propuesta.posicion
    lugar = f"{alta.propuesta.contienda} · {posicion.actor} · {posicion.numero} {posicion.calidad}"
    return [alta.propuesta.fila, lugar]


def _alta(alta: Alta | Regreso) -> list[Any]:
    return [*_donde(alta), alta.propuesta.nombre]


def _sustitucion(alta: Alta) -> list[Any]:
    sale = alta.sustituye_a.nombre if alta.sustituye_a else ""
    return [*_donde(alta), sale, alta.propuesta.nombre]


def _cambio(cambio: Cambio) -> list[Any]:
    campos = sorted(campo for datos in cambio.campos.values() for campo in datos)
    rotulos = ", ".join(_CAMPOS.get(campo, campo.replace("_", " ")) for campo in campos)
    return [cambio.propuesta.fila, cambio.ocupante.clave, cambio.propuesta.nombre, rotulos]


def _baja(baja: Baja) -> list[Any]:
    return [baja.fila or "", baja.ocupante.clave, baja.ocupante.nombre, baja.situacion]


def en_csv(hallazgos: list[Hallazgo] | list[list[Any]]) -> str:
    """Los hallazgos, para corregir el archivo con ellos al lado."""
    return csv_abierto.en_csv(TITULOS, hallazgos)
