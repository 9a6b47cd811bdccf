import re
from collections import Counter
from random import Random

import pytest

from conoceles.cuestionarios.definiciones.curricular import CURRICULAR_2022
from conoceles.demo.composicion import contexto
from conoceles.demo.textos import LARGAS, Contexto, borrador, curricular

SEMILLA = 2027
PREGUNTAS = {pregunta.clave: pregunta for pregunta in CURRICULAR_2022.preguntas}


@pytest.fixture(scope="module")
def respuestas(filas, plantilla) -> list[dict]:
    """Una de cada tres: bastantes para medir proporciones."""
    return [curricular(contexto(fila, plantilla, 2026), SEMILLA) for fila in filas[::3]]


def una(**cambios) -> dict:
    datos = {"numero": 7, "nombre": "Alma Ruiz", "sexo": "mujer", "edad": 30, "lugar": "Pátzcuaro"}
    datos |= {"via": "municipal", "actor": "Partido Colibrí", "anio": 2026} | cambios
    return curricular(Contexto(**datos), SEMILLA)


def test_el_texto_depende_solo_de_la_semilla_y_de_la_persona():
    assert una() == una()
    assert una()["motivo_cargo"] != una(numero=8)["motivo_cargo"]


def test_todas_las_respuestas_caben_en_el_cuestionario(respuestas):
    for respuesta in respuestas:
        for clave, valor in respuesta.items():
            pregunta = PREGUNTAS[clave]
            for texto in valor if isinstance(valor, list) else [valor]:
                largo = len(texto.replace("\r\n", "\n").strip())
                assert pregunta.minimo <= largo, (clave, texto)
                assert not pregunta.maximo or largo <= pregunta.maximo, (clave, texto)


def test_no_falta_ninguna_obligatoria_ni_un_medio_de_contacto(respuestas):
    obligatorias = {c for c, p in PREGUNTAS.items() if p.requerida} - {"foto", "grado_estatus"}
    contacto = set(CURRICULAR_2022.seccion("contacto").alguna_de)
    for respuesta in respuestas:
        assert obligatorias <= respuesta.keys()
        assert contacto & respuesta.keys()


def test_grado_y_estatus_combinan(respuestas):
    for respuesta in respuestas:
        posibles = CURRICULAR_2022.combinaciones[respuesta["grado_max"]]
        assert ("grado_estatus" in respuesta) == bool(posibles)
        assert respuesta.get("grado_estatus") in posibles or not posibles


def test_no_quedan_huecos_ni_formas_sin_concordar(respuestas):
    for respuesta in respuestas:
        for clave in LARGAS:
            assert not re.search(r"[{}|\[\]]", respuesta[clave]), respuesta[clave]


def test_parte_elige_un_tema_de_la_lista_y_es_el_de_lo_que_propone(respuestas):
    con_tema = [r for r in respuestas if "propuesta_1_tema" in r]
    assert 0.55 < len(con_tema) / len(respuestas) < 0.65
    for respuesta in con_tema:
        for clave, pregunta in PREGUNTAS.items():
            if pregunta.tema_de:
                assert respuesta[clave] in {opcion.clave for opcion in pregunta.opciones}
        if "policía de proximidad" in respuesta["propuesta_1"]:
            assert respuesta["propuesta_1_tema"] == "seguridad"


def test_hay_miles_de_textos_distintos(respuestas):
    for clave in ("historia_profesional", "trayectoria_politica", "motivo_cargo"):
        assert len({r[clave] for r in respuestas}) > 0.99 * len(respuestas)


def test_las_imperfecciones_guardan_proporcion(filas, respuestas):
    total = len(respuestas)
    mayusculas = sum(r["propuesta_1"].isupper() for r in respuestas) / total
    al_minimo = sum(280 <= len(r["motivo_cargo"]) < 390 for r in respuestas) / total
    largas = sum(len(r["motivo_cargo"]) > 1_000 for r in respuestas) / total
    veces = Counter(
        (f.actor_origen, r["propuesta_1"].lower()) for f, r in zip(filas[::3], respuestas, strict=True)
    )
    copiadas = sum(n for n in veces.values() if n > 1) / total
    assert 0.08 < mayusculas < 0.14
    assert 0.04 < al_minimo < 0.13
    assert 0.01 < largas < 0.05
    assert 0.20 < copiadas < 0.31


def test_las_direcciones_son_de_dominios_reservados_y_los_telefonos_no_existen(respuestas):
    for respuesta in respuestas:
        for clave in ("correo_publico", "correo_aclaraciones", "pagina_web"):
            assert re.search(r"\.example/?$", respuesta.get(clave, ".example"))
        assert re.fullmatch(r"443000\d{4}", respuesta.get("telefono_publico", "4430000000"))


def test_el_oficio_concuerda_con_el_sexo():
    textos = " ".join(una(numero=n, sexo="hombre")["trayectoria_politica"] for n in range(60)).lower()
    assert "voluntario" in textos
    assert "voluntaria " not in textos


def test_quien_va_sin_partido_no_dice_militar():
    textos = [una(numero=n, actor="")["trayectoria_politica"].lower() for n in range(60)]
    assert not any("mi partido" in texto for texto in textos)


def test_un_borrador_es_parte_de_las_respuestas_y_su_ultimo_texto_no_alcanza():
    completa = una()
    for semilla in range(40):
        parcial = borrador(completa, Random(semilla))
        assert 0 < len(parcial) < len(completa)
        ultima = list(parcial)[-1]
        assert all(parcial[clave] == completa[clave] for clave in list(parcial)[:-1])
        if ultima in LARGAS:
            assert len(parcial[ultima]) < 280
            assert completa[ultima].startswith(parcial[ultima])
