"""De una fila leída a una propuesta: quién, en qué posición y con qué datos; o los rechazos de la fila."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple

from conoceles.comun.texto import plegar
from conoceles.registro.catalogos import Calidad, SituacionRegistral, Unidad
from conoceles.registro.models import ActorPolitico, Contienda

from . import campos
from .catalogo import Catalogo
from .informe import Hallazgos
from .lectura import FilaDeRegistro, nombre_de
from .nombres import separar
from .perfil import NUMERO_NOMBRE, Perfil

# Lo que se escribe para quitar un dato; una celda vacía no cambia nada.
QUITAR = frozenset("-–—")
_SIN_PERSONA = "vacante"
# El actor de una suplente independiente mientras no se leen todas las filas.
POR_SABER = "ind-?"


class Posicion(NamedTuple):
    """Un lugar por ocupar. El actor va por su clave: puede ser una independiente que aún no existe."""

    contienda: int
    actor: str
    numero: int
    calidad: str


@dataclass(slots=True)
class Propuesta:
    """Lo que el archivo pide para una posición. Sólo lleva los campos que el archivo trae.

    `persona`, `reservados` y `candidatura`: atributo del modelo → valor.
    """

    posicion: Posicion
    contienda: Contienda
    hoja: str
    fila: int
    situacion: str = SituacionRegistral.APROBADA
    movimiento: str = ""
    persona: dict[str, Any] = field(default_factory=dict)
    reservados: dict[str, Any] = field(default_factory=dict)
    candidatura: dict[str, Any] = field(default_factory=dict)
    es_vacante: bool = False

    @property
    def nombre(self) -> str:
        return str(self.persona.get("nombre_completo", ""))


@dataclass
class Lectura:
    """Una fila en trabajo: anota dónde está cada rechazo y sabe si hubo alguno."""

    fila: FilaDeRegistro
    hallazgos: Hallazgos
    hubo_rechazo: bool = False

    def texto(self, campo: str) -> str:
        return self.fila.valores.get(campo, "")

    def rechazar(self, campo: str, motivo: str) -> None:
        self.hubo_rechazo = True
        self.hallazgos.rechazar(motivo, **self._lugar(campo))

    def avisar(self, campo: str, motivo: str) -> None:
        self.hallazgos.avisar(motivo, **self._lugar(campo))

    def _lugar(self, campo: str) -> dict[str, Any]:
        valor, columna = self.texto(campo), self.fila.titulo(campo)
        return {"hoja": self.fila.hoja, "fila": self.fila.numero, "columna": columna, "valor": valor}

    def leer(self, campo: str, lector: Callable[..., Any], *args: Any, **opciones: Any) -> Any:
        """El dato, o `None` con el rechazo anotado."""
        try:
            return lector(*(args or (self.texto(campo),)), **opciones)
        except ValueError as error:
            self.rechazar(campo, str(error))
            return None


@dataclass(frozen=True)
class Interprete:
    """Convierte filas en propuestas con lo que el proceso conoce."""

    catalogo: Catalogo
    perfil: Perfil
    hallazgos: Hallazgos

    def propuestas(self, filas: Iterator[FilaDeRegistro]) -> list[Propuesta]:
        leidas = [propuesta for fila in filas if (propuesta := self._propuesta(fila))]
        return con_su_propietaria(leidas, self.hallazgos)

    def _propuesta(self, fila: FilaDeRegistro) -> Propuesta | None:
        lectura = Lectura(fila, self.hallazgos)
        nombre = nombre_de(fila.valores, self.perfil)
        vacante = self._vacante(lectura, nombre)
        contienda, posicion = self.lugar(lectura, nombre)
        if posicion is None or contienda is None:
            if vacante is None:
                # Los demás rechazos de la fila, de una vez.
                self.datos(lectura, nombre)
                self._dicho(lectura)
            return None
        propuesta = Propuesta(
            posicion, contienda, fila.hoja, fila.numero, es_vacante=vacante is not None,
            situacion=vacante or SituacionRegistral.APROBADA,
        )  # fmt: skip
        if vacante is None:
            for atributo, valor in {**self.datos(lectura, nombre), **self._dicho(lectura)}.items():
                setattr(propuesta, atributo, valor)
        return None if lectura.hubo_rechazo else propuesta

    # --- La posición ----------------------------------------------------------------------------------------

    def lugar(self, lectura: Lectura, nombre: str) -> tuple[Contienda | None, Posicion | None]:
        """La contienda y la posición de la fila; sin posición si algo de ella se rechazó. `nombre`: de quién es."""
        contienda = self._contienda(lectura)
        calidad = self._calidad(lectura, contienda)
        actor = self._actor(lectura, contienda, calidad, nombre)
        numero = self._numero(lectura, contienda)
        if lectura.hubo_rechazo or contienda is None or actor is None:
            return contienda, None
        return contienda, Posicion(contienda.pk, actor, numero, calidad)

    def _contienda(self, lectura: Lectura) -> Contienda | None:
        if not lectura.texto("cargo"):
            lectura.rechazar("cargo", "está vacía: diga el cargo")
            return None
        cargo = lectura.leer("cargo", self.catalogo.cargo)
        if cargo is None:
            return None
        con_numero = self.perfil.forma_de_la_demarcacion == NUMERO_NOMBRE
        escrito, entidad = lectura.texto("demarcacion"), lectura.texto("entidad")
        lugar = lectura.leer(
            "demarcacion", self.catalogo.demarcacion, cargo, escrito, entidad, con_numero=con_numero
        )
        if lugar is None:
            return None
        nombre = escrito.partition("-")[2]
        if con_numero and not _se_llama(nombre, (lugar.nombre, *lugar.alias)):
            lectura.avisar("demarcacion", f"el distrito {lugar.clave} se llama {lugar.nombre} en el proceso")
        contienda: Contienda | None = lectura.leer("demarcacion", self.catalogo.contienda, cargo, lugar)
        return contienda

    def _calidad(self, lectura: Lectura, contienda: Contienda | None) -> str:
        calidad: str | None = Calidad.PROPIETARIA
        if lectura.fila.calidad:
            calidad = lectura.leer("calidad", campos.calidad, lectura.fila.calidad)
        elif "calidad" in lectura.fila.valores and contienda and contienda.cargo.con_suplente:
            lectura.rechazar("calidad", "está vacía: diga si es propietaria o suplente")
        if calidad == Calidad.SUPLENTE and contienda and not contienda.cargo.con_suplente:
            lectura.rechazar("calidad", f"{contienda.cargo.nombre} no lleva suplente")
        return calidad or Calidad.PROPIETARIA

    def _numero(self, lectura: Lectura, contienda: Contienda | None) -> int:
        numero: int = (lectura.leer("numero", campos.numero) if lectura.texto("numero") else 1) or 1
        plazas = contienda.cargo.plazas if contienda else None
        if contienda and plazas and numero > plazas:
            lugares = "un solo lugar" if plazas == 1 else f"{plazas} lugares"
            lectura.rechazar("numero", f"{contienda.cargo.nombre} tiene {lugares} por cada postulante")
        return numero

    def _vacante(self, lectura: Lectura, nombre: str) -> str | None:
        """La situación en que queda el lugar vacío; `None` si hay una persona."""
        if nombre:
            return None
        escrito = plegar(lectura.texto("nombre_completo") or lectura.texto("nombres"))
        if not escrito and not self.perfil.es_de_formulas:
            lectura.rechazar("nombre_completo", "falta el nombre")
        return self.perfil.vacantes.get(escrito, _SIN_PERSONA)

    def _actor(self, lectura: Lectura, contienda: Contienda | None, calidad: str, nombre: str) -> str | None:
        """La clave de quien postula; la de una independiente sale de su boleta, lugar y nombre."""
        escrito = lectura.texto("actor")
        if not escrito:
            lectura.rechazar("actor", "está vacía: diga quién postula")
            return None
        rotulo, dos_puntos, titular = escrito.partition(":")
        if plegar(escrito) in self.perfil.independientes or (
            dos_puntos and plegar(rotulo) in self.perfil.independientes
        ):
            if calidad == Calidad.SUPLENTE and not dos_puntos and not self.perfil.es_de_formulas:
                return POR_SABER
            return self._independiente(lectura, contienda, titular.strip(), nombre)
        actor: ActorPolitico | None = lectura.leer("actor", self.catalogo.actor)
        if actor and contienda and (motivo := self.catalogo.fuera_de_alcance(actor, contienda)):
            (lectura.avisar if motivo.endswith("(lista parcial)") else lectura.rechazar)("actor", motivo)
        return actor.clave if actor else None

    def _independiente(
        self, lectura: Lectura, contienda: Contienda | None, titular: str, nombre: str
    ) -> str | None:
        if contienda is None:
            return None
        cargo = contienda.cargo
        if not titular and cargo.unidad in (Unidad.PLANILLA, Unidad.LISTA):
            motivo = "la planilla independiente se distingue por quien la encabeza; escriba «Independiente: nombre»"
            lectura.rechazar("actor", motivo)
            return None
        fila = lectura.fila
        titular = titular or fila.propietaria or fila.suplente or nombre
        if not titular:
            lectura.rechazar(
                "actor", "una candidatura independiente sin ninguna persona no puede registrarse"
            )
            return None
        return clave_de_independiente(cargo.boleta, contienda.demarcacion.clave, titular)

    # --- Los datos --------------------------------------------------------------------------------------------

    def datos(self, lectura: Lectura, nombre: str) -> dict[str, Any]:
        """Lo que la fila dice de una persona, por grupo: `persona`, `reservados` y `candidatura`."""
        datos: dict[str, Any] = {campos.PERSONA: {}, campos.RESERVADOS: {}, campos.CANDIDATURA: {}}
        datos[campos.PERSONA] = self._nombre(lectura, nombre)
        for campo, (grupo, atributo, lector) in campos.LECTORES.items():
            escrito = lectura.texto(campo)
            if escrito in QUITAR and escrito:
                datos[grupo][atributo] = campos.SIN_DATO.get(atributo, "")
            elif escrito and (valor := lectura.leer(campo, lector)) is not None:
                datos[grupo][atributo] = valor
        self._edad(lectura, datos)
        self._de_la_candidatura(lectura, datos[campos.CANDIDATURA])
        return datos

    def _dicho(self, lectura: Lectura) -> dict[str, Any]:
        """La situación y el movimiento que la fila declara, si los declara."""
        lectores = {"situacion": campos.situacion, "movimiento": campos.movimiento}
        return {c: lectura.leer(c, lector) for c, lector in lectores.items() if lectura.texto(c)}

    def _nombre(self, lectura: Lectura, completo: str) -> dict[str, Any]:
        campo = "nombre_completo" if lectura.texto("nombre_completo") else "nombres"
        lectura.leer(campo, campos.nombre_completo, completo)
        if _se_contradicen(lectura.fila.valores, completo):
            lectura.rechazar(campo, "no es el mismo nombre que el de «nombres» y los apellidos; corrija uno")
        if not lectura.texto("primer_apellido"):
            partes = separar(completo, self.perfil.orden_del_nombre)
            if len(partes.nombres) > 100 or max(map(len, partes[1:])) > 80:
                lectura.rechazar(campo, "es demasiado largo para separar nombre y apellidos")
            return {"nombre_completo": completo, **partes._asdict(), "nombre_inferido": True}
        propias = {}
        for atributo, maximo in (("nombres", 100), ("primer_apellido", 80), ("segundo_apellido", 80)):
            propias[atributo] = lectura.leer(atributo, campos.nombre(maximo)) or ""
        if not propias["nombres"]:
            lectura.rechazar("nombres", "falta el nombre")
        return {"nombre_completo": completo, **propias, "nombre_inferido": False}

    def _edad(self, lectura: Lectura, datos: dict[str, Any]) -> None:
        """La edad es la del día de la jornada; si viene la fecha de nacimiento, sale de ella."""
        nacimiento = datos[campos.RESERVADOS].get("fecha_de_nacimiento")
        if not nacimiento:
            return
        calculada = edad_en(nacimiento, self.catalogo.proceso.jornada)
        if not campos.EDAD_MINIMA <= calculada <= campos.EDAD_MAXIMA:
            lectura.rechazar("fecha_nacimiento", f"tendría {calculada} años el día de la elección")
        escrita = datos[campos.PERSONA].get("edad")
        if escrita and escrita != calculada:
            lectura.avisar(
                "edad", f"según su fecha de nacimiento tendrá {calculada} años en la jornada; se usa ésa"
            )
        datos[campos.PERSONA]["edad"] = calculada

    def _de_la_candidatura(self, lectura: Lectura, datos: dict[str, Any]) -> None:
        if lectura.texto("partido_origen"):
            origen = lectura.leer("partido_origen", self.catalogo.actor)
            if origen and not self.catalogo.es_partido(origen):
                lectura.rechazar("partido_origen", f"{origen.siglas} no es un partido")
            elif origen:
                datos["partido_de_origen_id"] = origen.pk
        if grupos := lectura.texto("accion_afirmativa"):
            escritos = [] if grupos in QUITAR else filter(None, map(str.strip, re.split("[;,|]", grupos)))
            leidos = [lectura.leer("accion_afirmativa", self.catalogo.accion_afirmativa, e) for e in escritos]
            datos["acciones_afirmativas"] = sorted(set(filter(None, leidos)))
        if lectura.texto("aprobada") and (dia := lectura.leer("aprobada", campos.fecha)):
            if dia > self.catalogo.proceso.jornada:
                lectura.rechazar("aprobada", "es posterior a la jornada electoral")
            datos["aprobada_en"] = datetime.combine(dia, time.min, tzinfo=self.catalogo.proceso.zona)


def con_su_propietaria(propuestas: list[Propuesta], hallazgos: Hallazgos) -> list[Propuesta]:
    """Una suplente «Independiente» va con la única propietaria independiente de su contienda y número."""
    independientes: dict[tuple[int, int], set[str]] = defaultdict(set)
    for propuesta in propuestas:
        contienda, actor, numero, calidad = propuesta.posicion
        if calidad == Calidad.PROPIETARIA and actor.startswith("ind-"):
            independientes[contienda, numero].add(actor)
    completas = []
    for propuesta in propuestas:
        if propuesta.posicion.actor == POR_SABER:
            candidatas = independientes[propuesta.posicion.contienda, propuesta.posicion.numero]
            if len(candidatas) != 1:
                hallazgos.rechazar(
                    "no se sabe con quién va esta suplente; escriba «Independiente: nombre de la propietaria»",
                    hoja=propuesta.hoja, fila=propuesta.fila, columna="actor", valor="Independiente",
                )  # fmt: skip
                continue
            propuesta.posicion = propuesta.posicion._replace(actor=next(iter(candidatas)))
        completas.append(propuesta)
    return completas


def _se_contradicen(valores: dict[str, str], completo: str) -> bool:
    """El nombre completo y sus partes, sin importar el orden; las partes solas no se contradicen."""
    campos_ = ("nombres", "primer_apellido", "segundo_apellido")
    partes = plegar(" ".join(valores.get(campo, "") for campo in campos_)).split("_")
    todas = plegar(completo).split("_")
    if valores.get("nombres") and valores.get("primer_apellido"):
        return sorted(partes) != sorted(todas)
    return bool(partes[0]) and not set(partes) <= set(todas)


def _se_llama(escrito: str, nombres: tuple[str, ...]) -> bool:
    return plegar(escrito) in map(plegar, nombres)


def edad_en(nacimiento: date, dia: date) -> int:
    """Años cumplidos ese día."""
    return dia.year - nacimiento.year - ((dia.month, dia.day) < (nacimiento.month, nacimiento.day))


@lru_cache(maxsize=2_000)
def clave_de_independiente(boleta: str, demarcacion: str, titular: str) -> str:
    """La misma persona da la misma clave; un nombre largo se abrevia con su huella."""
    nombre = plegar(titular).replace("_", "-")
    clave = f"ind-{boleta}-{demarcacion}-{nombre}"
    if len(clave) <= 80:
        return clave
    return f"{clave[:69]}-{hashlib.sha256(clave.encode()).hexdigest()[:10]}"
