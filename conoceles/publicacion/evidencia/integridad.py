"""¿Lo público es lo que sus instantáneas, la bitácora interna y los consentimientos dicen? En los dos sentidos.

Cada huella con su documento, cada ficha con su vigente y con los actos asentados, cada edición con sus hojas y cada
parte de identidad con lo que hoy puede verse.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.comun.canonico import huella
from conoceles.comun.ilegibles import revisar
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.cuestionarios.models import Envio
from conoceles.llaves.acciones import NoSeDescifra
from conoceles.privacidad.models import EnvioDeIdentidad
from conoceles.publicacion import constructor, identidad, partes
from conoceles.publicacion.constructor import iso
from conoceles.publicacion.models import Edicion, Ficha, Instantanea, ParteDeIdentidad
from conoceles.registro.models import Candidatura

from . import cotejo_de_supresiones
from .publicado import lo_publicado

_SITUACIONES = {
    Ficha.Estado.SIN_PUBLICAR: ("sin_enviar", "en_revision"),
    Ficha.Estado.PUBLICADA: ("publicada",),
    Ficha.Estado.RETIRADA: ("retirada",),
}
_DE_LA_FICHA = ("ficha:publicar", "ficha:programar", "ficha:pausar", "ficha:reanudar")
_LOTE = 500
_LO_QUE_TARDA = timedelta(minutes=1)  # un acto entre su renglón y su edición


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la instantánea, la ficha, la edición o la parte y lo que falla."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    amparadas = cotejo_de_supresiones.amparadas()
    defecto = partial(_de_la_instantanea, amparadas)
    yield from revisar(Instantanea.objects.order_by("secuencia"), defecto, "La instantánea")
    yield from cotejo_de_supresiones.defectos()
    yield from _huerfanas()
    yield from _de_ediciones()
    yield from _de_fichas()
    yield from _de_identidad()


def _de_la_instantanea(amparadas: Collection[tuple[str, int]], instantanea: Instantanea) -> str | None:
    """Sólo lo que la bitácora dice que se suprimió puede no tener contenido, y no debe tenerlo."""
    cual = f"La instantánea {instantanea.secuencia} ({instantanea})"
    esta_borrada = instantanea.documento is None and instantanea.sal is None
    if (instantanea.clave, instantanea.version) in amparadas:
        return None if esta_borrada else f"{cual} se suprimió y tiene contenido: alguien lo repuso por fuera."
    if esta_borrada:
        return f"{cual} no tiene contenido y no consta que nadie ordenara suprimirlo: se borró por fuera."
    return None if instantanea.esta_integra else f"{cual} no coincide con su huella: fue alterada."


def _huerfanas() -> Iterator[str]:
    """Toda candidatura con instantáneas tiene ficha y toda ficha, instantánea; y son del mismo proceso."""
    ficha = Ficha.objects.filter(pk=OuterRef("clave"))
    for clave in Instantanea.objects.filter(~Exists(ficha)).values_list("clave", flat=True)[:1]:
        yield f"Hay instantáneas de {clave} y falta su ficha: dejó de verse sin que nadie lo ordenara."
    vigente = Instantanea.objects.filter(pk=OuterRef("vigente_id"))
    for clave in Ficha.objects.filter(~Exists(vigente)).values_list("pk", flat=True)[:1]:
        yield f"La ficha {clave} apunta a una instantánea que no existe."
    ajenas = Instantanea.objects.filter(~Exists(ficha.filter(proceso=OuterRef("proceso"))))
    for secuencia, clave in ajenas.values_list("pk", "clave")[:1]:
        yield f"La instantánea {secuencia} dice ser de otro proceso que la ficha {clave}."


# --- Las ediciones ----------------------------------------------------------------------------------------------


def _de_ediciones() -> Iterator[str]:
    """Seguidas en cada proceso, con el instante de su última hoja y hasta la última de todas."""
    suya = Instantanea.objects.filter(pk=OuterRef("secuencia"))
    siguiente = Instantanea.objects.filter(pk=OuterRef("secuencia") + 1)
    ediciones = Edicion.objects.annotate(
        de=Subquery(suya.values("proceso")),
        escrita_en=Subquery(suya.values("instante")),
        antes_de=Subquery(siguiente.values("instante")),
    )
    anteriores: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    lo_mas_tarde = _lo_mas_tarde()

    def defecto(edicion: Edicion) -> str | None:
        anterior = anteriores[edicion.proceso]
        anteriores[edicion.proceso] = edicion.numero, edicion.secuencia
        return (
            None
            if _sigue(edicion, *anterior, lo_mas_tarde)
            else f"La {edicion} no continúa a la anterior o cambió su instante."
        )

    yield from revisar(ediciones.order_by("proceso", "numero"), defecto, "La edición")
    hojas = Instantanea.objects.aggregate(ultima=Max("secuencia"))["ultima"] or 0
    llega = Edicion.objects.aggregate(ultima=Max("secuencia"))["ultima"] or 0
    if hojas != llega:
        yield f"Hay {hojas} hojas y las ediciones llegan a la {llega}: se quitó o se alteró alguna."


def _lo_mas_tarde() -> datetime:
    """Hasta cuándo pudo escribirse la última edición: ahora o, si el reloj retrocedió, lo último que consta asentado."""
    asentado = Asiento.objects.aggregate(ultimo=Max("instante"))["ultimo"]
    ahora = timezone.now()
    return max(ahora, asentado + _LO_QUE_TARDA) if asentado else ahora


def _sigue(edicion: Edicion, numero: int, secuencia: int, lo_mas_tarde: datetime) -> bool:
    """Una que sólo movió la identidad no trae hoja: su instante cae entre la última y la que sigue."""
    escrita_en, antes_de = edicion.escrita_en, edicion.antes_de or lo_mas_tarde  # type: ignore[attr-defined]
    trae_hoja = edicion.de == edicion.proceso and edicion.secuencia > secuencia  # type: ignore[attr-defined]
    hasta = escrita_en if trae_hoja else antes_de
    es_la_que_sigue = edicion.numero == numero + 1 and edicion.secuencia >= secuencia
    # Antes de la primera hoja (al importar las secciones) no hay con qué comparar.
    desde = escrita_en if edicion.secuencia else edicion.instante
    return bool(es_la_que_sigue and desde and desde <= edicion.instante <= hasta)


# --- Las fichas -------------------------------------------------------------------------------------------------


class _LoAsentado:
    """Lo que la bitácora interna y las ediciones dicen de cada ficha, para quien la recorre."""

    def __init__(self) -> None:
        self.pausas: dict[str, set[str]] = defaultdict(set)
        self.desde: dict[str, datetime] = {}
        self.envio: dict[str, int | None] = {}
        self.ediciones: dict[str, list[int]] = defaultdict(list)
        numeros = dict(Envio.objects.values_list("folio", "numero"))
        actos = Asiento.objects.filter(accion__in=_DE_LA_FICHA).order_by("secuencia")
        for accion, clave, detalle in actos.values_list("accion", "objeto_clave", "detalle").iterator(_LOTE):
            if accion == "ficha:pausar":
                self.pausas[clave].add(detalle["seccion"])
            elif accion == "ficha:reanudar":
                self.pausas[clave].discard(detalle["seccion"])
            elif accion == "ficha:publicar":
                self.envio[clave] = numeros.get(detalle["envio"])
            elif "desde" in detalle:
                self.desde[clave] = datetime.fromisoformat(detalle["desde"])
            else:
                self.desde.pop(clave, None)
        for proceso, secuencia in Edicion.objects.order_by("numero").values_list("proceso", "secuencia"):
            self.ediciones[proceso].append(secuencia)

    def edicion(self, proceso: str, secuencia: int) -> int:
        """El número de la que trajo esa hoja."""
        return bisect_left(self.ediciones[proceso], secuencia) + 1


def _de_fichas() -> Iterator[str]:
    ultima = Instantanea.objects.filter(clave=OuterRef("clave")).order_by("-version")
    fichas = Ficha.objects.select_related("vigente").annotate(ultima=Subquery(ultima.values("pk")[:1]))
    asentado = _LoAsentado()

    def defecto(ficha: Ficha) -> str | None:
        if ficha.vigente_id != ficha.ultima:  # type: ignore[attr-defined]
            return f"La ficha {ficha.clave} no muestra su última versión."
        distintas = [columna for columna, es_igual in _columnas(ficha, asentado).items() if not es_igual]
        return (
            f"La ficha {ficha.clave} no dice lo que se publicó en: {', '.join(distintas)}."
            if distintas
            else None
        )

    yield from revisar(fichas.order_by("clave"), defecto, "La ficha")
    yield from _de_respuestas()


def _de_respuestas() -> Iterator[str]:
    """Lo que cada página muestra es de ella: lo que envió, según la bitácora nombra el envío."""
    claves = list(
        Ficha.objects.filter(estado=Ficha.Estado.PUBLICADA).order_by("pk").values_list("pk", flat=True)
    )
    for inicio in range(0, len(claves), _LOTE):
        lote = claves[inicio : inicio + _LOTE]
        enviadas = lo_publicado(lote)

        def defecto(ficha: Ficha, enviadas: dict[str, dict[str, Any] | None] = enviadas) -> str | None:
            cual = f"Lo que muestra la ficha {ficha.clave} no es lo que envió según la bitácora"
            return None if _muestra(ficha, enviadas[ficha.clave]) else f"{cual}: fue alterado."

        fichas = Ficha.objects.select_related("vigente").filter(pk__in=lote)
        yield from revisar(fichas.order_by("pk"), defecto, "La ficha")


def _muestra(ficha: Ficha, respuestas: dict[str, Any] | None) -> bool:
    documento = json.loads(ficha.vigente.documento or "null")
    if respuestas is None or documento["registro"]["hasta"] is not None:
        return respuestas is not None
    definicion = DEFINICIONES[documento["cuestionario"]["definicion"]]
    return bool(
        documento["respuestas"] == constructor.a_la_vista(definicion, respuestas, documento["pausas"])
    )


def _columnas(ficha: Ficha, asentado: _LoAsentado) -> dict[str, bool]:
    """Cada columna de la ficha: ¿dice lo que su documento vigente o, si él no la trae, lo que se asentó?"""
    documento = json.loads(ficha.vigente.documento or "null")
    cuestionario, respuestas = documento["cuestionario"], documento["respuestas"]
    pausas_a_la_vista = ficha.estado == Ficha.Estado.PUBLICADA and documento["registro"]["hasta"] is None
    return {
        "proceso": ficha.proceso == documento["proceso"],
        "tarjeta": ficha.tarjeta == constructor.tarjeta(documento),
        "edicion": ficha.edicion == asentado.edicion(ficha.proceso, ficha.vigente_id),
        "estado": cuestionario["situacion"] in _SITUACIONES[Ficha.Estado(ficha.estado)],
        "envio_publicado": ficha.envio_publicado == asentado.envio.get(ficha.clave),
        "publicada_en": iso(ficha.publicada_en) == cuestionario["publicado_en"],
        "retirada_en": iso(ficha.retirada_en) == cuestionario["retirado_en"],
        "motivo_de_retiro": ficha.motivo_de_retiro == cuestionario["motivo"],
        "retratos": "foto" not in respuestas or ficha.retratos == documento.get("retratos", {}),
        "visible_desde": ficha.visible_desde == asentado.desde.get(ficha.clave),
        "pausas": set(ficha.pausas) == asentado.pausas[ficha.clave]
        and (not pausas_a_la_vista or ficha.pausas == documento["pausas"]),
    }


# --- La identidad -----------------------------------------------------------------------------------------------


def _de_identidad() -> Iterator[str]:
    publicada = Ficha.objects.filter(pk=OuterRef("pk"), estado=Ficha.Estado.PUBLICADA)
    guardadas = ParteDeIdentidad.objects.annotate(se_muestra=Exists(publicada))
    yield from revisar(guardadas.order_by("clave"), _de_la_parte, "La parte de identidad de")
    yield from _lo_que_debe_verse()


def _de_la_parte(parte: ParteDeIdentidad) -> str | None:
    """Una parte que no se abre, que dice otra cosa que su huella, o que sobrevivió a su ficha publicada."""
    cual = f"La parte de identidad de {parte.clave}"
    if not parte.se_muestra:  # type: ignore[attr-defined]
        return f"{cual} sigue guardada y su ficha no está publicada."
    try:
        dato = partes.abrir(parte.clave, bytes(parte.sobre))
    except NoSeDescifra:
        return f"{cual} no se descifra: fue alterada o su llave ya no existe."
    documento, sal = dato["documento"], bytes.fromhex(dato["sal"])
    cuadra = huella(documento, sal=sal) == parte.huella and documento["proceso"] == parte.proceso
    return None if cuadra else f"{cual} no coincide con su huella."


def _lo_que_debe_verse() -> Iterator[str]:
    """Lo guardado contra lo que hoy está autorizado: ni revive lo que se revocó ni falta lo que se autorizó."""
    enviaron = Q(pk__in=EnvioDeIdentidad.objects.values("candidatura"))
    con_parte = Q(clave__in=ParteDeIdentidad.objects.values("clave"))
    for lote in _por_lotes(Candidatura.objects.filter(enviaron | con_parte)):
        fichas = Ficha.objects.in_bulk([candidatura.clave for candidatura in lote])
        for candidatura, debida in identidad.desfasadas(lote, fichas):
            que = "no es la que hoy está autorizada" if debida else "se muestra sin que hoy esté autorizada"
            yield f"La parte de identidad de {candidatura.clave} {que}."


def _por_lotes(candidaturas: QuerySet[Candidatura]) -> Iterator[list[Candidatura]]:
    llaves = list(candidaturas.order_by("pk").values_list("pk", flat=True))
    for inicio in range(0, len(llaves), _LOTE):
        yield list(Candidatura.objects.con_todo().filter(pk__in=llaves[inicio : inicio + _LOTE]))
