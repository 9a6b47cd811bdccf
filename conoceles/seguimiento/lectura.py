"""Quiénes omitieron responder, contadas y listadas con la misma consulta: las cifras no pueden discrepar.

Son las mismas de quienes su página pública dice «No respondió»: no lo es quien no tuvo su acceso al vencer su plazo, ni
aquella a quien falta devolverle lo que el servicio faltó.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)

from conoceles.acuses.lectura import reconocidos_a_tiempo
from conoceles.calendario.models import Proceso
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, Envio, Respuesta
from conoceles.interrupciones.ausencias import por_devolver
from conoceles.registro.catalogos import TipoDeActor
from conoceles.registro.entregas import NUNCA_LO_RECIBIO, con_entrega, recibieron_acceso, tuvo_acceso
from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import vencen_entre, vencidas

from .models import PlazoPropio, Recepcion, Recordatorio, Requerimiento
from .omision import Omision

# Las anotaciones no las conoce el verificador de tipos.
Consulta = Any

INDEPENDIENTES = "independientes"  # como actor: todas juntas; cada una es un actor distinto
SIN_ACCESO = "sin_acceso"
SITUACIONES: dict[str, tuple[str, Q]] = {
    "sin_requerir": ("Sin requerir", Q(requerida=False)),
    "requerida": ("Requeridas, sin confirmar", Q(requerida=True, confirmada=False)),
    "confirmada": ("Confirmaron que lo recibieron", Q(confirmada=True)),
    SIN_ACCESO: ("Sin acceso a tiempo (no son omisas)", Q(sin_acceso=True)),
}


@dataclass(frozen=True)
class Filtros:
    """Lo que se elige de `vencidas_sin_enviar`, para ver o requerir; vacío, todas las omisas.

    Un valor que no existe no filtra nada. Las que no tuvieron acceso sólo salen si se piden.
    """

    actor: str = ""
    cargo: str = ""
    omision: str = ""
    situacion: str = ""

    def aplicar(self, consulta: Consulta) -> Consulta:
        if self.actor == INDEPENDIENTES:
            consulta = consulta.filter(posicion__actor__tipo=TipoDeActor.INDEPENDIENTE)
        elif self.actor:
            consulta = consulta.filter(posicion__actor__clave=self.actor)
        if self.cargo:
            consulta = consulta.filter(posicion__contienda__cargo__clave=self.cargo)
        if self.omision in Omision.values:
            consulta = consulta.filter(omision=self.omision)
        if self.situacion in SITUACIONES:
            consulta = consulta.filter(SITUACIONES[self.situacion][1])
        return consulta if self.situacion == SIN_ACCESO else consulta.filter(sin_acceso=False)


def en_captura(proceso: Proceso) -> Consulta:
    """Las vigentes que no han enviado su cuestionario curricular."""
    return sin_enviar(Candidatura.objects.vigentes().del_proceso(proceso))


def sin_enviar(candidaturas: Consulta) -> Consulta:
    """De ésas, las que no han enviado su cuestionario curricular."""
    enviados = Cuestionario.objects.curriculares().exclude(estado=Estado.EN_CAPTURA)
    return candidaturas.filter(~Exists(enviados.filter(candidatura=OuterRef("pk"))))


def _con_otro_plazo(hasta_el_requerimiento: str) -> Exists:
    """¿Se le dio un plazo propio después de ese requerimiento? El prefijo lleva de la fila a él."""
    return Exists(
        PlazoPropio.objects.filter(
            candidatura=OuterRef(f"{hasta_el_requerimiento}candidatura"),
            instante__gt=OuterRef(f"{hasta_el_requerimiento}instante"),
        )
    )


# La forma en consulta de `cuestionarios.integridad.esta_vacia`: lo que se borró no es haber respondido algo.
_VACIA = Q(valor="") | Q(valor=[])


def vencidas_sin_enviar(proceso: Proceso, ahora: datetime) -> Consulta:
    """Las omisas y las que no tuvieron acceso. Añade `sin_acceso`, `omision` (en consulta, la de `omision.omision`),
    `requerida`, `confirmada` y `requerimiento`.

    `requerida`: ya se le requirió por esta omisión. Un plazo propio dado después abre otra.
    """
    escritas = Respuesta.objects.filter(
        cuestionario__candidatura=OuterRef("pk"), cuestionario__tipo=Cuestionario.Tipo.CURRICULAR
    ).exclude(_VACIA)
    suyos = Requerimiento.objects.filter(candidatura=OuterRef("pk")).exclude(_con_otro_plazo(""))
    recepciones = Recepcion.objects.filter(requerimiento__candidatura=OuterRef("pk")).exclude(
        _con_otro_plazo("requerimiento__")
    )
    return _vencieron(en_captura(proceso), proceso, ahora).annotate(
        omision=Case(
            When(Exists(escritas), then=Value(Omision.PARCIAL.value)), default=Value(Omision.TOTAL.value)
        ),
        requerida=Exists(suyos),
        confirmada=Exists(recepciones),
        requerimiento=Subquery(suyos.order_by("-instante", "-pk").values("folio")[:1]),
    )


def no_respondieron(candidaturas: Consulta, proceso: Proceso, ahora: datetime) -> Consulta:
    """De esas vigentes, aquellas de quienes su página dice «No respondió»."""
    return _vencieron(sin_enviar(candidaturas), proceso, ahora).filter(sin_acceso=False)


def _vencieron(sin_enviar: Consulta, proceso: Proceso, ahora: datetime) -> Consulta:
    """Las que dejaron pasar su plazo, con `sin_acceso`."""
    return _con_acceso(_sin_las_que_se_recorren(sin_enviar.filter(vencidas(proceso, ahora)), proceso))


def _sin_las_que_se_recorren(vencieron: Consulta, proceso: Proceso) -> Consulta:
    """Sin aquellas a quienes falta devolver lo que el servicio faltó: su límite todavía será otro.

    Se nombran por su límite y no una por una: miles comparten el de su cargo.
    """
    pendientes = por_devolver(proceso)
    if not pendientes.ausencias:
        return vencieron
    for limite in {candidatura.plazo_de_captura for candidatura in _con_su_plazo(vencieron)}:
        if pendientes.se_recorre(limite):
            vencieron = vencieron.exclude(vencen_entre(proceso, limite - datetime.resolution, limite))
    return vencieron


def _con_acceso(vencieron: Consulta) -> Consulta:
    """Añade `sin_acceso`: lo contrario de `tuvo_acceso`, la función que decide lo que dice su página.

    En la consulta sólo se nombra a quien lo recibió tarde o se lo cerraron, que son pocas; a quien nunca lo
    recibió la reconoce `NUNCA_LO_RECIBIO`.
    """
    vencieron = con_entrega(vencieron)
    con_algo = list(_con_su_plazo(vencieron.exclude(NUNCA_LO_RECIBIO)))
    recibieron = recibieron_acceso(con_algo)
    no_les_sirvio = [candidatura.pk for candidatura in con_algo if not tuvo_acceso(candidatura, recibieron)]
    return vencieron.annotate(
        sin_acceso=ExpressionWrapper(NUNCA_LO_RECIBIO | Q(pk__in=no_les_sirvio), output_field=BooleanField())
    )


def _con_su_plazo(candidaturas: Consulta) -> Consulta:
    """Con lo que hace falta para saber el de miles: el cargo y el proceso se leen una vez y se comparten."""
    return candidaturas.select_related("posicion").prefetch_related("posicion__contienda__cargo__proceso")


def omisas(proceso: Proceso, ahora: datetime) -> Consulta:
    """Las de todo el proceso de quienes su página dice «No respondió»."""
    return Filtros().aplicar(vencidas_sin_enviar(proceso, ahora))


def sin_acceso(vencieron: Consulta, filtros: Filtros = Filtros()) -> Consulta:
    """De `vencidas_sin_enviar`, las que no son omisas: se les da acceso y otro plazo antes de requerirlas."""
    return replace(filtros, situacion=SIN_ACCESO).aplicar(vencieron)


def por_requerir(proceso: Proceso, ahora: datetime, filtros: Filtros, *, repetir: bool = False) -> Consulta:
    """Las omisas que los filtros eligen; salvo `repetir`, aún sin requerimiento."""
    elegidas = filtros.aplicar(omisas(proceso, ahora))
    return elegidas if repetir else elegidas.filter(requerida=False)


def en_orden(consulta: Consulta) -> Consulta:
    """Con lo que hace falta para nombrarlas, en el orden de la boleta."""
    return (
        consulta.con_todo()
        .select_related("persona__cuenta")
        .order_by(
            "posicion__contienda__cargo__orden",
            "posicion__contienda__demarcacion__clave",
            "posicion__actor__orden",
            "posicion__numero",
            "pk",
        )
    )


@dataclass(frozen=True)
class Renglon:
    """Las omisiones de un postulante o de un cargo; `clave` es la que filtra."""

    clave: str
    nombre: str
    total: int
    parcial: int
    requeridas: int

    @property
    def suma(self) -> int:
        return self.total + self.parcial


def por_actor(consulta: Consulta) -> list[Renglon]:
    """Un renglón por partido o alianza, y uno solo por todas las independientes."""
    es_sola = Q(posicion__actor__tipo=TipoDeActor.INDEPENDIENTE)
    contadas = _contar(consulta.exclude(es_sola), "posicion__actor", "clave", "nombre")
    solas = consulta.filter(es_sola).aggregate(**_CUENTAS)
    if solas["parciales"] or solas["totales"]:
        contadas.append(_renglon(INDEPENDIENTES, "Candidaturas independientes", solas))
    return contadas


def por_cargo(consulta: Consulta) -> list[Renglon]:
    return _contar(consulta, "posicion__contienda__cargo", "clave", "nombre")


_CUENTAS = {
    "totales": Count("pk", filter=Q(omision=Omision.TOTAL)),
    "parciales": Count("pk", filter=Q(omision=Omision.PARCIAL)),
    "ya_requeridas": Count("pk", filter=Q(requerida=True)),
}


def _contar(consulta: Consulta, de: str, clave: str, nombre: str) -> list[Renglon]:
    campos = [f"{de}__orden", f"{de}__{clave}", f"{de}__{nombre}"]
    filas = consulta.order_by(*campos).values(*campos).annotate(**_CUENTAS)
    return [_renglon(fila[campos[1]], fila[campos[2]], fila) for fila in filas]


def _renglon(clave: str, nombre: str, cuentas: dict[str, int]) -> Renglon:
    return Renglon(clave, nombre, cuentas["totales"], cuentas["parciales"], cuentas["ya_requeridas"])


def respondieron_tarde(proceso: Proceso) -> int:
    """Cuántas vigentes enviaron después de su plazo; corregir después no lo borra. No, lo reconocido a tiempo."""
    vigentes = Candidatura.objects.vigentes().del_proceso(proceso)
    tardios = Envio.objects.filter(cuestionario__candidatura__in=vigentes, numero=1, fuera_de_plazo=True)
    return tardios.exclude(folio__in=reconocidos_a_tiempo()).count()


def recordadas(proceso: Proceso) -> dict[str, int]:
    """A cuántas candidaturas vigentes se les ha escrito un recordatorio y a cuántas no se pudo."""
    vigentes = Candidatura.objects.vigentes().del_proceso(proceso)
    suyos = Recordatorio.objects.filter(candidatura__in=vigentes)
    resultados = (Recordatorio.Resultado.ENVIADO, Recordatorio.Resultado.SIN_CORREO)
    return suyos.aggregate(
        **{str(r): Count("candidatura", distinct=True, filter=Q(resultado=r)) for r in resultados}
    )


def requerimientos_de(candidatura: Candidatura) -> list[Requerimiento]:
    """Los requerimientos de una candidatura, el más reciente primero, con su recepción si la hay."""
    return list(Requerimiento.objects.filter(candidatura=candidatura).select_related("recepcion"))
