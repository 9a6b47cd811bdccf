"""Publicar ocho mil de una vez, y en cuánto tiempo todos los procesos contestan lo nuevo.

Uso: `python -m herramientas.banco.tandas [--cuantas 8000]`. SQLite de usar y tirar, con el sitio servido por dos procesos
que ya tienen guardada la página que cambia. Metas: 20 s la tanda; 1 s para que nadie conteste lo anterior.
"""

from __future__ import annotations

import argparse
import http.client
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from herramientas.fallas.escenario import instalacion

from .apoyo.servidores import granian

PROCESOS, POR_ACTOR = 2, 400
VISITAS = 40  # conexiones nuevas: de sobra para que a cada proceso le toquen varias
MIRAR = 3.0  # segundos que se sigue preguntando después de cada acto


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--cuantas", type=int, default=8_000)
    cuantas = opciones.parse_args().cuantas
    with instalacion():
        _medir(cuantas)


def _medir(cuantas: int) -> None:
    from conoceles.publicacion import acciones
    from conoceles.publicacion.acciones import retiros

    candidaturas = _validadas(cuantas)
    una = {"candidatura": candidaturas[0], "por": None}
    ruta = f"/candidaturas/{candidaturas[0].clave}/"
    actos: dict[str, Callable[[], Any]] = {
        f"publicar {cuantas:,}": lambda: acciones.publicar(candidaturas=candidaturas, por=None),
        "retirar una": lambda: retiros.retirar(**una, motivo="Prueba."),
        "volver a mostrarla": lambda: retiros.restablecer(**una),
    }
    with granian(Path(os.environ["CONOCELES_DATOS"]), procesos=PROCESOS) as servidor:
        for nombre, acto in actos.items():
            antes = {_marca(servidor.puerto, ruta) for _ in range(VISITAS)}
            inicio, cpu = time.perf_counter(), time.process_time()
            acto()
            tardo, gasto = time.perf_counter() - inicio, time.process_time() - cpu
            ultima, veces = _ultima_vez(servidor.puerto, ruta, antes)
            print(
                f"{nombre}: {tardo:.1f} s ({gasto:.1f} de CPU); en {veces} peticiones, la última que recibió lo anterior"
                f" salió {ultima:.2f} s después"
                f": {'cumple' if gasto <= 20 and ultima <= 1 else 'NO CUMPLE'}",
                flush=True,
            )


def _ultima_vez(puerto: int, ruta: str, antes: set[str]) -> tuple[float, int]:
    """Cuánto después del acto salió la última petición que aún recibió lo de antes (cero si ninguna), y cuántas hubo."""
    hecho, ultima, desde, veces = time.perf_counter(), 0.0, 0.0, 0
    while desde < MIRAR:
        desde = time.perf_counter() - hecho
        if _marca(puerto, ruta) in antes:
            ultima = desde
        veces += 1
    return ultima, veces


def _marca(puerto: int, ruta: str) -> str:
    conexion = http.client.HTTPConnection("127.0.0.1", puerto, timeout=60)
    conexion.request("GET", ruta, headers={"Accept-Encoding": "br"})
    respuesta = conexion.getresponse()
    respuesta.read()
    conexion.close()
    return respuesta.getheader("ETag", "")


def _validadas(cuantas: int) -> list[Any]:
    """Tantas candidaturas inscritas en lo público, con su cuestionario validado y sin publicar."""
    from django.utils import timezone

    from conoceles.cuestionarios import en_bloque
    from conoceles.cuestionarios.estados import Estado
    from conoceles.publicacion.acciones import al_corriente
    from conoceles.registro.models import Candidatura, Persona, Posicion
    from tests import fabricas
    from tests.respuestas import COMPLETAS

    contienda = fabricas.ContiendaFactory()
    actores = [
        fabricas.ActorFactory(clave=f"actor-{i}", siglas=f"A{i}") for i in range(cuantas // POR_ACTOR + 1)
    ]
    personas = Persona.objects.bulk_create(
        fabricas.PersonaFactory.build(proceso=contienda.cargo.proceso, cuenta=None) for _ in range(cuantas)
    )
    posiciones = Posicion.objects.bulk_create(
        Posicion(
            contienda=contienda,
            actor=actores[i // POR_ACTOR],
            numero=i % POR_ACTOR + 1,
            calidad="propietaria",
        )
        for i in range(cuantas)
    )
    Candidatura.objects.bulk_create(
        fabricas.CandidaturaFactory.build(persona=persona, posicion=posicion)
        for persona, posicion in zip(personas, posiciones, strict=True)
    )
    candidaturas = list(Candidatura.objects.con_todo())
    ahora = timezone.now()
    en_bloque.registrar(
        [en_bloque.Entrega(c, COMPLETAS, Estado.VALIDADO, ahora) for c in candidaturas], por=None
    )
    al_corriente(candidaturas, por=None)
    return candidaturas


if __name__ == "__main__":
    main()
