"""Una parte acotada de `make fallas`: cien muertes del servidor a media petición y nada confirmado se pierde."""

import subprocess
import sys
from pathlib import Path

import pytest

RAIZ = Path(__file__).parents[1]


@pytest.mark.lenta
@pytest.mark.sin_base  # usa su propia base; basta correrla una vez
def test_cien_muertes_no_pierden_nada_confirmado():
    orden = [sys.executable, "-m", "herramientas.fallas", "--muertes", "100"]
    hecho = subprocess.run(orden, cwd=RAIZ, capture_output=True, text=True, timeout=300, check=False)
    print(hecho.stdout)  # la semilla, por si hay que repetirla
    assert hecho.returncode == 0, hecho.stdout[-2000:] + hecho.stderr[-3000:]
    # Que de verdad haya caído a media petición: unas entraron sin respuesta y otras no entraron.
    ultima = hecho.stdout.splitlines()[-1]
    assert "guardar: confirmado" in ultima
    assert "guardar: no entró" in ultima
