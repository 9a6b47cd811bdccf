"""Cada columna de cada tabla que sostiene lo público, cambiada por fuera, y lo que `verificar` dice de ella."""

from __future__ import annotations

import hashlib
import io
import json
import re
from datetime import datetime, timedelta
from itertools import dropwhile

import pytest
import time_machine
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from conoceles.bitacora import cadena
from conoceles.bitacora.acciones import asentar, huella_de, marca_de
from conoceles.bitacora.checks import REGISTRADAS
from conoceles.bitacora.models import Asiento, Cabeza, Comprobacion
from conoceles.cuestionarios import en_bloque
from conoceles.cuestionarios.en_bloque import Entrega
from conoceles.cuestionarios.estados import Estado
from conoceles.publicacion import constructor, ediciones, identidad, movimientos
from conoceles.publicacion.acciones import al_corriente, programar, publicar
from conoceles.publicacion.acciones.retiros import pausar, retirar
from conoceles.publicacion.evidencia import auditoria, integridad, puntos
from conoceles.publicacion.models import (
    Edicion,
    Ficha,
    Instantanea,
    ParteDeIdentidad,
    PuntoDeControl,
    Supresion,
    Tanda,
    Tramo,
)
from conoceles.registro.catalogos import ClaseDeMovimiento
from conoceles.registro.models import Persona
from conoceles.registro.movimientos.pedidos import NoProcede, Pedido
from tests import fabricas
from tests.asentados import asentar_lo_fabricado
from tests.privacidad.conftest import proceso  # noqa: F401 (las mismas premisas)
from tests.privacidad.identidades import contestar, formato, manifestar
from tests.publicacion import test_alteraciones_del_tramite
from tests.publicacion.cambios import cambio, columnas_de
from tests.respuestas import COMPLETAS

pytestmark = pytest.mark.django_db

ES_SQLITE = connection.vendor == "sqlite"
ANTES = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
DESPUES = datetime.fromisoformat("2099-01-01T00:00:00+00:00")
ANA, BETO = {"clave": "ana"}, {"clave": "beto"}
CERO = "0" * 64


