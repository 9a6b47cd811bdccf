"""Las órdenes de `docs/como-comprobar.md` se corren tal como están escritas y contestan lo que ahí se lee."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from herramientas import verificador

from .bitacora_falsa import FOTO, PRIMER_INSTANTE, UN_MINUTO, Bitacora, canonico
from .limpia import NUMERO, impresa

pytestmark = pytest.mark.sin_base
PAGINA = Path(__file__).parents[2] / "docs" / "como-comprobar.md"
SITIO = "https://conoceles.ejemplo.mx"
PASOS = re.findall(r"```sh\n(.+?)\n```\n\n```text\n(.*?)```", PAGINA.read_text(encoding="utf-8"), re.DOTALL)


# El programa tal cual, con el reloj puesto después de lo que esta bitácora cuenta.
EN_MAYO = """
import sys
from datetime import datetime, timezone
sys.path.insert(0, "")
import verificador
verificador.ahora = lambda: datetime(2027, 5, 30, tzinfo=timezone.utc)
sys.exit(verificador.main(sys.argv[1:]))
"""


class _Callada(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def sitio(tmp_path):
    """Un sitio que sólo sirve los archivos de la bitácora."""
    for nombre, contenido in Bitacora(300).archivos().items():
        ruta = tmp_path / "sitio" / "bitacora-publica" / nombre
        ruta.parent.mkdir(parents=True, exist_ok=True)
        ruta.write_text(contenido, encoding="utf-8")
    servidor = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Callada, directory=tmp_path / "sitio"))
    threading.Thread(target=servidor.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{servidor.server_port}"
    servidor.shutdown()
    servidor.server_close()


@pytest.fixture
def carpeta(tmp_path):
    """Lo que la persona descargó o le entregaron, con los nombres de la página."""
    bitacora = Bitacora(300)
    clave = "clave0097"
    ultima = max(h["secuencia"] for h in map(json.loads, bitacora.hojas) if h["clave"] == clave)
    constancia = canonico(bitacora.constancia(clave, PRIMER_INSTANTE, PRIMER_INSTANTE + 400 * UN_MINUTO))
    for nombre, contenido in {
        "llave.txt": f"1- {bitacora.llave}\n",
        "verificacion-clave0097-v3.json": bitacora.ficha(ultima),
        "ficha-vieja.json": bitacora.ficha(7, 120),
        "punto-de-mayo": bitacora.nota(120),
        "120-300.json": bitacora.continuidad(120, 300),
        "constancia.json": constancia,
        "constancia-firma.txt": bitacora.firma(constancia),
    }.items():
        (tmp_path / nombre).write_text(contenido, encoding="utf-8")
    (tmp_path / "640.jpg").write_bytes(FOTO)
    (tmp_path / "verificador.py").write_bytes(Path(verificador.__file__).read_bytes())
    return tmp_path


def test_la_pagina_se_cumple_paso_por_paso(carpeta, sitio):
    texto = (carpeta / "constancia.json").read_text(encoding="utf-8")
    assert len(PASOS) == 11
    for orden, promesa in PASOS:
        con_lo_impreso = orden.replace("…", NUMERO, 1).replace("…", impresa(texto), 1)
        python, programa, *partes = shlex.split(con_lo_impreso.replace(SITIO, sitio))
        assert (python, programa) == ("python3", "verificador.py")
        hecho = subprocess.run(
            [sys.executable, "-I", "-c", EN_MAYO, *partes],
            cwd=carpeta,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert hecho.stdout + hecho.stderr == promesa, orden
