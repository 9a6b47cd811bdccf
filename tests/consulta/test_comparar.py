"""Comparar: toda la contienda, los mismos renglones para cada quien y el porqué de cada hueco."""

import gzip
import html
import random
import re
import shlex
import subprocess
import sys
from urllib.parse import unquote_plus

import pytest
from django.utils import timezone

from conoceles.publicacion import comparacion, lectura
from conoceles.publicacion.comparacion import TOPE, recortado
from conoceles.publicacion.models import DISPARADORES, Instantanea
from tests.publicacion import sinteticas

from .conftest import PUBLICADA, RESPUESTAS

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]

RUTA = "/comparar/diputacion-mr-10/"
DIPUTACION, DISTRITO = sinteticas.CARGOS[1], sinteticas.DISTRITOS[9]
NO_RESPONDIO = {**PUBLICADA, "situacion": "sin_enviar", "publicado_en": None}
RETIRADA = {
    **PUBLICADA, "situacion": "retirada", "retirado_en": "2024-04-16T06:00:00+00:00", "motivo": "Una sentencia.",
}  # fmt: skip
PALABRAS = [
    *dict.fromkeys(" ".join(RESPUESTAS[c] for c in RESPUESTAS if isinstance(RESPUESTAS[c], str)).split()),
    *sinteticas.APELLIDOS, *sinteticas.NOMBRES, *(f"término{n}" for n in range(400)),
]  # fmt: skip


def tarjeta(i, cuestionario=PUBLICADA, **cambios):
    """La candidatura `i` por el distrito 10, de su propio actor."""
    base = {
        "cargo": DIPUTACION, "demarcacion": DISTRITO, "contienda": "diputacion-mr-10", "actor": sinteticas.ACTORES[i],
        "numero": 1, "calidad": "propietaria", "cuestionario": cuestionario, "foto": None, "origen": None,
        "nombre": f"Persona{i:02} Apellido{i:02}", "apellidos": [f"Apellido{i:02}", ""], "nombres": f"Persona{i:02}",
    }  # fmt: skip
    return sinteticas.tarjeta(random.Random(i), **base | cambios)


def competir(proceso, *tarjetas, respuestas=RESPUESTAS):
    claves = {f"comp{i:06}": una for i, una in enumerate(tarjetas)}
    sinteticas.inscribir(proceso, claves, respuestas)
    return list(claves)


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


def columnas(respuesta):
    """Las claves, en el orden de las columnas."""
    return re.findall(r'<a href="/candidaturas/(comp\d+)/"', texto(respuesta).split("</thead>")[0])


def filas(respuesta):
    """Título → celdas, en texto."""
    cuerpo = texto(respuesta).split("<tbody")[1].split("</tbody>")[0]
    return {
        re.search(r'<th scope="row"[^>]*>(.*?)</th>', fila)[1]: [
            " ".join(re.sub(r"<[^>]+>", " ", celda).split())
            for celda in re.findall(r"<td.*?</td>", fila, re.S)
        ]
        for fila in re.findall(r"<tr.*?</tr>", cuerpo, re.S)
    }


# --- Qué se compara -----------------------------------------------------------------------------------------


def test_todas_sin_tope_y_cada_una_en_todos_los_renglones(client, proceso, django_assert_num_queries):
    claves = competir(proceso, *(tarjeta(i, PUBLICADA if i % 3 else NO_RESPONDIO) for i in range(20)))
    client.get(RUTA)
    with django_assert_num_queries(2):
        respuesta = client.get(RUTA)
    assert "⟪" not in texto(respuesta)
    assert sorted(columnas(respuesta)) == claves
    renglones = filas(respuesta)
    assert {"Situación", "Registro", "Primera propuesta", "Historia profesional", "Estudios"} <= set(
        renglones
    )
    assert {len(celdas) for celdas in renglones.values()} == {20}
    assert all(celda for celdas in renglones.values() for celda in celdas)


