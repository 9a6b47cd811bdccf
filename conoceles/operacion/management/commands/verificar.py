"""`conoceles verificar`: que nadie haya tocado por fuera la bitácora, lo publicado ni lo que se firmó."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from conoceles.operacion.revisiones import Hallazgo, revisar

A_LA_VISTA = 20


class Command(BaseCommand):
    help = "Revisa la bitácora, lo publicado y los puntos de control contra sus huellas y firmas. Sale con código 1 si algo no cuadra; no cambia nada."

    def handle(self, *args: Any, **options: Any) -> None:
        hallazgos = []
        for hallazgo in revisar(self._decir_cuantas):
            hallazgos.append(hallazgo)
            self._decir(hallazgo)
        con_defecto = sum(bool(hallazgo.defectos) for hallazgo in hallazgos)
        if con_defecto:
            raise CommandError(f"{con_defecto} de {len(hallazgos)} revisiones encontraron un defecto.")

    def _decir(self, hallazgo: Hallazgo) -> None:
        """Uno va en su renglón; de varios, cuántos son y los primeros veinte."""
        nombre, defectos = hallazgo.nombre, hallazgo.defectos
        if len(defectos) < 2:
            self.stdout.write(f"{nombre}: {defectos[0] if defectos else 'bien'}")
            return
        self.stdout.write(f"{nombre}: {'más de ' if hallazgo.son_mas else ''}{len(defectos):,} defectos")
        for defecto in defectos[:A_LA_VISTA]:
            self.stdout.write(f"  {defecto}")
        if len(defectos) > A_LA_VISTA:
            self.stdout.write(f"  … y {len(defectos) - A_LA_VISTA:,} más")

    def _decir_cuantas(self, van: int) -> None:
        self.stdout.write(f"  {van:,} hojas…")