PRIMERA, SELLO = {"secuencia": 1}, {"accion": puntos.SELLAR, "objeto_clave": "2"}
EN_LA_FICHA = r"La ficha {} no dice lo que se publicó en: .*{}"
CAMBIOS = [
    cambio(Instantanea, "secuencia", 99, PRIMERA, "Falta la hoja 1"),
    cambio(Instantanea, "proceso", "otro", PRIMERA, "La instantánea 1 dice ser de otro proceso que la ficha ana"),
    cambio(Instantanea, "clave", "otra", PRIMERA, "Hay instantáneas de otra y falta su ficha"),
    cambio(Instantanea, "version", 9, PRIMERA, "La ficha ana no muestra su última versión"),
    cambio(Instantanea, "instante", ANTES, PRIMERA, "Las primeras 1 hojas ya no dan la raíz"),
    cambio(Instantanea, "autoria", "validacion", PRIMERA, "Las hojas hasta la 1 no son de quien la bitácora"),
    cambio(Instantanea, "documento", "{}", PRIMERA, r"La instantánea 1 \(ana v1\) no coincide con su huella"),
    cambio(Instantanea, "documento", None, PRIMERA, r"La instantánea 1 \(ana v1\) no tiene contenido", sal=None),
    cambio(Instantanea, "sal", "00" * 16, PRIMERA, r"La instantánea 1 \(ana v1\) no coincide con su huella"),
    cambio(Instantanea, "huella", CERO, PRIMERA, "Las primeras 1 hojas ya no dan la raíz"),
    cambio(Ficha, "clave", "otra", ANA, "Hay instantáneas de ana y falta su ficha"),
    cambio(Ficha, "proceso", "otro", ANA, "dice ser de otro proceso que la ficha ana"),
    cambio(Ficha, "vigente_id", 1, ANA, "La ficha ana no muestra su última versión"),
    cambio(Ficha, "vigente_id", 99, ANA, "La ficha ana apunta a una instantánea que no existe"),
    cambio(Ficha, "tarjeta", {}, ANA, EN_LA_FICHA.format("ana", "tarjeta")),
    cambio(Ficha, "edicion", 1, BETO, EN_LA_FICHA.format("beto", "edicion")),
    cambio(Ficha, "estado", "publicada", BETO, EN_LA_FICHA.format("beto", "estado"), retirada_en=None,
           motivo_de_retiro=""),
    cambio(Ficha, "envio_publicado", 9, ANA, EN_LA_FICHA.format("ana", "envio_publicado")),
    cambio(Ficha, "publicada_en", ANTES, ANA, EN_LA_FICHA.format("ana", "publicada_en")),
    cambio(Ficha, "retirada_en", ANTES, BETO, EN_LA_FICHA.format("beto", "retirada_en")),
    cambio(Ficha, "motivo_de_retiro", "Otro", BETO, EN_LA_FICHA.format("beto", "motivo_de_retiro")),
    cambio(Ficha, "retratos", {"640.jpg": CERO}, ANA, EN_LA_FICHA.format("ana", "retratos")),
    cambio(Ficha, "visible_desde", DESPUES, ANA, EN_LA_FICHA.format("ana", "visible_desde")),
    cambio(Ficha, "visible_desde", None, BETO, EN_LA_FICHA.format("beto", "visible_desde")),
    cambio(Ficha, "pausas", {}, ANA, EN_LA_FICHA.format("ana", "pausas")),
    cambio(Ficha, "pausas", {"contacto": {"desde": "x", "motivo": "Otro"}}, ANA, EN_LA_FICHA.format("ana", "pausas")),
    cambio(Ficha, "pausas", {}, BETO, EN_LA_FICHA.format("beto", "pausas")),
    cambio(ParteDeIdentidad, "clave", "otra", ANA, "identidad de otra sigue guardada y su ficha no está publicada"),
    cambio(ParteDeIdentidad, "proceso", "otro", ANA, "La parte de identidad de ana no coincide con su huella"),
    cambio(ParteDeIdentidad, "sobre", b"\0" * 64, ANA, "La parte de identidad de ana no se descifra"),
    cambio(ParteDeIdentidad, "huella", CERO, ANA, "La parte de identidad de ana no coincide con su huella"),
    cambio(Edicion, "proceso", "otro", {"numero": 2}, "La otro edición 2 no continúa"),
    cambio(Edicion, "numero", 99, {"numero": 2}, "La .* edición 3 no continúa"),
    cambio(Edicion, "instante", ANTES, {"numero": 2}, "La .* edición 2 no continúa a la anterior o cambió"),
    cambio(Edicion, "instante", DESPUES, {"numero": 2}, "La .* edición 2 no continúa a la anterior o cambió"),
    cambio(Edicion, "secuencia", 99, {"numero": 2}, "La .* edición 2 no continúa"),
    cambio(PuntoDeControl, "tamano", 99, {"tamano": 2}, "dice que se firmó un árbol de 2 hojas|99 hojas y sólo quedan"),
    cambio(PuntoDeControl, "raiz", CERO, {"tamano": 2}, "Las primeras 2 hojas ya no dan la raíz"),
    cambio(PuntoDeControl, "instante", ANTES, {"tamano": 2}, "control de 2 hojas no tiene el instante de su última"),
    cambio(PuntoDeControl, "nota", "nada", {"tamano": 2}, "El punto de control de 2 hojas: La nota no tiene la forma"),
    cambio(Tramo, "numero", 99, {"numero": 0}, "El tramo 0 no es la raíz"),
    cambio(Tramo, "raiz", CERO, {"numero": 0}, "El tramo 0 no es la raíz"),
    *(
        cambio(Asiento, columna, valor, PRIMERA, "[Ee]l renglón [12] ")
        for columna, valor in {
            "secuencia": 999, "instante": ANTES, "actor": "otra", "rol": "otro", "direccion": "10.0.0.0",
            "accion": "ficha:otra", "objeto_tipo": "otro", "objeto_clave": "otra", "detalle": {"otro": 1},
            "huella_anterior": "f" * 64, "huella": "f" * 64,
        }.items()
    ),
    *(
        cambio(Supresion, columna, valor, {}, "La supresión .* no dice lo que se asentó")
        for columna, valor in {
            "clave": "beto", "proceso": "otro", "versiones": [1], "secciones": ["contacto"], "con_lo_actual": True,
            "motivo": "Otro", "ordenada_en": ANTES, "sal": "00" * 16,
        }.items()
    ),
    cambio(Asiento, "detalle", {}, SELLO, "renglón .* fue alterado"),
    cambio(Cabeza, "secuencia", 999, {}, "su cabeza dice 999"),
    cambio(Cabeza, "huella", "f" * 64, {}, "falta la cola"),
    cambio(Cabeza, "marca", CERO, {}, "La cabeza de la bitácora, .* se escribió por fuera"),
    cambio(Comprobacion, "huella", CERO, {}, "La comprobación .* no dice lo que se dejó dicho"),
    cambio(Comprobacion, "marca", "", {}, "La comprobación .* no dice lo que se dejó dicho"),
    cambio(Comprobacion, "defecto", "Otro", {}, "La comprobación .* no dice lo que se dejó dicho"),
    cambio(Comprobacion, "hasta", 99_999, {}, "La comprobación .* se metió por fuera"),
    cambio(Comprobacion, "instante", DESPUES, {}, "La comprobación .* no dice lo que se dejó dicho"),
]  # fmt: skip

