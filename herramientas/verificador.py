#!/usr/bin/env python3
"""Verificador independiente de la bitácora pública de Conóceles.

Un solo archivo, con la biblioteca estándar de Python 3.9 o posterior. No comparte código con el sistema que
comprueba, no se conecta a nada que usted no le pida y no escribe más que los archivos que usted nombre.

    python3 verificador.py ficha verificacion.json --llave llave.txt --recordado mi-punto
    python3 verificador.py continuidad 120-245.json --llave llave.txt --recordado mi-punto
    python3 verificador.py bitacora https://conoceles.ejemplo.mx/bitacora-publica/ --llave llave.txt --recordado mi-punto
    python3 verificador.py constancia constancia-E-….json --llave llave.txt --firma constancia-E-…-firma.txt
    python3 verificador.py autoprueba

La llave pública consígala por un medio distinto del sitio que va a comprobar: impresa, de los estrados, de otra
persona. Un punto de control recordado delata a quien después le enseñe otra historia.

Sale con 0 si todo cuadra («BIEN»), con 1 si algo se contradice («NO CUADRA»), con 2 si no pudo comprobarse: falta
algo, no se entiende, la orden está mal escrita o el programa falló («NO SE PUDO COMPROBAR»), y con 3 si lo que trae
cuadra, pero le falta su documento o, a una constancia, su firma o alguna versión («BIEN EN PARTE»).

De arriba abajo: la firma (Ed25519), el árbol, las notas firmadas, lo que se comprueba, los archivos, las órdenes.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import os
import re
import sys
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TextIO
from zoneinfo import ZoneInfo

HOJAS_POR_ARCHIVO = 256
BYTES_POR_ARCHIVO = 8 * 1024 * 1024


class NoCuadra(Exception):
    """La evidencia se contradice: alguien cambió algo."""


class Ilegible(Exception):
    """No puede comprobarse: falta algo o no se entiende."""


def exigir(condicion: object, reproche: str, clase: type[Exception] = NoCuadra) -> None:
    if not condicion:
        raise clase(reproche)


# --- La firma: Ed25519, según la RFC 8032 (§5.1); sólo comprobar -------------------------------------------

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


@lru_cache(maxsize=64)  # una constancia trae la misma nota en cada versión
def firma_valida(publica: bytes, mensaje: bytes, firma: bytes) -> bool:
    """¿Esa llave pública (32 bytes) firmó ese mensaje? (§5.1.7)"""
    if len(publica) != 32 or len(firma) != 64:
        return False
    a, r, s = descomprimir(publica), descomprimir(firma[:32]), int.from_bytes(firma[32:], "little")
    if a is None or r is None or s >= ORDEN:
        return False
    k = int.from_bytes(hashlib.sha512(firma[:32] + publica + mensaje).digest(), "little") % ORDEN
    return son_iguales(multiplicar(s, BASE), sumar(r, multiplicar(k, a)))


# --- El árbol, según la RFC 6962 (§2.1): cada función es el espejo de su definición --------------------------


def nodo_de_hoja(hoja: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + hoja).digest()


def nodo_de(izquierdo: bytes, derecho: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + izquierdo + derecho).digest()


def corte(hojas: int) -> int:
    """Por dónde se parte un árbol de dos hojas o más: la mayor potencia de dos menor que `hojas`."""
    return 1 << (hojas - 1).bit_length() - 1


def raiz_de(nodos: Sequence[bytes]) -> bytes:
    """La raíz del árbol con esos nodos de hoja (MTH)."""
    if len(nodos) < 2:
        return nodos[0] if nodos else hashlib.sha256(b"").digest()
    medio = corte(len(nodos))
    return nodo_de(raiz_de(nodos[:medio]), raiz_de(nodos[medio:]))


def raiz_por_inclusion(nodo: bytes, indice: int, tamano: int, camino: Sequence[bytes]) -> bytes:
    """La raíz a la que se llega desde esa hoja con los hermanos del camino (PATH, §2.1.1)."""
    exigir(bool(camino) == (tamano > 1), "El camino de la prueba no mide lo que debe.")
    if tamano == 1:
        return nodo
    *abajo, hermano = camino
    medio = corte(tamano)
    if indice < medio:
        return nodo_de(raiz_por_inclusion(nodo, indice, medio, abajo), hermano)
    return nodo_de(hermano, raiz_por_inclusion(nodo, indice - medio, tamano - medio, abajo))


def raices_por_consistencia(
    viejo: int, nuevo: int, prueba: Sequence[bytes], raiz_vieja: bytes | None
) -> tuple[bytes, bytes]:
    """Las raíces vieja y nueva que la prueba reconstruye (SUBPROOF, §2.1.2).

    `raiz_vieja`: la que se sabe, mientras el árbol viejo sea el principio del que se mira; `None` si ya no.
    """
    if viejo == nuevo:  # la raíz se sabe o es lo único que queda de la prueba
        raices = [*prueba] if raiz_vieja is None else [*prueba, raiz_vieja]
        exigir(len(raices) == 1, "La prueba de continuidad no mide lo que debe.")
        return raices[0], raices[0]
    exigir(prueba, "La prueba de continuidad no mide lo que debe.")
    *abajo, otro = prueba
    medio = corte(nuevo)
    if viejo <= medio:
        antes, despues = raices_por_consistencia(viejo, medio, abajo, raiz_vieja)
        return antes, nodo_de(despues, otro)
    antes, despues = raices_por_consistencia(viejo - medio, nuevo - medio, abajo, None)
    return nodo_de(otro, antes), nodo_de(otro, despues)


# --- Las llaves y las notas firmadas -------------------------------------------------------------------------


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
    """Un árbol firmado. `nota`: el texto con su firma."""

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


_FIRMA_DE_CONSTANCIA = re.compile(
    r"(?P<texto>(?P<origen>[^\s+]+)/constancia\nfolio (?P<folio>[0-9A-Z-]{1,40})\nhojas (?P<hojas>[1-9][0-9]{0,17})\n"
    r"numero (?P<numero>[0-9a-f]{32})\nsha256 (?P<huella>[0-9a-f]{64})\n)\n"
    r"— (?P<nombre>[^\s+]+) (?P<firma>[A-Za-z0-9+/]{91}=)\n"
)


def de_base64(texto: str) -> bytes:
    """Lo codificado, sólo si está escrito en su única forma."""
    datos = base64.b64decode(texto, validate=True)
    unica = base64.b64encode(datos).decode() == texto
    exigir(unica, "Hay un base64 que no está en su única forma: fue alterado.", Ilegible)
    return datos


def leer_llaves(texto: str) -> list[Llave]:
    """Las de un `llave.txt` (un renglón por llave; los que empiezan con # no cuentan) o una sola, suelta."""
    renglones = [renglon.strip() for renglon in texto.splitlines()]
    llaves = [_leer_llave(renglon) for renglon in renglones if renglon and not renglon.startswith("#")]
    exigir(llaves, "No hay ninguna llave pública: descargue llave.txt, o péguela entre comillas.", Ilegible)
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
    """El punto de control que dice la nota, si la firmó la llave que firma los de ese tamaño."""
    partes = _NOTA.fullmatch(nota)
    if not partes:
        raise Ilegible("El punto de control no tiene su forma: fue alterado o se guardó con otro programa.")
    raiz, tamano = de_base64(partes["raiz"]), int(partes["tamano"])
    _exigir_firma(partes, tamano, llaves, "punto de control")
    return PuntoDeControl(partes["origen"], tamano, raiz, nota)


def _exigir_firma(partes: re.Match[str], tamano: int, llaves: Sequence[Llave], de: str) -> None:
    """Que el texto lo haya firmado la llave que firma lo de ese tamaño."""
    firma = de_base64(partes["firma"])
    for llave in llaves:
        quien = llave.nombre == partes["origen"] == partes["nombre"]
        if quien and llave.identificador == firma[:4] and llave.rige(tamano):
            bien = firma_valida(llave.publica, partes["texto"].encode(), firma[4:])
            exigir(bien, f"La firma del {de} no corresponde a su texto: fue alterado.")
            return
    raise NoCuadra(f"Ninguna de las llaves que usted dio firma ese {de} de {tamano} hojas.")


# --- Lo que se lee: hojas, documentos e instantes ------------------------------------------------------------


class Hoja(NamedTuple):
    """Lo que el árbol dice de una versión publicada. `texto`: la hoja tal como entró al árbol."""

    clave: str
    version: int
    secuencia: int
    instante: str
    huella: str
    texto: str

    @property
    def nodo(self) -> bytes:
        return nodo_de_hoja(self.texto.encode())


_HOJA = re.compile(
    r'\{"clave":"(?P<clave>[0-9a-z]{1,64})","huella":"(?P<huella>[0-9a-f]{64})",'
    r'"instante":"(?P<instante>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00)",'
    r'"secuencia":(?P<secuencia>[1-9][0-9]{0,17}),"version":(?P<version>[1-9][0-9]{0,17})\}'
)
_HUELLA, _SAL = re.compile("[0-9a-f]{64}"), re.compile("[0-9a-f]{32}")


def leer_hoja(texto: str) -> Hoja:
    partes = _HOJA.fullmatch(texto)
    if not partes:
        raise NoCuadra("Una hoja no tiene la forma de una hoja.")
    leer_instante(partes["instante"])
    version, secuencia = int(partes["version"]), int(partes["secuencia"])
    return Hoja(partes["clave"], version, secuencia, partes["instante"], partes["huella"], texto)


def leer_instante(texto: Any) -> datetime:
    try:
        instante = datetime.fromisoformat(texto)
    except (TypeError, ValueError):
        raise Ilegible(f"Esto no es un instante: {texto!r}.") from None
    exigir(instante.utcoffset() is not None, f"A este instante le falta su huso: {texto!r}.", Ilegible)
    return instante


def canonico(dato: Any) -> str:
    return json.dumps(dato, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def objeto_canonico(texto: str) -> dict[str, Any]:
    """El objeto JSON de un texto que está en su única forma: un solo signo distinto se nota."""
    try:
        dato = json.loads(texto)
        if isinstance(dato, dict) and canonico(dato) == texto:
            return dato
    except (ValueError, RecursionError):
        pass
    raise Ilegible(
        "El archivo no está como se descargó: se alteró o se guardó con otro programa. Descárguelo otra vez."
    )


def leer_json(texto: str) -> dict[str, Any]:
    """El objeto de un archivo descargado, que acaba en un salto de renglón."""
    return objeto_canonico(texto[:-1] if texto.endswith("\n") else "")


def exigir_campos(dato: Any, formato: str, **clases: tuple[type, ...]) -> None:
    """Que el archivo sea de los que dice, con sus campos y ninguno más."""
    bien = (
        isinstance(dato, dict)
        and dato.get("formato") == formato
        and _tiene({**clases, "formato": (str,)}, dato)
    )
    exigir(bien, f"El archivo no es de los que dicen «{formato}», o le falta o le sobra algo.", Ilegible)


def exigir_parte(dato: Any, nombre: str, /, **clases: tuple[type, ...]) -> None:
    """Que esa parte de un archivo tenga sus campos y ninguno más."""
    bien = isinstance(dato, dict) and _tiene(clases, dato)
    exigir(bien, f"A «{nombre}» le falta o le sobra algo, o trae otra cosa.", Ilegible)


def _tiene(clases: dict[str, tuple[type, ...]], dato: dict[str, Any]) -> bool:
    """Esos campos y de esos tipos. Para el formato, un «true» no es un 1."""
    return set(dato) == set(clases) and all(type(dato[campo]) in clases[campo] for campo in clases)


def leer_nodos(textos: list[Any]) -> list[bytes]:
    bien = all(isinstance(texto, str) and _HUELLA.fullmatch(texto) for texto in textos)
    exigir(bien, "La prueba no es una lista de huellas.", Ilegible)
    return [bytes.fromhex(texto) for texto in textos]


# --- La ficha y la continuidad -------------------------------------------------------------------------------


class Ficha(NamedTuple):
    """Lo comprobado de una ficha. `documento` es `None` si el archivo no lo trae."""

    hoja: Hoja
    punto: PuntoDeControl
    documento: dict[str, Any] | None


def comprobar_ficha(texto: str, llaves: Sequence[Llave]) -> Ficha:
    """Documento y sal dan la huella de la hoja; la hoja está en el árbol; el árbol está firmado."""
    dato = leer_json(texto)
    exigir_campos(
        dato, "conoceles/ficha-verificable/1", documento=(str, type(None)), sal=(str, type(None)), hoja=(str,),
        indice=(int,), tamano=(int,), camino=(list,), nota=(str,),
    )  # fmt: skip
    hoja, punto = leer_hoja(dato["hoja"]), abrir_nota(dato["nota"], llaves)
    en_su_lugar = dato["indice"] == hoja.secuencia - 1 < punto.tamano == dato["tamano"]
    exigir(en_su_lugar, "El lugar que dice el archivo no es el de la hoja en el árbol firmado.")
    raiz = raiz_por_inclusion(hoja.nodo, dato["indice"], punto.tamano, leer_nodos(dato["camino"]))
    exigir(raiz == punto.raiz, "La hoja no está en el árbol firmado.")
    return Ficha(hoja, punto, comprobar_documento(dato["documento"], dato["sal"], hoja))


def comprobar_documento(texto: str | None, sal: str | None, hoja: Hoja) -> dict[str, Any] | None:
    if texto is None and sal is None:
        return None
    if texto is None or sal is None or not _SAL.fullmatch(sal):
        raise Ilegible("El documento y su sal van juntos; falta uno o no tiene su forma.")
    huella = hashlib.sha256(bytes.fromhex(sal) + texto.encode()).hexdigest()
    exigir(huella == hoja.huella, "El documento no es el que se publicó: con su sal da otra huella.")
    documento = objeto_canonico(texto)
    exigir(documento.get("clave") == hoja.clave, "El documento no es el de esa candidatura.")
    return documento


def comprobar_foto(datos: bytes, documento: dict[str, Any] | None) -> str:
    """Qué tamaño de la fotografía es ese archivo, entre los que se publicaron con la ficha."""
    huellas = (documento or {}).get("retratos") or {}
    exigir(huellas, "La ficha no trae las huellas de ninguna fotografía.", Ilegible)
    huella = hashlib.sha256(datos).hexdigest()
    exigir(huella in huellas.values(), "La fotografía no es la que se publicó con esa ficha.")
    return next(str(nombre) for nombre, suya in huellas.items() if suya == huella)


def comprobar_continuidad(texto: str, llaves: Sequence[Llave]) -> tuple[PuntoDeControl, PuntoDeControl]:
    """El árbol nuevo empieza con todas las hojas del viejo. Devuelve los dos puntos."""
    dato = leer_json(texto)
    exigir_campos(dato, "conoceles/continuidad/1", notas=(list,), prueba=(list,))
    dos_notas = len(dato["notas"]) == 2 and all(isinstance(nota, str) for nota in dato["notas"])
    exigir(dos_notas, "La continuidad es entre dos puntos de control.", Ilegible)
    viejo, nuevo = (abrir_nota(nota, llaves) for nota in dato["notas"])
    exigir(viejo.tamano <= nuevo.tamano, "El punto de control nuevo abarca menos que el viejo.")
    prueba = leer_nodos(dato["prueba"])
    raices = raices_por_consistencia(viejo.tamano, nuevo.tamano, prueba, viejo.raiz)
    exigir(raices == (viejo.raiz, nuevo.raiz), "El árbol nuevo no continúa al viejo: la historia cambió.")
    return viejo, nuevo


def comprobar_contra(
    recordado: PuntoDeControl,
    punto: PuntoDeControl,
    llaves: Sequence[Llave],
    continuidad: str | None,
    permitir_anterior: bool = False,
) -> None:
    """Que el punto que le enseñan continúe al que usted recuerda. `continuidad`: el texto de su prueba."""
    if recordado.tamano == punto.tamano:
        exigir(recordado.raiz == punto.raiz, "Hay dos historias del mismo tamaño: la suya y la que enseñan.")
        return
    exigir(
        permitir_anterior or recordado.tamano < punto.tamano,
        f"Es evidencia vieja: su punto de control es de {punto.tamano} hojas y usted recuerda uno de "
        f"{recordado.tamano}. Quien se la dio pudo callar lo que se publicó o se retiró después. Descargue otra vez "
        "el archivo en la página «Verificar esta ficha». Si lo que quiere es comprobar una copia que usted guardó, "
        "agregue --permitir-anterior.",
    )
    menor, mayor = sorted((recordado, punto), key=lambda uno: uno.tamano)
    if continuidad is None:
        raise Ilegible(
            f"Falta la prueba de que uno continúa al otro: descargue continuidad/{menor.tamano}-{mayor.tamano}.json "
            "de la bitácora pública y agréguela con --continuidad."
        )
    probados = [(uno.tamano, uno.raiz) for uno in comprobar_continuidad(continuidad, llaves)]
    esperados = [(uno.tamano, uno.raiz) for uno in (menor, mayor)]
    exigir(probados == esperados, "La prueba de continuidad es de otros puntos de control.")


# --- La bitácora entera --------------------------------------------------------------------------------------

Lector = Callable[[str], str]  # da el texto de un archivo de la bitácora por su nombre


def comprobar_bitacora(
    leer: Lector,
    llaves: Sequence[Llave],
    recordado: PuntoDeControl | None = None,
    ficha: Ficha | None = None,
) -> PuntoDeControl:
    """Las hojas van en orden y dan la raíz firmada; las primeras, la recordada; la de la ficha es la última suya."""
    punto = abrir_nota(leer("punto-de-control"), llaves)
    nodos: list[bytes] = []
    ultimas: dict[str, Hoja] = {}
    for hoja in hojas_en_orden(leer, punto.tamano):
        nodos.append(hoja.nodo)
        ultimas[hoja.clave] = hoja
    exigir(raiz_de(nodos) == punto.raiz, "Las hojas no dan la raíz firmada.")
    if recordado is not None:
        _exigir_que_siga(recordado, nodos, "Usted recuerda")
    if ficha is not None:
        _exigir_que_siga(ficha.punto, nodos, "La ficha trae")
        es_la_ultima = ultimas.get(ficha.hoja.clave) == ficha.hoja
        exigir(es_la_ultima, "La ficha no es la última versión de su candidatura: descárguela otra vez.")
    return punto


def _exigir_que_siga(otro: PuntoDeControl, nodos: Sequence[bytes], quien: str) -> None:
    """Que ese punto sea el principio de este árbol."""
    retrocedio = f"La bitácora retrocedió: {quien.lower()} {otro.tamano} hojas y ahora enseña {len(nodos)}."
    exigir(otro.tamano <= len(nodos), retrocedio)
    cambio = f"{quien} un punto de {otro.tamano} hojas y ya no son las mismas: la historia cambió."
    exigir(raiz_de(nodos[: otro.tamano]) == otro.raiz, cambio)


def hojas_en_orden(leer: Lector, tamano: int) -> Iterator[Hoja]:
    """Cada hoja en su lugar, con la versión que sigue de su candidatura y nunca anterior a la de antes."""
    versiones: dict[str, int] = {}
    antes = ""
    for secuencia, renglon in enumerate(_renglones(leer, tamano), start=1):
        hoja = leer_hoja(renglon)
        exigir(hoja.secuencia == secuencia, f"En el lugar {secuencia} está la hoja {hoja.secuencia}.")
        sigue = hoja.version == versiones.get(hoja.clave, 0) + 1
        exigir(sigue, f"La hoja {secuencia} no es la versión que sigue de {hoja.clave}.")
        exigir(antes <= hoja.instante, f"La hoja {secuencia} está antedatada.")
        versiones[hoja.clave], antes = hoja.version, hoja.instante
        yield hoja


def _renglones(leer: Lector, tamano: int) -> Iterator[str]:
    for inicio in range(1, tamano + 1, HOJAS_POR_ARCHIVO):
        fin = min(inicio + HOJAS_POR_ARCHIVO - 1, tamano)
        nombre = f"hojas/{inicio}-{fin}.jsonl"
        *renglones, resto = leer(nombre).split("\n")
        exigir(not resto and len(renglones) == fin - inicio + 1, f"{nombre} no trae las hojas que dice.")
        yield from renglones


# --- La constancia -------------------------------------------------------------------------------------------

Lapso = tuple[datetime, datetime]


class Tramo(NamedTuple):
    """Qué decía la página, su rótulo y su detalle, desde cuándo y hasta cuándo, y si mostraba respuestas."""

    desde: datetime
    hasta: datetime
    dicho: tuple[str, str]
    con_respuestas: bool


class Version(NamedTuple):
    """Una versión de una constancia, ya comprobada. `hasta`: el instante de la que sigue, o `None`."""

    ficha: Ficha
    hasta: str | None
    se_suprimio: bool
    datos_corregidos: bool
    tramos: list[Tramo]


class DeUnaConstancia(NamedTuple):
    """Lo comprobado. `la_persona`: ¿también que la candidatura se llame como en su último documento?

    `folio`: el que firmó el Instituto; vacío si no se dio la firma. `expedida`: cuándo, según ella misma.
    """

    versiones: list[Version]
    la_persona: bool
    zona: str
    expedida: datetime
    folio: str

    @property
    def entera(self) -> bool:
        return bool(self.folio and self.versiones) and all(
            version.ficha.documento is not None for version in self.versiones
        )


UNA, LISTA, SI_O_NO = (str,), (list,), (bool,)
SIN_VERSIONES = (
    "Que en el lapso no hubiera nada publicado de esa candidatura no lo prueba un archivo: búsquela, por su clave, en las "
    "hojas de la bitácora pública."
)


def comprobar_constancia(
    texto: str, llaves: Sequence[Llave], numero: str = "", huella: str = "", firma: str | None = None
) -> DeUnaConstancia:
    """Lo que se lee de cada versión es lo que dicen su hoja firmada y su documento, y en medio no falta ninguna.

    `firma`: la nota que la acompaña. Sin ella, lo demás que dice y que no falten versiones al final no se sabe.
    """
    if numero or huella:
        comprobar_lo_impreso(texto, numero, huella)
    folio, hojas = comprobar_la_firma(texto, firma, llaves) if firma is not None else ("", 0)
    dato = objeto_canonico(texto)
    exigir_campos(
        dato, "conoceles/constancia/1", instituto=UNA, proceso=(dict,), candidatura=(dict,), desde=UNA, hasta=UNA,
        expedida=(dict,), con_datos_corregidos=SI_O_NO, versiones=LISTA, acuses=LISTA, observaciones=LISTA,
        validaciones=LISTA, mensajes=LISTA, actos=LISTA, interrupciones=LISTA,
    )  # fmt: skip
    de_quien, zona = dato["candidatura"], dato["proceso"].get("zona")
    exigir_parte(dato["proceso"], "proceso", clave=UNA, nombre=UNA, zona=UNA)
    exigir_parte(dato["expedida"], "expedida", instante=UNA, por=UNA, cargo=UNA)
    exigir_parte(de_quien, "candidatura", clave=UNA, persona=UNA, cargo=UNA, demarcacion=UNA, actor=UNA)
    lapso = leer_instante(dato["desde"]), leer_instante(dato["hasta"])
    pasado = lapso[0] < lapso[1] <= leer_instante(dato["expedida"]["instante"])
    exigir(pasado, "El lapso termina antes de empezar, o después de que se expidió la constancia.")
    try:
        versiones = [
            _comprobar_version(una, de_quien["clave"], lapso, zona, llaves) for una in dato["versiones"]
        ]
        la_persona = _comprobar_de_quien(de_quien, versiones)
    except (KeyError, TypeError, AttributeError) as error:
        raise Ilegible(f"Un documento de la constancia no tiene su forma: {error}.") from error
    exigir(
        versiones or folio,
        f"La constancia no trae ninguna versión, ni se dio su firma. {SIN_VERSIONES}",
        Ilegible,
    )
    if versiones:
        _comprobar_que_se_sigan(versiones, lapso)
        tamano = versiones[0].ficha.punto.tamano
        exigir(not folio or tamano <= hojas, "La firma de la constancia es anterior a la evidencia que trae.")
    return DeUnaConstancia(versiones, la_persona, zona, leer_instante(dato["expedida"]["instante"]), folio)


def _comprobar_de_quien(de_quien: dict[str, Any], versiones: list[Version]) -> bool:
    """La persona y, si aún rige, el cargo del último documento; `False` si el registro los corrigió o no viene."""
    con_documento = [version for version in versiones if version.ficha.documento is not None]
    if not con_documento or con_documento[-1].datos_corregidos:
        return False
    ultima = con_documento[-1]
    for campo in ("persona",) if ultima.hasta else ("persona", "cargo"):
        suyo = (ultima.ficha.documento or {})[campo]["nombre"]
        exigir(de_quien[campo] == suyo, f"Dice «{de_quien[campo]}» y el documento firmado, «{suyo}».")
    return True


def comprobar_la_firma(texto: str, nota: str, llaves: Sequence[Llave]) -> tuple[str, int]:
    """Que el Instituto haya firmado ese archivo. Devuelve su folio y cuántas hojas había al expedirse."""
    partes = _FIRMA_DE_CONSTANCIA.fullmatch(nota)
    if not partes:
        raise Ilegible(
            "La firma de la constancia no tiene su forma: fue alterada o se guardó con otro programa."
        )
    hojas = int(partes["hojas"])
    _exigir_firma(partes, hojas, llaves, "aviso de expedición")
    suma = hashlib.sha256(bytes.fromhex(partes["numero"]) + texto.encode()).hexdigest()
    exigir(suma == partes["huella"], "El archivo no es el que se firmó al expedir la constancia.")
    return partes["folio"], hojas


def comprobar_lo_impreso(texto: str, numero: str, huella: str) -> None:
    """El número de comprobación y el archivo dan la huella. Los espacios con que se imprimen no cuentan."""
    exigir(numero and huella, "El número de comprobación y la huella van juntos: falta uno.", Ilegible)
    try:
        suma = hashlib.sha256(bytes.fromhex(numero) + texto.encode()).hexdigest()
    except ValueError as error:
        raise Ilegible("El número de comprobación está mal copiado.") from error
    bien = suma == "".join(huella.split()).lower()
    exigir(bien, "El archivo no da la huella impresa: no es el que se expidió, o algo está mal copiado.")


def _comprobar_version(version: Any, clave: str, lapso: Lapso, zona: str, llaves: Sequence[Llave]) -> Version:
    """Su número y su instante son los de su hoja, y sus tramos cubren lo que del lapso le toca."""
    exigir_parte(
        version, "versiones", numero=(int,), instante=UNA, hasta=(str, type(None)), situaciones=LISTA,
        se_suprimio=SI_O_NO, sigue_publica=SI_O_NO, datos_corregidos=SI_O_NO, verificable=(dict,),
    )  # fmt: skip
    ficha = comprobar_ficha(canonico(version["verificable"]) + "\n", llaves)
    hoja, numero, hasta, se_suprimio = ficha.hoja, version["numero"], version["hasta"], version["se_suprimio"]
    dicho, firmado = [clave, numero, version["instante"]], [hoja.clave, hoja.version, hoja.instante]
    exigir(dicho == firmado, f"Una versión dice {dicho} y su hoja firmada, {firmado}.")
    corregida = version["datos_corregidos"]
    exigir(hasta or not corregida, f"La versión {numero} rige: el registro no corrigió lo que dice.")
    tramos = [_leer_tramo(tramo) for tramo in version["situaciones"]]
    desde = max(leer_instante(hoja.instante), lapso[0])
    fin = min(leer_instante(hasta), lapso[1]) if hasta is not None else lapso[1]
    if se_suprimio:
        exigir(ficha.documento is None and not tramos, f"La versión {numero}, suprimida, dice qué mostraba.")
    else:  # sin tramos sólo si la reemplazó otra en su mismo instante
        bordes = [desde, *(tramo.hasta for tramo in tramos)]
        sin_huecos = bordes == sorted(set(bordes)) and bordes == [*(tramo.desde for tramo in tramos), fin]
        exigir(sin_huecos, f"Lo que mostraba la versión {numero} no cubre todo lo que rigió, y sólo eso.")
    for tramo in tramos:
        if ficha.documento is None:
            exigir(not tramo.con_respuestas, f"La versión {numero} mostraba respuestas y falta su documento.")
        else:
            reproche = (
                f"De la versión {numero} dice «{'. '.join(tramo.dicho)}» y su documento firmado no dice eso."
            )
            exigir(es_posible(tramo, ficha.documento, zona), reproche)
    return Version(ficha, hasta, se_suprimio, corregida, tramos)


def _leer_tramo(tramo: Any) -> Tramo:
    exigir_parte(tramo, "situaciones", desde=UNA, hasta=UNA, rotulo=UNA, detalle=UNA, respuestas=SI_O_NO)
    desde, hasta = leer_instante(tramo["desde"]), leer_instante(tramo["hasta"])
    return Tramo(desde, hasta, (tramo["rotulo"], tramo["detalle"]), tramo["respuestas"])


def _comprobar_que_se_sigan(versiones: list[Version], lapso: Lapso) -> None:
    """Cada versión rige hasta que empieza la otra, y no falta ninguna del lapso."""
    for esta, otra in zip(versiones, versiones[1:]):  # noqa: B905 (`strict` es de Python 3.10)
        hoja, siguiente = esta.ficha.hoja, otra.ficha.hoja
        seguidas = hoja.version + 1 == siguiente.version and hoja.secuencia < siguiente.secuencia
        exigir(seguidas, f"Después de la versión {hoja.version} no viene la que le sigue.")
        exigir(esta.hasta == siguiente.instante, f"La versión {hoja.version} no acaba donde empieza la otra.")
        exigir(esta.ficha.punto == otra.ficha.punto, "Las versiones traen puntos de control distintos.")
    primera, acaba = versiones[0].ficha.hoja, versiones[-1].hasta
    desde_antes = primera.version == 1 or leer_instante(primera.instante) <= lapso[0]
    exigir(desde_antes, f"Falta la versión {primera.version - 1}, que también rigió en el lapso.")
    exigir(acaba is None or leer_instante(acaba) >= lapso[1], "Faltan versiones al final del lapso.")


# Lo que la página dice, palabra por palabra: su rótulo y su detalle.
TERMINADAS = {
    "sustituida": ("Candidatura sustituida", "Se registró a otra persona en su lugar el {}."),
    "cancelada": ("Candidatura cancelada", "El registro de esta candidatura se canceló el {}."),
    "renuncia": ("Renunció a la candidatura", "La persona dejó esta candidatura por renuncia el {}."),
    "fallecimiento": ("La persona falleció", "Esta candidatura terminó el {} porque la persona registrada falleció."),
    "inhabilitacion": ("Terminó por inhabilitación",
        "Esta candidatura terminó el {} porque una autoridad inhabilitó a la persona registrada."),
    "sentencia": ("Retirada por sentencia", "Una sentencia dejó sin efecto esta candidatura el {}."),
    "paridad": ("Sustituida por paridad o acción afirmativa", "Se registró a otra persona en su lugar el {} para "
        "cumplir las reglas de paridad o de acción afirmativa."),
    "desplazada": ("Terminó por restitución",
        "Esta candidatura terminó el {} porque se restituyó a la persona registrada antes."),
    "baja": ("Candidatura dada de baja", "Esta candidatura salió del registro del Instituto el {}."),
}  # fmt: skip
PUBLICADA = ("Publicada", "Sus respuestas están publicadas.")
POR_PUBLICAR = ("Se publica el {}",
    "La candidatura ya respondió. El Instituto publica sus respuestas a partir del {}.")  # fmt: skip
SIN_FECHA = ("Aún sin fecha de publicación",
    "La candidatura ya respondió. El Instituto aún no fija la fecha de publicación.")  # fmt: skip
EN_REVISION = ("En revisión por el Instituto",
    "La candidatura ya envió sus respuestas. Se publican cuando termine la revisión del Instituto.")  # fmt: skip
RETIRADA = ("Retirado temporalmente por el Instituto",
    "La candidatura respondió. El Instituto retiró sus respuestas el {}. Motivo: {}")  # fmt: skip
EN_PLAZO = ("En plazo para responder (hasta el {0})", "La candidatura puede responder hasta el {1}.")
EN_PLAZO_SIN_ACCESO = (EN_PLAZO[0], "El plazo de esta candidatura para responder termina el {1}.")
NO_PROPORCIONO = ("No proporcionó", "La candidatura no proporcionó respuestas en este proceso.")
NO_RESPONDIO = ("No respondió",
    "El plazo para responder terminó el {} y el Instituto no ha recibido respuestas de esta candidatura.")  # fmt: skip
SIN_ACCESO = ("El Instituto no le dio acceso a tiempo", "El plazo para responder terminó el {} y el Instituto no le "
    "había entregado a esta candidatura su acceso para hacerlo.")  # fmt: skip
SE_RECORRE = ("En plazo: su límite se está recorriendo", "El servicio del Instituto estuvo interrumpido al final del "
    "plazo de esta candidatura. Ese tiempo se le devuelve: su nuevo límite se dirá aquí.")  # fmt: skip
Dichos = tuple[tuple[str, str], ...]


def es_posible(tramo: Tramo, documento: dict[str, Any], zona: str) -> bool:
    """¿La página decía eso, de principio a fin del tramo, de quien tiene ese documento?"""
    con_respuestas = tramo.dicho == PUBLICADA and bool(documento["respuestas"])
    al_empezar, al_acabar = tramo.desde, tramo.hasta - timedelta(microseconds=1)
    return tramo.con_respuestas is con_respuestas and all(
        tramo.dicho in dichos_posibles(documento, instante, zona) for instante in (al_empezar, al_acabar)
    )


def dichos_posibles(documento: dict[str, Any], instante: datetime, zona: str) -> Dichos:
    """Lo que la página podía decir en ese instante."""
    registro, suyo = documento["registro"], documento["cuestionario"]
    limite, visible = (suyo[c] and leer_instante(suyo[c]) for c in ("captura_hasta", "visible_desde"))
    if registro["situacion"] != "aprobada":
        return (_con(TERMINADAS[registro["situacion"]], el_dia(en_zona(registro["hasta"], zona))),)
    if suyo["situacion"] == "en_revision":
        return (EN_REVISION,)
    if suyo["situacion"] == "retirada":
        return (_con(RETIRADA, el_dia(en_zona(suyo["retirado_en"], zona)), suyo["motivo"]),)
    if suyo["situacion"] == "publicada":
        if visible is None:
            return (SIN_FECHA if limite else PUBLICADA,)
        return (
            _con(POR_PUBLICAR, el_inicio(suyo["visible_desde"], zona)) if instante < visible else PUBLICADA,
        )
    if limite is None:
        return (NO_PROPORCIONO,)
    vence, sin_anio = (el_limite(suyo["captura_hasta"], zona, anio) for anio in (True, False))
    if instante < limite:
        return (_con(EN_PLAZO_SIN_ACCESO if suyo.get("sin_acceso") else EN_PLAZO, sin_anio, vence),)
    return _con(SIN_ACCESO if suyo.get("sin_acceso") else NO_RESPONDIO, vence), SE_RECORRE


def _con(dicho: tuple[str, str], *datos: str) -> tuple[str, str]:
    return dicho[0].format(*datos), dicho[1].format(*datos)


MESES = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]  # fmt: skip


def en_zona(instante: str, zona: str) -> datetime:
    """La hora de ese lugar, si esta computadora la sabe: México dejó el horario de verano en 2022."""
    try:
        centro, local = ZoneInfo("America/Mexico_City"), ZoneInfo(zona)
    except (KeyError, ValueError, OSError):
        centro = None
    al_dia = centro and datetime(2027, 7, 1, tzinfo=centro).utcoffset() == timedelta(hours=-6)
    instale = "instálelos con «python3 -m pip install --upgrade tzdata»"
    exigir(al_dia, f"Esta computadora no trae los husos al día, o no existe {zona!r}: {instale}.", Ilegible)
    return leer_instante(instante).astimezone(local)


def el_dia(local: datetime, con_anio: bool = True, con_hora: bool = False) -> str:
    dia = f"{local.day} de {MESES[local.month - 1]}" + (f" de {local.year}" if con_anio else "")
    return f"{dia}, {local:%H:%M} h" if con_hora else dia


def el_inicio(instante: str, zona: str) -> str:
    local = en_zona(instante, zona)
    return el_dia(local, con_hora=(local.hour, local.minute) != (0, 0))


def el_limite(instante: str, zona: str, con_anio: bool) -> str:
    """El último día que vale: un límite a las 00:00 es el del día anterior."""
    local = en_zona(instante, zona)
    if (local.hour, local.minute) == (0, 0):
        return el_dia(local - timedelta(days=1), con_anio)
    return el_dia(local, con_anio, con_hora=True)


# --- Los archivos y las direcciones --------------------------------------------------------------------------


def leer_archivo(ruta: str) -> str:
    return _texto(leer_bytes(ruta), ruta)


def leer_bytes(ruta: str) -> bytes:
    try:
        with open(ruta, "rb") as archivo:
            return archivo.read(BYTES_POR_ARCHIVO + 1)
    except OSError as error:
        raise Ilegible(f"No se pudo leer {ruta}: no está, o no hay permiso de leerlo.") from error


def _texto(datos: bytes, de: str) -> str:
    exigir(len(datos) <= BYTES_POR_ARCHIVO, f"{de} es demasiado grande para ser lo que se espera.", Ilegible)
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
        except (OSError, ValueError, HTTPException) as error:
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
    """Guarda el punto, ya comprobado contra el que estaba: o queda entero el nuevo, o queda el de antes."""
    if ruta:
        provisional = Path(f"{ruta}.nuevo")
        provisional.write_bytes(punto.nota.encode())
        os.replace(provisional, ruta)
        decir(f"Punto de control de {punto.tamano} hojas guardado en {ruta}.")


def decir(texto: str, a: TextIO | None = None) -> None:
    """Lo imprime sin los signos que mueven el cursor o cambian el sentido: el texto puede venir de otra persona."""
    print("".join(signo if signo.isprintable() or signo == "\n" else "�" for signo in texto), file=a)


# --- Las órdenes ---------------------------------------------------------------------------------------------


def orden_ficha(args: argparse.Namespace) -> int:
    llaves = _llaves(args.llave)
    ficha = comprobar_ficha(leer_archivo(args.archivo), llaves)
    _comparar_con_lo_recordado(args, ficha.punto, llaves)
    hoja, documento = ficha.hoja, ficha.documento
    foto = comprobar_foto(leer_bytes(args.foto), documento) if args.foto else ""
    if documento is None:
        decir(
            "BIEN EN PARTE: la hoja está en la bitácora firmada. No trae el documento: lo que decía NO se comprobó."
        )
    else:
        decir("BIEN: el documento es idéntico al que se publicó.")
        decir(f"  Persona:     {documento['persona']['nombre']}")
    if foto:
        decir(f"  Fotografía:  {foto}, la que se publicó")
    decir(f"  Candidatura: {hoja.clave}, versión {hoja.version}, folio {hoja.secuencia}")
    decir(f"  Desde:       {_momento(leer_instante(hoja.instante))}")
    decir(f"  Firmado por: {ficha.punto.origen}, con {ficha.punto.tamano} hojas")
    _advertir(args)
    return 0 if documento is not None else 3


def _comparar_con_lo_recordado(
    args: argparse.Namespace, punto: PuntoDeControl, llaves: Sequence[Llave]
) -> None:
    if args.recordado:
        recordado = abrir_nota(leer_archivo(args.recordado), llaves)
        continuidad = leer_archivo(args.continuidad) if args.continuidad else None
        comprobar_contra(recordado, punto, llaves, continuidad, args.permitir_anterior)


def _advertir(args: argparse.Namespace) -> None:
    if not args.recordado:
        decir("  Sin --recordado no se comprobó que sea la misma historia que vieron otras personas.")


def orden_constancia(args: argparse.Namespace) -> int:
    texto, llaves = leer_archivo(args.archivo), _llaves(args.llave)
    firma = leer_archivo(args.firma) if args.firma else None
    comprobada = comprobar_constancia(texto, llaves, args.numero, args.huella, firma)
    _exigir_que_ya_pasara(comprobada.expedida)
    if not comprobada.versiones:
        decir(
            f"BIEN EN PARTE: el Instituto firmó, con el folio {comprobada.folio}, que no había ninguna versión."
        )
        decir(f"  {SIN_VERSIONES}")
        return 3
    _comparar_con_lo_recordado(args, comprobada.versiones[0].ficha.punto, llaves)
    _encabezar(comprobada)
    for version in comprobada.versiones:
        _decir_version(version)
    decir(f"  Las fechas de lo que decía la página van en la hora de {comprobada.zona}.")
    if not comprobada.la_persona:
        decir(
            "  NO se comprobó el nombre de la persona: no viene en ningún documento, o el registro lo corrigió."
        )
    _decir_que_se_firmo(comprobada, bool(args.huella))
    _advertir(args)
    return 0 if comprobada.entera else 3


def _exigir_que_ya_pasara(expedida: datetime) -> None:
    """Una fecha que aún no llega: o el archivo es falso, o el reloj de esta computadora está mal."""
    futura = expedida > ahora() + timedelta(days=1)
    reproche = f"La constancia dice haberse expedido el {_momento(expedida)}, que aún no llega"
    exigir(not futura, f"{reproche} según el reloj de esta computadora. No se fíe de ella.", Ilegible)


def ahora() -> datetime:
    return datetime.now(timezone.utc)  # noqa: UP017 (`UTC` es de 3.11)


def _encabezar(comprobada: DeUnaConstancia) -> None:
    versiones = comprobada.versiones
    sin_documento = [str(v.ficha.hoja.version) for v in versiones if v.ficha.documento is None]
    if comprobada.entera:
        que = f"BIEN: lo que dice de cada versión ({len(versiones)}) es lo que consta en la bitácora firmada"
        decir(f"{que}, y el Instituto firmó la constancia.")
    else:
        decir(f"BIEN EN PARTE: las versiones que trae ({len(versiones)}) están en la bitácora firmada.")
    if sin_documento:
        decir(f"  Lo que dice de las versiones sin documento ({', '.join(sin_documento)}) NO se comprobó.")


def _decir_que_se_firmo(comprobada: DeUnaConstancia, con_huella: bool) -> None:
    ultima = comprobada.versiones[-1].ficha.hoja.version
    if comprobada.folio:
        decir(f"  El Instituto firmó todo el archivo al expedirlo, con el folio {comprobada.folio}, el")
        decir(
            f"  {_momento(comprobada.expedida)}. De lo que se publicó después, una constancia no dice nada."
        )
        return
    decir(
        f"  Sin --firma, que después de la versión {ultima} no haya otra NO se comprobó. Tampoco los acuses,"
    )
    decir(
        "  mensajes, actos e interrupciones, qué sigue público, quién la expidió y dónde compite la persona."
    )
    if con_huella:
        decir("  La huella impresa no basta: quien cambie el archivo puede imprimir otra.")


def _decir_version(version: Version) -> None:
    hoja, con_documento = version.ficha.hoja, version.ficha.documento is not None
    decir(f"  Versión {hoja.version}, folio {hoja.secuencia}, del {_momento(leer_instante(hoja.instante))}")
    for tramo in version.tramos:
        aviso = "" if con_documento else " (NO se comprobó: falta el documento)"
        decir(f"    desde el {_momento(tramo.desde)}: {tramo.dicho[0]}{aviso}")
    if version.se_suprimio:
        decir("    Que su contenido se suprimió por ley NO se comprobó.")


def orden_continuidad(args: argparse.Namespace) -> None:
    llaves = _llaves(args.llave)
    antes, despues = comprobar_continuidad(leer_archivo(args.archivo), llaves)
    recordado = leer_recordado(args.recordado, llaves)
    es_el_suyo = recordado is None or (recordado.tamano, recordado.raiz) == (antes.tamano, antes.raiz)
    exigir(es_el_suyo, "El punto viejo de la prueba no es el que usted recuerda.")
    decir(f"BIEN: el árbol de {despues.tamano} hojas continúa al de {antes.tamano}: nada cambió ni se quitó.")
    recordar(args.recordado, despues)


def orden_bitacora(args: argparse.Namespace) -> None:
    llaves = _llaves(args.llave)
    recordado = leer_recordado(args.recordado, llaves)
    ficha = comprobar_ficha(leer_archivo(args.ficha), llaves) if args.ficha else None
    punto = comprobar_bitacora(lector_de(args.origen, args.guardar), llaves, recordado, ficha)
    decir(f"BIEN: las {punto.tamano} hojas dan la raíz que firmó {punto.origen}.")
    if recordado is not None:
        decir(f"  Las primeras {recordado.tamano} son las que usted recordaba.")
    elif args.recordado:
        decir(f"  No había nada en {args.recordado}: la próxima vez habrá con qué comparar.")
    if ficha is not None:
        decir(f"  La ficha es la última versión de {ficha.hoja.clave}.")
    recordar(args.recordado, punto)


def _momento(instante: datetime) -> str:
    return f"{instante.astimezone(timezone.utc):%Y-%m-%d %H:%M:%S} UTC"  # noqa: UP017 (`UTC` es de 3.11)


def _llaves(argumento: str) -> list[Llave]:
    return leer_llaves(leer_archivo(argumento) if os.path.exists(argumento) else argumento)


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
    for vector in VECTORES_RFC_8032:
        publica, mensaje, firma = map(bytes.fromhex, vector)
        bien = firma_valida(publica, mensaje, firma) and not firma_valida(publica, mensaje + b"x", firma)
        exigir(bien, "Ed25519 no da lo que dice la RFC 8032 en esta máquina.")
    nodos = [nodo_de_hoja(bytes.fromhex(entrada)) for entrada in ENTRADAS_RFC_6962]
    for tamano, raiz in enumerate(RAICES_RFC_6962, start=1):
        bien = raiz_de(nodos[:tamano]).hex() == raiz
        exigir(bien, "El árbol no da lo que dice la RFC 6962 en esta máquina.")
    decir("BIEN: este verificador calcula lo que dicen la RFC 8032 y la RFC 6962.")


ORDENES = (
    ("ficha", orden_ficha, "archivo --llave --foto --recordado --continuidad --permitir-anterior"),
    ("continuidad", orden_continuidad, "archivo --llave --recordado"),
    ("bitacora", orden_bitacora, "origen --llave --recordado --ficha --guardar"),
    (
        "constancia",
        orden_constancia,
        "archivo --llave --firma --numero --huella --recordado --continuidad --permitir-anterior",
    ),
    ("autoprueba", orden_autoprueba, ""),
)
OPCIONES: dict[str, dict[str, Any]] = {
    "archivo": {"help": "el que descargó o le entregaron"},
    "origen": {"help": "carpeta, o dirección que empieza con https://"},
    "--llave": {"required": True, "help": "la llave pública, o el archivo llave.txt"},
    "--foto": {"help": "además, que este archivo sea la fotografía que se publicó con la ficha"},
    "--recordado": {"help": "archivo con el punto de control que usted guardó"},
    "--continuidad": {"help": "prueba entre el punto recordado y el del archivo"},
    "--permitir-anterior": {"action": "store_true", "help": "acepta lo que es de antes del punto recordado"},
    "--ficha": {"help": "además, que esta ficha sea la última versión de su candidatura"},
    "--guardar": {"help": "carpeta donde dejar lo descargado"},
    "--firma": {"help": "la firma que acompaña a la constancia"},
    "--numero": {"default": "", "help": "el número de comprobación impreso"},
    "--huella": {"default": "", "help": "la huella impresa"},
}


class Analizador(argparse.ArgumentParser):
    """El de la biblioteca estándar; ante una orden mal escrita enseña cómo se escriben."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"NO SE PUDO COMPROBAR. La orden está mal escrita ({message}).\n\n{__doc__}")


def analizar(argumentos: Sequence[str] | None) -> argparse.Namespace:
    principal = Analizador(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ordenes = principal.add_subparsers(required=True, metavar="ORDEN")
    for nombre, hacer, opciones in ORDENES:
        orden = ordenes.add_parser(nombre)
        orden.set_defaults(hacer=hacer)
        for opcion in opciones.split():
            orden.add_argument(opcion, **OPCIONES[opcion])
    return principal.parse_args(argumentos)


def main(argumentos: Sequence[str] | None = None) -> int:
    args = analizar(argumentos)
    try:
        codigo: int | None = args.hacer(args)
        sys.stdout.flush()
        return codigo or 0
    except NoCuadra as error:
        decir(f"NO CUADRA. {error}", sys.stderr)
        return 1
    except (Ilegible, OSError) as error:
        decir(f"NO SE PUDO COMPROBAR. {error}", sys.stderr)
    except (Exception, KeyboardInterrupt) as error:
        motivo = f"Este programa se interrumpió ({type(error).__name__}: {error})"
        decir(f"NO SE PUDO COMPROBAR. {motivo}. De la evidencia no dice nada.", sys.stderr)
    return 2


if __name__ == "__main__":
    # Una terminal que no sabe escribir acentos no es evidencia que no cuadre.
    for salida in (sys.stdout, sys.stderr):
        if isinstance(salida, io.TextIOWrapper):
            salida.reconfigure(errors="backslashreplace")
    sys.exit(main())
