"""La llave de acceso, con un autenticador fingido por el propio Chromium, y las pantallas de la cuenta."""

import pytest

from tests.fabricas import CONTRASENA

pytestmark = pytest.mark.navegador


def con_autenticador(visita):
    """Un teléfono con huella, de mentira: Chromium hace toda la ceremonia menos tocar el sensor."""
    cdp = visita.pagina.context.new_cdp_session(visita.pagina)
    cdp.send("WebAuthn.enable")
    opciones = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": opciones})


@pytest.mark.lenta
def test_una_llave_de_acceso_se_pone_y_con_ella_se_entra(abrir, candidatura, gente):
    visita = abrir(como=gente["ana"])
    con_autenticador(visita)
    visita.ir("/cuenta/")
    visita.seguir("Añadir una llave de acceso")
    visita.escribir("Su contraseña", CONTRASENA)
    visita.pulsar("Añadir la llave")
    visita.lee("Sus códigos de respaldo")
    visita.seguir("Volver a mi cuenta")
    visita.lee("Llave de acceso", "Mi teléfono")
    visita.pulsar("Salir")
    visita.ir("/entrar/")
    visita.pulsar("Entrar con una llave de acceso")
    visita.lee("Mi candidatura")
    visita.pulsar("Salir")
    # Con la contraseña, la llave es el segundo paso.
    visita.ir("/entrar/")
    visita.escribir("Nombre de acceso", "ana")
    visita.escribir("Contraseña", CONTRASENA, exacto=True)
    visita.pulsar("Entrar")
    visita.lee("Confirme que es usted")
    visita.pulsar("Usar mi llave de acceso")
    visita.lee("Mi candidatura")


@pytest.mark.parametrize("ancho", [360, pytest.param(1280, marks=pytest.mark.lenta)])
def test_las_pantallas_de_la_cuenta(abrir, candidatura, gente, ancho):
    visita = abrir(como=gente["ana"], ancho=ancho)
    for direccion in (
        "/cuenta/",
        "/cuenta/correo/",
        "/cuenta/aplicacion/",
        "/cuenta/llave/",
        "/cuenta/congelar/",
    ):
        visita.ir(direccion)
    visita.pulsar("Congelar ahora")
    visita.lee("Su cuenta está congelada")
