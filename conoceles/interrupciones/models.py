"""El latido del servicio y el libro de sus interrupciones."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Latido(models.Model):
    """La última vez que el servicio supo de sí: una sola fila. Un hueco entre dos latidos es una ausencia."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    instante = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="latido_unico")]

    def __str__(self) -> str:
        return f"latido {self.instante:%Y-%m-%d %H:%M:%S}"


class Interrupcion(models.Model):
    """Un intervalo en que el servicio faltó, entero o en parte. No se borra: se corrige con otra que la anula."""

    class Origen(models.TextChoices):
        SERVICIO = "servicio", "La notó el propio servicio"
        PERSONAL = "personal", "La anotó el personal"

    desde = models.DateTimeField()
    hasta = models.DateTimeField(help_text="Exclusivo.")
    origen = models.CharField(max_length=10, choices=Origen.choices)
    descripcion = models.CharField(max_length=300, blank=True, help_text="Qué faltó y por qué; es pública.")
    por = models.CharField(max_length=150, blank=True)
    anotada_en = models.DateTimeField(default=timezone.now)
    anulada_en = models.DateTimeField(null=True, blank=True)
    anulada_por = models.CharField(max_length=150, blank=True)
    motivo_de_anulacion = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-desde"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hasta__gt=F("desde")),
                name="interrupcion_con_duracion",
                violation_error_message="Una interrupción termina después de empezar.",
            )
        ]

    def __str__(self) -> str:
        return f"interrupción del {self.desde:%Y-%m-%d %H:%M} al {self.hasta:%Y-%m-%d %H:%M}"
