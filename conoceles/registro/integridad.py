"""¿Cada quien responde con la cuenta que se le dio, y cada entrega y cada movimiento es el que la bitácora asentó?

De la entrega depende a quién se atribuye no haber respondido; de la cuenta, de quién es lo que se responde.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import revisar

from .models import AnulacionDeEntrega, Candidatura, EntregaDeAcceso, Movimiento, Persona, Representacion
from .movimientos.acciones import MUEVEN

_TANDA = 500


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la entrega y lo que falla."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    actos = _actos("acceso:entregar").values_list("objeto_clave", "detalle")
    asentadas = {detalle["entrega"]: (clave, detalle["huella"]) for clave, detalle in actos.iterator(_TANDA)}

    def defecto(entrega: EntregaDeAcceso) -> str | None:
        _, huella = asentadas.pop(entrega.pk, ("", ""))
        if huella == entrega.huella_de_lo_entregado:
            return None
        return (
            f"La entrega de acceso {entrega.pk} no dice lo que se asentó: se escribió o se cambió por fuera."
        )

    yield from revisar(EntregaDeAcceso.todas.order_by("pk"), defecto, "La entrega de acceso")
    for llave, (clave, _) in asentadas.items():
        yield f"Falta la entrega de acceso {llave} a {clave}: se asentó y ya no está."
    yield from _de_anulaciones()


def _de_anulaciones() -> Iterator[str]:
    """Anular por fuera una entrega buena, o borrar la anulación de una mala, cambia a quién se culpa."""
    detalles = _actos("acceso:anular").values_list("detalle", flat=True)
    asentadas = {detalle["entrega"]: detalle["huella"] for detalle in detalles.iterator(_TANDA)}

    def defecto(anulacion: AnulacionDeEntrega) -> str | None:
        if asentadas.pop(anulacion.pk, "") == anulacion.huella_de_lo_anulado:
            return None
        return f"La anulación de la entrega {anulacion.pk} no dice lo que se asentó: se escribió o se cambió por fuera."

    yield from revisar(AnulacionDeEntrega.objects.order_by("pk"), defecto, "La anulación de la entrega")
    for llave in asentadas:
        yield f"Falta la anulación de la entrega {llave}: se asentó y ya no está."


# --- Los movimientos ---------------------------------------------------------------------------------------------


def de_movimientos() -> Iterator[str]:
    """Son la historia de la candidatura: por qué acuerdo salió, quién la relevó, si volvió."""
    detalles = Asiento.objects.filter(accion__in=MUEVEN).values_list("detalle", flat=True)
    asentados = {detalle["movimiento"]: detalle["huella"] for detalle in detalles.iterator(_TANDA)}

    def defecto(movimiento: Movimiento) -> str | None:
        if asentados.pop(movimiento.pk, "") == movimiento.huella_de_lo_registrado:
            return None
        return f"El movimiento {movimiento.pk} no dice lo que se asentó: se escribió o se cambió por fuera."

    yield from revisar(Movimiento.objects.order_by("pk"), defecto, "El movimiento")
    for llave in asentados:
        yield f"Falta el movimiento {llave}: se asentó y ya no está."


# --- De quién es cada cuenta -------------------------------------------------------------------------------------


def de_quien_son() -> Iterator[str]:
    """Las cuentas de las candidatas y las de quien representa a un partido."""
    yield from _de_personas()
    yield from _de_representaciones()


def _de_personas() -> Iterator[str]:
    """Persona por persona: una cuenta cambiada de dueña respondería por ella, con acuse bueno."""
    de_quien = dict(Candidatura.objects.values_list("clave", "persona_id"))
    dadas = {
        de_quien.get(clave): (detalle["cuenta"], clave)
        for clave, detalle in _actos("acceso:dar").values_list("objeto_clave", "detalle").iterator(_TANDA)
    }
    con_cuenta = Persona.objects.exclude(cuenta=None).order_by("pk").values_list("pk", "cuenta__acceso")
    for persona, acceso in con_cuenta.iterator(_TANDA):
        dada, _ = dadas.pop(persona, ("", ""))
        if dada != acceso:
            yield f"La cuenta {acceso} no se le dio a la persona {persona}, que responde con ella: se ligó por fuera."
    for acceso, clave in dadas.values():
        yield f"La cuenta {acceso}, que se le dio a {clave}, ya no es la suya: se cambió por fuera."


def _de_representaciones() -> Iterator[str]:
    campos = ("cuenta__acceso", "actor__proceso__clave", "actor__clave")
    guardadas = set(Representacion.objects.values_list(*campos))
    acreditadas = {
        (acceso, detalle["proceso"], detalle["actor"])
        for acceso, detalle in _actos("representacion:acreditar").values_list("objeto_clave", "detalle")
    }
    for acceso, _, actor in sorted(guardadas - acreditadas):
        yield f"La cuenta {acceso} representa a {actor} sin que nadie la acreditara: se escribió por fuera."
    for acceso, _, actor in sorted(acreditadas - guardadas):
        yield f"La cuenta {acceso} se acreditó por {actor} y ya no lo representa: se cambió por fuera."


def _actos(accion: str) -> QuerySet[Asiento]:
    return Asiento.objects.filter(accion=accion).order_by("secuencia")
