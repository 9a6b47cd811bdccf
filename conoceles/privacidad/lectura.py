"""Leer lo de identidad: cada función dice quién puede. Nada de aquí escribe."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.storage import storages

from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.llaves.acciones import Uso, descifrar
from conoceles.registro.models import Candidatura

from .comun import BORRADOR, del_sobre, exigir_suya
from .contenido import Contenido
from .models import Consentimiento, EnvioDeIdentidad, Formato, Identidad
from .visibilidad import ampara


@dataclass(frozen=True)
class Borrador:
    """Lo que la persona lleva contestado. Sin guardar nada, está vacío y su revisión es 0."""

    respuestas: dict[str, Any] = field(default_factory=dict)
    publicar: frozenset[str] = frozenset()
    grupos_vistos: tuple[str, ...] = ()
    revision: int = 0
    guardada_en: datetime | None = None


def consentimiento_vigente(candidatura: Candidatura) -> Consentimiento | None:
    """La última manifestación; `None` si aún no contesta. No dice nada de identidad: sólo qué se autorizó."""
    return candidatura.consentimientos.order_by("numero").last()


def borrador(candidatura: Candidatura, *, por: Usuario) -> Borrador:
    """Lo guardado sin enviar; sólo la propia persona.

    Raises:
        PermissionDenied: si `por` no es ella.
        NoSeDescifra: si la llave se destruyó o el sobre se alteró.
    """
    exigir_suya(por, candidatura)
    identidad = Identidad.objects.filter(candidatura=candidatura).first()
    if identidad is None:
        return Borrador()
    contenido = contenido_del_borrador(identidad, candidatura)
    return Borrador(
        contenido.respuestas,
        contenido.publicar,
        tuple(identidad.grupos_vistos),
        identidad.revision,
        identidad.guardada_en,
    )


def contenido_del_borrador(identidad: Identidad, candidatura: Candidatura) -> Contenido:
    """El sobre del borrador, abierto. Para los verbos: no mira quién pregunta."""
    return Contenido.de(del_sobre(bytes(identidad.sobre), candidatura, BORRADOR))


def ultimo_envio(
    candidatura: Candidatura, *, por: Usuario
) -> tuple[EnvioDeIdentidad, dict[str, Any], str] | None:
    """El envío vigente con su contenido y su nonce; sólo la propia persona. `None` si no hay o se suprimió.

    Raises:
        PermissionDenied: si `por` no es ella.
        NoSeDescifra: si la llave se destruyó o el sobre se alteró.
    """
    exigir_suya(por, candidatura)
    envio = envio_vigente(candidatura)
    return (envio, *abrir_envio(envio, candidatura)) if envio else None


def envio_con_folio(folio: str, *, por: Usuario) -> tuple[EnvioDeIdentidad, dict[str, Any], str] | None:
    """El envío de ese acuse con su contenido y su nonce; sólo la propia persona. `None` si se suprimió.

    Raises:
        PermissionDenied, NoSeDescifra: como en `ultimo_envio`.
    """
    envio = EnvioDeIdentidad.objects.select_related("candidatura__persona").get(folio=folio)
    exigir_suya(por, envio.candidatura)
    return (envio, *abrir_envio(envio, envio.candidatura)) if envio.sobre is not None else None


def envio_vigente(candidatura: Candidatura) -> EnvioDeIdentidad | None:
    """El último envío, si aún conserva su contenido."""
    envio = candidatura.envios_de_identidad.order_by("numero").last()
    return envio if envio and envio.sobre is not None else None


def abrir_envio(envio: EnvioDeIdentidad, candidatura: Candidatura) -> tuple[dict[str, Any], str]:
    """(contenido, nonce) de un envío que no se ha suprimido. Para los verbos: no mira quién pregunta."""
    assert envio.sobre is not None  # noqa: S101 (lo miró quien llama)
    dato = del_sobre(bytes(envio.sobre), candidatura, contexto_de_envio(envio.numero))
    return dato["contenido"], dato["nonce"]


def contexto_de_envio(numero: int) -> str:
    return f"identidad:envio:{numero}"


def formato_que_rige(candidatura: Candidatura) -> Formato | None:
    """De los que Transparencia ya revisó: uno sin revisar todavía no dice nada."""
    return candidatura.formatos.por_peso().last()


def formato_coincide(formato: Formato | None, consentimiento: Consentimiento) -> bool:
    """¿El papel es válido y ampara lo que dice la pantalla? Sin papel revisado, no."""
    return bool(formato and formato.es_valido and ampara(formato, consentimiento))


def abrir_formato(formato: Formato, *, por: Usuario) -> bytes:
    """El papel firmado tal como llegó; sólo la persona y Transparencia.

    Raises:
        PermissionDenied: si es cualquier otra.
        NoSeDescifra: si la llave se destruyó o el archivo se alteró.
    """
    candidatura = formato.candidatura
    if not por.puede(Permiso.REVISAR_FORMATOS):
        exigir_suya(por, candidatura)
    with storages["privado"].open(formato.archivo) as archivo:
        sobre = archivo.read()
    return descifrar(sobre, candidatura=candidatura.clave, uso=Uso.PRIVADO, contexto=formato.archivo)
