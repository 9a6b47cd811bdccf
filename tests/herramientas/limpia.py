"""Con qué se pregunta al verificador, y una bitácora limpia con todos los archivos que de ella se dan."""

from __future__ import annotations

import hashlib
import json
import random

from herramientas import verificador as v

from .bitacora_falsa import FOTO, PRIMER_INSTANTE, UN_MINUTO, Bitacora, canonico

NUMERO = "5e" * 16


def lector(archivos):
    def leer(nombre):
        if nombre not in archivos:
            raise v.Ilegible(nombre)
        return archivos[nombre]

    return leer


def pasa(comprobar, *argumentos, **nombrados) -> bool:
    """¿No se detectó nada? Todo lo que no sea una de las dos salidas previstas es un error de la prueba."""
    try:
        comprobar(*argumentos, **nombrados)
    except (v.NoCuadra, v.Ilegible):
        return False
    return True


def impresa(texto: str) -> str:
    return hashlib.sha256(bytes.fromhex(NUMERO) + texto.encode()).hexdigest()


class Limpia:
    """Una bitácora limpia, lo que la persona recuerda de ella y los archivos que le dieron."""

    def __init__(self, azar: random.Random, tamano: int) -> None:
        self.azar, self.tamano = azar, tamano
        self.limpia = Bitacora(tamano, semilla=azar.getrandbits(32))
        self.otra = Bitacora(tamano, semilla=azar.getrandbits(32), llave=azar.randbytes(32))
        self.llaves = v.leer_llaves(self.limpia.llave)
        self.viejo = azar.randint(2, tamano - 1)
        self.recordado = v.abrir_nota(self.limpia.nota(self.viejo), self.llaves)
        self.archivos = self.limpia.archivos()
        self.secuencia = azar.randint(1, tamano)
        self.ficha = self.limpia.ficha(self.secuencia)
        self.continuidad = self.limpia.continuidad(self.viejo, tamano)
        self.constancia = self.limpia.constancia(
            json.loads(self.limpia.hojas[self.secuencia - 1])["clave"],
            PRIMER_INSTANTE + azar.randint(-5, self.secuencia) * UN_MINUTO,
            PRIMER_INSTANTE + (azar.randint(self.secuencia, tamano + 20) + 0.5) * UN_MINUTO,
        )

    # Cada una dice si pasó sin detectarse.

    def toda(self, archivos, **nombrados) -> bool:
        return pasa(v.comprobar_bitacora, lector(archivos), self.llaves, **nombrados)

    def una_ficha(self, texto: str) -> bool:
        return pasa(v.comprobar_ficha, texto, self.llaves)

    def contra(self, texto: str, recordado, continuidad, **nombrados) -> bool:
        """Como la orden «ficha» con --recordado y --continuidad."""
        punto = v.comprobar_ficha(texto, self.llaves).punto
        return pasa(v.comprobar_contra, recordado, punto, self.llaves, continuidad, **nombrados)

    def una_constancia(self, dato, **impreso) -> bool:
        return pasa(v.comprobar_constancia, canonico(dato), self.llaves, **impreso)

    def una_firmada(self, texto: str, firma: str) -> bool:
        """Como la orden «constancia» con --firma."""
        return pasa(v.comprobar_constancia, texto, self.llaves, firma=firma)

    def una_continuidad(self, texto: str) -> bool:
        return pasa(v.comprobar_continuidad, texto, self.llaves)

    def todo_pasa(self) -> bool:
        texto = canonico(self.constancia)
        ficha = v.comprobar_ficha(self.ficha, self.llaves)
        anterior = self.azar.randint(1, self.viejo)
        return all((
            self.toda(self.archivos, recordado=self.recordado),
            self.una_continuidad(self.continuidad),
            self.contra(self.ficha, self.recordado, self.continuidad),
            self.contra(
                self.limpia.ficha(1, anterior), self.recordado, self.limpia.continuidad(anterior, self.viejo),
                permitir_anterior=True,
            ),
            self.una_constancia(self.constancia),
            self.una_constancia(self.constancia, numero=NUMERO, huella=impresa(texto)),
            self.una_firmada(texto, self.limpia.firma(texto)),
            not ficha.documento["retratos"] or pasa(v.comprobar_foto, FOTO, ficha.documento),
        ))  # fmt: skip
