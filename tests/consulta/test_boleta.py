"""De la sección a la boleta: siempre las contiendas que tocan, y una página que ayuda cuando no se puede."""

from __future__ import annotations

import gzip
import html
import random
import re
from datetime import timedelta
from urllib.parse import unquote_plus

import pytest
from django.utils import timezone

from conoceles.consulta.boleta_entrada import leer_seccion
from conoceles.consulta.papeletas import papeletas
from conoceles.publicacion.lectura import abrir
from conoceles.territorio.lectura import lugares_de
from conoceles.territorio.models import Mapa, Seccion
from tests import fabricas
from tests.publicacion import sinteticas
from tests.registro import minima

from . import boletas

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]

MEDIDAS = {"municipios": 6, "distritos": 4}


@pytest.fixture
def estado(proceso):
    """Seis municipios, cuatro distritos y tres partidos, aún sin mapa."""
    sinteticas.inscribir(proceso, boletas.tarjetas(**MEDIDAS, quienes=boletas.actores(3)))
    return proceso


@pytest.fixture
def con_mapa(estado):
    boletas.mapa(estado, **MEDIDAS, secciones=60)
    return estado


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


def candidaturas(respuesta):
    return set(re.findall(r"/candidaturas/(boleta\d+)/", texto(respuesta)))


# --- El oráculo -------------------------------------------------------------------------------------------


def esperadas(seccion: Seccion) -> set[str]:
    """Lo que da juntar el catálogo con el registro, sin pasar por el programa."""
    lugar = {("entidad", "16"), ("distrito", seccion.distrito), ("municipio", seccion.municipio)}
    todas = boletas.tarjetas(**MEDIDAS, quienes=boletas.actores(3))
    return {c for c, t in todas.items() if (t["demarcacion"]["tipo"], t["demarcacion"]["clave"]) in lugar}


def test_toda_seccion_da_exactamente_las_candidaturas_que_le_tocan(client, con_mapa):
    vistas = {}
    for seccion in Seccion.objects.all():
        donde = seccion.municipio, seccion.distrito
        vistas.setdefault(donde, esperadas(seccion))
        respuesta = client.get(f"/boleta/{seccion.numero}/")
        assert respuesta.status_code == 200
        assert candidaturas(respuesta) == vistas[donde], seccion.numero
    assert len(vistas) > 15


def test_cada_seccion_se_lee_como_esta_en_el_catalogo(con_mapa):
    indice = abrir("", timezone.now()).indice
    mapa = Mapa.objects.get()
    lugares = [lugar for clave in mapa.municipios for lugar in lugares_de(mapa, clave)]
    assert len(lugares) == 60
    for lugar in lugares:
        contiendas = {parte.contienda for hoja in papeletas(indice, lugar) for parte in hoja.partes}
        assert contiendas == {
            "gubernatura-16", "diputacion-rp-16", f"diputacion-mr-{lugar.distrito}",
            f"presidencia-municipal-{lugar.municipio}",
        }  # fmt: skip


# --- La página --------------------------------------------------------------------------------------------


def test_la_boleta_va_en_orden_y_dice_donde_esta_cada_quien(client, con_mapa):
    pagina = texto(client.get("/boleta/1/"))
    assert "Su boleta en la sección 1" in pagina
    assert re.findall(r'<section class="papeleta" id="(\w+)"', pagina) == [
        "gubernatura",
        "diputaciones",
        "ayuntamiento",
    ]
    actores = re.findall(r'class="recuadro__actor">.*?(Partido \d)</h', pagina, re.DOTALL)
    assert actores == ["Partido 1", "Partido 2", "Partido 3"] * 4
    assert "Respondió" in pagina
    assert "⟪" not in pagina
    assert " style=" not in pagina
    assert "<script" not in pagina
    assert 'href="/comparar/diputacion-mr-' in pagina


def test_pocas_consultas(client, con_mapa, django_assert_max_num_queries):
    for url in ("/boleta/", "/boleta/?localidad=centro", "/boleta/1/", "/boleta/municipio/002/", "/boleta/1/hoja/",
                "/boleta/1/para-guardar/", "/boleta/999/", "/carteles/002/"):  # fmt: skip
        client.get(url)
        with django_assert_max_num_queries(4):
            client.get(url)


def test_donde_no_se_elige_ayuntamiento_por_partidos_se_dice(client, con_mapa):
    seccion = Seccion.objects.filter(municipio="006").first()
    for url in (f"/boleta/{seccion.numero}/", f"/boleta/{seccion.numero}/hoja/", "/boleta/municipio/006/"):
        assert "sistema normativo" in texto(client.get(url)), url


