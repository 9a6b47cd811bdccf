"""Lo que muestra la lista de tareas: cada sección con su estado, el plazo y el camino del trámite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from conoceles.calendario.plazos import vence
from conoceles.comun import horas
from conoceles.cuestionarios.definiciones import Seccion
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.integridad import EstadoDeSeccion
from conoceles.publicacion.models import Ficha

from .expediente import Expediente


@dataclass(frozen=True)
class Tarea:
    """Un renglón de `componentes/lista_tareas.html`."""

    titulo: str
    estado: str
    url: str = ""
    ayuda: str = ""
    minutos: int = 0


@dataclass(frozen=True)
class Paso:
    """Un renglón de `componentes/paso.html`; `estado`: hecho, actual o pendiente."""

    titulo: str
    estado: str
    detalle: str = ""


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


def camino(expediente: Expediente, ficha: Ficha | None, ahora: datetime) -> list[Paso]:
    """Enviado → En revisión → Con observaciones (si las hay) → Validado → Publicado."""
    pasos = list(_hitos(expediente, ficha, ahora))
    actual = next((n for n, (_, hecho, _) in enumerate(pasos) if not hecho), len(pasos))
    return [
        Paso(titulo, "hecho" if hecho else "actual" if n == actual else "pendiente", detalle)
        for n, (titulo, hecho, detalle) in enumerate(pasos)
    ]


def _hitos(expediente: Expediente, ficha: Ficha | None, ahora: datetime) -> Iterator[tuple[str, bool, str]]:
    """(título, ¿ya pasó?, detalle), en orden; el primero que no ha pasado es el actual."""
    estado = expediente.cuestionario.estado
    envio = expediente.ultimo_envio
    if envio is None:
        yield "Usted llena y envía su información", False, _plazo_de_captura(expediente, ahora)
    else:
        yield "Enviado", True, horas.fecha_y_hora(envio.instante)
    if estado == Estado.OBSERVADO:
        yield "Revisado por el Instituto", True, ""
        yield "Usted corrige lo observado y envía de nuevo", False, _plazo_de_correccion(expediente, ahora)
    if solicitud := expediente.correccion_en_curso:
        plazo = f"Hasta el {horas.plazo(solicitud.vence_en)}" if solicitud.vence_en else ""
        yield "Usted corrige lo que pidió y envía de nuevo", False, plazo
    es_valido = estado == Estado.VALIDADO
    yield "En revisión por el Instituto", es_valido, _plazo_de_revision(expediente)
    validado_en = expediente.cuestionario.validado_en
    yield "Validado", es_valido, horas.fecha_y_hora(validado_en) if validado_en and es_valido else ""
    yield _hito_final(expediente, ficha, ahora)


def _hito_final(expediente: Expediente, ficha: Ficha | None, ahora: datetime) -> tuple[str, bool, str]:
    retirada = retiro(ficha)
    if retirada and expediente.cuestionario.estado == Estado.VALIDADO:
        return "El Instituto retiró de la vista sus respuestas", False, f"El {retirada.fecha}"
    if retirada:
        return "Publicado", False, f"El Instituto retiró de la vista la versión anterior el {retirada.fecha}"
    es_publico = esta_publicada(expediente, ficha) and es_visible(expediente, ficha, ahora)
    return "Publicado", es_publico, _detalle_publicado(expediente, ficha, ahora)


@dataclass(frozen=True)
class Retiro:
    """Cuándo y por qué el Instituto dejó de mostrar lo publicado; el motivo también es público."""

    fecha: str
    motivo: str


def retiro(ficha: Ficha | None) -> Retiro | None:
    """El retiro en vigor, si lo hay."""
    if ficha is None or ficha.estado != Ficha.Estado.RETIRADA or ficha.retirada_en is None:
        return None
    return Retiro(horas.fecha_y_hora(ficha.retirada_en), ficha.motivo_de_retiro)


def _plazo_de_captura(expediente: Expediente, ahora: datetime) -> str:
    limite = expediente.candidatura.plazo_de_captura
    return f"{'Hasta el' if ahora < limite else 'El plazo terminó el'} {horas.plazo(limite)}"


def _plazo_de_correccion(expediente: Expediente, ahora: datetime) -> str:
    limite = correccion_vence(expediente)
    if limite is None:
        return ""
    return f"Hasta el {horas.plazo(limite)}" if ahora < limite else _vencido(limite)


def _vencido(limite: datetime) -> str:
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
    return f"{_vencido(limite)}."


def titulos_sin_cambios(expediente: Expediente) -> list[str]:
    """Las secciones observadas que siguen como se enviaron."""
    return [expediente.definicion.seccion(clave).titulo for clave in expediente.sin_cambios]


def correccion_vence(expediente: Expediente) -> datetime | None:
    """El vencimiento más próximo de lo observado."""
    vencimientos = [o.vence_en for o in expediente.observaciones if o.esta_abierta and o.vence_en]
    return min(vencimientos, default=None)


def _plazo_de_revision(expediente: Expediente) -> str:
    envio = expediente.ultimo_envio
    if envio is None or expediente.cuestionario.estado in (
        Estado.OBSERVADO,
        Estado.EN_CORRECCION,
        Estado.VALIDADO,
    ):
        return ""
    proceso = expediente.candidatura.proceso
    limite = vence(envio.instante, proceso.parametros.dias_validacion, proceso.zona)
    return f"El Instituto responde a más tardar el {horas.plazo(limite)}"


def esta_publicada(expediente: Expediente, ficha: Ficha | None) -> bool:
    """¿Está en la ficha la última versión enviada? Puede que aún no llegue la fecha en que se ve."""
    envio = expediente.ultimo_envio
    return bool(
        envio and ficha and ficha.estado == Ficha.Estado.PUBLICADA and ficha.envio_publicado == envio.numero
    )


def es_visible(expediente: Expediente, ficha: Ficha | None, ahora: datetime) -> bool:
    """¿Puede ya leer sus respuestas cualquier persona, en ésta o en una versión anterior?"""
    desde = _visible_desde(expediente)
    return bool(ficha and ficha.estado == Ficha.Estado.PUBLICADA and desde and desde <= ahora)


def _visible_desde(expediente: Expediente) -> datetime | None:
    candidatura = expediente.candidatura
    return candidatura.proceso.instante("publicacion", candidatura.cargo.clave)


def _detalle_publicado(expediente: Expediente, ficha: Ficha | None, ahora: datetime) -> str:
    if not es_visible(expediente, ficha, ahora):
        desde = _visible_desde(expediente)
        return f"A partir del {horas.fecha_y_hora(desde)}" if desde and desde > ahora else ""
    if ficha and ficha.publicada_en and esta_publicada(expediente, ficha):
        return horas.fecha_y_hora(max(ficha.publicada_en, _visible_desde(expediente) or ficha.publicada_en))
    return "Mientras tanto se sigue viendo la versión anterior"
