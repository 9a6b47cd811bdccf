"""Dejar de mostrar lo publicado y volver a mostrarlo: la ficha entera o un apartado.

Aquí sólo se hace. Si hacen falta dos personas lo decide `publicacion.vistos`, por donde entran las pantallas: ninguna
puede importar este módulo. De él sólo se ofrece `ocultar`, que no espera a nadie.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.cuestionarios.estados import CON_ENVIO_VALIDADO
from conoceles.cuestionarios.models import Cuestionario
from conoceles.publicacion import cuatro_ojos
from conoceles.publicacion.constructor import iso
from conoceles.publicacion.models import Ficha, VistoBueno
from conoceles.publicacion.pausas import por_revisar, suprimidas
from conoceles.registro.models import Candidatura

from .comun import MOTIVO_DE_PAUSA, NoPublicable, con_motivo, ficha_en
from .documentos import al_corriente

_SIN_SEGUNDA_PERSONA = "En este proceso no se piden dos personas."


@transaction.atomic
def retirar(*, candidatura: Candidatura, motivo: str, por: Usuario | None) -> None:
    """Deja de mostrar las respuestas; la ficha dice que el Instituto las retiró, cuándo y por qué.

    Raises:
        NoPublicable: si no está publicada.
        ValueError: si falta el motivo.
    """
    exigir(por, Permiso.PUBLICAR)
    _retirar(candidatura, con_motivo(motivo), por, "ficha:retirar")


def _retirar(candidatura: Candidatura, motivo: str, por: Usuario | None, accion: str) -> None:
    ficha = ficha_en(candidatura, Ficha.Estado.PUBLICADA)
    anotar_retiro(ficha, motivo)
    al_corriente([candidatura], por=por, fichas={ficha.clave: ficha}, cambia_el_registro=False)
    asentar(por=por, accion=accion, objeto=("candidatura", candidatura.clave))


def anotar_retiro(ficha: Ficha, motivo: str) -> None:
    """Sin guardar la ficha ni asentarlo."""
    ficha.estado, ficha.retirada_en, ficha.motivo_de_retiro = Ficha.Estado.RETIRADA, timezone.now(), motivo


@transaction.atomic
def restablecer(*, candidatura: Candidatura, por: Usuario | None) -> None:
    """Vuelve a mostrar lo que se retiró, tal como estaba; sigue sin verse lo que entretanto se pidió corregir.

    Raises:
        NoPublicable: como `exigir_que_vuelva`.
    """
    exigir(por, Permiso.PUBLICAR)
    ficha = ficha_en(candidatura, Ficha.Estado.RETIRADA)
    cuestionario = _cuestionario(candidatura)
    exigir_que_vuelva(cuestionario, ficha)
    _pausar_lo_observado(cuestionario, ficha, por)
    ficha.estado, ficha.retirada_en, ficha.motivo_de_retiro = Ficha.Estado.PUBLICADA, None, ""
    al_corriente([candidatura], por=por, fichas={ficha.clave: ficha}, cambia_el_registro=False)
    asentar(por=por, accion="ficha:restablecer", objeto=("candidatura", candidatura.clave))


# --- Qué puede volver -------------------------------------------------------------------------------------


def por_que_no_vuelve(cuestionario: Cuestionario, ficha: Ficha, seccion: str = "") -> str:
    """Por qué no puede volver a mostrarse un apartado o, sin él, la ficha entera; vacío si puede."""
    if seccion not in ocultas(ficha):
        return "Ya no está oculto." if seccion else "Sus respuestas no están retiradas."
    if seccion in por_revisar(ficha.clave):
        return "Se ocultó de urgencia: vuelve a mostrarse cuando otra persona lo revise."
    if seccion in suprimidas(ficha):
        return "Se suprimió: se mostrará otra cosa cuando se publique una corrección."
    if seccion and seccion in cuatro_ojos.observadas(cuestionario, ficha):
        return "Se pidió corregirlo: se mostrará su corrección cuando se publique."
    if not seccion and hay_version_por_publicar(cuestionario, ficha):
        return "Hay una versión corregida y validada: publíquela."
    return ""


def exigir_que_vuelva(cuestionario: Cuestionario, ficha: Ficha, seccion: str = "") -> None:
    """
    Raises:
        NoPublicable: si no está oculto, si nadie más ha revisado por qué se ocultó de urgencia, si es un apartado
            que se pidió corregir, si se suprimió o si ya se validó una versión corregida de lo que se retiró.
    """
    if razon := por_que_no_vuelve(cuestionario, ficha, seccion):
        raise NoPublicable(f"No se puede volver a mostrar. {razon}")


def ocultas(ficha: Ficha) -> list[str]:
    """Los apartados que no se muestran; la ficha entera es la clave vacía."""
    return sorted([*ficha.pausas, *([""] if ficha.estado == Ficha.Estado.RETIRADA else [])])


def hay_version_por_publicar(cuestionario: Cuestionario, ficha: Ficha) -> bool:
    """¿Lo último que se validó es otra cosa que lo que la ficha muestra (o mostraba antes de retirarse)?"""
    if cuestionario.estado not in CON_ENVIO_VALIDADO:
        return False
    return cuestionario.envios.latest("numero").numero != ficha.envio_publicado


def _cuestionario(candidatura: Candidatura) -> Cuestionario:
    return Cuestionario.objects.curriculares().get(candidatura=candidatura)


# --- Primero la seguridad ---------------------------------------------------------------------------------


@transaction.atomic
def ocultar(*, candidatura: Candidatura, motivo: str, por: Usuario, seccion: str = "") -> VistoBueno:
    """Una sola persona, de quienes validan o publican, oculta en el acto la ficha o un apartado.

    Donde se piden dos personas queda por revisar: otra dice después si sigue oculto o vuelve a mostrarse.
    Cada ocultamiento se revisa aparte, con su autora y su motivo.

    Raises:
        NoPublicable: si no está publicada o el apartado ya no está a la vista. De una ficha retirada puede ocultarse
            un apartado: no vuelve con ella.
        ValueError: si falta el motivo o el apartado no existe.
    """
    _exigir_alguno(por, Permiso.PUBLICAR, Permiso.VALIDAR)
    motivo = con_motivo(motivo)
    estados = (Ficha.Estado.PUBLICADA, *([Ficha.Estado.RETIRADA] if seccion else []))
    if seccion in ficha_en(candidatura, *estados).pausas:
        raise NoPublicable("No se puede: ese apartado ya no está a la vista.")
    if seccion:
        pausar(candidatura=candidatura, seccion=seccion, motivo=motivo, por=por)
    else:
        _retirar(candidatura, motivo, por, "ficha:ocultar")
    visto = VistoBueno.objects.create(
        clase=VistoBueno.Clase.OCULTAR,
        clave=candidatura.clave,
        proceso=candidatura.proceso.clave,
        datos={"seccion": seccion},
        motivo=motivo,
        propuesto_por=por.acceso,
    )
    asentar_propuesta(visto, por)
    if not cuatro_ojos.rigen(candidatura.proceso):
        _dar_por_revisado(visto, por)
    return visto


def asentar_propuesta(visto: VistoBueno, por: Usuario) -> None:
    """Lo que espera a otra persona: qué, de quién y con qué motivo, sin decirlo."""
    asentar(
        por=por,
        accion="visto:proponer",
        objeto=("candidatura", visto.clave),
        clase=str(visto.clase),
        visto=visto.pk,
        huella=visto.huella_de_lo_propuesto,
    )


@transaction.atomic
def dejar_de_esperar(*, proceso: Proceso, por: Usuario | None) -> None:
    """Si ya no se piden dos personas, nadie revisa lo que se ocultó mientras se pedían: sigue oculto, y vuelve a
    mostrarse como todo lo demás."""
    if cuatro_ojos.rigen(proceso):
        return
    pendientes = VistoBueno.objects.filter(
        proceso=proceso.clave, clase=VistoBueno.Clase.OCULTAR, resuelto_en=None
    )
    for visto in pendientes.select_for_update():
        _dar_por_revisado(visto, por)


def _dar_por_revisado(visto: VistoBueno, por: Usuario | None) -> None:
    """Nadie lo revisó: `resuelto_por` queda vacío."""
    visto.se_aprobo, visto.nota, visto.resuelto_en = True, _SIN_SEGUNDA_PERSONA, timezone.now()
    visto.save()
    asentar(
        por=por,
        accion="visto:omitir",
        objeto=("candidatura", visto.clave),
        clase=str(visto.clase),
        propuso=visto.propuesto_por,
        visto=visto.pk,
        huella=visto.huella_de_lo_resuelto,
    )


@transaction.atomic
def mostrar_de_nuevo(*, candidatura: Candidatura, seccion: str, por: Usuario) -> None:
    """Deshace un ocultamiento que la revisión (ya resuelta) no sostuvo, y sólo ése.

    Lo que entretanto se pidió corregir sigue sin verse, por esa razón. Si se validó una versión corregida, se
    publica ésa en vez de volver a mostrar la anterior.
    """
    ficha = ficha_en(candidatura, Ficha.Estado.PUBLICADA, Ficha.Estado.RETIRADA)
    cuestionario = _cuestionario(candidatura)
    if seccion in cuatro_ojos.observadas(cuestionario, ficha):
        pausar(candidatura=candidatura, seccion=seccion, motivo=MOTIVO_DE_PAUSA, por=por)
    elif seccion:
        reanudar(candidatura=candidatura, seccion=seccion, por=por)
    elif not hay_version_por_publicar(cuestionario, ficha):
        restablecer(candidatura=candidatura, por=por)


# --- Un apartado ------------------------------------------------------------------------------------------


@transaction.atomic
def pausar(*, candidatura: Candidatura, seccion: str, motivo: str, por: Usuario | None) -> None:
    """Deja de mostrar un apartado de lo publicado; lo demás sigue a la vista. Para toda la ficha, `retirar`.

    Pausar lo pausado cambia el motivo y conserva desde cuándo. Publicar una versión nueva sólo
    levanta las de los apartados que cambió.

    Raises:
        NoPublicable: si la ficha no se ha publicado.
        ValueError: si falta el motivo o el apartado no existe.
    """
    _exigir_alguno(por, Permiso.VALIDAR, Permiso.PUBLICAR)
    motivo = con_motivo(motivo)
    exigir_seccion(candidatura, seccion)
    ficha = ficha_en(candidatura, Ficha.Estado.PUBLICADA, Ficha.Estado.RETIRADA)
    anotar_pausa(ficha, seccion, motivo, por)
    al_corriente([candidatura], por=por, fichas={ficha.clave: ficha}, cambia_el_registro=False)


@transaction.atomic
def pausar_lo_observado(*, cuestionario: Cuestionario, por: Usuario) -> None:
    """Parte de devolver: lo publicado que se pide corregir deja de verse, también si hoy la ficha está retirada."""
    if Ficha.objects.filter(pk=cuestionario.candidatura.clave, envio_publicado__isnull=False).exists():
        ficha = ficha_en(cuestionario.candidatura, Ficha.Estado.PUBLICADA, Ficha.Estado.RETIRADA)
        _pausar_lo_observado(cuestionario, ficha, por)
        al_corriente(
            [cuestionario.candidatura], por=por, fichas={ficha.clave: ficha}, cambia_el_registro=False
        )


def _pausar_lo_observado(cuestionario: Cuestionario, ficha: Ficha, por: Usuario | None) -> None:
    """Sin guardar la ficha. Lo que ya estaba oculto conserva su motivo."""
    for seccion in cuatro_ojos.observadas(cuestionario, ficha):
        if seccion not in ficha.pausas:
            anotar_pausa(ficha, seccion, MOTIVO_DE_PAUSA, por)


def anotar_pausa(ficha: Ficha, seccion: str, motivo: str, por: Usuario | None) -> None:
    """Sin guardar la ficha."""
    desde = ficha.pausas.get(seccion, {}).get("desde") or iso(timezone.now())
    ficha.pausas = {**ficha.pausas, seccion: {"desde": desde, "motivo": motivo}}
    asentar(por=por, accion="ficha:pausar", objeto=("candidatura", ficha.clave), seccion=seccion)


@transaction.atomic
def reanudar(*, candidatura: Candidatura, seccion: str, por: Usuario | None) -> None:
    """Vuelve a mostrar un apartado pausado, tal como estaba.

    Raises:
        NoPublicable: si la ficha no se ha publicado, o como `exigir_que_vuelva`.
    """
    exigir(por, Permiso.PUBLICAR)
    ficha = ficha_en(candidatura, Ficha.Estado.PUBLICADA, Ficha.Estado.RETIRADA)
    exigir_que_vuelva(_cuestionario(candidatura), ficha, seccion)
    ficha.pausas = {clave: pausa for clave, pausa in ficha.pausas.items() if clave != seccion}
    al_corriente([candidatura], por=por, fichas={ficha.clave: ficha}, cambia_el_registro=False)
    asentar(por=por, accion="ficha:reanudar", objeto=("candidatura", candidatura.clave), seccion=seccion)


def _exigir_alguno(por: Usuario | None, *permisos: Permiso) -> None:
    if por is not None and not any(por.puede(permiso) for permiso in permisos):
        raise PermissionDenied("Hace falta poder " + " o ".join(permiso.value for permiso in permisos) + ".")


def exigir_seccion(candidatura: Candidatura, seccion: str) -> None:
    rige = Cuestionario.definicion_que_rige(candidatura, Cuestionario.Tipo.CURRICULAR)
    if seccion not in {suya.clave for suya in DEFINICIONES[rige]}:
        raise ValueError(f"El cuestionario no tiene un apartado «{seccion}».")
