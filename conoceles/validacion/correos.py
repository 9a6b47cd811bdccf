"""Las cartas que cuentan a la persona qué decidió el Instituto; nunca el texto de una observación. Funciones puras."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from conoceles.comun.horas import con_zona
from conoceles.privacidad.formatos import Situacion
from conoceles.publicacion.situacion import Situacion as Publica
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


def correccion_resuelta(
    candidatura: Candidatura, apartados: Sequence[str], limite: datetime | None, *, es_privado: bool = False
) -> Texto:
    """Qué se le concede de lo que pidió corregir; `apartados` vacío: nada. La nota se lee al entrar.

    `es_privado`: lo concedido deja de mostrarse mientras corrige.
    """
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
        *([_POR_PRIVACIDAD] if es_privado else []),
        f"Entre a corregir: {entrar(candidatura)}",
    )


_POR_PRIVACIDAD = (
    "Por contener un dato personal o que la pone en riesgo, lo que corregirá ya no se muestra en su página. Cuando se "
    "publique su corrección, la historia de su página dirá que cambió, no qué decía."
)


def correccion_detenida(candidatura: Candidatura) -> Texto:
    """Otra persona del Instituto no dio el visto bueno: se revisa de nuevo antes de publicarse."""
    return con_marco(
        candidatura,
        "Su corrección aún no se publica",
        f"El Instituto decidió no publicar por ahora la corrección de su candidatura ({donde(candidatura)}) y la "
        "revisará otra vez. Eso no cambia lo que se muestra en su página.",
        "No necesita hacer nada: le escribiremos cuando se publique o si hay algo que corregir.",
        f"Su página: {pagina(candidatura)}",
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
        f"El cuestionario de su candidatura ({donde(candidatura)}), que ya estaba validado, volvió a "
        "revisión. Eso no cambia lo que se muestra en su página.",
        "No necesita hacer nada por ahora: le escribiremos cuando termine.",
        f"Su página: {pagina(candidatura)}",
    )


def _constancia(folio: str) -> str:
    comprobar = settings.CONOCELES_SITIO + reverse("consulta:verificar_folio", args=[folio])
    return f"Acuse de la validación: {folio}. Cualquier persona puede comprobarlo en {comprobar}"


# --- Lo que se muestra: `publica` es lo que su página dice ya, después del acto (`publicacion.dicho`) -----------


def publicado(
    candidatura: Candidatura, publica: Publica, folio: str = "", ocultos: Sequence[str] = ()
) -> Texto:
    """`folio`: el del acuse de la validación, si se validó en el mismo acto y no hubo otra carta.

    `ocultos`: los títulos de los apartados que siguen sin mostrarse.
    """
    return con_marco(
        candidatura,
        "Su información está publicada"
        if publica.es_publicada
        else "Su información está lista para publicarse",
        f"La información de su candidatura ({donde(candidatura)}) {_desde_cuando(publica)}.",
        f"Sigue sin mostrarse: {_entre_comillas(ocultos)}." if ocultos else "",
        f"Su página: {pagina(candidatura)}",
        _constancia(folio) if folio else "",
    )


def programado(candidatura: Candidatura, publica: Publica) -> Texto:
    """Cambió desde cuándo se muestra lo que ya está listo."""
    return con_marco(
        candidatura,
        "Cambió la fecha en que se muestra su información",
        f"La información de su candidatura ({donde(candidatura)}) {_desde_cuando(publica)}. Es la fecha que vale: "
        "sustituye a cualquiera que se le haya dicho antes.",
        f"Su página: {pagina(candidatura)}",
    )


def _desde_cuando(publica: Publica) -> str:
    """Con las mismas razones que la página pública: sin fecha fijada no se muestra nada."""
    if publica.es_publicada:
        return "ya puede consultarse"
    if publica.hasta:
        return f"se mostrará a partir del {con_zona(publica.hasta)}"
    return "está lista; el Instituto aún no fija desde cuándo se mostrará"


def retirado(
    candidatura: Candidatura, motivo: str, publica: Publica, apartado: str = "", *, queda_algo: bool = False
) -> Texto:
    """`apartado`: su título; vacío si se retiró todo. `queda_algo`: véase `publicacion.pausas`."""
    cosa = f"el apartado «{apartado}»" if apartado else "las respuestas"
    if not apartado:
        asunto = "Sus respuestas se retiraron de la vista"
    elif publica.es_publicada:
        asunto = "Un apartado se retiró de la vista"
    else:
        asunto = "Un apartado no se mostrará"
    lo_demas = "sigue a la vista" if publica.es_publicada else _desde_cuando(publica)
    queda = f"Lo demás {lo_demas}" if queda_algo else "Sus datos de registro siguen a la vista"
    return con_marco(
        candidatura,
        asunto,
        f"El Instituto decidió no mostrar {cosa} de su candidatura ({donde(candidatura)}). {queda}.",
        f"Motivo, que es público: {motivo}",
        f"Su página: {pagina(candidatura)}",
    )


def restablecido(
    candidatura: Candidatura, publica: Publica, apartado: str = "", ocultos: Sequence[str] = ()
) -> Texto:
    """`apartado`: su título; vacío si vuelve todo, salvo los `ocultos`, que siguen sin mostrarse."""
    que = "Un apartado vuelve" if apartado else "Sus respuestas vuelven"
    cosa = f"el apartado «{apartado}»" if apartado else "las respuestas"
    de_donde = f"{cosa} de su candidatura ({donde(candidatura)})"
    if publica.es_publicada:
        asunto, hizo = f"{que} a mostrarse", f"volvió a mostrar {de_donde}, sin cambios"
    else:
        asunto = f"{que} a estar entre lo que se mostrará"
        hizo = f"decidió que sí mostrará {de_donde}. Su información {_desde_cuando(publica)}"
    return con_marco(
        candidatura,
        asunto,
        f"El Instituto {hizo}.",
        f"Sigue sin mostrarse: {_entre_comillas(ocultos)}." if ocultos else "",
        f"Su página: {pagina(candidatura)}",
    )


def suprimido(candidatura: Candidatura, motivo: str, apartado: str = "", *, con_lo_actual: bool) -> Texto:
    """`apartado`: su título; vacío si es de todas sus respuestas."""
    cosa = f"del apartado «{apartado}»" if apartado else "de sus respuestas"
    queda = (
        "Ya no se muestra, y así como estaba no volverá a publicarse. Puede pedir corregirlo."
        if con_lo_actual
        else "Lo que hoy se muestra no cambia."
    )
    return con_marco(
        candidatura,
        "Se borró información publicada de su candidatura",
        f"El Instituto borró lo que se había publicado {cosa} de su candidatura ({donde(candidatura)}) y ya no debía "
        f"leerse. La historia de su página dice que se borró y por qué, no qué decía. {queda}",
        f"Motivo, que es público: {motivo}",
        "Lo que usted envió y sus acuses no cambian.",
        f"Su página: {pagina(candidatura)}",
    )


def _entre_comillas(titulos: Sequence[str]) -> str:
    return ", ".join(f"«{titulo}»" for titulo in titulos)


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
