"""Las piezas de una definición. Una misma declaración dibuja el formulario, decide qué falta, dibuja la
pantalla de quien revisa, la página pública y la columna exportada."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Tipo(Enum):
    """Cómo se contesta. `LISTA` es una lista de textos; `FOTO` guarda la huella del retrato."""

    TEXTO = "texto"
    TEXTO_LARGO = "texto_largo"
    OPCION = "opcion"
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
    clave: str
    etiqueta: str


@dataclass(frozen=True)
class Pregunta:
    """Una pregunta.

    `minimo` y `maximo` cuentan caracteres (en `LISTA`, de cada renglón) y sólo se exigen al enviar.
    `columna` es el nombre con que el INE la exporta. `red` es la clave de la red social de un enlace.
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

    def etiqueta_de(self, valor: object) -> str:
        """Lo que se lee de un valor guardado: la etiqueta de su opción o el propio texto."""
        return next((o.etiqueta for o in self.opciones if o.clave == valor), str(valor))

    def aplica(self, respuestas: dict[str, object]) -> bool:
        if self.no_aplica_si is None:
            return True
        otra, valores = self.no_aplica_si
        return respuestas.get(otra) not in valores


@dataclass(frozen=True)
class Seccion:
    """Una página del cuestionario. `alguna_de`: claves de las que al menos una debe contestarse."""

    clave: str
    titulo: str
    preguntas: tuple[Pregunta, ...]
    ayuda: str = ""
    minutos: int = 3
    alguna_de: tuple[str, ...] = ()
    mensaje_alguna: str = ""


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
