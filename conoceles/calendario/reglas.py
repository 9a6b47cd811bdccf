"""Las reglas del proceso de que depende lo que una página dice de un plazo vencido, y desde cuándo rigió cada una.

Una constancia dice lo que se leía entonces: no puede salir de los parámetros de hoy. Cuando una plantilla las cambia,
la bitácora guarda las que regían y las que rigen; las primeras constan desde que se cargó.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from conoceles.bitacora.acciones import Acto, Autora, asentar_varios
from conoceles.bitacora.models import Asiento

from .models import Proceso

_FIJAR, _CAMBIAR = "proceso:fijar_reglas", "proceso:cambiar_reglas"
_SIEMPRE = datetime.min.replace(tzinfo=UTC)


class Reglas(NamedTuple):
    """`devuelve`: ¿se devuelve a los plazos lo que el servicio faltó? `cierre`: hasta cuándo, a lo más."""

    devuelve: bool
    cierre: datetime | None


def de_hoy(proceso: Proceso) -> Reglas:
    en_curso = proceso.es_vigente and not proceso.es_historico
    return Reglas(en_curso and proceso.parametros.gracia_por_interrupcion, proceso.instante("cierre"))


def de_todos() -> dict[str, Reglas]:
    """Las de hoy de cada proceso: hacer vigente a uno cambia las de otro."""
    return {proceso.clave: de_hoy(proceso) for proceso in Proceso.objects.all()}


def asentar_cambios(antes: Mapping[str, Reglas], *, por: Autora | None) -> None:
    """Un renglón por proceso nuevo o cuyas reglas dejaron de ser las de `antes`; en la transacción que las cambió."""
    despues = de_todos()
    actos = [
        Acto(_FIJAR, ("proceso", clave), _escritas(despues[clave])) for clave in despues.keys() - antes.keys()
    ]
    actos += [
        Acto(_CAMBIAR, ("proceso", clave), _escritas(regian, "_antes") | _escritas(despues[clave]))
        for clave, regian in antes.items()
        if despues[clave] != regian
    ]
    asentar_varios(por=por, actos=actos)


def que_rigieron(proceso: Proceso) -> list[tuple[datetime, Reglas]]:
    """Cada una con el instante desde que rigió, en orden; la primera, desde siempre.

    Nada sale del renglón del proceso, que alguien pudo cambiar por fuera; salvo si no consta que se cargara, y eso lo
    dice `verificar`.
    """
    suyos = Asiento.objects.sobre("proceso", proceso.clave).order_by("secuencia")
    cambios = [(cambio.instante, cambio.detalle) for cambio in suyos.filter(accion=_CAMBIAR)]
    fijadas = suyos.filter(accion=_FIJAR).values_list("detalle", flat=True).first()
    if fijadas:
        inicial = _leidas(fijadas)
    else:
        inicial = _leidas(cambios[0][1], "_antes") if cambios else de_hoy(proceso)
    return [(_SIEMPRE, inicial), *((instante, _leidas(detalle)) for instante, detalle in cambios)]


def _escritas(reglas: Reglas, cuales: str = "") -> dict[str, Any]:
    """`cuales`: con qué termina el nombre de cada dato; «_antes», las que dejaron de regir."""
    cierre = reglas.cierre.astimezone(UTC).isoformat() if reglas.cierre else None
    return {f"devuelve{cuales}": reglas.devuelve, f"cierre{cuales}": cierre}


def _leidas(detalle: Mapping[str, Any], cuales: str = "") -> Reglas:
    cierre = detalle[f"cierre{cuales}"]
    return Reglas(detalle[f"devuelve{cuales}"], datetime.fromisoformat(cierre) if cierre else None)
