"""Lo que toda prueba comparte: personas, una candidatura y el vaciado de las tablas que no se borran."""

from __future__ import annotations

import gc
import io
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import TransactionTestCase
from django.utils import timezone
from PIL import Image

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.bitacora.checks import REGISTRADAS
from conoceles.bitacora.models import Cabeza
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones.borradores import escribir_respuestas
from conoceles.cuestionarios.models import Avance
from conoceles.publicacion import acciones as publicacion
from conoceles.publicacion import lectura

from . import fabricas, respuestas
from .personas import ROLES_POR_PERSONA

AQUI = Path(__file__).parent
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright corre su propio bucle

_vaciar = TransactionTestCase._fixture_teardown


def _vaciar_tambien_lo_que_no_se_borra(self):
    """El único lugar donde se quitan los disparadores: el vaciado entre pruebas con transacciones reales."""
    for disparador in REGISTRADAS:
        disparador.quitar()
    try:
        _vaciar(self)
        Cabeza.objects.get_or_create(pk=1)
    finally:
        for disparador in REGISTRADAS:
            disparador.poner()


TransactionTestCase._fixture_teardown = _vaciar_tambien_lo_que_no_se_borra


# Sus pantallas llaman a verbos y consultas de los demás cuartos, que se prueban en los dos motores.
CARAS = {"captura", "partido", "validacion", "operacion", "consulta", "archivo"}
# Una regla o un rechazo con cien entradas distintas: la misma consulta cien veces.
REGLAS = {
    "cuentas/test_enlaces.py", "cuentas/test_entrar.py", "cuentas/test_reanudar.py", "cuentas/test_seguridad.py",
    "estadistica/test_corte.py", "interrupciones/test_devolver.py", "interrupciones/test_latir.py",
    "interrupciones/test_libro.py", "privacidad/test_acciones.py", "publicacion/test_accesos.py",
    "publicacion/test_alteraciones.py", "publicacion/test_alteraciones_del_tramite.py",
    "publicacion/test_avisos_de_movimientos.py", "publicacion/test_canjes.py", "publicacion/test_historia.py",
    "publicacion/test_identidad.py", "publicacion/test_puntos.py", "publicacion/test_supresiones.py",
    "registro/test_lectura.py", "registro/test_movimientos.py", "registro/test_plantillas.py",
    "registro/test_plazos.py", "registro/test_rechazos.py", "seguimiento/test_actos.py",
    "seguimiento/test_recordatorios.py", "territorio/test_contornos.py", "test_ilegibles.py",
}  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Qué se repite sobre PostgreSQL, en un solo lugar:

    - `sin_base`, nunca: no depende del motor. La que no pide la base lo es sin decirlo.
    - `en_largas`, sólo en `make largas`: las de las caras y las de reglas, salvo las que arman consultas propias
      (`en_los_dos`) o abren transacciones de verdad.
    - Las demás, en `make test`.
    """
    for prueba in items:
        pide = {"db", "transactional_db"} & set(getattr(prueba, "fixturenames", ()))
        base = prueba.get_closest_marker("django_db")
        if not pide and base is None:
            prueba.add_marker(pytest.mark.sin_base)
        elif _de_cara_o_de_reglas(prueba) and not _de_los_dos(prueba, pide, base):
            prueba.add_marker(pytest.mark.en_largas)


def _de_cara_o_de_reglas(prueba):
    ruta = prueba.path.relative_to(AQUI)
    return ruta.parts[0] in CARAS or ruta.as_posix() in REGLAS


def _de_los_dos(prueba, pide, base):
    con_transacciones = "transactional_db" in pide or (base and base.kwargs.get("transaction"))
    return con_transacciones or prueba.get_closest_marker("en_los_dos")


def pytest_collection_finish():
    """Lo ya cargado no se vuelve a recorrer en busca de basura: era la décima parte del tiempo."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _desde_cero():
    cache.clear()
    lectura.olvidar()  # deshacer la transacción de una prueba repite números de edición
    for almacen in ("default", "privado", "publico"):  # los archivos no se deshacen con ella
        shutil.rmtree(settings.MEDIA_ROOT / almacen, ignore_errors=True)


@pytest.fixture
def proceso(db):
    return fabricas.ProcesoFactory()


