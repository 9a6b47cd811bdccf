"""Las notas firmadas de la bitácora pública (C2SP signed-note y tlog-checkpoint) y las llaves que las firman.

La llave no es la maestra ni se deriva de ella: quien pudiera leer lo cifrado no podría, por eso, firmar.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_ED25519 = b"\x01"  # el tipo de firma, según C2SP
_LARGO_DEL_IDENTIFICADOR = 4


class NotaInvalida(ValueError):
    """La nota no tiene su forma, o ninguna llave conocida la firmó a ese tamaño; el mensaje dice qué."""


@dataclass(frozen=True)
class LlavePublica:
    """Con qué se comprueba una firma, de quién y de qué tamaño a qué tamaño. `hasta` es `None` en la que rige."""

    origen: str
    publica: bytes
    desde: int = 1
    hasta: int | None = None

    @property
    def identificador(self) -> bytes:
        suma = hashlib.sha256(self.origen.encode() + b"\n" + _ED25519 + self.publica)
        return suma.digest()[:_LARGO_DEL_IDENTIFICADOR]

    @property
    def texto(self) -> str:
        """Como la espera cualquier verificador de C2SP: nombre, identificador y llave."""
        return f"{self.origen}+{self.identificador.hex()}+{b64encode(_ED25519 + self.publica).decode()}"

    @property
    def renglon(self) -> str:
        """El de `llave.txt`, y el que se guarda en los ajustes al cambiarla: «desde-hasta llave»."""
        return f"{self.desde}-{self.hasta or ''} {self.texto}"

    def rige(self, tamano: int) -> bool:
        return self.desde <= tamano <= (self.hasta or tamano)


def llaves() -> list[LlavePublica]:
    """Todas, de la primera a la que rige; cada una empieza donde acabó la anterior."""
    anteriores = [_de_renglon(renglon) for renglon in settings.CONOCELES_LLAVES_ANTERIORES_BITACORA]
    desde = (anteriores[-1].hasta or 0) + 1 if anteriores else 1
    publica = _privada(settings.CONOCELES_LLAVE_BITACORA).public_key().public_bytes_raw()
    return [*anteriores, LlavePublica(settings.CONOCELES_ORIGEN_BITACORA, publica, desde)]


def firmar(tamano: int, raiz: bytes) -> str:
    """La nota de un punto de control. Antes de darla la comprueba: un bit volteado no se publica."""
    nota = _firmada(_texto(settings.CONOCELES_ORIGEN_BITACORA, tamano, raiz))
    if comprobar(nota) != (tamano, raiz):
        raise NotaInvalida("La nota recién firmada no dice lo que se firmó.")
    return nota


def comprobar(nota: str) -> tuple[int, bytes]:
    """El tamaño y la raíz que una nota firma.

    Raises:
        NotaInvalida: si no tiene su forma o no la firmó la llave de ese tamaño.
    """
    try:
        texto, renglon = nota.split("\n\n")
        origen, numero, raiz = texto.split("\n")
        marca, nombre, firma = renglon.removesuffix("\n").split(" ")
        tamano, cruda = int(numero), b64decode(firma, validate=True)
        digerida = b64decode(raiz, validate=True)
        if texto != _texto(origen, tamano, digerida):
            raise ValueError(texto)
    except (ValueError, TypeError) as error:  # lo alterado puede no ser ni texto
        raise NotaInvalida("La nota no tiene la forma de un punto de control.") from error
    conocidas = [
        llave
        for llave in llaves()
        if llave.origen == origen == nombre and llave.rige(tamano) and cruda.startswith(llave.identificador)
    ]
    if marca != "—" or not conocidas:
        raise NotaInvalida(f"Ninguna llave conocida firma «{nombre}» con {tamano} hojas.")
    try:
        Ed25519PublicKey.from_public_bytes(conocidas[0].publica).verify(
            cruda[_LARGO_DEL_IDENTIFICADOR:], f"{texto}\n".encode()
        )
    except InvalidSignature as error:
        raise NotaInvalida("La firma de la nota no corresponde a su texto.") from error
    return tamano, digerida


def rubricar(tamano: int, cabeza: str) -> str:
    """La firma, en hexadecimal, de dónde iba la cadena de la bitácora interna al sellar un árbol de ese tamaño.

    Es para la propia bitácora y no se publica: de la huella de un renglón podría adivinarse qué acto fue.
    """
    return _privada(settings.CONOCELES_LLAVE_BITACORA).sign(_rubricado(tamano, cabeza)).hex()


def es_rubrica(rubrica: str, tamano: int, cabeza: str) -> bool:
    """¿La hizo la llave de ese tamaño?"""
    publica = next(llave.publica for llave in llaves() if llave.rige(tamano))
    try:
        firma = bytes.fromhex(rubrica)
        Ed25519PublicKey.from_public_bytes(publica).verify(firma, _rubricado(tamano, cabeza))
    except (InvalidSignature, ValueError):
        return False
    return True


def firmar_constancia(folio: str, *, tamano: int, numero: str, huella: str) -> str:
    """La nota con que el Instituto firma una constancia: su folio, su número de comprobación y su huella.

    Lleva otro origen y otros renglones que un punto de control: nadie puede tomar una por el otro. `tamano`: las
    hojas del árbol al expedirse, que dicen qué llave firma; recién cambiada la llave, desde cuál firma la nueva.
    """
    return _firmada(_de_constancia(folio, max(tamano, llaves()[-1].desde), numero, huella))


def firma_la_constancia(nota: str, folio: str, *, numero: str, huella: str) -> bool:
    """¿Esa nota firma esa constancia, con una llave nuestra?"""
    try:
        texto, renglon = nota.split("\n\n")
        tamano = int(texto.split("\n")[2].removeprefix("hojas "))
        firma = b64decode(renglon.removesuffix("\n").split(" ")[2], validate=True)
        llave = next(llave for llave in llaves() if llave.rige(tamano))
        Ed25519PublicKey.from_public_bytes(llave.publica).verify(
            firma[_LARGO_DEL_IDENTIFICADOR:], f"{texto}\n".encode()
        )
    except (InvalidSignature, ValueError, LookupError, StopIteration):
        return False
    return texto == _de_constancia(folio, tamano, numero, huella)


def _de_constancia(folio: str, tamano: int, numero: str, huella: str) -> str:
    origen = settings.CONOCELES_ORIGEN_BITACORA
    return f"{origen}/constancia\nfolio {folio}\nhojas {tamano}\nnumero {numero}\nsha256 {huella}"


def _rubricado(tamano: int, cabeza: str) -> bytes:
    """En un solo renglón: la nota de un punto de control nunca lo es."""
    return f"cadena de la bitacora {tamano} {cabeza}".encode()


def _texto(origen: str, tamano: int, raiz: bytes) -> str:
    """Lo que se firma, sin su último salto de renglón."""
    return f"{origen}\n{tamano}\n{b64encode(raiz).decode()}"


def _firmada(texto: str) -> str:
    """El texto, con la firma de la llave que rige en un renglón aparte."""
    llave = llaves()[-1]
    firma = _privada(settings.CONOCELES_LLAVE_BITACORA).sign(f"{texto}\n".encode())
    return f"{texto}\n\n— {llave.origen} {b64encode(llave.identificador + firma).decode()}\n"


@lru_cache(maxsize=2)
def _privada(secreto: str) -> Ed25519PrivateKey:
    semilla = HKDF(SHA256(), 32, salt=None, info=b"conoceles: bitacora publica").derive(secreto.encode())
    return Ed25519PrivateKey.from_private_bytes(semilla)


def _de_renglon(renglon: str) -> LlavePublica:
    """Lo inverso de `LlavePublica.renglon`."""
    try:
        tramo, texto = renglon.split(" ")
        desde, hasta = map(int, tramo.split("-"))
        origen, identificador, codificada = texto.split("+", 2)
        cruda = b64decode(codificada, validate=True)
        llave = LlavePublica(origen, cruda[1:], desde, hasta)
        if cruda[:1] != _ED25519 or len(cruda) != 33 or llave.identificador.hex() != identificador:
            raise ValueError(renglon)
    except ValueError as error:
        raise ImproperlyConfigured(
            "CONOCELES_LLAVES_ANTERIORES_BITACORA: cada renglón es «desde-hasta llave», como en llave.txt; "
            f"éste no: {renglon!r}."
        ) from error
    return llave
