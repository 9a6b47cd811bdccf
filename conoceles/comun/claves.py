"""Identificadores que nadie adivina: los de las direcciones y los que una persona dicta por teléfono."""

import secrets

# Sin vocales (no forman palabras) y sin 0/o, 1/l, que se confunden: 27 signos, 4.75 bits cada uno.
ALFABETO_OPACO = "bcdfghjkmnpqrstvwxz23456789"
LARGO_MINIMO = 10

# Alfabeto de Crockford: 32 signos, sin I, L, O ni U.
ALFABETO_FOLIO = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CONFUSIONES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_AL_AZAR = 12  # 60 bits
_CUERPO = _AL_AZAR + 1  # y el signo de control


def clave_opaca(largo: int = LARGO_MINIMO) -> str:
    """Clave al azar en minúsculas para direcciones; con 10 signos, 47 bits."""
    if largo < LARGO_MINIMO:
        raise ValueError(f"Con menos de {LARGO_MINIMO} signos la clave se puede adivinar.")
    return "".join(secrets.choice(ALFABETO_OPACO) for _ in range(largo))


def _control(signos: str) -> str:
    """Signo que hace cero el polinomio de `signos` en GF(32): delata todo signo cambiado y todo par trocado."""
    resto = 0
    for signo in signos:
        resto = _por_alfa(resto ^ ALFABETO_FOLIO.index(signo))
    return ALFABETO_FOLIO[resto]


def _por_alfa(valor: int) -> int:
    doble = valor << 1
    return doble ^ 0b100101 if doble & 0b100000 else doble  # módulo x⁵ + x² + 1, primitivo


def folio(prefijo: str) -> str:
    """Folio como «A-7KQ2-M9XD-4TRWC»: prefijo, 60 bits al azar y un signo de control.

    `prefijo`: de 1 a 3 signos del alfabeto de Crockford, en mayúsculas.
    """
    if not 1 <= len(prefijo) <= 3 or not set(prefijo) <= set(ALFABETO_FOLIO):
        raise ValueError("El prefijo lleva de uno a tres signos, mayúsculas o cifras, sin I, L, O ni U.")
    azar = "".join(secrets.choice(ALFABETO_FOLIO) for _ in range(_AL_AZAR))
    return _con_guiones(prefijo + azar + _control(prefijo + azar))


def _con_guiones(signos: str) -> str:
    prefijo, cuerpo = signos[:-_CUERPO], signos[-_CUERPO:]
    return f"{prefijo}-{cuerpo[:4]}-{cuerpo[4:8]}-{cuerpo[8:]}"


def folio_canonico(texto: str) -> str | None:
    """El folio como se guarda, o `None` si tiene una errata.

    Tolera minúsculas, espacios, guiones de más o de menos y las letras que se confunden con cifras.
    """
    signos = "".join(c for c in texto.upper() if not c.isspace() and c not in "-–—.").translate(_CONFUSIONES)
    if not _CUERPO < len(signos) <= _CUERPO + 3 or not set(signos) <= set(ALFABETO_FOLIO):
        return None
    return _con_guiones(signos) if _control(signos[:-1]) == signos[-1] else None
