"""Los filtros de la cola, cada uno con su rótulo y su condición sobre `cola.candidaturas`.

La misma condición cuenta y lista: no pueden discrepar.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.busqueda import plegado
from conoceles.comun.texto import plegar_busqueda
from conoceles.cotejo.models import Marcas
from conoceles.cuestionarios.estados import CON_ENVIO_VALIDADO, Estado
from conoceles.publicacion.models import Ficha

PENDIENTE = Q(estado__in=[Estado.ENVIADO, Estado.CORREGIDO, Estado.EN_VALIDACION])
# Lo que `publicar` cambiaría. Lo retirado se decide de una en una: no entra en un acto en bloque. La corrección que otra
# persona rechazó vuelve aquí cuando se revisa otra vez.
POR_PUBLICAR = Q(estado__in=CON_ENVIO_VALIDADO, se_rechazo=False) & (
    Q(publicacion=Ficha.Estado.SIN_PUBLICAR)
    | (Q(publicacion=Ficha.Estado.PUBLICADA) & ~Q(envio_publicado=F("ultimo_envio")))
)

# Clave en la dirección → (rótulo, condición).
ESTADOS: dict[str, tuple[str, Q]] = {
    "pendientes": ("Por atender", PENDIENTE),
    "enviado": ("Por revisar", Q(estado=Estado.ENVIADO)),
    "corregido": ("Corregidas", Q(estado=Estado.CORREGIDO)),
    "en_validacion": ("En revisión", Q(estado=Estado.EN_VALIDACION)),
    "observado": ("Con observaciones", Q(estado=Estado.OBSERVADO)),
    "en_correccion": ("Corrigiendo a petición", Q(estado=Estado.EN_CORRECCION)),
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
    "hasta_hoy": "Vencen hoy o ya vencieron",
    "tres": "Vencen en los próximos tres días",
}

# Cuánto lleva esperando a quien revisa: clave → (rótulo, días completos).
ESPERAS = {
    "1": ("Más de un día", 1),
    "3": ("Más de tres días", 3),
    "7": ("Más de una semana", 7),
    "14": ("Más de dos semanas", 14),
}

# Lo asignado es el trabajo del día; el turno, el de estos minutos.
ASIGNACIONES = {
    "mias": "A mí",
    "nadie": "A nadie",
    "alguien": "A alguien",
    "mi_turno": "Tengo el turno",
    "en_turno": "Alguien tiene el turno",
    "sin_turno": "Nadie tiene el turno",
}
# Seguido de un nombre de acceso: lo asignado a esa cuenta.
DE_LA_CUENTA = "de-"

# Las de `cotejo` las anota el reloj tras recibir el envío; las otras dos ya las dice el cuestionario.
_DE_COTEJO = {
    campo.name: (str(campo.verbose_name).capitalize(), Q(**{f"marcas__{campo.name}": True}))
    for campo in Marcas._meta.concrete_fields
    if campo.name in Marcas.CLAVES
}
_CADA_UNA = _DE_COTEJO | {
    "tarde": ("Llegó fuera de plazo", Q(llego_tarde=True)),
    "otra_vuelta": ("Viene de otra vuelta", Q(ronda__gt=0)),
}
MARCAS: dict[str, tuple[str, Q]] = {
    "alguna": ("Con alguna", reduce(or_, (si for _, si in _CADA_UNA.values()))),
    "ninguna": (
        "Sin ninguna",
        Q(llego_tarde=False, ronda=0, **{f"marcas__{clave}": False for clave in Marcas.CLAVES}),
    ),
    **_CADA_UNA,
}


def filtrar(consulta: Any, filtros: dict[str, Any], proceso: Proceso, acceso: str) -> Any:
    """Aplica los filtros ya validados, menos el estado: sobre esto se cuentan los estados.

    `acceso`: la cuenta que mira, para «A mí» y «Tengo el turno».
    """
    condicion = Q()
    if cargo := filtros.get("cargo"):
        condicion &= Q(posicion__contienda__cargo__clave=cargo)
    if demarcacion := filtros.get("demarcacion"):
        tipo, _, clave = demarcacion.partition("-")
        condicion &= Q(
            posicion__contienda__demarcacion__tipo=tipo, posicion__contienda__demarcacion__clave=clave
        )
    if actor := filtros.get("actor"):
        condicion &= Q(posicion__actor__clave=actor)
    if plazo := filtros.get("vence"):
        condicion &= en_vencimiento(plazo, proceso)
    if espera := filtros.get("espera"):
        condicion &= PENDIENTE & Q(enviado_en__lt=timezone.now() - timedelta(days=ESPERAS[espera][1]))
    if asignada := filtros.get("asignada"):
        condicion &= _en_asignacion(asignada, acceso)
    if marca := filtros.get("marca"):
        condicion &= MARCAS[marca][1]
    return _con_palabras(consulta.filter(condicion), filtros.get("q") or "")


def _con_palabras(consulta: Any, texto: str) -> Any:
    for palabra in plegar_busqueda(texto).split():
        consulta = consulta.alias(nombre_plegado=plegado("persona__nombre_completo")).filter(
            Q(nombre_plegado__contains=palabra) | Q(clave=palabra)
        )
    return consulta


def _en_asignacion(asignada: str, acceso: str) -> Q:
    if asignada.startswith(DE_LA_CUENTA):
        return Q(asignado_a=asignada.removeprefix(DE_LA_CUENTA))
    return {
        "mias": Q(asignado_a=acceso),
        "nadie": Q(asignado_a=""),
        "alguien": ~Q(asignado_a=""),
        "mi_turno": Q(en_turno=acceso),
        "en_turno": Q(en_turno__isnull=False),
        "sin_turno": Q(en_turno=None),
    }[asignada]


def en_vencimiento(plazo: str, proceso: Proceso) -> Q:
    """Sólo lo que espera a alguien tiene vencimiento: lo pendiente de revisar y lo devuelto sin corregir."""
    hoy = datetime.combine(timezone.now().astimezone(proceso.zona).date(), time.min, tzinfo=proceso.zona)
    manana = hoy + timedelta(days=1)
    # Un envío del día D vence al terminar el día D + dias: sus límites son medianoches locales.
    revision = timedelta(days=proceso.parametros.dias_validacion)
    hasta = {"vencidas": hoy, "hoy": manana, "hasta_hoy": manana, "tres": hoy + timedelta(days=4)}[plazo]
    pendiente = PENDIENTE & Q(enviado_en__lt=hasta - revision)
    devuelto = Q(estado__in=[Estado.OBSERVADO, Estado.EN_CORRECCION], vence_correccion__lte=hasta)
    if plazo in ("hoy", "tres"):
        pendiente &= Q(enviado_en__gte=hoy - revision)
        devuelto &= Q(vence_correccion__gt=hoy)
    return pendiente | devuelto
