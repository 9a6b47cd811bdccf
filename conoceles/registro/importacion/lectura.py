"""De las filas del archivo a una `FilaDeRegistro` por persona, según el perfil."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conoceles.comun.tablas import Fila, Hoja, Libro
from conoceles.comun.texto import compactar, plegar

from .informe import Hallazgos
from .perfil import Alias, Perfil


@dataclass(slots=True)
class FilaDeRegistro:
    """Lo que el archivo dice de una persona: texto por campo, y el título de la columna de donde salió."""

    hoja: str
    numero: int
    calidad: str
    valores: dict[str, str]
    titulos: dict[str, str]
    suplente: str = ""  # en una fila que es fórmula entera, el nombre de la otra mitad
    propietaria: str = ""

    def titulo(self, campo: str) -> str:
        return self.titulos.get(campo, campo)


@dataclass(frozen=True)
class _Columnas:
    """Qué título de esta hoja lleva cada campo: los comunes y los de cada mitad."""

    comunes: dict[str, str]
    mitades: dict[str, dict[str, str]]

    @property
    def titulos(self) -> set[str]:
        return {titulo for grupo in (self.comunes, *self.mitades.values()) for titulo in grupo.values()}


def leer_filas(libro: Libro, perfil: Perfil, hallazgos: Hallazgos) -> Iterator[FilaDeRegistro]:
    """Todas las filas de las hojas que traen candidaturas. Lo que no se reconoce queda en `hallazgos`."""
    for aviso in libro.avisos:
        hallazgos.avisar(aviso)
    utiles = [
        (hoja, columnas)
        for hoja in libro.hojas
        if (columnas := _columnas(hoja, perfil, len(libro.hojas), hallazgos))
    ]
    for hoja, columnas in utiles:
        for fila in hoja.filas:
            for titulo, avisos in fila.avisos.items():
                if titulo in columnas.titulos:
                    lugar = {"fila": fila.numero, "columna": titulo, "valor": fila.celdas[titulo]}
                    hallazgos.avisar(" ".join(avisos), hoja=hoja.nombre, **lugar)
            yield from _personas(hoja, fila, columnas, perfil)


def _columnas(hoja: Hoja, perfil: Perfil, hojas: int, hallazgos: Hallazgos) -> _Columnas | None:
    titulos = {plegar(titulo): titulo for titulo in hoja.encabezados}
    usados: set[str] = set()
    comunes = _buscar(titulos, perfil.columnas, hoja, usados, hallazgos)
    mitades = {c: _buscar(titulos, alias, hoja, usados, hallazgos) for c, alias in perfil.mitades.items()}
    if not usados and hojas > 1:
        hallazgos.avisar("no tiene columnas del registro y no se leyó", hoja=hoja.nombre)
        return None
    faltan = [campo for campo in perfil.exigidos if campo not in comunes and campo not in perfil.fijos]
    faltan += _sin_nombre(comunes, mitades, perfil) if perfil.exige_nombre else []
    for campo in faltan:
        trae = ", ".join(hoja.encabezados)
        hallazgos.rechazar(
            f"falta la columna «{campo}»; la tabla trae: {trae[:300]}", hoja=hoja.nombre, columna=campo
        )
    for plegado, titulo in titulos.items():
        if plegado not in usados | perfil.ignorar:
            hallazgos.avisar("no se conoce esta columna y no se leyó", hoja=hoja.nombre, columna=titulo)
    return None if faltan else _Columnas(comunes, mitades)


def _buscar(
    titulos: dict[str, str], alias: Alias, hoja: Hoja, usados: set[str], hallazgos: Hallazgos
) -> dict[str, str]:
    encontradas = {}
    for campo, nombres in alias.items():
        presentes = [nombre for nombre in nombres if nombre in titulos]
        if len(presentes) > 1:
            dos = " y ".join(f"«{titulos[p]}»" for p in presentes[:2])
            hallazgos.rechazar(
                f"{dos} son el mismo dato ({campo}); deje una",
                hoja=hoja.nombre,
                columna=titulos[presentes[1]],
            )
        if presentes:
            encontradas[campo] = titulos[presentes[0]]
        usados.update(presentes)
    return encontradas


def _sin_nombre(comunes: dict[str, str], mitades: dict[str, dict[str, str]], perfil: Perfil) -> list[str]:
    """La columna del nombre que falta, con el título que el perfil espera."""
    partes = [(mitades[c], perfil.mitades[c]) for c in mitades] or [(comunes, perfil.columnas)]
    return [
        "nombre_completo» o «nombres» y «primer_apellido"
        if len(alias.get("nombre_completo", ())) != 1
        else alias["nombre_completo"][0]
        for encontradas, alias in partes
        if "nombre_completo" not in encontradas and not {"nombres", "primer_apellido"} <= set(encontradas)
    ]


def _personas(hoja: Hoja, fila: Fila, columnas: _Columnas, perfil: Perfil) -> Iterator[FilaDeRegistro]:
    comunes = {**perfil.fijos, **_valores(fila, columnas.comunes, perfil)}
    if not perfil.es_de_formulas:
        yield FilaDeRegistro(hoja.nombre, fila.numero, comunes.get("calidad", ""), comunes, columnas.comunes)
        return
    mitades = {calidad: _valores(fila, propias, perfil) for calidad, propias in columnas.mitades.items()}
    nombres = {calidad: nombre_de(valores, perfil) for calidad, valores in mitades.items()}
    for calidad, valores in mitades.items():
        titulos = {**columnas.comunes, **columnas.mitades[calidad]}
        yield FilaDeRegistro(
            hoja.nombre, fila.numero, calidad, {**comunes, **valores}, titulos,
            propietaria=nombres.get("propietaria", ""), suplente=nombres.get("suplente", ""),
        )  # fmt: skip


def _valores(fila: Fila, columnas: dict[str, str], perfil: Perfil) -> dict[str, str]:
    """El texto de cada campo, ya traducido por el mapa de valores del perfil."""
    leidos = {campo: compactar(fila.celdas[titulo]) for campo, titulo in columnas.items()}
    for campo, mapa in perfil.valores.items():
        if leidos.get(campo):
            leidos[campo] = mapa.get(plegar(leidos[campo]), leidos[campo])
    return leidos


def nombre_de(valores: dict[str, str], perfil: Perfil) -> str:
    """El nombre completo como lo escribe el registro; vacío si el lugar está vacante."""
    partes = (valores.get(campo, "") for campo in ("nombres", "primer_apellido", "segundo_apellido"))
    completo = valores.get("nombre_completo") or compactar(" ".join(partes))
    return "" if plegar(completo) in perfil.vacantes else completo
