"""Qué puede hacer ahora quien mira una candidatura: un botón existe porque la tabla, su permiso y los cuatro ojos
lo dicen. Los verbos comprueban lo mismo: un acto pedido sin su botón no cambia nada."""

from __future__ import annotations

from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios.acciones import rondas_por_usar
from conoceles.cuestionarios.estados import puede
from conoceles.cuestionarios.models import Cuestionario
from conoceles.publicacion import cuatro_ojos
from conoceles.publicacion.acciones import hay_version_por_publicar, por_que_no_vuelve
from conoceles.publicacion.models import Ficha, VistoBueno
from conoceles.registro.models import Candidatura

Clase = VistoBueno.Clase


def actos_posibles(
    candidatura: Candidatura,
    cuestionario: Cuestionario | None,
    ficha: Ficha | None,
    usuario: Usuario,
    esperan: frozenset[str] = frozenset(),
) -> set[str]:
    """Los botones que existen. `esperan`: las clases de visto bueno por resolver. De una candidatura terminada sólo
    queda su historia: de ella puede suprimirse."""
    if cuestionario is None:
        return set()
    suprimir = _suprimir(ficha, esperan) if usuario.puede(Permiso.PUBLICAR) else set()
    if candidatura.hasta is not None:
        return suprimir
    actos = suprimir
    if usuario.puede(Permiso.VALIDAR):
        actos |= _de_revision(cuestionario, esperan)
    if usuario.puede(Permiso.PUBLICAR) and ficha is not None:
        if "validar" in actos:
            actos.add("validar-y-publicar")
        actos |= _de_publicacion(cuestionario, ficha, esperan)
    if usuario.puede(Permiso.VALIDAR) and ficha is not None and ficha.estado == Ficha.Estado.PUBLICADA:
        actos.add("ocultar")  # primero la seguridad: no espera a nadie
    return actos


def _de_revision(cuestionario: Cuestionario, esperan: frozenset[str]) -> set[str]:
    """Con observaciones anotadas se devuelve; sin ellas, se valida."""
    actos = {verbo for verbo in ("tomar", "validar", "reabrir") if puede(verbo, cuestionario.estado)}
    if not puede("devolver", cuestionario.estado):
        return actos
    hay_anotadas = cuestionario.observaciones.filter(emitida_en=None).exists()
    quedan_rondas = rondas_por_usar(cuestionario) > 0
    if hay_anotadas:
        actos.discard("validar")
    if quedan_rondas:
        actos.add("observar")
    if quedan_rondas and hay_anotadas and Clase.OBSERVAR not in esperan:
        actos.add("devolver")
    return actos


def _de_publicacion(cuestionario: Cuestionario, ficha: Ficha, esperan: frozenset[str]) -> set[str]:
    """Lo retirado se restablece sólo mientras no haya una versión corregida: entonces se publica ésa."""
    actos = set()
    if ficha.estado == Ficha.Estado.PUBLICADA and Clase.RETIRAR not in esperan:
        actos.add("retirar")
    if hay_version_por_publicar(cuestionario, ficha):
        if not esperan & {Clase.CORREGIR, Clase.OCULTAR} and not cuatro_ojos.rechazo_de(cuestionario):
            actos.add("publicar")
    elif Clase.MOSTRAR not in esperan and not por_que_no_vuelve(cuestionario, ficha):
        actos.add("restablecer")
    return actos


def _suprimir(ficha: Ficha | None, esperan: frozenset[str]) -> set[str]:
    """De lo que alguna vez se publicó."""
    se_publico = ficha is not None and ficha.envio_publicado is not None
    return {"suprimir"} if se_publico and Clase.SUPRIMIR not in esperan else set()


def se_proponen(
    actos: set[str], cuestionario: Cuestionario, ficha: Ficha | None, usuario: Usuario
) -> set[str]:
    """De esos actos, los que esta persona sólo puede proponer: otra da el visto bueno."""
    if ficha is None or not cuatro_ojos.rigen(cuestionario.candidatura.proceso):
        return set()
    pide = {
        "retirar": lambda: True,
        "suprimir": lambda: True,
        "restablecer": lambda: True,
        "validar-y-publicar": lambda: ficha.envio_publicado is not None,
        "publicar": lambda: cuatro_ojos.corrige_lo_que_valido(cuestionario, ficha, usuario),
        "devolver": lambda: bool(cuatro_ojos.por_ocultarse(cuestionario)),
    }
    return {acto for acto in actos & pide.keys() if pide[acto]()}
