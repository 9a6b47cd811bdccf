"""Lo que todo lo de identidad comparte: de quién es, qué cuestionario rige, los sobres y las negativas."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied

from conoceles.comun.canonico import json_canonico
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios.definiciones import DEFINICIONES, Definicion
from conoceles.cuestionarios.integridad import Falta
from conoceles.llaves.acciones import Uso, cifrar, descifrar
from conoceles.registro.models import Candidatura

BORRADOR = "identidad:borrador"


class SinIdentidad(Exception):
    """El proceso no tiene cuestionario de identidad."""


class SinConsentimiento(Exception):
    """No ha autorizado el tratamiento de sus datos: de identidad no se guarda nada."""


class GrupoCambiado(Exception):
    """Otra ventana guardó el grupo después de que ésta se abrió; nada se escribió."""


class IdentidadIncompleta(Exception):
    """No puede enviarse todavía; `faltas` dice qué, grupo por grupo, sin repetir lo contestado."""

    def __init__(self, faltas: list[Falta]) -> None:
        super().__init__(f"Faltan {len(faltas)} respuestas por completar o corregir.")
        self.faltas = faltas


def exigir_suya(por: Usuario, candidatura: Candidatura) -> None:
    """Sólo la persona, con su propia cuenta; nadie más, tenga el permiso que tenga.

    Raises:
        PermissionDenied: si no es ella.
    """
    exigir(por, Permiso.CAPTURAR)
    if candidatura.persona.cuenta_id != por.pk:
        raise PermissionDenied("La identidad de una persona sólo la ve ella.")


def definicion_que_rige(candidatura: Candidatura) -> Definicion | None:
    """El cuestionario de identidad de su proceso; un proceso que ya concluyó no tiene."""
    proceso = candidatura.proceso
    clave = "" if proceso.es_historico else proceso.cuestionarios.get("identidad", "")
    return DEFINICIONES[clave] if clave else None


def en_sobre(dato: object, candidatura: Candidatura, contexto: str) -> bytes:
    """Cualquier cosa con forma canónica, cifrada con la llave privada de la candidatura."""
    return cifrar(json_canonico(dato), candidatura=candidatura.clave, uso=Uso.IDENTIDAD, contexto=contexto)


def del_sobre(sobre: bytes, candidatura: Candidatura, contexto: str) -> Any:
    """Lo inverso de `en_sobre`; `NoSeDescifra` si la llave ya no existe o el sobre se alteró."""
    return json.loads(descifrar(sobre, candidatura=candidatura.clave, uso=Uso.IDENTIDAD, contexto=contexto))
