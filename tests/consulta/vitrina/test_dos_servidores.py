"""Lo publicado y lo retirado es lo que contestan todos los servidores enseguida, aunque lo tuvieran guardado."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.lenta
@pytest.mark.sin_base  # usa su propia base
def test_dos_servidores_muestran_cada_acto_enseguida():
    hecho = subprocess.run(
        [sys.executable, "-m", "tests.consulta.vitrina.dos_servidores"],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert hecho.returncode == 0, hecho.stderr[-3000:]
    dichos = [json.loads(renglon) for renglon in hecho.stdout.splitlines() if renglon.startswith("{")]
    assert [dicho["acto"] for dicho in dichos] == ["publicar"] * 2 + ["retirar"] * 2 + ["restablecer"] * 2
    print(dichos)
