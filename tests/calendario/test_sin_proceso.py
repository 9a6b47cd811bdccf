"""Una instalación sin proceso: el panel lo dice en vez de caerse."""

import pytest
from django.core.management import CommandError, call_command

from tests import fabricas

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ruta", ["/panel/", "/panel/registro/", "/panel/accesos/", "/panel/publicacion/"])
def test_el_panel_sin_proceso_explica_que_falta(client, ruta):
    client.force_login(fabricas.UsuarioFactory(rol="instancia_interna"))
    respuesta = client.get(ruta)
    assert respuesta.status_code == 503
    assert "cargar_proceso" in respuesta.content.decode()


def test_entrar_funciona_sin_proceso(client):
    assert client.get("/entrar/").status_code == 200


def test_publicar_sin_proceso_se_explica():
    with pytest.raises(CommandError, match="cargar_proceso"):
        call_command("publicar", simular=True)
