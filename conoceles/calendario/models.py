"""El proceso electoral y lo que su plantilla fija."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q

from conoceles.comun.canonico import huella
from conoceles.comun.horas import nombre_de_zona

from .parametros import Instituto, Parametros


class SinProcesoVigente(ImproperlyConfigured):
    """Aún no se carga ningún proceso: las pantallas lo dicen y las órdenes explican cómo cargarlo."""


class ProcesoQuerySet(models.QuerySet["Proceso"]):
    def vigente(self) -> Proceso:
        """El proceso que se muestra en la raíz del sitio."""
        proceso = self.filter(es_vigente=True).first()
        if proceso is None:
            raise SinProcesoVigente(
                "No hay un proceso vigente. Cargue uno con `conoceles cargar_proceso PLANTILLA`."
            )
        return proceso


class Proceso(models.Model):
    """Un proceso electoral de este instituto; todo lo demás cuelga de uno."""

    clave = models.SlugField(max_length=60, unique=True)
    nombre = models.CharField(max_length=200)
    jornada = models.DateField()
    zona_horaria = models.CharField(max_length=60, default="America/Mexico_City")
    oraculo_zona = models.JSONField(
        default=dict,
        blank=True,
        help_text="El mismo instante, `local` y `utc`: con él se comprueba el huso al arrancar.",
    )
    es_vigente = models.BooleanField(default=False)
    es_ficticio = models.BooleanField(default=False)
    es_historico = models.BooleanField(default=False)
    datos_instituto = models.JSONField(default=dict)
    datos_parametros = models.JSONField(default=dict)
    # Instantes en UTC por clave: `publicacion`, `publicacion.diputacion-mr`, `captura_cierra`…; y `por_acordar`.
    fechas = models.JSONField(default=dict)
    cuestionarios = models.JSONField(default=dict)
    acciones_afirmativas = models.JSONField(default=list)
    plantilla = models.CharField(max_length=120, blank=True)
    plantilla_huella = models.CharField(max_length=64, blank=True)

    objects = ProcesoQuerySet.as_manager()

    class Meta:
        ordering = ["-jornada", "clave"]
        constraints = [
            models.UniqueConstraint(
                fields=["es_vigente"],
                condition=Q(es_vigente=True),
                name="un_solo_proceso_vigente",
                violation_error_message="Ya hay un proceso vigente.",
            )
        ]

    def __str__(self) -> str:
        return self.nombre

    @cached_property
    def zona(self) -> ZoneInfo:
        return ZoneInfo(self.zona_horaria)

    @property
    def zona_visible(self) -> str:
        """Cómo se le dice a la hora que se muestra: «hora del centro de México»."""
        return nombre_de_zona(self.zona_horaria)

    @property
    def huella_de_lo_cargado(self) -> str:
        """La de todo lo que la plantilla fija en su renglón; va sin sal: nada de ello es reservado."""
        fijado = {c.attname: getattr(self, c.attname) for c in self._meta.concrete_fields}
        for suelta in ("id", "es_vigente"):  # cuál es el vigente cambia al cargar otro
            del fijado[suelta]
        return huella(fijado | {"jornada": self.jornada.isoformat()})

    @cached_property
    def instituto(self) -> Instituto:
        return Instituto.de(self.datos_instituto)

    @cached_property
    def parametros(self) -> Parametros:
        return Parametros.de(self.datos_parametros)

    @property
    def son_provisionales_sus_fechas(self) -> bool:
        """¿Las da la plantilla por acordar? Donde se anuncia una se dice."""
        return bool(self.fechas.get("por_acordar"))

    def instante(self, clave: str, cargo: str = "") -> datetime | None:
        """El instante fijado para `clave`, con la fecha propia del cargo si la tiene; `None` si no hay."""
        texto = self.fechas.get(f"{clave}.{cargo}") or self.fechas.get(clave)
        return datetime.fromisoformat(texto) if texto else None
