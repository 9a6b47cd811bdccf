"""Un solo lector de tablas: CSV, XLSX, XLS u ODS entran, filas de texto limpio salen.

No sabe de candidaturas: quien importa busca sus columnas con `texto.plegar`. Todo lo que
impide leer se dice al abrir, con hoja, fila y columna; recorrer las filas ya no falla.
"""

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from conoceles.comun import formatos, hojas_aparte
from conoceles.comun.formatos import TablaInvalida
from conoceles.comun.texto import compactar, normalizar, normalizar_con_avisos, plegar

MAX_BYTES = 50_000_000
MAX_FILAS = 200_000
MAX_COLUMNAS = 500
MAX_CELDAS = 4_000_000
_MAX_BYTES_LEIDOS = 400_000_000  # lo que un libro puede ocupar ya leído
_SEGUNDOS = 120

# Acentos que llegaron rotos: UTF-8 leído como Windows («PÃ©rez»), DOS leído como Windows
# («PE¥A»), o ya perdidos («P�rez»). Se avisa: el nombre se publicaría así.
_ROTO = re.compile("Ã[\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘-”•–—˜™š›œžŸ]|Â[\xa0-\xbf]|[A-Za-z][¤¢£¥‚][A-Za-z]|\ufffd")

FilaCruda = tuple[int, list[str]]
Crudas = Callable[[], Iterator[FilaCruda]]  # cada llamada vuelve a empezar


@dataclass(frozen=True)
class Fila:
    """Un renglón con datos; `numero` es el que se ve al abrir el archivo en una hoja de cálculo.

    `avisos`: de las celdas a que se les quitó algo, qué.
    """

    numero: int
    celdas: dict[str, str]
    avisos: dict[str, list[str]]


@dataclass(frozen=True)
class Filas:
    """Filas con datos, sin la de títulos. Se limpian al recorrerlas, cuantas veces se recorran."""

    crudas: Crudas
    columnas: tuple[tuple[int, str], ...]  # posición y encabezado
    total: int

    def __len__(self) -> int:
        return self.total

    def __iter__(self) -> Iterator[Fila]:
        for numero, celdas in islice(self.crudas(), 1, None):
            limpias = {titulo: _celda(celdas, donde) for donde, titulo in self.columnas}
            yield Fila(
                numero,
                {titulo: texto for titulo, (texto, _) in limpias.items()},
                {titulo: avisos for titulo, (_, avisos) in limpias.items() if avisos},
            )


@dataclass(frozen=True)
class Hoja:
    """Una tabla. Los encabezados van como están escritos, sin espacios de más; en CSV el nombre es vacío."""

    nombre: str
    encabezados: tuple[str, ...]
    filas: Filas


@dataclass(frozen=True)
class Libro:
    """Las hojas con tabla, el formato real (`csv`, `xlsx`, `xlsb`, `xls`, `ods`) y lo que conviene saber."""

    hojas: list[Hoja]
    formato: str
    avisos: list[str]


class HojaAusente(TablaInvalida):
    """El libro se lee bien, pero no trae la hoja que se pidió."""


@dataclass(frozen=True)
class _Topes:
    filas: int
    celdas: int
    bytes: int


def leer_tabla(
    contenido: bytes,
    nombre: str,
    *,
    hoja: str | None = None,
    fila_de_titulos: int = 1,
    citar: bool = True,
    max_filas: int = MAX_FILAS,
    max_celdas: int = MAX_CELDAS,
    max_bytes: int = MAX_BYTES,
) -> Libro:
    """Lee un archivo de tabla; decide su formato por el contenido, nunca por la extensión.

    `nombre`: el del archivo, para avisar si la extensión engaña. `hoja`: leer sólo esa (sin
    distinguir mayúsculas ni acentos); si falta, todas las visibles con datos. La primera fila con datos
    de cada hoja lleva los títulos; con `fila_de_titulos`, la primera desde esa fila. Una celda con error
    de fórmula llega vacía. Con `citar=False` ni avisos ni errores repiten lo que dice una celda: para hojas
    con datos sensibles.

    Lanza `TablaInvalida`, en español, con hoja, fila y columna cuando las hay; `HojaAusente`, si es
    que no está la hoja pedida.
    """
    topes = _Topes(max_filas, max_celdas, max_bytes)
    if len(contenido) > max_bytes:
        raise TablaInvalida(
            f"El archivo pesa {_mb(len(contenido))} y el máximo es {_mb(max_bytes)}. Divídalo en partes."
        )
    formato = formatos.reconocer(contenido)
    avisos = formatos.avisos_de_extension(nombre, formato)
    if formato == "csv":
        crudas = _hojas_de_csv(contenido, avisos)
    else:
        crudas = _elegir(_hojas_de_libro(contenido, formato, topes), hoja, avisos)
    hojas = [
        _revisar(titulo, partial(_desde, filas, fila_de_titulos), topes, avisos, citar)
        for titulo, filas in crudas.items()
    ]
    if not any(len(h.filas) for h in hojas):
        raise TablaInvalida(
            "El archivo sólo tiene la fila de títulos, sin ningún dato. Agregue al menos una fila."
        )
    return Libro(hojas, formato, avisos)


