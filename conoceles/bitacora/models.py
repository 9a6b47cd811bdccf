"""Los asientos de la bitácora y la cabeza de su cadena."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from conoceles.comun.disparadores import SoloAgregar


class AsientoQuerySet(models.QuerySet["Asiento"]):
    def sobre(self, objeto_tipo: str, objeto_clave: str) -> AsientoQuerySet:
        return self.filter(objeto_tipo=objeto_tipo, objeto_clave=objeto_clave)


class Asiento(models.Model):
    """Un acto. Sobrevive a su autora y a su objeto: por eso no tiene llaves foráneas.

    `detalle` guarda claves de preguntas, estados y cuentas; nunca una respuesta ni su huella sin sal:
    la bitácora no se suprime jamás y no debe contener nada que un día haya que suprimir.
    """

    secuencia = models.PositiveBigIntegerField(primary_key=True)
    instante = models.DateTimeField()
    actor = models.CharField(
        max_length=150,
        blank=True,
        help_text="Nombre de acceso; vacío si fue el sistema.",
    )
    rol = models.CharField(max_length=40, blank=True)
    direccion = models.CharField(max_length=45, blank=True, help_text="Dirección IP truncada.")
    accion = models.CharField(max_length=60)
    objeto_tipo = models.CharField(max_length=40)
    objeto_clave = models.CharField(max_length=80)
    detalle = models.JSONField(default=dict)
    huella_anterior = models.CharField(max_length=64)
    huella = models.CharField(max_length=64, unique=True)

    objects = AsientoQuerySet.as_manager()

    class Meta:
        ordering = ["secuencia"]
        indexes = [
            models.Index(fields=["objeto_tipo", "objeto_clave", "secuencia"]),
            models.Index(fields=["actor", "secuencia"]),
            models.Index(fields=["accion", "secuencia"]),
            models.Index(fields=["objeto_clave", "secuencia"]),
            models.Index(fields=["instante"]),
        ]

    def __str__(self) -> str:
        return f"{self.secuencia} {self.accion} {self.objeto_tipo}:{self.objeto_clave}"

    @property
    def es_legible(self) -> bool:
        """Uno que alguien alteró por fuera puede no serlo: de él sólo se sabe su número (`lectura`)."""
        return self.instante is not None


class Cabeza(models.Model):
    """El último eslabón: una sola fila, que se toma en exclusiva para escribir el siguiente.

    `marca`: su código de autenticidad. Sin el secreto no puede decirse que la cadena acababa antes.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    secuencia = models.PositiveBigIntegerField(default=0)
    huella = models.CharField(max_length=64, default="0" * 64)
    marca = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="cabeza_unica")]

    def __str__(self) -> str:
        return f"cabeza en {self.secuencia}"


class Comprobacion(models.Model):
    """Que se recorrió la cadena: hasta qué renglón, cuándo y qué se encontró (vacío: entera).

    `huella`: la de ese renglón. `marca`: el código de autenticidad de todo ello; de aquí en adelante, ni la cola se
    corta ni una comprobación se inventa sin el secreto.
    """

    hasta = models.PositiveBigIntegerField()
    huella = models.CharField(max_length=64, blank=True)
    marca = models.CharField(max_length=64, blank=True)
    instante = models.DateTimeField(default=timezone.now)
    defecto = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-instante", "-pk"]
        indexes = [models.Index(fields=["instante"])]

    def __str__(self) -> str:
        return f"comprobada hasta el renglón {self.hasta}"


DISPARADORES = SoloAgregar("bitacora_asiento")
