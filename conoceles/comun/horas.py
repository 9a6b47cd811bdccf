"""Un instante escrito para una persona: fecha, hora y de qué lugar es la hora."""

from datetime import datetime

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
