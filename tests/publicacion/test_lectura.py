"""Lo único por donde se lee lo público: con la hora por compuerta y al día con cada edición."""

import random
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from conoceles.interrupciones.ausencias import NADA
from conoceles.publicacion import acciones, lectura
from conoceles.publicacion.acciones import retiros
from conoceles.publicacion.indices_al_dia import MAX_PROCESOS_EN_MEMORIA
from conoceles.publicacion.models import Edicion, Ficha, Instantanea
from tests import fabricas

from . import sinteticas

pytestmark = pytest.mark.django_db


def abrir(clave="", ahora=None):
    return lectura.abrir(clave, ahora or timezone.now())


def foto_de(candidatura):
    return Ficha.objects.get(pk=candidatura.clave).tarjeta["foto"]


def test_antes_de_la_hora_no_salen_ni_respuestas_ni_fotografia(publicada):
    desde = publicada.proceso.instante("publicacion", publicada.cargo.clave)
    antes = desde - timedelta(seconds=1)
    documento = lectura.documento_publico(publicada.clave, antes)
    assert documento.documento["respuestas"] == {}
    assert documento.situacion.clave == "por_publicar"
    assert not lectura.foto_visible_hasta(foto_de(publicada), antes)
    a_la_hora = lectura.documento_publico(publicada.clave, desde)
    assert a_la_hora.documento["respuestas"]["grado_max"] == "licenciatura"
    assert lectura.foto_visible_hasta(foto_de(publicada), desde)


def test_lo_retirado_y_lo_terminado_dejan_de_verse_en_la_siguiente_peticion(publicada, gente):
    assert abrir().indice.tabla().filtrar({"respondio": ["si"]}).total == 1
    retiros.retirar(candidatura=publicada, motivo="Prueba", por=gente["carmen"])
    assert abrir().indice.tabla().filtrar({"respondio": ["si"]}).total == 0
    assert not lectura.foto_visible_hasta(foto_de(publicada) or "", timezone.now())
    retiros.restablecer(candidatura=publicada, por=gente["carmen"])
    assert abrir().indice.tabla().filtrar({"respondio": ["si"]}).total == 1
    publicada.situacion, publicada.hasta = "renuncia", timezone.now()
    publicada.save()
    acciones.al_corriente([publicada], por=None)
    assert publicada.clave not in abrir().indice.filas
    assert lectura.documento_publico(publicada.clave, timezone.now()).documento["respuestas"] == {}


def test_sin_cambios_basta_una_consulta_y_una_edicion_solo_trae_lo_que_cambio(
    proceso, django_assert_num_queries, django_assert_max_num_queries
):
    sinteticas.inscribir(proceso, sinteticas.tarjetas(50))
    primero = abrir().indice
    with django_assert_num_queries(1):
        assert abrir().indice is primero
    azar = random.Random(9)
    sinteticas.inscribir(proceso, {"clave000003": sinteticas.tarjeta(azar, nombre="Nombre Nuevo")})
    with django_assert_max_num_queries(5):  # con los cargos del proceso, que son unos cuantos
        segundo = abrir().indice
    assert segundo.filas["clave000003"].nombre == "Nombre Nuevo"
    assert segundo.filas["clave000004"] is primero.filas["clave000004"]
    assert len(segundo.filas) == 50


def test_al_restaurar_un_respaldo_no_queda_nada_de_la_otra_historia(proceso):
    sinteticas.inscribir(proceso, sinteticas.tarjetas(5))
    assert len(abrir().indice.filas) == 5
    Ficha.objects.all().delete()
    Edicion.objects.all().delete()
    otras = {f"otra{i}": t for i, t in enumerate(sinteticas.tarjetas(3, semilla=2).values())}
    for clave, tarjeta in otras.items():
        vigente = Instantanea.objects.create(
            secuencia=Instantanea.objects.count() + 1, proceso=proceso.clave, clave=clave, version=1,
            instante=timezone.now(), documento="{}", sal="00", huella="0" * 64,
        )  # fmt: skip
        Ficha.objects.create(clave=clave, proceso=proceso.clave, vigente=vigente, tarjeta=tarjeta, edicion=1)
    Edicion.objects.create(proceso=proceso.clave, numero=1, secuencia=1)
    assert set(abrir().indice.filas) == set(otras)


