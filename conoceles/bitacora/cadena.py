"""Recorrer la cadena: dice el primer eslabón que no cuadra."""

from .acciones import huella_de
from .models import Asiento, Cabeza

CERO = "0" * 64


def primer_defecto() -> str | None:
    """`None` si la cadena está entera; si no, una frase con el renglón y lo que falla.

    Detecta cambios, huecos, reordenamientos y una cola cortada (la cabeza dice hasta dónde llega).
    """
    anterior, secuencia = CERO, 0
    for asiento in Asiento.objects.order_by("secuencia").iterator(chunk_size=2000):
        secuencia += 1
        if asiento.secuencia != secuencia:
            return f"Falta el renglón {secuencia} de la bitácora."
        if asiento.huella_anterior != anterior:
            return f"El renglón {secuencia} no continúa al anterior."
        if huella_de(asiento) != asiento.huella:
            return f"El renglón {secuencia} fue alterado."
        anterior = asiento.huella
    cabeza = Cabeza.objects.get(pk=1)
    if (cabeza.secuencia, cabeza.huella) != (secuencia, anterior):
        return f"La bitácora llega al renglón {secuencia} y su cabeza dice {cabeza.secuencia}: falta la cola."
    return None
