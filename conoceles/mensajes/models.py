"""Cartas por enviar y enviadas."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class CartaQuerySet(models.QuerySet["Carta"]):
    def pendientes(self) -> CartaQuerySet:
        return self.filter(
            enviada_en=None,
            intentar_desde__lte=timezone.now(),
            intentos__lt=Carta.MAX_INTENTOS,
        )


class Carta(models.Model):
    """Una carta de la bandeja de salida. Sin correo no se envía: queda para entregarse impresa."""

    MAX_INTENTOS = 8

    para = models.EmailField(blank=True)
    asunto = models.CharField(max_length=200)
    cuerpo = models.TextField()
    sobre = models.CharField(max_length=80, blank=True, help_text="Clave de la candidatura o de la cuenta.")
    creada_en = models.DateTimeField(default=timezone.now)
    intentar_desde = models.DateTimeField(default=timezone.now)
    intentos = models.PositiveSmallIntegerField(default=0)
    enviada_en = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = CartaQuerySet.as_manager()

    class Meta:
        ordering = ["-creada_en", "-id"]
        indexes = [
            models.Index(fields=["enviada_en", "intentar_desde"]),
            models.Index(fields=["sobre"]),
        ]

    def __str__(self) -> str:
        return f"{self.asunto} → {self.para or 'sin correo'}"
