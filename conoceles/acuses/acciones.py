"""Emitir acuses. Se llama dentro de la transacción del acto: o quedan los dos o ninguno."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from conoceles.comun.canonico import huella
from conoceles.comun.claves import folio

from .models import Acuse

Clase = Acuse.Clase

# La primera letra del folio dice de qué es, también dictado por teléfono.
_PREFIJOS = {
    Clase.ENVIO: "C",
    Clase.CORRECCION: "C",
    Clase.CONSENTIMIENTO: "M",
    Clase.IDENTIDAD: "D",
    Clase.VALIDACION: "V",
    Clase.REQUERIMIENTO: "R",
    Clase.RECEPCION: "R",
    Clase.CONSTANCIA: "E",
}


@dataclass(frozen=True)
class Sello:
    """Lo que el acto guarda de su acuse: véase `ConAcuse`."""

    folio: str
    nonce: str
    huella: str


def sellar(contenido: object, clase: str) -> Sello:
    """Folio y nonce al azar, y la huella del contenido (cualquier cosa con forma canónica)."""
    nonce = secrets.token_hex(16)
    return Sello(folio(_PREFIJOS[Clase(clase)]), nonce, huella(contenido, sal=bytes.fromhex(nonce)))


def hacer_constar(
    sello: Sello,
    *,
    clase: str,
    candidatura: str,
    proceso: str,
    instante: datetime,
    secciones: Sequence[str] = (),
    fuera_de_plazo: bool = False,
) -> Acuse:
    """La constancia de un sello, sin guardarla; para un solo acto, `emitir`."""
    return Acuse(
        folio=sello.folio,
        clase=clase,
        proceso=proceso,
        candidatura=candidatura,
        instante=instante,
        secciones=list(secciones),
        fuera_de_plazo=fuera_de_plazo,
        huella=sello.huella,
    )


def emitir(
    contenido: object,
    *,
    clase: str,
    candidatura: str,
    proceso: str,
    instante: datetime,
    secciones: Sequence[str] = (),
    fuera_de_plazo: bool = False,
) -> Sello:
    """Sella el contenido y deja su constancia. `secciones`: los títulos de lo que abarca."""
    sello = sellar(contenido, clase)
    hacer_constar(
        sello,
        clase=clase,
        candidatura=candidatura,
        proceso=proceso,
        instante=instante,
        secciones=secciones,
        fuera_de_plazo=fuera_de_plazo,
    ).save(force_insert=True)
    return sello


def emitir_varios(constancias: Iterable[Acuse]) -> None:
    """La forma en bloque, de constancias ya armadas con `hacer_constar`."""
    Acuse.objects.bulk_create(constancias, batch_size=500)
