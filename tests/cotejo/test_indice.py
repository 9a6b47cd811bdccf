"""El índice de lo enviado y lo que se lee de él."""

from __future__ import annotations

from random import Random

import pytest
from django.utils import timezone

from conoceles.cotejo.acciones import anotar_envio, poner_al_dia
from conoceles.cotejo.lectura import Copia, copias_de
from conoceles.cotejo.models import TextoEnviado
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.models import Envio
from conoceles.publicacion.acciones import enviar
from tests import fabricas
from tests.cotejo import corpus_de_copias as corpus
from tests.respuestas import TEXTO


@pytest.fixture
def textos():
    """Propuestas que no se parecen entre sí."""
    azar = Random("ajenas")
    return [corpus.propuesta(azar) for _ in range(12)]


def test_enviar_anota_los_textos_en_la_misma_transaccion(capturar_todo, candidatura, gente):
    cuestionario = capturar_todo()
    assert not TextoEnviado.objects.exists(), "un borrador no es de nadie más"
    envio = enviar(cuestionario=cuestionario, por=gente["ana"])
    anotados = TextoEnviado.objects.filter(candidatura=candidatura)
    assert {texto.pregunta for texto in anotados} == {
        "historia_profesional", "trayectoria_politica", "motivo_cargo", "propuesta_1", "propuesta_2", "propuesta_genero",
    }  # fmt: skip
    assert {texto.envio_id for texto in anotados} == {envio.pk}


