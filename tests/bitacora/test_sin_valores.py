"""La bitácora guarda claves y nunca valores: un canario en cada texto que alguien escribe, y ninguno en un renglón."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.comun.claves import folio
from conoceles.cuestionarios import acciones as verbos
from conoceles.interrupciones import acciones as interrupciones
from conoceles.publicacion import acciones as publicacion
from conoceles.publicacion.acciones import retiros
from conoceles.publicacion.plazos import fijar_plazo
from conoceles.registro.models import ActorPolitico, Representacion
from conoceles.seguimiento import circulares
from conoceles.validacion import acciones
from tests import fabricas, respuestas

pytestmark = pytest.mark.django_db
CANARIO = "canarioamarillo"
VALORES = {
    **respuestas.COMPLETAS,
    "instagram": f"https://www.instagram.com/{CANARIO}",
    "correo_aclaraciones": f"{CANARIO}@ejemplo.mx",
    "cursos": [f"Diplomado {CANARIO}"],
    **{
        clave: f"{CANARIO} {clave}. {respuestas.TEXTO}"
        for clave in (
            "historia_profesional", "trayectoria_politica", "motivo_cargo", "propuesta_1", "propuesta_2",
            "propuesta_genero",
        )
    },
}  # fmt: skip


@pytest.fixture
def revisada(candidatura, gente, proceso, retrato):
    """Ana escribe, envía, la observan, corrige, la validan, pide corregir y se le concede."""
    proceso.datos_parametros = {"cuatro_ojos": False}
    proceso.save()
    ana, vera = gente["ana"], gente["vera"]
    cuestionario = verbos.abrir(candidatura=candidatura)
    verbos.guardar_foto(cuestionario=cuestionario, retrato=retrato, por=ana)
    for seccion in cuestionario.definicion:
        if seccion.clave != "foto":
            verbos.guardar_seccion(cuestionario=cuestionario, seccion=seccion.clave, valores=VALORES, por=ana)
    publicacion.enviar(cuestionario=cuestionario, por=ana)
    verbos.tomar(cuestionario=cuestionario, por=vera)
    verbos.observar(
        cuestionario=cuestionario, seccion="propuesta-1", supuesto="copia", texto=f"Dice {CANARIO}", por=vera
    )
    acciones.devolver(cuestionario=cuestionario, envio=1, por=vera)
    nuevo = {"propuesta_1": f"Otra vez {CANARIO}. {respuestas.TEXTO}"}
    verbos.guardar_seccion(cuestionario=cuestionario, seccion="propuesta-1", valores=nuevo, por=ana)
    publicacion.enviar(cuestionario=cuestionario, por=ana)
    verbos.tomar(cuestionario=cuestionario, por=vera)
    acciones.validar(cuestionario=cuestionario, envio=2, por=vera)
    cuestionario.refresh_from_db()
    return cuestionario


def publicar_y_ocultar(candidatura, carmen):
    acciones.publicar(candidaturas=[candidatura], por=carmen)
    retiros.retirar(candidatura=candidatura, motivo=f"Por {CANARIO}", por=carmen)
    retiros.restablecer(candidatura=candidatura, por=carmen)
    acciones.ocultar(candidatura=candidatura, seccion="contacto", motivo=f"Por {CANARIO}", por=carmen)


def corregir_a_peticion(cuestionario, gente):
    solicitud = verbos.pedir(
        cuestionario=cuestionario, secciones=["propuesta-2"], motivo=f"Porque {CANARIO}", por=gente["ana"]
    )
    acciones.resolver_correccion(
        solicitud=solicitud, concedidas=["propuesta-2"], nota=f"Sí, {CANARIO}", por=gente["vera"]
    )
    cuestionario.refresh_from_db()
    verbos.desistir(cuestionario=cuestionario, por=gente["ana"])


def avisar_e_interrumpir(proceso, carmen):
    ahora = timezone.now()
    anotada = interrupciones.anotar(
        desde=ahora - timedelta(hours=2), hasta=ahora - timedelta(hours=1), descripcion=CANARIO, por=carmen
    )
    interrupciones.anular(interrupcion=anotada, motivo=CANARIO, por=carmen)
    cuenta = fabricas.UsuarioFactory(rol="representacion")
    Representacion.objects.create(cuenta=cuenta, actor=ActorPolitico.objects.first())
    destino = circulares.Destino()
    marca = circulares.repartir(proceso, destino).marca
    circulares.enviar(
        proceso=proceso,
        destino=destino,
        asunto=CANARIO,
        texto=CANARIO,
        folio=folio("AV"),
        marca=marca,
        por=carmen,
    )


def test_ningun_texto_que_alguien_escribe_llega_a_la_bitacora(revisada, gente, proceso, candidatura):
    otra = fabricas.CandidaturaFactory(persona__nombres="Beto")
    fijar_plazo(
        candidatura=otra,
        hasta=timezone.now() + timedelta(days=9),
        motivo=f"Por {CANARIO}",
        por=gente["carmen"],
    )
    corregir_a_peticion(revisada, gente)
    publicar_y_ocultar(revisada.candidatura, gente["carmen"])
    avisar_e_interrumpir(proceso, gente["carmen"])
    renglones = list(Asiento.objects.values_list("accion", "objeto_clave", "detalle"))
    assert len({accion for accion, _, _ in renglones}) >= 18
    con_canario = [renglon for renglon in renglones if CANARIO in str(renglon).lower()]
    assert not con_canario
    for texto in ("Diplomado", "cooperativa", "instagram.com"):
        assert texto not in str(renglones)
