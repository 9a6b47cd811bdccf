"""`conoceles importar_registro ARCHIVO`: primero dice qué haría; sin rechazos, lo hace entero."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from conoceles.comun.segundo_plano import anotar
from conoceles.publicacion.registro import aplicar_revisada
from conoceles.registro.importacion import perfil as perfiles
from conoceles.registro.importacion import recibo
from conoceles.registro.importacion.archivo import planear_archivo
from conoceles.registro.importacion.informe import Hallazgo
from conoceles.registro.importacion.ordenes import MUESTRA, cifra, contenido_de, por_que, proceso_de, renglon
from conoceles.registro.importacion.plan import BAJAS, PARECIDOS, Cambio, Plan
from conoceles.registro.importacion.recibo import NoAplicable
from conoceles.registro.importacion.resumen import en_csv, resumir
from conoceles.registro.models import Importacion
from conoceles.registro.revision import ArchivoInvalido

Estado = Importacion.Estado


class Command(BaseCommand):
    help = (
        "Importa el registro de candidaturas aprobadas. Importar dos veces el mismo archivo no cambia nada."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archivo", type=Path, help="CSV, XLSX, XLS u ODS")
        parser.add_argument(
            "--perfil", default=perfiles.PROPIO, help="Uno de los que trae el sistema, o un TOML."
        )
        parser.add_argument("--proceso", help="Clave del proceso; sin ella, el vigente.")
        parser.add_argument("--simular", action="store_true", help="Sólo decir qué haría.")
        parser.add_argument(
            "--completo",
            action="store_true",
            help="El archivo es la lista entera de los cargos que contiene.",
        )
        parser.add_argument(
            f"--confirmar-{PARECIDOS}", dest="confirmado", action="append_const", const=PARECIDOS,
            help="Los nombres parecidos de la lista «por confirmar» son de las mismas personas.",
        )  # fmt: skip
        parser.add_argument(
            f"--confirmar-{BAJAS}", dest="confirmado", action="append_const", const=BAJAS,
            help="La lista completa lo está de veras, aunque dé de baja a muchas.",
        )  # fmt: skip
        parser.add_argument("--informe", type=Path, help="Dónde guardar los rechazos y avisos, en CSV.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        proceso = proceso_de(opciones["proceso"])
        contenido, perfil = self._leer(opciones["archivo"], opciones["perfil"])
        nombre, es_completo = opciones["archivo"].name, opciones["completo"]
        confirmado = opciones["confirmado"] or []
        plan = planear_archivo(contenido, nombre, proceso=proceso, perfil=perfil, es_completo=es_completo)
        self._informar(plan, opciones["informe"])
        if not plan.es_aplicable:
            raise CommandError(
                f"No se aplicó nada: hay {plan.hallazgos.n_rechazos:,} rechazos. Corríjalos y repita."
            )
        if opciones["simular"]:
            self.stdout.write("Sólo se simuló: no se cambió nada.")
        elif not plan.hay_que_hacer:
            self.stdout.write(self.style.SUCCESS("Nada que hacer: el registro ya está como dice el archivo."))
        elif faltan := [dicho for clave, dicho in plan.confirmaciones.items() if clave not in confirmado]:
            opciones_que_faltan = " ".join(
                f"--confirmar-{c}" for c in plan.confirmaciones if c not in confirmado
            )
            raise CommandError(
                f"No se aplicó nada. {' '.join(faltan)}\nPara confirmar: {opciones_que_faltan}"
            )
        else:
            recibo.cerrar_interrumpidas(proceso=proceso)
            importacion = recibo.recibir(
                proceso=proceso, nombre=nombre, contenido=contenido, perfil=perfil.clave,
                es_completo=es_completo, por=None,
            )  # fmt: skip
            recibo.guardar_revision(importacion=importacion, informe=resumir(plan), es_aplicable=True)
            self._aplicar(importacion, perfil, confirmado)
            self.stdout.write(
                self.style.SUCCESS(f"Aplicada. Folio {importacion.folio}, huella {importacion.huella}.")
            )

    def _aplicar(self, importacion: Importacion, perfil: perfiles.Perfil, confirmado: list[str]) -> None:
        """Con el plan vuelto a hacer dentro de la transacción: otra importación pudo ganarle."""
        recibo.tomar(importacion=importacion, de=Estado.SIMULADA, a=Estado.APLICANDO)
        anotar(importacion.folio, "Aplicando desde la línea de órdenes")
        try:
            aplicar_revisada(importacion=importacion, por=None, perfil=perfil, confirmado=confirmado)
        except NoAplicable as error:
            recibo.rechazar(importacion=importacion, motivo=str(error), por=None)
            raise CommandError(f"No se aplicó nada. {error}") from error
        except OperationalError as error:
            raise CommandError("No se aplicó nada: otro trabajo ocupa la base. Repita en un rato.") from error

    def _leer(self, archivo: Path, perfil: str) -> tuple[bytes, perfiles.Perfil]:
        try:
            return contenido_de(archivo), perfiles.leer(perfil)
        except OSError as error:  # de un perfil propio
            raise CommandError(f"No se puede abrir {error.filename or perfil}: {por_que(error)}.") from error
        except ArchivoInvalido as error:
            raise CommandError(f"El perfil no sirve:\n{error}") from error

    def _informar(self, plan: Plan, destino: Path | None) -> None:
        hechos = (
            ("Personas", plan.personas), ("Fórmulas o lugares", plan.formulas), ("Lugares vacantes", plan.vacantes),
            ("Altas", len(plan.altas) - plan.sustituciones), ("Sustituciones", plan.sustituciones),
            ("Correcciones", len(plan.cambios)), ("   de ellas, por confirmar", len(plan.por_confirmar)), ("Bajas", len(plan.bajas)), ("Sin cambio", plan.sin_cambio),
            ("Registradas que no vienen en el archivo", len(plan.no_vienen)),
            ("Candidaturas independientes nuevas", len(plan.independientes)),
            ("Avisos", plan.hallazgos.n_avisos), ("Rechazos", plan.hallazgos.n_rechazos),
        )  # fmt: skip
        if plan.advertencia:
            self.stdout.write(self.style.WARNING(f"ATENCIÓN: {plan.advertencia}\n"))
        for rotulo, cuantas in hechos:
            self.stdout.write(cifra(rotulo, cuantas))
        self._tabla("POR CONFIRMAR", [_duda(c) for c in plan.por_confirmar], len(plan.por_confirmar))
        self._tabla("AVISOS", plan.hallazgos.avisos, plan.hallazgos.n_avisos)
        self._tabla("RECHAZOS", plan.hallazgos.rechazos, plan.hallazgos.n_rechazos)
        if destino:
            try:
                destino.write_text(
                    en_csv([*plan.hallazgos.rechazos, *plan.hallazgos.avisos]), encoding="utf-8"
                )
            except OSError as error:
                raise CommandError(
                    f"No se aplicó nada: no se puede escribir el informe en {destino}: {por_que(error)}."
                ) from error
            self.stdout.write(f"Informe en {destino}")

    def _tabla(self, titulo: str, hallazgos: list[Hallazgo], total: int) -> None:
        if not total:
            return
        self.stdout.write(self.style.WARNING(f"\n{titulo} ({total:,})"))
        for hallazgo in hallazgos[:MUESTRA]:
            self.stdout.write(renglon(hallazgo))
        if total > MUESTRA:
            self.stdout.write(f"  … y {total - MUESTRA:,} más; pida todos con --informe salida.csv")


def _duda(cambio: Cambio) -> Hallazgo:
    propuesta = cambio.propuesta
    motivo = f"¿es la misma persona que «{cambio.ocupante.nombre}»?"
    return Hallazgo(propuesta.hoja, propuesta.fila, "nombre", propuesta.nombre, motivo)
