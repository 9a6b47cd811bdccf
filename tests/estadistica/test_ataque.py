"""Los ataques de `ataque.py` no averiguan nada: ni una respuesta, ni una celda por debajo del mínimo."""

from __future__ import annotations

import itertools
import random

import pytest

from conoceles.estadistica.supresion import RENGLONES

from .ataque import (
    Clase,
    Eliminacion,
    Poblacion,
    al_azar,
    algo_se_publico,
    averiguado,
    cortes,
    mundo_al_azar,
    mundos,
)

# (cuántas clases, personas en cada una, si son dos celdas): lo que cabe recorrer entero.
FORMAS = ((2, 8, False), (3, 8, False), (4, 7, False), (2, 28, False), (3, 13, False), (2, 14, True))


def _todos_los_mundos(semilla: int, cuantas: int) -> tuple[int, list[str]]:
    """Cuántas poblaciones publicaron algo y todo lo que de alguna pudo averiguarse."""
    azar, publicaron, hallado = random.Random(semilla), 0, []
    for _ in range(cuantas):
        clases, tamano, dos_celdas = azar.choice(FORMAS)
        poblacion = al_azar(azar, clases=clases, tamano=tamano, minimo=5, dos_celdas=dos_celdas)
        verdad = mundo_al_azar(azar, poblacion)
        hechos = cortes(poblacion, verdad)
        if algo_se_publico(hechos):
            publicaron += 1
            hallado += averiguado(poblacion, mundos(poblacion, hechos), verdad)
    return publicaron, hallado


def test_con_todos_los_cortes_y_el_programa_no_se_averigua_nada():
    publicaron, hallado = _todos_los_mundos(semilla=24, cuantas=50)
    assert hallado == []
    assert publicaron >= 10


@pytest.mark.lenta
@pytest.mark.parametrize("semilla", range(4))
def test_no_se_averigua_nada_en_muchas_poblaciones(semilla):
    publicaron, hallado = _todos_los_mundos(semilla=1000 + semilla, cuantas=250)
    assert hallado == []
    assert publicaron >= 50


def _incognitas(poblacion: Poblacion) -> dict[tuple[Clase, str, int], int]:
    """Una por clase, opción y paso en que pudo contarse (0: no se ha contado)."""
    todas = itertools.product(
        [clase for clase, _ in poblacion.clases], poblacion.opciones, range(poblacion.cortes + 1)
    )
    return {una: numero for numero, una in enumerate(todas)}


def _restar_todo(poblacion: Poblacion, verdad) -> list[str]:
    """Cada celda de cada corte menos la del anterior, y lo público: cuántas hay en cada clase."""
    sistema, incognitas = Eliminacion(), _incognitas(poblacion)
    for clase, cuantas in poblacion.clases:
        sistema.agregar([n for (c, _, _), n in incognitas.items() if c == clase], cuantas)
    anteriores = {opcion: (0, dict.fromkeys(RENGLONES, 0)) for opcion in poblacion.contadas}
    for paso, tabla in enumerate(cortes(poblacion, verdad), start=1):
        for opcion, celda in tabla.celdas.items():
            total, renglones = celda.total or 0, {r: celda.renglones.get(r, 0) for r in RENGLONES}
            antes, por_renglon = anteriores[opcion]
            del_paso = {c: n for (c, o, p), n in incognitas.items() if (o, p) == (opcion, paso)}
            sistema.agregar(list(del_paso.values()), total - antes)
            for renglon in RENGLONES if renglones != por_renglon else ():
                suyas = [n for c, n in del_paso.items() if c.renglon == renglon]
                sistema.agregar(suyas, renglones[renglon] - por_renglon[renglon])
            anteriores[opcion] = total, renglones
    return list(_celdas_chicas(sistema, incognitas, poblacion))


def _celdas_chicas(sistema: Eliminacion, incognitas, poblacion: Poblacion):
    """Las sumas que el sistema resuelve y son de alguien: de un paso que avanzó, menos del mínimo."""
    clases = [clase for clase, _ in poblacion.clases]
    for tamano in range(1, len(clases) + 1):
        for grupo in itertools.combinations(clases, tamano):
            for opcion in poblacion.opciones:
                suyas = [n for (c, o, _), n in incognitas.items() if c in grupo and o == opcion]
                suma = sistema.cuanto_suman(suyas)
                if suma is not None and suma < poblacion.minimo:
                    yield f"{grupo} «{opcion}»: {suma}"


@pytest.mark.parametrize("cuantas", [50, pytest.param(600, marks=pytest.mark.lenta)])
def test_restar_tablas_y_cortes_no_deja_una_celda_chica(cuantas):
    azar, hallado = random.Random(7), []
    for _ in range(cuantas):
        poblacion = al_azar(
            azar, clases=5, tamano=60, minimo=azar.choice([5, 10]), dos_celdas=azar.random() < 0.5
        )
        hallado += _restar_todo(poblacion, mundo_al_azar(azar, poblacion))
    assert hallado == []


def test_el_ataque_sabe_encontrar_lo_que_se_escapa():
    """La misma vara contra una tabla sin proteger: si no la rompiera, lo demás no probaría nada."""
    poblacion = Poblacion(
        ((Clase(0, None, "mujeres"), 9), (Clase(1, None, "mujeres"), 1)), 2, ("si",), ("no",), 1
    )
    verdad = ((4, 5), (1, 0))
    hechos = cortes(poblacion, verdad)
    assert [t.celdas["si"].total for t in hechos] == [4, 4]  # con mínimo de 1 todavía retiene a la nueva
    sin_cuidado = Poblacion(poblacion.clases, 2, ("si",), ("no",), 0)
    hechos = cortes(sin_cuidado, verdad)
    assert [t.celdas["si"].total for t in hechos] == [4, 5]
    assert averiguado(sin_cuidado, mundos(sin_cuidado, hechos), verdad)
