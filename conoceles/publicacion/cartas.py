"""Las cartas de un movimiento: a quien sale, a quien entra y a quien vuelve. Funciones puras: (asunto, cuerpo).

Un buzón puede ser de varias personas: dicen qué pasó, con qué acuerdo y qué sigue; nunca el motivo ni una respuesta.
"""

from __future__ import annotations

from collections.abc import Collection

from conoceles.comun.horas import con_zona
from conoceles.registro.cartas import Texto, con_marco, donde, pagina, ultimo_minuto
from conoceles.registro.models import Candidatura, Movimiento

from .regresos import LeToca
from .situacion import Situacion


def _carta(candidatura: Candidatura, asunto: str, *parrafos: str) -> Texto:
    correo = candidatura.proceso.instituto.correo
    return con_marco(
        candidatura, asunto, *parrafos, f"Si cree que es un error, escriba a {correo}." if correo else ""
    )


def _fundamento(movimiento: Movimiento) -> str:
    return f"Acuerdo o resolución: {movimiento.acuerdo}." if movimiento.acuerdo else ""


def _pagina(candidatura: Candidatura) -> str:
    return f"Su página: {pagina(candidatura)}"


def salida(movimiento: Movimiento) -> Texto:
    candidatura = movimiento.candidatura
    return _carta(
        candidatura,
        "Su candidatura terminó",
        f"El Instituto registró: {movimiento.get_clase_display().lower()}. Su candidatura ({donde(candidatura)}) "
        f"terminó el {con_zona(movimiento.surte_en)}.",
        _fundamento(movimiento),
        "Ya no puede cambiar ni enviar información, y ninguna de sus respuestas se muestra. Nada de lo que guardó se "
        "borró: al entrar con su cuenta encuentra sus acuses.",
        _pagina(candidatura),
    )


def entrada(movimiento: Movimiento, candidatura: Candidatura) -> Texto:
    """`candidatura`: la de quien entra."""
    return _carta(
        candidatura,
        "Se registró su candidatura",
        f"El Instituto registró su candidatura ({donde(candidatura)}).",
        _fundamento(movimiento),
        f"{_lo_que_toca(LeToca(candidatura.plazo_de_captura))} El Instituto le entregará aparte el acceso a su cuenta; "
        "si lo recibe tarde, su plazo corre desde entonces.",
        _pagina(candidatura),
    )


def regreso(
    movimiento: Movimiento, toca: LeToca | None, publica: Situacion, ocultos: Collection[str]
) -> Texto:
    """`toca`: lo que la espera; sin nada, de plazos no se le habla. `publica`: lo que su página dice ahora, que desde que
    salió pudo cambiar sin que se le escribiera. `ocultos`: los títulos de los apartados que no se muestran."""
    candidatura = movimiento.candidatura
    return _carta(
        candidatura,
        "Se restituyó su candidatura",
        f"El Instituto registró la restitución de su candidatura ({donde(candidatura)}).",
        _fundamento(movimiento),
        "Su cuenta, lo que guardó y lo que envió están como los dejó, y su página pública conserva su dirección.",
        f"Lo que su página dice hoy: «{publica.etiqueta}».",
        f"Apartados que no se muestran: {', '.join(ocultos)}." if ocultos else "",
        _lo_que_toca(toca) if toca else "Por ahora no necesita hacer nada.",
        _pagina(candidatura),
    )


def otra_fecha(candidatura: Candidatura, publica: Situacion) -> Texto:
    """El calendario cambió el día que ya se le había dicho. `publica`: lo que su página dice ahora."""
    cuando = (
        "ya se muestra"
        if publica.es_publicada
        else f"se mostrará a partir del {con_zona(publica.hasta)}"
        if publica.hasta
        else "todavía no tiene fecha para mostrarse"
    )
    return _carta(
        candidatura,
        "Cambió la fecha en que se muestra su información",
        f"El Instituto cambió el calendario. La información de su candidatura ({donde(candidatura)}) {cuando}. Esto "
        "sustituye a cualquier fecha que se le haya dicho antes.",
        _pagina(candidatura),
    )


def _lo_que_toca(toca: LeToca) -> str:
    if toca.es_a_peticion:
        return (
            f"Sigue abierta la corrección que usted pidió: {', '.join(toca.apartados)}. Puede enviarla hasta el "
            f"{ultimo_minuto(toca.hasta)}."
        )
    if toca.apartados:
        return (
            f"El Instituto le había pedido corregir: {', '.join(toca.apartados)}. Puede enviar su corrección hasta el "
            f"{ultimo_minuto(toca.hasta)}."
        )
    return f"Puede responder y enviar su información hasta el {ultimo_minuto(toca.hasta)}."
