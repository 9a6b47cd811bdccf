"""Hacer un corte: contar todo a la vez, proteger lo que no es público y dejarlo fijo."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from conoceles.bitacora.acciones import asentar
from conoceles.calendario.models import Proceso
from conoceles.comun.canonico import huella_de_bytes, json_canonico
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.privacidad.agregada import Reservada, reservadas
from conoceles.privacidad.models import EnvioDeIdentidad
from conoceles.publicacion import lectura as publico
from conoceles.publicacion.ediciones import de_a_uno, mover
from conoceles.publicacion.indice import Indice
from conoceles.publicacion.models import Instantanea
from conoceles.registro.models import Candidatura

from . import identidad, lectura, tablas
from .models import Corte
from .supresion import minimo_que_rige

PUBLICAR = "corte:publicar"
FORMATO = "conoceles-estadistica-1"
Reservadas = Mapping[str, Reservada]
Avance = Callable[[int, int], None]


class YaHayCorte(Exception):
    """Hoy ya se hizo uno, o hoy nada cambió."""


def cortar(*, proceso: Proceso, por: Usuario | None, avance: Avance = lambda hechas, total: None) -> Corte:
    """Cuenta todo el proceso y lo publica como el corte que sigue; a lo más uno al día.

    Descifrar lo reservado tarda: se lee antes de tomar el turno, con el instante que el corte llevará. `avance` recibe
    cuántas candidaturas van y de cuántas.

    Raises:
        YaHayCorte: si el de hoy ya está hecho.
        PermissionDenied: si no puede.
    """
    exigir(por, Permiso.CORTAR_ESTADISTICA)
    ahora = timezone.now()
    _exigir_que_toque(proceso, ahora)
    leidas = _leer(proceso, ahora, por, avance)
    with transaction.atomic():
        de_a_uno()
        anterior = _exigir_que_toque(proceso, ahora)
        corte = _contado(proceso, anterior, leidas, ahora)
        corte.por = por.acceso if por else ""
        corte.save(force_insert=True)
        asentar(
            por=por,
            accion=PUBLICAR,
            objeto=("corte", f"{proceso.clave}/{corte.numero}"),
            candidaturas=corte.candidaturas,
            huella=corte.huella,
        )
        mover(proceso.clave)
    return corte


def previsualizar(*, proceso: Proceso, por: Usuario) -> Corte:
    """El corte que saldría ahora, sin guardarlo; deja constancia de que se leyó lo reservado.

    Sólo Igualdad: verlo dos veces seguidas muestra qué cambió entretanto, que es lo que un corte esconde.

    Raises:
        PermissionDenied: si no puede leer identidad.
    """
    exigir(por, Permiso.ESTUDIAR_IDENTIDAD)
    ahora = timezone.now()
    return _contado(proceso, lectura.ultimo(proceso.clave), _leer(proceso, ahora, por), ahora)


def _exigir_que_toque(proceso: Proceso, ahora: datetime) -> Corte | None:
    """El último corte, si no es de hoy."""
    anterior = lectura.ultimo(proceso.clave)
    if anterior and anterior.dia >= ahora.astimezone(proceso.zona).date():
        raise YaHayCorte(
            f"El corte {anterior.numero} es de hoy. Sólo se hace uno al día: el siguiente podrá ser mañana."
        )
    return anterior


def _leer(
    proceso: Proceso, ahora: datetime, por: Usuario | None, avance: Avance = lambda hechas, total: None
) -> Reservadas:
    """Por clave, lo que no publican quienes hasta ese instante pueden contarse."""
    if not proceso.cuestionarios.get("identidad") or proceso.es_historico:
        return {}
    vigentes = Candidatura.objects.del_proceso(proceso).vigentes().con_lo_comun()
    todas = list(vigentes.filter(pk__in=EnvioDeIdentidad.objects.values("candidatura")))
    leidas = reservadas(
        todas,
        cortes=[c.instante for c in reversed(lectura.cortes(proceso.clave))],
        objeto=("proceso", proceso.clave),
        por=por,
        avance=lambda hechas: avance(hechas, len(todas)),
    )
    return {una.clave: una for una in leidas if una.desde <= ahora}


@override("es")
def _contado(proceso: Proceso, anterior: Corte | None, leidas: Reservadas, ahora: datetime) -> Corte:
    """El corte, contado y sin guardar."""
    abierto = publico.abrir(proceso.clave, ahora)
    indice, numero = abierto.indice, anterior.numero + 1 if anterior else 1
    minimo = minimo_que_rige(proceso.parametros.celda_minima)
    contenido = {
        "formato": FORMATO,
        "proceso": proceso.clave,
        "numero": numero,
        "instante": ahora.isoformat(timespec="seconds"),
        "candidaturas": len(indice.filas),
        "minimo": minimo,
        "etiquetas": {
            faceta: [[valor, str(texto)] for valor, texto in opciones.items()]
            for faceta, opciones in indice.opciones.items()
        },
        "vistas": [
            {"faceta": v.faceta, "valor": v.valor, "candidaturas": v.candidaturas, "tablas": v.tablas}
            for v in tablas.vistas(indice)
        ],
        "identidad": _identidad(proceso, indice, anterior, leidas, minimo, ahora),
    }
    canonico = json_canonico(contenido)
    return Corte(
        proceso=proceso.clave,
        numero=numero,
        dia=ahora.astimezone(proceso.zona).date(),
        instante=ahora,
        candidaturas=len(indice.filas),
        contenido=canonico.decode(),
        huella=huella_de_bytes(canonico),
    )


def _identidad(
    proceso: Proceso,
    indice: Indice,
    anterior: Corte | None,
    leidas: Reservadas,
    minimo: int,
    ahora: datetime,
) -> dict[str, Any]:
    clave = "" if proceso.es_historico else proceso.cuestionarios.get("identidad", "")
    if not clave:
        return {}
    sabido = identidad.Publico(indice.filas, _afirmativas(proceso.clave))
    previas = anterior.datos["identidad"] if anterior else {}
    return identidad.cifras(DEFINICIONES[clave], previas, sabido, leidas, minimo=minimo, ahora=ahora)


def _afirmativas(proceso: str) -> dict[str, set[str]]:
    """Clave → las acciones afirmativas que alguna versión de su documento dijo."""
    alguna = Instantanea.objects.filter(proceso=proceso, documento__contains='"acciones_afirmativas":["')
    afirmativas: dict[str, set[str]] = {}
    for clave, documento in alguna.values_list("clave", "documento").iterator():
        afirmativas.setdefault(clave, set()).update(json.loads(documento or "{}")["acciones_afirmativas"])
    return afirmativas
