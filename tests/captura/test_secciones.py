"""Guardar una sección: cualquier borrador vale, nada se pierde y nada ajeno se pisa."""

from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones

pytestmark = [pytest.mark.django_db, pytest.mark.en_los_dos]


def avisos(respuesta) -> str:
    return " ".join(str(mensaje) for mensaje in get_messages(respuesta.wsgi_request))


def enviar_historia(cliente, ruta, texto, **mas):
    return cliente.post(ruta("historia"), {"revision": "0", "historia_profesional": texto, **mas})


@pytest.mark.parametrize("texto", ["a", "b" * 279, "c" * 5001, "d" * 200_000])
def test_se_guarda_un_borrador_de_cualquier_longitud(ana, ruta, guardadas, texto):
    respuesta = enviar_historia(ana, ruta, texto)
    assert respuesta.status_code == 302
    assert guardadas()["historia_profesional"] == texto
    assert "Guardado" in avisos(respuesta)
    assert "hora del centro de México" in avisos(respuesta)


def test_dice_cuanto_falta_y_cuanto_sobra(ana, ruta):
    assert "Faltan 1." in avisos(enviar_historia(ana, ruta, "b" * 279))
    assert "Sobran 1." in avisos(enviar_historia(ana, ruta, "b" * 5001, revision="1"))


def test_continuar_y_volver(ana, ruta):
    assert enviar_historia(ana, ruta, "Hola").url == ruta("trayectoria")
    assert enviar_historia(ana, ruta, "Hola", revision="1", volver="1").url == ruta("una")
    assert ana.post(ruta("propuesta-genero"), {"revision": "0"}).url == ruta("revisar")


def test_un_pegado_de_un_mega_no_se_guarda_ni_se_pierde(ana, ruta, candidatura):
    respuesta = enviar_historia(ana, ruta, "ñ" * 500_000)
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert "ñ" * 500_000 in pagina
    assert "Hay un problema" in pagina
    assert "Todavía no se guarda" in pagina
    assert "<title>Error: " in pagina
    assert not candidatura.cuestionarios.filter(respuestas__isnull=False).exists()


def test_el_texto_se_limpia_con_aviso(ana, ruta, guardadas):
    respuesta = enviar_historia(ana, ruta, "Mari\u0301a\x00\x07 \uf0b7 \ue000ok\r\n\r\nfin\u202e")
    assert guardadas()["historia_profesional"] == "María • ok\n\nfin"
    for aviso in ("caracteres de control", "viñetas", "símbolos que sólo existen", "invisibles"):
        assert aviso in avisos(respuesta)


def test_vaciar_borra_la_respuesta(ana, ruta, guardadas):
    enviar_historia(ana, ruta, "Hola")
    enviar_historia(ana, ruta, "  \n ", revision="1")
    assert "historia_profesional" not in guardadas()


def test_lo_mal_formado_se_señala_y_no_guarda_nada(ana, ruta, candidatura):
    datos = {
        "revision": "0",
        "instagram": "@usuaria",
        "pagina_web": "javascript:alert(1)",
        "correo_publico": "no-es-correo",
        "telefono_publico": "123",
        "casa_campana": "Calle Falsa 123",
    }
    respuesta = ana.post(ruta("contacto"), datos)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    for escrito in ("@usuaria", "javascript:alert(1)", "no-es-correo", "Calle Falsa 123"):
        assert f'value="{escrito}"' in pagina
    assert pagina.count("https://") >= 1
    assert 'href="#id_pagina_web"' in pagina
    assert not candidatura.cuestionarios.filter(respuestas__isnull=False).exists()


def test_los_contactos_quedan_en_su_forma_publica(ana, ruta, guardadas):
    ana.post(
        ruta("contacto"),
        {
            "revision": "0",
            "instagram": "@usuaria",
            "telefono_publico": "+52 443 123 4567",
            "pagina_web": "ejemplo.mx",
        },
    )
    assert guardadas()["instagram"] == "https://www.instagram.com/usuaria"
    assert guardadas()["telefono_publico"] == "4431234567"
    assert "Se publicará: <b>https://ejemplo.mx</b>" in ana.get(ruta("contacto")).content.decode()


