"""`conoceles importar_secciones ARCHIVO`: qué municipio y qué distrito le tocan a cada sección electoral."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conoceles.registro.importacion.ordenes import MUESTRA, cifra, contenido_de, proceso_de, renglon
from conoceles.territorio.acciones import importar_secciones
from conoceles.territorio.lectura import mapa_de
from conoceles.territorio.secciones import PlanDeSecciones, planear


class Command(BaseCommand):
    help = "Importa las secciones electorales. Importar dos veces lo mismo no cambia nada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archivo", type=Path, help="CSV, XLSX, XLS u ODS (docs/formatos/secciones.md)")
        parser.add_argument(
            "--mapa", required=True, help="Cómo se llama la distritación: «Distritación 2023»."
        )
        parser.add_argument(
            "--desde", required=True, type=date.fromisoformat, help="Desde qué día vale: AAAA-MM-DD."
        )
        parser.add_argument(
            "--hasta", type=date.fromisoformat, help="Hasta qué día vale; sin ella, sin término."
        )
        parser.add_argument("--distrito", default="", help="La columna que trae el distrito, si hay varias.")
        parser.add_argument("--proceso", help="Clave del proceso; sin ella, el vigente.")
        parser.add_argument("--simular", action="store_true", help="Sólo decir qué haría.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        proceso, archivo = proceso_de(opciones["proceso"]), opciones["archivo"]
        contenido = contenido_de(archivo)
        plan = planear(contenido, archivo.name, proceso=proceso, distrito=opciones["distrito"])
        self._informar(plan)
        if not plan.es_aplicable:
            raise CommandError(
                f"No se importó nada: {plan.hallazgos.n_rechazos:,} rechazos. Corríjalos y repita."
            )
        if opciones["simular"]:
            self.stdout.write("Sólo se simuló: no se cambió nada.")
            return
        regia = mapa_de(proceso)
        try:
            mapa = importar_secciones(
                proceso=proceso,
                plan=plan,
                nombre=opciones["mapa"],
                vale_desde=opciones["desde"],
                vale_hasta=opciones["hasta"],
                archivo=archivo.name,
                huella=hashlib.sha256(contenido).hexdigest(),
                por=None,
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        if not mapa.vale_en_la_jornada:
            self.stdout.write(
                self.style.WARNING(
                    f"Este mapa no vale el {proceso.jornada:%d/%m/%Y}, día de la elección: con él la boleta sabe el "
                    "municipio de cada sección y pregunta el distrito."
                )
            )
        que_paso = "No cambió nada: ya regía" if mapa == regia else "Rige"
        self.stdout.write(self.style.SUCCESS(f"{que_paso} el mapa «{mapa.nombre}», huella {mapa.huella}."))

    def _informar(self, plan: PlanDeSecciones) -> None:
        for rotulo, cuantas in (
            ("Secciones", len(plan.secciones)),
            ("Dadas de baja en el archivo", plan.bajas),
            ("Sin distrito", plan.sin_distrito),
            ("Rechazos", plan.hallazgos.n_rechazos),
        ):
            self.stdout.write(cifra(rotulo, cuantas))
        for hallazgo in [*plan.hallazgos.rechazos, *plan.hallazgos.avisos][:MUESTRA]:
            self.stdout.write(renglon(hallazgo))
