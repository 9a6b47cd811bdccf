"""El panel de los errores reportados: se leen, se contestan una vez y queda quién."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.operacion.tareas import depurar_reportes
from conoceles.reportes import acciones
from conoceles.reportes.models import Reporte
from conoceles.validacion.acciones_reportes import atender_reporte

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporte(candidatura):
    return acciones.recibir(
        formulario="a" * 32, proceso=candidatura.proceso.clave, candidatura=candidatura.clave, version=1,
        apartado="Propuestas", texto="Dice <b>2042</b> y debe decir 2024.",
    )  # fmt: skip


def test_la_lista_dice_que_esperan_y_el_menu_lleva_a_ella(client, gente, candidatura, reporte):
    client.force_login(gente["vera"])
    pagina = client.get("/panel/errores/").content.decode()
    assert "Por atender (1)" in pagina
    assert reporte.folio in pagina
    assert candidatura.persona.nombre_completo in pagina
    assert "<b>2042</b>" not in pagina  # lo que escribe cualquiera se lee como texto
    assert "Errores reportados" in client.get("/panel/").content.decode()


def test_vacia_lo_dice(client, gente):
    client.force_login(gente["vera"])
    assert "No hay avisos por atender" in client.get("/panel/errores/").content.decode()


def test_atender_deja_respuesta_quien_y_bitacora(client, gente, reporte):
    client.force_login(gente["vera"])
    respuesta = client.post(f"/panel/errores/{reporte.folio}/", {"respuesta": "Se corrigió el año."})
    assert respuesta["Location"] == "/panel/errores/"
    reporte.refresh_from_db()
    assert (reporte.respuesta, reporte.atendido_por) == ("Se corrigió el año.", "vera")
    asiento = Asiento.objects.get(accion="reporte:atender")
    assert (asiento.objeto_clave, asiento.actor) == (reporte.folio, "vera")
    assert "corrigió" not in str(asiento.detalle)
    assert "Lo último que se cerró" in client.get("/panel/errores/").content.decode()


def test_sin_respuesta_no_se_cierra(client, gente, reporte):
    client.force_login(gente["vera"])
    respuesta = client.post(f"/panel/errores/{reporte.folio}/", {"respuesta": "  "})
    assert respuesta.status_code == 422
    assert not Reporte.objects.exclude(atendido_en=None).exists()


def test_lo_que_otra_persona_ya_atendio_no_se_pisa_ni_se_pierde_lo_escrito(client, gente, reporte):
    client.force_login(gente["vera"])
    atender_reporte(reporte=reporte, respuesta="La primera.", por=gente["carmen"])
    respuesta = client.post(f"/panel/errores/{reporte.folio}/", {"respuesta": "La segunda."})
    assert respuesta.status_code == 422
    assert "ya lo atendió carmen" in respuesta.content.decode()
    assert "La segunda." in respuesta.content.decode()
    assert Reporte.objects.get().respuesta == "La primera."


def test_quien_no_valida_no_atiende(gente, reporte):
    with pytest.raises(PermissionDenied):
        atender_reporte(reporte=reporte, respuesta="No debería.", por=gente["paco"])


def test_los_de_otro_proceso_no_se_mezclan(client, gente, reporte):
    Reporte.objects.update(proceso="otro")
    client.force_login(gente["vera"])
    assert client.get(f"/panel/errores/{reporte.folio}/").status_code == 404


# --- Lo que se conserva -----------------------------------------------------------------------------------


def pasan(dias, reporte):
    Reporte.objects.filter(pk=reporte.pk).update(
        recibido_en=timezone.now() - timedelta(days=dias),
        atendido_en=reporte.atendido_en and timezone.now() - timedelta(days=dias),
    )


def test_lo_escrito_se_borra_pasado_el_plazo_y_lo_demas_se_sigue_contando(client, gente, reporte):
    atendido = atender_reporte(reporte=reporte, respuesta="Se corrigió el año.", por=gente["vera"])
    pasan(89, atendido)
    assert depurar_reportes() == 0
    pasan(91, atendido)
    assert (depurar_reportes(), depurar_reportes()) == (1, 0)
    reporte.refresh_from_db()
    assert (reporte.texto, reporte.respuesta) == ("", "Se corrigió el año.")
    asiento = Asiento.objects.get(accion="reporte:depurar")
    assert asiento.detalle == {"textos": 1, "cerrados_sin_atender": 0}
    client.force_login(gente["vera"])
    for direccion in ("/panel/errores/", f"/panel/errores/{reporte.folio}/"):
        assert "Ya no se conserva." in client.get(direccion).content.decode()
    assert "recibidos en total: 1." in client.get("/panel/errores/").content.decode()


def test_el_que_nadie_contesto_se_cierra_diciendolo(client, gente, candidatura, reporte):
    proceso = candidatura.proceso
    proceso.datos_parametros = {**proceso.datos_parametros, "dias_reportes": 30}
    proceso.save()
    pasan(31, reporte)
    assert depurar_reportes() == 1
    reporte.refresh_from_db()
    assert (reporte.texto, reporte.atendido_por, reporte.respuesta) == ("", "", acciones.SIN_ATENDER)
    client.force_login(gente["vera"])
    recibo = client.get(f"/candidaturas/{candidatura.clave}/reportar/{reporte.folio}/").content.decode()
    assert "se cerró sin atenderse" in recibo
    assert acciones.SIN_ATENDER in recibo
    pagina = client.get("/panel/errores/").content.decode()
    assert "cerrados sin atender: 1" in pagina
    assert "No hay avisos por atender" in pagina
    with pytest.raises(acciones.YaAtendido, match="se cerró"):
        atender_reporte(reporte=reporte, respuesta="Tarde.", por=gente["vera"])
