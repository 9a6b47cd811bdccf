"""Lo que se escribe a quien le corre un plazo: qué falta, hasta cuándo y dónde. Funciones puras."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from conoceles.comun.horas import con_zona
from conoceles.interrupciones.models import Interrupcion
from conoceles.registro.cartas import Texto, con_marco, donde, entrar, ultimo_minuto
from conoceles.registro.models import Candidatura

from .omision import Omision


def _cuando(dias: int) -> str:
    return {0: "hoy", 1: "mañana"}.get(dias, f"en {dias} días")


def recordatorio(candidatura: Candidatura, limite: datetime, dias: int, faltan: Sequence[str]) -> Texto:
    """`dias` que de verdad faltan; `faltan`: los títulos de las secciones incompletas."""
    que_falta = (
        f"Le falta completar: {', '.join(faltan)}."
        if faltan
        else "Ya completó todas las secciones: sólo falta que las revise y las envíe."
    )
    return con_marco(
        candidatura,
        f"Su plazo para responder vence {_cuando(dias)}",
        f"El plazo para enviar la información de su candidatura ({donde(candidatura)}) vence {_cuando(dias)}: "
        f"puede enviarla hasta el {ultimo_minuto(limite)}.",
        que_falta,
        f"Entre a su cuenta para continuar: {entrar(candidatura)}",
        "Si tuvo a tiempo su acceso y el plazo termina sin que responda, su página pública dirá que no respondió.",
        "Si la envía antes, ya no recibirá más recordatorios.",
    )


def recordatorio_de_correccion(
    candidatura: Candidatura, limite: datetime, dias: int, apartados: Sequence[str]
) -> Texto:
    return con_marco(
        candidatura,
        f"Su plazo para corregir vence {_cuando(dias)}",
        f"El Instituto le pidió corregir parte de la información de su candidatura ({donde(candidatura)}): "
        f"{', '.join(apartados)}.",
        f"Puede enviar su corrección hasta el {ultimo_minuto(limite)}.",
        f"Entre a leer las observaciones y a corregir: {entrar(candidatura)}",
    )


def recordatorio_de_lo_pedido(
    candidatura: Candidatura, limite: datetime, dias: int, apartados: Sequence[str]
) -> Texto:
    return con_marco(
        candidatura,
        f"Su plazo para la corrección que pidió vence {_cuando(dias)}",
        f"El Instituto le permitió corregir la información de su candidatura ({donde(candidatura)}) en: "
        f"{', '.join(apartados)}.",
        f"Puede enviar su corrección hasta el {ultimo_minuto(limite)}. Si no la envía a tiempo, se queda la versión que "
        "ya estaba validada.",
        f"Entre a corregir: {entrar(candidatura)}",
    )


def correccion_vencida(candidatura: Candidatura) -> Texto:
    return con_marco(
        candidatura,
        "Terminó el plazo para la corrección que pidió",
        f"El Instituto le había permitido corregir la información de su candidatura ({donde(candidatura)}) y no "
        "recibió su corrección a tiempo. Sigue en pie la versión que ya estaba validada.",
        "Lo que alcanzó a escribir queda apartado treinta días en «Textos que no se usaron», por si quiere "
        f"copiarlo: {entrar(candidatura)}",
    )


def plazo_propio(
    candidatura: Candidatura, limite: datetime, motivo: str, *, antes: datetime | None = None
) -> Texto:
    """`antes`: el que le corría todavía, para decir si éste termina primero."""
    if antes and limite < antes:
        asunto = "El Instituto acortó el plazo de su candidatura"
        que_cambio = (
            f"Podía enviar la información de su candidatura ({donde(candidatura)}) hasta el {ultimo_minuto(antes)}; "
            f"ahora, sólo hasta el {ultimo_minuto(limite)}."
        )
    else:
        asunto = "El Instituto fijó un nuevo plazo para su candidatura"
        que_cambio = (
            f"Ahora puede enviar la información de su candidatura ({donde(candidatura)}) hasta el "
            f"{ultimo_minuto(limite)}."
        )
    return con_marco(
        candidatura,
        asunto,
        que_cambio,
        f"Motivo: {motivo}",
        f"Entre a su cuenta para continuar: {entrar(candidatura)}",
    )


def plazo_ampliado(candidatura: Candidatura, limite: datetime, *, antes: datetime) -> Texto:
    """El calendario del proceso cambió, y con él el plazo que ya se le había dicho."""
    return con_marco(
        candidatura,
        "Se amplió el plazo de su candidatura",
        f"El Instituto cambió el calendario. El plazo para enviar la información de su candidatura ({donde(candidatura)}) "
        f"era hasta el {ultimo_minuto(antes)}; ahora puede enviarla hasta el {ultimo_minuto(limite)}. Esto sustituye a "
        "cualquier fecha que se le haya dicho antes.",
        f"Entre a su cuenta para continuar: {entrar(candidatura)}",
    )


def plazo_desde_su_acceso(candidatura: Candidatura, limite: datetime) -> Texto:
    """Recibió su acceso vencido el plazo, o cuando ya no le alcanzaba."""
    return con_marco(
        candidatura,
        "Su plazo corre desde que recibió su acceso",
        "Usted recibió el acceso a su cuenta cuando el plazo para responder ya había terminado o estaba por terminar. "
        "Por eso tiene un plazo propio: puede enviar la información de su candidatura "
        f"({donde(candidatura)}) hasta el {ultimo_minuto(limite)}. No necesita pedirlo.",
        f"Entre a su cuenta para continuar: {entrar(candidatura)}",
    )


def lo_devuelto(candidatura: Candidatura, limite: datetime, interrupcion: Interrupcion) -> Texto:
    """El servicio faltó al final de su plazo para responder."""
    return con_marco(
        candidatura,
        "Su plazo se amplió: el sistema estuvo interrumpido",
        _que_falto(interrupcion),
        f"Ese tiempo se le devuelve. Ahora puede enviar la información de su candidatura ({donde(candidatura)}) "
        f"hasta el {ultimo_minuto(limite)}. No necesita pedirlo.",
        f"Entre a su cuenta para continuar: {entrar(candidatura)}",
    )


def llego_a_tiempo(
    candidatura: Candidatura, folio: str, instante: datetime, interrupcion: Interrupcion
) -> Texto:
    """Envió tarde, y después se anotó que el servicio había faltado. No dice cuál de los cuestionarios."""
    return con_marco(
        candidatura,
        "Su envío se reconoce a tiempo: el sistema estuvo interrumpido",
        _que_falto(interrupcion),
        f"Con el tiempo que se devuelve, lo que envió el {con_zona(instante)} ({donde(candidatura)}; acuse "
        f"{folio}) llegó dentro de su plazo. Su acuse es el mismo, y ya dice que se reconoció a tiempo: "
        f"{entrar(candidatura)}acuse/{folio}/",
        "No necesita hacer nada.",
    )


def llego_a_tiempo_con_su_acceso(candidatura: Candidatura, folio: str, instante: datetime) -> Texto:
    """Envió tarde, y después constó que su acceso se le había entregado otro día. No dice cuál de los cuestionarios."""
    return con_marco(
        candidatura,
        "Su envío se reconoce a tiempo: su acceso se le entregó después",
        "El Instituto había registrado por error la entrega de su acceso, y la anuló.",
        f"Con los días que le tocan desde que de verdad lo recibió, lo que envió el {con_zona(instante)} "
        f"({donde(candidatura)}; acuse {folio}) llegó dentro de su plazo. Su acuse es el mismo, y ya dice que se "
        f"reconoció a tiempo: {entrar(candidatura)}acuse/{folio}/",
        "No necesita hacer nada.",
    )


def lo_devuelto_para_corregir(
    candidatura: Candidatura, limite: datetime, interrupcion: Interrupcion
) -> Texto:
    """El servicio faltó al final de su plazo para corregir."""
    return con_marco(
        candidatura,
        "Su plazo para corregir se amplió: el sistema estuvo interrumpido",
        _que_falto(interrupcion),
        f"Ese tiempo se le devuelve. Ahora puede enviar su corrección ({donde(candidatura)}) hasta el "
        f"{ultimo_minuto(limite)}. No necesita pedirlo.",
        f"Entre a su cuenta para continuar: {entrar(candidatura)}",
    )


def _que_falto(interrupcion: Interrupcion) -> str:
    return (
        f"El sistema estuvo interrumpido del {con_zona(interrupcion.desde)} al {con_zona(interrupcion.hasta)}, dentro "
        f"de las últimas 24 horas de su plazo. Toda interrupción consta en {settings.CONOCELES_SITIO}/interrupciones/"
    )


def texto_del_requerimiento(
    candidatura: Candidatura, *, omision: Omision, limite: datetime, vence_en: datetime
) -> str:
    """El cuerpo formal, el mismo en pantalla, impreso y en la huella del acuse."""
    contexto = {
        "candidatura": candidatura,
        "donde": donde(candidatura),
        "es_parcial": omision == Omision.PARCIAL,
        "limite": ultimo_minuto(limite),
        "vence": ultimo_minuto(vence_en),
        "proceso": candidatura.proceso,
    }
    return render_to_string("seguimiento/requerimiento.txt", contexto).strip()


def requerimiento(candidatura: Candidatura, folio: str, texto: str, vence_en: datetime) -> Texto:
    return con_marco(
        candidatura,
        f"Requerimiento {folio}: responda a más tardar el {ultimo_minuto(vence_en)}"[:200],
        f"Folio {folio}",
        texto,
        "Entre a su cuenta, confirme que recibió este requerimiento y envíe su información: "
        f"{entrar(candidatura)}",
    )
