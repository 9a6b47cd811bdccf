"""Cuánto lleva cada candidatura, sin decir qué contestó. Con las mismas reglas que ve la propia persona."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from conoceles.calendario.models import Proceso
from conoceles.cuestionarios.definiciones import DEFINICIONES, Definicion, Seccion
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.integridad import (
    EstadoDeSeccion,
    estado_con_faltas,
    faltas_de_seccion,
    secciones_iguales,
)
from conoceles.cuestionarios.models import Cuestionario, Envio, Observacion, Respuesta
from conoceles.privacidad.models import Consentimiento, EnvioDeIdentidad
from conoceles.registro.models import Candidatura


@dataclass(frozen=True)
class Avance:
    """El avance del cuestionario curricular. `pendientes`: rótulos de lo que falta o no cumple, por sección;
    `capturo`: si hay algo guardado."""

    definicion: Definicion
    estados: dict[str, EstadoDeSeccion]
    capturo: bool = False
    pendientes: dict[str, list[str]] = field(default_factory=dict)
    observaciones: list[Observacion] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.estados)

    @property
    def completas(self) -> int:
        return sum(estado is EstadoDeSeccion.COMPLETA for estado in self.estados.values())

    @property
    def vence_correccion(self) -> datetime | None:
        return min((o.vence_en for o in self.observaciones if o.vence_en), default=None)


def de(candidaturas: Collection[Candidatura], proceso: Proceso) -> dict[int, Avance]:
    """El avance de cada una, por su llave, con un número fijo de consultas.

    Las preguntas de identidad no están en estas tablas: aquí no podrían leerse ni por error.
    """
    suyos = {
        cuestionario.candidatura_id: cuestionario
        for cuestionario in Cuestionario.objects.curriculares()
        .filter(candidatura__in=[candidatura.pk for candidatura in candidaturas])
        .prefetch_related(
            Prefetch("respuestas", Respuesta.objects.only("cuestionario_id", "pregunta", "valor")),
            "observaciones",
        )
    }
    enviado = _ultimo_envio(c.pk for c in suyos.values() if c.estado == Estado.OBSERVADO)
    que_rige = DEFINICIONES[proceso.cuestionarios.get("curricular", "curricular-2022")]
    return {
        candidatura.pk: _avance(suyos[candidatura.pk], enviado, proceso)
        if candidatura.pk in suyos
        else _vacio(que_rige)
        for candidatura in candidaturas
    }


def _vacio(definicion: Definicion) -> Avance:
    return Avance(definicion, {seccion.clave: EstadoDeSeccion.INCOMPLETA for seccion in definicion})


def _ultimo_envio(cuestionarios: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Lo último que se envió, por cuestionario: guardar lo observado tal cual no es corregirlo."""
    envios = Envio.objects.filter(cuestionario__in=list(cuestionarios)).order_by("numero")
    return {envio.cuestionario_id: envio.contenido for envio in envios}


def _avance(cuestionario: Cuestionario, enviado: dict[int, dict[str, Any]], proceso: Proceso) -> Avance:
    definicion, respuestas = cuestionario.definicion, cuestionario.respuestas_por_clave()
    abiertas = [o for o in cuestionario.observaciones.all() if o.esta_abierta]
    iguales = secciones_iguales(definicion, enviado.get(cuestionario.pk, {}), respuestas)
    sin_corregir = {o.seccion for o in abiertas} & set(iguales)
    estados: dict[str, EstadoDeSeccion] = {}
    pendientes: dict[str, list[str]] = {}
    for seccion in definicion:
        faltas = faltas_de_seccion(
            definicion, seccion, respuestas, contar_espacios=proceso.parametros.contar_espacios
        )
        estados[seccion.clave] = (
            EstadoDeSeccion.CON_PROBLEMA
            if seccion.clave in sin_corregir
            else estado_con_faltas(seccion, respuestas, faltas)
        )
        if faltas:
            pendientes[seccion.clave] = [_que_falta(seccion, f.pregunta, f.vacia) for f in faltas]
    return Avance(definicion, estados, bool(respuestas), pendientes, abiertas)


def _que_falta(seccion: Seccion, pregunta: str, es_vacia: bool) -> str:
    """Qué falta, nunca qué dice: el mensaje que ve la persona puede nombrar lo que contestó."""
    if es_vacia and seccion.alguna_de and pregunta == seccion.alguna_de[0]:
        return seccion.mensaje_alguna
    etiqueta = next(p.etiqueta for p in seccion.preguntas if p.clave == pregunta)
    return f"{'Falta' if es_vacia else 'Por ajustar'}: {etiqueta}"


def identidad_concluida(candidaturas: Collection[Candidatura]) -> set[int]:
    """Las llaves de quienes ya no tienen nada que hacer en el cuestionario de identidad.

    Quien lo envió y quien no autorizó el tratamiento de sus datos se ven igual: el partido no puede saber
    quién se negó, ni insistirle.
    """
    claves = [candidatura.pk for candidatura in candidaturas]
    enviaron = EnvioDeIdentidad.objects.filter(candidatura__in=claves).values_list("candidatura", flat=True)
    negaron = Consentimiento.objects.filter(candidatura__in=claves, tratamiento=False)
    return {*enviaron, *negaron.values_list("candidatura", flat=True)}
