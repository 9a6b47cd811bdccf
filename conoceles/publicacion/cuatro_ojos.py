"""Cuándo un acto sobre lo publicado pide dos personas. Con una sola en el área, el parámetro lo apaga."""

from __future__ import annotations

from django.db.models import QuerySet

from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.models import Cuestionario, Envio, Observacion
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
    """Las secciones publicadas que no se verían, hasta corregirse, si se devolvieran las observaciones anotadas.

    Sólo cuando lo que se revisa es lo mismo que está publicado (se reabrió); observar una corrección que aún no
    se publica no dice nada de la versión que está a la vista. Cuenta también lo que hoy está oculto, un apartado o la
    ficha entera: podría volver, y ya observado no vuelve.
    """
    ficha = Ficha.objects.filter(pk=cuestionario.candidatura.clave).first()
    envio = cuestionario.envios.order_by("numero").last()
    if ficha is None or envio is None or ficha.envio_publicado != envio.numero:
        return []
    return _con_algo_publicable(envio, cuestionario.observaciones.filter(emitida_en=None))


def observadas(cuestionario: Cuestionario, ficha: Ficha) -> list[str]:
    """Las secciones de lo publicado que el Instituto ya pidió corregir: así como están no vuelven a mostrarse.

    Son las que se observaron después del envío publicado y antes del siguiente, si lo hay.
    """
    if ficha.envio_publicado is None:
        return []
    publicado, *siguiente = cuestionario.envios.filter(numero__gte=ficha.envio_publicado)[:2]
    sobre_el = cuestionario.observaciones.filter(emitida_en__gte=publicado.instante)
    for envio in siguiente:
        sobre_el = sobre_el.filter(emitida_en__lt=envio.instante)
    return _con_algo_publicable(publicado, sobre_el)


def _con_algo_publicable(envio: Envio, observaciones: QuerySet[Observacion]) -> list[str]:
    definicion, claves = envio.cuestionario.definicion, {o.seccion for o in observaciones}
    visibles = publicables(definicion, envio.contenido)
    return [
        seccion.clave
        for seccion in definicion
        if seccion.clave in claves and any(p.clave in visibles for p in seccion.preguntas)
    ]
