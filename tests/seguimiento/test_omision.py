"""Quién omitió responder: la función, y la consulta que dice lo mismo."""

from datetime import timedelta
from itertools import product

import pytest

from conoceles.seguimiento import lectura
from conoceles.seguimiento.lectura import Filtros
from conoceles.seguimiento.omision import Omision, omision

from .conftest import LIMITE, dar_por_enviado, escribir_algo

pytestmark = pytest.mark.django_db
SEGUNDO = timedelta(seconds=1)


@pytest.mark.sin_base
@pytest.mark.parametrize(
    ("desfase", "capturo", "envio"),
    list(
        product((-SEGUNDO, -timedelta(microseconds=1), timedelta(0), SEGUNDO), (True, False), (True, False))
    ),
)
def test_se_omite_al_vencer_sin_haber_enviado(desfase, capturo, envio):
    dicho = omision(ahora=LIMITE + desfase, limite=LIMITE, capturo=capturo, envio=envio)
    vencio = desfase >= timedelta(0)
    assert dicho == (None if envio or not vencio else Omision.PARCIAL if capturo else Omision.TOTAL)


@pytest.fixture
def varias(inscribir):
    """Cinco: sin nada, a medias, enviada en tiempo, enviada tarde y con plazo propio."""
    nada, medias, a_tiempo, tarde, propio = inscribir(5)
    escribir_algo(medias)
    dar_por_enviado(a_tiempo, LIMITE - SEGUNDO)
    dar_por_enviado(tarde, LIMITE + SEGUNDO, fuera_de_plazo=True)
    propio.captura_hasta = LIMITE + timedelta(days=2)
    propio.save()
    return nada, medias, a_tiempo, tarde, propio


@pytest.mark.parametrize("desfase", [-SEGUNDO, timedelta(0), timedelta(days=1), timedelta(days=3)])
def test_la_consulta_dice_lo_mismo_que_la_funcion(varias, proceso, desfase):
    ahora = LIMITE + desfase
    nada, medias, *_, propio = varias
    esperado = {
        candidatura.pk: dicho
        for candidatura, capturo in ((nada, False), (medias, True), (propio, False))
        if (dicho := omision(ahora=ahora, limite=candidatura.plazo_de_captura, capturo=capturo, envio=False))
    }
    assert dict(lectura.omisas(proceso, ahora).values_list("pk", "omision")) == esperado


def test_quien_respondio_tarde_ya_no_omite_y_se_cuenta_aparte(varias, proceso):
    assert lectura.respondieron_tarde(proceso) == 1


def test_una_candidatura_terminada_no_omite(varias, proceso):
    nada = varias[0]
    nada.situacion, nada.hasta = "renuncia", LIMITE
    nada.save()
    assert nada.pk not in lectura.omisas(proceso, LIMITE).values_list("pk", flat=True)


def test_lo_escrito_en_el_de_identidad_no_se_mira(inscribir, proceso):
    """De la lista de omisas no debe deducirse nada del cuestionario de identidad."""
    from conoceles.cuestionarios.models import Cuestionario, Respuesta

    (candidatura,) = inscribir()
    suyo = Cuestionario.objects.create(
        candidatura=candidatura, tipo="identidad", definicion_clave="identidad-2022"
    )
    Respuesta.objects.create(cuestionario=suyo, pregunta="q1", valor="no")
    assert lectura.omisas(proceso, LIMITE).get().omision == Omision.TOTAL


def test_las_cuentas_son_las_de_la_lista(inscribir, proceso):
    inscribir(3, actor="azul")
    for candidatura in inscribir(2, actor="verde", cargo="regiduria"):
        escribir_algo(candidatura)
    todas = lectura.omisas(proceso, LIMITE)
    assert [(r.clave, r.total, r.parcial) for r in lectura.por_actor(todas)] == [
        ("azul", 3, 0),
        ("verde", 0, 2),
    ]
    assert {r.clave: r.suma for r in lectura.por_cargo(todas)} == {"diputacion-mr": 3, "regiduria": 2}
    for renglon in lectura.por_actor(todas):
        assert Filtros(actor=renglon.clave).aplicar(todas).count() == renglon.suma
    assert Filtros(cargo="regiduria", omision="total").aplicar(todas).count() == 0
    assert Filtros(omision="inventada").aplicar(todas).count() == 5


def test_las_independientes_se_cuentan_juntas(inscribir, proceso):
    from conoceles.registro.models import ActorPolitico

    for n in range(3):
        inscribir(actor=f"ind-{n}")
    ActorPolitico.objects.filter(clave__startswith="ind-").update(tipo="independiente")
    todas = lectura.omisas(proceso, LIMITE)
    (renglon,) = lectura.por_actor(todas)
    assert (renglon.nombre, renglon.suma) == ("Candidaturas independientes", 3)
    assert Filtros(actor=renglon.clave).aplicar(todas).count() == 3


@pytest.mark.parametrize("valor", ["", []])
def test_lo_que_se_escribio_y_se_borro_no_es_haber_respondido_algo(inscribir, proceso, valor):
    borrada, a_medias = inscribir(2)
    escribir_algo(borrada, valor=valor)
    escribir_algo(a_medias)
    omisiones = dict(lectura.omisas(proceso, LIMITE).values_list("pk", "omision"))
    assert omisiones == {borrada.pk: "total", a_medias.pk: "parcial"}


def test_a_quien_le_dieron_cuenta_pero_no_el_acceso_no_se_le_requiere(inscribir, proceso):
    con_acceso, sin_entregar = inscribir(2)
    type(sin_entregar.persona.cuenta).objects.filter(pk=sin_entregar.persona.cuenta_id).update(
        primera_entrada_en=None
    )
    vencieron = lectura.vencidas_sin_enviar(proceso, LIMITE)
    assert set(lectura.sin_acceso(vencieron)) == {sin_entregar}
    assert set(lectura.omisas(proceso, LIMITE)) == {con_acceso}
    assert set(lectura.por_requerir(proceso, LIMITE, lectura.Filtros())) == {con_acceso}
