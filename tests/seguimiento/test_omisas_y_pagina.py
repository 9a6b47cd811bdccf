"""Se requiere a quien su página pública dice «No respondió», y a nadie más."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.utils import timezone

from conoceles.cuentas.acciones import desactivar_cuenta, reactivar_cuenta
from conoceles.cuentas.models import Usuario
from conoceles.interrupciones.models import Interrupcion, Latido
from conoceles.publicacion.acciones import al_corriente
from conoceles.publicacion.lectura import documento_publico
from conoceles.publicacion.plazos import devolver_lo_perdido, requerir
from conoceles.registro.models import Candidatura, EntregaDeAcceso
from conoceles.seguimiento.lectura import Filtros, omisas, por_requerir, vencidas_sin_enviar

from .conftest import LIMITE

pytestmark = pytest.mark.django_db
HORA, DIA = timedelta(hours=1), timedelta(days=1)
PROPIO = LIMITE + 5 * DIA

ENTREGAS = [None, LIMITE - 9 * DIA, LIMITE, LIMITE + DIA]
# Cuándo se cerró y cuándo se reabrió su cuenta.
CIERRES = [
    (None, None),
    (LIMITE - 5 * DIA, None),
    (LIMITE - 5 * DIA, LIMITE - 3 * DIA),
    (LIMITE - 5 * DIA, LIMITE + 2 * DIA),
    (LIMITE + 2 * DIA, None),
]
PLAZOS = [None, PROPIO]
INSTANTES = [LIMITE - HORA, LIMITE + HORA / 4, PROPIO + HORA / 4, PROPIO + 3 * DIA]


@pytest.fixture
def de_todo(inscribir, gente):
    """Una candidatura por cada combinación de entrega, cierre y plazo propio."""
    casos = list(product(ENTREGAS, CIERRES, PLAZOS))
    todas = inscribir(len(casos))
    Usuario.objects.filter(persona__candidaturas__in=todas).update(primera_entrada_en=None)
    actos = []
    for candidatura, (entrega, (cierre, reapertura), plazo) in zip(todas, casos, strict=True):
        Candidatura.objects.filter(pk=candidatura.pk).update(captura_hasta=plazo)
        cuenta = candidatura.persona.cuenta
        if entrega:
            EntregaDeAcceso.objects.create(
                persona=candidatura.persona,
                canal="impresa",
                recibio="Ella",
                entregado_en=entrega,
                por="carmen",
            )
        actos += [(cierre, desactivar_cuenta, cuenta)] if cierre else []
        actos += [(reapertura, reactivar_cuenta, cuenta)] if reapertura else []
    for instante, acto, cuenta in sorted(actos, key=lambda uno: uno[0]):
        with time_machine.travel(instante, tick=False):
            acto(usuario=Usuario.objects.get(pk=cuenta.pk), por=gente["carmen"])
    al_corriente(todas, por=None)
    return [candidatura.clave for candidatura in todas]


def _falto(limite):
    Interrupcion.objects.create(
        desde=limite - HORA, hasta=limite, anotada_en=limite, origen=Interrupcion.Origen.SERVICIO
    )


def _faltando(limite):
    Latido(instante=limite - HORA, maximo=limite - HORA).marcar().save()


@pytest.mark.parametrize(
    ("ausencia", "limite"), [(None, LIMITE), (_falto, LIMITE), (_falto, PROPIO), (_faltando, LIMITE)]
)
def test_se_requiere_a_quien_su_pagina_dice_que_no_respondio(de_todo, proceso, ausencia, limite):
    if ausencia:
        ausencia(limite)
    for instante in INSTANTES:
        with time_machine.travel(instante, tick=False):
            ahora = timezone.now()
            paginas = {clave: documento_publico(clave, ahora).situacion.etiqueta for clave in de_todo}
            elegidas = set(por_requerir(proceso, ahora, Filtros()).values_list("clave", flat=True))
            sin_acceso = vencidas_sin_enviar(proceso, ahora).filter(sin_acceso=True)
            assert elegidas == {c for c, dicho in paginas.items() if dicho == "No respondió"}
            assert elegidas == set(omisas(proceso, ahora).values_list("clave", flat=True))
            assert {c.clave for c in sin_acceso} == {
                c for c, dicho in paginas.items() if dicho == "El Instituto no le dio acceso a tiempo"
            }


def test_la_prueba_se_topa_con_omisas_y_con_quien_no_lo_es(de_todo, proceso):
    tras_todo = PROPIO + 3 * DIA
    assert (
        0
        < omisas(proceso, tras_todo).count()
        < vencidas_sin_enviar(proceso, tras_todo).count()
        == len(de_todo)
    )


def test_mientras_se_recorre_no_se_requiere_y_al_devolverse_tampoco(inscribir, gente, proceso):
    inscribir(2)
    _falto(LIMITE)
    with time_machine.travel(LIMITE + HORA / 4, tick=False):
        assert requerir(proceso=proceso, filtros=Filtros(), cuantas=0, por=gente["carmen"]) == []
        assert devolver_lo_perdido() == 2
        assert not por_requerir(proceso, timezone.now(), Filtros()).exists()
    with time_machine.travel(LIMITE + DIA, tick=False):
        assert por_requerir(proceso, timezone.now(), Filtros()).count() == 2


def test_la_carta_no_dice_lo_que_dira_la_pagina(inscribir, gente, proceso):
    """Depende de más que de ella: otro plazo, o una cuenta cerrada, y su página diría otra cosa."""
    inscribir()
    with time_machine.travel(LIMITE + HORA, tick=False):
        (emitido,) = requerir(proceso=proceso, filtros=Filtros(), cuantas=1, por=gente["carmen"])
    assert "página" not in emitido.texto
