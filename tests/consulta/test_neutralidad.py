"""Dos candidaturas con sus datos intercambiados dan la misma página, salvo el texto; y nada las califica."""

import random
import re
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from conoceles.consulta.tarjetas import dibujadas
from conoceles.publicacion.lectura import abrir
from tests.publicacion import sinteticas
from tests.respuestas import TEXTO

from . import boletas
from .conftest import PUBLICADA, RESPUESTAS

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]

UNA, OTRA = "parej000001", "parej000002"
# Lo que es texto o lo nombra: de quién es la página, a dónde lleva y qué dice.
_ES_TEXTO = {
    "alt",
    "content",
    "d",
    "datetime",
    "fill",
    "for",
    "href",
    "id",
    "src",
    "srcset",
    "title",
    "value",
}
PAGINAS = {
    "lista": "/candidaturas/",
    "tabla": "/candidaturas/?vista=tabla",
    "fórmulas": "/candidaturas/?vista=formulas",
    "comparación": "/comparar/diputacion-mr-01/",
    "comparación alfabética": "/comparar/diputacion-mr-01/?orden=apellido",
    "boleta": "/boleta/1/",
    "boleta para imprimir": "/boleta/1/hoja/",
    "ficha": f"/candidaturas/{UNA}/",
    "la otra ficha": f"/candidaturas/{OTRA}/",
}


class Esqueleto(HTMLParser):
    """Las etiquetas con sus atributos, sin textos ni direcciones."""

    def __init__(self, marcado):
        super().__init__()
        self.partes = []
        self.feed(marcado)

    def handle_starttag(self, tag, attrs):
        fijos = tuple((nombre, "" if nombre in _ES_TEXTO else valor) for nombre, valor in attrs)
        self.partes.append((tag, fijos))

    def handle_endtag(self, tag):
        self.partes.append(("/" + tag,))


def esqueleto(marcado):
    return Esqueleto(marcado).partes


# Todo lo que cambia de una persona a otra: nombre, partido, edad, sexo, foto, textos de distinto largo.
PERSONAS = (
    {"nombre": "Ana Ñáñez", "apellidos": ["Ñáñez", ""], "nombres": "Ana", "mote": "La Güera", "sexo": "mujer",
     "edad": 71, "actor": sinteticas.ACTORES[0], "foto": "a" * 64, "grado": "primaria"},
    {"nombre": "Óscar de la Cruz y Peña Álvarez Tostado", "apellidos": ["de la Cruz y Peña", "Álvarez Tostado"],
     "nombres": "Óscar", "mote": "El Profe", "sexo": "hombre", "edad": 22, "actor": sinteticas.ACTORES[7],
     "foto": "b" * 64, "grado": "doctorado"},
)  # fmt: skip
DICHOS = (
    {**RESPUESTAS, "propuesta_1": TEXTO, "historia_profesional": TEXTO * 9},
    {**RESPUESTAS, "propuesta_1": TEXTO[:281] + "…", "historia_profesional": TEXTO * 15, "grado_max": "doctorado"},
)  # fmt: skip


def escribir(proceso, reparto):
    """`reparto`: clave → cuál de las dos personas y qué dice."""
    for clave, quien in reparto.items():
        datos = {
            "cargo": sinteticas.CARGOS[1], "demarcacion": sinteticas.DISTRITOS[0], "contienda": "diputacion-mr-01",
            "numero": 1, "calidad": "propietaria", "origen": None, "cuestionario": PUBLICADA,
            "acciones_afirmativas": [], **PERSONAS[quien],
        }  # fmt: skip
        tarjeta = sinteticas.tarjeta(random.Random(1), **datos)
        sinteticas.inscribir(proceso, {clave: tarjeta}, DICHOS[quien])


def paginas(client):
    return {nombre: client.get(url, follow=True).content.decode() for nombre, url in PAGINAS.items()}


def test_con_los_datos_cambiados_la_pagina_es_la_misma_salvo_el_texto(client, proceso):
    boletas.mapa(proceso, municipios=2, distritos=1, secciones=2)
    escribir(proceso, {UNA: 0, OTRA: 1})
    antes = paginas(client)
    escribir(proceso, {UNA: 1, OTRA: 0})
    despues = paginas(client)
    for nombre, marcado in antes.items():
        assert "Ñáñez" in marcado or "Óscar" in marcado, nombre
        assert esqueleto(marcado) == esqueleto(despues[nombre]), nombre


def test_cada_columna_de_la_comparacion_es_igual_a_las_demas(client, proceso):
    escribir(proceso, {UNA: 0, OTRA: 1})
    tabla = re.search(r"<table.*?</table>", paginas(client)["comparación"], re.DOTALL)[0]
    for fila in re.findall(r"<tr.*?</tr>", tabla, re.DOTALL):
        una, otra = re.findall(r"<t[dh](?! scope=\"row\")[^>]*>.*?</t[dh]>", fila, re.DOTALL)[-2:]
        assert esqueleto(una) == esqueleto(otra)


def test_la_tarjeta_de_la_lista_y_de_la_boleta_es_la_misma_para_todas(client, proceso):
    escribir(proceso, {UNA: 0, OTRA: 1})
    indice = abrir("", timezone.now()).indice
    una, otra = dibujadas([indice.filas[UNA], indice.filas[OTRA]], indice, "/candidaturas/")
    assert una != otra
    assert esqueleto(una) == esqueleto(otra)


@pytest.mark.parametrize("pagina", ["lista", "comparación", "ficha"])
def test_ninguna_pagina_califica(client, proceso, pagina):
    """Ni lugar, ni puntos, ni coincidencia: sólo lo que cada quien dijo y el orden sorteado."""
    escribir(proceso, {UNA: 0, OTRA: 1})
    marcado = paginas(client)[pagina].lower()
    for palabra in (
        "puntaje",
        "calificación",
        "ranking",
        "coincidencia",
        "afinidad",
        "mejor candidat",
        "estrellas",
    ):
        assert palabra not in marcado
