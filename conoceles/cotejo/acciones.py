"""Mantener el índice de lo enviado. No asientan en bitácora: el índice sólo repite lo que el envío ya dice."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef

from conoceles.cuestionarios.definiciones import Tipo
from conoceles.cuestionarios.models import Cuestionario, Envio

from . import copias
from .models import TextoEnviado
from .plegado import comparable

LOTE = 100
# Las demás tareas del reloj esperan a que ésta acabe: unos diez segundos.
POR_VUELTA = 2_000


@transaction.atomic
def anotar_envio(*, envio: Envio) -> None:
    """Pone en el índice los textos de un envío, en lugar de los del anterior de esa candidatura."""
    _anotar([envio])


def poner_al_dia(*, cuantos: int = POR_VUELTA) -> int:
    """Anota los últimos envíos que aún no están (los escritos en bloque); devuelve cuántos. Puede repetirse."""
    ultimo = ~Exists(
        Envio.objects.filter(cuestionario=OuterRef("cuestionario"), numero__gt=OuterRef("numero"))
    )
    anotado = Exists(TextoEnviado.objects.filter(envio=OuterRef("pk")))
    pendientes = list(
        Envio.objects.filter(
            ultimo,
            ~anotado,
            cuestionario__tipo=Cuestionario.Tipo.CURRICULAR,
            cuestionario__candidatura__posicion__contienda__cargo__proceso__es_historico=False,
        )
        .order_by("pk")
        .values_list("pk", flat=True)[:cuantos]
    )
    for inicio in range(0, len(pendientes), LOTE):
        _anotar(_con_lo_necesario(pendientes[inicio : inicio + LOTE]))
    return len(pendientes)


def _con_lo_necesario(pks: list[int]) -> Collection[Envio]:
    return list(
        Envio.objects.filter(pk__in=pks).select_related(
            "cuestionario__candidatura__posicion__contienda__cargo__proceso"
        )
    )


def _anotar(envios: Collection[Envio]) -> None:
    """Los bocetos se calculan antes de escribir: la base sólo se ocupa mientras se insertan.

    Lo que estaba en un envío anterior y en éste ya no (o quedó muy corto) sale del índice.
    """
    textos = [texto for envio in envios for texto in _textos(envio)]
    with transaction.atomic():
        TextoEnviado.objects.bulk_create(
            textos,
            update_conflicts=True,
            unique_fields=["candidatura", "pregunta"],
            update_fields=["envio", "huella", "boceto"],
        )
        candidaturas = [envio.cuestionario.candidatura_id for envio in envios]
        TextoEnviado.objects.filter(candidatura__in=candidaturas).exclude(envio__in=envios).delete()


def _textos(envio: Envio) -> Iterable[TextoEnviado]:
    candidatura = envio.cuestionario.candidatura
    for pregunta in envio.cuestionario.definicion.preguntas:
        plegado = comparable(str(envio.contenido.get(pregunta.clave) or ""))
        if pregunta.tipo is Tipo.TEXTO_LARGO and len(plegado) >= copias.LARGO_MINIMO:
            yield TextoEnviado(
                proceso=candidatura.proceso,
                candidatura=candidatura,
                pregunta=pregunta.clave,
                envio=envio,
                huella=copias.huella(plegado),
                boceto=copias.boceto(plegado).to_bytes(copias.BITS // 8, "big"),
            )
