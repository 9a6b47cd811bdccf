"""Interrupciones, bitácora, mensajes y avisos a los actores, vacíos, típicos y extremos: axe y nada se desborda."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.bitacora.cadena import comprobar
from conoceles.interrupciones.acciones import anotar, anular
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes.acciones import escribir
from conoceles.mensajes.models import Carta
from conoceles.registro.models import Representacion
from tests import fabricas

from .test_pantallas import Barrido

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]
LARGO = "Palabra larguísima y sin espacios: " + "interrumpidísimamente" * 11


def poblar(gente, candidatura):
    ahora = timezone.now()
    anulada = anotar(
        desde=ahora - timedelta(days=3, hours=2),
        hasta=ahora - timedelta(days=3),
        descripcion=LARGO,
        por=gente["irma"],
    )
    anular(interrupcion=anulada, motivo="Fue el equipo de una sola persona.", por=gente["carmen"])
    for horas in (1, 30, 200):
        Interrupcion.objects.create(
            desde=ahora - timedelta(hours=horas),
            hasta=ahora - timedelta(hours=horas - 0.5),
            origen="servicio",
        )
    with transaction.atomic():
        for n in range(60):
            asentar(
                por=gente["vera"], accion="cuestionario:validar", objeto=("candidatura", candidatura.clave),
                secciones=["propuesta-1", "propuesta-genero"], folio=f"V-7KQ2-M9XD-4TR{n:02}", nota=LARGO[:120],
            )  # fmt: skip
    comprobar()
    for n, correo in enumerate(
        ("ana@ejemplo.mx", "", "una.direccion.muy.larga.de.verdad@subdominio.ejemplo.mx")
    ):
        escribir(
            para=correo,
            asunto=f"Su cuestionario tiene observaciones {n}",
            cuerpo=LARGO,
            sobre=candidatura.clave,
        )
    Carta.objects.filter(para="ana@ejemplo.mx").update(intentos=Carta.MAX_INTENTOS, error="550 no existe")
    for n in range(12):
        actor = fabricas.ActorFactory(
            clave=f"actor{n}", siglas=f"ACT{n}", nombre=f"Partido de nombre largo número {n}"
        )
        if n % 3:
            Representacion.objects.create(
                cuenta=fabricas.UsuarioFactory(
                    rol="representacion", nombre="Representación de nombre larguísimo"
                ),
                actor=actor,
            )


def test_las_pantallas_de_la_evidencia(abrir, gente, candidatura):
    hilo, propio = (
        reverse("operacion:hilo", args=[candidatura.clave]),
        reverse("captura:mensajes", args=[candidatura.clave]),
    )
    carmen, irma, ana, cualquiera = (
        Barrido(abrir(como=gente["carmen"])), Barrido(abrir(como=gente["irma"])), Barrido(abrir(como=gente["ana"])),
        Barrido(abrir()),
    )  # fmt: skip
    panel, avisos, nuevo, bitacora = map(
        reverse,
        ("operacion:interrupciones", "operacion:avisos", "operacion:aviso_nuevo", "validacion:bitacora"),
    )
    for vez in ("vacias", "llenas"):  # la página pública se guarda un minuto: cada vez, otra dirección
        cualquiera.ver(f"{reverse('consulta:interrupciones')}?{vez}", lee="Interrupciones del servicio")
        irma.ver(bitacora, f"{bitacora}?actor=vera&antes=40", f"{bitacora}?desde=ayer", lee="Bitácora")
        carmen.ver(panel, avisos, hilo, f"{reverse('operacion:cartas')}?estado=fallida")
        ana.ver(propio, lee="Mensajes del Instituto")
        if not Interrupcion.objects.exists():
            poblar(gente, candidatura)
    ultima = Interrupcion.objects.filter(anulada_en=None).latest("pk").pk
    carmen.ver(reverse("operacion:interrupcion_explicar", args=[ultima]))
    carmen.ver(reverse("operacion:interrupcion_anular", args=[ultima]))
    carmen.pulsar("Anular la interrupción")
    carmen.ver(reverse("operacion:interrupcion_anotar"))
    carmen.pulsar("Anotarla")
    carmen.ver(nuevo)
    carmen.pulsar("Ver a quién le llega")
    carmen.visita.pagina.get_by_label("Asunto").fill("Cierre de la captura")
    carmen.visita.pagina.get_by_label("Texto").fill(LARGO)
    carmen.pulsar("Ver a quién le llega")
    carmen.pulsar("Mandar 8 cartas")
    carmen.visita.lee("Cierre de la captura")
    for barrido in (carmen, irma, ana, cualquiera):
        assert not barrido.encontrado, "\n".join(barrido.encontrado)
