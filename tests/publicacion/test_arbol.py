"""El árbol de la bitácora pública, contra los vectores conocidos de la RFC 6962 y contra sus propias leyes."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conoceles.publicacion.evidencia import arbol
from tests.publicacion.rfc9162 import continua

# Las ocho entradas, sus raíces y sus pruebas son las del conjunto de pruebas de Certificate Transparency.
ENTRADAS = [bytes.fromhex(x) for x in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
RAICES = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
_A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
_D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSIONES = [
    (0, 1, []), (0, 8, [_A, _B, _C]), (5, 8, [_D, _E, RAICES[3]]), (2, 3, [RAICES[1]]), (1, 5, [RAICES[0], _B, _D]),
]  # fmt: skip
CONSISTENCIAS = [(1, 1, []), (1, 8, [_A, _B, _C]), (6, 8, [_F, _E, RAICES[3]]), (2, 5, [_B, _D])]


def sembrar(entradas):
    return {(i, i + 1): arbol.de_hoja(dato) for i, dato in enumerate(entradas)}


def hexadecimal(nodos):
    return [nodo.hex() for nodo in nodos]


CONOCIDO = sembrar(ENTRADAS)


def test_las_raices_conocidas():
    assert arbol.raiz(CONOCIDO, 0, 0).hex() == hashlib.sha256(b"").hexdigest()
    assert [arbol.raiz(CONOCIDO, 0, n).hex() for n in range(1, 9)] == RAICES


@pytest.mark.parametrize(("indice", "tamano", "camino"), INCLUSIONES)
def test_las_inclusiones_conocidas(indice, tamano, camino):
    assert hexadecimal(arbol.inclusion(CONOCIDO, indice, tamano)) == camino


@pytest.mark.parametrize(("viejo", "nuevo", "prueba"), CONSISTENCIAS)
def test_las_consistencias_conocidas(viejo, nuevo, prueba):
    assert hexadecimal(arbol.consistencia(CONOCIDO, viejo, nuevo)) == prueba


def _mth(hojas):
    """La definición de la norma, letra por letra y sin nada guardado: contra ella se compara."""
    if len(hojas) == 1:
        return hashlib.sha256(b"\x00" + hojas[0]).digest()
    corte = 1
    while corte * 2 < len(hojas):
        corte *= 2
    return hashlib.sha256(b"\x01" + _mth(hojas[:corte]) + _mth(hojas[corte:])).digest()


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=90), st.data())
def test_toda_hoja_se_prueba_y_todo_prefijo_continua(entradas, datos):
    nodos, tamano = sembrar(entradas), len(entradas)
    raiz = arbol.raiz(nodos, 0, tamano)
    indice = datos.draw(st.integers(0, tamano - 1))
    viejo = datos.draw(st.integers(1, tamano))
    assert raiz == _mth(entradas)
    assert arbol.incluye(
        nodos[indice, indice + 1], indice, tamano, arbol.inclusion(nodos, indice, tamano), raiz
    )
    assert continua(viejo, _mth(entradas[:viejo]), tamano, raiz, arbol.consistencia(nodos, viejo, tamano))


@given(st.integers(2, 90), st.data())
def test_ninguna_prueba_sirve_para_otra_cosa(tamano, datos):
    nodos = sembrar([str(i).encode() for i in range(tamano)])
    raiz = arbol.raiz(nodos, 0, tamano)
    indice = datos.draw(st.integers(0, tamano - 1))
    otro = datos.draw(st.integers(0, tamano - 1).filter(lambda i: i != indice))
    camino = arbol.inclusion(nodos, indice, tamano)
    nodo = nodos[indice, indice + 1]
    assert not arbol.incluye(nodo, otro, tamano, camino, raiz)
    assert not arbol.incluye(nodos[otro, otro + 1], indice, tamano, camino, raiz)
    assert not arbol.incluye(nodo, indice, tamano, camino[:-1], raiz)
    assert not arbol.incluye(nodo, indice, tamano, [*camino, raiz], raiz)
    assert not arbol.incluye(nodo, tamano, tamano, camino, raiz)
    viejo = datos.draw(st.integers(1, tamano - 1))
    prueba = arbol.consistencia(nodos, viejo, tamano)
    raiz_vieja = arbol.raiz(nodos, 0, viejo)
    assert not continua(viejo, raiz, tamano, raiz, prueba)
    assert not continua(viejo, raiz_vieja, tamano, raiz_vieja, prueba)
    assert not continua(viejo, raiz_vieja, tamano, raiz, prueba[:-1])
    assert not continua(viejo, raiz_vieja, tamano, raiz, [*prueba, raiz])
    assert not continua(tamano, raiz, viejo, raiz_vieja, prueba)


def test_con_las_raices_de_los_tramos_sale_lo_mismo():
    """Guardar la raíz de un rango completo no cambia ninguna respuesta."""
    todas = sembrar([str(i).encode() for i in range(1000)])
    con_tramos = {(i, i + 256): arbol.raiz(todas, i, i + 256) for i in range(0, 768, 256)}
    con_tramos |= {rango: nodo for rango, nodo in todas.items() if rango[0] >= 768 or 256 <= rango[0] < 512}
    assert arbol.raiz(con_tramos, 0, 1000) == arbol.raiz(todas, 0, 1000)
    for indice in (256, 300, 511, 768, 999):
        assert arbol.inclusion(con_tramos, indice, 1000) == arbol.inclusion(todas, indice, 1000)
    for viejo in (256, 300, 512, 768, 800, 1000):
        assert arbol.consistencia(con_tramos, viejo, 1000) == arbol.consistencia(todas, viejo, 1000)
    with pytest.raises(KeyError):
        arbol.inclusion(con_tramos, 5, 1000)


def test_la_cosecha_da_la_misma_raiz_a_cada_tamano():
    nodos = sembrar([str(i).encode() for i in range(300)])
    cosecha = arbol.Cosecha()
    assert cosecha.raiz() == arbol.VACIO
    for i in range(300):
        cosecha.agregar(nodos[i, i + 1])
        assert cosecha.raiz() == arbol.raiz(nodos, 0, i + 1)


def test_la_hoja_no_dice_quien_ni_que_acto_fue():
    instantanea = SimpleNamespace(
        secuencia=7, clave="abc", version=2, huella="f" * 64, instante=datetime(2027, 4, 15, 6, 0, 7, 5, UTC),
        autoria="instancia_interna", proceso="demo", documento="{}", sal="00",
    )  # fmt: skip
    assert arbol.hoja(instantanea).decode() == (
        '{"clave":"abc","huella":"' + "f" * 64 + '","instante":"2027-04-15T06:00:07.000005+00:00",'
        '"secuencia":7,"version":2}'
    )
