"""La regla de lo público: contra la tabla de `docs/consentimiento.md` y contra un oráculo escrito de otro modo."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from conoceles.cuestionarios.definiciones import PREFIERE_NO_CONTESTAR
from conoceles.cuestionarios.definiciones.identidad import IDENTIDAD_2022
from conoceles.privacidad.visibilidad import ampara, identidad_publicable

pytestmark = pytest.mark.sin_base

CLAVE = {pregunta.numero: pregunta.clave for pregunta in IDENTIDAD_2022.preguntas}
NUMERO = {clave: numero for numero, clave in CLAVE.items()}
# Todas las formas de manifestarse que existen: ninguna, o (a) con o sin las otras; sin (a) no hay más.
FORMAS = [None, (False, False, False), *((True, b, c) for b in (True, False) for c in (True, False))]
MANIFESTACIONES = [
    f and SimpleNamespace(tratamiento=f[0], publicacion=f[1], estadistica=f[2]) for f in FORMAS
]
GRUPOS = ("indigena", "discapacidad", "afromexicana", "diversidad", "migrante", "joven", "mayor")


def publicadas(respuestas, *, definicion=IDENTIDAD_2022, edad=None, **hechos):
    return identidad_publicable(definicion, respuestas, edad=edad, **hechos)


# --- Contra la tabla de verdad ----------------------------------------------------------------------------------

_COLUMNAS = ("a", "b", "eligio", "papel", "accion", "alcance", "clase", "respuesta", "principal", "publica")
DOMINIOS = {
    "a": ("sí", "no"),
    "b": ("sí", "no"),
    "eligio": ("sí", "no"),
    "papel": ("sí", "no"),
    "accion": ("sí", "no"),
    "alcance": ("grupo", "integra"),
    "clase": ("principal", "detalle", "orientación", "migratoria"),
    "respuesta": ("dada", "no dice", "falta", "no aplica"),
    "principal": ("sí", "no"),
}
# Clase → (su pregunta, aquella de la que depende, un valor posible).
EJEMPLOS = {
    "principal": ("indigena", "", "si"),
    "detalle": ("pueblo", "indigena", "purhepecha"),
    "orientación": ("diversidad_cual", "diversidad", "hombre_gay"),
    "migratoria": ("migrante_situacion", "migrante", "no"),
}


def renglones():
    texto = (Path(__file__).resolve().parents[2] / "docs" / "consentimiento.md").read_text(encoding="utf-8")
    tabla = texto.split("## Tabla de verdad")[1].split("##")[0]
    filas = [[c.strip() for c in f.strip("|").split("|")] for f in tabla.splitlines() if f.startswith("|")]
    return [dict(zip(_COLUMNAS, fila, strict=True)) for fila in filas[2:]]


TABLA = renglones()


def segun_la_tabla(caso):
    for fila in TABLA:
        if all(fila[columna] in ("·", caso[columna]) for columna in DOMINIOS):
            return fila["publica"] == "sí"
    raise AssertionError("La tabla no decide este caso")


def escena(caso):
    """Un cuestionario y unos hechos que son ese caso; `None` si el caso no puede darse."""
    clave, principal, valor = EJEMPLOS[caso["clase"]]
    dada = {"dada": valor, "no dice": PREFIERE_NO_CONTESTAR, "falta": None, "no aplica": valor}
    respuestas = {clave: dada[caso["respuesta"]], principal: "si"}
    publicar = {clave} if caso["eligio"] == "sí" else set()
    if caso["respuesta"] == "no aplica":
        if not principal:
            return None
        respuestas[principal] = "no"
    if caso["principal"] == "sí":
        publicar.add(principal)
    hechos = {
        "consentimiento": SimpleNamespace(
            tratamiento=caso["a"] == "sí", publicacion=caso["b"] == "sí", estadistica=False
        ),
        "publicar": publicar,
        "acciones_afirmativas": [IDENTIDAD_2022.seccion_de(clave).grupo]
        if caso["accion"] == "sí"
        else ["otra"],
        "alcance": caso["alcance"],
        "formato_coincide": caso["papel"] == "sí",
    }
    obtenidas = publicadas(respuestas, **hechos)
    se_ve_principal = obtenidas.get(principal) == "si"
    if principal and se_ve_principal != (caso["principal"] == "sí"):
        return None  # las demás columnas ya deciden si la principal se ve: este caso no existe
    return clave in obtenidas


def test_la_tabla_decide_todos_los_casos_y_el_codigo_los_mismos():
    casos = [dict(zip(DOMINIOS, valores, strict=True)) for valores in itertools.product(*DOMINIOS.values())]
    vistos = 0
    for caso in casos:
        obtenido = escena(caso)
        if obtenido is not None:
            vistos += 1
            assert obtenido == segun_la_tabla(caso), caso
    assert len(casos) == 2048
    assert vistos > 700, vistos
    assert {segun_la_tabla(caso) for caso in casos} == {True, False}


def test_ningun_renglon_de_la_tabla_sobra():
    casos = [dict(zip(DOMINIOS, valores, strict=True)) for valores in itertools.product(*DOMINIOS.values())]
    usados = {
        next(i for i, fila in enumerate(TABLA) if all(fila[c] in ("·", caso[c]) for c in DOMINIOS))
        for caso in casos
    }
    assert usados == set(range(len(TABLA)))


# --- Contra un oráculo escrito de otro modo ----------------------------------------------------------------------
# Parte de los números oficiales y va quitando; no conoce la definición, sus clases ni sus condiciones.

HIJAS = {1: {3}, 4: {5, 6, 7}, 9: {10}, 11: {12, 13, 14, 15}}
DE_GRUPO = {
    "indigena": {1, 2, 3}, "discapacidad": {4, 5, 6, 7}, "afromexicana": {8}, "diversidad": {9},
    "migrante": {11, 12, 13, 14}, "joven": {16}, "mayor": {17},
}  # fmt: skip


def oraculo(respuestas, *, consentimiento, publicar, acciones_afirmativas, alcance, formato_coincide, edad):
    """Los números de las preguntas que se publican."""
    if consentimiento is None or not consentimiento.tratamiento:
        return set()
    quedan = set()
    if consentimiento.publicacion and formato_coincide:
        quedan |= {NUMERO[clave] for clave in publicar}
    if alcance == "integra":
        quedan = quedan.union(*(DE_GRUPO.get(accion, set()) for accion in acciones_afirmativas))
    quedan -= {15}
    contesto = {numero: respuestas.get(clave) for numero, clave in CLAVE.items()}
    quedan -= {n for n, valor in contesto.items() if valor in (None, [], "", PREFIERE_NO_CONTESTAR)}
    quedan -= {
        n for n, valor in contesto.items() if isinstance(valor, list) and PREFIERE_NO_CONTESTAR in valor
    }
    if edad is None:
        if contesto[17] == "si" and contesto[16] != "si":
            quedan.discard(16)
        if contesto[16] == "si" and contesto[17] != "si":
            quedan.discard(17)
    else:
        quedan -= {16} if not 18 <= edad < 30 else set()
        quedan -= {17} if edad < 60 else set()
    for principal, hijas in HIJAS.items():
        if principal not in quedan or contesto[principal] != "si":
            quedan -= hijas
    return quedan


def comparar(respuestas, edad=None, definicion=IDENTIDAD_2022, **hechos):
    obtenidas = publicadas(respuestas, definicion=definicion, edad=edad, **hechos)
    numeros = {NUMERO[clave] for clave in obtenidas if clave in NUMERO}
    assert numeros == oraculo(respuestas, edad=edad, **hechos), (respuestas, edad, hechos)
    assert all(obtenidas[clave] == respuestas[clave] for clave in obtenidas)
    return numeros


def hechos_posibles(grupo, claves):
    acciones = ([], [grupo], ["otra"], [grupo, "otra"])
    marcas = [set(m) for largo in range(len(claves) + 1) for m in itertools.combinations(claves, largo)]
    for manifestacion, accion, alcance, papel, marca in itertools.product(
        MANIFESTACIONES, acciones, ("grupo", "integra"), (True, False), marcas
    ):
        yield {
            "consentimiento": manifestacion,
            "acciones_afirmativas": accion,
            "alcance": alcance,
            "formato_coincide": papel,
            "publicar": marca,
        }


PARES = [(principal, hija) for principal, hijas in HIJAS.items() for hija in sorted(hijas)]
SUELTAS = [2, 8, 18, 19, 20]


@pytest.mark.parametrize(("principal", "hija"), PARES)
def test_toda_combinacion_de_una_pregunta_y_la_que_de_ella_depende(principal, hija):
    madre, menor = CLAVE[principal], CLAVE[hija]
    seccion = IDENTIDAD_2022.seccion_de(madre)
    opciones = list(IDENTIDAD_2022.pregunta(menor).elegibles)
    varias = hija in (6, 7)
    valores = [
        None,
        *(
            [[opciones[0]], opciones[:2], [PREFIERE_NO_CONTESTAR], []]
            if varias
            else opciones[:1] + [PREFIERE_NO_CONTESTAR]
        ),
    ]
    chica = replace(IDENTIDAD_2022, secciones=(seccion,))
    publicos = set()
    for contestada, valor in itertools.product((None, "si", "no", PREFIERE_NO_CONTESTAR), valores):
        for hechos in hechos_posibles(seccion.grupo, (madre, menor)):
            publicos |= comparar({madre: contestada, menor: valor}, definicion=chica, **hechos)
    assert publicos == {principal, hija} - {15}


@pytest.mark.parametrize("numero", SUELTAS)
def test_toda_combinacion_de_una_pregunta_suelta(numero):
    clave = CLAVE[numero]
    seccion = IDENTIDAD_2022.seccion_de(clave)
    opciones = list(IDENTIDAD_2022.pregunta(clave).elegibles)
    for valor in (None, "", *opciones):
        for hechos in hechos_posibles(seccion.grupo, (clave,)):
            comparar({clave: valor}, **hechos)


def test_toda_combinacion_de_joven_y_mayor_con_cada_edad():
    valores = (None, "si", "no", PREFIERE_NO_CONTESTAR)
    chica = replace(IDENTIDAD_2022, secciones=tuple(IDENTIDAD_2022.seccion(c) for c in ("joven", "mayor")))
    for edad, joven, mayor in itertools.product((None, 18, 29, 30, 59, 60, 80), valores, valores):
        for grupo in ("joven", "mayor"):
            for hechos in hechos_posibles(grupo, ("joven", "mayor")):
                comparar({"joven": joven, "mayor": mayor}, edad=edad, definicion=chica, **hechos)


def test_cuestionarios_enteros_al_azar():
    azar = random.Random(22)
    vistos = set()
    for _ in range(3000):
        respuestas = {}
        for pregunta in IDENTIDAD_2022.preguntas:
            opciones = list(pregunta.elegibles)
            valor = azar.choice(
                [None, "si" if "si" in opciones else opciones[0], azar.choice(opciones), opciones[-1]]
            )
            respuestas[pregunta.clave] = [valor] if valor and pregunta.numero in (6, 7) else valor
        vistos |= comparar(
            respuestas,
            edad=azar.choice([None, 20, 40, 70]),
            consentimiento=azar.choice(MANIFESTACIONES),
            publicar={clave for clave in NUMERO if azar.random() < 0.5},
            acciones_afirmativas=azar.sample(GRUPOS, azar.randint(0, 3)),
            alcance=azar.choice(["grupo", "integra"]),
            formato_coincide=azar.random() < 0.5,
        )
    assert vistos == set(range(1, 21)) - {15}


# --- Lo que la tabla no dice ------------------------------------------------------------------------------------------

TODO = {
    "consentimiento": SimpleNamespace(tratamiento=True, publicacion=True, estadistica=True),
    "publicar": set(NUMERO),
    "acciones_afirmativas": [],
    "alcance": "grupo",
    "formato_coincide": True,
}


def test_lo_escrito_en_otra_sale_con_su_respuesta_y_solo_con_ella():
    completa = {"indigena": "si", "pueblo": "otro", "pueblo_texto": "Mi pueblo"}
    assert publicadas(completa, **TODO) == completa
    assert "pueblo_texto" not in publicadas({**completa, "pueblo": "maya"}, **TODO)
    assert publicadas({**completa, "indigena": "no"}, **TODO) == {"indigena": "no"}
    assert publicadas(completa, **{**TODO, "publicar": {"pueblo"}}) == {}
    assert publicadas(completa, **{**TODO, "publicar": {"indigena"}}) == {"indigena": "si"}


def test_lo_que_no_es_del_cuestionario_nunca_sale():
    assert (
        publicadas({"curp": "CANARIO", "telefono": "1"}, **{**TODO, "publicar": {"curp", "telefono"}}) == {}
    )


def test_sin_nada_autorizado_el_registro_por_accion_afirmativa_no_publica_respuestas_con_alcance_de_grupo():
    contestado = {
        "discapacidad": "si",
        "discapacidad_tipo": ["mental"],
        "diversidad": "si",
        "diversidad_cual": "hombre_gay",
    }
    sin_publicar = {
        **TODO,
        "consentimiento": SimpleNamespace(tratamiento=True, publicacion=False, estadistica=False),
        "acciones_afirmativas": ["discapacidad", "diversidad"],
    }
    assert publicadas(contestado, **sin_publicar) == {}
    integra = publicadas(contestado, **{**sin_publicar, "alcance": "integra"})
    assert integra == {"discapacidad": "si", "discapacidad_tipo": ["mental"], "diversidad": "si"}


@pytest.mark.parametrize("pantalla", list(itertools.product((True, False), repeat=3)))
@pytest.mark.parametrize("papel", [(None, None, None), *itertools.product((True, False), repeat=3)])
def test_el_papel_ampara_si_autoriza_todo_lo_de_la_pantalla(papel, pantalla):
    def m(partes):
        return SimpleNamespace(
            **dict(zip(("tratamiento", "publicacion", "estadistica"), partes, strict=True))
        )

    de_mas = {i for i, si in enumerate(pantalla) if si} - {i for i, si in enumerate(papel) if si}
    assert ampara(m(papel), m(pantalla)) == (not de_mas)
