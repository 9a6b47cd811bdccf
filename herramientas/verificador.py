#!/usr/bin/env python3
"""Verificador independiente de la bitácora pública de Conóceles.

Un solo archivo, con la biblioteca estándar de Python 3.9 o posterior. No comparte código con el sistema que
comprueba, no se conecta a nada que usted no le pida y no escribe más que los archivos que usted nombre.

    python3 verificador.py ficha verificacion.json --llave llave.txt
    python3 verificador.py continuidad 120-245.json --llave llave.txt --recordado mi-punto
    python3 verificador.py bitacora https://conoceles.ejemplo.mx/bitacora-publica/ --llave llave.txt --recordado mi-punto
    python3 verificador.py constancia constancia-E-….json --llave llave.txt --numero "…" --huella "…"
    python3 verificador.py autoprueba

La llave pública consígala por un medio distinto del sitio que va a comprobar: impresa, de los estrados, de otra
persona. Un punto de control recordado delata a quien después le enseñe otra historia.

Sale con 0 si todo cuadra, con 1 si algo no cuadra y con 2 si no pudo comprobarse.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import sys
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HOJAS_POR_TRAMO = 256
BYTES_POR_ARCHIVO = 8 * 1024 * 1024
CAMPOS_DE_HOJA = {"clave", "huella", "instante", "secuencia", "version"}


class NoCuadra(Exception):
    """La evidencia se contradice: alguien cambió algo."""


class Ilegible(Exception):
    """No puede comprobarse: falta algo o no se entiende."""


# --- Ed25519, según la RFC 8032 (§5.1): sólo comprobar -----------------------------------------------------

P = 2**255 - 19
ORDEN = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
RAIZ_DE_MENOS_UNO = pow(2, (P - 1) // 4, P)
PuntoDeCurva = tuple[int, int, int, int]  # X, Y, Z, T, con x = X/Z, y = Y/Z, x·y = T/Z
NEUTRO: PuntoDeCurva = (0, 1, 1, 0)


def sumar(p: PuntoDeCurva, q: PuntoDeCurva) -> PuntoDeCurva:
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiplicar(veces: int, punto: PuntoDeCurva) -> PuntoDeCurva:
    suma = NEUTRO
    while veces:
        if veces & 1:
            suma = sumar(suma, punto)
        punto, veces = sumar(punto, punto), veces >> 1
    return suma


def son_iguales(p: PuntoDeCurva, q: PuntoDeCurva) -> bool:
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def descomprimir(datos: bytes) -> PuntoDeCurva | None:
    """El punto de 32 bytes; `None` si no está en la curva o no está escrito en su única forma."""
    y = int.from_bytes(datos, "little")
    signo, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * RAIZ_DE_MENOS_UNO % P
    if (x * x - x2) % P or (x == 0 and signo):
        return None
    if x & 1 != signo:
        x = P - x
    return x, y, 1, x * y % P


BASE = descomprimir((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NEUTRO


def firma_valida(publica: bytes, mensaje: bytes, firma: bytes) -> bool:
    """¿Esa llave pública (32 bytes) firmó ese mensaje? (RFC 8032, §5.1.7)"""
    if len(publica) != 32 or len(firma) != 64:
        return False
    a, r, s = descomprimir(publica), descomprimir(firma[:32]), int.from_bytes(firma[32:], "little")
    if a is None or r is None or s >= ORDEN:
        return False
    k = int.from_bytes(hashlib.sha512(firma[:32] + publica + mensaje).digest(), "little") % ORDEN
    return son_iguales(multiplicar(s, BASE), sumar(r, multiplicar(k, a)))


# --- El árbol, según la RFC 6962 ---------------------------------------------------------------------------


def nodo_de_hoja(datos: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + datos).digest()


def nodo_de(izquierdo: bytes, derecho: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + izquierdo + derecho).digest()


def raiz_por_inclusion(nodo: bytes, indice: int, tamano: int, camino: Sequence[bytes]) -> bytes | None:
    """La raíz a la que el camino lleva desde esa hoja; `None` si el camino no mide lo que debe.

    Se baja desde la raíz anotando de qué lado queda la hoja en cada corte: eso dice cuántos hermanos hay y de qué
    lado va cada uno.
    """
    lados = []
    inicio, fin = 0, tamano
    while fin - inicio > 1:
        medio = inicio + corte(fin - inicio)
        lados.append(indice >= medio)
        inicio, fin = (medio, fin) if indice >= medio else (inicio, medio)
    if len(lados) != len(camino):
        return None
    for esta_a_la_derecha, hermano in zip(reversed(lados), camino, strict=False):
        nodo = nodo_de(hermano, nodo) if esta_a_la_derecha else nodo_de(nodo, hermano)
    return nodo


def raices_por_consistencia(
    viejo: int, nuevo: int, raiz_vieja: bytes, prueba: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """Las raíces vieja y nueva que la prueba reconstruye; `None` si no mide lo que debe."""
    cortes = []
    inicio, fin = 0, nuevo
    while viejo != fin:
        medio = inicio + corte(fin - inicio)
        cortes.append(viejo > medio)
        inicio, fin = (medio, fin) if viejo > medio else (inicio, medio)
    pendientes = list(prueba)
    if any(cortes):
        if not pendientes:
            return None
        antes = despues = pendientes.pop(0)
    else:  # el árbol viejo es un subárbol completo del nuevo: su raíz se sabe
        antes = despues = raiz_vieja
    if len(pendientes) != len(cortes):
        return None
    for sigue_a_la_derecha, nodo in zip(reversed(cortes), pendientes, strict=False):
        if sigue_a_la_derecha:
            antes, despues = nodo_de(nodo, antes), nodo_de(nodo, despues)
        else:
            despues = nodo_de(despues, nodo)
    return antes, despues


def corte(cuantas: int) -> int:
    """La mayor potencia de dos menor que `cuantas`."""
    potencia = 1
    while potencia * 2 < cuantas:
        potencia *= 2
    return potencia


class Arbol:
    """Las raíces de los subárboles completos, de mayor a menor: basta con ellas para agregar otra hoja."""

    def __init__(self) -> None:
        self.completos: list[tuple[int, bytes]] = []

    def agregar(self, nodo: bytes) -> None:
        hojas = 1
        while self.completos and self.completos[-1][0] == hojas:
            nodo = nodo_de(self.completos.pop()[1], nodo)
            hojas *= 2
        self.completos.append((hojas, nodo))

    def raiz(self) -> bytes:
        if not self.completos:
            return hashlib.sha256(b"").digest()
        nodo = self.completos[-1][1]
        for _, otro in reversed(self.completos[:-1]):
            nodo = nodo_de(otro, nodo)
        return nodo


# --- Llaves y notas firmadas -------------------------------------------------------------------------------


class Llave(NamedTuple):
    """Una llave pública, su nombre, y de qué tamaño a qué tamaño firma."""

    nombre: str
    identificador: bytes
    publica: bytes
    desde: int
    hasta: int | None

    def rige(self, tamano: int) -> bool:
        return self.desde <= tamano and (self.hasta is None or tamano <= self.hasta)


class PuntoDeControl(NamedTuple):
    """Un árbol firmado."""

    origen: str
    tamano: int
    raiz: bytes
    nota: str


_LLAVE = re.compile(
    r"(?:(?P<desde>[1-9][0-9]{0,17})-(?P<hasta>[1-9][0-9]{0,17})? )?"
    r"(?P<nombre>[^\s+]+)\+(?P<id>[0-9a-f]{8})\+(?P<llave>[A-Za-z0-9+/]{44})"
)
_NOTA = re.compile(
    r"(?P<texto>(?P<origen>[^\s+]+)\n(?P<tamano>[1-9][0-9]{0,17})\n(?P<raiz>[A-Za-z0-9+/]{43}=)\n)\n"
    r"— (?P<nombre>[^\s+]+) (?P<firma>[A-Za-z0-9+/]{91}=)\n"
)


def de_base64(texto: str) -> bytes:
    """Lo codificado, sólo si está escrito en su única forma."""
    datos = base64.b64decode(texto, validate=True)
    if base64.b64encode(datos).decode() != texto:
        raise Ilegible("Hay un texto en base64 que no está en su forma única: fue alterado.")
    return datos


def leer_llaves(texto: str) -> list[Llave]:
    """Las de un `llave.txt` (un renglón por llave; los que empiezan con # no cuentan) o una sola, suelta."""
    renglones = [renglon.strip() for renglon in texto.splitlines()]
    llaves = [_leer_llave(renglon) for renglon in renglones if renglon and not renglon.startswith("#")]
    if not llaves:
        raise Ilegible("No hay ninguna llave pública: descargue llave.txt o pegue la llave entre comillas.")
    return llaves


def _leer_llave(renglon: str) -> Llave:
    partes = _LLAVE.fullmatch(renglon)
    if not partes:
        raise Ilegible(
            f"Esto no es una llave pública: {renglon[:80]!r}. Es nombre+identificador+llave, sin espacios."
        )
    cruda, nombre = de_base64(partes["llave"]), partes["nombre"]
    identificador = hashlib.sha256(nombre.encode() + b"\n" + cruda).digest()[:4]
    if cruda[:1] != b"\x01" or identificador.hex() != partes["id"]:
        raise Ilegible("La llave pública está mal copiada: su identificador no le corresponde.")
    hasta = int(partes["hasta"]) if partes["hasta"] else None
    return Llave(nombre, identificador, cruda[1:], int(partes["desde"] or 1), hasta)


def abrir_nota(nota: str, llaves: Sequence[Llave]) -> PuntoDeControl:
    """El punto de control que dice la nota, si la firmó una de esas llaves."""
    partes = _NOTA.fullmatch(nota)
    if not partes:
        raise Ilegible("El punto de control no tiene su forma: fue alterado o se guardó con otro programa.")
    raiz, firma, tamano = de_base64(partes["raiz"]), de_base64(partes["firma"]), int(partes["tamano"])
    if partes["origen"] != partes["nombre"]:
        raise NoCuadra("El punto de control lo firma alguien distinto de quien dice ser.")
    for llave in llaves:
        if llave.nombre == partes["nombre"] and llave.identificador == firma[:4] and llave.rige(tamano):
            if firma_valida(llave.publica, partes["texto"].encode(), firma[4:]):
                return PuntoDeControl(partes["origen"], tamano, raiz, nota)
            raise NoCuadra("La firma del punto de control no corresponde a su texto: fue alterado.")
    raise NoCuadra(f"Ninguna de las llaves que usted dio firma un punto de control de {tamano} hojas.")


# --- Lo que se comprueba -----------------------------------------------------------------------------------


class Hoja(NamedTuple):
    """Lo que el árbol dice de una versión publicada. `texto`: la hoja tal como entró al árbol."""

    secuencia: int
    clave: str
    version: int
    instante: str
    huella: str
    texto: str


_INSTANTE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00")


def canonico(dato: Any) -> str:
    return json.dumps(dato, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def objeto_canonico(texto: str) -> dict[str, Any] | None:
    """El objeto JSON de un texto que está en su única forma; `None` si no."""
    try:
        dato = json.loads(texto)
        return dato if isinstance(dato, dict) and canonico(dato) == texto else None
    except (ValueError, RecursionError):
        return None


def leer_json(texto: str) -> dict[str, Any]:
    """El objeto JSON de un archivo tal como se descargó: un solo signo distinto se nota."""
    dato = objeto_canonico(texto[:-1]) if texto.endswith("\n") else None
    if dato is None:
        raise Ilegible(
            "El archivo no está como se descargó: se alteró o se guardó con otro programa. Descárguelo otra vez."
        )
    return dato


def leer_hoja(texto: str) -> Hoja:
    dato = objeto_canonico(texto)
    if dato is None or set(dato) != CAMPOS_DE_HOJA:
        raise NoCuadra("Una hoja no tiene la forma de una hoja.")
    hoja = Hoja(texto=texto, **dato)
    enteros = type(hoja.secuencia) is int and type(hoja.version) is int and hoja.secuencia > 0 < hoja.version
    textos = isinstance(hoja.clave, str) and _casa(_INSTANTE, hoja.instante)
    if not (enteros and textos and _casa(re.compile("[0-9a-f]{64}"), hoja.huella)):
        raise NoCuadra("Una hoja trae un dato que no puede ser.")
    return hoja


def _casa(patron: re.Pattern[str], texto: Any) -> bool:
    return isinstance(texto, str) and patron.fullmatch(texto) is not None


def leer_nodos(textos: Any) -> list[bytes]:
    if not isinstance(textos, list) or not all(_casa(re.compile("[0-9a-f]{64}"), t) for t in textos):
        raise Ilegible("La prueba no es una lista de huellas.")
    return [bytes.fromhex(texto) for texto in textos]


def exigir_campos(dato: dict[str, Any], formato: str, **tipos: Any) -> None:
    bien = dato.get("formato") == formato and set(dato) == {"formato", *tipos}
    # Para Python un «true» también es un entero; para el formato, no.
    if not bien or not all(
        isinstance(dato[campo], tipo) and not isinstance(dato[campo], bool) for campo, tipo in tipos.items()
    ):
        raise Ilegible(f"El archivo no es de los que dicen «{formato}», o le falta o le sobra algo.")


class Ficha(NamedTuple):
    """Lo comprobado de una ficha. `documento` es `None` si el archivo no lo trae."""

    hoja: Hoja
    punto: PuntoDeControl
    documento: dict[str, Any] | None


def comprobar_ficha(
    texto: str,
    llaves: Sequence[Llave],
    recordado: PuntoDeControl | None = None,
    continuidad: str | None = None,
) -> Ficha:
    """Documento y sal dan la huella; la hoja está en el árbol; el árbol está firmado y continúa al recordado."""
    dato = leer_json(texto)
    nulo = type(None)
    exigir_campos(
        dato, "conoceles/ficha-verificable/1", documento=(str, nulo), sal=(str, nulo), hoja=str, indice=int,
        tamano=int, camino=list, nota=str,
    )  # fmt: skip
    hoja = leer_hoja(dato["hoja"])
    documento = _comprobar_documento(dato["documento"], dato["sal"], hoja)
    punto = comprobar_inclusion(dato, hoja, llaves)
    if recordado is not None:
        comprobar_contra(recordado, punto, llaves, continuidad)
    return Ficha(hoja, punto, documento)


def comprobar_constancia(
    texto: str, llaves: Sequence[Llave], numero: str = "", huella: str = ""
) -> list[Ficha]:
    """El archivo da la huella impresa, y cada versión que trae es la que se publicó de esa candidatura."""
    if numero or huella:
        _comprobar_huella(texto, numero, huella)
    dato = leer_json(texto + "\n")
    versiones, candidatura = dato.get("versiones"), dato.get("candidatura")
    if dato.get("formato") != "conoceles/constancia/1" or not isinstance(versiones, list):
        raise Ilegible("El archivo no es una constancia, o le falta algo.")
    fichas = []
    for version in versiones:
        if not isinstance(version, dict) or not isinstance(candidatura, dict):
            raise Ilegible("El archivo no es una constancia, o le falta algo.")
        ficha = comprobar_ficha(canonico(version.get("verificable")) + "\n", llaves)
        if (ficha.hoja.clave, ficha.hoja.version) != (candidatura.get("clave"), version.get("numero")):
            raise NoCuadra("Una versión es de otra candidatura, o de otro número que el que dice.")
        fichas.append(ficha)
    return fichas


def _comprobar_huella(texto: str, numero: str, huella: str) -> None:
    """Los espacios con que se imprimen no cuentan."""
    try:
        suma = hashlib.sha256(bytes.fromhex(numero) + texto.encode()).hexdigest()
    except ValueError as error:
        raise Ilegible("El número de comprobación está mal copiado.") from error
    if suma != "".join(huella.split()).lower():
        raise NoCuadra(
            "El archivo no da la huella impresa: no es el que se expidió, o algo está mal copiado."
        )


def _comprobar_documento(texto: str | None, sal: str | None, hoja: Hoja) -> dict[str, Any] | None:
    if texto is None and sal is None:
        return None
    if texto is None or not _casa(re.compile("[0-9a-f]{32}"), sal):
        raise Ilegible("El documento y su sal van juntos; falta uno o no tiene su forma.")
    if hashlib.sha256(bytes.fromhex(str(sal)) + texto.encode()).hexdigest() != hoja.huella:
        raise NoCuadra("El documento no es el que se publicó: con su sal da otra huella.")
    documento = objeto_canonico(texto)
    if documento is None or documento.get("clave") != hoja.clave:
        raise NoCuadra("El documento no es el de esa candidatura.")
    return documento


def comprobar_inclusion(dato: dict[str, Any], hoja: Hoja, llaves: Sequence[Llave]) -> PuntoDeControl:
    """La hoja está en su lugar del árbol que la nota firma."""
    indice, tamano = dato["indice"], dato["tamano"]
    if hoja.secuencia != indice + 1 or not 0 <= indice < tamano:
        raise NoCuadra("El lugar que dice el archivo no es el de la hoja.")
    punto = _forma_de_nota(dato["nota"])
    if punto[0] != tamano:
        raise NoCuadra("La prueba es de un árbol de otro tamaño que el firmado.")
    raiz = raiz_por_inclusion(nodo_de_hoja(hoja.texto.encode()), indice, tamano, leer_nodos(dato["camino"]))
    if raiz != punto[1]:
        raise NoCuadra("La hoja no está en el árbol firmado.")
    return abrir_nota(dato["nota"], llaves)


def _forma_de_nota(nota: str) -> tuple[int, bytes]:
    """Tamaño y raíz sin comprobar la firma, que es lo más caro y va al final."""
    partes = _NOTA.fullmatch(nota)
    if not partes:
        raise Ilegible("El punto de control no tiene su forma: fue alterado o se guardó con otro programa.")
    return int(partes["tamano"]), de_base64(partes["raiz"])


def comprobar_continuidad(texto: str, llaves: Sequence[Llave]) -> tuple[PuntoDeControl, PuntoDeControl]:
    """El árbol nuevo empieza con todas las hojas del viejo. Devuelve los dos puntos."""
    dato = leer_json(texto)
    exigir_campos(dato, "conoceles/continuidad/1", notas=list, prueba=list)
    if len(dato["notas"]) != 2 or not all(isinstance(nota, str) for nota in dato["notas"]):
        raise Ilegible("La continuidad es entre dos puntos de control.")
    (viejo, raiz_vieja), (nuevo, raiz_nueva) = map(_forma_de_nota, dato["notas"])
    if viejo > nuevo:
        raise NoCuadra("El punto de control nuevo abarca menos que el viejo.")
    raices = raices_por_consistencia(viejo, nuevo, raiz_vieja, leer_nodos(dato["prueba"]))
    if raices != (raiz_vieja, raiz_nueva):
        raise NoCuadra("El árbol nuevo no continúa al viejo: la historia cambió.")
    antes, despues = (abrir_nota(nota, llaves) for nota in dato["notas"])
    return antes, despues


def comprobar_contra(
    recordado: PuntoDeControl, punto: PuntoDeControl, llaves: Sequence[Llave], continuidad: str | None
) -> None:
    """Que dos puntos sean de una misma historia, el uno antes y el otro después."""
    if recordado.tamano == punto.tamano:
        if recordado.raiz != punto.raiz:
            raise NoCuadra("Hay dos historias del mismo tamaño: la que usted recuerda y la que le enseñan.")
        return
    menor, mayor = sorted((recordado, punto), key=lambda uno: uno.tamano)
    if continuidad is None:
        raise Ilegible(
            f"Falta la prueba de que uno continúa al otro: descargue continuidad/{menor.tamano}-{mayor.tamano}.json "
            "de la bitácora pública y agréguela con --continuidad."
        )
    antes, despues = comprobar_continuidad(continuidad, llaves)
    if (antes.tamano, antes.raiz, despues.tamano, despues.raiz) != (
        menor.tamano,
        menor.raiz,
        mayor.tamano,
        mayor.raiz,
    ):
        raise NoCuadra("La prueba de continuidad es de otros puntos de control.")


Lector = Callable[[str], str]


def comprobar_bitacora(
    leer: Lector,
    llaves: Sequence[Llave],
    recordado: PuntoDeControl | None = None,
    ficha: Ficha | None = None,
    avance: Callable[[int, int], None] = lambda van, son: None,
) -> PuntoDeControl:
    """Todas las hojas dan la raíz firmada, y las primeras la recordada. `leer` da el texto de un archivo por su nombre."""
    punto = abrir_nota(leer("punto-de-control"), llaves)
    if recordado is not None and recordado.tamano > punto.tamano:
        raise NoCuadra(
            f"La bitácora retrocedió: usted recuerda {recordado.tamano} hojas y ahora enseña {punto.tamano}."
        )
    arbol = Arbol()
    versiones: dict[str, int] = {}
    for hoja in hojas_de(leer, punto.tamano):
        if hoja.version != versiones.get(hoja.clave, 0) + 1:
            raise NoCuadra(f"La hoja {hoja.secuencia} no es la versión que sigue de {hoja.clave}.")
        versiones[hoja.clave] = hoja.version
        if ficha is not None and hoja.secuencia == ficha.hoja.secuencia and hoja != ficha.hoja:
            raise NoCuadra(f"La hoja {hoja.secuencia} no es la de la ficha.")
        arbol.agregar(nodo_de_hoja(hoja.texto.encode()))
        if recordado is not None and hoja.secuencia == recordado.tamano and arbol.raiz() != recordado.raiz:
            raise NoCuadra("Las hojas que usted recordaba ya no son las mismas: la historia cambió.")
        if hoja.secuencia % HOJAS_POR_TRAMO == 0 or hoja.secuencia == punto.tamano:
            avance(hoja.secuencia, punto.tamano)
    if arbol.raiz() != punto.raiz:
        raise NoCuadra("Las hojas no dan la raíz firmada.")
    if ficha is not None and versiones.get(ficha.hoja.clave) != ficha.hoja.version:
        raise NoCuadra("La ficha no es la última versión de su candidatura.")
    return punto


def hojas_de(leer: Lector, tamano: int) -> Iterator[Hoja]:
    """Cada hoja, en su orden y en su lugar."""
    for inicio in range(1, tamano + 1, HOJAS_POR_TRAMO):
        fin = min(inicio + HOJAS_POR_TRAMO - 1, tamano)
        nombre = f"hojas/{inicio}-{fin}.jsonl"
        *renglones, resto = leer(nombre).split("\n")
        if resto or len(renglones) != fin - inicio + 1:
            raise NoCuadra(f"{nombre} no trae las hojas que dice.")
        for secuencia, renglon in enumerate(renglones, start=inicio):
            hoja = leer_hoja(renglon)
            if hoja.secuencia != secuencia:
                raise NoCuadra(f"En el lugar {secuencia} está la hoja {hoja.secuencia}.")
            yield hoja


# --- Archivos y direcciones --------------------------------------------------------------------------------


def leer_archivo(ruta: str) -> str:
    try:
        with open(ruta, "rb") as archivo:
            return _texto(archivo.read(BYTES_POR_ARCHIVO + 1), ruta)
    except OSError as error:
        raise Ilegible(f"No se pudo leer {ruta}: {error.strerror}.") from error


def _texto(datos: bytes, de: str) -> str:
    if len(datos) > BYTES_POR_ARCHIVO:
        raise Ilegible(f"{de} es demasiado grande para ser lo que se espera.")
    try:
        return datos.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Ilegible(f"{de} no es texto en UTF-8.") from error


def lector_de(origen: str, guardar: str | None) -> Lector:
    """De dónde se leen los archivos de la bitácora: una carpeta, o una dirección que usted escribió."""
    if not re.match(r"https?://", origen):
        return lambda nombre: leer_archivo(os.path.join(origen, *nombre.split("/")))

    def descargar(nombre: str) -> str:
        direccion = origen.rstrip("/") + "/" + nombre
        try:
            with urllib.request.urlopen(direccion, timeout=30) as respuesta:  # noqa: S310 (sólo http y https)
                datos = respuesta.read(BYTES_POR_ARCHIVO + 1)
        except (OSError, ValueError) as error:
            raise Ilegible(f"No se pudo descargar {direccion}: {error}.") from error
        if guardar:
            destino = Path(guardar, *nombre.split("/"))
            destino.parent.mkdir(parents=True, exist_ok=True)
            destino.write_bytes(datos)
        return _texto(datos, direccion)

    return descargar


def leer_recordado(ruta: str | None, llaves: Sequence[Llave]) -> PuntoDeControl | None:
    return abrir_nota(leer_archivo(ruta), llaves) if ruta and os.path.exists(ruta) else None


def recordar(ruta: str | None, punto: PuntoDeControl) -> None:
    """Guarda el punto en el archivo; nunca uno menor que el que ya estaba (eso ya se comprobó)."""
    if not ruta:
        return
    provisional = Path(f"{ruta}.nuevo")
    provisional.write_bytes(punto.nota.encode())
    os.replace(provisional, ruta)
    print(f"Punto de control de {punto.tamano} hojas guardado en {ruta}.")


# --- Órdenes -----------------------------------------------------------------------------------------------


def orden_ficha(args: argparse.Namespace) -> None:
    llaves = _llaves(args.llave)
    recordado = _recordado_que_existe(args.recordado, llaves)
    continuidad = leer_archivo(args.continuidad) if args.continuidad else None
    ficha = comprobar_ficha(leer_archivo(args.archivo), llaves, recordado, continuidad)
    hoja = ficha.hoja
    if ficha.documento is None:
        print(
            "BIEN: la hoja está en la bitácora firmada. El archivo no trae el documento: su contenido no se comprobó."
        )
    else:
        print("BIEN: el documento es idéntico al que se publicó.")
        print(f"  Persona:     {_nombre(ficha.documento)}")
    print(f"  Candidatura: {hoja.clave}, versión {hoja.version}, folio {hoja.secuencia}")
    print(f"  Publicada:   {hoja.instante} (UTC)")
    print(f"  Firmado por: {ficha.punto.origen}, con {ficha.punto.tamano} hojas")


def orden_constancia(args: argparse.Namespace) -> None:
    fichas = comprobar_constancia(leer_archivo(args.archivo), _llaves(args.llave), args.numero, args.huella)
    print(f"BIEN: las {len(fichas)} versiones que trae son las que se publicaron.")
    sin_documento = sum(ficha.documento is None for ficha in fichas)
    if sin_documento:
        print(f"  De {sin_documento} no trae el documento: consta su hoja y su contenido no se comprobó.")
    if not args.huella:
        print("  Sin --numero y --huella no se comprobó que sea el archivo que se expidió.")


def _nombre(documento: dict[str, Any]) -> str:
    persona = documento.get("persona")
    return str(persona.get("nombre", "")) if isinstance(persona, dict) else ""


def orden_continuidad(args: argparse.Namespace) -> None:
    llaves = _llaves(args.llave)
    antes, despues = comprobar_continuidad(leer_archivo(args.archivo), llaves)
    recordado = leer_recordado(args.recordado, llaves)
    if recordado is not None and (recordado.tamano, recordado.raiz) != (antes.tamano, antes.raiz):
        raise NoCuadra("El punto viejo de la prueba no es el que usted recuerda.")
    print(
        f"BIEN: el árbol de {despues.tamano} hojas continúa al de {antes.tamano}. No se cambió ni se quitó nada."
    )
    recordar(args.recordado, despues)


def orden_bitacora(args: argparse.Namespace) -> None:
    llaves = _llaves(args.llave)
    recordado = leer_recordado(args.recordado, llaves)
    ficha = comprobar_ficha(leer_archivo(args.ficha), llaves) if args.ficha else None
    punto = comprobar_bitacora(lector_de(args.origen, args.guardar), llaves, recordado, ficha, _avance)
    print(f"BIEN: las {punto.tamano} hojas dan la raíz que firmó {punto.origen}.")
    if recordado is not None:
        print(f"  Las primeras {recordado.tamano} son las que usted recordaba.")
    if ficha is not None:
        print(f"  La ficha es la última versión de {ficha.hoja.clave}.")
    recordar(args.recordado, punto)


def _avance(van: int, son: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{van} de {son} hojas", end="\n" if van == son else "", file=sys.stderr, flush=True)


def _llaves(argumento: str) -> list[Llave]:
    return leer_llaves(leer_archivo(argumento) if os.path.exists(argumento) else argumento)


def _recordado_que_existe(ruta: str | None, llaves: Sequence[Llave]) -> PuntoDeControl | None:
    if ruta and not os.path.exists(ruta):
        raise Ilegible(f"No existe {ruta}: guarde antes un punto de control con la orden «bitacora».")
    return leer_recordado(ruta, llaves)


# Los vectores públicos de las normas: si esta máquina o esta copia calculan mal, se nota aquí.
VECTORES_RFC_8032 = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
)  # fmt: skip
ENTRADAS_RFC_6962 = (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)  # fmt: skip
RAICES_RFC_6962 = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def orden_autoprueba(args: argparse.Namespace) -> None:
    for publica, mensaje, firma in VECTORES_RFC_8032:
        llave, texto, sello = map(bytes.fromhex, (publica, mensaje, firma))
        if not firma_valida(llave, texto, sello) or firma_valida(llave, texto + b"x", sello):
            raise NoCuadra("Ed25519 no da lo que dice la RFC 8032 en esta máquina.")
    arbol = Arbol()
    for entrada, raiz in zip(ENTRADAS_RFC_6962, RAICES_RFC_6962, strict=False):
        arbol.agregar(nodo_de_hoja(bytes.fromhex(entrada)))
        if arbol.raiz().hex() != raiz:
            raise NoCuadra("El árbol no da lo que dice la RFC 6962 en esta máquina.")
    print("BIEN: este verificador calcula lo que dicen la RFC 8032 y la RFC 6962.")


def _analizador() -> argparse.ArgumentParser:
    principal = argparse.ArgumentParser(
        description="Comprueba, sin conexión, lo que la bitácora pública de Conóceles promete.",
        epilog="Sale con 0 si todo cuadra, con 1 si algo no cuadra y con 2 si no pudo comprobarse.",
    )
    ordenes = principal.add_subparsers(dest="orden", required=True, metavar="ORDEN")
    con_llave = argparse.ArgumentParser(add_help=False)
    con_llave.add_argument("--llave", required=True, help="la llave pública, o el archivo llave.txt")
    con_llave.add_argument("--recordado", help="archivo con el punto de control que usted guardó")
    ficha = ordenes.add_parser("ficha", parents=[con_llave], help="el archivo que da «Verificar esta ficha»")
    ficha.add_argument("archivo")
    ficha.add_argument("--continuidad", help="prueba entre el punto recordado y el de la ficha")
    ficha.set_defaults(hacer=orden_ficha)
    continuidad = ordenes.add_parser("continuidad", parents=[con_llave], help="que un punto continúa a otro")
    continuidad.add_argument("archivo")
    continuidad.set_defaults(hacer=orden_continuidad)
    constancia = ordenes.add_parser(
        "constancia", parents=[con_llave], help="el archivo que acompaña a una constancia"
    )
    constancia.add_argument("archivo")
    constancia.add_argument("--numero", default="", help="el número de comprobación impreso")
    constancia.add_argument("--huella", default="", help="la huella impresa")
    constancia.set_defaults(hacer=orden_constancia)
    bitacora = ordenes.add_parser(
        "bitacora", parents=[con_llave], help="la bitácora entera, de una carpeta o de su dirección"
    )
    bitacora.add_argument("origen", help="carpeta, o dirección que empieza con https://")
    bitacora.add_argument("--ficha", help="además, que esta ficha sea la última versión de su candidatura")
    bitacora.add_argument("--guardar", help="carpeta donde dejar lo descargado")
    bitacora.set_defaults(hacer=orden_bitacora)
    ordenes.add_parser("autoprueba", help="que este verificador calcula bien").set_defaults(
        hacer=orden_autoprueba
    )
    return principal


def main(argumentos: Sequence[str] | None = None) -> int:
    args = _analizador().parse_args(argumentos)
    try:
        args.hacer(args)
    except NoCuadra as error:
        print(f"NO CUADRA: {error}", file=sys.stderr)
        return 1
    except (Ilegible, OSError) as error:
        print(f"NO SE PUDO COMPROBAR: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
