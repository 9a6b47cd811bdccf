"""Lo que cada página debe decir: las respuestas del envío que la bitácora nombra, si es el de su acuse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import F, QuerySet

from conoceles.acuses.lectura import con_su_acuse, es_el_acusado, folios_asentados, van_en_orden
from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios.estados import ACTOS_DE_ENVIO
from conoceles.cuestionarios.models import Cuestionario, Envio

_CANDIDATURA = "cuestionario__candidatura__clave"


def lo_publicado(claves: Collection[str]) -> dict[str, dict[str, Any] | None]:
    """Por candidatura publicada, las respuestas de su envío publicado; `None` si alguien lo cambió por fuera.

    Lo cambió si su contenido no es el de su acuse, si el acuse es de otra persona, si los números de sus envíos no van
    en el orden en que los hizo, o si falta el que se publicó.
    """
    suyos: dict[str, list[Envio]] = defaultdict(list)
    for envio in _envios(claves):
        suyos[envio.de].append(envio)  # type: ignore[attr-defined]
    folios, nombrados = folios_asentados(ACTOS_DE_ENVIO, claves), publicados(claves)
    return {clave: _respuestas(suyos[clave], folios[clave], nombrados.get(clave)) for clave in claves}


def publicados(claves: Collection[str]) -> dict[str, str]:
    """Candidatura → el folio del envío que se publicó al último, según la bitácora."""
    actos = Asiento.objects.filter(accion="ficha:publicar", objeto_clave__in=claves).order_by("secuencia")
    return {
        clave: detalle.get("envio", "") for clave, detalle in actos.values_list("objeto_clave", "detalle")
    }


def _envios(claves: Collection[str]) -> QuerySet[Envio]:
    suyos = Envio.objects.annotate(de=F(_CANDIDATURA)).filter(de__in=claves)
    return con_su_acuse(suyos.filter(cuestionario__tipo=Cuestionario.Tipo.CURRICULAR), _CANDIDATURA)


def _respuestas(envios: list[Envio], folios: list[str], publicado: str | None) -> dict[str, Any] | None:
    el_publicado = next((envio for envio in envios if envio.folio == publicado), None)
    if el_publicado is None or not van_en_orden(envios, folios) or not es_el_acusado(el_publicado):
        return None
    contenido: dict[str, Any] = el_publicado.contenido
    return contenido
