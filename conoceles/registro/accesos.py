"""Dar acceso a quien está en el registro aprobado: su cuenta, ligada a su persona, y un enlace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.hashers import make_password
from django.db import transaction

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.comun.claves import clave_opaca
from conoceles.cuentas import acciones as cuentas
from conoceles.cuentas.models import Enlace, Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuentas.roles import PERSONA_CANDIDATA

from .models import Candidatura, Persona


class SinCandidatura(Exception):
    """La persona ya no tiene una candidatura vigente, o su cuenta está desactivada: no se le da acceso."""


@dataclass(frozen=True)
class Entrega:
    """Lo que hay que poner en manos de una persona. `enlace` sólo existe aquí: no se guarda."""

    persona: Persona
    usuario: Usuario
    enlace: str


def dar_acceso(*, persona: Persona, por: Usuario | None) -> tuple[Usuario, str]:
    """La cuenta de la persona (nueva si no tenía) y un enlace de activación; el anterior deja de servir.

    Raises:
        SinCandidatura: si ya no tiene candidatura vigente o su cuenta está desactivada.
    """
    entregas = dar_accesos(personas=[persona], por=por)
    if not entregas:
        raise SinCandidatura(f"{persona} no tiene una candidatura vigente o su cuenta está desactivada.")
    return entregas[0].usuario, entregas[0].enlace


@transaction.atomic
def dar_accesos(*, personas: Iterable[Persona], por: Usuario | None) -> list[Entrega]:
    """La forma en bloque. Quien no puede recibir acceso (véase `dar_acceso`) no aparece en el resultado."""
    exigir(por, Permiso.ENTREGAR_ACCESO)
    tomadas = _tomar(personas)
    _abrir_las_que_falten(tomadas, por)
    _poner_al_dia_el_correo(tomadas, por)
    usuarios = [_cuenta_de(persona) for persona in tomadas]
    enlaces = cuentas.emitir_enlaces(usuarios=usuarios, motivo=Enlace.Motivo.ACTIVAR, por=por)
    return [
        Entrega(persona, usuario, enlaces[usuario.pk])
        for persona, usuario in zip(tomadas, usuarios, strict=True)
        if usuario.pk in enlaces
    ]


@transaction.atomic
def abrir_cuentas(*, personas: Iterable[Persona], por: Usuario | None) -> list[Usuario]:
    """Sólo las cuentas, sin enlace ni carta: para quien prepara todo antes de empezar a entregar."""
    exigir(por, Permiso.ENTREGAR_ACCESO)
    tomadas = _tomar(personas)
    _abrir_las_que_falten(tomadas, por)
    return [_cuenta_de(persona) for persona in tomadas]


def _tomar(personas: Iterable[Persona]) -> list[Persona]:
    """En exclusiva y con candidatura vigente: dos clics no abren dos cuentas."""
    vigentes = Candidatura.objects.vigentes().values("persona")
    return list(
        Persona.objects.select_for_update(of=("self",))
        .select_related("cuenta", "reservados")
        .filter(pk__in=[persona.pk for persona in personas])
        .filter(pk__in=vigentes)
    )


def _abrir_las_que_falten(personas: list[Persona], por: Usuario | None) -> None:
    sin_cuenta = [persona for persona in personas if persona.cuenta_id is None]
    nuevas = cuentas.crear_cuentas(usuarios=[_cuenta_para(persona) for persona in sin_cuenta], por=por)
    ligar(personas=sin_cuenta, usuarios=nuevas, por=por)


@transaction.atomic
def ligar(*, personas: Sequence[Persona], usuarios: Sequence[Usuario], por: Usuario | None) -> None:
    """Cada cuenta, recién abierta, responde desde ahora por su persona, que no tenía ninguna."""
    exigir(por, Permiso.ENTREGAR_ACCESO)
    for persona, usuario in zip(personas, usuarios, strict=True):
        persona.cuenta = usuario
    # Se leyeron enteras y en exclusiva: volver a ponerlas cuesta la quinta parte que `bulk_update`.
    Persona.objects.bulk_create(
        personas, update_conflicts=True, unique_fields=["pk"], update_fields=["cuenta"], batch_size=500
    )
    claves = _claves_de(personas)
    actos = [
        Acto("acceso:dar", ("candidatura", claves[p.pk]), {"cuenta": _cuenta_de(p).acceso}) for p in personas
    ]
    asentar_varios(por=por, actos=actos)


def _cuenta_para(persona: Persona) -> Usuario:
    """El nombre de acceso es azar: ni la CURP, ni la clave pública, que cualquiera vería en la dirección
    de su ficha y podría usar para agotarle los intentos."""
    return Usuario(
        acceso=f"c-{clave_opaca()}",
        nombre=persona.nombre_completo,
        rol=PERSONA_CANDIDATA.clave,
        correo=_correo_de(persona),
        password=make_password(None),
    )


def _cuenta_de(persona: Persona) -> Usuario:
    """La que ya tenía o la que `_abrir_las_que_falten` acaba de ligarle."""
    return cast(Usuario, persona.cuenta)


def _correo_de(persona: Persona) -> str:
    reservados = getattr(persona, "reservados", None)
    return reservados.correo if reservados else ""


def _claves_de(personas: Iterable[Persona]) -> dict[int, str]:
    vigentes = Candidatura.objects.vigentes().filter(persona__in=[p.pk for p in personas])
    return dict(vigentes.values_list("persona_id", "clave"))


def _poner_al_dia_el_correo(personas: list[Persona], por: Usuario | None) -> None:
    """El registro manda: si trae un correo distinto, los enlaces van a ése."""
    for persona in personas:
        correo, usuario = _correo_de(persona), _cuenta_de(persona)
        if correo and correo != usuario.correo:
            cuentas.cambiar_correo(usuario=usuario, correo=correo, por=por)
