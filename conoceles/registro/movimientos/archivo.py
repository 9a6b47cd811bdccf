"""De una hoja de cálculo a los movimientos que pide, con todo lo que impide registrarlos. No escribe nada.

Las columnas están en docs/formatos/movimientos.md; las de quien entra se leen como las de una lista del registro.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.canonico import huella
from conoceles.comun.formatos import TablaInvalida
from conoceles.comun.tablas import leer_tabla
from conoceles.comun.texto import plegar
from conoceles.registro.cartas import donde
from conoceles.registro.catalogos import ClaseDeMovimiento as Clase
from conoceles.registro.importacion import campos, perfil
from conoceles.registro.importacion.catalogo import Catalogo
from conoceles.registro.importacion.estado import Estado, Ocupante
from conoceles.registro.importacion.identidad import es_la_misma, tienen_las_mismas_palabras
from conoceles.registro.importacion.informe import Hallazgos
from conoceles.registro.importacion.lectura import FilaDeRegistro, leer_filas, nombre_de
from conoceles.registro.importacion.propuestas import Interprete, Lectura
from conoceles.registro.models import Candidatura

from .acciones import por_lotes
from .historia import con_historia, vigentes_con_curp
from .pedidos import Entrante, Pedido, reparos
from .tabla import TABLA

PERFIL = "movimientos"
_PROPIOS = {
    "clave": ("clave",),
    "movimiento": ("movimiento",),
    "persona": ("persona", "sale"),
    "surte_efectos": ("surte_efectos", "fecha"),
    "motivo": ("motivo",),
}
_DE_QUIEN_ENTRA = (
    "nombre_completo", "nombres", "primer_apellido", "segundo_apellido", "sobrenombre", "sexo", "edad",
    "fecha_nacimiento", "correo", "telefono", "curp", "clave_elector", "partido_origen", "accion_afirmativa",
    "eleccion_consecutiva", "folio_registro",
)  # fmt: skip
_DEL_LUGAR = ("cargo", "entidad", "demarcacion", "actor", "numero", "calidad")
# Los títulos de la plantilla, en su orden.
COLUMNAS = (
    "clave", *_DEL_LUGAR, "movimiento", "persona", "acuerdo", "surte_efectos", "motivo", *_DE_QUIEN_ENTRA,
)  # fmt: skip
# Lo que se repara en un pedido → la columna en que se corrige.
_COLUMNA_DE = {"clase": "movimiento", "surte_en": "surte_efectos", "entra": "nombre_completo"}
_CLASES = {plegar(paso.clase): paso.clase for paso in TABLA if paso.se_registra}
_QUE_VUELVEN_O_SE_CUBREN = (Clase.RESTITUCION, Clase.COBERTURA)


@lru_cache(1)
def _perfil() -> perfil.Perfil:
    propio = perfil.leer(perfil.PROPIO)
    conocidas = {c: propio.columnas[c] for c in (*_DEL_LUGAR, "acuerdo", *_DE_QUIEN_ENTRA)}
    columnas = {**conocidas, **{c: tuple(map(plegar, titulos)) for c, titulos in _PROPIOS.items()}}
    return replace(
        propio,
        clave=PERFIL,
        columnas=columnas,
        vacantes={},
        exigidos=("movimiento", "acuerdo", "surte_efectos"),
        exige_nombre=False,
    )


class Renglon(NamedTuple):
    """Una fila entendida: lo que pide, y si ya se había registrado igual."""

    lectura: Lectura
    pedido: Pedido
    ya_estaba: bool


@dataclass
class PlanDeMovimientos:
    """Lo que haría el archivo. Con un solo rechazo no se aplica nada."""

    hallazgos: Hallazgos
    renglones: list[Renglon] = field(default_factory=list)

    @property
    def es_aplicable(self) -> bool:
        return not self.hallazgos.n_rechazos

    @property
    def por_hacer(self) -> list[Renglon]:
        return [renglon for renglon in self.renglones if not renglon.ya_estaba]

    @property
    def pedidos(self) -> list[Pedido]:
        return [renglon.pedido for renglon in self.por_hacer]

    def huella(self) -> str:
        """Dos planes que harían lo mismo tienen la misma huella."""
        pedidos = [
            [p.candidatura.clave, p.candidatura.situacion, str(p.clase), p.acuerdo, p.surte_en.isoformat(), p.motivo,
             repr(p.entra)]
            for p in self.pedidos
        ]  # fmt: skip
        return huella([pedidos, self.hallazgos.n_rechazos])


def planear(
    contenido: bytes,
    nombre: str,
    *,
    proceso: Proceso,
    avance: Callable[[int, int], None] = lambda hechas, total: None,
) -> PlanDeMovimientos:
    """Lee, entiende y comprueba cada fila. Un archivo ilegible da un plan con ese único rechazo."""
    hallazgos = Hallazgos()
    try:
        libro = leer_tabla(contenido, nombre)
    except TablaInvalida as error:
        hallazgos.rechazar(
            error.mensaje, hoja=error.hoja or "", fila=error.fila or 0, columna=error.columna or ""
        )
        return PlanDeMovimientos(hallazgos)
    filas = list(leer_filas(libro, _perfil(), hallazgos))
    avance(0, len(filas))
    lector = _Lector(Interprete(Catalogo.de(proceso), _perfil(), hallazgos), Estado.de(proceso))
    leidas = [leida for fila in filas if (leida := lector.leer(fila))]
    renglones = list(_con_su_candidatura(leidas))
    _comprobar(renglones, timezone.now())
    _sin_dos_del_mismo_lugar(renglones)
    _avisar_de_otro_lugar(renglones, proceso)
    avance(len(filas), len(filas))
    return PlanDeMovimientos(hallazgos, renglones)


# --- Una fila ------------------------------------------------------------------------------------------------


class _Leida(NamedTuple):
    lectura: Lectura
    ocupante: Ocupante
    datos: dict[str, Any]


class _Lector:
    """Entiende filas con lo que hoy está registrado."""

    def __init__(self, interprete: Interprete, estado: Estado) -> None:
        self.interprete, self.estado = interprete, estado
        todas = [*estado.vigentes.values(), *(o for varias in estado.anteriores.values() for o in varias)]
        self.por_clave = {ocupante.clave: ocupante for ocupante in todas}

    def leer(self, fila: FilaDeRegistro) -> _Leida | None:
        lectura = Lectura(fila, self.interprete.hallazgos)
        clase = self._clase(lectura)
        surte_en = self._surte_en(lectura)
        ocupante = self._de_quien(lectura, clase)
        entra = self._entra(lectura)
        if lectura.hubo_rechazo or ocupante is None or clase is None or surte_en is None:
            return None
        datos = {
            "clase": clase, "surte_en": surte_en, "entra": entra,
            "acuerdo": lectura.texto("acuerdo"), "motivo": lectura.texto("motivo"),
        }  # fmt: skip
        return _Leida(lectura, ocupante, datos)

    def _clase(self, lectura: Lectura) -> Clase | None:
        escrita = plegar(lectura.texto("movimiento"))
        if escrita not in _CLASES:
            lectura.rechazar("movimiento", f"no vale; escriba {', '.join(_CLASES)}")
        return _CLASES.get(escrita)

    def _surte_en(self, lectura: Lectura) -> datetime | None:
        if not lectura.texto("surte_efectos"):
            lectura.rechazar("surte_efectos", "está vacía: diga desde cuándo surte efectos")
            return None
        zona = self.interprete.catalogo.proceso.zona
        surte_en: datetime | None = lectura.leer(
            "surte_efectos", campos.fecha_y_hora, lectura.texto("surte_efectos"), zona
        )
        return surte_en

    def _de_quien(self, lectura: Lectura, clase: Clase | None) -> Ocupante | None:
        """La candidatura de que trata: por su clave o por su lugar y el nombre de la persona."""
        if clave := lectura.texto("clave").lower():
            ocupante = self.por_clave.get(clave)
            if ocupante is None:
                lectura.rechazar("clave", "no hay una candidatura con esa clave en este proceso")
            elif lectura.texto("persona") and not es_la_misma(lectura.texto("persona"), ocupante.nombre):
                lectura.rechazar("persona", f"esa clave es de {ocupante.nombre}")
            return ocupante
        persona = lectura.texto("persona")
        if not persona:
            lectura.rechazar("persona", "está vacía: sin la clave, diga de quién se trata")
            return None
        _, posicion = self.interprete.lugar(lectura, persona)
        if posicion is None:
            return None
        del_lugar = [*reversed(self.estado.anteriores.get(posicion, []))]
        vigente = [self.estado.vigentes[posicion]] if posicion in self.estado.vigentes else []
        en_orden = [*del_lugar, *vigente] if clase in _QUE_VUELVEN_O_SE_CUBREN else [*vigente, *del_lugar]
        return _la_que_se_llama(persona, en_orden, lectura)

    def _entra(self, lectura: Lectura) -> Entrante | None:
        nombre = nombre_de(lectura.fila.valores, self.interprete.perfil)
        if nombre:
            datos = self.interprete.datos(lectura, nombre)
            return Entrante(datos["persona"], datos["reservados"], datos["candidatura"])
        if suelto := next((campo for campo in _DE_QUIEN_ENTRA if lectura.texto(campo)), ""):
            lectura.rechazar(
                suelto, "falta el nombre de quien entra; si no entra nadie, deje vacía esta celda"
            )
        return None


def _la_que_se_llama(persona: str, ocupantes: Iterable[Ocupante], lectura: Lectura) -> Ocupante | None:
    """Con las mismas palabras: mover a la persona equivocada cuesta más que volver a escribir su nombre."""
    ocupantes = list(ocupantes)
    for ocupante in ocupantes:
        if tienen_las_mismas_palabras(persona, ocupante.nombre):
            return ocupante
    nombres = " y ".join(f"«{o.nombre}»" for o in ocupantes[:2])
    motivo = (
        f"en ese lugar está registrada {nombres}" if nombres else "nadie ha estado registrado en ese lugar"
    )
    lectura.rechazar("persona", f"{motivo}; escriba el mismo nombre, o la clave de la candidatura")
    return None


# --- Todas ---------------------------------------------------------------------------------------------------


def _con_su_candidatura(leidas: list[_Leida]) -> Iterator[Renglon]:
    candidaturas: dict[int, Candidatura] = {}
    for lote in por_lotes(leida.ocupante.candidatura_id for leida in leidas):
        candidaturas |= con_historia(Candidatura.objects.all()).in_bulk(lote)
    for leida in leidas:
        pedido = Pedido(candidaturas[leida.ocupante.candidatura_id], **leida.datos)
        yield Renglon(leida.lectura, pedido, _ya_estaba(pedido))


def _ya_estaba(pedido: Pedido) -> bool:
    """¿Consta el mismo movimiento, con el mismo acuerdo y la misma persona que entra? Repetirlo no lo hace dos veces."""
    entra = pedido.entra.nombre if pedido.entra else ""
    return any(
        (m.clase, m.acuerdo) == (pedido.clase, pedido.acuerdo)
        and tienen_las_mismas_palabras(entra, m.entra.persona.nombre_completo if m.entra else "")
        for m in pedido.candidatura.movimientos.all()
    )


def _comprobar(renglones: list[Renglon], ahora: datetime) -> None:
    for lectura, pedido, ya_estaba in renglones:
        for reparo in [] if ya_estaba else reparos(pedido, ahora):
            lectura.rechazar(_COLUMNA_DE.get(reparo.dato, reparo.dato), reparo.motivo)


def _sin_dos_del_mismo_lugar(renglones: list[Renglon]) -> None:
    filas: dict[int, int] = {}
    for lectura, pedido, ya_estaba in renglones:
        if ya_estaba:
            continue
        primera = filas.setdefault(pedido.candidatura.posicion_id, lectura.fila.numero)
        if primera != lectura.fila.numero:
            motivo = f"la fila {primera} ya mueve este lugar; registre el segundo movimiento en otro archivo"
            lectura.rechazar("movimiento", motivo)


def _avisar_de_otro_lugar(renglones: list[Renglon], proceso: Proceso) -> None:
    """Quien entra ya está vigente en otro lugar: puede proceder, y lo decide quien revisa. Sin decir la CURP."""
    entran = [
        (r, r.pedido.entra.reservados.get("curp", ""))
        for r in renglones
        if r.pedido.entra and not r.ya_estaba
    ]
    vigentes: dict[str, Candidatura] = {}
    for lote in por_lotes({curp for _, curp in entran if curp}):
        vigentes |= vigentes_con_curp(proceso, lote)
    for renglon, curp in entran:
        if otra := vigentes.get(curp):
            motivo = f"quien entra ya está vigente en otro lugar, con la misma CURP: {otra.persona} ({donde(otra)})"
            renglon.lectura.avisar("movimiento", motivo)
