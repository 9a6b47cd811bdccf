"""`conoceles importar_archivo_ine ARCHIVO`: publica la exportación de un Conóceles como proceso histórico."""

from __future__ import annotations

import hashlib
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conoceles.archivo import acciones, identidad, lectura, perfil, plan
from conoceles.archivo.avisos import Avisos
from conoceles.calendario.models import Proceso
from conoceles.calendario.parametros import Parametros
from conoceles.comun.tablas import MAX_BYTES, TablaInvalida
from conoceles.registro import valores
from conoceles.registro.revision import ArchivoInvalido

_EJEMPLOS = 3
_PROBLEMAS = 30


def _fecha(texto: str) -> date:
    try:
        return date.fromisoformat(texto)
    except ValueError as error:
        raise ArgumentTypeError(f"«{texto}» no es una fecha; se escribe 2022-06-05") from error


class Command(BaseCommand):
    help = "Publica como proceso histórico la exportación pública de un Conóceles (del INE o, con perfil, de un OPL)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archivo", type=Path, help="XLSX, XLS, ODS o CSV")
        parser.add_argument(
            "--perfil",
            default=perfil.POR_OMISION,
            help=f"{', '.join(perfil.disponibles())}, o la ruta de un .toml",
        )
        parser.add_argument("--proceso", help="clave del proceso histórico; si falta, la del perfil")
        parser.add_argument("--nombre", help="nombre del proceso")
        parser.add_argument("--jornada", type=_fecha, help="día de la elección, AAAA-MM-DD")
        parser.add_argument(
            "--con-identidad",
            action="store_true",
            help="cuenta también las respuestas de identidad: sólo en conjunto, nunca por persona",
        )
        parser.add_argument("--simular", action="store_true", help="dice qué haría, sin escribir nada")

    def handle(self, *args: Any, archivo: Path, **opciones: Any) -> None:
        try:
            self._importar(archivo, opciones)
        except TablaInvalida as error:
            raise CommandError(f"{archivo.name}: {error}\nNo se importó nada.") from error
        except ArchivoInvalido as error:
            problemas = [str(problema) for problema in error.problemas]
            de_mas = len(problemas) - _PROBLEMAS
            resto = [f"… y {de_mas} más."] if de_mas > 0 else []
            dichos = "\n".join([*problemas[:_PROBLEMAS], *resto])
            raise CommandError(f"{dichos}\nNo se importó nada.") from error

    def _importar(self, archivo: Path, opciones: dict[str, Any]) -> None:
        contenido = _contenido(archivo)
        elegido = perfil.leer(opciones["perfil"])
        datos = _datos_del_proceso(elegido, opciones)
        fuente = acciones.Fuente(archivo.name, hashlib.sha256(contenido).hexdigest(), elegido.clave)
        recibo = acciones.ya_importado(datos.clave, fuente.huella)
        if recibo and ("identidad" in recibo.informe or not opciones["con_identidad"]):
            self.stdout.write(f"Este archivo ya está importado (recibo {recibo.folio}): 0 cambios.")
            return
        armado, conjuntos = _armar(contenido, archivo.name, elegido, datos, opciones["con_identidad"])
        self._decir(armado, conjuntos)
        if opciones["simular"]:
            self.stdout.write("Sólo se revisó: no se escribió nada.")
            return
        if recibo and conjuntos is not None:
            acciones.agregar_identidad(recibo=recibo, identidad=conjuntos, por=None)
            self.stdout.write(
                f"Este archivo ya está importado: al recibo {recibo.folio} se le agregó la identidad en conjunto."
            )
            return
        hecho = acciones.importar(plan=armado, datos=datos, fuente=fuente, por=None, identidad=conjuntos)
        self.stdout.write(
            self.style.SUCCESS(
                f"«{datos.nombre}» ({datos.clave}): {hecho.nuevas} candidaturas publicadas, "
                f"{hecho.sin_cambio} sin cambio. Recibo {hecho.importacion.folio}."
            )
        )

    def _decir(self, armado: plan.Plan, conjuntos: dict[str, dict[str, int]] | None) -> None:
        resumen = armado.resumen()
        self.stdout.write(
            f"{resumen['filas']} filas, {resumen['personas']} personas: {resumen['respondieron']} "
            f"respondieron y {resumen['no_respondieron']} no."
        )
        for cargo, cuantas in resumen["por_cargo"].items():
            self.stdout.write(f"  {cargo}: {cuantas}")
        for clase, casos in armado.avisos.por_clase().items():
            self.stdout.write(f"Aviso · {clase.value}: {len(casos)}")
            for caso in casos[:_EJEMPLOS]:
                self.stdout.write(f"    {caso}")
        for pregunta, tabla in (conjuntos or {}).items():
            self.stdout.write(f"Identidad · {pregunta}")
            for respuesta, cuantas in tabla.items():
                self.stdout.write(f"    {respuesta}: {cuantas}")
            if not tabla:
                self.stdout.write("    (grupos demasiado pequeños para decir una cifra)")


