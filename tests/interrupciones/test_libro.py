"""El libro: lo que el personal anota, explica y anula, y cómo lo ve cualquiera."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conoceles.bitacora.models import Asiento
from conoceles.interrupciones import integridad, lectura
from conoceles.interrupciones.acciones import InterrupcionInvalida, anotar, anular, explicar, latir
from conoceles.interrupciones.models import DISPARADORES, Interrupcion

pytestmark = pytest.mark.django_db
AHORA = datetime(2027, 4, 29, 18, tzinfo=UTC)
HORA = timedelta(hours=1)
PUBLICA = reverse("consulta:interrupciones")
PANEL = reverse("operacion:interrupciones")
ANOTAR = reverse("operacion:interrupcion_anotar")


@pytest.fixture(autouse=True)
def reloj():
    with time_machine.travel(AHORA, tick=False) as reloj:
        yield reloj


@pytest.fixture
def anotada(gente):
    return anotar(
        desde=AHORA - 2 * HORA, hasta=AHORA - HORA, descripcion="Se cayó el enlace.", por=gente["irma"]
    )


@pytest.mark.parametrize(
    ("desde", "hasta", "texto", "dice"),
    [
        (-1, -2, "x", "después de empezar"),
        (-1, -1, "x", "después de empezar"),
        (-1, 1, "x", "cuando haya terminado"),
        (-24 * 365, -1, "x", "más de 7 días: revise el año"),
        (-3, -1.5, "x", "ya consta"),
        (-5, -4, "  ", "Diga qué"),
        (-5, -4, "x" * 301, "300 caracteres"),
    ],
)
def test_lo_que_no_puede_anotarse_se_explica(anotada, gente, desde, hasta, texto, dice):
    with pytest.raises(InterrupcionInvalida, match=dice):
        anotar(desde=AHORA + desde * HORA, hasta=AHORA + hasta * HORA, descripcion=texto, por=gente["carmen"])
    assert Interrupcion.objects.count() == 1


@pytest.mark.parametrize("persona", ["vera", "diego", "gema", "celia", "ana", "paco"])
def test_solo_la_instancia_interna_e_informatica_escriben(anotada, gente, persona):
    por = gente[persona]
    with pytest.raises(PermissionDenied):
        anotar(desde=AHORA - 9 * HORA, hasta=AHORA - 8 * HORA, descripcion="x", por=por)
    with pytest.raises(PermissionDenied):
        anular(interrupcion=anotada, motivo="x", por=por)
    with pytest.raises(PermissionDenied):
        explicar(interrupcion=anotada, descripcion="x", por=por)


def test_se_anula_con_motivo_una_vez_y_no_se_borra(anotada, gente):
    with pytest.raises(InterrupcionInvalida, match="por qué"):
        anular(interrupcion=anotada, motivo=" ", por=gente["irma"])
    anular(interrupcion=anotada, motivo="Era otro sistema.", por=gente["irma"])
    with pytest.raises(InterrupcionInvalida, match="ya está anulada"):
        anular(interrupcion=anotada, motivo="Otra vez.", por=gente["carmen"])
    assert not lectura.entre(AHORA - 3 * HORA, AHORA).exists()
    assert Interrupcion.objects.get().motivo_de_anulacion == "Era otro sistema."


def test_la_que_noto_el_servicio_se_explica_una_sola_vez(reloj, gente):
    latir()
    reloj.shift(600)
    notada = latir()
    explicar(interrupcion=notada, descripcion="Se fue la luz.", por=gente["irma"])
    with pytest.raises(InterrupcionInvalida, match="ya está explicada"):
        explicar(interrupcion=notada, descripcion="No fue la luz.", por=gente["irma"])


def test_cada_acto_queda_en_la_bitacora_sin_sus_textos(anotada, gente):
    anular(interrupcion=anotada, motivo="CANARIO", por=gente["carmen"])
    asentadas = list(Asiento.objects.values_list("accion", "actor", "objeto_tipo"))
    assert asentadas == [
        ("interrupcion:anotar", "irma", "interrupcion"),
        ("interrupcion:anular", "carmen", "interrupcion"),
    ]
    assert "CANARIO" not in str(list(Asiento.objects.values_list("detalle", flat=True)))
    assert "enlace" not in str(list(Asiento.objects.values_list("detalle", flat=True)))


def test_entre_da_las_que_tocan_el_lapso(anotada):
    def hay(desde, hasta):
        return lectura.entre(AHORA + desde * HORA, AHORA + hasta * HORA).exists()

    assert hay(-2, -1)
    assert hay(-1.5, 0)
    assert hay(-9, -1.9)
    assert not hay(-1, 0)
    assert not hay(-9, -2)


def test_el_total_no_cuenta_dos_veces_lo_mismo(anotada):
    Interrupcion.objects.create(desde=AHORA - 1.5 * HORA, hasta=AHORA - 0.5 * HORA, origen="servicio")
    Interrupcion.objects.create(desde=AHORA - 9 * HORA, hasta=AHORA - 8 * HORA, origen="servicio")
    assert lectura.en_total() == 2.5 * HORA


# --- Contra la bitácora ------------------------------------------------------------------------------------


@pytest.fixture
def libro(anotada, gente, reloj):
    """Una anotada y anulada, y una notada y explicada."""
    anular(interrupcion=anotada, motivo="Era otro sistema.", por=gente["irma"])
    latir()
    reloj.shift(600)
    explicar(interrupcion=latir(), descripcion="Se fue la luz.", por=gente["irma"])
    assert integridad.primer_defecto() is None
    connection.check_constraints()
    DISPARADORES.quitar()
    return Interrupcion.objects.order_by("pk")


@pytest.mark.parametrize(
    "cambio",
    [
        {"desde": AHORA - 5 * HORA},
        {"hasta": AHORA + 5 * HORA},
        {"origen": "x"},
        {"por": "otra"},
        {"descripcion": "Otra cosa."},
        {"anotada_en": AHORA + 9 * HORA},
        {"motivo_de_anulacion": "Otro."},
        {"anulada_en": None},
        {"anulada_por": "otra"},
        {"gracia_desde": AHORA},
        {"gracia_en": AHORA},
    ],
)
def test_cambiar_el_libro_por_fuera_se_nota(libro, cambio):
    libro.filter(pk=libro[0].pk).update(**cambio)
    assert integridad.primer_defecto().startswith(f"La interrupción {libro[0].pk} no dice lo que se asentó")


def test_lo_notado_explicado_o_anulado_por_fuera_se_nota(libro):
    libro.filter(pk=libro[1].pk).update(explicada_en=None)
    assert integridad.primer_defecto().startswith(f"La interrupción {libro[1].pk} ")


def test_borrar_o_inventar_una_se_nota(libro):
    pk = libro[0].pk
    libro.filter(pk=pk).delete()
    assert integridad.primer_defecto().startswith(f"Falta la interrupción {pk}:")
    nueva = Interrupcion.objects.create(desde=AHORA - 9 * HORA, hasta=AHORA - 8 * HORA, origen="servicio")
    assert integridad.primer_defecto().startswith(f"La interrupción {nueva.pk} ")


# --- La página pública -------------------------------------------------------------------------------------


def test_sin_interrupciones_lo_dice(client, proceso):
    assert "No consta ninguna interrupción" in client.get(PUBLICA).content.decode()


def test_la_pagina_dice_cuando_cuanto_y_por_que_sin_nombrar_a_nadie(client, proceso, anotada, gente):
    anular(interrupcion=anotada, motivo="Era otro sistema.", por=gente["irma"])
    anotar(desde=AHORA - 9 * HORA, hasta=AHORA - 8 * HORA, descripcion="<b>Luz</b>", por=gente["irma"])
    pagina = client.get(PUBLICA).content.decode()
    for texto in ("1 hora", "&lt;b&gt;Luz", "Era otro sistema.", "La anotó el personal", "03:00:00\u00a0h"):
        assert texto in pagina
    assert "irma" not in pagina
    assert "⟪" not in pagina


def test_se_guarda_en_cache_y_cambia_con_el_libro(client, proceso, anotada, gente):
    primera = client.get(PUBLICA)
    assert "public, max-age=" in primera["Cache-Control"]
    assert not primera.cookies
    etiqueta = {"If-None-Match": primera["ETag"]}
    assert client.get(PUBLICA, headers=etiqueta).status_code == 304
    anular(interrupcion=anotada, motivo="Era otro sistema.", por=gente["irma"])
    assert client.get(PUBLICA, headers=etiqueta).status_code == 200


def test_cuesta_lo_mismo_con_muchas(client, proceso):
    client.get(PUBLICA)
    Interrupcion.objects.bulk_create(
        Interrupcion(
            desde=AHORA - n * HORA, hasta=AHORA - n * HORA + HORA / 2, origen="servicio", gracia_en=AHORA
        )
        for n in range(1, 200)
    )
    with CaptureQueriesContext(connection) as consultas:
        assert "199 interrupciones" in client.get(PUBLICA).content.decode()
    assert len(consultas) <= 8


def test_la_que_esta_pasando_se_dice_antes_de_escribirse(client, proceso, reloj):
    latir()
    reloj.shift(600)
    etiqueta = {"If-None-Match": client.get(PUBLICA)["ETag"]}
    assert "Hay una interrupción en curso" in client.get(PUBLICA).content.decode()
    latir()
    pagina = client.get(PUBLICA, headers=etiqueta)
    assert pagina.status_code == 200
    assert "en curso" not in pagina.content.decode()


# --- El panel ----------------------------------------------------------------------------------------------


def test_anotar_desde_el_panel_en_la_hora_del_proceso(como):
    datos = {"desde": "2027-04-29T08:00", "hasta": "2027-04-29T09:30", "descripcion": "Se fue la luz."}
    respuesta = como("carmen").post(ANOTAR, datos, follow=True)
    assert Interrupcion.objects.get().desde == datetime(2027, 4, 29, 14, tzinfo=UTC)
    pagina = respuesta.content.decode()
    assert "No cayó en las últimas 24 horas" in pagina
    assert "1 hora y 30 minutos" in pagina


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"desde": ""}, "Escriba el día y la hora."),
        ({"desde": "ayer"}, "como 2027-04-29 22:30"),
        ({"desde": "0001-01-01T00:00"}, "Revise el año"),
        ({"hasta": "2099-01-01T00:00"}, "cuando haya terminado"),
        ({"descripcion": ""}, "Diga qué dejó de funcionar."),
    ],
)
def test_lo_mal_escrito_vuelve_con_su_razon_y_sin_perderse(como, cambio, dice):
    datos = {
        "desde": "2027-04-29T08:00",
        "hasta": "2027-04-29T09:30",
        "descripcion": "Se fue la luz.",
        **cambio,
    }
    respuesta = como("irma").post(ANOTAR, datos)
    assert respuesta.status_code == 422
    assert dice in respuesta.content.decode()
    assert not Interrupcion.objects.exists()


def test_explicar_y_anular_desde_el_panel(como, reloj, gente):
    latir()
    reloj.shift(600)
    pk = latir().pk
    cliente = como("irma")
    assert "Sin explicar" in cliente.get(PANEL).content.decode()
    cliente.post(reverse("operacion:interrupcion_explicar", args=[pk]), {"descripcion": "Se fue la luz."})
    assert "Se fue la luz." in cliente.get(PANEL).content.decode()
    cliente.post(reverse("operacion:interrupcion_anular", args=[pk]), {"motivo": "No fue aquí."})
    pagina = cliente.get(PANEL).content.decode()
    assert "No fue aquí." in pagina
    assert "⟪" not in pagina
    repetida = cliente.post(reverse("operacion:interrupcion_anular", args=[pk]), {"motivo": "Otra vez."})
    assert (repetida.status_code, "ya está anulada" in repetida.content.decode()) == (422, True)


def test_con_el_libro_vacio_el_panel_lo_dice(como):
    assert "No consta ninguna interrupción" in como("irma").get(PANEL).content.decode()
