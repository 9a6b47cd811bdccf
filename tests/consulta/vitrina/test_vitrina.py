"""Lo guardado es lo que se dibujaría ahora mismo, y sólo se guarda lo público."""

import random
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from conoceles.comun.puertas import PUBLICA
from conoceles.consulta.vitrina import vigia as vigias
from conoceles.consulta.vitrina.pagina import forma_aceptada
from conoceles.publicacion.evidencia import puntos
from conoceles.publicacion.models import Ficha
from tests import fabricas
from tests.consulta.conftest import PUBLICADA, RESPUESTAS
from tests.publicacion import sinteticas
from tests.test_permisos import TODAS, direccion

from .conftest import pedir

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]
PAGINAS = [
    "/", "/candidaturas/", "/candidaturas/?cargo=regiduria&pagina=2", "/candidaturas/clave000000/",
    "/en/candidaturas/clave000000/", "/en/candidaturas/?cargo=regiduria&pagina=2",
]  # fmt: skip
# Lo que depende de en qué forma viajan los bytes, o de que la vitrina los empaca.
_DEL_VIAJE = {"Content-Encoding", "Content-Length"}


def guardada(vitrina, url):
    """La respuesta a la tercera: la primera se recuerda, la segunda se guarda."""
    return [pedir(vitrina, url) for _ in range(3)][2]


def recien_dibujada(vitrina, url):
    return pedir(vitrina._aplicacion, url)


def es_la_misma(una, otra):
    quitar = lambda r: {n: v for n, v in r.encabezados.items() if n not in _DEL_VIAJE}  # noqa: E731
    orden = lambda d: d | {"Content-Security-Policy": sorted(d["Content-Security-Policy"].split("; "))}  # noqa: E731
    return (una.estado, una.cuerpo, orden(quitar(una))) == (otra.estado, otra.cuerpo, orden(quitar(otra)))


@pytest.mark.parametrize("url", PAGINAS)
def test_a_la_tercera_no_se_consulta_nada_y_dice_lo_mismo(vitrina, url, django_assert_num_queries):
    guardada(vitrina, url)
    with django_assert_num_queries(0):
        servida = pedir(vitrina, url)
    assert es_la_misma(servida, recien_dibujada(vitrina, url))
    assert servida.encabezados["Vary"] == "Accept-Encoding"
    assert servida.bytes < len(servida.cuerpo) / 3


@pytest.mark.parametrize(
    ("url", "minutos", "fijo"),
    [
        ("/candidaturas/clave000000/verificacion.json", 1, False),
        ("/bitacora-publica/prueba/1.json", 1, False),
        ("/bitacora-publica/puntos/{}", 60 * 24 * 365, True),
    ],
)
def test_los_archivos_se_guardan_por_lo_que_dura_su_vida_y_no_mas(
    vitrina, django_assert_num_queries, url, minutos, fijo
):
    """Quien toque la base por fuera no cambia la edición: lo que la comprueba no puede quedarse hasta que cambie."""
    puntos.sellar()
    url = url.format(puntos.ultimo().tamano)
    with time_machine.travel(timezone.now(), tick=False) as reloj:
        recien = guardada(vitrina, url)
        reloj.shift(timedelta(minutes=minutos, seconds=-5))
        with django_assert_num_queries(0):
            servida = pedir(vitrina, url)
        assert (servida.estado, servida.cuerpo) == (200, recien.cuerpo)
        assert servida.encabezados["Cache-Control"].endswith("immutable" if fijo else "max-age=5")
        reloj.shift(timedelta(minutes=minutos, seconds=5))
        vitrina._aplicacion = apuntar(vitrina)
        pedir(vitrina, url)
        assert vitrina._aplicacion.pedidas == [url]


def apuntar(vitrina):
    """La misma aplicación, que apunta lo que se le pide."""
    original = vitrina._aplicacion

    def aplicacion(environ, responder):
        aplicacion.pedidas.append(environ["PATH_INFO"])
        return original(environ, responder)

    aplicacion.pedidas = []
    return aplicacion


def test_cada_quien_la_recibe_como_puede_leerla(vitrina):
    cuerpo = guardada(vitrina, "/candidaturas/").cuerpo
    for acepta in ("br", "gzip", "", "gzip;q=0, br;q=0", "br;q=0.1, gzip", "*"):
        servida = pedir(vitrina, "/candidaturas/", HTTP_ACCEPT_ENCODING=acepta)
        assert servida.cuerpo == cuerpo
        assert servida.encabezados.get("Content-Encoding", "") == forma_aceptada(acepta)
        assert int(servida.encabezados["Content-Length"]) == servida.bytes
    cabeza = pedir(vitrina, "/candidaturas/", metodo="HEAD", HTTP_ACCEPT_ENCODING="br")
    entera = pedir(vitrina, "/candidaturas/", HTTP_ACCEPT_ENCODING="br")
    assert (cabeza.bytes, cabeza.encabezados) == (0, entera.encabezados)


