"""Qué se publicaría de un archivo: personas, lugares y respuestas, ya sin contradicciones. No toca la base."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from conoceles.comun.texto import compactar
from conoceles.registro.importacion.nombres import Partes, separar
from conoceles.registro.revision import ArchivoInvalido, Problema

from . import formulas
from .avisos import Avisos, Clase
from .curricular import clave_de_catalogo, respuestas_de
from .lectura import Leido, Renglon
from .lugares import CABEN, Actor, SinLugar, Territorio, actor_de, cargo_de, es_conocida, territorio_de
from .perfil import IDENTIFICAN, CargoDelPerfil, Perfil
from .texto import invierte, plegado

_EDAD = re.compile(r"(\d{1,3})(?:\s*años)?", re.IGNORECASE)
_NUMERO = re.compile(r"0*(\d{1,4})\b.*")
_LARGO_DEL_NOMBRE = 200
_CABEN = {**CABEN, "mote": 100}


@dataclass
class Alta:
    """Una persona en un lugar. `calidad` es vacía sólo hasta que `formulas` la resuelve."""

    fila: int
    cargo: CargoDelPerfil
    territorio: Territorio
    actor: Actor
    numero: int
    calidad: str
    persona: dict[str, Any]
    respuestas: dict[str, Any]
    vuelta: int = 0  # cuál de las fórmulas que el archivo escribe con el mismo número
    llave: tuple[str, ...] = ()  # para hallarla en la hoja de identidad

    @property
    def nombre(self) -> str:
        return str(self.persona["nombre_completo"])

    @property
    def postulacion(self) -> tuple[str, str, str, str]:
        return (self.cargo.clave, self.territorio.tipo, self.territorio.clave, self.actor.clave)


@dataclass(frozen=True)
class Plan:
    """Lo que hay que escribir y lo que conviene saber antes."""

    filas: int
    altas: list[Alta]
    avisos: Avisos

    @property
    def respondieron(self) -> int:
        return sum(bool(alta.respuestas) for alta in self.altas)

    def resumen(self) -> dict[str, Any]:
        """Las cifras del recibo."""
        return {
            "filas": self.filas,
            "personas": len(self.altas),
            "respondieron": self.respondieron,
            "no_respondieron": len(self.altas) - self.respondieron,
            "por_cargo": dict(Counter(alta.cargo.nombre for alta in self.altas)),
            "por_calidad": dict(Counter(alta.calidad for alta in self.altas)),
            "avisos": {clase.name.lower(): len(casos) for clase, casos in self.avisos.por_clase().items()},
        }


@dataclass
class _Armado:
    """Lo que comparten todas las filas mientras se arma el plan."""

    archivo: str
    leido: Leido
    perfil: Perfil
    avisos: Avisos
    problemas: list[Problema] = field(default_factory=list)
    actores: dict[str, dict[str, int]] = field(default_factory=dict)  # clave → forma escrita → primera fila
    entidades: dict[str, int] = field(default_factory=dict)
    cortados: set[tuple[str, str]] = field(default_factory=set)  # (campo, nombre) ya dicho

    def columna(self, campo: str) -> str:
        return self.leido.titulos.get(campo, campo.upper())

    def falla(self, fila: int, campo: str, motivo: str) -> None:
        hoja = f"hoja «{self.leido.hoja}», " if self.leido.hoja else ""
        self.problemas.append(
            Problema(self.archivo, f"{hoja}fila {fila}, columna {self.columna(campo)}", motivo)
        )


def armar(archivo: str, leido: Leido, perfil: Perfil, avisos: Avisos) -> Plan:
    """Arma el plan entero.

    Raises:
        ArchivoInvalido: con cada fila que no puede ser una candidatura; entonces no se importa ninguna.
    """
    armado = _Armado(archivo, leido, perfil, avisos)
    altas = [alta for renglon in leido.renglones if (alta := _alta(renglon, armado))]
    if armado.problemas:
        raise ArchivoInvalido(armado.problemas)
    if not altas:
        raise ArchivoInvalido([Problema(archivo, leido.hoja, "no trae ninguna candidatura")])
    _avisar_de_actores(armado)
    _avisar_de_entidades(armado)
    altas = formulas.sin_repetidas(altas, avisos)
    formulas.resolver(altas, _calidades_de_identidad(leido.identificadas, perfil), avisos)
    formulas.nombrar_independientes(altas)
    _avisar_de_homonimias(altas, avisos)
    return Plan(len(leido.renglones), altas, avisos)


def _alta(renglon: Renglon, armado: _Armado) -> Alta | None:
    datos = _datos(renglon, armado.perfil)
    nombre = _nombre(datos)
    if not nombre and not datos.get("cargo"):
        armado.avisos.anotar(Clase.RENGLON_SUELTO, renglon.numero)
        return None
    try:
        cargo = cargo_de(armado.perfil, datos)
        territorio = territorio_de(cargo, datos)
        _exigir_nombre(nombre)
        if not datos.get("actor"):
            raise SinLugar("actor", "está vacía: falta quién postula")
    except SinLugar as error:
        armado.falla(renglon.numero, error.campo, str(error))
        return None
    _avisar_de_celdas(renglon, datos, armado)
    actor = actor_de(armado.perfil, datos["actor"])
    armado.actores.setdefault(actor.clave, {}).setdefault(datos["actor"], renglon.numero)
    armado.entidades.setdefault(datos.get("entidad", ""), renglon.numero)
    return Alta(
        fila=renglon.numero,
        cargo=cargo,
        territorio=territorio,
        actor=actor,
        numero=_numero(datos.get("numero", ""), renglon.numero, armado),
        calidad=_de_catalogo("calidad", datos, renglon.numero, armado),
        persona=_persona(nombre, datos, renglon.numero, armado),
        respuestas=respuestas_de(renglon, armado.leido.titulos, armado.perfil, armado.avisos),
        llave=_llave(datos, nombre),
    )


def _datos(renglon: Renglon, perfil: Perfil) -> dict[str, str]:
    """Los datos del registro; «No aplica» y «No proporcionó» son vacíos, y lo fijo del perfil suple."""
    vacios = perfil.no_aplica | perfil.sin_respuesta
    dados = {c: celda for c, celda in renglon.datos().items() if plegado(celda) not in vacios}
    return {**perfil.fijos, **dados}


def _nombre(datos: dict[str, str]) -> str:
    partes = (datos.get(c, "") for c in ("nombres", "primer_apellido", "segundo_apellido"))
    return datos.get("nombre") or compactar(" ".join(partes))


def _exigir_nombre(nombre: str) -> None:
    if not nombre:
        raise SinLugar("nombre", "está vacía: falta el nombre de la persona")
    if len(nombre) > _LARGO_DEL_NOMBRE:
        raise SinLugar(
            "nombre", f"tiene {len(nombre)} caracteres y un nombre lleva hasta {_LARGO_DEL_NOMBRE}"
        )


def _persona(nombre: str, datos: dict[str, str], fila: int, armado: _Armado) -> dict[str, Any]:
    return {
        "nombre_completo": nombre,
        **_partes_del_nombre(nombre, datos, armado.perfil),
        "mote": datos.get("mote", "")[: _CABEN["mote"]],
        "sexo": _de_catalogo("sexo", datos, fila, armado),
        "edad": _edad(datos.get("edad", ""), fila, armado),
    }


def _partes_del_nombre(nombre: str, datos: dict[str, str], perfil: Perfil) -> dict[str, Any]:
    dado = "primer_apellido" in datos
    partes = (
        Partes(datos.get("nombres", ""), datos["primer_apellido"], datos.get("segundo_apellido", ""))
        if dado
        else separar(nombre, perfil.orden_del_nombre)
    )
    return {
        "nombres": partes.nombres[:100],
        "primer_apellido": partes.primer_apellido[:80],
        "segundo_apellido": partes.segundo_apellido[:80],
        "nombre_inferido": not dado,
    }


def _de_catalogo(campo: str, datos: dict[str, str], fila: int, armado: _Armado) -> str:
    escrito = datos.get(campo, "")
    clave = clave_de_catalogo(campo, escrito, armado.perfil) if escrito else ""
    if clave is None:
        armado.avisos.anotar(Clase.FUERA_DE_CATALOGO, fila, armado.columna(campo), valor=escrito)
    return clave or ""


def _edad(escrita: str, fila: int, armado: _Armado) -> int | None:
    leida = _EDAD.fullmatch(escrita)
    if leida and 18 <= int(leida[1]) <= 120:
        return int(leida[1])
    if escrita:
        armado.avisos.anotar(Clase.FUERA_DE_CATALOGO, fila, armado.columna("edad"), valor=escrita)
    return None


def _numero(escrito: str, fila: int, armado: _Armado) -> int:
    leido = _NUMERO.fullmatch(escrito)
    if escrito and not leido:
        armado.avisos.anotar(Clase.FUERA_DE_CATALOGO, fila, armado.columna("numero"), valor=escrito)
    return max(int(leido[1]), 1) if leido else 1


def _avisar_de_celdas(renglon: Renglon, datos: dict[str, str], armado: _Armado) -> None:
    """Lo que al dato del registro se le quitó; un mismo nombre cortado se dice una vez."""
    for campo, celda in renglon.celdas.items():
        if campo in IDENTIFICAN and invierte(celda):
            armado.avisos.anotar(Clase.DIRECCION_QUITADA, renglon.numero, armado.columna(campo))
    for campo, largo in _CABEN.items():
        escrito = datos.get(campo, "")
        if len(escrito) > largo and (campo, escrito) not in armado.cortados:
            armado.cortados.add((campo, escrito))
            armado.avisos.anotar(
                Clase.NOMBRE_CORTADO, renglon.numero, armado.columna(campo), f"caben {largo}", escrito
            )


def _avisar_de_actores(armado: _Armado) -> None:
    """Cada actor, una vez: con cuántas formas se escribió y si el perfil lo conoce."""
    for clave, formas in armado.actores.items():
        (primera, fila), *otras = formas.items()
        for otra, donde in otras:
            detalle = f"«{primera}» y «{otra}»"
            armado.avisos.anotar(Clase.ACTOR_VARIANTE, donde, armado.columna("actor"), detalle)
        if not actor_de(armado.perfil, primera).es_conocido:
            armado.avisos.anotar(
                Clase.ACTOR_SIN_PERFIL, fila, armado.columna("actor"), f"{primera} ({clave})"
            )


def _avisar_de_entidades(armado: _Armado) -> None:
    for escrita, fila in armado.entidades.items():
        if not es_conocida(escrita):
            armado.avisos.anotar(Clase.ENTIDAD_DESCONOCIDA, fila, armado.columna("entidad"), escrita)


def _llave(datos: dict[str, str], nombre: str) -> tuple[str, ...]:
    campos = ("actor", "cargo", "entidad", "distrito", "municipio", "numero")
    return (*(plegado(datos.get(c, "")) for c in campos), plegado(nombre))


def _calidades_de_identidad(identificadas: Iterable[Renglon], perfil: Perfil) -> dict[tuple[str, ...], str]:
    """Qué calidad da la hoja de identidad a cada quien; si da dos, no dice nada."""
    dichas: dict[tuple[str, ...], str] = {}
    for renglon in identificadas:
        datos = _datos(renglon, perfil)
        calidad = clave_de_catalogo("calidad", datos.get("calidad", ""), perfil) or ""
        llave = _llave(datos, _nombre(datos))
        dichas[llave] = calidad if dichas.get(llave, calidad) == calidad else ""
    return dichas


def _avisar_de_homonimias(altas: list[Alta], avisos: Avisos) -> None:
    """Un nombre no identifica a nadie: hay homonimias, y quien va por dos vías aparece dos veces."""
    primeras: dict[str, int] = {}
    for alta in altas:
        otra = primeras.setdefault(plegado(alta.nombre), alta.fila)
        if otra != alta.fila:
            avisos.anotar(Clase.MISMO_NOMBRE, alta.fila, detalle=f"también en la fila {otra}")
