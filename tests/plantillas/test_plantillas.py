"""Lo que las plantillas afirman, comprobado sin cargarlas: cuentas, claves y referencias."""

import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

CARPETA = Path(__file__).parents[2] / "conoceles" / "plantillas"
PROCESOS = [
    "michoacan-2023-2024",
    "michoacan-2026-2027",
    "demostracion",
    "federal-diputaciones-2018",
    "federal-diputaciones-2024",
]
MICHOACAN = PROCESOS[:3]
LISTAS = ("demarcaciones", "cargos", "actores")
FECHA_RELATIVA = re.compile(r"hoy([+-]\d{1,4}d)?( \d{2}:\d{2})?")
CLAVE = re.compile(r"[a-z0-9-]+")
COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


def leer(nombre: str) -> dict:
    """La plantilla con lo que incluye, en el orden que dice el formato."""
    datos = tomllib.loads((CARPETA / f"{nombre}.toml").read_text(encoding="utf-8"))
    for archivo in reversed(datos.get("incluye", [])):
        incluido = tomllib.loads((CARPETA / archivo).read_text(encoding="utf-8"))
        assert set(incluido) <= set(LISTAS)
        for lista in LISTAS:
            datos[lista] = incluido.get(lista, []) + datos.get(lista, [])
    return datos


@pytest.fixture(params=PROCESOS)
def plantilla(request) -> dict:
    return leer(request.param)


def claves(elementos) -> list[str]:
    return [e["clave"] for e in elementos]


def de_tipo(plantilla: dict, tipo: str) -> list[dict]:
    return [d for d in plantilla["demarcaciones"] if d["tipo"] == tipo]


def instantes(fechas: dict):
    for valor in fechas.values():
        if isinstance(valor, dict):
            yield from instantes(valor)
        elif not isinstance(valor, bool):
            yield valor


def luminancia(color: str) -> float:
    canales = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canales)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_estan_todas_las_plantillas_y_ninguna_suelta():
    archivos = {p.stem for p in CARPETA.glob("*.toml")}
    territorios = {Path(i).stem for nombre in PROCESOS for i in leer(nombre)["incluye"]}
    assert archivos == set(PROCESOS) | territorios


@pytest.mark.parametrize("nombre", MICHOACAN)
def test_michoacan_tiene_24_distritos_y_113_municipios_de_los_que_112_eligen(nombre):
    plantilla = leer(nombre)
    municipios = de_tipo(plantilla, "municipio")
    sin_eleccion = [m["nombre"] for m in municipios if not m.get("elige_ayuntamiento", True)]
    assert claves(de_tipo(plantilla, "distrito")) == [f"{n:02d}" for n in range(1, 25)]
    assert claves(municipios) == [f"{n:03d}" for n in range(1, 114)]
    assert sin_eleccion == ["Cherán"]
    assert sum(m["poblacion"] for m in municipios) == 4_748_846  # Censo 2020


def test_el_inegi_y_el_ine_numeran_distinto_los_municipios():
    municipios = de_tipo(leer("michoacan-2023-2024"), "municipio")
    por_nombre = {m["nombre"]: m for m in municipios}
    assert len({m["clave_ine"] for m in municipios}) == 113
    assert por_nombre["José Sixto Verduzco"]["clave_inegi"] == "113"
    assert por_nombre["José Sixto Verduzco"]["clave_ine"] == "046"
    assert por_nombre["Juárez"]["clave_ine"] == "047"


def test_2023_2024_tiene_once_partidos_y_1137_cargos():
    plantilla = leer("michoacan-2023-2024")
    partidos = [a for a in plantilla["actores"] if a["tipo"] == "partido"]
    assert len(partidos) == 11
    assert sum(c["total"] for c in plantilla["cargos"]) == 1_137


def test_2026_2027_elige_gubernatura_y_sus_fechas_son_por_acordar():
    plantilla = leer("michoacan-2026-2027")
    assert plantilla["proceso"]["jornada"] == date(2027, 6, 6)
    assert "gubernatura" in claves(plantilla["cargos"])
    assert plantilla["fechas"]["por_acordar"] is True
    assert "prd" not in claves(plantilla["actores"])


@pytest.mark.parametrize("anio", [2018, 2024])
def test_los_federales_tienen_32_entidades_y_300_distritos_numerados_sin_huecos(anio):
    plantilla = leer(f"federal-diputaciones-{anio}")
    entidades, distritos = de_tipo(plantilla, "entidad"), de_tipo(plantilla, "distrito")
    assert (len(entidades), len(distritos)) == (32, 300)
    for entidad in claves(entidades):
        propios = [d["clave"] for d in distritos if d["superior"] == entidad]
        assert propios == [f"{entidad}-{n:02d}" for n in range(1, len(propios) + 1)]


@pytest.mark.parametrize(("anio", "en_michoacan"), [(2018, 12), (2024, 11)])
def test_cada_eleccion_federal_lleva_su_distritacion(anio, en_michoacan):
    distritos = de_tipo(leer(f"federal-diputaciones-{anio}"), "distrito")
    assert sum(d["superior"] == "16" for d in distritos) == en_michoacan


