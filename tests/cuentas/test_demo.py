"""`/demo/`: un botón por persona, y sólo en la demostración."""

import pytest
from django.urls import include, path

from conoceles.config.urls import urlpatterns as las_de_siempre
from tests.fabricas import UsuarioFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.cuentas.test_demo")]

urlpatterns = [path("demo/", include("conoceles.demo.urls")), *las_de_siempre]


@pytest.fixture
def _encendida(settings, proceso):
    settings.CONOCELES_DEMO = True


@pytest.mark.usefixtures("_encendida")
def test_sin_nadie_lo_dice(client):
    assert "Aún no hay personas ficticias" in client.get("/demo/").content.decode()


@pytest.mark.usefixtures("_encendida")
def test_un_boton_por_persona_y_se_entra(client):
    UsuarioFactory(acceso="demo-vera", nombre="Vera Ficticia", rol="validacion")
    UsuarioFactory(acceso="real", nombre="No debe salir", rol="validacion")
    pagina = client.get("/demo/").content.decode()
    assert "Vera Ficticia" in pagina
    assert "No debe salir" not in pagina
    assert client.post("/demo/entrar/", {"acceso": "demo-vera"})["Location"] == "/inicio/"
    assert client.get("/panel/").status_code == 200


@pytest.mark.usefixtures("_encendida")
@pytest.mark.parametrize("acceso", ["real", "demo-cerrada", "demo-nadie", "", "demo-\0"])
def test_solo_se_entra_como_personas_de_la_demostracion(client, acceso):
    UsuarioFactory(acceso="real")
    UsuarioFactory(acceso="demo-cerrada", is_active=False)
    assert client.post("/demo/entrar/", {"acceso": acceso}).status_code == 404
    assert client.get("/demo/entrar/").status_code == 405


def test_apagada_no_existe_aunque_la_ruta_este(client, proceso):
    UsuarioFactory(acceso="demo-vera")
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/entrar/", {"acceso": "demo-vera"}).status_code == 404
