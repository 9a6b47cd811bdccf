"""Los correos y teléfonos tal como la gente los escribe."""

import pytest

from conoceles.captura.contactos import ContactoInvalido, correo, telefono


@pytest.mark.parametrize(
    "escrito",
    ["443 123 4567", "(443) 123-4567", "+52 443 123 4567", "+52 1 443 123 4567", "0052 443 1234567"],
)
def test_telefono(escrito):
    assert telefono(escrito) == "4431234567"


@pytest.mark.parametrize("escrito", ["123", "44312345678", "٤٤٣١٢٣٤٥٦٧", "443-CASA-45", "044 443 123 4567"])
def test_telefono_malo(escrito):
    with pytest.raises(ContactoInvalido):
        telefono(escrito)


def test_correo():
    assert correo(" Ana.Perez@EJEMPLO.mx ") == "Ana.Perez@ejemplo.mx"
    for malo in (
        "ana",
        "ana@",
        "@ejemplo.mx",
        "ana@ejemplo",
        "a b@ejemplo.mx",
        "ana@ejemplo.mx, b@ejemplo.mx",
    ):
        with pytest.raises(ContactoInvalido):
            correo(malo)
