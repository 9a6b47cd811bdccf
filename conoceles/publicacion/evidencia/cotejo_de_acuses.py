"""¿Cada acuse es el de su acto, de su persona y en su orden, y es lo que la bitácora asentó? En los dos sentidos.

Así un papel falso no se confirma, ni lo de una persona se da por dicho por otra.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from conoceles.acuses.lectura import da_su_huella, folios_asentados, van_en_orden
from conoceles.acuses.models import Acuse
from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.cuestionarios.estados import ACTOS_DE_ENVIO
from conoceles.cuestionarios.models import Envio, Validacion
from conoceles.privacidad.models import ENVIAR, MANIFESTAR, Consentimiento, EnvioDeIdentidad
from conoceles.publicacion.evidencia.arbol import iso
from conoceles.publicacion.memoria import constancia
from conoceles.publicacion.models import Constancia
from conoceles.seguimiento.models import Recepcion, Requerimiento

Clase = Acuse.Clase
_TANDA = 500
_PROCESO = "posicion__contienda__cargo__proceso__clave"


class _Modelo(NamedTuple):
    """Los actos que dan acuse. `con`: lo que se lee junto; `clave` y `proceso`: los caminos a los suyos."""

    actos: Any
    clase: str
    clave: str
    proceso: str
    con: tuple[str, ...] = ()

    def filas(self) -> QuerySet[Any]:
        suyos = self.actos._default_manager.select_related(*self.con)
        return suyos.annotate(de=F(self.clave), del_proceso=F(self.proceso)).order_by("pk")


def _de_su_candidatura(actos: Any, clase: str, camino: str, *con: str) -> _Modelo:
    return _Modelo(actos, clase, f"{camino}__clave", f"{camino}__{_PROCESO}", con)


_MODELOS = (
    _de_su_candidatura(Envio, Clase.ENVIO, "cuestionario__candidatura", "cuestionario"),
    _de_su_candidatura(
        Validacion, Clase.VALIDACION, "envio__cuestionario__candidatura", "envio__cuestionario"
    ),
    _de_su_candidatura(Consentimiento, Clase.CONSENTIMIENTO, "candidatura"),
    _de_su_candidatura(EnvioDeIdentidad, Clase.IDENTIDAD, "candidatura"),
    _de_su_candidatura(Requerimiento, Clase.REQUERIMIENTO, "candidatura", "candidatura"),
    _de_su_candidatura(Recepcion, Clase.RECEPCION, "requerimiento__candidatura", "requerimiento"),
    _Modelo(Constancia, Clase.CONSTANCIA, "clave", "proceso"),
)
# Los que se numeran, y los renglones que dicen en qué orden fueron.
_NUMERADOS = {
    Envio: ACTOS_DE_ENVIO,
    Consentimiento: MANIFESTAR,
    EnvioDeIdentidad: ENVIAR,
}


class _Dicho(NamedTuple):
    """Lo que un acuse y su acto deben decir igual."""

    clase: str
    candidatura: str
    proceso: str
    huella: str
    instante: datetime
    fuera_de_plazo: bool
    secciones: tuple[str, ...]


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con el folio y lo que falla."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    acuses = {acuse.folio: _del_acuse(acuse) for acuse in Acuse.objects.iterator(_TANDA)}
    yield from _de_la_bitacora(acuses)
    sin_acto, renglones = set(acuses), _renglones()
    for modelo in _MODELOS:
        for acto in modelo.filas().iterator(_TANDA):
            sin_acto.discard(acto.folio)
            yield from _del_acto(acto, _dice(acto, modelo), acuses.get(acto.folio))
            yield from _del_renglon(acto, renglones.get(acto.folio))
        if modelo.actos in _NUMERADOS:
            yield from _del_orden(modelo)
    if sin_acto:
        yield f"El acuse {min(sin_acto)} no es de ningún acto: se escribió por fuera."


def _renglones() -> dict[str, tuple[str, dict[str, Any]]]:
    """Folio → quién hizo su acto y lo que de él consta."""
    asentados = Asiento.objects.filter(detalle__has_key="huella_del_acuse").order_by("secuencia")
    return {
        detalle["folio"]: (actor, detalle)
        for actor, detalle in asentados.values_list("actor", "detalle").iterator(_TANDA)
    }


def _del_renglon(acto: Any, renglon: tuple[str, dict[str, Any]] | None) -> Iterator[str]:
    """Lo que el acto guarda y su acuse no ampara: quién lo hizo y, de una constancia, qué lapso abarca."""
    if renglon is None:
        return
    actor, detalle = renglon
    if isinstance(acto, Validacion | Constancia) and acto.por != (actor or "sistema"):
        yield f"El acto del acuse {acto.folio} no dice quién lo hizo según la bitácora: fue alterado."
    if isinstance(acto, Constancia) and (iso(acto.desde), iso(acto.hasta)) != (
        detalle["desde"],
        detalle["hasta"],
    ):
        yield f"La constancia {acto.folio} no dice el lapso que se asentó: fue alterada."


def _del_acuse(acuse: Acuse) -> _Dicho:
    return _Dicho(
        acuse.clase,
        acuse.candidatura,
        acuse.proceso,
        acuse.huella,
        acuse.instante,
        acuse.fuera_de_plazo,
        tuple(acuse.secciones),
    )


def _dice(acto: Any, modelo: _Modelo) -> _Dicho:
    es_correccion = isinstance(acto, Envio) and acto.numero > 1
    return _Dicho(
        Clase.CORRECCION if es_correccion else modelo.clase,
        acto.de,
        acto.del_proceso,
        acto.huella,
        acto.instante,
        getattr(acto, "fuera_de_plazo", False),
        _titulos(acto),
    )


def _titulos(acto: Any) -> tuple[str, ...]:
    """Los de los apartados que abarca: en un envío, los que se podían cambiar; en los demás, todos o ninguno."""
    if isinstance(acto, Envio):
        definicion = acto.cuestionario.definicion
        return tuple(definicion.seccion(clave).titulo for clave in acto.secciones)
    if isinstance(acto, Validacion):
        return tuple(seccion.titulo for seccion in acto.envio.cuestionario.definicion)
    if isinstance(acto, EnvioDeIdentidad):
        return tuple(seccion.titulo for seccion in DEFINICIONES[acto.definicion_clave])
    return ()


def _de_la_bitacora(acuses: dict[str, _Dicho]) -> Iterator[str]:
    asentados = Asiento.objects.filter(detalle__has_key="huella_del_acuse").order_by("secuencia")
    for clave, detalle in asentados.values_list("objeto_clave", "detalle").iterator(_TANDA):
        dicho = acuses.get(detalle["folio"])
        if dicho is None:
            yield f"Falta el acuse {detalle['folio']}: se asentó y ya no está."
        elif dicho.candidatura != clave or not _es_lo_asentado(dicho, detalle):
            yield f"El acuse {detalle['folio']} no dice lo que se asentó: fue alterado."


def _es_lo_asentado(dicho: _Dicho, detalle: dict[str, Any]) -> bool:
    """De un envío consta además cuándo llegó y si fue tarde."""
    if dicho.huella != detalle["huella_del_acuse"]:
        return False
    if "recibido" not in detalle:
        return True
    recibido = datetime.fromisoformat(detalle["recibido"]), detalle.get("fuera_de_plazo", False)
    return (dicho.instante, dicho.fuera_de_plazo) == recibido


def _del_acto(acto: Any, dice: _Dicho, acuse: _Dicho | None) -> Iterator[str]:
    if acuse is None:
        yield f"Falta el acuse {acto.folio}: su acto consta."
    elif acuse != dice:
        yield f"El acuse {acto.folio} no dice lo mismo que su acto: uno de los dos fue alterado."
    elif not _da_su_huella(acto):
        yield f"Lo que guarda el acto del acuse {acto.folio} no da su huella: fue alterado."


def _da_su_huella(acto: Any) -> bool:
    """Del que va en un sobre no hay con qué calcularla aquí.

    Ningún verbo suprime los demás: sin contenido o sin nonce, alguien los borró por fuera.
    """
    if isinstance(acto, EnvioDeIdentidad):
        return True
    return constancia.esta_integra(acto) if isinstance(acto, Constancia) else da_su_huella(acto)


def _del_orden(modelo: _Modelo) -> Iterator[str]:
    """El número es el lugar en que se hicieron: el último es el que rige."""
    asentados = folios_asentados(_NUMERADOS[modelo.actos])
    guardados: dict[str, list[Any]] = defaultdict(list)
    for fila in modelo.filas().values_list("de", "numero", "folio", named=True).iterator(_TANDA):
        guardados[fila.de].append(fila)
    for clave, actos in guardados.items():
        if not van_en_orden(actos, asentados[clave]):
            cuales = Clase(modelo.clase).label
            yield f"{cuales}: los de {clave} no llevan el número en que se hicieron."
