"""El trabajo de reloj. Cada tarea puede repetirse sin efecto y la falla de una no detiene a las demás."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from conoceles.bitacora.cadena import comprobar_a_diario
from conoceles.calendario.models import Proceso
from conoceles.cotejo.acciones import poner_al_dia
from conoceles.cotejo.marcas import marcar_pendientes
from conoceles.cuentas.acciones import atender_recuperaciones
from conoceles.cuentas.seguridad.acciones import aplicar_cambios_de_correo
from conoceles.cuestionarios.acciones import depurar_originales, depurar_sobrantes
from conoceles.estadistica.reloj import cortar_los_que_tocan
from conoceles.mensajes.acciones import despachar
from conoceles.operacion.revisiones import revisar_a_diario
from conoceles.privacidad.olvido import olvidar_pendientes
from conoceles.publicacion import accesos
from conoceles.publicacion.plazos import devolver_lo_perdido
from conoceles.registro.importacion.recibo import depurar
from conoceles.reportes import acciones as reportes
from conoceles.seguimiento.correcciones import vencer_correcciones
from conoceles.seguimiento.recordatorios import recordar

registro = logging.getLogger(__name__)


def depurar_reportes() -> int:
    """Lo que la ciudadanía avisó, según lo que cada proceso conserva; devuelve cuántos textos se borraron."""
    ahora = timezone.now()
    return sum(
        reportes.depurar(
            proceso=proceso.clave, anteriores_a=ahora - timedelta(days=proceso.parametros.dias_reportes)
        )
        for proceso in Proceso.objects.all()
    )


# En este orden: lo que una tarea escribe en la bandeja sale en la misma vuelta.
TAREAS: tuple[tuple[str, Callable[[], object]], ...] = (
    ("plazos", devolver_lo_perdido),
    ("recuperaciones", atender_recuperaciones),
    ("correos", aplicar_cambios_de_correo),
    ("recordatorios", recordar),
    ("correcciones", vencer_correcciones),
    ("cartas", despachar),
    ("accesos", accesos.poner_al_dia),
    ("importaciones", depurar),
    ("originales", depurar_originales),
    ("sobrantes", depurar_sobrantes),
    ("reportes", depurar_reportes),
    ("llaves", olvidar_pendientes),
    ("cotejo", poner_al_dia),
    ("marcas", marcar_pendientes),
    ("cortes", cortar_los_que_tocan),
    ("cadena", comprobar_a_diario),
    ("revisiones", revisar_a_diario),
)


def correr() -> dict[str, object]:
    """Una vuelta completa; por nombre de tarea, lo que hizo o `None` si falló (queda en el registro)."""
    hecho: dict[str, object] = {}
    for nombre, tarea in TAREAS:
        try:
            hecho[nombre] = tarea()
        except Exception:
            registro.exception("Falló la tarea «%s»; se intentará en la siguiente vuelta.", nombre)
            hecho[nombre] = None
    return hecho
