"""Lo que consta de una representación: a quién le recordó y qué listas de textos subió."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from conoceles.registro.models import ActorPolitico, Candidatura


class RecordatorioDePartido(models.Model):
    """Su partido le recordó el plazo ese día. Uno al día por candidatura: recordar no es hostigar."""

    candidatura = models.ForeignKey(
        Candidatura, on_delete=models.PROTECT, related_name="recordatorios_de_partido"
    )
    dia = models.DateField(help_text="En el huso del proceso.")
    por = models.CharField(max_length=60)
    instante = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidatura", "dia"], name="un_recordatorio_de_partido_al_dia")
        ]

    def __str__(self) -> str:
        return f"recordatorio a {self.candidatura_id} del {self.dia}"


class ListaDeTextos(models.Model):
    """Una lista de textos propuestos que se subió, lo que se encontró en ella y si se aplicó.

    `textos`: [clave de candidatura, clave de pregunta, valor], sólo mientras espera decisión: después viven
    en `cuestionarios.TextoPropuesto` o se olvidan.
    """

    class Estado(models.TextChoices):
        REVISADA = "revisada", "Revisada, sin aplicar"
        RECHAZADA = "rechazada", "Con errores"
        APLICADA = "aplicada", "Aplicada"
        ABANDONADA = "abandonada", "Se subió otra en su lugar"

    actor = models.ForeignKey(ActorPolitico, on_delete=models.PROTECT, related_name="+")
    folio = models.CharField(max_length=24, unique=True)
    archivo = models.CharField(max_length=200)
    huella = models.CharField(max_length=64, help_text="SHA-256 del archivo.")
    estado = models.CharField(max_length=12, choices=Estado.choices)
    textos = models.JSONField(default=list)
    informe = models.JSONField(default=dict)
    por = models.CharField(max_length=60)
    subida_en = models.DateTimeField(default=timezone.now)
    aplicada_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-subida_en"]

    def __str__(self) -> str:
        return f"{self.archivo} ({self.get_estado_display()})"
