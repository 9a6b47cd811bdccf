"""Lo que llega a tiempo cuenta a tiempo: decide el primer byte, nunca el reloj de quien envía ni la fila."""

import runpy
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

from conoceles.calendario.plazos import dentro_de_plazo, vence
from conoceles.comun.llegada import ENTRADA, MAXIMA_ESPERA, con_llegada, del_sello, recibido_en

pytestmark = pytest.mark.sin_base

AHORA = datetime(2027, 5, 1, 6, 0, 1, tzinfo=UTC)
LLEGADAS = (-1_000_000, -100_000, -1, 0, 1, 100_000, 1_000_000)  # microsegundos respecto del límite
ESPERAS = (0.0, 0.05, 1.5, 59.0, 240.0)  # segundos de fila antes de que alguien la atienda
RELOJES_AJENOS = (timedelta(days=-1), timedelta(0), timedelta(days=1))
ZONAS = ("America/Mexico_City", "America/Tijuana", "America/Cancun", "America/Hermosillo", "Etc/GMT+6")
ESCRITURAS = {
    "segundos con decimales": lambda s: f"t={s:.6f}",
    "milisegundos": lambda s: f"{int(s * 1000)}",
    "microsegundos": lambda s: f"t={round(s * 1_000_000)}",
}


def peticion(rf, *, sello="", entrada=None, **encabezados):
    request = rf.post("/", headers={"X-Request-Start": sello, **encabezados} if sello else encabezados)
    if entrada:
        request.META[ENTRADA] = entrada
    return request


@pytest.mark.parametrize("zona", ZONAS)
def test_mas_de_mil_casos_alrededor_del_limite(rf, settings, zona):
    """Cinco zonas, siete llegadas a ±1 s, cinco esperas, tres relojes ajenos, con y sin proxy: 1,050 casos."""
    limite = vence(datetime(2027, 4, 10, 18, tzinfo=UTC), 15, ZoneInfo(zona))
    assert limite.astimezone(ZoneInfo(zona)).strftime("%H:%M:%S") == "00:00:00"
    casos = 0
    for micros in LLEGADAS:
        llego = (limite + timedelta(microseconds=micros)).astimezone(UTC)
        for espera in ESPERAS:
            for ajeno in RELOJES_AJENOS:
                for con_proxy in (True, False):
                    settings.CONOCELES_PROXY_SELLA_LLEGADA = con_proxy
                    entrada = llego + timedelta(seconds=espera) if con_proxy else llego
                    sello = f"t={round(llego.timestamp() * 1_000_000)}" if con_proxy else ""
                    fecha = (llego + ajeno).strftime("%a, %d %b %Y %H:%M:%S GMT")
                    request = peticion(rf, sello=sello, entrada=entrada, Date=fecha)
                    with time_machine.travel(entrada + timedelta(seconds=espera), tick=False):
                        recibida = recibido_en(request)
                    assert recibida == llego
                    assert dentro_de_plazo(recibida, limite) is (micros < 0)
                    casos += 1
    assert casos == 210


def test_a_las_23_59_59_9_es_a_tiempo_aunque_se_atienda_dos_minutos_despues(rf, settings):
    settings.CONOCELES_PROXY_SELLA_LLEGADA = True
    zona = ZoneInfo("America/Mexico_City")
    limite = datetime(2027, 5, 1, tzinfo=zona)
    ultimo = datetime(2027, 4, 30, 23, 59, 59, 900_000, tzinfo=zona)
    request = peticion(rf, sello=f"t={ultimo.timestamp():.3f}", entrada=ultimo + timedelta(minutes=2))
    assert recibido_en(request) == ultimo
    assert dentro_de_plazo(recibido_en(request), limite)


@pytest.mark.parametrize("escritura", ESCRITURAS)
def test_las_escrituras_del_sello(escritura):
    instante = datetime(2027, 5, 1, 5, 59, 59, 900_000, tzinfo=UTC)
    assert del_sello(ESCRITURAS[escritura](instante.timestamp())) == instante


@pytest.mark.parametrize(
    "basura",
    ["", "t=", "ayer", "171", "t=17123456789a", "-1712345678", "1712345678.1,1712345679.1", "t=1712345678.1.2",
     "9" * 40, "1712345678 999", "¹⁷¹²³⁴⁵⁶⁷⁸", "t=1712345678.1234567890"],
)  # fmt: skip
def test_un_sello_ilegible_no_cuenta(rf, settings, basura):
    settings.CONOCELES_PROXY_SELLA_LLEGADA = True
    assert del_sello(basura) is None
    request = rf.get("/")
    request.META |= {"HTTP_X_REQUEST_START": basura, ENTRADA: AHORA}
    assert recibido_en(request) == AHORA


@pytest.mark.parametrize(
    ("retraso", "se_cree"),
    [
        (timedelta(0), True),
        (MAXIMA_ESPERA, True),
        (MAXIMA_ESPERA + timedelta(milliseconds=1), False),
        (timedelta(days=365), False),
        (timedelta(milliseconds=-1), False),
        (timedelta(days=-1), False),
    ],
)
def test_ni_del_futuro_ni_de_hace_mucho(rf, settings, retraso, se_cree):
    settings.CONOCELES_PROXY_SELLA_LLEGADA = True
    request = peticion(rf, sello=f"t={(AHORA - retraso).timestamp():.6f}", entrada=AHORA)
    assert recibido_en(request) == (AHORA - retraso if se_cree else AHORA)


def test_sin_la_palabra_del_proxy_nadie_puede_decir_que_llego_antes(rf, settings):
    settings.CONOCELES_PROXY_SELLA_LLEGADA = False
    antes = AHORA - timedelta(seconds=30)
    assert recibido_en(peticion(rf, sello=f"t={antes.timestamp():.3f}", entrada=AHORA)) == AHORA


def test_la_aplicacion_apunta_la_llegada_antes_de_que_django_la_vea(rf):
    visto = {}

    def lenta(environ, responder):
        visto.update(environ)
        return [b""]

    with time_machine.travel(AHORA, tick=False):
        con_llegada(lenta)({"HTTP_CONOCELES_ENTRADA": "ayer"}, None)
    assert visto[ENTRADA] == AHORA


def test_sin_nada_apuntado_es_ahora(rf):
    with time_machine.travel(AHORA, tick=False):
        assert recibido_en(rf.get("/")) == AHORA


def test_la_puerta_de_verdad_apunta_la_llegada(monkeypatch, rf):
    """`config.wsgi` envuelve la aplicación de Django: sin eso, la hora sería la de cuando hubo un hilo libre."""
    llegaron = []
    monkeypatch.setattr("conoceles.calendario.husos.errores_de_los_procesos", list)
    monkeypatch.setattr(
        "django.core.wsgi.get_wsgi_application",
        lambda: lambda environ, responder: llegaron.append(environ) or [],
    )
    puerta = runpy.run_path(str(settings.PAQUETE / "config" / "wsgi.py"))["application"]
    list(puerta(rf.post("/").environ, None))
    assert ENTRADA in llegaron[0]
