"""Corregir a petición: la persona pide, el Instituto concede todo, una parte o nada, y ella envía o desiste.

Lo validado, y lo publicado, siguen en pie mientras tanto: sólo otro envío, revisado, lo cambia.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.calendario.plazos import vence
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios import estados
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.integridad import esta_vacia
from conoceles.cuestionarios.models import Cuestionario, SolicitudDeCorreccion

from .borradores import escribir_respuestas
from .comun import dar_paso, exigir, objeto_de, tomar_candado
from .sobrantes import apartar_anteriores

MOTIVO_MAXIMO = 500


class SinCorreccion(Exception):
    """No puede pedirse, resolverse o dejarse la corrección; el mensaje dice por qué."""


def por_que_no_puede_pedirse(cuestionario: Cuestionario, ahora: datetime) -> str:
    """Una frase, o vacío si la persona puede pedir una corrección ahora."""
    solicitudes, proceso = list(cuestionario.solicitudes.all()), cuestionario.candidatura.proceso
    permitidas = proceso.parametros.rondas_voluntarias
    if not estados.puede("conceder", cuestionario.estado):
        return "Sólo puede pedirse sobre un cuestionario validado."
    if ahora >= datetime.combine(proceso.jornada, time.min, tzinfo=proceso.zona):
        return "El día de la elección lo publicado ya no se corrige a petición."
    if any(solicitud.resuelta_en is None for solicitud in solicitudes):
        return "Ya pidió una corrección y el Instituto aún no la resuelve."
    if sum(bool(solicitud.concedidas) for solicitud in solicitudes) >= permitidas:
        veces = {0: "", 1: "una vez"}.get(permitidas, f"{permitidas} veces")
        return (
            f"Ya corrigió {veces}, lo que este proceso permite." if veces else "Este proceso no lo permite."
        )
    return ""


@transaction.atomic
def pedir(
    *, cuestionario: Cuestionario, secciones: Collection[str], motivo: str, por: Usuario
) -> SolicitudDeCorreccion:
    """La persona pide corregir algunas secciones de lo validado y dice por qué. Nada cambia todavía.

    Raises:
        SinCorreccion: si no puede pedirse ahora (véase `por_que_no_puede_pedirse`).
        ValueError: si no elige ninguna sección o falta el motivo.
    """
    cuestionario = tomar_candado(cuestionario)
    exigir(por, Permiso.CAPTURAR, cuestionario)
    if razon := por_que_no_puede_pedirse(cuestionario, timezone.now()):
        raise SinCorreccion(razon)
    pedidas = _en_orden(cuestionario, secciones)
    if not pedidas:
        raise ValueError("Elija al menos una sección")
    if esta_vacia(motivo.strip()) or len(motivo) > MOTIVO_MAXIMO:
        raise ValueError(f"Explique qué necesita corregir, en no más de {MOTIVO_MAXIMO} caracteres")
    solicitud = SolicitudDeCorreccion.objects.create(
        cuestionario=cuestionario, secciones=pedidas, motivo=motivo.strip()
    )
    asentar(
        por=por,
        accion="correccion:pedir",
        objeto=objeto_de(cuestionario),
        secciones=pedidas,
        **lo_que_consta(solicitud),
    )
    return solicitud


def lo_que_consta(solicitud: SolicitudDeCorreccion) -> dict[str, Any]:
    """Cuál es y la huella de lo que dice, para el renglón de cada acto que la cambia."""
    return {"solicitud": solicitud.pk, "huella": solicitud.huella_de_lo_dicho}


def _en_orden(cuestionario: Cuestionario, secciones: Collection[str]) -> list[str]:
    """Las conocidas, como van en el cuestionario."""
    return [seccion.clave for seccion in cuestionario.definicion if seccion.clave in secciones]


@transaction.atomic
def resolver(
    *, solicitud: SolicitudDeCorreccion, concedidas: Collection[str], nota: str, por: Usuario
) -> SolicitudDeCorreccion:
    """Concede todas las secciones pedidas, algunas o ninguna. Lo concedido se abre, con su vencimiento.

    Raises:
        SinCorreccion: si otra persona ya la resolvió.
        ValueError: si se niega algo sin decir por qué.
        estados.TransicionInvalida: si el cuestionario ya no está validado y se concede algo.
    """
    cuestionario = tomar_candado(solicitud.cuestionario)
    exigir(por, Permiso.VALIDAR, cuestionario)
    solicitud = SolicitudDeCorreccion.objects.get(pk=solicitud.pk)
    if solicitud.resuelta_en is not None:
        raise SinCorreccion(f"Esta solicitud ya la resolvió {solicitud.resuelta_por or 'la propia persona'}.")
    solicitud.concedidas = [clave for clave in solicitud.secciones if clave in concedidas]
    solicitud.nota, solicitud.resuelta_por = nota.strip(), por.acceso
    if solicitud.concedidas != solicitud.secciones and not solicitud.nota:
        raise ValueError("Explique por qué no se concede lo demás")
    solicitud.resuelta_en = timezone.now()
    if solicitud.concedidas:
        proceso = cuestionario.candidatura.proceso
        solicitud.vence_en = vence(solicitud.resuelta_en, proceso.parametros.dias_correccion, proceso.zona)
        solicitud.save()
        dar_paso(
            cuestionario,
            "conceder",
            por=por,
            secciones=solicitud.concedidas,
            vence=solicitud.vence_en.isoformat(),
            **lo_que_consta(solicitud),
        )
    else:
        solicitud.save()
        asentar(
            por=por,
            accion="correccion:negar",
            objeto=objeto_de(cuestionario),
            secciones=solicitud.secciones,
            **lo_que_consta(solicitud),
        )
    return solicitud


@transaction.atomic
def desistir(*, cuestionario: Cuestionario, por: Usuario | None) -> Cuestionario:
    """Deja la corrección: lo último que envió vuelve a ser su borrador y lo escrito después queda apartado.

    `por=None`: se le terminó el plazo.

    Raises:
        estados.TransicionInvalida: si no está corrigiendo a petición.
    """
    cuestionario = tomar_candado(cuestionario)
    estados.aplicar("desistir", cuestionario.estado)
    solicitud = cuestionario.correccion_en_curso
    concedidas, ahora = solicitud.concedidas if solicitud else [], timezone.now()
    if solicitud:
        solicitud.atendida_en = ahora
        solicitud.save(update_fields=["atendida_en"])
    dar_paso(
        cuestionario, "desistir", por=por, secciones=concedidas, atendida=ahora.astimezone(UTC).isoformat()
    )
    for seccion in concedidas:
        _devolver_a_lo_enviado(cuestionario, seccion, por)
    return cuestionario


def _devolver_a_lo_enviado(cuestionario: Cuestionario, seccion: str, por: Usuario | None) -> None:
    enviado = cuestionario.envios.latest("numero").contenido
    claves = [pregunta.clave for pregunta in cuestionario.definicion.seccion(seccion).preguntas]
    escritas = cuestionario.respuestas_por_clave()
    escribir_respuestas(cuestionario, {clave: enviado.get(clave) for clave in claves})
    apartar_anteriores(cuestionario, seccion, {c: escritas[c] for c in claves if c in escritas}, por)
    # Quien tenga la sección abierta en otra ventana chocará con lo devuelto en vez de pisarlo.
    cuestionario.avances.filter(seccion=seccion).update(revision=F("revision") + 1)


def vencidas(ahora: datetime) -> list[Cuestionario]:
    """Los cuestionarios cuya corrección a petición ya no puede enviarse."""
    return list(
        Cuestionario.objects.curriculares()
        .filter(
            estado=Estado.EN_CORRECCION,
            candidatura__hasta=None,  # si vuelve, se le da otra vez su plazo (`terminos.retomar`)
            solicitudes__vence_en__lte=ahora,
            solicitudes__atendida_en=None,
        )
        .select_related("candidatura__persona__cuenta")
        .distinct()
    )
