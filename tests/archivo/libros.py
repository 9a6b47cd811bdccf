"""Libros de cálculo pequeños, con la forma de la exportación, para probar la importación."""

import io

import xlsxwriter

from conoceles.demo.archivo_sintetico import COLUMNAS, IDENTIFICAN, PREGUNTAS, Exportacion
from herramientas.archivo_sintetico import escribir

TEXTO = "Trabajo en el campo de mi comunidad desde hace doce años y ahí aprendí a llevar cuentas claras."

BASE = {
    "PARTIDO_COALICION": "ALBA",
    "CARGO": "DIPUTACIÓN LOCAL MR",
    "ENTIDAD": "QUINTANA ROO",
    "DISTRITO LOCAL": "15-CHETUMAL",
    "CIRCUNSCRIPCION": "No aplica",
    "MUNICIPIO": "No aplica",
    "NUM_LISTA_O_FORMULA": "1",
    "NOMBRE_CANDIDATO": "ANA MARÍA PÉREZ DE LA CRUZ",
    "TIPO_CANDIDATO": "PROPIETARIA",
    "EDAD": "41",
    "SEXO": "MUJER",
}
NADA = dict.fromkeys(COLUMNAS[11:], "No proporcionó")


def candidata(**cambios: str) -> dict[str, str]:
    """Una fila de CANDIDATOS que no contestó nada, salvo los cambios (los espacios del título van como `_`)."""
    return {**BASE, **NADA, **{_titulo(c): valor for c, valor in cambios.items()}}


def _titulo(nombre: str) -> str:
    return {"DISTRITO_LOCAL": "DISTRITO LOCAL"}.get(nombre, nombre)


def identificada(fila: dict[str, str], **respuestas: str) -> dict[str, str]:
    """La fila de esa persona en la hoja de identidad; `p3="Maya"` contesta la pregunta 3."""
    propias = {c: fila[c] for c in IDENTIFICAN}
    dadas = {PREGUNTAS[int(p[1:]) - 1]: valor for p, valor in respuestas.items() if p.startswith("p")}
    return {**propias, **dadas, **{c: v for c, v in respuestas.items() if c in IDENTIFICAN}}


def exportacion(filas: list[dict[str, str]], identidad: list[dict[str, str]] | None = None) -> bytes:
    """El XLSX de dos hojas, como lo exporta el INE."""
    identidad = [identificada(fila) for fila in filas] if identidad is None else identidad
    columnas = (*IDENTIFICAN, *PREGUNTAS)
    return como_xlsx(
        Exportacion(
            [[fila.get(c, "") for c in COLUMNAS] for fila in filas],
            [[fila.get(c, "") for c in columnas] for fila in identidad],
        )
    )


def como_xlsx(datos: Exportacion) -> bytes:
    salida = io.BytesIO()
    escribir(salida, datos)
    return salida.getvalue()


def hojas(**contenido: list[list[str]]) -> bytes:
    """Un XLSX con esas hojas, celda por celda."""
    salida = io.BytesIO()
    libro = xlsxwriter.Workbook(salida, {"strings_to_formulas": False, "strings_to_urls": False})
    for nombre, filas in contenido.items():
        hoja = libro.add_worksheet(nombre.replace("_", " "))
        for numero, fila in enumerate(filas):
            for columna, celda in enumerate(fila):
                hoja.write_string(numero, columna, celda)
    libro.close()
    return salida.getvalue()
