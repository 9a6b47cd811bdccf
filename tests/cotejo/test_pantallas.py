"""Dónde se ven los avisos: al guardar, junto al texto, antes de enviar y al revisar. Nunca detienen a nadie."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from conoceles.cuestionarios import acciones
from conoceles.publicacion.acciones import enviar
from tests.respuestas import COMPLETAS, TEXTO

CON_TELEFONO = f"{TEXTO} Me pueden llamar al 443 123 4567 todos los días."


@pytest.fixture
def ana(client, gente):
    client.force_login(gente["ana"])
    return client


@pytest.fixture
def ruta(candidatura):
    def armar(seccion: str = "") -> str:
        nombre, resto = ("seccion", [seccion]) if seccion else ("revisar", [])
        return reverse(f"captura:{nombre}", args=[candidatura.clave, *resto])

    return armar


def _leer(respuesta) -> str:
    """Lo que se lee de una página, con lo marcado entre «»."""
    pagina = re.sub("</?mark>", "¦", respuesta.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", pagina)).split())


def _guardar(ana, direccion: str, **valores: str) -> str:
    return _leer(ana.post(direccion, {"revision": 0, "continuar": "1", **valores}, follow=True))


def test_al_guardar_se_dice_el_hecho_y_no_el_dato(ana, ruta):
    pagina = _guardar(ana, ruta("historia"), historia_profesional=CON_TELEFONO)
    assert "Historia profesional y laboral: Parece haber un teléfono. Ver dónde" in pagina
    assert "443 123 4567" not in pagina, "el mensaje queda en la sesión: no lleva el dato"


def test_junto_al_texto_se_marca_donde_y_se_dice_que_hacer(ana, ruta):
    _guardar(ana, ruta("historia"), historia_profesional=CON_TELEFONO)
    pagina = _leer(ana.get(ruta("historia")))
    assert "Me pueden llamar al ¦443 123 4567¦ todos los días." in pagina
    assert "Los medios para contactarle van en «Contacto y redes»" in pagina


def test_sin_nada_que_revisar_no_hay_aviso(ana, ruta):
    assert "Ver dónde" not in _guardar(ana, ruta("historia"), historia_profesional=TEXTO)
    assert "avisos-de-texto" not in ana.get(ruta("historia")).content.decode()
    assert "avisos-de-texto" not in ana.get(ruta()).content.decode()


def test_un_texto_hostil_se_cita_sin_que_haga_nada(ana, ruta):
    _guardar(ana, ruta("historia"), historia_profesional="<script>alert(1)</script> juana@ejemplo.mx <b>")
    pagina = ana.get(ruta("historia")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>juana@ejemplo.mx</mark> &lt;b&gt;" in pagina


def test_antes_de_enviar_se_listan_todos_con_su_enlace(ana, ruta, capturar_todo, enviar_otras, gente):
    cuestionario = capturar_todo()
    enviar_otras({"propuesta_1": TEXTO})
    acciones.guardar_seccion(
        cuestionario=cuestionario, seccion="historia", valores={"historia_profesional": CON_TELEFONO.upper()}, por=gente["ana"]
    )  # fmt: skip
    respuesta = ana.get(ruta())
    pagina = _leer(respuesta)
    assert f'href="{ruta("historia")}#avisos-de-texto"' in respuesta.content.decode()
    assert "Parece haber un teléfono. Está todo en mayúsculas." in pagina
    assert "Este texto es igual al de otra candidatura." in pagina
    assert "Dice lo mismo que «Historia profesional y laboral»" in pagina


def test_nunca_se_dice_de_quien(ana, ruta, capturar_todo, enviar_otras):
    capturar_todo()
    (otra,) = enviar_otras({"propuesta_1": TEXTO})
    for direccion in (ruta(), ruta("propuesta-1")):
        pagina = ana.get(direccion).content.decode()
        assert "es igual al de otra candidatura" in pagina
        assert otra.clave not in pagina
        assert otra.persona.nombre_completo not in pagina


def test_los_avisos_no_impiden_enviar_y_luego_ya_no_estorban(ana, ruta, capturar_todo, candidatura):
    capturar_todo()
    respuesta = ana.post(reverse("captura:enviar", args=[candidatura.clave]), {"envios": "0"})
    assert "/acuse/" in respuesta.url
    assert "avisos-de-texto" not in ana.get(ruta()).content.decode(), "ya no hay nada que cambiar"


def test_al_corregir_solo_se_avisa_de_lo_que_puede_cambiar(ana, ruta, capturar_todo, gente):
    cuestionario = capturar_todo()
    enviar(cuestionario=cuestionario, por=gente["ana"])
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    acciones.observar(
        cuestionario=cuestionario, seccion="propuesta-2", supuesto="copia", texto="Igual.", por=gente["vera"]
    )
    acciones.devolver(cuestionario=cuestionario, por=gente["vera"])
    assert _leer(ana.get(ruta())).count("Dice lo mismo que") == 1


@pytest.fixture
def revision(client, gente, candidatura, capturar_todo):
    """La pantalla de Vera después de que Ana envía."""

    def abrir():
        cuestionario = capturar_todo()
        valores = {"propuesta_1": CON_TELEFONO}
        acciones.guardar_seccion(
            cuestionario=cuestionario, seccion="propuesta-1", valores=valores, por=gente["ana"]
        )
        enviar(cuestionario=cuestionario, por=gente["ana"])
        client.force_login(gente["vera"])
        return client.get(reverse("validacion:revision", args=[candidatura.clave]))

    return abrir


def test_quien_valida_ve_los_hechos_y_de_quien_son_las_parecidas(enviar_otras, revision):
    otras = enviar_otras(*({"propuesta_1": CON_TELEFONO} for _ in range(7)))
    respuesta = revision()
    pagina = _leer(respuesta)
    assert "Este texto es igual al de otras 7 candidaturas" in pagina
    assert "¦443 123 4567¦" in pagina
    enlazadas = [
        otra
        for otra in otras
        if reverse("validacion:revision", args=[otra.clave]) in respuesta.content.decode()
    ]
    assert len(enlazadas) == 7
    assert "Las otras 2" in pagina
    assert "igual" in pagina


def test_la_revision_no_cuesta_mas_con_muchas_parecidas(
    enviar_otras, revision, client, django_assert_max_num_queries
):
    enviar_otras(*(dict.fromkeys(COMPLETAS, TEXTO) for _ in range(12)))
    direccion = revision().wsgi_request.path
    with django_assert_max_num_queries(31):
        client.get(direccion)


def test_quien_no_valida_no_ve_los_hechos(enviar_otras, revision, client, gente):
    enviar_otras({"propuesta_1": CON_TELEFONO})
    direccion = revision().wsgi_request.path
    client.force_login(gente["celia"])
    pagina = client.get(direccion).content.decode()
    assert "Este texto" not in pagina
    assert "443 123 4567" not in pagina
