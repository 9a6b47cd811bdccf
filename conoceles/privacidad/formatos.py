"""El formato de consentimiento expreso firmado: recibirlo, abrirlo y revisarlo. Cifrado siempre.

Las caras reciben y revisan por `publicacion.identidad`: lo que dice el papel puede cambiar lo público.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.comun.escaneos import reconocer
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.llaves.acciones import NoSeDescifra, Uso, cifrar
from conoceles.registro.models import Candidatura

from . import lectura
from .comun import exigir_suya
from .models import Consentimiento, Formato


class Situacion(Enum):
    """En qué va el papel firmado de una candidatura, frente a lo que decidió en la pantalla."""

    FALTA = "Falta"
    EN_REVISION = "Por revisar"
    NO_VALIDO = "No es válido"
    SIN_DECISION = "Sin decisión en pantalla"
    NO_COINCIDE = "No coincide"
    COINCIDE = "Coincide"


@dataclass(frozen=True)
class Leido:
    """Lo que Transparencia leyó en el papel. De uno que no es válido, sólo por qué."""

    es_valido: bool
    tratamiento: bool | None = None
    publicacion: bool | None = None
    estadistica: bool | None = None
    nota: str = ""

    @property
    def manifestado(self) -> tuple[bool | None, bool | None, bool | None]:
        return (self.tratamiento, self.publicacion, self.estadistica)


def situacion(formato: Formato | None, consentimiento: Consentimiento | None) -> Situacion:
    """La de un papel. No la guarda nadie: cambia sola si la persona decide otra cosa en la pantalla."""
    if formato is None:
        return Situacion.FALTA
    if formato.revisado_en is None:
        return Situacion.EN_REVISION
    if not formato.es_valido:
        return Situacion.NO_VALIDO
    if consentimiento is None:
        return Situacion.SIN_DECISION
    coincide = lectura.formato_coincide(formato, consentimiento)
    return Situacion.COINCIDE if coincide else Situacion.NO_COINCIDE


@transaction.atomic
def recibir(*, candidatura: Candidatura, contenido: bytes, via: str, por: Usuario) -> Formato:
    """Guarda cifrado el papel que subió la persona o que el personal registró del buzón. Aún no dice nada.

    Raises:
        EscaneoInvalido: si el archivo no sirve.
        PermissionDenied: si lo sube quien no es la persona ni quien recibe formatos.
    """
    if via == Formato.Via.PERSONA:
        exigir_suya(por, candidatura)
    else:
        exigir(por, Permiso.RECIBIR_FORMATOS)
    if candidatura.hasta is not None:
        raise PermissionDenied("La candidatura ya terminó.")
    tipo = reconocer(contenido)
    ruta = f"formatos/{secrets.token_hex(16)}"
    sobre = cifrar(contenido, candidatura=candidatura.clave, uso=Uso.PRIVADO, contexto=ruta)
    formato = Formato.objects.create(
        candidatura=candidatura,
        archivo=ruta,
        tipo_de_contenido=tipo,
        huella=hashlib.sha256(sobre).hexdigest(),
        via=via,
        por=por.acceso,
    )
    asentar(por=por, accion="formato:recibir", objeto=("candidatura", candidatura.clave), via=str(via))
    storages["privado"].save(ruta, ContentFile(sobre))
    return formato


@transaction.atomic
def abrir(*, formato: Formato, por: Usuario) -> bytes:
    """El papel tal como llegó. Que Transparencia lo leyó queda asentado; que la persona vio el suyo, no.

    Raises:
        PermissionDenied, NoSeDescifra: como `lectura.abrir_formato`; tampoco se lee si el archivo ya no está.
    """
    try:
        contenido = lectura.abrir_formato(formato, por=por)
    except FileNotFoundError:
        raise NoSeDescifra("El archivo ya no está en el almacén.") from None
    if formato.candidatura.persona.cuenta_id != por.pk:
        asentar(por=por, accion="formato:abrir", objeto=("candidatura", formato.candidatura.clave))
    return contenido


@transaction.atomic
def revisar(*, formato: Formato, leido: Leido, por: Usuario) -> Formato:
    """Guarda lo leído. Puede corregirse; rige lo último y cada vez queda asentada.

    De uno que no es válido no se transcribe nada: las tres van vacías y la nota dice por qué.

    Raises:
        ValueError: si falta transcribir alguna manifestación o, en uno inválido, la razón.
    """
    exigir(por, Permiso.REVISAR_FORMATOS)
    if leido.es_valido and None in leido.manifestado:
        raise ValueError("Diga qué marcó en cada una de las tres manifestaciones.")
    if not leido.es_valido and not leido.nota.strip():
        raise ValueError("Diga por qué el formato no es válido.")
    formato = Formato.objects.select_for_update(of=("self",)).select_related("candidatura").get(pk=formato.pk)
    formato.es_valido, formato.nota = leido.es_valido, leido.nota.strip()
    formato.tratamiento, formato.publicacion, formato.estadistica = (
        leido.manifestado if leido.es_valido else (None, None, None)
    )
    formato.revisado_en, formato.revisado_por = timezone.now(), por.acceso
    formato.save()
    asentar(
        por=por,
        accion="formato:revisar",
        objeto=("candidatura", formato.candidatura.clave),
        formato=formato.pk,
        huella=formato.huella_de_lo_leido,
    )
    return formato
