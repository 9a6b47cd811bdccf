"""Lo que ve la ciudadanía: buscar, filtrar y leer; sin sesión, sin galletas y sin JavaScript."""

import gzip
import html
import random
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from conoceles.publicacion.renglones import FACETAS
from tests import fabricas
from tests.publicacion import sinteticas
from tests.respuestas import TEXTO

from .conftest import PUBLICADA, RESPUESTAS

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]  # lo público se sirve de lo ya leído

FICHA = "/candidaturas/clave000000/"
PAGINAS = ["/", "/candidaturas/", "/candidaturas/?cargo=regiduria&q=mu&orden=apellido&pagina=2", FICHA]


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


def enlaces(respuesta):
    return [html.unescape(u) for u in re.findall(r'<a[^>]*href="([^"]*)"', respuesta.content.decode())]


def total(respuesta):
    encontrado = re.search(r"([\d,]+) candidaturas?(;|<)", texto(respuesta))
    return int(encontrado[1].replace(",", "")) if encontrado else 0


# --- Toda página ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", PAGINAS)
def test_responde_sin_galletas_ni_sesion_y_con_corte_a_la_vista(client, poblado, url):
    respuesta = client.get(url)
    assert respuesta.status_code == 200
    assert not respuesta.cookies
    assert respuesta["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in respuesta
    assert respuesta["Cache-Control"].startswith("public, max-age=")
    assert "⟪" not in texto(respuesta)
    assert "Al corriente con la hoja 60 de la bitácora pública" in texto(respuesta)
    assert "Información al" in texto(respuesta)
    assert "El Instituto únicamente la difunde" in texto(respuesta)
    assert not re.findall(
        r"<script(?! type=\"module\" src=| type=\"application/ld\+json\")", texto(respuesta)
    )
    assert " style=" not in texto(respuesta)
    assert len(re.findall(r"<h1[ >]", texto(respuesta))) == 1


@pytest.mark.parametrize("url", PAGINAS)
def test_quien_ya_la_tiene_recibe_304_hasta_la_siguiente_edicion(client, poblado, url):
    marca = client.get(url)["ETag"]
    repetida = client.get(url, headers={"If-None-Match": marca})
    assert (repetida.status_code, repetida.content) == (304, b"")
    assert repetida["ETag"] == marca
    sinteticas.inscribir(poblado, {"nueva00001": sinteticas.tarjeta(random.Random(1))})
    otra = client.get(url, headers={"If-None-Match": marca})
    assert otra.status_code == 200
    assert otra["ETag"] != marca


def test_ninguna_situacion_cuesta_mas_de_dos_consultas(client, poblado, django_assert_num_queries):
    client.get(FICHA)
    vistas = set()
    for n in range(30):
        with django_assert_num_queries(2):
            respuesta = client.get(f"/candidaturas/clave{n:06}/")
        vistas.add(respuesta.context["situacion"].clave)
    assert len(vistas) > 3


def test_dos_direcciones_no_comparten_marca(client, poblado):
    assert len({client.get(url)["ETag"] for url in PAGINAS}) == len(PAGINAS)


@pytest.mark.parametrize(("url", "consultas"), [("/", 1), (PAGINAS[1], 1), (PAGINAS[2], 1), (FICHA, 2)])
def test_pocas_consultas(client, poblado, django_assert_num_queries, url, consultas):
    client.get(url)
    with django_assert_num_queries(consultas):
        client.get(url)
    marca = client.get(url)["ETag"]
    with django_assert_num_queries(1):
        client.get(url, headers={"If-None-Match": marca})


def test_pesan_poco(client, proceso):
    sinteticas.inscribir(proceso, sinteticas.tarjetas(3000), {**RESPUESTAS, "propuesta_1": TEXTO * 5})
    publicada = sinteticas.tarjeta(random.Random(2), cuestionario=PUBLICADA)
    variado = " ".join(random.Random(4).choices(TEXTO.split() + sinteticas.APELLIDOS, k=900))
    sinteticas.inscribir(proceso, {"larga00001": publicada}, {**RESPUESTAS, "historia_profesional": variado})
    for url, tope in (("/", 8), ("/candidaturas/", 14), ("/candidaturas/larga00001/", 12)):
        assert len(gzip.compress(client.get(url).content, 6)) <= tope * 1000, url


@pytest.mark.parametrize("metodo", ["post", "put", "delete"])
def test_solo_se_lee(client, poblado, metodo):
    assert getattr(client, metodo)("/candidaturas/").status_code == 405
    assert client.head("/candidaturas/").status_code == 200


# --- La portada ---------------------------------------------------------------------------------------------


def test_la_portada_explica_busca_y_lleva_a_cada_cargo(client, poblado):
    pagina = texto(client.get("/"))
    assert '<form class="buscador" action="/candidaturas/"' in pagina
    for cargo in ("gubernatura", "diputacion-mr", "regiduria"):
        assert f'href="/candidaturas/?cargo={cargo}"' in pagina
    hoy = [int(n) for n in re.findall(r"<dd>(\d+)</dd>", pagina)]
    assert hoy[0] == sum(hoy[1:]) == 60
    for situacion in ("Con respuestas publicadas", "En revisión", "En plazo", "No respondieron"):
        assert situacion in pagina


def test_antes_de_la_fecha_dice_proximamente(client, proceso):
    proceso.fechas = {"publicacion": (timezone.now() + timedelta(days=9)).isoformat()}
    proceso.save()
    assert "se publican a partir del" in texto(client.get("/"))
    assert "Aún no hay candidaturas" in texto(client.get("/"))
    assert "Aún no hay candidaturas" in texto(client.get("/candidaturas/"))


def test_despues_de_la_fecha_no_lo_dice(client, poblado):
    assert "Próximamente" not in texto(client.get("/"))


def test_sin_proceso_lo_dice_sin_romperse(client, db):
    respuesta = client.get("/")
    assert respuesta.status_code == 503
    assert "Aún no hay una elección que mostrar" in texto(respuesta)


# --- El listado ---------------------------------------------------------------------------------------------


def test_toda_candidatura_aprobada_aparece_y_dice_donde_esta(client, poblado):
    vistas = set()
    for pagina in (1, 2, 3):
        respuesta = client.get(f"/candidaturas/?pagina={pagina}", follow=True)
        vistas |= set(re.findall(r"/candidaturas/(clave\d+)/", texto(respuesta)))
        assert texto(respuesta).count('class="etiqueta') == texto(respuesta).count("<article")
    assert len(vistas) == 60


@pytest.mark.parametrize("faceta", FACETAS)
def test_cada_filtro_da_lo_que_su_cuenta_promete(client, poblado, faceta):
    pagina = texto(client.get("/candidaturas/"))
    casillas = re.findall(rf'name="{faceta}" value="([^"]+)".*?\((\d+)\)</span></label>', pagina)
    opciones = [(valor, int(cuenta)) for valor, cuenta in casillas]
    if not opciones:
        bloque = re.search(rf'<select[^>]*name="{faceta}">(.*?)</select>', pagina, re.DOTALL)[1]
        opciones = [(v, int(n)) for v, n in re.findall(r'value="([^"]+)">[^<]*\((\d+)\)<', bloque)]
    assert opciones
    for valor, cuenta in opciones[:6]:
        assert total(client.get("/candidaturas/", {faceta: valor})) == cuenta, valor


def test_los_filtros_puestos_se_quitan_de_uno_en_uno(client, poblado):
    respuesta = client.get("/candidaturas/?sexo=mujer&sexo=hombre&q=mu&orden=apellido")
    quitar = re.search(r'<ul class="activos".*?</ul>', texto(respuesta), re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', quitar) == [
        "?orden=apellido&sexo=mujer&sexo=hombre",
        "?orden=apellido&q=mu&sexo=hombre",
        "?orden=apellido&q=mu&sexo=mujer",
    ]


def test_se_busca_sin_acentos(client, poblado):
    assert "Íñigo Ñu" in texto(client.get("/candidaturas/", {"q": "INIGO NU"}))
    vacia = client.get("/candidaturas/", {"q": "zzzz"})
    assert vacia.status_code == 200
    assert "Ninguna candidatura cumple" in texto(vacia)


def test_las_paginas_se_recorren_y_la_que_no_existe_es_la_ultima(client, poblado):
    ultima = client.get("/candidaturas/?pagina=3")
    assert "se muestran 49 a 60" in texto(ultima)
    for pagina in ("99", "999999999999999999999"):
        assert client.get(f"/candidaturas/?pagina={pagina}").status_code == 200
    assert "se muestran 49 a 60" in texto(client.get("/candidaturas/?pagina=99"))


def test_el_orden_se_explica(client, poblado):
    assert f"{poblado.clave}|contienda|" in texto(client.get("/candidaturas/"))
    assert "orden alfabético del español" in texto(client.get("/candidaturas/?orden=apellido"))


@pytest.mark.parametrize(
    "consulta",
    [
        "orden=; DROP TABLE", "pagina=abc", "pagina=-1", "pagina=0", "pagina=²", "q=%00", "q=%FF%FE", "q=" + "a" * 10_000,
        "cargo=nada&sexo=%00&edad[]=x", "cargo=&cargo=&cargo=gubernatura", "q=a&q=b", "respondio=retirada&grado=x",
        "q=%F0%9F%98%80", "q=%25%27%22<script>", "q=" + "%CC%81" * 500, "demarcacion=" + "x" * 3000, "=&&&=", "q=++++",
        "&".join(f"sexo=v{i}" for i in range(400)),
    ],
)  # fmt: skip
def test_lo_raro_no_rompe_ni_se_refleja_crudo(client, poblado, consulta):
    respuesta = client.get(f"/candidaturas/?{consulta}", follow=True)
    assert respuesta.status_code == 200
    assert len(respuesta.redirect_chain) <= 1
    assert b"<script>" not in respuesta.content
    assert b"\x00" not in respuesta.content


def test_demasiados_parametros_es_una_peticion_invalida(client, poblado, settings):
    de_mas = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1
    respuesta = client.get("/candidaturas/?" + "&".join(f"a{i}=1" for i in range(de_mas)))
    assert respuesta.status_code == 400


@pytest.mark.parametrize(
    "ruta", ["/candidaturas/%00/", "/candidaturas/%FF/", "/candidaturas/../../etc/", "/candidaturas/" + "a" * 5000 + "/",
             "/fotos/x/y", "/fotos/" + "a" * 64 + "/..%2F..%2Fetc", "/ninguno/", "/ninguno/candidaturas/"]
)  # fmt: skip
def test_las_rutas_que_no_existen_son_404(client, poblado, ruta):
    assert client.get(ruta).status_code == 404


def test_una_consulta_se_escribe_de_una_sola_forma(client, poblado):
    canonicas = {
        re.search(r'rel="canonical" href="([^"]+)"', texto(client.get(f"/candidaturas/?{c}", follow=True)))[1]
        for c in (
            "sexo=mujer&cargo=regiduria&pagina=1&orden=rotacion&q=",
            "cargo=regiduria&x=1&sexo=mujer&sexo=mujer",
        )
    }
    assert len(canonicas) == 1


@pytest.mark.parametrize(
    ("sucia", "limpia"),
    [
        ("q=&cargo=regiduria&demarcacion=&actor=&orden=rotacion", "?cargo=regiduria"),
        (
            "orden=apellido&sexo=mujer&q=+&cargo=regiduria&cargo=",
            "?cargo=regiduria&orden=apellido&sexo=mujer",
        ),
        ("q=mu%C3%B1oz&grado=", "?q=mu%C3%B1oz"),
        ("q=&orden=rotacion&pagina=1", ""),
        ("q=&pagina=2", "?pagina=2"),
    ],
)
def test_lo_que_manda_el_formulario_lleva_a_la_direccion_limpia(
    client, poblado, django_assert_num_queries, sucia, limpia
):
    client.get("/candidaturas/")
    with django_assert_num_queries(1):
        respuesta = client.get(f"/candidaturas/?{sucia}")
    assert (respuesta.status_code, respuesta["Location"]) == (302, f"/candidaturas/{limpia}")
    assert client.get(respuesta["Location"]).status_code == 200


def test_en_otro_proceso_la_direccion_limpia_es_la_suya(client, historico, poblado):
    respuesta = client.get("/historico-2021/candidaturas/?q=&cargo=regiduria")
    assert respuesta["Location"] == "/historico-2021/candidaturas/?cargo=regiduria"


@pytest.mark.parametrize("q", ['"', "¿?", "...", "%", "😀", "_", "— «»"])
def test_buscar_puros_signos_se_dice_y_muestra_todas(client, poblado, q):
    respuesta = client.get("/candidaturas/", {"q": q})
    assert "No hay letras ni números que buscar" in texto(respuesta)
    assert total(respuesta) == 60
    assert "quitar filtro" not in texto(respuesta)
    assert "No hay letras ni números" not in texto(client.get("/candidaturas/", {"q": f"{q} muñoz {q}"}))


def test_la_entidad_solo_se_dice_si_el_proceso_abarca_varias(client, proceso):
    def inscribir(clave, entidad):
        distrito = {"tipo": "distrito", "clave": clave, "nombre": "Cabecera", "entidad": entidad}
        tarjeta = sinteticas.tarjeta(random.Random(1), cargo=sinteticas.CARGOS[1], demarcacion=distrito)
        sinteticas.inscribir(proceso, {f"distrito{clave}": tarjeta})

    inscribir("01", "Sonora")
    for url in ("/candidaturas/", "/candidaturas/distrito01/"):
        assert "Sonora" not in texto(client.get(url))
    inscribir("02", "Oaxaca")
    for url in ("/candidaturas/", "/candidaturas/distrito01/"):
        assert "Distrito 1, Cabecera (Sonora)" in texto(client.get(url))


# --- La ficha -----------------------------------------------------------------------------------------------


def test_la_ficha_publicada_muestra_respuestas_version_y_fotografia(client, poblado):
    pagina = texto(client.get(FICHA))
    assert TEXTO in pagina
    assert "versión 1" in pagina
    assert f"/fotos/{'ab' * 32}/320.jpg" in pagina


def test_la_ficha_junta_a_propietaria_y_suplente_y_lleva_a_su_contienda(client, proceso):
    base = {
        "cargo": sinteticas.CARGOS[1], "demarcacion": sinteticas.DISTRITOS[0], "contienda": "diputacion-mr-01",
        "actor": sinteticas.ACTORES[0], "numero": 1,
    }  # fmt: skip
    azar = random.Random(5)
    sinteticas.inscribir(proceso, {
        "titular001": sinteticas.tarjeta(azar, **base, calidad="propietaria", nombre="Titular Uno"),
        "suplente01": sinteticas.tarjeta(azar, **base, calidad="suplente", nombre="Suplente Uno"),
        "rival00001": sinteticas.tarjeta(azar, **{**base, "actor": sinteticas.ACTORES[1]}, calidad="propietaria"),
    })  # fmt: skip
    pagina = client.get("/candidaturas/titular001/")
    assert "Suplente Uno" in texto(pagina)
    assert "/candidaturas/rival00001/" not in enlaces(pagina)
    contienda = "/candidaturas/?cargo=diputacion-mr&demarcacion=distrito-01"
    assert contienda in enlaces(pagina)
    assert total(client.get(contienda)) == 3


def test_quien_fue_sustituida_responde_410_y_dice_quien_sigue(client, poblado):
    terminada = sinteticas.tarjeta(random.Random(1), cuestionario=PUBLICADA, foto="cd" * 32)
    terminada["registro"] = {
        "situacion": "sustituida", "aprobada_en": None, "hasta": "2024-05-01T06:00:00+00:00",
        "sustituida_por": "clave000000",
    }  # fmt: skip
    sinteticas.inscribir(poblado, {"terminada1": terminada}, RESPUESTAS)
    respuesta = client.get("/candidaturas/terminada1/")
    assert respuesta.status_code == 410
    assert 'content="noindex' in texto(respuesta)
    assert FICHA in enlaces(respuesta)
    assert TEXTO not in texto(respuesta)
    assert respuesta["ETag"]
    assert client.get(f"/fotos/{'cd' * 32}/320.jpg").status_code == 404
    assert "terminada1" not in texto(client.get("/candidaturas/?q=" + terminada["nombres"]))


def test_antes_de_su_hora_la_ficha_y_la_lista_no_adelantan_nada(client, proceso):
    manana = (timezone.now() + timedelta(days=1)).isoformat(timespec="seconds")
    pronto = sinteticas.tarjeta(
        random.Random(1),
        cuestionario={**PUBLICADA, "visible_desde": manana},
        grado="maestria",
        foto="ef" * 32,
    )
    sinteticas.inscribir(proceso, {"pronto0001": pronto}, RESPUESTAS)
    for url in ("/candidaturas/pronto0001/", "/candidaturas/", "/candidaturas/?grado=maestria"):
        pagina = texto(client.get(url))
        assert TEXTO not in pagina
        assert "ef" * 32 not in pagina
    assert total(client.get("/candidaturas/?grado=maestria")) == 0
    assert "Se publica el" in texto(client.get("/candidaturas/pronto0001/"))


def test_un_documento_suprimido_responde_410(client, candidatura):
    from conoceles.publicacion.models import Instantanea

    Instantanea.objects.filter(clave=candidatura.clave).update(documento=None, sal=None)
    assert client.get(f"/candidaturas/{candidatura.clave}/").status_code == 410


# --- Otros procesos -----------------------------------------------------------------------------------------


def test_el_vigente_vive_en_la_raiz_y_todos_bajo_su_clave(client, poblado, historico):
    assert total(client.get("/candidaturas/")) == 60
    assert total(client.get(f"/{poblado.clave}/candidaturas/")) == 60
    pagina = client.get("/historico-2021/candidaturas/")
    assert total(pagina) == 30
    assert "/historico-2021/candidaturas/hist000000/" in " ".join(enlaces(pagina))
    assert not [u for u in enlaces(pagina) if u.startswith("/candidaturas/")]
    assert "/historico-2021/" in enlaces(client.get("/"))
    assert "No proporcionó" in texto(client.get("/historico-2021/candidaturas/hist000000/"))


def test_la_clave_es_estable_aunque_el_proceso_deje_de_ser_el_vigente(client, poblado, historico):
    respuesta = client.get("/candidaturas/hist000000/")
    assert (respuesta.status_code, respuesta["Location"]) == (302, "/historico-2021/candidaturas/hist000000/")
    vuelta = client.get("/historico-2021/candidaturas/clave000000/")
    assert vuelta["Location"] == FICHA
    imagen = client.get("/candidaturas/hist000000/tarjeta.jpg")
    assert imagen["Location"] == "/historico-2021/candidaturas/hist000000/tarjeta.jpg"


def test_un_proceso_ficticio_lo_dice_en_toda_pagina_y_no_se_indexa(client, poblado):
    poblado.es_ficticio = True
    poblado.save()
    for url in PAGINAS:
        assert "DATOS FICTICIOS" in texto(client.get(url))
    assert "Disallow: /\n" in texto(client.get("/robots.txt"))


def test_la_navegacion_solo_lleva_a_paginas_que_existen(client, poblado, historico):
    for url in ("/", "/candidaturas/", FICHA, "/historico-2021/", "/historico-2021/candidaturas/"):
        for enlace in enlaces(client.get(url)):
            if enlace.startswith("/"):
                assert client.get(enlace).status_code in (200, 410), enlace


def test_otro_proceso_vigente_no_hereda_nada(client, poblado):
    poblado.es_vigente = False
    poblado.save()
    fabricas.ProcesoFactory(clave="siguiente", nombre="Siguiente")
    assert "Aún no hay candidaturas" in texto(client.get("/candidaturas/"))
