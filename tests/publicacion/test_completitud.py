"""Cuánto respondió cada quien se cuenta en un solo lugar y nunca en contra de quien no depende."""

import random

import pytest

from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.publicacion import constructor
from conoceles.publicacion.completitud import Completitud, completitud, frase
from conoceles.publicacion.relevos import AVISOS, avisos
from tests.respuestas import COMPLETAS

from . import sinteticas

TODOS = len(DEFINICIONES["curricular-2022"].secciones)


def documento(respuestas, **cambios):
    tarjeta = sinteticas.tarjeta(random.Random(1))
    return sinteticas.documento("clave", tarjeta, respuestas) | cambios


@pytest.mark.parametrize(
    ("respuestas", "pausas", "esperada"),
    [
        ({}, {}, (0, 0)),
        ({**COMPLETAS, "foto": "ab"}, {}, (TODOS, 0)),
        (COMPLETAS, {}, (TODOS - 1, 0)),
        ({"propuesta_1": "Una"}, {}, (1, 0)),
        # El tema sin su propuesta no es responder, ni lo es el correo que nunca se publica.
        ({"propuesta_1_tema": "salud", "correo_aclaraciones": "a@b.mx"}, {}, (0, 0)),
        # Lo que retiró el Instituto no cuenta como respondido ni como callado.
        ({"propuesta_2": "Otra"}, {"propuesta-1": {}, "contacto": {}}, (1, 2)),
    ],
)
def test_se_cuentan_apartados_y_no_preguntas(respuestas, pausas, esperada):
    assert completitud(documento(respuestas, pausas=pausas)) == (*esperada, TODOS)


def test_la_frase_dice_quien_retiro():
    assert frase(Completitud(8, 0, 9)) == "Respondió 8 de 9 apartados"
    assert frase(Completitud(7, 1, 9)) == "Respondió 7 de 9 apartados; el Instituto retiró 1"


def test_la_tarjeta_lleva_la_misma_cuenta_que_el_documento():
    armado = documento(COMPLETAS)
    assert constructor.tarjeta(armado)["apartados"] == list(completitud(armado))


def test_la_tarjeta_lleva_los_temas_que_se_eligieron_para_lo_que_se_lee():
    respuestas = {
        "propuesta_1": "Una", "propuesta_1_tema": "salud",
        "propuesta_2_tema": "campo",  # sin su propuesta, o con ella oculta
        "propuesta_genero": "Otra", "propuesta_genero_tema": "salud",
    }  # fmt: skip
    assert constructor.tarjeta(documento(respuestas))["temas"] == ["salud"]
    assert constructor.tarjeta(documento({"propuesta_1": "Una"}))["temas"] == []


def test_los_avisos_de_la_tarjeta_salen_del_registro():
    registro = {
        "situacion": "aprobada",
        "sustituye_a": {"clave": "otra", "nombre": "Otra"},
        "en_la_boleta": "",
    }
    con_todo = {**registro, "en_la_boleta": "otro_nombre"}
    assert avisos(documento({}, registro=con_todo, eleccion_consecutiva=True)) == tuple(AVISOS)
    assert avisos(documento({}, registro=registro, eleccion_consecutiva=None)) == ("sustituye",)
    assert avisos(documento({}, registro={"situacion": "aprobada"}, eleccion_consecutiva=False)) == ()
