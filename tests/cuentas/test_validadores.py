"""La contraseña que cualquiera adivinaría se rechaza; la frase propia se acepta."""

import pytest
from django.core.exceptions import ValidationError

from conoceles.cuentas.validadores import NiRepetidaNiComun


@pytest.mark.parametrize(
    "obvia",
    [
        "contraseña123",
        "Contrasen\u0303a2027",
        "CONTRASENA123!",
        "michoacan2027",
        "Michoacán2027.",
        "candidata2027",
        "2027candidata",
        "candidata2027Michoacan",
        "institutoelectoral",
        "Instituto Electoral de Michoacán",
        "mi_contraseña_1",
        "presidenta municipal 2027",
        "de" * 30 + "!1234",
    ],
)
def test_lo_obvio_en_espanol_se_rechaza(obvia):
    with pytest.raises(ValidationError) as error:
        NiRepetidaNiComun().validate(obvia)
    assert error.value.code in ("password_obvia", "password_repetida", "password_comun")


@pytest.mark.parametrize(
    "propia",
    [
        "canción de cuna larga",
        "frase larga de prueba",
        "candidata con paraguas",
        "michoacanita2027x",
        "volcán mesa tortuga lápiz",
        "ñandúes y zapatos 14",
    ],
)
def test_una_frase_propia_se_acepta(propia):
    NiRepetidaNiComun().validate(propia)
