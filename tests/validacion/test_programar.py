"""Ver, cambiar, adelantar y quitar el instante propio de lo publicado que todavía no se muestra; y lo que dice el panel."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.calendario.models import Proceso
from conoceles.comun.horas import con_zona
from conoceles.mensajes.models import Carta
from conoceles.publicacion import acciones as publicacion_acciones
from conoceles.publicacion import lectura
from conoceles.publicacion.models import Ficha
from conoceles.validacion import acciones
from tests import fabricas

pytestmark = pytest.mark.django_db
PANTALLA = reverse("validacion:publicacion")
UN_DIA = timedelta(days=1)


@pytest.fixture
def en_un_mes():
    return (timezone.localtime() + 30 * UN_DIA).replace(second=0, microsecond=0)


@pytest.fixture
def programado(validado, gente, en_un_mes):
    """El de Ana, publicado con un instante propio dentro de un mes; la fecha de su cargo ya pasó."""
    acciones.publicar(candidaturas=[validado.candidatura], por=gente["carmen"], desde=en_un_mes)
    Carta.objects.all().delete()
    return validado


def escrito(instante):
    return timezone.localtime(instante).strftime("%Y-%m-%dT%H:%M")


def etiqueta(cuestionario):
    return lectura.documento_publico(cuestionario.candidatura.clave, timezone.now()).situacion.etiqueta


def texto_de(respuesta, estado=200):
    texto = respuesta.content.decode()
    assert (respuesta.status_code, "⟪" in texto) == (estado, False), texto
    return texto


@pytest.mark.parametrize("verbo", ["publicar", "restablecer"])
def test_al_terminar_se_dice_lo_que_su_pagina_dice_ya(
    como, validado, url, proceso, gente, en_un_mes, a_una_sola_persona, verbo
):
    Proceso.objects.update(fechas={"publicacion": en_un_mes.isoformat()})
    candidatura = type(validado.candidatura).objects.get()
    if verbo == "restablecer":
        publicacion_acciones.publicar(candidaturas=[candidatura], por=gente["carmen"])
        acciones.retirar(candidatura=candidatura, motivo="Un acuerdo", por=gente["carmen"])
    pagina = texto_de(como("carmen").post(url(validado, verbo), {"envio": 1}, follow=True))
    assert etiqueta(validado).startswith("Se publica el")
    assert f"Su página dice: «{etiqueta(validado)}»." in pagina
    assert "vuelven a mostrarse" not in pagina


def test_se_ve_desde_la_revision_y_desde_publicacion(como, programado, url):
    cliente, direccion = como("carmen"), url(programado, "programar")
    assert direccion in texto_de(cliente.get(url(programado)))
    assert direccion in texto_de(cliente.get(PANTALLA))
    pagina = texto_de(cliente.get(direccion))
    assert etiqueta(programado) in pagina
    assert "Quitar la fecha propia" in pagina
    assert "la fecha de su cargo ya pasó" in pagina


def test_se_adelanta_con_carta_y_renglon(como, programado, url, en_un_mes):
    antes = en_un_mes - 10 * UN_DIA
    respuesta = como("carmen").post(url(programado, "programar"), {"desde": escrito(antes)}, follow=True)
    assert "Se le escribió a la persona" in texto_de(respuesta)
    assert Ficha.objects.get(pk=programado.candidatura.clave).visible_desde == antes
    carta = Carta.objects.get()
    assert f"se mostrará a partir del {con_zona(antes)}" in carta.cuerpo
    assert Asiento.objects.filter(accion="ficha:programar").count() == 2
    como("carmen").post(url(programado, "programar"), {"desde": escrito(antes)})
    assert Carta.objects.count() == 1  # el segundo clic no escribe otra vez


def test_quitarla_la_muestra_si_la_fecha_de_su_cargo_ya_paso(como, programado, url):
    como("carmen").post(url(programado, "programar"), {"quitar": "1"})
    assert etiqueta(programado) == "Publicada"
    assert "ya puede consultarse" in Carta.objects.get().cuerpo


@pytest.mark.parametrize("desde", ["", "mañana", "2000-01-01T00:00", "9999-12-31T23:59"])
def test_una_fecha_que_no_sirve_se_explica_y_nada_cambia(como, programado, url, desde, en_un_mes):
    respuesta = como("carmen").post(url(programado, "programar"), {"desde": desde})
    assert "campo--error" in texto_de(respuesta, 422)
    assert Ficha.objects.get(pk=programado.candidatura.clave).visible_desde == en_un_mes
    assert not Carta.objects.exists()


def test_no_antes_de_su_cargo(como, programado, url, en_un_mes):
    proceso = Proceso.objects.get()
    proceso.fechas = {"publicacion": (en_un_mes - 2 * UN_DIA).isoformat()}
    proceso.save()
    publicacion_acciones.al_corriente([programado.candidatura], por=None)
    respuesta = como("carmen").post(url(programado, "programar"), {"desde": escrito(en_un_mes - 5 * UN_DIA)})
    assert "el calendario no permite mostrarla antes" in texto_de(respuesta, 422)


def test_lo_que_ya_se_muestra_no_se_programa(como, publicado, url, en_un_mes):
    respuesta = como("carmen").post(url(publicado, "programar"), {"desde": escrito(en_un_mes)}, follow=True)
    assert "Sólo se programa lo que está publicado y todavía no se muestra." in texto_de(respuesta)
    assert etiqueta(publicado) == "Publicada"
    assert url(publicado, "programar") not in texto_de(como("carmen").get(url(publicado)))


def test_si_se_mostro_mientras_se_escribia_lo_dice(como, programado, url, gente, monkeypatch, en_un_mes):
    """La pantalla la vio por mostrarse; el verbo, que toma su turno, ya no."""
    from conoceles.validacion.views import publicacion as vista

    de = vista.dicho.de

    def y_alguien_la_quita(ficha, ahora):
        dicha = de(ficha, ahora)
        monkeypatch.setattr(vista.dicho, "de", de)
        acciones.programar(candidatura=programado.candidatura, desde=None, por=gente["carmen"])
        return dicha

    monkeypatch.setattr(vista.dicho, "de", y_alguien_la_quita)
    respuesta = como("carmen").post(url(programado, "programar"), {"desde": escrito(en_un_mes + UN_DIA)})
    assert "todavía no se muestra" in texto_de(respuesta, 422)
    assert etiqueta(programado) == "Publicada"


# --- El panel no dice otra cosa -------------------------------------------------------------------------------


def test_sin_fecha_fijada_el_panel_no_dice_que_ya_se_muestra(como, validado, url, gente):
    proceso = Proceso.objects.get()
    proceso.fechas = {}
    proceso.save()
    pagina = texto_de(como("carmen").get(PANTALLA))
    assert "Ya se muestran" not in pagina
    assert "Aún sin fecha" in pagina
    candidatura = type(validado.candidatura).objects.con_todo().get(pk=validado.candidatura.pk)
    acciones.publicar(candidaturas=[candidatura], por=gente["carmen"])
    assert etiqueta(validado) == "Aún sin fecha de publicación"
    assert "aún no fija desde cuándo se mostrará" in Carta.objects.latest("pk").cuerpo
    for direccion in (url(validado), f"{reverse('validacion:bandeja')}?estado=validado"):
        pagina = texto_de(como("carmen").get(direccion))
        assert "Aún sin fecha de publicación" in pagina
        assert ">Publicada<" not in pagina


def test_si_el_calendario_se_recorre_la_carta_dice_la_fecha_verdadera(programado, gente, en_un_mes, corregir):
    """El instante propio sólo pospone: si el calendario queda después, manda el calendario."""
    proceso = Proceso.objects.get()
    despues = en_un_mes + 15 * UN_DIA
    proceso.fechas = {"publicacion": despues.isoformat()}
    proceso.save()
    otra = fabricas.UsuarioFactory(acceso="eva", rol="instancia_interna")
    programado.candidatura.posicion.contienda.cargo.proceso = proceso
    from conoceles.cuestionarios import acciones as verbos

    verbos.reabrir(cuestionario=programado, por=gente["vera"])
    corregido = corregir(programado)
    verbos.tomar(cuestionario=corregido, por=gente["vera"])
    verbos.validar(cuestionario=corregido, por=gente["vera"])
    Carta.objects.all().delete()
    candidatura = type(programado.candidatura).objects.con_todo().get(pk=programado.candidatura.pk)
    acciones.publicar(candidaturas=[candidatura], por=otra)
    assert f"se mostrará a partir del {con_zona(despues)}" in Carta.objects.get().cuerpo
