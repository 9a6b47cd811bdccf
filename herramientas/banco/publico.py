"""Lo público bajo carga: la vitrina contra nginx con los mismos bytes, y contra el mismo sitio sin vitrina.

Uso: `python -m herramientas.banco.publico [--datos CARPETA] [--guardadas]`. Todos los servidores están arriba a la vez, en un núcleo, y
la carga en otro. Cada ronda visita todas las variantes, cada vez en otro orden, con un rato de la referencia antes y
después: lo que vale es la razón entre el CPU por petición de las dos, no los milisegundos. `RONDAS=1` da una
respuesta en un par de minutos; con menos de cinco ninguna cifra es definitiva. `--datos` conserva los procesos
inventados entre corridas; `--guardadas` mide sólo lo que sale de la vitrina.

A los dos se les pide lo mismo con las mismas conexiones, que quedan abiertas, y cada uno atiende con un solo proceso.
Lo nuestro viaja además con sus encabezados de seguridad, que nginx aquí no escribe.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from .apoyo.base_muda import base_muda
from .apoyo.carga import Rato, cuartiles, pedir
from .apoyo.poblar import instalacion
from .apoyo.servidores import Servidor, granian, nginx

RONDAS = int(os.environ.get("RONDAS", "5"))
TAMANOS = (1_000, 8_000, 100_000)
CENTRAL = 8_000  # el tamaño de una elección local grande: con él se mide la vitrina
RATO, RATO_DE_REFERENCIA = 2, 1  # segundos; `wrk` no los admite partidos
RUIDO = 0.20  # entre cuartiles, respecto de la mediana: más que esto no dice nada

# El CPU de nginx por petición en el equipo tranquilo donde se fijaron las metas, en microsegundos.
NGINX_EN_CALMA = 11
# Lo que ahí gastaban por petición las páginas del par británico, WhoCanIVoteFor: la de una persona y la de una boleta.
PAR_PERSONA, PAR_BOLETA = 38_700 / NGINX_EN_CALMA, 25_000 / NGINX_EN_CALMA


@dataclass
class Variante:
    """`referencia`: a quién se le piden los mismos bytes antes y después. `ratos`: los propios y los de ella."""

    nombre: str
    servidor: Servidor
    rutas: list[str]
    referencia: tuple[Servidor, list[str]]
    ratos: list[tuple[Rato, Rato, Rato]] = field(default_factory=list)

    @property
    def razones(self) -> list[float]:
        """CPU por petición entre el de la referencia, en cada ronda."""
        return [suyo.cpu / fmean((antes.cpu, despues.cpu)) for antes, suyo, despues in self.ratos]

    @property
    def tasas(self) -> list[float]:
        return [suyo.tasa / fmean((antes.tasa, despues.tasa)) for antes, suyo, despues in self.ratos]

    @property
    def es_ruido(self) -> bool:
        """Las rondas no coinciden entre sí, o la referencia no coincide consigo misma un momento después."""
        primero, mediana, tercero = cuartiles(self.razones)
        cambia = fmean(abs(a.cpu - d.cpu) / (a.cpu + d.cpu) for a, _, d in self.ratos)
        return (tercero - primero) / mediana > RUIDO or cambia > RUIDO

    @property
    def errores(self) -> int:
        return sum(suyo.errores for _, suyo, _ in self.ratos)


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--datos", type=Path, help="dónde guardar los procesos inventados")
    opciones.add_argument("--guardadas", action="store_true", help="sólo lo que sale de la vitrina")
    pedidas = opciones.parse_args()
    if falta := [programa for programa in ("nginx", "wrk") if not shutil.which(programa)]:
        print(f"Se omite: falta {' y '.join(falta)} (en Debian: apt-get install nginx-light wrk).")
        return
    with tempfile.TemporaryDirectory(prefix="conoceles-banco-") as temporal:
        os.chmod(temporal, 0o755)  # noqa: S103 (el trabajador de nginx puede ser otro usuario)
        tamanos = (CENTRAL,) if pedidas.guardadas else TAMANOS
        _medir(pedidas.datos or Path(temporal), Path(temporal), tamanos)


def _medir(datos: Path, trabajo: Path, tamanos: tuple[int, ...]) -> None:
    with ExitStack() as abiertos:
        carpetas = {cuantas: instalacion(datos, cuantas) for cuantas in tamanos}
        sin = {
            cuantas: abiertos.enter_context(granian(carpeta, ajustes={"CONOCELES_VITRINA_MB": "0"}))
            for cuantas, carpeta in carpetas.items()
            if len(tamanos) > 1
        }
        con = abiertos.enter_context(
            granian(carpetas[CENTRAL], hilos=4)
        )  # los que usa `servir` sin decirle nada
        paginas = rutas(CENTRAL)
        bytes_ = {nombre: [_traer(con, ruta) for ruta in suyas] for nombre, suyas in paginas.items()}
        estatico = abiertos.enter_context(nginx(trabajo / "nginx", _archivos(bytes_)))
        referencias = {nombre: (estatico, _nombres(nombre, len(suyas))) for nombre, suyas in paginas.items()}
        guardadas = [Variante(n, con, suyas, referencias[n]) for n, suyas in paginas.items()]
        dibujadas = [
            Variante(f"{nombre} {cuantas:,}", servidor, suyas, referencias["ficha"])
            for cuantas, servidor in sin.items()
            for nombre, suyas in rutas(cuantas).items()
        ]
        _rondas(guardadas + dibujadas, trabajo)
        _informar(guardadas, dibujadas, bytes_)
        _sin_base(guardadas[0], carpetas[CENTRAL], trabajo)
        _memoria(con, trabajo)


def rutas(cuantas: int) -> dict[str, list[str]]:
    """Las páginas que se piden, de cada clase unas cuantas distintas; las mismas siempre."""
    azar = random.Random(cuantas)
    claves = [f"clave{n:07}" for n in azar.sample(range(cuantas), 40)]
    lista = "/candidaturas/"
    return {
        "ficha": [f"{lista}{clave}/" for clave in claves],
        "lista": [lista, *(f"{lista}?pagina={n}" for n in range(2, min(41, cuantas // 24)))],
        # Con mil o con cien mil, páginas llenas: si una trajera menos tarjetas, costaría menos por eso.
        "filtrada": [
            f"{lista}?cargo=regiduria&pagina={n}&respondio=si&sexo={sexo}"
            for sexo in ("mujer", "hombre")
            for n in range(2, 9)
        ],
        "búsqueda": [
            f"{lista}?orden=apellido&q={pedazo}" for pedazo in ("mo", "tzi", "lora", "gue", "niba", "xo+ta")
        ],
        "portada": ["/"],
    }


def _traer(servidor: Servidor, ruta: str) -> bytes:
    """Los bytes que recibe quien acepta Brotli. Se pide tres veces: a la segunda se guarda."""
    for _ in range(3):
        conexion = http.client.HTTPConnection("127.0.0.1", servidor.puerto, timeout=60)
        conexion.request("GET", ruta, headers={"Accept-Encoding": "br", "Host": "127.0.0.1"})
        respuesta = conexion.getresponse()
        cuerpo = respuesta.read()
        conexion.close()
        if respuesta.status not in (200, 410):
            raise SystemExit(f"{ruta} contestó {respuesta.status}: no se puede medir.")
    return cuerpo


def _nombres(nombre: str, cuantos: int) -> list[str]:
    return [f"/{nombre.encode().hex()}-{i}" for i in range(cuantos)]


def _archivos(bytes_: dict[str, list[bytes]]) -> dict[str, bytes]:
    return {
        archivo.lstrip("/"): cuerpo
        for nombre, cuerpos in bytes_.items()
        for archivo, cuerpo in zip(_nombres(nombre, len(cuerpos)), cuerpos, strict=True)
    }


def _rondas(variantes: list[Variante], trabajo: Path) -> None:
    for variante in variantes:  # en caliente
        pedir(variante.servidor, variante.rutas, 1, trabajo)
    for ronda in range(RONDAS):
        giro = ronda * len(variantes) // RONDAS
        for variante in variantes[giro:] + variantes[:giro]:
            antes = pedir(*variante.referencia, RATO_DE_REFERENCIA, trabajo)
            suyo = pedir(variante.servidor, variante.rutas, RATO, trabajo)
            despues = pedir(*variante.referencia, RATO_DE_REFERENCIA, trabajo)
            variante.ratos.append((antes, suyo, despues))
        print(f"ronda {ronda + 1} de {RONDAS}", file=sys.stderr, flush=True)


# --- Lo que se dice ---------------------------------------------------------------------------------------


def _informar(guardadas: list[Variante], dibujadas: list[Variante], bytes_: dict[str, list[bytes]]) -> None:
    for renglon in _de_las_guardadas(guardadas, dibujadas, bytes_):
        print(renglon)
    print()
    for renglon in _de_las_dibujadas(dibujadas) if dibujadas else ():
        print(renglon)
    if RONDAS < 5:
        print("Con menos de cinco rondas estas cifras sólo orientan.")


def _de_las_guardadas(
    guardadas: list[Variante], dibujadas: list[Variante], bytes_: dict[str, list[bytes]]
) -> Iterator[str]:
    yield "Guardadas, contra nginx con los mismos bytes (meta: CPU ≤ 2.4 veces el suyo; ritmo ≥ 0.42 del suyo)"
    sin_vitrina = {v.nombre: v for v in dibujadas}
    for v in guardadas:
        de_cpu, de_tasa = cuartiles(v.razones), cuartiles(v.tasas)
        dibujada = sin_vitrina.get(f"{v.nombre} {CENTRAL:,}")
        veces = f" {cuartiles(dibujada.razones)[1] / de_cpu[1]:,.0f} veces sin vitrina;" if dibujada else ""
        peso = fmean(map(len, bytes_[v.nombre])) / 1000
        yield (
            f"  {v.nombre:9} {_entre(de_cpu)} × el CPU de nginx; a núcleo lleno {1 / de_cpu[1]:.2f} de su ritmo"
            f" (visto: {de_tasa[1]:.2f});{veces} {peso:.1f} kB"
            f"{_juicio(de_cpu[1] <= 2.4, v.errores, es_ruido=v.es_ruido)}"
        )


def _de_las_dibujadas(dibujadas: list[Variante]) -> Iterator[str]:
    yield (
        "Sin vitrina, CPU por petición (meta: ficha ≤ 2.4 ms y lista ≤ 2.2 ms en calma; 100,000 ≤ 1.5 veces 1,000)"
    )
    topes = {"ficha": 2.4, "lista": 2.2, "filtrada": 2.2}
    medianas = {v.nombre: cuartiles(v.razones)[1] for v in dibujadas}
    for v in dibujadas:
        de_cpu, (clase, tamano) = cuartiles(v.razones), v.nombre.split()
        en_calma = de_cpu[1] * NGINX_EN_CALMA / 1000
        visto = cuartiles([suyo.cpu for _, suyo, _ in v.ratos])[1] / 1000
        crece = de_cpu[1] / medianas[f"{clase} {TAMANOS[0]:,}"]
        par = PAR_PERSONA if clase == "ficha" else PAR_BOLETA
        cumple = en_calma <= topes.get(clase, 99) and (tamano != f"{TAMANOS[-1]:,}" or crece <= 1.5)
        yield (
            f"  {v.nombre:17} {_entre(de_cpu, 0)} × nginx: {en_calma:4.1f} ms en calma ({visto:.1f} hoy);"
            f" {crece:.2f} veces 1,000; {par / de_cpu[1]:4.1f} veces más ligera que la del par británico"
            f"{_juicio(cumple, v.errores, es_ruido=v.es_ruido)}"
        )


def _entre(valores: tuple[float, float, float], decimales: int = 2) -> str:
    primero, mediana, tercero = (f"{valor:.{decimales}f}" for valor in valores)
    return f"{mediana} [{primero}–{tercero}]"


def _juicio(cumple: bool, errores: int, *, es_ruido: bool) -> str:
    if errores:
        return f": {errores} ERRORES"
    if es_ruido:
        return ": con este ruido no vale"
    return ": cumple" if cumple else ": NO CUMPLE"


# --- La base detenida y la memoria ------------------------------------------------------------------------


def _sin_base(guardada: Variante, carpeta: Path, trabajo: Path) -> None:
    """Meta 7: con la base callada, lo guardado sigue contestando a no menos de 0.9 de su ritmo."""
    razones, errores = [], 0
    for _ in range(RONDAS):
        antes = pedir(guardada.servidor, guardada.rutas, RATO, trabajo)
        with base_muda(carpeta / "conoceles.sqlite3"):
            callada = pedir(guardada.servidor, guardada.rutas, 3 * RATO, trabajo)
        despues = pedir(guardada.servidor, guardada.rutas, RATO, trabajo)
        razones.append(fmean((antes.cpu, despues.cpu)) / callada.cpu)
        errores += callada.errores
    valores = cuartiles(razones)
    print(
        f"\nCon la base callada: {_entre(valores)} de su ritmo a núcleo lleno"
        f"{_juicio(valores[1] >= 0.9, errores, es_ruido=valores[2] - valores[0] > RUIDO * valores[1])}"
    )


def _memoria(servidor: Servidor, trabajo: Path) -> None:
    """Meta 10: un proceso con 8,000 publicadas, todas pedidas, en no más de 300 MB."""
    todas = [f"/candidaturas/clave{n:07}/" for n in range(CENTRAL)]
    pedir(servidor, todas, 12 * RONDAS, trabajo)
    mayor = max(servidor.memoria())
    print(
        f"Memoria del proceso que atiende {CENTRAL:,}: {mayor:.0f} MB: {'cumple' if mayor <= 300 else 'NO CUMPLE'}"
    )


if __name__ == "__main__":
    main()
