from random import Random

import pytest

from conoceles.demo.nombres import APELLIDOS, HOMBRES, MUJERES, Padron, concordar


@pytest.mark.parametrize("lista", [MUJERES, HOMBRES, APELLIDOS])
def test_las_listas_no_repiten(lista):
    assert len(lista) == len(set(lista)) > 100


def test_ocho_mil_personas_sin_repetir_nombre():
    padron = Padron(Random(1))
    nombres = [padron.persona("mujer" if i % 2 else "hombre").nombre_completo for i in range(8_000)]
    assert len(set(nombres)) == 8_000


def test_la_misma_semilla_da_las_mismas_personas():
    uno, otro, distinto = (Padron(Random(s)) for s in (5, 5, 6))
    personas = [uno.persona("mujer") for _ in range(50)]
    assert personas == [otro.persona("mujer") for _ in range(50)]
    assert personas != [distinto.persona("mujer") for _ in range(50)]


def test_hay_edades_de_todas_y_nombres_incompletos():
    padron = Padron(Random(2))
    personas = [padron.persona("no_binario") for _ in range(4_000)]
    edades = [p.edad for p in personas]
    assert 21 <= min(edades) < 25
    assert 72 < max(edades) <= 78
    assert any(not p.segundo_apellido for p in personas)
    assert 0.08 < sum(bool(p.mote) for p in personas) / len(personas) < 0.16


def test_nadie_es_menor_que_la_edad_pedida():
    padron = Padron(Random(3))
    assert min(padron.persona("mujer", edad_minima=30).edad for _ in range(500)) >= 30


@pytest.mark.parametrize(
    ("sexo", "esperado"),
    [
        ("mujer", "abogada y promotora"),
        ("hombre", "abogado y promotor"),
        ("no_binario", "abogade y promotore"),
    ],
)
def test_concordar_elige_la_forma(sexo, esperado):
    assert concordar("abogad[a|o|e] y promotor[a||e]", sexo) == esperado
