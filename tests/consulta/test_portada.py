"""La portada en cada momento de un proceso: vacío, antes, el día de la elección, después y con un solo cargo."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from conoceles.territorio.models import Mapa
from tests import fabricas
from tests.consulta import boletas
from tests.publicacion import sinteticas
from tests.registro import minima

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]


def principal(client, url="/"):
    pagina = html.unescape(client.get(url).content.decode())
    return pagina.split("<main")[1].split("</main>")[0]


def test_lo_primero_es_la_seccion_y_lo_segundo_un_nombre(client, poblado):
    formularios = re.findall(r'<form[^>]*action="([^"]+)".*?name="(\w+)"', principal(client), re.S)
    assert formularios == [("/boleta/", "seccion"), ("/candidaturas/", "q")]
    assert 'href="/boleta/#sin-seccion"' in principal(client)


def test_lo_que_escribe_quien_la_usa_llega_a_su_boleta(client, poblado):
    respuesta = client.get("/boleta/", {"seccion": " 0123 "})
    assert (respuesta.status_code, respuesta["Location"]) == (302, "/boleta/123/")


def test_cada_enlace_de_la_portada_y_del_pie_existe(client, poblado, historico):
    for portada in ("/", "/historico-2021/"):
        pagina = html.unescape(client.get(portada).content.decode())
        for url in {u for u in re.findall(r'href="(/[^"#]*)', pagina) if not u.startswith("/static")}:
            assert client.get(url).status_code == 200, url


def test_las_cifras_llevan_a_quienes_cuentan(client, poblado):
    filas = re.findall(r'<dt><a href="([^"]+)">[^<]+</a></dt><dd>(\d+)</dd>', principal(client))
    assert len(filas) > 3
    for url, cuantas in filas:
        assert f"{cuantas} candidatura" in principal(client, url)


def test_el_dia_de_la_eleccion_lo_dice_y_al_siguiente_ya_no_pide_la_seccion(client, poblado):
    jornada = poblado.jornada
    assert "Se vota el" in principal(client)
    with time_machine.travel(
        timezone.datetime(jornada.year, jornada.month, jornada.day, 18, tzinfo=poblado.zona)
    ):
        assert "Hoy se vota:" in principal(client)
        assert 'name="seccion"' in principal(client)
    with time_machine.travel(
        timezone.datetime(jornada.year, jornada.month, jornada.day, 18, tzinfo=poblado.zona)
        + timedelta(days=1)
    ):
        despues = principal(client)
    assert "Conozca a quienes pidieron su voto" in despues
    assert "Se votó el" in despues
    assert 'name="seccion"' not in despues
    assert 'name="q"' in despues
    assert "No respondieron" in despues


def test_con_muchos_procesos_el_pie_da_unos_y_la_portada_todos(client, poblado):
    for numero in range(6):
        fabricas.ProcesoFactory(clave=f"viejo-{numero}", nombre=f"Proceso {numero}", es_vigente=False)
    pagina = client.get("/").content.decode()
    portada, pie = pagina.split("<footer")
    assert portada.count('href="/viejo-') == 6
    assert pie.count('href="/viejo-') == 3
    assert 'href="/#otros"' in pie


def test_un_proceso_concluido_es_un_acervo_y_enlaza_al_vigente(client, poblado, historico):
    historico.jornada = poblado.jornada - timedelta(days=1500)
    historico.save()
    pagina = principal(client, "/historico-2021/")
    assert "Aquí sigue lo que las candidaturas publicaron" in pagina
    assert 'action="/historico-2021/candidaturas/"' in pagina
    assert re.search(r'<h2 id="otros">Otros procesos</h2><ul class="accesos"><li><a href="/">', pagina)


def test_vacio_no_ofrece_buscar_lo_que_no_hay_pero_si_ayuda(client, proceso):
    pagina = principal(client)
    assert "<form" not in pagina
    assert "Aún no hay candidaturas" in pagina
    assert 'href="/como-usar/"' in pagina
    assert "Por cargo" not in pagina


@pytest.mark.parametrize(
    "ruta", ["/", "/candidaturas/", "/comparar/", "/boleta/1/", "/boleta/1/hoja/", "/boleta/1/para-guardar/"]
)
@pytest.mark.parametrize("con_cargos", [False, True])
def test_de_una_eleccion_pasada_sin_candidaturas_no_se_espera_ninguna(client, proceso, ruta, con_cargos):
    if con_cargos:
        fabricas.CargoFactory(proceso=proceso)
    boletas.mapa(proceso, municipios=2, distritos=1, secciones=2)
    assert "Aún no hay candidaturas" in principal(client, ruta)
    proceso.jornada = timezone.localdate() - timedelta(days=3)
    proceso.save()
    Mapa.objects.update(vale_desde=proceso.jornada)
    pagina = principal(client, ruta)
    assert "No hay candidaturas publicadas" in pagina
    assert not re.search("Aún no hay|Aparecerán|Aquí sigue lo que", pagina)


def test_sin_candidaturas_se_puede_saber_que_se_vota(client, proceso):
    fabricas.CargoFactory(proceso=proceso)
    pagina = principal(client)
    assert 'name="seccion"' in pagina
    assert 'name="q"' not in pagina
    assert "Aún no hay candidaturas" in pagina


def test_proximamente_da_la_fecha_de_cada_cargo_por_el_que_se_vota(client, proceso):
    """También sin candidaturas: la del cargo que se publica antes no es la de todos."""
    for orden, clave in enumerate(("gubernatura", "diputacion-mr", "presidencia"), start=1):
        fabricas.CargoFactory(proceso=proceso, clave=clave, nombre=clave.capitalize(), orden=orden)
    proceso.fechas |= {
        "publicacion": "2099-04-19T06:00:00+00:00",
        "publicacion.gubernatura": "2099-04-05T06:00:00+00:00",
    }
    proceso.save()
    dicho = principal(client)
    assert "<p>Gubernatura: las respuestas se publican a partir del 5 de abril de 2099.</p>" in dicho
    assert "<p>Diputacion-mr, Presidencia: las respuestas se publican a partir del 19 de abril" in dicho
    assert "provisional" not in dicho


def test_las_fechas_por_acordar_se_dicen_provisionales(client, tmp_path):
    texto = minima.PLANTILLA.replace("2027-", "2099-").replace("[fechas]\n", "[fechas]\npor_acordar = true\n")
    minima.cargar(tmp_path, texto)
    assert "Son fechas provisionales: el Consejo General aún debe acordarlas." in principal(client)
    minima.cargar(tmp_path, texto.replace("por_acordar = true\n", ""))
    assert "provisional" not in principal(client)


def test_con_un_solo_cargo_y_una_sola_candidatura_concuerda(client, proceso):
    tarjeta = next(iter(sinteticas.tarjetas(1).values()))
    sinteticas.inscribir(proceso, {"unica00001": tarjeta})
    pagina = principal(client)
    assert "Candidatura aprobada</dt>" in pagina
    assert re.search(r"1<span class=\"solo-lectores\"> candidatura</span>", pagina)


def test_siempre_dice_de_quien_es_lo_que_se_lee(client, poblado, historico):
    for url in ("/", "/historico-2021/"):
        assert "responden por lo que dice. El Instituto únicamente la difunde" in principal(client, url)


@pytest.mark.parametrize("ruta", ["/no-existe/", "/candidaturas/no-existe/"])
def test_quien_llega_a_donde_no_hay_nada_puede_seguir(client, poblado, ruta):
    respuesta = client.get(ruta)
    pagina = html.unescape(respuesta.content.decode())
    assert respuesta.status_code == 404
    for salida in ('action="/boleta/"', 'action="/candidaturas/"', 'href="/como-usar/"'):
        assert salida in pagina
