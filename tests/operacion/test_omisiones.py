"""El panel de omisiones: cifras, lista, archivo, requerimientos en bloque y plazos propios."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conoceles.cuentas.models import Usuario
from conoceles.mensajes.models import Carta
from conoceles.publicacion.models import Ficha
from conoceles.registro.models import Candidatura
from conoceles.seguimiento import acciones
from conoceles.seguimiento.acciones import PlazoInvalido
from conoceles.seguimiento.lectura import Filtros
from conoceles.seguimiento.models import PlazoPropio, Recepcion, Requerimiento
from conoceles.seguimiento.recordatorios import recordar
from tests.seguimiento.conftest import LIMITE, dar_por_enviado, escribir_algo, local

pytestmark = [pytest.mark.django_db, pytest.mark.en_los_dos]
LISTA, REQUERIR = reverse("operacion:omisiones"), reverse("operacion:requerir")


@pytest.fixture(autouse=True)
def despues_del_plazo():
    with time_machine.travel(LIMITE + timedelta(hours=10), tick=False):
        yield


@pytest.fixture
def entrar(client, gente):
    def entrar(nombre):
        client.force_login(gente[nombre])
        return client

    return entrar


def texto(respuesta):
    pagina = " ".join(respuesta.content.decode().split())
    assert "⟪" not in pagina
    return pagina


# --- La lista ----------------------------------------------------------------------------------------------


def test_sin_omisiones_lo_dice(entrar, proceso):
    assert "Nadie ha omitido responder" in texto(entrar("celia").get(LISTA))


def test_las_cifras_la_lista_y_el_archivo_concuerdan(entrar, inscribir):
    inscribir(3, actor="azul")
    for candidatura in inscribir(2, actor="verde", cargo="regiduria"):
        escribir_algo(candidatura)
    dar_por_enviado(inscribir()[0], LIMITE + timedelta(hours=1), fuera_de_plazo=True)
    celia = entrar("celia")
    pagina = texto(celia.get(LISTA))
    for cifra in (
        "<dt>Omisión total</dt><dd>3</dd>",
        "<dt>Omisión parcial</dt><dd>2</dd>",
        "<dt>Respondieron fuera de plazo</dt><dd>1</dd>",
        "<dt>Candidaturas con plazo vencido</dt><dd>6</dd>",
        "5 omisiones",
    ):
        assert cifra in pagina
    assert "3 omisiones" in texto(celia.get(LISTA, {"actor": "azul"}))
    assert "2 omisiones" in texto(celia.get(LISTA, {"cargo": "regiduria", "omision": "parcial"}))
    assert "Ninguna omisión coincide" in texto(celia.get(LISTA, {"cargo": "regiduria", "omision": "total"}))
    filas = list(csv.DictReader(io.StringIO(celia.get(f"{LISTA}lista.csv").content.decode("utf-8-sig"))))
    assert sorted(fila["omision"] for fila in filas) == ["Parcial"] * 2 + ["Total"] * 3
    assert {fila["plazo"] for fila in filas} == {"2027-04-30T00:00-06:00"}


def test_dice_a_cuantas_se_recordo_y_a_cuantas_no_se_pudo(entrar, inscribir):
    inscribir(2)
    inscribir(1, correo=False)
    celia = entrar("celia")
    assert "todavía no sale ninguno" in texto(celia.get(LISTA))
    for dia in (26, 28):
        with time_machine.travel(local(4, dia, 9), tick=False):
            recordar()
    assert "se escribió a 2 candidaturas; a 1 no, por no tener correo" in texto(celia.get(LISTA))


def test_quien_no_tuvo_acceso_no_se_cuenta_como_omisa_y_puede_verse_aparte(entrar, inscribir):
    inscribir(2)
    (sin_cuenta,) = inscribir(1, cuenta=False)
    carmen = entrar("carmen")
    pagina = texto(carmen.get(LISTA))
    assert "<dt>Omisión total</dt><dd>2</dd>" in pagina
    assert "Otra no es omisa" in pagina
    assert sin_cuenta.persona.nombre_completo not in pagina
    aparte = texto(carmen.get(LISTA, {"situacion": "sin_acceso"}))
    assert "1 sin acceso a tiempo" in aparte
    assert sin_cuenta.persona.nombre_completo in aparte
    assert "Requerir a" not in aparte


def test_aunque_nadie_haya_omitido_se_ve_quien_no_tuvo_acceso(entrar, inscribir):
    inscribir(2, cuenta=False)
    carmen = entrar("carmen")
    assert "Otras 2 no son omisas" in texto(carmen.get(LISTA))
    assert "2 sin acceso a tiempo" in texto(carmen.get(LISTA, {"situacion": "sin_acceso"}))
    assert "No hay a quién requerir" in texto(carmen.get(REQUERIR, {"situacion": "sin_acceso"}))


def test_quien_no_requiere_no_ve_el_boton(entrar, inscribir):
    inscribir(2)
    assert "Requerir a" not in texto(entrar("celia").get(LISTA))
    assert "Requerir a" in texto(entrar("carmen").get(LISTA))


@pytest.mark.parametrize(
    "basura", ["?actor=%00", "?cargo=x'--", "?omision=ambas", "?pagina=-3", "?situacion=" + "x" * 900]
)
def test_un_filtro_inventado_no_rompe(entrar, inscribir, basura):
    inscribir(2)
    assert "2 omisiones" in texto(entrar("celia").get(LISTA + basura))


def test_las_consultas_no_dependen_de_cuantas_sean(entrar, inscribir):
    inscribir(5)
    carmen = entrar("carmen")
    carmen.get(LISTA)  # la primera visita renueva la sesión
    with CaptureQueriesContext(connection) as pocas:
        carmen.get(LISTA)
    inscribir(60)
    with CaptureQueriesContext(connection) as muchas:
        assert "página 1 de 2" in texto(carmen.get(LISTA))
    assert len(muchas) == len(pocas) <= 26


# --- Requerir ----------------------------------------------------------------------------------------------


def test_se_ve_antes_a_cuantas_y_que_dira(entrar, inscribir):
    inscribir(3, actor="azul")
    inscribir(1, actor="azul", correo=False)
    inscribir(2, actor="azul", cuenta=False)
    pagina = texto(entrar("carmen").get(REQUERIR, {"actor": "azul"}))
    for dicho in (
        "Requerir a 4 candidaturas",
        "<dt>Por correo</dt><dd>3</dd>",
        "<dt>Sin correo</dt><dd>1. Se entregan impresos",
        "<dt>No se incluyen, sin acceso</dt><dd>2.",
        "hasta el 3 de mayo de 2027, 23:59",
        "El artículo 267",
        'name="cuantas" value="4"',
    ):
        assert dicho in pagina
    assert Requerimiento.objects.count() == 0


def test_se_emiten_los_que_se_vieron(entrar, inscribir):
    inscribir(3, actor="azul")
    inscribir(2, actor="verde")
    carmen = entrar("carmen")
    respuesta = carmen.post(REQUERIR, {"actor": "azul", "cuantas": "3"}, follow=True)
    assert "Se emitieron 3 requerimientos." in texto(respuesta)
    assert Requerimiento.objects.count() == Carta.objects.count() == 3
    repetida = texto(carmen.get(REQUERIR, {"actor": "azul"}))
    assert "No hay a quién requerir" in repetida
    assert "Requerirlas otra vez" in repetida
    assert "Requerir a 3 candidaturas" in texto(carmen.get(REQUERIR, {"actor": "azul", "repetir": "1"}))


def test_cerrado_el_proceso_no_se_requiere_y_se_dice(entrar, inscribir, proceso):
    inscribir(2)
    proceso.fechas = {**proceso.fechas, "cierre": timezone.now().isoformat()}
    proceso.save()
    for respuesta in (
        entrar("carmen").get(REQUERIR, follow=True),
        entrar("carmen").post(REQUERIR, {"cuantas": "2"}, follow=True),
    ):
        assert "El proceso cerró el" in texto(respuesta)
    assert not Requerimiento.objects.exists()
    with pytest.raises(PlazoInvalido, match="ya no puede requerirse"):
        acciones.requerir(
            proceso=proceso, filtros=Filtros(), cuantas=2, por=Usuario.objects.get(acceso="carmen")
        )


@pytest.mark.parametrize("cuantas", ["2", "", "-1", "tres", "9" * 50])
def test_si_ya_son_otras_se_vuelve_a_ver_y_no_se_emite(entrar, inscribir, cuantas):
    inscribir(3)
    respuesta = entrar("carmen").post(REQUERIR, {"cuantas": cuantas}, follow=True)
    assert "La lista cambió: ahora son 3" in texto(respuesta)
    assert "Requerir a 3 candidaturas" in texto(respuesta)
    assert Requerimiento.objects.count() == 0


def test_la_lista_de_requerimientos_y_sus_hojas(entrar, inscribir):
    inscribir(2)
    inscribir(1, correo=False)
    carmen = entrar("carmen")
    carmen.post(REQUERIR, {"cuantas": "3"})
    lista = reverse("operacion:requerimientos")
    pagina = texto(carmen.get(lista))
    assert "<b>3</b> Todos" in pagina
    assert "<b>1</b> Por entregar impresos" in pagina
    hojas = texto(carmen.get(reverse("operacion:requerimiento_hojas"), {"estado": "impresos"}))
    impreso = Requerimiento.objects.get(con_correo=False)
    assert f"Requerimiento {impreso.folio}" in hojas
    assert "Nombre y firma de quien recibe" in hojas
    assert impreso.nonce not in hojas
    assert impreso.folio in texto(carmen.get(reverse("operacion:requerimiento", args=[impreso.folio])))
    assert "Ninguno está en «Confirmados»" in texto(carmen.get(lista, {"estado": "confirmados"}))
    assert "Todos: 3" in texto(carmen.get(lista, {"estado": "inventado"}))


# --- La persona requerida --------------------------------------------------------------------------------------


@pytest.fixture
def requerida(client, inscribir, gente, proceso):
    from conoceles.publicacion.plazos import requerir
    from conoceles.seguimiento.lectura import Filtros

    (candidatura,) = inscribir()
    (emitido,) = requerir(proceso=proceso, filtros=Filtros(), cuantas=1, por=gente["carmen"])
    client.force_login(candidatura.persona.cuenta)
    return emitido


def test_la_persona_lo_ve_lo_confirma_y_le_queda_acuse(client, requerida):
    clave = requerida.candidatura.clave
    pagina = texto(client.get(reverse("captura:una", args=[clave])))
    assert "El Instituto le requiere que responda a más tardar el 3 de mayo de 2027" in pagina
    assert "su página pública dice que no respondió" in pagina
    assert "Todavía puede enviarla" in pagina
    url = reverse("captura:requerimiento", args=[clave, requerida.folio])
    assert "El artículo 267" in texto(client.get(url))
    respuesta = client.post(url, follow=True)
    recepcion = Recepcion.objects.get()
    assert recepcion.folio in texto(respuesta)
    assert "Usted confirmó que lo recibió" in texto(respuesta)
    client.post(url)
    assert Recepcion.objects.count() == 1
    assert "Usted ya confirmó" in texto(client.get(reverse("captura:una", args=[clave])))
    for folio in (requerida.folio, recepcion.folio):
        assert folio in texto(client.get(reverse("captura:acuse", args=[clave, folio])))


def test_quien_responde_deja_de_ver_el_aviso(client, requerida):
    dar_por_enviado(requerida.candidatura, timezone.now(), fuera_de_plazo=True)
    pagina = texto(client.get(reverse("captura:una", args=[requerida.candidatura.clave])))
    assert "le requiere que responda" not in pagina


def test_el_de_otra_persona_no_existe(client, requerida, gente):
    url = reverse("captura:requerimiento", args=[requerida.candidatura.clave, requerida.folio])
    client.force_login(gente["beto"])
    assert client.get(url).status_code == client.post(url).status_code == 404
    assert Recepcion.objects.count() == 0


# --- Plazo propio -------------------------------------------------------------------------------------------------


def test_se_da_otro_plazo_y_su_pagina_lo_dice(entrar, inscribir):
    (candidatura,) = inscribir()
    carmen, url = entrar("carmen"), reverse("operacion:plazo", args=[candidatura.clave])
    assert "Su plazo venció el 29 de abril de 2027" in texto(carmen.get(url))
    respuesta = carmen.post(
        url, {"ultimo_dia": "2027-05-05", "motivo": "Su cuenta se entregó tarde."}, follow=True
    )
    assert "puede responder hasta el 5 de mayo de 2027, 23:59" in texto(respuesta)
    assert "Su cuenta se entregó tarde." in texto(respuesta)
    assert Candidatura.objects.get(pk=candidatura.pk).captura_hasta == local(5, 6)
    assert "hasta el 5 de mayo" in texto(carmen.get(reverse("consulta:ficha", args=[candidatura.clave])))
    assert "es un plazo propio, y el general es hasta el 29 de abril de 2027, 23:59" in texto(carmen.get(url))
    respuesta = carmen.post(url, {"quitar": "1", "motivo": "Fue un error."}, follow=True)
    assert "El plazo general de esta candidatura terminó el 29 de abril de 2027" in texto(respuesta)
    assert PlazoPropio.objects.count() == 1


@pytest.mark.parametrize(
    ("datos", "dice"),
    [
        ({"ultimo_dia": "2027-04-29", "motivo": "x"}, "Elija una fecha que no haya pasado"),
        ({"ultimo_dia": "9999-12-31", "motivo": "x"}, "Revise el año"),
        ({"ultimo_dia": "0001-01-01", "motivo": "x"}, "Revise el año"),
        ({"ultimo_dia": "mañana", "motivo": "x"}, "Escriba la fecha como"),
        ({"motivo": "x"}, "Elija el último día"),
        ({"ultimo_dia": "2027-05-05"}, "Escriba el motivo"),
        ({"ultimo_dia": "2027-05-05", "motivo": "y" * 301}, "tiene 301"),
        ({"quitar": "1"}, "Escriba el motivo"),
    ],
)
def test_un_plazo_que_no_vale_se_explica_y_no_cambia_nada(entrar, inscribir, datos, dice):
    (candidatura,) = inscribir()
    respuesta = entrar("carmen").post(reverse("operacion:plazo", args=[candidatura.clave]), datos)
    assert respuesta.status_code == 422
    assert dice in texto(respuesta)
    assert PlazoPropio.objects.count() == 0
    assert Ficha.objects.get(pk=candidatura.clave).vigente.version == 1


def test_el_ultimo_dia_puede_ser_hoy(entrar, inscribir):
    (candidatura,) = inscribir()
    datos = {"ultimo_dia": "2027-04-30", "motivo": "Hoy mismo."}
    assert (
        entrar("carmen").post(reverse("operacion:plazo", args=[candidatura.clave]), datos).status_code == 302
    )
