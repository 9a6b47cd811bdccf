"""Cartas por enviar y enviadas."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils import timezone

from conoceles.comun.canonico import huella
from conoceles.comun.disparadores import SoloAgregar
from conoceles.comun.sales import ConSal, exacto


class CartaQuerySet(models.QuerySet["Carta"]):
    def pendientes(self) -> CartaQuerySet:
        """Las que toca enviar ahora: con correo, sin agotar intentos y sin un enlace ya vencido."""
        ahora = timezone.now()
        return self.exclude(para="").filter(
            Q(caduca_en=None) | Q(caduca_en__gt=ahora),
            enviada_en=None,
            intentar_desde__lte=ahora,
            intentos__lt=Carta.MAX_INTENTOS,
        )

    def en_estado(self, estado: str) -> CartaQuerySet:
        """Las que están en un `Carta.Estado`; la misma regla que la propiedad `estado`, dicha en consulta."""
        if estado == Carta.Estado.ENVIADA:
            return self.filter(enviada_en__isnull=False)
        por_enviar = self.filter(enviada_en=None)
        if estado == Carta.Estado.IMPRESA:
            return por_enviar.filter(para="")
        por_enviar = por_enviar.exclude(para="")
        vencida = Q(caduca_en__lte=timezone.now())
        if estado == Carta.Estado.CADUCA:
            return por_enviar.filter(vencida)
        agotada = Q(intentos__gte=Carta.MAX_INTENTOS)
        vivas = por_enviar.exclude(caduca_en__isnull=False, caduca_en__lte=timezone.now())
        return vivas.filter(agotada) if estado == Carta.Estado.FALLIDA else vivas.exclude(agotada)


class Carta(ConSal):
    """Una carta de la bandeja de salida. Sin correo no se envía: queda para entregarse impresa.

    Un enlace que abre una cuenta no se escribe en el cuerpo: va en `secreto`, que ocupa el lugar de
    `MARCA` sólo al enviar y se borra al salir la carta o al vencer.
    """

    class Estado(models.TextChoices):
        PENDIENTE = "pendiente", "Por enviar"
        ENVIADA = "enviada", "Enviada"
        FALLIDA = "fallida", "No se pudo enviar"
        CADUCA = "caduca", "No se envió: dejó de tener efecto"
        IMPRESA = "impresa", "Se entrega impresa"

    MAX_INTENTOS = 8
    MARCA = "{{secreto}}"

    para = models.EmailField(blank=True)
    asunto = models.CharField(max_length=200)
    cuerpo = models.TextField()
    secreto = models.CharField(max_length=300, blank=True)
    caduca_en = models.DateTimeField(null=True, blank=True, help_text="Después no tiene caso enviarla.")
    sobre = models.CharField(max_length=80, blank=True, help_text="Clave de la candidatura o de la cuenta.")
    cuenta = models.CharField(
        max_length=60,
        blank=True,
        help_text="Nombre de acceso de quien la recibe, si va a donde diga su cuenta y no a un buzón fijo.",
    )
    es_reservada = models.BooleanField(
        default=False, help_text="Es de identidad: que exista ya diría algo. No se lista en el panel."
    )
    creada_en = models.DateTimeField(default=timezone.now)
    intentar_desde = models.DateTimeField(default=timezone.now)
    intentos = models.PositiveSmallIntegerField(default=0)
    enviada_en = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    renglon = models.PositiveBigIntegerField(
        null=True, db_index=True, editable=False, help_text="El de la bitácora en que consta que se escribió."
    )

    objects = CartaQuerySet.as_manager()

    class Meta:
        ordering = ["-creada_en", "-id"]
        indexes = [
            models.Index(fields=["enviada_en", "intentar_desde"]),
            models.Index(fields=["sobre"]),
            models.Index(fields=["cuenta", "enviada_en"]),
        ]

    def __str__(self) -> str:
        return f"{self.asunto} → {self.para or 'sin correo'}"

    @property
    def estado(self) -> Carta.Estado:
        if self.enviada_en:
            return self.Estado.ENVIADA
        if not self.para:
            return self.Estado.IMPRESA
        if self.caduca_en and self.caduca_en <= timezone.now():
            return self.Estado.CADUCA
        return self.Estado.FALLIDA if self.intentos >= self.MAX_INTENTOS else self.Estado.PENDIENTE

    @property
    def huella_de_lo_escrito(self) -> str:
        """La que se asienta al escribirla. El correo no va: puede corregirse mientras no sale."""
        escrita = [self.sobre, self.cuenta, self.es_reservada, exacto(self.creada_en)]
        return self.huella_de([self.asunto, self.cuerpo, *escrita])

    @property
    def huella_de_la_salida(self) -> str:
        """La que se asienta al salir: qué, a dónde y cuándo."""
        return self.huella_de([self.huella_de_lo_escrito, self.para, exacto(self.enviada_en)])

    @property
    def texto_por_enviar(self) -> str:
        """El cuerpo con el enlace en su lugar; sólo para enviarla."""
        return self.cuerpo.replace(self.MARCA, self.secreto)

    @property
    def texto_visible(self) -> str:
        """El cuerpo sin el enlace; lo que puede leer el personal."""
        return self.cuerpo.replace(self.MARCA, "[enlace oculto: sólo lo recibe su destinataria]")


def de_todas(huellas: Iterable[str]) -> str:
    """Una sola huella de las de varias cartas, en cualquier orden."""
    return huella(sorted(huellas))


class Circular(ConSal):
    """Un aviso del Instituto a varios actores políticos: lo que dijo, a quién y cuándo. Es su acuse; no se edita."""

    folio = models.CharField(
        max_length=24, unique=True, help_text="Nace al escribirla: no se manda dos veces."
    )
    asunto = models.CharField(max_length=150)
    texto = models.TextField()
    a_quienes = models.CharField(max_length=300, help_text="Qué se eligió, con palabras.")
    # Por destinataria: {"actor", "siglas", "acceso", "para", "carta"}; `para` vacío: se entrega impresa.
    destinatarias = models.JSONField(default=list)
    sin_cuenta = models.JSONField(
        default=list, help_text="Actores elegidos que no tienen a quién escribirle."
    )
    instante = models.DateTimeField(default=timezone.now)
    por = models.CharField(max_length=150)

    class Meta:
        ordering = ["-instante", "-pk"]

    def __str__(self) -> str:
        return f"{self.folio} {self.asunto}"

    @property
    def huella_de_lo_escrito(self) -> str:
        """La que se asienta al mandarla."""
        enviada = [self.por, exacto(self.instante)]
        return self.huella_de(
            [self.asunto, self.texto, self.a_quienes, self.destinatarias, self.sin_cuenta, *enviada]
        )


DISPARADORES = SoloAgregar("mensajes_circular")
