"""Entender una celda: del texto al dato, o `ValueError` con el motivo y qué hacer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from conoceles.comun.texto import plegar
from conoceles.registro.catalogos import Calidad, Sexo, SituacionRegistral

EDAD_MINIMA, EDAD_MAXIMA = 18, 115  # la ciudadanía se adquiere a los 18 (art. 34 constitucional)

_CURP = re.compile(r"[A-Z][AEIOUX][A-Z]{2}\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[HMX][A-Z]{5}[A-Z\d]\d")
_CLAVE_DE_ELECTOR = re.compile(r"[A-Z]{6}\d{8}[HM]\d{3}")
_FECHA_MEXICANA = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")

_SEXOS = {
    "mujer": Sexo.MUJER, "femenino": Sexo.MUJER, "hombre": Sexo.HOMBRE, "masculino": Sexo.HOMBRE,
    "no_binario": Sexo.NO_BINARIO, "no_binaria": Sexo.NO_BINARIO, "no_binarie": Sexo.NO_BINARIO,
}  # fmt: skip
_CALIDADES = {
    "propietaria": Calidad.PROPIETARIA, "propietario": Calidad.PROPIETARIA, "titular": Calidad.PROPIETARIA,
    "prop": Calidad.PROPIETARIA, "suplente": Calidad.SUPLENTE, "sup": Calidad.SUPLENTE,
}  # fmt: skip
_SI_O_NO = {"si": True, "s": True, "x": True, "1": True, "verdadero": True, "true": True,
            "no": False, "n": False, "0": False, "falso": False, "false": False}  # fmt: skip
# Alguien que ya había dejado el lugar y vuelve por una resolución. No es una situación: queda aprobada.
RESTITUIDA = "restituida"
# La primera palabra de lo escrito, entera: «CANCELADA», «Renunció por…», pero no «activista».
_SITUACIONES = {
    palabra: str(situacion)
    for situacion, palabras in (
        (SituacionRegistral.APROBADA, "aprobada aprobado registrada registrado vigente activa activo"),
        (SituacionRegistral.SUSTITUIDA, "sustituida sustituido sustitucion"),
        (SituacionRegistral.CANCELADA, "cancelada cancelado cancelacion"),
        (SituacionRegistral.RENUNCIA, "renuncia renuncio"),
        (SituacionRegistral.FALLECIMIENTO, "fallecimiento fallecida fallecido fallecio defuncion"),
        (SituacionRegistral.INHABILITACION, "inhabilitacion inhabilitada inhabilitado"),
        (SituacionRegistral.SENTENCIA, "sentencia"),
        (SituacionRegistral.PARIDAD, "paridad"),
        (SituacionRegistral.BAJA, "baja"),
        (RESTITUIDA, "restituida restituido restitucion"),
    )
    for palabra in palabras.split()
}
# Lo que el archivo declara cuando el nombre se parece al registrado.
CORRECCION, SUSTITUCION = "correccion", "sustitucion"


def _de_lista(opciones: dict[str, Any], decir: str) -> Callable[[str], Any]:
    def leer(texto: str) -> Any:
        if (plegado := plegar(texto)) not in opciones:
            raise ValueError(f"no vale; escriba {decir}")
        return opciones[plegado]

    return leer


def sexo(texto: str) -> str:
    if plegar(texto) in ("m", "h", "f"):
        raise ValueError(
            "una letra sola es ambigua (M: ¿mujer o masculino?); escriba mujer, hombre o no binario"
        )
    return str(_de_lista(_SEXOS, "mujer, hombre o no binario")(texto))


calidad = _de_lista(_CALIDADES, "propietaria o suplente")
si_o_no = _de_lista(_SI_O_NO, "sí o no")
movimiento = _de_lista({CORRECCION: CORRECCION, SUSTITUCION: SUSTITUCION}, "correccion o sustitucion")


def situacion(texto: str) -> str:
    if valor := _SITUACIONES.get(plegar(texto).partition("_")[0]):
        return valor
    raise ValueError(
        "no vale; escriba aprobada, baja, cancelada, renuncia, fallecimiento, inhabilitacion, sentencia, "
        "paridad, sustituida o restituida"
    )


def numero(texto: str) -> int:
    entero = _entero(texto)
    if not 1 <= entero <= 500:
        raise ValueError("el número de fórmula o de orden va de 1 a 500")
    return entero


def edad(texto: str) -> int:
    entero = _entero(texto)
    if not EDAD_MINIMA <= entero <= EDAD_MAXIMA:
        raise ValueError(f"la edad va de {EDAD_MINIMA} a {EDAD_MAXIMA}")
    return entero


def _entero(texto: str) -> int:
    if not re.fullmatch(r"\d{1,6}(\.0+)?", texto):
        raise ValueError("no es un número entero")
    return int(texto.split(".")[0])


def fecha(texto: str) -> date:
    """AAAA-MM-DD o DD/MM/AAAA; se acepta la hora que añaden las hojas de cálculo."""
    try:
        if mexicana := _FECHA_MEXICANA.fullmatch(texto):
            dia, mes, anio = map(int, mexicana.groups())
            return date(anio, mes, dia)
        return datetime.fromisoformat(texto).date()
    except ValueError as error:
        raise ValueError("no es una fecha; escriba día/mes/año, p. ej. 14/04/2027") from error


def fecha_y_hora(texto: str, zona: ZoneInfo) -> datetime:
    """Una `fecha`, con su hora si la trae; sin ella, desde el primer instante del día."""
    escrito, _, hora = texto.replace("T", " ").partition(" ")
    dia = fecha(escrito)
    try:
        reloj = time.fromisoformat(hora.strip()) if hora else time.min
    except ValueError as error:
        raise ValueError("la hora no se entiende; escriba, p. ej., 14/04/2027 18:30") from error
    return datetime.combine(dia, reloj.replace(tzinfo=None), tzinfo=zona)


def correo(texto: str) -> str:
    try:
        validate_email(texto)
    except ValidationError as error:
        raise ValueError("no es un correo electrónico") from error
    return largo(254)(texto)


def telefono(texto: str) -> str:
    digitos = re.sub(r"[\s().+-]", "", texto)
    if not re.fullmatch(r"\d{10,15}", digitos):
        raise ValueError("un teléfono lleva 10 dígitos")
    return digitos


def curp(texto: str) -> str:
    mayusculas = texto.upper().replace(" ", "")
    if not _CURP.fullmatch(mayusculas):
        raise ValueError("no tiene la forma de una CURP (18 letras y números)")
    return mayusculas


def clave_elector(texto: str) -> str:
    mayusculas = texto.upper().replace(" ", "")
    if not _CLAVE_DE_ELECTOR.fullmatch(mayusculas):
        raise ValueError("no tiene la forma de una clave de elector (18 letras y números)")
    return mayusculas


def largo(maximo: int) -> Callable[[str], str]:
    def leer(texto: str) -> str:
        if len(texto) > maximo:
            raise ValueError(f"tiene {len(texto)} caracteres y caben {maximo}")
        return texto

    return leer


def nombre(maximo: int) -> Callable[[str], str]:
    """Letras, espacios, guiones, puntos, comas, apóstrofos, comillas y paréntesis; nada más."""

    def leer(texto: str) -> str:
        ajeno = next((c for c in texto if not _va_en_un_nombre(c)), "")
        if ajeno:
            visible = ajeno if ajeno.isprintable() else f"U+{ord(ajeno):04X}"
            raise ValueError(f"«{visible}» no va en un nombre")
        return largo(maximo)(texto)

    return leer


def _va_en_un_nombre(caracter: str) -> bool:
    return caracter in " .,'’‘´`-‐–()\"“”ªº/" or unicodedata.category(caracter)[0] in "LM"


def nombre_completo(texto: str) -> str:
    if len(texto.split()) < 2:
        raise ValueError("es una sola palabra; hacen falta nombre y apellido")
    return nombre(200)(texto)


# Lo que queda al quitar un dato; los textos quedan vacíos.
SIN_DATO = {"edad": None, "fecha_de_nacimiento": None, "eleccion_consecutiva": None}

# Campo del archivo → (grupo, atributo del modelo, lector).
PERSONA, RESERVADOS, CANDIDATURA = "persona", "reservados", "candidatura"
LECTORES: dict[str, tuple[str, str, Callable[[str], Any]]] = {
    "sobrenombre": (PERSONA, "mote", largo(100)),
    "sexo": (PERSONA, "sexo", sexo),
    "edad": (PERSONA, "edad", edad),
    "fecha_nacimiento": (RESERVADOS, "fecha_de_nacimiento", fecha),
    "correo": (RESERVADOS, "correo", correo),
    "telefono": (RESERVADOS, "telefono", telefono),
    "curp": (RESERVADOS, "curp", curp),
    "clave_elector": (RESERVADOS, "clave_de_elector", clave_elector),
    "folio_registro": (CANDIDATURA, "folio_registro", largo(60)),
    "acuerdo": (CANDIDATURA, "acuerdo", largo(80)),
    "eleccion_consecutiva": (CANDIDATURA, "eleccion_consecutiva", si_o_no),
}