def letra(posicion: int) -> str:
    """0 → «A», 26 → «AA»: la columna como la nombra una hoja de cálculo."""
    letras = ""
    posicion += 1
    while posicion:
        posicion, resto = divmod(posicion - 1, 26)
        letras = chr(ord("A") + resto) + letras
    return letras


def _desde(crudas: Crudas, fila: int) -> Iterator[FilaCruda]:
    return (cruda for cruda in crudas() if cruda[0] >= fila)


def _mb(tamano: int) -> str:
    return f"{tamano / 1_000_000:.1f} MB"


def _celda(celdas: list[str], posicion: int) -> tuple[str, list[str]]:
    return normalizar_con_avisos(celdas[posicion]) if posicion < len(celdas) else ("", [])


# ── CSV ──────────────────────────────────────────────────────────────────────


def _hojas_de_csv(contenido: bytes, avisos: list[str]) -> dict[str, Crudas]:
    texto, aviso = formatos.decodificar(contenido)
    avisos.extend(filter(None, [aviso]))
    separador, texto = _separador(texto)
    return {"": partial(_registros, texto, separador)}


def _separador(texto: str) -> tuple[str, str]:
    """El separador que más aparece, fuera de comillas, en la línea de títulos; y el texto a leer.

    La primera línea «sep=;» es una orden para Excel, que tampoco la muestra como fila.
    """
    if orden := re.match("sep=([,;\t|])\r?\n", texto, re.IGNORECASE):
        return orden[1], texto[orden.end() :]
    fuera_de_comillas = re.sub('"[^"]*"', "", texto.lstrip("\r\n")[:100_000])
    titulos = re.split("[\r\n]", fuera_de_comillas, maxsplit=1)[0]
    return max(",;\t|", key=titulos.count), texto


def _registros(texto: str, separador: str) -> Iterator[FilaCruda]:
    """Registros no vacíos; el ordinal del registro es la fila que muestra una hoja de cálculo."""
    numero = 0
    try:
        lector = csv.reader(io.StringIO(texto, newline=""), delimiter=separador, strict=True)
        for numero, celdas in enumerate(lector, start=1):
            if any(celda.strip() for celda in celdas):
                yield numero, celdas
    except csv.Error as error:
        raise TablaInvalida(
            'hay unas comillas (") que se abren y no se cierran bien, o una celda de más de 131,072 '
            'caracteres. Dentro de una celda entre comillas, cada comilla se escribe doble ("").',
            fila=numero + 1,
        ) from error


# ── Libros: XLSX, XLS, ODS ───────────────────────────────────────────────────

_FALLOS = {
    hojas_aparte.DANADO: formatos.DANADO,
    hojas_aparte.CON_CONTRASENA: formatos.CON_CONTRASENA,
}
_DEMASIADO = (
    "El archivo pide más memoria o tiene más filas de las que se permiten ({filas:,}). Suele ser una celda "
    "escrita por descuido muy lejos de la tabla (vaya al final con Ctrl+Fin y bórrela). "
    "Si de verdad es tan grande, divídalo."
)


