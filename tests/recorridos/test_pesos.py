"""Lo que baja un teléfono en cada página, por la red y con sus fotografías: los topes de peso.

El texto se cuenta comprimido, como se sirve, también el de la copia que se guarda, que lleva dentro sus fotografías;
las demás fotografías, tal cual. Una pantalla de teléfono tiene dos pixeles por punto, o más: baja la que le toca.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from django.core.files.storage import storages
from PIL import Image

from conoceles.comun import fotos
from tests.consulta import boletas
from tests.consulta.conftest import RESPUESTAS
from tests.publicacion import sinteticas

from .conftest import PUERTA, TELEFONO

pytestmark = pytest.mark.navegador

MEDIDAS = {"municipios": 6, "distritos": 4}
SECCION = 1
LISTA = "/candidaturas/"
CSS, JS = 12_000, 6_000
# Página → topes en bytes: de su HTML y de todo lo que baja.
TOPES = {
    "/": (8_000, 40_000),
    LISTA: (14_000, 75_000),
    f"{LISTA}?vista=tabla": (14_000, 75_000),
    f"{LISTA}boleta00000/": (12_000, 60_000),
    f"/boleta/{SECCION}/": (40_000, 100_000),
    f"/boleta/{SECCION}/para-guardar/": (100_000, 100_000),
    f"/boleta/{SECCION}/para-guardar/sin-fotos/": (40_000, 40_000),
    "/comparar/gubernatura-16/": (40_000, 75_000),
    "/estadisticas/": (14_000, 60_000),
    "/preguntas/": (12_000, 40_000),
}


BAJAR_LO_PEREZOSO = """() => Promise.all([...document.images].map(imagen => {
    imagen.loading = "eager";
    return imagen.complete || new Promise(listo => { imagen.onload = imagen.onerror = listo; });
}))"""


@pytest.fixture
def publicado(transactional_db, proceso):
    """Una boleta entera, con secciones, respuestas y una fotografía en cada candidatura."""
    tarjetas = boletas.tarjetas(**MEDIDAS, quienes=boletas.actores(8))
    sinteticas.inscribir(proceso, tarjetas, RESPUESTAS)
    boletas.mapa(proceso, **MEDIDAS, secciones=12)
    archivos, azar = fotos.procesar(_fotografia()).archivos, random.Random(1)
    for tarjeta in tarjetas.values():  # sin pasar por el almacén, que espera al disco en cada archivo
        carpeta = Path(storages["publico"].location) / "retratos" / tarjeta["foto"]
        carpeta.mkdir(parents=True, exist_ok=True)
        for nombre, contenido in archivos.items():
            # Las miniaturas, cada una distinta y lo más pesada que se admite; no hace falta que se vean.
            es_mini = nombre.startswith("72.")
            (carpeta / nombre).write_bytes(azar.randbytes(fotos.LIMITES.bytes_mini) if es_mini else contenido)
    return proceso


def _fotografia() -> bytes:
    """Grano y degradados: se comprime más o menos como un retrato."""
    grano = Image.effect_noise((200, 250), 50).resize((800, 1000), Image.Resampling.BICUBIC)
    franjas = (Image.linear_gradient("L").resize(grano.size), Image.radial_gradient("L").resize(grano.size))
    salida = io.BytesIO()
    Image.merge("RGB", (grano, *franjas)).save(salida, "JPEG", quality=92)
    return salida.getvalue()


def test_cada_pagina_pesa_lo_que_debe(chromium, live_server, settings, publicado):
    settings.CONOCELES_SITIO = live_server.url
    PUERTA.abierta = True
    pasadas = []
    for ruta, (tope_html, tope) in TOPES.items():
        contexto = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": TELEFONO, "height": 800},
            device_scale_factor=2,
            service_workers="block",
        )
        bajado, ajenas = _visitar(contexto, ruta)
        pesos = f"{ruta}: {dict(bajado)}, en total {bajado.total():,}"
        assert not ajenas, f"{ruta} pide a otro sitio: {ajenas}"
        assert contexto.cookies() == []
        contexto.close()
        if bajado["document"] > tope_html or bajado.total() > tope:
            pasadas.append(f"{pesos}; topes: {tope_html:,} y {tope:,}")
        if bajado["stylesheet"] > CSS or bajado["script"] > JS:
            pasadas.append(f"{pesos}; topes: {CSS:,} de CSS y {JS:,} de JavaScript")
    PUERTA.cerrar()
    assert not pasadas, "\n".join(pasadas)


def _visitar(contexto, ruta: str) -> tuple[Counter[str], list[str]]:
    """Bytes de cada clase de recurso, bajando hasta el pie para que llegue lo perezoso; y lo pedido a otros."""
    pagina, bajado, ajenas = contexto.new_page(), Counter[str](), []
    respuestas: list = []
    pagina.on("response", lambda respuesta: respuestas.append(respuesta))
    pagina.goto(ruta, wait_until="load")
    pagina.evaluate(BAJAR_LO_PEREZOSO)
    for respuesta in respuestas:
        if urlsplit(respuesta.url).hostname not in ("localhost", "127.0.0.1", None):
            ajenas.append(respuesta.url)
        elif not respuesta.url.startswith("data:"):
            assert respuesta.status == 200, (respuesta.status, respuesta.url)
            bajado[respuesta.request.resource_type] += _peso(respuesta)
    return bajado, ajenas


def _peso(respuesta) -> int:
    cuerpo = respuesta.body()
    es_imagen = respuesta.headers.get("content-type", "").startswith("image/")
    return len(cuerpo) if es_imagen else len(brotli.compress(cuerpo, quality=5))
