"""La llave de quien negó el tratamiento se destruye al confirmarse su acto; si el servidor se apaga justo ahí, aquí."""

from __future__ import annotations

from django.db import transaction
from django.db.models import OuterRef, Subquery

from conoceles.llaves.acciones import Uso, con_llave, destruir
from conoceles.registro.models import Candidatura

from . import lectura
from .models import Consentimiento


def olvidar_pendientes() -> int:
    """Destruye las llaves que ya no debían existir; devuelve cuántas. Puede repetirse."""
    ultimo = Consentimiento.objects.filter(candidatura=OuterRef("candidatura")).order_by("-numero")
    negaron = Consentimiento.objects.filter(pk=Subquery(ultimo.values("pk")[:1]), tratamiento=False)
    claves = negaron.values_list("candidatura__clave", flat=True)
    return sum(map(_olvidar, con_llave(list(claves), uso=Uso.IDENTIDAD)))


@transaction.atomic
def _olvidar(clave: str) -> int:
    """Con la candidatura tomada: pudo volver a autorizar y tener ya otra llave."""
    candidatura = Candidatura.objects.select_for_update(of=("self",), no_key=True).get(clave=clave)
    vigente = lectura.consentimiento_vigente(candidatura)
    return destruir(candidatura=clave, uso=Uso.IDENTIDAD) if vigente and not vigente.tratamiento else 0
