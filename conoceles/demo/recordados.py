"""Los recordatorios que en la demostración ya salieron, sin sus cartas.

Las fechas se cuentan desde hoy y un plazo vence en tres días: sin esto, al abrirla saldrían más de mil correos.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.calendario.plazos import hora_de_recordar, por_recordar
from conoceles.seguimiento.models import Recordatorio
from conoceles.seguimiento.recordatorios import VENCIMIENTOS, Vencimiento


def dar_por_recordadas(proceso: Proceso) -> None:
    ahora = timezone.now()
    for vencimiento in VENCIMIENTOS:
        for dias, desde, hasta in por_recordar(ahora, vencimiento.dias, proceso.zona):
            candidaturas = (
                vencimiento.consulta(proceso, desde, hasta).con_todo().select_related("persona__cuenta")
            )
            Recordatorio.objects.bulk_create(
                [_recordado(candidatura, vencimiento, dias, proceso) for candidatura in candidaturas],
                batch_size=500,
            )


def _recordado(candidatura: Any, vencimiento: Vencimiento, dias: int, proceso: Proceso) -> Recordatorio:
    limite = vencimiento.limite(candidatura)
    cuenta = candidatura.persona.cuenta
    return Recordatorio(
        candidatura=candidatura,
        clase=vencimiento.clase,
        limite=limite,
        dias=dias,
        resultado=Recordatorio.Resultado.ENVIADO if cuenta else Recordatorio.Resultado.SIN_CORREO,
        instante=hora_de_recordar(limite, dias, proceso.zona),
    )