def test_quien_ya_la_tiene_recibe_304(vitrina):
    etiqueta = guardada(vitrina, "/")
    for condicion in (etiqueta.encabezados["ETag"], etiqueta.encabezados["ETag"][2:], f'"otra", {etiqueta.encabezados["ETag"]}', "*"):  # fmt: skip
        respuesta = pedir(vitrina, "/", HTTP_IF_NONE_MATCH=condicion)
        assert (respuesta.estado, respuesta.bytes) == (304, 0)
        assert "Content-Type" not in respuesta.encabezados
        assert respuesta.encabezados["ETag"] == etiqueta.encabezados["ETag"]
    assert pedir(vitrina, "/", HTTP_IF_NONE_MATCH='"otra"').estado == 200


def test_ninguna_ruta_privada_ni_con_galletas_se_guarda(vitrina):
    for ruta in TODAS:
        url = direccion(ruta)
        antes = len(vitrina.almacen)
        respuesta = guardada(vitrina, url)
        if len(vitrina.almacen) > antes:
            assert ruta.vista.acceso == PUBLICA, ruta.nombre
            assert ruta.nombre.startswith("consulta:"), ruta.nombre
            assert "Set-Cookie" not in respuesta.encabezados
            assert respuesta.estado in (200, 410), ruta.nombre
    assert len(vitrina.almacen) > 3


def test_otro_dominio_y_las_condiciones_raras_le_tocan_a_django(vitrina):
    guardada(vitrina, "/")
    assert pedir(vitrina, "/", HTTP_HOST="ajeno.example").estado == 400
    assert pedir(vitrina, "/", HTTP_IF_MATCH='"otra"').estado == 412
    assert pedir(vitrina, "/", metodo="POST").estado == 403


