"""La fotografía: la respuesta de la sección `foto`, sus archivos y, hasta la validación, el original cifrado."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from conoceles.comun import fotos
from conoceles.comun.almacen import soltar_lo_cortado
from conoceles.comun.encuadres import CENTRADO, Encuadre
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, Retrato
from conoceles.llaves.acciones import NoSeDescifra, Uso, cifrar, descifrar
from conoceles.registro.models import Candidatura

from .borradores import guardar_seccion
from .comun import tomar_candado

ORIGINALES = "originales"
GRACIA = timedelta(hours=1)  # lo que tarda en confirmarse, de sobra, lo que acaba de subirse


class SinOriginal(Exception):
    """Lo que se subió ya no se conserva: para cambiar el encuadre hay que subir la foto otra vez."""


@transaction.atomic
def guardar_foto(
    *,
    cuestionario: Cuestionario,
    retrato: fotos.Retrato,
    por: Usuario,
    sesion: str = "",
    revision: int | None = None,
    original: bytes = b"",
    encuadre: Encuadre = CENTRADO,
) -> Retrato:
    """Guarda un retrato ya limpio (`comun.fotos.procesar`) y lo pone como respuesta de la sección `foto`.

    `original`: lo que se subió, si es una foto nueva; se cifra y sustituye al anterior. Sin él, el retrato
    es otro `encuadre` del original que ya se conserva.

    Raises:
        SeccionCerrada: si el estado no permite cambiarla; entonces no queda ningún archivo.
        SeccionCambiada: si otra ventana la cambió mientras tanto.
    """
    cuestionario = tomar_candado(cuestionario)
    candidatura, anterior = cuestionario.candidatura, en_uso(cuestionario)
    guardar_seccion(
        cuestionario=cuestionario,
        seccion="foto",
        valores={"foto": retrato.huella},
        por=por,
        sesion=sesion,
        revision=revision,
    )
    ruta = _guardar_original(candidatura, original) if original else (anterior.original if anterior else "")
    soltar_originales(candidatura, salvo=ruta)
    fila, _ = Retrato.objects.update_or_create(
        candidatura=candidatura,
        huella=retrato.huella,
        defaults={
            "huella_perceptual": retrato.huella_perceptual,
            "original": ruta,
            "encuadre": {**asdict(encuadre), "medida": retrato.medida},
        },
    )
    _guardar_archivos(retrato)
    return fila


@transaction.atomic
def quitar_foto(
    *, cuestionario: Cuestionario, por: Usuario, sesion: str = "", revision: int | None = None
) -> None:
    """Deja la sección sin fotografía y olvida el original.

    Raises:
        SeccionCerrada: si el estado no permite cambiarla.
        SeccionCambiada: si otra ventana puso mientras tanto otra foto.
    """
    guardar_seccion(
        cuestionario=cuestionario,
        seccion="foto",
        valores={"foto": ""},
        por=por,
        sesion=sesion,
        revision=revision,
    )
    soltar_originales(cuestionario.candidatura)


def en_uso(cuestionario: Cuestionario) -> Retrato | None:
    """El retrato que es hoy la respuesta de la sección `foto`."""
    huella = cuestionario.respuestas.filter(pregunta="foto").values_list("valor", flat=True).first()
    return (
        Retrato.objects.filter(candidatura=cuestionario.candidatura, huella=huella).first()
        if huella
        else None
    )


def leer_original(retrato: Retrato) -> bytes:
    """Los bytes que la persona subió, para encuadrarlos otra vez.

    Raises:
        SinOriginal: si ya no se conservan.
    """
    if not retrato.original:
        raise SinOriginal
    try:
        with storages["privado"].open(retrato.original) as archivo:
            return descifrar(
                archivo.read(),
                candidatura=retrato.candidatura.clave,
                uso=Uso.PRIVADO,
                contexto=retrato.original,
            )
    except (FileNotFoundError, NoSeDescifra):
        raise SinOriginal from None


def soltar_originales(candidatura: Candidatura, *, salvo: str = "") -> None:
    """Ningún retrato nombra ya un original; sus archivos, menos `salvo`, se borran cuando el cambio es firme.

    Se llama al cambiar la foto y al validar: entonces lo publicable ya está hecho y lo que se subió no hace
    falta a nadie.
    """
    conservados = candidatura.retratos.exclude(original="")
    rutas = set(conservados.values_list("original", flat=True)) - {salvo}
    conservados.update(original="")
    for ruta in rutas:
        transaction.on_commit(partial(storages["privado"].delete, ruta))


@transaction.atomic
def depurar_originales() -> int:
    """Borra los originales que ya no hacen falta y lo que quedó suelto; devuelve cuántos archivos.

    Sueltos: los que ningún retrato nombra (una subida que no se confirmó) y los de candidaturas que
    terminaron o cuyo cuestionario ya se validó.
    """
    conservados = Retrato.objects.exclude(original="")
    conservados.exclude(candidatura__hasta=None).update(original="")
    conservados.filter(
        candidatura__cuestionarios__tipo=Cuestionario.Tipo.CURRICULAR,
        candidatura__cuestionarios__estado=Estado.VALIDADO,
    ).update(original="")
    almacen, limite = storages["privado"], timezone.now() - GRACIA
    nombrados = set(Retrato.objects.exclude(original="").values_list("original", flat=True))
    archivos = almacen.listdir(ORIGINALES)[1] if almacen.exists(ORIGINALES) else []
    rutas = {f"{ORIGINALES}/{nombre}" for nombre in archivos} - nombrados
    sueltos = [ruta for ruta in rutas if almacen.get_modified_time(ruta) < limite]
    for ruta in sueltos:
        almacen.delete(ruta)
    return len(sueltos) + soltar_lo_cortado(anteriores_a=limite)


def _guardar_original(candidatura: Candidatura, contenido: bytes) -> str:
    """Cifrado con la llave de la candidatura, bajo un nombre que no dice de quién es."""
    ruta = f"{ORIGINALES}/{secrets.token_hex(16)}"
    cifrado = cifrar(contenido, candidatura=candidatura.clave, uso=Uso.PRIVADO, contexto=ruta)
    return storages["privado"].save(ruta, ContentFile(cifrado))


def _guardar_archivos(retrato: fotos.Retrato) -> None:
    almacen = storages["privado"]
    for nombre, contenido in retrato.archivos.items():
        ruta = f"retratos/{retrato.huella}/{nombre}"
        if not almacen.exists(ruta):
            almacen.save(ruta, ContentFile(contenido))
