"""El cuestionario de identidad es el del INE: veinte preguntas, sus condiciones y su salida en todas."""

import pytest

from conoceles.cuestionarios.definiciones import DEFINICIONES, PREFIERE_NO_CONTESTAR, Clase, Tipo
from conoceles.cuestionarios.definiciones.identidad import IDENTIDAD_2022
from conoceles.cuestionarios.integridad import EstadoDeSeccion, estado_de_seccion, faltas
from tests.privacidad.identidades import RESPUESTAS

pytestmark = pytest.mark.sin_base

PREGUNTAS = {pregunta.numero: pregunta for pregunta in IDENTIDAD_2022.preguntas}
POR_CLAVE = {pregunta.clave: pregunta for pregunta in IDENTIDAD_2022.preguntas}


def con(**cambios):
    """El cuestionario completo con otras respuestas; `None` la quita."""
    nuevas = {**RESPUESTAS, **cambios}
    return {clave: valor for clave, valor in nuevas.items() if valor is not None}


def mensajes(respuestas, edad=25):
    return {falta.pregunta: falta.mensaje for falta in faltas(IDENTIDAD_2022, respuestas, edad=edad)}


def test_son_veinte_en_su_orden_y_repartidas_en_sus_grupos():
    assert [pregunta.numero for pregunta in IDENTIDAD_2022.preguntas] == list(range(1, 21))
    reparto = {seccion.clave: [p.numero for p in seccion.preguntas] for seccion in IDENTIDAD_2022}
    assert reparto == {
        "indigena": [1, 2, 3],
        "discapacidad": [4, 5, 6, 7],
        "afromexicana": [8],
        "diversidad": [9, 10],
        "migrante": [11, 12, 13, 14, 15],
        "joven": [16],
        "mayor": [17],
        "socioeconomico": [18, 19],
        "nacimiento": [20],
    }
    assert DEFINICIONES["identidad-2022"] is IDENTIDAD_2022


@pytest.mark.parametrize("pregunta", list(IDENTIDAD_2022.preguntas), ids=lambda p: str(p.numero))
def test_toda_pregunta_ofrece_no_contestar_al_final_y_pide_respuesta(pregunta):
    assert list(pregunta.elegibles.items())[-1] == (PREFIERE_NO_CONTESTAR, "Prefiero no contestar")
    assert pregunta.requerida
    assert pregunta.columna == pregunta.etiqueta
    assert 0 < len(pregunta.rotulo) <= 45
    assert "usted" not in pregunta.rotulo
    assert len(pregunta.elegibles) == len(list(pregunta.elegibles)) >= 3
    assert pregunta.tipo is (Tipo.OPCIONES if pregunta.numero in (6, 7) else Tipo.OPCION)
    assert pregunta.clase is (Clase.ESTADISTICA if pregunta.numero == 15 else Clase.CON_CONSENTIMIENTO)


def test_las_de_si_o_no():
    de_si_o_no = {n for n, p in PREGUNTAS.items() if list(p.elegibles) == ["si", "no", PREFIERE_NO_CONTESTAR]}
    assert de_si_o_no == {1, 2, 4, 8, 9, 11, 15, 16, 17}


@pytest.mark.parametrize(
    ("principal", "dependientes"), [(1, [3]), (4, [5, 6, 7]), (9, [10]), (11, [12, 13, 14, 15])]
)
def test_una_que_depende_de_otra_solo_se_pregunta_si_esa_es_si(principal, dependientes):
    clave = PREGUNTAS[principal].clave
    for numero, pregunta in PREGUNTAS.items():
        for valor in ("si", "no", PREFIERE_NO_CONTESTAR, None):
            depende = numero in dependientes
            if pregunta.solo_si == clave or depende:
                assert pregunta.aplica({clave: valor}) == (valor == "si"), (numero, valor)
    assert [n for n, p in PREGUNTAS.items() if p.solo_si == clave] == dependientes


@pytest.mark.parametrize(
    ("edad", "aplican"),
    [(18, {16}), (29, {16}), (30, set()), (40, set()), (59, set()), (60, {17}), (95, {17}), (None, {16, 17})],
)
def test_joven_y_mayor_las_contesta_la_edad_del_registro(edad, aplican):
    assert {n for n in (16, 17) if PREGUNTAS[n].aplica({}, edad)} == aplican
    for numero in aplican if edad else ():
        assert list(PREGUNTAS[numero].elegibles_a(edad)) == ["si", PREFIERE_NO_CONTESTAR]
    if not edad:
        assert "no" in PREGUNTAS[16].elegibles_a(edad)


def test_sin_edad_se_pregunta_una_hasta_que_la_otra_es_si():
    joven, mayor = PREGUNTAS[16], PREGUNTAS[17]
    assert not mayor.aplica({"joven": "si"})
    assert not joven.aplica({"mayor": "si", "joven": "no"})
    assert mayor.aplica({"joven": "no"})
    assert mayor.aplica({"joven": PREFIERE_NO_CONTESTAR})
    las_dos = con(joven="si", mayor="si")
    assert set(mensajes(las_dos, edad=None)) == {"joven", "mayor"}


