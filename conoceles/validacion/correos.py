"""Las cartas que cuentan a la persona qué decidió el Instituto. Funciones puras: devuelven (asunto, cuerpo).

Un buzón puede ser de varias personas: ninguna carta lleva respuestas ni el texto de las observaciones,
sólo qué pasó, qué sigue y dónde verlo al entrar.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from conoceles.comun.horas import con_zona
from conoceles.privacidad.formatos import Situacion
from conoceles.registro.models import Candidatura

Carta = tuple[str, str]


def ultimo_minuto(limite: datetime) -> str:
    """Un límite exclusivo a medianoche se lee mejor como las 23:59 del día que termina."""
    return con_zona(limite - timedelta(minutes=1))


def _carta(candidatura: Candidatura, asunto: str, *parrafos: str) -> Carta:
    instituto = candidatura.proceso.instituto
    saludo = f"{candidatura.persona.nombre_completo}:"
    firma = f"{instituto.nombre}\nCandidatas y Candidatos, Conóceles"
    return asunto, "\n\n".join([saludo, *(p for p in parrafos if p), firma])


def _donde(candidatura: Candidatura) -> str:
    return f"{candidatura.cargo.nombre}, {candidatura.contienda.demarcacion.nombre}"


def _pagina(candidatura: Candidatura) -> str:
    return f"{settings.CONOCELES_SITIO}/candidaturas/{candidatura.clave}/"


def _entrar() -> str:
    return f"{settings.CONOCELES_SITIO}/mi-candidatura/"


def devuelto(candidatura: Candidatura, apartados: Sequence[str], limite: datetime) -> Carta:
    cuantos = "un apartado" if len(apartados) == 1 else f"{len(apartados)} apartados"
    return _carta(
        candidatura,
        "Su cuestionario tiene observaciones",
        f"El Instituto revisó el cuestionario de su candidatura ({_donde(candidatura)}) y le pide corregir "
        f"{cuantos}: {', '.join(apartados)}.",
        f"Tiene hasta el {ultimo_minuto(limite)} para corregir y volver a enviar. Sólo podrá cambiar lo "
        "observado; lo demás queda como lo envió.",
        f"Entre a leer las observaciones y a corregir: {_entrar()}",
    )


def correccion_resuelta(candidatura: Candidatura, apartados: Sequence[str], limite: datetime | None) -> Carta:
    """Qué se le concede de lo que pidió corregir; `apartados` vacío: nada. La nota se lee al entrar."""
    if not apartados or limite is None:
        return _carta(
            candidatura,
            "El Instituto no concedió la corrección que pidió",
            f"Pidió corregir la información de su candidatura ({_donde(candidatura)}). El Instituto no lo concedió; "
            "al entrar puede leer por qué.",
            f"Sigue en pie la versión validada. {_entrar()}",
        )
    return _carta(
        candidatura,
        "Puede corregir lo que pidió",
        f"El Instituto le permite corregir la información de su candidatura ({_donde(candidatura)}) en: "
        f"{', '.join(apartados)}.",
        f"Tiene hasta el {ultimo_minuto(limite)} para corregir y enviar. Mientras tanto sigue en pie la versión "
        "validada; si no envía nada a tiempo, así se queda.",
        f"Entre a corregir: {_entrar()}",
    )


def validado(candidatura: Candidatura, folio: str) -> Carta:
    """`folio`: el del acuse de la validación."""
    return _carta(
        candidatura,
        "Su cuestionario fue validado",
        f"El Instituto revisó el cuestionario de su candidatura ({_donde(candidatura)}) y no tiene "
        "observaciones. No necesita hacer nada más.",
        "Le avisaremos cuando se publique.",
        _constancia(folio),
    )


def _constancia(folio: str) -> str:
    comprobar = settings.CONOCELES_SITIO + reverse("consulta:verificar_folio", args=[folio])
    return f"Acuse de la validación: {folio}. Cualquier persona puede comprobarlo en {comprobar}"


def publicado(candidatura: Candidatura, folio: str = "", propio: datetime | None = None) -> Carta:
    """`folio`: el del acuse de la validación, si se validó en el mismo acto y no hubo otra carta.

    `propio`: el instante que se le fijó, si no es el de su cargo.
    """
    desde = propio or candidatura.proceso.instante("publicacion", candidatura.cargo.clave)
    espera = desde is not None and desde > timezone.now()
    return _carta(
        candidatura,
        "Su información está lista para publicarse" if espera else "Su información está publicada",
        f"La información de su candidatura ({_donde(candidatura)}) "
        + (f"se mostrará a partir del {con_zona(desde)}." if espera and desde else "ya puede consultarse."),
        f"Su página: {_pagina(candidatura)}",
        _constancia(folio) if folio else "",
    )


def retirado(candidatura: Candidatura, motivo: str) -> Carta:
    return _carta(
        candidatura,
        "Sus respuestas se retiraron de la vista",
        f"El Instituto dejó de mostrar las respuestas de su candidatura ({_donde(candidatura)}). "
        "Sus datos de registro siguen a la vista.",
        f"Motivo, que es público: {motivo}",
        f"Su página: {_pagina(candidatura)}",
    )


def restablecido(candidatura: Candidatura) -> Carta:
    return _carta(
        candidatura,
        "Sus respuestas vuelven a mostrarse",
        f"El Instituto volvió a mostrar las respuestas de su candidatura ({_donde(candidatura)}), tal como "
        "estaban.",
        f"Su página: {_pagina(candidatura)}",
    )


# --- El formato de consentimiento firmado: nunca qué se marcó ------------------------------------------------

_TRAS_REVISAR = {
    Situacion.COINCIDE: (
        "Su formato firmado está en orden",
        "La Unidad de Transparencia revisó su formato de consentimiento y coincide con lo que usted decidió en la "
        "pantalla. No necesita hacer nada más.",
    ),
    Situacion.NO_COINCIDE: (
        "Su formato firmado no coincide con lo que decidió en la pantalla",
        "La Unidad de Transparencia revisó su formato de consentimiento y no dice lo mismo que usted decidió en la "
        "pantalla. Mientras no coincidan, ninguna de sus respuestas de identidad se publica. Corrija cualquiera de los "
        "dos: cambie su decisión en la pantalla, o imprima, firme y suba otro formato.",
    ),
    Situacion.NO_VALIDO: (
        "Su formato firmado no es válido",
        "La Unidad de Transparencia revisó su formato de consentimiento y no puede tomarlo en cuenta. Imprima otro, "
        "márquelo, fírmelo y súbalo.",
    ),
    Situacion.SIN_DECISION: (
        "Revisamos su formato firmado; falta su decisión en la pantalla",
        "La Unidad de Transparencia revisó su formato de consentimiento. Falta que conteste en la pantalla las mismas "
        "tres preguntas.",
    ),
}


def formato_recibido(candidatura: Candidatura) -> Carta:
    return _carta(
        candidatura,
        "Registramos su formato de consentimiento firmado",
        f"Llegó al buzón del Instituto el formato de consentimiento de su candidatura ({_donde(candidatura)}) y lo "
        "registramos. La Unidad de Transparencia lo revisará.",
        f"Si usted no lo mandó, avise al Instituto. Su estado se lee al entrar: {_formato(candidatura)}",
    )


def formato_revisado(candidatura: Candidatura, situacion: Situacion, nota: str) -> Carta:
    """`situacion`: una de las que deja una revisión; `nota`: por qué no es válido."""
    asunto, cuerpo = _TRAS_REVISAR[situacion]
    motivo = f"Motivo: {nota}" if situacion is Situacion.NO_VALIDO else ""
    return _carta(candidatura, asunto, cuerpo, motivo, f"Véalo al entrar: {_formato(candidatura)}")


def _formato(candidatura: Candidatura) -> str:
    return settings.CONOCELES_SITIO + reverse("captura:formato", args=[candidatura.clave])
