"""Pruebas sobre la casa, no sobre lo que hace: que los archivos concuerden entre sí."""

from __future__ import annotations

import importlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

RAIZ = Path(__file__).resolve().parents[1]
PAQUETE = RAIZ / "conoceles"
PLANTILLAS = PAQUETE / "templates"

pytestmark = pytest.mark.sin_base


def rastreados(*patrones: str) -> list[Path]:
    salida = subprocess.run(
        ["git", "ls-files", *patrones], cwd=RAIZ, capture_output=True, text=True, check=True
    )
    return [RAIZ / linea for linea in salida.stdout.splitlines() if (RAIZ / linea).exists()]


def fuentes() -> str:
    """Todo el texto del programa donde puede nombrarse una plantilla."""
    archivos = [*PAQUETE.rglob("*.py"), *PLANTILLAS.rglob("*.html")]
    return "\n".join(archivo.read_text(encoding="utf-8") for archivo in archivos)


def test_toda_plantilla_se_usa():
    todo = fuentes()
    nombres = [ruta.relative_to(PLANTILLAS).as_posix() for ruta in PLANTILLAS.rglob("*.html")]
    sin_uso = [n for n in nombres if n not in todo and not n.startswith("account/")]
    assert not sin_uso, f"Plantillas que nadie usa: {sin_uso}"


def test_cada_dependencia_lleva_su_razon():
    lineas = (RAIZ / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    inicio = lineas.index("dependencies = [")
    fin = lineas.index("]", inicio)
    sin_razon = [linea for linea in lineas[inicio + 1 : fin] if linea.strip() and "#" not in linea]
    assert not sin_razon


def test_las_listas_fijadas_cubren_las_dependencias_y_llevan_huella():
    declaradas = tomllib.loads((RAIZ / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "dependencies"
    ]
    fijadas = (RAIZ / "requirements" / "base.txt").read_text(encoding="utf-8")
    for dependencia in declaradas:
        nombre = re.split(r"[\[<>=~]", dependencia)[0].lower()
        assert re.search(rf"^{re.escape(nombre)}==\S+ \\\n    --hash=sha256:", fijadas.lower(), re.M), nombre


def test_el_glosario_nombra_identificadores_que_existen():
    glosario = (RAIZ / "docs" / "glosario.md").read_text(encoding="utf-8")
    codigo = "\n".join(ruta.read_text(encoding="utf-8") for ruta in PAQUETE.rglob("*.py"))
    for fila in glosario.splitlines():
        celdas = [celda.strip() for celda in fila.split("|")]
        if len(celdas) < 6 or not celdas[4].startswith("`"):
            continue
        identificador = celdas[4].strip("`")
        assert re.search(rf"\b{identificador}\b", codigo), (
            f"El glosario nombra {identificador}, que no existe"
        )


def test_nada_en_el_repositorio_nombra_una_maquina_ni_un_registro_de_paquetes():
    prohibido = re.compile(r"(?<![\w.])/(?:work|root|home)/|pypi\.org|files\.pythonhosted|registry\.npmjs")
    culpables = []
    for ruta in rastreados():
        if ruta.suffix in {".png", ".webp", ".jpg", ".ico"} or ruta.name == Path(__file__).name:
            continue
        if prohibido.search(ruta.read_text(encoding="utf-8", errors="ignore")):
            culpables.append(ruta.relative_to(RAIZ).as_posix())
    assert not culpables


def test_cada_cuarto_dice_que_va_en_el():
    for configuracion in apps.get_app_configs():
        if configuracion.name.startswith("conoceles."):
            doc = importlib.import_module(configuracion.name).__doc__
            assert doc, f"{configuracion.name} no dice qué va en él"
            assert doc.strip().endswith("."), configuracion.name


def test_las_tablas_publicas_no_apuntan_a_las_privadas():
    for modelo in apps.get_app_config("publicacion").get_models():
        ajenas = [
            campo.name
            for campo in modelo._meta.get_fields()
            if campo.is_relation and campo.related_model._meta.app_label != "publicacion"
        ]
        assert not ajenas, f"{modelo.__name__} apunta fuera de lo público: {ajenas}"


def test_las_ordenes_del_contrato_existen():
    from django.core.management import get_commands

    contrato = {
        "preparar", "demo", "cargar_proceso", "importar_registro", "importar_archivo_ine", "publicar",
        "tareas", "servir", "verificar",
    }  # fmt: skip
    assert contrato <= set(get_commands())


def _primeros_tramos(rutas, prefijo: str = "") -> set[str]:
    """Por qué palabra empieza cada dirección del sitio; las que empiezan por la clave de un proceso, no."""
    tramos = set()
    for ruta in rutas:
        entera = prefijo + str(ruta.pattern).lstrip("^")
        if "/" in entera or not hasattr(ruta, "url_patterns"):
            tramos.add(entera.split("/")[0].rstrip("$"))
        else:
            tramos |= _primeros_tramos(ruta.url_patterns, entera)
    # Una clave no lleva punto: un archivo en la raíz no choca con ninguna.
    return {tramo for tramo in tramos if tramo and "." not in tramo and not tramo.startswith(("<", "("))}


def test_ningun_proceso_puede_llamarse_como_una_direccion_del_sitio():
    from django.urls import get_resolver

    from conoceles.calendario.reservadas import RESERVADAS

    tramos = _primeros_tramos(get_resolver().url_patterns)
    assert {"panel", "entrar", "candidaturas"} <= tramos
    assert not tramos - RESERVADAS, f"Faltan en calendario/reservadas.py: {sorted(tramos - RESERVADAS)}"


@pytest.mark.parametrize("situacion", ["desarrollo", "demo", "pruebas"])
def test_los_ajustes_se_importan(situacion, tmp_path):
    orden = f"import conoceles.config.settings.{situacion} as a; assert a.SECRET_KEY; assert not ({situacion!r} != 'demo' and a.CONOCELES_DEMO)"
    entorno = {"CONOCELES_DATOS": str(tmp_path), "PATH": ""}
    import sys

    subprocess.run([sys.executable, "-c", orden], cwd=RAIZ, env=entorno, check=True, timeout=60)
