"""La historia de una ficha: todo lo que fue público se alcanza; lo que hoy no lo es, por ningún camino."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import fabricas
from tests.publicacion import versionadas
from tests.publicacion.versionadas import FALLECIDA, PUBLICADA, RETIRADA, SIN_ENVIAR, version

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]  # lo público se sirve de lo ya leído

A, B, C = "Texto con canarioA dentro.", "Texto con canarioB dentro.", "Texto con canarioC dentro."
FOTO_1, FOTO_2 = "1f" * 32, "2f" * 32


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


def donde_se_lee(client, direcciones, buscado):
    """Las páginas de la candidatura en que aparece."""
    return [url for url in direcciones if buscado in texto(client.get(url))]


def propuesta(valor, **cambios):
    return version({"propuesta_1": valor, "grado_max": "primaria"}, **cambios)


# --- Lo que se alcanza --------------------------------------------------------------------------------------


def test_cada_version_publica_se_lee_con_lo_que_cambio_y_cuando(client, proceso):
    ficha, lista, *paginas = versionadas.escribir(
        proceso, [version({}, cuestionario=SIN_ENVIAR), propuesta(A), propuesta(B)]
    )
    assert f'href="{lista}"' in texto(client.get(ficha))
    dicho = texto(client.get(lista))
    assert [int(n) for n in re.findall(r"Versión (\d+)<", dicho)] == [3, 2, 1]
    assert "Primera propuesta" in dicho
    assert "22 de abril de 2024" in dicho
    assert "canario" not in dicho
    primera, segunda, tercera = (client.get(url) for url in paginas)
    assert {r.status_code for r in (primera, segunda, tercera)} == {200}
    assert A in texto(segunda)
    assert B not in texto(segunda)
    assert re.search(r"<del>.*?canarioA.*?</del>", texto(tercera))
    assert re.search(r"<ins>.*?canarioB.*?</ins>", texto(tercera))
    assert "no se muestran respuestas" in texto(primera)


def test_las_de_antes_no_se_indexan_y_senalan_a_la_ficha(client, proceso, settings):
    ficha, *otras = versionadas.escribir(proceso, [propuesta(A), propuesta(B)])
    for url in otras:
        pagina = texto(client.get(url))
        assert '<meta name="robots" content="noindex,follow">' in pagina
        assert f'<link rel="canonical" href="{settings.CONOCELES_SITIO}{ficha}">' in pagina
        assert "⟪" not in pagina
        assert len(re.findall(r"<h1[ >]", pagina)) == 1


def test_nunca_dice_que_acto_fue_ni_quien_ni_por_que(client, proceso):
    direcciones = versionadas.escribir(
        proceso, [propuesta(A), version({}, cuestionario=RETIRADA), propuesta(A)]
    )
    for url in direcciones:
        pagina = texto(client.get(url)).lower()
        for palabra in ("retir", "restable", "motivo escrito", "carmen", "instancia interna"):
            assert palabra not in pagina, f"{palabra} en {url}"


def test_la_direccion_de_una_version_no_cambia_cuando_llegan_otras(client, proceso):
    direcciones = versionadas.escribir(proceso, [propuesta(A), propuesta(B)])
    antes = re.search(r"<article.*</article>", texto(client.get(direcciones[2])), re.S)[0]
    versionadas.reescribir(proceso, [propuesta(A), propuesta(B), propuesta(C)])
    assert re.search(r"<article.*</article>", texto(client.get(direcciones[2])), re.S)[0] == antes


def test_lo_que_no_existe_es_404_y_otro_proceso_redirige(client, proceso):
    versionadas.escribir(proceso, [propuesta(A)])
    for url in ("/candidaturas/nadie/versiones/", "/candidaturas/nadie/versiones/1/"):
        assert client.get(url).status_code == 404
    for numero in (0, 2, 10**30):
        assert client.get(f"/candidaturas/{versionadas.CLAVE}/versiones/{numero}/").status_code == 404
    otro = fabricas.ProcesoFactory(clave="anterior", es_vigente=False)
    versionadas.escribir(otro, [propuesta(A)], clave="deantes")
    assert (
        client.get("/candidaturas/deantes/versiones/").headers["Location"]
        == "/anterior/candidaturas/deantes/versiones/"
    )
    respuesta = client.get("/candidaturas/deantes/versiones/1/")
    assert respuesta.headers["Location"] == "/anterior/candidaturas/deantes/versiones/1/"
    assert client.get(respuesta.headers["Location"]).status_code == 200


def test_muchas_versiones_van_por_paginas_y_cuestan_las_mismas_consultas(
    client, proceso, django_assert_num_queries
):
    direcciones = versionadas.escribir(proceso, [propuesta(f"Versión número {n}") for n in range(90)])
    lista = direcciones[1]
    client.get(lista)
    for url in (lista, f"{lista}?pagina=3", direcciones[2], direcciones[50]):
        with django_assert_num_queries(3):
            respuesta = client.get(url)
        assert len(respuesta.content) < 40_000
    assert texto(client.get(lista)).count("<h2>") == 20
    assert client.get(f"{lista}?pagina=basura").status_code == 200


# --- Lo que no se alcanza -----------------------------------------------------------------------------------


def test_lo_retirado_no_se_lee_en_ninguna_version_y_vuelve_al_restablecerse(client, proceso):
    antes = [propuesta(A), propuesta(B)]
    retirada = version({}, cuestionario=RETIRADA)
    direcciones = versionadas.escribir(proceso, [*antes, retirada])
    assert donde_se_lee(client, direcciones, "canario") == []
    assert donde_se_lee(client, direcciones, "Primaria") == []
    lista = texto(client.get(direcciones[1]))
    assert "no son públicas en este momento" in lista
    assert "Primera propuesta" not in lista  # ni siquiera qué respondió
    versionadas.reescribir(proceso, [*antes, retirada, propuesta(B)])
    assert donde_se_lee(client, direcciones, "canarioA")
    assert donde_se_lee(client, direcciones, "canarioB")


def test_lo_que_se_retiro_y_se_corrigio_ya_no_vuelve(client, proceso):
    """Se ocultó porque traía un dato personal; la versión corregida no lo resucita en la historia."""
    direcciones = versionadas.escribir(
        proceso, [propuesta(C), propuesta(A), version({}, cuestionario=RETIRADA), propuesta(B)]
    )
    assert donde_se_lee(client, direcciones, "canarioA") == []
    assert donde_se_lee(client, direcciones, "canarioC") == []
    assert direcciones[0] in donde_se_lee(client, direcciones, "canarioB")
    # Lo que no hubo que corregir sí se lee en las de antes, y de lo demás consta que cambió.
    segunda = texto(client.get(direcciones[3]))
    assert "Primaria" in segunda
    assert "dejó de ser público" in segunda


def test_una_seccion_pausada_se_oculta_en_toda_la_historia_y_lo_demas_no(client, proceso):
    completa = {"propuesta_1": A, "propuesta_2": B, "grado_max": "primaria"}
    sin_ella = {clave: valor for clave, valor in completa.items() if clave != "propuesta_1"}
    pausas = {"propuesta-1": {"desde": "2024-05-01T06:00:00+00:00", "motivo": "Motivo escrito."}}
    pausada = version(sin_ella, pausas=pausas)
    direcciones = versionadas.escribir(
        proceso, [version({**completa, "propuesta_1": C}), version(completa), pausada]
    )
    assert donde_se_lee(client, direcciones, "canarioA") == []
    assert donde_se_lee(client, direcciones, "canarioC") == []
    assert len(donde_se_lee(client, direcciones, "canarioB")) == 4
    reanudada = versionadas.reescribir(
        proceso,
        [version({**completa, "propuesta_1": C}), version(completa), pausada, version(completa)],
    )
    assert len(donde_se_lee(client, reanudada, "canarioA")) >= 3
    assert donde_se_lee(client, reanudada, "Motivo escrito") == []
    assert "no mostraba lo que respondió aquí" in texto(client.get(reanudada[4]))
    assert donde_se_lee(client, reanudada, "canarioC")


def test_la_pausa_vale_aunque_el_documento_vigente_aun_traiga_el_texto(client, proceso):
    pausas = {"propuesta-1": {"desde": "2024-05-01T06:00:00+00:00", "motivo": "Revisión."}}
    _, *historia = versionadas.escribir(proceso, [propuesta(C), propuesta(A)], pausas=pausas)
    assert donde_se_lee(client, historia, "canario") == []


def test_lo_programado_no_se_adelanta_ni_lo_que_nunca_llego_a_verse(client, proceso):
    manana = (timezone.now() + timedelta(days=1)).isoformat()
    programada = {**PUBLICADA, "visible_desde": manana}
    direcciones = versionadas.escribir(
        proceso, [propuesta(A, cuestionario=programada), propuesta(B, cuestionario=programada)]
    )
    assert donde_se_lee(client, direcciones, "canario") == []
    # Llegada la hora, la primera sigue sin leerse: se reemplazó antes de que nadie la viera.
    ayer = {**PUBLICADA, "visible_desde": (timezone.now() - timedelta(days=1)).isoformat()}
    hace = timezone.now() - timedelta(days=3)
    direcciones = versionadas.reescribir(
        proceso,
        [
            propuesta(A, cuestionario=ayer, instante=hace),
            propuesta(B, cuestionario=ayer, instante=hace + timedelta(hours=1)),
        ],
    )
    assert donde_se_lee(client, direcciones, "canarioA") == []
    assert direcciones[0] in donde_se_lee(client, direcciones, "canarioB")


def test_si_la_publicacion_se_pospone_la_historia_tambien(client, proceso):
    manana = (timezone.now() + timedelta(days=1)).isoformat()
    direcciones = versionadas.escribir(
        proceso, [propuesta(A), propuesta(A, cuestionario={**PUBLICADA, "visible_desde": manana})]
    )
    assert donde_se_lee(client, direcciones, "canario") == []


def test_la_que_termino_responde_410_en_todas_y_no_muestra_respuestas(client, proceso):
    direcciones = versionadas.escribir(proceso, [propuesta(A), version({}, registro=FALLECIDA)])
    assert {client.get(url).status_code for url in direcciones} == {410}
    assert donde_se_lee(client, direcciones, "canario") == []
    assert "La persona falleció" in texto(client.get(direcciones[1]))


def test_lo_suprimido_no_se_lee_ni_en_las_versiones_que_decian_lo_mismo(client, proceso):
    direcciones = versionadas.escribir(
        proceso, [propuesta(A), {**propuesta(A), "suprimida": True}, propuesta(B)]
    )
    assert donde_se_lee(client, direcciones, "canarioA") == []
    assert client.get(direcciones[3]).status_code == 410
    assert client.get(direcciones[4]).status_code == 200
    assert f'href="{direcciones[3]}"' not in texto(client.get(direcciones[1]))
    todo = versionadas.reescribir(proceso, [propuesta(A), {**propuesta(B), "suprimida": True}])
    assert {client.get(url).status_code for url in todo} == {410}
    assert donde_se_lee(client, todo, "canario") == []


def test_los_datos_de_la_persona_son_los_de_hoy_en_toda_version(client, proceso):
    """Un nombre, un sexo o una acción afirmativa corregidos no se resucitan; sólo consta que algo cambió."""
    persona = version()["persona"]
    antes = {
        **persona,
        "nombre": "Nombre Anterior Canario",
        "nombres": "Canario",
        "mote": "Canario",
        "sexo": "hombre",
        "edad": 61,
    }
    direcciones = versionadas.escribir(
        proceso,
        [
            propuesta(A, persona=antes, acciones_afirmativas=["discapacidad"]),
            propuesta(A, persona={**persona, "sexo": "mujer", "edad": 33}, acciones_afirmativas=[]),
        ],
    )
    for canario in ("Canario", "Hombre", "61 años", "discapacidad"):
        assert donde_se_lee(client, direcciones, canario) == [], canario
    assert "Datos de la persona en el registro" in texto(client.get(direcciones[1]))


def test_la_fotografia_de_antes_no_se_pide(client, proceso):
    direcciones = versionadas.escribir(proceso, [version({"foto": FOTO_1}), version({"foto": FOTO_2})])
    assert donde_se_lee(client, direcciones, FOTO_1) == []
    assert FOTO_2 in texto(client.get(direcciones[3]))
    assert "Fotografía" in texto(client.get(direcciones[1]))


def test_de_la_identidad_no_hay_historia(client, proceso):
    """Aunque la instantánea diga qué cuestionario rige: publicar, negarse o revocar no dejan versión ni bloque."""
    direcciones = versionadas.escribir(
        proceso, [propuesta(A, identidad="identidad-2023"), propuesta(B, identidad="identidad-2023")]
    )
    for url in direcciones[1:]:
        pagina = texto(client.get(url))
        assert 'id="identidad"' not in pagina
        assert "prefirió no contestar" not in pagina


def test_un_cambio_de_postulacion_si_dice_que_decia(client, proceso):
    actor = {**version()["actor"], "nombre": "Coalición Canaria de Antes"}
    direcciones = versionadas.escribir(proceso, [propuesta(A, actor=actor), propuesta(A)])
    assert re.search(r"<del>.*?Coalición Canaria", texto(client.get(direcciones[3])), re.S)


def test_una_respuesta_reservada_que_se_colara_no_se_lee(client, proceso):
    direcciones = versionadas.escribir(
        proceso,
        [
            version({"correo_aclaraciones": "canario@ejemplo.mx"}),
            version({"correo_aclaraciones": "canario2@ejemplo.mx"}),
        ],
    )
    assert donde_se_lee(client, direcciones, "canario") == []


def test_lo_que_escribio_la_candidatura_no_se_interpreta(client, proceso):
    direcciones = versionadas.escribir(proceso, [propuesta(A), propuesta("<script>alert(1)</script>")])
    for url in direcciones:
        assert "<script>" not in client.get(url).content.decode()


def test_al_vencer_la_hora_cambia_la_marca(client, proceso):
    """La misma dirección, antes y después del instante de publicación, no comparte caché."""
    direcciones = versionadas.escribir(proceso, [propuesta(A), propuesta(B)])
    marca = client.get(direcciones[3])["ETag"]
    assert client.get(direcciones[3], headers={"If-None-Match": marca}).status_code == 304
    proceso.fechas = {"publicacion": (timezone.now() + timedelta(days=2)).isoformat()}
    proceso.save()
    assert client.get(direcciones[3], headers={"If-None-Match": marca}).status_code == 200
