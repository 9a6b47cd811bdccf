#!/usr/bin/env python3
"""Verificador independiente de la bitácora pública de Conóceles.

Un solo archivo, con la biblioteca estándar de Python 3.9 o posterior. No comparte código con el sistema que
comprueba, no se conecta a nada que usted no le pida y no escribe más que los archivos que usted nombre.

    python3 verificador.py ficha verificacion.json --llave llave.txt --recordado mi-punto
    python3 verificador.py continuidad 120-245.json --llave llave.txt --recordado mi-punto
    python3 verificador.py bitacora https://conoceles.ejemplo.mx/bitacora-publica/ --llave llave.txt --recordado mi-punto
    python3 verificador.py constancia constancia-E-….json --llave llave.txt --numero "…" --huella "…"
    python3 verificador.py autoprueba

La llave pública consígala por un medio distinto del sitio que va a comprobar: impresa, de los estrados, de otra
persona. Un punto de control recordado delata a quien después le enseñe otra historia.

Sale con 0 si todo cuadra («BIEN»), con 1 si algo se contradice («NO CUADRA») y con 2 si no pudo comprobarse: falta
algo, no se entiende, la orden está mal escrita o el programa falló («NO SE PUDO COMPROBAR»).

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
    raiz, firma, tamano = de_base64(partes["raiz"]), de_base64(partes["firma"]), int(partes["tamano"])
    for llave in llaves:
        quien = llave.nombre == partes["origen"] == partes["nombre"]
        if quien and llave.identificador == firma[:4] and llave.rige(tamano):
            bien = firma_valida(llave.publica, partes["texto"].encode(), firma[4:])
            exigir(bien, "La firma del punto de control no corresponde a su texto: fue alterado.")
            return PuntoDeControl(partes["origen"], tamano, raiz, nota)
    raise NoCuadra(f"Ninguna de las llaves que usted dio firma ese punto de control de {tamano} hojas.")


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
    """Que el archivo sea de los que dice, con sus campos y ninguno más. Para el formato, un «true» no es un 1."""
    bien = isinstance(dato, dict) and dato.get("formato") == formato and set(dato) == {"formato", *clases}
    bien = bien and all(type(dato[campo]) in posibles for campo, posibles in clases.items())
    exigir(bien, f"El archivo no es de los que dicen «{formato}», o le falta o le sobra algo.", Ilegible)


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
    """Qué decía la página, desde cuándo y hasta cuándo, y si mostraba respuestas."""

    desde: datetime
    hasta: datetime
    rotulo: str
    con_respuestas: bool


class Version(NamedTuple):
    """Una versión de una constancia, ya comprobada. `hasta`: el instante de la que sigue, o `None`."""

    ficha: Ficha
    hasta: str | None
    se_suprimio: bool
    tramos: list[Tramo]


def comprobar_constancia(
    texto: str, llaves: Sequence[Llave], numero: str = "", huella: str = ""
) -> list[Version]:
    """Lo que se lee de cada versión es lo que dicen su hoja firmada y su documento, y en medio no falta ninguna."""
    if numero or huella:
        comprobar_lo_impreso(texto, numero, huella)
    dato = objeto_canonico(texto)
    exigir(dato.get("formato") == "conoceles/constancia/1", "El archivo no es una constancia.", Ilegible)
    try:
        lapso = leer_instante(dato["desde"]), leer_instante(dato["hasta"])
        clave = dato["candidatura"]["clave"]
        versiones = [_comprobar_version(version, clave, lapso, llaves) for version in dato["versiones"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise Ilegible(f"A la constancia le falta algo, o no tiene su forma: {error}.") from error
    if not versiones:
        raise Ilegible(
            "La constancia no trae ninguna versión: dice que en el lapso no había nada publicado de esa candidatura, y "
            "eso no lo prueba un archivo. Búsquela, por su clave, en las hojas de la bitácora pública."
        )
    _comprobar_que_se_sigan(versiones, lapso)
    return versiones


def comprobar_lo_impreso(texto: str, numero: str, huella: str) -> None:
    """El número de comprobación y el archivo dan la huella. Los espacios con que se imprimen no cuentan."""
    exigir(numero and huella, "El número de comprobación y la huella van juntos: falta uno.", Ilegible)
    try:
        suma = hashlib.sha256(bytes.fromhex(numero) + texto.encode()).hexdigest()
    except ValueError as error:
        raise Ilegible("El número de comprobación está mal copiado.") from error
    bien = suma == "".join(huella.split()).lower()
    exigir(bien, "El archivo no da la huella impresa: no es el que se expidió, o algo está mal copiado.")


def _comprobar_version(version: dict[str, Any], clave: str, lapso: Lapso, llaves: Sequence[Llave]) -> Version:
    """Su número y su instante son los de su hoja, y sus tramos cubren lo que del lapso le toca."""
    ficha = comprobar_ficha(canonico(version["verificable"]) + "\n", llaves)
    hoja, numero, hasta, se_suprimio = ficha.hoja, version["numero"], version["hasta"], version["se_suprimio"]
    dicho, firmado = [clave, numero, version["instante"]], [hoja.clave, hoja.version, hoja.instante]
    exigir(canonico(dicho) == canonico(firmado), f"Una versión dice {dicho} y su hoja firmada, {firmado}.")
    exigir(type(se_suprimio) is bool, f"La versión {numero} no dice si se suprimió.", Ilegible)
    tramos = [_leer_tramo(tramo) for tramo in version["situaciones"]]
    desde = max(leer_instante(hoja.instante), lapso[0])
    fin = min(leer_instante(hasta), lapso[1]) if hasta is not None else lapso[1]
    if se_suprimio:
        exigir(ficha.documento is None and not tramos, f"La versión {numero}, suprimida, dice qué mostraba.")
    else:  # sin tramos sólo si la reemplazó otra en su mismo instante
        bordes = [desde, *(tramo.hasta for tramo in tramos)]
        sin_huecos = bordes == sorted(set(bordes)) and bordes == [*(tramo.desde for tramo in tramos), fin]
        exigir(sin_huecos, f"Lo que mostraba la versión {numero} no cubre todo lo que rigió, y sólo eso.")
    if ficha.documento is not None:
        for tramo in tramos:
            reproche = f"De la versión {numero} dice «{tramo.rotulo}», y su documento firmado no dice eso."
            exigir(es_posible(tramo, ficha.documento), reproche)
    return Version(ficha, hasta, se_suprimio, tramos)


def _leer_tramo(tramo: dict[str, Any]) -> Tramo:
    desde, hasta = leer_instante(tramo["desde"]), leer_instante(tramo["hasta"])
    return Tramo(desde, hasta, tramo["rotulo"], tramo["respuestas"])


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


TERMINADAS = {
    "sustituida": "Candidatura sustituida",
    "cancelada": "Candidatura cancelada",
    "renuncia": "Renunció a la candidatura",
    "fallecimiento": "La persona falleció",
    "inhabilitacion": "Terminó por inhabilitación",
    "sentencia": "Retirada por sentencia",
    "paridad": "Sustituida por paridad o acción afirmativa",
    "desplazada": "Terminó por restitución",
    "baja": "Candidatura dada de baja",
}


def es_posible(tramo: Tramo, documento: dict[str, Any]) -> bool:
    """¿La página decía eso, de principio a fin del tramo, de quien tiene ese documento?"""
    con_respuestas = tramo.rotulo.startswith("Publicada") and bool(documento["respuestas"])
    al_empezar, al_acabar = tramo.desde, tramo.hasta - timedelta(microseconds=1)
    return tramo.con_respuestas is con_respuestas and all(
        tramo.rotulo.startswith(rotulos_posibles(documento, instante)) for instante in (al_empezar, al_acabar)
    )


def rotulos_posibles(documento: dict[str, Any], instante: datetime) -> tuple[str, ...]:
    """Cómo empieza lo que la página podía decir en ese instante."""
    registro, suyo = documento["registro"]["situacion"], documento["cuestionario"]
    limite, visible = (suyo[c] and leer_instante(suyo[c]) for c in ("captura_hasta", "visible_desde"))
    if registro != "aprobada":
        return (TERMINADAS[registro],)
    if suyo["situacion"] == "en_revision":
        return ("En revisión por el Instituto",)
    if suyo["situacion"] == "retirada":
        return ("Retirado temporalmente por el Instituto",)
    if suyo["situacion"] == "publicada":
        if visible is None:
            return ("Aún sin fecha de publicación" if limite else "Publicada",)
        return ("Se publica el " if instante < visible else "Publicada",)
    if limite is None or instante < limite:
        return ("En plazo para responder" if limite else "No proporcionó",)
    callo = "El Instituto no le dio acceso a tiempo" if suyo.get("sin_acceso") else "No respondió"
    return callo, "En plazo: su límite se está recorriendo"  # mientras se devuelve lo que el servicio faltó


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


def orden_ficha(args: argparse.Namespace) -> None:
    llaves = _llaves(args.llave)
    ficha = comprobar_ficha(leer_archivo(args.archivo), llaves)
    _comparar_con_lo_recordado(args, ficha.punto, llaves)
    hoja, documento = ficha.hoja, ficha.documento
    foto = comprobar_foto(leer_bytes(args.foto), documento) if args.foto else ""
    if documento is None:
        decir("BIEN: la hoja está en la bitácora firmada. No trae el documento: su contenido no se comprobó.")
    else:
        decir("BIEN: el documento es idéntico al que se publicó.")
        decir(f"  Persona:     {documento['persona']['nombre']}")
    if foto:
        decir(f"  Fotografía:  {foto}, la que se publicó")
    decir(f"  Candidatura: {hoja.clave}, versión {hoja.version}, folio {hoja.secuencia}")
    decir(f"  Desde:       {_momento(leer_instante(hoja.instante))}")
    decir(f"  Firmado por: {ficha.punto.origen}, con {ficha.punto.tamano} hojas")
    _advertir(args)


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


def orden_constancia(args: argparse.Namespace) -> None:
    texto, llaves = leer_archivo(args.archivo), _llaves(args.llave)
    versiones = comprobar_constancia(texto, llaves, args.numero, args.huella)
    _comparar_con_lo_recordado(args, versiones[0].ficha.punto, llaves)
    decir(f"BIEN: lo que dice de cada versión ({len(versiones)}) es lo que consta en la bitácora firmada.")
    for version in versiones:
        hoja = version.ficha.hoja
        decir(
            f"  Versión {hoja.version}, folio {hoja.secuencia}, del {_momento(leer_instante(hoja.instante))}"
        )
        for tramo in version.tramos:
            decir(f"    desde el {_momento(tramo.desde)}: {tramo.rotulo}")
        if version.ficha.documento is None:
            decir("    No trae el documento: consta su hoja; lo que mostraba no se comprobó.")
    decir("  Los acuses, mensajes, actos e interrupciones sólo los ampara la huella impresa.")
    if not args.huella:
        decir("  Sin --numero y --huella no se comprobó que sea el archivo que se expidió.")
    _advertir(args)


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
        "archivo --llave --numero --huella --recordado --continuidad --permitir-anterior",
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
        args.hacer(args)
        sys.stdout.flush()
        return 0
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