def test_cada_hueco_dice_por_que(client, proceso):
    competir(proceso, tarjeta(0), tarjeta(1, NO_RESPONDIO), tarjeta(2, RETIRADA))
    respuesta = client.get(f"{RUTA}?orden=apellido")
    propuestas = filas(respuesta)["Primera propuesta"]
    assert RESPUESTAS["propuesta_1"][:80] in propuestas[0]
    assert "No respondió" in propuestas[1]
    assert "Retirado temporalmente por el Instituto" in propuestas[2]
    assert "Motivo: Una sentencia." in filas(respuesta)["Situación"][2]


def test_si_ninguna_esta_publicada_solo_se_dice_donde_esta(client, proceso):
    competir(proceso, tarjeta(0, NO_RESPONDIO), tarjeta(1, RETIRADA))
    assert set(filas(client.get(RUTA))) == {"Situación", "Registro"}


def test_doce_con_siete_apartados_caben_en_el_presupuesto(client, proceso):
    azar = random.Random(9)
    for i in range(12):  # lo común: de 900 a 1,600 caracteres por respuesta, distintas en cada una
        propias = {
            clave: " ".join(azar.choices(PALABRAS, k=azar.randint(130, 230)))[:1600] if len(str(valor)) > 200 else valor
            for clave, valor in RESPUESTAS.items()
        }  # fmt: skip
        sinteticas.inscribir(proceso, {f"comp{i:06}": tarjeta(i)}, propias)
    respuesta = client.get(RUTA)
    assert len(columnas(respuesta)) == 12
    assert len(gzip.compress(respuesta.content, 6)) <= 40_000


def test_lo_largo_se_recorta_igual_y_no_pierde_nada():
    for largo in ("palabra " * 700, "x" * 5000, f"{'a' * 590}\n{'b' * 300}", "corto", ""):
        corte = recortado(largo)
        assert corte.visible + corte.resto == largo
        assert len(corte.visible) <= TOPE
        assert not corte.resto or len(corte.visible) > TOPE - 20 or " " not in largo
    assert recortado("y" * TOPE).resto == ""


def test_una_lista_de_renglones_tiene_el_mismo_tope_que_un_texto(client, proceso):
    """Sin él, quien escribe más renglones empuja a las demás hacia abajo. Se abre, y no se pierde ninguno."""
    cursos = [f"{n:02} {'curso ' * 40}".strip() for n in range(30)]
    competir(proceso, tarjeta(0), respuestas=RESPUESTAS | {"cursos": cursos})
    sinteticas.inscribir(proceso, {"comp000001": tarjeta(1)}, RESPUESTAS | {"cursos": ["Diplomado"]})
    pagina = texto(client.get(RUTA + "?orden=apellido"))
    larga, corta = re.findall(r"<dt>Otra formación.*?</dd>", pagina, re.S)
    de_entrada, abierto = larga.split("<details")
    assert len(" ".join(re.findall(r"<li>(.*?)</li>", de_entrada))) <= TOPE
    assert re.findall(r"<li>(.*?)</li>", de_entrada + abierto) == cursos
    assert "<details" not in corta


def test_lo_que_no_es_lo_publicado_no_se_muestra_y_las_demas_si(client, proceso):
    competir(proceso, tarjeta(0), tarjeta(1))
    DISPARADORES.quitar()
    try:
        suya = Instantanea.objects.filter(clave="comp000001")
        suya.update(documento=suya.get().documento.replace("cooperativa", "trampa"))
    finally:
        DISPARADORES.poner()
    propuestas = filas(client.get(f"{RUTA}?orden=apellido"))["Primera propuesta"]
    assert RESPUESTAS["propuesta_1"][:80] in propuestas[0]
    assert "no es lo que se publicó" in propuestas[1]


def test_lee_lo_mismo_que_cada_ficha(client, proceso):
    claves = competir(proceso, tarjeta(0), tarjeta(1, NO_RESPONDIO))
    ahora = timezone.now()
    juntos = comparacion.documentos_publicos(claves, ahora, lambda limite: False)
    assert juntos == {clave: lectura.documento_publico(clave, ahora) for clave in claves}


# --- A quiénes y en qué orden -------------------------------------------------------------------------------


