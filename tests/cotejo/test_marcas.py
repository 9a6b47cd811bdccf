"""Las marcas con que se filtra la cola: qué señala cada una y cuándo se anota."""

from __future__ import annotations

from random import Random

import pytest

from conoceles.cotejo import enlaces
from conoceles.cotejo.avisos import del_cuestionario
from conoceles.cotejo.marcas import marcar, marcar_pendientes
from conoceles.cotejo.models import Marcas
from conoceles.cotejo.retratos import parecidos
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.models import Cuestionario, Retrato
from conoceles.publicacion.acciones import enviar
from tests import respuestas
from tests.cotejo import corpus_de_copias as corpus

AJENO = corpus.propuesta(Random("marcas"))


def puestas(candidatura) -> set[str]:
    marcas = Marcas.objects.get(candidatura=candidatura)
    return {clave for clave in Marcas.CLAVES if getattr(marcas, clave)}


@pytest.mark.parametrize(
    ("texto", "hallados"),
    [
        ("Vea https://ejemplo.mx/plan?a=1, y decida.", ["https://ejemplo.mx/plan?a=1"]),
        ("Mi sitio (www.ejemplo.org).", ["www.ejemplo.org"]),
        (
            "Entre a ejemplo.com.mx/plan, a t.me/canal y a Ejemplo.INFO",
            ["ejemplo.com.mx/plan", "t.me/canal", "Ejemplo.INFO"],
        ),
        ("Escriba a ana@ejemplo.mx o a ana.ruiz@correo.ejemplo.com", []),
        ("En 2019.Me gradué. Gané 3.5 a 2. Sra. Me. Org.", []),
    ],
)
def test_se_hallan_los_enlaces_y_no_los_correos(texto, hallados):
    assert [texto[inicio:fin] for inicio, fin in enlaces.hallar(texto)] == hallados


@pytest.mark.parametrize(
    ("texto", "marca"),
    [
        (AJENO + " Mi CURP es PEXA800101MCHRRN09.", "datos_personales"),
        (AJENO + " Lea más en www.ejemplo.mx", "enlaces"),
        (AJENO.upper(), "mayusculas"),
        (AJENO[:200] + " . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . .", "relleno"),
        ("Sin información por el momento", "provisional"),
    ],
)  # fmt: skip
def test_cada_aviso_de_un_texto_tiene_su_marca(candidatura, texto, marca):
    cuestionario = acciones.abrir(candidatura=candidatura)
    avisos = del_cuestionario(cuestionario.definicion, {"propuesta_1": texto}, candidatura=candidatura)
    assert {aviso.marca for suyos in avisos.values() for aviso in suyos} == {marca}
    assert marca in Marcas.CLAVES


def test_quien_envia_no_espera_por_las_marcas_y_el_reloj_las_anota(
    capturar_todo, candidatura, gente, enviar_otras
):
    enviar_otras({"propuesta_1": respuestas.TEXTO})
    enviar(cuestionario=capturar_todo(), por=gente["ana"])
    assert not Marcas.objects.exists()
    assert marcar_pendientes() == 2
    assert puestas(candidatura) == {"copias"}


def test_la_copia_marca_tambien_a_la_que_llego_antes(capturar_todo, candidatura, gente, enviar_otras):
    (otra,) = enviar_otras({"propuesta_1": respuestas.TEXTO})
    marcar(Cuestionario.objects.get(candidatura=otra).envios.get())
    assert puestas(otra) == set()
    enviar(cuestionario=capturar_todo(), por=gente["ana"])
    marcar_pendientes()
    assert puestas(otra) == {"copias"}


def test_lo_corregido_se_marca_de_nuevo(capturar_todo, candidatura, gente, enviar_otras):
    enviar_otras({"propuesta_1": AJENO})
    cuestionario = capturar_todo()
    por = gente["ana"]
    acciones.guardar_seccion(
        cuestionario=cuestionario, seccion="propuesta-1", valores={"propuesta_1": AJENO}, por=por
    )
    enviar(cuestionario=cuestionario, por=por)
    marcar_pendientes()
    assert puestas(candidatura) == {"copias"}
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    acciones.observar(
        cuestionario=cuestionario, seccion="propuesta-1", supuesto="copia", texto="Igual.", por=gente["vera"]
    )
    acciones.devolver(cuestionario=cuestionario, por=gente["vera"])
    propio = corpus.propuesta(Random("propio"))
    acciones.guardar_seccion(
        cuestionario=cuestionario, seccion="propuesta-1", valores={"propuesta_1": propio}, por=por
    )
    envio = enviar(cuestionario=cuestionario, por=por)
    marcar_pendientes()
    assert puestas(candidatura) == set()
    assert Marcas.objects.get(candidatura=candidatura).envio_id == envio.pk


def test_el_reloj_marca_lo_escrito_en_bloque_una_vez_y_de_a_pocas(enviar_otras):
    otras = enviar_otras(*[{"propuesta_1": AJENO}] * 3)
    assert marcar_pendientes(cuantos=2) == 2
    assert marcar_pendientes() == 1
    assert marcar_pendientes() == 0
    assert [puestas(otra) for otra in otras] == [{"copias"}] * 3


def test_la_foto_de_otra_persona_se_marca_en_las_dos(capturar_todo, candidatura, gente, enviar_otras):
    """Diez bits de distancia son otra foto; cinco, la misma vuelta a guardar."""
    cuestionario = capturar_todo()
    suya = Retrato.objects.get(candidatura=candidatura)
    casi, lejana, en_captura = enviar_otras({}, {}, {})
    bits = int(suya.huella_perceptual, 16)
    for otra, distancia in ((casi, 5), (lejana, 10), (en_captura, 0)):
        Retrato.objects.create(
            candidatura=otra, huella=f"{otra.pk:064x}", huella_perceptual=f"{bits ^ (2**distancia - 1):016x}"
        )
    Cuestionario.objects.filter(candidatura=en_captura).update(estado="en_captura", enviado_en=None)
    marcar_pendientes()
    assert parecidos(suya.huella, candidatura=candidatura) == (casi.pk,)
    enviar(cuestionario=cuestionario, por=gente["ana"])
    marcar_pendientes()
    assert "foto_repetida" in puestas(candidatura)
    assert puestas(casi) == {"foto_repetida"}
    assert puestas(lejana) == set()
