"""Recorrer la cadena: dice el primer eslabón que no cuadra."""

from .acciones import huella_de
from .models import Asiento, Cabeza

CERO = "0" * 64
# Lo que lanza un renglón que alguien escribió por fuera: un decimal en el detalle, un instante que no lo es…
_ILEGIBLE = (ValueError, TypeError, AttributeError, OverflowError, RecursionError)


def primer_defecto() -> str | None:
    """`None` si la cadena está entera; si no, una frase con el renglón y lo que falla.

    Detecta cambios, huecos, reordenamientos y una cola cortada (la cabeza dice hasta dónde llega).
    """
    anterior, buenos = CERO, 0
    try:
        for asiento in Asiento.objects.order_by("secuencia").iterator(chunk_size=2000):
            if defecto := _defecto(asiento, buenos + 1, anterior):
                return defecto
            anterior, buenos = asiento.huella, buenos + 1
    except _ILEGIBLE:
        return _uno_por_uno(buenos + 1, anterior)
    cabeza = Cabeza.objects.filter(pk=1).first()
    if cabeza is None:
        return f"La bitácora llega al renglón {buenos} y falta su cabeza, que dice hasta dónde debe llegar."
    if (cabeza.secuencia, cabeza.huella) != (buenos, anterior):
        return f"La bitácora llega al renglón {buenos} y su cabeza dice {cabeza.secuencia}: falta la cola."
    return None


def _uno_por_uno(secuencia: int, anterior: str) -> str:
    """Cuál es el renglón que no se deja leer: la base los entrega por tandas y la tanda entera falla."""
    while True:
        try:
            asiento = Asiento.objects.filter(secuencia=secuencia).first()
            if asiento is None:
                return f"Falta el renglón {secuencia} de la bitácora."
            if defecto := _defecto(asiento, secuencia, anterior):
                return defecto
        except _ILEGIBLE:
            return f"El renglón {secuencia} no se puede leer: fue alterado."
        anterior, secuencia = asiento.huella, secuencia + 1


def _defecto(asiento: Asiento, secuencia: int, anterior: str) -> str | None:
    if asiento.secuencia != secuencia:
        return f"Falta el renglón {secuencia} de la bitácora."
    if asiento.huella_anterior != anterior:
        return f"El renglón {secuencia} no continúa al anterior."
    if huella_de(asiento) != asiento.huella:
        return f"El renglón {secuencia} fue alterado."
    return None
