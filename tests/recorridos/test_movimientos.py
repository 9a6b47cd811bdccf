"""Una sustitución de principio a fin, por sus pantallas y sin JavaScript: quien la registra y quien vota."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.publicacion.acciones import al_corriente
from conoceles.registro.models import Candidatura

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]


def test_una_sustitucion_despues_de_congelarse_las_boletas(abrir, gente, candidatura, proceso):
    proceso.fechas |= {"congelamiento_boletas": (timezone.now() - timedelta(hours=2)).isoformat()}
    proceso.save()
    Candidatura.objects.update(aprobada_en=timezone.now() - timedelta(days=3))
    al_corriente(Candidatura.objects.all(), por=None)
    carmen = abrir(como=gente["carmen"], js=False).ir(reverse("operacion:movimientos"))
    carmen.escribir("Nombre de quien sale o vuelve", "ana")
    carmen.pulsar("Buscar").seguir(candidatura.persona.nombre_completo)
    carmen.pulsar("Revisar antes de registrar").lee("Hay un problema", "Elija qué pasó.")
    carmen.pagina.get_by_label("Renuncia").check()
    carmen.escribir("Acuerdo o resolución", "IEP-CG-9/2027")
    carmen.escribir("Nombre o nombres", "Zoila")
    carmen.escribir("Primer apellido", "Ibarra")
    carmen.pulsar("Revisar antes de registrar").lee(
        "Todavía no se registra nada", "la boleta puede mostrar otro nombre"
    )
    carmen.pulsar("Confirmar y registrar").lee(
        "Quedó registrado: renuncia; entra Zoila Ibarra.", "Lo registró carmen"
    )
    quien_sea = abrir(js=False).ir(f"/candidaturas/{candidatura.clave}/")
    quien_sea.lee("Renunció a la candidatura", "La boleta puede mostrar todavía este nombre")
    quien_sea.seguir("Zoila Ibarra").lee("La boleta puede mostrar otro nombre", "Sustituye a")
