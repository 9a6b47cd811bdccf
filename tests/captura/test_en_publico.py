"""Lo que su pantalla dice de lo publicado es lo que dice su página en ese instante."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conoceles.comun import horas
from conoceles.interrupciones.models import Interrupcion
from conoceles.publicacion import acciones as publicacion
from conoceles.publicacion.acciones import retiros

from .test_pantallas import texto

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sin_base,
]  # lo que se guarda lo prueban los verbos, en su cuarto


def test_con_instante_propio_no_dice_que_ya_se_lee(ana, ruta, validada, gente):
    desde = timezone.now() + timedelta(days=30)
    publicacion.publicar(candidaturas=[validada], por=gente["carmen"], desde=desde)
    pagina = texto(ana.get(ruta("una")))
    assert "Su información está lista para publicarse" in pagina
    assert (
        pagina.count(f"Se mostrará a partir del {horas.fecha_y_hora(desde)}") == 2
    )  # el aviso y el último paso
    assert "Cualquier persona puede leerla" not in pagina
    assert 'aria-current="step">\n    <p class="pasos__titulo">Publicado' in pagina


def test_sin_fecha_fijada_lo_dice(ana, ruta, validada, gente, proceso):
    proceso.fechas = {}
    proceso.save()
    validada.refresh_from_db()
    publicacion.publicar(candidaturas=[validada], por=gente["carmen"])
    pagina = texto(ana.get(ruta("una")))
    assert "El Instituto aún no fija desde cuándo se mostrará" in pagina
    assert "Su información está publicada" not in pagina


@pytest.mark.parametrize("tiene_correo", [True, False])
def test_un_apartado_oculto_de_urgencia_se_dice_con_su_motivo(ana, ruta, validada, gente, tiene_correo):
    """Aunque no tenga correo: su pantalla es donde seguro se entera."""
    if not tiene_correo:
        gente["ana"].correo = ""
        gente["ana"].save()
    publicacion.publicar(candidaturas=[validada], por=gente["carmen"])
    publicacion.ocultar(
        candidatura=validada, seccion="historia", motivo="Trae la dirección de alguien", por=gente["vera"]
    )
    pagina = texto(ana.get(ruta("una")))
    assert "Un apartado suyo no se muestra" in pagina
    assert (
        "Motivo: Trae la dirección de alguien. Otra persona del Instituto todavía lo está revisando."
        in pagina
    )
    assert "menos lo que el Instituto dejó de mostrar" in pagina


def test_dos_apartados_pausados_antes_de_la_fecha(ana, ruta, validada, gente):
    desde = timezone.now() + timedelta(days=30)
    publicacion.publicar(candidaturas=[validada], por=gente["carmen"], desde=desde)
    for seccion in ("historia", "foto"):
        retiros.pausar(candidatura=validada, seccion=seccion, motivo="Se revisa", por=gente["carmen"])
    pagina = texto(ana.get(ruta("una")))
    assert "2 apartados suyos no se mostrarán" in pagina
    assert "todavía lo está revisando" not in pagina


def test_lo_ocultado_entero_dice_que_se_revisa(ana, ruta, validada, gente):
    publicacion.publicar(candidaturas=[validada], por=gente["carmen"])
    publicacion.ocultar(candidatura=validada, motivo="Hay un riesgo.", por=gente["vera"])
    assert "Motivo: Hay un riesgo. Otra persona del Instituto todavía lo está revisando." in texto(
        ana.get(ruta("una"))
    )


def test_si_el_servicio_falto_al_vencer_no_dice_que_callo(ana, ruta, candidatura):
    ahora = timezone.now()
    candidatura.captura_hasta = ahora - timedelta(minutes=5)
    candidatura.save()
    publicacion.al_corriente([candidatura], por=None)
    assert "su página pública dice «El Instituto no le dio acceso a tiempo»" in texto(ana.get(ruta("una")))
    Interrupcion.objects.create(
        desde=ahora - timedelta(hours=3), hasta=ahora, anotada_en=ahora, origen=Interrupcion.Origen.SERVICIO
    )
    pagina = texto(ana.get(ruta("una")))
    assert "no respondió" not in pagina
    assert "El Instituto no le dio acceso a tiempo" not in pagina
    assert "ese tiempo se le devuelve" in pagina
