"""Los ajustes de producción se niegan a arrancar a medias, y con la demostración encendida."""

import os
import subprocess
import sys

import pytest

from conoceles.cuentas.comprobaciones import errores_de_la_demo

COMPLETOS = {
    "CONOCELES_CLAVE_SECRETA": "x" * 40,
    "CONOCELES_CLAVE_MAESTRA": "x" * 40,
    "CONOCELES_LLAVE_BITACORA": "y" * 40,
    "CONOCELES_DOMINIOS": "conoceles.ejemplo.mx",
    "CONOCELES_SITIO": "https://conoceles.ejemplo.mx",
    "CONOCELES_CORREO_SERVIDOR": "correo.ejemplo.mx",
}


def arrancar(tmp_path, codigo="pass", **cambios):
    """Carga Django con los ajustes de producción en un proceso aparte; devuelve (código, errores)."""
    propias = {**COMPLETOS, "CONOCELES_DATOS": str(tmp_path), **cambios}
    limpio = {n: v for n, v in os.environ.items() if not n.startswith(("CONOCELES_", "DJANGO_"))}
    entorno = {**limpio, **{n: v for n, v in propias.items() if v is not None}}
    entorno["DJANGO_SETTINGS_MODULE"] = "conoceles.config.settings.produccion"
    orden = [sys.executable, "-c", f"import django; django.setup(); {codigo}"]
    hecho = subprocess.run(orden, env=entorno, capture_output=True, text=True, timeout=60, check=False)
    return hecho.returncode, hecho.stderr


def test_completos_arrancan(tmp_path):
    assert arrancar(tmp_path) == (0, "")


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"CONOCELES_CLAVE_SECRETA": None}, "CONOCELES_CLAVE_SECRETA"),
        ({"CONOCELES_CLAVE_SECRETA": "corta"}, "al menos 32 caracteres"),
        ({"CONOCELES_CLAVE_MAESTRA": None}, "CONOCELES_CLAVE_MAESTRA"),
        ({"CONOCELES_LLAVE_BITACORA": None}, "CONOCELES_LLAVE_BITACORA"),
        ({"CONOCELES_LLAVE_BITACORA": "x" * 40}, "distinto de los demás"),
        ({"CONOCELES_DOMINIOS": None}, "CONOCELES_DOMINIOS"),
        ({"CONOCELES_CORREO_SERVIDOR": None}, "CONOCELES_CORREO_SERVIDOR"),
        ({"CONOCELES_SITIO": "http://conoceles.ejemplo.mx"}, "https://"),
        ({"CONOCELES_DEMO": "1"}, "no puede encenderse"),
        ({"CONOCELES_DEMO": "quizá"}, "no es sí ni no"),
    ],
)
def test_lo_que_falta_detiene_el_arranque_y_dice_que_es(tmp_path, cambio, dice):
    codigo, errores = arrancar(tmp_path, **cambio)
    assert codigo != 0
    assert dice in errores.splitlines()[-1]


def test_encenderla_despues_de_cargar_los_ajustes_tampoco_sirve(tmp_path):
    """Quien derive sus ajustes de los de producción topa con las rutas y con la comprobación."""
    encender = "from django.conf import settings; settings.CONOCELES_DEMO = True; "
    codigo, errores = arrancar(tmp_path, encender + "import conoceles.demo.urls")
    assert codigo != 0
    assert "CONOCELES_DEMO" in errores.splitlines()[-1]
    codigo, errores = arrancar(
        tmp_path, encender + "from django.core.management import call_command; call_command('check')"
    )
    assert codigo != 0
    assert "CONOCELES_DEMO" in errores.splitlines()[-1]


def test_en_la_propia_maquina_la_demostracion_se_permite(settings):
    settings.CONOCELES_DEMO = True
    assert errores_de_la_demo(settings) == []
    settings.ALLOWED_HOSTS = ["localhost", "conoceles.ejemplo.mx"]
    assert "conoceles.ejemplo.mx" in errores_de_la_demo(settings)[0]
