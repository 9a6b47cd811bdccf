"""La entrega del acceso y su cierre, que cambian lo público: a quien no lo tuvo no se le dice que no respondió."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from conoceles.cuentas.acciones import desactivar_cuenta, reactivar_cuenta
from conoceles.cuentas.models import Usuario
from conoceles.registro import entregas
from conoceles.registro.entregas import (
    NUNCA_LO_RECIBIO,
    cambian_sin_entrega,
    con_entrega,
    recibieron_acceso,
    tuvo_acceso,
)
from conoceles.registro.models import AnulacionDeEntrega, Candidatura, EntregaDeAcceso, Persona
from conoceles.seguimiento.asegurados import asegurar
from conoceles.seguimiento.lectura import sin_enviar
from conoceles.seguimiento.reconocimientos import reconocer_con_su_acceso

from .acciones import al_corriente
from .models import Ficha


@transaction.atomic
def registrar_entrega(
    *, persona: Persona, canal: str, recibio: str, entregado_en: datetime | None = None, por: Usuario
) -> EntregaDeAcceso:
    """Hace constar la entrega y, si llega tarde, le da su plazo. Véase `registro.entregas.registrar_entrega`."""
    entrega = entregas.registrar_entrega(
        persona=persona, canal=canal, recibio=recibio, entregado_en=entregado_en, por=por
    )
    suyas = list(Candidatura.objects.vigentes().filter(persona=persona))
    asegurar(suyas, por=por)
    al_corriente(suyas, por=por, cambia_el_registro=False)
    return entrega


@transaction.atomic
def anular_entrega(*, entrega: EntregaDeAcceso, motivo: str, por: Usuario) -> AnulacionDeEntrega:
    """La anula y, según las que quedan, da el plazo que falte, reconoce lo que llegó en él y pone su página al día. Véase `registro.entregas`."""
    anulacion = entregas.anular_entrega(entrega=entrega, motivo=motivo, por=por)
    suyas = list(Candidatura.objects.vigentes().filter(persona=entrega.persona_id))
    asegurar(suyas, por=por)
    for candidatura in suyas:
        reconocer_con_su_acceso(candidatura, por=por)
    al_corriente(suyas, por=por, cambia_el_registro=False)
    return anulacion


@transaction.atomic
def cerrar_cuenta(*, usuario: Usuario, por: Usuario) -> None:
    """Cierra la de una persona candidata: mientras siga así, su página no le atribuye no haber respondido."""
    desactivar_cuenta(usuario=usuario, por=por)
    al_corriente(
        Candidatura.objects.vigentes().filter(persona__cuenta=usuario), por=por, cambia_el_registro=False
    )


@transaction.atomic
def reabrir_cuenta(*, usuario: Usuario, por: Usuario) -> None:
    """Reabre la de una persona candidata. Véase `cuentas.acciones.reactivar_cuenta`."""
    reactivar_cuenta(usuario=usuario, por=por)
    al_corriente(
        Candidatura.objects.vigentes().filter(persona__cuenta=usuario), por=por, cambia_el_registro=False
    )


@transaction.atomic
def poner_al_dia() -> int:
    """La tarea del reloj, para lo que consta sin acto del Instituto: salió su carta, entró con su cuenta, la congeló o
    se le corrigió el correo.

    A quien lo recibió tarde le da su plazo. Mientras no corre, la página culpa de más al Instituto; nunca a la persona.
    Devuelve cuántas cambiaron.
    """
    por_ver = list(_por_ver())
    if not por_ver:
        return 0
    con_plazo = {uno.candidatura.pk: uno.candidatura for uno in asegurar(por_ver, por=None)}
    actuales = [con_plazo.get(candidatura.pk, candidatura) for candidatura in por_ver]
    recibieron = recibieron_acceso(actuales)
    sin_acceso = set(_sin_acceso().filter(clave__in=[una.clave for una in actuales]))
    cambian = [
        una
        for una in actuales
        if una.pk in con_plazo or tuvo_acceso(una, recibieron) == ((una.clave,) in sin_acceso)
    ]
    return al_corriente(cambian, por=None, cambia_el_registro=False) if cambian else 0


def _por_ver() -> Iterable[Candidatura]:
    """Las que no lo tenían y ya tienen algo, y aquellas cuya cuenta cambió sin que nadie les entregara nada."""
    vigentes = con_entrega(sin_enviar(Candidatura.objects.vigentes()))
    ya_tienen_algo = Q(clave__in=_sin_acceso()) & ~NUNCA_LO_RECIBIO
    return vigentes.filter(ya_tienen_algo | Q(persona__cuenta__acceso__in=cambian_sin_entrega())).con_todo()


def _sin_acceso() -> Any:
    """Las claves de aquellas de cuya página consta hoy que no tuvieron acceso."""
    return Ficha.objects.filter(tarjeta__cuestionario__sin_acceso=True).values_list("clave")
