"""Enviar y corregir: de aquí salen los acuses de la persona."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from conoceles.acuses.acciones import Clase, emitir
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios.estados import Estado, puede
from conoceles.cuestionarios.integridad import faltas, secciones_iguales
from conoceles.cuestionarios.models import Cuestionario, Envio, SolicitudDeCorreccion
from conoceles.registro.llegadas import llego_a_corregir, llego_a_tiempo

from .comun import CuestionarioIncompleto, FueraDePlazo, SinCambios, dar_paso, exigir, tomar_candado

_UN_INSTANTE = timedelta(microseconds=1)


@transaction.atomic
def enviar(*, cuestionario: Cuestionario, por: Usuario, recibido_en: datetime | None = None) -> Envio:
    """Envía o reenvía (corregido). Idempotente: si ya está enviado devuelve el mismo acuse.

    `recibido_en`: primer byte de la petición; lo que llegó en tiempo cuenta en tiempo.

    Raises:
        CuestionarioIncompleto: con la lista de faltas.
        FueraDePlazo: si el plazo venció y el proceso no acepta extemporáneas, o ya no puede corregir a petición.
        SinCambios: si corrige a petición y no cambió nada.
        estados.TransicionInvalida: si el estado no lo permite.
    """
    cuestionario = tomar_candado(cuestionario)
    exigir(por, Permiso.CAPTURAR, cuestionario)
    if cuestionario.estado in (Estado.ENVIADO, Estado.CORREGIDO):
        return cuestionario.envios.latest("numero")
    parametros = cuestionario.candidatura.proceso.parametros
    respuestas = cuestionario.respuestas_por_clave()
    pendientes = faltas(cuestionario.definicion, respuestas, contar_espacios=parametros.contar_espacios)
    if pendientes:
        raise CuestionarioIncompleto(pendientes)
    recibido = _cuando_llego(cuestionario, recibido_en or timezone.now())
    es_correccion = puede("corregir", cuestionario.estado)
    tardio = not es_correccion and not llego_a_tiempo(cuestionario.candidatura, recibido)
    if tardio and not parametros.acepta_extemporaneas:
        raise FueraDePlazo("El plazo para enviar terminó.")
    editables = cuestionario.secciones_editables()
    editadas = [seccion.clave for seccion in cuestionario.definicion if seccion.clave in editables]
    detalle = {"sin_cambios": _sin_cambios(cuestionario, respuestas, editables)} if es_correccion else {}
    if cuestionario.estado == Estado.EN_CORRECCION:
        _exigir_lo_concedido(
            cuestionario, recibido, hubo_cambios=set(editadas) != set(detalle["sin_cambios"])
        )
    envio = _registrar_envio(cuestionario, respuestas, editadas, recibido, tardio)
    cuestionario.enviado_en = recibido
    _dar_por_atendido(cuestionario, recibido)
    dar_paso(
        cuestionario,
        "corregir" if es_correccion else "enviar",
        por=por,
        folio=envio.folio,
        huella_del_acuse=envio.huella,
        recibido=recibido.astimezone(UTC).isoformat(),
        **({"fuera_de_plazo": True} if tardio else {}),
        **detalle,
    )
    return envio


def _cuando_llego(cuestionario: Cuestionario, recibido: datetime) -> datetime:
    """Nadie corrige antes de que se le pida: lo que empezó a llegar antes de la última devolución cuenta desde ella."""
    pedido = cuestionario.observaciones.aggregate(ultimo=Max("emitida_en"))["ultimo"]
    return max(recibido, pedido + _UN_INSTANTE) if pedido else recibido


def _exigir_lo_concedido(cuestionario: Cuestionario, recibido: datetime, *, hubo_cambios: bool) -> None:
    """Nadie pidió esta corrección a la persona: fuera de su plazo, o igual a lo de antes, no hay qué revisar."""
    solicitud = cuestionario.correccion_en_curso
    if solicitud is None or not _llego_a_corregir(solicitud, recibido):
        raise FueraDePlazo("El plazo para corregir terminó.")
    if not hubo_cambios:
        raise SinCambios("No ha cambiado nada de lo que ya envió.")


def _llego_a_corregir(solicitud: SolicitudDeCorreccion, recibido: datetime) -> bool:
    limite, proceso = solicitud.vence_en, solicitud.cuestionario.candidatura.proceso
    if limite is None:
        return False
    return llego_a_corregir(limite, solicitud.vence_original or limite, recibido, proceso)


def _dar_por_atendido(cuestionario: Cuestionario, recibido: datetime) -> None:
    """Lo pedido, por el Instituto o por la persona, queda contestado; lo que se validó antes ya no es lo último."""
    cuestionario.observaciones.filter(emitida_en__isnull=False, atendida_en=None).update(atendida_en=recibido)
    cuestionario.solicitudes.filter(vence_en__isnull=False, atendida_en=None).update(atendida_en=recibido)
    cuestionario.validado_en, cuestionario.validado_por = None, ""


def _sin_cambios(
    cuestionario: Cuestionario, respuestas: dict[str, Any], editables: frozenset[str]
) -> list[str]:
    """Lo observado que se manda otra vez tal cual: puede hacerse, y queda dicho."""
    anterior = cuestionario.envios.latest("numero").contenido
    iguales = secciones_iguales(cuestionario.definicion, anterior, respuestas)
    return [clave for clave in iguales if clave in editables]


def _registrar_envio(
    cuestionario: Cuestionario,
    respuestas: dict[str, Any],
    secciones: list[str],
    recibido: datetime,
    tardio: bool,
) -> Envio:
    """El instante del acuse es el de llegada, que decide el plazo; cuándo se guardó lo dice la bitácora."""
    candidatura = cuestionario.candidatura
    sello = emitir(
        respuestas,
        clase=Clase.CORRECCION if puede("corregir", cuestionario.estado) else Clase.ENVIO,
        candidatura=candidatura.clave,
        proceso=candidatura.proceso.clave,
        instante=recibido,
        secciones=[cuestionario.definicion.seccion(clave).titulo for clave in secciones],
        fuera_de_plazo=tardio,
    )
    return Envio.objects.create(
        cuestionario=cuestionario,
        numero=cuestionario.envios.count() + 1,
        instante=recibido,
        contenido=respuestas,
        secciones=secciones,
        fuera_de_plazo=tardio,
        **asdict(sello),
    )
