"""Otras candidaturas del proceso, con lo que enviaron."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from conoceles.cotejo.acciones import poner_al_dia
from conoceles.cuestionarios import en_bloque
from conoceles.cuestionarios.estados import Estado
from conoceles.registro.models import Candidatura
from tests import fabricas


@pytest.fixture
def enviar_otras(candidatura) -> Callable[..., list[Candidatura]]:
    """enviar_otras({"propuesta_1": …}, …) → una candidatura nueva por cada juego de respuestas, ya anotada."""

    def enviar(*juegos: dict[str, Any], **rasgos: Any) -> list[Candidatura]:
        nuevas = [fabricas.CandidaturaFactory(**rasgos) for _ in juegos]
        leidas = Candidatura.objects.con_todo().in_bulk([c.pk for c in nuevas])
        entregas = [
            en_bloque.Entrega(leidas[c.pk], juego, Estado.ENVIADO, timezone.now())
            for c, juego in zip(nuevas, juegos, strict=True)
        ]
        en_bloque.registrar(entregas, por=None)
        poner_al_dia()
        return nuevas

    return enviar
