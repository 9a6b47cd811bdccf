"""Lo que todo verbo del cuestionario comparte: sus negativas, el permiso, el candado y el paso."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios import estados
from conoceles.cuestionarios.integridad import Falta
from conoceles.cuestionarios.models import Avance, Cuestionario


class CuestionarioIncompleto(Exception):
    """No puede enviarse todavía; `faltas` dice qué, sección por sección."""

    def __init__(self, faltas: list[Falta]) -> None:
        super().__init__(f"Faltan {len(faltas)} respuestas por completar o corregir.")
        self.faltas = faltas


class SeccionCerrada(Exception):
    """La sección no puede cambiarse en el estado actual del cuestionario."""


class SeccionCambiada(Exception):
    """Otra ventana guardó la sección después de que ésta se abrió; `avance` es lo último guardado."""

    def __init__(self, avance: Avance) -> None:
        super().__init__("La sección cambió en otra ventana mientras usted escribía.")
        self.avance = avance


class FueraDePlazo(Exception):
    """El plazo terminó y este proceso no acepta respuestas extemporáneas."""


class SinObservaciones(Exception):
    """Devolver exige al menos una observación."""


class ConObservaciones(Exception):
    """Validar exige que no queden observaciones en borrador."""


class EnvioAlterado(Exception):
    """Lo que envió no se deja leer o no es lo que su acuse hizo constar: sobre eso no se decide nada."""


class RondasAgotadas(Exception):
    """Ya se devolvió las veces que el proceso permite; el mensaje dice qué puede hacerse."""


class SinCambios(Exception):
    """La corrección a petición no cambia nada de lo que ya se envió."""


def exigir(por: Usuario | None, permiso: Permiso, cuestionario: Cuestionario) -> None:
    """El permiso y, si es de captura, que la candidatura sea la suya y no haya terminado. `None`: el sistema."""
    if por is None:
        return
    candidatura = cuestionario.candidatura
    es_suya = candidatura.persona.cuenta_id == por.pk and candidatura.hasta is None
    if not por.puede(permiso) or (permiso is Permiso.CAPTURAR and not es_suya):
        raise PermissionDenied


CON_SU_PROCESO = ("candidatura__persona", "candidatura__posicion__contienda__cargo__proceso")


def tomar_candado(cuestionario: Cuestionario, *, con: Sequence[str] = CON_SU_PROCESO) -> Cuestionario:
    """La fila al día y en exclusiva: dos personas a la vez no dan dos veces el mismo paso."""
    filas = Cuestionario.objects.select_for_update(of=("self",)).select_related(*con)
    return filas.get(pk=cuestionario.pk)


def objeto_de(cuestionario: Cuestionario) -> tuple[str, str]:
    return "candidatura", cuestionario.candidatura.clave


def exigir_vigente(cuestionario: Cuestionario, verbo: str) -> None:
    """De una candidatura que ya terminó no se revisa nada.

    Raises:
        estados.TransicionInvalida: si terminó.
    """
    if cuestionario.candidatura.hasta is not None:
        raise estados.TransicionInvalida(f"No se puede {verbo}: la candidatura ya no está vigente.")


def dar_paso(cuestionario: Cuestionario, verbo: str, *, por: Usuario | None, **detalle: Any) -> None:
    """Exige el permiso, aplica la tabla, guarda y asienta: lo que todo verbo de estado comparte.

    Raises:
        estados.TransicionInvalida: si la tabla no lo permite o la candidatura ya terminó (salvo al sistema).
    """
    paso = estados.transicion(verbo)
    exigir(por, paso.permiso, cuestionario)
    if por is not None:
        exigir_vigente(cuestionario, verbo)
    anterior = cuestionario.estado
    cuestionario.estado = estados.aplicar(verbo, anterior)
    cuestionario.actualizado_en = timezone.now()
    cuestionario.save()
    asentar(
        por=por,
        accion=f"cuestionario:{verbo}",
        objeto=objeto_de(cuestionario),
        tipo=cuestionario.tipo,
        antes=anterior,
        despues=cuestionario.estado,
        **detalle,
    )
