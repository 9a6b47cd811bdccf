"""Todo acto que se asienta tiene sus palabras: nadie lee un código en la historia ni en la bitácora."""

import re
from pathlib import Path

import pytest

import conoceles
from conoceles.cuestionarios.estados import TRANSICIONES
from conoceles.validacion.historia import PALABRAS, en_palabras

RAIZ = Path(conoceles.__file__).parent
ESCRIBE = re.compile(r"\basentar(?:_varios)?\(|\bActo\(")
# Una dirección de Django también se escribe «cuarto:nombre»: ésa no es un acto.
LITERAL = re.compile(r'(?<!reverse\()(?<!redirect\()"([a-z]+:[a-z_]+)"')


def _asentados() -> set[str]:
    """Cada acto que nombra un módulo que escribe en la bitácora, más los verbos del cuestionario."""
    fuentes = (ruta.read_text(encoding="utf-8") for ruta in RAIZ.rglob("*.py"))
    literales = {acto for texto in fuentes if ESCRIBE.search(texto) for acto in LITERAL.findall(texto)}
    return literales | {f"cuestionario:{paso.verbo}" for paso in TRANSICIONES}


def test_se_encuentran_los_que_se_escriben_de_varias_formas():
    """Con `accion=`, dentro de `Acto(` en otro renglón, y elegido entre dos."""
    conocidos = {
        "seccion:guardar",
        "ficha:publicar",
        "registro:inscribir",
        "registro:sustituir",
        "acceso:dar",
    }
    assert conocidos <= _asentados()


@pytest.mark.parametrize("acto", sorted(_asentados()))
def test_todo_acto_tiene_palabras(acto):
    assert acto in PALABRAS
    assert ":" not in en_palabras(acto)
