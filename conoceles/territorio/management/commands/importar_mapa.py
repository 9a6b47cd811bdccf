"""`conoceles importar_mapa ARCHIVO`: los contornos con que se dibujan los municipios."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conoceles.registro.importacion.ordenes import MUESTRA, cifra, contenido_de, proceso_de, renglon
from conoceles.territorio.acciones import importar_mapa
from conoceles.territorio.contornos import PlanDeMapa, planear_mapa
from conoceles.territorio.lectura import contorno_de


class Command(BaseCommand):
    help = "Importa los contornos de los municipios. Importar dos veces lo mismo no cambia nada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archivo", type=Path, help="GeoJSON en grados, WGS 84 (docs/formatos/mapa.md)")
        parser.add_argument("--proceso", help="Clave del proceso; sin ella, el vigente.")
        parser.add_argument("--simular", action="store_true", help="Sólo decir qué haría.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        proceso, archivo = proceso_de(opciones["proceso"]), opciones["archivo"]
        contenido = contenido_de(archivo)
        plan = planear_mapa(contenido, proceso=proceso)
        self._informar(plan)
        if not plan.es_aplicable:
            raise CommandError(f"No se importó nada: rechazos, {plan.hallazgos.n_rechazos:,}.")
        if opciones["simular"]:
            self.stdout.write("Sólo se simuló: no se cambió nada.")
            return
        huella = hashlib.sha256(contenido).hexdigest()
        regia = contorno_de(proceso)
        contorno = importar_mapa(proceso=proceso, plan=plan, archivo=archivo.name, huella=huella, por=None)
        que_paso = "No cambió nada: ya se dibujaban" if contorno == regia else "Se dibujan"
        self.stdout.write(
            self.style.SUCCESS(f"{que_paso} {len(plan.trazos):,} municipios, huella {contorno.huella}.")
        )

    def _informar(self, plan: PlanDeMapa) -> None:
        for rotulo, cuantos in (
            ("Municipios con figura", len(plan.trazos)),
            ("Puntos en el archivo", plan.puntos_leidos),
            ("Puntos en el dibujo", plan.puntos),
            ("Rechazos", plan.hallazgos.n_rechazos),
        ):
            self.stdout.write(cifra(rotulo, cuantos))
        for hallazgo in [*plan.hallazgos.rechazos, *plan.hallazgos.avisos][:MUESTRA]:
            self.stdout.write(renglon(hallazgo))
