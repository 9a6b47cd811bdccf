"""La pantalla de la bitácora: buscar, pasar páginas, descargar, comprobar; y nada más."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar, asentar_varios
from conoceles.bitacora.models import DISPARADORES, Asiento
from conoceles.comun.horas import fecha_y_hora_exacta

pytestmark = [pytest.mark.django_db, pytest.mark.en_los_dos]
PANTALLA = reverse("validacion:bitacora")
COMPROBAR = reverse("validacion:bitacora_comprobar")


@pytest.fixture
def asientos(gente):
    with transaction.atomic():
        asentar_varios(
            por=gente["vera"],
            actos=[
                Acto("cuestionario:validar", ("candidatura", f"clave{n}"), {"antes": "en_validacion"})
                for n in range(60)
            ],
        )
        asentar_varios(
            por=None, actos=[Acto("importacion:recibir", ("importacion", "F-1"), {"filas": ["a", "<b>"]})]
        )


@pytest.mark.parametrize(
    ("persona", "estado"),
    [("irma", 200), ("diego", 200), ("carmen", 403), ("vera", 403), ("celia", 403), ("ana", 403)],
)
def test_solo_entra_quien_puede_consultarla(como, asientos, persona, estado):
    assert como(persona).get(PANTALLA).status_code == estado


def numeros(respuesta):
    return [renglon["asiento"].secuencia for renglon in respuesta.context["renglones"]]


def test_se_busca_por_quien_que_sobre_que_y_cuando(como, asientos):
    cliente, hoy = como("irma"), timezone.localdate()
    for consulta, cuantos in [
        ("", 50), ("actor=vera", 50), ("actor=nadie", 0), ("accion=importacion:recibir", 1), ("objeto=clave7", 1),
        ("actor=vera&objeto=F-1", 0), ("rol=validacion&accion=cuestionario:validar&antes=5", 4),
        ("antes=zz", 50), ("antes=99999999999999999999", 50), ("despues=59", 2), ("actor=%00", 50), ("objeto=%00", 50),
        (f"desde={hoy}&hasta={hoy}&antes=3", 2), (f"hasta={hoy - timedelta(days=1)}", 0),
        (f"desde={hoy + timedelta(days=1)}", 0), ("rol=inventado&antes=3", 2), ("desde=ayer&antes=3", 2),
        ("desde=0001-01-01&antes=3", 2),
    ]:  # fmt: skip
        respuesta = cliente.get(f"{PANTALLA}?{consulta}")
        assert len(numeros(respuesta)) == cuantos, consulta
        assert "⟪" not in respuesta.content.decode()


def test_tambien_se_busca_por_el_nombre_de_la_persona(como, gente, candidatura):
    with transaction.atomic():
        asentar(por=None, accion="registro:corregir", objeto=("candidatura", candidatura.clave))
    encontrado = como("irma").get(f"{PANTALLA}?objeto=ana+apellido")
    assert {r["asiento"].objeto_clave for r in encontrado.context["renglones"]} == {candidatura.clave}
    assert candidatura.persona.nombre_completo in encontrado.content.decode()


def test_lo_que_no_se_reconoce_se_dice_y_no_se_aplica(como, asientos):
    pagina = como("irma").get(f"{PANTALLA}?accion=inventada&desde=ayer").content.decode()
    assert "no se aplicó" in pagina
    assert "Escriba la fecha" in pagina


def test_lo_mas_reciente_primero_y_escapado(como, asientos):
    pagina = como("irma").get(PANTALLA)
    assert numeros(pagina)[0] == 61
    assert "&lt;b&gt;" in pagina.content.decode()


def test_los_instantes_del_detalle_se_leen_en_la_hora_del_proceso(como, proceso, gente):
    guardado, vence = "2027-04-16T06:00:00.000000+00:00", "2027-04-16T00:00:00-06:00"
    propio = {"hasta": guardado, "interrupcion": None}
    with transaction.atomic():
        asentar(por=None, accion="constancia:expedir", objeto=("candidatura", "c"), desde=guardado)
        asentar(por=None, accion="plazo:fijar", objeto=("candidatura", "c"), vence=vence, propio=propio)
    pagina = como("irma").get(PANTALLA).content.decode()
    assert guardado not in pagina
    leido = fecha_y_hora_exacta(datetime.fromisoformat(guardado))
    for dicho in (f"desde: {leido}", f"vence: {leido}", f"propio: hasta: {leido}; interrupcion: nada"):
        assert dicho in pagina
    assert "None" not in pagina
    assert "plazo:<wbr>fijar" in pagina


def test_se_pasan_paginas_por_numero_de_renglon_y_se_vuelve(como, asientos):
    cliente = como("irma")
    primera = cliente.get(PANTALLA)
    assert (numeros(primera), primera.context["recientes"]) == (list(range(61, 11, -1)), "")
    segunda = cliente.get(PANTALLA + primera.context["antiguos"])
    assert (numeros(segunda), segunda.context["antiguos"]) == (list(range(11, 0, -1)), "")
    vuelta = cliente.get(PANTALLA + segunda.context["recientes"])
    assert numeros(vuelta) == numeros(primera)
    assert not vuelta.context["recientes"]


def test_las_paginas_conservan_la_busqueda(como, asientos):
    assert "actor=vera" in como("irma").get(f"{PANTALLA}?actor=vera").context["antiguos"]


def test_cuesta_lo_mismo_con_muchos_y_no_los_cuenta(como, asientos):
    cliente = como("irma")
    cliente.get(PANTALLA)
    with CaptureQueriesContext(connection) as consultas:
        cliente.get(PANTALLA)
    assert len(consultas) <= 7
    a_la_tabla = [c["sql"] for c in consultas if 'FROM "bitacora_asiento"' in c["sql"]]
    listado, revision = sorted(a_la_tabla, key=lambda sql: "bitacora:revisar" in sql)
    assert "LIMIT 51" in listado
    assert "LIMIT 1" in revision  # la última vez que el reloj revisó todo


def test_se_descarga_lo_que_coincide_en_orden_y_sin_formulas(como, asientos):
    with transaction.atomic():
        asentar(por=None, accion="importacion:recibir", objeto=("importacion", "=1+1"), nota="año")
    respuesta = como("diego").get(reverse("validacion:bitacora_csv"), {"accion": "importacion:recibir"})
    filas = list(csv.reader(io.StringIO(b"".join(respuesta.streaming_content).decode("utf-8-sig"))))
    assert respuesta["Content-Type"] == "text/csv; charset=utf-8"
    assert [fila[0] for fila in filas] == ["renglon", "61", "62"]
    assert filas[2][5:10] == [
        "Recibió un archivo del registro", "importacion:recibir", "importacion", "'=1+1", '{"nota": "año"}',
    ]  # fmt: skip


def test_lo_de_identidad_lo_ve_solo_transparencia(como, gente):
    with transaction.atomic():
        asentar(por=gente["ana"], accion="identidad:enviar", objeto=("candidatura", "clave1"))
        asentar(por=gente["ana"], accion="consentimiento:manifestar", objeto=("candidatura", "clave1"))
        asentar(por=gente["ana"], accion="formato:recibir", objeto=("candidatura", "clave1"))
    csv_ = reverse("validacion:bitacora_csv")
    for persona, cuantos in (("diego", 3), ("irma", 0)):
        cliente = como(persona)
        for consulta in ("", "?objeto=clave1", "?accion=identidad:enviar"):
            vistos = [r["asiento"].accion for r in cliente.get(PANTALLA + consulta).context["renglones"]]
            assert bool(vistos) == bool(cuantos), (persona, consulta)
            descargado = b"".join(cliente.get(csv_ + consulta).streaming_content).decode()
            assert ("identidad:enviar" in descargado) == bool(cuantos)


def test_la_cadena_se_comprueba_y_consta_hasta_donde(como, asientos):
    cliente = como("irma")
    assert "aún no se ha comprobado" in cliente.get(PANTALLA).content.decode()
    pagina = cliente.post(COMPROBAR, follow=True).content.decode()
    assert "Comprobada hasta el renglón 61 el" in pagina
    DISPARADORES.quitar()
    Asiento.objects.filter(secuencia=7).update(actor="otra")
    DISPARADORES.poner()
    assert "El renglón 7 fue alterado" in cliente.post(COMPROBAR, follow=True).content.decode()


@pytest.mark.parametrize("persona", ["carmen", "vera", "ana"])
def test_comprobar_pide_el_mismo_permiso(como, persona):
    assert como(persona).post(COMPROBAR).status_code == 403
    assert como(persona).get(reverse("validacion:bitacora_csv")).status_code == 403


def test_solo_se_lee(como, asientos):
    assert como("irma").post(PANTALLA).status_code == 405


def test_con_la_bitacora_vacia_lo_dice(como):
    assert "La bitácora está vacía" in como("irma").get(PANTALLA).content.decode()
