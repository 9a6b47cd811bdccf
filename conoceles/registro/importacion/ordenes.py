"""Lo que comparten las órdenes que importan un archivo: de qué proceso, qué trae y cómo se dice en la terminal."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from conoceles.calendario.models import Proceso

from .informe import Hallazgo

MUESTRA = 40  # los renglones que caben en una terminal; la cuenta de arriba sí es entera


def proceso_de(clave: str | None) -> Proceso:
    """El que se pide o el vigente; si no lo hay, cuáles hay."""
    try:
        return Proceso.objects.get(clave=clave) if clave else Proceso.objects.vigente()
    except Proceso.DoesNotExist as error:
        hay = ", ".join(Proceso.objects.values_list("clave", flat=True)) or "ninguno"
        raise CommandError(f"No hay un proceso «{clave}». Cargados: {hay}.") from error
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error


def contenido_de(archivo: Path) -> bytes:
    try:
        return archivo.read_bytes()
    except OSError as error:
        raise CommandError(f"No se puede abrir {archivo}: {por_que(error)}.") from error


def por_que(error: OSError) -> str:
    """El motivo del sistema, en español."""
    motivos = (
        (FileNotFoundError, "no existe"),
        (IsADirectoryError, "es una carpeta"),
        (NotADirectoryError, "parte de esa ruta no es una carpeta"),
        (PermissionError, "no hay permiso"),
    )
    return next((motivo for clase, motivo in motivos if isinstance(error, clase)), "el sistema no lo permite")


def cifra(rotulo: str, cuantas: int) -> str:
    return f"  {rotulo:<42}{cuantas:>8,}"


def renglon(hallazgo: Hallazgo) -> str:
    """En qué celda, qué dice y por qué no sirve."""
    fila = f"fila {hallazgo.fila}" if hallazgo.fila else ""
    lugar = " · ".join(filter(None, (hallazgo.hoja, fila, hallazgo.columna)))
    valor = f"«{hallazgo.valor}»: " if hallazgo.valor else ""
    return f"  {lugar or 'archivo'}: {valor}{hallazgo.motivo}"
