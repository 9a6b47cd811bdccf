"""Los lapsos en que cada quien pudo entrar a responder, y el plazo que con ellos le toca. Funciones puras.

Un lapso empieza con lo primero que conste de que recibió cómo entrar (una entrega, una carta con su enlace, que
entró) y termina si la cuenta se cierra o se congela. Reabrirla no empieza otro: se reabre sin contraseña, y hace falta que
conste otra vez.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from conoceles.calendario.plazos import vence

from .models import Candidatura
from .plazos import dias_de_quien_entra

# Un instante y si la cuenta se cerró (`True`) o se reabrió.
Cierre = tuple[datetime, bool]
# Desde cuándo y hasta cuándo (`None`: sigue).
Lapso = tuple[datetime, datetime | None]

_SIEMPRE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Acceso:
    """Los lapsos de una persona, en orden; ninguno, si no consta que lo haya recibido."""

    lapsos: tuple[Lapso, ...] = ()

    def servia_al(self, limite: datetime) -> bool:
        """¿Lo tenía antes de ese instante, sin que el Instituto se lo hubiera quitado?"""
        return any(desde < limite and (hasta is None or limite <= hasta) for desde, hasta in self.lapsos)


def lapsos(constancias: Sequence[datetime], cierres: Iterable[Cierre]) -> Iterator[Lapso]:
    """Uno por cada vez que la cuenta estuvo abierta y consta que recibió cómo entrar. `cierres` en orden."""
    for abre, cierra in _mientras_estuvo_abierta(cierres):
        dentro = [una for una in constancias if abre <= una and (cierra is None or una < cierra)]
        if dentro:
            yield min(dentro), cierra


def _mientras_estuvo_abierta(cierres: Iterable[Cierre]) -> Iterator[Lapso]:
    abre: datetime | None = _SIEMPRE
    for instante, se_cerro in cierres:
        if se_cerro and abre is not None:
            yield abre, instante
            abre = None
        elif not se_cerro and abre is None:
            abre = instante
    if abre is not None:
        yield abre, None


def plazo_con_acceso(candidatura: Candidatura, limite: datetime, acceso: Acceso) -> datetime:
    """Ese límite con, al menos, los días de quien entra desde que recibió su acceso.

    Con cada lapso vuelve a contarse, hasta el primero que ya no se interrumpió antes de vencer: cerrarle después la
    cuenta no le quita ni le da nada.
    """
    dias, zona = dias_de_quien_entra(candidatura), candidatura.proceso.zona
    for desde, hasta in acceso.lapsos:
        limite = max(limite, vence(desde, dias, zona))
        if hasta is None or limite <= hasta:
            break
    return limite
