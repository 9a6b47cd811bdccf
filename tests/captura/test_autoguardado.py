"""El guardado automático: las mismas reglas que el botón, contestadas en JSON, y nada a medias."""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.models import Avance

pytestmark = pytest.mark.django_db


@pytest.fixture
def solo(ana, ruta):
    """solo("historia", revision=0, …) → la respuesta del guardado automático de esa sección."""

    def mandar(seccion, **campos):
        datos = {"revision": "0", **{c: v if isinstance(v, list) else str(v) for c, v in campos.items()}}
        return ana.post(ruta(seccion), datos, headers={"accept": "application/json"})

    return mandar


def test_dice_la_hora_y_la_revision_para_el_siguiente(solo, guardadas):
    respuesta = solo("historia", historia_profesional="Trabajé\r\nen el campo ")
    assert respuesta.status_code == 200
    assert re.fullmatch(r"\d\d:\d\d:\d\d\xa0h", respuesta.json()["guardado"])
    assert respuesta.json()["revision"] == 1
    assert respuesta.json()["sin_guardar"] == []
    assert guardadas()["historia_profesional"] == "Trabajé\nen el campo"
    assert solo("historia", revision=1, historia_profesional="Más").json()["revision"] == 2


def test_no_deja_mensajes_pendientes_en_la_sesion(ana, solo, ruta):
    solo("historia", historia_profesional="Hola")
    assert "Guardado 1" not in ana.get(ruta("una")).content.decode()


def test_lo_mal_escrito_no_detiene_lo_demas_ni_borra_lo_que_habia(solo, guardadas):
    solo("contacto", correo_publico="ana@ejemplo.mx", instagram="@ana")
    respuesta = solo("contacto", revision=1, correo_publico="ana@", instagram="@otra", pagina_web="no es")
    assert respuesta.status_code == 200
    assert respuesta.json()["sin_guardar"] == ["Página web", "Correo electrónico público"]
    assert guardadas()["instagram"].endswith("/otra")
    assert guardadas()["correo_publico"] == "ana@ejemplo.mx"
    assert "pagina_web" not in guardadas()


def test_si_nada_puede_guardarse_dice_por_que(solo, guardadas):
    respuesta = solo("historia", historia_profesional="ñ" * 200_001)
    assert respuesta.status_code == 422
    assert "no cabe" in respuesta.json()["texto"]
    assert guardadas() == {}


def test_una_lista_desmedida_no_impide_guardar_lo_demas(solo, guardadas):
    respuesta = solo("estudios", grado_max="primaria", cursos=[f"Curso {n}" for n in range(61)])
    assert len(respuesta.json()["sin_guardar"]) == 1
    assert guardadas() == {"grado_max": "primaria"}


def test_los_botones_de_renglones_no_cuentan_en_el_guardado_automatico(solo, guardadas):
    assert solo("estudios", cursos=["Uno"], agregar="cursos").status_code == 200
    assert guardadas()["cursos"] == ["Uno"]


def test_otra_ventana_guardo_antes_y_el_texto_queda_apartado(solo, guardadas, candidatura):
    solo("historia", historia_profesional="El de la otra ventana")
    respuesta = solo("historia", historia_profesional="El de ésta")
    assert respuesta.status_code == 409
    assert respuesta.json() == {"motivo": "choque"}
    assert guardadas()["historia_profesional"] == "El de la otra ventana"
    (sobrante,) = acciones.abrir(candidatura=candidatura).sobrantes.all()
    assert sobrante.valores == {"historia_profesional": "El de ésta"}


def test_una_respuesta_perdida_no_choca_con_lo_propio(solo, guardadas):
    solo("historia", historia_profesional="Primera", intento="a1")  # se guardó, pero la página no lo supo
    respuesta = solo("historia", historia_profesional="Primera y segunda", intento="a2", previos="a0 a1")
    assert respuesta.json()["revision"] == 2
    assert guardadas()["historia_profesional"] == "Primera y segunda"


def test_lo_que_llega_tarde_no_pisa_lo_mas_nuevo_de_la_misma_ventana(solo, guardadas, candidatura):
    solo("historia", historia_profesional="Primera y segunda", intento="a2", previos="a1")
    assert solo("historia", historia_profesional="Primera", intento="a1").status_code == 409
    assert guardadas()["historia_profesional"] == "Primera y segunda"
    assert not acciones.abrir(candidatura=candidatura).sobrantes.exists()  # todo lo suyo ya está guardado


def test_un_intento_ajeno_no_abre_el_candado(solo, guardadas):
    solo("historia", historia_profesional="Primera", intento="a1")
    for previos in ("", "b1 b2", "a", "a11"):
        assert solo("historia", historia_profesional="Otra", previos=previos).status_code == 409
    solo("historia", revision=1, historia_profesional="Sin intento")
    assert solo("historia", historia_profesional="Otra", previos=" ").status_code == 409


def test_guardar_parte_de_una_seccion_no_da_por_leido_lo_que_cambio_otra_ventana(solo, guardadas):
    solo("contacto", instagram="@ana", correo_publico="uno@ejemplo.mx")
    solo("contacto", revision=1, instagram="@ana", correo_publico="dos@ejemplo.mx")
    # Ésta leyó la primera; lo que manda bien escrito es igual, pero no ha visto el correo de la otra.
    assert solo("contacto", revision=1, instagram="@ana", correo_publico="tres@").status_code == 409
    assert guardadas()["correo_publico"] == "dos@ejemplo.mx"