def test_cambia_con_la_edicion_y_mientras_tanto_da_304(client, con_mapa):
    marca = client.get("/boleta/1/")["ETag"]
    assert client.get("/boleta/1/", headers={"If-None-Match": marca}).status_code == 304
    sinteticas.inscribir(con_mapa, {"otra": sinteticas.tarjeta(random.Random(1))})
    assert client.get("/boleta/1/", headers={"If-None-Match": marca}).status_code == 200


def test_despues_de_la_jornada_lo_dice_en_pasado(client, con_mapa):
    con_mapa.jornada = timezone.localdate() - timedelta(days=3)
    con_mapa.save()
    Mapa.objects.update(vale_desde=con_mapa.jornada)
    assert "se votó el" in texto(client.get("/boleta/1/"))


def test_lo_ficticio_se_dice_en_toda_forma(client, estado):
    boletas.mapa(estado, **MEDIDAS, secciones=6, es_ficticio=True)
    for url in ("/boleta/", "/boleta/1/", "/boleta/municipio/002/", "/boleta/1/hoja/"):
        assert "ecciones ficticias" in texto(client.get(url)), url


# --- Una sola dirección -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pedida", "unica"),
    [
        ("/boleta/?seccion=12", "/boleta/12/"),
        ("/boleta/?seccion=+Secci%C3%B3n+0012+", "/boleta/12/"),
        ("/boleta/0012/", "/boleta/12/"),
        ("/boleta/12/?x=1", "/boleta/12/"),
        ("/boleta/12/?distrito=01", "/boleta/12/"),
        ("/boleta/12/hoja/?letra=9", "/boleta/12/hoja/"),
        ("/boleta/12/para-guardar/?x=1", "/boleta/12/para-guardar/"),
        ("/boleta/?x=1", "/boleta/"),
        ("/boleta/municipio/002/?distrito=99", "/boleta/municipio/002/"),
        ("/carteles/002/?x=1", "/carteles/002/"),
        ("/proceso-de-prueba/boleta/12/", "/boleta/12/"),
    ],
)
def test_lo_que_sobra_se_redirige(client, con_mapa, pedida, unica):
    respuesta = client.get(pedida)
    assert (respuesta.status_code, respuesta["Location"]) == (302, unica)


@pytest.mark.parametrize("ruta", ["/boleta/1/", "/en/boleta/1/"])
def test_la_boleta_se_comparte_con_su_direccion(client, con_mapa, ruta):
    enlace = re.search(r'href="(https://wa\.me/[^"]+)"', texto(client.get(ruta)))[1]
    assert unquote_plus(enlace).endswith(ruta)


# --- Lo que no se entiende --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("escrito", "numero", "error"),
    [
        ("12", 12, ""),
        ("0012", 12, ""),
        ("Sección 1 234", 1234, ""),
        ("1,234", 1234, ""),
        ("No.- 12", 12, ""),
        ("12.5", 0, "sólo el número"),
        ("12-5", 0, "sólo el número"),
        ("12 5", 0, "sólo el número"),
        ("-5", 0, "sólo el número"),
        ("", 0, "Escriba el número"),
        ("doce", 0, "es un número"),
        ("٣", 0, "es un número"),
        ("0", 0, "va del 1 al 9,999"),
        ("10000", 0, "va del 1 al 9,999"),
        ("9" * 60, 0, "va del 1 al 9,999"),
    ],
)
def test_se_perdona_lo_que_se_entiende(escrito, numero, error):
    leido, dicho = leer_seccion(escrito)
    assert leido == numero
    assert error in dicho if error else not dicho


@pytest.mark.parametrize("escrito", ["", "doce", "0", "12345", "<b>x</b>", "9" * 500])
def test_lo_mal_escrito_se_conserva_y_se_explica(client, con_mapa, escrito):
    respuesta = client.get("/boleta/", {"seccion": escrito}, follow=True)
    assert respuesta.status_code == 200
    assert 'aria-invalid="true"' in texto(respuesta)
    assert f'value="{html.escape(escrito[:60])}"' in respuesta.content.decode()
    assert "<title>Error: " in texto(respuesta)
    assert "No sé mi sección" in texto(respuesta)


