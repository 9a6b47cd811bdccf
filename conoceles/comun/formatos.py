"""Qué es de verdad un archivo de tabla: se mira el contenido, no el nombre.

No lee filas (eso es de `tablas`); sólo reconoce, descarta y decodifica.
"""

import io
import re
import zipfile
from pathlib import Path

MAX_DESCOMPRIMIDO = 300_000_000
MAX_RAZON = 200  # una hoja llena de ceros se comprime unas 60 veces; una bomba, más de mil
MAX_PARTES_ZIP = 5_000

_EXTENSIONES = {
    "csv": {".csv", ".txt", ".tsv"},
    "xlsx": {".xlsx", ".xlsm"},
    "xlsb": {".xlsb"},
    "xls": {".xls"},
    "ods": {".ods"},
}
_SE_ACEPTA = "Guárdelo como libro de Excel (.xlsx), como .ods o como «CSV UTF-8» y súbalo otra vez."
CON_CONTRASENA = "El archivo tiene contraseña. Guárdelo sin contraseña y súbalo otra vez."
DANADO = "El archivo está dañado o incompleto. Ábralo, guárdelo de nuevo y súbalo otra vez."
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_AJENOS = (
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "una imagen"),
    (b"\xff\xd8\xff", "una imagen"),
    (b"GIF8", "una imagen"),
    (b"{\\rtf", "un documento de texto (RTF)"),
    (b"Rar!", "un archivo RAR"),
    (b"7z\xbc\xaf", "un archivo 7z"),
    (b"\x1f\x8b", "un archivo comprimido (gzip)"),
)
_MARCADO = re.compile(rb"\s*<(?:!doctype|\?xml|html|head|body|meta|table|style|!--)", re.IGNORECASE)


class TablaInvalida(Exception):
    """No se puede leer. `str(error)` dice dónde, qué pasa y qué hacer; `columna` es la letra."""

    def __init__(
        self,
        mensaje: str,
        hoja: str | None = None,
        fila: int | None = None,
        columna: str | None = None,
    ):
        super().__init__(mensaje)
        self.mensaje, self.hoja, self.fila, self.columna = mensaje, hoja, fila, columna

    def __str__(self) -> str:
        donde = lugar(self.hoja, self.fila, self.columna)
        return f"{donde}: {self.mensaje}" if donde else self.mensaje


def lugar(hoja: str | None, fila: int | None = None, columna: str | None = None) -> str:
    """«Hoja «Actores», fila 3, columna B»; vacío si no se sabe nada."""
    partes = {"hoja": hoja and f"«{hoja}»", "fila": fila, "columna": columna}
    texto = ", ".join(f"{clase} {cual}" for clase, cual in partes.items() if cual)
    return texto[:1].upper() + texto[1:]


def reconocer(contenido: bytes) -> str:
    """`csv`, `xlsx`, `xlsb`, `xls` u `ods`; `TablaInvalida` si es otra cosa o un ZIP peligroso."""
    if not contenido.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise TablaInvalida("El archivo está vacío. Revise que sea el correcto y súbalo otra vez.")
    for firma, que_es in _AJENOS:
        if contenido.startswith(firma):
            raise TablaInvalida(f"El archivo es {que_es}, no una tabla. {_SE_ACEPTA}")
    if _MARCADO.match(contenido.removeprefix(b"\xef\xbb\xbf")):
        raise TablaInvalida(
            "El archivo es una página web (HTML o XML) con nombre de hoja de cálculo; así lo exportan algunos "
            f"sistemas. Ábralo en Excel o LibreOffice. {_SE_ACEPTA}"
        )
    if contenido.startswith(_OLE):
        return _reconocer_ole(contenido)
    return _reconocer_zip(contenido) if contenido.startswith(b"PK") else "csv"