def test_las_claves_no_se_repiten_y_son_identificadores(plantilla):
    for lista in ("cargos", "actores", "acciones_afirmativas"):
        propias = claves(plantilla[lista])
        assert len(propias) == len(set(propias)), lista
        assert all(CLAVE.fullmatch(c) for c in propias), lista
    demarcaciones = [(d["tipo"], d["clave"]) for d in plantilla["demarcaciones"]]
    assert len(demarcaciones) == len(set(demarcaciones))
    for lista in ("cargos", "actores"):
        ordenes = [e["orden"] for e in plantilla[lista]]
        assert len(ordenes) == len(set(ordenes)), lista


def test_distritos_y_municipios_pertenecen_a_una_entidad(plantilla):
    entidades = set(claves(de_tipo(plantilla, "entidad")))
    for demarcacion in plantilla["demarcaciones"]:
        if demarcacion["tipo"] != "entidad":
            assert demarcacion["superior"] in entidades


def test_las_alianzas_reunen_partidos_que_existen(plantilla):
    partidos = {a["clave"] for a in plantilla["actores"] if a["tipo"] == "partido"}
    for actor in plantilla["actores"]:
        es_alianza = actor["tipo"] in ("coalicion", "candidatura_comun")
        assert es_alianza == ("miembros" in actor), actor["clave"]
        if es_alianza:
            assert len(actor["miembros"]) >= 2, actor["clave"]
            assert set(actor["miembros"]) <= partidos, actor["clave"]
            assert actor["alcance"], actor["clave"]


def test_el_alcance_nombra_cargos_y_demarcaciones_que_existen(plantilla):
    ambitos = {c["clave"]: c["ambito"] for c in plantilla["cargos"]}
    territorio = {(d["tipo"], d["clave"]) for d in plantilla["demarcaciones"]}
    for actor in plantilla["actores"]:
        for alcance in actor.get("alcance", []):
            assert set(alcance["cargos"]) <= set(ambitos), actor["clave"]
            assert not ("demarcaciones" in alcance and "salvo" in alcance), actor["clave"]
            lugares = alcance.get("demarcaciones", []) + alcance.get("salvo", [])
            assert len(lugares) == len(set(lugares)), actor["clave"]
            for cargo in alcance["cargos"] if lugares else []:
                assert {(ambitos[cargo], lugar) for lugar in lugares} <= territorio, actor["clave"]


def test_cada_cargo_aparece_en_un_solo_alcance_de_cada_actor(plantilla):
    for actor in plantilla["actores"]:
        cargos = [c for alcance in actor.get("alcance", []) for c in alcance["cargos"]]
        assert len(cargos) == len(set(cargos)), actor["clave"]


def test_los_colores_son_hexadecimales_y_el_del_instituto_se_lee(plantilla):
    instituto = plantilla["instituto"]
    colores = [v for k, v in instituto.items() if k.startswith("color")]
    colores += [a["color"] for a in plantilla["actores"] if "color" in a]
    assert all(COLOR.fullmatch(c) for c in colores)
    claro, oscuro = sorted((luminancia(instituto[c]) for c in ("color", "color_texto")), reverse=True)
    assert (claro + 0.05) / (oscuro + 0.05) >= 4.5


def test_la_zona_horaria_cumple_su_oraculo(plantilla):
    proceso = plantilla["proceso"]
    oraculo = proceso["oraculo_zona"]
    local = oraculo["local"].replace(tzinfo=ZoneInfo(proceso["zona_horaria"]))
    assert local.astimezone(UTC) == oraculo["utc"]


def test_todo_cargo_tiene_fecha_de_aprobacion_y_de_publicacion(plantilla):
    cargos = set(claves(plantilla["cargos"]))
    for tabla in ("aprobacion", "publicacion"):
        fechas = plantilla["fechas"][tabla]
        assert set(fechas) - {"general"} <= cargos
        assert "general" in fechas or set(fechas) == cargos


def test_solo_el_proceso_ficticio_cuenta_las_fechas_desde_hoy(plantilla):
    valores = [plantilla["proceso"]["jornada"], *instantes(plantilla["fechas"])]
    if plantilla["proceso"]["ficticio"]:
        assert all(isinstance(v, str) and FECHA_RELATIVA.fullmatch(v) for v in valores)
    else:
        assert all(isinstance(v, date) for v in valores)
        assert all(v.tzinfo is None for v in valores if isinstance(v, datetime))


def test_todas_declaran_los_mismos_parametros(plantilla):
    assert set(plantilla["parametros"]) == set(leer("michoacan-2023-2024")["parametros"])


def test_la_demostracion_no_usa_ningun_actor_real():
    inventados = leer("demostracion")["actores"]
    reales = [a for nombre in PROCESOS if nombre != "demostracion" for a in leer(nombre)["actores"]]
    for campo in ("clave", "siglas", "nombre"):
        assert not {a[campo] for a in inventados} & {a[campo] for a in reales}


def test_las_plazas_por_demarcacion_son_de_demarcaciones_que_existen(plantilla):
    for cargo in plantilla["cargos"]:
        propias = set(claves(de_tipo(plantilla, cargo["ambito"])))
        assert set(cargo.get("plazas_por_demarcacion", {})) <= propias