@pytest.mark.parametrize(
    "forma", ["", "hoja/", "hoja/letra-grande/", "para-guardar/", "para-guardar/sin-fotos/"]
)
def test_una_seccion_que_no_existe_ayuda(client, con_mapa, forma):
    respuesta = client.get(f"/boleta/9999/{forma}")
    assert respuesta.status_code == 404
    pagina = texto(respuesta)
    assert "La sección 9999 no está en el mapa" in pagina
    assert 'value="9999"' in pagina
    assert "/boleta/municipio/001/" in pagina


@pytest.mark.parametrize("numero", ["10000", "99999999", "1" * 20])
def test_un_numero_con_cifras_de_mas_tambien_ayuda(client, con_mapa, numero):
    respuesta = client.get(f"/boleta/{numero}/")
    assert respuesta.status_code == 404
    pagina = texto(respuesta)
    assert "va del 1 al 9,999" in pagina
    assert f'value="{numero}"' in pagina
    assert "/boleta/municipio/001/" in pagina


@pytest.mark.parametrize("url", ["/boleta/municipio/999/", "/carteles/x/", f"/boleta/{'1' * 30}/"])
def test_lo_que_no_existe_es_404(client, con_mapa, url):
    assert client.get(url).status_code == 404


# --- Quien no sabe su sección -------------------------------------------------------------------------------


def test_por_municipio_se_llega_a_la_seccion_y_a_la_boleta(client, con_mapa):
    pagina = texto(client.get("/boleta/municipio/002/"))
    suyas = Seccion.objects.filter(municipio="002")
    for seccion in suyas:
        assert f'href="/boleta/{seccion.numero}/"' in pagina
        assert f"Colonia {seccion.numero}" in pagina
    for distrito in {seccion.distrito for seccion in suyas}:
        url = f"/boleta/municipio/002/?distrito={distrito}"
        assert f'href="{url}"' in pagina
        assert candidaturas(client.get(url)) == esperadas(Seccion(municipio="002", distrito=distrito))


def test_por_localidad_en_todo_el_estado_sin_acentos(client, con_mapa):
    pagina = texto(client.get("/boleta/?localidad=CÉNTRO", follow=True))
    assert pagina.count("<b>Centro</b>") == 6
    assert "Municipio Ñ 6" in pagina
    assert 'value="CÉNTRO"' in pagina
    assert "<b>Colonia 17</b>" in texto(client.get("/boleta/?localidad=colonia+17"))
    assert 'href="/boleta/municipio/006/">Municipio Ñ 6' in texto(
        client.get("/boleta/?localidad=municipio+n")
    )


@pytest.mark.parametrize("escrito", ["zz", "no hay tal", "¿?", "%00", "' OR 1=1 --"])
def test_sin_hallazgos_lo_dice(client, con_mapa, escrito):
    respuesta = client.get("/boleta/", {"localidad": escrito}, follow=True)
    assert respuesta.status_code == 200
    assert "Nada se llama así" in texto(respuesta)


# --- Cuando no se sabe el distrito -------------------------------------------------------------------------


def test_con_un_mapa_de_otra_eleccion_se_pregunta_el_distrito(client, estado):
    boletas.mapa(estado, **MEDIDAS, secciones=12, vale_hasta=estado.jornada - timedelta(days=1))
    pagina = texto(client.get("/boleta/7/"))
    assert "¿Cuál es su distrito local?" in pagina
    assert "es de otra elección" in pagina
    assert candidaturas(client.get("/boleta/7/")) == esperadas(Seccion(municipio="002", distrito=""))
    assert pagina.count("/boleta/7/?distrito=") == 4
    elegida = client.get("/boleta/7/?distrito=03")
    assert candidaturas(elegida) == esperadas(Seccion(municipio="002", distrito="03"))
    assert "El distrito lo eligió usted" in texto(elegida)
    assert 'href="/boleta/7/hoja/?distrito=03"' in texto(elegida)
    assert "Cabecera 3" in texto(client.get("/boleta/7/hoja/?distrito=03"))
    assert client.get("/boleta/7/?distrito=77").status_code == 302


def test_una_seccion_sin_distrito_tambien_lo_pregunta(client, estado):
    boletas.mapa(estado, **MEDIDAS, secciones=12, con_distrito=False)
    assert "no dice en qué distrito vota esta sección" in texto(client.get("/boleta/7/"))


def test_sin_mapa_el_municipio_y_el_distrito_dan_la_boleta(client, estado):
    entrada = texto(client.get("/boleta/"))
    assert "aún no carga las secciones" in entrada
    assert 'name="seccion"' not in entrada
    assert "/boleta/municipio/002/" in entrada
    assert "¿Cuál es su distrito local?" in texto(client.get("/boleta/municipio/002/"))
    elegida = client.get("/boleta/municipio/002/?distrito=03")
    assert candidaturas(elegida) == esperadas(Seccion(municipio="002", distrito="03"))
    desconocida = client.get("/boleta/12/")
    assert desconocida.status_code == 404
    assert "Entre por su municipio" in texto(desconocida)


