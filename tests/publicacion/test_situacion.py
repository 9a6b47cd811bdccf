"""La situación pública: todas las combinaciones, contra un oráculo escrito aparte."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from conoceles.publicacion.situacion import REGISTRALES, dia_de_inicio, dia_limite, situacion
from conoceles.registro.catalogos import SituacionRegistral

AHORA = datetime(2027, 4, 20, 18, tzinfo=UTC)
CERCA = [None, AHORA - timedelta(days=9), AHORA - timedelta(seconds=1), AHORA, AHORA + timedelta(seconds=1)]
# Lo que atribuiría el silencio a la candidatura.
CULPAN = {"no_respondio", "no_proporciono"}


def iso(instante):
    return instante.isoformat() if instante else None


def documento(situacion_="publicada", limite=None, desde=None, registro="aprobada", sigue=None):
    terminada = registro != "aprobada"
    return {
        "registro": {"situacion": registro, "hasta": iso(AHORA) if terminada else None, "sustituida_por": sigue},
        "cuestionario": {
            "situacion": situacion_, "captura_hasta": iso(limite), "visible_desde": iso(desde),
            "retirado_en": iso(AHORA) if situacion_ == "retirada" else None,
            "motivo": "Queja en trámite" if situacion_ == "retirada" else "",
        },
    }  # fmt: skip


def oraculo(situacion_, limite, desde):
    """Lo mismo, dicho como tabla de renglones."""
    tabla = [
        (situacion_ == "retirada", "retirada"),
        (situacion_ == "en_revision", "en_revision"),
        (situacion_ == "sin_enviar" and limite is None, "no_proporciono"),
        (situacion_ == "sin_enviar" and limite is not None and limite > AHORA, "en_plazo"),
        (situacion_ == "sin_enviar", "no_respondio"),
        (desde is None and limite is None, "publicada"),
        (desde is None or desde > AHORA, "por_publicar"),
        (True, "publicada"),
    ]
    return next(clave for se_cumple, clave in tabla if se_cumple)


@pytest.mark.parametrize(
    "dicho",
    [
        documento("sin_enviar", limite=AHORA + timedelta(days=1)),
        documento("sin_enviar", limite=AHORA - timedelta(days=1)),
        documento("publicada", desde=AHORA + timedelta(days=1)),
    ],
)
def test_la_misma_frase_en_otro_huso_dice_su_hora(dicho):
    """Lo recordado de una zona no se le dice a otra."""
    dichas = []
    for huso in ("America/Mexico_City", "America/Tijuana", "America/Mexico_City"):
        with timezone.override(ZoneInfo(huso)):
            dichas.append(situacion(dicho, AHORA).detalle)
    assert dichas[0] == dichas[2] != dichas[1]


@pytest.mark.parametrize(
    ("estado", "limite", "desde"),
    list(product(["sin_enviar", "en_revision", "publicada", "retirada"], CERCA, CERCA)),
)
def test_toda_combinacion_dice_lo_que_dice_la_tabla(estado, limite, desde):
    donde = situacion(documento(estado, limite, desde), AHORA)
    assert donde.clave == oraculo(estado, limite, desde)
    assert donde.etiqueta
    assert donde.detalle


@given(
    estado=st.sampled_from(["en_revision", "publicada", "retirada"]),
    limite=st.one_of(
        st.none(), st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
    ),
    desde=st.one_of(
        st.none(), st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
    ),
    ahora=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
)
def test_la_demora_del_instituto_nunca_se_atribuye_a_la_candidatura(estado, limite, desde, ahora):
    donde = situacion(documento(estado, limite, desde), ahora)
    assert donde.clave not in CULPAN
    assert "no respondió" not in f"{donde.etiqueta} {donde.detalle}".lower()
    assert "no proporcionó" not in f"{donde.etiqueta} {donde.detalle}".lower()


@given(
    desde=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    ahora=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
)
def test_nada_es_visible_antes_de_su_hora(desde, ahora):
    assert situacion(documento("publicada", AHORA, desde), ahora).es_publicada == (ahora >= desde)


@pytest.mark.parametrize("registro", REGISTRALES)
@pytest.mark.parametrize("estado", ["sin_enviar", "en_revision", "publicada", "retirada"])
def test_una_candidatura_terminada_lo_dice_y_nunca_muestra_respuestas(registro, estado):
    donde = situacion(documento(estado, AHORA, AHORA, registro, "otraclave"), AHORA)
    assert donde.es_registral
    assert not donde.es_publicada
    assert donde.sigue == "otraclave"
    assert "20 de abril de 2027" in donde.detalle


def test_las_causas_son_las_del_registro():
    assert set(REGISTRALES) == set(SituacionRegistral.values) - {"aprobada"}


def test_el_plazo_se_dice_con_su_ultimo_dia():
    medianoche = datetime(2027, 4, 30, 6, tzinfo=UTC)  # 00:00 en la Ciudad de México
    assert dia_limite(medianoche) == "29 de abril"
    assert dia_limite(medianoche, con_anio=True) == "29 de abril de 2027"
    assert dia_limite(medianoche + timedelta(hours=18)) == "30 de abril, 18:00 h"
    assert dia_de_inicio(medianoche) == "30 de abril de 2027"
    donde = situacion(documento("sin_enviar", medianoche), AHORA)
    assert donde.etiqueta == "En plazo para responder (hasta el 29 de abril)"
    assert donde.hasta == medianoche


def test_lo_retirado_dice_motivo_y_fecha():
    detalle = situacion(documento("retirada"), AHORA).detalle
    assert "Queja en trámite" in detalle
    assert "20 de abril de 2027" in detalle
