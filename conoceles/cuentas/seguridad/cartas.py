"""Los avisos de seguridad. Todos dicen qué pasó, cuándo y qué hacer si no fue usted."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from conoceles.comun.horas import con_zona
from conoceles.cuentas.models import CambioDeCorreo, Usuario
from conoceles.mensajes.models import Carta

from .enlaces import para_congelar

LARGO_DE_SOBRE = Carta._meta.get_field("sobre").max_length

_SI_NO_FUE_USTED = f"""Si no fue usted, congele su cuenta ahora mismo:

   {Carta.MARCA}

   Nadie podrá entrar, ni con su contraseña. Lo que usted envió y lo publicado no cambian.
   El Instituto la reabre cuando usted lo pida.
"""


# Otro asunto que el de los enlaces de acceso: anular aquéllos no debe callar un aviso.
SEGURIDAD = "seguridad "


def _carta(usuario: Usuario, asunto: str, cuerpo: str, *, para: str = "", enlace: str = "") -> Carta:
    return Carta(
        para=para or usuario.correo,
        asunto=asunto,
        cuerpo=f"{usuario.nombre}:\n\n{cuerpo}",
        secreto=enlace,
        sobre=f"{SEGURIDAD}{usuario.acceso}"[:LARGO_DE_SOBRE],
        cuenta="" if para else usuario.acceso,
    )


def equipo_nuevo(usuario: Usuario, descripcion: str, instante: datetime) -> Carta:
    """Alguien entró desde un navegador que la cuenta no conocía."""
    return _carta(
        usuario,
        "Entraron a su cuenta desde un equipo nuevo",
        f"El {con_zona(instante)} alguien entró a su cuenta {usuario.acceso} desde un equipo que no\n"
        f"conocíamos: {descripcion}.\n\n"
        f"Si fue usted, no tiene que hacer nada.\n\n{_SI_NO_FUE_USTED}",
        enlace=para_congelar(usuario),
    )


def cambio_en(usuario: Usuario, que_paso: str) -> Carta:
    """Cambió la contraseña o un segundo factor: lo primero que haría quien quiere quedarse con la cuenta."""
    return _carta(
        usuario,
        f"{que_paso} en su cuenta",
        f"{que_paso} en su cuenta {usuario.acceso} el {con_zona(timezone.now())}.\n\n"
        f"Si fue usted, no tiene que hacer nada.\n\n{_SI_NO_FUE_USTED}",
        enlace=para_congelar(usuario),
    )


def correo_por_cambiar(usuario: Usuario, cambio: CambioDeCorreo, cancelar: str) -> Carta:
    """Va al correo anterior: es quien puede detenerlo."""
    return _carta(
        usuario,
        "Pidieron cambiar el correo de su cuenta",
        f"Alguien, quizá usted, pidió que los mensajes de la cuenta {usuario.acceso} lleguen a otro\n"
        f"correo. El cambio se hará el {con_zona(cambio.surte_en)}.\n\n"
        f"Si no fue usted, deténgalo aquí:\n\n   {Carta.MARCA}\n",
        para=cambio.anterior,
        enlace=cancelar,
    )


def correo_nuevo_en_espera(usuario: Usuario, cambio: CambioDeCorreo) -> Carta:
    return _carta(
        usuario,
        "Este correo se usará en una cuenta de Conóceles",
        f"La cuenta {usuario.acceso} pidió recibir aquí sus mensajes. El cambio se hará el\n"
        f"{con_zona(cambio.surte_en)}. Hasta entonces los mensajes siguen llegando al correo anterior.\n",
        para=cambio.nuevo,
    )


def correo_cambiado(usuario: Usuario, cambio: CambioDeCorreo) -> list[Carta]:
    """A los dos correos: al que deja de servir y al que empieza."""
    cuerpo = f"Desde ahora los mensajes de la cuenta {usuario.acceso} llegan a otro correo.\n"
    nuevo = f"Desde ahora los mensajes de la cuenta {usuario.acceso} llegan a este correo.\n"
    return [
        _carta(usuario, "Cambió el correo de su cuenta", cuerpo, para=cambio.anterior or cambio.nuevo),
        _carta(usuario, "Cambió el correo de su cuenta", nuevo, para=cambio.nuevo),
    ]


def congelada(usuario: Usuario) -> Carta:
    return _carta(
        usuario,
        "Su cuenta está congelada",
        f"La cuenta {usuario.acceso} se congeló el {con_zona(timezone.now())}. Nadie puede entrar.\n"
        "Lo que usted guardó, lo que envió y lo publicado siguen como estaban.\n\n"
        "Para reabrirla, preséntese o escriba al Instituto: le dará un enlace nuevo.\n",
    )
