"""Cuánto tarda cotejar un texto, y un cuestionario entero, contra todo lo enviado; y cuánto se halla.

Uso: `python -m herramientas.banco.copias [--textos 10000]`. SQLite de usar y tirar, textos inventados con semilla.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable
from random import Random

from herramientas.fallas.escenario import instalacion
from tests.cotejo import corpus_de_copias as corpus

CLAVES = (
    "historia_profesional", "trayectoria_politica", "motivo_cargo", "propuesta_1", "propuesta_2", "propuesta_genero",
)  # fmt: skip


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--textos", type=int, default=10_000)
    textos = opciones.parse_args().textos
    with instalacion():
        _medir(textos)


def _medir(textos: int) -> None:
    from conoceles.cotejo.acciones import poner_al_dia
    from conoceles.cotejo.lectura import copias_de
    from conoceles.cotejo.models import TextoEnviado

    azar = Random("banco")
    originales = [corpus.propuesta(azar) for _ in range(200)]
    candidatura = _enviar(_juegos(originales, textos, azar))
    segundos = _cronometrar(lambda: poner_al_dia(cuantos=textos))
    anotados = TextoEnviado.objects.count()
    print(f"índice: {anotados:,} textos, {segundos / anotados * 1e3:.2f} ms cada uno")
    uno = [_cronometrar(lambda t=t: copias_de({"p": t}, candidatura=candidatura)) for t in originales[:30]]
    _decir("un texto", uno)
    seis = {clave: originales[n] for n, clave in enumerate(CLAVES)}
    _decir(
        "un cuestionario", [_cronometrar(lambda: copias_de(seis, candidatura=candidatura)) for _ in range(10)]
    )
    halladas = copias_de(dict(enumerate(map(str, originales))), candidatura=candidatura)  # type: ignore[arg-type]
    print(f"con copia hallada: {len(halladas)} de {len(originales)} originales copiados")


def _juegos(originales: list[str], textos: int, azar: Random) -> Iterable[dict[str, str]]:
    """Una de cada cuatro respuestas es copia, como en los perfiles publicados; las demás son ajenas."""
    pendientes = [corpus.igual(texto, azar) for texto in originales]
    for _ in range(textos // len(CLAVES) + 1):
        yield {clave: _respuesta(originales, pendientes, azar) for clave in CLAVES}


def _respuesta(originales: list[str], pendientes: list[str], azar: Random) -> str:
    if azar.random() >= 0.25:
        return corpus.propuesta(azar)
    return pendientes.pop() if pendientes else corpus.copia(azar.choice(originales), azar)


def _enviar(juegos: Iterable[dict[str, str]]):  # type: ignore[no-untyped-def]
    """Una candidatura por juego, ya enviado; devuelve una más, que no ha enviado nada."""
    from django.utils import timezone

    from conoceles.cuestionarios import en_bloque
    from conoceles.cuestionarios.estados import Estado
    from conoceles.registro.models import Candidatura
    from tests.fabricas import CandidaturaFactory, PersonaFactory

    juegos = list(juegos)
    persona = PersonaFactory(cuenta=None)
    personas = PersonaFactory._meta.model.objects.bulk_create(
        PersonaFactory.build(cuenta=None, proceso=persona.proceso) for _ in juegos
    )
    for suya in personas:
        CandidaturaFactory(persona=suya)
    candidaturas = Candidatura.objects.con_todo().filter(persona__in=personas)
    en_bloque.registrar(
        [
            en_bloque.Entrega(candidatura, juego, Estado.ENVIADO, timezone.now())
            for candidatura, juego in zip(candidaturas, juegos, strict=True)
        ],
        por=None,
    )
    return Candidatura.objects.con_todo().get(pk=CandidaturaFactory(persona=persona).pk)


def _cronometrar(hacer: Callable[[], object]) -> float:
    inicio = time.perf_counter()
    hacer()
    return time.perf_counter() - inicio


def _decir(que: str, segundos: list[float]) -> None:
    print(
        f"{que} contra todos: mediana {statistics.median(segundos) * 1e3:.0f} ms, "
        f"peor de {len(segundos)}: {max(segundos) * 1e3:.0f} ms (meta: 300 ms)"
    )


if __name__ == "__main__":
    main()