def test_al_pasar_la_medianoche_o_un_plazo_el_indice_y_la_marca_son_otros(proceso):
    tarjetas = sinteticas.tarjetas(20)
    with time_machine.travel(datetime(2027, 4, 20, 18, tzinfo=UTC), tick=False):
        sinteticas.inscribir(proceso, tarjetas)
    antes = abrir(ahora=datetime(2027, 4, 21, 5, 59, tzinfo=UTC))
    despues = abrir(ahora=datetime(2027, 4, 21, 6, 0, tzinfo=UTC))
    assert antes.marca != despues.marca
    assert antes.segundos_de_vigencia == 60
    assert despues.corte == datetime(2027, 4, 21, 6, tzinfo=UTC)
    assert abrir(ahora=datetime(2027, 4, 21, 7, tzinfo=UTC)).marca == despues.marca


def test_la_marca_cambia_con_cada_edicion_y_con_el_proceso(proceso):
    marcas = {abrir().marca}
    sinteticas.inscribir(proceso, sinteticas.tarjetas(2))
    marcas.add(abrir().marca)
    proceso.fechas = {"publicacion": (timezone.now() + timedelta(days=2)).isoformat()}
    proceso.save()
    marcas.add(abrir().marca)
    proceso.datos_instituto = {**proceso.datos_instituto, "color": "#101010"}
    proceso.save()
    marcas.add(abrir().marca)
    assert len(marcas) == 4


def test_cada_proceso_se_abre_por_su_clave_y_el_vigente_sin_ella(proceso):
    otro = fabricas.ProcesoFactory(clave="otro", es_vigente=False)
    sinteticas.inscribir(proceso, sinteticas.tarjetas(3))
    sinteticas.inscribir(otro, {"otra0": sinteticas.tarjeta(random.Random(1))})
    assert len(abrir().indice.filas) == 3
    assert set(abrir("otro").indice.filas) == {"otra0"}
    assert abrir(proceso.clave).proceso == abrir().proceso
    with pytest.raises(lectura.SinProceso):
        abrir("ninguno")


def test_sin_proceso_vigente_lo_dice(db):
    with pytest.raises(lectura.SinProceso):
        abrir()


def test_un_documento_suprimido_no_se_lee(candidatura):
    Instantanea.objects.filter(clave=candidatura.clave).update(documento=None, sal=None)
    with pytest.raises(lectura.Suprimido):
        lectura.documento_publico(candidatura.clave, timezone.now())
    assert lectura.documento_publico("noexiste", timezone.now()) is None


def test_varios_hilos_a_la_vez_hacen_un_solo_indice(proceso, monkeypatch):
    sinteticas.inscribir(proceso, sinteticas.tarjetas(10))
    leido = lectura.procesos.leer().procesos[0]
    filas = lectura._indices._filas(leido, None)
    hechas = []
    monkeypatch.setattr(lectura._indices, "_filas", lambda *a: hechas.append(1) or filas)
    indices = []
    hilos = [
        threading.Thread(target=lambda: indices.append(lectura._indices.indice(leido, timezone.now(), NADA)))
        for _ in range(8)
    ]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert len(hechas) == 1
    assert len({id(i) for i in indices}) == 1


def test_la_memoria_no_crece_con_los_procesos(proceso):
    for n in range(12):
        fabricas.ProcesoFactory(clave=f"p{n}", es_vigente=False)
        abrir(f"p{n}")
    assert len(lectura._indices._entradas) == MAX_PROCESOS_EN_MEMORIA
