"""Lo que dicen las cartas de acceso. El enlace va aparte del texto (`Carta.secreto`)."""

from __future__ import annotations

from django.conf import settings

from conoceles.comun.horas import con_zona
from conoceles.mensajes.models import Carta

from .models import Enlace, Usuario

_ASUNTO = {
    Enlace.Motivo.ACTIVAR: "Active su cuenta de Conóceles",
    Enlace.Motivo.RECUPERAR: "Recupere el acceso a su cuenta de Conóceles",
}
_APERTURA = {
    Enlace.Motivo.ACTIVAR: "Ya tiene una cuenta en el sistema Candidatas y Candidatos, Conóceles.",
    Enlace.Motivo.RECUPERAR: "Alguien, quizá usted, pidió recuperar el acceso a su cuenta de Conóceles.",
}


def con_enlace(usuario: Usuario, enlace: Enlace, direccion: str) -> Carta:
    """La carta, sin guardar, que lleva el enlace a su destinataria."""
    return Carta(
        para=usuario.correo,
        asunto=_ASUNTO[Enlace.Motivo(enlace.motivo)],
        cuerpo=_cuerpo(usuario, enlace),
        secreto=direccion,
        caduca_en=enlace.vence_en,
        sobre=usuario.acceso,
        cuenta=usuario.acceso,
    )


def _cuerpo(usuario: Usuario, enlace: Enlace) -> str:
    return f"""{usuario.nombre}:

{_APERTURA[Enlace.Motivo(enlace.motivo)]}

1. Abra este enlace y escriba una contraseña:

   {Carta.MARCA}

   Sirve una sola vez y vence el {con_zona(enlace.vence_en)}.

2. Después, entre siempre en {settings.CONOCELES_SITIO}/entrar/
   con su nombre de acceso: {usuario.acceso}

Si el enlace ya venció, pida otro en {settings.CONOCELES_SITIO}/recuperar/
Tarda menos de un minuto.

Si usted no esperaba este mensaje, no haga nada: sin el enlace nadie puede
cambiar su contraseña. Ninguna persona del Instituto se la pedirá.
"""
