"""El índice da lo mismo que un recorrido ingenuo, con cualquier combinación de filtros."""

import hashlib
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conoceles.comun.texto import plegar_busqueda
from conoceles.publicacion.indice import APELLIDO, ORDENES, ROTACION, Indice
from conoceles.publicacion.mapas import en_trozos, encendidos, mapa, ralo
from conoceles.publicacion.renglones import (
    EDADES,
    FACETAS,
    RESPONDIO,
    Renglones,
    alfabetico,
    rango_de_edad,
    sorteo,
)
from conoceles.publicacion.situacion import situacion

from . import sinteticas

AHORA = datetime(2027, 4, 20, 18, tzinfo=UTC)
ZONA = ZoneInfo("America/Mexico_City")
TARJETAS = sinteticas.tarjetas(400)


def indice(tarjetas=TARJETAS, ahora=AHORA, **mas):
    hacer = Renglones()
    return Indice("prueba", {c: hacer.de(c, t) for c, t in tarjetas.items()}, ahora=ahora, zona=ZONA, **mas)


INDICE = indice()


def valores(tarjeta):
    """Los valores de cada filtro, escritos otra vez y sin prisa."""
    edad = tarjeta["edad"]
    rango = next(
        (r for r in EDADES if r not in ("60", "sin-dato") and edad and int(r[:2]) <= edad <= int(r[3:])), None
    )
    donde = situacion(tarjeta, AHORA).clave
    actores = {tarjeta["actor"]["clave"]} | {m["clave"] for m in tarjeta["actor"]["miembros"]}
    if tarjeta["origen"]:
        actores.add(tarjeta["origen"]["clave"])
    return {
        "cargo": {tarjeta["cargo"]["clave"]},
        "demarcacion": {f"{tarjeta['demarcacion']['tipo']}-{tarjeta['demarcacion']['clave']}"},
        "actor": {"independiente"} if tarjeta["actor"]["tipo"] == "independiente" else actores,
        "sexo": {tarjeta["sexo"] or "sin-dato"},
        "edad": {"sin-dato" if edad is None else rango or "60"},
        "grado": {tarjeta["grado"]} if donde == "publicada" else set(),
        "tema": set(tarjeta["temas"]) if donde == "publicada" else set(),
        "accion": set(tarjeta["acciones_afirmativas"]),
        "respondio": {{"publicada": "si", "por_publicar": "por-publicar", "en_revision": "en-revision",
                       "retirada": "retirada", "en_plazo": "en-plazo", "no_respondio": "no"}[donde]},
        "calidad": {tarjeta["calidad"]},
    }  # fmt: skip


ESPERADOS = {c: (valores(t), plegar_busqueda(f"{t['nombre']} {t['mote']}")) for c, t in TARJETAS.items()}


def ingenuo(seleccion, texto, sin=None):
    """Las claves que cumplen, recorriendo todo; `sin`: filtro que no se aplica."""
    buscadas = plegar_busqueda(texto).split()
    for clave, (de_la_tarjeta, nombre) in ESPERADOS.items():
        if all(palabra in nombre for palabra in buscadas) and all(
            de_la_tarjeta[faceta] & set(elegidos) for faceta, elegidos in seleccion.items() if faceta != sin
        ):
            yield clave, de_la_tarjeta


EXISTENTES = {
    faceta: sorted({v for c in TARJETAS for v in ESPERADOS[c][0][faceta]} | {"nada"}) for faceta in FACETAS
}
SELECCIONES = st.fixed_dictionaries(
    {}, optional={f: st.lists(st.sampled_from(v), min_size=1, max_size=3) for f, v in EXISTENTES.items()}
)
TEXTOS = st.sampled_from(
    ["", "", "muñoz", "MUNOZ", "josé ang", "de la cruz", "guera", "o'f", "zzz", "a", "ñ"]
)


