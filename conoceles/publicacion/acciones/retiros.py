"""Dejar de mostrar lo publicado y volver a mostrarlo: la ficha entera o un apartado."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.cuestionarios.estados import CON_ENVIO_VALIDADO
from conoceles.cuestionarios.models import Cuestionario
from conoceles.publicacion.constructor import iso
from conoceles.publicacion.models import Ficha, VistoBueno
from conoceles.registro.models import Candidatura

from .comun import NoPublicable, con_motivo, ficha_en
from .documentos import al_corriente


@transaction.atomic
def retirar(*, candidatura: Candidatura, motivo: str, por: Usuario | None) -> None:
    """Deja de mostrar las respuestas; la ficha dice que el Instituto las retiró, cuándo y por qué.

    Raises:
        NoPublicable: si no está publicada.
        ValueError: si falta el motivo.
    """
    exigir(por, Permiso.PUBLICAR)
    _retirar(candidatura, con_motivo(motivo), por, "ficha:retirar")


@transaction.atomic
def ocultar(*, candidatura: Candidatura, motivo: str, por: Usuario, seccion: str = "") -> VistoBueno:
    """Primero la seguridad: una sola persona, de quienes validan o publican, oculta en el acto la ficha o un apartado.

    Queda por revisar: otra persona dice después si sigue oculto o vuelve a mostrarse.

    Raises:
        NoPublicable: si no está publicada.
        ValueError: si falta el motivo o el apartado no existe.
    """
    _exigir_alguno(por, Permiso.PUBLICAR, Permiso.VALIDAR)
    motivo = con_motivo(motivo)
    if seccion:
        pausar(candidatura=candidatura, seccion=seccion, motivo=motivo, por=por)
    else:
        _retirar(candidatura, motivo, por, "ficha:ocultar")
    visto, _ = _por_revisar(candidatura).get_or_create(
        clase=VistoBueno.Clase.OCULTAR,
        clave=candidatura.clave,
        defaults={
            "proceso": candidatura.proceso.clave,
            "datos": {"secciones": []},
            "motivo": motivo,
            "propuesto_por": por.acceso,
        },
    )
    visto.datos = {"secciones": sorted({*visto.datos["secciones"], seccion})}
    visto.save(update_fields=["datos"])
    return visto


def _por_revisar(candidatura: Candidatura) -> QuerySet[VistoBueno]:
    return VistoBueno.objects.filter(
        clave=candidatura.clave, clase=VistoBueno.Clase.OCULTAR, resuelto_en=None
    )


def _exigir_revisado(candidatura: Candidatura, seccion: str = "") -> None:
    """Lo ocultado de urgencia sólo vuelve si la revisión no lo sostiene. `seccion` vacía: la ficha entera."""
    if any(seccion in visto.datos["secciones"] for visto in _por_revisar(candidatura)):
        raise NoPublicable("Se ocultó de urgencia: vuelve a mostrarse cuando otra persona lo revise.")


@transaction.atomic
def mostrar_de_nuevo(*, candidatura: Candidatura, visto: VistoBueno, por: Usuario) -> None:
    """Deshace un ocultamiento que la revisión (ya resuelta) no sostuvo; lo que ya volvió a mostrarse queda así.

    Si entretanto se validó una versión corregida, se publica ésa en vez de volver a mostrar la anterior.
    """
    ficha = ficha_en(candidatura, Ficha.Estado.PUBLICADA, Ficha.Estado.RETIRADA)
    esta_oculta = ficha.estado == Ficha.Estado.RETIRADA and not _hay_corregida(candidatura, ficha)
    if "" in visto.datos["secciones"] and esta_oculta:
        restablecer(candidatura=candidatura, por=por)
    for seccion in filter(None, visto.datos["secciones"]):
        reanudar(candidatura=candidatura, seccion=seccion, por=por)


def _retirar(candidatura: Candidatura, motivo: str, por: Usuario | None, accion: str) -> None:
    ficha = ficha_en(candidatura, Ficha.Estado.PUBLICADA)
    ficha.estado, ficha.retirada_en, ficha.motivo_de_retiro = Ficha.Estado.RETIRADA, timezone.now(), motivo
    al_corriente([candidatura], por=por, fichas={ficha.clave: ficha})
    asentar(por=por, accion=accion, objeto=("candidatura", candidatura.clave))


@transaction.atomic
def restablecer(*, candidatura: Candidatura, por: Usuario | None) -> None:
    """Vuelve a mostrar lo que se retiró, tal como estaba.

    Raises:
        NoPublicable: si no está retirada, si nadie ha revisado por qué se ocultó de urgencia, o si ya se validó
            una versión corregida de lo que se retiró.
    """
    exigir(por, Permiso.PUBLICAR)
    ficha = ficha_en(candidatura, Ficha.Estado.RETIRADA)
    _exigir_revisado(candidatura)
    if _hay_corregida(candidatura, ficha):
        raise NoPublicable("Hay una versión corregida y validada: publíquela.")
    ficha.estado, ficha.retirada_en, ficha.motivo_de_retiro = Ficha.Estado.PUBLICADA, None, ""
    al_corriente([candidatura], por=por, fichas={ficha.clave: ficha})
    asentar(por=por, accion="ficha:restablecer", objeto=("candidatura", candidatura.clave))


def _hay_corregida(candidatura: Candidatura, ficha: Ficha) -> bool:
    cuestionario = Cuestionario.objects.curriculares().filter(candidatura=candidatura).first()
    return cuestionario is not None and hay_version_por_publicar(cuestionario, ficha)


def hay_version_por_publicar(cuestionario: Cuestionario, ficha: Ficha) -> bool:
    """¿Lo último que se validó es otra cosa que lo que la ficha muestra (o mostraba antes de retirarse)?"""
    if cuestionario.estado not in CON_ENVIO_VALIDADO:
        return False
    return cuestionario.envios.latest("numero").numero != ficha.envio_publicado


# --- Un apartado ------------------------------------------------------------------------------------------


@transaction.atomic
def pausar(*, candidatura: Candidatura, seccion: str, motivo: str, por: Usuario | None) -> None:
    """Deja de mostrar un apartado de lo publicado; lo demás sigue a la vista. Para toda la ficha, `retirar`.

    Pausar lo pausado cambia el motivo y conserva desde cuándo. Publicar una versión nueva sólo
    levanta las de los apartados que cambió.

    Raises:
        NoPublicable: si la ficha no está publicada.
        ValueError: si falta el motivo o el apartado no existe.
    """
    _exigir_alguno(por, Permiso.VALIDAR, Permiso.PUBLICAR)
    motivo = con_motivo(motivo)
    _exigir_seccion(candidatura, seccion)
    ficha = ficha_en(candidatura, Ficha.Estado.PUBLICADA)
    desde = ficha.pausas.get(seccion, {}).get("desde") or iso(timezone.now())
    ficha.pausas = {**ficha.pausas, seccion: {"desde": desde, "motivo": motivo}}
    al_corriente([candidatura], por=por, fichas={ficha.clave: ficha})
    asentar(por=por, accion="ficha:pausar", objeto=("candidatura", candidatura.clave), seccion=seccion)


@transaction.atomic
def reanudar(*, candidatura: Candidatura, seccion: str, por: Usuario | None) -> bool:
    """Vuelve a mostrar un apartado pausado, tal como estaba. Si no lo estaba, no hace nada y devuelve `False`.

    Raises:
        NoPublicable: si la ficha no se ha publicado, o si se ocultó de urgencia y nadie lo ha revisado.
    """
    exigir(por, Permiso.PUBLICAR)
    ficha = ficha_en(candidatura, Ficha.Estado.PUBLICADA, Ficha.Estado.RETIRADA)
    _exigir_revisado(candidatura, seccion)
    if seccion not in ficha.pausas:
        return False
    ficha.pausas = {clave: pausa for clave, pausa in ficha.pausas.items() if clave != seccion}
    al_corriente([candidatura], por=por, fichas={ficha.clave: ficha})
    asentar(por=por, accion="ficha:reanudar", objeto=("candidatura", candidatura.clave), seccion=seccion)
    return True


def _exigir_alguno(por: Usuario | None, *permisos: Permiso) -> None:
    if por is not None and not any(por.puede(permiso) for permiso in permisos):
        raise PermissionDenied("Hace falta poder " + " o ".join(permiso.value for permiso in permisos) + ".")


def _exigir_seccion(candidatura: Candidatura, seccion: str) -> None:
    rige = Cuestionario.definicion_que_rige(candidatura, Cuestionario.Tipo.CURRICULAR)
    if seccion not in {suya.clave for suya in DEFINICIONES[rige]}:
        raise ValueError(f"El cuestionario no tiene un apartado «{seccion}».")
