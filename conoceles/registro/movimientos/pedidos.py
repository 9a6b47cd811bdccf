"""Lo que se pide registrar y por qué no procede, si no procede. No escribe nada."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from conoceles.comun.horas import fecha_y_hora
from conoceles.comun.texto import plegar_busqueda
from conoceles.registro.catalogos import ClaseDeMovimiento as Clase
from conoceles.registro.models import Candidatura, Movimiento

from .historia import ultima_en_salir, ultimo_instante, vigente_del_lugar
from .tabla import Entra, paso, posibles

ACUERDO_MAXIMO = Movimiento._meta.get_field("acuerdo").max_length or 80
MOTIVO_MAXIMO = Movimiento._meta.get_field("motivo").max_length or 300


@dataclass(frozen=True)
class Entrante:
    """Quien ocupará el lugar. Cada diccionario: atributo del modelo → valor, sólo con lo que se sabe."""

    persona: dict[str, Any]
    reservados: dict[str, Any] = field(default_factory=dict)
    candidatura: dict[str, Any] = field(default_factory=dict)

    @property
    def nombre(self) -> str:
        return str(self.persona["nombre_completo"])


@dataclass(frozen=True)
class Pedido:
    """Un movimiento por registrar. `candidatura`: quien sale, o quien vuelve; leída con `historia.con_historia`."""

    candidatura: Candidatura
    clase: Clase
    acuerdo: str
    surte_en: datetime
    motivo: str = ""
    entra: Entrante | None = None


class Reparo(NamedTuple):
    """Por qué no procede y en qué dato: `clase`, `acuerdo`, `surte_en`, `motivo` o `entra`."""

    dato: str
    motivo: str


class NoProcede(Exception):
    """Uno de los movimientos no puede registrarse. El mensaje dice cuál y por qué."""


def ofrecibles(candidatura: Candidatura) -> list[Clase]:
    """Los que pueden registrarse hoy de ella: los que la tabla permite, y cubrir el lugar sólo si está vacante."""
    vacante = not any(_de_la_vacante(candidatura))
    return [clase for clase in posibles(candidatura.situacion) if clase != Clase.COBERTURA or vacante]


def reparos(pedido: Pedido, ahora: datetime) -> list[Reparo]:
    """Todo lo que impide registrarlo a ese instante; vacío si procede."""
    return [
        *_de_la_situacion(pedido),
        *_de_quien_entra(pedido),
        *_del_acuerdo(pedido),
        *_de_la_fecha(pedido, ahora),
    ]


def _de_la_situacion(pedido: Pedido) -> Iterator[Reparo]:
    candidatura, clase = pedido.candidatura, pedido.clase
    situacion = candidatura.get_situacion_display().lower()
    if not paso(clase).se_registra:
        yield Reparo("clase", f"«{clase.label}» no se registra a mano")
    elif candidatura.situacion not in paso(clase).desde:
        yield Reparo("clase", f"no procede «{clase.label}»: la candidatura está {situacion}")
    elif clase == Clase.COBERTURA:
        yield from _de_la_vacante(candidatura)


def _de_la_vacante(candidatura: Candidatura) -> Iterator[Reparo]:
    ocupante, ultima = vigente_del_lugar(candidatura), ultima_en_salir(candidatura)
    if ocupante:
        yield Reparo("clase", f"el lugar no está vacante: lo ocupa {ocupante.persona}")
    elif ultima != candidatura:
        yield Reparo(
            "clase", f"la última en dejar el lugar fue {ultima.persona}: cúbralo desde su candidatura"
        )


def _de_quien_entra(pedido: Pedido) -> Iterator[Reparo]:
    regla = paso(pedido.clase).entra
    if pedido.entra is None:
        if regla is Entra.SIEMPRE:
            yield Reparo("entra", f"«{pedido.clase.label}» pide el nombre de quien entra")
    elif regla is Entra.NADIE:
        yield Reparo("entra", f"«{pedido.clase.label}» no lleva a nadie que entre: deje vacío su nombre")
    elif _es_la_que_sale(pedido.entra, pedido.candidatura):
        yield Reparo(
            "entra",
            "se llama igual que quien sale; si es otra persona, agregue su CURP o su fecha de nacimiento",
        )


def _es_la_que_sale(entra: Entrante, candidatura: Candidatura) -> bool:
    """El mismo nombre, en cualquier orden, sin nada que diga que es un homónimo."""
    nombres = (entra.nombre, candidatura.persona.nombre_completo)
    iguales = len({" ".join(sorted(plegar_busqueda(nombre).split())) for nombre in nombres}) == 1
    return iguales and not (entra.reservados.get("curp") or entra.reservados.get("fecha_de_nacimiento"))


def _del_acuerdo(pedido: Pedido) -> Iterator[Reparo]:
    if not pedido.acuerdo:
        yield Reparo("acuerdo", "falta el número del acuerdo o de la resolución")
    elif len(pedido.acuerdo) > ACUERDO_MAXIMO:
        yield Reparo("acuerdo", f"tiene {len(pedido.acuerdo)} caracteres y caben {ACUERDO_MAXIMO}")
    if len(pedido.motivo) > MOTIVO_MAXIMO:
        yield Reparo("motivo", f"tiene {len(pedido.motivo)} caracteres y caben {MOTIVO_MAXIMO}")


def _de_la_fecha(pedido: Pedido, ahora: datetime) -> Iterator[Reparo]:
    """Ni futura ni de un día anterior a lo último que consta: la historia va en orden."""
    desde = lo_ultimo_que_consta(pedido)
    with timezone.override(pedido.candidatura.proceso.zona):
        if pedido.surte_en > ahora:
            yield Reparo("surte_en", "es posterior a este momento: regístrelo cuando surta efectos")
        elif timezone.localdate(pedido.surte_en) < timezone.localdate(desde):
            consta = fecha_y_hora(desde)
            yield Reparo(
                "surte_en", f"es anterior a lo último que consta de esta candidatura o de su lugar ({consta})"
            )


def lo_ultimo_que_consta(pedido: Pedido) -> datetime:
    """De la candidatura; si vuelve, también de su lugar: no puede volver antes de lo que después pasó en él."""
    candidatura = pedido.candidatura
    del_lugar = candidatura.posicion.candidaturas.all() if pedido.clase == Clase.RESTITUCION else []
    return max(ultimo_instante(una) for una in [candidatura, *del_lugar])