def test_una_seccion_que_se_cerro_lo_dice_y_aparta_el_texto(solo, capturar_todo, gente, candidatura):
    from conoceles.publicacion.acciones import enviar

    enviar(cuestionario=capturar_todo(), por=gente["ana"])
    respuesta = solo("historia", revision=1, historia_profesional="Lo último")
    assert respuesta.status_code == 409
    assert respuesta.json()["motivo"] == "cerrada"
    assert acciones.abrir(candidatura=candidatura).sobrantes.get().valores == {
        "historia_profesional": "Lo último"
    }


def test_de_una_seccion_cerrada_se_aparta_todo_lo_tecleado(
    ana, ruta, solo, capturar_todo, gente, candidatura
):
    """También lo que todavía no es un correo o una dirección: es texto de la persona."""
    from conoceles.publicacion.acciones import enviar

    enviar(cuestionario=capturar_todo(), por=gente["ana"])
    mal = {"correo_publico": "ana@\x00", "pagina_web": "mi página está por abrir", "instagram": "@otra"}
    assert solo("contacto", revision=1, **mal).status_code == 409
    assert (
        solo("estudios", revision=1, grado_max="", cursos=[f"Curso {n}" for n in range(61)]).status_code
        == 409
    )
    apartados = acciones.abrir(candidatura=candidatura).sobrantes
    assert apartados.get(seccion="contacto").valores == {
        "correo_publico": "ana@",
        "pagina_web": "mi página está por abrir",
        "instagram": "https://www.instagram.com/otra",
    }
    assert len(apartados.get(seccion="estudios").valores["cursos"]) == 61
    pagina = ana.get(reverse("captura:sobrantes", args=[candidatura.clave])).content.decode()
    assert "mi página está por abrir" in pagina


def test_no_es_un_acto_un_renglon_de_bitacora_por_seccion_y_sesion(solo):
    for numero in range(4):
        solo("historia", revision=numero, historia_profesional=f"Versión {numero}")
    assert Asiento.objects.filter(accion="seccion:guardar").count() == 1


def test_sin_sesion_no_guarda_y_lo_dice_con_401(client, ruta, gente, candidatura):
    respuesta = client.post(
        ruta("historia"), {"historia_profesional": "x"}, headers={"accept": "application/json"}
    )
    assert respuesta.status_code == 401
    assert not candidatura.cuestionarios.exists()


def test_una_seccion_inventada_o_una_candidatura_terminada(solo, candidatura):
    assert solo("inventada").status_code == 404
    candidatura.situacion, candidatura.hasta = "renuncia", timezone.now()
    candidatura.save()
    assert solo("historia", historia_profesional="x").status_code == 410


def test_otra_persona_no_recibe_nada(client, ruta, gente, candidatura):
    client.force_login(gente["beto"])
    respuesta = client.post(
        ruta("historia"), {"historia_profesional": "x"}, headers={"accept": "application/json"}
    )
    assert respuesta.status_code == 404
    assert not candidatura.cuestionarios.exists()


def test_el_navegador_que_pide_una_pagina_recibe_una_pagina(ana, ruta):
    de_navegador = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert ana.post(ruta("historia"), {"revision": "0"}, headers=de_navegador).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_se_contesta_despues_de_que_la_transaccion_termino(solo, monkeypatch):
    """Nada queda por hacer al contestar: ni una transacción abierta ni trabajo para después."""
    despues = []
    monkeypatch.setattr(transaction, "on_commit", lambda *args, **kwargs: despues.append(args))
    abierta = []
    contestar = Avance.save
    monkeypatch.setattr(
        Avance,
        "save",
        lambda self, **k: (abierta.append(connection.in_atomic_block), contestar(self, **k))[1],
    )
    assert solo("historia", historia_profesional="Durable").status_code == 200
    assert set(abierta) == {True}
    assert not connection.in_atomic_block
    assert not despues
    assert not connection.settings_dict["ATOMIC_REQUESTS"]


def test_cuesta_pocas_consultas(solo, capturar_todo, django_assert_max_num_queries):
    revision = capturar_todo().avances.get(seccion="historia").revision
    with django_assert_max_num_queries(16):  # la primera vez también la bitácora y la sesión
        assert solo("historia", revision=revision, historia_profesional="Otra cosa").status_code == 200
    with django_assert_max_num_queries(10):
        assert solo("historia", revision=revision + 1, historia_profesional="Y otra").status_code == 200


def test_un_campo_que_no_llega_no_es_uno_que_se_vacia(client, candidatura, gente):
    """Una petición cortada o mal armada no borra lo guardado."""
    client.force_login(gente["ana"])
    ruta = f"/mi-candidatura/{candidatura.clave}/motivo/"
    client.post(
        ruta, {"motivo_cargo": "Lo que ya estaba", "revision": "0"}, headers={"Accept": "application/json"}
    )
    for encabezados, estado in (({"Accept": "application/json"}, 422), ({}, 302)):
        assert client.post(ruta, {"revision": "1"}, headers=encabezados).status_code == estado
    guardada = candidatura.cuestionarios.get().respuestas.get(pregunta="motivo_cargo")
    assert guardada.valor == "Lo que ya estaba"


def test_quitar_un_renglon_con_un_numero_desmedido_se_ignora(client, candidatura, gente):
    client.force_login(gente["ana"])
    ruta = f"/mi-candidatura/{candidatura.clave}/estudios/"
    assert client.post(ruta, {"cursos": ["Uno"], "quitar": "cursos:" + "9" * 5000}).status_code == 200
