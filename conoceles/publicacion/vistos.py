"""El visto bueno: lo que una persona propone sobre algo publicado, y otra, distinta, aprueba o rechaza.

Por aquí entran las pantallas para devolver, retirar y volver a mostrar: donde se piden dos personas, queda propuesto.
Aprobar hace el acto en la misma transacción. Si lo propuesto cambió desde entonces, se rechaza y se propone otra vez.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.acciones.turnos import terminar as terminar_turno
from conoceles.cuestionarios.models import Cuestionario, Observacion
from conoceles.registro.models import Candidatura

from . import acciones, cuatro_ojos
from .acciones import retiros, supresiones
from .acciones.comun import con_motivo
from .models import VistoBueno
from .propuestas import ficha_de, lo_que_hay

Clase = VistoBueno.Clase

_LO_PROPUSO = "Lo propuso usted: el visto bueno lo da otra persona."
_SE_DESISTIO = "La retiró quien la propuso."

_QUIEN_PROPONE = {
    Clase.OBSERVAR: Permiso.VALIDAR,
    Clase.RETIRAR: Permiso.PUBLICAR,
    Clase.CORREGIR: Permiso.PUBLICAR,
    Clase.MOSTRAR: Permiso.PUBLICAR,
    Clase.SUPRIMIR: Permiso.PUBLICAR,
}
_DICEN_POR_QUE = (Clase.RETIRAR, Clase.SUPRIMIR)


class SinVistoBueno(Exception):
    """No puede proponerse, aprobarse o rechazarse; el mensaje dice por qué y qué hacer."""


# --- Hacerlo o proponerlo ----------------------------------------------------------------------------------


@transaction.atomic
def devolver(*, cuestionario: Cuestionario, por: Usuario) -> VistoBueno | None:
    """Devuelve con lo anotado; lo publicado que se observa deja de verse. Si oculta algo, puede quedar propuesto."""
    candidatura = cuestionario.candidatura
    if cuatro_ojos.rigen(candidatura.proceso) and cuatro_ojos.por_ocultarse(cuestionario):
        return proponer(clase=Clase.OBSERVAR, candidatura=candidatura, por=por)
    _devolver(cuestionario, por)
    return None


@transaction.atomic
def retirar(*, candidatura: Candidatura, motivo: str, por: Usuario) -> VistoBueno | None:
    """Retira de la vista las respuestas, o lo deja propuesto."""
    if cuatro_ojos.rigen(candidatura.proceso):
        return proponer(clase=Clase.RETIRAR, candidatura=candidatura, motivo=motivo, por=por)
    retiros.retirar(candidatura=candidatura, motivo=motivo, por=por)
    return None


@transaction.atomic
def mostrar(*, candidatura: Candidatura, por: Usuario, seccion: str = "") -> VistoBueno | None:
    """Vuelve a mostrar un apartado o, sin él, la ficha retirada; o lo deja propuesto: una sola persona no deshace
    lo que decidieron dos."""
    if cuatro_ojos.rigen(candidatura.proceso):
        return proponer(clase=Clase.MOSTRAR, candidatura=candidatura, seccion=seccion, por=por)
    _mostrar(candidatura, seccion, por)
    return None


@transaction.atomic
def suprimir(
    *, candidatura: Candidatura, motivo: str, por: Usuario, seccion: str = "", con_lo_actual: bool = False
) -> VistoBueno | None:
    """Borra lo publicado, o lo deja propuesto. Véase `acciones.supresiones.suprimir`."""
    if cuatro_ojos.rigen(candidatura.proceso):
        return proponer(
            clase=Clase.SUPRIMIR,
            candidatura=candidatura,
            por=por,
            motivo=motivo,
            seccion=seccion,
            con_lo_actual=con_lo_actual,
        )
    supresiones.suprimir(
        candidatura=candidatura, motivo=motivo, por=por, seccion=seccion, con_lo_actual=con_lo_actual
    )
    return None


# --- Proponer, aprobar, rechazar ---------------------------------------------------------------------------


@transaction.atomic
def proponer(
    *,
    clase: str,
    candidatura: Candidatura,
    por: Usuario,
    motivo: str = "",
    seccion: str = "",
    con_lo_actual: bool = False,
) -> VistoBueno:
    """Propone observar, retirar, suprimir, volver a mostrar o publicar una corrección. Nada cambia hasta que otra
    persona lo apruebe. `seccion`: la que vuelve a mostrarse o se suprime; vacía, la ficha entera.

    Raises:
        SinVistoBueno: si ya hay uno igual esperando.
        TurnoAjeno: si se propone observar lo que otra persona está revisando.
        NoPublicable, SinObservaciones, RondasAgotadas, TransicionInvalida: si hoy no podría hacerse.
        ValueError: si el retiro o la supresión no dicen por qué.
    """
    exigir(por, _QUIEN_PROPONE[Clase(clase)])
    if clase in _DICEN_POR_QUE:
        motivo = con_motivo(motivo)
    cuestionario = _tomar_candado(candidatura)
    if clase == Clase.OBSERVAR:  # la propone quien la revisa, y quien apruebe no espera su turno
        terminar_turno(cuestionario, por)
    if VistoBueno.objects.filter(clave=candidatura.clave, clase=clase, resuelto_en=None).exists():
        raise SinVistoBueno("Ya está propuesto: falta que otra persona dé el visto bueno.")
    pedido = {"seccion": seccion, "con_lo_actual": con_lo_actual}
    visto = VistoBueno.objects.create(
        clase=clase,
        clave=candidatura.clave,
        proceso=candidatura.proceso.clave,
        datos=lo_que_hay(clase, cuestionario, pedido),
        motivo=motivo,
        propuesto_por=por.acceso,
    )
    retiros.asentar_propuesta(visto, por)
    return visto


@transaction.atomic
def aprobar(*, visto: VistoBueno, por: Usuario, nota: str = "") -> VistoBueno:
    """Da el visto bueno y hace lo propuesto, todo o nada.

    Raises:
        SinVistoBueno: si lo propuso o anotó la misma persona, ya se resolvió o lo propuesto cambió.
        NoPublicable: si el acto ya no puede hacerse.
    """
    exigir(por, Permiso.DAR_VISTO_BUENO)
    visto, cuestionario = _por_resolver(visto, por)
    if razon := por_que_no_aprueba(visto, por):
        raise SinVistoBueno(razon)
    # Lo ocultado de urgencia ya está hecho: no hay nada que pudiera haber cambiado desde que se propuso.
    if visto.clase != Clase.OCULTAR and visto.datos != lo_que_hay(visto.clase, cuestionario, visto.datos):
        raise SinVistoBueno("Cambió desde que se propuso. Rechácelo y, si hace falta, propóngase otra vez.")
    _resolver(visto, nota, se_aprobo=True, por=por)
    _AL_APROBAR[Clase(visto.clase)](cuestionario, visto, por)
    return visto


@transaction.atomic
def rechazar(*, visto: VistoBueno, por: Usuario, nota: str) -> VistoBueno:
    """Niega el visto bueno y dice por qué. Lo propuesto no se hace; lo que se ocultó de urgencia vuelve a mostrarse.

    Raises:
        SinVistoBueno: si lo propuso la misma persona o ya se resolvió.
        ValueError: si falta la nota.
    """
    exigir(por, Permiso.DAR_VISTO_BUENO)
    visto, cuestionario = _por_resolver(visto, por)
    if visto.propuesto_por == por.acceso:
        raise SinVistoBueno(_LO_PROPUSO)
    if not nota.strip():
        raise ValueError("Explique por qué no da el visto bueno")
    _resolver(visto, nota, se_aprobo=False, por=por)
    if visto.clase == Clase.OCULTAR:
        retiros.mostrar_de_nuevo(
            candidatura=cuestionario.candidatura, seccion=visto.datos["seccion"], por=por
        )
    return visto


@transaction.atomic
def retirar_propuesta(*, visto: VistoBueno, por: Usuario) -> VistoBueno:
    """Quien propuso se desiste y puede proponer otra cosa. Nada se hace; por eso no resuelve otra persona.

    Raises:
        SinVistoBueno: si no la propuso ella, ya se resolvió o es un ocultamiento, que ya está hecho.
    """
    exigir(por, Permiso.VALIDAR)
    visto, _ = _por_resolver(visto, por)
    if not puede_retirar_propuesta(visto, por):
        raise SinVistoBueno("Sólo quien propuso retira su propuesta, y lo ya oculto lo revisa otra persona.")
    _resolver(visto, _SE_DESISTIO, se_aprobo=False, por=None)
    asentar(
        por=por,
        accion="visto:retirar",
        objeto=("candidatura", visto.clave),
        clase=visto.clase,
        visto=visto.pk,
        huella=visto.huella_de_lo_resuelto,
    )
    return visto


def puede_retirar_propuesta(visto: VistoBueno, por: Usuario) -> bool:
    return visto.propuesto_por == por.acceso and visto.clase != Clase.OCULTAR


def por_que_no_aprueba(visto: VistoBueno, por: Usuario) -> str:
    """Por qué no puede aprobarlo esta persona, tenga o no el permiso; vacío si es otra, como se pide."""
    if visto.propuesto_por == por.acceso:
        return _LO_PROPUSO
    anotadas = Observacion.objects.filter(pk__in=visto.datos.get("observaciones", []))
    if anotadas.filter(por=por.acceso).exists():
        return "Una de las observaciones la anotó usted: el visto bueno lo da otra persona."
    return ""


# --- Piezas ------------------------------------------------------------------------------------------------


def _tomar_candado(candidatura: Candidatura) -> Cuestionario:
    """El cuestionario al día y en exclusiva: lo que se lee de él no cambia hasta terminar."""
    cuestionario = (
        Cuestionario.objects.curriculares()
        .select_for_update(of=("self",))
        .select_related("candidatura__persona__cuenta", "candidatura__posicion__contienda__cargo__proceso")
        .filter(candidatura=candidatura)
        .first()
    )
    if cuestionario is None:
        raise SinVistoBueno("Nadie ha respondido todavía por esta candidatura: no hay nada que proponer.")
    return cuestionario


def _por_resolver(visto: VistoBueno, por: Usuario) -> tuple[VistoBueno, Cuestionario]:
    """El visto al día y en exclusiva, si todavía espera."""
    cuestionario = _tomar_candado(Candidatura.objects.get(clave=visto.clave))
    visto = VistoBueno.objects.select_for_update().get(pk=visto.pk)
    if visto.resuelto_en is not None:
        quien = "usted" if visto.resuelto_por == por.acceso else visto.resuelto_por
        raise SinVistoBueno(f"Ya lo resolvió {quien}." if quien else f"Ya no espera: {visto.nota}")
    return visto, cuestionario


def _resolver(visto: VistoBueno, nota: str, *, se_aprobo: bool, por: Usuario | None) -> None:
    """`por`: sin nadie, quedó sin efecto; lo asienta quien llama."""
    visto.se_aprobo, visto.nota, visto.resuelto_en = se_aprobo, nota.strip(), timezone.now()
    visto.resuelto_por = por.acceso if por else ""
    visto.save()
    if por:
        asentar(
            por=por,
            accion="visto:aprobar" if se_aprobo else "visto:rechazar",
            objeto=("candidatura", visto.clave),
            clase=visto.clase,
            propuso=visto.propuesto_por,
            visto=visto.pk,
            huella=visto.huella_de_lo_resuelto,
        )


# Lo que se hace, ya decidido.


def _devolver(cuestionario: Cuestionario, por: Usuario) -> None:
    cuestionario = cuestionario_acciones.devolver(cuestionario=cuestionario, por=por)
    retiros.pausar_lo_observado(cuestionario=cuestionario, por=por)


def _retirar(cuestionario: Cuestionario, visto: VistoBueno, por: Usuario) -> None:
    retiros.retirar(candidatura=cuestionario.candidatura, motivo=visto.motivo, por=por)


def _suprimir(cuestionario: Cuestionario, visto: VistoBueno, por: Usuario) -> None:
    supresiones.suprimir(
        candidatura=cuestionario.candidatura,
        motivo=visto.motivo,
        por=por,
        seccion=visto.datos["seccion"],
        con_lo_actual=visto.datos["con_lo_actual"],
    )


def _publicar(cuestionario: Cuestionario, _visto: VistoBueno, por: Usuario) -> None:
    """Lo oculto que volvería es lo mismo que cuando se propuso: lo leyó quien aprueba."""
    vuelven = acciones.volverian(ficha_de(cuestionario), cuestionario.envios.latest("numero"))
    acciones.publicar(candidaturas=[cuestionario.candidatura], por=por, se_sabe=vuelven)


def _mostrar(candidatura: Candidatura, seccion: str, por: Usuario) -> None:
    if seccion:
        retiros.reanudar(candidatura=candidatura, seccion=seccion, por=por)
    else:
        retiros.restablecer(candidatura=candidatura, por=por)


_AL_APROBAR: dict[Clase, Callable[[Cuestionario, VistoBueno, Usuario], object]] = {
    Clase.OBSERVAR: lambda cuestionario, _visto, por: _devolver(cuestionario, por),
    Clase.RETIRAR: _retirar,
    Clase.CORREGIR: _publicar,
    Clase.OCULTAR: lambda _cuestionario, _visto, _por: None,  # ya está oculta: sigue así
    Clase.MOSTRAR: lambda c, visto, por: _mostrar(c.candidatura, visto.datos["seccion"], por),
    Clase.SUPRIMIR: _suprimir,
}
