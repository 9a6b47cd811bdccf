"""La ayuda: dice lo que el sitio hace, en palabras que se entienden a la primera."""

import html
import inspect
import re

import pytest

from conoceles.publicacion import situacion

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]

AYUDA = ["/como-usar/", "/preguntas/", "/accesibilidad/"]


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


@pytest.mark.parametrize("ruta", [*AYUDA, "/estado/"])
@pytest.mark.parametrize("prefijo", ["", "/historico-2021"])
def test_responde_sin_galletas_con_un_titulo_y_su_lugar_en_la_ayuda(
    client, poblado, historico, prefijo, ruta
):
    if prefijo and ruta == "/estado/":  # es de la instalación entera
        assert client.get(prefijo + ruta).status_code == 404
        return
    respuesta = client.get(prefijo + ruta)
    assert respuesta.status_code == 200
    assert "Set-Cookie" not in respuesta
    pagina = texto(respuesta)
    assert len(re.findall(r"<h1[ >]", pagina)) == 1
    assert pagina.count('aria-current="') == (ruta != "/estado/")


def test_las_etiquetas_que_explica_son_las_que_se_usan(client, poblado):
    dichas = re.findall(r'<span class="etiqueta[^>]*>([^<]+)</span>', texto(client.get("/como-usar/")))
    fuente = inspect.getsource(situacion)
    assert len(dichas) == 6
    assert all(dicha in fuente for dicha in dichas)


def test_la_declaracion_dice_a_quien_escribir_y_en_cuanto_responde(client, poblado):
    poblado.datos_instituto = {
        **poblado.datos_instituto,
        "correo": "accesible@example.mx",
        "telefono": "443 000 0000",
    }
    poblado.datos_parametros = {"dias_accesibilidad": 3}
    poblado.save()
    pagina = texto(client.get("/accesibilidad/"))
    for dicho in (
        "mailto:accesible@example.mx",
        "443 000 0000",
        "3 días hábiles",
        "WCAG",
        "Esta declaración se revisó",
    ):
        assert dicho in pagina


def test_las_preguntas_nombran_los_cargos_del_proceso(client, poblado):
    assert "Regiduría" in texto(client.get("/preguntas/"))
