"""Dos textos para una sección: se ven los dos, se elige, y el que no se usa espera treinta días."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from conoceles.captura.comparacion import comparar
from conoceles.comun.diferencias import Tramo
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.cuestionarios.models import Sobrante
from conoceles.operacion.tareas import TAREAS

pytestmark = pytest.mark.django_db
SUYO, GUARDADO = "Fui maestra y enfermera", "Fui maestra rural"


@pytest.fixture
def mandar(ana, ruta):
    return lambda texto, **mas: ana.post(
        ruta("historia"), {"revision": "0", "historia_profesional": texto, **mas}
    )


@pytest.fixture
def choque(mandar):
    """La página que ve quien guardó después."""
    mandar(GUARDADO)
    respuesta = mandar(SUYO)
    assert respuesta.status_code == 409
    return respuesta.content.decode()


@pytest.fixture
def apartados(candidatura):
    def leer():
        return {
            s.valores["historia_profesional"] for s in acciones.abrir(candidatura=candidatura).sobrantes.all()
        }

    return leer


def test_se_ven_los_dos_textos_con_lo_que_cambia_señalado(choque):
    assert "Lo que usted escribió aquí" in choque
    assert "Lo que está guardado" in choque
    assert "enfermera<span" in choque.split("<mark>")[1]
    assert "rural<span" in choque.split("<mark>")[2]
    assert f"{SUYO}</textarea>" in choque


def test_antes_de_preguntar_ya_esta_a_salvo(choque, apartados, guardadas):
    assert apartados() == {SUYO}
    assert guardadas()["historia_profesional"] == GUARDADO


def test_quedarse_con_lo_suyo_aparta_lo_otro_y_ya_no_ofrece_lo_que_se_uso(
    choque, mandar, apartados, guardadas
):
    assert mandar(SUYO, revision="1", comparado="1", volver="1").status_code == 302
    assert guardadas()["historia_profesional"] == SUYO
    assert apartados() == {GUARDADO}


def test_una_mezcla_conserva_los_dos(choque, mandar, apartados):
    mandar("En el campo, maestra y enfermera", revision="1", comparado="1")
    assert apartados() == {SUYO, GUARDADO}


def test_elegir_tambien_puede_chocar_y_tampoco_se_pierde(choque, mandar, apartados, guardadas):
    mandar("Alguien más, mientras comparaba", revision="1")
    assert mandar("La mezcla", revision="1", comparado="1").status_code == 409
    assert guardadas()["historia_profesional"] == "Alguien más, mientras comparaba"
    assert apartados() == {SUYO, "La mezcla"}


def test_un_error_al_elegir_no_olvida_que_se_estaba_eligiendo(ana, ruta, candidatura):
    ana.post(ruta("contacto"), {"revision": "0", "instagram": "@una"})
    datos = {"revision": "1", "instagram": "@otra", "comparado": "1", "correo_publico": "mal"}
    pagina = ana.post(ruta("contacto"), datos).content.decode()
    assert 'name="comparado" value="1"' in pagina
    ana.post(ruta("contacto"), {**datos, "correo_publico": ""})
    (sobrante,) = Sobrante.objects.all()
    assert sobrante.valores == {"instagram": "https://www.instagram.com/una"}


def test_reintentar_no_repite_el_apartado(choque, mandar):
    mandar(SUYO)
    assert Sobrante.objects.count() == 1


def test_comparar_desde_el_guardado_automatico_lleva_el_texto_aunque_algo_este_mal(ana, ruta):
    ana.post(ruta("contacto"), {"revision": "0", "instagram": "@una"})
    pagina = ana.post(
        ruta("contacto"), {"revision": "0", "instagram": "@otra", "correo_publico": "mal", "retomar": "1"}
    )
    assert pagina.status_code == 409
    assert 'value="mal"' in pagina.content.decode()
    assert "instagram.com/una" in pagina.content.decode()


def test_retomar_sin_choque_sigue_donde_iba_sin_guardar_todavia(mandar, guardadas):
    pagina = mandar("De la copia de este equipo", retomar="1")
    assert pagina.status_code == 200
    assert "Recuperamos lo que escribió en este equipo" in pagina.content.decode()
    assert 'data-pendiente="ya"' in pagina.content.decode()
    assert guardadas() == {}


def test_retomar_lo_que_si_se_habia_guardado_no_pregunta(mandar):
    mandar("Igual")
    assert mandar(" Igual ", retomar="1").status_code == 200


def test_agregar_un_renglon_no_pierde_lo_escrito_ni_el_candado(ana, ruta, guardadas):
    escrito = {"revision": "3", "previos": "a1 a2", "grado_max": "primaria", "cursos": ["Uno", "Dos"]}
    for boton in ({"agregar": "cursos"}, {"quitar": "cursos:1"}):
        pagina = ana.post(ruta("estudios"), {**escrito, **boton}).content.decode()
        assert 'name="revision" value="3"' in pagina
        assert 'name="previos" value="a1 a2"' in pagina
        assert '<option value="primaria" selected>' in pagina
        assert 'value="Uno"' in pagina
    assert guardadas() == {}


# --- Textos que no se usaron ------------------------------------------------------------------------
def test_se_llega_desde_la_lista_de_tareas_y_solo_si_hay(ana, ruta, candidatura, mandar):
    assert "Textos que no se usaron" not in ana.get(ruta("una")).content.decode()
    mandar(GUARDADO)
    mandar(SUYO)
    assert reverse("captura:sobrantes", args=[candidatura.clave]) in ana.get(ruta("una")).content.decode()


def test_recuperar_compara_y_no_cambia_nada_hasta_elegir(
    choque, ana, candidatura, mandar, guardadas, apartados
):
    lista = ana.get(reverse("captura:sobrantes", args=[candidatura.clave])).content.decode()
    assert SUYO in lista
    direccion = reverse("captura:sobrante", args=[candidatura.clave, Sobrante.objects.get().pk])
    assert direccion in lista
    pagina = ana.get(direccion).content.decode()
    assert "El texto que no se usó" in pagina
    assert 'name="revision" value="1"' in pagina
    assert guardadas()["historia_profesional"] == GUARDADO
    mandar(SUYO, revision="1", comparado="1")
    assert (guardadas()["historia_profesional"], apartados()) == (SUYO, {GUARDADO})


def test_los_de_otra_persona_no_existen(choque, client, gente, candidatura):
    client.force_login(gente["beto"])
    pk = Sobrante.objects.get().pk
    assert client.get(reverse("captura:sobrantes", args=[candidatura.clave])).status_code == 404
    assert client.get(reverse("captura:sobrante", args=[candidatura.clave, pk])).status_code == 404


def test_con_la_seccion_cerrada_se_leen_pero_no_se_recuperan(choque, ana, candidatura, capturar_todo, gente):
    from conoceles.publicacion.acciones import enviar

    enviar(cuestionario=capturar_todo(), por=gente["ana"])
    lista = ana.get(reverse("captura:sobrantes", args=[candidatura.clave])).content.decode()
    assert SUYO in lista
    assert "Por ahora no puede cambiar esta sección" in lista
    pk = Sobrante.objects.get().pk
    assert ana.get(reverse("captura:sobrante", args=[candidatura.clave, pk])).status_code == 404


def test_a_los_treinta_dias_se_borran(choque):
    depurar = dict(TAREAS)["sobrantes"]
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert depurar() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert depurar() == 1
        assert depurar() == 0


# --- La comparación -----------------------------------------------------------------------------------
def test_cada_lado_se_lee_completo():
    (comparacion,) = comparar(
        DEFINICIONES["curricular-2022"].seccion("historia"),
        {"historia_profesional": SUYO},
        {"historia_profesional": GUARDADO},
    )
    assert "".join(tramo.texto for tramo in comparacion.suyo) == SUYO
    assert "".join(tramo.texto for tramo in comparacion.guardado) == GUARDADO


def test_lo_igual_y_lo_mal_escrito_no_se_comparan():
    seccion = DEFINICIONES["curricular-2022"].seccion("contacto")
    assert (
        comparar(seccion, {"instagram": "", "facebook": "a"}, {"facebook": "a", "correo_publico": "b"}) == []
    )


def test_un_texto_enorme_se_muestra_entero_sin_comparar_palabra_por_palabra():
    largo = "a " * 15_000
    seccion = DEFINICIONES["curricular-2022"].seccion("historia")
    (comparacion,) = comparar(seccion, {"historia_profesional": largo}, {"historia_profesional": "otra cosa"})
    assert comparacion.suyo == [Tramo("igual", largo)]


def test_lo_que_sobra_de_una_lista_o_de_un_correo_se_conserva(candidatura, gente):
    cuestionario = acciones.abrir(candidatura=candidatura)
    comunes = {"cuestionario": cuestionario, "por": gente["ana"]}
    acciones.guardar_seccion(seccion="estudios", valores={"cursos": ["Uno", "Dos"]}, **comunes)
    acciones.guardar_seccion(seccion="contacto", valores={"correo_publico": "ana@ejemplo.mx"}, **comunes)
    assert acciones.apartar(seccion="estudios", valores={"cursos": ["Dos"]}, **comunes) is None
    assert acciones.apartar(seccion="estudios", valores={"cursos": ["Dos", "Tres"]}, **comunes)
    # Contenido en el otro, pero no es el mismo correo.
    assert acciones.apartar(seccion="contacto", valores={"correo_publico": "a@ejemplo.mx"}, **comunes)
