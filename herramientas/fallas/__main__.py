"""`python -m herramientas.fallas [--muertes N] [--semilla S]`: sale con 1 si algo confirmado se perdió."""

from __future__ import annotations

import argparse
import secrets
import statistics
import time
from collections import Counter
from random import Random

from .actos import SECCIONES, Enviar, Guardar, SePerdio, _guardado, rastros
from .escenario import Persona, instalacion, poblar
from .victima import PROCESOS, Victima

UN_ENVIO_DE_CADA = 3


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--muertes", type=int, default=1000)
    opciones.add_argument("--semilla", type=int, default=secrets.randbits(32))
    pedido = opciones.parse_args()
    print(f"semilla {pedido.semilla}, {pedido.muertes} muertes", flush=True)
    with instalacion():
        try:
            correr(pedido.muertes, Random(pedido.semilla))
        except SePerdio as falla:
            raise SystemExit(f"FALLA: {falla}. Para repetirla: --semilla {pedido.semilla}") from None


def correr(muertes: int, azar: Random) -> None:
    personas = poblar(max(20, muertes * PROCESOS // (UN_ENVIO_DE_CADA + 1)))
    lapso = _lapso(personas.pop(), azar)
    por_enviar = list(personas)
    cuenta: Counter[str] = Counter()
    for vez in range(muertes):
        actos = _sorteo(personas, por_enviar, azar)
        with Victima() as servidor:
            peticiones = [acto.mandar(servidor) for acto in actos]
            time.sleep(azar.uniform(0, lapso))
            servidor.matar()
        for acto, peticion in zip(actos, peticiones, strict=True):
            resultado = acto.juzgar(peticion.respuesta())
            cuenta[f"{type(acto).__name__.lower()}: {resultado}"] += 1
            if isinstance(acto, Enviar) and resultado != "no entró":
                por_enviar.remove(acto.persona)
        if (vez + 1) % 100 == 0:
            print(f"{vez + 1} muertes: {dict(sorted(cuenta.items()))}", flush=True)
    _reintentar_envios(personas)
    _revisar_todo(personas)
    print(
        f"{muertes} muertes, nada confirmado se perdió, ningún envío a medias. {dict(sorted(cuenta.items()))}"
    )


def _lapso(persona: Persona, azar: Random) -> float:
    """Segundos que tarda un guardado en un servidor recién nacido, con holgura para el envío, que tarda más.

    Así la muerte cae a veces antes, a veces durante y a veces después del commit.
    """
    medidas = []
    for _ in range(5):
        acto = Guardar(persona, azar)
        with Victima() as servidor:
            inicio = time.perf_counter()
            respuesta = acto.mandar(servidor).respuesta()
            medidas.append(time.perf_counter() - inicio)
        acto.juzgar(respuesta)
    return 5 * statistics.median(medidas)


def _sorteo(personas: list[Persona], por_enviar: list[Persona], azar: Random) -> list[Guardar | Enviar]:
    """Un acto por proceso, cada uno de otra persona; quien ya envió no vuelve a capturar."""
    actos: list[Guardar | Enviar] = []
    for persona in azar.sample(por_enviar, min(PROCESOS, len(por_enviar))):
        actos.append(Enviar(persona) if azar.randrange(UN_ENVIO_DE_CADA) == 0 else Guardar(persona, azar))
    return actos


def _reintentar_envios(personas: list[Persona]) -> None:
    """Quien se quedó sin respuesta vuelve a oprimir: un solo envío y el mismo acuse."""
    with Victima() as servidor:
        for persona in personas:
            if rastros(persona.clave)["envíos"] and not persona.acuse:
                acto = Enviar(persona)
                acto.juzgar(acto.mandar(servidor).respuesta())


def _revisar_todo(personas: list[Persona]) -> None:
    """Al final, la base entera: lo confirmado de cada quien, las cadenas y el archivo."""
    from django.db import connection

    from conoceles.bitacora import cadena
    from conoceles.publicacion.evidencia import integridad

    for persona in personas:
        for seccion in SECCIONES:
            posibles = {persona.confirmado.get(seccion)} | {
                t for _, t in persona.sin_respuesta.get(seccion, [])
            }
            if seccion in persona.confirmado and _guardado(persona, seccion) not in posibles:
                raise SePerdio(f"{persona.clave}/{seccion}: al final no está lo confirmado")
    for nombre, defecto in (
        ("bitácora", cadena.primer_defecto()),
        ("lo publicado", integridad.primer_defecto()),
    ):
        if defecto:
            raise SePerdio(f"{nombre}: {defecto}")
    with connection.cursor() as cursor:
        if (estado := cursor.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise SePerdio(f"la base está dañada: {estado}")


if __name__ == "__main__":
    main()
