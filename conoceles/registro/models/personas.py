"""Quien pide el voto, cómo recibió su acceso y quién representa a cada partido."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.disparadores import SoloAgregar
from conoceles.comun.sales import ConSal, exacto
from conoceles.registro.catalogos import Sexo

from .contiendas import ActorPolitico


class Persona(models.Model):
    """Quien pide el voto, con lo que puede mostrarse de ella. Lo reservado vive en `DatosReservados`."""

    proceso = models.ForeignKey(Proceso, on_delete=models.PROTECT, related_name="personas")
    nombre_completo = models.CharField(max_length=200, help_text="Tal como lo escribe el registro.")
    nombres = models.CharField(max_length=100, blank=True)
    primer_apellido = models.CharField(max_length=80, blank=True)
    segundo_apellido = models.CharField(max_length=80, blank=True)
    nombre_inferido = models.BooleanField(
        default=False,
        help_text="El registro sólo trae el nombre completo: la separación es una inferencia.",
    )
    mote = models.CharField("sobrenombre", max_length=100, blank=True)
    sexo = models.CharField(max_length=12, choices=Sexo.choices, blank=True)
    edad = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="En la jornada; vacía si se desconoce."
    )
    cuenta = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="persona",
    )

    class Meta:
        ordering = ["primer_apellido", "segundo_apellido", "nombres"]

    def __str__(self) -> str:
        return self.nombre_completo


class DatosReservados(models.Model):
    """Lo que jamás se publica (dominio H.5): sólo para dar acceso e identificar en el registro."""

    persona = models.OneToOneField(
        Persona, on_delete=models.CASCADE, primary_key=True, related_name="reservados"
    )
    curp = models.CharField(max_length=18, blank=True)
    clave_de_elector = models.CharField(max_length=18, blank=True)
    fecha_de_nacimiento = models.DateField(null=True, blank=True)
    correo = models.EmailField(blank=True)
    telefono = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"datos reservados de la persona {self.persona_id}"


class EntregasQueCuentan(models.Manager["EntregaDeAcceso"]):
    """Las que no se anularon: de lo registrado por error nadie debe deducir un plazo ni una omisión."""

    def get_queryset(self) -> models.QuerySet[EntregaDeAcceso]:
        return super().get_queryset().filter(anulacion=None)


class EntregaDeAcceso(ConSal):
    """Cómo llegó el acceso a la persona: por qué medio, cuándo y quién lo recibió.

    Lo que se pregunta de ellas (también `persona.entregas`) es de las que cuentan; `todas` trae además las anuladas.
    """

    class Canal(models.TextChoices):
        CORREO = "correo", "Por correo"
        IMPRESA = "impresa", "En hoja impresa"
        PARTIDO = "partido", "Por conducto de su partido"
        EN_PERSONA = "en_persona", "En persona"

    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="entregas")
    canal = models.CharField(max_length=12, choices=Canal.choices)
    entregado_en = models.DateTimeField(default=timezone.now)
    recibio = models.CharField(max_length=200, blank=True, help_text="Nombre de quien lo recibió.")
    por = models.CharField(max_length=60)

    objects = EntregasQueCuentan()
    todas = models.Manager["EntregaDeAcceso"]()

    class Meta:
        ordering = ["-entregado_en"]

    def __str__(self) -> str:
        return f"{self.get_canal_display()} a {self.persona_id}"

    @property
    def su_anulacion(self) -> AnulacionDeEntrega | None:
        """La que la dejó sin efecto, si la hay."""
        return getattr(self, "anulacion", None)

    @property
    def huella_de_lo_entregado(self) -> str:
        """La que consta en la bitácora: de ella depende que a alguien se le atribuya no haber respondido."""
        return self.huella_de(
            [self.persona_id, self.canal, exacto(self.entregado_en), self.recibio, self.por]
        )


class AnulacionDeEntrega(ConSal):
    """Por qué una entrega registrada no cuenta. La entrega no se borra: consta que se registró y que fue un error."""

    entrega = models.OneToOneField(
        EntregaDeAcceso, on_delete=models.PROTECT, primary_key=True, related_name="anulacion"
    )
    motivo = models.CharField(max_length=300)
    anulada_en = models.DateTimeField(default=timezone.now)
    por = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"anulación de la entrega {self.entrega_id}"

    @property
    def huella_de_lo_anulado(self) -> str:
        """La que consta en la bitácora."""
        return self.huella_de([self.entrega_id, self.motivo, exacto(self.anulada_en), self.por])


class Representacion(models.Model):
    """Quién representa a un partido ante el Instituto en este sistema. Una cuenta, un partido."""

    cuenta = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="representacion"
    )
    actor = models.ForeignKey(ActorPolitico, on_delete=models.PROTECT, related_name="representaciones")

    def __str__(self) -> str:
        return f"{self.cuenta} por {self.actor}"


DISPARADORES = SoloAgregar("registro_entregadeacceso")
DISPARADORES_DE_LA_ANULACION = SoloAgregar("registro_anulaciondeentrega")
