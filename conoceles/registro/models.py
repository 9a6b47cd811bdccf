"""Cargo → contienda → posición → candidatura, y las personas y actores que las ocupan.

Nada se borra: una sustitución o una baja cierran una candidatura y, si hay quien siga, abren otra.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.claves import clave_opaca

from .catalogos import (
    Calidad,
    ClaseDeMovimiento,
    Principio,
    Sexo,
    SituacionRegistral,
    TipoDeActor,
    TipoDeDemarcacion,
    Unidad,
)
from .plazos import plazo_de_captura


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
    captura_hasta = models.DateTimeField(null=True, blank=True, help_text="Plazo propio; vacío: el general.")
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


class Representacion(models.Model):
    """Quién representa a un partido ante el Instituto en este sistema. Una cuenta, un partido."""

    cuenta = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="representacion"
    )
    actor = models.ForeignKey(ActorPolitico, on_delete=models.PROTECT, related_name="representaciones")

    def __str__(self) -> str:
        return f"{self.cuenta} por {self.actor}"


class EntregaDeAcceso(models.Model):
    """Cómo llegó el acceso a la persona: por qué medio, cuándo y quién lo recibió."""

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

    class Meta:
        ordering = ["-entregado_en"]

    def __str__(self) -> str:
        return f"{self.get_canal_display()} a {self.persona_id}"


class Importacion(models.Model):
    """El recibo de una importación: qué archivo, con qué perfil, quién y qué hizo."""

    class Estado(models.TextChoices):
        EN_COLA = "en_cola", "En cola"
        SIMULANDO = "simulando", "Revisando"
        SIMULADA = "simulada", "Revisada, sin aplicar"
        APLICANDO = "aplicando", "Aplicando"
        APLICADA = "aplicada", "Aplicada"
        RECHAZADA = "rechazada", "Rechazada"

    proceso = models.ForeignKey(Proceso, on_delete=models.PROTECT, related_name="importaciones")
    folio = models.CharField(max_length=24, unique=True)
    archivo = models.CharField(max_length=200)
    huella = models.CharField(max_length=64)
    perfil = models.CharField(max_length=80, blank=True)
    es_completo = models.BooleanField(default=False, help_text="Lo que no venga en el archivo se da de baja.")
    estado = models.CharField(max_length=12, choices=Estado.choices, default=Estado.EN_COLA)
    informe = models.JSONField(default=dict)
    por = models.CharField(max_length=60, blank=True)
    creada_en = models.DateTimeField(default=timezone.now)
    aplicada_en = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-creada_en"]
        indexes = [models.Index(fields=["proceso", "huella"])]

    def __str__(self) -> str:
        return f"{self.archivo} ({self.get_estado_display()})"


class Movimiento(models.Model):
    """Lo que sacó, relevó o devolvió a una candidatura, y con qué acuerdo. No se edita ni se borra: es la historia.

    `antes` y `despues`: sus situaciones. `entra`: quien la releva, si alguien. `surte_en`: desde cuándo vale, que
    puede ser antes de que se registrara.
    """

    candidatura = models.ForeignKey(Candidatura, on_delete=models.PROTECT, related_name="movimientos")
    clase = models.CharField(max_length=16, choices=ClaseDeMovimiento.choices)
    antes = models.CharField(max_length=16, choices=SituacionRegistral.choices)
    despues = models.CharField(max_length=16, choices=SituacionRegistral.choices)
    entra = models.ForeignKey(
        Candidatura, on_delete=models.PROTECT, null=True, blank=True, related_name="entradas"
    )
    acuerdo = models.CharField(max_length=80, blank=True)
    surte_en = models.DateTimeField()
    motivo = models.CharField(max_length=300, blank=True, help_text="Para el expediente; no se publica.")
    importacion = models.ForeignKey(
        Importacion, on_delete=models.PROTECT, null=True, blank=True, related_name="movimientos"
    )
    por = models.CharField(max_length=60, blank=True)
    registrado_en = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_clase_display()} de {self.candidatura_id}"
