"""El sitio en otra lengua: las mismas páginas, nada a medias, y lo que escribieron las personas tal como está."""

from __future__ import annotations

import html
import re

import pytest

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
