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
    return tuple(dict.fromkeys(pk for pk, otra in ajenas if _distancia(bits, otra) <= DISTANCIA_MAXIMA))


def ya_observada(huella: str, *, candidatura: Candidatura) -> datetime | None:
    """Cuándo se observó por última vez a esta candidatura una foto casi igual a la que ahora envía."""
    observadas = _observadas(candidatura)
    if not observadas:
        return None
    bits = dict(candidatura.retratos.exclude(huella_perceptual="").values_list("huella", "huella_perceptual"))
    if huella not in bits:
        return None
    suya = int(bits[huella], 16)
    parecidas = (i for i, h in observadas if h in bits and _distancia(suya, bits[h]) <= DISTANCIA_MAXIMA)
    return next(parecidas, None)


def _distancia(bits: int, otra: str) -> int:
    return (bits ^ int(otra, 16)).bit_count()


def _observadas(candidatura: Candidatura) -> list[tuple[datetime, str]]:
    """(cuándo, huella) de cada foto que se observó, de la última a la primera: la del envío que se leía entonces."""
    emitidas = (
        Observacion.objects.filter(
            cuestionario__candidatura=candidatura,
            cuestionario__tipo=Cuestionario.Tipo.CURRICULAR,
            emitida_en__isnull=False,
        )
        .select_related("cuestionario")
        .order_by("-emitida_en")
    )
    return [
        (observacion.emitida_en, huella)
        for observacion in emitidas
        for huella in _fotos_de(observacion)
        if observacion.emitida_en
    ]


def _fotos_de(observacion: Observacion) -> list[str]:
    """Las que se leían en la sección observada."""
    cuestionario = observacion.cuestionario
    preguntas = cuestionario.definicion.seccion(observacion.seccion).preguntas
    fotos = [pregunta.clave for pregunta in preguntas if pregunta.tipo is Tipo.FOTO]
    leido = fotos and cuestionario.envios.filter(instante__lte=observacion.emitida_en).last()
    return [str(leido.contenido.get(clave) or "") for clave in fotos] if leido else []
