"""Mientras falte devolver a un plazo lo que el servicio faltó, de nadie se dice que calló."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from conoceles.interrupciones.acciones import anular, latir
from conoceles.interrupciones.ausencias import NADA, Ausencia, PorDevolver, por_devolver
from conoceles.interrupciones.gracia import con_gracia
from conoceles.interrupciones.models import Interrupcion, Latido
from conoceles.publicacion import lectura
from conoceles.publicacion.plazos import devolver_lo_perdido
from conoceles.publicacion.situacion import situacion
from conoceles.registro.llegadas import llego_a_tiempo
from tests.seguimiento.conftest import LIMITE, inscribir  # noqa: F401

from .test_situacion import documento

HORA = timedelta(hours=1)
A_CUANTAS_HORAS = st.integers(-60, 60).map(lambda horas: horas * HORA)


@pytest.mark.sin_base
@given(
    empieza=A_CUANTAS_HORAS,
    dura=st.integers(1, 48).map(lambda horas: horas * HORA),
    tarda=st.integers(0, 48).map(lambda horas: horas * HORA),
    falta=A_CUANTAS_HORAS,
    tope=st.one_of(st.none(), A_CUANTAS_HORAS),
    esta_devuelta=st.booleans(),
)
def test_nadie_callo_mientras_su_plazo_se_recorre(empieza, dura, tarda, falta, tope, esta_devuelta):
    una = Ausencia(LIMITE + empieza, LIMITE + empieza + dura, LIMITE + empieza + dura + tarda)
    cierre = None if tope is None else LIMITE + tope
    pendientes = NADA if esta_devuelta else PorDevolver((una,), cierre)
    se_recorre = not esta_devuelta and con_gracia(LIMITE, [una], tope=cierre) > LIMITE
    donde = situacion(documento("sin_enviar", LIMITE), LIMITE + falta, pendientes.se_recorre)
    assert (donde.clave == "no_respondio") == (falta >= timedelta(0) and not se_recorre)
    if donde.clave != "no_respondio":
        assert donde.clave == "en_plazo"
        assert "no respondió" not in f"{donde.etiqueta} {donde.detalle}".lower()


def lo_que_dicen(candidatura, instante):
    """La etiqueta de su página y la de la lista, a ese instante."""
    with time_machine.travel(instante, tick=False):
        indice = lectura.abrir("", timezone.now()).indice
        suyo = indice.filas[candidatura.clave]
        return (
            lectura.documento_publico(candidatura.clave, timezone.now()).situacion.etiqueta,
            indice.situacion(suyo).etiqueta,
        )


SE_RECORRE = ("En plazo: su límite se está recorriendo",) * 2
NO_RESPONDIO = ("No respondió",) * 2


@pytest.mark.django_db
def test_de_la_caida_a_la_devolucion_la_pagina_y_la_lista_nunca_la_culpan(inscribir):  # noqa: F811
    candidatura = inscribir()[0]
    with time_machine.travel(LIMITE - 2 * HORA, tick=False):
        latir()
    apenas = LIMITE + timedelta(minutes=5)
    assert lo_que_dicen(candidatura, apenas) == SE_RECORRE  # nadie ha escrito todavía que faltó
    with time_machine.travel(apenas, tick=False):
        latir()
        assert llego_a_tiempo(candidatura, timezone.now())
    assert lo_que_dicen(candidatura, apenas) == SE_RECORRE  # escrita y sin devolver
    with time_machine.travel(apenas + timedelta(seconds=30), tick=False):
        latir()
        devolver_lo_perdido()
    assert lo_que_dicen(candidatura, apenas + timedelta(seconds=31)) == (
        "En plazo para responder (hasta el 30 de abril, 02:05 h)",
    ) * 2  # fmt: skip
    Latido(instante=LIMITE + 3 * HORA, maximo=LIMITE + 3 * HORA).marcar().save(
        force_update=True
    )  # no volvió a faltar
    assert lo_que_dicen(candidatura, LIMITE + 3 * HORA) == NO_RESPONDIO


@pytest.mark.django_db
def test_la_que_se_anula_o_no_toco_su_plazo_no_lo_recorre(inscribir, gente):  # noqa: F811
    candidatura = inscribir()[0]
    tarde = LIMITE + 2 * HORA
    Interrupcion.objects.create(
        desde=LIMITE + HORA, hasta=tarde, anotada_en=tarde, origen=Interrupcion.Origen.SERVICIO
    )
    assert lo_que_dicen(candidatura, tarde) == NO_RESPONDIO
    falsa = Interrupcion.objects.create(
        desde=LIMITE - HORA, hasta=LIMITE, anotada_en=tarde, origen=Interrupcion.Origen.SERVICIO
    )
    assert lo_que_dicen(candidatura, tarde) == SE_RECORRE
    anular(interrupcion=falsa, motivo="La hora del equipo estaba mal.", por=gente["irma"])
    assert lo_que_dicen(candidatura, tarde) == NO_RESPONDIO


@pytest.mark.django_db
def test_sin_ausencias_la_lectura_cuesta_lo_mismo(proceso, django_assert_num_queries):
    lectura.abrir("", timezone.now())
    latir()
    with django_assert_num_queries(1):
        lectura.abrir("", timezone.now())
    proceso.es_historico = True
    with django_assert_num_queries(0):
        assert por_devolver(proceso) is NADA


@pytest.mark.django_db
def test_la_que_no_ha_terminado_no_rehace_el_indice_a_cada_instante(proceso):
    with time_machine.travel(LIMITE, tick=False) as reloj:
        latir()
        reloj.shift(HORA)
        antes = por_devolver(proceso)
        reloj.shift(HORA)
        assert por_devolver(proceso) == antes != NADA
