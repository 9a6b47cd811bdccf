"""Quién es propietaria y quién suplente cuando el archivo se contradice: nunca se pierde a nadie."""

import pytest

from conoceles.archivo import lectura, perfil, plan
from conoceles.archivo.avisos import Avisos, Clase

from .libros import candidata, exportacion, identificada

pytestmark = pytest.mark.sin_base


def armar(filas, identidad=None):
    ine, avisos = perfil.leer("archivo-ine-2022"), Avisos()
    leido = lectura.leer(exportacion(filas, identidad), "a.xlsx", ine, avisos)
    armado = plan.armar("a.xlsx", leido, ine, avisos)
    return {alta.nombre: (alta.numero, alta.calidad) for alta in armado.altas}, armado


def clases(armado):
    return set(armado.avisos.por_clase())


ANA = candidata(NOMBRE_CANDIDATO="ANA UNO", TIPO_CANDIDATO="PROPIETARIA")
BEA = candidata(NOMBRE_CANDIDATO="BEA DOS", TIPO_CANDIDATO="PROPIETARIO ")


def test_la_otra_hoja_dice_quien_es_suplente():
    quienes, armado = armar([ANA, BEA], [identificada(ANA), identificada(BEA, TIPO_CANDIDATO="Suplente")])
    assert quienes == {"ANA UNO": (1, "propietaria"), "BEA DOS": (1, "suplente")}
    assert Clase.CALIDAD_SEGUN_IDENTIDAD in clases(armado)


def test_si_ninguna_las_distingue_la_segunda_pasa_al_numero_libre():
    quienes, armado = armar([ANA, BEA])
    assert quienes == {"ANA UNO": (1, "propietaria"), "BEA DOS": (2, "propietaria")}
    assert Clase.LUGAR_OCUPADO in clases(armado)


def test_dos_formulas_enteras_con_el_mismo_numero_no_se_mezclan():
    suplentes = [candidata(NOMBRE_CANDIDATO=n, TIPO_CANDIDATO="SUPLENTE") for n in ("CAI TRES", "DAN CUATRO")]
    quienes, _ = armar([ANA, suplentes[0], BEA, suplentes[1]])
    assert quienes["BEA DOS"] == (2, "propietaria")
    assert quienes["DAN CUATRO"] == (2, "suplente")


def test_sin_disputa_manda_la_hoja_de_candidaturas():
    quienes, armado = armar([ANA], [identificada(ANA, TIPO_CANDIDATO="SUPLENTE")])
    assert quienes == {"ANA UNO": (1, "propietaria")}
    assert Clase.CALIDAD_CONTRADICHA in clases(armado)


def test_una_calidad_vacia_toma_el_lugar_libre():
    sin_calidad = candidata(NOMBRE_CANDIDATO="EVA CINCO", TIPO_CANDIDATO="")
    quienes, _ = armar([ANA, sin_calidad])
    assert quienes["EVA CINCO"] == (1, "suplente")


def test_las_independientes_son_actores_aparte():
    rotulo = {"PARTIDO_COALICION": "CANDIDATURA INDEPENDIENTE"}
    _, armado = armar([{**ANA, **rotulo}, {**BEA, **rotulo}])
    actores = {alta.nombre: alta.actor.nombre for alta in armado.altas}
    assert actores == {f"{n}": f"Candidatura independiente: {n}" for n in ("ANA UNO", "BEA DOS")}
    assert len({alta.actor.clave for alta in armado.altas}) == 2
    assert Clase.LUGAR_OCUPADO not in clases(armado)


def test_la_misma_persona_repetida_queda_una_y_lo_contradicho_consta():
    una = candidata(NOMBRE_CANDIDATO="ANA UNO", PROPUESTA_1="Primera versión", TELEFONO="443 000 0001")
    otra = candidata(
        NOMBRE_CANDIDATO="Ana  Uno", PROPUESTA_1="Segunda versión", PROPUESTA_2="Sólo en la otra"
    )
    quienes, armado = armar([una, otra])
    assert list(quienes) == ["ANA UNO"]
    assert armado.altas[0].respuestas == {
        "telefono_publico": "443 000 0001",
        "propuesta_1": "Primera versión",
        "propuesta_2": "Sólo en la otra",
    }
    assert [a.valor for a in armado.avisos.por_clase()[Clase.DATO_APARTADO]] == ["Segunda versión"]


def test_el_mismo_nombre_en_otro_lugar_es_otra_persona():
    _, armado = armar([ANA, {**ANA, "DISTRITO LOCAL": "16-OTRO"}])
    assert len(armado.altas) == 2
    assert Clase.MISMO_NOMBRE in clases(armado)
