"""¿El registro de cada candidatura es el que su página firmada dice? Se mira antes de que un acto lo cambie."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef

from conoceles.publicacion import constructor
from conoceles.publicacion.models import Ficha
from conoceles.registro.models import Candidatura, CandidaturaQuerySet
from conoceles.registro.movimientos.historia import con_historia

_LOTE = 500


def alterado(candidaturas: Iterable[Candidatura]) -> str | None:
    """Por qué no puede hacerse un acto del registro sobre éstas: firmaría lo que alguien cambió por fuera."""
    defecto = next(_de_candidaturas([candidatura.pk for candidatura in candidaturas]), None)
    return (
        f"{defecto} Nada se aplica; avise a Informática para que ejecute la orden verificar."
        if defecto
        else None
    )


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la candidatura."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    yield from _de_candidaturas(Candidatura.objects.order_by("pk").values_list("pk", flat=True))
    con_ficha = Ficha.objects.filter(pk=OuterRef("clave"))
    sin_pagina = Candidatura.objects.filter(~Exists(con_ficha)).order_by("clave")
    for clave in sin_pagina.values_list("clave", flat=True)[:1]:
        yield f"La candidatura {clave} no tiene página: se inscribió por fuera."
    suya = Candidatura.objects.filter(clave=OuterRef("clave"))
    for clave in Ficha.objects.filter(~Exists(suya)).order_by("clave").values_list("clave", flat=True)[:1]:
        yield f"Falta la candidatura {clave}: tiene página y ya no está en el registro."


def _de_candidaturas(candidaturas: Iterable[int]) -> Iterator[str]:
    llaves = list(candidaturas)
    for inicio in range(0, len(llaves), _LOTE):
        lote = list(_con_todo(llaves[inicio : inicio + _LOTE]))
        fichas = Ficha.objects.select_related("vigente").in_bulk([candidatura.clave for candidatura in lote])
        for candidatura in lote:
            ficha = fichas.get(candidatura.clave)
            if ficha is not None and not _es_el_firmado(candidatura, ficha):
                yield f"El registro de {candidatura.clave} no es el que se firmó: se cambió por fuera."


def _con_todo(llaves: list[int]) -> CandidaturaQuerySet:
    suyas = con_historia(Candidatura.objects.filter(pk__in=llaves))
    return suyas.prefetch_related("posicion__actor__miembros").order_by("pk")


def _es_el_firmado(candidatura: Candidatura, ficha: Ficha) -> bool:
    """Una sin contenido ya la nombra la revisión de las instantáneas."""
    if ficha.vigente.documento is None:
        return True
    firmado = json.loads(ficha.vigente.documento)
    return bool(
        constructor.registro(candidatura) == {clave: firmado[clave] for clave in constructor.DEL_REGISTRO}
    )