def test_si_el_envio_no_se_logra_no_queda_anotado(capturar_todo, gente, monkeypatch):
    cuestionario = capturar_todo()
    monkeypatch.setattr("conoceles.publicacion.acciones.envios.al_corriente", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        enviar(cuestionario=cuestionario, por=gente["ana"])
    assert not TextoEnviado.objects.exists()
    assert not Envio.objects.exists()


def test_lo_corregido_toma_el_lugar_de_lo_anterior(capturar_todo, candidatura, gente, enviar_otras, textos):
    cuestionario = capturar_todo()
    enviar(cuestionario=cuestionario, por=gente["ana"])
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    acciones.observar(
        cuestionario=cuestionario, seccion="propuesta-1", supuesto="copia", texto="Igual.", por=gente["vera"]
    )
    acciones.devolver(cuestionario=cuestionario, por=gente["vera"])
    acciones.guardar_seccion(
        cuestionario=cuestionario, seccion="propuesta-1", valores={"propuesta_1": textos[0]}, por=gente["ana"]
    )
    envio = enviar(cuestionario=cuestionario, por=gente["ana"])
    assert TextoEnviado.objects.get(candidatura=candidatura, pregunta="propuesta_1").envio_id == envio.pk
    otra = fabricas.CandidaturaFactory()
    assert copias_de({"propuesta_1": textos[0]}, candidatura=otra)["propuesta_1"].iguales == 1
    assert poner_al_dia() == 0


def test_lo_que_ya_no_se_responde_sale_del_indice(capturar_todo, candidatura, gente, textos):
    cuestionario = capturar_todo()
    enviar(cuestionario=cuestionario, por=gente["ana"])
    envio = cuestionario.envios.get()
    assert TextoEnviado.objects.filter(candidatura=candidatura, pregunta="propuesta_2").exists()
    contenido = {**envio.contenido, "propuesta_2": "", "motivo_cargo": "Por mi gente."}
    otro = Envio.objects.create(
        cuestionario=cuestionario,
        numero=2,
        contenido=contenido,
        folio="otro",
        nonce=envio.nonce,
        huella=envio.huella,
    )
    anotar_envio(envio=otro)
    quedan = TextoEnviado.objects.filter(candidatura=candidatura)
    assert {texto.envio_id for texto in quedan} == {otro.pk}
    assert not quedan.filter(pregunta__in=["propuesta_2", "motivo_cargo"]).exists()


def test_una_letra_de_otro_alfabeto_no_esconde_la_copia(candidatura, enviar_otras, textos):
    """La «а» cirílica y la «o» griega se ven igual; el selector de forma ni se ve."""
    for disfraz in (("a", "\u0430"), ("o", "\u03bf"), ("s", "s\ufe0f")):
        enviar_otras({"propuesta_1": textos[0].replace(*disfraz)})
    assert copias_de({"x": textos[0]}, candidatura=candidatura)["x"].iguales == 3
    disfrazado = textos[0].replace("e", "\u0435")
    assert copias_de({"x": disfrazado}, candidatura=candidatura)["x"].iguales == 3


def test_lo_enviado_en_bloque_se_anota_una_vez(enviar_otras, textos):
    enviar_otras(*({"propuesta_1": texto} for texto in textos))
    assert TextoEnviado.objects.count() == len(textos)
    antes = set(TextoEnviado.objects.values_list("pk", flat=True))
    assert poner_al_dia() == 0
    TextoEnviado.objects.all().delete()
    assert poner_al_dia(cuantos=5) == 5
    assert poner_al_dia() == len(textos) - 5
    assert TextoEnviado.objects.count() == len(antes)


def test_un_proceso_pasado_no_se_anota(enviar_otras, proceso, textos):
    proceso.es_historico, proceso.es_vigente = True, False
    proceso.save()
    enviar_otras({"propuesta_1": textos[0]})
    assert not TextoEnviado.objects.exists()


def test_lo_igual_se_dice_igual_y_cuantas(candidatura, enviar_otras, textos):
    azar = Random("envolturas")
    otras = enviar_otras(*({"propuesta_2": corpus.igual(textos[0], azar)} for _ in range(5)))
    copia = copias_de({"propuesta_1": textos[0]}, candidatura=candidatura)["propuesta_1"]
    assert (copia.iguales, set(copia.candidaturas)) == (5, {otra.pk for otra in otras})


def test_lo_parecido_dice_cuanto(candidatura, enviar_otras, textos):
    retocado = textos[0].replace(" y ", " e ").replace("Propongo", "Planteo")
    (otra,) = enviar_otras({"propuesta_1": retocado})
    copia = copias_de({"propuesta_1": textos[0]}, candidatura=candidatura)["propuesta_1"]
    cuanto = int(corpus.jaccard(textos[0], retocado) * 100)
    assert copia == Copia((otra.pk,), 0, cuanto, False, (cuanto,), frozenset({otra.pk}))
    assert 80 <= copia.porcentaje < 100


def test_de_su_partido_solo_se_dice_si_no_señala_a_nadie(candidatura, enviar_otras, textos):
    """Entre dos candidaturas de un partido, «de su mismo partido» diría de quién es el texto."""
    enviar_otras({"propuesta_1": textos[0]})

    def se_dice():
        return copias_de({"x": textos[0]}, candidatura=candidatura)["x"].son_de_su_partido

    fabricas.CandidaturaFactory.create_batch(3)
    assert not se_dice()
    fabricas.CandidaturaFactory()
    assert se_dice()
    enviar_otras({"propuesta_1": textos[0]})
    assert se_dice(), "la que se suma también es otra más"
    fabricas.CandidaturaFactory(posicion__actor=fabricas.ActorFactory(clave="otro", siglas="OTR"))
    enviar_otras({"propuesta_1": textos[0]}, posicion__actor__clave="otro")
    assert not se_dice(), "ya no son todas de su partido"


def test_lo_propio_lo_ajeno_lo_corto_y_otro_proceso_no_cuentan(candidatura, enviar_otras, textos):
    enviar_otras({"propuesta_1": textos[0], "motivo_cargo": "Por mi gente."}, persona=candidatura.persona)
    enviar_otras({"propuesta_1": textos[1]})
    otro = fabricas.ProcesoFactory(clave="otro", es_vigente=False)
    cargo = fabricas.CargoFactory(proceso=otro)
    enviar_otras({"propuesta_1": textos[2]}, posicion__contienda__cargo=cargo)
    propios = {"a": textos[0], "b": "Por mi gente.", "c": textos[2], "d": textos[3], "e": ""}
    assert copias_de(propios, candidatura=candidatura) == {}


def test_lo_de_una_candidatura_terminada_cuenta(candidatura, enviar_otras, textos):
    (otra,) = enviar_otras({"propuesta_1": textos[0]})
    otra.situacion, otra.hasta = "renuncia", timezone.now()
    otra.save()
    assert copias_de({"x": textos[0]}, candidatura=candidatura)["x"].candidaturas == (otra.pk,)


def test_cuesta_tres_consultas_haya_cuantas_haya(
    candidatura, enviar_otras, textos, django_assert_num_queries
):
    azar = Random("muchas")
    enviar_otras(*({"propuesta_1": corpus.copia(texto, azar)} for texto in textos for _ in range(4)))
    propios = {f"p{n}": texto for n, texto in enumerate(textos[:6])}
    with django_assert_num_queries(3):
        copias_de(propios, candidatura=candidatura)
    with django_assert_num_queries(0):
        copias_de({"p": "Corto."}, candidatura=candidatura)


def test_grupos_exactos_completos_y_parecidas_casi_todas(candidatura, enviar_otras):
    """La misma cuenta que en las funciones puras, ya con la base en medio."""
    azar = Random("con base")
    originales = [corpus.propuesta(azar) for _ in range(25)]
    iguales = enviar_otras(*({"propuesta_1": corpus.igual(texto, azar)} for texto in originales))
    retocados = [corpus.copia(texto, azar) for texto in originales]
    parecidas = enviar_otras(*({"propuesta_2": texto} for texto in retocados))
    hallado = copias_de({str(n): texto for n, texto in enumerate(originales)}, candidatura=candidatura)
    assert all(iguales[n].pk in hallado[str(n)].candidaturas[: hallado[str(n)].iguales] for n in range(25))
    debidas = [n for n in range(25) if corpus.jaccard(originales[n], retocados[n]) >= 0.8]
    assert len(debidas) >= 15
    halladas = [n for n in debidas if parecidas[n].pk in hallado[str(n)].candidaturas]
    assert len(halladas) >= 0.95 * len(debidas)


def test_una_tarea_del_reloj_lo_mantiene(enviar_otras, textos, capsys):
    from conoceles.operacion.tareas import correr

    enviar_otras({"propuesta_1": TEXTO})
    TextoEnviado.objects.all().delete()
    assert correr()["cotejo"] == 1
    assert TextoEnviado.objects.count() == 1
