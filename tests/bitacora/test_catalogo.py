"""Todo acto que el programa asienta tiene su frase en español, y toda frase es de un acto que existe."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from conoceles.cuestionarios.estados import TRANSICIONES
from conoceles.validacion.historia import PALABRAS

PAQUETE = Path(__file__).resolve().parents[2] / "conoceles"
ACTO = re.compile(r"[a-z]+:[a-z_]+")
# Los que el código arma con el nombre del verbo: `f"cuestionario:{verbo}"`.
ARMADOS = {
    "cuestionario": {paso.verbo for paso in TRANSICIONES},
    "interrupcion": {"notar", "anotar", "explicar", "anular"},
}


def asentados() -> Iterator[tuple[str, str]]:
    """(acción, archivo) de cada acto que nombra un módulo que escribe en la bitácora."""
    for ruta in sorted(PAQUETE.rglob("*.py")):
        texto = ruta.read_text(encoding="utf-8")
        if "bitacora.acciones import" in texto:
            for nodo in ast.walk(ast.parse(texto)):
                yield from ((accion, ruta.relative_to(PAQUETE).as_posix()) for accion in _actos(nodo))


def _actos(nodo: ast.AST) -> Iterator[str]:
    """Un texto como «ficha:retirar», o todos los que puede armar f"cuestionario:{verbo}"."""
    if isinstance(nodo, ast.Constant) and ACTO.fullmatch(str(nodo.value)):
        yield str(nodo.value)
    elif isinstance(nodo, ast.JoinedStr) and re.fullmatch(
        r"[a-z]+:", str(getattr(nodo.values[0], "value", ""))
    ):
        principio = nodo.values[0].value.rstrip(":")
        assert principio in ARMADOS, f"diga en ARMADOS qué verbos arma «{principio}:…»"
        yield from (f"{principio}:{verbo}" for verbo in ARMADOS[principio])


def escritos_donde_sea() -> str:
    return "\n".join(
        ruta.read_text(encoding="utf-8") for ruta in PAQUETE.rglob("*.py") if ruta.name != "historia.py"
    )


def test_se_encuentran_los_actos_del_programa():
    assert len({accion for accion, _ in asentados()}) > 50


def test_todo_acto_tiene_su_frase():
    sin_frase = sorted({(accion, ruta) for accion, ruta in asentados() if accion not in PALABRAS})
    assert not sin_frase, f"Añada su frase en validacion/historia.py: {sin_frase}"


def test_toda_frase_es_de_un_acto_que_existe():
    armados = {f"{principio}:{verbo}" for principio, verbos in ARMADOS.items() for verbo in verbos}
    escritos = escritos_donde_sea()
    assert not [accion for accion in PALABRAS if accion not in armados and f'"{accion}"' not in escritos]


def test_las_frases_se_leen_seguidas_del_nombre_de_quien_actua():
    for accion, frase in PALABRAS.items():
        assert ACTO.fullmatch(accion), accion
        assert frase[0].isupper(), accion
        assert not frase.endswith("."), accion
    assert len(set(PALABRAS.values())) == len(PALABRAS), "Dos actos dicen lo mismo: no se distinguirían"
