"""Poner la fotografía: la respuesta de la sección `foto` y sus archivos en el almacén privado."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from conoceles.comun import fotos
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.models import Cuestionario, Retrato

from .borradores import guardar_seccion


@transaction.atomic
def guardar_foto(
    *,
    cuestionario: Cuestionario,
    retrato: fotos.Retrato,
    por: Usuario,
    sesion: str = "",
) -> Retrato:
    """Guarda un retrato ya limpio (`comun.fotos.procesar`) y lo pone como respuesta de la sección `foto`.

    Raises:
        SeccionCerrada: si el estado no permite cambiarla; entonces no queda ningún archivo.
    """
    guardar_seccion(
        cuestionario=cuestionario,
        seccion="foto",
        valores={"foto": retrato.huella},
        por=por,
        sesion=sesion,
    )
    fila, _ = Retrato.objects.get_or_create(
        candidatura=cuestionario.candidatura,
        huella=retrato.huella,
        defaults={"huella_perceptual": retrato.huella_perceptual},
    )
    almacen = storages["privado"]
    for nombre, contenido in retrato.archivos.items():
        ruta = f"retratos/{retrato.huella}/{nombre}"
        if not almacen.exists(ruta):
            almacen.save(ruta, ContentFile(contenido))
    return fila
