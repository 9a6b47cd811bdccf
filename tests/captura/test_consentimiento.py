"""Las tres manifestaciones: se contestan todas, ninguna viene marcada y cambiarlas dice antes qué pasará."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.avisos.versiones import en_vigor
from conoceles.bitacora.models import Asiento
from conoceles.mensajes.models import Carta
from conoceles.privacidad.models import Consentimiento, Identidad

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sin_base,
]  # lo que se guarda lo prueban los verbos, en su cuarto

TODO_SI = {"tratamiento": "si", "publicacion": "si", "estadistica": "si"}
NADA = {"tratamiento": "no"}


def texto(respuesta) -> str:
    contenido = html.unescape(respuesta.content.decode())
    assert "⟪" not in contenido
    return contenido


def vigente() -> Consentimiento | None:
    return Consentimiento.objects.order_by("numero").last()


def test_muestra_el_aviso_y_ninguna_viene_contestada(ana, url):
    pagina = texto(ana.get(url("consentimiento")))
    assert "Instituto Electoral de Prueba" in pagina
    assert f"/privacidad/{en_vigor(timezone.localdate()).clave}/" in pagina
    assert pagina.count('type="radio"') == 6
    assert "checked" not in pagina
    assert "Puede cambiar de opinión después. Le diremos qué cambia." in pagina


@pytest.mark.parametrize(
    "valores", [TODO_SI, TODO_SI | {"publicacion": "no"}, NADA, NADA | {"estadistica": "no"}]
)
def test_se_guarda_con_su_version_y_lleva_al_acuse(ana, decidir, valores, candidatura):
    respuesta = decidir(**valores)
    guardado = vigente()
    assert respuesta.status_code == 302
    assert respuesta.url == reverse("captura:acuse", args=[candidatura.clave, guardado.folio])
    assert guardado.aviso == en_vigor(timezone.localdate()).clave
    for clave in TODO_SI:
        assert getattr(guardado, clave) == (valores.get(clave) == "si")
    assert "Registramos su decisión" in texto(ana.get(respuesta.url))


@pytest.mark.parametrize(
    "valores",
    [
        {},
        {"tratamiento": "si"},
        {"tratamiento": "si", "publicacion": "no"},
        {"publicacion": "no", "estadistica": "no"},
        {"tratamiento": "quizá", "publicacion": "si", "estadistica": "si"},
        NADA | {"publicacion": "si"},
        TODO_SI | {"estadistica": "<script>"},
    ],
)
def test_a_medias_o_contradictorio_no_se_guarda_y_se_explica(decidir, valores):
    respuesta = decidir(**valores)
    assert respuesta.status_code == 422
    pagina = texto(respuesta)
    assert "Hay un problema" in pagina
    assert "<title>Error: " in pagina
    assert not Consentimiento.objects.exists()
    assert not Carta.objects.exists()


def test_lo_marcado_se_conserva_al_corregir(decidir):
    pagina = texto(decidir(tratamiento="si", publicacion="no"))
    assert re.search(r'name="publicacion" value="no"[^>]*checked', pagina)


def test_dos_clics_son_un_solo_acto_y_una_sola_carta(decidir):
    assert decidir(**TODO_SI).url == decidir(**TODO_SI).url
    assert Consentimiento.objects.count() == 1
    assert Carta.objects.count() == 1


def test_cambiar_de_opinion_dice_antes_que_pasa_y_no_guarda_hasta_confirmar(ana, decidir, url):
    decidir(**TODO_SI)
    primero = vigente()
    respuesta = decidir(**TODO_SI | {"publicacion": "no"})
    pagina = texto(respuesta)
    assert respuesta.status_code == 200
    assert "Hoy dice <b>Sí</b>. Va a decir <b>No</b>." in pagina
    assert "dejan de verse en cuanto confirme" in pagina
    assert vigente() == primero
    confirmado = decidir(**TODO_SI | {"publicacion": "no"}, confirma=primero.folio)
    assert confirmado.status_code == 302
    assert vigente().publicacion is False
    pagina = texto(ana.get(url("consentimiento")))
    assert re.search(r'name="publicacion" value="no"[^>]*checked', pagina)
    assert vigente().folio in pagina


def test_confirmar_algo_que_otra_ventana_ya_cambio_vuelve_a_decir_que_pasa(decidir):
    decidir(**TODO_SI)
    primero = vigente()
    decidir(**TODO_SI | {"estadistica": "no"}, confirma=primero.folio)
    respuesta = decidir(**TODO_SI | {"publicacion": "no"}, confirma=primero.folio)
    assert respuesta.status_code == 200
    assert "Esto va a cambiar" in texto(respuesta)
    assert Consentimiento.objects.count() == 2


def test_negarse_borra_lo_contestado_y_lo_dice_antes(decidir, contestar):
    decidir(**TODO_SI)
    contestar("afromexicana", afromexicana="si")
    assert Identidad.objects.exists()
    assert "no se puede deshacer" in texto(decidir(**NADA))
    decidir(**NADA, confirma=vigente().folio)
    assert not Identidad.objects.exists()
    assert vigente().tratamiento is False


def test_una_version_nueva_del_aviso_vuelve_a_preguntar(ana, decidir, url, tmp_path, settings):
    decidir(**TODO_SI)
    settings.CONOCELES_AVISOS = tmp_path
    for tipo in ("simplificado", "integral"):
        (tmp_path / f"2026-01-01-{tipo}.html").write_text(f"<p>Otro {tipo}</p>", "utf-8")
    pagina = texto(ana.get(url("consentimiento")))
    assert "El aviso de privacidad cambió" in pagina
    assert "checked" not in pagina
    assert ana.get(url("identidad")).url == url("consentimiento")
    assert "vuelva a decidir" in texto(ana.get(url("una")))
    decidir(**TODO_SI)
    assert vigente().numero == 2
    assert ana.get(url("identidad")).status_code == 200


@pytest.mark.parametrize("aviso", ["", "2020-01-01-inventado", "x" * 5000])
def test_lo_contestado_ante_otro_aviso_no_vale(decidir, aviso):
    respuesta = decidir(**TODO_SI, aviso=aviso)
    assert respuesta.status_code == 409
    assert "cambió mientras usted leía" in texto(respuesta)
    assert not Consentimiento.objects.exists()


def test_la_carta_y_la_bitacora_no_dicen_que_decidio(decidir):
    decidir(**TODO_SI)
    carta = Carta.objects.get()
    si = carta.cuerpo.replace(vigente().folio, "").replace(vigente().huella, "").replace(vigente().aviso, "")
    decidir(**NADA, confirma=vigente().folio)
    otra = Carta.objects.latest("pk").cuerpo.replace(vigente().folio, "").replace(vigente().huella, "")
    sin_horas = [re.sub(r"\d+:\d+|/acuse/\S+", "", cuerpo) for cuerpo in (si, otra)]
    assert sin_horas[0] == sin_horas[1]
    renglones = [a.detalle for a in Asiento.objects.filter(accion__startswith="consentimiento")]
    # La huella del acuse va con su nonce, que sólo tiene la persona; el azar, para que el renglón no se adivine.
    assert all(set(r) <= {"folio", "aviso", "huella_del_acuse", "azar"} for r in renglones)


# --- La acción afirmativa se explica antes -------------------------------------------------------------


@pytest.mark.parametrize(
    ("alcance", "dice"), [("grupo", "Sólo se muestra el grupo"), ("integra", "también se publiquen")]
)
def test_la_accion_afirmativa_se_explica_antes_de_contestar(ana, candidatura, proceso, url, alcance, dice):
    candidatura.acciones_afirmativas = ["indigena"]
    candidatura.save()
    proceso.datos_parametros = {"alcance_accion_afirmativa": alcance}
    proceso.save()
    pagina = texto(ana.get(url("consentimiento")))
    assert "se registró por acción afirmativa: Personas indígenas" in pagina
    assert dice in pagina


def test_sin_accion_afirmativa_no_se_habla_de_ella(ana, url):
    assert "acción afirmativa:" not in texto(ana.get(url("consentimiento")))


# --- Quién entra ---------------------------------------------------------------------------------------


def test_la_de_otra_persona_no_existe(client, gente, url):
    client.force_login(gente["beto"])
    assert client.get(url("consentimiento")).status_code == 404
    assert client.post(url("consentimiento"), TODO_SI).status_code == 404


@pytest.mark.parametrize("quien", ["paco", "carmen", "vera", "diego", "gema", "irma", "celia"])
def test_nadie_mas_entra(client, gente, url, quien):
    client.force_login(gente[quien])
    assert client.get(url("consentimiento")).status_code == 403


def test_sin_entrar_pide_entrar_y_no_guarda_lo_marcado(client, url, gente):
    assert client.get(url("consentimiento")).url.startswith("/entrar/")
    respuesta = client.post(url("consentimiento"), TODO_SI)
    assert respuesta.status_code == 401
    assert 'name="reanudar"' not in texto(respuesta)


def test_un_proceso_sin_cuestionario_de_identidad_no_lo_pide(ana, proceso, url):
    proceso.cuestionarios = {"curricular": "curricular-2022"}
    proceso.save()
    assert ana.get(url("consentimiento")).status_code == 404
    assert "Sobre su identidad" not in texto(ana.get(url("una")))


def test_una_candidatura_terminada_ya_no_contesta_pero_puede_retirar_lo_autorizado(
    ana, candidatura, url, decidir
):
    decidir(**TODO_SI)
    candidatura.situacion, candidatura.hasta = "renuncia", timezone.now()
    candidatura.save()
    assert ana.get(url("identidad")).status_code == 410
    assert url("consentimiento") in texto(ana.get(url("una")))
    assert decidir(**NADA, confirma=vigente().folio).status_code == 302
    assert vigente().tratamiento is False


def test_cuantas_consultas(ana, url, decidir, django_assert_max_num_queries):
    decidir(**TODO_SI)
    with django_assert_max_num_queries(6):
        ana.get(url("consentimiento"))
