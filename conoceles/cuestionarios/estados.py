"""Los estados de un cuestionario y quién puede pasar de uno a otro.

La tabla se lee de corrido y se prueba entera; un botón existe porque la tabla lo dice.
La publicación NO es uno de estos estados: es un hecho aparte, de `publicacion`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices

from conoceles.cuentas.permisos import Permiso


class Estado(TextChoices):
    EN_CAPTURA = "en_captura", "En captura"
    ENVIADO = "enviado", "Enviado"
    EN_VALIDACION = "en_validacion", "En revisión"
    OBSERVADO = "observado", "Con observaciones"
    EN_CORRECCION = "en_correccion", "Corrigiendo a petición"
    CORREGIDO = "corregido", "Corregido"
    VALIDADO = "validado", "Validado"


@dataclass(frozen=True)
class Transicion:
    """Un paso permitido: el verbo, de dónde, a dónde y qué permiso exige."""

    verbo: str
    desde: frozenset[Estado]
    hacia: Estado
    permiso: Permiso


TRANSICIONES: tuple[Transicion, ...] = (
    # La persona candidata termina y envía; con observaciones, corrige y vuelve a enviar.
    Transicion("enviar", frozenset({Estado.EN_CAPTURA}), Estado.ENVIADO, Permiso.CAPTURAR),
    Transicion(
        "corregir", frozenset({Estado.OBSERVADO, Estado.EN_CORRECCION}), Estado.CORREGIDO, Permiso.CAPTURAR
    ),
    # El instituto toma lo enviado, lo devuelve con observaciones o lo valida.
    Transicion(
        "tomar",
        frozenset({Estado.ENVIADO, Estado.CORREGIDO}),
        Estado.EN_VALIDACION,
        Permiso.VALIDAR,
    ),
    Transicion("devolver", frozenset({Estado.EN_VALIDACION}), Estado.OBSERVADO, Permiso.VALIDAR),
    Transicion("validar", frozenset({Estado.EN_VALIDACION}), Estado.VALIDADO, Permiso.VALIDAR),
    # Lo validado puede reabrirse: la versión pública sigue a la vista mientras se corrige.
    Transicion("reabrir", frozenset({Estado.VALIDADO}), Estado.EN_VALIDACION, Permiso.VALIDAR),
    # Lo validado también se corrige a petición de la persona, en los apartados que se le concedan.
    Transicion("conceder", frozenset({Estado.VALIDADO}), Estado.EN_CORRECCION, Permiso.VALIDAR),
    Transicion("desistir", frozenset({Estado.EN_CORRECCION}), Estado.VALIDADO, Permiso.CAPTURAR),
)

_POR_VERBO = {transicion.verbo: transicion for transicion in TRANSICIONES}


class TransicionInvalida(Exception):
    """El verbo no vale desde el estado actual. El mensaje dice ambos."""


def transicion(verbo: str) -> Transicion:
    return _POR_VERBO[verbo]


def puede(verbo: str, estado: str) -> bool:
    """¿Existe el botón?"""
    return Estado(estado) in _POR_VERBO[verbo].desde


def aplicar(verbo: str, estado: str) -> Estado:
    """El estado que sigue.

    Raises:
        TransicionInvalida: si la tabla no lo permite.
    """
    paso = _POR_VERBO[verbo]
    if Estado(estado) not in paso.desde:
        raise TransicionInvalida(f"No se puede {verbo}: el cuestionario está «{Estado(estado).label}».")
    return paso.hacia