def test_sin_nada_dice_que_falta(client, proceso):
    pagina = client.get("/boleta/")
    assert pagina.status_code == 200
    assert "Todavía no se puede armar su boleta" in texto(pagina)


def test_con_mapa_y_sin_candidaturas_lo_dice(client, proceso):
    boletas.mapa(proceso, **MEDIDAS, secciones=12)
    for url in ("/boleta/1/", "/boleta/1/hoja/", "/boleta/1/para-guardar/", "/boleta/municipio/002/"):
        respuesta = client.get(url)
        assert respuesta.status_code == 200
        assert "⟪" not in texto(respuesta)
    assert "Aún no hay candidaturas" in texto(client.get("/boleta/1/"))


@pytest.mark.parametrize("forma", ["", "hoja/", "para-guardar/"])
def test_sin_nadie_registrado_la_boleta_nombra_todo_lo_que_se_vota(client, proceso, forma):
    boletas.mapa(proceso, **MEDIDAS, secciones=12)
    for cargo, ambito in (
        (boletas.GUBERNATURA, "entidad"),
        (boletas.DIPUTACION, "distrito"),
        (boletas.LISTA, "entidad"),
    ):
        fabricas.CargoFactory(proceso=proceso, ambito=ambito, **cargo)
    pagina = texto(client.get(f"/boleta/1/{forma}"))
    assert re.findall(r"<h[23][^>]*>(Gubernatura|Diputacion[^<]*)<", pagina) == [
        "Gubernatura", "Diputaciones", "Diputacion mr", "Diputacion rp",
    ]  # fmt: skip
    assert pagina.count("Aún no hay candidaturas aprobadas.") == 3


def test_un_cargo_que_se_agrega_a_la_plantilla_llega_a_la_boleta_ya_abierta(client, con_mapa):
    fabricas.CargoFactory(proceso=con_mapa, ambito="entidad", **boletas.GUBERNATURA)
    assert "Boleta 1 de 3" in texto(client.get("/boleta/1/"))
    nuevo = boletas.cargo("consulta", "consulta", 9, "individual")
    fabricas.CargoFactory(proceso=con_mapa, ambito="entidad", **nuevo)
    con_mapa.plantilla_huella = "otra"
    con_mapa.save()
    assert "Boleta 4 de 4" in texto(client.get("/boleta/1/"))


def test_un_cargo_que_la_plantilla_ya_no_nombra_deja_la_boleta_y_puede_volver(client, tmp_path):
    """Si nadie se registró para él. Lo que ya tiene candidaturas se sigue leyendo."""
    quitado = re.search(r"\[\[cargos\]\]\nclave = \"diputacion-rp\".*?(?=\n\[\[)", minima.PLANTILLA, re.S)[0]
    sin_el = minima.PLANTILLA.replace(quitado, "")
    proceso = minima.cargar(tmp_path, vigente=True)
    boletas.mapa(proceso, **MEDIDAS, secciones=12)
    assert "Diputación de lista" in texto(client.get("/boleta/1/"))
    minima.cargar(tmp_path, sin_el)
    assert "Diputación de lista" not in texto(client.get("/boleta/1/"))
    minima.cargar(tmp_path, minima.PLANTILLA)
    assert "Diputación de lista" in texto(client.get("/boleta/1/"))


def test_cada_proceso_tiene_su_mapa(client, con_mapa):
    otro = fabricas.ProcesoFactory(clave="anterior", es_vigente=False, fechas={})
    boletas.mapa(otro, **MEDIDAS, secciones=3)
    assert client.get("/anterior/boleta/12/").status_code == 404
    assert 'href="/anterior/boleta/3/"' in texto(client.get("/anterior/boleta/municipio/004/"))


def test_pesa_poco(client, proceso):
    sinteticas.inscribir(
        proceso,
        boletas.tarjetas(municipios=2, distritos=1, quienes=boletas.actores(12), regidurias=7, lista=16),
    )
    boletas.mapa(proceso, municipios=2, distritos=1, secciones=2)
    seccion = Seccion.objects.get(municipio="001")
    assert len(gzip.compress(client.get(f"/boleta/{seccion.numero}/").content, 6)) <= 40_000
