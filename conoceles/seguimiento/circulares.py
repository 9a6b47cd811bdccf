"""Escribir a los actores políticos de una vez: a quiénes, cuántas cartas y el acuse de que se mandaron."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q

from conoceles.bitacora.acciones import asentar
from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.mensajes.acciones import escribir_varias
from conoceles.mensajes.models import Carta, Circular
from conoceles.registro.models import ActorPolitico, Candidatura, Cargo, Representacion

from .lectura import en_captura

ASUNTO_MAXIMO, TEXTO_MAXIMO = 150, 5000


class CircularInvalida(ValueError):
    """No puede mandarse así; el mensaje dice por qué y es para quien la escribió."""


@dataclass(frozen=True)
class Destino:
    """A quiénes: todos los actores o algunos, con candidaturas a un cargo, o con alguna sin enviar."""

    actores: tuple[str, ...] = ()
    cargo: str = ""
    con_pendientes: bool = False

    def elegidos(self, proceso: Proceso) -> list[ActorPolitico]:
        """Los actores, en su orden, cada uno con sus representaciones activas."""
        actores: Any = ActorPolitico.objects.filter(proceso=proceso)
        if self.actores:
            actores = actores.filter(clave__in=self.actores)
        if self.cargo or self.con_pendientes:
            suyas = en_captura(proceso) if self.con_pendientes else Candidatura.objects.vigentes()
            if self.cargo:
                suyas = suyas.filter(posicion__contienda__cargo__clave=self.cargo)
            actores = actores.filter(_que_cuidan(suyas.del_proceso(proceso)))
        activas = Representacion.objects.filter(cuenta__is_active=True).select_related("cuenta")
        return list(actores.prefetch_related(Prefetch("representaciones", activas.order_by("pk"))))

    def en_palabras(self, proceso: Proceso) -> str:
        """«PAN y PRI, con candidaturas a Diputación local, con respuestas sin enviar»."""
        siglas = ActorPolitico.objects.filter(proceso=proceso, clave__in=self.actores)
        nombre = Cargo.objects.filter(proceso=proceso, clave=self.cargo).values_list("nombre", flat=True)
        partes = [
            ", ".join(siglas.values_list("siglas", flat=True)) or "Todos los actores políticos",
            *(f"con candidaturas a {cargo}" for cargo in nombre),
            *(["con respuestas sin enviar"] if self.con_pendientes else []),
        ]
        return ", ".join(partes)


def _que_cuidan(candidaturas: Any) -> Q:
    """Los de esas candidaturas: su partido de origen; si no consta, quien postula (`CandidaturaQuerySet.de_partido`)."""
    de_origen = candidaturas.exclude(partido_de_origen=None).values("partido_de_origen")
    que_postulan = candidaturas.filter(partido_de_origen=None).values("posicion__actor")
    return Q(pk__in=de_origen) | Q(pk__in=que_postulan)


@dataclass(frozen=True)
class Reparto:
    """A quién se escribe y a quién no se puede."""

    representaciones: list[Representacion]
    sin_cuenta: list[ActorPolitico]

    @property
    def sin_correo(self) -> int:
        return sum(not una.cuenta.correo for una in self.representaciones)

    @property
    def marca(self) -> str:
        """Cambia si cambia a quién se le escribiría: lo que se mandó es lo que se vio."""
        return ",".join(f"{una.pk}:{una.cuenta.correo}" for una in self.representaciones)


def repartir(proceso: Proceso, destino: Destino) -> Reparto:
    """Una carta por representación activa de cada actor elegido."""
    actores = destino.elegidos(proceso)
    representaciones = []
    for actor in actores:
        for una in actor.representaciones.all():
            una.actor = actor
            representaciones.append(una)
    return Reparto(representaciones, [actor for actor in actores if not actor.representaciones.all()])


@transaction.atomic
def enviar(
    *,
    proceso: Proceso,
    destino: Destino,
    asunto: str,
    texto: str,
    folio: str,
    marca: str,
    por: Usuario,
) -> Circular:
    """Deja una carta por destinataria y el acuse. Repetirla con el mismo folio devuelve la que ya se mandó.

    `marca`: la del reparto que se mostró a quien decide.

    Raises:
        CircularInvalida: si falta el asunto o el texto, si no hay a quién, o si la lista cambió.
    """
    exigir(por, Permiso.AVISAR_A_ACTORES)
    Proceso.objects.select_for_update(no_key=True).get(pk=proceso.pk)  # dos clics a la vez van uno tras otro
    if previa := Circular.objects.filter(folio=folio).first():
        return previa
    reparto = repartir(proceso, destino)
    asunto, texto = " ".join(asunto.split()), texto.strip()
    _exigir_enviable(asunto, texto, reparto, marca)
    cartas = escribir_varias(_carta(una, proceso, asunto, texto, folio) for una in reparto.representaciones)
    circular = Circular.objects.create(
        folio=folio,
        asunto=asunto,
        texto=texto,
        a_quienes=destino.en_palabras(proceso)[:300],
        destinatarias=[
            _renglon(una, carta) for una, carta in zip(reparto.representaciones, cartas, strict=True)
        ],
        sin_cuenta=[actor.siglas for actor in reparto.sin_cuenta],
        por=por.acceso,
    )
    asentar(
        por=por,
        accion="circular:enviar",
        objeto=("circular", folio),
        cartas=len(cartas),
        huella=circular.huella_de_lo_escrito,
    )
    return circular


def _exigir_enviable(asunto: str, texto: str, reparto: Reparto, marca: str) -> None:
    if not 0 < len(asunto) <= ASUNTO_MAXIMO or not 0 < len(texto) <= TEXTO_MAXIMO:
        raise CircularInvalida(
            f"Escriba un asunto de hasta {ASUNTO_MAXIMO} caracteres y un texto de hasta {TEXTO_MAXIMO}."
        )
    if not reparto.representaciones:
        raise CircularInvalida("Ninguno de los actores elegidos tiene una cuenta activa a quién escribirle.")
    if reparto.marca != marca:
        raise CircularInvalida("La lista de a quién se escribe cambió. Revísela y vuelva a decidir.")


def _carta(una: Representacion, proceso: Proceso, asunto: str, texto: str, folio: str) -> Carta:
    firma = f"{proceso.instituto.nombre}\nCandidatas y Candidatos, Conóceles"
    partes = [f"{una.cuenta.nombre}, representación de {una.actor.nombre}:", texto, f"Aviso {folio}", firma]
    acceso = una.cuenta.acceso
    return Carta(
        para=una.cuenta.correo, asunto=asunto, cuerpo="\n\n".join(partes), sobre=acceso, cuenta=acceso
    )


def _renglon(una: Representacion, carta: Carta) -> dict[str, Any]:
    return {
        "actor": una.actor.nombre,
        "siglas": una.actor.siglas,
        "acceso": una.cuenta.acceso,
        "nombre": una.cuenta.nombre,
        "para": una.cuenta.correo,
        "carta": carta.pk,
    }


def cartas_de(circular: Circular) -> list[tuple[dict[str, Any], Carta | None]]:
    """Cada destinataria con su carta, para saber si ya salió."""
    cartas = Carta.objects.in_bulk([d["carta"] for d in circular.destinatarias])
    return [(destinataria, cartas.get(destinataria["carta"])) for destinataria in circular.destinatarias]