def test_donde_se_exige_https_lo_demas_se_redirige(vitrina, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    otra = type(vitrina)(vitrina._aplicacion, vitrina.almacen)
    otra.vigia = vitrina.vigia
    guardada(vitrina, "/")
    assert otra._es_de_aqui("testserver", True)
    assert not otra._es_de_aqui("testserver", False)
    assert (otra._esquema, otra._seguro) == ("HTTP_X_FORWARDED_PROTO", "https")


def test_lo_que_la_vista_no_lee_no_multiplica_lo_guardado(vitrina):
    original = guardada(vitrina, "/candidaturas/?cargo=regiduria")
    cuantas = len(vitrina.almacen)
    for n in range(8):
        servida = pedir(vitrina, f"/candidaturas/?utm={n}&cargo=regiduria&fbclid={n}")
        assert es_la_misma(servida, original)
    assert len(vitrina.almacen) == cuantas


def test_lo_que_pega_quien_comparte_un_enlace_se_contesta_con_lo_guardado(vitrina, django_assert_num_queries):
    for url in ("/", "/estadisticas/", "/preguntas/", "/boleta/?seccion=x&localidad=y"):
        original = guardada(vitrina, url)
        with django_assert_num_queries(0):
            for n in range(3):
                pegado = f"{url}{'&' if '?' in url else '?'}fbclid={n}"
                assert es_la_misma(pedir(vitrina, pegado), original)


def test_publicar_y_retirar_se_ven_en_cuanto_el_vigia_mira(vitrina, poblado):
    ficha, lista = "/candidaturas/clave000000/", "/candidaturas/?q=nuevo"
    antes = guardada(vitrina, ficha)
    assert "Nombre Nuevo" not in guardada(vitrina, lista).cuerpo.decode()
    tarjeta = Ficha.objects.get(pk="clave000000").tarjeta | {"nombre": "Nombre Nuevo"}
    sinteticas.inscribir(poblado, {"clave000000": tarjeta}, RESPUESTAS)
    vitrina.vigia.mirar()
    assert len(vitrina.almacen) == 0
    assert "Nombre Nuevo" in pedir(vitrina, lista).cuerpo.decode()
    assert pedir(vitrina, ficha).encabezados["ETag"] != antes.encabezados["ETag"]
    assert len(vitrina.almacen) == 2  # lo que estaba guardado vuelve a la primera


def test_lo_que_se_dibujo_mientras_cambiaba_no_sobrevive(vitrina, poblado):
    """Quien pidió antes del cambio y guarda después, guarda con la versión de cuando pidió."""
    pedir(vitrina, "/candidaturas/")
    numero = vitrina.vigia.numero
    original = vitrina._aplicacion

    def lenta(environ, responder):
        cuerpo = original(environ, responder)
        sinteticas.inscribir(
            poblado, {"nueva0000001": sinteticas.tarjeta(random.Random(1), nombre="Recién Llegada")}
        )
        vitrina.vigia.mirar()
        return cuerpo

    vitrina._aplicacion = lenta
    pedir(vitrina, "/candidaturas/")
    vitrina._aplicacion = original
    assert vitrina.vigia.numero == numero + 1
    assert es_la_misma(pedir(vitrina, "/candidaturas/"), recien_dibujada(vitrina, "/candidaturas/"))


def test_en_la_frontera_del_reloj_deja_de_valer_sin_que_nadie_mire(vitrina):
    guardada(vitrina, "/")
    medianoche = (timezone.localtime() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    with time_machine.travel(medianoche - timedelta(seconds=5), tick=False):
        vitrina.vigia.mirar()
        servida = guardada(vitrina, "/")
        assert servida.encabezados["Cache-Control"] == "public, max-age=5"
    with time_machine.travel(medianoche, tick=False):
        vitrina.vigia.mirar()
        assert pedir(vitrina, "/").encabezados["ETag"] != servida.encabezados["ETag"]


def test_si_no_consta_que_sigue_igual_se_dibuja_de_nuevo(vitrina, monkeypatch, django_assert_num_queries):
    guardada(vitrina, "/")
    ahora = time.monotonic()
    monkeypatch.setattr(vigias, "PACIENCIA", 0)  # aquí no hay hilo a quien esperar
    monkeypatch.setattr(vigias.time, "monotonic", lambda: ahora + 1_000)
    with django_assert_num_queries(1):
        respuesta = pedir(vitrina, "/")
    assert "Warning" not in respuesta.encabezados


def caer(vitrina, monkeypatch):
    def sin_base():
        raise OperationalError("connection failed: Connection refused")

    monkeypatch.setattr(vitrina.vigia, "_preguntar", sin_base)
    ahora = time.monotonic()
    monkeypatch.setattr(vigias.time, "monotonic", lambda: ahora + 1_000)
    vitrina.vigia.mirar()


def test_con_la_base_caida_lo_guardado_sigue_a_la_vista_y_dice_desde_cuando(
    vitrina, monkeypatch, django_assert_num_queries
):
    antes = guardada(vitrina, "/")
    caer(vitrina, monkeypatch)
    with django_assert_num_queries(0):
        servida = pedir(vitrina, "/")
    assert servida.cuerpo == antes.cuerpo
    assert servida.encabezados["Warning"].startswith("111 ")
    assert int(servida.encabezados["Age"]) >= 0


@pytest.mark.parametrize("url", ["/candidaturas/clave000001/", "/entrar/", "/panel/"])
def test_con_la_base_caida_lo_demas_contesta_503_con_calma(vitrina, monkeypatch, client, url):
    caer(vitrina, monkeypatch)
    client.raise_request_exception = False

    def sin_conexion(*a, **k):
        raise OperationalError(
            "connection failed: connection to server at 127.0.0.1 failed: Connection refused"
        )

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", sin_conexion)
    respuesta = pedir(vitrina, url, HTTP_COOKIE="sesion=" + "a" * 32)
    if respuesta.estado != 302:  # a quien no ha entrado se le pide entrar sin tocar la base
        assert respuesta.estado == 503
        assert "recuperando" in respuesta.cuerpo.decode()
        assert respuesta.encabezados["Retry-After"]


@pytest.mark.parametrize("semilla", range(2))
def test_en_cualquier_orden_lo_guardado_es_lo_que_se_dibujaria(vitrina, poblado, semilla):
    """Publicar, retirar, programar, viajar en el tiempo y pedir, al azar: cada respuesta es la de ese instante."""
    azar = random.Random(semilla)
    claves = [f"clave{n:06}" for n in range(6)]
    urls = [
        *PAGINAS,
        "/candidaturas/?q=nombre",
        "/privacidad/",
        *(f"/candidaturas/{clave}/" for clave in claves),
    ]
    guardadas = 0
    with time_machine.travel(timezone.now(), tick=False) as reloj:
        for _ in range(90):
            match azar.choice(["pedir"] * 9 + ["cambiar", "cambiar", "viajar", "renombrar"]):
                case "cambiar":
                    desde = timezone.now() + timedelta(minutes=azar.choice([-60, 30]))
                    cuestionario = PUBLICADA | {"visible_desde": desde.isoformat()}
                    tarjeta = sinteticas.tarjeta(azar) | {
                        "cuestionario": azar.choice([cuestionario, PUBLICADA])
                    }
                    sinteticas.inscribir(poblado, {azar.choice(claves): tarjeta}, RESPUESTAS)
                case "viajar":
                    reloj.shift(timedelta(minutes=azar.choice([1, 31, 60 * 24])))
                case "renombrar":
                    poblado.nombre = f"Proceso {azar.random()}"
                    poblado.save()
            vitrina.vigia.mirar()
            url = azar.choice(urls)
            servida = pedir(vitrina, url)
            guardadas += vitrina.almacen.leer(url) is not None
            assert es_la_misma(servida, recien_dibujada(vitrina, url)), url
    assert guardadas > 10


def test_un_proceso_nuevo_o_borrado_tambien_se_nota(vitrina, poblado):
    numero = vitrina.vigia.numero
    otro = fabricas.ProcesoFactory(clave="otro-2021", es_vigente=False, fechas={})
    vitrina.vigia.mirar()
    otro.delete()
    vitrina.vigia.mirar()
    vitrina.vigia.mirar()
    assert vitrina.vigia.numero == numero + 2
