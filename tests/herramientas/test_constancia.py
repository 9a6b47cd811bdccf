"""Lo que el verificador coteja de una constancia con lo que firman sus hojas."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from conoceles.publicacion.situacion import REGISTRALES, situacion
from herramientas import verificador as v

from .bitacora_falsa import PRIMER_INSTANTE, UN_MINUTO, Bitacora, canonico, documento
from .limpia import NUMERO, impresa

pytestmark = pytest.mark.sin_base
CONOCIDA = Bitacora(5)
LLAVES = v.leer_llaves(CONOCIDA.llave)
ZONA = "America/Mexico_City"
SITUACIONES = st.sampled_from(["sin_enviar", "en_revision", "publicada", "retirada"])
INSTANTES = st.none() | st.integers(-3, 3).map(lambda minutos: PRIMER_INSTANTE + minutos * UN_MINUTO)


@given(SITUACIONES, INSTANTES, INSTANTES, st.booleans(), st.sampled_from(["aprobada"] * 9 + [*REGISTRALES]))
def test_lo_dicho_es_palabra_por_palabra_lo_de_la_pagina(estado, captura, visible, sin_acceso, registro):
    """El verificador los escribe por su cuenta: aquí se comprueba que no se aparten de los de la página."""
    suyo = documento("clave1", "Íñigo", estado, captura, visible)
    suyo["registro"] = {"situacion": registro, "hasta": PRIMER_INSTANTE.isoformat(), "sustituida_por": None}
    suyo["cuestionario"] |= {
        "sin_acceso": sin_acceso, "retirado_en": PRIMER_INSTANTE.isoformat(), "motivo": "Se retiró.",
    }  # fmt: skip
    posibles = v.dichos_posibles(suyo, PRIMER_INSTANTE, ZONA)
    with timezone.override(ZONA):
        dice = situacion(suyo, PRIMER_INSTANTE)
        se_recorre = situacion(suyo, PRIMER_INSTANTE, lambda limite: True)
    assert (dice.etiqueta, dice.detalle) == posibles[0]
    assert (se_recorre.etiqueta, se_recorre.detalle) == posibles[
        -1
    ]  # mientras se devuelve lo que el servicio faltó


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
    assert v.comprobar_constancia(canonico(dato), LLAVES).versiones[-1].se_suprimio


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
        for tramo in version["situaciones"]:
            tramo["respuestas"] = False
    assert [bool(version["situaciones"]) for version in dato["versiones"]] == [False, True]
    assert len(v.comprobar_constancia(canonico(dato), v.leer_llaves(bitacora.llave)).versiones) == 2


@pytest.fixture(autouse=True)
def en_mayo(monkeypatch):
    """El reloj de quien verifica, después de lo que esta bitácora cuenta."""
    monkeypatch.setattr(v, "ahora", lambda: PRIMER_INSTANTE + 50_000 * UN_MINUTO)


def ordenar(tmp_path, capsys, dato, firma=None, *mas):
    archivo, suya = tmp_path / "constancia.json", tmp_path / "firma.txt"
    archivo.write_text(canonico(dato), encoding="utf-8")
    suya.write_text(firma or "", encoding="utf-8")
    con_firma = ["--firma", str(suya)] if firma else []
    codigo = v.main(["constancia", str(archivo), "--llave", CONOCIDA.llave, *con_firma, *mas])
    salida = capsys.readouterr()
    return codigo, salida.out + salida.err


def test_sin_firma_no_esta_bien_del_todo(tmp_path, capsys):
    """Cualquiera puede quitarle la última versión y calcular otra huella: sin la firma no se promete que esté entera."""
    dato = json.loads(constancia_de_la_5())
    codigo, dice = ordenar(tmp_path, capsys, dato)
    assert (codigo, dice.startswith("BIEN EN PARTE")) == (3, True)
    numero = dato["versiones"][-1]["numero"]
    assert f"que después de la versión {numero} no haya otra NO se comprobó" in dice
    impreso = "--numero", NUMERO, "--huella", impresa(canonico(dato))
    codigo, dice = ordenar(tmp_path, capsys, dato, None, *impreso)
    assert codigo == 3
    assert "La huella impresa no basta" in dice


def test_con_firma_si_y_cortada_no_cuadra(tmp_path, capsys):
    dato = json.loads(constancia_de_la_5())
    firma = CONOCIDA.firma(canonico(dato))
    codigo, dice = ordenar(tmp_path, capsys, dato, firma)
    assert codigo == 0
    assert "y el Instituto firmó la constancia" in dice
    assert "De lo que se publicó después, una constancia no dice nada" in dice
    codigo, dice = ordenar(tmp_path, capsys, {**dato, "actos": [{}]}, firma)
    assert (codigo, "no es el que se firmó" in dice) == (1, True)


def test_firmada_y_sin_versiones_dice_que_la_firma_es_buena_y_que_no_prueba(tmp_path, capsys):
    dato = json.loads(constancia_de_la_5(versiones=[]))
    codigo, dice = ordenar(tmp_path, capsys, dato, CONOCIDA.firma(canonico(dato)))
    assert (codigo, dice.startswith("BIEN EN PARTE: el Instituto firmó")) == (3, True)
    assert "no lo prueba un archivo" in dice
    codigo, dice = ordenar(tmp_path, capsys, dato, CONOCIDA.firma(constancia_de_la_5()))
    assert (codigo, "no es el que se firmó" in dice) == (1, True)


def test_una_firma_anterior_a_lo_que_trae_no_cuadra():
    """Con una llave que ya no firma no se avala evidencia de hoy."""
    texto = constancia_de_la_5()
    anterior = Bitacora(3).firma(texto)
    with pytest.raises(v.NoCuadra, match="anterior a la evidencia"):
        v.comprobar_constancia(texto, LLAVES, firma=anterior)


def test_de_una_fecha_que_aun_no_llega_no_se_fia(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(v, "ahora", lambda: PRIMER_INSTANTE - 3000 * UN_MINUTO)
    dato = json.loads(constancia_de_la_5())
    codigo, dice = ordenar(tmp_path, capsys, dato, CONOCIDA.firma(canonico(dato)))
    assert (codigo, "aún no llega" in dice) == (2, True)


def test_sin_documento_dice_que_no_se_comprobo(tmp_path, capsys):
    """La hoja prueba que hubo una versión; lo que decía, no: el encabezado no puede prometerlo."""
    dato = json.loads(constancia_de_la_5())
    for version in dato["versiones"]:
        version["verificable"].update(documento=None, sal=None)
        for tramo in version["situaciones"]:
            tramo.update(rotulo="No respondió", detalle="Inventado.", respuestas=False)
    codigo, dice = ordenar(tmp_path, capsys, dato)
    assert codigo == 3
    assert dice.startswith("BIEN EN PARTE")
    assert "No respondió (NO se comprobó" in dice
    assert "NO se comprobó el nombre de la persona" in dice


def test_suprimidas_sin_prueba_tampoco_dice_que_esta_bien_todo(tmp_path, capsys):
    dato = json.loads(constancia_de_la_5())
    for version in dato["versiones"]:
        version.update(se_suprimio=True, situaciones=[])
        version["verificable"].update(documento=None, sal=None)
    codigo, dice = ordenar(tmp_path, capsys, dato, CONOCIDA.firma(canonico(dato)))
    assert (codigo, dice.startswith("BIEN EN PARTE")) == (3, True)
    assert "se suprimió por ley NO se comprobó" in dice


@pytest.mark.parametrize(("zona", "centro"), [("America/Atlantida", -6), ("America/Mexico_City", -5)])
def test_sin_husos_al_dia_no_acusa_a_nadie(monkeypatch, zona, centro):
    """Una computadora que aún cree en el horario de verano leería otra hora: lo dice, y no que no cuadra."""
    de_fabrica = v.ZoneInfo

    def zonas(nombre):
        de_verano = centro == -5 and nombre == "America/Mexico_City"
        return timezone.get_fixed_timezone(centro * 60) if de_verano else de_fabrica(nombre)

    monkeypatch.setattr(v, "ZoneInfo", zonas)
    with pytest.raises(v.Ilegible, match="tzdata"):
        v.en_zona("2027-07-01T06:00:00+00:00", zona)
