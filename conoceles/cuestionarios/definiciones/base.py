"""Las piezas de una definición. Una misma declaración dibuja el formulario, decide qué falta, dibuja la
pantalla de quien revisa, la página pública y la columna exportada."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

SI, NO = "si", "no"
# Está siempre y nunca viene elegida: una respuesta que no se quiere dar también es una respuesta.
PREFIERE_NO_CONTESTAR = "prefiero_no_contestar"


class Tipo(Enum):
    """Cómo se contesta. `LISTA` es una lista de textos; `FOTO` guarda la huella del retrato.

    `OPCIONES` admite varias: su valor es la lista de las claves elegidas.
    """

    TEXTO = "texto"
    TEXTO_LARGO = "texto_largo"
    OPCION = "opcion"
    OPCIONES = "opciones"
    LISTA = "lista"
    CORREO = "correo"
    TELEFONO = "telefono"
    ENLACE = "enlace"
    FOTO = "foto"


class Clase(Enum):
    """Quién puede ver la respuesta (diseño §4)."""

    PUBLICA = "pública"
    CON_CONSENTIMIENTO = "con consentimiento"
    ESTADISTICA = "estadística"
    RESERVADA = "reservada"


@dataclass(frozen=True)
class Opcion:
    """`opciones`: las que se abren al elegirla; entonces ella misma no se elige, sino una de las suyas.

    `pide_texto`: se escribe cuál («Otra»).
    """

    clave: str
    etiqueta: str
    pide_texto: bool = False
    opciones: tuple[Opcion, ...] = ()


@dataclass(frozen=True)
class Pregunta:
    """Una pregunta.

    `minimo` y `maximo` cuentan caracteres (en `LISTA`, de cada renglón) y sólo se exigen al enviar.
    `columna` es el nombre con que el INE la exporta. `red` es la clave de la red social de un enlace.

    En el cuestionario de identidad: `numero` es el oficial; `rotulo`, cómo se nombra en la ficha; `solo_si`, la pregunta que debe contestarse «Sí» para
    que ésta aplique; `edades`, las que la contestan por sí mismas (sólo se confirma); `excluye_a`, con cuál no
    puede decirse «Sí» a la vez; `solo_con_consentimiento`, que ninguna acción afirmativa la hace pública.
    """

    clave: str
    etiqueta: str
    tipo: Tipo
    ayuda: str = ""
    requerida: bool = False
    minimo: int = 0
    maximo: int = 0
    clase: Clase = Clase.PUBLICA
    opciones: tuple[Opcion, ...] = ()
    columna: str = ""
    red: str = ""
    guia: tuple[str, ...] = ()
    # Clave de otra pregunta y valores con los que ésta NO aplica.
    no_aplica_si: tuple[str, frozenset[str]] | None = None
    # Clave de la pregunta cuyo tema dice: en la ficha se lee junto a ella, como etiqueta.
    tema_de: str = ""
    numero: int = 0
    rotulo: str = ""
    solo_si: str = ""
    edades: tuple[int, int] | None = None
    excluye_a: str = ""
    solo_con_consentimiento: bool = False

    def etiqueta_de(self, valor: object) -> str:
        """Lo que se lee de un valor guardado: la etiqueta de su opción o el propio texto."""
        return self.elegibles.get(valor, str(valor)) if isinstance(valor, str) else str(valor)

    @property
    def elegibles(self) -> dict[str, str]:
        """Clave → etiqueta de lo que puede elegirse; lo anidado se lee entero: «Sensorial: la visión»."""
        return dict(_elegibles(self.opciones))

    @property
    def clave_de_texto(self) -> str:
        """Con qué clave se guarda lo escrito en «Otra»; vacía si ninguna opción pide texto."""
        return f"{self.clave}_texto" if any(o.pide_texto for o in self.opciones) else ""

    @property
    def opciones_con_texto(self) -> frozenset[str]:
        return frozenset(o.clave for o in self.opciones if o.pide_texto)

    def elegidas(self, respuestas: Mapping[str, Any]) -> tuple[str, ...]:
        """Las claves elegidas, sea de una o de varias."""
        valor = respuestas.get(self.clave)
        return tuple(valor) if isinstance(valor, list) else (valor,) if valor else ()

    def en_palabras(self, respuestas: Mapping[str, Any]) -> tuple[str, ...]:
        """Lo que se lee de una pregunta de opciones: una frase por opción, con lo escrito en «Otra»."""
        texto = respuestas.get(self.clave_de_texto)
        return tuple(
            f"{self.etiqueta_de(clave)}: {texto}"
            if texto and clave in self.opciones_con_texto
            else self.etiqueta_de(clave)
            for clave in self.elegidas(respuestas)
        )

    def se_deduce(self, edad: int | None) -> bool:
        """¿La edad del registro ya la contesta con «Sí»? Entonces sólo se confirma."""
        return bool(self.edades and edad and self.edades[0] <= edad <= self.edades[1])

    def elegibles_a(self, edad: int | None) -> dict[str, str]:
        """Como `elegibles`; si la edad la contesta, decir que no sobra: se corrige en el registro."""
        sobra = NO if self.se_deduce(edad) else ""
        return {clave: etiqueta for clave, etiqueta in self.elegibles.items() if clave != sobra}

    def aplica(self, respuestas: Mapping[str, Any], edad: int | None = None) -> bool:
        """¿Toca contestarla? `edad`: la del registro; si se desconoce, lo que dependa de ella se pregunta."""
        if self.edades and edad:
            return self.se_deduce(edad)
        if self.solo_si and respuestas.get(self.solo_si) != SI:
            return False
        if self.excluye_a and respuestas.get(self.excluye_a) == SI:
            return respuestas.get(self.clave) == SI  # «Sí» a las dos es una falta por corregir, no se calla
        if self.no_aplica_si is None:
            return True
        otra, valores = self.no_aplica_si
        return respuestas.get(otra) not in valores


def _elegibles(opciones: tuple[Opcion, ...]) -> Iterator[tuple[str, str]]:
    for opcion in opciones:
        if not opcion.opciones:
            yield opcion.clave, opcion.etiqueta
        for clave, etiqueta in _elegibles(opcion.opciones):
            yield clave, f"{opcion.etiqueta}: {etiqueta[0].lower()}{etiqueta[1:]}"


@dataclass(frozen=True)
class Seccion:
    """Una página del cuestionario. `alguna_de`: claves de las que al menos una debe contestarse.

    `grupo`: la acción afirmativa que le corresponde, por su clave en la plantilla. `fuente`: de dónde sale lo que
    explica `ayuda`. `glosario`: pares de término y lo que significa.
    """

    clave: str
    titulo: str
    preguntas: tuple[Pregunta, ...]
    ayuda: str = ""
    minutos: int = 3
    alguna_de: tuple[str, ...] = ()
    mensaje_alguna: str = ""
    grupo: str = ""
    fuente: str = ""
    glosario: tuple[tuple[str, str], ...] = ()

    def aplica(self, respuestas: Mapping[str, Any], edad: int | None = None) -> bool:
        """¿Hay algo que contestar en ella?"""
        return any(pregunta.aplica(respuestas, edad) for pregunta in self.preguntas)

    def tema_de(self, pregunta: Pregunta) -> Pregunta | None:
        """La que dice el tema de esa pregunta, si la hay."""
        return next((otra for otra in self.preguntas if otra.tema_de == pregunta.clave), None)


@dataclass(frozen=True)
class Definicion:
    """Un cuestionario completo en una versión; las respuestas recuerdan cuál contestaron."""

    clave: str
    tipo: str
    nombre: str
    secciones: tuple[Seccion, ...]
    # Estatus posibles por grado: (grado → estatus), matriz observada en la exportación del INE.
    combinaciones: dict[str, frozenset[str]] | None = None

    def __iter__(self) -> Iterator[Seccion]:
        return iter(self.secciones)

    @property
    def preguntas(self) -> Iterator[Pregunta]:
        return (pregunta for seccion in self.secciones for pregunta in seccion.preguntas)

    def seccion(self, clave: str) -> Seccion:
        """La sección de esa clave; `KeyError` si no existe."""
        for seccion in self.secciones:
            if seccion.clave == clave:
                return seccion
        raise KeyError(clave)

    def pregunta(self, clave: str) -> Pregunta:
        """La pregunta de esa clave; `KeyError` si no existe."""
        for pregunta in self.preguntas:
            if pregunta.clave == clave:
                return pregunta
        raise KeyError(clave)

    def seccion_de(self, clave: str) -> Seccion:
        """La sección a la que pertenece una pregunta; `KeyError` si no existe."""
        for seccion in self.secciones:
            if any(pregunta.clave == clave for pregunta in seccion.preguntas):
                return seccion
        raise KeyError(clave)