def _hojas_de_libro(contenido: bytes, formato: str, topes: _Topes) -> dict[str, list[bytes]]:
    """Nombre de cada hoja → renglones JSON, el primero con su descripción; véase `hojas_aparte`."""
    topes_aparte = [str(topes.filas), str(_MAX_BYTES_LEIDOS)]
    with tempfile.NamedTemporaryFile(suffix=f".{formato}") as libro:
        libro.write(contenido)
        libro.flush()
        programa = [sys.executable, "-I", hojas_aparte.__file__, libro.name, *topes_aparte]
        try:
            # Sin variables de entorno: quien abre un archivo ajeno no necesita los secretos del sitio.
            lectura = subprocess.run(  # noqa: S603 - el programa es nuestro; del archivo sólo va la ruta
                programa, capture_output=True, timeout=_SEGUNDOS, env={}, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise TablaInvalida(_DEMASIADO.format(filas=topes.filas)) from error
    if lectura.returncode:
        raise TablaInvalida(_FALLOS.get(lectura.returncode, _DEMASIADO.format(filas=topes.filas)))
    hojas: dict[str, list[bytes]] = {}
    for renglon in lectura.stdout.splitlines():
        if renglon.startswith(b"{"):
            hojas[json.loads(renglon)["hoja"]] = actual = []
        actual.append(renglon)
    return hojas


def _elegir(hojas: dict[str, list[bytes]], pedida: str | None, avisos: list[str]) -> dict[str, Crudas]:
    """La hoja pedida, o todas las visibles con datos; las ocultas se avisan."""
    elegidas: dict[str, Crudas] = {}
    for nombre, (descripcion, *renglones) in hojas.items():
        if pedida is not None and plegar(nombre) != plegar(pedida):
            continue
        if pedida is None and renglones and json.loads(descripcion)["oculta"]:
            avisos.append(f"La hoja «{nombre}» está oculta y no se leyó.")
        elif renglones:
            elegidas[nombre] = partial(_leidas, renglones)
    if elegidas:
        return elegidas
    if pedida is not None:
        raise HojaAusente(f"No hay una hoja «{pedida}» con datos. El archivo tiene: {', '.join(hojas)}.")
    raise TablaInvalida("El archivo no tiene ninguna hoja visible con datos.")


def _leidas(renglones: list[bytes]) -> Iterator[FilaCruda]:
    for renglon in renglones:
        numero, celdas = json.loads(renglon)
        yield numero, celdas


# ── Lo común: títulos y revisión de una pasada ───────────────────────────────


def _revisar(
    nombre: str,
    crudas: Crudas,
    topes: _Topes,
    avisos: list[str],
    citar: bool,
) -> Hoja:
    """Recorre la hoja entera una vez, sin guardarla, para que nada falle después."""
    filas = crudas()
    fila_de_titulos, celdas = next(filas, (1, []))
    titulos = [compactar(normalizar(celda)) for celda in celdas]
    _sin_repetidos(titulos, nombre, fila_de_titulos)
    if len(titulos) > MAX_COLUMNAS:
        raise TablaInvalida(
            f"tiene {len(titulos)} columnas y el máximo es {MAX_COLUMNAS}.",
            hoja=nombre,
            fila=fila_de_titulos,
        )
    columnas = tuple((donde, titulo) for donde, titulo in enumerate(titulos) if titulo)
    sin_titulo = [donde for donde, titulo in enumerate(titulos) if not titulo]
    total, rotas = 0, []
    for total, (numero, fila) in enumerate(filas, start=1):
        _con_titulo(fila, sin_titulo, len(titulos), nombre, numero, citar)
        _dentro_de_topes(total, len(columnas), topes, nombre, numero)
        if _ROTO.search("\n".join(fila)):
            rotas.append((numero, next(filter(_ROTO.search, " ".join(fila).split()), "")))
    if rotas:
        avisos.append(_aviso_de_rotas(nombre, rotas, citar))
    return Hoja(nombre, tuple(titulo for _, titulo in columnas), Filas(crudas, columnas, total))


def _sin_repetidos(titulos: list[str], hoja: str, fila: int) -> None:
    vistos: dict[str, int] = {}
    for donde, titulo in enumerate(titulos):
        clave = plegar(titulo) or titulo
        if clave in vistos:
            raise TablaInvalida(
                f"el título «{titulo}» está repetido en las columnas {letra(vistos[clave])} y {letra(donde)}. "
                "Cada columna lleva un título distinto.",
                hoja=hoja,
                fila=fila,
                columna=letra(donde),
            )
        if clave:
            vistos[clave] = donde


def _con_titulo(
    celdas: list[str], sin_titulo: list[int], ancho: int, hoja: str, fila: int, citar: bool
) -> None:
    """Un dato bajo un título vacío, o más allá del último, no se sabe qué es: no se adivina."""
    for donde in (*sin_titulo, *range(ancho, len(celdas))):
        if donde < len(celdas) and celdas[donde].strip():
            cita = f" («{compactar(celdas[donde])[:30]}»)" if citar else ""
            raise TablaInvalida(
                f"hay un dato{cita} en una columna sin título. Escriba el título "
                "arriba, separe las celdas combinadas, borre los renglones que estén antes de los títulos o, "
                "si es un CSV, ponga entre comillas los datos que llevan el separador.",
                hoja=hoja,
                fila=fila,
                columna=letra(donde),
            )


def _dentro_de_topes(filas: int, columnas: int, topes: _Topes, hoja: str, fila: int) -> None:
    if filas > topes.filas or filas * columnas > topes.celdas:
        raise TablaInvalida(
            f"la tabla pasa de {topes.filas:,} filas o de {topes.celdas:,} celdas. Divídala en varios archivos.",
            hoja=hoja,
            fila=fila,
        )


def _aviso_de_rotas(hoja: str, rotas: list[tuple[int, str]], citar: bool) -> str:
    numero, ejemplo = rotas[0]
    cual = f"«{ejemplo[:40]}»" if citar else "una celda"
    return (
        f"{formatos.lugar(hoja, numero)}: {cual} parece tener los acentos rotos "
        f"({len(rotas)} filas así). Corríjalo en el archivo de origen y expórtelo como «CSV UTF-8»."
    )
