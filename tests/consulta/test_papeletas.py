"""El orden de la boleta y lo que va junto en ella."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from conoceles.consulta.papeletas import en_la_boleta, papeletas
from conoceles.publicacion.indice import Indice
from conoceles.publicacion.renglones import Renglones
from conoceles.territorio.lectura import Lugar

from . import boletas

AHORA = datetime(2027, 5, 1, tzinfo=UTC)
PARTIDOS = {p["clave"]: p for p in boletas.actores(9)}


def indice(tarjetas, **mas):
    hacer = Renglones()
    filas = {clave: hacer.de(clave, tarjeta) for clave, tarjeta in tarjetas.items()}
    return Indice("p", filas, ahora=AHORA, zona=ZoneInfo("America/Mexico_City"), **mas)


@pytest.fixture(scope="module")
def todo():
    return boletas.tarjetas(municipios=3, distritos=2, quienes=boletas.actores(3), regidurias=3, lista=4)


def alianza(clave: str, *miembros: str, orden: int) -> dict:
    return {"clave": clave, "tipo": "coalicion", "orden": orden, "miembros": [PARTIDOS[m] for m in miembros]}


def test_las_alianzas_van_donde_su_miembro_mas_antiguo_y_las_independientes_al_final():
    actores = [
        {"clave": "ind-1", "tipo": "independiente", "orden": 0, "miembros": []},
        {"clave": "ind-0", "tipo": "independiente", "orden": 40, "miembros": []},
        PARTIDOS["p9"],
        PARTIDOS["p3"],
        alianza("c1", "p8", "p2", orden=30),
        alianza("c2", "p4", "p7", orden=20),
        PARTIDOS["p1"],
    ]
    en_orden = [actor["clave"] for actor in sorted(actores, key=en_la_boleta)]
    assert en_orden == ["p1", "c1", "p3", "c2", "p9", "ind-1", "ind-0"]


def test_las_hojas_van_por_cargo_y_cada_una_junta_lo_suyo(todo):
    hojas = papeletas(indice(todo), Lugar(7, "001", "Municipio Ñ 1", "02"))
    assert [hoja.titulo for hoja in hojas] == ["Gubernatura", "Diputaciones", "Ayuntamiento"]
    assert [[parte.contienda for parte in hoja.partes] for hoja in hojas] == [
        ["gubernatura-16"],
        ["diputacion-mr-02", "diputacion-rp-16"],
        ["presidencia-municipal-001"],
    ]
    for hoja in hojas:
        for parte in hoja.partes:
            assert [opcion.actor["clave"] for opcion in parte.opciones] == ["p1", "p2", "p3"]


def test_la_formula_y_la_planilla_van_juntas_con_la_propietaria_primero(todo):
    _, diputaciones, ayuntamiento = papeletas(indice(todo), Lugar(7, "001", "Municipio Ñ 1", "02"))
    formula = diputaciones.partes[0].opciones[0].encabeza
    assert [persona.renglon.calidad for persona in formula.personas] == ["propietaria", "suplente"]
    lista = diputaciones.partes[1].opciones[0]
    assert [una.rotulo for una in lista.formulas] == ["Lugar 1", "Lugar 2", "Lugar 3", "Lugar 4"]
    planilla = ayuntamiento.partes[0].opciones[0]
    assert [una.rotulo for una in planilla.formulas] == [
        "Presidencia municipal", "Sindicatura", "Regiduria 1", "Regiduria 2", "Regiduria 3",
    ]  # fmt: skip
    assert len(planilla.siguen) == 4


def test_sin_distrito_lo_dice_y_lo_demas_se_ve(todo):
    _, diputaciones, ayuntamiento = papeletas(indice(todo), Lugar(7, "001", "Municipio Ñ 1"))
    mayoria, listas = diputaciones.partes
    assert (mayoria.falta, mayoria.opciones) == ("distrito", ())
    assert len(listas.opciones) == len(ayuntamiento.partes[0].opciones) == 3


def test_donde_no_se_elige_por_partidos_no_hay_recuadros_aunque_alguien_los_registre(todo):
    lugar = Lugar(7, "001", "Municipio Ñ 1", "02", elige_ayuntamiento=False)
    parte = papeletas(indice(todo), lugar)[2].partes[0]
    assert (parte.falta, parte.opciones) == ("sistema", ())


def test_una_contienda_sin_candidaturas_sigue_en_la_boleta(todo):
    parte = papeletas(indice(todo), Lugar(7, "003", "Municipio Ñ 3", "02"))[2].partes[0]
    assert (parte.falta, parte.opciones) == ("", ())


def test_si_falta_la_propietaria_no_se_le_da_su_lugar_a_la_suplente(todo):
    sin_titular = {
        clave: t
        for clave, t in todo.items()
        if (t["contienda"], t["calidad"]) != ("diputacion-mr-02", "propietaria")
    }
    formula = papeletas(indice(sin_titular), Lugar(7, "001", "M", "02"))[1].partes[0].opciones[0].encabeza
    assert formula.es_sin_titular
    assert len(formula.personas) == 1


def test_sin_candidaturas_no_hay_boleta():
    assert papeletas(indice({}), Lugar(7, "001", "M", "02")) == []


DEL_PROCESO = {
    cargo["clave"]: (cargo, ambito)
    for cargo, ambito in [
        (boletas.REGIDURIA, "municipio"), (boletas.SINDICATURA, "municipio"), (boletas.PRESIDENCIA, "municipio"),
        (boletas.LISTA, "entidad"), (boletas.DIPUTACION, "distrito"), (boletas.GUBERNATURA, "entidad"),
    ]
}  # fmt: skip


@pytest.mark.parametrize(
    "aprobados", [(), ("gubernatura",), ("gubernatura", "diputacion-mr"), ("regiduria",)]
)
def test_lo_que_se_vota_lo_dice_el_proceso_y_no_lo_que_ya_se_aprobo(todo, aprobados):
    """Cada acuerdo aprueba un cargo en su fecha: la boleta nunca se queda corta."""
    parciales = {clave: t for clave, t in todo.items() if t["cargo"]["clave"] in aprobados}
    hojas = papeletas(indice(parciales, del_proceso=DEL_PROCESO), Lugar(7, "001", "Municipio Ñ 1", "02"))
    partes = [
        (hoja.titulo, parte.titulo, bool(parte.opciones), parte.falta)
        for hoja in hojas
        for parte in hoja.partes
    ]
    assert partes == [
        ("Gubernatura", "Gubernatura", "gubernatura" in aprobados, ""),
        ("Diputaciones", "Diputacion mr", "diputacion-mr" in aprobados, ""),
        ("Diputaciones", "Diputacion rp", False, ""),
        ("Ayuntamiento", "Presidencia municipal", "regiduria" in aprobados, ""),
    ]
    comparables = indice(parciales, del_proceso=DEL_PROCESO).por_contienda
    assert all(p.contienda in comparables for hoja in hojas for p in hoja.partes if p.opciones)


def test_sin_nadie_registrado_se_pide_el_distrito_y_se_dice_donde_no_hay_ayuntamiento():
    vacio = indice({}, del_proceso=DEL_PROCESO)
    hojas = papeletas(vacio, Lugar(7, "003", "Municipio Ñ 3", elige_ayuntamiento=False))
    assert [p.falta for hoja in hojas for p in hoja.partes] == ["", "distrito", "", "sistema"]
