"""La constancia pública de un acuse y lo que cada tabla privada guarda del suyo."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_noop as _

from conoceles.comun.disparadores import SoloAgregar


class Acuse(models.Model):
    """Que un acto ocurrió, cuándo y con qué huella. No dice qué se escribió ni guarda el nonce.

    No cambia nunca. `candidatura` y `proceso` son claves públicas, sin llave foránea.
    """

    class Clase(models.TextChoices):
        ENVIO = "envio", _("Envío del cuestionario curricular")
        CORRECCION = "correccion", _("Envío de una corrección")
        CONSENTIMIENTO = "consentimiento", _("Manifestación de consentimiento")
        IDENTIDAD = "identidad", _("Envío del cuestionario de identidad")
        VALIDACION = "validacion", _("Validación por el Instituto")
        REQUERIMIENTO = "requerimiento", _("Requerimiento del Instituto")
        RECEPCION = "recepcion", _("Recepción de un requerimiento")
        CONSTANCIA = "constancia", _("Constancia expedida por el Instituto")

    folio = models.CharField(max_length=24, primary_key=True)
    clase = models.CharField(max_length=16, choices=Clase.choices)
    proceso = models.SlugField(max_length=60)
    candidatura = models.CharField(max_length=16)
    instante = models.DateTimeField()
    secciones = models.JSONField(default=list, help_text="Títulos de lo que abarca; nunca respuestas.")
    fuera_de_plazo = models.BooleanField(default=False)
    huella = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["candidatura", "instante"])]

    def __str__(self) -> str:
        return self.folio


DISPARADORES = SoloAgregar("acuses_acuse")


class ConAcuse(models.Model):
    """Un acto privado que tiene acuse.

    `huella` es SHA-256 de `nonce` (sus 16 bytes) seguido del contenido canónico. El nonce sólo lo ve la
    persona: sin él, la huella pública no sirve para adivinar el contenido.
    """

    folio = models.CharField(max_length=24, unique=True)
    nonce = models.CharField(max_length=64)
    huella = models.CharField(max_length=64)

    class Meta:
        abstract = True