def _armar(
    contenido: bytes,
    nombre: str,
    elegido: perfil.Perfil,
    datos: acciones.DatosDelProceso,
    con_identidad: bool,
) -> tuple[plan.Plan, dict[str, dict[str, int]] | None]:
    """Lo que se publicaría y, si se pidió, la identidad en conjunto."""
    avisos = Avisos()
    leido = lectura.leer(contenido, nombre, elegido, avisos, con_identidad=con_identidad)
    armado = plan.armar(nombre, leido, elegido, avisos)
    conjuntos = identidad.tablas(leido.identidad, _celda_minima(datos.clave)) if con_identidad else None
    return armado, conjuntos


def _contenido(archivo: Path) -> bytes:
    try:
        if archivo.stat().st_size > MAX_BYTES:
            raise CommandError(f"{archivo.name} pesa más de {MAX_BYTES // 1_000_000} MB. Divídalo en partes.")
        return archivo.read_bytes()
    except OSError as error:
        raise CommandError(f"No se puede abrir «{archivo}»: revise la ruta y los permisos.") from error


def _datos_del_proceso(elegido: perfil.Perfil, opciones: dict[str, Any]) -> acciones.DatosDelProceso:
    """Lo que dice la orden; si calla, el perfil o, con otra clave, el proceso que ya tenga ésa."""
    clave = str(opciones["proceso"] or elegido.proceso.get("clave", ""))
    existente = Proceso.objects.filter(clave=clave).values("nombre", "jornada").first()
    del_perfil = elegido.proceso if clave == elegido.proceso.get("clave") else {}
    sabidos: dict[str, Any] = {**(existente or {}), **del_perfil}
    dichos: dict[str, Any] = {campo: opciones[campo] or sabidos.get(campo) for campo in ("nombre", "jornada")}
    faltan = [f"--{opcion}" for opcion, valor in {"proceso": clave, **dichos}.items() if not valor]
    if faltan:
        raise CommandError(f"Falta decir {', '.join(faltan)}: el perfil «{elegido.clave}» no lo trae.")
    zona = elegido.proceso.get("zona_horaria", "America/Mexico_City")
    if not existente or dichos["jornada"] != existente["jornada"]:
        _revisar("jornada", lambda jornada: _exigir_pasada(jornada, ZoneInfo(zona)), dichos["jornada"])
    return acciones.DatosDelProceso(
        clave=_revisar("proceso", valores.clave_de_proceso, clave),
        nombre=_revisar("nombre", valores.texto(200), str(dichos["nombre"])),
        jornada=dichos["jornada"],
        zona_horaria=zona,
        instituto=elegido.instituto,
    )


def _revisar(opcion: str, lector: valores.Lector, valor: Any) -> Any:
    try:
        return lector(valor)
    except ValueError as error:
        raise CommandError(f"--{opcion}: {error}") from error


def _exigir_pasada(jornada: date, zona: ZoneInfo) -> None:
    valores.exigir_cercana(jornada)
    if jornada >= timezone.localdate(timezone=zona):
        raise ValueError(f"{jornada} aún no pasa: un archivo histórico es de una elección ya celebrada")


def _celda_minima(clave: str) -> int:
    proceso = Proceso.objects.filter(clave=clave).first()
    return (proceso.parametros if proceso else Parametros()).celda_minima
