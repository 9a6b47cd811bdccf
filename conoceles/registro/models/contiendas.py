"""Cargo → contienda → posición: los lugares que se disputan, en qué territorio y quién postula para ellos."""

from __future__ import annotations

from django.db import models

from conoceles.calendario.models import Proceso
from conoceles.registro.catalogos import Calidad, Principio, TipoDeActor, TipoDeDemarcacion, Unidad


class DemarcacionQuerySet(models.QuerySet["Demarcacion"]):
    def son_de_varias_entidades(self) -> bool:
        """¿Hay que decir de qué entidad es cada una? En un proceso local sobra: todas son de la misma."""
        return self.exclude(entidad="").order_by().values("entidad").distinct().count() > 1


class Demarcacion(models.Model):
    """Un territorio del proceso. INE e INEGI numeran distinto los municipios: se guardan las dos claves."""

    proceso = models.ForeignKey(Proceso, on_delete=models.PROTECT, related_name="demarcaciones")
    tipo = models.CharField(max_length=12, choices=TipoDeDemarcacion.choices)
    clave = models.CharField(max_length=20)
    nombre = models.CharField(max_length=120)
    entidad = models.CharField(max_length=60, blank=True)
    clave_inegi = models.CharField(max_length=10, blank=True)
    clave_ine = models.CharField(max_length=10, blank=True)
    elige_ayuntamiento = models.BooleanField(default=True)
    alias = models.JSONField(default=list, blank=True, help_text="Otros nombres con que la traen las listas.")

    objects = DemarcacionQuerySet.as_manager()

    class Meta:
        ordering = ["tipo", "clave"]
        constraints = [
            models.UniqueConstraint(
                fields=["proceso", "tipo", "clave"],
                name="demarcacion_unica",
                violation_error_message="Ya existe una demarcación de ese tipo con esa clave.",
            )
        ]

    def __str__(self) -> str:
        return self.nombre


class Cargo(models.Model):
    """Un cargo por el que se vota: su principio, su territorio y cómo se postula."""

    proceso = models.ForeignKey(Proceso, on_delete=models.PROTECT, related_name="cargos")
    clave = models.SlugField(max_length=40)
    nombre = models.CharField(max_length=80)
    principio = models.CharField(max_length=2, choices=Principio.choices)
    ambito = models.CharField(max_length=12, choices=TipoDeDemarcacion.choices)
    unidad = models.CharField(max_length=12, choices=Unidad.choices)
    con_suplente = models.BooleanField(default=True)
    boleta = models.SlugField(max_length=40, help_text="Cargos que van juntos en una misma boleta.")
    orden = models.PositiveSmallIntegerField(default=0)
    plazas = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Las que cada actor puede postular en una contienda; vacía: no se sabe.",
    )
    esta_en_plantilla = models.BooleanField(
        default=True, editable=False, help_text="Si no, se conserva por quien ya se registró para él."
    )

    class Meta:
        ordering = ["orden", "clave"]
        constraints = [
            models.UniqueConstraint(
                fields=["proceso", "clave"],
                name="cargo_unico",
                violation_error_message="Ya existe un cargo con esa clave.",
            )
        ]

    def __str__(self) -> str:
        return self.nombre


class ActorPolitico(models.Model):
    """Quien postula: partido, coalición, candidatura común o una persona independiente."""

    proceso = models.ForeignKey(Proceso, on_delete=models.PROTECT, related_name="actores")
    clave = models.SlugField(max_length=80)
    siglas = models.CharField(max_length=40)
    nombre = models.CharField(max_length=200)
    tipo = models.CharField(max_length=20, choices=TipoDeActor.choices)
    es_local = models.BooleanField(default=False)
    color = models.CharField(max_length=7, default="#6b6b6b")
    orden = models.PositiveSmallIntegerField(default=0)
    alias = models.JSONField(default=list, blank=True, help_text="Otros nombres con que lo traen las listas.")
    miembros = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="alianzas")

    class Meta:
        ordering = ["orden", "siglas"]
        constraints = [
            models.UniqueConstraint(
                fields=["proceso", "clave"],
                name="actor_unico",
                violation_error_message="Ya existe un actor político con esa clave.",
            )
        ]

    def __str__(self) -> str:
        return self.siglas


class Alcance(models.Model):
    """Dónde vale una alianza: para qué cargo y en qué territorios. `es_parcial` si la fuente no lo dice todo."""

    actor = models.ForeignKey(ActorPolitico, on_delete=models.CASCADE, related_name="alcances")
    cargo = models.ForeignKey(Cargo, on_delete=models.PROTECT)
    demarcaciones = models.ManyToManyField(Demarcacion, blank=True)
    es_parcial = models.BooleanField(default=False)
    fuente = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "cargo"], name="alcance_unico")]

    def __str__(self) -> str:
        return f"{self.actor} en {self.cargo}"


class Contienda(models.Model):
    """Un cargo en una demarcación: lo que se gana o se pierde."""

    cargo = models.ForeignKey(Cargo, on_delete=models.PROTECT, related_name="contiendas")
    demarcacion = models.ForeignKey(Demarcacion, on_delete=models.PROTECT, related_name="contiendas")

    class Meta:
        ordering = ["cargo__orden", "demarcacion__clave"]
        constraints = [models.UniqueConstraint(fields=["cargo", "demarcacion"], name="contienda_unica")]

    def __str__(self) -> str:
        return f"{self.cargo} · {self.demarcacion}"

    @property
    def clave(self) -> str:
        """Estable y legible: `diputacion-mr-10`, `presidencia-municipal-053`."""
        return f"{self.cargo.clave}-{self.demarcacion.clave}"


class Posicion(models.Model):
    """Un lugar de una postulación: la propietaria de la fórmula 3, la suplente de la sindicatura…"""

    contienda = models.ForeignKey(Contienda, on_delete=models.PROTECT, related_name="posiciones")
    actor = models.ForeignKey(ActorPolitico, on_delete=models.PROTECT, related_name="posiciones")
    numero = models.PositiveSmallIntegerField(default=1, help_text="Fórmula u orden de prelación.")
    calidad = models.CharField(max_length=12, choices=Calidad.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contienda", "actor", "numero", "calidad"],
                name="posicion_unica",
                violation_error_message="Esa posición ya existe.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contienda} · {self.actor} · {self.numero} {self.get_calidad_display()}"
