"""`python -m herramientas.fallas.ordenes [--muertes N] [--semilla S] [--verbo V]`: una muerte en cada orden.

Cada acto que cambia lo público se corre una vez entero y se cuentan sus pasos. Después se repite, desde el mismo
punto de partida, matando el proceso antes o después de cada uno. Lo que queda ha de ser exactamente lo de antes o
exactamente lo de después, `verificar` ha de pasar y pedirlo otra vez ha de terminarlo. Sale con 1 si algo no cuadra.
"""

from __future__ import annotations

import argparse
import io
import secrets
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from . import estado, verdugo
from .actos import SePerdio
from .escenario import instalacion
from .estado import Retrato, retratar

if TYPE_CHECKING:
    from .verbos import Verbo


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--muertes", type=int, default=0, help="por verbo; 0, una en cada paso")
    opciones.add_argument("--semilla", type=int, default=secrets.randbits(32))
    opciones.add_argument("--verbo", help="sólo éste")
    pedido = opciones.parse_args()
    print(f"semilla {pedido.semilla}, {pedido.muertes or 'todas las'} muertes por verbo", flush=True)
    with instalacion():
        from .verbos import VERBOS

        estado.guardar("vacia")
        try:
            for verbo in VERBOS:
                if pedido.verbo in (None, verbo.nombre):
                    estado.volver("vacia")
                    print(Prueba.de(verbo, pedido.semilla).matar(pedido.muertes), flush=True)
        except SePerdio as falla:
            raise SystemExit(f"FALLA: {falla}. Para repetirla: --semilla {pedido.semilla}") from None


class Punto(NamedTuple):
    """Dónde morir: el paso, contado desde 0, y si ya se dio."""

    paso: int
    despues: bool


class Prueba(NamedTuple):
    """Un verbo con lo que había antes, lo que deja y lo que deja pedirlo dos veces."""

    verbo: Verbo
    instante: datetime
    semilla: int
    pasos: str
    antes: Retrato
    despues: Retrato
    dos_veces: Retrato

    @classmethod
    def de(cls, verbo: Verbo, semilla: int) -> Prueba:
        from django.utils import timezone

        from tests.asentados import asentar_lo_fabricado

        verbo.preparar()
        asentar_lo_fabricado()
        _verificar(f"{verbo.nombre}, antes")  # y este proceso ya recuerda lo que recordará al repetir
        estado.guardar("antes")
        instante, antes = timezone.now() + timedelta(seconds=1), retratar()
        pasos = verdugo.correr(verbo.repetible, instante=instante, semilla=semilla) or ""
        despues = retratar()
        if not antes.distintas(despues):
            raise SePerdio(f"{verbo.nombre}: el acto no cambió nada, la prueba no prueba")
        verdugo.correr(verbo.repetible, instante=instante, semilla=semilla)
        return cls(verbo, instante, semilla, pasos, antes, despues, retratar())

    def matar(self, muertes: int) -> str:
        """Muere en cada punto elegido y juzga lo que quedó; devuelve las cuentas en un renglón."""
        cuenta = Counter(self._una(punto) for punto in self._elegidos(muertes))
        if set(cuenta) != {"antes", "después"}:
            raise SePerdio(
                f"{self.verbo.nombre}: ninguna muerte cayó antes, o ninguna después: {dict(cuenta)}"
            )
        clases = Counter(self.pasos)
        return (
            f"{self.verbo.nombre}: {clases[verdugo.ORDEN]} órdenes, {clases[verdugo.COMMIT]} commits y "
            f"{clases[verdugo.ARCHIVO]} pasos de archivo; {cuenta.total()} muertes: {cuenta['antes']} dejaron lo de "
            f"antes y {cuenta['después']} lo de después; ninguna otra cosa"
        )

    def _elegidos(self, muertes: int) -> list[Punto]:
        """Todos o, si son demasiados, los del commit y una muestra de los demás."""
        todos = list(self._puntos())
        if not muertes or muertes >= len(todos):
            return todos
        forzosos = [p for p in todos if self.pasos[p.paso] == verdugo.COMMIT]
        resto = [p for p in todos if p not in forzosos]
        azar = Random(f"{self.semilla} {self.verbo.nombre}")
        return sorted(forzosos + azar.sample(resto, max(0, muertes - len(forzosos))))

    def _puntos(self) -> Iterator[Punto]:
        """De un archivo sólo se avisa antes: después de un paso es antes del siguiente."""
        for paso, clase in enumerate(self.pasos):
            yield Punto(paso, despues=False)
            if clase != verdugo.ARCHIVO:
                yield Punto(paso, despues=True)

    def _una(self, punto: Punto) -> str:
        estado.volver("antes")
        donde = (
            f"{self.verbo.nombre}, muerte {'después' if punto.despues else 'antes'} del paso {punto.paso + 1}"
        )
        if self._correr(punto) is not None:
            raise SePerdio(f"{donde}: no murió; el acto no dio los mismos pasos que la primera vez")
        quedo = self._juzgar(retratar(), donde)
        _verificar(donde)
        self._correr(None)
        self._comparar_lo_repetido(
            self.despues if quedo == "antes" else self.dos_veces, f"{donde} y otra vez"
        )
        return quedo

    def _correr(self, punto: Punto | None) -> str | None:
        paso, despues = punto or (None, False)
        return verdugo.correr(
            self.verbo.repetible, instante=self.instante, semilla=self.semilla, en=paso, despues=despues
        )

    def _juzgar(self, quedo: Retrato, donde: str) -> str:
        for nombre, esperado in (("antes", self.antes), ("después", self.despues)):
            if not quedo.distintas(esperado):
                self._comparar(quedo, esperado, donde)
                return nombre
        raise SePerdio(
            f"{donde}: quedó a medias; no es lo de antes ({', '.join(quedo.distintas(self.antes))}) ni lo de después "
            f"({', '.join(quedo.distintas(self.despues))})"
        )

    def _comparar(self, quedo: Retrato, esperado: Retrato, donde: str) -> None:
        if tablas := quedo.distintas(esperado):
            raise SePerdio(f"{donde}: no quedó como debía: {', '.join(tablas)}")
        if archivos := quedo.le_faltan(esperado):
            raise SePerdio(f"{donde}: un documento quedó sin su archivo entero: {', '.join(archivos)}")

    def _comparar_lo_repetido(self, esperado: Retrato, donde: str) -> None:
        from django.db import connection

        quedo = retratar()
        if connection.vendor == "postgresql":
            quedo, esperado = quedo.en_cuentas(), esperado.en_cuentas()
        self._comparar(quedo, esperado, donde)
        _verificar(donde)


def _verificar(donde: str) -> None:
    from django.core.management import CommandError, call_command

    salida = io.StringIO()
    try:
        call_command("verificar", stdout=salida)
    except CommandError:
        raise SePerdio(f"{donde}: «verificar» no pasa: {salida.getvalue()}") from None


if __name__ == "__main__":
    main()
