"""Una fila que alguien escribió por fuera y no se deja leer no tumba ninguna página.

Sólo SQLite admite guardar cualquier cosa en cualquier columna; PostgreSQL la rechaza al escribirla.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from conoceles.acuses.models import DISPARADORES as ACUSES
from conoceles.acuses.models import Acuse
from conoceles.bitacora.models import DISPARADORES as BITACORA
from conoceles.cuestionarios.models import DISPARADORES as ENVIOS
from conoceles.interrupciones.acciones import anotar, latir
from conoceles.interrupciones.models import DISPARADORES as AUSENCIAS
from conoceles.interrupciones.models import Latido
from conoceles.mensajes.models import DISPARADORES as CARTAS
from conoceles.publicacion import lectura
from conoceles.publicacion.memoria import constancia
from conoceles.publicacion.models import DISPARADORES as INSTANTANEAS
from conoceles.publicacion.models import DISPARADORES_DE_LA_CONSTANCIA as CONSTANCIAS
from conoceles.publicacion.models import DISPARADORES_DEL_ARBOL as ARBOL
from conoceles.publicacion.models import DISPARADORES_DEL_VISTO as VISTOS
from conoceles.publicacion.models import VistoBueno
from conoceles.validacion.acciones import observar
from tests.publicacion import versionadas
from tests.validacion.conftest import como, url  # noqa: F401

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="sólo SQLite guarda lo que no se lee"),
]

SIN_UTF8 = "CAST(x'ff' AS TEXT)"
ALTERACIONES = [
    "interrupciones_latido SET instante = 'basura', maximo = 'basura'",
    "interrupciones_latido SET instante = x'ff'",
    f"interrupciones_interrupcion SET descripcion = {SIN_UTF8}",
    "interrupciones_interrupcion SET explicada_en = 'basura'",
    "interrupciones_interrupcion SET anulada_en = 'nunca'",
    "publicacion_instantanea SET instante = 'basura'",
    "publicacion_instantanea SET instante = x'ff'",
    "publicacion_puntodecontrol SET nota = x'ff'",
    "publicacion_constancia SET contenido = '{'",
    "publicacion_constancia SET contenido = '[]'",
    "publicacion_constancia SET contenido = x'ff'",
    f"publicacion_constancia SET contenido = {SIN_UTF8}",
    "publicacion_constancia SET nonce = 'zz'",
    "bitacora_asiento SET instante = 'basura'",
    "bitacora_asiento SET detalle = '[1]'",
    f"bitacora_asiento SET actor = {SIN_UTF8}",
    "cuestionarios_envio SET contenido = '[]'",
    "publicacion_instantanea SET instante = '0001-01-01 00:00:00'",
    "publicacion_puntodecontrol SET instante = '0001-01-01 00:00:00'",
    "interrupciones_interrupcion SET desde = '0001-01-01 00:00:00'",
    "acuses_acuse SET instante = '9999-12-31 23:59:59'",
    f"acuses_acuse SET candidatura = {SIN_UTF8}",
    f"publicacion_ficha SET proceso = {SIN_UTF8}",
    f"publicacion_ficha SET estado = {SIN_UTF8}",
    "publicacion_ficha SET pausas = '3'",
]
TARJETAS = [
    "tarjeta = '{}'",
    "tarjeta = '3'",
    "tarjeta = '[]'",
    f"clave = {SIN_UTF8}",
    "tarjeta = json_set(tarjeta, '$.numero', 'x')",
    "tarjeta = json_set(tarjeta, '$.cargo', 'x')",
    "tarjeta = json_set(tarjeta, '$.cuestionario.captura_hasta', 'x', '$.cuestionario.situacion', 'sin_enviar')",
]


@pytest.fixture
def paginas(publicado, gente):
    """Las que leen esas tablas, por quien las abre; con una interrupción, un latido y una constancia que leer."""
    clave, ahora = publicado.candidatura.clave, timezone.now()
    anotar(
        desde=ahora - timedelta(hours=3),
        hasta=ahora - timedelta(hours=1),
        descripcion="Luz",
        por=gente["irma"],
    )
    latir()
    folio = constancia.expedir(
        candidatura=publicado.candidatura, desde=ahora - timedelta(days=1), hasta=ahora, por=gente["carmen"]
    ).folio
    ficha = f"/candidaturas/{clave}/"
    return {
        "": [
            "/", "/candidaturas/", "/interrupciones/", "/bitacora-publica/", "/salud/",
            "/sitemap.xml", f"/verificar/{folio}/", ficha, f"{ficha}versiones/", f"{ficha}versiones/1/", f"{ficha}verificar/", f"{ficha}verificacion.json",
        ],
        "irma": [reverse("validacion:bitacora"), reverse("validacion:bitacora_csv")],
        "carmen": [
            *(reverse(f"validacion:{nombre}", args=[folio])
              for nombre in ("constancia", "constancia_pdf", "constancia_json")),
            reverse("validacion:expedir_constancia", args=[clave]),
        ],
        "vera": [reverse("validacion:revision", args=[clave])],
    }  # fmt: skip


@pytest.fixture
def alterar():
    def alterar(orden):
        for disparador in (BITACORA, ENVIOS, ACUSES, AUSENCIAS, INSTANTANEAS, CONSTANCIAS, *ARBOL):
            disparador.quitar()
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {orden}")
        lectura.olvidar()
        cache.clear()

    return alterar


def textos(como, client, paginas, orden):  # noqa: F811
    leidas = {}
    for persona, direcciones in paginas.items():
        cliente = como(persona) if persona else client
        for direccion in direcciones:
            respuesta = cliente.get(direccion, follow=True)
            assert respuesta.status_code != 500, (
                orden,
                direccion,
            )  # 503: lo alterado no se muestra, y se dice
            cuerpo = respuesta.getvalue() if respuesta.streaming else respuesta.content
            leidas[direccion] = cuerpo.decode(errors="replace")
    return leidas


def test_ninguna_pagina_se_cae_y_la_que_la_trae_lo_dice(como, client, paginas, alterar):  # noqa: F811
    """Una tras otra en la misma base, que cada vez se deshace: armarla cuesta más que leerla."""
    for orden in ALTERACIONES:
        client.cookies.clear()
        with transaction.atomic():
            alterar(orden)
            leidas = textos(como, client, paginas, orden)
            transaction.set_rollback(True)
        assert all("⟪" not in texto for texto in leidas.values()), orden
        for direccion in _donde_se_dice(orden, paginas):
            assert LO_DICE[orden.split("_")[0]] in leidas[direccion], orden


LO_DICE = {
    "bitacora": "ilegible: fue alterado por fuera",
    "publicacion": "no es lo que se expidió, así que no se entrega",
    "cuestionarios": "Lo que envió no se deja leer",
}


def _donde_se_dice(orden, paginas):
    tablas = {
        "bitacora_asiento": paginas["irma"],
        "publicacion_constancia": paginas["carmen"][:3],
        "cuestionarios_envio": paginas["vera"],
    }
    return tablas.get(orden.split()[0], [])


@pytest.mark.parametrize("como_queda", TARJETAS)
def test_una_tarjeta_que_no_se_lee_no_se_lista_y_las_demas_si(
    client, publicado, proceso, paginas, alterar, como_queda, caplog
):
    """De una fila que no se deja leer no depende ninguna página, ni siquiera la lista que la traía."""
    suya = publicado.candidatura.clave
    versionadas.escribir(proceso, [versionadas.version()], clave="otra")
    alterar(f"publicacion_ficha SET {como_queda} WHERE clave = '{suya}'")
    for direccion in paginas[""][:6]:
        assert client.get(direccion).status_code == 200, direccion
    lista = client.get("/candidaturas/").content.decode()
    assert "/candidaturas/otra/" in lista
    assert f"/candidaturas/{suya}/" not in lista
    assert "no se deja leer" in caplog.text


def test_de_un_latido_que_no_se_lee_se_sigue_desde_el_siguiente(alterar, db):
    latir()
    alterar("interrupciones_latido SET instante = 'basura', maximo = 'basura'")
    assert latir() is None
    assert Latido.objects.get().instante is not None


@pytest.mark.parametrize("verbo", ["validar", "devolver", "validar-y-publicar"])
@pytest.mark.parametrize("contenido", ["'{}'", "x'ff'"])
def test_sobre_un_envio_alterado_no_se_decide_y_se_dice(
    como,  # noqa: F811
    en_revision,
    url,  # noqa: F811
    gente,
    alterar,
    verbo,
    contenido,
):
    if verbo == "devolver":
        observar(
            cuestionario=en_revision,
            seccion="propuesta-1",
            supuestos=["copia"],
            texto="Igual.",
            por=gente["carmen"],
        )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
    try:
        alterar(f"cuestionarios_envio SET contenido = {contenido}")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    respuesta = como("carmen").post(url(en_revision, verbo), {"envio": 1}, follow=True)
    assert respuesta.status_code == 200
    assert "ya no es lo que su acuse hizo constar" in respuesta.content.decode()
    en_revision.refresh_from_db()
    assert en_revision.estado == "en_validacion"


@pytest.mark.parametrize(
    "cambio", ["huella = x'ff'", "instante = 'basura'", "secciones = '{}'", f"clase = {SIN_UTF8}"]
)
def test_un_acuse_que_no_se_lee_se_dice_a_quien_lo_comprueba(client, enviado, alterar, cambio):
    folio = Acuse.objects.get().folio
    ACUSES.quitar()
    alterar(f"acuses_acuse SET {cambio}")
    respuesta = client.get(f"/verificar/{folio}/")
    assert respuesta.status_code == 404
    assert "Ese acuse consta" in respuesta.content.decode()


@pytest.mark.parametrize(
    ("orden", "pagina"),
    [
        (f"mensajes_carta SET asunto = {SIN_UTF8}", "/panel/cartas/"),
        ("mensajes_carta SET creada_en = '0001-01-01 00:00:00'", "/panel/cartas/"),
        (f"publicacion_vistobueno SET nota = {SIN_UTF8}", "/panel/vistos/"),
        ("publicacion_vistobueno SET datos = '[]'", "/panel/vistos/"),
    ],
)
def test_una_fila_mala_no_tumba_las_listas_del_panel(como, publicado, alterar, orden, pagina):  # noqa: F811
    VistoBueno.objects.create(clase="ocultar", clave=publicado.candidatura.clave, propuesto_por="vera")
    for disparadores in (CARTAS, VISTOS):
        disparadores.quitar()
    alterar(orden)
    assert como("carmen").get(pagina).status_code == 200
