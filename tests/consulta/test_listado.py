"""Las maneras de ver el listado: las mismas candidaturas, el mismo orden y nada que la dirección no diga."""

import html
import random
import re

import pytest

from tests.publicacion import sinteticas

from .conftest import PUBLICADA, RESPUESTAS

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


def claves(respuesta):
    return re.findall(r'href="/candidaturas/(\w+)/"', texto(respuesta))


@pytest.fixture
def formula(proceso):
    """Una propietaria publicada, su suplente que no respondió y otra suplente que se quedó sin propietaria."""
    base = {
        "cargo": sinteticas.CARGOS[1], "demarcacion": sinteticas.DISTRITOS[0], "contienda": "diputacion-mr-01",
        "actor": sinteticas.ACTORES[0], "numero": 1,
    }  # fmt: skip
    azar, sola = random.Random(5), {"actor": sinteticas.ACTORES[1], "nombre": "Sola Tres"}
    sinteticas.inscribir(proceso, {
        "titular001": sinteticas.tarjeta(azar, **base, calidad="propietaria", nombre="Titular Uno",
                                         cuestionario=PUBLICADA, apartados=[8, 0, 9], sexo="hombre"),
        "suplente01": sinteticas.tarjeta(azar, **base, calidad="suplente", nombre="Suplente Dos", sexo="mujer",
                                         cuestionario={**PUBLICADA, "situacion": "sin_enviar"}),
        "sola000001": sinteticas.tarjeta(azar, **{**base, **sola}, calidad="suplente", sexo="mujer"),
    }, RESPUESTAS)  # fmt: skip
    return proceso


def test_por_formula_cada_tarjeta_junta_a_las_dos_personas(client, formula):
    pagina = client.get("/candidaturas/?vista=formulas")
    assert "2 fórmulas" in texto(pagina)
    assert texto(pagina).count("<article") == 2
    titular = re.search(r"<article.*?Titular Uno.*?</article>", texto(pagina), re.DOTALL)[0]
    assert "Suplente Dos" in titular
    assert "(No respondió)" in titular  # cada quien con lo suyo
    assert "Respondió 8 de 9 apartados" in titular


def test_por_formula_los_filtros_y_sus_cuentas_hablan_de_quien_la_encabeza(client, formula):
    pagina = client.get("/candidaturas/?vista=formulas&sexo=mujer")
    assert claves(pagina) == ["sola000001"]
    assert "Mujer <span" in texto(pagina)
    assert re.search(r"Mujer <span[^>]*>\(1\)", texto(pagina))


@pytest.mark.parametrize("vista", ["tarjetas", "formulas", "tabla"])
def test_toda_vista_conserva_lo_demas_y_se_quita_con_la_direccion(client, poblado, vista):
    pagina = client.get(f"/candidaturas/?cargo=regiduria&orden=apellido&vista={vista}", follow=True)
    assert pagina.status_code == 200
    assert "⟪" not in texto(pagina)
    vistas = re.search(r'<nav class="vistas".*?</nav>', texto(pagina), re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', vistas) == [
        "?cargo=regiduria&orden=apellido",
        "?cargo=regiduria&orden=apellido&vista=formulas",
        "?cargo=regiduria&orden=apellido&vista=tabla",
    ]
    assert len(re.findall("aria-current", vistas)) == 1
    escondido = '<input type="hidden" name="vista"' in texto(pagina)
    assert escondido == (vista != "tarjetas")


def test_la_tabla_dice_lo_mismo_que_las_tarjetas_y_en_el_mismo_orden(client, poblado):
    tarjetas, tabla = client.get("/candidaturas/"), client.get("/candidaturas/?vista=tabla")
    assert claves(tabla) == claves(tarjetas)
    assert texto(tabla).count("Respondió ") == texto(tarjetas).count("Respondió ") > 0
    assert texto(tabla).count('<th scope="row"') == texto(tarjetas).count("<article")


def test_cuanto_respondio_solo_se_dice_de_lo_publicado(client, poblado):
    for numero in (1, 2, 3):
        pagina = texto(client.get(f"/candidaturas/?pagina={numero}", follow=True))
        for tarjeta in re.findall(r"<article.*?</article>", pagina, re.DOTALL):
            assert ("Respondió " in tarjeta) == ("etiqueta--exito" in tarjeta)


def test_la_tarjeta_avisa_lo_que_el_registro_dice(client, proceso):
    tarjeta = sinteticas.tarjeta(random.Random(1), eleccion_consecutiva=True)
    tarjeta["registro"] |= {"en_la_boleta": "otro_nombre", "sustituye_a": {"clave": "otra", "nombre": "Otra"}}
    sinteticas.inscribir(proceso, {"avisada001": tarjeta})
    pagina = texto(client.get("/candidaturas/"))
    for aviso in (
        "Busca la elección consecutiva",
        "Entró por sustitución",
        "La boleta puede mostrar otro nombre",
    ):
        assert aviso in pagina


@pytest.mark.parametrize("vista", ["", "&vista=tabla"])
def test_un_valor_que_no_existe_se_dice_y_puede_quitarse(client, poblado, vista):
    pagina = client.get(f"/candidaturas/?cargo=inventado&cargo=regiduria&sexo=%3Cb%3E{vista}")
    dicho = re.search(r'<div class="aviso">.*?</div></div>', pagina.content.decode(), re.DOTALL)[0]
    assert "Cargo: «inventado»" in dicho
    assert "Sexo: «&lt;b&gt;»" in dicho
    quitada = client.get("/candidaturas/" + html.unescape(re.search(r'href="([^"]+)"', dicho)[1]))
    assert claves(quitada) == claves(pagina) != []
    assert "no existe en este listado" not in texto(quitada)
    assert f'rel="canonical" href="{texto(quitada).split("canonical")[1].split(chr(34))[2]}"' in texto(pagina)


def test_las_propuestas_se_buscan_por_el_tema_que_su_autora_eligio(client, proceso):
    azar = random.Random(9)
    sinteticas.inscribir(proceso, {
        "eligio0001": sinteticas.tarjeta(azar, cuestionario=PUBLICADA, temas=["salud"]),
        "no00000001": sinteticas.tarjeta(azar, cuestionario=PUBLICADA, temas=[]),
        "revision01": sinteticas.tarjeta(
            azar, cuestionario={**PUBLICADA, "situacion": "en_revision"}, temas=["salud"]
        ),
    }, RESPUESTAS)  # fmt: skip
    assert "Tema de sus propuestas" in texto(client.get("/candidaturas/"))
    assert claves(client.get("/candidaturas/?tema=salud")) == ["eligio0001"]
