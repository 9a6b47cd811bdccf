"""Las páginas de una lista: siempre una que existe."""

import pytest

from conoceles.comun.paginas import numero_de, paginas


@pytest.mark.parametrize(
    ("pedida", "da"),
    [
        ("1", 1),
        ("3", 3),
        ("99", 3),
        ("0", 1),
        ("-1", 1),
        ("dos", 1),
        ("²", 1),
        ("9" * 400, 1),
        ("", 1),
        (None, 1),
    ],
)
def test_toda_peticion_cae_en_una_pagina_que_existe(pedida, da):
    assert numero_de(pedida, total=101, por_pagina=50) == da


def test_sin_nada_hay_una_pagina_y_ningun_enlace():
    vacia = paginas(1, total=0, por_pagina=50, direccion=str)
    assert (vacia.ultima, vacia.anterior, vacia.siguiente) == (1, "", "")


def test_los_huecos_se_marcan_y_la_actual_tambien():
    enmedio = paginas(10, total=1000, por_pagina=50, direccion=lambda n: f"?pagina={n}")
    assert [n for n, *_ in enmedio.numeros] == ["1", "…", "8", "9", "10", "11", "12", "…", "20"]
    assert [n for n, _, actual in enmedio.numeros if actual] == ["10"]
    assert (enmedio.anterior, enmedio.siguiente) == ("?pagina=9", "?pagina=11")
