"""Lo que un proceso cambia es lo que los demás contestan en su siguiente petición, con el índice ya en memoria."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.lenta
@pytest.mark.sin_base  # usa su propia base
def test_cada_acto_lo_ve_el_otro_proceso_en_su_siguiente_lectura():
    hecho = subprocess.run(
        [sys.executable, "-m", "tests.publicacion.dos_procesos"],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert hecho.returncode == 0, hecho.stderr[-3000:]
    actos = {dicho["acto"]: dicho for dicho in map(json.loads, hecho.stdout.splitlines())}
    assert all(dicho["antes"]["etiqueta"] != dicho["despues"]["etiqueta"] for dicho in actos.values())
    publicadas = {nombre: dicho["despues"]["publicadas"] for nombre, dicho in actos.items()}
    assert publicadas == {"publicar": 1, "pausar": 1, "reanudar": 1, "retirar": 0, "restablecer": 1}
    respuestas = {nombre: dicho["despues"]["respuestas"] for nombre, dicho in actos.items()}
    assert (
        respuestas["publicar"]
        == respuestas["reanudar"]
        == respuestas["restablecer"]
        > respuestas["pausar"]
        > 0
    )
    assert respuestas["retirar"] == 0
