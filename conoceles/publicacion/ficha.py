"""La ficha de una candidatura, lista para dibujarse: la misma en la página pública y en la vista previa.

Aquí, quién es, a qué se postula y con quién; lo que respondió, en `bloques`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from conoceles.comun import lenguas
from conoceles.comun.lenguas import original

from .bloques import Bloque, bloques
from .completitud import completitud, frase
from .rotulos import rotulo
from .situacion import Situacion, frase_de_pausa

SEXOS = {
    "mujer": gettext_noop("Mujer"),
    "hombre": gettext_noop("Hombre"),
    "no_binario": gettext_noop("No binario"),
}
ALIANZAS = ("coalicion", "candidatura_comun")
CALIDADES = {"propietaria": gettext_noop("Propietaria"), "suplente": gettext_noop("Suplente")}
_CONSECUTIVA = {
    True: gettext_noop("Busca la elección consecutiva"),
    False: gettext_noop("No busca la elección consecutiva"),
}

UrlFoto = Callable[[str, str], str]


@dataclass(frozen=True)
class Foto:
    """Direcciones de los tamaños del retrato (4:5) y su texto alternativo."""

    jpg: str
    webp: str
    webp_grande: str
    alt: str


@dataclass(frozen=True)
class FichaVista:
    """Todo lo que dibuja `publicacion/ficha.html`. Sólo una publicada tiene bloques.

    `nota_de_foto`: por qué no se muestra, si el Instituto la retiró de lo que ya se ve. `completitud`: cuánto
    respondió; vacía si no está publicada o si lo que se mira ya no es todo público.
    """

    clave: str
    nombre: str
    mote: str
    cargo: str
    demarcacion: str
    actor: str
    miembros: tuple[str, ...]
    colores: tuple[str, ...]
    generales: tuple[str, ...]
    foto: Foto | None
    nota_de_foto: str
    situacion: Situacion
    completitud: str
    bloques: tuple[Bloque, ...]


def armar(
    documento: Mapping[str, Any],
    situacion: Situacion,
    *,
    url_foto: UrlFoto,
    con_entidad: bool,
    acciones: Mapping[str, str] | None = None,
    identidad: Mapping[str, Any] | None = None,
    ocultas: Mapping[str, str] | None = None,
) -> FichaVista:
    """La ficha de un documento público (o del que se previsualiza).

    `url_foto(huella, nombre)` da la dirección de un tamaño («320.jpg»). `con_entidad`: si el proceso abarca
    varias. `acciones`: nombre de cada acción afirmativa del proceso. `identidad`: las respuestas de identidad que
    se publican; haya o no, el bloque se dibuja igual. Las respuestas sólo se dibujan si la situación es «Publicada».
    `ocultas`: sección → por qué no se muestra lo que respondió en ella; se lee en lugar de sus respuestas.
    """
    actor, es_lo_vigente = documento["actor"], ocultas is None
    ocultas = {**_pausadas(documento), **(ocultas or {})}
    return FichaVista(
        clave=documento["clave"],
        nombre=documento["persona"]["nombre"],
        mote=documento["persona"]["mote"],
        cargo=documento["cargo"]["nombre"],
        demarcacion=demarcacion(documento["demarcacion"], con_entidad=con_entidad),
        actor=actor["nombre"],
        miembros=tuple(miembro["nombre"] for miembro in actor["miembros"]),
        colores=colores(actor),
        generales=tuple(_generales(documento, acciones or {})),
        foto=_foto(documento, url_foto) if situacion.es_publicada else None,
        nota_de_foto=_nota_de_foto(ocultas) if situacion.es_publicada else "",
        situacion=situacion,
        completitud=frase(completitud(documento)) if situacion.es_publicada and es_lo_vigente else "",
        bloques=tuple(bloques(documento, identidad or {}, ocultas)) if situacion.es_publicada else (),
    )


def demarcacion(datos: Mapping[str, Any], *, con_entidad: bool) -> str:
    """«Distrito 10, Morelia Noroeste», «Pátzcuaro»; en un proceso de varias entidades, con la suya."""
    nombre = datos["nombre"]
    if datos["tipo"] == "distrito":
        nombre = f"Distrito {datos['clave'].lstrip('0') or datos['clave']}, {nombre}"
    return f"{nombre} ({datos['entidad']})" if con_entidad and datos["entidad"] else nombre


def colores(actor: Mapping[str, Any]) -> tuple[str, ...]:
    """Un color por miembro; el propio si no es una alianza."""
    return tuple(miembro["color"] for miembro in actor["miembros"]) or (actor["color"],)


def lugar(documento: Mapping[str, Any]) -> str:
    """«Lugar 3 de la lista»: sólo donde el número dice algo a quien vota."""
    unidad, numero = documento["cargo"]["unidad"], documento["numero"]
    if unidad == "lista":
        return gettext("Lugar %(numero)s de la lista") % {"numero": numero}
    if unidad == "planilla" and numero > 1:
        return gettext("Fórmula %(numero)s de la planilla") % {"numero": numero}
    return ""


def _generales(documento: Mapping[str, Any], acciones: Mapping[str, str]) -> Iterator[str]:
    """Los datos del registro, cada uno una frase que se entiende sola; lo desconocido no se dibuja."""
    persona, origen = documento["persona"], _origen(documento)
    grupos = ", ".join(acciones.get(clave, clave) for clave in documento["acciones_afirmativas"])
    frases = (
        rotulo(CALIDADES[documento["calidad"]]) if documento["cargo"]["con_suplente"] else "",
        lugar(documento),
        gettext("%(edad)s años") % persona if persona["edad"] else "",
        rotulo(SEXOS.get(persona["sexo"], "")),
        lenguas.frase(gettext("Partido de origen: %(partido)s"), partido=original(origen["nombre"]))
        if origen
        else "",
        rotulo(_CONSECUTIVA.get(documento["eleccion_consecutiva"], "")),
        lenguas.frase(gettext("Acción afirmativa: %(grupos)s"), grupos=original(grupos)) if grupos else "",
    )
    return (frase for frase in frases if frase)


def _origen(documento: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """El partido del que viene, sólo donde dice algo: en una alianza. En un partido es el mismo que postula."""
    return documento["partido_de_origen"] if documento["actor"]["tipo"] in ALIANZAS else None


def _foto(documento: Mapping[str, Any], url_foto: UrlFoto) -> Foto | None:
    huella = documento["respuestas"].get("foto")
    if not huella:
        return None
    alt = gettext("Fotografía de %(nombre)s, candidatura a %(cargo)s") % {
        "nombre": documento["persona"]["nombre"],
        "cargo": documento["cargo"]["nombre"],
    }
    return Foto(
        jpg=url_foto(huella, "320.jpg"),
        webp=url_foto(huella, "320.webp"),
        webp_grande=url_foto(huella, "640.webp"),
        alt=alt,
    )


def _nota_de_foto(ocultas: Mapping[str, str]) -> str:
    """Por qué no se muestra; vacía si nadie la quitó."""
    return (
        lenguas.frase(gettext("Fotografía: %(motivo)s"), motivo=ocultas["foto"]) if "foto" in ocultas else ""
    )


def _pausadas(documento: Mapping[str, Any]) -> dict[str, str]:
    """Sección → por qué no se muestra. Los documentos de antes de que hubiera pausas no las traen."""
    return {seccion: frase_de_pausa(pausa) for seccion, pausa in documento.get("pausas", {}).items()}
