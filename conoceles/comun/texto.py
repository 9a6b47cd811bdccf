"""Una sola forma de limpiar, contar y comparar texto.

Lo que aquí se decide lo repite `contar.js` en el navegador: ambos se prueban con
`tests/vectores/contar.json`. Por eso cada paso es una expresión regular explícita,
sin depender de la versión de Unicode de cada máquina.
"""

import re
import unicodedata
from typing import NamedTuple

VINETA = "•"


class _Paso(NamedTuple):
    patron: re.Pattern[str]
    cambio: str
    aviso: str = ""


_EMOJI = "\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"

# Se cambian en silencio: quien escribe no nota la diferencia.
_EQUIVALENCIAS = (
    _Paso(re.compile("\r\n|[\r\v\f\x85\u2028\u2029]"), "\n"),
    _Paso(re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"), " "),
)

# Se quitan con aviso: sirven para rellenar el mínimo de caracteres, para esconder
# texto o para mostrarlo al revés de como se guarda.
_LIMPIEZAS = (
    _Paso(re.compile("[\ud800-\udfff]"), "", "Se quitaron caracteres incompletos."),
    _Paso(
        re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]"),
        "",
        "Se quitaron caracteres de control.",
    ),
    _Paso(
        re.compile("[\uf06c\uf06e\uf071\uf075\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc]"),
        VINETA,
        f"Se cambiaron viñetas de procesador de texto por «{VINETA}».",
    ),
    _Paso(
        re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]"),
        "",
        "Se quitaron símbolos que sólo existen en una tipografía.",
    ),
    _Paso(
        re.compile(
            "[\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
            "\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
            "\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
            "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
            "\U000e0000-\U000effff]"
        ),
        "",
        "Se quitaron caracteres invisibles.",
    ),
    # El enlace de emojis (ZWJ) sólo vale entre dos emojis; el selector de forma, tras algo visible.
    _Paso(
        re.compile(f"(?<![{_EMOJI}])(?<![{_EMOJI}]\ufe0f)\u200d|\u200d(?![{_EMOJI}])"),
        "",
        "Se quitaron caracteres invisibles.",
    ),
    _Paso(
        re.compile("(?<![^ \n\ufe0e\ufe0f])[\ufe0e\ufe0f]"),
        "",
        "Se quitaron caracteres invisibles.",
    ),
    # Ninguna lengua de México apila más de cuatro marcas en una letra; más es adorno que tapa el renglón vecino.
    _Paso(
        re.compile(
            "([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
            "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
        ),
        r"\1",
        "Se quitaron marcas encimadas en una misma letra.",
    ),
)

# Un renglón vacío separa párrafos; miles estiran la página pública de quien los escriba.
_RENGLONES_VACIOS = re.compile("\n{3,}")

# Casi todo lo que se escribe en español en una línea: ya está en NFC y nada hay que quitarle.
_LLANO = re.compile("[ -~¡-¬®-ſ]*")


def normalizar_con_avisos(texto: str) -> tuple[str, list[str]]:
    """Deja el texto como se guarda y dice, en español y sin repetir, qué se le quitó.

    NFC; saltos de línea como LF; espacios raros y tabuladores como espacio; sin controles,
    invisibles ni símbolos privados; sin espacios al final de cada línea ni en los extremos y
    con a lo más un renglón vacío seguido. Nunca junta espacios interiores: quien cuenta
    caracteres los ve todos.
    """
    if _LLANO.fullmatch(texto):
        return texto.strip(" "), []
    avisos: dict[str, None] = {}
    texto = unicodedata.normalize("NFC", texto)
    for patron, cambio, aviso in _EQUIVALENCIAS + _LIMPIEZAS:
        texto, veces = patron.subn(cambio, texto)
        if veces and aviso:
            avisos[aviso] = None
    # Otra vez: al quitar un invisible, una letra y su acento pueden quedar juntos.
    texto = unicodedata.normalize("NFC", texto)
    lineas = (linea.rstrip(" ") for linea in texto.split("\n"))
    texto, veces = _RENGLONES_VACIOS.subn("\n\n", "\n".join(lineas).strip(" \n"))
    if veces:
        avisos["Se juntaron renglones vacíos."] = None
    return texto, list(avisos)


def normalizar(texto: str) -> str:
    """El texto como se guarda y se cuenta; véase `normalizar_con_avisos`."""
    return normalizar_con_avisos(texto)[0]


def contar(texto: str, *, con_espacios: bool = True) -> int:
    """Caracteres (puntos de código) del texto normalizado.

    Con `con_espacios=False` no cuentan espacios ni saltos de línea: el INE los cuenta,
    Nayarit y Tlaxcala no.
    """
    limpio = normalizar(texto)
    if con_espacios:
        return len(limpio)
    return sum(caracter not in " \n" for caracter in limpio)


def compactar(texto: str) -> str:
    """Todo espacio o salto seguido, uno solo: para nombres y títulos de columna."""
    return " ".join(texto.split())


def _sin_acentos(texto: str) -> str:
    descompuesto = unicodedata.normalize("NFKD", normalizar(texto))
    return "".join(c for c in descompuesto if not unicodedata.combining(c)).casefold()


def plegar(texto: str) -> str:
    """«Núm. de Distrito (2027)» → «num_de_distrito_2027»: para reconocer títulos escritos de otro modo."""
    return re.sub("[^a-z0-9]+", "_", _sin_acentos(texto)).strip("_")


def plegar_busqueda(texto: str) -> str:
    """«  MUÑOZ   Peña » → «munoz pena»: lo que se busca y donde se busca, iguales.

    Sin el signo nulo, que ningún nombre lleva y PostgreSQL no admite ni para buscarlo.
    """
    return compactar(_sin_acentos(texto.replace("\0", "")))
