"""Corregir a petición: pedir, conceder todo, una parte o nada, enviar, desistir y que se acabe el plazo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from conoceles.acuses.models import Acuse
from conoceles.bitacora.acciones import asentar_varios
from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones, evidencia
from conoceles.cuestionarios.acciones import (
    FueraDePlazo,
    RondasAgotadas,
    SeccionCerrada,
    SinCambios,
    SinCorreccion,
    terminos,
)
from conoceles.cuestionarios.estados import Estado, TransicionInvalida
from conoceles.cuestionarios.models import SolicitudDeCorreccion
from conoceles.mensajes.models import Carta
from conoceles.seguimiento.correcciones import vencer_correcciones
from tests import respuestas

pytestmark = pytest.mark.django_db
PEDIDAS = ["historia", "propuesta-1"]
OTRA = "Ahora dice otra cosa. " + respuestas.TEXTO


@pytest.fixture
def pedir(validado, gente):
    def hacer(secciones=PEDIDAS, motivo="Cambié de trabajo", por="ana"):
        return acciones.pedir(cuestionario=validado, secciones=secciones, motivo=motivo, por=gente[por])

    return hacer


@pytest.fixture
def concedida(pedir, gente):
    return acciones.resolver(solicitud=pedir(), concedidas=PEDIDAS, nota="", por=gente["vera"])


def escribir(cuestionario, gente, seccion="propuesta-1", clave="propuesta_1", texto=OTRA):
    acciones.guardar_seccion(
        cuestionario=cuestionario, seccion=seccion, valores={clave: texto}, por=gente["ana"]
    )


def fijar(proceso, **parametros):
    proceso.datos_parametros = parametros
    proceso.save()


def ultimo():
    return Asiento.objects.latest("secuencia")


# --- Pedir -------------------------------------------------------------------------------------------


def test_pedir_no_cambia_nada_y_asienta_las_secciones_sin_el_motivo(pedir, validado):
    pedir()
    validado.refresh_from_db()
    assert validado.estado == Estado.VALIDADO
    assert (ultimo().accion, ultimo().detalle["secciones"]) == ("correccion:pedir", PEDIDAS)
    assert ultimo().detalle.keys() == {"secciones", "solicitud", "huella"}


@pytest.mark.parametrize(
    "cambio", [{"secciones": []}, {"secciones": ["nada"]}, {"motivo": " "}, {"motivo": "x" * 501}]
)
def test_pedir_sin_seccion_o_sin_motivo_se_explica(pedir, cambio):
    with pytest.raises(ValueError, match="Elija|Explique"):
        pedir(**cambio)
    assert not SolicitudDeCorreccion.objects.exists()


def test_nadie_pide_por_otra_persona(pedir):
    for persona in ("beto", "vera", "paco"):
        with pytest.raises(PermissionDenied):
            pedir(por=persona)


def test_no_se_pide_dos_veces_ni_sin_validar_ni_el_dia_de_la_eleccion(pedir, validado, gente, proceso):
    pedir()
    with pytest.raises(SinCorreccion, match="aún no la resuelve"):
        pedir()
    SolicitudDeCorreccion.objects.all().delete()
    acciones.reabrir(cuestionario=validado, por=gente["vera"])
    with pytest.raises(SinCorreccion, match="validado"):
        pedir()
    acciones.validar(cuestionario=validado, por=gente["vera"])
    proceso.jornada = timezone.localdate()
    proceso.save()
    with pytest.raises(SinCorreccion, match="día de la elección"):
        pedir()


def test_solo_se_corrige_a_peticion_las_veces_del_parámetro(pedir, concedida, validado, gente, proceso):
    acciones.desistir(cuestionario=validado, por=gente["ana"])
    with pytest.raises(SinCorreccion, match="una vez"):
        pedir()
    fijar(proceso, rondas_voluntarias=2)
    pedir()
    SolicitudDeCorreccion.objects.all().delete()
    fijar(proceso, rondas_voluntarias=0)
    with pytest.raises(SinCorreccion, match="no lo permite"):
        pedir()


def test_lo_negado_no_gasta_la_oportunidad(pedir, gente):
    acciones.resolver(solicitud=pedir(), concedidas=[], nota="No procede.", por=gente["vera"])
    assert ultimo().accion == "correccion:negar"
    pedir()


# --- Resolver ----------------------------------------------------------------------------------------


def test_conceder_abre_solo_lo_concedido_y_fija_su_plazo(pedir, validado, gente):
    resuelta = acciones.resolver(
        solicitud=pedir(), concedidas=["historia", "foto"], nota="Sólo la historia.", por=gente["vera"]
    )
    validado.refresh_from_db()
    assert (validado.estado, resuelta.concedidas) == (Estado.EN_CORRECCION, ["historia"])
    assert validado.secciones_editables() == {"historia"}
    assert validado.validado_en is not None
    assert resuelta.vence_en > timezone.now() + timedelta(days=2)
    with pytest.raises(SeccionCerrada):
        escribir(validado, gente)


def test_negar_una_parte_sin_decir_por_que_no_se_acepta(pedir, gente):
    solicitud = pedir()
    with pytest.raises(ValueError, match="Explique"):
        acciones.resolver(solicitud=solicitud, concedidas=["historia"], nota=" ", por=gente["vera"])
    solicitud.refresh_from_db()
    assert solicitud.resuelta_en is None


def test_se_resuelve_una_vez_y_solo_quien_valida(pedir, gente):
    solicitud = pedir()
    for persona in ("ana", "celia"):
        with pytest.raises(PermissionDenied):
            acciones.resolver(solicitud=solicitud, concedidas=PEDIDAS, nota="", por=gente[persona])
    acciones.resolver(solicitud=solicitud, concedidas=PEDIDAS, nota="", por=gente["vera"])
    with pytest.raises(SinCorreccion, match="vera"):
        acciones.resolver(solicitud=solicitud, concedidas=[], nota="No.", por=gente["carmen"])


def test_no_se_concede_si_ya_no_esta_validado(pedir, validado, gente):
    solicitud = pedir()
    acciones.reabrir(cuestionario=validado, por=gente["vera"])
    with pytest.raises(TransicionInvalida):
        acciones.resolver(solicitud=solicitud, concedidas=PEDIDAS, nota="", por=gente["vera"])
    solicitud.refresh_from_db()
    assert solicitud.resuelta_en is None


# --- Enviar, desistir y vencer -------------------------------------------------------------------------


def test_enviar_la_correccion_da_acuse_y_vuelve_a_la_cola(concedida, validado, gente):
    escribir(validado, gente)
    envio = acciones.enviar(cuestionario=validado, por=gente["ana"])
    validado.refresh_from_db()
    concedida.refresh_from_db()
    assert (validado.estado, envio.numero, envio.secciones) == (Estado.CORREGIDO, 2, PEDIDAS)
    assert (validado.validado_en, validado.validado_por) == (None, "")
    assert Acuse.objects.get(pk=envio.folio).clase == Acuse.Clase.CORRECCION
    assert concedida.atendida_en is not None
    assert ultimo().detalle["sin_cambios"] == ["historia"]


def test_sin_cambiar_nada_o_fuera_de_plazo_no_se_envia(concedida, validado, gente):
    with pytest.raises(SinCambios):
        acciones.enviar(cuestionario=validado, por=gente["ana"])
    escribir(validado, gente)
    with pytest.raises(FueraDePlazo):
        acciones.enviar(cuestionario=validado, por=gente["ana"], recibido_en=concedida.vence_en)
    acciones.enviar(
        cuestionario=validado, por=gente["ana"], recibido_en=concedida.vence_en - timedelta(seconds=1)
    )


def test_desistir_devuelve_lo_enviado_y_aparta_lo_escrito(concedida, validado, gente):
    escribir(validado, gente)
    acciones.desistir(cuestionario=validado, por=gente["ana"])
    validado.refresh_from_db()
    assert validado.estado == Estado.VALIDADO
    assert validado.respuestas_por_clave() == validado.envios.get().contenido
    assert validado.sobrantes.get().valores == {"propuesta_1": OTRA}
    assert OTRA not in str(list(Asiento.objects.values_list("detalle", flat=True)))
    with pytest.raises(TransicionInvalida):
        acciones.desistir(cuestionario=validado, por=gente["ana"])


def test_al_vencer_el_reloj_la_deja_una_vez_y_avisa(concedida, validado, gente):
    escribir(validado, gente)
    assert vencer_correcciones() == 0
    SolicitudDeCorreccion.objects.update(vence_en=timezone.now())
    assert (vencer_correcciones(), vencer_correcciones()) == (1, 0)
    validado.refresh_from_db()
    assert (validado.estado, validado.respuestas_por_clave()) == (
        Estado.VALIDADO,
        validado.envios.get().contenido,
    )
    carta = Carta.objects.get()
    assert "Sigue en pie" in carta.cuerpo
    assert OTRA not in carta.cuerpo
    paso = Asiento.objects.get(accion="cuestionario:desistir")
    assert (paso.actor, paso.rol) == ("", "")


# --- Rondas requeridas -----------------------------------------------------------------------------------


def devolver(cuestionario, gente):
    acciones.observar(
        cuestionario=cuestionario, seccion="historia", supuesto="copia", texto="Otra vez.", por=gente["vera"]
    )
    return acciones.devolver(cuestionario=cuestionario, por=gente["vera"])


def otra_vuelta(cuestionario, gente):
    acciones.enviar(cuestionario=cuestionario, por=gente["ana"])
    return acciones.tomar(cuestionario=cuestionario, por=gente["vera"])


def test_se_devuelve_las_veces_del_parametro_y_no_mas(validado, gente, proceso):
    cuestionario = acciones.reabrir(cuestionario=validado, por=gente["vera"])
    for _ in range(2):
        devolver(cuestionario, gente)
        cuestionario = otra_vuelta(cuestionario, gente)
    with pytest.raises(RondasAgotadas, match=r"2 veces.*valide"):
        devolver(cuestionario, gente)
    cuestionario.refresh_from_db()
    assert (cuestionario.estado, cuestionario.ronda) == (Estado.EN_VALIDACION, 2)
    fijar(proceso, rondas_requeridas=3)
    assert devolver(cuestionario, gente).estado == Estado.OBSERVADO


def test_una_correccion_a_peticion_empieza_la_cuenta(validado, gente, proceso):
    fijar(proceso, rondas_requeridas=1)
    cuestionario = acciones.reabrir(cuestionario=validado, por=gente["vera"])
    cuestionario = otra_vuelta(devolver(cuestionario, gente), gente)
    for observacion in cuestionario.observaciones.filter(emitida_en=None):
        acciones.quitar_observacion(observacion=observacion, por=gente["vera"])
    cuestionario = acciones.validar(cuestionario=cuestionario, por=gente["vera"])
    solicitud = acciones.pedir(cuestionario=cuestionario, secciones=PEDIDAS, motivo="Falta", por=gente["ana"])
    acciones.resolver(solicitud=solicitud, concedidas=PEDIDAS, nota="", por=gente["vera"])
    escribir(cuestionario, gente)
    cuestionario = otra_vuelta(cuestionario, gente)
    assert devolver(cuestionario, gente).estado == Estado.OBSERVADO


# --- Lo que consta -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cambio",
    [
        {"secciones": ["foto"]}, {"motivo": "Otro"}, {"pedida_en": timezone.now() - timedelta(days=9)},
        {"concedidas": ["historia"]}, {"nota": "Otra"}, {"resuelta_por": "diego"}, {"sal": "00" * 16},
        {"resuelta_en": timezone.now() - timedelta(days=9)}, {"resuelta_en": None},
        {"vence_en": timezone.now() + timedelta(days=90)}, {"vence_en": None},
        {"vence_original": timezone.now() + timedelta(days=90)}, {"atendida_en": timezone.now()},
    ],
)  # fmt: skip
def test_lo_que_se_cambie_por_fuera_de_una_solicitud_se_nombra(concedida, cambio):
    assert evidencia.primer_defecto() is None
    SolicitudDeCorreccion.objects.update(**cambio)
    assert f"La solicitud de corrección {concedida.pk} de" in evidencia.primer_defecto()


def test_una_inventada_y_una_borrada_se_nombran(concedida):
    llave = concedida.pk
    otra = SolicitudDeCorreccion.objects.create(
        cuestionario=concedida.cuestionario, secciones=PEDIDAS, motivo="Otra"
    )
    assert f"La solicitud de corrección {otra.pk} de" in evidencia.primer_defecto()
    SolicitudDeCorreccion.objects.all().delete()
    assert evidencia.primer_defecto() == (
        f"Falta la solicitud de corrección {llave}: se asentó y ya no está."
    )


def test_enviarla_dejarla_negarla_o_cerrarla_no_es_una_alteracion(pedir, gente, validado):
    acciones.resolver(solicitud=pedir(), concedidas=[], nota="No procede.", por=gente["vera"])
    assert evidencia.primer_defecto() is None
    acciones.resolver(solicitud=pedir(), concedidas=PEDIDAS, nota="", por=gente["vera"])
    acciones.desistir(cuestionario=validado, por=gente["ana"])
    assert evidencia.primer_defecto() is None
    fijar(validado.candidatura.proceso, rondas_voluntarias=3)
    acciones.resolver(solicitud=pedir(), concedidas=PEDIDAS, nota="", por=gente["vera"])
    validado.refresh_from_db()
    escribir(validado, gente)
    acciones.enviar(cuestionario=validado, por=gente["ana"])
    assert evidencia.primer_defecto() is None
    validado.refresh_from_db()
    validado = acciones.tomar(cuestionario=validado, por=gente["vera"])
    acciones.validar(cuestionario=validado, por=gente["vera"])
    pedir()
    with transaction.atomic():
        asentar_varios(por=None, actos=terminos.soltar(candidaturas=[validado.candidatura_id], por=None))
    assert evidencia.primer_defecto() is None
