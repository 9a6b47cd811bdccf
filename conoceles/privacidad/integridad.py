"""¿Quién leyó la identidad, con qué manifestación se envió y qué se leyó en cada papel es lo que se asentó?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import revisar

from .models import ENVIAR, MANIFESTAR, EnvioDeIdentidad, Formato, Lectura

_TANDA = 500


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con quién o de qué candidatura."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    yield from _de_lecturas()
    yield from _de_envios()
    yield from _de_formatos()


# --- Quién leyó ---------------------------------------------------------------------------------------------


def _de_lecturas() -> Iterator[str]:
    """Cada lectura se asienta en su misma transacción: quien borre o invente una tendría que rehacer la cadena."""
    asentadas = Asiento.objects.filter(accion="identidad:estudiar")
    constan = Counter(asentadas.values_list("actor", "rol", "objeto_clave", "detalle__huella"))
    guardadas: Counter[tuple[str, str, str, str]] = Counter()

    def defecto(leida: Lectura) -> None:
        guardadas[leida.actor, leida.rol, leida.candidatura, leida.huella_de_lo_leido] += 1

    yield from revisar(Lectura.objects.order_by("pk"), defecto, "La lectura de identidad")
    for actor, _, clave, _ in sorted(constan - guardadas):
        yield f"Falta una lectura de la identidad de {clave} por {actor}: se asentó y ya no está, o no dice lo que decía."
    for actor, _, clave, _ in sorted(guardadas - constan):
        yield f"La lectura de la identidad de {clave} por {actor} no se asentó: se escribió por fuera."


# --- Con qué manifestación se envió --------------------------------------------------------------------------


def _de_envios() -> Iterator[str]:
    """Las marcas de lo que se publica valen con la manifestación de entonces, y con ninguna posterior."""
    vigentes: dict[str, str] = {}
    con_cual: dict[str, str] = {}
    actos = Asiento.objects.filter(accion__in=(*MANIFESTAR, *ENVIAR)).order_by("secuencia")
    for accion, clave, detalle in actos.values_list("accion", "objeto_clave", "detalle").iterator(_TANDA):
        if accion in MANIFESTAR:
            vigentes[clave] = detalle["folio"]
        else:
            con_cual[detalle["folio"]] = vigentes.get(clave, "")
    envios = EnvioDeIdentidad.objects.values_list("candidatura__clave", "folio", "consentimiento__folio")
    for clave, folio, manifestacion in envios.iterator(_TANDA):
        if con_cual.get(folio) != manifestacion:
            yield f"Lo que {clave} envió de identidad no dice con qué manifestación: fue alterado."


# --- Qué se leyó en cada papel --------------------------------------------------------------------------------


def lo_leido(claves: Collection[str] | None = None) -> dict[str, dict[int, str]]:
    """Candidatura → formato → la huella de lo último que Transparencia leyó en él. `claves`: sólo de ésas."""
    revisiones = Asiento.objects.filter(accion="formato:revisar").order_by("secuencia")
    if claves is not None:
        revisiones = revisiones.filter(objeto_clave__in=claves)
    leido: dict[str, dict[int, str]] = defaultdict(dict)
    for clave, detalle in revisiones.values_list("objeto_clave", "detalle"):
        leido[clave][detalle.get("formato", 0)] = detalle.get("huella", "")
    return leido


def constan(revisados: Iterable[Formato], asentados: Mapping[int, str]) -> bool:
    """¿Son los formatos de una candidatura que se asentaron, todos, y dicen lo que en ellos se leyó?"""
    return {formato.pk: formato.huella_de_lo_leido for formato in revisados} == asentados


def _de_formatos() -> Iterator[str]:
    pendientes = lo_leido()

    def defecto(formato: Formato) -> str | None:
        clave = formato.candidatura.clave
        asentada = pendientes.get(clave, {}).pop(formato.pk, None)
        actual = formato.huella_de_lo_leido if formato.revisado_en else None
        cual = f"El formato firmado de {clave}"
        return (
            None if asentada == actual else f"{cual} no dice lo que Transparencia leyó en él: fue alterado."
        )

    formatos = Formato.objects.select_related("candidatura").order_by("pk")
    yield from revisar(formatos, defecto, "El formato firmado")
    for clave, faltan in pendientes.items():
        if faltan:
            yield f"Falta un formato firmado de {clave}: se revisó y ya no está."
