"""Una parte acotada de `make fallas`: muertes del servidor a media petición y de cada acto público en sus órdenes."""

import subprocess
import sys
from pathlib import Path

import pytest

RAIZ = Path(__file__).parents[1]


def correr(*orden: str) -> subprocess.CompletedProcess[str]:
    hecho = subprocess.run(
        [sys.executable, *orden], cwd=RAIZ, capture_output=True, text=True, timeout=300, check=False
    )
    print(hecho.stdout)  # la semilla, por si hay que repetirla
    return hecho


@pytest.mark.lenta
@pytest.mark.sin_base  # usa su propia base; basta correrla una vez
def test_cien_muertes_no_pierden_nada_confirmado():
    hecho = correr("-m", "herramientas.fallas", "--muertes", "100")
    assert hecho.returncode == 0, hecho.stdout[-2000:] + hecho.stderr[-3000:]
    # Que de verdad haya caído a media petición: unas entraron sin respuesta y otras no entraron.
    ultima = hecho.stdout.splitlines()[-1]
    assert "guardar: confirmado" in ultima
    assert "guardar: no entró" in ultima


@pytest.mark.lenta
@pytest.mark.sin_base
def test_cada_acto_publico_queda_antes_o_despues():
    hecho = correr("-m", "herramientas.fallas.ordenes", "--muertes", "6")
    assert hecho.returncode == 0, hecho.stdout[-2000:] + hecho.stderr[-3000:]
    renglones = hecho.stdout.splitlines()[1:]
    assert [renglon.partition(":")[0] for renglon in renglones] == [
        "publicar", "retirar", "ocultar", "restablecer", "suprimir", "aprobar el retiro", "sustituir",
        "importar",
    ]  # fmt: skip
    assert all("6 muertes" in renglon for renglon in renglones)


A_MEDIAS = """
from herramientas.fallas import ordenes
from herramientas.fallas.escenario import instalacion

with instalacion():
    from conoceles.publicacion import acciones
    from herramientas.fallas import verbos

    def de_una_en_una():
        for candidatura in verbos._todas():
            acciones.publicar(candidaturas=[candidatura], por=verbos._quien())

    ordenes.Prueba.de(verbos.Verbo("a medias", verbos._validadas, de_una_en_una), 1).matar(1)
"""


@pytest.mark.lenta
@pytest.mark.sin_base
def test_lo_que_queda_a_medias_se_nota():
    hecho = correr("-c", A_MEDIAS)
    assert hecho.returncode == 1
    assert "quedó a medias; no es lo de antes" in hecho.stderr
