"""Lee un libro de cálculo en un proceso aparte y escribe un renglón JSON por fila.

Se ejecuta como programa, sin importar nada del proyecto. Va aparte porque el lector reserva
el rectángulo entero de celdas: un archivo de 6 kB con un dato en XFD1048576 pide 500 GB y el
proceso muere sin que Python pueda evitarlo. Aquí muere sólo la lectura.

    python -I hojas_aparte.py LIBRO MAX_FILAS MAX_BYTES  > renglones

La extensión de LIBRO ha de ser la verdadera: por ella elige el lector y dice bien qué falló.

Salida: `{"hoja": nombre, "oculta": bool}` al empezar cada hoja y `[numero, [celda, …]]` por
cada fila con algún dato. Código de salida: 0 bien, 2 dañado, 3 con contraseña, 4 demasiado grande.
"""

import contextlib
import datetime
import json
import resource
import sys
from collections.abc import Iterator

import python_calamine

MEMORIA = 1_500_000_000  # bytes de espacio de direcciones
SEGUNDOS = 60  # de procesador
DANADO, CON_CONTRASENA, DEMASIADO = 2, 3, 4


class Demasiado(Exception):
    """Se pasó de filas o de bytes."""


def como_texto(valor: object) -> str:
    """Lo que se lee en la celda: fechas ISO, enteros sin decimales, lógicos como los escribe Excel en español."""
    if isinstance(valor, str):
        return valor
    if isinstance(valor, bool):
        return "VERDADERO" if valor else "FALSO"
    if isinstance(valor, float):
        # Quince cifras, las que guarda una hoja de cálculo: 0.1 + 0.2 se lee 0.3.
        return f"{valor:.0f}" if valor.is_integer() else f"{valor:.15g}"
    if isinstance(valor, datetime.datetime) and valor.time() == datetime.time():
        return valor.date().isoformat()
    if isinstance(valor, datetime.date | datetime.time):
        return valor.isoformat()
    return "" if valor is None else str(valor)


def renglones(libro: python_calamine.CalamineWorkbook, max_filas: int) -> Iterator[dict | list]:
    """Cada hoja y sus filas con datos; `Demasiado` en cuanto una hoja pasa de `max_filas`."""
    for posicion, hoja in enumerate(libro.sheets_metadata):
        if hoja.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        yield {
            "hoja": hoja.name,
            "oculta": hoja.visible is not python_calamine.SheetVisibleEnum.Visible,
        }
        datos = libro.get_sheet_by_index(posicion)
        a_la_izquierda = [""] * (datos.start[1] if datos.start else 0)
        con_datos = 0
        for numero, fila in enumerate(datos.iter_rows(), start=1):
            celdas = [como_texto(valor) for valor in fila]
            while celdas and not celdas[-1].strip():
                celdas.pop()
            if celdas:
                con_datos += 1
                yield [numero, a_la_izquierda + celdas]
            if con_datos > max_filas + 1:
                raise Demasiado


def escribir(ruta: str, max_filas: int, max_bytes: int) -> None:
    """Escribe los renglones en la salida estándar."""
    libro = python_calamine.load_workbook(ruta)
    for renglon in renglones(libro, max_filas):
        linea = json.dumps(renglon, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
        max_bytes -= len(linea)
        if max_bytes < 0:
            raise Demasiado
        sys.stdout.buffer.write(linea)


def main(ruta: str, max_filas: str, max_bytes: str) -> int:
    """Pone los topes al proceso y lee; devuelve el código de salida."""
    with contextlib.suppress(ValueError, OSError):  # hay sistemas que no dejan bajarlos
        resource.setrlimit(resource.RLIMIT_AS, (MEMORIA, MEMORIA))
        resource.setrlimit(resource.RLIMIT_CPU, (SEGUNDOS, SEGUNDOS))
    try:
        escribir(ruta, int(max_filas), int(max_bytes))
    except python_calamine.PasswordError:
        return CON_CONTRASENA
    except (Demasiado, MemoryError):
        return DEMASIADO
    except BaseException as error:  # el pánico del lector no hereda de Exception
        return DEMASIADO if "limit exceeded" in str(error) else DANADO
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