LLAVE = "una llave sin significado"
SIN_REVISAR: dict[type[Model], dict[str, str]] = {
    ParteDeIdentidad: {"actualizada_en": "no se muestra ni decide nada"},
    Edicion: {"id": LLAVE},
    Cabeza: {"id": "sólo puede ser 1"},
    Comprobacion: {"id": LLAVE},
    Supresion: {"id": LLAVE},
    Tanda: dict.fromkeys((c.attname for c in Tanda._meta.concrete_fields), "recibo interno, no es público"),
}


def test_toda_columna_tiene_quien_la_vigile_o_dice_por_que_no():
    for modelo in [
        *apps.get_app_config("publicacion").get_models(),
        *apps.get_app_config("bitacora").get_models(),
    ]:
        if modelo in test_alteraciones_del_tramite.REVISIONES:
            continue
        vigiladas = {cambio.columna for cambio in CAMBIOS if cambio.modelo is modelo}
        assert columnas_de(modelo) == vigiladas | set(SIN_REVISAR.get(modelo, {})), modelo.__name__


# --- Las premisas --------------------------------------------------------------------------------------------


@pytest.fixture
def publico(proceso, gente, monkeypatch):  # noqa: F811
    """Ana, publicada con su identidad y un apartado oculto; Beto, programado, oculto en parte y luego retirado."""
    for modulo in (puntos, auditoria):
        monkeypatch.setattr(modulo, "HOJAS_POR_TRAMO", 2)
    ana = fabricas.CandidaturaFactory(**ANA, persona__cuenta=gente["ana"], persona__edad=25)
    beto = fabricas.CandidaturaFactory(**BETO)
    al_corriente([ana], por=None)
    al_corriente([beto], por=gente["carmen"])
    programar(candidaturas=[beto], desde=timezone.now() + timedelta(days=40), por=gente["carmen"])
    _publicar_con_foto([ana, beto], gente["carmen"])
    for candidatura in (ana, beto):
        pausar(candidatura=candidatura, seccion="contacto", motivo="Prueba", por=gente["carmen"])
    retirar(candidatura=beto, motivo="Prueba", por=gente["carmen"])
    manifestar(ana, gente["ana"])
    contestar(ana, gente["ana"])
    identidad.enviar(candidatura=ana, por=gente["ana"])
    formato(ana, gente["ana"], gente["diego"])
    _ordenar_una_supresion(gente["carmen"])
    asentar_lo_fabricado()
    cadena.comprobar()
    return {"ana": ana, "beto": beto, "gente": gente}


