"""De un GeoJSON de municipios a trazos de mapa, con todo lo que impide usarlo. No escribe nada.

Las formas que se reciben están en docs/formatos/mapa.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, isfinite, radians
from typing import Any

from conoceles.calendario.models import Proceso
from conoceles.comun.texto import plegar
from conoceles.registro.catalogos import TipoDeDemarcacion
from conoceles.registro.importacion.informe import Hallazgos
from conoceles.registro.models import Demarcacion

from .simplificar import Anillo, Punto, simplificar

ANCHO = 1_000  # unidades del dibujo, de lado a lado
MAX_ALTO = 4 * ANCHO
MAX_PUNTOS = 5_000
MAX_TRAZOS = 45_000  # caracteres: con los nombres y los enlaces, el dibujo entero queda en 60 kB
MAX_BYTES = 60_000_000
_CLAVES = ("cvegeo", "cve_mun", "clave_inegi", "municipio_inegi", "clave")
_NOMBRES = ("nombre", "nomgeo", "nom_mun", "municipio", "name")

Coordenada = tuple[float, float]


@dataclass
class PlanDeMapa:
    """Lo que haría el archivo; con un rechazo no se hace nada. `trazos`: el de cada municipio, por su clave."""

    hallazgos: Hallazgos
    alto: int = 0
    trazos: dict[str, str] = field(default_factory=dict)
    nombres: dict[str, str] = field(default_factory=dict)
    puntos_leidos: int = 0
    puntos: int = 0

    @property
    def es_aplicable(self) -> bool:
        return bool(self.trazos) and not self.hallazgos.n_rechazos


class FiguraInvalida(ValueError):
    """Una figura que no es de un municipio del proceso, o no es un polígono en grados."""


def planear_mapa(contenido: bytes, *, proceso: Proceso) -> PlanDeMapa:
    """Lee cada figura, la reconoce entre los municipios del proceso y dibuja todas a una misma escala."""
    plan = PlanDeMapa(Hallazgos())
    propias = list(Demarcacion.objects.filter(proceso=proceso))
    municipios = [d for d in propias if d.tipo == TipoDeDemarcacion.MUNICIPIO]
    try:
        figuras = _figuras(contenido)
    except ValueError as error:
        plan.hallazgos.rechazar(str(error))
        return plan
    if not municipios:
        plan.hallazgos.rechazar("El proceso no tiene municipios que dibujar.")
        return plan
    contornos = _contornos(figuras, _Territorio(propias), plan.hallazgos)
    if not plan.hallazgos.n_rechazos:
        plan.nombres = {m.clave: m.nombre for m in municipios if m.clave in contornos}
        _dibujar(contornos, plan)
        if sin_figura := [m.nombre for m in municipios if m.clave not in contornos]:
            plan.hallazgos.avisar(f"Sin figura: {', '.join(sin_figura)}. Quedan sólo en la lista.")
    return plan


# --- Leer ---------------------------------------------------------------------------------------------------


def _figuras(contenido: bytes) -> list[Mapping[str, Any]]:
    """Las `Feature` del archivo.

    Raises:
        ValueError: si no es un GeoJSON que las traiga.
    """
    if len(contenido) > MAX_BYTES:
        raise ValueError(f"Pesa más de {MAX_BYTES // 1_000_000} MB: guárdelo con menos detalle.")
    try:
        datos = json.loads(contenido.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError("No es un archivo JSON en UTF-8, o está incompleto.") from error
    figuras = datos.get("features") if isinstance(datos, dict) else None
    if not isinstance(figuras, list) or not figuras:
        raise ValueError("No es un GeoJSON con una lista de figuras («FeatureCollection»).")
    return [figura if isinstance(figura, dict) else {} for figura in figuras]


def _contornos(
    figuras: list[Mapping[str, Any]], territorio: _Territorio, hallazgos: Hallazgos
) -> dict[str, list[list[Coordenada]]]:
    """Los anillos de cada municipio reconocido; uno puede venir en varias figuras."""
    contornos: dict[str, list[list[Coordenada]]] = {}
    for numero, figura in enumerate(figuras, start=1):
        propiedades = figura.get("properties")
        pares = propiedades.items() if isinstance(propiedades, dict) else ()
        dichos = {plegar(titulo): str(valor).strip() for titulo, valor in pares if valor is not None}
        clave, nombre = _entera(_primero(dichos, _CLAVES)), _primero(dichos, _NOMBRES)
        try:
            municipio = territorio.reconocer(clave, nombre, _entera(dichos.get("cve_ent", "")))
            contornos.setdefault(municipio.clave, []).extend(_anillos(figura.get("geometry")))
        except FiguraInvalida as error:
            valor = " ".join(filter(None, (clave, nombre)))
            hallazgos.rechazar(str(error), hoja=f"figura {numero}", valor=valor)
    return contornos


class _Territorio:
    """Los municipios del proceso, por su clave y por cada nombre con que se escriben; y de qué entidad son."""

    def __init__(self, propias: list[Demarcacion]) -> None:
        municipios = [d for d in propias if d.tipo == TipoDeDemarcacion.MUNICIPIO]
        self.entidades = {_clave(d) for d in propias if d.tipo == TipoDeDemarcacion.ENTIDAD}
        self.por_clave = {_clave(m): m for m in municipios}
        self.por_nombre = {plegar(nombre): m for m in municipios for nombre in (m.nombre, *m.alias)}

    def reconocer(self, clave: str, nombre: str, entidad: str) -> Demarcacion:
        """El de esa clave, si su entidad y su nombre, cuando vienen, también son los suyos; sin clave, el del nombre.

        Las tres cifras de un municipio se repiten en todos los estados: solas no dicen de cuál es.

        Raises:
            FiguraInvalida: con el motivo.
        """
        entidad = (clave[:-3] or entidad).lstrip("0")
        if entidad and self.entidades and entidad not in self.entidades:
            raise FiguraInvalida(f"Es de otra entidad: su clave es la {entidad}.")
        nombrado = self.por_nombre.get(plegar(nombre))
        municipio = self.por_clave.get(clave[-3:].lstrip("0")) if clave else nombrado
        if municipio is None:
            raise FiguraInvalida("No se reconoce el municipio por su clave del INEGI ni por su nombre.")
        if nombre and nombrado is None:
            raise FiguraInvalida(
                f"La clave es de {municipio.nombre} y ese nombre no es de ningún municipio del proceso. Si también se "
                "llama así, póngalo en su alias de la plantilla."
            )
        if nombrado and nombrado != municipio:
            raise FiguraInvalida(f"La clave es de {municipio.nombre} y el nombre, de otro municipio.")
        return municipio


def _clave(demarcacion: Demarcacion) -> str:
    return (demarcacion.clave_inegi or demarcacion.clave).lstrip("0")


def _primero(dichos: Mapping[str, str], campos: tuple[str, ...]) -> str:
    return next((dichos[campo] for campo in campos if dichos.get(campo)), "")


def _entera(clave: str) -> str:
    """«16.0» → «16»: así exportan los programas de datos una columna de claves leída como números."""
    return re.sub(r"^([0-9]+)\.0+$", r"\1", clave)


def _anillos(geometria: Any) -> Iterator[list[Coordenada]]:
    """Los contornos, de fuera y de huecos, de un Polygon o un MultiPolygon.

    Raises:
        FiguraInvalida: si es otra cosa o no está en grados.
    """
    tipo = geometria.get("type") if isinstance(geometria, dict) else None
    if tipo not in ("Polygon", "MultiPolygon"):
        raise FiguraInvalida(f"Se esperaba un polígono y viene {tipo or 'nada'}.")
    partes = geometria.get("coordinates")
    try:
        for poligono in [partes] if tipo == "Polygon" else partes:
            for anillo in poligono:
                yield [_coordenada(*punto[:2]) for punto in anillo]
    except (TypeError, OverflowError) as error:
        raise FiguraInvalida("Sus coordenadas no tienen la forma de un polígono.") from error


def _coordenada(longitud: Any, latitud: Any) -> Coordenada:
    numeros = isinstance(longitud, int | float) and isinstance(latitud, int | float)
    if not numeros or not (isfinite(longitud) and isfinite(latitud)):
        raise FiguraInvalida("Tiene una coordenada que no es un número.")
    if abs(longitud) > 180 or abs(latitud) > 85:
        raise FiguraInvalida("No está en grados (WGS 84): guárdelo con longitud y latitud.")
    return float(longitud), float(latitud)


# --- Dibujar ------------------------------------------------------------------------------------------------


def _dibujar(contornos: Mapping[str, list[list[Coordenada]]], plan: PlanDeMapa) -> None:
    """Proyección equirrectangular con la escala de la latitud de en medio: en un estado no se nota su error."""
    puntos = [punto for anillos in contornos.values() for anillo in anillos for punto in anillo]
    plan.puntos_leidos = len(puntos)
    if not puntos:
        plan.hallazgos.rechazar("Ninguna figura tiene puntos.")
        return
    (oeste, este), (sur, norte) = ((min(eje), max(eje)) for eje in zip(*puntos, strict=True))
    encoge = cos(radians((sur + norte) / 2))
    escala = ANCHO / max((este - oeste) * encoge, (norte - sur) * ANCHO / MAX_ALTO, 1e-6)
    plan.alto = round((norte - sur) * escala)

    def proyectar(punto: Coordenada) -> Punto:
        return round((punto[0] - oeste) * encoge * escala), round((norte - punto[1]) * escala)

    enteros = {clave: [_cerrado(map(proyectar, a)) for a in anillos] for clave, anillos in contornos.items()}
    simples = simplificar(enteros, MAX_PUNTOS)
    for clave, anillos in simples.items():
        if anillos:
            plan.trazos[clave] = "".join(map(_trazo, anillos))
            plan.puntos += sum(map(len, anillos))
        else:
            plan.hallazgos.avisar(f"{plan.nombres[clave]}: es tan chico en el mapa que no se ve.")
    if not plan.trazos:
        plan.hallazgos.rechazar("Ninguna figura se alcanza a ver.")
    if sum(map(len, plan.trazos.values())) > MAX_TRAZOS:
        plan.hallazgos.rechazar(
            "Las fronteras se cruzan tanto que no se pueden simplificar: use otro archivo."
        )


def _cerrado(puntos: Iterator[Punto]) -> Anillo:
    """Sin puntos seguidos repetidos ni idas y vueltas, y sin repetir al final el primero: el trazo se cierra solo."""
    anillo: Anillo = []
    for punto in puntos:
        if punto in anillo[-2:-1]:
            anillo.pop()
        elif punto not in anillo[-1:]:
            anillo.append(punto)
    return anillo[:-1] if len(anillo) > 1 and anillo[0] == anillo[-1] else anillo


def _trazo(anillo: Anillo) -> str:
    """«M12 30l4-2 3 8z»: el primer punto y de ahí los pasos, lo más corto que entiende SVG."""
    pasos = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(anillo)]
    return (
        f"M{anillo[0][0]} {anillo[0][1]}l" + " ".join(f"{x} {y}" for x, y in pasos).replace(" -", "-") + "z"
    )
