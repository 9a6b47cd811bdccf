"""La vida de una importación: recibida → revisada → aplicada o rechazada. El archivo se guarda 90 días."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Autora, asentar
from conoceles.calendario.models import Proceso
from conoceles.comun.claves import folio
from conoceles.comun.segundo_plano import avance_de
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.registro.models import Importacion

from . import perfil as perfiles
from .archivo import planear_archivo
from .plan import Plan
from .resumen import resumir

DIAS_EN_GUARDA = 90
Estado = Importacion.Estado
EN_TRABAJO = (Estado.EN_COLA, Estado.SIMULANDO, Estado.APLICANDO)
_NOMINALES = (
    "rechazos", "avisos", "altas", "sustituciones", "restituciones", "por_confirmar", "cambios", "bajas", "no_vienen",
    "movimientos", "ya_estaban",
)  # fmt: skip


class NoAplicable(Exception):
    """La importación no puede aplicarse como está; el mensaje dice qué hacer."""


@transaction.atomic
def recibir(
    *,
    proceso: Proceso,
    nombre: str,
    contenido: bytes,
    perfil: str,
    es_completo: bool,
    por: Usuario | None,
    permiso: Permiso = Permiso.IMPORTAR,
) -> Importacion:
    """Guarda el archivo donde nadie lo alcanza por dirección y abre su recibo. `permiso`: el que pide lo que trae."""
    exigir(por, permiso)
    importacion = Importacion.objects.create(
        proceso=proceso,
        folio=folio("R"),
        archivo=nombre[-200:],
        huella=hashlib.sha256(contenido).hexdigest(),
        perfil=perfil,
        es_completo=es_completo,
        por=por.acceso if por else "",
    )
    storages["privado"].save(_ruta(importacion), ContentFile(contenido))
    asentar(
        por=por,
        accion="importacion:recibir",
        objeto=("importacion", importacion.folio),
        huella=importacion.huella,
        perfil=perfil,
        completo=es_completo,
    )
    return importacion


def _ruta(importacion: Importacion) -> str:
    return f"importaciones/{importacion.folio}"


def contenido_de(importacion: Importacion) -> bytes:
    """Los bytes que se subieron.

    Raises:
        NoAplicable: si ya no se guardan.
    """
    almacen = storages["privado"]
    if not almacen.exists(_ruta(importacion)):
        raise NoAplicable("El archivo ya no se conserva. Súbalo otra vez.")
    with almacen.open(_ruta(importacion)) as archivo:
        contenido: bytes = archivo.read()
    return contenido


def planear(
    importacion: Importacion,
    avance: Callable[[int, int], None] = lambda hechas, total: None,
    perfil: perfiles.Perfil | None = None,
) -> Plan:
    """El plan de su archivo contra lo registrado en este momento; `perfil`, si no es de los incluidos.

    Raises:
        NoAplicable: si el archivo ya no se guarda.
    """
    return planear_archivo(
        contenido_de(importacion),
        importacion.archivo,
        proceso=importacion.proceso,
        perfil=perfil or perfiles.leer(importacion.perfil),
        es_completo=importacion.es_completo,
        avance=avance,
    )


def simular(
    importacion: Importacion, avance: Callable[[int, int], None] = lambda hechas, total: None
) -> Plan:
    """Revisa el archivo y guarda el informe. No escribe en el registro."""
    plan = planear(importacion, avance)
    guardar_revision(importacion=importacion, informe=resumir(plan), es_aplicable=plan.es_aplicable)
    return plan


@transaction.atomic
def guardar_revision(*, importacion: Importacion, informe: dict[str, Any], es_aplicable: bool) -> None:
    importacion.informe = informe
    importacion.estado = Estado.SIMULADA if es_aplicable else Estado.RECHAZADA
    importacion.save(update_fields=["informe", "estado"])


@transaction.atomic
def tomar(*, importacion: Importacion, de: str, a: str) -> bool:
    """Pasa de un estado a otro una sola vez: de dos peticiones iguales, sólo una recibe `True`."""
    return Importacion.objects.filter(pk=importacion.pk, estado=de).update(estado=a) == 1


@transaction.atomic
def rechazar(*, importacion: Importacion, motivo: str, por: Autora | None) -> None:
    """Deja dicho por qué no se aplicó; no toca lo ya aplicado."""
    fila = Importacion.objects.select_for_update().get(pk=importacion.pk)
    if fila.estado == Estado.APLICADA:
        return
    fila.estado, fila.informe = Estado.RECHAZADA, {**fila.informe, "motivo": motivo}
    fila.save(update_fields=["estado", "informe"])
    asentar(por=por, accion="importacion:rechazar", objeto=("importacion", fila.folio))


def cerrar_interrumpidas(*, proceso: Proceso) -> None:
    """Lo que un proceso que ya no existe dejó a medias: su transacción se deshizo, sólo queda el recibo."""
    for importacion in Importacion.objects.filter(proceso=proceso, estado__in=EN_TRABAJO):
        if avance_de(importacion.folio) is None:
            rechazar(
                importacion=importacion, motivo="Se interrumpió y no se cambió nada en el registro.", por=None
            )


def cuentas(importacion: Importacion) -> dict[str, Any]:
    return dict(importacion.informe.get("cuentas", {}))


@transaction.atomic
def depurar() -> int:
    """Borra los archivos de más de 90 días y los nombres de sus informes; quedan folio, huella y cuentas."""
    limite = timezone.now() - timedelta(days=DIAS_EN_GUARDA)
    vencidas = list(Importacion.objects.filter(creada_en__lt=limite).exclude(informe__has_key="depurado"))
    for importacion in vencidas:
        storages["privado"].delete(_ruta(importacion))
        quedan = {clave: valor for clave, valor in importacion.informe.items() if clave not in _NOMINALES}
        importacion.informe = {**quedan, "depurado": True}
        importacion.save(update_fields=["informe"])
    return len(vencidas)