def _publicar_con_foto(candidaturas, carmen):
    foto = hashlib.sha256(b"una fotografia").hexdigest()
    if not storages["privado"].exists(f"retratos/{foto}/640.jpg"):
        storages["privado"].save(f"retratos/{foto}/640.jpg", ContentFile(b"una fotografia"))
    respuestas = {**COMPLETAS, "foto": foto}
    entregas = [Entrega(c, respuestas, Estado.VALIDADO, timezone.now()) for c in candidaturas]
    en_bloque.registrar(entregas, por=None)
    publicar(candidaturas=candidaturas, por=carmen)


@transaction.atomic
def _ordenar_una_supresion(carmen):
    """Sin ninguna versión: lo que con una se borra se prueba en `test_supresiones`."""
    orden = Supresion.objects.create(
        clave="ana", proceso="p", versiones=[], secciones=[""], con_lo_actual=False, motivo="Prueba"
    )
    dicho = {"versiones": [], "supresion": orden.pk, "huella": orden.huella_de_lo_ordenado}
    asentar(por=carmen, accion="ficha:suprimir", objeto=("candidatura", "ana"), **dicho)


@pytest.fixture
def a_mano(publico):
    """Lo mismo, sin disparadores: como quien puede quitarlos."""
    assert verificar() == ""
    connection.check_constraints()  # nada aplazado: PostgreSQL no quita un disparador con eventos pendientes
    for disparadores in REGISTRADAS:
        disparadores.quitar()
    return publico


def verificar() -> str:
    """Lo que la orden halla, sin lo que dice de los disparadores; vacío si todo está bien."""
    salida = io.StringIO()
    try:
        call_command("verificar", stdout=salida)
    except CommandError:
        _, *renglones = salida.getvalue().splitlines()
        sin_disparadores = dropwhile(lambda renglon: renglon.startswith("  "), renglones)
        return "\n".join(renglon for renglon in sin_disparadores if not renglon.endswith(": bien"))
    return ""


def al_deshacerlo(hacer) -> str:
    """Lo que `verificar` dice tras ese cambio, que no queda hecho."""
    with transaction.atomic():
        hacer()
        dicho = verificar()
        transaction.set_rollback(True)
    return dicho


# Una de cada cinco; todas, con `make largas`.
POCAS_O_TODAS = pytest.mark.parametrize("cada", [5, pytest.param(1, marks=pytest.mark.lenta)])


# --- Lo que se cambia ----------------------------------------------------------------------------------------


@POCAS_O_TODAS
def test_cada_columna_cambiada_se_nombra(a_mano, cada):
    callados = []
    for modelo, columna, valores, donde, dice in CAMBIOS[::cada]:
        filas = modelo._base_manager.filter(**donde)
        assert filas.exists(), (modelo, donde)
        dicho = al_deshacerlo(lambda filas=filas, valores=valores: filas.update(**valores))
        if not re.search(dice, dicho) or "no se pudo terminar" in dicho:
            callados.append((modelo.__name__, columna, dice, dicho))
    assert not callados
    assert verificar() == ""


@POCAS_O_TODAS  # de cada tabla, también la última
def test_cada_fila_borrada_se_nota(a_mano, cada):
    """Salvo la última edición si sólo movió la identidad: no trae hoja y lo que mostraba se compara aparte."""
    callados = []
    for modelo in (
        Instantanea,
        Ficha,
        ParteDeIdentidad,
        Edicion,
        PuntoDeControl,
        Tramo,
        Asiento,
        Cabeza,
        Supresion,
    ):
        for fila in modelo._base_manager.order_by("-pk")[::cada]:
            borrar = modelo._base_manager.filter(pk=fila.pk)
            dicho = al_deshacerlo(lambda borrar=borrar: borrar._raw_delete(borrar.db))
            callados += [fila] if not dicho or "no se pudo terminar" in dicho else []
    assert callados == [Edicion.objects.latest("pk")]


