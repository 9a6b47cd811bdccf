"""Buscar en la bitácora y pasar páginas. Nada de aquí escribe.

Se pagina por número de renglón y no por cuántos hay: contar doscientos mil para mostrar cincuenta sobra.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from conoceles.comun.legibles import legibles, legibles_por_tandas

from .models import Asiento, AsientoQuerySet

POR_PAGINA = 50
REVISION = "bitacora:revisar"


@dataclass(frozen=True)
class Busqueda:
    """Lo que se busca; vacío, todo. `objetos`: claves. `ocultas`: cómo empiezan los actos que quien busca no ve."""

    actor: str = ""
    rol: str = ""
    accion: str = ""
    objetos: Collection[str] | None = None
    desde: datetime | None = None
    hasta: datetime | None = None
    ocultas: Collection[str] = ()

    def asientos(self) -> AsientoQuerySet:
        """Los renglones que coinciden; `hasta` es exclusivo."""
        asientos = Asiento.objects.all()
        exactos = {"actor": self.actor, "rol": self.rol, "accion": self.accion}
        asientos = asientos.filter(**{campo: valor for campo, valor in exactos.items() if valor})
        if self.objetos is not None:
            asientos = asientos.filter(objeto_clave__in=self.objetos)
        if self.desde:
            asientos = asientos.filter(instante__gte=self.desde)
        if self.hasta:
            asientos = asientos.filter(instante__lt=self.hasta)
        for principio in self.ocultas:
            asientos = asientos.exclude(accion__startswith=principio)
        return asientos


@dataclass(frozen=True)
class Pagina:
    """Cincuenta renglones, del más reciente al más antiguo, y por dónde se sigue (`None`: no hay más)."""

    asientos: list[Asiento]
    antes: int | None
    despues: int | None


def pagina(asientos: AsientoQuerySet, *, antes: int | None = None, despues: int | None = None) -> Pagina:
    """Los que van justo `antes` de un renglón, o justo `despues`; sin ninguno, los últimos."""
    if despues is not None:
        leidos = _legibles(asientos.filter(secuencia__gt=despues).order_by("secuencia")[: POR_PAGINA + 1])
        hay_recientes, hay_antiguos = len(leidos) > POR_PAGINA, True
        leidos = leidos[:POR_PAGINA][::-1]
    else:
        filtrados = asientos.filter(secuencia__lt=antes) if antes is not None else asientos
        leidos = _legibles(filtrados.order_by("-secuencia")[: POR_PAGINA + 1])
        hay_recientes, hay_antiguos = antes is not None, len(leidos) > POR_PAGINA
        leidos = leidos[:POR_PAGINA]
    return Pagina(
        leidos,
        antes=leidos[-1].secuencia if leidos and hay_antiguos else None,
        despues=leidos[0].secuencia if leidos and hay_recientes else None,
    )


def todos(asientos: AsientoQuerySet) -> Iterator[Asiento]:
    """Del renglón más antiguo al más reciente, por tandas."""
    return legibles_por_tandas(asientos, en_lugar_de=_ilegible)


def ultima_revision() -> Asiento | None:
    """El renglón de la última vez que el reloj revisó todo (véase `operacion.revisiones`)."""
    ultimas = Asiento.objects.filter(accion=REVISION).order_by("-secuencia")[:1]
    return next(iter(legibles(ultimas)), None)


def _legibles(asientos: AsientoQuerySet) -> list[Asiento]:
    """Cada uno en su lugar; el que no se deja leer, sólo con su número."""
    return legibles(asientos, en_lugar_de=_ilegible)


def _ilegible(secuencia: int) -> Asiento:
    return Asiento(secuencia=secuencia)
