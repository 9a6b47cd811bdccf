"""El cuestionario de una candidatura: sus respuestas (una fila por pregunta), envíos y observaciones."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from conoceles.acuses.models import ConAcuse
from conoceles.comun.disparadores import SoloAgregar
from conoceles.comun.sales import ConSal, exacto
from conoceles.registro.models import ActorPolitico, Candidatura

from .definiciones import DEFINICIONES, Definicion
from .estados import Estado
from .supuestos import Supuesto


class CuestionarioQuerySet(models.QuerySet["Cuestionario"]):
    def curriculares(self) -> CuestionarioQuerySet:
        return self.filter(tipo=Cuestionario.Tipo.CURRICULAR)


class Cuestionario(models.Model):
    """Un cuestionario de una candidatura. Su estado sólo cambia por los verbos de `acciones`."""

    class Tipo(models.TextChoices):
        CURRICULAR = "curricular", "Curricular"
        IDENTIDAD = "identidad", "De identidad"

    candidatura = models.ForeignKey(Candidatura, on_delete=models.PROTECT, related_name="cuestionarios")
    tipo = models.CharField(max_length=12, choices=Tipo.choices)
    definicion_clave = models.CharField(max_length=40)
    estado = models.CharField(max_length=16, choices=Estado.choices, default=Estado.EN_CAPTURA)
    ronda = models.PositiveSmallIntegerField(default=0, help_text="Cuántas veces se ha devuelto.")
    enviado_en = models.DateTimeField(null=True, blank=True)
    validado_en = models.DateTimeField(null=True, blank=True)
    validado_por = models.CharField(max_length=60, blank=True)
    actualizado_en = models.DateTimeField(default=timezone.now)
    asignado_a = models.CharField(
        max_length=150, blank=True, db_index=True, help_text="Quién debe revisarlo."
    )

    objects = CuestionarioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidatura", "tipo"], name="un_cuestionario_por_tipo"),
            models.CheckConstraint(
                condition=Q(validado_en=None, validado_por="")
                | (Q(validado_en__isnull=False) & ~Q(validado_por="")),
                name="validado_en_y_por_quien",
                violation_error_message="Un cuestionario validado dice cuándo y por quién.",
            ),
            models.CheckConstraint(
                condition=~Q(estado="validado") | Q(validado_en__isnull=False),
                name="validado_con_fecha",
                violation_error_message="Un cuestionario validado tiene fecha de validación.",
            ),
            models.CheckConstraint(
                condition=Q(estado="en_captura") | Q(enviado_en__isnull=False),
                name="fuera_de_captura_con_envio",
                violation_error_message="Un cuestionario que ya no está en captura fue enviado.",
            ),
        ]
        indexes = [models.Index(fields=["tipo", "estado", "actualizado_en"])]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} de {self.candidatura_id} ({self.get_estado_display()})"

    @property
    def definicion(self) -> Definicion:
        return DEFINICIONES[self.definicion_clave]

    @staticmethod
    def definicion_que_rige(candidatura: Candidatura, tipo: str) -> str:
        """La clave de la definición que la plantilla del proceso pone en vigor."""
        return candidatura.proceso.cuestionarios.get(tipo, "curricular-2022")

    def respuestas_por_clave(self) -> dict[str, Any]:
        """Las respuestas tal como están guardadas: clave de pregunta → valor."""
        return {respuesta.pregunta: respuesta.valor for respuesta in self.respuestas.all()}

    @property
    def correccion_en_curso(self) -> SolicitudDeCorreccion | None:
        """La solicitud concedida que la persona aún no atiende."""
        return next((s for s in self.solicitudes.all() if s.esta_en_curso), None)

    def secciones_editables(self) -> frozenset[str]:
        """Las que la persona puede cambiar ahora: todas en captura; al corregir, las observadas o concedidas."""
        if self.estado == Estado.EN_CAPTURA:
            return frozenset(seccion.clave for seccion in self.definicion)
        if self.estado == Estado.OBSERVADO:
            return frozenset(o.seccion for o in self.observaciones.all() if o.esta_abierta)
        if self.estado == Estado.EN_CORRECCION and (solicitud := self.correccion_en_curso):
            return frozenset(solicitud.concedidas)
        return frozenset()


class Respuesta(models.Model):
    """La respuesta a una pregunta: texto, clave de opción o lista de textos, según su tipo."""

    class Origen(models.TextChoices):
        PERSONA = "persona", "La propia persona"
        POSTULANTE = "postulante", "Su partido la propuso"
        ARCHIVO = "archivo", "Archivo histórico"

    cuestionario = models.ForeignKey(Cuestionario, on_delete=models.CASCADE, related_name="respuestas")
    pregunta = models.CharField(max_length=40)
    valor = models.JSONField()
    origen = models.CharField(max_length=12, choices=Origen.choices, default=Origen.PERSONA)
    actualizada_en = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cuestionario", "pregunta"], name="una_respuesta_por_pregunta")
        ]

    def __str__(self) -> str:
        return f"{self.pregunta} del cuestionario {self.cuestionario_id}"


class Avance(models.Model):
    """Cuándo y cuántas veces se guardó una sección. `revision` es el candado optimista de la captura."""

    cuestionario = models.ForeignKey(Cuestionario, on_delete=models.CASCADE, related_name="avances")
    seccion = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=0)
    guardada_en = models.DateTimeField(default=timezone.now)
    sesion = models.CharField(max_length=64, blank=True, help_text="Huella de la última sesión que escribió.")
    intento = models.CharField(
        max_length=32, blank=True, help_text="Con qué nombre llamó al último guardado la página que lo mandó."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cuestionario", "seccion"], name="un_avance_por_seccion")
        ]

    def __str__(self) -> str:
        return f"{self.seccion} rev. {self.revision}"

    def lo_conoce(self, revision: int, previos: Collection[str] = ()) -> bool:
        """¿Sabe lo guardado quien escribe? Sí, si lo leyó (su revisión) o si lo mandó ella misma.

        `previos`: intentos suyos que se quedaron sin respuesta. En una red mala se guarda y la respuesta
        se pierde; sin esto, la persona chocaría con su propio texto.
        """
        return revision == self.revision or (self.intento != "" and self.intento in previos)


class Retrato(models.Model):
    """Una fotografía ya limpia, en captura. Sus archivos están en el almacén privado, bajo su huella."""

    candidatura = models.ForeignKey(Candidatura, on_delete=models.PROTECT, related_name="retratos")
    huella = models.CharField(max_length=64)
    huella_perceptual = models.CharField(max_length=16, blank=True)
    creado_en = models.DateTimeField(default=timezone.now)
    encuadre = models.JSONField(
        default=dict, blank=True, help_text="Recorte y giro con que se hizo del original; vacío: centrado."
    )
    original = models.CharField(
        max_length=100, blank=True, help_text="Ruta cifrada de lo que se subió; se borra al validar."
    )

    class Meta:
        ordering = ["-creado_en"]
        constraints = [models.UniqueConstraint(fields=["candidatura", "huella"], name="retrato_unico")]

    def __str__(self) -> str:
        return f"retrato {self.huella[:8]} de {self.candidatura_id}"


class Envio(ConAcuse):
    """Lo que la persona envió, tal cual y para siempre: de aquí salen el acuse y el antes y después.

    Su huella es la de `contenido`, las respuestas por clave.
    """

    cuestionario = models.ForeignKey(Cuestionario, on_delete=models.PROTECT, related_name="envios")
    numero = models.PositiveSmallIntegerField()
    instante = models.DateTimeField(default=timezone.now)
    contenido = models.JSONField()
    secciones = models.JSONField(default=list)
    fuera_de_plazo = models.BooleanField(default=False)

    class Meta:
        ordering = ["numero"]
        constraints = [models.UniqueConstraint(fields=["cuestionario", "numero"], name="envio_unico")]

    def __str__(self) -> str:
        return self.folio


DISPARADORES = SoloAgregar("cuestionarios_envio")


class Validacion(ConAcuse):
    """El Instituto dio por bueno un envío. Su huella es la de `contenido`: qué envío y cuándo."""

    envio = models.ForeignKey(Envio, on_delete=models.PROTECT, related_name="validaciones")
    instante = models.DateTimeField(default=timezone.now)
    por = models.CharField(max_length=60)

    class Meta:
        ordering = ["instante"]

    def __str__(self) -> str:
        return self.folio

    @property
    def contenido(self) -> dict[str, str]:
        """Lo que la huella abarca."""
        return {
            "validado": self.instante.astimezone(UTC).isoformat(timespec="seconds"),
            "envio": self.envio.folio,
            "huella_del_envio": self.envio.huella,
        }


DISPARADORES_DE_LA_VALIDACION = SoloAgregar("cuestionarios_validacion")


class Observacion(ConSal):
    """Lo que la instancia interna pide corregir de una sección, con su supuesto y su texto.

    Nace como borrador de quien revisa; `devolver` la emite (con su vencimiento) y el nuevo envío la atiende.
    """

    cuestionario = models.ForeignKey(Cuestionario, on_delete=models.PROTECT, related_name="observaciones")
    seccion = models.CharField(max_length=40)
    supuesto = models.CharField(max_length=40, choices=Supuesto.choices)
    texto = models.TextField()
    ronda = models.PositiveSmallIntegerField()
    por = models.CharField(max_length=60)
    creada_en = models.DateTimeField(default=timezone.now)
    emitida_en = models.DateTimeField(null=True, blank=True)
    vence_en = models.DateTimeField(null=True, blank=True)
    vence_original = models.DateTimeField(
        null=True, blank=True, help_text="Cuándo vencía antes de devolverle lo que el servicio faltó."
    )
    atendida_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["seccion", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(atendida_en=None) | Q(emitida_en__isnull=False),
                name="observacion_atendida_si_emitida",
                violation_error_message="No puede atenderse una observación que no se ha emitido.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_supuesto_display()} en {self.seccion}"

    @property
    def esta_abierta(self) -> bool:
        return self.emitida_en is not None and self.atendida_en is None

    @property
    def huella_de_lo_anotado(self) -> str:
        """La que se asienta al anotarla."""
        return self.huella_de(
            [self.seccion, self.supuesto, self.texto, self.ronda, self.por, exacto(self.creada_en)]
        )


class Turno(models.Model):
    """Quién está revisando ahora. Dura poco y se renueva con cada acto; vencido, o arrebatado, es de otra persona."""

    cuestionario = models.OneToOneField(Cuestionario, on_delete=models.CASCADE, related_name="turno")
    por = models.CharField(max_length=150)
    desde = models.DateTimeField(default=timezone.now)
    vence_en = models.DateTimeField()

    def __str__(self) -> str:
        return f"turno de {self.por} hasta {self.vence_en:%H:%M}"


class SolicitudDeCorreccion(ConSal):
    """La persona pide corregir algo ya validado. El Instituto concede todas, algunas o ninguna de las secciones."""

    cuestionario = models.ForeignKey(Cuestionario, on_delete=models.PROTECT, related_name="solicitudes")
    secciones = models.JSONField(help_text="Las que pidió corregir.")
    motivo = models.TextField()
    pedida_en = models.DateTimeField(default=timezone.now)
    resuelta_en = models.DateTimeField(null=True, blank=True)
    resuelta_por = models.CharField(max_length=150, blank=True)
    concedidas = models.JSONField(default=list, blank=True)
    nota = models.TextField(blank=True)
    vence_en = models.DateTimeField(null=True, blank=True)
    vence_original = models.DateTimeField(
        null=True, blank=True, help_text="Cuándo vencía antes de devolverle lo que el servicio faltó."
    )
    atendida_en = models.DateTimeField(
        null=True, blank=True, help_text="Cuándo envió la corrección o dejó de poder."
    )

    class Meta:
        ordering = ["pedida_en"]
        constraints = [
            models.UniqueConstraint(
                fields=["cuestionario"], condition=Q(resuelta_en=None), name="una_solicitud_por_resolver"
            )
        ]

    def __str__(self) -> str:
        return f"solicitud de corrección del cuestionario {self.cuestionario_id}"

    @property
    def esta_en_curso(self) -> bool:
        """Se concedió algo y la persona aún no lo envía ni desiste."""
        return self.resuelta_en is not None and bool(self.concedidas) and self.atendida_en is None

    @property
    def huella_de_lo_dicho(self) -> str:
        """La que se asienta al pedirla y, ya resuelta, otra vez."""
        pedido = [self.cuestionario_id, self.secciones, self.motivo, exacto(self.pedida_en)]
        return self.huella_de(
            [*pedido, self.concedidas, self.nota, self.resuelta_por, exacto(self.resuelta_en)]
        )


class Sobrante(models.Model):
    """Un texto que no quedó guardado porque otra ventana, equipo o persona ganó: se conserva 30 días.

    `valores`: clave de pregunta → valor. Nada se pierde porque dos escribieron a la vez.
    """

    cuestionario = models.ForeignKey(Cuestionario, on_delete=models.CASCADE, related_name="sobrantes")
    seccion = models.CharField(max_length=40)
    valores = models.JSONField()
    creado_en = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-creado_en"]

    def __str__(self) -> str:
        return f"sobrante de {self.seccion} del cuestionario {self.cuestionario_id}"


class TextoPropuesto(models.Model):
    """Lo que su partido propone para una pregunta curricular. Sólo la persona lo vuelve respuesta.

    Mientras no se resuelve no es de nadie más: ni se publica ni cuenta como avance.
    """

    cuestionario = models.ForeignKey(Cuestionario, on_delete=models.CASCADE, related_name="textos_propuestos")
    pregunta = models.CharField(max_length=40)
    valor = models.JSONField()
    actor = models.ForeignKey(ActorPolitico, on_delete=models.PROTECT, related_name="+")
    por = models.CharField(max_length=60)
    propuesto_en = models.DateTimeField(default=timezone.now)
    resuelto_en = models.DateTimeField(null=True, blank=True)
    se_uso = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["propuesto_en"]
        constraints = [
            models.UniqueConstraint(
                fields=["cuestionario", "pregunta"],
                condition=Q(resuelto_en=None),
                name="una_propuesta_por_pregunta",
            ),
            models.CheckConstraint(
                condition=Q(resuelto_en=None, se_uso=None)
                | Q(resuelto_en__isnull=False, se_uso__isnull=False),
                name="texto_propuesto_resuelto",
                violation_error_message="Un texto propuesto resuelto dice si se usó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pregunta} propuesta por {self.actor_id}"
