"""Revisar lo enviado: tomar, observar, devolver, validar y reabrir."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from conoceles.acuses.acciones import Clase, emitir
from conoceles.acuses.lectura import con_su_acuse, es_el_acusado
from conoceles.bitacora.acciones import asentar
from conoceles.calendario.plazos import vence
from conoceles.comun.ilegibles import ILEGIBLE
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios import estados
from conoceles.cuestionarios.integridad import esta_vacia
from conoceles.cuestionarios.models import Cuestionario, Envio, Observacion, Validacion
from conoceles.cuestionarios.supuestos import Supuesto

from .comun import (
    ConObservaciones,
    EnvioAlterado,
    RondasAgotadas,
    SinObservaciones,
    dar_paso,
    exigir,
    exigir_vigente,
    objeto_de,
    tomar_candado,
)
from .foto import soltar_originales
from .turnos import ocupar, terminar


@transaction.atomic
def tomar(*, cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    """Empieza la revisión de lo enviado."""
    cuestionario = tomar_candado(cuestionario)
    dar_paso(cuestionario, "tomar", por=por)
    ocupar(cuestionario, por)
    return cuestionario


@transaction.atomic
def observar(
    *, cuestionario: Cuestionario, seccion: str, supuesto: str, texto: str, por: Usuario
) -> Observacion:
    """Anota en borrador una observación a una sección; la persona no la ve hasta `devolver`. La misma, dos veces, es una.

    Raises:
        ValueError: si el supuesto no es del catálogo, falta el texto o la sección no existe.
        estados.TransicionInvalida: si no está en revisión o la candidatura ya terminó.
        RondasAgotadas: si ya no puede devolverse: anotarla no serviría de nada.
    """
    cuestionario = tomar_candado(cuestionario)
    exigir(por, Permiso.VALIDAR, cuestionario)
    estados.aplicar("devolver", cuestionario.estado)
    exigir_vigente(cuestionario, "observar")
    if rondas_por_usar(cuestionario) < 1:
        raise RondasAgotadas(_sin_rondas(cuestionario))
    ocupar(cuestionario, por)
    if supuesto not in Supuesto.values:
        raise ValueError("Elija un motivo del catálogo")
    if esta_vacia(texto.strip()):
        raise ValueError("Explique qué debe corregirse")
    try:
        cuestionario.definicion.seccion(seccion)
    except KeyError:
        raise ValueError("Esa sección no existe en el cuestionario") from None
    observacion, es_nueva = Observacion.objects.get_or_create(
        cuestionario=cuestionario,
        seccion=seccion,
        supuesto=supuesto,
        texto=texto.strip(),
        ronda=cuestionario.ronda + 1,  # sólo los borradores la tienen
        defaults={"por": por.acceso},
    )
    if es_nueva:
        asentar(
            por=por,
            accion="observacion:anotar",
            objeto=objeto_de(cuestionario),
            seccion=seccion,
            supuesto=supuesto,
            observacion=observacion.pk,
            huella=observacion.huella_de_lo_anotado,
        )
    return observacion


@transaction.atomic
def quitar_observacion(*, observacion: Observacion, por: Usuario) -> None:
    """Quita una observación que aún es borrador; una emitida ya no puede quitarse.

    Raises:
        estados.TransicionInvalida: si la candidatura ya terminó.
    """
    cuestionario = tomar_candado(observacion.cuestionario)
    exigir(por, Permiso.VALIDAR, cuestionario)
    exigir_vigente(cuestionario, "quitar la observación")
    ocupar(cuestionario, por)
    borradas, _ = Observacion.objects.filter(pk=observacion.pk, emitida_en=None).delete()
    if borradas:
        asentar(
            por=por,
            accion="observacion:quitar",
            objeto=objeto_de(cuestionario),
            seccion=observacion.seccion,
            observacion=observacion.pk,
        )


@transaction.atomic
def devolver(*, cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    """Emite las observaciones en borrador con su vencimiento y devuelve el cuestionario a la persona.

    Raises:
        EnvioAlterado: si lo enviado no es lo que su acuse hizo constar.
        SinObservaciones: si no hay ninguna.
        RondasAgotadas: si ya se devolvió las veces que el proceso permite (`rondas_requeridas`).
    """
    cuestionario = tomar_candado(cuestionario)
    borradores = por_devolver(cuestionario)
    secciones = sorted({o.seccion for o in borradores})
    ahora = timezone.now()
    proceso = cuestionario.candidatura.proceso
    limite = vence(ahora, proceso.parametros.dias_correccion, proceso.zona)
    borradores.update(emitida_en=ahora, vence_en=limite)
    cuestionario.ronda += 1
    dar_paso(
        cuestionario,
        "devolver",
        por=por,
        secciones=secciones,
        ronda=cuestionario.ronda,
        vence=limite.isoformat(),
    )
    terminar(cuestionario, por)
    return cuestionario


def por_devolver(cuestionario: Cuestionario) -> QuerySet[Observacion]:
    """Las observaciones que `devolver` emitiría ahora; o, con los mismos errores, por qué no puede."""
    estados.aplicar("devolver", cuestionario.estado)
    borradores = cuestionario.observaciones.filter(emitida_en=None)
    if not borradores.exists():
        raise SinObservaciones("Para devolver, anote al menos una observación.")
    if rondas_por_usar(cuestionario) < 1:
        raise RondasAgotadas(_sin_rondas(cuestionario))
    _enviado(cuestionario)
    return borradores


def _enviado(cuestionario: Cuestionario) -> Envio:
    """La última versión, tal como la envió.

    Raises:
        EnvioAlterado: si alguien la cambió por fuera.
    """
    envios = con_su_acuse(cuestionario.envios.order_by("-numero"), "cuestionario__candidatura__clave")
    try:
        ultimo: Envio = envios[0]
        if es_el_acusado(ultimo):
            return ultimo
    except ILEGIBLE:
        pass
    raise EnvioAlterado(
        "Lo que envió ya no es lo que su acuse hizo constar: alguien lo cambió por fuera. Avise a Informática para "
        "que ejecute la orden verificar."
    )


def rondas_por_usar(cuestionario: Cuestionario) -> int:
    """Cuántas veces más puede devolverse. Una corrección concedida a petición empieza la cuenta de nuevo."""
    devueltas = cuestionario.observaciones.filter(emitida_en__isnull=False)
    concedidas = [s.resuelta_en for s in cuestionario.solicitudes.all() if s.concedidas and s.resuelta_en]
    if concedidas:
        devueltas = devueltas.filter(emitida_en__gt=max(concedidas))
    usadas = devueltas.order_by().values("ronda").distinct().count()
    return max(0, cuestionario.candidatura.proceso.parametros.rondas_requeridas - usadas)


def _sin_rondas(cuestionario: Cuestionario) -> str:
    permitidas = cuestionario.candidatura.proceso.parametros.rondas_requeridas
    veces = {0: "Este proceso no permite devolver", 1: "Ya se devolvió una vez, la que este proceso permite"}
    return (
        f"{veces.get(permitidas, f'Ya se devolvió {permitidas} veces, las que este proceso permite')}. Quite las "
        "observaciones y valide; lo que no deba verse se pausa por apartado, con su motivo, al publicarlo."
    )


@transaction.atomic
def validar(*, cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    """Da por buena la última versión enviada. En el mismo acto se olvida la foto original.

    Raises:
        EnvioAlterado: si lo enviado no es lo que su acuse hizo constar.
        ConObservaciones: si quedan observaciones en borrador: se devuelven o se quitan.
    """
    cuestionario = tomar_candado(cuestionario)
    estados.aplicar("validar", cuestionario.estado)
    if cuestionario.observaciones.filter(emitida_en=None).exists():
        raise ConObservaciones("Hay observaciones anotadas: devuélvalas o quítelas antes de validar.")
    cuestionario.validado_en, cuestionario.validado_por = timezone.now(), por.acceso
    constancia = _hacer_constar_validacion(cuestionario, por)
    soltar_originales(cuestionario.candidatura)
    dar_paso(
        cuestionario,
        "validar",
        por=por,
        folio=constancia.folio,
        huella_del_acuse=constancia.huella,
        validado=cuestionario.validado_en.astimezone(UTC).isoformat(),
    )
    terminar(cuestionario, por)
    return cuestionario


def _hacer_constar_validacion(cuestionario: Cuestionario, por: Usuario) -> Validacion:
    """El acuse de la validación: no repite las respuestas, nombra el envío y su huella."""
    envio, candidatura = _enviado(cuestionario), cuestionario.candidatura
    validacion = Validacion(envio=envio, por=por.acceso)
    sello = emitir(
        validacion.contenido,
        clase=Clase.VALIDACION,
        candidatura=candidatura.clave,
        proceso=candidatura.proceso.clave,
        instante=validacion.instante,
        secciones=[seccion.titulo for seccion in cuestionario.definicion],
    )
    for campo, valor in asdict(sello).items():
        setattr(validacion, campo, valor)
    validacion.save()
    return validacion


@transaction.atomic
def reabrir(*, cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    """Vuelve a revisión algo validado; lo que se muestra sigue igual hasta que otro acto lo cambie."""
    cuestionario = tomar_candado(cuestionario)
    cuestionario.validado_en, cuestionario.validado_por = None, ""
    dar_paso(cuestionario, "reabrir", por=por)
    ocupar(cuestionario, por)
    return cuestionario
