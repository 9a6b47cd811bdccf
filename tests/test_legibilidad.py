"""Que la regla con que se miden los textos mida bien."""

import pytest

from .legibilidad import bloques_de, medir, parrafos_de, silabas

pytestmark = pytest.mark.sin_base

SEPARADAS = """
a y o voz ley rey muy buey sol co-sa lu-nes ca-sa dí-a pa-ís ma-íz ra-íz ba-úl re-ír o-í-do cre-í-a
ca-í-a ja-más ai-re cau-sa deu-da pei-ne rui-do ciu-dad viu-da bien cua-tro a-gua guar-da gue-rra
gui-ta-rra pin-güi-no ver-güen-za que qui-zá a-quí e-lec-ción in-for-ma-ción can-di-da-tu-ra ins-ti-tu-to
Mé-xi-co Mi-cho-a-cán te-a-tro le-er co-o-pe-rar a-é-re-o hé-ro-e po-e-ta bú-ho a-ho-ra al-co-hol
e-jem-plo i-gua-les pre-gun-tas pú-bli-ca me-jor u-no vo-to le-yó ha-ya yo ya U-rua-pan
Pa-ra-cho Pu-ruán-di-ro tran-qui-lo sec-ción es-tu-vie-ron mien-tras ñan-dú
des-pués tam-bién siem-pre per-so-na ac-ce-so huer-to hie-lo chi-le mu-cha-cha
ex-cep-ción cons-truc-ción ra-dio his-to-ria hay voy soy ha-cí-a ten-drí-a cual-quie-ra
""".split()  # noqa: SIM905 (una lista de cien renglones no se lee mejor)


@pytest.mark.parametrize("separada", SEPARADAS)
def test_las_silabas_son_las_que_se_dicen(separada):
    assert silabas(separada.replace("-", "")) == separada.count("-") + 1


def test_la_escala_da_lo_que_su_formula():
    hecha = medir(["La casa es roja. El sol sale hoy.", "Ven ya"])
    assert (hecha.silabas, hecha.palabras, hecha.frases) == (13, 10, 3)
    assert hecha.inflesz == pytest.approx(206.835 - 62.3 * 1.3 - 10 / 3)


def test_una_frase_larga_y_de_palabras_largas_baja_la_nota():
    facil = medir(["Lea lo que dice cada persona. Luego compare."])
    dificil = medir(
        ["La institucionalización administrativa imposibilita consideraciones interdisciplinarias."]
    )
    assert facil.inflesz > 65 > 0 > dificil.inflesz


def test_de_una_pagina_se_mide_el_texto_y_no_los_titulos_ni_los_menus():
    pagina = "<p>Fuera</p><main><h1>Título</h1><nav><li>Menú</li></nav><p>Uno <a>dos</a>.</p><ul><li>Tres</li></ul></main>"
    assert bloques_de(pagina) == ["Uno dos.", "Tres"]


def test_no_se_mide_lo_que_escribio_una_candidatura_ni_los_rotulos():
    frase = "Aquí se explica algo que hay que leer con calma."
    pagina = f'<main><p class="ficha__texto otra">{frase} Suyo.</p><ul><li>Ana Pérez</li></ul><p>{frase}</p></main>'
    assert parrafos_de(pagina) == [frase]
