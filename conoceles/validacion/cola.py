"""La cola de revisión: qué candidaturas hay, de quién son y en qué orden se atienden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from conoceles.acuses.lectura import reconocidos_a_tiempo
from conoceles.calendario.models import Proceso
from conoceles.calendario.plazos import vence
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, Envio, Observacion, SolicitudDeCorreccion, Turno
from conoceles.publicacion import acciones as publicacion_acciones
from conoceles.publicacion import cuatro_ojos
from conoceles.publicacion.models import Ficha
from conoceles.registro.models import Candidatura

from .condiciones import ESTADOS, PENDIENTE, POR_PUBLICAR, filtrar

# Las anotaciones de `candidaturas` no las conoce el verificador de tipos.
Consulta = Any

ORDENES = {"antiguas": "enviado_en", "vence": "limite"}
CORRIGE = (Estado.OBSERVADO, Estado.EN_CORRECCION)


def candidaturas(proceso: Proceso) -> Consulta:
    """Todas las vigentes, con el estado de su cuestionario, su vencimiento, su turno y su publicación."""
    curricular = Q(cuestionarios__tipo=Cuestionario.Tipo.CURRICULAR)
    ficha = Ficha.objects.filter(pk=OuterRef("clave"))
    turno = Turno.objects.filter(cuestionario=OuterRef("curricular__pk"), vence_en__gt=timezone.now())
    tardios = Envio.objects.filter(cuestionario=OuterRef("curricular__pk"), fuera_de_plazo=True).exclude(
        folio__in=reconocidos_a_tiempo()
    )
    rechazos = cuatro_ojos.rechazos().filter(
        clave=OuterRef("clave"), resuelto_en__gte=OuterRef("curricular__validado_en")
    )
    return (
        Candidatura.objects.vigentes()
        .del_proceso(proceso)
        .annotate(curricular=FilteredRelation("cuestionarios", condition=curricular))
        .annotate(
            cuestionario_id=F("curricular__pk"),
            estado=Coalesce(F("curricular__estado"), Value(Estado.EN_CAPTURA.value)),
            enviado_en=F("curricular__enviado_en"),
            ronda=Coalesce(F("curricular__ronda"), Value(0)),
            asignado_a=Coalesce(F("curricular__asignado_a"), Value("")),
            en_turno=Subquery(turno.values("por")),
            llego_tarde=Exists(tardios),
            se_rechazo=Exists(rechazos),
            publicacion=Coalesce(Subquery(ficha.values("estado")), Value(Ficha.Estado.SIN_PUBLICAR.value)),
            envio_publicado=Subquery(ficha.values("envio_publicado")),
            ultimo_envio=_de_su_cuestionario(Envio, Max("numero")),
            vence_correccion=Coalesce(
                _de_su_cuestionario(Observacion, Min("vence_en"), atendida_en=None),
                _de_su_cuestionario(SolicitudDeCorreccion, Min("vence_en"), atendida_en=None),
            ),
            limite=_limite(proceso.parametros.dias_validacion),
        )
    )


def _de_su_cuestionario(modelo: Any, agregado: Any, **filtros: Any) -> Subquery:
    """Un agregado sobre las filas del cuestionario curricular, como subconsulta: no multiplica renglones."""
    filas = modelo.objects.filter(cuestionario=OuterRef("curricular__pk"), **filtros).order_by()
    return Subquery(filas.values("cuestionario").annotate(valor=agregado).values("valor"))


def _limite(dias: int) -> Case:
    revision = ExpressionWrapper(F("curricular__enviado_en") + timedelta(days=dias), DateTimeField())
    return Case(
        When(curricular__estado__in=CORRIGE, then=F("vence_correccion")),
        default=revision,
        output_field=DateTimeField(),
    )


def contar(consulta: Consulta) -> dict[str, int]:
    """Cuántas hay en cada estado, en una sola consulta."""
    return consulta.aggregate(**{clave: Count("pk", filter=si) for clave, (_, si) in ESTADOS.items()})


def ordenar(consulta: Consulta, orden: str) -> Consulta:
    return consulta.order_by(F(ORDENES[orden]).asc(nulls_last=True), "pk")


def pagina(consulta: Consulta, orden: str, inicio: int, fin: int) -> list[Any]:
    """Las filas de una página. Primero sólo sus llaves: lo demás no se calcula para las que se saltan."""
    llaves = list(ordenar(consulta, orden).values_list("pk", flat=True)[inicio:fin])
    filas = consulta.filter(pk__in=llaves).con_todo().select_related("marcas").in_bulk(llaves)
    return [filas[llave] for llave in llaves]


def para_hoy(proceso: Proceso, acceso: str) -> int:
    """Lo asignado a esa cuenta que espera revisión y vence hoy o ya venció."""
    filtros = {"asignada": "mias", "vence": "hasta_hoy"}
    return filtrar(candidaturas(proceso), filtros, proceso, acceso).filter(PENDIENTE).count()


def vencimiento(fila: Any, proceso: Proceso) -> datetime | None:
    """El instante (exclusivo) en que vence lo que la fila espera, o `None` si no espera nada."""
    if fila.estado in CORRIGE:
        return fila.vence_correccion
    if fila.estado in (Estado.ENVIADO, Estado.CORREGIDO, Estado.EN_VALIDACION):
        return vence(fila.enviado_en, proceso.parametros.dias_validacion, proceso.zona)
    return None


# --- Recorrerla -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lugar:
    """Dónde está una candidatura en la cola. `numero` es 0 si ya no está en ella; las claves, vacías si no hay más."""

    numero: int
    total: int
    anterior: str
    siguiente: str


def lugar(candidatura: Candidatura, filtros: dict[str, Any], proceso: Proceso, acceso: str) -> Lugar:
    """Su lugar en la cola y sus vecinas, las revise quien las revise."""
    cola, antes, despues = _alrededor(candidatura, filtros, proceso, acceso)
    cuentas = cola.aggregate(
        total=Count("pk"), antes=Count("pk", filter=antes), esta=Count("pk", filter=Q(pk=candidatura.pk))
    )
    ordenada = ordenar(cola, filtros["orden"])
    return Lugar(
        numero=cuentas["antes"] + 1 if cuentas["esta"] else 0,
        total=cuentas["total"],
        anterior=ordenada.filter(antes).reverse().values_list("clave", flat=True).first() or "",
        siguiente=ordenada.filter(despues).values_list("clave", flat=True).first() or "",
    )


def siguiente(candidatura: Candidatura, filtros: dict[str, Any], proceso: Proceso, acceso: str) -> str | None:
    """La clave de la que sigue en la cola, saltando lo que otra persona ya está revisando.

    Se calcula antes del acto: después, la candidatura puede haber salido de la cola.
    """
    cola, _, despues = _alrededor(candidatura, filtros, proceso, acceso)
    return _primera_libre(cola.filter(despues), filtros, acceso)


def primera(filtros: dict[str, Any], proceso: Proceso, acceso: str) -> str | None:
    """La clave de la primera de la cola que nadie más está revisando."""
    return _primera_libre(_la_cola(filtros, proceso, acceso), filtros, acceso)


def _primera_libre(cola: Consulta, filtros: dict[str, Any], acceso: str) -> str | None:
    libres = cola.filter(Q(en_turno=None) | Q(en_turno=acceso))
    return ordenar(libres, filtros["orden"]).values_list("clave", flat=True).first()


def _la_cola(filtros: dict[str, Any], proceso: Proceso, acceso: str) -> Consulta:
    return filtrar(candidaturas(proceso), filtros, proceso, acceso).filter(ESTADOS[filtros["estado"]][1])


def _alrededor(
    candidatura: Candidatura, filtros: dict[str, Any], proceso: Proceso, acceso: str
) -> tuple[Consulta, Q, Q]:
    """La cola y las condiciones de lo que va antes y después, esté o no la candidatura todavía en ella."""
    llave, pk = ORDENES[filtros["orden"]], candidatura.pk
    valor = candidaturas(proceso).filter(pk=pk).values_list(llave, flat=True).first()
    sin_valor = Q(**{f"{llave}__isnull": True})
    if valor is None:  # lo que no se ha enviado va al final
        antes, despues = ~sin_valor | Q(sin_valor, pk__lt=pk), Q(sin_valor, pk__gt=pk)
    else:
        antes = Q(**{f"{llave}__lt": valor}) | Q(**{llave: valor}, pk__lt=pk)
        despues = Q(**{f"{llave}__gt": valor}) | Q(**{llave: valor}, pk__gt=pk) | sin_valor
    return _la_cola(filtros, proceso, acceso), antes, despues


def por_publicar(proceso: Proceso, cargo: str = "") -> Consulta:
    """Lo validado que aún no está a la vista, en el orden de la boleta; de un cargo o de todos."""
    consulta = candidaturas(proceso).filter(POR_PUBLICAR).con_todo().select_related("persona__cuenta")
    if cargo:
        consulta = consulta.filter(posicion__contienda__cargo__clave=cargo)
    return consulta.order_by(
        "posicion__contienda__cargo__orden",
        "posicion__contienda__demarcacion__clave",
        "posicion__actor__orden",
        "pk",
    )


def no_pueden(pendientes: Consulta, por: Usuario) -> dict[str, str]:
    """Clave → por qué esta persona no la publica en bloque. Lo que se publica por primera vez no pide dos personas."""
    correcciones = list(pendientes.filter(envio_publicado__isnull=False))
    return publicacion_acciones.por_que_no(correcciones, por=por) if correcciones else {}
