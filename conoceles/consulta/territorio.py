"""El territorio como lo muestran las páginas de la boleta: nombres y direcciones de municipios, distritos y secciones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conoceles.publicacion.ficha import demarcacion
from conoceles.publicacion.indice import Indice
from conoceles.publicacion.lectura import Lectura
from conoceles.publicacion.renglones import alfabetico
from conoceles.territorio.lectura import Localidad, mapa_de
from conoceles.territorio.models import Mapa

from .direcciones import direccion

ConDireccion = tuple[int, str]


class NumeroDeSeccion:
    """Los ceros de la credencial se aceptan y se redirigen; con cifras de más, la página dice que no hay tal sección."""

    regex = "[0-9]{1,20}"

    def to_python(self, texto: str) -> int:
        return int(texto)

    def to_url(self, numero: int) -> str:
        return str(numero)


@dataclass(frozen=True)
class Territorio:
    """Nombre por clave de los municipios, en orden alfabético, y de los distritos. Sin mapa, los de las candidaturas."""

    mapa: Mapa | None
    municipios: Mapping[str, str]
    distritos: Mapping[str, str]


def territorio(lectura: Lectura) -> Territorio:
    mapa = mapa_de(lectura.proceso)
    if mapa is None:
        municipios, distritos = (_del_indice(lectura.indice, tipo) for tipo in ("municipio", "distrito"))
    else:
        municipios = mapa.municipios
        distritos = {
            clave: demarcacion({"tipo": "distrito", "clave": clave, "nombre": nombre}, con_entidad=False)
            for clave, nombre in sorted(mapa.distritos.items())
        }
    por_nombre = sorted(municipios.items(), key=lambda par: alfabetico(par[1]))
    return Territorio(mapa, dict(por_nombre), distritos)


def _del_indice(indice: Indice, tipo: str) -> dict[str, str]:
    opciones = indice.opciones["demarcacion"].items()
    return {c.removeprefix(f"{tipo}-"): nombre for c, nombre in opciones if c.startswith(f"{tipo}-")}


def de_seccion(lectura: Lectura, numero: int, nombre: str = "boleta_de_seccion") -> str:
    """La dirección de una forma de su boleta: la página, la hoja o la copia."""
    return direccion(lectura.proceso, nombre, seccion=str(numero))


def con_direccion(lectura: Lectura, numero: int) -> ConDireccion:
    return numero, de_seccion(lectura, numero)


def con_direcciones(
    localidades: Sequence[Localidad], donde: Territorio, lectura: Lectura
) -> list[tuple[str, str, list[ConDireccion]]]:
    """Ternas (localidad, municipio, secciones con su dirección)."""
    return [
        (una.nombre, donde.municipios[una.municipio], [con_direccion(lectura, n) for n in una.secciones])
        for una in localidades
    ]
