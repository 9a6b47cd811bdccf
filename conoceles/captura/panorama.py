"""Lo que muestra la lista de tareas: cada sección con su estado, su avance y su plazo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from conoceles.comun import horas
from conoceles.cuestionarios.definiciones import Seccion
from conoceles.cuestionarios.integridad import EstadoDeSeccion

from .expediente import Expediente


@dataclass(frozen=True)
class Tarea:
    """Un renglón de `componentes/lista_tareas.html`."""

    titulo: str
    estado: str
    url: str = ""
    ayuda: str = ""
    minutos: int = 0


def url_de_seccion(expediente: Expediente, seccion: str) -> str:
    clave = expediente.candidatura.clave
    if seccion == "foto":
        return reverse("captura:foto", args=[clave])
    return reverse("captura:seccion", args=[clave, seccion])


def siguiente(expediente: Expediente, seccion: str) -> str:
    """La dirección de la sección editable que sigue; después de la última, la revisión."""
    claves = [s.clave for s in expediente.definicion]
    resto = claves[claves.index(seccion) + 1 :]
    proxima = next((clave for clave in resto if clave in expediente.editables), None)
    if proxima is None:
        return reverse("captura:revisar", args=[expediente.candidatura.clave])
    return url_de_seccion(expediente, proxima)


def tareas(expediente: Expediente) -> list[Tarea]:
    return [_tarea(expediente, seccion) for seccion in expediente.definicion]


def _tarea(expediente: Expediente, seccion: Seccion) -> Tarea:
    estado = estado_visible(expediente, seccion)
    es_editable = seccion.clave in expediente.editables
    return Tarea(
        titulo=seccion.titulo,
        estado=estado.value,
        url=url_de_seccion(expediente, seccion.clave),
        ayuda=_ayuda(expediente, seccion),
        minutos=seccion.minutos if es_editable and estado is not EstadoDeSeccion.COMPLETA else 0,
    )


def estado_visible(expediente: Expediente, seccion: Seccion) -> EstadoDeSeccion:
    """El de lo escrito, salvo que el Instituto la haya observado y siga sin corregirse."""
    if expediente.observaciones_de(seccion.clave) and not expediente.esta_corregida(seccion.clave):
        return EstadoDeSeccion.CON_PROBLEMA
    return expediente.estado_de(seccion)


def _ayuda(expediente: Expediente, seccion: Seccion) -> str:
    if not expediente.observaciones_de(seccion.clave):
        return ""
    if expediente.esta_corregida(seccion.clave):
        return "Corregida; falta enviarla"
    return "El Instituto pide corregirla"


def avance(expediente: Expediente) -> tuple[int, int, int]:
    """Secciones completas, secciones en total y minutos que faltan."""
    estados = {s: estado_visible(expediente, s) for s in expediente.definicion}
    pendientes = [s for s, estado in estados.items() if estado is not EstadoDeSeccion.COMPLETA]
    return len(estados) - len(pendientes), len(estados), sum(s.minutos for s in pendientes)


def vencido(limite: datetime) -> str:
    """Una corrección tardía se recibe: callarlo haría que alguien ya no la mandara."""
    return f"El plazo venció el {horas.plazo(limite)}; todavía puede enviar su corrección"


def plazo_de_seccion(expediente: Expediente, seccion: str, ahora: datetime) -> str:
    """Hasta cuándo se corrige esa sección, o que ya venció; vacío si nada vence."""
    limite = min((o.vence_en for o in expediente.observaciones_de(seccion) if o.vence_en), default=None)
    if limite is None:
        return ""
    zona = expediente.candidatura.proceso.zona_visible
    if ahora < limite:
        return f"Corrija antes de que termine el plazo: {horas.plazo(limite)} ({zona})."
    return f"{vencido(limite)}."


def titulos_sin_cambios(expediente: Expediente) -> list[str]:
    """Las secciones observadas que siguen como se enviaron."""
    return [expediente.definicion.seccion(clave).titulo for clave in expediente.sin_cambios]


def correccion_vence(expediente: Expediente) -> datetime | None:
    """El vencimiento más próximo de lo observado."""
    vencimientos = [o.vence_en for o in expediente.observaciones if o.esta_abierta and o.vence_en]
    return min(vencimientos, default=None)
