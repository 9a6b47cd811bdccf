"""El plazo de captura: por cargo, por candidatura, por sustitución; y la consulta dice lo mismo que la regla."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import vencen_entre, vencidas
from tests import fabricas

pytestmark = pytest.mark.django_db
ZONA = ZoneInfo("America/Mexico_City")
APROBACION = datetime(2027, 4, 14, 12, tzinfo=ZONA)
FIJADO = datetime(2027, 5, 8, tzinfo=ZONA)


@pytest.fixture
def calendario(proceso):
    """Diputaciones tienen límite fijado; ayuntamientos, quince días."""
    proceso.fechas = {"captura_limite.diputacion-mr": FIJADO.astimezone(UTC).isoformat()}
    proceso.save()
    return proceso


def inscribir(cargo="diputacion-mr", **datos):
    cargo = fabricas.CargoFactory(clave=cargo, orden=len(cargo))
    posicion = fabricas.PosicionFactory(contienda=fabricas.ContiendaFactory(cargo=cargo))
    datos = {"aprobada_en": APROBACION, **datos}
    pk = fabricas.CandidaturaFactory(posicion=posicion, persona__cuenta=None, **datos).pk
    return Candidatura.objects.con_todo().get(pk=pk)


def sustituir(anterior, **datos):
    anterior.situacion, anterior.hasta = "renuncia", datos.get("aprobada_en", APROBACION)
    anterior.save()
    nueva = fabricas.CandidaturaFactory(
        posicion=anterior.posicion, sustituye_a=anterior, persona__cuenta=None, **datos
    )
    return Candidatura.objects.con_todo().get(pk=nueva.pk)


def local(*partes):
    return datetime(2027, *partes, tzinfo=ZONA)


def test_los_dias_del_proceso_corren_desde_la_aprobacion(calendario):
    assert inscribir("regiduria").plazo_de_captura == local(4, 30)


def test_el_calendario_manda_sobre_los_dias(calendario):
    assert inscribir().plazo_de_captura == FIJADO


def test_el_plazo_propio_manda_sobre_todo(calendario):
    propio = local(5, 20, 18)
    assert inscribir(captura_hasta=propio).plazo_de_captura == propio


def test_lo_asegurado_no_quita_dias_al_general(calendario):
    assert inscribir(captura_al_menos=FIJADO - timedelta(days=1)).plazo_de_captura == FIJADO
    assert inscribir(captura_al_menos=local(5, 20, 18)).plazo_de_captura == local(5, 20, 18)


def _plazos():
    return {c.pk: c.plazo_de_captura for c in Candidatura.objects.con_todo()}


@pytest.mark.parametrize("semilla", range(4))
def test_ampliar_el_general_no_acorta_a_nadie_ni_deja_a_nadie_por_debajo(calendario, semilla):
    """Con algo asegurado, o sin nada, cada quien queda al menos con el general; a quien se le fijó, el suyo."""
    azar = Random(semilla)
    for _ in range(40):
        suyo = {
            azar.choice(["captura_hasta", "captura_al_menos"]): local(5, 1)
            + azar.randrange(480) * timedelta(hours=1)
        }
        inscribir(
            azar.choice(["diputacion-mr", "regiduria"]),
            aprobada_en=APROBACION + azar.randrange(400) * timedelta(hours=1),
            **azar.choice([suyo, suyo, {}]),
        )
    antes = _plazos()
    dias = azar.randrange(1, 9)
    nuevo = FIJADO + timedelta(days=dias)
    calendario.fechas = {"captura_limite.diputacion-mr": nuevo.astimezone(UTC).isoformat()}
    calendario.datos_parametros = {"dias_captura": calendario.parametros.dias_captura + dias}
    calendario.save()
    despues = _plazos()
    for candidatura in Candidatura.objects.con_todo():
        if candidatura.captura_hasta:
            assert despues[candidatura.pk] == candidatura.captura_hasta
            continue
        assert despues[candidatura.pk] >= antes[candidatura.pk]
        candidatura.captura_al_menos = None
        assert despues[candidatura.pk] >= candidatura.plazo_de_captura


def test_una_sustitucion_tiene_sus_dias_aunque_el_calendario_diga_otra_cosa(calendario):
    nueva = sustituir(inscribir(), aprobada_en=local(5, 6, 20))
    assert nueva.plazo_de_captura == local(5, 12)


def test_a_quien_se_aprueba_despues_del_limite_no_se_le_vence_antes_de_nacer(calendario):
    assert inscribir(aprobada_en=FIJADO - timedelta(seconds=1)).plazo_de_captura == FIJADO
    assert inscribir(aprobada_en=FIJADO).plazo_de_captura == local(5, 24)


def test_la_consulta_dice_lo_mismo_que_la_regla(calendario):
    """Doscientas candidaturas de toda clase contra sesenta cortes: doce mil comparaciones."""
    azar = Random(8)

    def instante():
        minutos = azar.choice([0, 1, 17 * 60 + 59, 23 * 60 + 59, azar.randrange(1440)])
        return local(4, 14) + timedelta(
            days=azar.randrange(30), minutes=minutos, seconds=azar.choice([0, 59])
        )

    for _ in range(100):
        propio = azar.choice([{}, {}, {"captura_hasta": instante()}, {"captura_al_menos": instante()}])
        candidatura = inscribir(azar.choice(["diputacion-mr", "regiduria"]), aprobada_en=instante(), **propio)
        if azar.random() < 0.5:
            asegurado = {"captura_al_menos": instante()} if azar.random() < 0.3 else {}
            sustituir(candidatura, aprobada_en=instante(), **asegurado)
    todas = list(Candidatura.objects.con_todo())
    limites = {candidatura.pk: candidatura.plazo_de_captura for candidatura in todas}
    cortes = [*azar.sample(sorted(limites.values()), 20), *(instante() for _ in range(40))]
    for corte in cortes:
        de_consulta = set(
            Candidatura.objects.filter(vencidas(calendario, corte)).values_list("pk", flat=True)
        )
        assert de_consulta == {pk for pk, limite in limites.items() if limite <= corte}
    for desde, hasta in zip(cortes, cortes[1:], strict=False):
        desde, hasta = sorted((desde, hasta))
        entre = Candidatura.objects.filter(vencen_entre(calendario, desde, hasta))
        assert set(entre.values_list("pk", flat=True)) == {
            pk for pk, limite in limites.items() if desde < limite <= hasta
        }