@settings(max_examples=150, deadline=None)
@given(seleccion=SELECCIONES, texto=TEXTOS, orden=st.sampled_from(sorted(ORDENES)))
def test_filtrar_y_contar_es_igual_que_recorrerlo_todo(seleccion, texto, orden):
    resultado = INDICE.tabla(orden).filtrar(seleccion, texto)
    esperadas = [clave for clave, _ in ingenuo(seleccion, texto)]
    assert resultado.total == len(esperadas)
    assert {r.clave for r in resultado.pagina(0, 1000)} == set(esperadas)
    for faceta in FACETAS:
        cuenta = Counter(valor for _, de in ingenuo(seleccion, texto, sin=faceta) for valor in de[faceta])
        assert {v: n for v, n in resultado.cuentas(faceta).items() if n} == cuenta


@settings(max_examples=60, deadline=None)
@given(posiciones=st.sets(st.integers(0, 3000)), desde=st.integers(0, 400), cuantos=st.integers(1, 60))
def test_los_bits_encendidos_se_leen_por_paginas(posiciones, desde, cuantos):
    bits = mapa(posiciones, 3001)
    assert bits.bit_count() == len(posiciones)
    assert encendidos(bits, desde, cuantos) == sorted(posiciones)[desde : desde + cuantos]


@settings(max_examples=40, deadline=None)
@given(
    cuales=st.sets(st.integers(0, 40_000), max_size=60),
    base=st.sets(st.integers(0, 40_000), max_size=60),
    seguidos=st.integers(0, 39_000),
)
def test_por_trozos_se_cuenta_lo_mismo(cuales, base, seguidos):
    bits, de_base = (mapa({*puestos, *range(seguidos, seguidos + 900)}, 40_001) for puestos in (cuales, base))
    trozos = en_trozos(de_base, 40_001)
    for uno in (bits, mapa(range(seguidos, seguidos + 50), 40_001)):
        if pocos := ralo(uno, 40_001):
            assert sum((trozos[i] & trozo).bit_count() for i, trozo in pocos) == (uno & de_base).bit_count()


@pytest.mark.parametrize("orden", ORDENES)
def test_las_paginas_no_repiten_ni_saltan(orden):
    resultado = INDICE.tabla(orden).filtrar({"cargo": ["regiduria"]})
    claves = [r.clave for desde in range(0, resultado.total, 24) for r in resultado.pagina(desde, 24)]
    assert len(claves) == len(set(claves)) == resultado.total


@given(edad=st.integers(18, 120))
def test_toda_edad_cae_en_un_rango_sin_huecos(edad):
    rango = rango_de_edad(edad)
    if rango == "60":
        assert edad >= 60
    else:
        desde, hasta = map(int, rango.split("-"))
        assert desde <= edad <= hasta
    assert rango in EDADES


def test_quien_va_en_alianza_aparece_en_cada_partido_y_en_el_de_origen():
    azar = random.Random(1)
    coalicion = sinteticas.ACTORES[11]
    tarjetas = {"x": sinteticas.tarjeta(azar, actor=coalicion, origen=sinteticas.PARTIDOS[9])}
    tabla = indice(tarjetas).tabla()
    for clave in (coalicion["clave"], "p0", "p1", "p2", "p9"):
        assert tabla.filtrar({"actor": [clave]}).total == 1
    assert tabla.filtrar({"actor": ["p5"]}).total == 0


def test_antes_de_su_hora_no_se_sabe_el_grado_ni_la_fotografia():
    azar = random.Random(1)
    tarjeta = sinteticas.tarjeta(azar, grado="maestria", foto="f" * 64)
    tarjeta["cuestionario"] = {
        **tarjeta["cuestionario"], "situacion": "publicada", "captura_hasta": "2027-04-10T06:00:00+00:00",
        "visible_desde": "2027-04-25T06:00:00+00:00",
    }  # fmt: skip
    antes = indice({"x": tarjeta})
    assert "maestria" not in antes.tabla().mapas["grado"]
    assert antes.fotos == frozenset()
    assert antes.proxima == datetime(2027, 4, 21, 6, tzinfo=UTC)
    despues = indice({"x": tarjeta}, ahora=datetime(2027, 4, 25, 6, tzinfo=UTC))
    assert despues.tabla().filtrar({"grado": ["maestria"]}).total == 1
    assert despues.fotos == {"f" * 64}


