"""Buscar acuses: por su folio, que es lo que sabe `/verificar/`, o los de una candidatura."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from conoceles.bitacora.models import Asiento
from conoceles.comun.canonico import huella
from conoceles.comun.claves import folio_canonico
from conoceles.comun.ilegibles import ILEGIBLE
from conoceles.comun.legibles import legibles

from .models import Acuse

_TANDA = 500
# Con ellos consta que algo que llegó fuera de plazo se reconoció después. El de identidad es reservado.
RECONOCER, RECONOCER_IDENTIDAD = "plazo:reconocer", "identidad:reconocer"


class AcuseIlegible(LookupError):
    """Ese acuse consta, pero alguien lo cambió por fuera y no se deja leer."""


def por_folio(texto: str) -> Acuse | None:
    """El acuse de ese folio, escrito como sea; `None` si está mal copiado o no existe.

    Raises:
        AcuseIlegible: si no se deja leer.
    """
    folio = folio_canonico(texto)
    if folio is None:
        return None
    de_ese = Acuse.objects.filter(pk=folio)
    leido = next(iter(legibles(de_ese)), None)
    if leido is None and de_ese.exists():
        raise AcuseIlegible(folio)
    return leido


def de_candidatura(clave: str) -> list[Acuse]:
    """Todos los de sus actos, del primero al último. Una constancia no es acto suyo: la pide otra autoridad."""
    suyos = Acuse.objects.filter(candidatura=clave).exclude(clase=Acuse.Clase.CONSTANCIA)
    return list(suyos.order_by("instante", "folio"))


def con_su_acuse(actos: QuerySet[Any], candidatura: str) -> QuerySet[Any]:
    """Cada acto con la huella que su acuse hizo constar, para `es_el_acusado`.

    `candidatura`: el camino a la clave de la suya. El acuse de otra persona no ampara lo que se le cuelgue.
    """
    acuse = Acuse.objects.filter(pk=OuterRef("folio"), candidatura=OuterRef(candidatura))
    return actos.annotate(huella_del_acuse=Subquery(acuse.values("huella")[:1]))


def es_el_acusado(acto: Any) -> bool:
    """¿Lo que guarda un acto leído `con_su_acuse` es lo que se acusó? Lo que no lo es no se publica."""
    return acto.huella == acto.huella_del_acuse and da_su_huella(acto)


def folios_asentados(
    acciones: Collection[str], claves: Collection[str] | None = None
) -> dict[str, list[str]]:
    """Candidatura → los folios que esos actos suyos dejaron en la bitácora, del primero al último.

    `claves`: sólo de ésas.
    """
    asientos = Asiento.objects.filter(accion__in=acciones).order_by("secuencia")
    if claves is not None:
        asientos = asientos.filter(objeto_clave__in=claves)
    folios: dict[str, list[str]] = defaultdict(list)
    for clave, detalle in asientos.values_list("objeto_clave", "detalle").iterator(_TANDA):
        folios[clave].append(detalle.get("folio", ""))
    return folios


def reconocidos_a_tiempo(claves: Collection[str] | None = None) -> set[str]:
    """Los folios que llegaron fuera de plazo y después se reconocieron: constó luego que el Instituto les debía tiempo.

    `claves`: sólo de esas candidaturas.
    """
    folios = folios_asentados([RECONOCER, RECONOCER_IDENTIDAD], claves)
    return {folio for suyos in folios.values() for folio in suyos}


def se_reconocio(acuse: Acuse) -> bool:
    """¿Se emitió fuera de plazo y después se reconoció a tiempo?"""
    return acuse.fuera_de_plazo and acuse.folio in reconocidos_a_tiempo([acuse.candidatura])


def van_en_orden(actos: Iterable[Any], folios: Collection[str]) -> bool:
    """¿Son ésos, todos y en ese orden? El número de cada acto es su lugar: canjearlos revive uno que ya no rige."""
    por_numero = sorted(actos, key=lambda acto: acto.numero)
    numerados = [(acto.numero, acto.folio) for acto in por_numero]
    return numerados == list(enumerate(folios, start=1))


def da_su_huella(acto: Any) -> bool:
    """¿El contenido de un `ConAcuse`, con su nonce, da su huella? Sin uno de los dos no la da."""
    try:
        return huella(acto.contenido, sal=bytes.fromhex(acto.nonce)) == acto.huella
    except ILEGIBLE:
        return False
