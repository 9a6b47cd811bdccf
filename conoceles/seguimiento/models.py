"""Lo que consta de quien no ha respondido: plazos propios, recordatorios y requerimientos.

La omisión no se guarda: se calcula (`omision`), y deja de serlo en cuanto la persona envía.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.utils import timezone

from conoceles.acuses.models import ConAcuse
from conoceles.comun.disparadores import SoloAgregar
from conoceles.comun.sales import ConSal, exacto
from conoceles.registro.models import Candidatura

from .omision import Omision


class PlazoPropio(ConSal):
    """El Instituto dio a una candidatura otro plazo. `hasta` vacío: volvió al general."""

    candidatura = models.ForeignKey(Candidatura, on_delete=models.PROTECT, related_name="plazos_propios")
    hasta = models.DateTimeField(null=True, blank=True)
    motivo = models.CharField(max_length=300)
    por = models.CharField(max_length=60)
    instante = models.DateTimeField(default=timezone.now)
    interrupcion = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="La del servicio que se le devolvió; cada una, una vez."
    )
    original = models.DateTimeField(
        null=True, blank=True, help_text="De una devolución: el plazo sin nada devuelto."
    )

    class Meta:
        ordering = ["instante"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidatura", "interrupcion"], name="una_gracia_por_interrupcion"
            )
        ]

    def __str__(self) -> str:
        return f"plazo propio de {self.candidatura_id}"

    @property
    def asentado(self) -> dict[str, str | int | None]:
        """Lo que de él consta en la bitácora."""
        return {
            "hasta": exacto(self.hasta),
            "original": exacto(self.original),
            "interrupcion": self.interrupcion,
            "dicho": self.huella_de([self.motivo, self.por, exacto(self.instante)]),
        }


class Recordatorio(models.Model):
    """Que a una candidatura ya se le recordó un vencimiento, o por qué no hizo falta: no se repite."""

    class Clase(models.TextChoices):
        CAPTURA = "captura", "Enviar sus respuestas"
        CORRECCION = "correccion", "Corregir lo observado"

    class Resultado(models.TextChoices):
        ENVIADO = "enviado", "Se le escribió"
        SIN_CORREO = "sin_correo", "No tiene correo"
        NO_TOCABA = "no_tocaba", "Su plazo empezó después"

    candidatura = models.ForeignKey(Candidatura, on_delete=models.PROTECT, related_name="recordatorios")
    clase = models.CharField(max_length=12, choices=Clase.choices)
    limite = models.DateTimeField()
    dias = models.PositiveSmallIntegerField(help_text="Cuántos antes del último día; 0, ese mismo día.")
    resultado = models.CharField(max_length=12, choices=Resultado.choices)
    instante = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidatura", "clase", "limite", "dias"], name="un_recordatorio_por_vencimiento"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clase} T-{self.dias} de {self.candidatura_id}"


class Requerimiento(ConAcuse):
    """El Instituto pide formalmente a quien omitió responder que lo haga, y hasta cuándo.

    `limite` es el plazo que se venció: con él se sabe si una omisión ya se requirió.
    """

    candidatura = models.ForeignKey(Candidatura, on_delete=models.PROTECT, related_name="requerimientos")
    omision = models.CharField(max_length=8, choices=Omision.choices)
    limite = models.DateTimeField()
    vence_en = models.DateTimeField()
    texto = models.TextField(help_text="Tal como se emitió.")
    con_correo = models.BooleanField()
    instante = models.DateTimeField(default=timezone.now)
    por = models.CharField(max_length=60)

    class Meta:
        ordering = ["-instante", "-id"]
        indexes = [models.Index(fields=["candidatura", "limite"])]

    def __str__(self) -> str:
        return self.folio

    @property
    def contenido(self) -> dict[str, str]:
        """Lo que la huella abarca."""
        return {
            "requerido": _iso(self.instante),
            "candidatura": self.candidatura.clave,
            "vence": _iso(self.vence_en),
            "texto": self.texto,
        }


class Recepcion(ConAcuse):
    """La persona confirmó que recibió un requerimiento."""

    requerimiento = models.OneToOneField(Requerimiento, on_delete=models.PROTECT, related_name="recepcion")
    instante = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.folio

    @property
    def contenido(self) -> dict[str, str]:
        """Lo que la huella abarca."""
        return {
            "recibido": _iso(self.instante),
            "requerimiento": self.requerimiento.folio,
            "huella_del_requerimiento": self.requerimiento.huella,
        }


DISPARADORES = tuple(
    SoloAgregar(f"seguimiento_{tabla}") for tabla in ("plazopropio", "requerimiento", "recepcion")
)


def _iso(instante: datetime) -> str:
    return instante.astimezone(UTC).isoformat(timespec="seconds")
