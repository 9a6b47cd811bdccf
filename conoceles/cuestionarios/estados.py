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
    """Un paso permitido: el verbo, de dónde, a dónde, qué permiso exige y qué significa, dicho en una frase."""

    verbo: str
    desde: frozenset[Estado]
    hacia: Estado
    permiso: Permiso
    significa: str


def _paso(verbo: str, *desde: Estado, a: Estado, permiso: Permiso, significa: str) -> Transicion:
    return Transicion(verbo, frozenset(desde), a, permiso, significa)


E = Estado
LA_PERSONA, QUIEN_VALIDA = Permiso.CAPTURAR, Permiso.VALIDAR

# La misma tabla, para leerse fuera del código: docs/estados.md.
TRANSICIONES: tuple[Transicion, ...] = (
    _paso(
        "enviar", E.EN_CAPTURA, a=E.ENVIADO, permiso=LA_PERSONA,
        significa="La persona candidata termina y entrega su cuestionario; recibe un acuse.",
    ),
    _paso(
        "tomar", E.ENVIADO, E.CORREGIDO, a=E.EN_VALIDACION, permiso=QUIEN_VALIDA,
        significa="Alguien del Instituto empieza a revisar lo entregado.",
    ),
    _paso(
        "devolver", E.EN_VALIDACION, a=E.OBSERVADO, permiso=QUIEN_VALIDA,
        significa="El Instituto pide corregir lo que observó, con su motivo y su plazo.",
    ),
    _paso(
        "corregir", E.OBSERVADO, E.EN_CORRECCION, a=E.CORREGIDO, permiso=LA_PERSONA,
        significa="La persona entrega su corrección, pedida por el Instituto o por ella; recibe otro acuse.",
    ),
    _paso(
        "validar", E.EN_VALIDACION, a=E.VALIDADO, permiso=QUIEN_VALIDA,
        significa="El Instituto da por buena la última entrega; desde entonces puede publicarse.",
    ),
    _paso(
        "reabrir", E.VALIDADO, a=E.EN_VALIDACION, permiso=QUIEN_VALIDA,
        significa="El Instituto vuelve a revisar lo que ya había validado; lo que se muestra no cambia.",
    ),
    _paso(
        "conceder", E.VALIDADO, a=E.EN_CORRECCION, permiso=QUIEN_VALIDA,
        significa="El Instituto abre, a petición de la persona, las secciones que le concede corregir.",
    ),
    _paso(
        "desistir", E.EN_CORRECCION, a=E.VALIDADO, permiso=LA_PERSONA,
        significa="La persona deja su corrección, o se le acaba el plazo; queda lo que ya estaba validado.",
    ),
)  # fmt: skip

# Lo último que envió está validado: puede publicarse, también mientras corrige por su voluntad.
# De cada uno nace un envío con su acuse: en ese orden se numeran.
ACTOS_DE_ENVIO = ("cuestionario:enviar", "cuestionario:corregir")
CON_ENVIO_VALIDADO = frozenset({Estado.VALIDADO, Estado.EN_CORRECCION})

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
