"""Un perfil con un defecto no se usa: se dice cada clave y su razón."""

import pytest

from conoceles.archivo import perfil
from conoceles.registro.revision import ArchivoInvalido

pytestmark = pytest.mark.sin_base

MINIMO = """
version = 1
tipo = "archivo"
nombre = "Mínimo"
[columnas]
actor = "PARTIDO"
cargo = "CARGO"
calidad = "CALIDAD"
nombre = "NOMBRE"
[[cargos]]
nombres = "*"
clave = "gubernatura"
nombre = "Gubernatura"
principio = "MR"
ambito = "entidad"
unidad = "individual"
con_suplente = false
boleta = "gubernatura"
orden = 1
"""


def leer(tmp_path, texto):
    ruta = tmp_path / "mio.toml"
    ruta.write_text(texto, encoding="utf-8")
    return perfil.leer(ruta)


@pytest.mark.parametrize("incluido", perfil.disponibles())
def test_los_incluidos_se_leen(incluido):
    assert perfil.leer(incluido).cargos


def test_los_incluidos_tienen_las_columnas_que_dicen():
    """25 del INE; 34 y 48 de los ejemplos, contando lo que se ignora y la identidad."""
    totales = {}
    for clave in perfil.disponibles():
        leido = perfil.leer(clave)
        de_identidad = leido.identidad.columnas if leido.identidad else ()
        totales[clave] = len(leido.columnas) + len(leido.ignorar) + len(de_identidad)
    assert totales == {"archivo-ine-2022": 25, "archivo-opl-34": 34, "archivo-opl-48": 48}


def test_el_minimo_basta(tmp_path):
    assert leer(tmp_path, MINIMO).columnas["nombre"] == ("nombre",)


@pytest.mark.parametrize(
    ("quitar", "poner", "dice"),
    [
        ('cargo = "CARGO"', "", "columnas.cargo: falta"),
        ('nombre = "NOMBRE"', 'apodo = "X"', "columnas.apodo: no es un campo"),
        ('nombre = "NOMBRE"', 'nombres = "X"', "columnas.nombre: falta"),
        ("version = 1", "version = 2", "version: 2 no vale"),
        ("version = 1", 'version = 1\nhojas = "X"', "hojas: no existe; ¿quiso decir hoja?"),
        ('principio = "MR"', 'principio = "XX"', "cargos[1].principio"),
        ("[[cargos]]", '[equivalencias.sexo]\n"F" = "dama"\n[[cargos]]', "«dama» no es una clave"),
        (
            "[[cargos]]",
            '[equivalencias.edad]\n"F" = "x"\n[[cargos]]',
            "equivalencias.edad: no tiene catálogo",
        ),
        ("[[cargos]]", "[identidad]\ncolumnas = []\nhojas = 1\n[[cargos]]", "identidad.hojas: no existe"),
        ("[[cargos]]", '[fijos]\nfoto = "x"\n[[cargos]]', "fijos.foto: no es un campo"),
        ("[columnas]", "[columnas", "renglón"),
    ],
)
def test_dice_la_clave_y_la_razon(tmp_path, quitar, poner, dice):
    with pytest.raises(ArchivoInvalido) as error:
        leer(tmp_path, MINIMO.replace(quitar, poner, 1))
    assert dice in str(error.value)


def test_un_perfil_que_no_existe_dice_cuales_hay():
    with pytest.raises(ArchivoInvalido, match="archivo-ine-2022"):
        perfil.leer("archivo-inexistente")
