"""Un plazo con fechas redondas: se aprueba el 14 de abril y vence al terminar el 29."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from conoceles.cuestionarios.models import Cuestionario, Envio, Observacion, Respuesta
from conoceles.registro.models import Candidatura
from tests import fabricas

ZONA = ZoneInfo("America/Mexico_City")


def local(mes, dia, hora=0, minuto=0, segundo=0):
    return datetime(2027, mes, dia, hora, minuto, segundo, tzinfo=ZONA)


APROBACION, LIMITE = local(4, 14, 12), local(4, 30)


@pytest.fixture
def inscribir(proceso):
    """inscribir(5) → cinco candidaturas con cuenta y correo, ya inscritas en lo público."""
    from conoceles.publicacion.acciones import al_corriente

    def inscribir(cuantas=1, *, cargo="diputacion-mr", actor="ejemplo", correo=True, cuenta=True, **datos):
        posicion = {
            "contienda": fabricas.ContiendaFactory(
                cargo=fabricas.CargoFactory(clave=cargo, nombre=cargo.title())
            ),
            "actor": fabricas.ActorFactory(clave=actor, siglas=actor[:8].upper(), nombre=f"Partido {actor}"),
        }
        nuevas = []
        for _ in range(cuantas):
            campos = {"primera_entrada_en": APROBACION} | ({} if correo else {"correo": ""})
            usuario = fabricas.UsuarioFactory(**campos) if cuenta else None
            nuevas.append(
                fabricas.CandidaturaFactory(
                    posicion=fabricas.PosicionFactory(**posicion),
                    persona__cuenta=usuario,
                    **{"aprobada_en": APROBACION, **datos},
                )
            )
        al_corriente(nuevas, por=None)
        return list(Candidatura.objects.con_todo().filter(pk__in=[c.pk for c in nuevas]).order_by("pk"))

    return inscribir


def escribir_algo(candidatura, pregunta="historia", valor="Algo."):
    cuestionario, _ = Cuestionario.objects.get_or_create(
        candidatura=candidatura, tipo="curricular", definicion_clave="curricular-2022"
    )
    Respuesta.objects.create(cuestionario=cuestionario, pregunta=pregunta, valor=valor)
    return cuestionario


def dar_por_enviado(candidatura, instante, *, estado="enviado", fuera_de_plazo=False):
    cuestionario, _ = Cuestionario.objects.get_or_create(
        candidatura=candidatura, tipo="curricular", definicion_clave="curricular-2022"
    )
    cuestionario.estado, cuestionario.enviado_en = estado, instante
    cuestionario.save()
    Envio.objects.create(
        cuestionario=cuestionario, numero=1, instante=instante, contenido={}, fuera_de_plazo=fuera_de_plazo,
        folio=f"C-{candidatura.clave}", nonce="", huella="",
    )  # fmt: skip
    return cuestionario


def observar(candidatura, *, emitida, vence):
    cuestionario = dar_por_enviado(candidatura, emitida, estado="observado")
    Observacion.objects.create(
        cuestionario=cuestionario, seccion="propuesta-1", supuesto="copia", texto="Igual a otra.", ronda=1,
        por="vera", emitida_en=emitida, vence_en=vence,
    )  # fmt: skip
    return cuestionario
