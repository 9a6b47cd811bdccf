"""Una plantilla pequeña, con un caso de cada cosa, y la forma de escribir listas para importar."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from conoceles.calendario.models import Proceso
from conoceles.publicacion.registro import cargar_proceso, leer_plantilla
from conoceles.registro.importacion import perfil as perfiles
from conoceles.registro.importacion.archivo import planear_archivo
from conoceles.registro.importacion.plan import Plan

PLANTILLA = """\
version = 1
acciones_afirmativas = [{clave = "indigena", nombre = "Personas indígenas"}]

demarcaciones = [
  {tipo = "entidad", clave = "16", nombre = "Estado de Prueba", alias = ["Prueba"]},
  {tipo = "distrito", clave = "01", nombre = "Cerro Alto", superior = "16"},
  {tipo = "distrito", clave = "02", nombre = "Río Hondo", superior = "16"},
  {tipo = "municipio", clave = "001", nombre = "San Ejemplo", superior = "16"},
  {tipo = "municipio", clave = "002", nombre = "Muñecas", superior = "16"},
  {tipo = "municipio", clave = "024", nombre = "Comunidad Propia", superior = "16", elige_ayuntamiento = false},
]

[proceso]
clave = "prueba"
nombre = "Proceso de prueba"
zona_horaria = "America/Mexico_City"
jornada = 2027-06-06
ficticio = false

[proceso.oraculo_zona]
local = 2024-06-02T12:00:00
utc = 2024-06-02T18:00:00Z

[instituto]
nombre = "Instituto de Prueba"
siglas = "IDP"
color = "#234E52"
color_texto = "#FFFFFF"

[cuestionarios]
curricular = "curricular-2022"
identidad = "identidad-2022"

[parametros]
contar_espacios = true
dias_captura = 15
dias_captura_sustitucion = 5
dias_validacion = 5
dias_correccion = 3
dias_requerimiento = 3
rondas_requeridas = 2
rondas_voluntarias = 1
foto_max_mb = 15
celda_minima = 10
alcance_accion_afirmativa = "grupo"
acepta_extemporaneas = true
valida_postulante = false

[fechas]
cierre = 2027-06-07

[fechas.aprobacion]
general = 2026-04-14

[fechas.publicacion]
general = 2027-04-15T09:00:00
diputacion-mr = 2027-04-16

[[cargos]]
clave = "diputacion-mr"
nombre = "Diputación local"
nombre_plural = "Diputaciones locales"
principio = "MR"
ambito = "distrito"
unidad = "formula"
con_suplente = true
boleta = "diputaciones"
orden = 1
plazas = 1
total = 2

[[cargos]]
clave = "diputacion-rp"
nombre = "Diputación de lista"
nombre_plural = "Diputaciones de lista"
principio = "RP"
ambito = "entidad"
unidad = "lista"
con_suplente = true
boleta = "diputaciones"
orden = 2

[[cargos]]
clave = "presidencia-municipal"
nombre = "Presidencia municipal"
nombre_plural = "Presidencias municipales"
principio = "MR"
ambito = "municipio"
unidad = "planilla"
con_suplente = false
boleta = "ayuntamiento"
orden = 3
plazas = 1

[[actores]]
clave = "sol"
siglas = "SOL"
nombre = "Partido Sol"
tipo = "partido"
ambito = "nacional"
orden = 1

[[actores]]
clave = "luna"
siglas = "LUNA"
nombre = "Partido Luna"
tipo = "partido"
ambito = "local"
orden = 2

[[actores]]
clave = "cielo"
siglas = "CIELO"
nombre = "Coalición Va por el Cielo"
alias = ["Va por el Cielo"]
tipo = "coalicion"
miembros = ["sol", "luna"]
orden = 3
[[actores.alcance]]
cargos = ["diputacion-mr"]
demarcaciones = ["01"]

[[actores]]
clave = "cc-sol-luna"
siglas = "SOL-LUNA"
nombre = "Candidatura común Sol-Luna"
tipo = "candidatura_comun"
miembros = ["sol", "luna"]
orden = 4
[[actores.alcance]]
cargos = ["presidencia-municipal"]
demarcaciones = ["001"]
parcial = true
"""


def escribir(carpeta: Path, texto: str = PLANTILLA, nombre: str = "prueba.toml") -> Path:
    ruta = carpeta / nombre
    ruta.write_text(texto, encoding="utf-8")
    return ruta


def cargar(carpeta: Path, texto: str = PLANTILLA, *, vigente: bool = True) -> Proceso:
    plantilla = leer_plantilla(escribir(carpeta, texto))
    return cargar_proceso(plantilla=plantilla, por=None, vigente=vigente).proceso


# Cuatro personas inventadas: una fórmula, una presidencia y la cabeza de una lista.
FILAS = [
    {"cargo": "diputacion-mr", "demarcacion": "01", "actor": "SOL", "numero": "1", "calidad": "propietaria",
     "nombres": "Ana Lucía", "primer_apellido": "Robles", "segundo_apellido": "Paz", "sexo": "mujer"},
    {"cargo": "diputacion-mr", "demarcacion": "01", "actor": "SOL", "numero": "1", "calidad": "suplente",
     "nombres": "Berta", "primer_apellido": "Núñez", "segundo_apellido": "", "sexo": "mujer"},
    {"cargo": "presidencia-municipal", "demarcacion": "Muñecas", "actor": "LUNA", "numero": "", "calidad": "propietaria",
     "nombres": "Ciro", "primer_apellido": "Vega", "segundo_apellido": "Lima", "sexo": "hombre"},
    {"cargo": "diputacion-rp", "demarcacion": "", "actor": "LUNA", "numero": "1", "calidad": "propietaria",
     "nombres": "Dora", "primer_apellido": "de la Torre", "segundo_apellido": "Gil", "sexo": "no binario"},
]  # fmt: skip


def filas(**cambios) -> list[dict[str, str]]:
    """Copia de FILAS; `_0={"sexo": "x"}` cambia la primera, y así."""
    return [{**fila, **cambios.get(f"_{n}", {})} for n, fila in enumerate(FILAS)]


def csv_de(filas: list[dict[str, str]], *, codificacion: str = "utf-8", separador: str = ",") -> bytes:
    titulos = list(dict.fromkeys(titulo for fila in filas for titulo in fila))
    salida = io.StringIO()
    escritor = csv.DictWriter(salida, titulos, delimiter=separador)
    escritor.writeheader()
    escritor.writerows(filas)
    return salida.getvalue().encode(codificacion)


def plan_de(
    proceso: Proceso, contenido: bytes | list, *, nombre="lista.csv", perfil=None, completo=False
) -> Plan:
    contenido = csv_de(contenido) if isinstance(contenido, list) else contenido
    return planear_archivo(
        contenido, nombre, proceso=proceso, perfil=perfil or perfiles.leer(), es_completo=completo
    )