ILEGIBLES = {
    "publicacion_instantanea SET instante='basura' WHERE secuencia=2": "La hoja 2 no se puede leer",
    "publicacion_instantanea SET instante=x'ff' WHERE secuencia=2": "La instantánea 2 no se puede leer",
    "publicacion_instantanea SET clave=x'ff' WHERE secuencia=2": "La hoja 2 no se puede leer",
    "publicacion_instantanea SET documento=x'ff' WHERE secuencia=2": "La instantánea 2 .* su huella",
    "publicacion_instantanea SET documento=CAST(x'ff' AS TEXT) WHERE secuencia=2": "La instantánea 2 no se puede",
    "publicacion_instantanea SET huella=5 WHERE secuencia=2": "La instantánea 2",
    "publicacion_puntodecontrol SET tamano=x'ff' WHERE tamano=2": "un punto de control de b'",
    "publicacion_ficha SET tarjeta='3' WHERE clave='ana'": "La ficha ana .*: tarjeta",
    "publicacion_ficha SET pausas='3' WHERE clave='ana'": "La ficha ana no se puede leer",
    "publicacion_ficha SET publicada_en='basura' WHERE clave='ana'": "La ficha ana no se puede leer",
    "publicacion_ficha SET estado='otro' WHERE clave='ana'": "La ficha ana no se puede leer",
    "publicacion_edicion SET instante='basura' WHERE numero=2": "La edición .* no se puede leer",
    "publicacion_partedeidentidad SET sobre='texto'": "identidad de ana no se puede leer",
    "publicacion_puntodecontrol SET instante='basura' WHERE tamano=2": "El punto de control de 2 hojas",
    "publicacion_puntodecontrol SET instante=x'ff' WHERE tamano=2": "El punto de control 2 no se puede leer",
    "publicacion_puntodecontrol SET nota=x'ff' WHERE tamano=2": "El punto de control de 2 hojas: La nota",
    "publicacion_tramo SET raiz=x'ff'": "El tramo 0 no es",
    "publicacion_tramo SET numero='basura' WHERE numero=0": "El tramo 0 no es",
    "bitacora_asiento SET detalle='[]' WHERE accion='arbol:sellar'": "El renglón .* fue alterado",
    "bitacora_asiento SET detalle='[]' WHERE accion='ficha:pausar'": "El renglón .* fue alterado",
    "bitacora_comprobacion SET instante='basura'": "La comprobación .* se metió o se cambió por fuera",
}


@pytest.mark.skipif(not ES_SQLITE, reason="PostgreSQL no admite en una columna lo que no es de su tipo")
def test_lo_que_no_se_deja_leer_se_nombra_y_las_demas_revisiones_siguen(a_mano):
    callados = []
    for orden, dice in ILEGIBLES.items():
        dicho = al_deshacerlo(lambda orden=orden: ejecutar(f"UPDATE {orden}"))
        callados += [] if re.search(dice, dicho) else [(orden, dicho)]
    assert not callados


@pytest.mark.skipif(not ES_SQLITE, reason="PostgreSQL no admite en una columna lo que no es de su tipo")
def test_las_paginas_que_lo_comprueban_lo_dicen_y_no_se_rompen(a_mano, client):
    vigente = Ficha.objects.get(**ANA).vigente_id
    for columna, valor in (
        ("instante", "'basura'"),
        ("instante", "x'ff'"),
        ("documento", "x'ff'"),
        ("huella", "5"),
    ):
        with transaction.atomic():
            ejecutar(f"UPDATE publicacion_instantanea SET {columna}={valor} WHERE secuencia={vigente}")
            pagina = client.get("/candidaturas/ana/verificar/")
            assert "No coincide con lo que se firmó" in pagina.content.decode(), (columna, valor)
            assert client.get("/candidaturas/ana/verificacion.json").status_code in (200, 404)
            transaction.set_rollback(True)


