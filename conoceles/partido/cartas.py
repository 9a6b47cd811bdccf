"""Lo que se escribe a nombre de un partido. Funciones puras.

Las manda el Instituto desde su buzón, pero dicen quién las pidió; no llevan texto libre del partido, para que
nadie use el sistema para hacer llegar otra cosa.
"""

from __future__ import annotations

from datetime import datetime

from conoceles.cuestionarios.integridad import EstadoDeSeccion
from conoceles.registro.cartas import Texto, con_marco, donde, entrar, ultimo_minuto
from conoceles.registro.models import ActorPolitico, Candidatura

from .avance import Avance


def recordatorio(
    candidatura: Candidatura, actor: ActorPolitico, suyo: Avance, ahora: datetime, *, es_omisa: bool
) -> Texto:
    """Qué le toca y hasta cuándo, a petición de su partido. `es_omisa`: dejó pasar su plazo teniendo su acceso."""
    quien = f"A petición de la representación de {actor.nombre}, le recordamos que"
    if suyo.observaciones:
        titulos = dict.fromkeys(suyo.definicion.seccion(o.seccion).titulo for o in suyo.observaciones)
        que = f"{quien} el Instituto le pidió corregir: {', '.join(titulos)}."
        return con_marco(
            candidatura,
            f"{actor.siglas} le recuerda corregir lo que observó el Instituto",
            que,
            _hasta(suyo.vence_correccion, ahora, es_tarde=True),
            f"Entre a su cuenta: {entrar(candidatura)}",
        )
    faltan = [s.titulo for s in suyo.definicion if suyo.estados[s.clave] is not EstadoDeSeccion.COMPLETA]
    return con_marco(
        candidatura,
        f"{actor.siglas} le recuerda enviar su información",
        f"{quien} falta enviar la información de su candidatura ({donde(candidatura)}).",
        _hasta(candidatura.plazo_de_captura, ahora, es_tarde=es_omisa),
        f"Le falta completar: {', '.join(faltan)}."
        if faltan
        else "Ya completó todas las secciones: sólo falta que las revise y las envíe.",
        f"Entre a su cuenta: {entrar(candidatura)}",
        "Su partido no ve lo que usted contesta, sólo cuánto lleva.",
    )


def _hasta(limite: datetime | None, ahora: datetime, *, es_tarde: bool) -> str:
    if limite is None:
        return ""
    if ahora < limite:
        return f"Puede hacerlo hasta el {ultimo_minuto(limite)}."
    if es_tarde:
        return (
            f"El plazo venció el {ultimo_minuto(limite)}; todavía puede enviarla y se dirá que llegó después."
        )
    return "Todavía puede enviarla a tiempo: al entrar se le dice hasta cuándo."


def propuesta(candidatura: Candidatura, actor: ActorPolitico, cuantos: int) -> Texto:
    """Que hay textos por revisar; nunca el texto: el buzón puede ser de varias personas."""
    que = "un texto" if cuantos == 1 else f"{cuantos} textos"
    return con_marco(
        candidatura,
        f"{actor.siglas} le propone {que} para su cuestionario",
        f"La representación de {actor.nombre} propuso {que} para el cuestionario de su candidatura "
        f"({donde(candidatura)}).",
        "Ninguno se usa si usted no lo decide: léalos, corríjalos o descártelos.",
        f"Entre a su cuenta: {entrar(candidatura)}",
    )
