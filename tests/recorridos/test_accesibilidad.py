"""La matriz de accesibilidad: cada página pública, con cada forma de los datos, en cada modo de mirarla.

Al final dice todo lo que halló, con la meta a la que falta.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from django.conf import settings

from conoceles.comun.lenguas import ESPANOL

from .accesibilidad.formas import Lugar, de_error, extrema, lugares, sin_nada, tipica, vacia
from .accesibilidad.modos import DE_OTRA_LENGUA, MODOS, Modo, mirar
from .navegador import Visita

pytestmark = [pytest.mark.navegador, pytest.mark.sin_base]

POCAS = {"consulta:portada", "consulta:lista", "consulta:comparacion", "consulta:ficha"}


@pytest.fixture
def matriz(abrir):
    """`matriz(lugares)`: los visita todos en la misma pestaña y reclama al final. `modos`: en cuáles, si no son todos."""

    def matriz(donde: Iterable[Lugar], modos: Iterable[Modo] = MODOS) -> Counter[str]:
        visita, hallado, vistos = abrir(), list[str](), Counter[str]()
        for lugar in donde:
            ir(visita, lugar)
            hallado += [f"{lugar.nombre}: {problema}" for problema in de_la_pagina(visita, lugar, modos)]
            vistos[lugar.nombre] += 1
        assert not hallado, f"{len(hallado)} hallazgos en {vistos.total()} páginas\n" + "\n".join(hallado)
        return vistos

    return matriz


def ir(visita: Visita, lugar: Lugar) -> None:
    visita.pagina.unroute_all()
    if lugar.cuerpo:
        visita.pagina.route(
            lambda url: url.endswith(lugar.direccion) and lugar.direccion != "" and "/static/" not in url,
            lambda ruta: ruta.fulfill(body=lugar.cuerpo, content_type="text/html; charset=utf-8"),
        )
    visita.pagina.goto(lugar.direccion)


def de_la_pagina(visita: Visita, lugar: Lugar, modos: Iterable[Modo]) -> list[str]:
    opciones = {"partes": lugar.partes, "lengua": lugar.lengua, "seVuelveAPedir": not lugar.cuerpo}
    return mirar(visita, modos, **opciones)


def test_lo_mas_visitado_cumple(proceso, matriz):
    donde = lugares(vacia(proceso))
    assert matriz(lugar for lugar in donde if lugar.nombre in POCAS).keys() == POCAS


@pytest.mark.lenta
def test_vacia(proceso, matriz):
    matriz([*sin_nada(proceso), *de_error()])
    matriz(lugares(vacia(proceso)))


@pytest.mark.lenta
def test_tipica(proceso, gente, publicada, matriz):
    matriz(lugares(tipica(proceso, gente=gente, publicada=publicada)))


@pytest.mark.lenta
def test_extrema(proceso, matriz):
    matriz(lugares(extrema(proceso)))


@pytest.mark.lenta
@pytest.mark.parametrize("lengua", [clave for clave, _ in settings.LANGUAGES if clave != ESPANOL])
def test_en_otra_lengua(proceso, gente, publicada, matriz, lengua):
    """Lo de un día cualquiera y lo que se ve cuando algo falla."""
    donde = lugares(tipica(proceso, gente=gente, publicada=publicada), lengua)
    vistos = matriz([*donde, *de_error(lengua)], DE_OTRA_LENGUA)
    assert {"consulta:boleta", "consulta:ficha", "consulta:estadisticas", "errores/500.html"} < vistos.keys()
