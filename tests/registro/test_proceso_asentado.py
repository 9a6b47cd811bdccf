"""Las fechas, las reglas y el catálogo del proceso, y de quién es cada cuenta: cambiados por fuera, se nombran."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from conoceles.bitacora.models import Asiento
from conoceles.calendario import integridad, reglas
from conoceles.calendario.models import Proceso
from conoceles.publicacion.registro import cargar_proceso, leer_plantilla
from conoceles.registro import accesos, representaciones
from conoceles.registro import integridad as de_registro
from conoceles.registro.models import (
    ActorPolitico,
    Alcance,
    Cargo,
    Contienda,
    Demarcacion,
    Persona,
    Representacion,
)
from conoceles.registro.plantillas import cotejo
from tests import fabricas
from tests.publicacion.cambios import columnas_de

from . import minima

pytestmark = pytest.mark.django_db


def defectos() -> str:
    return " ".join([*integridad.defectos(), *cotejo.defectos(), *de_registro.de_quien_son()])


def dicho_tras(hacer) -> str:
    with transaction.atomic():
        hacer()
        dicho = defectos()
        transaction.set_rollback(True)
    return dicho


# --- El renglón del proceso -----------------------------------------------------------------------------------

DEL_PROCESO = {
    "clave": "otro", "nombre": "Otro", "jornada": date(2030, 1, 1), "zona_horaria": "UTC", "oraculo_zona": {},
    "es_vigente": False, "es_ficticio": True, "es_historico": True, "datos_instituto": {}, "fechas": {},
    "datos_parametros": {"gracia_por_interrupcion": False}, "cuestionarios": {}, "acciones_afirmativas": [],
    "plantilla": "otra", "plantilla_huella": "0" * 64,
}  # fmt: skip
DEL_CATALOGO = {
    Cargo: {
        "clave": "otro", "nombre": "Otro", "principio": "XX", "ambito": "otro", "unidad": "otra", "con_suplente": False,
        "boleta": "otra", "orden": 99, "plazas": 99, "esta_en_plantilla": False,
    },
    Demarcacion: {
        "tipo": "otro", "clave": "99", "nombre": "Otra", "entidad": "Otra", "clave_inegi": "99", "clave_ine": "99",
        "elige_ayuntamiento": False, "alias": ["otro"],
    },
    ActorPolitico: {
        "clave": "otro", "siglas": "X", "nombre": "Otro", "tipo": "independiente", "es_local": True,
        "color": "#000000", "orden": 99, "alias": ["otro"],
    },
    Alcance: {"es_parcial": True, "fuente": "otra"},
}  # fmt: skip


@pytest.mark.sin_base
def test_toda_columna_se_vigila():
    assert columnas_de(Proceso) == {*DEL_PROCESO, "id"}
    for modelo, columnas in DEL_CATALOGO.items():
        llaves = {"id", "proceso_id"} if modelo is not Alcance else {"id", "actor_id", "cargo_id"}
        assert columnas_de(modelo) == {*columnas} | llaves


def test_cada_columna_del_proceso_y_de_su_catalogo_se_nombra(prueba):
    assert defectos() == ""
    callados = []
    for modelo, columnas in {Proceso: DEL_PROCESO, **DEL_CATALOGO}.items():
        fila = modelo.objects.filter(pk=modelo.objects.order_by("pk").first().pk)
        for columna, valor in columnas.items():
            dicho = dicho_tras(lambda f=fila, c=columna, v=valor: f.update(**{c: v}))
            callados += (
                [] if "por fuera" in dicho or "no fue lo que se ordenó" in dicho else [(modelo, columna)]
            )
    assert not callados


def test_una_fila_de_mas_o_de_menos_se_nombra(prueba):
    alianza = ActorPolitico.objects.exclude(miembros=None).first()
    assert "alianzas de prueba no son" in dicho_tras(alianza.miembros.clear)
    assert "alianzas de prueba no son" in dicho_tras(Contienda.objects.first().delete)
    assert "El proceso otro no dice lo que se cargó" in dicho_tras(
        lambda: fabricas.ProcesoFactory(clave="otro", es_vigente=False)
    )


def test_hacer_vigente_a_otro_y_volver_a_cargar_no_da_ninguna_alarma(prueba, tmp_path):
    otra = minima.PLANTILLA.replace('clave = "prueba"', 'clave = "otra"', 1)
    for texto, vigente in ((otra, False), (otra, True), (minima.PLANTILLA, False), (minima.PLANTILLA, True)):
        cargar_proceso(plantilla=leer_plantilla(minima.escribir(tmp_path, texto)), por=None, vigente=vigente)
        assert defectos() == ""
    assert Proceso.objects.vigente().clave == "prueba"


def test_volver_a_cargar_la_misma_plantilla_repara_lo_cambiado_y_si_no_no_toca_nada(prueba, tmp_path):
    plantilla = leer_plantilla(minima.escribir(tmp_path, minima.PLANTILLA))
    assert not cargar_proceso(plantilla=plantilla, por=None).hubo_cambios
    Proceso.objects.update(fechas={})
    assert cargar_proceso(plantilla=plantilla, por=None).hubo_cambios
    Cargo.objects.update(orden=9)
    assert cargar_proceso(plantilla=plantilla, por=None).hubo_cambios
    assert defectos() == ""


def test_las_reglas_que_rigieron_no_salen_de_las_de_hoy(prueba):
    """Desde que se carga constan: cambiarlas por fuera no reescribe lo que una constancia dice de antes."""
    (_, rigieron), *otras = reglas.que_rigieron(prueba)
    Proceso.objects.update(datos_parametros={"gracia_por_interrupcion": not rigieron.devuelve}, fechas={})
    cambiado = Proceso.objects.get()
    assert reglas.de_hoy(cambiado) != rigieron
    assert reglas.que_rigieron(cambiado) == reglas.que_rigieron(prueba)
    assert otras == []
    assert Asiento.objects.filter(accion="proceso:fijar_reglas").count() == 1


# --- De quién es cada cuenta ----------------------------------------------------------------------------------


@pytest.fixture
def con_acceso(prueba):
    """Dos personas con su acceso y quien representa a un partido, por sus verbos."""
    partido = ActorPolitico.objects.first()
    una, otra = (
        fabricas.CandidaturaFactory(
            posicion__contienda=Contienda.objects.first(),
            posicion__actor=partido,
            persona__cuenta=None,
            persona__proceso=prueba,
        )
        for _ in range(2)
    )
    accesos.dar_accesos(personas=[una.persona, otra.persona], por=None)
    accesos.dar_accesos(personas=[una.persona], por=None)
    representaciones.acreditar(actor=partido, acceso="pepa", nombre="Pepa de Prueba", por=None)
    assert defectos() == ""
    return una


def test_una_cuenta_que_pasa_a_otra_persona_se_nombra(con_acceso):
    suya, ajena = Persona.objects.filter(pk=con_acceso.persona_id), fabricas.UsuarioFactory(acceso="beto")
    acceso = suya.get().cuenta.acceso
    dicho = dicho_tras(lambda: suya.update(cuenta=ajena))
    assert "La cuenta beto no se le dio a" in dicho
    dicho = dicho_tras(lambda: suya.update(cuenta=None))
    assert f"La cuenta {acceso}, que se le dio a {con_acceso.clave}, ya no es la suya" in dicho


def test_representar_a_otro_partido_se_nombra(con_acceso):
    otro, ajena = ActorPolitico.objects.last(), fabricas.UsuarioFactory(acceso="paco")
    dicho = dicho_tras(lambda: Representacion.objects.update(actor=otro))
    assert f"La cuenta pepa representa a {otro.clave} sin que nadie la acreditara" in dicho
    assert "ya no lo representa" in dicho
    dicho = dicho_tras(lambda: Representacion.objects.create(cuenta=ajena, actor=otro))
    assert "La cuenta paco representa" in dicho
