"""El corte entero, con la base: qué cuenta, qué calla, qué deja dicho y que no cambia."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.estadistica import lectura
from conoceles.estadistica.acciones import YaHayCorte, cortar, previsualizar
from conoceles.estadistica.models import Corte
from conoceles.privacidad.models import DISPARADORES_DEL_ENVIO, EnvioDeIdentidad
from conoceles.publicacion import identidad as identidad_publica
from conoceles.publicacion.acciones import al_corriente
from conoceles.publicacion.lectura import abrir
from conoceles.publicacion.models import Edicion
from conoceles.registro.models import Candidatura
from tests import fabricas


def celda(corte, pregunta, opcion="si"):
    tabla = next(t for t in corte.datos["identidad"]["preguntas"] if t["pregunta"] == pregunta)
    return next(c for c in tabla["celdas"] if c["opcion"] == opcion)


def vista(corte, faceta="", valor=""):
    return next(v for v in corte.datos["vistas"] if (v["faceta"], v["valor"]) == (faceta, valor))


@pytest.fixture
def otro_dia(time_machine):
    """Pasa un día: el siguiente corte ya puede hacerse."""

    def pasar():
        time_machine.move_to(timezone.now() + timedelta(days=1))

    return pasar


def test_una_celda_se_publica_cuando_alcanza_y_cuenta_a_todas(llegan, proceso, gente):
    llegan(6, indigena="si")
    llegan(9)

    corte = cortar(proceso=proceso, por=gente["carmen"])

    assert celda(corte, "indigena")["total"] == 6
    assert corte.candidaturas == 15


def test_lo_que_no_alcanza_no_se_distingue_de_cero(llegan, proceso, gente):
    llegan(4, diversidad="si")
    llegan(11)

    corte = cortar(proceso=proceso, por=gente["carmen"])

    pocas, ninguna = celda(corte, "diversidad"), celda(corte, "migrante")
    assert {**pocas, "opcion": ""} == {**ninguna, "opcion": ""}
    assert pocas["total"] is None


def test_quien_no_autorizo_la_estadistica_no_se_cuenta(llegan, proceso, gente):
    llegan(6, manifestadas=(True, True, False), indigena="si")
    llegan(4, indigena="si")
    llegan(9)

    assert celda(cortar(proceso=proceso, por=gente["carmen"]), "indigena")["total"] is None


def test_con_el_formato_exigido_y_sin_entregar_no_se_cuenta(llegan, proceso, gente):
    proceso.datos_parametros = {"celda_minima": 5, "exige_formato": True}
    proceso.save()
    llegan(6, indigena="si")
    llegan(9)

    assert celda(cortar(proceso=proceso, por=gente["carmen"]), "indigena")["total"] is None


def test_lo_que_alguna_vez_eligio_publicar_no_hace_bulto(llegan, proceso, gente):
    """Seis «Sí», dos con su nombre: sin ellas quedan cuatro."""
    llegan(4, indigena="si")
    llegan(2, indigena="si", publicar=["indigena"])
    llegan(9)

    assert celda(cortar(proceso=proceso, por=gente["carmen"]), "indigena")["total"] is None


def test_quien_publica_algo_con_su_nombre_no_hace_bulto_en_la_base(llegan, proceso, gente, otro_dia):
    """Cuatro callan y seis publican: de la base se leen seis con nombre y quedarían cuatro. Con una más, ya son cinco."""
    llegan(4)
    llegan(6, publicar=["indigena"])
    fabricas.CandidaturaFactory.create_batch(6)
    al_corriente(Candidatura.objects.con_todo(), por=None)
    assert cortar(proceso=proceso, por=gente["carmen"]).datos["identidad"]["base"]["total"] is None
    otro_dia()
    llegan(1)

    assert cortar(proceso=proceso, por=gente["carmen"]).datos["identidad"]["base"]["total"] == 11


def test_quien_se_registro_por_accion_afirmativa_no_hace_bulto_ni_despues_de_perderla(llegan, proceso, gente):
    conocidas = llegan(2, indigena="si", afirmativas=["indigena"])
    llegan(4, indigena="si")
    llegan(9)
    Candidatura.objects.filter(pk__in=[c.pk for c in conocidas]).update(acciones_afirmativas=[])
    al_corriente(Candidatura.objects.con_todo().filter(pk__in=[c.pk for c in conocidas]), por=None)

    corte = cortar(proceso=proceso, por=gente["carmen"])

    assert celda(corte, "indigena")["total"] is None
    assert vista(corte)["tablas"]["accion"] == {}


def test_las_que_dependen_de_un_si_y_las_de_edad_no_se_cuentan(llegan, proceso, gente):
    llegan(30, diversidad="si", diversidad_cual="persona_bisexual")
    llegan(9)

    corte = cortar(proceso=proceso, por=gente["carmen"])

    assert "bisexual" not in corte.contenido
    assert {t["pregunta"] for t in corte.datos["identidad"]["preguntas"]}.isdisjoint(
        {"joven", "mayor", "diversidad_cual"}
    )


def test_retirar_la_autorizacion_entre_dos_cortes_no_mueve_nada(llegan, proceso, gente, otro_dia):
    """La diferencia de los dos cortes no dice que alguien se fue ni qué había contestado."""
    nuevas = llegan(6, indigena="si")
    llegan(9)
    antes = cortar(proceso=proceso, por=gente["carmen"])
    otro_dia()
    revocada = nuevas[0]
    identidad_publica.manifestar(
        candidatura=revocada, tratamiento=False, publicacion=False, estadistica=False, aviso="x",
        por=revocada.persona.cuenta,
    )  # fmt: skip

    despues = cortar(proceso=proceso, por=gente["carmen"])

    assert despues.datos["identidad"] == antes.datos["identidad"]


def test_entre_dos_cortes_una_celda_crece_de_a_cinco_o_nada(llegan, proceso, gente, otro_dia):
    llegan(6, indigena="si")
    llegan(9)
    cortar(proceso=proceso, por=gente["carmen"])
    otro_dia()
    llegan(4, indigena="si")
    llegan(9)
    assert celda(cortar(proceso=proceso, por=gente["carmen"]), "indigena")["total"] == 6
    otro_dia()
    llegan(1, indigena="si")
    llegan(9)

    assert celda(cortar(proceso=proceso, por=gente["carmen"]), "indigena")["total"] == 11


def test_volver_a_autorizar_no_cuenta_dos_veces(llegan, proceso, gente, otro_dia):
    nuevas = llegan(6, indigena="si")
    llegan(9)
    cortar(proceso=proceso, por=gente["carmen"])
    otro_dia()
    for una in nuevas:
        for autoriza in (False, True):
            identidad_publica.manifestar(
                candidatura=una, tratamiento=True, publicacion=False, estadistica=autoriza, aviso="x",
                por=una.persona.cuenta,
            )  # fmt: skip
    llegan(9)

    assert celda(cortar(proceso=proceso, por=gente["carmen"]), "indigena")["total"] == 6


def test_un_corte_al_dia_y_lo_hace_quien_puede(llegan, proceso, gente):
    llegan(1)
    cortar(proceso=proceso, por=gente["carmen"])
    with pytest.raises(YaHayCorte):
        cortar(proceso=proceso, por=gente["carmen"])
    for acceso in ("vera", "diego", "irma", "celia", "ana", "paco"):
        with pytest.raises(PermissionDenied):
            cortar(proceso=proceso, por=gente[acceso])
    assert Corte.objects.count() == 1


def test_solo_igualdad_ve_el_que_saldria_y_no_queda_nada_guardado(llegan, proceso, gente):
    llegan(6, indigena="si")
    llegan(9)
    with pytest.raises(PermissionDenied):
        previsualizar(proceso=proceso, por=gente["carmen"])

    corte = previsualizar(proceso=proceso, por=gente["gema"])

    assert celda(corte, "indigena")["total"] == 6
    assert not Corte.objects.exists()


def test_el_corte_no_cambia_nunca_y_su_huella_es_la_del_archivo(llegan, proceso, gente):
    llegan(2)
    corte = cortar(proceso=proceso, por=None)
    assert hashlib.sha256(corte.contenido.encode()).hexdigest() == corte.huella
    with pytest.raises(DatabaseError), transaction.atomic():
        Corte.objects.filter(pk=corte.pk).update(contenido="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        corte.delete()


def test_asienta_el_corte_y_una_lectura_en_conjunto_sin_decir_de_quien(llegan, proceso, gente):
    nuevas = llegan(6, indigena="si")
    corte = cortar(proceso=proceso, por=gente["carmen"])

    leida = Asiento.objects.get(accion="identidad:contar")
    hecho = Asiento.objects.get(accion="corte:publicar")
    assert (leida.detalle["cuantas"], set(leida.detalle)) == (6, {"cuantas", "azar"})
    assert hecho.detalle["huella"] == corte.huella
    assert not any(c.clave in json.dumps([leida.detalle, leida.objeto_clave]) for c in nuevas)


def test_mueve_la_edicion_sin_dejar_hoja(llegan, proceso, gente):
    llegan(2)
    antes = Edicion.objects.filter(proceso=proceso.clave).first()
    cortar(proceso=proceso, por=None)
    despues = Edicion.objects.filter(proceso=proceso.clave).first()
    assert (despues.numero, despues.secuencia) == (antes.numero + 1, antes.secuencia)


def test_un_sobre_suprimido_no_se_cuenta_y_no_detiene_el_corte(llegan, proceso, gente):
    nuevas = llegan(6, indigena="si")
    llegan(9)
    EnvioDeIdentidad.objects.filter(candidatura=nuevas[0]).update(sobre=None)
    DISPARADORES_DEL_ENVIO.quitar()  # quien tiene la base puede
    EnvioDeIdentidad.objects.filter(candidatura=nuevas[1]).update(sobre=b"alterado")

    assert celda(cortar(proceso=proceso, por=None), "indigena")["total"] is None


def test_un_proceso_sin_cuestionario_de_identidad_tiene_lo_demas(llegan, proceso):
    llegan(3)
    proceso.cuestionarios = {"curricular": "curricular-2022"}
    proceso.save()
    corte = cortar(proceso=proceso, por=None)
    assert corte.datos["identidad"] == {}
    assert vista(corte)["candidaturas"] == 3


def test_cada_cifra_es_la_del_listado_con_el_mismo_filtro(llegan, proceso, gente):
    llegan(3)
    llegan(2, sexo="hombre")
    corte = cortar(proceso=proceso, por=None)
    indice = abrir(proceso.clave, timezone.now()).indice
    for una in corte.datos["vistas"]:
        filtro = {una["faceta"]: (una["valor"],)} if una["faceta"] else {}
        hay = indice.tabla().filtrar(filtro)
        assert hay.total == una["candidaturas"]
        for faceta, cuentas in una["tablas"].items():
            assert cuentas == {v: n for v, n in hay.cuentas(faceta).items() if n}
    assert lectura.ultimo(proceso.clave).datos == corte.datos
