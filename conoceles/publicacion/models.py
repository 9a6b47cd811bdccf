"""Lo que la ciudadanía puede ver es otra tabla: sin llaves foráneas hacia ninguna privada.

`consulta` y `datos_abiertos` leen sólo de aquí, por `lectura`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from conoceles.comun.disparadores import SoloAgregar


class Instantanea(models.Model):
    """Una versión de un documento público. No cambia nunca.

    Cada acto que altera lo público (inscribir, publicar, corregir, retirar, restablecer) deja una, y
    todas son hojas de la misma secuencia: de la hoja no se deduce qué acto fue. `huella` es SHA-256
    de `sal` + documento canónico: al suprimir se borran ambos y la hoja permanece.
    """

    secuencia = models.PositiveBigIntegerField(primary_key=True)
    proceso = models.SlugField(max_length=60)
    clave = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    instante = models.DateTimeField()
    autoria = models.CharField(
        max_length=40, blank=True, help_text="Rol que hizo el acto; vacío: el sistema."
    )
    documento = models.TextField(null=True, help_text="JSON canónico; nulo si se suprimió.")  # noqa: DJ001
    sal = models.CharField(max_length=32, null=True)  # noqa: DJ001 (se anula al suprimir)
    huella = models.CharField(max_length=64)

    class Meta:
        ordering = ["secuencia"]
        constraints = [models.UniqueConstraint(fields=["clave", "version"], name="version_unica")]

    def __str__(self) -> str:
        return f"{self.clave} v{self.version}"


DISPARADORES = SoloAgregar(
    "publicacion_instantanea",
    columnas=(
        "secuencia",
        "proceso",
        "clave",
        "version",
        "instante",
        "autoria",
        "documento",
        "sal",
        "huella",
    ),
    borrables=("documento", "sal"),
)


class Ficha(models.Model):
    """El documento público de una candidatura: apunta a su instantánea vigente.

    `tarjeta` son las columnas del listado, copiadas del documento para no leerlo entero.
    """

    class Estado(models.TextChoices):
        SIN_PUBLICAR = "sin_publicar", "Sin publicar"
        PUBLICADA = "publicada", "Publicada"
        RETIRADA = "retirada", "Retirada temporalmente"

    clave = models.CharField(max_length=16, primary_key=True)
    proceso = models.SlugField(max_length=60, db_index=True)
    vigente = models.OneToOneField(Instantanea, on_delete=models.PROTECT, related_name="+")
    tarjeta = models.JSONField()
    edicion = models.PositiveBigIntegerField()
    estado = models.CharField(max_length=14, choices=Estado.choices, default=Estado.SIN_PUBLICAR)
    # Qué envío de la persona está publicado; la versión que sigue puede estar en revisión.
    envio_publicado = models.PositiveSmallIntegerField(null=True, blank=True)
    publicada_en = models.DateTimeField(null=True, blank=True)
    retirada_en = models.DateTimeField(null=True, blank=True)
    motivo_de_retiro = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["proceso", "edicion"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(estado="sin_publicar", publicada_en=None, envio_publicado=None)
                | (~Q(estado="sin_publicar") & Q(publicada_en__isnull=False, envio_publicado__isnull=False)),
                name="publicada_con_fecha_y_envio",
                violation_error_message="Una ficha publicada dice cuándo y qué envío.",
            ),
            models.CheckConstraint(
                condition=(Q(estado="retirada") & Q(retirada_en__isnull=False) & ~Q(motivo_de_retiro=""))
                | (~Q(estado="retirada") & Q(retirada_en=None, motivo_de_retiro="")),
                name="retirada_con_fecha_y_motivo",
                violation_error_message="Una ficha retirada dice cuándo y por qué.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clave} ({self.get_estado_display()})"


class ParteDeIdentidad(models.Model):
    """Las respuestas de identidad que hoy se publican de una candidatura; si no hay ninguna, no hay fila.

    No tiene historia: al revocar desaparece. El sobre se cifra con la llave de uso PUBLICO de la candidatura y
    trae su sal: la huella sola no dice nada.
    """

    clave = models.CharField(max_length=16, primary_key=True)
    proceso = models.SlugField(max_length=60, db_index=True)
    sobre = models.BinaryField()
    huella = models.CharField(max_length=64)
    actualizada_en = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"parte de identidad de {self.clave}"


class Edicion(models.Model):
    """El número que crece con cada acto que altera lo público; toda respuesta pública es función de él."""

    proceso = models.SlugField(max_length=60)
    numero = models.PositiveBigIntegerField()
    instante = models.DateTimeField(default=timezone.now)
    secuencia = models.PositiveBigIntegerField(help_text="Hasta qué instantánea llega.")

    class Meta:
        ordering = ["proceso", "-numero"]
        constraints = [models.UniqueConstraint(fields=["proceso", "numero"], name="edicion_unica")]

    def __str__(self) -> str:
        return f"{self.proceso} edición {self.numero}"
