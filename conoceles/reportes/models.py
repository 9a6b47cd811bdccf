"""Los avisos de error, con lo que el Instituto contestó. No dicen quién avisó: no se le pregunta ni se anota."""

from __future__ import annotations

from django.db import models

LARGO_MINIMO, LARGO_MAXIMO = 10, 1000


class Reporte(models.Model):
    """Un error que alguien avisó en la página de una candidatura.

    `candidatura` y `proceso` son claves públicas, sin llave foránea. `formulario`: el número de la hoja en que se
    escribió; enviarla dos veces es el mismo aviso. `texto`: vacío cuando ya no se conserva. `respuesta`: lo que lee
    quien guardó el folio; cerrado sin `atendido_por`, nadie lo atendió a tiempo.
    """

    folio = models.CharField(max_length=24, primary_key=True)
    formulario = models.CharField(max_length=32, unique=True)
    proceso = models.SlugField(max_length=60)
    candidatura = models.CharField(max_length=16)
    version = models.PositiveIntegerField(help_text="La que se estaba leyendo.")
    apartado = models.CharField(max_length=80, help_text="Su título, como se leía en la página.")
    texto = models.CharField(max_length=LARGO_MAXIMO, blank=True)
    recibido_en = models.DateTimeField()
    atendido_en = models.DateTimeField(null=True, blank=True)
    atendido_por = models.CharField(max_length=150, blank=True)
    respuesta = models.CharField(max_length=LARGO_MAXIMO, blank=True)

    class Meta:
        indexes = [models.Index(fields=["proceso", "atendido_en", "recibido_en"])]

    def __str__(self) -> str:
        return self.folio
