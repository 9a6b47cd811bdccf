"""Qué se puede hacer y cómo lo declara cada ruta. Cerrado por omisión, abierto por nombre."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from django.core.exceptions import PermissionDenied

from conoceles.comun.puertas import Vista


class Permiso(Enum):
    """Cada permiso es un verbo que una auditora entiende sin leer código."""

    CUENTA_PROPIA = "entrar, salir y cambiar su propia contraseña"
    CAPTURAR = "llenar y enviar los cuestionarios de su propia candidatura"
    VER_PANEL = "entrar al panel del instituto"
    VER_REGISTRO = "consultar el registro de candidaturas y su avance"
    IMPORTAR = "importar el registro aprobado y cargar procesos"
    ENTREGAR_ACCESO = "dar y volver a dar acceso a personas candidatas"
    VALIDAR = "revisar, observar, devolver y validar cuestionarios"
    ASIGNAR = "repartir la revisión entre quienes validan"
    PUBLICAR = "publicar, retirar y restablecer lo público"
    DAR_VISTO_BUENO = "aprobar o rechazar lo que otra persona propuso sobre algo publicado"
    MOVER_REGISTRO = "registrar sustituciones, cancelaciones, renuncias y lo que ordenen las sentencias"
    EXPEDIR_CONSTANCIAS = "expedir la constancia de una candidatura"
    ANOTAR_INTERRUPCIONES = "anotar las interrupciones del servicio"
    AVISAR_A_ACTORES = "escribir a los actores políticos"
    ADMINISTRAR_CUENTAS = "crear y desactivar cuentas del personal"
    VER_BITACORA = "consultar la bitácora"
    VER_MENSAJES = "consultar la bandeja de salida"
    CORTAR_ESTADISTICA = "hacer un corte de la estadística pública"
    REPRESENTAR = "ver el avance de las candidaturas de su partido, recordarles y proponerles textos"
    REQUERIR = "requerir a las candidaturas que no respondieron en plazo y darles otro plazo"
    RECIBIR_FORMATOS = "registrar un formato de consentimiento que llegó al buzón del Instituto"
    REVISAR_FORMATOS = "leer y revisar los formatos de consentimiento firmados"
    ESTUDIAR_IDENTIDAD = "leer respuestas de identidad con un propósito declarado, que queda registrado"


def requiere(permiso: Permiso) -> Callable[[Vista], Vista]:
    """Declara que la ruta exige un permiso; lo hace valer `PuertaMiddleware`."""

    def declarar(vista: Vista) -> Vista:
        vista.acceso = permiso  # type: ignore[attr-defined]
        return vista

    return declarar


class Autorizable(Protocol):
    def puede(self, permiso: Permiso) -> bool: ...


def exigir(por: Autorizable | None, permiso: Permiso) -> None:
    """Lo que un verbo comprueba de su autora; `None` es el propio sistema (una orden, el reloj).

    Raises:
        PermissionDenied: si no puede.
    """
    if por is not None and not por.puede(permiso):
        raise PermissionDenied(f"Hace falta poder {permiso.value}.")
