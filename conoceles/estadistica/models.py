"""Las cifras de un proceso a un instante, tal como se publicaron."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.db import models

from conoceles.comun.disparadores import SoloAgregar


class Corte(models.Model):
    """Todas las tablas de un proceso, contadas a la vez. No cambia nunca: el siguiente es otra fila.

    `contenido` es el JSON canónico que se descarga, y `huella` su SHA-256: quien lo guardó puede comprobarlo.
    """

    proceso = models.SlugField(max_length=60)
    numero = models.PositiveIntegerField()
    dia = models.DateField(help_text="Del calendario del proceso: a lo más hay un corte cada día.")
    instante = models.DateTimeField()
    candidaturas = models.PositiveIntegerField(help_text="Las aprobadas a ese instante: la base.")
    contenido = models.TextField()
    huella = models.CharField(max_length=64)
    por = models.CharField(max_length=150, blank=True, help_text="Quién lo hizo; vacío: el reloj.")

    class Meta:
        ordering = ["proceso", "-numero"]
        constraints = [
            models.UniqueConstraint(fields=["proceso", "numero"], name="corte_unico"),
            models.UniqueConstraint(
                fields=["proceso", "dia"],
                name="un_corte_por_dia",
                violation_error_message="Ese día ya hay un corte.",
            ),
        ]

    def __str__(self) -> str:
        return f"corte {self.numero} de {self.proceso}"

    @cached_property
    def datos(self) -> dict[str, Any]:
        """El contenido, leído."""
        datos: dict[str, Any] = json.loads(self.contenido)
        return datos


DISPARADORES = SoloAgregar("estadistica_corte")
