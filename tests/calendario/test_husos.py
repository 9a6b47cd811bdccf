"""La hora de México según la ley y según esta máquina; y que con una base atrasada nada arranque."""

from __future__ import annotations

import importlib
import zoneinfo
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from conoceles.calendario import husos
from conoceles.calendario.models import Proceso
from tests.fabricas import ProcesoFactory

CIUDADES = (
    "America/Mexico_City",
    "America/Mazatlan",
    "America/Hermosillo",
    "America/Cancun",
    "America/Tijuana",
)

# Mediodía local → horas respecto de UTC en cada ciudad, por los decretos: horario de verano de abril a octubre desde
# 1996 (mayo a septiembre en 2001; Sonora lo dejó en 1999), Quintana Roo con hora del este de octubre de 1997 a agosto de 1998 y otra vez desde 2015, la
# frontera con el de Estados Unidos desde 2010, y su fin en el resto del país el 30 de octubre de 2022.
ORACULO = """
1996-01-15 -6 -7 -7 -6 -8
1996-06-15 -5 -6 -6 -5 -7
1996-12-01 -6 -7 -7 -6 -8
1997-07-06 -5 -6 -6 -5 -7
1998-06-15 -5 -6 -6 -4 -7
1998-09-15 -5 -6 -6 -5 -7
1999-01-15 -6 -7 -7 -6 -8
1999-06-15 -5 -6 -7 -5 -7
2000-07-02 -5 -6 -7 -5 -7
2001-04-15 -6 -7 -7 -6 -7
2001-06-15 -5 -6 -7 -5 -7
2001-10-15 -6 -7 -7 -6 -7
2002-06-15 -5 -6 -7 -5 -7
2003-01-15 -6 -7 -7 -6 -8
2004-11-14 -6 -7 -7 -6 -8
2005-04-03 -5 -6 -7 -5 -7
2006-07-02 -5 -6 -7 -5 -7
2007-10-28 -6 -7 -7 -6 -8
2008-04-05 -6 -7 -7 -6 -8
2009-07-05 -5 -6 -7 -5 -7
2010-03-20 -6 -7 -7 -6 -7
2011-11-13 -6 -7 -7 -6 -8
2012-07-01 -5 -6 -7 -5 -7
2013-11-03 -6 -7 -7 -6 -8
2014-12-15 -6 -7 -7 -6 -8
2015-01-31 -6 -7 -7 -6 -8
2015-02-02 -6 -7 -7 -5 -8
2015-06-07 -5 -6 -7 -5 -7
2018-07-01 -5 -6 -7 -5 -7
2020-03-20 -6 -7 -7 -5 -7
2021-06-06 -5 -6 -7 -5 -7
2022-06-05 -5 -6 -7 -5 -7
2022-10-29 -5 -6 -7 -5 -7
2022-10-31 -6 -7 -7 -5 -7
2023-06-04 -6 -7 -7 -5 -7
2024-06-02 -6 -7 -7 -5 -7
2027-04-15 -6 -7 -7 -5 -7
2027-06-06 -6 -7 -7 -5 -7
2029-12-31 -6 -7 -7 -5 -8
2030-06-02 -6 -7 -7 -5 -7
"""
FILAS = [linea.split() for linea in ORACULO.split("\n") if linea]


def test_son_cuarenta_instantes_en_cinco_zonas():
    assert (len(FILAS), {len(fila) for fila in FILAS}) == (40, {1 + len(CIUDADES)})


@pytest.mark.sin_base
@pytest.mark.parametrize("fila", FILAS, ids=lambda fila: fila[0])
def test_la_hora_local_es_la_de_la_ley(fila):
    dia, *horas = fila
    for ciudad, hora in zip(CIUDADES, horas, strict=True):
        mediodia = datetime.fromisoformat(f"{dia}T12:00").replace(tzinfo=ZoneInfo(ciudad))
        assert mediodia.utcoffset() == timedelta(hours=int(hora)), ciudad


# --- Una base atrasada -----------------------------------------------------------------------------------

LOCAL, EN_UTC = datetime(2024, 6, 2, 12), datetime(2024, 6, 2, 18, tzinfo=UTC)


@pytest.fixture
def husos_de_antes(tmp_path):
    """La de un servidor sin actualizar: el centro de México todavía adelanta la hora, como Chicago."""
    (tmp_path / "America").mkdir()
    atrasado = files("tzdata.zoneinfo.America").joinpath("Chicago").read_bytes()
    (tmp_path / "America" / "Mexico_City").write_bytes(atrasado)
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()


@pytest.fixture
def con_oraculo(db):
    return ProcesoFactory(oraculo_zona={"local": LOCAL.isoformat(), "utc": EN_UTC.isoformat()})


def test_con_la_base_al_dia_no_hay_queja(con_oraculo):
    assert husos.errores_de_los_procesos() == []
    husos.exigir_husos_vigentes()
    call_command("check", databases=["default"])


def test_un_proceso_sin_oraculo_no_estorba(proceso, husos_de_antes):
    assert husos.errores_de_los_procesos() == []


def test_con_una_base_atrasada_la_aplicacion_no_arranca(con_oraculo, husos_de_antes):
    with pytest.raises(
        husos.HusoEquivocado, match="12:00 local es 17:00 UTC en America/Mexico_City, no 18:00"
    ):
        husos.exigir_husos_vigentes()


def test_ni_se_sirve_ni_corre_el_reloj(con_oraculo, husos_de_antes):
    for orden, opciones in (("tareas", {}), ("servir", {"puerto": 59_871, "sin_tareas": True})):
        with pytest.raises(SystemCheckError, match="tzdata"):
            call_command(orden, **opciones)


def test_la_puerta_wsgi_lo_comprueba_al_importarse(monkeypatch):
    """Apache o gunicorn no pasan por `servir`."""
    monkeypatch.setattr(husos, "errores_de_los_procesos", list)
    from conoceles.config import wsgi

    monkeypatch.setattr(husos, "errores_de_los_procesos", lambda: ["Proceso «x»: una hora de más."])
    with pytest.raises(husos.HusoEquivocado, match="una hora de más.*tzdata"):
        importlib.reload(wsgi)


def test_el_oraculo_de_la_plantilla_se_guarda_con_el_proceso(db):
    from conoceles.publicacion.registro import cargar_proceso, leer_plantilla

    cargar_proceso(plantilla=leer_plantilla("michoacan-2023-2024"), por=None)
    guardado = Proceso.objects.get(clave__startswith="michoacan").oraculo_zona
    assert datetime.fromisoformat(guardado["utc"]) == EN_UTC
    assert husos.desacuerdo("America/Mexico_City", datetime.fromisoformat(guardado["local"]), EN_UTC) == ""


@pytest.mark.sin_base
def test_los_husos_no_salen_del_sistema():
    assert zoneinfo.TZPATH == ()
