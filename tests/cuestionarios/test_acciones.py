"""Los verbos del borrador: quién puede, cuándo y qué queda."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.comun import fotos
from conoceles.comun.encuadres import Encuadre
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones import FueraDePlazo, SeccionCambiada, SeccionCerrada
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Respuesta, Retrato
from tests.respuestas import COMPLETAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def guardar(candidatura, gente):
    cuestionario = acciones.abrir(candidatura=candidatura)

    def con(seccion, valores, quien="ana", **opciones):
        return acciones.guardar_seccion(
            cuestionario=cuestionario, seccion=seccion, valores=valores, por=gente[quien], **opciones
        )

    con.cuestionario = cuestionario
    return con


def test_lo_que_llena_la_suite_es_lo_que_dejan_los_verbos(candidatura, gente, retrato, capturar_todo):
    """`capturar_todo` escribe en bloque: nada de lo que queda debe distinguirse de nueve guardados."""

    def quedo(cuestionario):
        return (
            cuestionario.respuestas_por_clave(),
            set(cuestionario.avances.values_list("seccion", "revision")),
            list(Asiento.objects.filter(secuencia__gt=antes).values_list("accion", "actor", "detalle")),
        )

    antes = Asiento.objects.latest("secuencia").secuencia
    with transaction.atomic():
        en_bloque = quedo(capturar_todo())
        transaction.set_rollback(True)
    cuestionario = acciones.abrir(candidatura=candidatura)
    for seccion in cuestionario.definicion:
        if seccion.clave != "foto":
            acciones.guardar_seccion(
                cuestionario=cuestionario, seccion=seccion.clave, valores=COMPLETAS, por=gente["ana"]
            )
    acciones.guardar_foto(cuestionario=cuestionario, retrato=retrato, por=gente["ana"])
    assert quedo(cuestionario) == en_bloque


@pytest.mark.parametrize("quien", ["beto", "carmen", "vera", "diego", "gema", "irma", "celia"])
def test_solo_su_duena_guarda(guardar, quien):
    with pytest.raises(PermissionDenied):
        guardar("historia", {"historia_profesional": "x"}, quien)
    assert not Respuesta.objects.exists()


def test_una_candidatura_terminada_no_captura_ni_envia(guardar, candidatura, gente, capturar_todo):
    cuestionario = capturar_todo()
    candidatura.situacion, candidatura.hasta = "renuncia", timezone.now()
    candidatura.save()
    with pytest.raises(PermissionDenied):
        guardar("historia", {"historia_profesional": "x"})
    with pytest.raises(PermissionDenied):
        acciones.enviar(cuestionario=cuestionario, por=gente["ana"])


def test_guardar_pone_cambia_y_borra(guardar):
    guardar("contacto", {"instagram": "uno", "facebook": "dos"})
    guardar("contacto", {"instagram": "tres", "facebook": ""})
    assert guardar.cuestionario.respuestas_por_clave() == {"instagram": "tres"}


def test_guardar_no_toca_otras_secciones_ni_lo_desconocido(guardar):
    guardar("historia", {"historia_profesional": "x", "propuesta_1": "colada", "inventada": "y"})
    assert guardar.cuestionario.respuestas_por_clave() == {"historia_profesional": "x"}


def test_una_seccion_inventada_esta_cerrada(guardar):
    with pytest.raises(SeccionCerrada):
        guardar("inventada", {})


def test_el_candado_compara_y_no_pisa(guardar):
    guardar("historia", {"historia_profesional": "primera"}, revision=0)
    with pytest.raises(SeccionCambiada):
        guardar("historia", {"historia_profesional": "segunda"}, revision=0)
    assert guardar.cuestionario.respuestas_por_clave()["historia_profesional"] == "primera"
    assert guardar("historia", {"historia_profesional": "primera"}, revision=0).revision == 1
    assert guardar("historia", {"historia_profesional": "segunda"}, revision=1).revision == 2


def test_el_candado_tambien_ve_lo_borrado(guardar):
    guardar("contacto", {"instagram": "uno"})
    guardar("contacto", {"instagram": ""})
    with pytest.raises(SeccionCambiada):
        guardar("contacto", {"instagram": "uno"}, revision=1)


def test_la_bitacora_dice_la_seccion_y_nunca_el_texto(guardar):
    guardar("historia", {"historia_profesional": "texto muy privado"}, sesion="s1")
    guardar("historia", {"historia_profesional": "otro texto privado"}, sesion="s1")
    guardar("historia", {"historia_profesional": "otro texto privado"}, sesion="s2")
    asientos = Asiento.objects.filter(accion="seccion:guardar")
    assert asientos.count() == 2
    assert "privado" not in str(list(asientos.values()))


def test_una_foto_rechazada_por_estado_no_deja_archivos(candidatura, gente, capturar_todo, foto_jpeg):
    cuestionario = capturar_todo()
    acciones.enviar(cuestionario=cuestionario, por=gente["ana"])
    otra = fotos.procesar(foto_jpeg, encuadre=Encuadre(giro=180))
    with pytest.raises(SeccionCerrada):
        acciones.guardar_foto(cuestionario=cuestionario, retrato=otra, por=gente["ana"])
    assert not storages["privado"].exists(f"retratos/{otra.huella}")
    assert Retrato.objects.count() == 1


def test_si_el_disco_falla_la_foto_no_queda_a_medias(guardar, gente, foto_jpeg, monkeypatch):
    retrato = fotos.procesar(foto_jpeg, encuadre=Encuadre(giro=90))
    monkeypatch.setattr(type(storages["privado"]), "save", lambda *a, **k: (_ for _ in ()).throw(OSError()))
    with pytest.raises(OSError):
        acciones.guardar_foto(cuestionario=guardar.cuestionario, retrato=retrato, por=gente["ana"])
    assert not Retrato.objects.exists()
    assert "foto" not in guardar.cuestionario.respuestas_por_clave()


def test_el_primer_byte_decide_si_llego_a_tiempo(candidatura, gente, capturar_todo):
    cuestionario = capturar_todo()
    limite = candidatura.plazo_de_captura
    envio = acciones.enviar(cuestionario=cuestionario, por=gente["ana"], recibido_en=limite)
    assert envio.fuera_de_plazo


def test_sin_extemporaneas_el_instante_del_limite_ya_es_tarde(candidatura, gente, capturar_todo, proceso):
    cuestionario = capturar_todo()
    proceso.datos_parametros = {"acepta_extemporaneas": False}
    proceso.save()
    limite = candidatura.plazo_de_captura
    with pytest.raises(FueraDePlazo):
        acciones.enviar(cuestionario=cuestionario, por=gente["ana"], recibido_en=limite)
    cuestionario.refresh_from_db()
    assert cuestionario.estado == Estado.EN_CAPTURA
    un_instante_antes = limite - timedelta(microseconds=1)
    assert not acciones.enviar(
        cuestionario=cuestionario, por=gente["ana"], recibido_en=un_instante_antes
    ).fuera_de_plazo


def test_la_huella_del_acuse_se_recalcula_con_su_nonce(gente, capturar_todo):
    from conoceles.comun.canonico import huella

    envio = acciones.enviar(cuestionario=capturar_todo(), por=gente["ana"])
    assert huella(envio.contenido, sal=bytes.fromhex(envio.nonce)) == envio.huella
