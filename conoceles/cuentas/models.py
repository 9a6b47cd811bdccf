"""El usuario y sus enlaces de acceso."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from conoceles.comun.canonico import huella
from conoceles.comun.sales import ConSal, exacto

from .permisos import Permiso
from .roles import ROLES, Rol

ACCESO_VALIDO = RegexValidator(
    r"\A[a-z0-9][a-z0-9._-]{2,59}\Z",
    "El nombre de acceso lleva de 3 a 60 letras minúsculas sin acento, cifras, puntos o guiones.",
)


class UsuarioManager(BaseUserManager["Usuario"]):
    def create_user(self, acceso: str, password: str | None = None, **campos: Any) -> Usuario:
        """La forma que Django espera. Sin contraseña, la cuenta sólo se abre con un enlace de activación."""
        usuario = self.model(acceso=acceso, **campos)
        usuario.set_password(password)
        usuario.save(using=self._db)
        return usuario


class Usuario(ConSal, AbstractBaseUser):
    """Una cuenta. El nombre de acceso es el de la hoja impresa; el correo es optativo y no es único
    (un mismo buzón sirvió a 74 candidaturas en 2022)."""

    acceso = models.CharField(
        "nombre de acceso",
        max_length=60,
        unique=True,
        validators=[ACCESO_VALIDO],
        error_messages={"unique": "Ya existe una cuenta con ese nombre de acceso. Elija otro."},
    )
    nombre = models.CharField(max_length=200)
    correo = models.EmailField("correo electrónico", blank=True)
    rol = models.CharField(max_length=40, choices=[(r.clave, r.nombre) for r in ROLES.values()])
    is_active = models.BooleanField("activa", default=True)
    creada_en = models.DateTimeField(default=timezone.now)
    primera_entrada_en = models.DateTimeField(null=True, blank=True)
    congelada_en = models.DateTimeField(
        null=True,
        blank=True,
        help_text="La persona pidió que nadie entre, ni ella, hasta que el Instituto la reabra.",
    )

    USERNAME_FIELD = "acceso"
    EMAIL_FIELD = "correo"
    REQUIRED_FIELDS = ["nombre", "rol"]

    objects = UsuarioManager()

    class Meta:
        ordering = ["acceso"]

    def __str__(self) -> str:
        return self.acceso

    def get_full_name(self) -> str:
        return self.nombre

    def get_short_name(self) -> str:
        return self.nombre

    @property
    def papel(self) -> Rol:
        return ROLES[self.rol]

    @property
    def buzon(self) -> str:
        """A dónde se le escribe. Vacío si el Instituto cerró la cuenta: lo suyo se entrega impreso."""
        return self.correo if self.is_active or self.congelada_en else ""

    @property
    def nombre_visible(self) -> str:
        return self.nombre

    @property
    def rol_visible(self) -> str:
        return self.papel.nombre

    def puede(self, permiso: Permiso) -> bool:
        return self.is_active and self.papel.puede(permiso)

    def check_password(self, raw_password: str | None) -> bool:
        """Sólo mira: volver a cifrarla, cuando cambia cómo se cifran, es un acto (`acciones.recifrar`)."""
        return check_password(raw_password, self.password)

    def huellas(self, *datos: str) -> dict[str, str]:
        """Las de lo que decide quién es y cómo entra, para el asiento del acto que lo escribe (`integridad`).

        `datos`: «titular» (no cambia nunca), «correo», «contrasena».
        """
        dichos = {
            "titular": [self.acceso, self.nombre, self.rol],
            "correo": self.correo,
            "contrasena": self.password,
        }
        return {f"huella_{dato}": self.huella_de([dato, dichos[dato]]) for dato in datos}


class EnlaceQuerySet(models.QuerySet["Enlace"]):
    def vigentes(self) -> EnlaceQuerySet:
        return self.filter(usado_en=None, anulado_en=None, vence_en__gt=timezone.now())


class Enlace(models.Model):
    """Un enlace de un solo uso que permite fijar la contraseña. Se guarda su huella, nunca él."""

    class Motivo(models.TextChoices):
        ACTIVAR = "activar", "Activación"
        RECUPERAR = "recuperar", "Recuperación"

    usuario = models.ForeignKey(Usuario, on_delete=models.CASCADE, related_name="enlaces")
    motivo = models.CharField(max_length=12, choices=Motivo.choices)
    huella = models.CharField(max_length=64, unique=True)
    creado_en = models.DateTimeField(default=timezone.now)
    vence_en = models.DateTimeField()
    usado_en = models.DateTimeField(null=True, blank=True)
    anulado_en = models.DateTimeField(null=True, blank=True)

    objects = EnlaceQuerySet.as_manager()

    class Meta:
        ordering = ["-creado_en"]
        constraints = [
            models.CheckConstraint(
                condition=Q(usado_en=None) | Q(anulado_en=None),
                name="enlace_usado_o_anulado",
                violation_error_message="Un enlace usado no puede anularse.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.motivo} de {self.usuario_id}"

    @property
    def huella_de_lo_emitido(self) -> str:
        """De quién es y hasta cuándo sirve. Sin más sal que su token, que es azar."""
        return huella([self.usuario.acceso, self.motivo, self.huella, exacto(self.vence_en)])


class PeticionDeEnlace(models.Model):
    """Alguien escribió este nombre de acceso en «Recuperar el acceso».

    Se anota igual exista o no la cuenta y se atiende después (`tareas`): así la respuesta tarda y dice
    lo mismo en los dos casos. Atendida, se borra.
    """

    acceso = models.CharField(max_length=60)
    creada_en = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["creada_en"]

    def __str__(self) -> str:
        return f"petición de las {self.creada_en:%H:%M}"


class CambioDeCorreoQuerySet(models.QuerySet["CambioDeCorreo"]):
    def pendientes(self) -> CambioDeCorreoQuerySet:
        return self.filter(aplicado_en=None, cancelado_en=None)

    def detener(self) -> int:
        """Los pendientes ya no surten; dice cuántos eran."""
        return self.pendientes().update(cancelado_en=timezone.now())


class CambioDeCorreo(models.Model):
    """Un cambio de correo pedido por su dueña o dueño: surte a las 24 horas, si nadie lo cancela antes."""

    usuario = models.ForeignKey(Usuario, on_delete=models.CASCADE, related_name="cambios_de_correo")
    anterior = models.EmailField(blank=True)
    nuevo = models.EmailField()
    huella = models.CharField(max_length=64, unique=True, help_text="Del enlace que lo cancela.")
    pedido_en = models.DateTimeField(default=timezone.now)
    surte_en = models.DateTimeField()
    aplicado_en = models.DateTimeField(null=True, blank=True)
    cancelado_en = models.DateTimeField(null=True, blank=True)

    objects = CambioDeCorreoQuerySet.as_manager()

    class Meta:
        ordering = ["-pedido_en"]
        constraints = [
            models.UniqueConstraint(
                fields=["usuario"],
                condition=Q(aplicado_en=None, cancelado_en=None),
                name="un_cambio_de_correo_a_la_vez",
            )
        ]

    def __str__(self) -> str:
        return f"cambio de correo de {self.usuario_id}"

    @property
    def huella_de_lo_pedido(self) -> str:
        """A qué correo y desde cuándo. Sin más sal que la huella de su enlace, que es azar."""
        return huella([self.usuario.acceso, self.nuevo, self.huella, exacto(self.surte_en)])


class Equipo(models.Model):
    """Un navegador desde el que ya se entró a la cuenta; desde uno nuevo, se avisa por correo."""

    usuario = models.ForeignKey(Usuario, on_delete=models.CASCADE, related_name="equipos")
    huella = models.CharField(max_length=64, help_text="De la galleta que lo reconoce.")
    descripcion = models.CharField(max_length=120, blank=True)
    visto_en = models.DateTimeField(default=timezone.now)
    ultima_vez = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-ultima_vez"]
        constraints = [models.UniqueConstraint(fields=["usuario", "huella"], name="equipo_unico")]

    def __str__(self) -> str:
        return f"equipo de {self.usuario_id}"
