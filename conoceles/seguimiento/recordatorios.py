"""Recordar un vencimiento 7, 3 y 1 días antes y el último día, a las nueve; se detiene en cuanto se envía.

Repetirlo no escribe dos veces: cada recordatorio tiene su fila. Se trabaja por lotes, cada uno en su transacción,
para no detener los guardados de nadie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.calendario.models import Proceso
from conoceles.calendario.plazos import hora_de_recordar, por_recordar, ultimo_dia
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.integridad import faltas
from conoceles.cuestionarios.models import Cuestionario, Observacion, SolicitudDeCorreccion
from conoceles.mensajes.acciones import escribir_varias
from conoceles.mensajes.models import Carta
from conoceles.registro.cartas import Texto, a_su_cuenta
from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import vencen_entre

from . import cartas
from .lectura import en_captura
from .models import PlazoPropio, Recordatorio

LOTE = 500
Clase, Resultado = Recordatorio.Clase, Recordatorio.Resultado
# Las anotaciones no las conoce el verificador de tipos.
Consulta = Any


# --- Qué vence, hasta cuándo y qué se dice ---------------------------------------------------------------


@dataclass(frozen=True)
class Vencimiento:
    """Algo que se recuerda. `consulta` da las candidaturas a las que les vence en un lapso, con dos anotaciones:

    `corre_desde`: lo que debía recordarse antes de que el plazo empezara no se recuerda.
    `vence_en`: el instante, si se le fijó; nulo si se calcula del general y de lo asegurado (`limite`).
    """

    clase: str
    dias: tuple[int, ...]
    consulta: Callable[[Proceso, datetime, datetime], Consulta]
    limite: Callable[[Any], datetime]
    carta: Callable[[Any, datetime, int], Texto]


def _por_responder(proceso: Proceso, desde: datetime, hasta: datetime) -> Consulta:
    fijado = PlazoPropio.objects.filter(candidatura=OuterRef("pk")).order_by("-instante")
    return (
        en_captura(proceso)
        .filter(vencen_entre(proceso, desde, hasta))
        .annotate(
            corre_desde=Coalesce(Subquery(fijado.values("instante")[:1]), F("aprobada_en")),
            vence_en=F("captura_hasta"),
        )
    )


def _carta_para_responder(candidatura: Candidatura, limite: datetime, dias: int) -> Texto:
    return cartas.recordatorio(candidatura, limite, dias, _secciones_incompletas(candidatura))


def _secciones_incompletas(candidatura: Candidatura) -> list[str]:
    """Sus títulos. Espera los cuestionarios curriculares ya traídos, con sus respuestas."""
    cuestionario = next(iter(candidatura.cuestionarios.all()), None)
    clave = Cuestionario.definicion_que_rige(candidatura, Cuestionario.Tipo.CURRICULAR)
    definicion = cuestionario.definicion if cuestionario else DEFINICIONES[clave]
    respuestas = cuestionario.respuestas_por_clave() if cuestionario else {}
    con_espacios = candidatura.proceso.parametros.contar_espacios
    incompletas = {f.seccion for f in faltas(definicion, respuestas, contar_espacios=con_espacios)}
    return [seccion.titulo for seccion in definicion if seccion.clave in incompletas]


def _por_corregir(proceso: Proceso, desde: datetime, hasta: datetime) -> Consulta:
    abiertas = Observacion.objects.filter(
        cuestionario__candidatura=OuterRef("pk"), emitida_en__isnull=False, atendida_en=None
    )
    return (
        Candidatura.objects.vigentes()
        .del_proceso(proceso)
        .annotate(
            vence_en=Subquery(abiertas.order_by("vence_en").values("vence_en")[:1]),
            corre_desde=Subquery(abiertas.order_by("-emitida_en").values("emitida_en")[:1]),
        )
        .filter(vence_en__gt=desde, vence_en__lte=hasta)
    )


def _carta_para_corregir(candidatura: Candidatura, limite: datetime, dias: int) -> Texto:
    return cartas.recordatorio_de_correccion(candidatura, limite, dias, _secciones_por_corregir(candidatura))


def _secciones_por_corregir(candidatura: Candidatura) -> list[str]:
    """Los títulos de lo observado, o de lo que se le concedió corregir."""
    cuestionario = candidatura.cuestionarios.all()[0]
    abiertas = cuestionario.secciones_editables()
    return [seccion.titulo for seccion in cuestionario.definicion if seccion.clave in abiertas]


def _por_corregir_lo_pedido(proceso: Proceso, desde: datetime, hasta: datetime) -> Consulta:
    """La corrección que la persona pidió y se le concedió. Sin ella sigue en pie lo validado, pero no tendrá otra."""
    concedidas = SolicitudDeCorreccion.objects.filter(
        cuestionario__candidatura=OuterRef("pk"),
        cuestionario__estado=Estado.EN_CORRECCION,
        vence_en__isnull=False,
        atendida_en=None,
    )
    return (
        Candidatura.objects.vigentes()
        .del_proceso(proceso)
        .annotate(
            vence_en=Subquery(concedidas.values("vence_en")[:1]),
            corre_desde=Subquery(concedidas.values("resuelta_en")[:1]),
        )
        .filter(vence_en__gt=desde, vence_en__lte=hasta)
    )


def _carta_de_lo_pedido(candidatura: Candidatura, limite: datetime, dias: int) -> Texto:
    return cartas.recordatorio_de_lo_pedido(candidatura, limite, dias, _secciones_por_corregir(candidatura))


VENCIMIENTOS = (
    Vencimiento(
        Clase.CAPTURA, (0, 1, 3, 7), _por_responder, lambda c: c.plazo_de_captura, _carta_para_responder
    ),
    Vencimiento(Clase.CORRECCION, (0, 1), _por_corregir, lambda c: c.vence_en, _carta_para_corregir),
    # Nunca a la vez que lo observado: un cuestionario está en lo uno o en lo otro.
    Vencimiento(Clase.CORRECCION, (0, 1), _por_corregir_lo_pedido, lambda c: c.vence_en, _carta_de_lo_pedido),
)


# --- La tarea ----------------------------------------------------------------------------------------------


def recordar() -> dict[str, int]:
    """Escribe los recordatorios que tocan ahora; dice cuántos, por resultado."""
    proceso = Proceso.objects.filter(es_vigente=True, es_historico=False).first()
    if proceso is None:
        return {}
    ahora, cuentas = timezone.now(), Counter[str]()
    for vencimiento in VENCIMIENTOS:
        for dias, desde, hasta in por_recordar(ahora, vencimiento.dias, proceso.zona):
            candidaturas = vencimiento.consulta(proceso, desde, hasta)
            pendientes = _sin_recordar(candidaturas, vencimiento, dias, desde, hasta)
            for resultados in _por_lotes(proceso, pendientes, vencimiento, dias, ahora):
                cuentas.update(resultados)
    return dict(cuentas)


def _sin_recordar(
    consulta: Consulta, vencimiento: Vencimiento, dias: int, desde: datetime, hasta: datetime
) -> Consulta:
    """Lo recordado cuenta para ese vencimiento y no para el que tenía antes de que se moviera."""
    hechos = Recordatorio.objects.filter(candidatura=OuterRef("pk"), clase=vencimiento.clase, dias=dias)
    este_mismo = Exists(hechos.filter(limite=OuterRef("vence_en")))
    del_lapso = hechos.filter(limite__gt=desde, limite__lte=hasta)
    tras_lo_asegurado = Exists(del_lapso.filter(limite__gte=OuterRef("captura_al_menos")))
    sin_fijar = Q(captura_al_menos=None) & Exists(del_lapso) | tras_lo_asegurado
    return consulta.exclude(este_mismo | Q(vence_en=None) & sin_fijar).order_by("pk")


def _por_lotes(
    proceso: Proceso, pendientes: Consulta, vencimiento: Vencimiento, dias: int, ahora: datetime
) -> Iterator[Counter[str]]:
    """Casi siempre no hay nada: sin pendientes no se abre ni una transacción."""
    ultima = 0
    while pendientes.filter(pk__gt=ultima).exists():
        with transaction.atomic():
            # Dos relojes a la vez (el de `servir` y el de systemd) no escriben lo mismo.
            Proceso.objects.select_for_update(no_key=True).get(pk=proceso.pk)
            lote = _leer(pendientes.filter(pk__gt=ultima)[:LOTE])
            hechos = [_recordatorio(candidatura, vencimiento, dias) for candidatura in lote]
            _guardar(hechos, vencimiento, ahora)
        if not lote:  # otro reloj se adelantó
            return
        ultima = lote[-1].pk
        yield Counter(str(hecho.resultado) for hecho in hechos)


def _leer(consulta: Consulta) -> list[Any]:
    curriculares = Cuestionario.objects.curriculares().prefetch_related(
        "respuestas", "observaciones", "solicitudes"
    )
    return list(
        consulta.con_todo()
        .select_related("persona__cuenta")
        .prefetch_related(Prefetch("cuestionarios", curriculares))
    )


def _recordatorio(candidatura: Any, vencimiento: Vencimiento, dias: int) -> Recordatorio:
    limite, cuenta = vencimiento.limite(candidatura), candidatura.persona.cuenta
    if hora_de_recordar(limite, dias, candidatura.proceso.zona) < candidatura.corre_desde:
        resultado = Resultado.NO_TOCABA
    elif cuenta and cuenta.is_active and cuenta.correo:
        resultado = Resultado.ENVIADO
    else:
        resultado = Resultado.SIN_CORREO
    return Recordatorio(
        candidatura=candidatura, clase=vencimiento.clase, limite=limite, dias=dias, resultado=resultado
    )


def _guardar(hechos: Sequence[Recordatorio], vencimiento: Vencimiento, ahora: datetime) -> None:
    Recordatorio.objects.bulk_create(hechos)
    escritos = [hecho for hecho in hechos if hecho.resultado == Resultado.ENVIADO]
    escribir_varias(_carta(hecho, vencimiento, ahora) for hecho in escritos)
    asentar_varios(
        por=None,
        actos=[
            Acto(
                "recordatorio:enviar",
                ("candidatura", hecho.candidatura.clave),
                {"clase": str(hecho.clase), "dias": hecho.dias},
            )
            for hecho in escritos
        ],
    )


def _carta(hecho: Recordatorio, vencimiento: Vencimiento, ahora: datetime) -> Carta:
    """Los días que dice son los que de verdad faltan, aunque el recordatorio salga con retraso."""
    candidatura: Any = hecho.candidatura
    zona = candidatura.proceso.zona
    faltan = (ultimo_dia(hecho.limite, zona) - ahora.astimezone(zona).date()).days
    carta = a_su_cuenta(candidatura, vencimiento.carta(candidatura, hecho.limite, faltan))
    carta.caduca_en = hecho.limite
    return carta
