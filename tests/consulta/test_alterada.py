"""Una ficha cambiada por fuera no se muestra: se dice, y se enlaza a donde se comprueba. Nunca un error interno."""

import html
import json

import pytest
from django.db import transaction

from conoceles.publicacion.evidencia import puntos
from conoceles.publicacion.models import DISPARADORES, Ficha, Instantanea
from tests.publicacion import versionadas
from tests.publicacion.versionadas import CLAVE, version

BASE = f"/candidaturas/{CLAVE}/"
PAGINAS = ("", "versiones/", "versiones/1/", "versiones/2/")


def _texto_cambiado(documento):
    return documento.replace("Agua", "Vino")


@pytest.fixture
def alterar(proceso):
    """Cambia en la base el documento de una versión, como lo haría quien puede quitar los disparadores."""
    versionadas.escribir(proceso, [version({"propuesta_1": "Agua"}), version({"propuesta_1": "Agua y luz"})])
    with transaction.atomic():
        puntos.sellar()

    def cambiar(numero, nuevo):
        DISPARADORES.quitar()
        try:
            de_ella = Instantanea.objects.filter(clave=CLAVE, version=numero)
            de_ella.update(documento=nuevo(de_ella.get().documento) if callable(nuevo) else nuevo)
        finally:
            DISPARADORES.poner()

    return cambiar


@pytest.mark.parametrize(
    "nuevo", [_texto_cambiado, "{}", "null", "[]", "no es JSON", '{"persona":{"nombre":"x"}}', ""]
)
def test_la_vigente_alterada_no_se_muestra_y_se_dice_donde_comprobarla(client, alterar, nuevo):
    alterar(2, nuevo)
    for ruta in PAGINAS:
        respuesta = client.get(BASE + ruta)
        pagina = html.unescape(respuesta.content.decode())
        assert respuesta.status_code == 503, ruta
        assert "no es lo que el Instituto publicó" in pagina
        assert f'href="{BASE}verificar/"' in pagina
        assert "Vino" not in pagina
        assert "ETag" not in respuesta
    assert "No coincide con lo que se firmó" in client.get(f"{BASE}verificar/").content.decode()
    assert client.get(f"{BASE}verificacion.json").status_code == 200


def test_una_version_anterior_alterada_solo_quita_la_historia(client, alterar):
    alterar(1, _texto_cambiado)
    assert [client.get(BASE + ruta).status_code for ruta in PAGINAS] == [200, 503, 503, 503]


def test_el_archivo_de_comprobacion_la_delata(client, alterar):
    alterar(2, _texto_cambiado)
    assert Ficha.objects.get().vigente.esta_integra is False
    archivo = json.loads(client.get(f"{BASE}verificacion.json").content)
    assert "Vino" in archivo["documento"]
