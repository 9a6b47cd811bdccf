"""Toma las imágenes del README con la propia demostración. Se llama con `make capturas`.

Monta la demostración en una carpeta pasajera, la sirve en un puerto libre y guarda en `docs/imagenes/`.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Page, sync_playwright

RAIZ = Path(__file__).resolve().parents[1]
IMAGENES = RAIZ / "docs" / "imagenes"
ARGUMENTOS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=es-MX"]


def main() -> None:
    carpeta = tempfile.mkdtemp(prefix="conoceles-capturas-")
    entorno = os.environ | {
        "CONOCELES_DATOS": carpeta,
        "DJANGO_SETTINGS_MODULE": "conoceles.config.settings.demo",
    }
    orden = [sys.executable, str(RAIZ / "manage.py")]
    subprocess.run([*orden, "demo"], env=entorno, check=True)
    puerto = _puerto_libre()
    servidor = subprocess.Popen([*orden, "servir", "--puerto", str(puerto), "--sin-tareas"], env=entorno)
    try:
        _retratar(f"http://127.0.0.1:{puerto}")
    finally:
        servidor.terminate()
        servidor.wait(timeout=15)
        shutil.rmtree(carpeta)


def _puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return int(enchufe.getsockname()[1])


def _retratar(sitio: str) -> None:
    _esperar(f"{sitio}/salud/")
    IMAGENES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as programa:
        navegador = programa.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTOS)
        pagina = navegador.new_page(viewport={"width": 1280, "height": 860}, locale="es-MX")
        pagina.goto(f"{sitio}/candidaturas/?cargo=diputacion-mr&respondio=si")
        _guardar(pagina, "candidaturas")
        telefono = navegador.new_page(viewport={"width": 360, "height": 740}, locale="es-MX")
        telefono.goto(f"{sitio}/demo/")
        telefono.locator(
            "form:has([value='demo-candidata-a-medias']) button, button[value='demo-candidata-a-medias']"
        ).first.click()
        telefono.wait_for_load_state()
        _guardar(telefono, "mi-candidatura")
        navegador.close()


def _esperar(direccion: str) -> None:
    for _ in range(100):
        try:
            urlopen(direccion, timeout=2).close()  # noqa: S310 (la propia máquina)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("La demostración no respondió.")


def _guardar(pagina: Page, nombre: str) -> None:
    """PNG con paleta: la mitad del peso y la misma vista."""
    pagina.wait_for_load_state("networkidle")
    imagen = Image.open(io.BytesIO(pagina.screenshot()))
    imagen.convert("RGB").quantize(128).save(IMAGENES / f"{nombre}.png", optimize=True)
    print(IMAGENES / f"{nombre}.png")


if __name__ == "__main__":
    main()
