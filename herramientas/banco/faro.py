"""Lighthouse en un teléfono: portada, lista, ficha, boleta y comparación, sobre una boleta inventada y no ficticia.

Uso: `python -m herramientas.banco.faro [RUTA…] [--lengua en]`. Necesita `lighthouse` en el PATH, y chromium. Metas: 98 de
rapidez y 100 de lo demás. La rapidez se calcula simulando una red y un procesador lentos: en un equipo ocupado sale menos de
lo que es, así que se da la mediana de tres, con las páginas ya en la vitrina, como las recibe casi quien sea, y se dice cuánto
daba el procesador («equipo»: uno desocupado pasa de 1,000). Lo que baje de 100 dice qué auditoría falló.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import Request, urlopen

from .apoyo.poblar import RAIZ, entorno, preparar
from .apoyo.servidores import granian, puerto_libre

RUTAS = ("/", "/candidaturas/", "/candidaturas/boleta00000/", "/boleta/1/", "/comparar/gubernatura-16/")
CATEGORIAS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
BANDERAS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
VUELTAS = int(os.environ.get("RONDAS", "3"))
INTENTOS = 3  # a veces Lighthouse pierde la traza («NO_NAVSTART») y pide que se le llame otra vez


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("rutas", nargs="*", default=RUTAS)
    opciones.add_argument("--lengua", default="", help="la de las direcciones; sin decirla, español")
    pedidas = opciones.parse_args()
    rutas = [f"/{pedidas.lengua}{ruta}" if pedidas.lengua else ruta for ruta in pedidas.rutas]
    lighthouse, chromium = (
        shutil.which("lighthouse"),
        shutil.which("chromium") or shutil.which("chromium-browser"),
    )
    if not lighthouse or not chromium:
        print(
            "Se omite: falta lighthouse o chromium (npm install -g lighthouse; en Debian: apt-get install chromium)."
        )
        return
    os.environ["CHROME_PATH"] = chromium
    with tempfile.TemporaryDirectory(prefix="conoceles-faro-") as carpeta:
        orden = [sys.executable, "-c", "from herramientas.banco.faro import poblar; poblar()", carpeta]
        subprocess.run(orden, cwd=RAIZ, env=entorno(Path(carpeta)), check=True, timeout=900)
        puerto = puerto_libre()
        sitio = f"http://127.0.0.1:{puerto}"
        with granian(Path(carpeta), puerto=puerto, hilos=4, ajustes={"CONOCELES_SITIO": sitio}):
            for ruta in rutas:
                _calentar(sitio + ruta)
                _decir(ruta, [_mirar(lighthouse, sitio + ruta, Path(carpeta)) for _ in range(VUELTAS)])


def poblar() -> None:
    """Una boleta entera con sus secciones y un retrato dibujado en cada candidatura."""
    preparar(Path(sys.argv[1]))
    from django.core.files.storage import storages

    from conoceles.comun import fotos
    from conoceles.demo.retratos import pool
    from tests.consulta import boletas
    from tests.consulta.conftest import RESPUESTAS
    from tests.fabricas import ProcesoFactory
    from tests.publicacion import sinteticas

    proceso = ProcesoFactory(nombre="Proceso electoral 2026-2027")
    medidas = {"municipios": 6, "distritos": 4}
    tarjetas = boletas.tarjetas(**medidas, quienes=boletas.actores(8))
    sinteticas.inscribir(proceso, tarjetas, RESPUESTAS)
    boletas.mapa(proceso, **medidas, secciones=12)
    retratos = [fotos.procesar(dibujo).archivos for dibujo in pool(1)[:8]]
    for i, tarjeta in enumerate(tarjetas.values()):
        carpeta = Path(storages["publico"].location) / "retratos" / tarjeta["foto"]
        carpeta.mkdir(parents=True)
        for nombre, contenido in retratos[i % len(retratos)].items():
            (carpeta / nombre).write_bytes(contenido)


def _calentar(direccion: str) -> None:
    """A la segunda se guarda."""
    for _ in range(2):
        with urlopen(Request(direccion, headers={"Accept-Encoding": "br"})) as respuesta:  # noqa: S310 (el propio sitio)
            respuesta.read()


def _mirar(lighthouse: str, direccion: str, carpeta: Path) -> dict[str, Any]:
    salida = carpeta / "faro.json"
    orden = [lighthouse, direccion, "--quiet", "--output=json", f"--output-path={salida}"]
    orden += [f"--only-categories={','.join(CATEGORIAS)}", f"--chrome-flags={BANDERAS}"]
    for _ in range(INTENTOS):
        hecho = subprocess.run(orden, timeout=300, capture_output=True, text=True)  # noqa: S603 (la orden es de aquí)
        if not hecho.returncode:
            informe: dict[str, Any] = json.loads(salida.read_text())
            return informe
    raise SystemExit(f"Lighthouse no pudo mirar {direccion}:\n{hecho.stderr[-2000:]}")


def _decir(ruta: str, informes: list[dict[str, Any]]) -> None:
    notas = {c: median(100 * (i["categories"][c]["score"] or 0) for i in informes) for c in CATEGORIAS}
    equipo = median(i["environment"]["benchmarkIndex"] for i in informes)
    cumple = all(notas[categoria] >= meta for categoria, meta in CATEGORIAS.items())
    print(
        f"{ruta:28}",
        *(f"{c} {n:.0f}" for c, n in notas.items()),
        "cumple" if cumple else "NO CUMPLE",
        f"(equipo: {equipo:,.0f})",
        flush=True,
    )
    for falla in sorted({falla for informe in informes for falla in _fallas(informe)}):
        print(f"    {falla}")


def _fallas(informe: dict[str, Any]) -> list[str]:
    pesan = {a["id"] for c in informe["categories"].values() for a in c["auditRefs"] if a["weight"] > 0}
    return [
        f"{clave}: {a['title']} {a.get('displayValue', '')}"
        for clave, a in informe["audits"].items()
        if clave in pesan and a["score"] is not None and a["score"] < 0.9
    ]


if __name__ == "__main__":
    main()
