"""Una persona en una posición. Nada se borra: un relevo o una baja cierran una candidatura y, si hay quien siga, abren otra."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.claves import clave_opaca
from conoceles.registro.catalogos import SituacionRegistral
from conoceles.registro.plazos import plazo_de_captura

from .contiendas import ActorPolitico, Cargo, Contienda, Posicion
from .personas import Persona


class CandidaturaQuerySet(models.QuerySet["Candidatura"]):
    def vigentes(self) -> CandidaturaQuerySet:
        return self.filter(hasta=None)

    def de_partido(self, actor: ActorPolitico) -> CandidaturaQuerySet:
        """Las que le toca cuidar: en una alianza, las de su partido de origen; si no consta, las de quien postula."""
        return self.filter(Q(partido_de_origen=actor) | Q(partido_de_origen=None, posicion__actor=actor))

    def del_proceso(self, proceso: Proceso) -> CandidaturaQuerySet:
        return self.filter(posicion__contienda__cargo__proceso=proceso)

    def con_todo(self) -> CandidaturaQuerySet:
        """Con lo que hace falta para nombrarla sin más consultas."""
        return self.select_related(
            "persona",
            "partido_de_origen",
            "posicion__actor",
            "posicion__contienda__demarcacion",
            "posicion__contienda__cargo__proceso",
        )

    def con_lo_comun(self) -> CandidaturaQuerySet:
        """Lo mismo que `con_todo`, para miles: el lugar, el cargo y quien postula se leen una vez y se comparten."""
        return (
            self.select_related(None)
            .select_related("persona", "posicion")
            .prefetch_related(
                "partido_de_origen",
                "posicion__actor",
                "posicion__contienda__demarcacion",
                "posicion__contienda__cargo__proceso",
            )
        )


class Candidatura(models.Model):
    """Una persona en una posición, desde que el Consejo General la aprobó y hasta que deje de estarlo."""

    clave = models.CharField(max_length=16, unique=True, default=clave_opaca, editable=False)
    posicion = models.ForeignKey(Posicion, on_delete=models.PROTECT, related_name="candidaturas")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="candidaturas")
    situacion = models.CharField(
        max_length=16,
        choices=SituacionRegistral.choices,
        default=SituacionRegistral.APROBADA,
    )
    folio_registro = models.CharField(
        max_length=60, blank=True, help_text="Identificador del registro de origen."
    )
    acuerdo = models.CharField(max_length=80, blank=True)
    aprobada_en = models.DateTimeField(default=timezone.now)
    hasta = models.DateTimeField(null=True, blank=True)
    captura_hasta = models.DateTimeField(
        null=True, blank=True, help_text="El plazo que se le fijó; vacío: el general."
    )
    captura_al_menos = models.DateTimeField(
        null=True, blank=True, help_text="Lo que se le aseguró sin fijarle plazo; el general puede ser mayor."
    )
    partido_de_origen = models.ForeignKey(
        ActorPolitico,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="candidaturas_de_origen",
    )
    eleccion_consecutiva = models.BooleanField(null=True, blank=True)
    acciones_afirmativas = models.JSONField(default=list, blank=True)
    # A quién relevó al entrar. Puede haber dos con la misma: quien la relevó antes y después de ser restituida.
    sustituye_a = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="relevos"
    )

    objects = CandidaturaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["posicion"],
                condition=Q(hasta=None),
                name="una_candidatura_vigente_por_posicion",
                violation_error_message="Esa posición ya tiene una candidatura vigente.",
            ),
            models.CheckConstraint(
                condition=Q(situacion="aprobada", hasta=None)
                | (~Q(situacion="aprobada") & Q(hasta__isnull=False)),
                name="candidatura_aprobada_o_terminada",
                violation_error_message="Una candidatura aprobada no tiene fecha de término, y las demás sí.",
            ),
        ]
        indexes = [models.Index(fields=["folio_registro"])]

    def __str__(self) -> str:
        return f"{self.clave} {self.persona}"

    @property
    def contienda(self) -> Contienda:
        return self.posicion.contienda

    @property
    def cargo(self) -> Cargo:
        return self.posicion.contienda.cargo

    @property
    def proceso(self) -> Proceso:
        return self.posicion.contienda.cargo.proceso

    @property
    def plazo_de_captura(self) -> datetime:
        """Hasta cuándo puede enviarse en tiempo (exclusivo); la regla está en `plazos`."""
        return plazo_de_captura(self)
