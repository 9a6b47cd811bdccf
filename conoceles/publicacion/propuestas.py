"""Qué hay hoy de lo que un visto bueno propone: lo que se anota al proponer y al aprobar debe seguir igual. Nunca una
respuesta."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.models import Cuestionario

from . import acciones, cuatro_ojos
from .acciones import NoPublicable, retiros, supresiones
from .models import Ficha, VistoBueno

Clase = VistoBueno.Clase
Pedido = Mapping[str, Any]


def lo_que_hay(clase: str, cuestionario: Cuestionario, pedido: Pedido) -> dict[str, Any]:
    """`pedido`: el apartado (`seccion`) y si con lo actual (`con_lo_actual`), donde la clase los usa.

    Raises:
        NoPublicable, SinObservaciones, RondasAgotadas, TransicionInvalida: si hoy no podría hacerse.
    """
    return _LO_QUE_HAY[Clase(clase)](cuestionario, pedido)


def _por_devolver(cuestionario: Cuestionario, _pedido: Pedido) -> dict[str, Any]:
    anotadas = cuestionario_acciones.por_devolver(cuestionario)
    return {
        "envio": _ultimo_envio(cuestionario),
        "observaciones": sorted(observacion.pk for observacion in anotadas),
        "secciones": cuatro_ojos.por_ocultarse(cuestionario),
    }


def _publicado(cuestionario: Cuestionario, _pedido: Pedido) -> dict[str, Any]:
    ficha = ficha_de(cuestionario)
    if ficha.estado != Ficha.Estado.PUBLICADA:
        raise NoPublicable("No se puede: sus respuestas no están publicadas.")
    return {"envio": ficha.envio_publicado}


def _por_publicar(cuestionario: Cuestionario, _pedido: Pedido) -> dict[str, Any]:
    ficha = ficha_de(cuestionario)
    if ficha.envio_publicado is None or not acciones.hay_version_por_publicar(cuestionario, ficha):
        raise NoPublicable("No se puede: no hay una corrección validada por publicar.")
    if cuatro_ojos.rechazo_de(cuestionario):
        raise NoPublicable(
            "No se puede: otra persona no le dio el visto bueno. Reábrala y revísela otra vez."
        )
    return {
        "envio": _ultimo_envio(cuestionario),
        "en_lugar_de": ficha.envio_publicado,
        "ocultas": retiros.ocultas(ficha),  # publicarla puede volver a mostrarlas
    }


def _por_mostrar(cuestionario: Cuestionario, pedido: Pedido) -> dict[str, Any]:
    ficha, seccion = ficha_de(cuestionario), pedido["seccion"]
    retiros.exigir_que_vuelva(cuestionario, ficha, seccion)
    return {"seccion": seccion, "envio": ficha.envio_publicado, "ocultas": retiros.ocultas(ficha)}


def _por_suprimir(cuestionario: Cuestionario, pedido: Pedido) -> dict[str, Any]:
    ficha = ficha_de(cuestionario)
    cual = {"seccion": pedido["seccion"], "con_lo_actual": pedido["con_lo_actual"]}
    versiones = supresiones.versiones_por_borrar(cuestionario, ficha, **cual)
    return {**cual, "envio": ficha.envio_publicado, "versiones": versiones}


def ficha_de(cuestionario: Cuestionario) -> Ficha:
    ficha = Ficha.objects.filter(pk=cuestionario.candidatura.clave).first()
    if ficha is None:
        raise NoPublicable("La candidatura aún no está inscrita en lo público.")
    return ficha


def _ultimo_envio(cuestionario: Cuestionario) -> int:
    return cuestionario.envios.latest("numero").numero


_LO_QUE_HAY: dict[Clase, Callable[[Cuestionario, Pedido], dict[str, Any]]] = {
    Clase.OBSERVAR: _por_devolver,
    Clase.RETIRAR: _publicado,
    Clase.CORREGIR: _por_publicar,
    Clase.MOSTRAR: _por_mostrar,
    Clase.SUPRIMIR: _por_suprimir,
}
