"""El envío de la persona, que cambia lo que su página dice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from conoceles.cotejo.acciones import anotar_envio
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.models import Cuestionario, Envio

from .documentos import al_corriente


@transaction.atomic
def enviar(*, cuestionario: Cuestionario, por: Usuario, recibido_en: datetime | None = None) -> Envio:
    """Envía el cuestionario: su ficha deja de decir «en plazo» y dice «en revisión por el Instituto»."""
    envio = cuestionario_acciones.enviar(cuestionario=cuestionario, por=por, recibido_en=recibido_en)
    anotar_envio(envio=envio)
    al_corriente([cuestionario.candidatura], por=por, cambia_el_registro=False)
    return envio
