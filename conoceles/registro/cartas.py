"""El marco de toda carta sobre una candidatura: cómo saluda y firma, qué direcciones da y a qué buzón va.

Un buzón puede ser de varias personas: ninguna carta lleva respuestas, sólo qué pasó, qué sigue y dónde verlo.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from conoceles.comun.horas import con_zona
from conoceles.mensajes.models import Carta

from .models import Candidatura

Texto = tuple[str, str]  # asunto y cuerpo
_ASUNTO_MAXIMO = Carta._meta.get_field("asunto").max_length


def con_marco(candidatura: Candidatura, asunto: str, *parrafos: str) -> Texto:
    """El saludo, los párrafos que no estén vacíos y la firma del Instituto."""
    firma = f"{candidatura.proceso.instituto.nombre}\nCandidatas y Candidatos, Conóceles"
    return asunto, "\n\n".join([f"{candidatura.persona.nombre_completo}:", *filter(None, parrafos), firma])


def a_su_cuenta(candidatura: Candidatura, texto: Texto, *, es_reservada: bool = False) -> Carta:
    """La carta, sin guardar, al buzón de su cuenta. Sin correo queda para entregarse impresa.

    `es_reservada`: es de identidad y el personal no la lista.
    """
    cuenta, (asunto, cuerpo) = candidatura.persona.cuenta, texto
    return Carta(
        para=cuenta.buzon if cuenta else "",
        asunto=asunto[:_ASUNTO_MAXIMO],
        cuerpo=cuerpo,
        sobre=candidatura.clave,
        cuenta=cuenta.acceso if cuenta else "",
        es_reservada=es_reservada,
    )


def donde(candidatura: Candidatura) -> str:
    """«Diputación local, Ciudad Ejemplo»."""
    return f"{candidatura.cargo.nombre}, {candidatura.contienda.demarcacion.nombre}"


def ultimo_minuto(limite: datetime) -> str:
    """Un límite exclusivo a medianoche se lee mejor como las 23:59 del día que termina."""
    return con_zona(limite - timedelta(minutes=1))


def pagina(candidatura: Candidatura) -> str:
    """La dirección de su página pública."""
    return f"{settings.CONOCELES_SITIO}/candidaturas/{candidatura.clave}/"


def entrar(candidatura: Candidatura) -> str:
    """La dirección de «mi candidatura»."""
    return f"{settings.CONOCELES_SITIO}/mi-candidatura/{candidatura.clave}/"
