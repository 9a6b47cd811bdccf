"""Las cartas que cuentan a la persona qué decidió el Instituto; nunca el texto de una observación. Funciones puras."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from conoceles.comun.horas import con_zona
from conoceles.privacidad.formatos import Situacion
from conoceles.registro.cartas import Texto, con_marco, donde, entrar, pagina, ultimo_minuto
from conoceles.registro.models import Candidatura


def devuelto(candidatura: Candidatura, apartados: Sequence[str], limite: datetime) -> Texto:
    cuantos = "un apartado" if len(apartados) == 1 else f"{len(apartados)} apartados"
    return con_marco(
        candidatura,
        "Su cuestionario tiene observaciones",
        f"El Instituto revisó el cuestionario de su candidatura ({donde(candidatura)}) y le pide corregir "
        f"{cuantos}: {', '.join(apartados)}.",
        f"Tiene hasta el {ultimo_minuto(limite)} para corregir y volver a enviar. Sólo podrá cambiar lo "
        "observado; lo demás queda como lo envió.",
        f"Entre a leer las observaciones y a corregir: {entrar(candidatura)}",
    )


def correccion_resuelta(candidatura: Candidatura, apartados: Sequence[str], limite: datetime | None) -> Texto:
    """Qué se le concede de lo que pidió corregir; `apartados` vacío: nada. La nota se lee al entrar."""
    if not apartados or limite is None:
        return con_marco(
            candidatura,
            "El Instituto no concedió la corrección que pidió",
            f"Pidió corregir la información de su candidatura ({donde(candidatura)}). El Instituto no lo concedió; "
            "al entrar puede leer por qué.",
            f"Sigue en pie la versión validada. {entrar(candidatura)}",
        )
    return con_marco(
        candidatura,
        "Puede corregir lo que pidió",
        f"El Instituto le permite corregir la información de su candidatura ({donde(candidatura)}) en: "
        f"{', '.join(apartados)}.",
        f"Tiene hasta el {ultimo_minuto(limite)} para corregir y enviar. Mientras tanto sigue en pie la versión "
        "validada; si no envía nada a tiempo, así se queda.",
        f"Entre a corregir: {entrar(candidatura)}",
    )


def validado(candidatura: Candidatura, folio: str) -> Texto:
    """`folio`: el del acuse de la validación."""
    return con_marco(
        candidatura,
        "Su cuestionario fue validado",
        f"El Instituto revisó el cuestionario de su candidatura ({donde(candidatura)}) y no tiene "
        "observaciones. No necesita hacer nada más.",
        "Le avisaremos cuando se publique.",
        _constancia(folio),
    )


def reabierto(candidatura: Candidatura) -> Texto:
    return con_marco(
        candidatura,
        "El Instituto revisa otra vez su cuestionario",
        f"El cuestionario de su candidatura ({donde(candidatura)}), que ya estaba validado, volvió a revisión. Si "
        "estaba publicado, sigue a la vista mientras tanto.",
        "No necesita hacer nada por ahora: le escribiremos cuando termine.",
    )


def _constancia(folio: str) -> str:
    comprobar = settings.CONOCELES_SITIO + reverse("consulta:verificar_folio", args=[folio])
    return f"Acuse de la validación: {folio}. Cualquier persona puede comprobarlo en {comprobar}"


def publicado(candidatura: Candidatura, folio: str = "", propio: datetime | None = None) -> Texto:
    """`folio`: el del acuse de la validación, si se validó en el mismo acto y no hubo otra carta.

    `propio`: el instante que se le fijó, si no es el de su cargo.
    """
    desde = propio or candidatura.proceso.instante("publicacion", candidatura.cargo.clave)
    espera = desde is not None and desde > timezone.now()
    return con_marco(
        candidatura,
        "Su información está lista para publicarse" if espera else "Su información está publicada",
        f"La información de su candidatura ({donde(candidatura)}) "
        + (f"se mostrará a partir del {con_zona(desde)}." if espera and desde else "ya puede consultarse."),
        f"Su página: {pagina(candidatura)}",
        _constancia(folio) if folio else "",
    )


def retirado(candidatura: Candidatura, motivo: str, apartado: str = "") -> Texto:
    """`apartado`: su título; vacío si se retiró todo."""
    cosa = f"el apartado «{apartado}»" if apartado else "las respuestas"
    sigue = "Lo demás sigue" if apartado else "Sus datos de registro siguen"
    return con_marco(
        candidatura,
        "Un apartado se retiró de la vista" if apartado else "Sus respuestas se retiraron de la vista",
        f"El Instituto dejó de mostrar {cosa} de su candidatura ({donde(candidatura)}). {sigue} a la vista.",
        f"Motivo, que es público: {motivo}",
        f"Su página: {pagina(candidatura)}",
    )


def restablecido(candidatura: Candidatura, apartados: Sequence[str] = ()) -> Texto:
    """`apartados`: sus títulos; ninguno si vuelve todo."""
    asunto, cosa, como = "Sus respuestas vuelven a mostrarse", "las respuestas", "tal como estaban"
    if len(apartados) == 1:
        asunto, cosa, como = (
            "Un apartado vuelve a mostrarse",
            f"el apartado «{apartados[0]}»",
            "tal como estaba",
        )
    elif apartados:
        nombres = ", ".join(f"«{apartado}»" for apartado in apartados)
        asunto, cosa = f"{len(apartados)} apartados vuelven a mostrarse", f"los apartados {nombres}"
    return con_marco(
        candidatura,
        asunto,
        f"El Instituto volvió a mostrar {cosa} de su candidatura ({donde(candidatura)}), {como}.",
        f"Su página: {pagina(candidatura)}",
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


def formato_recibido(candidatura: Candidatura) -> Texto:
    return con_marco(
        candidatura,
        "Registramos su formato de consentimiento firmado",
        f"Llegó al buzón del Instituto el formato de consentimiento de su candidatura ({donde(candidatura)}) y lo "
        "registramos. La Unidad de Transparencia lo revisará.",
        f"Si usted no lo mandó, avise al Instituto. Su estado se lee al entrar: {_formato(candidatura)}",
    )


def formato_revisado(candidatura: Candidatura, situacion: Situacion, nota: str) -> Texto:
    """`situacion`: una de las que deja una revisión; `nota`: por qué no es válido."""
    asunto, cuerpo = _TRAS_REVISAR[situacion]
    motivo = f"Motivo: {nota}" if situacion is Situacion.NO_VALIDO else ""
    return con_marco(candidatura, asunto, cuerpo, motivo, f"Véalo al entrar: {_formato(candidatura)}")


def _formato(candidatura: Candidatura) -> str:
    return settings.CONOCELES_SITIO + reverse("captura:formato", args=[candidatura.clave])
