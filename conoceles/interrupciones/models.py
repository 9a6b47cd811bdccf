"""El latido del servicio y el libro de sus interrupciones."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from conoceles.comun.canonico import json_canonico
from conoceles.comun.disparadores import SoloAgregar
from conoceles.comun.legibles import se_lee
from conoceles.comun.sales import ConSal, exacto
from conoceles.llaves import codigos


class Latido(models.Model):
    """La última vez que el servicio supo de sí: una sola fila. Un hueco entre dos latidos es una ausencia.

    `maximo`: la hora más tardía en que latió. Si el reloj del equipo retrocede, lo de antes de ella ya se atendió.
    `marca`: su código de autenticidad. Uno movido por fuera inventaría una interrupción, o callaría una que hubo.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    instante = models.DateTimeField()
    maximo = models.DateTimeField(null=True, blank=True)
    marca = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="latido_unico")]

    def __str__(self) -> str:
        return f"latido {self.instante:%Y-%m-%d %H:%M:%S}"

    def marcar(self) -> Latido:
        """Le pone su código; va antes de guardarlo."""
        self.marca = codigos.codigo(self._dicho, uso=codigos.LATIDO)
        return self

    @property
    def es_autentico(self) -> bool:
        """¿Lo dejó el servicio, y dice lo que dejó?"""
        return se_lee(self) and codigos.es_codigo(self.marca, self._dicho, uso=codigos.LATIDO)

    @property
    def _dicho(self) -> bytes:
        return json_canonico([exacto(self.instante), exacto(self.maximo)])


class InterrupcionQuerySet(models.QuerySet["Interrupcion"]):
    def en_pie(self) -> InterrupcionQuerySet:
        """Las que nadie ha anulado."""
        return self.filter(anulada_en=None)

    def que_cuentan(self) -> InterrupcionQuerySet:
        """Las que mueven plazos: las que siguen en pie y las que se anularon ya empezadas a devolver."""
        return self.filter(Q(anulada_en=None) | Q(gracia_desde__isnull=False))

    def que_tocan(self, desde: datetime, hasta: datetime) -> InterrupcionQuerySet:
        """Las que tienen algo en común con ese lapso."""
        return self.filter(desde__lt=hasta, hasta__gt=desde)


class Interrupcion(ConSal):
    """Un intervalo en que el servicio faltó, entero o en parte. No se borra: se anula y, si hace falta, se anota otra.

    `gracia_desde`, `gracia_en`: cuándo se empezó y se terminó de devolver a los plazos. Lo que se empezó a dar se
    termina de dar aunque se anule: a unas candidaturas sí y a otras no sería desigual.
    """

    class Origen(models.TextChoices):
        SERVICIO = "servicio", _("La notó el propio servicio")
        PERSONAL = "personal", _("La anotó el personal")

    desde = models.DateTimeField()
    hasta = models.DateTimeField(help_text="Exclusivo.")
    origen = models.CharField(max_length=10, choices=Origen.choices)
    descripcion = models.CharField(max_length=300, blank=True, help_text="Qué faltó y por qué; es pública.")
    por = models.CharField(max_length=150, blank=True)
    anotada_en = models.DateTimeField(default=timezone.now)
    gracia_desde = models.DateTimeField(null=True, blank=True)
    gracia_en = models.DateTimeField(null=True, blank=True)
    explicada_en = models.DateTimeField(null=True, blank=True, help_text="Cuándo se dijo qué pasó.")
    anulada_en = models.DateTimeField(null=True, blank=True)
    anulada_por = models.CharField(max_length=150, blank=True)
    motivo_de_anulacion = models.CharField(max_length=300, blank=True)

    objects = InterrupcionQuerySet.as_manager()

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

    @property
    def se_devuelve_desde(self) -> datetime:
        """Desde que el servicio volvió; si se supo después, desde que consta: un plazo no se da ya vencido."""
        return max(self.hasta, self.anotada_en)


# Se explica, se devuelve y se anula; lo que se anotó, no cambia.
DISPARADORES = SoloAgregar(
    "interrupciones_interrupcion", columnas=("id", "desde", "hasta", "origen", "por", "anotada_en", "sal")
)
