"""Archivos defectuosos: cada uno dice hoja, fila, columna, valor y motivo, y no cambia nada."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conoceles.registro.models import Candidatura, Importacion, Persona

from .minima import csv_de, filas, plan_de

pytestmark = pytest.mark.django_db

CURP = "ROPA800101MDFBNN09"

# (qué fila cambia, con qué, columna señalada, parte del motivo)
CELDAS = [
    (0, {"cargo": ""}, "cargo", "está vacía"),
    (0, {"cargo": "diputasion-mr"}, "cargo", "¿quiso decir «Diputación local»?"),
    (0, {"cargo": "Emperatriz"}, "cargo", "no se conoce ese cargo"),
    (0, {"demarcacion": ""}, "demarcacion", "está vacía"),
    (0, {"demarcacion": "99"}, "demarcacion", "no se conoce ese distrito"),
    (0, {"demarcacion": "Cerro Ato"}, "demarcacion", "¿quiso decir «Cerro Alto»?"),
    (0, {"demarcacion": "Muñecas"}, "demarcacion", "no se conoce ese distrito"),
    (2, {"demarcacion": "Munecaz"}, "demarcacion", "¿quiso decir «Muñecas»?"),
    (2, {"demarcacion": "Comunidad Propia"}, "demarcacion", "no elige ayuntamiento por partidos"),
    (2, {"demarcacion": "024"}, "demarcacion", "no elige ayuntamiento por partidos"),
    (0, {"actor": ""}, "actor", "está vacía"),
    (0, {"actor": "Partido Sool"}, "actor", "¿quiso decir «Partido Sol»?"),
    (0, {"actor": "Partido Inventado Ayer"}, "actor", "no se conoce ese actor"),
    (0, {"demarcacion": "02", "actor": "CIELO"}, "actor", "no está registrada en Río Hondo"),
    (2, {"actor": "CIELO"}, "actor", "no está registrada para Presidencia municipal"),
    (2, {"actor": "Independiente"}, "actor", "se distingue por quien la encabeza"),
    (0, {"numero": "uno"}, "numero", "no es un número entero"),
    (0, {"numero": "0"}, "numero", "de 1 a 500"),
    (0, {"numero": "-1"}, "numero", "no es un número entero"),
    (0, {"numero": "99999999999999"}, "numero", "no es un número entero"),
    (0, {"numero": "2"}, "numero", "Diputación local tiene un solo lugar"),
    (2, {"numero": "3"}, "numero", "Presidencia municipal tiene un solo lugar"),
    (0, {"calidad": "vitalicia"}, "calidad", "escriba propietaria o suplente"),
    (0, {"calidad": ""}, "calidad", "está vacía"),
    (2, {"calidad": "suplente"}, "calidad", "no lleva suplente"),
    (0, {"nombres": "", "primer_apellido": "", "segundo_apellido": ""}, "nombre_completo", "falta el nombre"),
    (0, {"nombres": ""}, "nombres", "falta el nombre"),
    (0, {"nombres": "Ana", "primer_apellido": "", "segundo_apellido": ""}, "nombres", "una sola palabra"),
    (0, {"nombres": "Ana 2"}, "nombres", "«2» no va en un nombre"),
    (0, {"nombres": "<b>Ana</b>"}, "nombres", "«<» no va en un nombre"),
    (0, {"nombres": "=HYPERLINK(1)"}, "nombres", "«=» no va en un nombre"),
    (0, {"nombres": "Ana 😀"}, "nombres", "«😀» no va en un nombre"),
    (0, {"nombres": "A" * 101}, "nombres", "caben 100"),
    (0, {"primer_apellido": "R" * 81}, "primer_apellido", "caben 80"),
    (0, {"nombres": "Ana " * 60}, "nombres", "caben 200"),
    (0, {"nombres": "A" * 100_000}, "nombres", "caben 200"),
    (0, {"sexo": "M"}, "sexo", "ambigua"),
    (0, {"sexo": "otro"}, "sexo", "escriba mujer, hombre o no binario"),
    (0, {"edad": "17"}, "edad", "de 18 a 115"),
    (0, {"edad": "150"}, "edad", "de 18 a 115"),
    (0, {"edad": "cuarenta"}, "edad", "no es un número entero"),
    (0, {"edad": "40.5"}, "edad", "no es un número entero"),
    (0, {"fecha_nacimiento": "31/02/1980"}, "fecha_nacimiento", "no es una fecha"),
    (0, {"fecha_nacimiento": "ayer"}, "fecha_nacimiento", "no es una fecha"),
    (0, {"fecha_nacimiento": "2015-01-01"}, "fecha_nacimiento", "tendría 12 años"),
    (0, {"fecha_nacimiento": "1880-01-01"}, "fecha_nacimiento", "tendría 147 años"),
    (0, {"correo": "sin arroba"}, "correo", "no es un correo"),
    (0, {"correo": "a@b@c.mx"}, "correo", "no es un correo"),
    (0, {"telefono": "12345"}, "telefono", "10 dígitos"),
    (0, {"telefono": "no tiene"}, "telefono", "10 dígitos"),
    (0, {"curp": "ROPA"}, "curp", "forma de una CURP"),
    (0, {"curp": CURP[:-1] + "X"}, "curp", "forma de una CURP"),
    (0, {"clave_elector": "123"}, "clave_elector", "clave de elector"),
    (0, {"partido_origen": "Nadie"}, "partido_origen", "no se conoce ese actor"),
    (0, {"partido_origen": "CIELO"}, "partido_origen", "no es un partido"),
    (0, {"accion_afirmativa": "marcianas"}, "accion_afirmativa", "no es una acción afirmativa"),
    (0, {"accion_afirmativa": "indigena; indigna"}, "accion_afirmativa", "«indigna»"),
    (0, {"eleccion_consecutiva": "tal vez"}, "eleccion_consecutiva", "escriba sí o no"),
    (0, {"aprobada": "30-30-2027"}, "aprobada", "no es una fecha"),
    (0, {"aprobada": "01/01/2030"}, "aprobada", "posterior a la jornada"),
    (0, {"situacion": "dudosa"}, "situacion", "no vale"),
    (0, {"situacion": "activista"}, "situacion", "no vale"),
    (0, {"situacion": "BAJAR"}, "situacion", "no vale"),
    (0, {"movimiento": "alta"}, "movimiento", "escriba correccion o sustitucion"),
    (0, {"nombre_completo": "Ana Lucía Robles Mora"}, "nombre_completo", "no es el mismo nombre"),
    (0, {"nombre_completo": "Zoila Ibarra", "primer_apellido": "", "segundo_apellido": ""}, "nombre_completo",
     "no es el mismo nombre"),
    (0, {"folio_registro": "F" * 61}, "folio_registro", "caben 60"),
    (0, {"acuerdo": "A" * 81}, "acuerdo", "caben 80"),
    (0, {"sobrenombre": "S" * 101}, "sobrenombre", "caben 100"),
]  # fmt: skip


@pytest.mark.parametrize(("fila", "cambio", "columna", "motivo"), CELDAS)
def test_una_celda_defectuosa_se_indica_y_no_se_aplica_nada(prueba, fila, cambio, columna, motivo):
    renglones = [{**dict.fromkeys(cambio, ""), **r} for r in filas()]
    renglones[fila].update(cambio)
    plan = plan_de(prueba, renglones)
    dichos = [(h.fila, h.columna, h.motivo) for h in plan.hallazgos.rechazos]
    assert any(f == fila + 2 and c == columna and motivo in m for f, c, m in dichos), dichos
    assert all(len(h.valor) <= 80 for h in plan.hallazgos.rechazos)
    assert not plan.es_aplicable


def test_todos_los_rechazos_de_una_fila_salen_de_una_vez(prueba):
    plan = plan_de(prueba, filas(_0={"cargo": "x", "sexo": "y", "actor": "z", "numero": "w"}))
    assert {h.columna for h in plan.hallazgos.rechazos} >= {"cargo", "sexo", "actor", "numero"}


@pytest.mark.parametrize(
    ("cambio", "motivo"),
    [
        ({}, "la misma candidatura ya está en la fila 2"),
        ({"nombres": "Zoila"}, "dos personas propietarias para la misma posición: ésta y la de la fila 2"),
    ],
)
def test_dos_filas_para_la_misma_posicion_se_rechazan_y_se_nombran_las_dos(prueba, cambio, motivo):
    renglones = filas()
    renglones.append({**renglones[0], **cambio})
    (rechazo,) = plan_de(prueba, renglones).hallazgos.rechazos
    assert motivo in rechazo.motivo
    assert rechazo.fila == 6


def test_dos_suplentes_para_la_misma_posicion(prueba):
    renglones = filas()
    renglones.append({**renglones[1], "nombres": "Zoila"})
    assert "dos suplentes" in plan_de(prueba, renglones).hallazgos.rechazos[0].motivo


def test_la_misma_persona_en_dos_lugares_se_avisa(prueba):
    renglones = filas()
    renglones.append({**renglones[0], "cargo": "diputacion-rp", "demarcacion": "", "numero": "4"})
    plan = plan_de(prueba, renglones)
    assert plan.es_aplicable
    assert "está en la fila 2" in plan.hallazgos.avisos[0].motivo


def test_una_alianza_de_lista_parcial_se_avisa_en_vez_de_rechazarse(prueba):
    plan = plan_de(prueba, filas(_2={"actor": "SOL-LUNA"}))
    assert plan.es_aplicable
    assert "lista parcial" in plan.hallazgos.avisos[0].motivo


def _zip_vacio() -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as archivo:
        archivo.writestr("x.txt", "x")
    return salida.getvalue()


BUENO = csv_de(filas())
ARCHIVOS = {
    "vacío": b"",
    "sólo títulos": BUENO.splitlines(keepends=True)[0],
    "un PDF": b"%PDF-1.7\n%\xe2\xe3",
    "una imagen": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    "un HTML": b"<!doctype html><html><table></table></html>",
    "un zip cualquiera": _zip_vacio(),
    "un xlsx truncado": b"PK\x03\x04" + b"\0" * 200,
    "un xls falso": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100,
    "bytes al azar": bytes(range(256)) * 8,
    "comillas sin cerrar": BUENO.replace(b"diputacion-mr", b'"diputacion-mr', 1),
    "títulos repetidos": BUENO.replace(b"sexo", b"cargo", 1),
    "sin la columna del cargo": csv_de([{k: v for k, v in f.items() if k != "cargo"} for f in filas()]),
    "sin la columna del actor": csv_de([{k: v for k, v in f.items() if k != "actor"} for f in filas()]),
    "sin columnas de nombre": csv_de([{"cargo": "x", "actor": "y"}]),
    "dos columnas para lo mismo": csv_de([{**f, "partido": "SOL"} for f in filas()]),
    "otra tabla": b"producto,precio\nmanzana,3\n",
    "un dato sin título": BUENO.replace(b"cargo,", b",", 1),
    "un solo renglón de texto": b"hola",
    "una celda de un millón de caracteres": csv_de(filas(_0={"nombres": "A" * 1_000_000})),
    "una página de ceros": b"\0" * 5_000,
}  # fmt: skip


@pytest.mark.parametrize("cual", ARCHIVOS)
def test_un_archivo_que_no_sirve_da_un_rechazo_claro(prueba, cual):
    plan = plan_de(prueba, ARCHIVOS[cual])
    assert not plan.es_aplicable
    assert all(h.motivo and len(h.motivo) > 15 for h in plan.hallazgos.rechazos)


def test_control_e_invisibles_se_quitan_y_nfd_se_compone(prueba):
    plan = plan_de(
        prueba, filas(_0={"nombres": "A\u200bna\x07 Luci\u0301a\u00a0", "primer_apellido": "\ue000Robles"})
    )
    assert plan.es_aplicable
    assert plan.altas[0].propuesta.nombre == "Ana Lucía Robles Paz"
    dichos = {(a.fila, a.columna, a.motivo) for a in plan.hallazgos.avisos}
    assert dichos == {
        (2, "nombres", "Se quitaron caracteres de control. Se quitaron caracteres invisibles."),
        (2, "primer_apellido", "Se quitaron símbolos que sólo existen en una tipografía."),
    }


def test_el_nombre_completo_y_sus_partes_pueden_venir_en_otro_orden(prueba):
    plan = plan_de(prueba, filas(_0={"nombre_completo": "ROBLES PAZ, ANA LUCIA"}))
    assert plan.hallazgos.rechazos == []


def test_con_un_solo_rechazo_el_comando_no_aplica_nada_y_guarda_el_informe(prueba, tmp_path):
    archivo, informe = tmp_path / "lista.csv", tmp_path / "rechazos.csv"
    archivo.write_bytes(csv_de(filas(_3={"sexo": "=1+1"})))
    salida = io.StringIO()
    with pytest.raises(CommandError, match="No se aplicó nada: hay 1 rechazos"):
        call_command("importar_registro", str(archivo), informe=informe, stdout=salida)
    assert "fila 5 · sexo: «=1+1»" in salida.getvalue()
    assert "'=1+1" in informe.read_text(encoding="utf-8")  # una hoja de cálculo no lo ejecuta
    assert not Persona.objects.exists()
    assert not Candidatura.objects.exists()
    assert not Importacion.objects.exists()


@pytest.mark.parametrize(
    ("opciones", "mensaje"),
    [
        ({"proceso": "otro"}, "No hay un proceso «otro»"),
        ({"perfil": "otro"}, "no existe ese perfil"),
        ({"archivo": "no-esta.csv"}, "No se puede abrir .*: no existe."),
        ({"archivo": "."}, "No se puede abrir .*: es una carpeta."),
        ({"informe": Path("no-esta") / "x.csv"}, "no se puede escribir el informe en .*: no existe."),
        ({"informe": Path("/")}, "No se aplicó nada: no se puede escribir el informe en /: es una carpeta."),
    ],
)
def test_el_comando_explica_lo_que_no_encuentra(prueba, tmp_path, opciones, mensaje):
    archivo = tmp_path / opciones.pop("archivo", "lista.csv")
    if archivo.name == "lista.csv":
        archivo.write_bytes(BUENO)
    with pytest.raises(CommandError, match=mensaje):
        call_command("importar_registro", str(archivo), **opciones, stdout=io.StringIO())
    assert not Candidatura.objects.exists()
    assert not Importacion.objects.exists()
