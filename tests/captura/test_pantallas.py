"""Toda pantalla abre, en cada estado, y es sólo de su dueña."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.cuestionarios import acciones
from conoceles.publicacion import acciones as publicacion
from conoceles.publicacion.acciones import retiros
from tests import fabricas

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sin_base,
]  # lo que se guarda lo prueban los verbos, en su cuarto

PANTALLAS = ["una", "foto", "contacto", "estudios", "historia", "revisar", "vista_previa"]


def texto(respuesta) -> str:
    contenido = respuesta.content.decode()
    assert "⟪" not in contenido
    return contenido


@pytest.mark.parametrize("nombre", PANTALLAS)
def test_abre_sin_nada_capturado_y_no_escribe(ana, ruta, candidatura, nombre):
    respuesta = ana.get(ruta(nombre))
    assert respuesta.status_code == 200
    texto(respuesta)
    assert not candidatura.cuestionarios.exists()


@pytest.mark.parametrize("nombre", PANTALLAS)
def test_abre_con_todo_capturado(ana, ruta, capturar_todo, nombre):
    capturar_todo()
    respuesta = ana.get(ruta(nombre))
    assert respuesta.status_code == 200
    texto(respuesta)


@pytest.mark.parametrize("nombre", PANTALLAS)
def test_abre_con_observaciones(ana, ruta, observado, nombre):
    respuesta = ana.get(ruta(nombre))
    assert respuesta.status_code == 200
    texto(respuesta)


@pytest.mark.parametrize("nombre", [*PANTALLAS, "enviar"])
def test_la_de_otra_persona_no_existe(client, gente, ruta, nombre):
    client.force_login(gente["beto"])
    assert client.get(ruta(nombre)).status_code == 404
    assert client.post(ruta(nombre)).status_code in (404, 405)


@pytest.mark.parametrize("quien", ["carmen", "vera", "diego", "gema", "irma", "celia"])
def test_el_personal_no_entra(client, gente, ruta, quien):
    client.force_login(gente[quien])
    assert client.get(ruta("una")).status_code == 403


def test_sin_entrar_pide_entrar(client, ruta):
    respuesta = client.get(ruta("contacto"))
    assert respuesta.status_code == 302
    assert respuesta.url.startswith("/entrar/")


def test_una_clave_o_una_seccion_inventada_no_existe(ana, ruta):
    assert ana.get(reverse("captura:una", args=["noexiste23"])).status_code == 404
    assert ana.get(ruta("inventada")).status_code == 404


def test_con_una_candidatura_va_directo_y_con_dos_elige(ana, candidatura, ruta):
    assert ana.get(reverse("captura:tareas")).url == ruta("una")
    otra = fabricas.CandidaturaFactory(persona=candidatura.persona)
    pagina = texto(ana.get(reverse("captura:tareas")))
    assert candidatura.clave in pagina
    assert otra.clave in pagina


def test_sin_candidatura_dice_que_hacer(client, gente):
    client.force_login(gente["beto"])
    assert "no tiene una candidatura" in texto(client.get(reverse("captura:tareas")))


def test_una_candidatura_terminada_lo_explica_y_no_guarda(ana, candidatura, ruta):
    candidatura.situacion, candidatura.hasta = "renuncia", timezone.now()
    candidatura.save()
    for respuesta in (ana.get(ruta("una")), ana.post(ruta("historia"), {"historia_profesional": "Hola"})):
        assert respuesta.status_code == 410
        assert "renunció" in texto(respuesta)
    assert not candidatura.cuestionarios.exists()


def test_la_lista_dice_cuanto_lleva_y_los_estados(ana, ruta, candidatura, gente):
    cuestionario = acciones.abrir(candidatura=candidatura)
    acciones.guardar_seccion(
        cuestionario=cuestionario,
        seccion="historia",
        valores={"historia_profesional": "Poco"},
        por=gente["ana"],
    )
    acciones.guardar_seccion(
        cuestionario=cuestionario,
        seccion="estudios",
        valores={"grado_max": "sin_estudios"},
        por=gente["ana"],
    )
    pagina = texto(ana.get(ruta("una")))
    assert "Lleva 1 de 9" in pagina
    for estado in ("Completado", "Incompleto", "Hay un problema", "Aún no disponible"):
        assert estado in pagina
    assert "hora del centro de México" in pagina
    assert "Le faltan 15 días" in pagina


def test_en_revision_dice_quien_y_hasta_cuando(ana, ruta, capturar_todo, gente):
    publicacion.enviar(cuestionario=capturar_todo(), por=gente["ana"])
    pagina = texto(ana.get(ruta("una")))
    assert "Su información está en revisión" in pagina
    assert "El Instituto responde a más tardar el" in pagina
    assert "no puede cambiar esta sección" in texto(ana.get(ruta("historia")))


def test_validado_y_publicado(ana, ruta, candidatura, capturar_todo, gente):
    cuestionario = capturar_todo()
    publicacion.enviar(cuestionario=cuestionario, por=gente["ana"])
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    acciones.validar(cuestionario=cuestionario, por=gente["vera"])
    assert "El Instituto validó su información" in texto(ana.get(ruta("una")))
    publicacion.publicar(candidaturas=[candidatura], por=gente["carmen"])
    assert "Su información está publicada" in texto(ana.get(ruta("una")))
    assert f"/candidaturas/{candidatura.clave}/" in texto(ana.get(ruta("una")))


def test_publicado_antes_de_la_fecha_no_dice_que_ya_se_ve(
    ana, ruta, candidatura, capturar_todo, gente, proceso
):
    cuestionario = capturar_todo()
    publicacion.enviar(cuestionario=cuestionario, por=gente["ana"])
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    acciones.validar(cuestionario=cuestionario, por=gente["vera"])
    publicacion.publicar(candidaturas=[candidatura], por=gente["carmen"])
    proceso.fechas = {"publicacion": (timezone.now() + timedelta(days=5)).isoformat()}
    proceso.save()
    publicacion.al_corriente([candidatura], por=None)
    pagina = texto(ana.get(ruta("una")))
    assert "Su información está publicada" not in pagina
    assert "Se mostrará a partir del" in pagina
    assert f"/candidaturas/{candidatura.clave}/" not in pagina


def test_observado_dice_motivo_texto_y_vencimiento(ana, ruta, observado):
    pagina = texto(ana.get(ruta("una")))
    assert "Propuestas copiadas de otra candidatura" in pagina
    assert "Escriba la suya." in pagina
    assert "Corrija antes de que termine el plazo" in pagina


@pytest.mark.parametrize("nombre", ["una", "propuesta-1", "revisar"])
def test_un_plazo_de_correccion_vencido_se_dice_vencido(ana, ruta, observado, nombre):
    """Y se dice también que la corrección tardía se recibe."""
    assert "Corrija antes de que termine el plazo" in texto(ana.get(ruta(nombre)))
    observado.observaciones.update(vence_en=timezone.now() - timedelta(hours=2))
    pagina = texto(ana.get(ruta(nombre)))
    assert "El plazo venció el" in pagina
    assert "todavía puede enviar su corrección" in pagina
    assert "Corrija antes de que termine" not in pagina
    assert "Hasta el" not in pagina


@pytest.fixture
def retirado(candidatura, capturar_todo, gente):
    """El cuestionario de Ana, validado, publicado y retirado de la vista por el Instituto."""
    cuestionario = capturar_todo()
    publicacion.enviar(cuestionario=cuestionario, por=gente["ana"])
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    acciones.validar(cuestionario=cuestionario, por=gente["vera"])
    publicacion.publicar(candidaturas=[candidatura], por=gente["carmen"])
    retiros.retirar(candidatura=candidatura, motivo="La fotografía no es suya", por=gente["carmen"])
    return cuestionario


def test_lo_retirado_se_dice_con_su_motivo(ana, ruta, retirado):
    pagina = texto(ana.get(ruta("una")))
    assert "El Instituto retiró de la vista sus respuestas el" in pagina
    assert "Motivo: La fotografía no es suya" in pagina
    assert 'aria-current="step">\n    <p class="pasos__titulo">El Instituto retiró de la vista' in pagina
    assert "Ya no tiene nada que hacer" not in pagina
    assert "Cualquier persona puede leerla" not in pagina


def test_lo_retirado_y_reabierto_no_parece_publicado(ana, ruta, retirado, gente):
    acciones.reabrir(cuestionario=retirado, por=gente["vera"])
    pagina = texto(ana.get(ruta("una")))
    assert "El Instituto retiró de la vista sus respuestas el" in pagina
    assert "retiró de la vista la versión anterior" in pagina


def test_restablecido_ya_no_dice_retirado(ana, ruta, retirado, candidatura, gente):
    retiros.restablecer(candidatura=candidatura, por=gente["carmen"])
    pagina = texto(ana.get(ruta("una")))
    assert "retiró de la vista" not in pagina
    assert "Su información está publicada" in pagina


def test_el_plazo_de_captura_vencido_no_se_anuncia_abierto(ana, ruta, candidatura):
    candidatura.captura_hasta = timezone.now() - timedelta(hours=2)
    candidatura.save()
    assert "Hasta el" not in texto(ana.get(ruta("una")))


@pytest.mark.parametrize(
    ("nombre", "tope"), [("una", 16), ("historia", 12), ("contacto", 12), ("revisar", 13)]
)
def test_pocas_consultas(ana, ruta, observado, django_assert_max_num_queries, nombre, tope):
    with django_assert_max_num_queries(tope):
        ana.get(ruta(nombre))


def test_la_vista_previa_es_la_ficha_publica(ana, ruta, capturar_todo):
    capturar_todo()
    pagina = texto(ana.get(ruta("vista_previa")))
    assert "VISTA PREVIA — no publicado" in pagina
    assert "Correo para aclaraciones" in pagina
    assert "privado@ejemplo.mx" not in pagina
    assert "/retrato/320.jpg" in pagina
