"""Lo que perdió un choque no se tira: queda apartado treinta días, a la vista de quien lo escribió."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios.definiciones import Pregunta, Tipo
from conoceles.cuestionarios.integridad import esta_vacia
from conoceles.cuestionarios.models import Cuestionario, Sobrante

from .comun import exigir, objeto_de, tomar_candado

DIAS_EN_GUARDA = 30


@transaction.atomic
def apartar(
    *, cuestionario: Cuestionario, seccion: str, valores: Mapping[str, Any], por: Usuario
) -> Sobrante | None:
    """Conserva lo que llegó y no pudo guardarse; `None` si no dice nada que no esté ya guardado.

    `valores`: clave de pregunta → valor ya normalizado.
    """
    cuestionario = tomar_candado(cuestionario)
    exigir(por, Permiso.CAPTURAR, cuestionario)
    return _conservar(cuestionario, seccion, valores, por)


def apartar_anteriores(
    cuestionario: Cuestionario, seccion: str, anteriores: Mapping[str, Any], por: Usuario | None
) -> None:
    """Dentro de otro verbo: aparta lo desplazado y olvida los apartados que volvieron a usarse."""
    for sobrante in cuestionario.sobrantes.filter(seccion=seccion):
        if not _lo_que_no_esta(cuestionario, seccion, sobrante.valores):
            sobrante.delete()
    _conservar(cuestionario, seccion, anteriores, por)


def _conservar(
    cuestionario: Cuestionario, seccion: str, valores: Mapping[str, Any], por: Usuario | None
) -> Sobrante | None:
    """Sólo lo que no está en lo guardado, y una sola vez: reintentar no lo repite."""
    restos = _lo_que_no_esta(cuestionario, seccion, valores)
    if not restos:
        return None
    for previo in cuestionario.sobrantes.filter(seccion=seccion):
        if previo.valores == restos:
            return previo
    sobrante = Sobrante.objects.create(cuestionario=cuestionario, seccion=seccion, valores=restos)
    asentar(
        por=por,
        accion="seccion:apartar",
        objeto=objeto_de(cuestionario),
        seccion=seccion,
        preguntas=sorted(restos),
    )
    return sobrante


def _lo_que_no_esta(cuestionario: Cuestionario, seccion: str, valores: Mapping[str, Any]) -> dict[str, Any]:
    """Lo que se perdería: ni lo vacío ni lo que está entero en lo guardado."""
    guardados = cuestionario.respuestas_por_clave()
    return {
        pregunta.clave: valor
        for pregunta in cuestionario.definicion.seccion(seccion).preguntas
        if not esta_vacia(valor := valores.get(pregunta.clave))
        and not _esta_dentro(pregunta, valor, guardados.get(pregunta.clave))
    }


def _esta_dentro(pregunta: Pregunta, valor: Any, guardado: Any) -> bool:
    """Igual; o un borrador de un texto que siguió creciendo; o los renglones de una lista, entre otros."""
    if pregunta.tipo is Tipo.TEXTO_LARGO and isinstance(guardado, str):
        return valor in guardado
    if pregunta.tipo is Tipo.LISTA and isinstance(guardado, list):
        return set(valor) <= set(guardado)
    return bool(valor == guardado)


@transaction.atomic
def depurar_sobrantes() -> int:
    """Borra los de más de treinta días; devuelve cuántos."""
    limite = timezone.now() - timedelta(days=DIAS_EN_GUARDA)
    borrados, _ = Sobrante.objects.filter(creado_en__lt=limite).delete()
    return borrados
