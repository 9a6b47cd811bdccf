"""Los límites, en su frontera exacta, con y sin espacios y en toda forma de escribir lo mismo."""

import pytest

from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.cuestionarios.integridad import EstadoDeSeccion, estado_de_seccion, faltas, faltas_de_seccion
from tests.respuestas import COMPLETAS

CURRICULAR = DEFINICIONES["curricular-2022"]
TODO = {**COMPLETAS, "foto": "a" * 64}

FORMAS = {
    "NFC": lambda n: "é" * n,
    "NFD": lambda n: "e\u0301" * n,
    "emoji": lambda n: "😀" * n,
    "CRLF": lambda n: "a\r\n" * (n // 2 - 1) + "b" * (n - 2 * (n // 2 - 1)),
    "espacio duro": lambda n: "a" + "\xa0" * (n - 2) + "b",
    "ancho cero": lambda n: "a\u200b" * n,
}


def mensajes(seccion, respuestas, **opciones):
    return [
        f.mensaje for f in faltas_de_seccion(CURRICULAR, CURRICULAR.seccion(seccion), respuestas, **opciones)
    ]


@pytest.mark.parametrize("forma", FORMAS)
@pytest.mark.parametrize(
    ("seccion", "pregunta", "largo", "dice"),
    [
        ("historia", "historia_profesional", 279, "Faltan 1"),
        ("historia", "historia_profesional", 280, None),
        ("historia", "historia_profesional", 5000, None),
        ("historia", "historia_profesional", 5001, "Sobran 1"),
        ("propuesta-1", "propuesta_1", 279, "Faltan 1"),
        ("propuesta-1", "propuesta_1", 280, None),
        ("propuesta-2", "propuesta_2", 1600, None),
        ("propuesta-genero", "propuesta_genero", 1601, "Sobran 1"),
    ],
)
def test_la_frontera_con_espacios(forma, seccion, pregunta, largo, dice):
    hallados = mensajes(seccion, {pregunta: FORMAS[forma](largo)})
    assert [m for m in hallados if dice in m] if dice else not hallados, hallados


@pytest.mark.parametrize(
    ("texto", "dice"),
    [
        ("a " * 279 + "b", None),
        ("a " * 279, "Faltan 1"),
        ("a\n" * 5001, "Sobran 1"),
        ("a \xa0\n" * 5000, None),
    ],
)
def test_la_frontera_sin_espacios(texto, dice):
    hallados = mensajes("historia", {"historia_profesional": texto}, contar_espacios=False)
    assert [m for m in hallados if dice in m] if dice else not hallados, hallados


def test_el_renglon_que_se_pasa_se_nombra():
    assert not mensajes("estudios", {**TODO, "cursos": ["a" * 250] * 3})
    [mensaje] = mensajes("estudios", {**TODO, "cursos": ["a" * 250, "b" * 251]})
    assert "renglón 2" in mensaje
    assert "Sobran 1" in mensaje


def test_un_cuestionario_completo_no_tiene_faltas():
    assert faltas(CURRICULAR, TODO) == []


@pytest.mark.parametrize("pregunta", [p.clave for p in CURRICULAR.preguntas if p.requerida])
def test_cada_requerida_que_falta_se_dice(pregunta):
    [falta] = faltas(CURRICULAR, {**TODO, pregunta: ""})
    assert (falta.pregunta, falta.vacia) == (pregunta, True)


def test_basta_un_medio_de_contacto_publico():
    sin_medios = {**TODO, "instagram": None}
    [falta] = faltas(CURRICULAR, sin_medios)
    assert "al menos un medio" in falta.mensaje
    assert faltas(CURRICULAR, {**sin_medios, "telefono_publico": "4431234567"}) == []
    assert faltas(CURRICULAR, {**sin_medios, "correo_aclaraciones": "a@ejemplo.mx"}) == [falta]


@pytest.mark.parametrize("grado", [o.clave for o in CURRICULAR.pregunta("grado_max").opciones])
@pytest.mark.parametrize("estatus", [o.clave for o in CURRICULAR.pregunta("grado_estatus").opciones])
def test_grado_y_estatus(grado, estatus):
    hallados = mensajes("estudios", {"grado_max": grado, "grado_estatus": estatus})
    vale = grado == "sin_estudios" or estatus in CURRICULAR.combinaciones[grado]
    assert bool(hallados) is not vale


def test_todo_grado_tiene_sus_estatus():
    claves = {o.clave for o in CURRICULAR.pregunta("grado_max").opciones}
    estatus = {o.clave for o in CURRICULAR.pregunta("grado_estatus").opciones}
    assert set(CURRICULAR.combinaciones) == claves
    assert set().union(*CURRICULAR.combinaciones.values()) <= estatus


def test_los_estados_de_la_lista_de_tareas():
    def estado(seccion, respuestas):
        return estado_de_seccion(CURRICULAR, CURRICULAR.seccion(seccion), respuestas)

    assert estado("historia", {}) is EstadoDeSeccion.INCOMPLETA
    assert estado("historia", {"historia_profesional": "poco"}) is EstadoDeSeccion.CON_PROBLEMA
    assert estado("historia", TODO) is EstadoDeSeccion.COMPLETA
    assert estado("estudios", {"cursos": ["Uno"]}) is EstadoDeSeccion.EN_PROGRESO
    assert estado("contacto", {"correo_aclaraciones": "a@ejemplo.mx"}) is EstadoDeSeccion.EN_PROGRESO


def test_la_definicion_es_coherente():
    claves = [p.clave for p in CURRICULAR.preguntas]
    assert len(claves) == len(set(claves))
    for seccion in CURRICULAR:
        assert set(seccion.alguna_de) <= {p.clave for p in seccion.preguntas}
        assert bool(seccion.alguna_de) is bool(seccion.mensaje_alguna)
    for pregunta in CURRICULAR.preguntas:
        assert CURRICULAR.seccion_de(pregunta.clave).titulo
        assert pregunta.minimo <= pregunta.maximo or not pregunta.maximo


def test_el_tema_de_una_propuesta_no_hace_falta_ni_estorba():
    seccion = CURRICULAR.seccion("propuesta-1")
    con_tema = {"propuesta_1": COMPLETAS["propuesta_1"], "propuesta_1_tema": "salud"}
    for respuestas in (con_tema, {"propuesta_1": COMPLETAS["propuesta_1"]}):
        assert estado_de_seccion(CURRICULAR, seccion, respuestas) is EstadoDeSeccion.COMPLETA
    sin_texto = estado_de_seccion(CURRICULAR, seccion, {"propuesta_1_tema": "salud"})
    assert sin_texto is EstadoDeSeccion.EN_PROGRESO
    assert not faltas(CURRICULAR, TODO)
