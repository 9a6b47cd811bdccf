"""`conoceles importar_registro ARCHIVO`: primero dice qué haría; sin rechazos, lo hace entero."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conoceles.calendario.models import Proceso
from conoceles.publicacion.registro import aplicar_importacion
from conoceles.registro.importacion import perfil as perfiles
from conoceles.registro.importacion import recibo
from conoceles.registro.importacion.archivo import planear_archivo
from conoceles.registro.importacion.informe import Hallazgo
from conoceles.registro.importacion.plan import Plan
from conoceles.registro.importacion.resumen import en_csv
from conoceles.registro.revision import ArchivoInvalido

MUESTRA = 40


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
        parser.add_argument("--informe", type=Path, help="Dónde guardar los rechazos y avisos, en CSV.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        proceso = self._proceso(opciones["proceso"])
        contenido, perfil = self._leer(opciones["archivo"], opciones["perfil"])
        nombre, es_completo = opciones["archivo"].name, opciones["completo"]
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
        else:
            importacion = recibo.recibir(
                proceso=proceso, nombre=nombre, contenido=contenido, perfil=perfil.clave,
                es_completo=es_completo, por=None,
            )  # fmt: skip
            importacion = aplicar_importacion(importacion=importacion, plan=plan, por=None)
            self.stdout.write(
                self.style.SUCCESS(f"Aplicada. Folio {importacion.folio}, huella {importacion.huella}.")
            )

    def _proceso(self, clave: str | None) -> Proceso:
        if clave is None:
            try:
                return Proceso.objects.vigente()
            except ImproperlyConfigured as error:
                raise CommandError(str(error)) from error
        proceso = Proceso.objects.filter(clave=clave).first()
        if proceso is None:
            hay = ", ".join(Proceso.objects.values_list("clave", flat=True)) or "ninguno"
            raise CommandError(f"No hay un proceso «{clave}». Cargados: {hay}.")
        return proceso

    def _leer(self, archivo: Path, perfil: str) -> tuple[bytes, perfiles.Perfil]:
        try:
            return archivo.read_bytes(), perfiles.leer(perfil)
        except OSError as error:
            raise CommandError(f"No se puede abrir {archivo}: {error.strerror}.") from error
        except ArchivoInvalido as error:
            raise CommandError(f"El perfil no sirve:\n{error}") from error

    def _informar(self, plan: Plan, destino: Path | None) -> None:
        hechos = (
            ("Personas", plan.personas), ("Fórmulas o lugares", plan.formulas), ("Lugares vacantes", plan.vacantes),
            ("Altas", len(plan.altas) - plan.sustituciones), ("Sustituciones", plan.sustituciones),
            ("Correcciones", len(plan.cambios)), ("Bajas", len(plan.bajas)), ("Sin cambio", plan.sin_cambio),
            ("Registradas que no vienen en el archivo", len(plan.no_vienen)),
            ("Candidaturas independientes nuevas", len(plan.independientes)),
            ("Avisos", plan.hallazgos.n_avisos), ("Rechazos", plan.hallazgos.n_rechazos),
        )  # fmt: skip
        for rotulo, cuantas in hechos:
            self.stdout.write(f"  {rotulo:<42}{cuantas:>8,}")
        self._tabla("AVISOS", plan.hallazgos.avisos, plan.hallazgos.n_avisos)
        self._tabla("RECHAZOS", plan.hallazgos.rechazos, plan.hallazgos.n_rechazos)
        if destino:
            destino.write_text(en_csv([*plan.hallazgos.rechazos, *plan.hallazgos.avisos]), encoding="utf-8")
            self.stdout.write(f"Informe en {destino}")

    def _tabla(self, titulo: str, hallazgos: list[Hallazgo], total: int) -> None:
        if not total:
            return
        self.stdout.write(self.style.WARNING(f"\n{titulo} ({total:,})"))
        for h in hallazgos[:MUESTRA]:
            lugar = " · ".join(filter(None, (h.hoja, f"fila {h.fila}" if h.fila else "", h.columna)))
            valor = f"«{h.valor}»: " if h.valor else ""
            self.stdout.write(f"  {lugar or 'archivo'}: {valor}{h.motivo}")
        if total > MUESTRA:
            self.stdout.write(f"  … y {total - MUESTRA:,} más; pida todos con --informe salida.csv")
