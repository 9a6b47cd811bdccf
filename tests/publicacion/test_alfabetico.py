"""El orden alfabético es el del español de hoy, contra una lista ordenada a mano."""

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conoceles.publicacion.renglones import Renglones, alfabetico, por_apellido

from . import sinteticas

pytestmark = pytest.mark.sin_base

# Ordenada a mano. La ch y la ll son dos letras desde 1994; la ñ es una, después de la n; los acentos y la diéresis no
# cambian el lugar; palabra por palabra, y las partículas cuentan.
ORACULO = [
    "Abarca", "Ábrego", "Acuña", "Ádame", "Águila", "Alanís", "Albor", "Álvarez", "Ávila", "Ayala",
    "Cabañas", "Cebrián", "Cedeño", "Cerón", "Cevallos", "Chagoya", "Chávez", "Che", "Chuc", "Cid", "Ciénega",
    "Coñoc", "Copado", "Cruz", "Cuevas", "Cútz",
    "D’Artigues", "Da Silva", "Dávila", "De Alba", "de Dios", "de la Cruz", "De la O", "de la Torre", "De las Casas",
    "de León", "del Ángel", "Del Río", "Delgado", "Díaz", "Dorantes",
    "Güemes", "Guerra", "Güitrón", "Gutiérrez",
    "León", "Li", "Linares", "Llamas", "Llerena", "Loa", "López", "López Portillo", "López-Velarde", "Lopeztegui",
    "Luna", "Muniz", "Munzo", "Muñiz", "Muñoz", "Muro",
    "Nuñes", "Nuño", "Ñáñez", "Ñeco",
    "O’Farrill", "Oaxaca", "Ocaña", "Olid", "Øster", "Ozuna",
    "Peña", "Pérez", "Pérez Gil", "Pérez y Pérez", "Perezcano", "Ponce", "Ponce de León", "Poncelis",
    "Tzintzun", "Ubiña", "Úrsula", "Xool", "Zárate", "Zoé", "Zúniga Ñ", "Zúñiga",
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(azar=st.randoms(use_true_random=False), otra=st.sampled_from([str, str.upper, str.lower, str.title]))
def test_en_cualquier_desorden_y_con_cualquier_letra_queda_como_la_lista(azar, otra):
    revueltos = azar.sample(ORACULO, len(ORACULO))
    assert sorted(revueltos, key=lambda apellido: alfabetico(otra(apellido))) == ORACULO


@given(
    raiz=st.text("abcdefghijklmnopqrstuvwxyz", max_size=5),
    fin=st.text("abcdefghijklmnopqrstuvwxyzñáéíóúü' -", max_size=5),
    otro_fin=st.text("abcdefghijklmnopqrstuvwxyzñ", max_size=5),
)
def test_la_enie_va_despues_de_toda_n_y_antes_de_toda_o(raiz, fin, otro_fin):
    en_n, en_enie, en_o = f"{raiz}n{fin}", f"{raiz}ñ{otro_fin}", f"{raiz}o{fin}"
    assert alfabetico(en_n) < alfabetico(en_enie) < alfabetico(en_o)


@given(texto=st.sampled_from(ORACULO))
def test_acentos_signos_y_formas_de_unicode_no_cambian_el_lugar(texto):
    igual = alfabetico(texto)
    assert igual == alfabetico(unicodedata.normalize("NFD", texto)) == alfabetico(f"  {texto} ")
    assert igual == alfabetico(texto.replace("’", "'")) == alfabetico(texto.replace("-", "‐"))


def test_la_ch_y_la_ll_son_dos_letras():
    assert alfabetico("Cevallos") < alfabetico("Chávez") < alfabetico("Cid")
    assert alfabetico("Linares") < alfabetico("Llamas") < alfabetico("Loa")


def test_se_ordena_por_primer_apellido_luego_segundo_y_luego_nombre():
    """Un apellido compuesto va entero; entre dos iguales decide el siguiente dato."""
    esperadas = [
        ("de la Cruz", "Ñáñez", "Zoé"),
        ("Delgado", "Ávila", "Óscar"),
        ("Marín", "Avila", "Luz"),
        ("Marin", "Ávila", "Óscar"),
        ("MARÍN", "Zárate", "Ana"),
        ("Ponce", "Zárate", "Ana"),
        ("Ponce de León", "Ávila", "Ana"),
    ]
    azar, hacer = random.Random(3), Renglones()
    tarjetas = [
        sinteticas.tarjeta(azar, nombre=" ".join((n, p, s)), apellidos=[p, s], nombres=n)
        for p, s, n in esperadas
    ]
    renglones = [hacer.de(f"c{numero}", tarjeta) for numero, tarjeta in enumerate(tarjetas)]
    azar.shuffle(renglones)
    assert [r.apellidos for r in sorted(renglones, key=por_apellido)] == esperadas
