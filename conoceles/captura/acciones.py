"""El envío con su acuse por correo: una sola transacción, o quedan los dos o ninguno."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from conoceles.comun import horas
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.models import Cuestionario, Envio
from conoceles.mensajes.acciones import escribir
from conoceles.publicacion import acciones as publicacion

from .expediente import leer


class FaltaConfirmar(Exception):
    """Hay secciones observadas sin ningún cambio y la persona no dijo que las deja así."""


@transaction.atomic
def enviar(
    *,
    cuestionario: Cuestionario,
    por: Usuario,
    recibido_en: datetime | None = None,
    deja_igual: Collection[str] = (),
) -> Envio:
    """Envía o reenvía y deja el acuse en la bandeja de salida; repetirlo no escribe otra carta.

    `deja_igual`: claves de las secciones observadas que la persona revisó y manda sin cambios.

    Raises:
        FaltaConfirmar: si otra sección observada sigue igual que la última vez que se envió.
        Los mismos de `publicacion.acciones.enviar`.
    """
    # El candado va antes de contar: dos clics a la vez verían el mismo número de envíos.
    Cuestionario.objects.select_for_update().get(pk=cuestionario.pk)
    if set(leer(cuestionario.candidatura).sin_cambios) - set(deja_igual):
        raise FaltaConfirmar
    previos = cuestionario.envios.count()
    envio = publicacion.enviar(cuestionario=cuestionario, por=por, recibido_en=recibido_en)
    if envio.numero > previos:
        _mandar_acuse(envio, por)
    return envio


def _mandar_acuse(envio: Envio, por: Usuario) -> None:
    candidatura = envio.cuestionario.candidatura
    contexto = {
        "envio": envio,
        "candidatura": candidatura,
        "instante": f"{horas.fecha_y_hora(envio.instante)} ({candidatura.proceso.zona_visible})",
        "secciones": [envio.cuestionario.definicion.seccion(clave).titulo for clave in envio.secciones],
        "comprobar": settings.CONOCELES_SITIO + reverse("consulta:verificar_folio", args=[envio.folio]),
        "url": settings.CONOCELES_SITIO + reverse("captura:acuse", args=[candidatura.clave, envio.folio]),
    }
    escribir(
        para=por.correo,
        asunto=f"Acuse {envio.folio}: recibimos su información",
        cuerpo=render_to_string("captura/acuse.txt", contexto),
        sobre=candidatura.clave,
        cuenta=por.acceso,
    )
