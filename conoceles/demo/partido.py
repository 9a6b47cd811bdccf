"""La representación de un partido en la demostración: su cuenta, lo que entregó y los textos que propuso."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.comun.sales import exacto
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.acciones.propuestas import Texto, proponer
from conoceles.publicacion.accesos import registrar_entrega
from conoceles.registro.accesos import abrir_cuentas
from conoceles.registro.entregas import Canal, asentar_entregas
from conoceles.registro.models import ActorPolitico, Candidatura, EntregaDeAcceso
from conoceles.registro.representaciones import acreditar

from .cuentas import poner_contrasena
from .elenco import PARTIDO

ENTREGADAS = 14
SIN_ENTREGAR = 0.02  # una de cada cincuenta


@transaction.atomic
def anotar_entradas(candidaturas: Iterable[Candidatura], azar: Random) -> None:
    """Cuándo entró por primera vez cada quien: en los días que siguieron a su aprobación."""
    tope = timezone.now() - timedelta(hours=1)
    usuarios = []
    for candidatura in candidaturas:
        usuario = candidatura.persona.cuenta
        assert usuario is not None  # noqa: S101 (se le acaba de abrir)
        primera = min(candidatura.aprobada_en + timedelta(hours=azar.randint(4, 130)), tope)
        usuario.primera_entrada_en = usuario.last_login = primera
        usuarios.append(usuario)
    Usuario.objects.bulk_create(
        usuarios,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["primera_entrada_en", "last_login"],
        batch_size=500,
    )
    actos = [
        Acto(
            "sesion:abrir",
            ("cuenta", u.acceso),
            {"medio": "demostración", "primera": exacto(u.primera_entrada_en)},
        )
        for u in usuarios
    ]
    asentar_varios(por=None, actos=actos)


def de_quien_es(candidatura: Candidatura) -> ActorPolitico:
    return candidatura.partido_de_origen or candidatura.posicion.actor


@transaction.atomic
def entregar_hojas(
    candidaturas: Iterable[Candidatura], *, menos: ActorPolitico, por: Usuario, azar: Random
) -> None:
    """A quien no ha entrado también se le entregó su acceso, salvo a unas cuantas: su página no dice que calló.

    `menos`: el partido que en la demostración aún entrega las suyas.
    """
    elegidas = [c for c in candidaturas if de_quien_es(c) != menos and azar.random() > SIN_ENTREGAR]
    abrir_cuentas(personas=[c.persona for c in elegidas], por=por)
    tope = timezone.now() - timedelta(hours=1)
    entregas = EntregaDeAcceso.objects.bulk_create(
        [
            EntregaDeAcceso(
                persona=c.persona,
                canal=Canal.IMPRESA,
                entregado_en=min(c.aprobada_en + timedelta(hours=azar.randint(4, 72)), tope),
                recibio=c.persona.nombre_completo,
                por=por.acceso,
            )
            for c in elegidas
        ],
        batch_size=500,
    )
    asentar_entregas(zip(elegidas, entregas, strict=True), por=por)


def montar(suya: Candidatura, propone: dict[str, Any], *, por: Usuario, azar: Random) -> None:
    """Acredita a quien representa al partido de `suya`, entrega unas hojas y le propone unos textos a ella."""
    actor = de_quien_es(suya)
    acceso, nombre = PARTIDO
    usuario = acreditar(actor=actor, acceso=acceso, nombre=nombre, por=por)
    poner_contrasena(usuario)
    _entregar(actor, por, usuario, azar)
    proponer(
        actor=actor,
        textos=[Texto(suya, pregunta, valor) for pregunta, valor in propone.items()],
        por=usuario,
    )


def _entregar(actor: ActorPolitico, por: Usuario, usuario: Usuario, azar: Random) -> None:
    """A la mitad de quienes no tienen cuenta se les da; unas hojas ya se entregaron y otras esperan."""
    vigentes = Candidatura.objects.vigentes().de_partido(actor).filter(persona__cuenta=None)
    personas = [c.persona for c in vigentes.select_related("persona").order_by("pk")]
    abiertas = personas[: len(personas) // 2]
    abrir_cuentas(personas=abiertas, por=por)
    for persona in azar.sample(abiertas, min(ENTREGADAS, len(abiertas))):
        registrar_entrega(persona=persona, canal=Canal.PARTIDO, recibio=persona.nombre_completo, por=usuario)
