"""Fotografías que se repiten entre personas distintas, por su huella perceptual."""

from __future__ import annotations

from conoceles.cuestionarios.models import Retrato
from conoceles.registro.models import Candidatura

# De 64 bits: la misma foto, con otro tamaño, recorte leve o compresión, difiere en unos cuantos.
DISTANCIA_MAXIMA = 6


def parecidos(huella: str, *, candidatura: Candidatura) -> tuple[int, ...]:
    """Las candidaturas de otra persona, del mismo proceso y que ya enviaron, con una foto casi igual.

    `huella`: la del retrato enviado por `candidatura`. Sin ese retrato no hay con qué comparar.
    """
    suya = Retrato.objects.filter(candidatura=candidatura, huella=huella).first()
    if suya is None or not suya.huella_perceptual:
        return ()
    bits = int(suya.huella_perceptual, 16)
    ajenas = (
        Retrato.objects.filter(
            candidatura__posicion__contienda__cargo__proceso=candidatura.proceso,
            candidatura__cuestionarios__enviado_en__isnull=False,
        )
        .exclude(candidatura__persona=candidatura.persona_id)
        .exclude(huella_perceptual="")
        .order_by("candidatura")
        .values_list("candidatura", "huella_perceptual")
        .distinct()
    )
    return tuple(
        dict.fromkeys(pk for pk, otra in ajenas if (bits ^ int(otra, 16)).bit_count() <= DISTANCIA_MAXIMA)
    )
