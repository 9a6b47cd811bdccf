"""Del archivo a filas con los nombres de campo del perfil; las celdas van como están escritas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from conoceles.comun import tablas
from conoceles.comun.tablas import HojaAusente, Libro, leer_tabla, letra
from conoceles.comun.texto import compactar, normalizar, plegar
from conoceles.registro.revision import ArchivoInvalido, Problema, sugerencia

from .avisos import Avisos, Clase
from .perfil import IDENTIFICAN, Perfil

# El proceso local más grande cabe; en una transacción de más filas la base quedaría tomada varios minutos.
MAX_FILAS = 30_000


@dataclass(frozen=True)
class Renglon:
    """Una fila con datos: campo → celda cruda, sin las vacías."""

    numero: int
    celdas: dict[str, str]

    def datos(self) -> dict[str, str]:
        """Los campos que identifican a la persona, en una línea y sin espacios de más."""
        limpias = {c: compactar(normalizar(self.celdas.get(c, ""))) for c in IDENTIFICAN}
        return {campo: celda for campo, celda in limpias.items() if celda}


@dataclass(frozen=True)
class Leido:
    """Lo que trae el archivo. `identificadas`: las filas de la hoja de identidad, sin sus respuestas.

    `identidad`: por pregunta, la respuesta de cada fila en orden (vacía si no hay); sólo si se pidió.
    """

    hoja: str
    renglones: list[Renglon]
    titulos: dict[str, str]  # campo → encabezado, para nombrar la columna en un aviso
    identificadas: list[Renglon] = field(default_factory=list)
    identidad: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Tabla:
    """Una hoja ya emparejada con el perfil: campo → posición de su columna."""

    hoja: tablas.Hoja
    campos: dict[str, int]

    def renglones(self) -> Iterator[Renglon]:
        for numero, celdas in islice(self.hoja.filas.crudas(), 1, None):
            yield Renglon(
                numero,
                {c: celdas[p] for c, p in self.campos.items() if p < len(celdas) and celdas[p].strip()},
            )

    def columna(self, posicion: int) -> list[str]:
        filas = islice(self.hoja.filas.crudas(), 1, None)
        return [compactar(normalizar(c[posicion])) if posicion < len(c) else "" for _, c in filas]


def leer(
    contenido: bytes, nombre: str, perfil: Perfil, avisos: Avisos, *, con_identidad: bool = False
) -> Leido:
    """Lee las hojas que dice el perfil.

    Ni los avisos ni los errores repiten celdas que el perfil no conoce: podrían ser sensibles.

    Raises:
        TablaInvalida: el archivo no se puede leer.
        ArchivoInvalido: se lee, pero le faltan columnas.
    """
    principal = _principal(contenido, nombre, perfil, avisos)
    titulos = _titulos(principal)
    leido = Leido(principal.hoja.nombre, list(principal.renglones()), titulos)
    if perfil.identidad is None:
        if con_identidad:
            raise ArchivoInvalido(
                [Problema(f"{perfil.clave}.toml", "identidad", "falta: dice dónde buscarla")]
            )
        return leido
    aparte = _identidad(contenido, nombre, perfil, principal, avisos)
    if aparte is None:
        return leido
    if aparte is not principal:
        leido.identificadas.extend(aparte.renglones())
    if con_identidad:
        leido.identidad.update(_respuestas_de_identidad(perfil, aparte))
    return leido


def _principal(contenido: bytes, nombre: str, perfil: Perfil, avisos: Avisos) -> _Tabla:
    hoja = _mejor_hoja(_libro(contenido, nombre, perfil, perfil.hoja), perfil)
    tabla = _Tabla(hoja, _emparejar(hoja, perfil))
    _exigir_columnas(nombre, tabla, perfil)
    _avisar_de_columnas(tabla, perfil, avisos)
    return tabla


def _libro(contenido: bytes, nombre: str, perfil: Perfil, hoja: str) -> Libro:
    return leer_tabla(
        contenido,
        nombre,
        hoja=hoja or None,
        fila_de_titulos=perfil.fila_de_encabezados,
        citar=False,
        max_filas=MAX_FILAS,
    )


def _mejor_hoja(libro: Libro, perfil: Perfil) -> tablas.Hoja:
    """La única o, si el perfil no la nombra, la que más columnas suyas tiene."""
    return max(libro.hojas, key=lambda hoja: len(_emparejar(hoja, perfil)))


def _emparejar(hoja: tablas.Hoja, perfil: Perfil) -> dict[str, int]:
    posiciones = {plegar(titulo): donde for donde, titulo in hoja.filas.columnas}
    hallados = {}
    for campo, nombres in perfil.columnas.items():
        for nombre in nombres:
            if nombre in posiciones:
                hallados[campo] = posiciones[nombre]
                break
    return hallados


def _titulos(tabla: _Tabla) -> dict[str, str]:
    por_posicion = dict(tabla.hoja.filas.columnas)
    return {campo: por_posicion[donde] for campo, donde in tabla.campos.items()}


def _exigir_columnas(nombre: str, tabla: _Tabla, perfil: Perfil) -> None:
    """Una columna que falta no es lo mismo que gente que no contestó: sin ella no se importa nada."""
    faltan = [c for c in perfil.columnas if c not in tabla.campos and c not in perfil.optativas]
    if not faltan:
        return
    hallados = tabla.hoja.encabezados
    esperados = [perfil.columnas[campo][0].upper() for campo in faltan]
    donde = f"hoja «{tabla.hoja.nombre}»" if tabla.hoja.nombre else "encabezados"
    pistas = "".join(sugerencia(esperado, hallados) for esperado in esperados[:1])
    motivo = (
        f"faltan {len(faltan)} columnas: {', '.join(esperados)}{pistas}. "
        f"Los encabezados leídos son: {', '.join(hallados)[:2000]}. "
        "Si se llaman de otro modo o están en otra fila, use un perfil que lo diga"
    )
    raise ArchivoInvalido([Problema(nombre, donde, motivo)])


def _avisar_de_columnas(tabla: _Tabla, perfil: Perfil, avisos: Avisos) -> None:
    usadas = set(tabla.campos.values())
    de_identidad = (
        perfil.identidad.columnas if perfil.identidad and not perfil.identidad.hoja else frozenset()
    )
    for donde, titulo in tabla.hoja.filas.columnas:
        if donde not in usadas and plegar(titulo) not in perfil.ignorar | de_identidad:
            avisos.anotar(Clase.COLUMNA_AJENA, columna=letra(donde), detalle=titulo)
    for campo in perfil.columnas:
        if campo not in tabla.campos:
            avisos.anotar(Clase.COLUMNA_AUSENTE, columna=perfil.columnas[campo][0].upper())


def _identidad(
    contenido: bytes, nombre: str, perfil: Perfil, principal: _Tabla, avisos: Avisos
) -> _Tabla | None:
    """La tabla donde están sus respuestas; `None`, con aviso, si el archivo no la trae."""
    assert perfil.identidad  # noqa: S101 (lo miró quien llama)
    if not perfil.identidad.hoja:
        return principal
    try:
        libro = _libro(contenido, nombre, perfil, perfil.identidad.hoja)
    except HojaAusente:
        libro = None
    if libro is None or libro.formato == "csv":
        avisos.anotar(Clase.HOJA_AUSENTE, detalle=perfil.identidad.hoja)
        return None
    hoja = libro.hojas[0]
    campos = {c: p for c, p in _emparejar(hoja, perfil).items() if c in IDENTIFICAN}
    return _Tabla(hoja, campos)


def _respuestas_de_identidad(perfil: Perfil, tabla: _Tabla) -> dict[str, list[str]]:
    assert perfil.identidad  # noqa: S101
    elegidas, propias = perfil.identidad.columnas, set(tabla.campos.values())
    return {
        titulo: tabla.columna(donde)
        for donde, titulo in tabla.hoja.filas.columnas
        if donde not in propias and (not elegidas or plegar(titulo) in elegidas)
    }
