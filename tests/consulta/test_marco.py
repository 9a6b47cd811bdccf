"""Lo que se dibuja una vez por versión es lo mismo que se dibujaría en cada página."""

from collections import Counter

import pytest
from django.template.base import Node

from conoceles.consulta.templatetags import marco
from tests.test_permisos import TODAS, direccion

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]


def paginas(client):
    """Cada página pública y una segunda de cada clase: el marco que dejó una no debe verse mal en otra."""
    urls = [direccion(ruta) for ruta in TODAS if ruta.nombre.startswith("consulta:")]
    urls += ["/candidaturas/clave000000/", "/candidaturas/clave000001/", "/candidaturas/?orden=apellido"]
    respuestas = {url: client.get(url) for url in urls}
    return {
        url: respuesta.content.decode()
        for url, respuesta in respuestas.items()
        if respuesta.status_code in (200, 410) and respuesta["Content-Type"].startswith("text/html")
    }


def test_recordar_el_marco_no_cambia_ninguna_pagina(client, poblado, monkeypatch):
    paginas(client)
    recordadas = paginas(client)
    monkeypatch.setattr(marco.Recordado, "render", lambda nodo, contexto: nodo.nodelist.render(contexto))
    assert recordadas == paginas(client)
    assert len(recordadas) > 8


def test_el_nombre_del_proceso_cambia_en_el_marco_enseguida(client, poblado):
    assert "Otro nombre" not in client.get("/").content.decode()
    poblado.nombre = "Otro nombre"
    poblado.save()
    assert "Otro nombre</p>" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("ya_vista", "url", "tope"),
    [
        ("/candidaturas/?pagina=2", "/candidaturas/?pagina=2", 130),
        ("/candidaturas/clave000000/", "/candidaturas/clave000001/", 120),
    ],
)
def test_lo_que_se_repite_no_se_dibuja_otra_vez(client, poblado, monkeypatch, ya_vista, url, tope):
    """Cada hueco de plantilla cuesta microsegundos: aquí se cuentan."""
    client.get(
        url
    )  # lo que el proceso recuerda aunque cambie lo público: así no depende de qué otra prueba lo dibujó
    poblado.save()
    client.get(ya_vista)
    dibujados, dibujar = [], Node.render_annotated
    monkeypatch.setattr(Node, "render_annotated", lambda nodo, c: dibujados.append(nodo) or dibujar(nodo, c))
    assert client.get(url).status_code == 200
    assert len(dibujados) <= tope, Counter(f"{n.origin} {n.token}" for n in dibujados).most_common(9)
