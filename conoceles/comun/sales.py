"""La sal de una fila cuya huella consta en la bitácora."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from django.db import models

from conoceles.comun.canonico import huella


def nueva_sal() -> str:
    return secrets.token_hex(16)


def exacto(instante: datetime | None) -> str | None:
    """UTC con microsegundos: un instante, en la forma en que entra en una huella."""
    return instante.astimezone(UTC).isoformat(timespec="microseconds") if instante else None


class ConSal(models.Model):
    """Una fila que alguien podría editar o borrar por fuera: quien la escribe asienta la huella de lo que dice.

    La bitácora no guarda lo que alguien escribió, y sin la sal, que sólo está aquí, la huella no deja adivinarlo.
    """

    sal = models.CharField(max_length=32, default=nueva_sal, editable=False)

    class Meta:
        abstract = True

    def huella_de(self, dato: object) -> str:
        """La de algo suyo (cualquier cosa con forma canónica), con su sal."""
        return huella(dato, sal=bytes.fromhex(self.sal))
