"""Los procesos con su última edición: se preguntan en cada petición y se leen enteros sólo cuando algo cambió."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.ilegibles import ILEGIBLE
from conoceles.interrupciones.ausencias import NADA, PorDevolver, por_devolver, puede_haber

# Se pregunta en cada petición: escrita a mano cuesta la sexta parte que armada por el ORM. El latido va primero: cambia
# sin que cambie nada de lo público.
_PROCESOS_CON_EDICION = """
    SELECT {latido} AS latido, p.*, e.numero AS edicion, e.instante AS editada_en, e.secuencia AS hoja,
        {publicada_en} AS publicada_en,
        i.interrupciones, i.anotadas, i.ultima, i.anuladas, i.empezadas, i.devueltas
    FROM calendario_proceso p
    CROSS JOIN (
        SELECT COUNT(CASE WHEN gracia_en IS NULL AND (anulada_en IS NULL OR gracia_desde IS NOT NULL) THEN 1 END)
                AS interrupciones,
            COUNT(*) AS anotadas, MAX(id) AS ultima, COUNT(anulada_en) AS anuladas,
            COUNT(gracia_desde) AS empezadas, COUNT(gracia_en) AS devueltas
        FROM interrupciones_interrupcion
    ) i
    LEFT JOIN publicacion_edicion e ON e.proceso = p.clave AND e.numero = (
        SELECT MAX(ultima.numero) FROM publicacion_edicion ultima WHERE ultima.proceso = p.clave
    )
    ORDER BY p.jornada DESC, p.clave
"""
_ENTERA = _PROCESOS_CON_EDICION.format(
    latido="(SELECT l.instante FROM interrupciones_latido l WHERE l.id = 1)",
    publicada_en="(SELECT h.instante FROM publicacion_instantanea h WHERE h.secuencia = e.secuencia)",
)
# Si alguien dejó en ellas algo que no es una hora, el sitio sigue sin saberla.
_SIN_HORAS = _PROCESOS_CON_EDICION.format(latido="NULL", publicada_en="NULL")

# Por qué se vota es tan público como el proceso, y se sabe antes que sus candidaturas. Cambia con la plantilla, que
# deja su huella en el proceso. De `registro` sólo se lee este catálogo, aquí; lo público no alcanza sus modelos.
_CARGOS = """
    SELECT p.clave, c.clave, c.nombre, c.principio, c.ambito, c.unidad, c.con_suplente, c.boleta, c.orden
    FROM registro_cargo c
    JOIN calendario_proceso p ON p.id = c.proceso_id
    WHERE c.esta_en_plantilla
    ORDER BY c.orden, c.clave
"""
# Clave del cargo → sus datos, como en un documento público, y el tipo de demarcación en que se disputa.
Cargos = Mapping[str, tuple[Mapping[str, Any], str]]


class Leido(NamedTuple):
    """Todos los procesos, son unos cuantos, cada uno con su última edición, la última hoja que abarca y sus cargos.

    `filas`: tal como las dio la base, sin el latido; mientras sean las mismas, los procesos son los mismos objetos.
    """

    filas: tuple[tuple[Any, ...], ...]
    procesos: tuple[Proceso, ...]
    pendientes: dict[str, PorDevolver]
    latido: datetime | None = None

    def ausencias(self, proceso: Any, ahora: datetime) -> PorDevolver:
        """Lo que falta devolver a sus plazos; si el latido se retrasa, se mira cada vez."""
        if puede_haber(0, self.latido, ahora):
            return por_devolver(proceso)
        if proceso.clave not in self.pendientes:
            self.pendientes[proceso.clave] = por_devolver(proceso) if proceso.interrupciones else NADA
        return self.pendientes[proceso.clave]


_ultimo_leido = Leido((), (), {})


def leer() -> Leido:
    """Una consulta si nada cambió; si cambió, otras dos."""
    try:
        return _leer(_ENTERA)
    except ILEGIBLE:
        return _leer(_SIN_HORAS)


def _leer(orden: str) -> Leido:
    global _ultimo_leido
    with connection.cursor() as cursor:
        cursor.execute(orden)
        con_latido = cursor.fetchall()
    filas = tuple(fila[1:] for fila in con_latido)
    leido = _ultimo_leido
    if leido.filas != filas:
        leido = _ultimo_leido = Leido(filas, tuple(_procesos_con_edicion(orden)), {})
    return leido._replace(latido=_en_utc(con_latido[0][0]) if con_latido else None)


def _procesos_con_edicion(orden: str) -> Iterator[Any]:
    cargos = _cargos()
    for proceso in Proceso.objects.raw(orden):
        setattr(proceso, "se_vota", cargos.get(proceso.clave, {}))  # noqa: B010 (no es un campo)
        for instante in ("editada_en", "publicada_en"):
            setattr(proceso, instante, _en_utc(getattr(proceso, instante)))
        yield proceso


def _cargos() -> dict[str, Cargos]:
    por_proceso: dict[str, dict[str, tuple[Mapping[str, Any], str]]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_CARGOS)
        for (
            proceso,
            clave,
            nombre,
            principio,
            ambito,
            unidad,
            con_suplente,
            boleta,
            orden,
        ) in cursor.fetchall():
            cargo = {
                "clave": clave, "nombre": nombre, "principio": principio, "unidad": unidad,
                "con_suplente": bool(con_suplente), "boleta": boleta, "orden": orden,
            }  # fmt: skip
            por_proceso[proceso][clave] = cargo, ambito
    return dict(por_proceso)


def _en_utc(leido: datetime | str | None) -> datetime | None:
    """SQLite guarda UTC sin decirlo, y de una subconsulta no sabe que es un instante."""
    leido = datetime.fromisoformat(leido) if isinstance(leido, str) else leido
    return leido.replace(tzinfo=UTC) if leido and timezone.is_naive(leido) else leido


def version_publica(ahora: datetime) -> tuple[object, ...]:
    """Cambia cuando cambia lo público de cualquier proceso, salvo lo que cambia solo con el reloj. Una consulta."""
    leido = leer()
    return leido.filas, tuple(leido.ausencias(proceso, ahora) for proceso in leido.procesos)


def olvidar() -> None:
    """Para las pruebas: deshacer una transacción repite números de edición."""
    global _ultimo_leido
    _ultimo_leido = Leido((), (), {})
