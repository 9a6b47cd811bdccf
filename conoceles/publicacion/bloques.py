"""Lo que una candidatura respondió, por bloques: en qué orden se leen y qué se dice donde no hay nada.

Las secciones y sus rótulos salen de la definición del cuestionario; las propuestas van primero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext, gettext_noop

from conoceles.cuestionarios.definiciones import DEFINICIONES, Clase, Definicion, Pregunta, Seccion, Tipo

from .completitud import DEFINICION_POR_OMISION
from .rotulos import dice_nombres, rotulo
from .situacion import es_historico

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

# Bloque → secciones que junta. Una sección que no aparezca va al final, sola y con su título.
_ORDEN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("propuestas", gettext_noop("Propuestas"), ("propuesta-1", "propuesta-2", "propuesta-genero")),
    ("historia", "", ("historia",)),
    ("trayectoria", "", ("trayectoria",)),
    ("motivo", "", ("motivo",)),
    ("estudios", "", ("estudios",)),
    ("contacto", "", ("contacto",)),
)


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


def bloques(
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
