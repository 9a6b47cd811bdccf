"""Manifestar y enviar con su carta: una sola transacción, o quedan las dos cosas o ninguna.

Las cartas no dicen qué se contestó ni qué se autorizó: un buzón puede ser de varias personas.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from conoceles.comun import horas
from conoceles.cuentas.models import Usuario
from conoceles.mensajes.acciones import escribir
from conoceles.privacidad import lectura
from conoceles.privacidad.models import Consentimiento, EnvioDeIdentidad
from conoceles.publicacion import identidad
from conoceles.registro.models import Candidatura


@transaction.atomic
def manifestar(*, candidatura: Candidatura, aviso: str, por: Usuario, **manifestado: bool) -> Consentimiento:
    """Guarda las tres manifestaciones y deja la carta; repetir las mismas no escribe otra.

    Raises:
        Los mismos de `publicacion.identidad.manifestar`.
    """
    _tomar(candidatura)
    antes = lectura.consentimiento_vigente(candidatura)
    nuevo = identidad.manifestar(candidatura=candidatura, aviso=aviso, por=por, **manifestado)
    if nuevo != antes:
        _escribir(nuevo, por, asunto="recibimos su decisión", plantilla="captura/consentimiento.txt")
    return nuevo


@transaction.atomic
def enviar(
    *, candidatura: Candidatura, por: Usuario, recibido_en: datetime | None = None
) -> EnvioDeIdentidad:
    """Envía el cuestionario de identidad y deja la carta; repetirlo no escribe otra.

    Raises:
        Los mismos de `publicacion.identidad.enviar`.
    """
    _tomar(candidatura)
    previos = EnvioDeIdentidad.objects.filter(candidatura=candidatura).count()
    envio = identidad.enviar(candidatura=candidatura, por=por, recibido_en=recibido_en)
    if envio.numero > previos:
        _escribir(envio, por, asunto="recibimos sus respuestas", plantilla="captura/identidad.txt")
    return envio


def _tomar(candidatura: Candidatura) -> None:
    """El candado va antes de mirar qué había: dos clics a la vez verían lo mismo y escribirían dos cartas."""
    Candidatura.objects.select_for_update(of=("self",), no_key=True).get(pk=candidatura.pk)


def _escribir(acto: Consentimiento | EnvioDeIdentidad, por: Usuario, *, asunto: str, plantilla: str) -> None:
    candidatura = acto.candidatura
    ruta = reverse("captura:acuse", args=[candidatura.clave, acto.folio])
    contexto: dict[str, Any] = {
        "acto": acto,
        "candidatura": candidatura,
        "instante": f"{horas.fecha_y_hora(acto.instante)} ({candidatura.proceso.zona_visible})",
        "url": settings.CONOCELES_SITIO + ruta,
    }
    escribir(
        para=por.correo,
        asunto=f"Acuse {acto.folio}: {asunto}",
        cuerpo=render_to_string(plantilla, contexto),
        sobre=candidatura.clave,
        cuenta=por.acceso,
        es_reservada=True,
    )
