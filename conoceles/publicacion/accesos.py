"""La entrega del acceso y su cierre, que cambian lo público: a quien no lo tuvo no se le dice que no respondió."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from conoceles.cuentas.acciones import desactivar_cuenta, reactivar_cuenta
from conoceles.cuentas.models import Usuario
from conoceles.registro import entregas
from conoceles.registro.entregas import POR_ENTREGAR, con_entrega, recibieron_acceso, tuvo_acceso
from conoceles.registro.models import Candidatura, EntregaDeAcceso, Persona
from conoceles.seguimiento.asegurados import asegurar

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
    al_corriente(suyas, por=por)
    return entrega


@transaction.atomic
def cerrar_cuenta(*, usuario: Usuario, por: Usuario) -> None:
    """Cierra la de una persona candidata: mientras siga así, su página no le atribuye no haber respondido."""
    desactivar_cuenta(usuario=usuario, por=por)
    al_corriente(Candidatura.objects.vigentes().filter(persona__cuenta=usuario), por=por)


@transaction.atomic
def reabrir_cuenta(*, usuario: Usuario, por: Usuario) -> None:
    """Reabre la de una persona candidata. Véase `cuentas.acciones.reactivar_cuenta`."""
    reactivar_cuenta(usuario=usuario, por=por)
    al_corriente(Candidatura.objects.vigentes().filter(persona__cuenta=usuario), por=por)


@transaction.atomic
def poner_al_dia() -> int:
    """La tarea del reloj, para lo que consta sin acto del Instituto: salió su carta o entró con su cuenta.

    A quien lo recibió tarde le da su plazo. Mientras no corre, la página culpa de más al Instituto; nunca a la persona.
    Devuelve cuántas cambiaron.
    """
    sin_acceso = Ficha.objects.filter(tarjeta__cuestionario__sin_acceso=True).values("clave")
    vigentes = con_entrega(Candidatura.objects.vigentes().filter(clave__in=sin_acceso))
    con_algo = list(vigentes.exclude(POR_ENTREGAR).con_todo())
    if not con_algo:
        return 0
    con_plazo = {candidatura.pk: candidatura for candidatura in asegurar(con_algo, por=None)}
    recibieron = recibieron_acceso(con_algo)
    actuales = [con_plazo.get(candidatura.pk, candidatura) for candidatura in con_algo]
    con_acceso = [candidatura for candidatura in actuales if tuvo_acceso(candidatura, recibieron)]
    return al_corriente(con_acceso, por=None) if con_acceso else 0
