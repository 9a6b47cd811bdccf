"""Cuándo un acto sobre lo publicado pide dos personas. Con una sola en el área, el parámetro lo apaga."""

from __future__ import annotations

from collections.abc import Collection
from itertools import zip_longest

from django.db.models import QuerySet

from conoceles.calendario.models import Proceso
from conoceles.comun.legibles import legibles
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.models import Cuestionario, Envio
from conoceles.cuestionarios.supuestos import Supuesto
from conoceles.privacidad.visibilidad import publicables

from .models import Ficha, VistoBueno


def rigen(proceso: Proceso) -> bool:
    return proceso.parametros.cuatro_ojos


def corrige_lo_que_valido(cuestionario: Cuestionario, ficha: Ficha, por: Usuario | None) -> bool:
    """¿Publicaría una corrección de algo ya publicado la misma persona que la validó?"""
    es_correccion = ficha.envio_publicado is not None
    validado_por_ella = por is not None and cuestionario.validado_por == por.acceso
    return es_correccion and validado_por_ella and rigen(cuestionario.candidatura.proceso)


def rechazos() -> QuerySet[VistoBueno]:
    """Las veces que otra persona dijo que una corrección no se publique; no las que retiró quien la propuso."""
    rechazados = VistoBueno.objects.filter(clase=VistoBueno.Clase.CORREGIR, se_aprobo=False)
    return rechazados.exclude(resuelto_por="")


def rechazo_de(cuestionario: Cuestionario) -> VistoBueno | None:
    """El que impide publicar lo que hoy está validado: vale hasta que vuelva a revisarse y validarse."""
    if cuestionario.validado_en is None:
        return None
    suyos = rechazos().filter(clave=cuestionario.candidatura.clave, resuelto_en__gte=cuestionario.validado_en)
    return suyos.order_by("resuelto_en").last()


def por_ocultarse(cuestionario: Cuestionario) -> list[str]:
    """Las secciones publicadas que no se verían, hasta corregirse, si se devolvieran las observaciones anotadas.

    Sólo las que dicen a la vista lo mismo que lo que se revisa, sea o no el mismo envío: observar lo que una corrección
    cambió no dice nada de la versión que está a la vista. Cuenta también lo que hoy está oculto, un apartado o la
    ficha entera: podría volver, y ya observado no vuelve.
    """
    ficha = Ficha.objects.filter(pk=cuestionario.candidatura.clave).first()
    # De lo que no se deja leer no se sabe qué se oculta; `devolver` lo rechaza.
    revisado = next(iter(legibles(cuestionario.envios.order_by("-numero")[:1])), None)
    if ficha is None or revisado is None or ficha.envio_publicado is None:
        return []
    publicado = cuestionario.envios.get(numero=ficha.envio_publicado)
    anotadas = {observacion.seccion for observacion in cuestionario.observaciones.filter(emitida_en=None)}
    return _con_algo_publicable(publicado, anotadas & sin_cambio(publicado, revisado))


def observadas(cuestionario: Cuestionario, ficha: Ficha) -> list[str]:
    """Las secciones de lo publicado que el Instituto ya pidió corregir: así como están no vuelven a mostrarse.

    Son las que se observaron sobre el envío publicado o, en uno posterior, diciendo todavía lo mismo.
    """
    if ficha.envio_publicado is None:
        return []
    envios = list(cuestionario.envios.filter(numero__gte=ficha.envio_publicado).order_by("numero"))
    claves: set[str] = set()
    for envio, siguiente in zip_longest(envios, envios[1:]):
        sobre_el = cuestionario.observaciones.filter(emitida_en__gte=envio.instante)
        if siguiente:
            sobre_el = sobre_el.filter(emitida_en__lt=siguiente.instante)
        claves |= {observacion.seccion for observacion in sobre_el} & sin_cambio(envios[0], envio)
    return _con_algo_publicable(envios[0], claves)


def por_privacidad(cuestionario: Cuestionario, ficha: Ficha) -> set[str]:
    """Las secciones en que, desde el envío publicado, se observó un dato personal: lo que decían no debe quedar."""
    publicado = next((e for e in cuestionario.envios.all() if e.numero == ficha.envio_publicado), None)
    if publicado is None:
        return set()
    suyas = cuestionario.observaciones.filter(supuesto=Supuesto.DATO_PERSONAL)
    return set(suyas.filter(emitida_en__gte=publicado.instante).values_list("seccion", flat=True))


def sin_cambio(uno: Envio, otro: Envio) -> set[str]:
    """Las secciones que, publicadas, dirían lo mismo en los dos envíos."""
    definicion = uno.cuestionario.definicion
    antes, despues = (publicables(definicion, envio.contenido) for envio in (uno, otro))
    return {
        seccion.clave
        for seccion in definicion
        if all(antes.get(pregunta.clave) == despues.get(pregunta.clave) for pregunta in seccion.preguntas)
    }


def _con_algo_publicable(envio: Envio, claves: Collection[str]) -> list[str]:
    definicion = envio.cuestionario.definicion
    visibles = publicables(definicion, envio.contenido)
    return [
        seccion.clave
        for seccion in definicion
        if seccion.clave in claves and any(p.clave in visibles for p in seccion.preguntas)
    ]