def test_vale_hasta_la_primera_frontera_que_llegue():
    medianoche = datetime(2027, 4, 21, 6, tzinfo=UTC)
    assert (INDICE.corte, INDICE.proxima) == (datetime(2027, 4, 20, 6, tzinfo=UTC), medianoche)
    a_las_ocho = AHORA + timedelta(hours=2)
    assert indice(instantes=[a_las_ocho]).proxima == a_las_ocho
    assert indice(instantes=[a_las_ocho], ahora=a_las_ocho).corte == a_las_ocho


def test_el_sorteo_es_el_que_la_pagina_explica():
    texto = b"prueba|regiduria-010|2027-04-20|clave000001"
    assert (
        sorteo("prueba", "regiduria-010", date(2027, 4, 20), "clave000001") == hashlib.sha256(texto).digest()
    )


def test_el_orden_agrupa_contiendas_y_cambia_cada_dia():
    hoy = [r.clave for r in INDICE.tabla(ROTACION).renglones]
    manana = [r.clave for r in indice(ahora=AHORA + timedelta(days=1)).tabla(ROTACION).renglones]
    assert hoy != manana
    assert sorted(hoy) == sorted(manana)
    contiendas = [r.contienda for r in INDICE.tabla(ROTACION).renglones]
    corridas = sum(una != otra for una, otra in zip(contiendas, contiendas[1:], strict=False)) + 1
    assert corridas == len(set(contiendas))
    cargos = [r.cargo["orden"] for r in INDICE.tabla(ROTACION).renglones]
    assert cargos == sorted(cargos)


def test_el_listado_por_apellido_sigue_el_orden_alfabetico():
    renglones = INDICE.tabla(APELLIDO).renglones
    assert [alfabetico(r.apellidos[0]) for r in renglones] == sorted(
        alfabetico(r.apellidos[0]) for r in renglones
    )


def test_sin_apellidos_separados_se_ordena_por_el_nombre_como_viene():
    azar = random.Random(1)
    tarjetas = {
        "a": sinteticas.tarjeta(azar, nombre="ZAVALA RUIZ EVA", apellidos=["", ""], nombres=""),
        "b": sinteticas.tarjeta(azar, nombre="Ana Mora", apellidos=["Mora", ""], nombres="Ana"),
    }
    assert [r.clave for r in indice(tarjetas).tabla(APELLIDO).renglones] == ["b", "a"]


def test_las_opciones_nombran_todo_valor_que_existe():
    for faceta, por_valor in INDICE.tabla().mapas.items():
        assert set(por_valor) <= set(INDICE.opciones[faceta])
    assert list(INDICE.opciones["respondio"]) == list(RESPONDIO)
    assert indice(acciones={"indigena": "Indígenas"}).opciones["accion"]["indigena"] == "Indígenas"


def test_los_nombres_se_encuentran_sin_acentos_ni_mayusculas_y_en_cualquier_orden():
    azar = random.Random(1)
    tarjetas = {"x": sinteticas.tarjeta(azar, nombre="María de los Ángeles Ñáñez-Peña", mote="La Güera")}
    tabla = indice(tarjetas).tabla()
    for texto in ("nanez maria", "ÑÁÑEZ", "angeles, maria", "  güera ", "pena", "ánGE", "«Peña»", "...", ""):
        assert tabla.filtrar({}, texto).total == 1, texto
    for texto in ("maria lopez", "nunez", "mariadelos"):
        assert tabla.filtrar({}, texto).total == 0, texto


def test_un_indice_vacio_responde():
    vacio = indice({})
    assert vacio.tabla().filtrar({"cargo": ["x"]}, "ana").total == 0
    assert vacio.tabla().filtrar({}).cuentas("cargo") == {}
    assert vacio.tabla().filtrar({}).pagina(0, 24) == []
