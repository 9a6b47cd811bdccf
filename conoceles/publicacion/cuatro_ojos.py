"""Cuándo un acto sobre lo publicado pide dos personas. Con una sola en el área, el parámetro lo apaga."""

from __future__ import annotations

from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.models import Cuestionario
from conoceles.privacidad.visibilidad import publicables

from .models import Ficha


def rigen(proceso: Proceso) -> bool:
    return proceso.parametros.cuatro_ojos


def corrige_lo_que_valido(cuestionario: Cuestionario, ficha: Ficha, por: Usuario | None) -> bool:
    """¿Publicaría una corrección de algo ya publicado la misma persona que la validó?"""
    es_correccion = ficha.envio_publicado is not None
    validado_por_ella = por is not None and cuestionario.validado_por == por.acceso
    return es_correccion and validado_por_ella and rigen(cuestionario.candidatura.proceso)


def por_ocultarse(cuestionario: Cuestionario) -> list[str]:
    """Las secciones a la vista que dejarían de estarlo si se devolvieran las observaciones anotadas.

    Sólo cuando lo que se revisa es lo mismo que está publicado (se reabrió); observar una corrección que aún no
    se publica no dice nada de la versión que está a la vista.
    """
    ficha = Ficha.objects.filter(pk=cuestionario.candidatura.clave, estado=Ficha.Estado.PUBLICADA).first()
    envio = cuestionario.envios.order_by("numero").last()
    if ficha is None or envio is None or ficha.envio_publicado != envio.numero:
        return []
    observadas = set(
        cuestionario.observaciones.filter(emitida_en=None).values_list("seccion", flat=True)
    ) - set(ficha.pausas)
    visibles = publicables(cuestionario.definicion, envio.contenido)
    return [
        seccion.clave
        for seccion in cuestionario.definicion
        if seccion.clave in observadas and any(p.clave in visibles for p in seccion.preguntas)
    ]
