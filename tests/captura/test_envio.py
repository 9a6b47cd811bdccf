"""Revisar y enviar: incompleto no sale, completo sale una sola vez y deja acuse."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.models import Cuestionario, Envio
from conoceles.mensajes.models import Carta
from tests.fabricas import CONTRASENA
from tests.respuestas import TEXTO

pytestmark = pytest.mark.django_db


def enviar(cliente, ruta, envios=0):
    return cliente.post(ruta("enviar"), {"envios": envios})


def test_incompleto_vuelve_a_revisar_con_enlaces(ana, ruta, candidatura):
    respuesta = enviar(ana, ruta)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Hay un problema" in pagina
    assert "<title>Error: " in pagina
    assert f'href="{ruta("foto")}#id_foto"' in pagina
    assert f'href="{ruta("propuesta-1")}#id_propuesta_1"' in pagina
    assert Envio.objects.count() == Carta.objects.count() == 0


def test_lo_vacio_se_dice(ana, ruta):
    pagina = ana.get(ruta("revisar")).content.decode()
    assert "No proporcionado" in pagina
    assert "Para poder enviar" in pagina


def test_completo_se_envia_y_da_acuse_por_pagina_y_por_carta(ana, ruta, capturar_todo, gente):
    cuestionario = capturar_todo()
    respuesta = enviar(ana, ruta)
    envio = cuestionario.envios.get()
    assert envio.folio in respuesta.url
    pagina = ana.get(respuesta.url).content.decode()
    assert "⟪" not in pagina
    for dato in (
        envio.folio,
        envio.huella[:4],
        envio.nonce[-4:],
        "Fotografía",
        "<svg",
        "hora del centro de México",
    ):
        assert dato in pagina
    carta = Carta.objects.get()
    assert (carta.para, carta.sobre) == (gente["ana"].correo, cuestionario.candidatura.clave)
    assert envio.folio in carta.cuerpo
    assert envio.nonce not in carta.cuerpo
    assert "⟪" not in carta.cuerpo


def test_repetir_el_envio_lleva_al_mismo_acuse(ana, ruta, capturar_todo):
    capturar_todo()
    destinos = {enviar(ana, ruta).url for _ in range(3)}
    assert len(destinos) == 1
    assert Envio.objects.count() == Carta.objects.count() == 1


def test_repetir_cuando_ya_esta_en_revision_lleva_al_mismo_acuse(ana, ruta, capturar_todo, gente):
    cuestionario = capturar_todo()
    primera = enviar(ana, ruta)
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    assert enviar(ana, ruta).url == primera.url
    assert Envio.objects.count() == 1


@pytest.mark.parametrize("envios", ["", "x", "-1", "7", "9" * 50])
def test_basura_en_el_envio_no_duplica_ni_rompe(ana, ruta, capturar_todo, gente, envios):
    cuestionario = capturar_todo()
    enviar(ana, ruta)
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    assert ana.post(ruta("enviar"), {"envios": envios}).status_code == 302
    assert Envio.objects.count() == 1


def test_una_pagina_vieja_no_envia_una_correccion_sin_querer(ana, ruta, observado):
    primero = observado.envios.get()
    assert primero.folio in enviar(ana, ruta, envios=0).url
    assert Cuestionario.objects.get(pk=observado.pk).estado == "observado"


def test_la_correccion_manda_solo_lo_observado(ana, ruta, observado):
    assert "Reviso y dejo igual" in ana.get(ruta("revisar")).content.decode()
    revision = observado.avances.get(seccion="propuesta-1").revision
    ana.post(ruta("propuesta-1"), {"revision": revision, "propuesta_1": TEXTO + " Y otra cosa."})
    assert "Reviso y dejo igual" not in ana.get(ruta("revisar")).content.decode()
    assert "Corregida; falta enviarla" in ana.get(ruta("una")).content.decode()
    respuesta = enviar(ana, ruta, envios=1)
    segundo = observado.envios.get(numero=2)
    assert segundo.folio in respuesta.url
    assert segundo.secciones == ["propuesta-1"]
    assert "Primera propuesta" in ana.get(respuesta.url).content.decode()
    assert Cuestionario.objects.get(pk=observado.pk).estado == "corregido"


def test_sin_cambios_no_se_envia_hasta_confirmarlo(ana, ruta, observado):
    respuesta = enviar(ana, ruta, envios=1)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "<title>Error: " in pagina
    assert "marque que lo deja igual: Primera propuesta" in pagina
    assert Envio.objects.count() == 1
    assert Carta.objects.count() == 0
    assert "⟪" not in pagina
    respuesta = ana.post(ruta("enviar"), {"envios": 1, "sin_cambios": "propuesta-1"})
    assert observado.envios.get(numero=2).folio in respuesta.url
    assert Asiento.objects.get(accion="cuestionario:corregir").detalle["sin_cambios"] == ["propuesta-1"]


def test_guardar_lo_mismo_no_es_corregir(ana, ruta, observado):
    revision = observado.avances.get(seccion="propuesta-1").revision
    ana.post(ruta("propuesta-1"), {"revision": revision, "propuesta_1": TEXTO})
    assert "Corregida; falta enviarla" not in ana.get(ruta("una")).content.decode()
    assert enviar(ana, ruta, envios=1).status_code == 422


@pytest.mark.parametrize("confirmado", ["", "on", "historia", "propuesta-2 foto", "x" * 5000])
def test_confirmar_otra_seccion_no_vale(ana, ruta, observado, confirmado):
    assert ana.post(ruta("enviar"), {"envios": 1, "sin_cambios": confirmado}).status_code == 422
    assert Envio.objects.count() == 1


def test_la_lista_y_la_revision_dicen_lo_mismo_de_lo_observado(ana, ruta, observado):
    """Sin cambios puede revisarse y confirmarse; con algo incompleto, primero se completa."""
    pagina = ana.get(ruta("una")).content.decode()
    assert "Aún no disponible" not in pagina
    assert "Sin cambios: Primera propuesta" in pagina
    revision = observado.avances.get(seccion="propuesta-1").revision
    ana.post(ruta("propuesta-1"), {"revision": revision, "propuesta_1": "Corto"})
    pagina = ana.get(ruta("una")).content.decode()
    assert "Aún no disponible" in pagina
    assert "Sin cambios" not in pagina
    assert "Para poder enviar" in ana.get(ruta("revisar")).content.decode()


def test_lo_corregido_no_se_asienta_como_igual(ana, ruta, observado):
    revision = observado.avances.get(seccion="propuesta-1").revision
    ana.post(ruta("propuesta-1"), {"revision": revision, "propuesta_1": TEXTO + " Y otra cosa."})
    enviar(ana, ruta, envios=1)
    assert Asiento.objects.get(accion="cuestionario:corregir").detalle["sin_cambios"] == []
    assert "sin_cambios" not in Asiento.objects.get(accion="cuestionario:enviar").detalle


def test_enviar_con_la_sesion_vencida_vuelve_a_revisar_y_lo_dice(client, gente, ruta, capturar_todo):
    capturar_todo()
    respuesta = client.post(ruta("enviar"), {"envios": 0}, HTTP_REFERER=f"http://testserver{ruta('revisar')}")
    pagina = respuesta.content.decode()
    assert "No se envió ni se hizo lo que pidió" in pagina
    assert f'name="next" value="{ruta("revisar")}"' in pagina
    datos = {"acceso": "ana", "contrasena": CONTRASENA, "next": ruta("revisar"), "no_se_hizo": "1"}
    vuelta = client.post("/entrar/", datos)
    assert vuelta.url == ruta("revisar")
    assert "Vuelva a oprimir el botón" in client.get(vuelta.url).content.decode()
    assert Envio.objects.count() == 0


def test_fuera_de_plazo_se_avisa_y_se_recibe(ana, ruta, capturar_todo, candidatura):
    capturar_todo()
    candidatura.captura_hasta = timezone.now() - timedelta(hours=1)
    candidatura.save()
    assert "El plazo terminó" in ana.get(ruta("revisar")).content.decode()
    assert "El plazo terminó" in ana.get(ruta("una")).content.decode()
    respuesta = enviar(ana, ruta)
    assert Envio.objects.get().fuera_de_plazo
    assert "fuera de plazo" in ana.get(respuesta.url).content.decode()


def test_fuera_de_plazo_sin_extemporaneas_no_sale_y_nada_se_pierde(
    ana, ruta, capturar_todo, candidatura, proceso, guardadas
):
    capturar_todo()
    proceso.datos_parametros = {"acepta_extemporaneas": False}
    proceso.save()
    candidatura.captura_hasta = timezone.now() - timedelta(hours=1)
    candidatura.save()
    respuesta = enviar(ana, ruta)
    assert respuesta.url == ruta("una")
    assert "sigue guardada" in ana.get(respuesta.url).content.decode()
    assert Envio.objects.count() == Carta.objects.count() == 0
    assert guardadas()["propuesta_1"] == TEXTO


def test_llegar_por_get_lleva_a_revisar(ana, ruta):
    assert ana.get(ruta("enviar")).url == ruta("revisar")


def test_el_acuse_ajeno_o_inventado_no_existe(ana, client, gente, ruta, capturar_todo, candidatura):
    capturar_todo()
    url = enviar(ana, ruta).url
    assert ana.get(reverse("captura:acuse", args=[candidatura.clave, "C-0000-0000-00000"])).status_code == 404
    client.force_login(gente["beto"])
    assert client.get(url).status_code == 404


def test_el_acuse_se_conserva_cuando_la_candidatura_termina(ana, ruta, capturar_todo, candidatura):
    capturar_todo()
    url = enviar(ana, ruta).url
    candidatura.situacion, candidatura.hasta = "renuncia", timezone.now()
    candidatura.save()
    assert ana.get(url).status_code == 200
    assert url in ana.get(ruta("una")).content.decode()


def test_si_la_carta_falla_no_hay_envio(ana, ruta, capturar_todo, monkeypatch):
    from conoceles.captura import acciones as de_captura

    capturar_todo()

    def fallar(**_):
        raise RuntimeError("se acabó el disco")

    monkeypatch.setattr(de_captura, "escribir", fallar)
    with pytest.raises(RuntimeError):
        enviar(ana, ruta)
    assert Envio.objects.count() == 0
    assert Cuestionario.objects.get().estado == "en_captura"


def test_todo_en_mayusculas_se_comenta_pero_se_envia(ana, ruta, capturar_todo, gente):
    cuestionario = capturar_todo()
    acciones.guardar_seccion(
        cuestionario=cuestionario, seccion="motivo", valores={"motivo_cargo": TEXTO.upper()}, por=gente["ana"]
    )
    assert "Está todo en mayúsculas" in ana.get(ruta("revisar")).content.decode()
    assert enviar(ana, ruta).status_code == 302
    assert Envio.objects.get().contenido["motivo_cargo"] == TEXTO.upper()
