"""Lo que haría, y lo que hizo, un archivo de movimientos: texto y números para la pantalla y la descarga."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone

from conoceles.comun import csv_abierto
from conoceles.registro.catalogos import SituacionRegistral
from conoceles.registro.importacion.informe import TOPE
from conoceles.registro.models import Candidatura, Importacion

from .archivo import PlanDeMovimientos, Renglon
from .historia import vigente_del_lugar
from .pedidos import Pedido
from .tabla import paso

TITULOS = (
    "Movimiento", "Clave", "Persona", "Lugar", "Antes", "Después", "Surte efectos", "Acuerdo", "Clave de quien entra",
    "Quien entra", "Registrado",
)  # fmt: skip


def resumir(plan: PlanDeMovimientos) -> dict[str, Any]:
    """Cuentas enteras y hasta `TOPE` renglones. Nombra personas, nunca sus datos reservados ni el motivo."""
    por_clase = Counter(str(renglon.pedido.clase) for renglon in plan.por_hacer)
    ya_estaban = [renglon for renglon in plan.renglones if renglon.ya_estaba]
    return {
        "cuentas": {
            "movimientos": len(plan.por_hacer),
            "entran": sum(pedido.entra is not None for pedido in plan.pedidos),
            "ya_estaban": len(ya_estaban),
            "avisos": plan.hallazgos.n_avisos,
            "rechazos": plan.hallazgos.n_rechazos,
        },
        "por_clase": dict(por_clase),
        "huella_del_plan": plan.huella(),
        "rechazos": [list(hallazgo) for hallazgo in plan.hallazgos.rechazos],
        "avisos": [list(hallazgo) for hallazgo in plan.hallazgos.avisos],
        "movimientos": [_renglon(renglon) for renglon in plan.por_hacer[:TOPE]],
        "ya_estaban": [_renglon(renglon)[:4] for renglon in ya_estaban[:TOPE]],
    }


def _renglon(renglon: Renglon) -> list[Any]:
    pedido = renglon.pedido
    return [
        renglon.lectura.fila.numero,
        pedido.clase.label,
        pedido.candidatura.persona.nombre_completo,
        lugar(pedido.candidatura),
        como_queda(pedido),
        pedido.entra.nombre if pedido.entra else "",
    ]


def lugar(candidatura: Candidatura) -> str:
    """«Diputación local · Ciudad Ejemplo · PEJ · 1 propietaria»."""
    posicion = candidatura.posicion
    return f"{posicion.contienda} · {posicion.actor} · {posicion.numero} {posicion.get_calidad_display().lower()}"


def como_queda(pedido: Pedido) -> str:
    """En qué deja a la candidatura; de una restitución, también a quien sale por ella."""
    hacia = paso(pedido.clase).hacia or SituacionRegistral(pedido.candidatura.situacion)
    ocupante = vigente_del_lugar(pedido.candidatura)
    if hacia == SituacionRegistral.APROBADA and ocupante:
        return f"{hacia.label}; sale {ocupante.persona.nombre_completo}"
    return hacia.label


def hechos_en_csv(importacion: Importacion) -> str:
    """Lo que quedó registrado con ese archivo, renglón por renglón."""
    hechos = importacion.movimientos.select_related(
        "entra__persona", "candidatura__persona", "candidatura__posicion__actor",
        "candidatura__posicion__contienda__cargo", "candidatura__posicion__contienda__demarcacion",
    )  # fmt: skip
    filas = [
        (
            m.get_clase_display(), m.candidatura.clave, m.candidatura.persona.nombre_completo, lugar(m.candidatura),
            m.get_antes_display(), m.get_despues_display(), _hora(m.surte_en), m.acuerdo,
            m.entra.clave if m.entra else "", m.entra.persona.nombre_completo if m.entra else "",
            _hora(m.registrado_en),
        )
        for m in hechos
    ]  # fmt: skip
    return csv_abierto.en_csv(TITULOS, filas)


def _hora(instante: Any) -> str:
    return f"{timezone.localtime(instante):%Y-%m-%d %H:%M}"
