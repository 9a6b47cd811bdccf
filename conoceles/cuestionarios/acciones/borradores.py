"""Escribir borradores: abrir el cuestionario y guardar una sección."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios.integridad import esta_vacia
from conoceles.cuestionarios.models import Avance, Cuestionario, Respuesta
from conoceles.registro.models import Candidatura

from .comun import SeccionCambiada, SeccionCerrada, exigir, objeto_de, tomar_candado


@transaction.atomic
def abrir(*, candidatura: Candidatura, tipo: str = Cuestionario.Tipo.CURRICULAR) -> Cuestionario:
    """El cuestionario de la candidatura; lo crea vacío la primera vez."""
    cuestionario, _ = Cuestionario.objects.get_or_create(
        candidatura=candidatura,
        tipo=tipo,
        defaults={"definicion_clave": Cuestionario.definicion_que_rige(candidatura, tipo)},
    )
    return cuestionario


@transaction.atomic
def guardar_seccion(
    *,
    cuestionario: Cuestionario,
    seccion: str,
    valores: Mapping[str, Any],
    por: Usuario,
    sesion: str = "",
    revision: int | None = None,
) -> Avance:
    """Guarda un borrador de cualquier longitud. No es un acto: un renglón por sección y sesión de trabajo.

    `valores`: clave de pregunta → valor ya normalizado; las vacías se borran. `revision`: la que se leyó
    al abrir la sección; si ya es otra y lo guardado difiere, no se escribe nada. Sin ella no se compara.

    Raises:
        SeccionCerrada: si el estado no permite cambiarla.
        SeccionCambiada: si otra ventana la guardó mientras tanto.
    """
    cuestionario = tomar_candado(cuestionario)
    exigir(por, Permiso.CAPTURAR, cuestionario)
    if seccion not in cuestionario.secciones_editables():
        raise SeccionCerrada(
            f"Esta sección no puede cambiarse: su cuestionario está «{cuestionario.get_estado_display()}»."
        )
    claves = {pregunta.clave for pregunta in cuestionario.definicion.seccion(seccion).preguntas}
    nuevos = {clave: valores[clave] for clave in claves & valores.keys()}
    avance, _ = Avance.objects.get_or_create(cuestionario=cuestionario, seccion=seccion)
    if revision is not None and revision != avance.revision:
        if _es_lo_guardado(cuestionario, nuevos):  # el mismo envío, dos veces
            return avance
        raise SeccionCambiada(avance)
    _escribir_respuestas(cuestionario, nuevos)
    if _anotar_avance(avance, sesion):
        asentar(por=por, accion="seccion:guardar", objeto=objeto_de(cuestionario), seccion=seccion)
    return avance


def _es_lo_guardado(cuestionario: Cuestionario, valores: Mapping[str, Any]) -> bool:
    guardados = cuestionario.respuestas_por_clave()
    return all(
        guardados.get(clave) == (None if esta_vacia(valor) else valor) for clave, valor in valores.items()
    )


def _escribir_respuestas(cuestionario: Cuestionario, valores: Mapping[str, Any]) -> None:
    """Borra las vacías y pone las demás, en dos consultas."""
    vacias = [clave for clave, valor in valores.items() if esta_vacia(valor)]
    cuestionario.respuestas.filter(pregunta__in=vacias).delete()
    ahora = timezone.now()
    Respuesta.objects.bulk_create(
        [
            Respuesta(cuestionario=cuestionario, pregunta=clave, valor=valor, actualizada_en=ahora)
            for clave, valor in valores.items()
            if clave not in vacias
        ],
        update_conflicts=True,
        unique_fields=["cuestionario", "pregunta"],
        update_fields=["valor", "origen", "actualizada_en"],
    )


def _anotar_avance(avance: Avance, sesion: str) -> bool:
    """Una revisión más; devuelve si es la primera de esta sesión de trabajo."""
    huella_de_sesion = hashlib.sha256(sesion.encode()).hexdigest()
    es_otra_sesion = avance.sesion != huella_de_sesion
    avance.revision += 1
    avance.guardada_en, avance.sesion = timezone.now(), huella_de_sesion
    avance.save()
    return es_otra_sesion
