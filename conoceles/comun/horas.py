"""Un instante escrito para una persona: fecha, hora y de qué lugar es la hora."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .lenguas import fecha, por_lengua

# Para traducir: con las letras de fecha de Django; «j F Y» es «30 April 2027».
DIA = _(r"j \d\e F \d\e Y")
DIA_SIN_ANIO = _(r"j \d\e F")
DIA_DE_LA_SEMANA = _(r"l j \d\e F \d\e Y")
HORA = _(r"H:i \h")
HORA_EXACTA = _(r"H:i:s \h")
_DURO = "\u00a0"  # que la «h» no se quede sola al empezar un renglón

# Ley de los Husos Horarios en los Estados Unidos Mexicanos (2022), art. 3.
_NOMBRES = {
    "America/Mexico_City": _("hora del centro de México"),
    "America/Monterrey": _("hora del centro de México"),
    "America/Merida": _("hora del centro de México"),
    "America/Mazatlan": _("hora del Pacífico"),
    "America/Hermosillo": _("hora del Pacífico"),
    "America/Tijuana": _("hora del noroeste"),
    "America/Cancun": _("hora del sureste"),
}


def nombre_de_zona(zona: str) -> str:
    """`America/Mexico_City` → «hora del centro de México»."""
    return str(_NOMBRES.get(zona) or gettext("hora de %(zona)s") % {"zona": zona})


def con_zona(instante: datetime) -> str:
    """«3 de abril de 2027 a las 14:00 h (hora del centro de México)», en el huso en uso."""
    local = timezone.localtime(instante)
    return gettext("%(dia)s a las %(hora)s (%(zona)s)") % {
        "dia": fecha(local, DIA),
        "hora": fecha(local, HORA),
        "zona": nombre_de_zona(timezone.get_current_timezone_name()),
    }


def dia(local: date) -> str:
    """«30 de abril de 2027»; un instante, ya en la hora del lugar."""
    return fecha(local, DIA)


@por_lengua
def fecha_y_hora(instante: datetime) -> str:
    """«30 de abril de 2027, 14:03 h»."""
    return f"{dia(timezone.localtime(instante))}, {hora(instante)}"


def fecha_y_hora_exacta(instante: datetime) -> str:
    """«30 de abril de 2027, 14:03:22 h»."""
    return f"{dia(timezone.localtime(instante))}, {hora_exacta(instante)}"


def hora(instante: datetime) -> str:
    """«14:03 h»: lo que vence hoy mismo."""
    return fecha(timezone.localtime(instante), HORA).replace(" ", _DURO)


def hora_exacta(instante: datetime) -> str:
    """«14:03:22 h»: para saber cuál de dos guardados es el último."""
    return fecha(timezone.localtime(instante), HORA_EXACTA).replace(" ", _DURO)


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
    partes = [
        (dias, ngettext("%(n)s día", "%(n)s días", dias)),
        (horas, ngettext("%(n)s hora", "%(n)s horas", horas)),
        (minutos, ngettext("%(n)s minuto", "%(n)s minutos", minutos)),
    ]
    primeras = [texto % {"n": n} for n, texto in (partes[:2] if dias else partes[1:]) if n]
    return gettext(" y ").join(primeras) or gettext("menos de un minuto")
