"""¿Cada cuestionario está donde la bitácora lo dejó, y cada observación y cada petición dice lo que se asentó? En los
dos sentidos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import revisar

from .estados import ACTOS_DE_ENVIO, Estado, transicion
from .models import Cuestionario, Observacion, SolicitudDeCorreccion

_TANDA = 500
_DE_SOLICITUDES = ("correccion:pedir", "cuestionario:conceder", "correccion:negar", "correccion:cerrar")
# Los que mueven lo que se pidió corregir.
_RECORREN = ("plazo:devolver", "plazo:retomar")


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la candidatura y lo que falla."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    asentado: dict[str, _Asentado] = defaultdict(_Asentado)
    pasos = Asiento.objects.filter(accion__startswith="cuestionario:").order_by("secuencia")
    for paso in pasos.iterator(_TANDA):
        asentado[paso.objeto_clave].seguir(paso)
    for clave, detalle in Asiento.objects.filter(accion__in=_RECORREN).values_list("objeto_clave", "detalle"):
        asentado[clave].recorridos.add(datetime.fromisoformat(detalle["vence"]))
    yield from _de_cuestionarios(asentado)
    yield from _de_observaciones(asentado)
    yield from _de_solicitudes(asentado)


@dataclass
class _Asentado:
    """Lo que los renglones de una candidatura dicen de su cuestionario, leídos en orden.

    `validado_en`: nada si no está validado o se registró en bloque, con la hora de su entrega. `vencen`: por ronda, lo
    que se dijo al devolver; `concedidos`, al conceder; `recorridos`: a dónde se movieron después.
    """

    estado: str = Estado.EN_CAPTURA
    validado_por: str = ""
    validado_en: datetime | None = None
    recibidos: list[datetime] = field(default_factory=list)
    atendidas: set[datetime] = field(default_factory=set)
    vencen: dict[int, datetime] = field(default_factory=dict)
    concedidos: set[datetime] = field(default_factory=set)
    recorridos: set[datetime] = field(default_factory=set)

    def seguir(self, asiento: Asiento) -> None:
        verbo = asiento.accion.partition(":")[2]
        self.estado = transicion(verbo).hacia
        if verbo == "validar":
            self.validado_por = asiento.actor or "sistema"
            dicho = asiento.detalle.get("validado")
            self.validado_en = datetime.fromisoformat(dicho) if dicho else None
        elif verbo == "devolver" and "vence" in asiento.detalle:  # en bloque puede no traer observación
            self.vencen[asiento.detalle["ronda"]] = datetime.fromisoformat(asiento.detalle["vence"])
        elif verbo == "conceder":
            self.concedidos.add(datetime.fromisoformat(asiento.detalle["vence"]))
        elif verbo == "desistir":
            self.atendidas.add(datetime.fromisoformat(asiento.detalle["atendida"]))
        elif verbo == "reabrir" or asiento.accion in ACTOS_DE_ENVIO:
            self.validado_por, self.validado_en = "", None
        if asiento.accion in ACTOS_DE_ENVIO:
            self.recibidos.append(datetime.fromisoformat(asiento.detalle["recibido"]))
            self.atendidas.add(
                datetime.fromisoformat(asiento.detalle.get("atendida", asiento.detalle["recibido"]))
            )


# --- Los cuestionarios ----------------------------------------------------------------------------------------


def _de_cuestionarios(asentado: dict[str, _Asentado]) -> Iterator[str]:
    def defecto(cuestionario: Cuestionario) -> str | None:
        clave = cuestionario.candidatura.clave
        distintas = [c for c, es_igual in _columnas(cuestionario, asentado[clave]).items() if not es_igual]
        cual = f"El cuestionario de {clave} no está como la bitácora lo dejó en"
        return f"{cual}: {', '.join(distintas)}." if distintas else None

    cuestionarios = Cuestionario.objects.curriculares().select_related("candidatura")
    yield from revisar(cuestionarios.order_by("pk"), defecto, "El cuestionario")
    con_uno = set(Cuestionario.objects.curriculares().values_list("candidatura__clave", flat=True))
    for falta in sorted(
        clave for clave, dicho in asentado.items() if dicho.recibidos and clave not in con_uno
    ):
        yield f"Falta el cuestionario de {falta}: lo envió y ya no está."


def _columnas(cuestionario: Cuestionario, asentado: _Asentado) -> dict[str, bool]:
    validado_en, dicho = cuestionario.validado_en, asentado.validado_en
    ultimo = asentado.recibidos[-1] if asentado.recibidos else None
    return {
        "estado": cuestionario.estado == asentado.estado,
        "ronda": cuestionario.ronda == len(asentado.vencen),
        "enviado_en": cuestionario.enviado_en == ultimo,
        "validado_por": cuestionario.validado_por == asentado.validado_por,
        "validado_en": dicho is None or validado_en == dicho,
    }


# --- Las observaciones ----------------------------------------------------------------------------------------


def _de_observaciones(asentado: dict[str, _Asentado]) -> Iterator[str]:
    anotadas = _anotadas()

    def defecto(observacion: Observacion) -> str | None:
        clave = observacion.cuestionario.candidatura.clave
        anotada = anotadas.pop(observacion.pk, None)
        cual = f"La observación {observacion.pk} de {clave}"
        if anotada != (clave, observacion.huella_de_lo_anotado):
            return f"{cual} no dice lo que se anotó: fue alterada."
        return (
            None if _corre(observacion, asentado[clave]) else f"{cual} no corre como se emitió: fue alterada."
        )

    observaciones = Observacion.objects.select_related("cuestionario__candidatura").order_by("pk")
    yield from revisar(observaciones, defecto, "La observación")
    for llave, (clave, _) in anotadas.items():
        yield f"Falta la observación {llave} de {clave}: se anotó y ya no está."


def _anotadas() -> dict[int, tuple[str, str]]:
    """Cada una, con su candidatura y su huella; sin las que se quitaron siendo borrador."""
    anotadas: dict[int, tuple[str, str]] = {}
    actos = Asiento.objects.filter(accion__in=("observacion:anotar", "observacion:quitar")).order_by(
        "secuencia"
    )
    for accion, clave, detalle in actos.values_list("accion", "objeto_clave", "detalle").iterator(_TANDA):
        if accion == "observacion:anotar":
            anotadas[detalle["observacion"]] = clave, detalle["huella"]
        else:
            anotadas.pop(detalle["observacion"], None)
    return anotadas


def _corre(observacion: Observacion, asentado: _Asentado) -> bool:
    """La emitida vence cuando se dijo al devolver, o cuando se recorrió; y se atendió con un envío."""
    dado = asentado.vencen.get(observacion.ronda)
    if observacion.emitida_en is None or dado is None:
        return observacion.emitida_en is None and dado is None and observacion.vence_en is None
    original = observacion.vence_original or observacion.vence_en
    vence, atendida = observacion.vence_en, observacion.atendida_en
    return (
        original in {dado, *asentado.recorridos}
        and vence in {dado, *asentado.recorridos}
        and (atendida is None or atendida in asentado.atendidas)
    )


# --- Las correcciones a petición ------------------------------------------------------------------------------


def _de_solicitudes(asentado: dict[str, _Asentado]) -> Iterator[str]:
    """De ellas salen qué apartados se le abren a la persona y cuántas rondas le quedan."""
    actos = Asiento.objects.filter(accion__in=_DE_SOLICITUDES).order_by("secuencia")
    detalles = actos.values_list("detalle", flat=True).iterator(_TANDA)
    dichas = {detalle["solicitud"]: detalle["huella"] for detalle in detalles}

    def defecto(solicitud: SolicitudDeCorreccion) -> str | None:
        clave = solicitud.cuestionario.candidatura.clave
        es_la_dicha = dichas.pop(solicitud.pk, "") == solicitud.huella_de_lo_dicho
        if es_la_dicha and _corre_lo_concedido(solicitud, asentado[clave]):
            return None
        return f"La solicitud de corrección {solicitud.pk} de {clave} no dice lo que se asentó: fue alterada."

    solicitudes = SolicitudDeCorreccion.objects.select_related("cuestionario__candidatura").order_by("pk")
    yield from revisar(solicitudes, defecto, "La solicitud de corrección")
    for llave in dichas:
        yield f"Falta la solicitud de corrección {llave}: se asentó y ya no está."


def _corre_lo_concedido(solicitud: SolicitudDeCorreccion, asentado: _Asentado) -> bool:
    """Lo concedido vence cuando se dijo, o cuando se recorrió, y terminó al enviarse o al dejarlo; lo demás no vence."""
    dados = {*asentado.concedidos, *asentado.recorridos} if solicitud.concedidas else {None}
    original = solicitud.vence_original or solicitud.vence_en
    termino = solicitud.atendida_en is None or solicitud.atendida_en in asentado.atendidas
    return termino and original in dados and solicitud.vence_en in dados
