"""Cuántas veces se puede intentar cada cosa, y por qué esos números.

Por cuenta: diez errores por hora hacen inútil adivinar. Por conexión: muchas más, porque detrás de una
misma dirección puede haber cientos de personas (los operadores móviles comparten direcciones).
"""

from __future__ import annotations

from django.http import HttpRequest

from conoceles.comun.limites import Limite, ocupar

from .origen import conexion_de

HORA = 60 * 60
ENTRAR_POR_CUENTA = Limite("entrar-cuenta", 10, HORA)
ENTRAR_POR_CONEXION = Limite("entrar-conexion", 400, HORA // 4)
RECUPERAR_POR_CUENTA = Limite("recuperar-cuenta", 5, HORA)
RECUPERAR_POR_CONEXION = Limite("recuperar-conexion", 300, HORA // 4)
ENLACE_POR_TOKEN = Limite("enlace-token", 30, HORA)
ENLACE_POR_CONEXION = Limite("enlace-conexion", 400, HORA // 4)
CAMBIAR_POR_CUENTA = Limite("cambiar-cuenta", 10, HORA)
SEGUNDO_FACTOR = Limite("segundo-factor", 10, HORA)
CODIGO_USADO = Limite("codigo-usado", 1, 150)  # más de lo que dura un código, con su tolerancia
LLAVE_POR_CONEXION = Limite("llave-conexion", 400, HORA // 4)


def ocupar_ambos(request: HttpRequest, cuenta: Limite, quien: str, conexion: Limite) -> tuple[str, str]:
    """Un lugar de cada límite; `DemasiadosIntentos` si falta en cualquiera."""
    return ocupar(cuenta, quien), ocupar(conexion, conexion_de(request))
