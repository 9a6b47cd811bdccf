"""Se corre aparte: un proceso cambia lo público y otro, con su índice ya en memoria, lo lee enseguida.

Escribe un renglón JSON por acto, con lo que el otro proceso leyó antes y después.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from herramientas.fallas.escenario import instalacion


def leer(clave: str) -> dict[str, Any]:
    """Lo que ve la ciudadanía: la etiqueta de la lista, cuántas hay publicadas y si su página tiene respuestas."""
    from django.test import Client
    from django.utils import timezone

    from conoceles.publicacion import lectura

    ahora = timezone.now()
    lista = Client(headers={"Host": "127.0.0.1"}).get("/candidaturas/")
    publico = lectura.documento_publico(clave, ahora)
    assert publico is not None
    return {
        "etiqueta": lista["ETag"],
        "publicadas": lectura.abrir("", ahora).indice.tabla().filtrar({}).cuentas("respondio").get("si", 0),
        "respuestas": len(publico.documento["respuestas"]),
    }


def lector(clave: str, pregunta: int, respuesta: int) -> None:
    with os.fdopen(pregunta) as entra, os.fdopen(respuesta, "w") as sale:
        for _ in entra:
            print(json.dumps(leer(clave)), file=sale, flush=True)


def main() -> None:
    with instalacion():
        from django.db import connections
        from django.utils import timezone

        from conoceles.cuestionarios import en_bloque
        from conoceles.cuestionarios.estados import Estado
        from conoceles.publicacion import acciones
        from conoceles.publicacion.acciones import retiros
        from tests.fabricas import CandidaturaFactory
        from tests.respuestas import COMPLETAS

        candidatura = CandidaturaFactory()
        en_bloque.registrar(
            [en_bloque.Entrega(candidatura, COMPLETAS, Estado.VALIDADO, timezone.now())], por=None
        )
        acciones.al_corriente([candidatura], por=None)
        connections.close_all()
        va, viene = os.pipe(), os.pipe()
        if os.fork() == 0:
            os.close(va[1])
            lector(candidatura.clave, va[0], viene[1])
            os._exit(0)
        os.close(va[0])
        os.close(viene[1])
        with os.fdopen(va[1], "w") as pide, os.fdopen(viene[0]) as oye:

            def el_otro() -> Any:
                print(file=pide, flush=True)
                return json.loads(oye.readline())

            una = {"candidatura": candidatura, "por": None}
            actos = {
                "publicar": lambda: acciones.publicar(candidaturas=[candidatura], por=None),
                "pausar": lambda: retiros.pausar(**una, seccion="propuesta-1", motivo="Queja."),
                "reanudar": lambda: retiros.reanudar(**una, seccion="propuesta-1"),
                "retirar": lambda: retiros.retirar(**una, motivo="Queja."),
                "restablecer": lambda: retiros.restablecer(**una),
            }
            for nombre, acto in actos.items():
                antes = el_otro()
                acto()
                print(json.dumps({"acto": nombre, "antes": antes, "despues": el_otro()}))
        os.wait()


if __name__ == "__main__":
    sys.exit(main())
