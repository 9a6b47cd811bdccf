"""El sitio en otra lengua: las mismas páginas, nada a medias, y lo que escribieron las personas tal como está."""

from __future__ import annotations

import html
import re

import pytest
from django.conf import settings

from conoceles.comun.limites import DemasiadosIntentos
from tests import seudolengua
from tests.recorridos import publicas

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]

SIEMPRE = [
    "", "candidaturas/", "candidaturas/?vista=tabla", "candidaturas/?vista=formulas&orden=apellido", "candidaturas/?q=99&sexo=mujer",
    "candidaturas/?q=...", "comparar/", "comparar/no-existe/", "boleta/", "boleta/?seccion=x", "boleta/?localidad=ab", "boleta/9999/",
    "boleta/municipio/099/", "carteles/099/", "mapa/", "estadisticas/", "como-usar/", "preguntas/", "accesibilidad/", "privacidad/",
    "estado/", "interrupciones/", "bitacora-publica/", "bitacora-publica/hojas/2-3.jsonl", "bitacora-publica/prueba/999999.json",
    "verificar/", "verificar/?folio=", "verificar/A-7KQ2-M9XD-4TRWC/", "no/existe/",
]  # fmt: skip
DE_CADA_UNA = ["", "reportar/", "verificar/", "versiones/", "versiones/1/"]


@pytest.fixture
def publicadas(proceso):
    return publicas.inscribir(proceso)


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


def test_no_queda_nada_sin_envolver(client, publicadas):
    with seudolengua.hablada():
        rutas = SIEMPRE + [f"candidaturas/{c}/{parte}" for c in publicadas for parte in DE_CADA_UNA]
        paginas = {
            ruta: client.get(f"/{seudolengua.CLAVE}/{ruta}", follow=True).content.decode() for ruta in rutas
        }
        comparadas = set(re.findall(rf'href="(/{seudolengua.CLAVE}/comparar/[^"]+)"', paginas["comparar/"]))
        paginas |= {ruta: client.get(ruta).content.decode() for ruta in comparadas}
    assert comparadas
    malas = {
        r: m for r, pagina in paginas.items() if (m := seudolengua.sin_traducir(pagina, {*publicadas, "IEP"}))
    }
    assert not malas, "\n".join(f"{ruta}: {sorted(palabras)}" for ruta, palabras in malas.items())


# --- En inglés ------------------------------------------------------------------------------------------------

FICHA = "/en/candidaturas/publicada/"


@pytest.mark.parametrize(
    "ruta", ["/", "/candidaturas/", "/candidaturas/publicada/", "/estadisticas/", "/mapa/"]
)
def test_cada_pagina_dice_su_lengua_y_donde_esta_en_las_demas(client, publicadas, proceso, ruta):
    for raiz in ("", f"/{proceso.clave}"):
        pagina = texto(client.get(f"/en{raiz}{ruta}"))
        sitio = settings.CONOCELES_SITIO
        assert '<html lang="en">' in pagina
        assert f'<link rel="canonical" href="{sitio}/en{ruta}">' in pagina
        assert f'hreflang="es-MX" href="{sitio}{ruta}">' in pagina
        assert f'hreflang="en" href="{sitio}/en{ruta}">' in pagina
        assert f'hreflang="x-default" href="{sitio}{ruta}">' in pagina
        assert f'<a href="{raiz}{ruta}" lang="es-MX" hreflang="es-MX" rel="alternate">Español</a>' in pagina
        propios = re.findall(
            r'<a href="(/(?!en/|entrar/)[^"]*)"', pagina.replace(f'href="{raiz}{ruta}" lang', "")
        )
        assert not propios, "Un enlace saca de la lengua que se eligió."


def test_lo_que_se_escribio_queda_en_espanol_y_se_dice(client, publicadas):
    pagina = texto(client.get(FICHA))
    assert "Only the site is translated." in pagina
    assert f'<p class="ficha__texto" lang="es-MX">{publicas.RESPUESTAS["propuesta_1"][:40]}' in pagina
    assert "First proposal" in pagina
    assert "Bachelor’s degree" in pagina


def test_en_espanol_nada_lleva_marca_ni_aviso(client, publicadas):
    pagina = texto(client.get("/candidaturas/publicada/"))
    assert '<html lang="es-MX">' in pagina
    assert "<span lang" not in pagina
    assert "nota-de-lengua" not in pagina
    assert (
        '<a href="/en/candidaturas/publicada/" lang="en" hreflang="en" rel="alternate">English</a>' in pagina
    )


def test_las_fechas_y_los_plazos_se_dicen_a_su_manera(client, publicadas):
    assert "9 January 2099" in texto(client.get("/en/candidaturas/enplazo/"))
    assert "9 de enero de 2099" in texto(client.get("/candidaturas/enplazo/"))


def test_ninguna_lengua_se_queda_con_lo_dibujado_en_otra(client, publicadas):
    """El encabezado, las tarjetas y cada parte de la ficha se recuerdan: cada lengua, lo suyo."""
    for ruta in ("candidaturas/", "candidaturas/?vista=tabla", "candidaturas/publicada/", "comparar/"):
        antes = client.get(f"/{ruta}").content
        assert client.get(f"/en/{ruta}").content != antes
        assert client.get(f"/{ruta}").content == antes


def test_lo_privado_no_cambia_de_lengua(client, publicadas):
    assert client.get("/en/entrar/").status_code == 404
    assert client.get("/en/panel/").status_code == 404
    assert '<html lang="es-MX">' in texto(client.get("/entrar/", headers={"Accept-Language": "en"}))


@pytest.mark.parametrize("ruta", ["/pua/", "/pua/candidaturas/", "/es-mx/"])
def test_una_lengua_que_no_se_ofrece_no_existe(client, publicadas, ruta):
    assert client.get(ruta).status_code == 404


def test_el_personal_lee_en_espanol_lo_que_se_reporta_en_ingles(client, publicadas, monkeypatch):
    from conoceles.consulta import reportar
    from conoceles.reportes.models import Reporte

    monkeypatch.setattr(reportar, "ESPERA_SEGUNDOS", -1)
    ruta = f"{FICHA}reportar/"
    numero = re.search(r'name="formulario" value="([^"]+)"', texto(client.get(ruta)))[1]
    datos = {"apartado": "propuestas", "texto": "The second link does not open.", "formulario": numero}
    recibo = client.post(ruta, datos, follow=True)
    assert Reporte.objects.get().apartado == "Propuestas"
    assert "Proposals" in texto(recibo)


@pytest.mark.parametrize(
    ("raiz", "dicho"),
    [("", "Su texto sigue aquí: vuelva a enviarlo en 2 min"), ("/en", "send it again in 2 min")],
)
def test_demasiados_avisos_se_dice_en_la_lengua_de_la_direccion(client, publicadas, monkeypatch, raiz, dicho):
    from conoceles.consulta import reportar

    def lleno(*_):
        raise DemasiadosIntentos(90)

    monkeypatch.setattr(reportar, "ESPERA_SEGUNDOS", -1)
    monkeypatch.setattr(reportar, "ocupar", lleno)
    ruta = f"{raiz}/candidaturas/publicada/reportar/"
    numero = re.search(r'name="formulario" value="([^"]+)"', texto(client.get(ruta)))[1]
    datos = {"apartado": "propuestas", "texto": "El segundo enlace no abre.", "formulario": numero}
    respuesta = client.post(ruta, datos)
    assert respuesta.status_code == 429
    assert dicho in texto(respuesta)
    assert datos["texto"] in texto(respuesta)
