"""El camino del trámite: por dónde va lo que envió y qué sigue, paso por paso."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from conoceles.calendario.plazos import vence
from conoceles.comun import horas
from conoceles.cuestionarios.estados import Estado
from conoceles.publicacion.situacion import EN_PLAZO

from .en_publico import EnPublico, desde_cuando, retiro
from .expediente import Expediente
from .panorama import correccion_vence, vencido


@dataclass(frozen=True)
class Paso:
    """Un renglón de `componentes/paso.html`; `estado`: hecho, actual o pendiente."""

    titulo: str
    estado: str
    detalle: str = ""


def camino(expediente: Expediente, publico: EnPublico, ahora: datetime) -> list[Paso]:
    """Enviado → En revisión → Con observaciones (si las hay) → Validado → Publicado."""
    pasos = list(_hitos(expediente, publico, ahora))
    actual = next((n for n, (_, hecho, _) in enumerate(pasos) if not hecho), len(pasos))
    return [
        Paso(titulo, "hecho" if hecho else "actual" if n == actual else "pendiente", detalle)
        for n, (titulo, hecho, detalle) in enumerate(pasos)
    ]


def _hitos(expediente: Expediente, publico: EnPublico, ahora: datetime) -> Iterator[tuple[str, bool, str]]:
    """(título, ¿ya pasó?, detalle), en orden; el primero que no ha pasado es el actual."""
    estado = expediente.cuestionario.estado
    envio = expediente.ultimo_envio
    if envio is None:
        yield "Usted llena y envía su información", False, _plazo_de_captura(expediente, publico, ahora)
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
    yield _hito_final(expediente, publico, ahora)


def _hito_final(expediente: Expediente, publico: EnPublico, ahora: datetime) -> tuple[str, bool, str]:
    retirada = retiro(publico)
    if retirada and expediente.cuestionario.estado == Estado.VALIDADO:
        return "El Instituto retiró de la vista sus respuestas", False, f"El {retirada.fecha}"
    if retirada:
        return "Publicado", False, f"El Instituto retiró de la vista la versión anterior el {retirada.fecha}"
    es_este = publico.lleva(expediente.ultimo_envio.numero if expediente.ultimo_envio else None)
    return "Publicado", es_este and publico.es_visible, _detalle_publicado(publico, ahora, es_este=es_este)


def _detalle_publicado(publico: EnPublico, ahora: datetime, *, es_este: bool) -> str:
    """`es_este`: lo publicado es lo último que envió."""
    desde = publico.visible_desde
    if publico.es_visible and es_este and publico.ficha and publico.ficha.publicada_en:
        return horas.fecha_y_hora(max(publico.ficha.publicada_en, desde or publico.ficha.publicada_en))
    if publico.es_visible:
        return "Mientras tanto se sigue viendo la versión anterior"
    if publico.esta_publicada:
        return desde_cuando(publico)
    return f"A partir del {horas.fecha_y_hora(desde)}" if desde and desde > ahora else ""


def _plazo_de_captura(expediente: Expediente, publico: EnPublico, ahora: datetime) -> str:
    limite = expediente.candidatura.plazo_de_captura
    if ahora >= limite and publico.situacion and publico.situacion.clave == EN_PLAZO:
        return "El servicio se interrumpió al final de su plazo: se está recorriendo"
    return f"{'Hasta el' if ahora < limite else 'El plazo terminó el'} {horas.plazo(limite)}"


def _plazo_de_correccion(expediente: Expediente, ahora: datetime) -> str:
    limite = correccion_vence(expediente)
    if limite is None:
        return ""
    return f"Hasta el {horas.plazo(limite)}" if ahora < limite else vencido(limite)


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
