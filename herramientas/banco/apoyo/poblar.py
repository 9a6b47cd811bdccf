"""Un proceso inventado de N candidaturas en su propia carpeta de datos; la misma semilla da el mismo.

Uso: `python -m herramientas.banco.apoyo.poblar CARPETA CUANTAS [SEMILLA]`, cada uno en su proceso porque los ajustes de
Django se leen una sola vez. No es un proceso ficticio: así lo que se mide es lo que vería un buscador.
"""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

RAIZ = Path(__file__).resolve().parents[3]
AJUSTES = "conoceles.config.settings.demo"
TANDA = 2_000  # fichas por edición: las respuestas varían de una tanda a otra
_SILABAS = (
    "ba", "be", "ca", "co", "da", "de", "fo", "ga", "gue", "ji", "la", "li", "lo", "ma", "mo", "na", "ña", "ni",
    "pa", "pe", "que", "ra", "ri", "sa", "so", "ta", "te", "to", "tzi", "va", "xo", "za",
)  # fmt: skip
_EN_CIEN = ("publicada",) * 88 + ("sin_enviar",) * 8 + ("en_revision",) * 3 + ("retirada",)


def instalacion(carpeta: Path, cuantas: int, semilla: int = 1) -> Path:
    """La carpeta de datos, al día y poblada; lo que ya tenga con tarjetas de la misma forma se conserva."""
    forma = sha256((RAIZ / "tests/publicacion/sinteticas.py").read_bytes()).hexdigest()[:8]
    suya = carpeta / f"proceso-{cuantas}-{semilla}-{forma}"
    orden = [sys.executable, "-m", "herramientas.banco.apoyo.poblar", str(suya), str(cuantas), str(semilla)]
    subprocess.run(orden, cwd=RAIZ, env=entorno(suya), check=True, timeout=1_800)
    return suya


def entorno(carpeta: Path, **mas: str) -> dict[str, str]:
    return {**os.environ, "CONOCELES_DATOS": str(carpeta), "DJANGO_SETTINGS_MODULE": AJUSTES, **mas}


def preparar(carpeta: Path) -> None:
    """Deja Django listo en este proceso, sobre esa carpeta."""
    os.environ.update(entorno(carpeta))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("preparar", stdout=io.StringIO())


def poblar(cuantas: int, semilla: int) -> None:
    from conoceles.publicacion.models import Ficha
    from tests.fabricas import ProcesoFactory
    from tests.publicacion import sinteticas

    if Ficha.objects.count() == cuantas:
        return
    azar = random.Random(semilla)
    proceso = ProcesoFactory(clave="proceso-del-banco", nombre="Proceso del banco")
    palabras = _vocabulario(azar)
    siguientes = iter(tarjetas(cuantas, azar))
    for desde in range(0, cuantas, TANDA):
        tanda = dict(next(siguientes) for _ in range(min(TANDA, cuantas - desde)))
        sinteticas.inscribir(proceso, tanda, respuestas(azar, palabras))


def tarjetas(cuantas: int, azar: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """Con tantos nombres distintos como en un padrón: de ellos depende lo que cuesta buscar."""
    from tests.publicacion import sinteticas

    nombres, apellidos = _nombres(azar, 1_500), _nombres(azar, 4_000)
    for i in range(cuantas):
        nombre = f"{_comun(azar, nombres)} {_comun(azar, nombres)}"
        primero, segundo = _comun(azar, apellidos), _comun(azar, apellidos)
        tarjeta = sinteticas.tarjeta(
            azar, nombre=f"{nombre} {primero} {segundo}", apellidos=[primero, segundo], nombres=nombre
        )
        yield f"clave{i:07}", _situada(tarjeta, azar)


def _situada(tarjeta: dict[str, Any], azar: random.Random) -> dict[str, Any]:
    """Casi todas, publicadas y a la vista."""
    situacion = azar.choice(_EN_CIEN)
    publicada = situacion == "publicada"
    ayer = "2020-04-12T06:00:00+00:00"
    tarjeta["cuestionario"] |= {
        "situacion": situacion,
        "captura_hasta": ayer,
        "visible_desde": ayer,
        "publicado_en": ayer if publicada else None,
        "retirado_en": ayer if situacion == "retirada" else None,
        "motivo": "Motivo" if situacion == "retirada" else "",
    }
    tarjeta["foto"] = f"{azar.getrandbits(256):064x}" if publicada else None
    tarjeta["grado"] = azar.choice(["licenciatura", "primaria", "maestria"]) if publicada else None
    return tarjeta


def _nombres(azar: random.Random, cuantos: int) -> list[str]:
    distintos: dict[str, None] = {}
    while len(distintos) < cuantos:
        distintos["".join(azar.choices(_SILABAS, k=azar.randint(2, 4))).capitalize()] = None
    return list(distintos)


def _comun(azar: random.Random, nombres: list[str]) -> str:
    """Unos pocos se repiten mucho y los demás, poco, como los nombres de verdad."""
    return nombres[int(len(nombres) * azar.random() ** 3)]


def _vocabulario(azar: random.Random) -> list[str]:
    from tests.respuestas import TEXTO

    return [*TEXTO.split() * 4, *(nombre.lower() for nombre in _nombres(azar, 1_200))]


def respuestas(azar: random.Random, palabras: list[str]) -> dict[str, Any]:
    """Un cuestionario completo con textos del largo usual."""
    from tests.respuestas import COMPLETAS

    largos = {"historia_profesional": 160, "trayectoria_politica": 160, "motivo_cargo": 110}
    textos = largos | dict.fromkeys(("propuesta_1", "propuesta_2", "propuesta_genero"), 90)
    dichos = {clave: " ".join(azar.choices(palabras, k=largo)) for clave, largo in textos.items()}
    return {clave: v for clave, v in COMPLETAS.items() if clave != "correo_aclaraciones"} | dichos


if __name__ == "__main__":
    preparar(Path(sys.argv[1]))
    poblar(int(sys.argv[2]), int(sys.argv[3]))
