"""La ficha de una candidatura, lista para dibujarse: la misma en la página pública y en la vista previa.

Las secciones y sus rótulos salen de la definición del cuestionario; aquí sólo se decide en qué orden se
leen (primero las propuestas) y qué se dice donde no hay nada.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext, gettext_noop

from conoceles.comun import lenguas
from conoceles.comun.lenguas import original
from conoceles.cuestionarios.definiciones import DEFINICIONES, Clase, Definicion, Pregunta, Seccion, Tipo

from .completitud import DEFINICION_POR_OMISION, completitud, frase
from .rotulos import dice_nombres, rotulo
from .situacion import Situacion, es_historico, frase_de_pausa

# En español; se traducen al decirse.
SIN_RESPUESTA = gettext_noop("La candidatura no respondió esta pregunta")
NO_PROPORCIONO = gettext_noop("No proporcionó")
NO_APLICA = gettext_noop("No aplica")
# Una sola frase para quien no quiso, no contestó, no envió o no autorizó: negarse no puede deducirse de lo público.
SIN_AUTORIZAR = gettext_noop("No autorizó su publicación o prefirió no contestar")
NOTA_DE_IDENTIDAD = gettext_noop(
    "Lo dice la propia persona. Identificarse con un grupo no es lo mismo que haberse registrado por acción "
    "afirmativa: eso lo dice el registro. Lo que no se publica se dice siempre con la misma frase, también de quien no "
    "ha respondido o espera que el Instituto revise su permiso: de ella no se deduce una negativa."
)

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

# Bloque → secciones que junta. Una sección que no aparezca va al final, sola y con su título.
_ORDEN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("propuestas", gettext_noop("Propuestas"), ("propuesta-1", "propuesta-2", "propuesta-genero")),
    ("historia", "", ("historia",)),
    ("trayectoria", "", ("trayectoria",)),
    ("motivo", "", ("motivo",)),
    ("estudios", "", ("estudios",)),
    ("contacto", "", ("contacto",)),
)

UrlFoto = Callable[[str, str], str]


@dataclass(frozen=True)
class Foto:
    """Direcciones de los tamaños del retrato (4:5) y su texto alternativo."""

    jpg: str
    webp: str
    webp_grande: str
    alt: str


@dataclass(frozen=True)
class Dato:
    """Una respuesta. `titulo` encabeza un texto largo cuando su bloque junta varios; `tema` lo acompaña.

    Sólo uno tiene contenido: `texto` (con `url` si es un enlace), `renglones` o `vacio`. `es_original`: es lo que la
    persona escribió, o un nombre propio; no se traduce.
    """

    etiqueta: str
    titulo: str = ""
    texto: str = ""
    url: str = ""
    renglones: tuple[str, ...] = ()
    vacio: str = ""
    es_largo: bool = False
    tema: str = ""
    es_original: bool = False


@dataclass(frozen=True)
class Bloque:
    """Una parte de la ficha con su título. `vacio` dice por qué no hay nada que leer; `nota`, cómo leerla."""

    clave: str
    titulo: str
    datos: tuple[Dato, ...] = ()
    vacio: str = ""
    nota: str = ""

    @property
    def largos(self) -> list[Dato]:
        return [dato for dato in self.datos if dato.es_largo]

    @property
    def cortos(self) -> list[Dato]:
        return [dato for dato in self.datos if not dato.es_largo]


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
        bloques=tuple(_bloques(documento, identidad or {}, ocultas)) if situacion.es_publicada else (),
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


# --- Las secciones ---------------------------------------------------------------------------------


def _bloques(
    documento: Mapping[str, Any], identidad: Mapping[str, Any], ocultas: Mapping[str, str]
) -> Iterator[Bloque]:
    definicion = DEFINICIONES[documento["cuestionario"]["definicion"] or DEFINICION_POR_OMISION]
    sin_respuesta = gettext(NO_PROPORCIONO if es_historico(documento) else SIN_RESPUESTA)
    for clave, titulo, secciones in _agrupadas(definicion):
        datos = tuple(
            dato
            for seccion in secciones
            for dato in _de_la_seccion(
                seccion,
                documento["respuestas"],
                sin_respuesta,
                ocultas.get(seccion.clave, ""),
                len(secciones) == 1,
            )
        )
        yield Bloque(clave, titulo, datos, vacio="" if datos else sin_respuesta)
    if rige := documento.get("identidad"):
        yield bloque_de_identidad(DEFINICIONES[rige], identidad, documento["persona"]["edad"])


def _pausadas(documento: Mapping[str, Any]) -> dict[str, str]:
    """Sección → por qué no se muestra. Los documentos de antes de que hubiera pausas no las traen."""
    return {seccion: frase_de_pausa(pausa) for seccion, pausa in documento.get("pausas", {}).items()}


def _agrupadas(definicion: Definicion) -> Iterator[tuple[str, str, list[Seccion]]]:
    """Los bloques en orden de lectura; la fotografía va en el encabezado."""
    pendientes = {seccion.clave: seccion for seccion in definicion if not _es_foto(seccion)}
    for clave, titulo, claves in _ORDEN:
        secciones = [pendientes.pop(c) for c in claves if c in pendientes]
        if secciones:
            yield clave, rotulo(titulo or secciones[0].titulo), secciones
    for seccion in pendientes.values():
        yield seccion.clave, rotulo(seccion.titulo), [seccion]


def _es_foto(seccion: Seccion) -> bool:
    return all(pregunta.tipo is Tipo.FOTO for pregunta in seccion.preguntas)


def _de_la_seccion(
    seccion: Seccion, respuestas: Mapping[str, Any], sin_respuesta: str, oculta: str, solo: bool
) -> Iterator[Dato]:
    """Lo que se lee de ella; de una oculta, sólo por qué: ni siquiera qué preguntas contestó."""
    if oculta:
        titulo = rotulo(seccion.titulo)
        yield Dato(titulo, "" if solo else titulo, vacio=oculta, es_largo=True)
    else:
        yield from _datos(seccion, respuestas, sin_respuesta, solo=solo)


def _datos(
    seccion: Seccion, respuestas: Mapping[str, Any], sin_respuesta: str, *, solo: bool
) -> Iterator[Dato]:
    """Donde basta contestar alguna (contacto) sólo se dibujan las contestadas."""
    for pregunta in seccion.preguntas:
        valor = respuestas.get(pregunta.clave)
        if pregunta.clase is not Clase.PUBLICA or pregunta.tema_de:
            continue
        titulo, etiqueta = "" if solo else rotulo(seccion.titulo), rotulo(pregunta.etiqueta)
        if not pregunta.aplica(respuestas):
            yield Dato(etiqueta, titulo, vacio=gettext(NO_APLICA))
        elif valor:
            dato, tema = _dato(pregunta, valor, titulo), _tema(seccion, pregunta, respuestas)
            yield replace(dato, tema=tema) if tema else dato
        elif not seccion.alguna_de:
            yield Dato(etiqueta, titulo, vacio=sin_respuesta, es_largo=pregunta.tipo is Tipo.TEXTO_LARGO)


def _tema(seccion: Seccion, pregunta: Pregunta, respuestas: Mapping[str, Any]) -> str:
    """El que la persona eligió para su propuesta; sin él no se dice nada: nadie está obligado a elegirlo."""
    tema = seccion.tema_de(pregunta)
    elegido = respuestas.get(tema.clave) if tema else None
    return rotulo(tema.etiqueta_de(elegido)) if tema and elegido else ""


def _dato(pregunta: Pregunta, valor: Any, titulo: str) -> Dato:
    etiqueta = rotulo(pregunta.etiqueta)
    if pregunta.tipo is Tipo.LISTA:
        return Dato(etiqueta, titulo, renglones=tuple(valor), es_original=True)
    texto = pregunta.etiqueta_de(valor)
    if pregunta.tipo is Tipo.OPCION:
        return Dato(etiqueta, titulo, texto=rotulo(texto))
    return Dato(
        etiqueta,
        titulo,
        texto=texto,
        url=_url(pregunta.tipo, texto),
        es_largo=pregunta.tipo is Tipo.TEXTO_LARGO,
        es_original=True,
    )


def _url(tipo: Tipo, texto: str) -> str:
    """A dónde enlaza; vacía si lo escrito no es una dirección segura (entonces se lee como texto)."""
    if tipo is Tipo.ENLACE:
        return texto if _es_enlace_web(texto) else ""
    if tipo is Tipo.CORREO:
        return f"mailto:{texto}" if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", texto) else ""
    if tipo is Tipo.TELEFONO:
        digitos = re.sub(r"[\s().-]", "", texto)
        return f"tel:{digitos}" if re.fullmatch(r"\+?[0-9]{7,15}", digitos) else ""
    return ""


def _es_enlace_web(texto: str) -> bool:
    if re.search(r"[\s<>\"\\]", texto):
        return False
    try:
        partes = urlsplit(texto)
    except ValueError:
        return False
    return partes.scheme in ("http", "https") and "." in partes.netloc and "@" not in partes.netloc


# --- La identidad ----------------------------------------------------------------------------------


def bloque_de_identidad(definicion: Definicion, publicas: Mapping[str, Any], edad: int | None) -> Bloque:
    """Lo que se publica de la identidad. Qué preguntas se dibujan depende sólo de lo público.

    Una que depende de otra sólo aparece si esa otra se publica como «Sí»; la que nunca se publica, nunca.
    """
    datos = tuple(
        _dato_de_identidad(pregunta, publicas)
        for pregunta in definicion.preguntas
        if pregunta.clase is Clase.CON_CONSENTIMIENTO and pregunta.aplica(publicas, edad)
    )
    return Bloque("identidad", gettext("Identidad"), datos, nota=gettext(NOTA_DE_IDENTIDAD))


def _dato_de_identidad(pregunta: Pregunta, publicas: Mapping[str, Any]) -> Dato:
    """Lo elegido de un catálogo se traduce; un nombre propio, o lo que acompaña a lo escrito en «Otra», no."""
    titulo, frases = rotulo(pregunta.rotulo), pregunta.en_palabras(publicas)
    es_original = dice_nombres(pregunta) or bool(publicas.get(pregunta.clave_de_texto))
    if not es_original:
        frases = tuple(map(rotulo, frases))
    if len(frases) > 1:
        return Dato(titulo, renglones=frases, es_original=es_original)
    return Dato(
        titulo, texto="".join(frases), vacio="" if frases else gettext(SIN_AUTORIZAR), es_original=es_original
    )
