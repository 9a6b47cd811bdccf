"""Lo que el verificador coteja de una constancia con lo que firman sus hojas."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conoceles.publicacion.situacion import REGISTRALES, situacion
from herramientas import verificador as v

from .bitacora_falsa import PRIMER_INSTANTE, UN_MINUTO, Bitacora, canonico, documento

pytestmark = pytest.mark.sin_base
CONOCIDA = Bitacora(5)
LLAVES = v.leer_llaves(CONOCIDA.llave)
SITUACIONES = st.sampled_from(["sin_enviar", "en_revision", "publicada", "retirada"])
INSTANTES = st.none() | st.integers(-3, 3).map(lambda minutos: PRIMER_INSTANTE + minutos * UN_MINUTO)


@given(SITUACIONES, INSTANTES, INSTANTES, st.booleans(), st.sampled_from(["aprobada", *REGISTRALES]))
def test_los_rotulos_son_los_que_la_pagina_dice(estado, captura, visible, sin_acceso, registro):
    """El verificador los escribe por su cuenta: aquí se comprueba que no se aparten de los de la página."""
    suyo = documento("clave1", "Íñigo", estado, captura, visible)
    suyo["registro"] = {"situacion": registro, "hasta": PRIMER_INSTANTE.isoformat(), "sustituida_por": None}
    suyo["cuestionario"] |= {
        "sin_acceso": sin_acceso, "retirado_en": PRIMER_INSTANTE.isoformat(), "motivo": "Se retiró.",
    }  # fmt: skip
    dice = situacion(suyo, PRIMER_INSTANTE)
    esperados = v.rotulos_posibles(suyo, PRIMER_INSTANTE)
    assert dice.etiqueta.startswith(esperados)
    if "No respondió" in esperados:  # mientras se devuelve lo que el servicio faltó
        assert situacion(suyo, PRIMER_INSTANTE, lambda limite: True).etiqueta.startswith(esperados[1:])


def constancia_de_la_5(**cambios):
    dato = CONOCIDA.constancia(
        json.loads(CONOCIDA.hojas[4])["clave"], PRIMER_INSTANTE, PRIMER_INSTANTE + 60 * UN_MINUTO
    )
    return canonico({**dato, **cambios})


def test_una_constancia_sin_versiones_no_es_evidencia_de_nada():
    with pytest.raises(v.Ilegible, match="no trae ninguna versión"):
        v.comprobar_constancia(constancia_de_la_5(versiones=[]), LLAVES)


def test_una_suprimida_consta_sin_decir_que_mostraba():
    dato = json.loads(constancia_de_la_5())
    version = dato["versiones"][-1]
    version.update(se_suprimio=True, situaciones=[])
    version["verificable"].update(documento=None, sal=None)
    assert v.comprobar_constancia(canonico(dato), LLAVES)[-1].se_suprimio


def test_una_reemplazada_en_su_mismo_instante_no_mostro_nada():
    """Rigió un lapso vacío: consta, sin tramos."""
    bitacora = Bitacora(6, semilla=2)
    for lugar in (4, 5):
        hoja = {**json.loads(bitacora.hojas[lugar]), "clave": "clave9999", "version": lugar - 3}
        hoja["instante"] = json.loads(bitacora.hojas[4])["instante"]
        bitacora.hojas[lugar] = canonico(hoja)
    dato = bitacora.constancia("clave9999", PRIMER_INSTANTE, PRIMER_INSTANTE + 60 * UN_MINUTO)
    for version in dato["versiones"]:
        version["verificable"].update(documento=None, sal=None)
    assert [bool(version["situaciones"]) for version in dato["versiones"]] == [False, True]
    assert len(v.comprobar_constancia(canonico(dato), v.leer_llaves(bitacora.llave))) == 2
