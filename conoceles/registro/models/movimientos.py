"""Lo que cambia el registro: cada archivo que se importa y cada movimiento de una candidatura."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.disparadores import SoloAgregar
from conoceles.comun.sales import ConSal, exacto
from conoceles.registro.catalogos import ClaseDeMovimiento, SituacionRegistral

from .candidaturas import Candidatura


class Importacion(models.Model):
    """El recibo de una importación: qué archivo, con qué perfil, quién y qué hizo."""

    class Estado(models.TextChoices):
        EN_COLA = "en_cola", "En cola"
        SIMULANDO = "simulando", "Revisando"
        SIMULADA = "simulada", "Revisada, sin aplicar"
        APLICANDO = "aplicando", "Aplicando"
        APLICADA = "aplicada", "Aplicada"
        RECHAZADA = "rechazada", "Rechazada"

    proceso = models.ForeignKey(Proceso, on_delete=models.PROTECT, related_name="importaciones")
    folio = models.CharField(max_length=24, unique=True)
    archivo = models.CharField(max_length=200)
    huella = models.CharField(max_length=64)
    perfil = models.CharField(max_length=80, blank=True)
    es_completo = models.BooleanField(default=False, help_text="Lo que no venga en el archivo se da de baja.")
    estado = models.CharField(max_length=12, choices=Estado.choices, default=Estado.EN_COLA)
    informe = models.JSONField(default=dict)
    por = models.CharField(max_length=60, blank=True)
    creada_en = models.DateTimeField(default=timezone.now)
    aplicada_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-creada_en"]
        indexes = [models.Index(fields=["proceso", "huella"])]

    def __str__(self) -> str:
        return f"{self.archivo} ({self.get_estado_display()})"


class Movimiento(ConSal):
    """Lo que sacó, relevó o devolvió a una candidatura, y con qué acuerdo. No se edita ni se borra: es la historia.

    `antes` y `despues`: sus situaciones. `entra`: quien la releva, si alguien. `surte_en`: desde cuándo vale, que
    puede ser antes de que se registrara.
    """

    candidatura = models.ForeignKey(Candidatura, on_delete=models.PROTECT, related_name="movimientos")
    clase = models.CharField(max_length=16, choices=ClaseDeMovimiento.choices)
    antes = models.CharField(max_length=16, choices=SituacionRegistral.choices)
    despues = models.CharField(max_length=16, choices=SituacionRegistral.choices)
    entra = models.ForeignKey(
        Candidatura, on_delete=models.PROTECT, null=True, blank=True, related_name="entradas"
    )
    acuerdo = models.CharField(max_length=80, blank=True)
    surte_en = models.DateTimeField()
    motivo = models.CharField(max_length=300, blank=True, help_text="Para el expediente; no se publica.")
    importacion = models.ForeignKey(
        Importacion, on_delete=models.PROTECT, null=True, blank=True, related_name="movimientos"
    )
    por = models.CharField(max_length=60, blank=True)
    registrado_en = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_clase_display()} de {self.candidatura_id}"

    @property
    def huella_de_lo_registrado(self) -> str:
        """La que consta en la bitácora."""
        quienes = [self.candidatura_id, self.entra_id, self.importacion_id, self.por]
        que = [self.clase, self.antes, self.despues, self.acuerdo, self.motivo]
        return self.huella_de([*quienes, *que, exacto(self.surte_en), exacto(self.registrado_en)])


DISPARADORES_DEL_MOVIMIENTO = SoloAgregar("registro_movimiento")
