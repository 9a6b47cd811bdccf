"""Un estado inventado con todo lo que puede venir en una boleta, del tamaño que pida cada prueba."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from conoceles.demo.nombres import Padron
from conoceles.territorio.models import Mapa, Seccion
from tests.publicacion import sinteticas

from .conftest import PUBLICADA

ESTADO = {"tipo": "entidad", "clave": "16", "nombre": "Estado Ejemplo", "entidad": ""}


def cargo(clave: str, boleta: str, orden: int, unidad: str, *, principio: str = "MR") -> dict[str, Any]:
    return {
        "clave": clave, "nombre": clave.replace("-", " ").capitalize(), "principio": principio, "unidad": unidad,
        "con_suplente": unidad != "individual", "boleta": boleta, "orden": orden,
    }  # fmt: skip


GUBERNATURA = cargo("gubernatura", "gubernatura", 1, "individual")
DIPUTACION = cargo("diputacion-mr", "diputaciones", 2, "formula")
LISTA = cargo("diputacion-rp", "diputaciones", 3, "lista", principio="RP")
PRESIDENCIA = cargo("presidencia-municipal", "ayuntamiento", 4, "planilla")
SINDICATURA = cargo("sindicatura", "ayuntamiento", 5, "planilla")
REGIDURIA = cargo("regiduria", "ayuntamiento", 6, "planilla")


def demarcacion(tipo: str, numero: int) -> dict[str, Any]:
    cifras = 2 if tipo == "distrito" else 3
    nombre = f"{'Cabecera' if tipo == 'distrito' else 'Municipio Ñ'} {numero}"
    return {"tipo": tipo, "clave": f"{numero:0{cifras}}", "nombre": nombre, "entidad": ""}


def actores(cuantos: int) -> list[dict[str, Any]]:
    """Partidos en desorden: el primero de la boleta no es el primero que se inscribió."""
    return [
        {"clave": f"p{i}", "siglas": f"P{i}", "nombre": f"Partido {i}", "color": "#336699", "orden": i, "tipo": "partido",
         "miembros": []}
        for i in range(cuantos, 0, -1)
    ]  # fmt: skip


def tarjetas(
    *,
    municipios: int,
    distritos: int,
    quienes: Sequence[dict[str, Any]],
    regidurias: int = 2,
    lista: int = 2,
    cuestionario: dict[str, Any] = PUBLICADA,
    con_foto: bool = True,
) -> dict[str, dict[str, Any]]:
    """Todas las candidaturas, con nombres creíbles. El último municipio no tiene ayuntamiento ni candidaturas a él."""
    azar = random.Random(5)
    padron = Padron(azar)
    todas = {}
    for i, lugar in enumerate(_lugares(municipios, distritos, quienes, regidurias, lista)):
        cargo, demarcacion, actor, numero, calidad = lugar
        persona = padron.persona(azar.choice(("mujer", "hombre")), 21)
        todas[f"boleta{i:05}"] = sinteticas.tarjeta(
            azar,
            nombre=persona.nombre_completo,
            nombres=persona.nombres,
            apellidos=[persona.primer_apellido, persona.segundo_apellido],
            cargo=cargo,
            demarcacion=demarcacion,
            contienda=f"{cargo['clave']}-{demarcacion['clave']}",
            actor=actor,
            numero=numero,
            calidad=calidad,
            cuestionario=cuestionario,
            foto=f"{i:064x}" if con_foto else None,
        )
    return todas


def _lugares(
    municipios: int, distritos: int, quienes: Sequence[dict[str, Any]], regidurias: int, lista: int
) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any], int, str]]:
    ambitos = [
        (ESTADO, ((GUBERNATURA, 1), (LISTA, lista))),
        *((demarcacion("distrito", n), ((DIPUTACION, 1),)) for n in range(1, distritos + 1)),
        *(
            (demarcacion("municipio", n), ((PRESIDENCIA, 1), (SINDICATURA, 1), (REGIDURIA, regidurias)))
            for n in range(1, municipios)
        ),
    ]
    for donde, cargos in ambitos:
        for actor in quienes:
            for cargo, plazas in cargos:
                for numero in range(1, plazas + 1):
                    for calidad in ("suplente", "propietaria")[not cargo["con_suplente"] :]:
                        yield cargo, donde, actor, numero, calidad


def mapa(
    proceso: Any,
    *,
    municipios: int,
    distritos: int,
    secciones: int,
    con_distrito: bool = True,
    **cambios: Any,
) -> Mapa:
    """`secciones` en total, repartidas: la `n` cae en el municipio `n % municipios` y en cualquier distrito."""
    azar = random.Random(11)
    hecho = Mapa.objects.create(
        proceso=proceso,
        nombre="Mapa de prueba",
        vale_desde=proceso.jornada - timedelta(days=30),
        municipios={
            d["clave"]: d["nombre"] for d in (demarcacion("municipio", n + 1) for n in range(municipios))
        },
        distritos={
            d["clave"]: d["nombre"] for d in (demarcacion("distrito", n + 1) for n in range(distritos))
        },
        sin_ayuntamiento=[f"{municipios:03}"],
        archivo="secciones.csv",
        huella="00" * 32,
        **cambios,
    )
    Seccion.objects.bulk_create(
        Seccion(
            mapa=hecho,
            numero=numero,
            municipio=f"{numero % municipios + 1:03}",
            distrito=f"{azar.randint(1, distritos):02}" if con_distrito else "",
            localidades=[f"Colonia {numero}", "Centro"],
        )
        for numero in range(1, secciones + 1)
    )
    return hecho
