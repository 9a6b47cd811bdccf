"""Ninguna respuesta de identidad aparece, en claro, en ningún lugar donde se guarde algo."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection

from conoceles.mensajes.acciones import escribir
from conoceles.privacidad import acciones, lectura
from conoceles.privacidad.models import Formato
from conoceles.publicacion import identidad
from tests.respuestas import TEXTO

from .identidades import CANARIOS, RESPUESTAS, contestar, formato, manifestar

pytestmark = pytest.mark.django_db

PAPEL = "CANARIO-PAPEL"


def todo_lo_guardado() -> bytes:
    """Cada celda de cada tabla, con o sin modelo, como bytes."""
    trozos = []
    with connection.cursor() as cursor:
        for tabla in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(tabla)}")
            for fila in cursor.fetchall():
                for celda in fila:
                    es_binaria = isinstance(celda, bytes | memoryview)
                    trozos.append(bytes(celda) if es_binaria else str(celda).encode())
    return b"\n".join(trozos)


def todos_los_archivos(carpeta: Path) -> bytes:
    return b"\n".join(ruta.read_bytes() for ruta in carpeta.rglob("*") if ruta.is_file())


def en_todas_sus_formas(canario: str) -> list[bytes]:
    return [
        canario.encode(),
        json.dumps(canario).encode(),
        canario.encode("utf-16-le"),
        canario.encode().hex().encode(),
    ]


@pytest.fixture
def recorrida(candidatura, gente, publicadas, caplog, settings):
    """Ana contesta, envía, autoriza, cambia de opinión y es leída; nada de lo suyo llega a publicarse."""
    caplog.set_level(logging.DEBUG)
    publicadas(candidatura)
    ana = gente["ana"]
    manifestar(candidatura, ana)
    contestar(candidatura, ana)
    identidad.enviar(candidatura=candidatura, por=ana)
    formato(candidatura, ana, gente["diego"], publicacion=False)
    identidad.previsualizar(candidatura, por=ana)
    acciones.estudiar(candidatura=candidatura, por=gente["gema"], proposito="Revisar el avance")
    contestar(candidatura, ana, {**RESPUESTAS, "lengua": "si"})
    identidad.enviar(candidatura=candidatura, por=ana)
    escribir(para=ana.correo, asunto="Acuse", cuerpo="Recibimos su cuestionario.", sobre=candidatura.clave)
    call_command("tareas")
    return candidatura


def test_los_canarios_se_encontrarian_si_estuvieran(candidatura, publicadas):
    publicadas(candidatura)
    assert TEXTO.encode() in todo_lo_guardado()
    assert len(CANARIOS) == 5


def test_no_estan_en_ninguna_tabla_archivo_carta_ni_registro(recorrida, gente, client, settings, caplog):
    cartas = "\n".join(str(carta.message()) for carta in mail.outbox).encode()
    pagina = client.get(f"/candidaturas/{recorrida.clave}/").content
    lugares = {
        "base": todo_lo_guardado(),
        "archivos": todos_los_archivos(Path(settings.MEDIA_ROOT)),
        "cartas": cartas,
        "registros": caplog.text.encode(),
        "página": pagina,
    }
    for canario in (*CANARIOS, PAPEL):
        for lugar, bytes_ in lugares.items():
            for forma in en_todas_sus_formas(canario):
                assert forma not in bytes_, f"{canario} está en {lugar}"
    assert (
        lectura.ultimo_envio(recorrida, por=gente["ana"])[1]["respuestas"]["pueblo_texto"] == "CANARIO-PUEBLO"
    )


def test_las_claves_de_opciones_tampoco_estan_en_la_bitacora(recorrida):
    with connection.cursor() as cursor:
        cursor.execute("SELECT accion, detalle FROM bitacora_asiento")
        renglones = "\n".join(f"{accion} {detalle}" for accion, detalle in cursor.fetchall())
    for pregunta, valor in RESPUESTAS.items():
        for elegida in valor if isinstance(valor, list) else [valor]:
            assert f'"{elegida}"' not in renglones, pregunta


def test_lo_publicado_tampoco_esta_en_claro(candidatura, gente, publicadas, client):
    publicadas(candidatura)
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    identidad.enviar(candidatura=candidatura, por=gente["ana"])
    formato(candidatura, gente["ana"], gente["diego"])
    assert "CANARIO-PUEBLO" in client.get(f"/candidaturas/{candidatura.clave}/").content.decode()
    guardado = todo_lo_guardado()
    assert not [canario for canario in CANARIOS if canario.encode() in guardado]


def test_el_papel_se_guarda_cifrado_y_lo_abren_la_persona_y_transparencia(candidatura, gente):
    from django.core.exceptions import PermissionDenied

    manifestar(candidatura, gente["ana"])
    guardado = formato(candidatura, gente["ana"], gente["diego"])
    with storages["privado"].open(guardado.archivo) as archivo:
        assert PAPEL.encode() not in archivo.read()
    for quien in ("ana", "diego"):
        assert PAPEL.encode() in lectura.abrir_formato(guardado, por=gente[quien])
    for quien in ("beto", "paco", "carmen", "vera", "gema", "irma", "celia"):
        with pytest.raises(PermissionDenied):
            lectura.abrir_formato(Formato.objects.get(), por=gente[quien])