def test_se_eligen_unas_cuantas_y_la_direccion_las_dice(client, proceso):
    claves = competir(proceso, *map(tarjeta, range(5)))
    formulario = client.get(f"{RUTA}?quienes={claves[3]}&quienes={claves[1]}&orden=rotacion")
    assert formulario["Location"] == f"{RUTA}?quienes={claves[1]},{claves[3]}"
    assert sorted(columnas(client.get(formulario["Location"]))) == [claves[1], claves[3]]
    todas = client.get(RUTA + "?quienes=" + ",".join(claves))
    assert len(columnas(todas)) == 5
    assert "se muestran" not in texto(todas)


def test_lo_que_se_comparte_es_lo_que_se_eligio(client, proceso):
    claves = competir(proceso, *map(tarjeta, range(3)))
    pagina = texto(client.get(f"{RUTA}?quienes={claves[0]},{claves[1]}"))
    esta = f"{RUTA}?quienes={claves[0]},{claves[1]}"
    enlace = re.search(r'href="(https://wa\.me/[^"]+)"', pagina)[1]
    assert unquote_plus(enlace).endswith(esta)
    assert f'{esta}"' in re.search(r"data-compartir=\S+", pagina)[0]


def test_nombrar_a_quien_ya_no_compite_lo_dice(client, proceso):
    claves = competir(proceso, *map(tarjeta, range(3)))
    respuesta = client.get(f"{RUTA}?quienes={claves[0]},otra")
    assert "nombra a quien no compite aquí" in texto(respuesta)
    assert columnas(respuesta) == [claves[0]]
    assert len(columnas(client.get(f"{RUTA}?quienes=nadie,%00,'"))) == 3


@pytest.mark.parametrize("pedido", ["quienes={0}&quienes=otra,%0A", "quienes=otra&orden=rotacion"])
def test_la_direccion_larga_lleva_a_la_corta_sin_callar_a_quien_no_compite(client, proceso, pedido):
    claves = competir(proceso, *map(tarjeta, range(3)))
    respuesta = client.get(f"{RUTA}?{pedido.format(claves[0])}", follow=True)
    assert len(respuesta.redirect_chain) == 1
    assert "nombra a quien no compite aquí" in texto(respuesta)
    assert "otra" not in re.search(r"data-compartir=\S+", texto(respuesta))[0]


def test_el_orden_se_pide_y_el_sorteo_se_comprueba_con_lo_que_la_pagina_dice(client, proceso):
    competir(proceso, *map(tarjeta, range(6)))
    assert columnas(client.get(f"{RUTA}?orden=apellido")) == [f"comp{i:06}" for i in range(6)]
    respuesta = client.get(RUTA)
    orden = html.unescape(re.search(r"<code>(python3 .*?)</code>", respuesta.content.decode())[1])
    salida = subprocess.run(
        [sys.executable, *shlex.split(orden)[1:]], capture_output=True, text=True, check=True
    )
    assert salida.stdout.split() == columnas(respuesta)
    assert len(set(columnas(respuesta))) == 6


# --- Planillas y listas -------------------------------------------------------------------------------------

MUNICIPIO = sinteticas.MUNICIPIOS[9]
PRESIDENCIA = {
    **sinteticas.CARGOS[2], "clave": "presidencia", "nombre": "Presidencia municipal", "con_suplente": False, "orden": 4,
}  # fmt: skip
LISTA = {
    **DIPUTACION,
    "clave": "diputacion-rp",
    "nombre": "Diputación por lista",
    "unidad": "lista",
    "orden": 3,
}


def de_planilla(i, cargo, **cambios):
    return tarjeta(
        i, cargo=cargo, demarcacion=MUNICIPIO, contienda=f"{cargo['clave']}-{MUNICIPIO['clave']}", **cambios
    )


