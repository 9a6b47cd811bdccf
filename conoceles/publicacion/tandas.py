"""La vida de una publicación en bloque: en espera → publicando → publicada o fallida. Todas o ninguna."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.bitacora.models import Asiento
from conoceles.calendario.models import Proceso
from conoceles.comun.canonico import huella
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir

from .models import Tanda

ABRIR = "tanda:abrir"
Estado = Tanda.Estado
EN_CURSO = (Estado.EN_COLA, Estado.PUBLICANDO)


@transaction.atomic
def abrir(
    *, folio: str, proceso: Proceso, claves: Sequence[str], desde: datetime | None, por: Usuario
) -> Tanda:
    """La tanda de ese folio; la página lo trae desde antes del clic, así que el segundo clic da la misma."""
    exigir(por, Permiso.PUBLICAR)
    tanda, es_nueva = Tanda.objects.get_or_create(
        folio=folio,
        defaults={
            "proceso": proceso.clave,
            "claves": list(claves),
            "visible_desde": desde,
            "por": por.acceso,
        },
    )
    if es_nueva:
        asentar(
            por=por,
            accion=ABRIR,
            objeto=("tanda", folio),
            cuantas=len(claves),
            huella=_huella(tanda),
        )
    return tanda


def es_la_pedida(tanda: Tanda) -> bool:
    """¿Dice lo que se asentó al abrirla? La que cambió por fuera publicaría otra cosa a nombre de quien reintenta."""
    asientos = Asiento.objects.sobre("tanda", tanda.folio).filter(accion=ABRIR)
    return [asiento.detalle.get("huella") for asiento in asientos] == [_huella(tanda)]


def _huella(tanda: Tanda) -> str:
    """La de qué se pidió publicar y para cuándo. Las claves son públicas: va sin sal."""
    desde = tanda.visible_desde and tanda.visible_desde.astimezone(UTC).isoformat()
    return huella([tanda.folio, tanda.proceso, tanda.claves, desde])


@transaction.atomic
def tomar(tanda: Tanda) -> bool:
    """De dos trabajos con la misma tanda, sólo uno recibe `True`."""
    return Tanda.objects.filter(pk=tanda.pk, estado=Estado.EN_COLA).update(estado=Estado.PUBLICANDO) == 1


@transaction.atomic
def cerrar(tanda: Tanda, *, cambiadas: int, por: Usuario) -> None:
    """Va en la misma transacción que publica: el recibo dice «publicada» si y sólo si lo está."""
    tanda.estado, tanda.cambiadas, tanda.terminada_en = Estado.PUBLICADA, cambiadas, timezone.now()
    tanda.save(update_fields=["estado", "cambiadas", "terminada_en"])
    asentar(por=por, accion="tanda:publicar", objeto=("tanda", tanda.folio), cuantas=cambiadas)


@transaction.atomic
def fallar(tanda: Tanda, *, error: str, fallas: dict[str, str], por: Usuario) -> None:
    """No se publicó ninguna; queda dicho por qué y cuáles hay que corregir."""
    tanda.estado, tanda.terminada_en = Estado.FALLIDA, timezone.now()
    tanda.error, tanda.fallas = error[:300], fallas
    tanda.save(update_fields=["estado", "terminada_en", "error", "fallas"])
    asentar(por=por, accion="tanda:fallar", objeto=("tanda", tanda.folio), cuantas=len(fallas))


@transaction.atomic
def volver_a_la_cola(tanda: Tanda) -> bool:
    """Una que se interrumpió a la mitad: su transacción se deshizo y puede empezar de nuevo."""
    return Tanda.objects.filter(pk=tanda.pk, estado__in=EN_CURSO).update(estado=Estado.EN_COLA) == 1
