"""Un instante escrito para una persona: fecha, hora y de qué lugar es la hora."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

# Ley de los Husos Horarios en los Estados Unidos Mexicanos (2022), art. 3.
_NOMBRES = {
    "America/Mexico_City": "hora del centro de México",
    "America/Monterrey": "hora del centro de México",
    "America/Merida": "hora del centro de México",
    "America/Mazatlan": "hora del Pacífico",
    "America/Hermosillo": "hora del Pacífico",
    "America/Tijuana": "hora del noroeste",
    "America/Cancun": "hora del sureste",
}


def nombre_de_zona(zona: str) -> str:
    """`America/Mexico_City` → «hora del centro de México»."""
    return _NOMBRES.get(zona, f"hora de {zona}")


def con_zona(instante: datetime) -> str:
    """«3 de abril de 2027 a las 14:00 h (hora del centro de México)», en el huso en uso."""
    local = timezone.localtime(instante)
    dia = date_format(local, "j \\d\\e F \\d\\e Y").lower()
    return f"{dia} a las {local:%H:%M} h ({nombre_de_zona(timezone.get_current_timezone_name())})"


def fecha_y_hora(instante: datetime) -> str:
    """«30 de abril de 2027, 14:03 h»."""
    local = timezone.localtime(instante)
    return f"{local.day} de {_mes(local)} de {local:%Y, %H:%M}\u00a0h"


def fecha_y_hora_exacta(instante: datetime) -> str:
    """«30 de abril de 2027, 14:03:22 h»."""
    local = timezone.localtime(instante)
    return f"{local.day} de {_mes(local)} de {local:%Y, %H:%M:%S}\u00a0h"


def hora(instante: datetime) -> str:
    """«14:03 h»: lo que vence hoy mismo."""
    return f"{timezone.localtime(instante):%H:%M}\u00a0h"


def hora_exacta(instante: datetime) -> str:
    """«14:03:22 h»: para saber cuál de dos guardados es el último."""
    return f"{timezone.localtime(instante):%H:%M:%S}\u00a0h"


def _mes(local: datetime) -> str:
    return date_format(local, "F").lower()


def plazo(limite: datetime) -> str:
    """El último minuto en que todavía se está a tiempo: las 00:00 se dicen 23:59 del día anterior."""
    return fecha_y_hora(limite - timedelta(minutes=1))


def lo_que_falta(ahora: datetime, limite: datetime) -> str:
    """Cuánto hay de un instante al otro, como `cuanto_dura`; vacío si ya pasó."""
    return cuanto_dura(limite - ahora) if limite > ahora else ""


def cuanto_dura(lapso: timedelta) -> str:
    """«6 días y 4 horas», «3 horas y 20 minutos», «menos de un minuto»."""
    minutos = int(lapso.total_seconds() // 60)
    dias, horas, minutos = minutos // 1440, minutos % 1440 // 60, minutos % 60
    unidades = [(dias, "día", "días"), (horas, "hora", "horas"), (minutos, "minuto", "minutos")]
    primeras = [_cuantos(*unidad) for unidad in (unidades[:2] if dias else unidades[1:]) if unidad[0]]
    return " y ".join(primeras) or "menos de un minuto"


def _cuantos(cantidad: int, uno: str, varios: str) -> str:
    return f"{cantidad} {uno if cantidad == 1 else varios}"
