"""El visto bueno: lo que una persona propone sobre algo publicado, y otra, distinta, aprueba o rechaza.

Aprobar hace el acto en la misma transacción. Si lo propuesto cambió desde entonces, se rechaza y se propone otra vez.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.models import Cuestionario
from conoceles.registro.models import Candidatura

from . import acciones
from .acciones import NoPublicable
from .acciones.comun import con_motivo
from .cuatro_ojos import por_ocultarse
from .models import Ficha, VistoBueno

Clase = VistoBueno.Clase

# Lo que se lee en público de un apartado pausado por una observación: nunca su texto.
MOTIVO_DE_PAUSA = "El Instituto pidió corregir este apartado."

_SIN_SEGUNDA_PERSONA = "En este proceso no se piden dos personas."

_QUIEN_PROPONE = {
    Clase.OBSERVAR: Permiso.VALIDAR,
    Clase.RETIRAR: Permiso.PUBLICAR,
    Clase.CORREGIR: Permiso.PUBLICAR,
}


class SinVistoBueno(Exception):
    """No puede proponerse, aprobarse o rechazarse; el mensaje dice por qué y qué hacer."""


def pendiente(candidatura: Candidatura, clase: str) -> VistoBueno | None:
    """El que espera a otra persona, si lo hay."""
    return VistoBueno.objects.filter(clave=candidatura.clave, clase=clase, resuelto_en=None).first()


@transaction.atomic
def proponer(*, clase: str, candidatura: Candidatura, por: Usuario, motivo: str = "") -> VistoBueno:
    """Propone observar, retirar o publicar una corrección. Nada cambia hasta que otra persona lo apruebe.

    Raises:
        SinVistoBueno: si ya hay uno igual esperando.
        NoPublicable, SinObservaciones, RondasAgotadas, TransicionInvalida: si hoy no podría hacerse.
        ValueError: si el retiro no dice por qué.
    """
    exigir(por, _QUIEN_PROPONE[Clase(clase)])
    if clase == Clase.RETIRAR:
        motivo = con_motivo(motivo)
    cuestionario = _tomar_candado(candidatura)
    if pendiente(candidatura, clase):
        raise SinVistoBueno("Ya está propuesto: falta que otra persona dé el visto bueno.")
    visto = VistoBueno.objects.create(
        clase=clase,
        clave=candidatura.clave,
        proceso=candidatura.proceso.clave,
        datos=_LO_QUE_HAY[Clase(clase)](cuestionario),
        motivo=motivo,
        propuesto_por=por.acceso,
    )
    if clase == Clase.OBSERVAR:  # quien apruebe no tiene que esperar su turno
        cuestionario_acciones.soltar(cuestionario=cuestionario, por=por)
    asentar(por=por, accion="visto:proponer", objeto=("candidatura", visto.clave), clase=str(clase))
    return visto


@transaction.atomic
def aprobar(*, visto: VistoBueno, por: Usuario, nota: str = "") -> VistoBueno:
    """Da el visto bueno y hace lo propuesto, todo o nada.

    Raises:
        SinVistoBueno: si lo propuso la misma persona, ya se resolvió o lo propuesto cambió.
        NoPublicable: si el acto ya no puede hacerse.
    """
    visto, cuestionario = _por_resolver(visto, por)
    # Lo ocultado de urgencia ya está hecho: no hay nada que pudiera haber cambiado desde que se propuso.
    if visto.clase != Clase.OCULTAR and visto.datos != _LO_QUE_HAY[Clase(visto.clase)](cuestionario):
        raise SinVistoBueno("Cambió desde que se propuso. Rechácelo y, si hace falta, propóngase otra vez.")
    _resolver(visto, por, nota, se_aprobo=True)
    _AL_APROBAR[Clase(visto.clase)](cuestionario, visto, por)
    return visto


@transaction.atomic
def rechazar(*, visto: VistoBueno, por: Usuario, nota: str) -> VistoBueno:
    """Niega el visto bueno y dice por qué. Lo propuesto no se hace; lo que se ocultó de urgencia vuelve a mostrarse.

    Raises:
        SinVistoBueno: si lo propuso la misma persona o ya se resolvió.
        ValueError: si falta la nota.
    """
    visto, cuestionario = _por_resolver(visto, por)
    if not nota.strip():
        raise ValueError("Explique por qué no da el visto bueno")
    _resolver(visto, por, nota, se_aprobo=False)
    if visto.clase == Clase.OCULTAR:
        acciones.mostrar_de_nuevo(candidatura=cuestionario.candidatura, visto=visto, por=por)
    return visto


@transaction.atomic
def dar_por_revisado(*, visto: VistoBueno) -> VistoBueno:
    """Donde no se piden dos personas, lo ocultado de urgencia no espera a nadie: después se restablece sin más.

    Es parte de ocultar, cuyo asiento ya dice quién: aquí nadie dio un visto bueno y `resuelto_por` queda vacío.
    """
    visto.se_aprobo, visto.nota, visto.resuelto_en = True, _SIN_SEGUNDA_PERSONA, timezone.now()
    visto.save()
    return visto


@transaction.atomic
def devolver(*, cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    """Devuelve con lo anotado y pausa en público los apartados observados que estaban a la vista."""
    secciones = por_ocultarse(cuestionario)
    cuestionario = cuestionario_acciones.devolver(cuestionario=cuestionario, por=por)
    for seccion in secciones:
        acciones.pausar(
            candidatura=cuestionario.candidatura, seccion=seccion, motivo=MOTIVO_DE_PAUSA, por=por
        )
    return cuestionario


# --- Piezas ------------------------------------------------------------------------------------------------


def _tomar_candado(candidatura: Candidatura) -> Cuestionario:
    """El cuestionario al día y en exclusiva: lo que se lee de él no cambia hasta terminar."""
    return (
        Cuestionario.objects.curriculares()
        .select_for_update(of=("self",))
        .select_related("candidatura__persona__cuenta", "candidatura__posicion__contienda__cargo__proceso")
        .get(candidatura=candidatura)
    )


def _por_resolver(visto: VistoBueno, por: Usuario) -> tuple[VistoBueno, Cuestionario]:
    exigir(por, Permiso.DAR_VISTO_BUENO)
    cuestionario = _tomar_candado(Candidatura.objects.get(clave=visto.clave))
    visto = VistoBueno.objects.select_for_update().get(pk=visto.pk)
    if visto.resuelto_en is not None:
        raise SinVistoBueno(f"Ya lo resolvió {visto.resuelto_por}.")
    if visto.propuesto_por == por.acceso:
        raise SinVistoBueno("Lo propuso usted: el visto bueno lo da otra persona.")
    return visto, cuestionario


def _resolver(visto: VistoBueno, por: Usuario, nota: str, *, se_aprobo: bool) -> None:
    visto.se_aprobo, visto.nota = se_aprobo, nota.strip()
    visto.resuelto_por, visto.resuelto_en = por.acceso, timezone.now()
    visto.save()
    asentar(
        por=por,
        accion="visto:aprobar" if se_aprobo else "visto:rechazar",
        objeto=("candidatura", visto.clave),
        clase=visto.clase,
        propuso=visto.propuesto_por,
    )


# Qué hay hoy, por clase: lo que se propone y lo que al aprobar debe seguir igual. Nunca una respuesta.


def _por_devolver(cuestionario: Cuestionario) -> dict[str, Any]:
    anotadas = cuestionario_acciones.por_devolver(cuestionario)
    return {
        "envio": _ultimo_envio(cuestionario),
        "observaciones": sorted(observacion.pk for observacion in anotadas),
        "secciones": por_ocultarse(cuestionario),
    }


def _publicado(cuestionario: Cuestionario) -> dict[str, Any]:
    ficha = _ficha(cuestionario)
    if ficha.estado != Ficha.Estado.PUBLICADA:
        raise NoPublicable("No se puede: sus respuestas no están publicadas.")
    return {"envio": ficha.envio_publicado}


def _por_publicar(cuestionario: Cuestionario) -> dict[str, Any]:
    ficha = _ficha(cuestionario)
    if ficha.envio_publicado is None or not acciones.hay_version_por_publicar(cuestionario, ficha):
        raise NoPublicable("No se puede: no hay una corrección validada por publicar.")
    return {"envio": _ultimo_envio(cuestionario), "en_lugar_de": ficha.envio_publicado}


def _ficha(cuestionario: Cuestionario) -> Ficha:
    ficha = Ficha.objects.filter(pk=cuestionario.candidatura.clave).first()
    if ficha is None:
        raise NoPublicable("La candidatura aún no está inscrita en lo público.")
    return ficha


def _ultimo_envio(cuestionario: Cuestionario) -> int:
    return cuestionario.envios.latest("numero").numero


_LO_QUE_HAY: dict[Clase, Callable[[Cuestionario], dict[str, Any]]] = {
    Clase.OBSERVAR: _por_devolver,
    Clase.RETIRAR: _publicado,
    Clase.CORREGIR: _por_publicar,
}


def _retirar(cuestionario: Cuestionario, visto: VistoBueno, por: Usuario) -> None:
    acciones.retirar(candidatura=cuestionario.candidatura, motivo=visto.motivo, por=por)


_AL_APROBAR: dict[Clase, Callable[[Cuestionario, VistoBueno, Usuario], object]] = {
    Clase.OBSERVAR: lambda cuestionario, _visto, por: devolver(cuestionario=cuestionario, por=por),
    Clase.RETIRAR: _retirar,
    Clase.CORREGIR: lambda c, _visto, por: acciones.publicar(candidaturas=[c.candidatura], por=por),
    Clase.OCULTAR: lambda _cuestionario, _visto, _por: None,  # ya está oculta: sigue así
}
