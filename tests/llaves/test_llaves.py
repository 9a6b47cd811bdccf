"""Lo cifrado sólo se abre con su llave, en su lugar y entero; sin llave, no se abre nunca más."""

import pytest

from conoceles.llaves.acciones import NoSeDescifra, Uso, cifrar, descifrar, destruir
from conoceles.llaves.models import Llave

pytestmark = pytest.mark.django_db

DATOS = "Canario P'urhépecha".encode()
SITIO = {"candidatura": "bcdfghjkmn", "uso": Uso.PRIVADO, "contexto": "identidad:borrador"}


def test_ida_y_vuelta_con_un_sobre_distinto_cada_vez():
    uno, otro = cifrar(DATOS, **SITIO), cifrar(DATOS, **SITIO)
    assert uno != otro
    assert DATOS not in uno
    assert descifrar(uno, **SITIO) == descifrar(otro, **SITIO) == DATOS
    assert Llave.objects.count() == 1


@pytest.mark.parametrize("donde", [0, 11, 12, 20, -1])
def test_un_solo_bit_alterado_se_rechaza(donde):
    sobre = bytearray(cifrar(DATOS, **SITIO))
    sobre[donde] ^= 1
    with pytest.raises(NoSeDescifra):
        descifrar(bytes(sobre), **SITIO)


@pytest.mark.parametrize("trozo", [b"", b"corto", slice(0, 27)])
def test_un_sobre_incompleto_se_rechaza(trozo):
    sobre = cifrar(DATOS, **SITIO)
    with pytest.raises(NoSeDescifra):
        descifrar(sobre[trozo] if isinstance(trozo, slice) else trozo, **SITIO)


@pytest.mark.parametrize(
    "cambio",
    [{"candidatura": "zzzzzzzzzz"}, {"uso": Uso.PUBLICO}, {"contexto": "identidad:envio:1"}],
)
def test_un_sobre_copiado_a_otro_sitio_no_se_abre(cambio):
    otro = {**SITIO, **cambio}
    cifrar(b"para que exista la otra llave", **otro)
    with pytest.raises(NoSeDescifra):
        descifrar(cifrar(DATOS, **SITIO), **otro)


def test_destruir_las_llaves_es_para_siempre():
    sobre = cifrar(DATOS, **SITIO)
    publico = cifrar(DATOS, **{**SITIO, "uso": Uso.PUBLICO})
    assert destruir(candidatura=SITIO["candidatura"]) == 2
    cifrar(DATOS, **SITIO)  # una llave nueva no abre lo de la anterior
    for perdido, uso in ((sobre, Uso.PRIVADO), (publico, Uso.PUBLICO)):
        with pytest.raises(NoSeDescifra):
            descifrar(perdido, **{**SITIO, "uso": uso})


def test_la_llave_de_otra_candidatura_pegada_en_su_fila_no_abre():
    sobre = cifrar(DATOS, **SITIO)
    cifrar(DATOS, **{**SITIO, "candidatura": "zzzzzzzzzz"})
    ajena = Llave.objects.get(candidatura="zzzzzzzzzz").envuelta
    Llave.objects.filter(candidatura=SITIO["candidatura"]).update(envuelta=ajena)
    with pytest.raises(NoSeDescifra):
        descifrar(sobre, **SITIO)


def test_sin_la_maestra_la_base_de_llaves_no_sirve(settings):
    sobre = cifrar(DATOS, **SITIO)
    settings.CONOCELES_CLAVE_MAESTRA = "otra clave maestra"
    with pytest.raises(NoSeDescifra):
        descifrar(sobre, **SITIO)
