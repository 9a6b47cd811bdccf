"""Los tipos de valor que admite una plantilla. Cada uno recibe lo que trae el TOML y devuelve lo que se
guarda, o lanza `ValueError` con el motivo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from conoceles.calendario.reservadas import RESERVADAS
from conoceles.comun.texto import compactar, normalizar

Lector = Callable[[Any], Any]

_RELATIVA = re.compile(r"hoy([+-]\d{1,4}d)?( \d{2}:\d{2})?")
_IDENTIFICADOR = re.compile("[a-z0-9-]+")
_COLOR = re.compile("#[0-9A-Fa-f]{6}")
ANIOS = range(1990, 2101)  # el IFE nace en 1990; fuera de aquí hay una errata
_NOMBRES = {str: "texto", bool: "true o false", int: "un número entero", list: "una lista", dict: "una tabla"}


def _exigir(valor: Any, tipo: type) -> None:
    # `type` y no `isinstance`: en Python `true` también es un entero.
    if type(valor) is not tipo:
        raise ValueError(f"se esperaba {_NOMBRES[tipo]} y trae {valor!r}")


def texto(largo: int = 200) -> Lector:
    def leer(valor: Any) -> str:
        _exigir(valor, str)
        limpio = compactar(normalizar(valor))
        if not limpio:
            raise ValueError("está vacía")
        if len(limpio) > largo:
            raise ValueError(f"tiene {len(limpio)} caracteres y caben {largo}")
        return limpio

    return leer


def identificador(largo: int = 40) -> Lector:
    def leer(valor: Any) -> str:
        if not _IDENTIFICADOR.fullmatch(texto(largo)(valor)):
            raise ValueError(f"«{valor}» no vale; use minúsculas sin acento, números y guiones")
        return str(valor)

    return leer


def clave_de_proceso(valor: Any) -> str:
    clave = str(identificador(60)(valor))
    if clave in RESERVADAS:
        raise ValueError(f"«{clave}» es una dirección del sitio; elija otra clave, p. ej. {clave}-2027")
    return clave


def entero(minimo: int = 0, maximo: int = 32_767) -> Lector:
    def leer(valor: Any) -> int:
        _exigir(valor, int)
        if not minimo <= valor <= maximo:
            raise ValueError(f"{valor} no vale; va de {minimo} a {maximo}")
        return int(valor)

    return leer


def logico(valor: Any) -> bool:
    _exigir(valor, bool)
    return bool(valor)


def opcion(*validas: str) -> Lector:
    def leer(valor: Any) -> str:
        _exigir(valor, str)
        if valor not in validas:
            raise ValueError(f"«{valor}» no vale; use {' o '.join(validas)}")
        return str(valor)

    return leer


def color(valor: Any) -> str:
    _exigir(valor, str)
    if not _COLOR.fullmatch(valor):
        raise ValueError(f"«{valor}» no es un color; se escribe #rrggbb, p. ej. #5B2A57")
    return str(valor).lower()


def direccion(valor: Any) -> str:
    limpia = texto(200)(valor)
    if not re.fullmatch(r"https://[^\s/?#\"'<>]+\.[^\s\"'<>]+", limpia):
        raise ValueError(f"«{valor}» no es una dirección que empiece con https://")
    return str(limpia)


def correo(valor: Any) -> str:
    limpio = str(texto(254)(valor))
    try:
        validate_email(limpio)
    except ValidationError as error:
        raise ValueError(f"«{valor}» no es un correo electrónico") from error
    return limpio


def lista(de: Lector, minimo: int = 0) -> Lector:
    """Una lista de valores sueltos, sin repetir."""

    def leer(valor: Any) -> list[Any]:
        _exigir(valor, list)
        leidos = [de(elemento) for elemento in valor]
        repetidos = [leido for leido, veces in Counter(leidos).items() if veces > 1]
        if repetidos:
            raise ValueError(f"«{repetidos[0]}» está repetido")
        if len(leidos) < minimo:
            raise ValueError(f"lleva al menos {minimo} y trae {len(leidos)}")
        return leidos

    return leer


def tablas(valor: Any) -> list[dict[str, Any]]:
    """Una lista de tablas; lo que lleva cada una se revisa aparte."""
    _exigir(valor, list)
    for elemento in valor:
        _exigir(elemento, dict)
    return list(valor)


def tabla_de(valores: Lector) -> Lector:
    """Claves libres, todas con el mismo tipo de valor."""

    def leer(valor: Any) -> dict[str, Any]:
        _exigir(valor, dict)
        return {clave: _de_la_clave(clave, valores, contenido) for clave, contenido in valor.items()}

    return leer


def _de_la_clave(clave: str, lector: Lector, contenido: Any) -> Any:
    try:
        return lector(contenido)
    except ValueError as error:
        raise ValueError(f"en «{clave}», {error}") from error


def zona_horaria(valor: Any) -> str:
    _exigir(valor, str)
    try:
        ZoneInfo(valor)
    except (KeyError, ValueError, OSError) as error:  # nombre desconocido, con «..» o de una carpeta
        raise ValueError(f"«{valor}» no es una zona horaria IANA, p. ej. America/Mexico_City") from error
    return str(valor)


def exigir_cercana(fecha: date) -> None:
    """Una fecha de otro siglo no se puede convertir de huso ni es de ninguna elección."""
    if fecha.year not in ANIOS:
        raise ValueError(f"el año {fecha.year} no vale; va de {ANIOS[0]} a {ANIOS[-1]}")


def fecha_local(hoy: date, *, ficticio: bool) -> Lector:
    """Un instante sin zona, desde una fecha, una fecha y hora, o «hoy+3d 18:00» si el proceso es ficticio."""

    def leer(valor: Any) -> datetime:
        if isinstance(valor, str):
            return _relativa(valor, hoy, ficticio)
        if isinstance(valor, datetime):
            if valor.tzinfo:
                raise ValueError("se escribe sin zona: es hora local del proceso")
            exigir_cercana(valor)
            return valor
        if isinstance(valor, date):
            exigir_cercana(valor)
            return datetime.combine(valor, time.min)
        raise ValueError(f"se esperaba una fecha, p. ej. 2027-06-06, y trae {valor!r}")

    return leer


def _relativa(valor: str, hoy: date, ficticio: bool) -> datetime:
    escrita = _RELATIVA.fullmatch(valor)
    if not escrita:
        raise ValueError(f"«{valor}» no es una fecha; se escribe 2027-06-06, sin comillas")
    if not ficticio:
        raise ValueError(f"«{valor}» sólo se admite si ficticio = true")
    dias, hora = escrita.groups()
    dia = hoy + timedelta(days=int(dias[:-1])) if dias else hoy
    try:
        return datetime.combine(dia, time.fromisoformat(hora.strip()) if hora else time.min)
    except ValueError as error:
        raise ValueError(f"«{valor}» lleva una hora que no existe") from error


def instante(fecha: Lector, zona: ZoneInfo) -> Lector:
    """El instante en UTC, como texto ISO."""

    def leer(valor: Any) -> str:
        local = fecha(valor)
        utc = local.replace(tzinfo=zona).astimezone(UTC)
        if utc.astimezone(zona).replace(tzinfo=None) != local:
            raise ValueError(f"{local:%Y-%m-%d %H:%M} no existió en {zona}: los relojes se adelantaron")
        return utc.isoformat()

    return leer
