"""Lo que la gente escribe como su dirección, y lo que jamás debe volverse un enlace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conoceles.captura.contactos import ContactoInvalido, correo, enlace, telefono


@pytest.mark.parametrize(
    ("escrito", "red", "queda"),
    [
        ("@usuaria", "instagram", "https://www.instagram.com/usuaria"),
        ("maria.lopez", "instagram", "https://www.instagram.com/maria.lopez"),
        ("usuaria", "facebook", "https://www.facebook.com/usuaria"),
        ("@usuaria", "tiktok", "https://www.tiktok.com/@usuaria"),
        ("@usuaria", "youtube", "https://www.youtube.com/@usuaria"),
        ("HTTPS://Twitter.COM/Usuaria/?s=20", "x_twitter", "https://x.com/Usuaria"),
        ("m.facebook.com/usuaria?fbclid=2", "facebook", "https://www.facebook.com/usuaria"),
        (
            "https://facebook.com/profile.php?id=33&x=1",
            "facebook",
            "https://www.facebook.com/profile.php?id=33",
        ),
        ("https://vm.tiktok.com/ZM123/", "tiktok", "https://vm.tiktok.com/ZM123"),
        ("peña.mx", "pagina_web", "https://peña.mx"),
        ("http://ejemplo.mx/a?b=1#c", "pagina_web", "http://ejemplo.mx/a?b=1#c"),
        ("  ejemplo.mx  ", "pagina_web", "https://ejemplo.mx"),
        ('ejemplo.mx/"><script>', "pagina_web", "https://ejemplo.mx/%22%3E%3Cscript%3E"),
    ],
)
def test_queda_en_su_forma_publica(escrito, red, queda):
    assert enlace(escrito, red) == queda
    assert enlace(queda, red) == queda


@pytest.mark.parametrize(
    ("escrito", "red"),
    [
        ("javascript:alert(1)", "pagina_web"),
        ("JaVaScRiPt:alert(1)", "x_twitter"),
        ("java\tscript:alert(1)", "pagina_web"),
        ("data:text/html,x", "pagina_web"),
        ("mailto:a@b.mx", "pagina_web"),
        ("https://ana@ejemplo.mx", "pagina_web"),
        ("https://instagram.com@malo.mx/ana", "instagram"),
        ("https://ejemplo.mx\\@malo.mx", "pagina_web"),
        ("https://аpple.com", "pagina_web"),  # la primera letra es cirílica
        ("https://xn--pple-43d.com", "pagina_web"),
        ("localhost", "pagina_web"),
        ("http://127.0.0.1/", "pagina_web"),
        ("https://[::1", "pagina_web"),
        ("https://ejemplo.mx:99999/", "pagina_web"),
        ("a\u200bb.mx", "pagina_web"),
        ("ejemplo.mx\x07", "pagina_web"),
        ("ejemplo.mx otra.mx", "pagina_web"),
        ("evil-facebook.com/x", "facebook"),
        ("https://malo.mx/facebook.com", "facebook"),
        ("facebook.com", "facebook"),
        ("@usuaria", "otra_red"),
        ("@", "instagram"),
    ],
)
def test_se_rechaza_con_una_frase(escrito, red):
    with pytest.raises(ContactoInvalido) as error:
        enlace(escrito, red)
    assert len(str(error.value)) > 20


@given(st.text(max_size=60), st.sampled_from(["", "facebook", "instagram", "pagina_web"]))
def test_lo_aceptado_siempre_es_una_direccion_segura(escrito, red):
    try:
        queda = enlace(escrito, red)
    except ContactoInvalido:
        return
    assert queda.startswith(("https://", "http://"))
    assert not set(queda) & set(' "<>\\`\n')
    assert "@" not in queda.split("/")[2]


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
