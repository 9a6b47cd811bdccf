"""Cuando lo que no está guardado se queda esperando dentro de Django, lo guardado sigue teniendo quien lo conteste."""

import threading

import pytest
from django.core.wsgi import get_wsgi_application

from conoceles.comun import cupo
from conoceles.consulta.vitrina.almacen import Almacen
from conoceles.consulta.vitrina.envoltura import Vitrina

from .conftest import pedir

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]
LUGARES = 2


@pytest.fixture
def tomada(poblado, vitrina, monkeypatch):
    """Una vitrina con la lista ya guardada y todos los lugares de Django tomados por peticiones que no acaban."""
    monkeypatch.setattr(cupo, "ATASCO", 0.05)
    django, dentro, soltar = get_wsgi_application(), threading.Semaphore(0), threading.Event()

    def aplicacion(environ, responder):
        if environ["PATH_INFO"] == "/tarda/":
            dentro.release()
            soltar.wait(30)
            responder("200 OK", [])
            return []
        return django(environ, responder)

    una = Vitrina(aplicacion, Almacen(8 * 2**20), lugares=LUGARES)
    una.vigia.asegurar = lambda: None
    una.vigia.mirar()
    for _ in range(2):
        pedir(una, "/candidaturas/")
    hilos = [threading.Thread(target=pedir, args=(una, "/tarda/", "POST")) for _ in range(LUGARES)]
    for hilo in hilos:
        hilo.start()
        assert dentro.acquire(timeout=20)
    yield una
    soltar.set()
    for hilo in hilos:
        hilo.join(20)


def test_lo_guardado_se_contesta_y_lo_demas_pide_esperar_sin_tocar_la_base(tomada, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert pedir(tomada, "/candidaturas/").estado == 200
        sin_lugar = [
            pedir(tomada, "/candidaturas/clave000000/"),
            pedir(tomada, "/en/candidaturas/?cargo=regiduria"),
            pedir(tomada, "/mi-candidatura/", "POST"),
            pedir(tomada, "/entrar/"),
        ]
        assert pedir(tomada, "/candidaturas/").estado == 200
    for respuesta in sin_lugar:
        assert respuesta.estado == 503
        assert respuesta.encabezados["Retry-After"] == "15"
        assert respuesta.encabezados["Cache-Control"] == "no-store"
        assert "default-src 'none'" in respuesta.encabezados["Content-Security-Policy"]
        assert "Set-Cookie" not in respuesta.encabezados
    dichas = [respuesta.cuerpo.decode() for respuesta in sin_lugar]
    assert ["Espere unos segundos" in dicha for dicha in dichas] == [True, False, True, True]
    assert '<html lang="en">' in dichas[1]
