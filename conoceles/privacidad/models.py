"""Las respuestas de identidad, los consentimientos y los formatos firmados. Aparte y cifrados (diseño §7).

Todo contenido sensible va en un sobre de `llaves.acciones` con uso PRIVADO: sin la llave de su candidatura no
es nada. Lo que está en claro no dice qué se contestó.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from conoceles.acuses.models import ConAcuse
from conoceles.comun.disparadores import SoloAgregar
from conoceles.comun.sales import ConSal, exacto
from conoceles.registro.models import Candidatura


class Consentimiento(ConAcuse):
    """Las tres manifestaciones del formato, contestadas a la vez. La vigente es la última; ninguna se edita."""

    candidatura = models.ForeignKey(Candidatura, on_delete=models.PROTECT, related_name="consentimientos")
    numero = models.PositiveSmallIntegerField()
    aviso = models.CharField(max_length=60, help_text="Versión del aviso de privacidad que se mostró.")
    tratamiento = models.BooleanField(help_text="(a) Tratar sus datos para los fines del aviso.")
    publicacion = models.BooleanField(help_text="(b) Publicar los datos sensibles que elija.")
    estadistica = models.BooleanField(help_text="(c) Usarlos en informes estadísticos.")
    instante = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["numero"]
        constraints = [
            models.UniqueConstraint(fields=["candidatura", "numero"], name="consentimiento_unico"),
            models.CheckConstraint(
                condition=Q(tratamiento=True) | Q(publicacion=False, estadistica=False),
                name="sin_tratamiento_no_hay_mas",
                violation_error_message="Sin autorizar el tratamiento no puede autorizarse lo demás.",
            ),
        ]

    def __str__(self) -> str:
        return self.folio

    @property
    def contenido(self) -> dict[str, object]:
        """Lo que la huella abarca."""
        return {
            "aviso": self.aviso,
            "tratamiento": self.tratamiento,
            "publicacion": self.publicacion,
            "estadistica": self.estadistica,
        }


DISPARADORES_DEL_CONSENTIMIENTO = SoloAgregar("privacidad_consentimiento")


# Los renglones que dicen en qué orden se manifestó y se envió: véase `acuses.lectura.van_en_orden`.
MANIFESTAR, ENVIAR = ("consentimiento:manifestar",), ("identidad:enviar",)


class Identidad(models.Model):
    """El borrador del cuestionario de identidad: un solo sobre. `revision` es su candado optimista."""

    candidatura = models.OneToOneField(Candidatura, on_delete=models.PROTECT, related_name="identidad")
    definicion_clave = models.CharField(max_length=40)
    sobre = models.BinaryField(help_text="Cifrado: {respuestas: …, publicar: [claves]}.")
    grupos_vistos = models.JSONField(default=list, help_text="Secciones guardadas; no dice qué contestó.")
    revision = models.PositiveIntegerField(default=0)
    guardada_en = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"identidad de {self.candidatura_id}"


class EnvioDeIdentidad(models.Model):
    """Lo que la persona envió del cuestionario de identidad. El nonce va dentro del sobre: con él en claro, la
    huella bastaría para adivinar respuestas que son sí o no."""

    candidatura = models.ForeignKey(Candidatura, on_delete=models.PROTECT, related_name="envios_de_identidad")
    numero = models.PositiveSmallIntegerField()
    definicion_clave = models.CharField(max_length=40)
    consentimiento = models.ForeignKey(Consentimiento, on_delete=models.PROTECT, related_name="+")
    sobre = models.BinaryField(null=True, help_text="Cifrado: {contenido: …, nonce: …}; nulo si se suprimió.")
    instante = models.DateTimeField(default=timezone.now)
    fuera_de_plazo = models.BooleanField(default=False)
    folio = models.CharField(max_length=24, unique=True)
    huella = models.CharField(max_length=64)

    class Meta:
        ordering = ["numero"]
        constraints = [
            models.UniqueConstraint(fields=["candidatura", "numero"], name="envio_de_identidad_unico")
        ]

    def __str__(self) -> str:
        return self.folio


# Lo enviado sólo puede suprimirse.
DISPARADORES_DEL_ENVIO = SoloAgregar(
    "privacidad_enviodeidentidad",
    columnas=(
        "id", "candidatura_id", "numero", "definicion_clave", "consentimiento_id", "sobre", "instante",
        "fuera_de_plazo", "folio", "huella",
    ),
    borrables=("sobre",),
)  # fmt: skip


class FormatoQuerySet(models.QuerySet["Formato"]):
    def por_peso(self) -> FormatoQuerySet:
        """Los revisados; al final, el que rige: el último válido o, si ninguno lo es, el último.

        Uno que Transparencia rechaza (ilegible, de otra persona) no deja sin efecto el bueno que ya había.
        """
        return self.filter(revisado_en__isnull=False).order_by("es_valido", "recibido_en", "pk")


class Formato(ConSal):
    """El formato de consentimiento expreso, firmado y escaneado, y lo que Transparencia leyó en él.

    El archivo está cifrado en el almacén privado: lo leen la persona y Transparencia, nadie más.
    """

    class Via(models.TextChoices):
        PERSONA = "persona", "Lo subió la persona"
        BUZON = "buzon", "Llegó al buzón del Instituto"

    candidatura = models.ForeignKey(Candidatura, on_delete=models.PROTECT, related_name="formatos")
    archivo = models.CharField(max_length=120)
    tipo_de_contenido = models.CharField(max_length=40)
    huella = models.CharField(max_length=64, help_text="SHA-256 del archivo cifrado.")
    via = models.CharField(max_length=8, choices=Via.choices)
    recibido_en = models.DateTimeField(default=timezone.now)
    por = models.CharField(max_length=60)
    # Lo que dice el papel, transcrito por Transparencia sin ver lo que dice la pantalla.
    revisado_en = models.DateTimeField(null=True, blank=True)
    revisado_por = models.CharField(max_length=60, blank=True)
    es_valido = models.BooleanField(null=True, blank=True, help_text="Legible, completo y firmado.")
    tratamiento = models.BooleanField(null=True, blank=True)
    publicacion = models.BooleanField(null=True, blank=True)
    estadistica = models.BooleanField(null=True, blank=True)
    nota = models.CharField(max_length=300, blank=True)

    objects = FormatoQuerySet.as_manager()

    class Meta:
        ordering = ["recibido_en"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revisado_en=None, revisado_por="", es_valido=None)
                | (Q(revisado_en__isnull=False, es_valido__isnull=False) & ~Q(revisado_por="")),
                name="formato_revisado_por_alguien",
                violation_error_message="Un formato revisado dice cuándo, por quién y si es válido.",
            )
        ]

    def __str__(self) -> str:
        return f"formato de {self.candidatura_id} del {self.recibido_en:%Y-%m-%d}"

    @property
    def huella_de_lo_leido(self) -> str:
        """La que se asienta en cada revisión."""
        return self.huella_de(
            {
                "recibido": [self.archivo, self.huella, self.via, exacto(self.recibido_en), self.por],
                "leido": [self.es_valido, self.tratamiento, self.publicacion, self.estadistica, self.nota],
                "revisado": [exacto(self.revisado_en), self.revisado_por],
            }
        )


# Lo que se leyó en él puede corregirse; el papel, no.
DISPARADORES_DEL_FORMATO = SoloAgregar(
    "privacidad_formato",
    columnas=(
        "id", "candidatura_id", "archivo", "tipo_de_contenido", "huella", "via", "recibido_en", "por", "sal",
    ),
)  # fmt: skip


class Lectura(ConSal):
    """Que alguien del Instituto leyó respuestas de identidad: quién, de quién, cuáles y para qué.

    Guarda claves de preguntas, nunca respuestas.
    """

    instante = models.DateTimeField(default=timezone.now)
    actor = models.CharField(max_length=60)
    rol = models.CharField(max_length=40)
    candidatura = models.CharField(max_length=16)
    preguntas = models.JSONField(default=list)
    proposito = models.CharField(max_length=300)

    class Meta:
        ordering = ["-instante"]
        indexes = [models.Index(fields=["candidatura", "instante"])]

    def __str__(self) -> str:
        return f"{self.actor} leyó {self.candidatura}"

    @property
    def huella_de_lo_leido(self) -> str:
        """La que consta en la bitácora: cuándo, qué y para qué dijo leerlas."""
        return self.huella_de(
            [exacto(self.instante), self.actor, self.rol, self.candidatura, self.preguntas, self.proposito]
        )


DISPARADORES = SoloAgregar("privacidad_lectura")
