"""Las candidaturas de un partido: en qué está cada una, sus filtros y sus cuentas."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from conoceles.comun.busqueda import plegado
from conoceles.comun.texto import plegar_busqueda
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, Observacion
from conoceles.registro.entregas import POR_ENTREGAR, con_lo_que_falta
from conoceles.registro.models import ActorPolitico, Candidatura
from conoceles.registro.plazos import vencen_entre, vencidas
from conoceles.seguimiento.lectura import no_respondieron

from .models import RecordatorioDePartido

# Las anotaciones de `candidaturas` no las conoce el verificador de tipos.
Consulta = Any

OMISA, SIN_ACCESO, SIN_ENTRAR, EN_CAPTURA = "omisa", "sin_acceso", "sin_entrar", "en_captura"
OBSERVADA, ENVIADA, VALIDADA = "observada", "enviada", "validada"
# Clave en la dirección → (rótulo de la lista, rótulo de una, variante de su etiqueta). Cada candidatura está
# en una sola; `_situacion` dice en cuál.
SITUACIONES: dict[str, tuple[str, str, str]] = {
    SIN_ACCESO: ("Sin acceso", "Sin acceso", "atencion"),
    SIN_ENTRAR: ("Sin entrar", "Sin entrar", "atencion"),
    EN_CAPTURA: ("En captura", "En captura", "progreso"),
    OBSERVADA: ("Con observaciones", "Con observaciones", "error"),
    ENVIADA: ("Enviadas", "Enviada", "informacion"),
    VALIDADA: ("Validadas", "Validada", "exito"),
    OMISA: ("Omisas", "Omisa", "error"),
}
# Otras listas, que cruzan las anteriores.
CRUCES: dict[str, tuple[str, Q]] = {
    "todas": ("Todas", Q(pk__isnull=False)),
    "por_entregar": ("Acceso por entregar", POR_ENTREGAR),
}
POR_RESPONDER = (SIN_ACCESO, SIN_ENTRAR, EN_CAPTURA)
VENCIMIENTOS = {
    "hoy": "Vencen hoy",
    "tres": "Vencen en los próximos tres días",
    "vencidas": "Ya vencieron",
}


def candidaturas(actor: ActorPolitico, ahora: datetime) -> Consulta:
    """Las vigentes que le toca cuidar.

    Añade `en_que_va`, `vence_correccion` (de lo observado), `recordada_hoy` y `puede_recordarse`, y lo que
    consta de la entrega de su acceso (`registro.entregas.con_lo_que_falta`).
    """
    curricular = Q(cuestionarios__tipo=Cuestionario.Tipo.CURRICULAR)
    abiertas = Observacion.objects.filter(
        cuestionario=OuterRef("curricular__pk"), emitida_en__isnull=False, atendida_en=None
    )
    vence = abiertas.order_by().values("cuestionario").annotate(valor=Min("vence_en")).values("valor")
    hoy = RecordatorioDePartido.objects.filter(candidatura=OuterRef("pk"), dia=dia_de(actor, ahora))
    propias: Consulta = Candidatura.objects.vigentes().de_partido(actor)
    return con_lo_que_falta(
        propias.annotate(curricular=FilteredRelation("cuestionarios", condition=curricular))
        .annotate(
            estado=Coalesce(F("curricular__estado"), Value(Estado.EN_CAPTURA.value)),
            vence_correccion=Subquery(vence),
        )
        .annotate(en_que_va=_situacion(actor, ahora), recordada_hoy=Exists(hoy))
        .annotate(puede_recordarse=_puede_recordarse(actor))
    )


def _puede_recordarse(actor: ActorPolitico) -> Case:
    """A quién puede recordársele hoy: le toca hacer algo, todavía puede, y hay a dónde escribirle."""
    esperan = [SIN_ENTRAR, EN_CAPTURA, OBSERVADA]
    if actor.proceso.parametros.acepta_extemporaneas:
        esperan.append(OMISA)
    con_correo = Q(persona__cuenta__is_active=True) & ~Q(persona__cuenta__correo="")
    return Case(
        When(con_correo & Q(en_que_va__in=esperan, recordada_hoy=False), then=Value(True)),
        default=Value(False),
    )


def dia_de(actor: ActorPolitico, ahora: datetime) -> date:
    """El día de hoy donde ocurre el proceso: con él se cuenta un recordatorio al día."""
    return ahora.astimezone(actor.proceso.zona).date()


def _situacion(actor: ActorPolitico, ahora: datetime) -> Case:
    """Omisa es aquella de quien su página dice «No respondió»; a quien no tuvo acceso a tiempo le sigue faltando eso."""
    suyas = Candidatura.objects.vigentes().de_partido(actor)
    omisas = no_respondieron(suyas, actor.proceso, ahora).values("pk")
    return Case(
        # Quien corrige por su voluntad ya cumplió: lo validado sigue en pie mientras tanto.
        When(estado__in=[Estado.VALIDADO, Estado.EN_CORRECCION], then=Value(VALIDADA)),
        When(estado=Estado.OBSERVADO, then=Value(OBSERVADA)),
        When(~Q(estado=Estado.EN_CAPTURA), then=Value(ENVIADA)),
        When(pk__in=omisas, then=Value(OMISA)),
        When(persona__cuenta=None, then=Value(SIN_ACCESO)),
        When(persona__cuenta__primera_entrada_en=None, then=Value(SIN_ENTRAR)),
        default=Value(EN_CAPTURA),
        output_field=CharField(),
    )


def condicion(estado: str) -> Q:
    """Qué candidaturas enseña esa lista. La misma condición cuenta y lista: no pueden discrepar."""
    return CRUCES[estado][1] if estado in CRUCES else Q(en_que_va=estado)


def rotulo(estado: str) -> str:
    return CRUCES[estado][0] if estado in CRUCES else SITUACIONES[estado][0]


ESTADOS = ("todas", *SITUACIONES, "por_entregar")


def contar(consulta: Consulta) -> dict[str, int]:
    """Cuántas hay en cada lista, en una sola consulta."""
    return consulta.aggregate(**{f"n_{clave}": Count("pk", filter=condicion(clave)) for clave in ESTADOS})


def filtrar(consulta: Consulta, filtros: dict[str, Any], actor: ActorPolitico, ahora: datetime) -> Consulta:
    """Aplica los filtros ya validados, menos el estado: sobre esto se cuentan los estados."""
    if cargo := filtros.get("cargo"):
        consulta = consulta.filter(posicion__contienda__cargo__clave=cargo)
    if demarcacion := filtros.get("demarcacion"):
        tipo, _, clave = demarcacion.partition("-")
        consulta = consulta.filter(
            posicion__contienda__demarcacion__tipo=tipo, posicion__contienda__demarcacion__clave=clave
        )
    if plazo := filtros.get("vence"):
        consulta = consulta.filter(_en_vencimiento(plazo, actor, ahora))
    for palabra in plegar_busqueda(filtros.get("q") or "").split():
        consulta = consulta.alias(nombre_plegado=plegado("persona__nombre_completo")).filter(
            Q(nombre_plegado__contains=palabra) | Q(clave=palabra) | Q(folio_registro__iexact=palabra)
        )
    return consulta


def _en_vencimiento(plazo: str, actor: ActorPolitico, ahora: datetime) -> Q:
    """Sólo tiene vencimiento lo que espera a la persona: enviar en plazo o corregir lo observado."""
    observada = Q(en_que_va=OBSERVADA)
    if plazo == "vencidas":
        sin_enviar = Q(en_que_va__in=(*POR_RESPONDER, OMISA)) & vencidas(actor.proceso, ahora)
        return sin_enviar | (observada & Q(vence_correccion__lte=ahora))
    zona = actor.proceso.zona
    dias = {"hoy": 1, "tres": 4}[plazo]
    hasta = datetime.combine(ahora.astimezone(zona).date() + timedelta(days=dias), time.min, tzinfo=zona)
    por_enviar = Q(en_que_va__in=POR_RESPONDER) & vencen_entre(actor.proceso, ahora, hasta)
    return por_enviar | (observada & Q(vence_correccion__gt=ahora, vence_correccion__lte=hasta))


def ordenar(consulta: Consulta) -> Consulta:
    """En el orden de la boleta."""
    return consulta.order_by(
        "posicion__contienda__cargo__orden",
        "posicion__contienda__demarcacion__clave",
        "posicion__numero",
        "posicion__calidad",
        "pk",
    )


def con_nombres(consulta: Consulta) -> Consulta:
    """Con lo que hace falta para nombrarlas y saber su plazo.

    Los cargos, las demarcaciones y el proceso se leen una vez para todas: con miles de candidaturas, leer
    el proceso en cada renglón costaría más que todo lo demás.
    """
    return consulta.select_related("persona__cuenta", "posicion").prefetch_related(
        "posicion__actor", "posicion__contienda__demarcacion", "posicion__contienda__cargo__proceso"
    )
