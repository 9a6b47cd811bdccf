"""Escribe un libro ficticio con la forma de la exportación del INE.

    python herramientas/archivo_sintetico.py SALIDA.xlsx [--filas 480] [--semilla 1]

Sirve para probar `importar_archivo_ine` sin datos de nadie.
"""

import argparse
import sys
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from conoceles.demo import archivo_sintetico as sintetico  # noqa: E402 (la ruta va antes)

# Los textos van tal cual: ni «=…» es fórmula ni una dirección es enlace.
_OPCIONES = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def escribir(destino, exportacion: sintetico.Exportacion) -> None:
    """`destino`: una ruta o un archivo abierto en binario."""
    libro = xlsxwriter.Workbook(destino, _OPCIONES)
    hojas = {
        "CANDIDATOS": (sintetico.COLUMNAS, exportacion.candidatos),
        "CUESTIONARIO IDENTIDAD": ((*sintetico.IDENTIFICAN, *sintetico.PREGUNTAS), exportacion.identidad),
    }
    for nombre, (encabezados, filas) in hojas.items():
        hoja = libro.add_worksheet(nombre)
        for numero, fila in enumerate([encabezados, *filas]):
            for columna, celda in enumerate(fila):
                if celda:
                    hoja.write_string(numero, columna, celda)
    libro.close()


def main() -> None:
    argumentos = argparse.ArgumentParser(description=__doc__)
    argumentos.add_argument("salida", type=Path)
    argumentos.add_argument("--filas", type=int, default=480)
    argumentos.add_argument("--semilla", type=int, default=1)
    pedido = argumentos.parse_args()
    escribir(pedido.salida, sintetico.filas(pedido.semilla, pedido.filas))


if __name__ == "__main__":
    main()