def test_lo_escrito_nunca_se_vuelve_marcado(ana, ruta):
    malo = "<script>alert(1)</script>"
    assert malo not in enviar_historia(ana, ruta, malo, volver="1").content.decode()
    for nombre in ("historia", "revisar", "vista_previa"):
        assert malo not in ana.get(ruta(nombre)).content.decode()
    ana.post(ruta("contacto"), {"revision": "0", "pagina_web": 'https://ejemplo.mx/"><script>'})
    assert '"><script>' not in ana.get(ruta("contacto")).content.decode()


def test_una_opcion_inventada_se_rechaza(ana, ruta, guardadas):
    respuesta = ana.post(ruta("estudios"), {"revision": "0", "grado_max": "brujería"})
    assert respuesta.status_code == 422
    assert "elija una de las opciones" in respuesta.content.decode()


def test_los_renglones_se_agregan_y_se_quitan_sin_javascript(ana, ruta, guardadas, candidatura):
    base = {"revision": "0", "grado_max": "primaria", "cursos": ["Uno", "Dos"]}
    pagina = ana.post(ruta("estudios"), {**base, "agregar": "cursos"}).content.decode()
    assert pagina.count('name="cursos"') == 3
    assert 'value="Uno"' in pagina
    assert '<option value="primaria" selected>' in pagina
    assert not candidatura.cuestionarios.exists()
    pagina = ana.post(ruta("estudios"), {**base, "quitar": "cursos:0"}).content.decode()
    assert 'value="Uno"' not in pagina
    assert 'value="Dos"' in pagina
    ana.post(ruta("estudios"), {**base, "cursos": ["Dos", "", " "]})
    assert guardadas()["cursos"] == ["Dos"]


@pytest.mark.parametrize("basura", ["cursos:99", "cursos:-1", "cursos", "grado_max:0", ":", "x" * 1000])
def test_quitar_basura_no_rompe_nada(ana, ruta, basura):
    respuesta = ana.post(ruta("estudios"), {"revision": "0", "cursos": ["Uno"], "quitar": basura})
    assert respuesta.status_code in (200, 302)


def test_dos_ventanas_no_se_pisan(ana, ruta, guardadas):
    enviar_historia(ana, ruta, "Versión de la otra ventana")
    respuesta = enviar_historia(ana, ruta, "Lo que escribí aquí")
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert "Versión de la otra ventana" in pagina
    assert "Lo que escribí aquí" in pagina
    assert guardadas()["historia_profesional"] == "Versión de la otra ventana"
    assert 'name="revision" value="1"' in pagina
    enviar_historia(ana, ruta, "Lo que escribí aquí", revision="1")
    assert guardadas()["historia_profesional"] == "Lo que escribí aquí"


def test_un_error_no_hace_perder_el_candado(ana, ruta):
    enviar_historia(ana, ruta, "Otra ventana")
    pagina = enviar_historia(ana, ruta, "x" * 200_001).content.decode()
    assert 'name="revision" value="0"' in pagina


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 400, "٣"])
def test_una_revision_ilegible_pregunta(ana, ruta, guardadas, revision):
    enviar_historia(ana, ruta, "Primera")
    assert enviar_historia(ana, ruta, "Segunda", revision=revision).status_code == 409
    assert guardadas()["historia_profesional"] == "Primera"


def test_el_doble_clic_guarda_una_vez(ana, ruta, guardadas):
    assert enviar_historia(ana, ruta, "Igual").status_code == 302
    assert enviar_historia(ana, ruta, "Igual").status_code == 302
    assert guardadas()["historia_profesional"] == "Igual"


def test_un_renglon_de_bitacora_por_seccion_y_sesion(ana, ruta):
    for numero in range(3):
        enviar_historia(ana, ruta, f"Versión {numero}", revision=str(numero))
    assert Asiento.objects.filter(accion="seccion:guardar").count() == 1


def test_una_seccion_que_se_cerro_mientras_escribia_devuelve_el_texto(
    ana, ruta, capturar_todo, gente, guardadas
):
    from conoceles.publicacion.acciones import enviar

    enviar(cuestionario=capturar_todo(), por=gente["ana"])
    respuesta = enviar_historia(ana, ruta, "Lo último que escribí")
    assert respuesta.status_code == 409
    assert "Lo último que escribí" in respuesta.content.decode()
    assert guardadas()["historia_profesional"] != "Lo último que escribí"