def _reconocer_ole(contenido: bytes) -> str:
    """El contenedor de Office 97; también envuelve lo que Office cifra con contraseña."""
    if "EncryptedPackage".encode("utf-16-le") in contenido:
        raise TablaInvalida(CON_CONTRASENA)
    if "WordDocument".encode("utf-16-le") in contenido:
        raise TablaInvalida(f"El archivo es un documento de Word, no una tabla. {_SE_ACEPTA}")
    return "xls"


def _reconocer_zip(contenido: bytes) -> str:
    partes = _partes_seguras(contenido)
    if "xl/workbook.bin" in partes:
        return "xlsb"
    if any(parte.startswith("xl/") for parte in partes):
        return "xlsx"
    if "content.xml" in partes and b"opendocument.spreadsheet" in contenido[:200]:
        return "ods"
    if any(parte.startswith("word/") for parte in partes):
        raise TablaInvalida(f"El archivo es un documento de Word, no una tabla. {_SE_ACEPTA}")
    raise TablaInvalida(
        f"El archivo es un ZIP u otro formato que no se lee. Si trae la tabla dentro, sáquela. {_SE_ACEPTA}"
    )


def _partes_seguras(contenido: bytes) -> set[str]:
    """Nombres de las partes del ZIP, si lo que declara caber descomprimido es razonable."""
    enorme = TablaInvalida(
        "El archivo se agranda demasiado al abrirlo (más de 300 MB). Guárdelo de nuevo sólo con la tabla."
    )
    if contenido.count(b"PK\x01\x02") > MAX_PARTES_ZIP:
        raise enorme
    try:
        partes = zipfile.ZipFile(io.BytesIO(contenido)).infolist()
    except (
        zipfile.BadZipFile,
        ValueError,
        EOFError,
        OSError,
        NotImplementedError,
    ) as error:
        raise TablaInvalida(DANADO) from error
    total = sum(parte.file_size for parte in partes)
    if total > MAX_DESCOMPRIMIDO or (total > 20_000_000 and total > MAX_RAZON * len(contenido)):
        raise enorme
    return {parte.filename for parte in partes}


def avisos_de_extension(nombre: str, formato: str) -> list[str]:
    """Aviso si el nombre promete un formato y el contenido es otro."""
    extension = Path(nombre).suffix.lower()
    if extension in _EXTENSIONES[formato]:
        return []
    return [
        f"El archivo se llama «{Path(nombre).name}» pero es {formato.upper()}; se leyó como {formato.upper()}."
    ]


def decodificar(contenido: bytes) -> tuple[str, str | None]:
    """Texto de un CSV y, si no venía en UTF-8, el aviso. UTF-8 si es válido; si no, Windows-1252."""
    if contenido.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(contenido), "El archivo venía en UTF-16."
    if (nulo := contenido.find(b"\0")) >= 0:
        raise _ilegible(contenido, nulo, "tiene bytes nulos; no parece un CSV o está dañado.")
    try:
        return contenido.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        fallo = error.start
    # «Ã» seguida de signo alto no existe en español: es UTF-8 pegado junto a Windows-1252.
    if mezcla := re.search(b"\xc3[\x80-\xbf]", contenido):
        peor = max(mezcla.start(), fallo)
        raise _ilegible(contenido, peor, "mezcla dos codificaciones (UTF-8 y Windows).")
    try:
        return contenido.decode("cp1252"), "El archivo no venía en UTF-8; se leyó como Windows-1252."
    except UnicodeDecodeError as error:
        raise _ilegible(contenido, error.start, "tiene signos que no son UTF-8 ni Windows-1252.") from error


def _utf16(contenido: bytes) -> str:
    try:
        return contenido.decode("utf-16")
    except UnicodeDecodeError as error:
        raise TablaInvalida(f"El archivo está en UTF-16 pero incompleto. {_SE_ACEPTA}") from error


def _ilegible(contenido: bytes, posicion: int, motivo: str) -> TablaInvalida:
    fila = contenido.count(b"\n", 0, posicion) + 1
    return TablaInvalida(
        f"el texto {motivo} Ábralo, guárdelo como «CSV UTF-8» y súbalo otra vez.",
        fila=fila,
    )
