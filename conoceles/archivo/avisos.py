"""Lo que conviene saber de una importación y no la impide: se cuenta, se ubica y nada se pierde."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Clase(Enum):
    """El nombre es la clave en el recibo; el valor, lo que se lee."""

    COLUMNA_AJENA = "Columnas que el perfil no conoce: no se leyeron"
    COLUMNA_AUSENTE = "Columnas optativas que el archivo no trae"
    HOJA_AUSENTE = "Falta la hoja de identidad: no se pudo contrastar la calidad"
    RENGLON_SUELTO = "Renglones sin nombre ni cargo: no son una candidatura"
    FILA_REPETIDA = "La misma persona en el mismo lugar más de una vez: quedó una"
    DATO_APARTADO = "Una fila repetida decía otra cosa: quedó la primera y aquí consta la segunda"
    MISMO_NOMBRE = "El mismo nombre en otro lugar: se tratan como personas distintas"
    CALIDAD_SEGUN_IDENTIDAD = "Dos personas con la misma calidad: decidió la hoja de identidad"
    CALIDAD_CONTRADICHA = "La hoja de identidad dice otra calidad: quedó la de candidaturas"
    LUGAR_OCUPADO = (
        "Dos personas con la misma calidad en una fórmula: la segunda pasó al siguiente número libre"
    )
    ACTOR_VARIANTE = "El mismo actor político escrito de varias formas: es uno solo"
    ACTOR_SIN_PERFIL = "Actores políticos que el perfil no conoce: se crearon como vienen"
    ENTIDAD_DESCONOCIDA = "Entidades que no son una de las 32: se crearon con su nombre"
    FUERA_DE_CATALOGO = "Valores fuera de catálogo: el dato queda vacío y aquí consta"
    REDES_JUNTAS = "Más de una dirección de la misma red: las demás quedaron en «otra red social»"
    CURSOS_JUNTOS = "Cursos separados por comas: quedaron en un solo renglón, como se publicaron"
    CARACTERES_QUITADOS = "Se quitaron caracteres de control que no pueden publicarse"
    DIRECCION_QUITADA = "Se quitaron de un dato del registro marcas que muestran el texto al revés"
    NOMBRE_CORTADO = "Nombres que no caben: se publican cortados y aquí constan enteros"
    ACENTOS_RECOMPUESTOS = "Letra y acento venían separados: se unieron (NFC)"
    ENTIDADES_HTML = "Texto con entidades HTML (como &iacute;)"
    ACENTOS_ROTOS = "Texto con acentos rotos o caracteres perdidos: se conservó como se publicó"
    SIGNOS_SIN_RESPUESTA = "Celdas con un solo signo: se toman como no contestadas"
    DATO_RESERVADO = "Parece una CURP, un RFC o una clave de elector: revise si debe retirarse de lo público"


@dataclass(frozen=True)
class Aviso:
    """`valor` es lo que decía la celda y no se publicó; sólo para datos curriculares y del registro."""

    clase: Clase
    fila: int | None = None
    columna: str = ""
    detalle: str = ""
    valor: str = ""

    def como_dict(self) -> dict[str, Any]:
        partes = {"fila": self.fila, "columna": self.columna, "detalle": self.detalle, "valor": self.valor}
        return {clave: parte for clave, parte in partes.items() if parte}

    def __str__(self) -> str:
        donde = f"fila {self.fila}" if self.fila else ""
        valor = f"«{self.valor[:60]}»" if self.valor else ""
        return ", ".join(filter(None, (donde, self.columna, self.detalle, valor)))


@dataclass
class Avisos:
    """Los de una importación, en el orden en que aparecieron."""

    lista: list[Aviso] = field(default_factory=list)

    def anotar(
        self, clase: Clase, fila: int | None = None, columna: str = "", detalle: str = "", valor: str = ""
    ) -> None:
        self.lista.append(Aviso(clase, fila, columna, detalle, valor))

    def por_clase(self) -> dict[Clase, list[Aviso]]:
        grupos: dict[Clase, list[Aviso]] = {}
        for aviso in self.lista:
            grupos.setdefault(aviso.clase, []).append(aviso)
        return grupos

    def como_dict(self) -> dict[str, Any]:
        """La forma del recibo: por clase, qué es y cada caso."""
        return {
            clase.name.lower(): {"que": clase.value, "casos": [aviso.como_dict() for aviso in avisos]}
            for clase, avisos in self.por_clase().items()
        }
