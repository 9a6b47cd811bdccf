"""Del GeoJSON al dibujo: qué se reconoce, qué se rechaza y cuánto pesa."""

import json
import random
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from conoceles.bitacora.models import Asiento
from conoceles.publicacion.models import Edicion
from conoceles.territorio.acciones import importar_mapa
from conoceles.territorio.contornos import MAX_PUNTOS, MAX_TRAZOS, planear_mapa
from conoceles.territorio.models import Contorno
from tests import fabricas

from .mosaico import celdas, figura, geojson, poligono

pytestmark = pytest.mark.django_db
CUADRO = [(-101.0, 19.0), (-100.9, 19.0), (-100.9, 19.1), (-101.0, 19.1)]


@pytest.fixture
def municipios(proceso):
    """Nueve de la entidad 16, con clave y nombre; el primero con otro nombre conocido."""
    fabricas.DemarcacionFactory(proceso=proceso, tipo="entidad", clave="16", nombre="Estado de Prueba")
    for numero in range(1, 10):
        fabricas.DemarcacionFactory(
            proceso=proceso, tipo="municipio", clave=f"{numero:03}", clave_inegi=f"{numero:03}",
            nombre=f"Municipio {numero}", alias=["El Viejo Nombre"] if numero == 1 else [],
        )  # fmt: skip
    return proceso


def mosaico(lado=3, **propiedades):
    return geojson(*(figura(poligono(a), cve_mun=clave, **propiedades) for clave, a in celdas(lado).items()))


def motivos(plan):
    return [hallazgo.motivo for hallazgo in plan.hallazgos.rechazos]


def test_dibuja_cada_municipio_en_un_recuadro(municipios):
    plan = planear_mapa(mosaico(), proceso=municipios)
    assert plan.es_aplicable
    assert list(plan.trazos) == [f"{n:03}" for n in range(1, 10)]
    assert plan.nombres["001"] == "Municipio 1"
    assert 1_000 < plan.alto < 1_200  # al norte del trópico un grado de longitud mide menos
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", trazo) for trazo in plan.trazos.values())


@pytest.mark.parametrize(
    "propiedades",
    [{"CVEGEO": "16002"}, {"cve_mun": 2}, {"cve_mun": 2, "cve_ent": "16"}, {"CVE_MUN": "002"}, {"CVE_ENT": 16.0, "CVE_MUN": 2.0}, {"CVEGEO": 16002.0}, {"CVE_ENT": "16.0", "CVE_MUN": "002.0"}, {"NOMGEO": "MUNICIPIO 2"}, {"nombre": " municipio  2"}],
)  # fmt: skip
def test_se_reconoce_por_la_clave_o_por_el_nombre(municipios, propiedades):
    plan = planear_mapa(geojson(figura(poligono(CUADRO), **propiedades)), proceso=municipios)
    assert list(plan.trazos) == ["002"]
    assert "Sin figura: Municipio 1, Municipio 3" in plan.hallazgos.avisos[0].motivo


def test_uno_puede_venir_en_varias_figuras_y_con_islas(municipios):
    isla = [(x + 1, y) for x, y in CUADRO]
    varios = {"type": "MultiPolygon", "coordinates": [[CUADRO], [isla]]}
    plan = planear_mapa(
        geojson(figura(varios, clave="001"), figura(poligono([(x, y + 1) for x, y in CUADRO]), clave="001")),
        proceso=municipios,
    )
    assert plan.trazos["001"].count("M") == 3


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        (b"", "No es un archivo JSON"),
        (b"seccion,municipio\n1,2", "No es un archivo JSON"),
        (b"\xff\xfe{", "No es un archivo JSON"),
        (b"[" * 100_000, "No es un archivo JSON"),
        (b"[]", "No es un GeoJSON"),
        (b'{"type":"Topology"}', "No es un GeoJSON"),
        (geojson(), "No es un GeoJSON"),
        (geojson(figura(poligono(CUADRO), nombre="Otra parte")), "No se reconoce el municipio"),
        (geojson(figura(poligono(CUADRO))), "No se reconoce el municipio"),
        (geojson("una figura"), "No se reconoce el municipio"),
        (geojson({"properties": ["clave", "001"]}), "No se reconoce el municipio"),
        (geojson(figura(poligono(CUADRO), clave="001", nombre="Municipio 2")), "y el nombre, de otro municipio"),
        (geojson(figura(poligono(CUADRO), clave="001", nombre="Abasolo")), "no es de ningún municipio del proceso"),
        (geojson(figura(poligono(CUADRO), cvegeo="11001")), "Es de otra entidad: su clave es la 11"),
        (geojson(figura(poligono(CUADRO), cve_mun="001", cve_ent="09")), "Es de otra entidad: su clave es la 9"),
        (geojson(figura(poligono(CUADRO), cve_mun=1.0, cve_ent=9.0)), "Es de otra entidad: su clave es la 9."),
        (geojson(figura(poligono(CUADRO), cve_mun=1.5, cve_ent=16.0)), "No se reconoce el municipio"),
        (geojson(figura(None, clave="001")), "Se esperaba un polígono y viene nada"),
        (geojson(figura({"type": "Point", "coordinates": [1, 2]}, clave="001")), "viene Point"),
        (geojson(figura({"type": "Polygon", "coordinates": None}, clave="001")), "no tienen la forma"),
        (geojson(figura({"type": "Polygon", "coordinates": [[1, 2]]}, clave="001")), "no tienen la forma"),
        (geojson(figura({"type": "Polygon", "coordinates": [[["a", "b"]]]}, clave="001")), "no es un número"),
        (geojson(figura({"type": "Polygon", "coordinates": [[[float("nan"), 1]]]}, clave="001")), "no es un número"),
        (geojson(figura({"type": "Polygon", "coordinates": [[[10**400, 1]]]}, clave="001")), "no tienen la forma"),
        (geojson(figura({"type": "Polygon", "coordinates": [[[[1, 2]]]]}, clave="001")), "no tienen la forma"),
        (geojson(figura({"type": "MultiPolygon", "coordinates": {"a": 1}}, clave="001")), "no tienen la forma"),
        (geojson(figura(poligono([(2_500_000, 800_000)]), clave="001")), "No está en grados"),
        (geojson(figura({"type": "Polygon", "coordinates": []}, clave="001")), "Ninguna figura tiene puntos"),
        (geojson(figura({"type": "Polygon", "coordinates": [[CUADRO[0]]]}, clave="001")), "Ninguna figura se alcanza a ver"),
    ],
)  # fmt: skip
def test_lo_que_no_sirve_se_dice_y_no_se_importa(municipios, contenido, dice):
    plan = planear_mapa(contenido, proceso=municipios)
    assert not plan.es_aplicable
    assert dice in " ".join(motivos(plan))
    with pytest.raises(ValueError, match="rechazos"):
        importar_mapa(proceso=municipios, plan=plan, archivo="x", huella="0" * 64, por=None)
    assert not Contorno.objects.exists()


