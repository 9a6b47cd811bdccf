"""La cadena delata todo cambio: alterar, borrar, cortar la cola, reordenar, volver a firmar."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar, asentar_varios, huella_de
from conoceles.bitacora.cadena import comprobar_a_diario, primer_defecto, ultima
from conoceles.bitacora.contexto import desde, truncar
from conoceles.bitacora.models import DISPARADORES, Asiento, Cabeza, Comprobacion
from conoceles.comun.canonico import json_canonico
from tests.fabricas import UsuarioFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asientos():
    """Cinco renglones, con los disparadores quitados para poder estropearlos."""
    with transaction.atomic():
        asentar_varios(
            por=UsuarioFactory(), actos=[Acto("prueba:acto", ("cosa", str(n)), {"n": n}) for n in range(5)]
        )
    assert primer_defecto() is None
    DISPARADORES.quitar()
    return Asiento.objects.order_by("secuencia")


@pytest.mark.parametrize(
    "cambio",
    [
        {"actor": "otra"}, {"rol": ""}, {"accion": "prueba:otro"}, {"objeto_clave": "9"}, {"objeto_tipo": "x"},
        {"detalle": {"n": 3}}, {"direccion": "10.0.0.0"}, {"instante": "2020-01-01T00:00:00Z"}, {"huella": "f" * 64},
    ],
)  # fmt: skip
def test_alterar_cualquier_dato_se_nota(asientos, cambio):
    asientos.filter(secuencia=3).update(**cambio)
    assert primer_defecto() == "El renglón 3 fue alterado."


def test_volver_a_firmar_lo_alterado_rompe_el_siguiente(asientos):
    asiento = asientos.get(secuencia=3)
    asiento.actor = "otra"
    asientos.filter(secuencia=3).update(actor="otra", huella=huella_de(asiento))
    assert primer_defecto() == "El renglón 4 no continúa al anterior."


def test_borrar_enmedio_y_al_principio_se_nota(asientos):
    asientos.filter(secuencia=2).delete()
    assert primer_defecto() == "Falta el renglón 2 de la bitácora."
    asientos.filter(secuencia=1).delete()
    assert primer_defecto() == "Falta el renglón 1 de la bitácora."


def test_cortar_la_cola_se_nota(asientos):
    asientos.filter(secuencia__gte=4).delete()
    assert "falta la cola" in primer_defecto()
    asientos.all().delete()
    assert "falta la cola" in primer_defecto()


def test_intercambiar_dos_se_nota(asientos):
    asientos.filter(secuencia=2).update(secuencia=100)
    asientos.filter(secuencia=3).update(secuencia=2)
    asientos.filter(secuencia=100).update(secuencia=3)
    assert primer_defecto() == "El renglón 2 no continúa al anterior."


def test_un_renglon_metido_por_fuera_se_nota(asientos):
    asientos.filter(secuencia=5).update(secuencia=6)
    copia = asientos.get(secuencia=4)
    copia.pk, copia.huella = 5, "e" * 64
    copia.save(force_insert=True)
    assert primer_defecto() == "El renglón 5 no continúa al anterior."


def test_sin_transaccion_no_se_asienta():
    original = connection.in_atomic_block
    connection.in_atomic_block = False
    try:
        with pytest.raises(transaction.TransactionManagementError, match="dentro de la transacción"):
            asentar(por=None, accion="prueba:acto", objeto=("cosa", "1"))
    finally:
        connection.in_atomic_block = original
    assert Cabeza.objects.get().secuencia == 0


def test_si_el_acto_falla_no_queda_renglon_ni_hueco():
    @transaction.atomic
    def acto_que_falla():
        asentar(por=None, accion="prueba:acto", objeto=("cosa", "1"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        acto_que_falla()
    with transaction.atomic():
        asentar(por=None, accion="prueba:acto", objeto=("cosa", "2"))
    assert list(Asiento.objects.values_list("secuencia", "objeto_clave")) == [(1, "2")]
    assert primer_defecto() is None


@pytest.mark.parametrize(
    ("completa", "queda"),
    [("189.203.17.44", "189.203.17.0"), ("2806:10ae:1:2:3::9", "2806:10ae:1::"), ("no es una", ""), ("", "")],
)
def test_la_direccion_se_guarda_truncada(completa, queda):
    assert truncar(completa) == queda
    with desde(completa), transaction.atomic():
        assert asentar(por=None, accion="prueba:acto", objeto=("cosa", "1")).direccion == queda


@pytest.mark.parametrize(
    ("columna", "valor"),
    [("detalle", '{"n": 1.5}'), ("instante", "ayer"), ("instante", "2027-13-45 99:00:00")],
)
def test_un_renglon_que_no_se_puede_leer_se_nombra(asientos, columna, valor):
    if connection.vendor != "sqlite" and columna == "instante":
        pytest.skip("PostgreSQL no admite un instante que no lo es")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE bitacora_asiento SET {columna} = %s WHERE secuencia = 3", [valor])
    assert primer_defecto() == "El renglón 3 no se puede leer: fue alterado."


def test_sin_el_secreto_no_se_agrega_un_renglon(asientos):
    """Con la base entera a la mano: el renglón, su huella según lo que se ve y la cabeza, movida."""
    falso = asientos.get(secuencia=5)
    falso.pk, falso.huella_anterior, falso.huella = 6, falso.huella, ""
    contenido = [falso.pk, falso.actor, falso.detalle, falso.huella_anterior]
    falso.huella = hashlib.sha256(json_canonico(contenido)).hexdigest()
    falso.save(force_insert=True)
    Cabeza.objects.update(secuencia=6, huella=falso.huella)
    assert primer_defecto() == "El renglón 6 fue alterado."


def test_sin_el_secreto_no_se_corta_la_cola_aunque_se_mueva_la_cabeza(asientos):
    asientos.filter(secuencia=5).delete()
    Cabeza.objects.update(secuencia=4, huella=asientos.get(secuencia=4).huella)
    assert "La cabeza de la bitácora, en el renglón 4, se escribió por fuera" in primer_defecto()


def test_reponer_una_cabeza_de_antes_lo_delata_lo_que_se_comprobo_despues(asientos):
    antes = Cabeza.objects.get()
    with transaction.atomic():
        asentar(por=None, accion="prueba:acto", objeto=("cosa", "6"))
    assert comprobar_a_diario()
    asientos.filter(secuencia=6).delete()
    antes.save()
    assert "La comprobación" in primer_defecto()


def test_al_cambiar_el_secreto_lo_de_antes_vale_con_el_suyo_y_no_para_lo_que_sigue(asientos, settings):
    viejo = settings.CONOCELES_LLAVE_BITACORA
    settings.CONOCELES_LLAVE_BITACORA = "otro secreto de la bitacora, de treinta y dos"
    assert primer_defecto() == "El renglón 1 fue alterado."
    settings.CONOCELES_SECRETOS_ANTERIORES_BITACORA = [f"5 {viejo}"]
    assert primer_defecto() is None
    with transaction.atomic():
        asentar(por=None, accion="prueba:acto", objeto=("cosa", "6"))
    assert primer_defecto() is None
    settings.CONOCELES_LLAVE_BITACORA = viejo
    assert primer_defecto() == "El renglón 6 fue alterado."


def test_sin_cabeza_se_dice(asientos):
    Cabeza.objects.all().delete()
    assert "falta su cabeza" in primer_defecto()


@pytest.mark.parametrize(
    "falsa",
    [{"hasta": 1, "instante": "2099-01-01T00:00:00Z"}, {"hasta": 99_999, "instante": "2024-01-01T00:00:00Z"}],
)
def test_una_comprobacion_inventada_se_nota_y_no_calla_a_la_que_toca(asientos, falsa):
    Comprobacion.objects.create(**falsa)
    assert "La comprobación" in primer_defecto()
    assert ultima() is None
    assert comprobar_a_diario()
    assert ultima().hasta == 5
    assert not comprobar_a_diario()


def test_si_el_reloj_retrocede_lo_comprobado_antes_no_es_una_alteracion(asientos):
    comprobar_a_diario()
    with time_machine.travel(timezone.now() - timedelta(minutes=30)):
        assert primer_defecto() is None
        assert comprobar_a_diario()