def test_los_catalogos():
    pueblos = list(POR_CLAVE["pueblo"].elegibles.values())
    assert len(pueblos) == 68 + 2
    assert [p.split(" (")[0] for p in pueblos[:5]] == [
        "P'urhépecha",
        "Mazahua",
        "Otomí",
        "Nahua",
        "Matlatzinca",
    ]
    assert pueblos[-2:] == ["Otro", "Prefiero no contestar"]
    assert pueblos[5:-2] == sorted(pueblos[5:-2], key=lambda p: p.replace("'", "").lower().replace("á", "a"))
    entidades = list(POR_CLAVE["entidad_nacimiento"].elegibles.values())
    assert len(entidades) == 32 + 1
    assert {"Michoacán de Ocampo", "México", "Coahuila de Zaragoza"} <= set(entidades)
    paises = POR_CLAVE["pais"].elegibles
    assert len(paises) == 249 + 1
    assert next(iter(paises.items())) == ("us", "Estados Unidos de América")
    assert all(len(clave) == 2 for clave in list(paises)[:-1])
    assert len(set(paises.values())) == len(paises)
    assert len(POR_CLAVE["ingresos"].elegibles) == 7 + 1


def test_lo_anidado_se_elige_por_dentro_y_se_lee_entero():
    tipo = POR_CLAVE["discapacidad_tipo"]
    assert "sensorial" not in tipo.elegibles
    assert tipo.elegibles["sensorial_vision"] == "Sensorial: la visión"
    assert tipo.en_palabras(RESPUESTAS) == ("Física", "Sensorial: la visión", "Otra: CANARIO-TIPO")
    fuente = POR_CLAVE["fuente_de_ingresos"].elegibles
    assert fuente["negocio_chico"] == "Negocio propio: con menos de 5 empleados"
    assert "negocio_propio" not in fuente


def test_cada_grupo_con_definicion_legal_dice_de_donde_sale():
    con_fuente = {s.clave for s in IDENTIDAD_2022 if s.fuente}
    assert con_fuente == {"indigena", "discapacidad", "afromexicana", "diversidad", "migrante"}
    assert all(bool(s.ayuda) == bool(s.fuente) for s in IDENTIDAD_2022)


# --- Qué falta ------------------------------------------------------------------------------------------------


def test_uno_completo_no_tiene_faltas_y_uno_vacio_las_tiene_todas():
    assert mensajes(RESPUESTAS) == {}
    vacio = mensajes({}, edad=40)
    assert set(vacio) == {PREGUNTAS[n].clave for n in (1, 2, 4, 8, 9, 11, 18, 19, 20)}
    assert vacio["indigena"].startswith("Falta elegir: ¿Se identifica")


def test_no_contestar_ninguna_es_un_cuestionario_completo():
    nada = dict.fromkeys(POR_CLAVE, PREFIERE_NO_CONTESTAR)
    assert mensajes(nada) == {}
    assert mensajes(nada, edad=None) == {}


@pytest.mark.parametrize(
    ("cambios", "pregunta", "dice"),
    [
        ({"pueblo_texto": None}, "pueblo", "escriba cuál"),
        ({"pueblo_texto": "  "}, "pueblo", "escriba cuál"),
        ({"pueblo_texto": "x" * 101}, "pueblo", "el máximo es 100"),
        ({"discapacidad_tipo": ["fisica", PREFIERE_NO_CONTESTAR]}, "discapacidad_tipo", "junto con otra"),
        ({"discapacidad_tipo": ["sensorial"]}, "discapacidad_tipo", "una de las opciones"),
        ({"indigena": "quizás"}, "indigena", "una de las opciones"),
        ({"joven": "no"}, "joven", "una de las opciones"),
        ({"discapacidad_dificultad": []}, "discapacidad_dificultad", "Falta elegir"),
        ({"pais": None}, "pais", "Falta elegir"),
    ],
)
def test_lo_que_impide_enviar_se_dice_sin_repetir_lo_contestado(cambios, pregunta, dice):
    encontrados = mensajes(con(**cambios))
    assert list(encontrados) == [pregunta]
    assert dice in encontrados[pregunta]
    assert "CANARIO" not in encontrados[pregunta]


def test_lo_que_no_aplica_no_falta():
    sin_principales = con(indigena="no", discapacidad="no", diversidad=PREFIERE_NO_CONTESTAR, migrante="no")
    solo_principales = {
        c: v for c, v in sin_principales.items() if not POR_CLAVE.get(c, POR_CLAVE["joven"]).solo_si
    }
    assert mensajes(solo_principales) == {}


def test_el_estado_de_un_grupo_mira_la_edad():
    mayor = IDENTIDAD_2022.seccion("mayor")
    assert not mayor.aplica({}, 40)
    assert mayor.aplica({}, None)
    assert estado_de_seccion(IDENTIDAD_2022, mayor, {}, edad=70) is EstadoDeSeccion.INCOMPLETA
    assert estado_de_seccion(IDENTIDAD_2022, mayor, {"mayor": "si"}, edad=70) is EstadoDeSeccion.COMPLETA