def test_de_una_planilla_se_comparan_las_cabezas_y_se_nombra_al_resto(client, proceso):
    regiduria = sinteticas.CARGOS[2]
    competir(
        proceso,
        de_planilla(0, PRESIDENCIA),
        de_planilla(0, regiduria, numero=2, nombre="Segunda Regidora"),
        de_planilla(0, regiduria, numero=1, nombre="Primera Regidora"),
        de_planilla(0, regiduria, numero=1, nombre="Suplente Regidora", calidad="suplente"),
        de_planilla(1, PRESIDENCIA),
    )
    assert client.get("/comparar/regiduria-010/")["Location"] == "/comparar/presidencia-010/"
    respuesta = client.get("/comparar/presidencia-010/?orden=apellido")
    assert columnas(respuesta) == ["comp000000", "comp000004"]
    con_resto, sin_resto = filas(respuesta)["Resto de la planilla"]
    nombres = re.findall(r"(Primera|Suplente|Segunda) Regidora", con_resto)
    assert nombres == ["Primera", "Suplente", "Segunda"]
    assert "Nadie más en el registro" in sin_resto
    assert "De cada planilla se comparan las respuestas de quien la encabeza." in texto(respuesta)
    assert "/comparar/regiduria-010/" not in texto(client.get("/comparar/"))


def test_de_una_lista_se_compara_a_quien_la_encabeza_y_se_lee_su_prelacion(
    client, proceso, django_assert_num_queries
):
    en_lista = {"cargo": LISTA, "demarcacion": sinteticas.ENTIDAD[0], "contienda": "diputacion-rp-16"}
    competir(
        proceso,
        *(tarjeta(i % 2, **en_lista, numero=3 - i // 2, nombre=f"Lugar{3 - i // 2}") for i in range(6)),
    )
    client.get("/comparar/diputacion-rp-16/")
    with django_assert_num_queries(2):
        respuesta = client.get("/comparar/diputacion-rp-16/?orden=apellido")
    renglones = filas(respuesta)
    assert renglones["Encabeza la lista"] == ["Partido 0 Lugar1", "Partido 1 Lugar1"]
    assert all(RESPUESTAS["propuesta_1"][:80] in celda for celda in renglones["Primera propuesta"])
    assert "De cada lista se comparan las respuestas de quien la encabeza." in texto(respuesta)
    celdas = renglones["Lista"]
    assert [re.findall(r"Lugar\d", celda) for celda in celdas] == [["Lugar1", "Lugar2", "Lugar3"]] * 2
    assert "2 listas" in texto(respuesta)


def test_sin_titular_o_con_suplente_se_dice(client, proceso):
    competir(
        proceso,
        tarjeta(0),
        tarjeta(0, calidad="suplente", nombre="Quien Suple"),
        tarjeta(1, calidad="suplente", nombre="Suplente Sola"),
    )
    renglones = filas(client.get(f"{RUTA}?orden=apellido"))
    assert "Quien Suple" in renglones["Suplente"][0]
    assert "Hoy no hay persona propietaria en el registro" in renglones["Primera propuesta"][1]


# --- Elegir la contienda ------------------------------------------------------------------------------------


def test_se_elige_por_cargo_y_lugar_y_toda_contienda_se_abre(client, poblado):
    enlaces = re.findall(r'href="(/comparar/[^"]+/)"', texto(client.get("/comparar/")))
    assert len(enlaces) == len(set(enlaces)) > 10
    for enlace in enlaces[:5]:
        assert client.get(enlace).status_code == 200


def test_sin_candidaturas_ayuda_a_seguir(client, proceso):
    assert "Aún no hay candidaturas" in texto(client.get("/comparar/"))
    respuesta = client.get("/comparar/no-existe/")
    assert respuesta.status_code == 404
    assert 'href="/comparar/"' in texto(respuesta)


def test_el_mismo_cargo_y_lugar_con_dos_nombres_se_ofrece_una_vez(client, proceso):
    otro_cargo = DIPUTACION | {"nombre": "Diputación local"}
    otro_lugar = DISTRITO | {"nombre": "Nombre anterior"}
    competir(
        proceso,
        tarjeta(0),
        tarjeta(1, cargo=otro_cargo, demarcacion=otro_lugar),
        tarjeta(2, cargo=otro_cargo, demarcacion=otro_lugar, contienda="diputacion-mr-10-extraordinaria"),
    )
    pagina = texto(client.get("/comparar/"))
    assert re.findall(r'href="(/comparar/[^"]+/)"', pagina).count(RUTA) == 1
    for ruta in ("/candidaturas/", "/comparar/", RUTA, "/comparar/diputacion-mr-10-extraordinaria/"):
        assert client.get(ruta).status_code == 200
