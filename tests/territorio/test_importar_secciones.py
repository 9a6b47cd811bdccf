"""`importar_secciones`: entera o nada, una sola vez, asentada y a la vista enseguida."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.publicacion.lectura import abrir
from conoceles.publicacion.models import Edicion
from conoceles.territorio.acciones import importar_secciones
from conoceles.territorio.integridad import defectos
from conoceles.territorio.lectura import buscar_localidad, lugar, lugares_de, mapa_de
from conoceles.territorio.models import Mapa, Seccion
from conoceles.territorio.secciones import planear

pytestmark = pytest.mark.django_db

TABLA = """seccion,municipio,distrito,localidades
1,Juárez,5,Centro; Ojo de Agua; CÉNTRO
2,Juárez,5,Centro
3,Cherán,5,Los Ñandúes
"""


@pytest.fixture
def archivo(tmp_path):
    ruta = tmp_path / "secciones.csv"
    ruta.write_text(TABLA, encoding="utf-8")
    return ruta


def importar(archivo, capsys, **opciones):
    opciones = {"mapa": "Distritación 2023", "desde": "2023-01-01", **opciones}
    banderas = [
        f"--{nombre}" if valor is True else f"--{nombre}={valor}" for nombre, valor in opciones.items()
    ]
    call_command("importar_secciones", archivo, *banderas)
    return capsys.readouterr().out


def actos():
    return Asiento.objects.filter(accion="territorio:importar").count()


def test_importa_asienta_y_se_ve_enseguida(territorio, archivo, capsys):
    antes = abrir("", timezone.now()).marca
    dicho = importar(archivo, capsys)
    mapa = mapa_de(territorio)
    assert mapa.huella in dicho
    assert Seccion.objects.filter(mapa=mapa).count() == 3
    assert (actos(), Edicion.objects.count()) == (1, 1)
    assert abrir("", timezone.now()).marca != antes
    suyo = lugar(mapa, 1)
    assert (suyo.municipio, suyo.nombre_municipio, suyo.distrito) == ("046", "Juárez", "05")
    assert suyo.localidades == ("Centro", "Ojo de Agua")
    assert not lugar(mapa, 3).elige_ayuntamiento
    assert lugar(mapa, 4) is None


def test_el_asiento_no_lleva_mas_que_huella_y_cuentas(territorio, archivo, capsys):
    importar(archivo, capsys)
    asiento = Asiento.objects.get(accion="territorio:importar")
    assert "Juárez" not in str(asiento.detalle)
    assert "secciones.csv" not in str(asiento.detalle)


def test_dos_veces_lo_mismo_no_cambia_nada(territorio, archivo, capsys):
    assert "Rige el mapa" in importar(archivo, capsys)
    assert "No cambió nada: ya regía el mapa" in importar(archivo, capsys)
    assert (Mapa.objects.count(), Edicion.objects.count(), actos()) == (1, 1, 1)
    importar(archivo, capsys, mapa="Otro nombre")  # otro dicho del mismo archivo sí es otro mapa
    assert (Mapa.objects.count(), mapa_de(territorio).nombre) == (2, "Otro nombre")


def test_el_mismo_archivo_leido_de_otra_columna_es_otro_mapa(territorio, archivo, capsys):
    """Corregir de qué columna sale el distrito ha de corregir la boleta: lo que se compara es lo leído."""
    archivo.write_text("seccion,municipio,distrito_viejo,distrito_nuevo\n1,Juárez,5,24\n", encoding="utf-8")
    importar(archivo, capsys, distrito="distrito_viejo")
    assert "Rige el mapa" in importar(archivo, capsys, distrito="distrito_nuevo")
    assert (Mapa.objects.count(), lugar(mapa_de(territorio), 1).distrito) == (2, "24")
    assert list(defectos()) == []


def test_simular_no_escribe(territorio, archivo, capsys):
    assert "Sólo se simuló" in importar(archivo, capsys, simular=True)
    assert not Mapa.objects.exists()


def test_con_un_rechazo_no_se_importa_nada(territorio, archivo, capsys):
    archivo.write_text(TABLA + "4,Nadie,5,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="No se importó nada: 1 rechazos"):
        importar(archivo, capsys)
    assert "fila 5 · municipio: «Nadie»: No es un municipio" in capsys.readouterr().out
    assert not Mapa.objects.exists()
    assert not Edicion.objects.exists()


@pytest.mark.parametrize(
    ("opciones", "motivo"),
    [
        ({"hasta": "2022-12-31"}, "termina antes de empezar"),
        ({"proceso": "no-existe"}, "No hay un proceso «no-existe»"),
    ],
)
def test_lo_que_no_puede_ser_se_explica(territorio, archivo, capsys, opciones, motivo):
    with pytest.raises(CommandError, match=motivo):
        importar(archivo, capsys, **opciones)
    assert not Mapa.objects.exists()


def test_un_archivo_que_no_esta_se_dice(territorio, tmp_path, capsys):
    with pytest.raises(CommandError, match="No se puede abrir .*: no existe"):
        importar(tmp_path / "no-esta.csv", capsys)


def test_con_un_mapa_de_otra_eleccion_no_se_adivina_el_distrito(territorio, archivo, capsys):
    ayer = territorio.jornada - timedelta(days=1)
    assert "no vale el" in importar(archivo, capsys, hasta=ayer.isoformat())
    suyo = lugar(mapa_de(territorio), 1)
    assert (suyo.municipio, suyo.distrito) == ("046", "")


def test_el_mapa_vale_el_mismo_dia_en_que_vence(territorio, archivo, capsys):
    assert "no vale el" not in importar(archivo, capsys, hasta=territorio.jornada.isoformat())
    assert lugar(mapa_de(territorio), 1).distrito == "05"


def test_rige_el_ultimo_y_el_anterior_queda(territorio, archivo, capsys):
    importar(archivo, capsys)
    archivo.write_text("seccion,municipio,distrito\n9,Juárez,24\n", encoding="utf-8")
    importar(archivo, capsys)
    mapa = mapa_de(territorio)
    assert [uno.numero for uno in lugares_de(mapa, "046")] == [9]
    assert buscar_localidad(mapa, "centro") == []
    assert Seccion.objects.count() == 4


def test_las_localidades_se_buscan_sin_acentos_y_por_partes(territorio, archivo, capsys):
    importar(archivo, capsys)
    mapa = mapa_de(territorio)
    (centro,) = buscar_localidad(mapa, "CÉNTRO")
    assert (centro.nombre, centro.municipio, centro.secciones) == ("Centro", "046", (1, 2))
    assert [una.nombre for una in buscar_localidad(mapa, "nandues")] == ["Los Ñandúes"]
    assert [una.nombre for una in buscar_localidad(mapa, "agua ojo")] == ["Ojo de Agua"]
    for nada in ("", "o", "¿?", "no existe"):
        assert buscar_localidad(mapa, nada) == []


def test_solo_importa_quien_puede(territorio, gente, archivo):
    plan = planear(archivo.read_bytes(), archivo.name, proceso=territorio)
    datos = {
        "nombre": "x",
        "vale_desde": territorio.jornada,
        "vale_hasta": None,
        "archivo": "a",
        "huella": "h",
    }
    with pytest.raises(PermissionDenied):
        importar_secciones(proceso=territorio, plan=plan, por=gente["ana"], **datos)
    assert importar_secciones(proceso=territorio, plan=plan, por=gente["carmen"], **datos).por == "carmen"
