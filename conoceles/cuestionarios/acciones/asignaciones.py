"""Repartir la revisión: a quién le toca cada cuestionario. No impide que otra persona lo revise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heapreplace

from django.db import transaction

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario

from .comun import objeto_de

_LOTE = 500
POR_REVISAR = (Estado.ENVIADO, Estado.CORREGIDO, Estado.EN_VALIDACION)


@transaction.atomic
def asignar(*, cuestionarios: Iterable[int], a: Usuario | None, por: Usuario) -> int:
    """Deja estos cuestionarios (sus llaves) a cargo de `a`, o de nadie. Devuelve cuántos cambiaron.

    Raises:
        ValueError: si esa cuenta no está activa o no revisa cuestionarios.
    """
    exigir(por, Permiso.ASIGNAR)
    _exigir_que_revise([a] if a else [])
    return _asignar(dict.fromkeys(cuestionarios, a.acceso if a else ""), por)


@transaction.atomic
def repartir(*, cuestionarios: Sequence[int], entre: Sequence[Usuario], por: Usuario) -> dict[str, int]:
    """Los reparte en su orden, cada uno a quien menos tenga por revisar. Devuelve cuántos tocaron a cada cuenta.

    El mismo reparto sale siempre igual: los empates los decide el nombre de acceso. Lo que ya tenía cada quien
    cuenta, para que al final todas queden parejas.

    Raises:
        ValueError: si no hay entre quiénes, o alguna cuenta no está activa o no revisa cuestionarios.
    """
    exigir(por, Permiso.ASIGNAR)
    if not entre:
        raise ValueError("Elija al menos una persona entre quienes repartir.")
    _exigir_que_revise(entre)
    cargas = [(_carga(usuario.acceso, cuestionarios), usuario.acceso) for usuario in entre]
    heapify(cargas)
    destinos = {}
    for pk in cuestionarios:
        carga, acceso = cargas[0]
        destinos[pk] = acceso
        heapreplace(cargas, (carga + 1, acceso))
    _asignar(destinos, por)
    repartidos = list(destinos.values())
    return {usuario.acceso: repartidos.count(usuario.acceso) for usuario in entre}


def _exigir_que_revise(usuarios: Iterable[Usuario]) -> None:
    for usuario in usuarios:
        if not usuario.puede(Permiso.VALIDAR):
            raise ValueError(f"La cuenta «{usuario.acceso}» no está activa o no revisa cuestionarios.")


def _carga(acceso: str, menos: Sequence[int]) -> int:
    """Cuántos tiene por revisar, sin contar los que se van a repartir."""
    suyos = Cuestionario.objects.filter(asignado_a=acceso, estado__in=POR_REVISAR)
    return len(set(suyos.values_list("pk", flat=True)) - set(menos))


def _asignar(destinos: Mapping[int, str], por: Usuario) -> int:
    """Escribe sólo lo que cambia, una orden por cuenta y lote, y asienta un renglón por cuestionario."""
    llaves, actos = sorted(destinos), []
    for inicio in range(0, len(llaves), _LOTE):
        filas = Cuestionario.objects.select_for_update(of=("self",)).select_related("candidatura")
        lote = filas.filter(pk__in=llaves[inicio : inicio + _LOTE]).order_by("pk")
        cambian: dict[str, list[int]] = {}
        for cuestionario in lote:
            a, de = destinos[cuestionario.pk], cuestionario.asignado_a
            if a != de:
                cambian.setdefault(a, []).append(cuestionario.pk)
                accion = "asignacion:poner" if a else "asignacion:quitar"
                actos.append(Acto(accion, objeto_de(cuestionario), {"a": a, "de": de}))
        for acceso, pks in cambian.items():
            Cuestionario.objects.filter(pk__in=pks).update(asignado_a=acceso)
    asentar_varios(por=por, actos=actos)
    return len(actos)
