"""Escribir borradores: abrir el cuestionario y guardar una sección."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
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
from .sobrantes import apartar_anteriores


def abrir(*, candidatura: Candidatura, tipo: str = Cuestionario.Tipo.CURRICULAR) -> Cuestionario:
    """El cuestionario de la candidatura; lo crea vacío la primera vez, y sólo entonces abre transacción."""
    cuestionario, _ = Cuestionario.objects.get_or_create(
        candidatura=candidatura,
        tipo=tipo,
        # Django sólo la llama si hay que crearlo: leer el proceso en cada guardado sería de más.
        defaults={"definicion_clave": lambda: Cuestionario.definicion_que_rige(candidatura, tipo)},  # type: ignore[misc]
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
    intento: str = "",
    previos: Collection[str] = (),
    aparta_lo_anterior: bool = False,
) -> Avance:
    """Guarda un borrador de cualquier longitud. No es un acto: un renglón por sección y sesión de trabajo.

    `valores`: clave de pregunta → valor ya normalizado; las vacías se borran y las que no vienen se quedan
    como están. `revision`: la que se leyó al abrir la sección; si lo guardado ya es otra cosa que quien
    escribe no conoce (véase `Avance.lo_conoce`), no se escribe nada. Sin ella no se compara. `intento`:
    el nombre de este guardado; `previos`: los de esta misma página que no tuvieron respuesta.
    `aparta_lo_anterior`: lo que este texto desplaza se conserva como `Sobrante` (al resolver un choque).

    Raises:
        SeccionCerrada: si el estado no permite cambiarla.
        SeccionCambiada: si otra ventana la guardó mientras tanto.
    """
    cuestionario = tomar_candado(cuestionario, con=["candidatura__persona"])
    exigir(por, Permiso.CAPTURAR, cuestionario)
    if seccion not in cuestionario.secciones_editables():
        raise SeccionCerrada(
            f"Esta sección no puede cambiarse: su cuestionario está «{cuestionario.get_estado_display()}»."
        )
    claves = {pregunta.clave for pregunta in cuestionario.definicion.seccion(seccion).preguntas}
    nuevos = {clave: valores[clave] for clave in claves & valores.keys()}
    avance, _ = Avance.objects.get_or_create(cuestionario=cuestionario, seccion=seccion)
    if revision is not None and not avance.lo_conoce(revision, previos):
        if nuevos.keys() == claves and _es_lo_guardado(cuestionario, nuevos):  # el mismo envío, dos veces
            return avance
        raise SeccionCambiada(avance)
    anteriores = cuestionario.respuestas_por_clave() if aparta_lo_anterior else {}
    escribir_respuestas(cuestionario, nuevos)
    if aparta_lo_anterior:
        apartar_anteriores(cuestionario, seccion, {c: anteriores[c] for c in claves & anteriores.keys()}, por)
    if _anotar_avance(avance, sesion, intento):
        asentar(por=por, accion="seccion:guardar", objeto=objeto_de(cuestionario), seccion=seccion)
    return avance


def _es_lo_guardado(cuestionario: Cuestionario, valores: Mapping[str, Any]) -> bool:
    guardados = cuestionario.respuestas_por_clave()
    return all(
        guardados.get(clave) == (None if esta_vacia(valor) else valor) for clave, valor in valores.items()
    )


def escribir_respuestas(cuestionario: Cuestionario, valores: Mapping[str, Any]) -> None:
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


def _anotar_avance(avance: Avance, sesion: str, intento: str) -> bool:
    """Una revisión más; devuelve si es la primera de esta sesión de trabajo."""
    huella_de_sesion = hashlib.sha256(sesion.encode()).hexdigest()
    es_otra_sesion = avance.sesion != huella_de_sesion
    avance.revision += 1
    avance.guardada_en, avance.sesion, avance.intento = timezone.now(), huella_de_sesion, intento
    avance.save()
    return es_otra_sesion
