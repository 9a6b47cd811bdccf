"""Repartir la revisión: a una cuenta, lo elegido, parejo entre varias, y de una a otra."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario
from conoceles.validacion import reparto
from tests import fabricas

pytestmark = [pytest.mark.django_db, pytest.mark.en_los_dos]
PANTALLA = reverse("validacion:asignacion")


def enviado(horas=0, **rasgos):
    ahora = timezone.now()
    return fabricas.CuestionarioFactory(
        estado=rasgos.pop("estado", Estado.ENVIADO), enviado_en=ahora - timedelta(hours=horas), **rasgos
    )


@pytest.fixture
def valeria(gente):
    return fabricas.UsuarioFactory(acceso="valeria", nombre="Valeria de Prueba", rol="validacion")


@pytest.fixture
def diez(proceso):
    return [enviado(horas) for horas in range(10, 0, -1)]


def avisos(respuesta):
    return [str(aviso) for aviso in respuesta.context["messages"]]


def de(*cuestionarios):
    return [
        c.asignado_a for c in Cuestionario.objects.filter(pk__in=[c.pk for c in cuestionarios]).order_by("pk")
    ]


def llaves(cuestionarios):
    return [c.pk for c in cuestionarios]


def test_asignar_reasignar_y_dejar_sin_nadie_deja_un_renglon_de_cada_cambio(gente, diez):
    por, vera = gente["carmen"], gente["vera"]
    assert acciones.asignar(cuestionarios=llaves(diez[:2]), a=vera, por=por) == 2
    assert acciones.asignar(cuestionarios=llaves(diez[:2]), a=vera, por=por) == 0
    assert acciones.asignar(cuestionarios=llaves(diez[:1]), a=por, por=por) == 1
    assert acciones.asignar(cuestionarios=llaves(diez[:1]), a=None, por=por) == 1
    assert de(*diez[:2]) == ["", "vera"]
    suyos = Asiento.objects.filter(objeto_clave=diez[0].candidatura.clave).order_by("secuencia")
    assert [(a.accion, a.detalle) for a in suyos] == [
        ("asignacion:poner", {"a": "vera", "de": ""}),
        ("asignacion:poner", {"a": "carmen", "de": "vera"}),
        ("asignacion:quitar", {"a": "", "de": "carmen"}),
    ]


def test_solo_a_cuentas_activas_que_revisan(gente, diez):
    gente["vera"].is_active = False
    for cuenta in (gente["vera"], gente["celia"], gente["irma"], gente["ana"]):
        with pytest.raises(ValueError, match="no está activa o no revisa"):
            acciones.asignar(cuestionarios=llaves(diez), a=cuenta, por=gente["carmen"])
        with pytest.raises(ValueError, match="no está activa o no revisa"):
            acciones.repartir(
                cuestionarios=llaves(diez), entre=[gente["carmen"], cuenta], por=gente["carmen"]
            )
    assert set(de(*diez)) == {""}
    with pytest.raises(ValueError, match="al menos una"):
        acciones.repartir(cuestionarios=llaves(diez), entre=[], por=gente["carmen"])


@pytest.mark.parametrize("persona", ["vera", "celia", "irma", "diego", "ana"])
def test_solo_quien_reparte_asigna(gente, diez, persona):
    for verbo, datos in (
        (acciones.asignar, {"a": gente["vera"]}),
        (acciones.repartir, {"entre": [gente["vera"]]}),
    ):
        with pytest.raises(PermissionDenied):
            verbo(cuestionarios=llaves(diez), por=gente[persona], **datos)


def test_el_reparto_es_parejo_y_siempre_igual(gente, diez, valeria):
    entre = [valeria, gente["vera"], gente["carmen"]]
    assert acciones.repartir(cuestionarios=llaves(diez), entre=entre, por=gente["carmen"]) == {
        "carmen": 4, "valeria": 3, "vera": 3,
    }  # fmt: skip
    primera = de(*diez)
    acciones.asignar(cuestionarios=llaves(diez), a=None, por=gente["carmen"])
    acciones.repartir(cuestionarios=llaves(diez), entre=entre[::-1], por=gente["carmen"])
    assert de(*diez) == primera
    assert primera[:3] == ["carmen", "valeria", "vera"], "lo más antiguo se reparte primero"


def test_el_reparto_cuenta_lo_que_cada_quien_ya_tenia(gente, diez, valeria):
    por = gente["carmen"]
    acciones.asignar(cuestionarios=llaves(diez[:4]), a=gente["vera"], por=por)
    enviado(estado=Estado.OBSERVADO, asignado_a="valeria")  # espera a la persona: no pesa
    entre = [gente["vera"], valeria]
    assert acciones.repartir(cuestionarios=llaves(diez[4:]), entre=entre, por=por) == {
        "vera": 1,
        "valeria": 5,
    }


def test_la_pantalla_dice_cuanto_tiene_cada_quien(client, gente, diez, valeria, proceso):
    dias = proceso.parametros.dias_validacion
    acciones.asignar(cuestionarios=llaves(diez[:3]), a=valeria, por=gente["carmen"])
    enviado(horas=24 * (dias + 2), asignado_a="valeria")
    client.force_login(gente["carmen"])
    respuesta = client.get(PANTALLA)
    cargas = {carga.acceso: (carga.pendientes, carga.para_hoy) for carga in respuesta.context["cargas"]}
    assert cargas == {"carmen": (0, 0), "valeria": (4, 1), "vera": (0, 0)}
    assert respuesta.context["sin_asignar"] == 7
    assert "⟪" not in respuesta.content.decode()
    bandeja = client.get(reverse("validacion:bandeja"), {"asignada": "de-valeria", "vence": "hasta_hoy"})
    assert bandeja.context["total"] == 1


def test_la_cuenta_que_ya_no_revisa_se_ve_y_se_pasa_lo_suyo(client, gente, diez, valeria):
    acciones.asignar(cuestionarios=llaves(diez[:3]), a=valeria, por=gente["carmen"])
    valeria.is_active = False
    valeria.save()
    client.force_login(gente["carmen"])
    respuesta = client.get(PANTALLA)
    assert "Ya no revisa" in respuesta.content.decode()
    assert "valeria" not in {cuenta.acceso for cuenta in respuesta.context["activas"]}
    respuesta = client.post(reverse("validacion:pasar"), {"de": "valeria", "a": "vera"}, follow=True)
    assert avisos(respuesta) == ["Asignó 3 candidaturas a Vera de Prueba."]
    assert de(*diez[:3]) == ["vera"] * 3


def test_repartir_desde_la_pantalla_lo_pendiente_de_un_cargo(client, gente, diez, proceso):
    ayuntamiento = fabricas.CargoFactory(clave="presidencia-municipal", nombre="Presidencia municipal")
    contienda = fabricas.ContiendaFactory(cargo=ayuntamiento)
    suyos = [enviado(candidatura__posicion__contienda=contienda) for _ in range(2)]
    client.force_login(gente["carmen"])
    assert client.get(PANTALLA, {"cargo": "presidencia-municipal"}).context["sin_asignar"] == 2
    datos = {"cargo": "presidencia-municipal", "entre": ["carmen", "vera"]}
    respuesta = client.post(reverse("validacion:repartir"), datos, follow=True)
    assert avisos(respuesta) == ["Repartió 2 candidaturas: Carmen de Prueba 1, Vera de Prueba 1."]
    assert de(*suyos) == ["carmen", "vera"]
    assert set(de(*diez)) == {""}
    assert reparto.por_repartir(proceso).count() == 10


def test_lo_marcado_en_la_bandeja_se_asigna_y_se_vuelve_a_los_mismos_filtros(client, gente, diez):
    client.force_login(gente["carmen"])
    datos = {"clave": [c.candidatura.clave for c in diez[:2]], "a": "vera", "cola": "asignada=nadie"}
    respuesta = client.post(reverse("validacion:asignar"), datos, follow=True)
    assert respuesta.context["total"] == 8
    assert avisos(respuesta) == ["Asignó 2 candidaturas a Vera de Prueba."]


@pytest.mark.parametrize(
    ("ruta", "datos", "explica"),
    [
        ("asignar", {}, "Elija al menos una candidatura"),
        ("asignar", {"clave": ["noexiste"], "a": "vera"}, "Elija al menos una candidatura"),
        ("asignar", {"clave": ["SUYA"], "a": ""}, "Elija a quién se asigna"),
        ("asignar", {"clave": ["SUYA"], "a": "celia"}, "no está activa o no revisa"),
        ("pasar", {"a": "vera"}, "Elija de quién"),
        ("pasar", {"de": "carmen", "a": "inventada"}, "Elija a quién se asigna"),
        ("repartir", {}, "al menos una persona"),
        ("repartir", {"entre": ["celia", "vera"]}, "no está activa o no revisa"),
    ],
)
def test_lo_mal_pedido_se_explica_y_nada_cambia(client, gente, diez, ruta, datos, explica):
    client.force_login(gente["carmen"])
    if datos.get("clave") == ["SUYA"]:
        datos = {**datos, "clave": [diez[0].candidatura.clave]}
    respuesta = client.post(reverse(f"validacion:{ruta}"), datos, follow=True)
    assert explica in avisos(respuesta)[0]
    assert set(de(*diez)) == {""}


@pytest.mark.parametrize("ruta", ["asignar", "repartir", "pasar", "empezar"])
def test_volver_a_la_direccion_de_un_boton_lleva_a_una_pantalla(client, gente, proceso, ruta):
    client.force_login(gente["carmen"])
    assert client.get(reverse(f"validacion:{ruta}"), follow=True).status_code == 200


def test_sin_candidaturas_ni_cuentas_lo_dice(client, gente):
    client.force_login(gente["carmen"])
    pagina = client.get(PANTALLA).content.decode()
    assert "No hay nada por repartir" in pagina
    assert "⟪" not in pagina


def test_cuesta_las_mismas_consultas_con_pocas_que_con_muchas(
    client, gente, diez, valeria, django_assert_max_num_queries
):
    client.force_login(gente["carmen"])
    client.get(PANTALLA)
    with django_assert_max_num_queries(12):
        client.get(PANTALLA)
    with django_assert_max_num_queries(16):
        acciones.repartir(cuestionarios=llaves(diez), entre=[gente["vera"], valeria], por=gente["carmen"])