@pytest.fixture
def gente(proceso):
    """Las personas de `personas.py`, por nombre."""
    cuentas = [
        fabricas.UsuarioFactory.build(acceso=nombre, nombre=f"{nombre.title()} de Prueba", rol=rol)
        for nombre, rol in ROLES_POR_PERSONA.items()
    ]
    Usuario.objects.bulk_create(cuentas)
    return {cuenta.acceso: cuenta for cuenta in cuentas}


@pytest.fixture
def candidatura(gente):
    """La candidatura de Ana, recién aprobada y ya inscrita en lo público."""
    candidatura = fabricas.CandidaturaFactory(persona__cuenta=gente["ana"], persona__nombres="Ana")
    publicacion.al_corriente([candidatura], por=None)
    return candidatura


@pytest.fixture(scope="session")
def foto_jpeg() -> bytes:
    """Una fotografía válida de 800 × 1000."""
    salida = io.BytesIO()
    Image.linear_gradient("L").resize((800, 1000)).convert("RGB").save(salida, "JPEG")
    return salida.getvalue()


@pytest.fixture(scope="session")
def retrato(foto_jpeg):
    """La misma fotografía, ya revisada y dibujada en los tamaños que se publican."""
    from conoceles.comun import fotos

    return fotos.procesar(foto_jpeg)


@pytest.fixture
def capturar_todo(candidatura, gente, retrato):
    """Llena el cuestionario de Ana sin enviarlo: lo que dejarían los verbos, en menos consultas.

    Que deja lo mismo lo comprueba `cuestionarios/test_acciones.py`.
    """

    @transaction.atomic
    def llenar():
        # Entró hace mucho: lo que llegue tarde no será por su acceso.
        Usuario.objects.filter(pk=gente["ana"].pk).update(
            primera_entrada_en=timezone.now() - timedelta(days=30)
        )
        cuestionario = acciones.abrir(candidatura=candidatura)
        secciones = [seccion for seccion in cuestionario.definicion if seccion.clave != "foto"]
        preguntadas = {pregunta.clave for seccion in secciones for pregunta in seccion.preguntas}
        escribir_respuestas(cuestionario, {c: v for c, v in respuestas.COMPLETAS.items() if c in preguntadas})
        previas = dict(cuestionario.avances.values_list("seccion", "revision"))
        Avance.objects.bulk_create(
            [
                Avance(cuestionario=cuestionario, seccion=s.clave, revision=previas.get(s.clave, 0) + 1)
                for s in secciones
            ],
            update_conflicts=True,
            unique_fields=["cuestionario", "seccion"],
            update_fields=["revision"],
        )
        objeto = ("candidatura", candidatura.clave)
        guardados = [Acto("seccion:guardar", objeto, {"seccion": seccion.clave}) for seccion in secciones]
        asentar_varios(por=gente["ana"], actos=guardados)
        acciones.guardar_foto(cuestionario=cuestionario, retrato=retrato, por=gente["ana"])
        return cuestionario

    return llenar


# --- El cuestionario de Ana en cada estado --------------------------------------------------------------------


@pytest.fixture
def enviado(capturar_todo, gente):
    """Recién enviado."""
    cuestionario = capturar_todo()
    publicacion.enviar(cuestionario=cuestionario, por=gente["ana"])
    cuestionario.refresh_from_db()
    return cuestionario


@pytest.fixture
def en_revision(enviado, gente):
    """Vera lo tomó y soltó su turno: puede seguir cualquiera que valide."""
    cuestionario = acciones.tomar(cuestionario=enviado, por=gente["vera"])
    acciones.soltar(cuestionario=cuestionario, por=gente["vera"])
    return cuestionario


@pytest.fixture
def validado(en_revision, gente):
    return acciones.validar(cuestionario=en_revision, por=gente["vera"])


@pytest.fixture
def publicado(validado, gente):
    publicacion.publicar(candidaturas=[validado.candidatura], por=gente["carmen"])
    return validado


@pytest.fixture
def validada(candidatura, validado):
    """La candidatura de Ana, con su cuestionario validado y sin publicar."""
    return candidatura


@pytest.fixture
def publicada(candidatura, publicado):
    """La candidatura de Ana, con su cuestionario publicado."""
    return candidatura
