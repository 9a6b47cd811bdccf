"""Fotografías que se repiten entre personas distintas, por su huella perceptual."""

from __future__ import annotations

from datetime import datetime

from conoceles.cuestionarios.definiciones import Tipo
from conoceles.cuestionarios.models import Cuestionario, Observacion, Retrato
from conoceles.registro.models import Candidatura

# De 64 bits, medido: la misma foto con otra compresión, tamaño, contraste o un recorte de 2 % difiere en 6 o menos;
# dos fotos distintas con contenido, en más de 20.
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


def ya_observada(huella: str, *, candidatura: Candidatura) -> datetime | None:
    """Cuándo se observó por última vez a esta candidatura una foto casi igual a la que ahora envía."""
    bits = dict(candidatura.retratos.exclude(huella_perceptual="").values_list("huella", "huella_perceptual"))
    if huella not in bits:
        return None
    for instante, otra in _observadas(candidatura):
        distancia = int(bits[huella], 16) ^ int(bits.get(otra, "f" * 17), 16)
        if distancia.bit_count() <= DISTANCIA_MAXIMA:
            return instante
    return None


def _observadas(candidatura: Candidatura) -> list[tuple[datetime, str]]:
    """(cuándo, huella) de cada foto que se observó, de la última a la primera: la del envío que se leía entonces."""
    cuestionario = Cuestionario.objects.curriculares().filter(candidatura=candidatura).first()
    if cuestionario is None:
        return []
    fotos = {p.clave: s.clave for s in cuestionario.definicion for p in s.preguntas if p.tipo is Tipo.FOTO}
    emitidas = Observacion.objects.filter(
        cuestionario=cuestionario, seccion__in=fotos.values(), emitida_en__isnull=False
    ).order_by("-emitida_en")
    envios = list(cuestionario.envios.order_by("-instante"))
    observadas = []
    for instante in emitidas.values_list("emitida_en", flat=True):
        leido = next((envio for envio in envios if instante and envio.instante <= instante), None)
        if leido and instante:
            observadas += [(instante, str(leido.contenido.get(clave) or "")) for clave in fotos]
    return observadas
