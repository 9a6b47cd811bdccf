"""El lugar está contado en bytes, y quien inventa direcciones ni lo llena ni desaloja lo que se usa."""

import time
import tracemalloc

import pytest

from conoceles.consulta.vitrina import vigia
from conoceles.consulta.vitrina.almacen import Almacen
from conoceles.consulta.vitrina.envoltura import Vitrina
from conoceles.consulta.vitrina.guardables import _LLAVE, Guardable

from .conftest import pedir

pytestmark = pytest.mark.sin_base
CUERPO = bytes(range(256)) * 40  # no se comprime: cada página ocupa lo suyo
ENCABEZADOS = [
    ("Content-Type", "image/webp"), ("ETag", '"x"'), ("Vary", "Accept-Encoding"), ("Cache-Control", "public, max-age=60"),
]  # fmt: skip


def aplicacion(environ, responder):
    """Contesta cualquier dirección con una página que puede guardarse."""
    environ[_LLAVE] = Guardable(time.time() + 3600, 60)
    responder("200 OK", list(ENCABEZADOS))
    return [CUERPO]


@pytest.fixture
def vitrina(monkeypatch):
    monkeypatch.setattr(vigia, "VIGENCIA", 600)
    una = Vitrina(aplicacion, Almacen(2**20))
    una.vigia._preguntar = lambda: "lo mismo"
    una.vigia.asegurar = lambda: None
    una.vigia.mirar()
    return una


def test_cincuenta_mil_direcciones_inventadas_no_entran_ni_desalojan(vitrina):
    usadas = [f"/candidaturas/{n}/" for n in range(20)]
    for url in usadas * 3:
        pedir(vitrina, url)
    assert len(vitrina.almacen) == 20
    for n in range(50_000):
        pedir(vitrina, f"/inventada/{n}/")
    assert len(vitrina.almacen) == 20
    assert len(vitrina.almacen._nuevas) + len(vitrina.almacen._viejas) <= 40_000


def test_las_que_se_repiten_giran_sin_desalojar_lo_que_se_usa(vitrina):
    usadas = [f"/candidaturas/{n}/" for n in range(20)]
    for url in usadas * 3:
        pedir(vitrina, url)
    for n in range(2_000):
        pedir(vitrina, f"/inventada/{n}/")
        pedir(vitrina, f"/inventada/{n}/")
        pedir(vitrina, usadas[n % 20])
    assert vitrina.almacen.peso <= vitrina.almacen.capacidad
    assert vitrina.almacen.peso == sum(p.peso for p in vitrina.almacen._paginas.values())
    assert all(vitrina.almacen.leer(url) for url in usadas)


def test_lo_que_se_recuerda_de_quien_pide_tiene_tope(vitrina):
    """Ni una dirección, ni un dominio, ni un encabezado de kilobytes se quedan: el tope cuenta páginas y no llaves."""
    tracemalloc.start()
    antes = tracemalloc.get_traced_memory()[0]
    for n in range(300):
        larga = f"{n:04d}" + "z" * 20_000
        for _ in range(3):
            pedir(vitrina, f"/{larga}/")
        pedir(vitrina, "/chica/", HTTP_ACCEPT_ENCODING=larga)
        pedir(vitrina, "/chica/", HTTP_HOST=larga)
    crecio = tracemalloc.get_traced_memory()[0] - antes
    tracemalloc.stop()
    assert len(vitrina.almacen) == 1
    assert crecio < 500_000


def test_una_desmedida_no_vacia_el_almacen(vitrina, monkeypatch):
    for _ in range(3):
        pedir(vitrina, "/chica/")
    monkeypatch.setattr("tests.consulta.vitrina.test_almacen.CUERPO", CUERPO * 100)
    for _ in range(3):
        pedir(vitrina, "/enorme/")
    assert len(vitrina.almacen) == 1


@pytest.mark.parametrize(
    "encabezado",
    [
        ("Set-Cookie", "a=1"),
        ("Vary", "Accept-Encoding, Cookie"),
        ("Cache-Control", "private"),
        ("ETag", None),
    ],
)
def test_lo_que_no_es_igual_para_cualquiera_no_se_guarda(vitrina, monkeypatch, encabezado):
    nombre, valor = encabezado
    otros = [par for par in ENCABEZADOS if par[0] != nombre] + ([(nombre, valor)] if valor else [])
    monkeypatch.setattr("tests.consulta.vitrina.test_almacen.ENCABEZADOS", otros)
    for _ in range(3):
        pedir(vitrina, "/")
    assert len(vitrina.almacen) == 0