def ejecutar(orden: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(orden)


# --- Lo que se hace con cuidado --------------------------------------------------------------------------------


def test_una_identidad_revocada_que_se_repone_se_nota_y_ya_no_se_abre(
    publico, gente, client, django_capture_on_commit_callbacks
):
    guardada = ParteDeIdentidad.objects.get()
    assert "CANARIO" in client.get("/candidaturas/ana/").content.decode()  # este proceso ya la abrió
    with django_capture_on_commit_callbacks(execute=True):
        manifestar(publico["ana"], gente["ana"], publicacion=False)
    assert verificar() == ""
    ParteDeIdentidad.objects.bulk_create([guardada])
    assert "La parte de identidad de ana no se descifra" in verificar()
    assert "CANARIO" not in client.get("/candidaturas/ana/").content.decode()


def test_una_repuesta_antes_de_que_se_destruya_su_llave_tambien(publico, gente):
    guardada = ParteDeIdentidad.objects.get()
    manifestar(publico["ana"], gente["ana"], publicacion=False)
    ParteDeIdentidad.objects.bulk_create([guardada])
    assert "La parte de identidad de ana se muestra sin que hoy esté autorizada" in verificar()


def test_lo_que_se_autorizo_y_se_quito_se_nota(publico):
    ParteDeIdentidad.objects.all().delete()
    assert "La parte de identidad de ana no es la que hoy está autorizada" in verificar()


def test_volver_a_autorizar_no_pierde_su_llave_nueva(publico, gente, django_capture_on_commit_callbacks):
    """El olvido corre al confirmarse el acto: si entretanto se volvió a autorizar, ya no toca."""
    with django_capture_on_commit_callbacks() as olvidos:
        manifestar(publico["ana"], gente["ana"], publicacion=False)
    manifestar(publico["ana"], gente["ana"])
    contestar(publico["ana"], gente["ana"])
    identidad.enviar(candidatura=publico["ana"], por=gente["ana"])
    formato(publico["ana"], gente["ana"], gente["diego"])
    for olvidar in olvidos:
        olvidar()
    assert ParteDeIdentidad.objects.exists()
    assert verificar() == ""


def test_deshacer_entera_la_ultima_publicacion_lo_delata_la_bitacora(a_mano):
    """El retiro de Beto, como si no hubiera pasado: ficha, instantánea, punto, tramo y edición."""
    ultima = Instantanea.objects.latest("secuencia")
    anterior = Instantanea.objects.get(clave="beto", version=ultima.version - 1)
    Ficha.objects.filter(**BETO).update(
        vigente=anterior, estado="publicada", retirada_en=None, motivo_de_retiro="",
        edicion=Edicion.objects.get(secuencia=anterior.pk).numero,
        tarjeta=constructor.tarjeta(json.loads(anterior.documento)),
    )  # fmt: skip
    for filas in (
        Edicion.objects.filter(secuencia=ultima.pk),
        PuntoDeControl.objects.filter(tamano=ultima.pk),
        Tramo.objects.filter(numero=ultima.pk // 2 - 1),
        Instantanea.objects.filter(pk=ultima.pk),
    ):
        filas._raw_delete(filas.db)
    dicho = verificar()
    assert f"dice que se firmó un árbol de {ultima.pk} hojas y ese punto ya no está" in dicho
    assert "beto no dice lo que se publicó" not in dicho  # sólo lo sabe la bitácora


def test_la_bitacora_rehecha_con_otra_autora_no_es_la_que_se_firmo(a_mano):
    anterior = CERO
    for asiento in Asiento.objects.order_by("secuencia"):
        asiento.actor = asiento.actor and "otra"
        asiento.huella_anterior, asiento.huella = anterior, ""
        asiento.huella = anterior = huella_de(asiento)
        asiento.save()
    cabeza = Cabeza.objects.get()
    cabeza.huella = anterior
    cabeza.marca = marca_de(cabeza)
    cabeza.save()
    dicho = verificar()
    assert "se rehízo la cadena" in dicho  # lo dice la comprobación de aquel día
    assert f"La bitácora interna no es la que se firmó con {puntos.ultimo().tamano} hojas" in dicho


DEL_REGISTRO = {
    "registro_persona SET nombre_completo='Otra Persona'": "El registro de ana no es el que se firmó",
    "registro_persona SET mote='X'": "El registro de ana no es el que se firmó",
    "registro_persona SET edad=99": "El registro de ana no es el que se firmó",
    "registro_actorpolitico SET nombre='Otro'": "El registro de ana no es el que se firmó",
    "registro_cargo SET nombre='Otro'": "El registro de ana no es el que se firmó",
    "registro_demarcacion SET nombre='Otra'": "El registro de ana no es el que se firmó",
    "registro_candidatura SET acciones_afirmativas='[\"otra\"]' WHERE clave='ana'": "El registro de ana",
    "registro_candidatura SET aprobada_en='2020-01-01 00:00:00+00:00' WHERE clave='ana'": "El registro de ana",
    "registro_candidatura SET clave='otra' WHERE clave='ana'": "La candidatura otra no tiene página",
}


def test_el_registro_cambiado_por_fuera_se_nombra(a_mano):
    callados = []
    for orden, dice in DEL_REGISTRO.items():
        dicho = al_deshacerlo(lambda orden=orden: ejecutar(f"UPDATE {orden}"))
        callados += [] if dice in dicho else [(orden, dicho)]
    assert not callados


def test_lo_que_el_registro_dice_por_fuera_no_lo_firma_un_acto_ajeno(publico):
    """Reanudar un apartado no publica el nombre que alguien escribió en la base; corregirlo encima se niega."""
    ana = publico["ana"]
    Persona.objects.filter(pk=ana.persona_id).update(nombre_completo="Otra Persona")
    retirar(candidatura=ana, motivo="Prueba", por=publico["gente"]["carmen"])
    vigente = Ficha.objects.select_related("vigente").get(**ANA).vigente.documento
    assert "Otra Persona" not in vigente
    assert '"situacion":"retirada"' in vigente
    renuncia = Pedido(ana, ClaseDeMovimiento.RENUNCIA, acuerdo="A/1", surte_en=timezone.now())
    with pytest.raises(NoProcede, match="El registro de ana no es el que se firmó"):
        movimientos.mover(pedidos=[renuncia], por=publico["gente"]["carmen"])


def test_con_el_reloj_atrasado_lo_que_se_publica_no_queda_antes_de_lo_anterior(publico, monkeypatch):
    ana = publico["ana"]
    ultimo = Edicion.objects.latest("pk").instante
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        ana.persona.mote = "La Nueva"
        ana.persona.save()
        al_corriente([ana], por=None)
    assert Instantanea.objects.latest("secuencia").instante == ultimo
    assert puntos.ultimo().instante == ultimo
    assert verificar() == ""


def test_un_reloj_que_retrocede_no_acusa_a_una_base_limpia(publico):
    """Lo último fue de identidad, sin hoja, y se comprobó: ni una ni otra cosa se hizo por fuera."""
    with time_machine.travel(timezone.now() - timedelta(minutes=30)):
        assert verificar() == ""
        retirar(candidatura=publico["ana"], motivo="Prueba", por=publico["gente"]["carmen"])
        assert verificar() == ""


def test_una_hoja_antedatada_aunque_se_firme_se_nota(publico, monkeypatch):
    monkeypatch.setattr(ediciones, "donde_va", lambda: (Instantanea.objects.count(), ANTES))
    publico["ana"].persona.mote = "La Nueva"
    publico["ana"].persona.save()
    al_corriente([publico["ana"]], por=None)
    assert f"La hoja {puntos.ultimo().tamano} dice haberse escrito antes que la que la precede" in verificar()


def test_la_autoria_es_la_de_quien_consta_en_la_bitacora(publico):
    roles = Asiento.objects.filter(accion=puntos.SELLAR).order_by("secuencia").values_list("rol", flat=True)
    assert list(roles[:2]) == ["", publico["gente"]["carmen"].rol]


@pytest.mark.django_db(transaction=True)
def test_la_orden_lee_a_un_mismo_instante_y_no_deja_nada_abierto(publico, monkeypatch):
    assert verificar() == ""
    mirado = []
    monkeypatch.setattr(integridad, "defectos", lambda: mirado.append(_hay_transaccion()) or [])
    assert verificar() == ""
    assert mirado == [True]
    assert not _hay_transaccion()


def _hay_transaccion() -> bool:
    cruda = connection.connection
    return bool(cruda.in_transaction if ES_SQLITE else cruda.info.transaction_status)
