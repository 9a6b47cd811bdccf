"""El formato de consentimiento expreso firmado: recibirlo y revisarlo. Cifrado siempre; lo abre `lectura`.

Las caras reciben y revisan por `publicacion.identidad`: lo que dice el papel puede cambiar lo público.
"""

from __future__ import annotations

import hashlib
import secrets

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.llaves.acciones import Uso, cifrar
from conoceles.registro.models import Candidatura

from .comun import exigir_suya
from .models import Formato

MEGAS = 10
# Tipo de contenido → cómo empieza un archivo que de veras lo es.
TIPOS = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
}


class FormatoInvalido(Exception):
    """El archivo no sirve; el mensaje dice por qué y qué hacer."""


def revisar_archivo(contenido: bytes, tipo: str) -> None:
    """Que sea lo que dice ser y quepa.

    Raises:
        FormatoInvalido: con la razón.
    """
    if not contenido:
        raise FormatoInvalido("El archivo está vacío: escanéelo o fotografíelo otra vez.")
    if len(contenido) > MEGAS * 1024 * 1024:
        raise FormatoInvalido(f"El archivo pesa más de {MEGAS} MB: escanéelo con menos calidad.")
    if tipo not in TIPOS or not contenido.startswith(TIPOS[tipo]):
        raise FormatoInvalido("El archivo no es un PDF, un JPG ni un PNG: guárdelo en uno de esos formatos.")


@transaction.atomic
def recibir(*, candidatura: Candidatura, contenido: bytes, tipo: str, via: str, por: Usuario) -> Formato:
    """Guarda cifrado el papel que subió la persona o que el personal registró del buzón. Aún no dice nada.

    Raises:
        FormatoInvalido: si el archivo no sirve.
        PermissionDenied: si lo sube quien no es la persona ni quien recibe formatos.
    """
    if via == Formato.Via.PERSONA:
        exigir_suya(por, candidatura)
    else:
        exigir(por, Permiso.RECIBIR_FORMATOS)
    if candidatura.hasta is not None:
        raise PermissionDenied("La candidatura ya terminó.")
    revisar_archivo(contenido, tipo)
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
def revisar(
    *,
    formato: Formato,
    es_valido: bool,
    tratamiento: bool | None,
    publicacion: bool | None,
    estadistica: bool | None,
    nota: str,
    por: Usuario,
) -> Formato:
    """Deja lo que Transparencia leyó en el papel. Puede corregirse; rige lo último y cada vez queda asentada.

    De uno que no es válido no se transcribe nada: las tres van vacías y la nota dice por qué.

    Raises:
        ValueError: si falta transcribir alguna manifestación o, en uno inválido, la razón.
    """
    exigir(por, Permiso.REVISAR_FORMATOS)
    leido = (tratamiento, publicacion, estadistica)
    if es_valido and None in leido:
        raise ValueError("Diga qué marcó en cada una de las tres manifestaciones.")
    if not es_valido and not nota.strip():
        raise ValueError("Diga por qué el formato no es válido.")
    formato = Formato.objects.select_for_update(of=("self",)).select_related("candidatura").get(pk=formato.pk)
    formato.es_valido, formato.nota = es_valido, nota.strip()
    formato.tratamiento, formato.publicacion, formato.estadistica = leido if es_valido else (None, None, None)
    formato.revisado_en, formato.revisado_por = timezone.now(), por.acceso
    formato.save()
    asentar(por=por, accion="formato:revisar", objeto=("candidatura", formato.candidatura.clave))
    return formato