def test_al_corregir_sólo_se_abre_lo_observado(ana, ruta, observado, guardadas):
    assert ana.post(ruta("historia"), {"revision": "9", "historia_profesional": "x"}).status_code == 409
    revision = observado.avances.get(seccion="propuesta-1").revision
    respuesta = ana.post(ruta("propuesta-1"), {"revision": revision, "propuesta_1": "Otra"})
    assert respuesta.url == ruta("revisar")
    assert guardadas()["propuesta_1"] == "Otra"


def test_una_lista_desmedida_se_explica_y_no_se_pierde(ana, ruta, guardadas):
    cursos = [f"Curso {numero}" for numero in range(600)]
    respuesta = ana.post(ruta("estudios"), {"revision": "0", "cursos": cursos})
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Hay 600 renglones y caben 60" in pagina
    assert 'value="Curso 599"' in pagina
    assert "cursos" not in guardadas()
    ana.post(ruta("estudios"), {"revision": "0", "cursos": cursos[:60]})
    assert guardadas()["cursos"] == cursos[:60]


def test_contacto_dice_que_hace_falta_al_menos_uno(ana, ruta):
    assert "Llene al menos uno" in ana.get(ruta("contacto")).content.decode()
    assert "Llene al menos uno" not in ana.get(ruta("estudios")).content.decode()


def test_una_sesion_vencida_no_pierde_lo_escrito(client, gente, ruta, guardadas):
    from tests.fabricas import CONTRASENA

    respuesta = enviar_historia(client, ruta, "Texto escrito con la sesión vencida")
    assert "Texto escrito con la sesión vencida" in respuesta.content.decode()
    campo = respuesta.context["pendiente"].cifrado() if respuesta.context else ""
    client.post("/entrar/", {"acceso": "ana", "contrasena": CONTRASENA, "reanudar": campo})
    pagina = client.get(ruta("historia")).content.decode()
    assert "Texto escrito con la sesión vencida" in pagina
    assert "Recuperamos lo que escribió" in pagina
    assert "historia_profesional" not in guardadas()


def test_nadie_guarda_por_otra_persona(client, gente, ruta, candidatura):
    client.force_login(gente["beto"])
    assert enviar_historia(client, ruta, "Ajeno").status_code == 404
    assert not candidatura.cuestionarios.exists()


def test_guardar_cuesta_pocas_consultas(ana, ruta, capturar_todo, django_assert_max_num_queries):
    cuestionario = capturar_todo()
    revision = cuestionario.avances.get(seccion="contacto").revision
    with django_assert_max_num_queries(32):
        ana.post(ruta("contacto"), {"revision": revision, "instagram": "@otra", "facebook": "ana"})


def test_avance_se_comparte_con_el_verbo(candidatura, gente):
    cuestionario = acciones.abrir(candidatura=candidatura)
    datos = {"cuestionario": cuestionario, "seccion": "historia", "por": gente["ana"]}
    assert acciones.guardar_seccion(valores={"historia_profesional": "a"}, **datos).revision == 1
    with pytest.raises(acciones.SeccionCambiada) as choque:
        acciones.guardar_seccion(valores={"historia_profesional": "b"}, revision=0, **datos)
    assert choque.value.avance.revision == 1


@pytest.mark.parametrize(
    "datos",
    [
        {"historia_profesional": "x" * 13_000_000},
        {f"campo{numero}": "x" for numero in range(2100)},
    ],
)
def test_lo_desmedido_se_rechaza_con_una_pagina_clara(ana, ruta, guardadas, datos):
    respuesta = ana.generic(
        "POST", ruta("historia"), urlencode(datos), content_type="application/x-www-form-urlencoded"
    )
    assert respuesta.status_code == 400
    pagina = respuesta.content.decode()
    assert "no se guardó. No cambió nada de lo que ya estaba guardado" in pagina
    assert "lo que escribió sigue ahí" in pagina
    assert "quite lo que sobra y guarde otra vez" in pagina
    assert guardadas() == {}


@pytest.mark.parametrize(
    "cuerpo", [b"\xff\xfe\x00", b"historia_profesional=%FF%FE", b"=&&==%%", b"historia_profesional=%ED%A0%80"]
)
def test_bytes_que_no_son_texto_no_son_un_error_interno(ana, ruta, cuerpo):
    for tipo in ("application/x-www-form-urlencoded", "application/json", "text/plain", ""):
        assert ana.generic("POST", ruta("historia"), cuerpo, content_type=tipo).status_code < 500