def test_un_proceso_sin_municipios_lo_dice(proceso):
    assert "no tiene municipios" in motivos(planear_mapa(mosaico(), proceso=proceso))[0]


def test_un_mapa_con_todo_el_detalle_pesa_poco(proceso):
    """113 municipios o más con costas de mil puntos: lo que se guarda cabe en 60 kB."""
    claves = celdas(11, por_orilla=150)
    for clave in claves:
        fabricas.DemarcacionFactory(
            proceso=proceso, tipo="municipio", clave=clave, nombre=f"Municipio {clave}"
        )
    plan = planear_mapa(
        geojson(*(figura(poligono(a), cve_mun=clave) for clave, a in claves.items())), proceso=proceso
    )
    assert plan.puntos_leidos > 70_000
    assert plan.puntos < 2 * MAX_PUNTOS
    assert len(plan.trazos) == 121
    assert sum(map(len, plan.trazos.values())) < MAX_TRAZOS


def test_unas_fronteras_enmaranadas_se_rechazan(municipios):
    azar = random.Random(1)
    marana = [(azar.uniform(-101, -100), azar.uniform(19, 20)) for _ in range(9_000)]
    revuelta = azar.sample(marana, len(marana))
    plan = planear_mapa(
        geojson(figura(poligono(marana), clave="001"), figura(poligono(revuelta), clave="002")),
        proceso=municipios,
    )
    assert "Las fronteras se cruzan tanto" in motivos(plan)[0]


def test_la_orden_importa_asienta_y_mueve_la_edicion_una_vez(municipios, tmp_path):
    archivo = tmp_path / "mapa.geojson"
    archivo.write_bytes(mosaico(ENTIDAD="16"))
    for que_paso in ("Se dibujan", "No cambió nada: ya se dibujaban"):
        salida = StringIO()
        call_command("importar_mapa", str(archivo), stdout=salida)
        assert f"{que_paso} 9 municipios" in salida.getvalue()
    assert Contorno.objects.count() == Edicion.objects.count() == 1
    asientos = Asiento.objects.filter(accion="territorio:dibujar")
    assert [a.detalle["municipios"] for a in asientos] == [9]


def test_la_orden_simula_y_dice_lo_que_rechaza(municipios, tmp_path):
    archivo = tmp_path / "mapa.geojson"
    archivo.write_bytes(mosaico())
    call_command("importar_mapa", str(archivo), "--simular", stdout=StringIO())
    archivo.write_bytes(json.dumps({"features": [figura(None, nombre="Nadie")]}).encode())
    salida = StringIO()
    with pytest.raises(CommandError, match="No se importó nada"):
        call_command("importar_mapa", str(archivo), stdout=salida)
    assert "figura 1: «Nadie»: No se reconoce" in salida.getvalue()
    with pytest.raises(CommandError, match="No se puede abrir .*: no existe"):
        call_command("importar_mapa", str(tmp_path / "no-hay"), stdout=StringIO())
    assert not Contorno.objects.exists()
