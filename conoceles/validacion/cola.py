"""La cola de revisión: qué candidaturas hay, en qué estado y en qué orden se atienden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
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

from conoceles.bitacora.models import Asiento
from conoceles.calendario.models import Proceso
from conoceles.calendario.plazos import vence
from conoceles.comun.busqueda import plegado
from conoceles.comun.texto import plegar_busqueda
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, Envio, Observacion
from conoceles.publicacion.models import Ficha
from conoceles.registro.models import Candidatura

# Las anotaciones de `candidaturas` no las conoce el verificador de tipos.
Consulta = Any

PENDIENTE = Q(estado__in=[Estado.ENVIADO, Estado.CORREGIDO, Estado.EN_VALIDACION])
# Lo que `publicar` cambiaría. Lo retirado se decide de una en una: no entra en un acto en bloque.
POR_PUBLICAR = Q(estado=Estado.VALIDADO) & (
    Q(publicacion=Ficha.Estado.SIN_PUBLICAR)
    | (Q(publicacion=Ficha.Estado.PUBLICADA) & ~Q(envio_publicado=F("ultimo_envio")))
)

# Clave en la dirección → (rótulo, condición). La misma condición cuenta y lista: no pueden discrepar.
ESTADOS: dict[str, tuple[str, Q]] = {
    "pendientes": ("Por atender", PENDIENTE),
    "enviado": ("Por revisar", Q(estado=Estado.ENVIADO)),
    "corregido": ("Corregidas", Q(estado=Estado.CORREGIDO)),
    "en_validacion": ("En revisión", Q(estado=Estado.EN_VALIDACION)),
    "observado": ("Con observaciones", Q(estado=Estado.OBSERVADO)),
    "validado": ("Validadas", Q(estado=Estado.VALIDADO)),
    "por_publicar": ("Validadas sin publicar", POR_PUBLICAR),
    "publicada": ("Publicadas", Q(publicacion=Ficha.Estado.PUBLICADA)),
    "retirada": ("Retiradas de la vista", Q(publicacion=Ficha.Estado.RETIRADA)),
    "en_captura": ("Sin enviar", Q(estado=Estado.EN_CAPTURA)),
    "todas": ("Todas", Q(pk__isnull=False)),
}

# El vencimiento con que se trabaja: el de quien corrige o el de quien revisa.
VENCIMIENTOS = {
    "vencidas": "Ya vencieron",
    "hoy": "Vencen hoy",
    "tres": "Vencen en los próximos tres días",
}

ORDENES = {"antiguas": "enviado_en", "vence": "limite"}


def candidaturas(proceso: Proceso) -> Consulta:
    """Todas las vigentes, con el estado de su cuestionario, su vencimiento y su publicación."""
    curricular = Q(cuestionarios__tipo=Cuestionario.Tipo.CURRICULAR)
    ficha = Ficha.objects.filter(pk=OuterRef("clave"))
    return (
        Candidatura.objects.vigentes()
        .del_proceso(proceso)
        .annotate(curricular=FilteredRelation("cuestionarios", condition=curricular))
        .annotate(
            cuestionario_id=F("curricular__pk"),
            estado=Coalesce(F("curricular__estado"), Value(Estado.EN_CAPTURA.value)),
            enviado_en=F("curricular__enviado_en"),
            ronda=F("curricular__ronda"),
            publicacion=Coalesce(Subquery(ficha.values("estado")), Value(Ficha.Estado.SIN_PUBLICAR.value)),
            envio_publicado=Subquery(ficha.values("envio_publicado")),
            ultimo_envio=_de_su_cuestionario(Envio, Max("numero")),
            vence_correccion=_de_su_cuestionario(Observacion, Min("vence_en"), atendida_en=None),
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
        When(curricular__estado=Estado.OBSERVADO, then=F("vence_correccion")),
        default=revision,
        output_field=DateTimeField(),
    )


def con_quien_revisa(consulta: Consulta) -> Consulta:
    """Añade `tomada_por`, la cuenta que tomó la revisión en curso según la bitácora, y si lo enviado llegó tarde."""
    ultima_toma = Asiento.objects.filter(
        objeto_tipo="candidatura",
        objeto_clave=OuterRef("clave"),
        accion__in=["cuestionario:tomar", "cuestionario:reabrir"],
    ).order_by("-secuencia")
    tardios = Envio.objects.filter(cuestionario=OuterRef("curricular__pk"), fuera_de_plazo=True)
    return consulta.annotate(
        tomada_por=Subquery(ultima_toma.values("actor")[:1]), llego_tarde=Exists(tardios)
    )


def filtrar(consulta: Consulta, filtros: dict[str, Any], proceso: Proceso) -> Consulta:
    """Aplica los filtros ya validados, menos el estado: sobre esto se cuentan los estados."""
    if cargo := filtros.get("cargo"):
        consulta = consulta.filter(posicion__contienda__cargo__clave=cargo)
    if demarcacion := filtros.get("demarcacion"):
        tipo, _, clave = demarcacion.partition("-")
        consulta = consulta.filter(
            posicion__contienda__demarcacion__tipo=tipo, posicion__contienda__demarcacion__clave=clave
        )
    if actor := filtros.get("actor"):
        consulta = consulta.filter(posicion__actor__clave=actor)
    if plazo := filtros.get("vence"):
        consulta = consulta.filter(_en_vencimiento(plazo, proceso, timezone.now()))
    for palabra in plegar_busqueda(filtros.get("q") or "").split():
        consulta = consulta.alias(nombre_plegado=plegado("persona__nombre_completo")).filter(
            Q(nombre_plegado__contains=palabra) | Q(clave=palabra)
        )
    return consulta


def _en_vencimiento(plazo: str, proceso: Proceso, ahora: datetime) -> Q:
    """Sólo lo que espera a alguien tiene vencimiento: lo pendiente de revisar y lo devuelto sin corregir."""
    hoy = datetime.combine(ahora.astimezone(proceso.zona).date(), time.min, tzinfo=proceso.zona)
    # Un envío del día D vence al terminar el día D + dias: sus límites son medianoches locales.
    revision = timedelta(days=proceso.parametros.dias_validacion)
    hasta = {"vencidas": hoy, "hoy": hoy + timedelta(days=1), "tres": hoy + timedelta(days=4)}[plazo]
    pendiente = PENDIENTE & Q(enviado_en__lt=hasta - revision)
    devuelto = Q(estado=Estado.OBSERVADO, vence_correccion__lte=hasta)
    if plazo != "vencidas":
        pendiente &= Q(enviado_en__gte=hoy - revision)
        devuelto &= Q(vence_correccion__gt=hoy)
    return pendiente | devuelto


def contar(consulta: Consulta) -> dict[str, int]:
    """Cuántas hay en cada estado, en una sola consulta."""
    return consulta.aggregate(**{clave: Count("pk", filter=si) for clave, (_, si) in ESTADOS.items()})


def ordenar(consulta: Consulta, orden: str) -> Consulta:
    return consulta.order_by(F(ORDENES[orden]).asc(nulls_last=True), "pk")


def vencimiento(fila: Any, proceso: Proceso) -> datetime | None:
    """El instante (exclusivo) en que vence lo que la fila espera, o `None` si no espera nada."""
    if fila.estado == Estado.OBSERVADO:
        return fila.vence_correccion
    if fila.estado in (Estado.ENVIADO, Estado.CORREGIDO, Estado.EN_VALIDACION):
        return vence(fila.enviado_en, proceso.parametros.dias_validacion, proceso.zona)
    return None


def siguiente(candidatura: Candidatura, filtros: dict[str, Any], proceso: Proceso, acceso: str) -> str | None:
    """La clave de la que sigue en la cola, saltando lo que otra persona ya está revisando.

    Se calcula antes del acto: después, la candidatura puede haber salido de la cola.
    """
    llave = ORDENES[filtros["orden"]]
    todas = candidaturas(proceso)
    aqui = todas.filter(pk=candidatura.pk).values_list(llave, "pk").first()
    if aqui is None or aqui[0] is None:
        return None
    cola = filtrar(todas, filtros, proceso).filter(ESTADOS[filtros["estado"]][1])
    cola = cola.filter(Q(**{f"{llave}__gt": aqui[0]}) | Q(**{llave: aqui[0]}, pk__gt=aqui[1]))
    filas = con_quien_revisa(ordenar(cola, filtros["orden"])).values_list("clave", "estado", "tomada_por")
    return next(_libres(filas.iterator(chunk_size=20), acceso), None)


def _libres(filas: Any, acceso: str) -> Iterator[str]:
    for clave, estado, tomada_por in filas:
        if estado != Estado.EN_VALIDACION or tomada_por in (None, "", acceso):
            yield clave


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
