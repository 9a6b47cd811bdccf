"""El cuestionario de identidad: voluntario en cada respuesta, cifrado, y sólo se ve lo que la persona permite."""

import html
import re

import pytest
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.llaves.models import Llave
from conoceles.mensajes.models import Carta
from conoceles.privacidad import lectura
from conoceles.privacidad.models import EnvioDeIdentidad, Identidad
from conoceles.publicacion import acciones as publicacion

pytestmark = pytest.mark.django_db

TODO_SI = {"tratamiento": "si", "publicacion": "si", "estadistica": "si"}
NADIE_MAS = ["paco", "carmen", "vera", "diego", "gema", "irma", "celia"]
GRUPOS = [seccion.clave for seccion in DEFINICIONES["identidad-2022"]]
PREFIERO_NO = "prefiero_no_contestar"
# Lo mínimo que puede enviarse a los cuarenta años: ni joven ni mayor se preguntan.
CALLADO = {
    "indigena": {"indigena": PREFIERO_NO, "lengua": PREFIERO_NO},
    "discapacidad": {"discapacidad": "no"},
    "afromexicana": {"afromexicana": "no"},
    "diversidad": {"diversidad": "no"},
    "migrante": {"migrante": "no"},
    "socioeconomico": {"ingresos": PREFIERO_NO, "fuente_de_ingresos": "salario"},
    "nacimiento": {"entidad_nacimiento": "michoacan_de_ocampo"},
}


def texto(respuesta) -> str:
    contenido = html.unescape(respuesta.content.decode())
    assert "⟪" not in contenido
    return contenido


def avisos(respuesta) -> str:
    return " ".join(str(mensaje) for mensaje in get_messages(respuesta.wsgi_request))


@pytest.fixture
def autorizado(decidir):
    decidir(**TODO_SI)


@pytest.fixture
def guardado(candidatura, gente):
    return lambda: lectura.borrador(candidatura, por=gente["ana"])


@pytest.fixture
def llenar(contestar):
    def llenar(**cambios):
        for grupo, valores in (CALLADO | cambios).items():
            assert contestar(grupo, **valores).status_code == 302, grupo

    return llenar


# --- Las pantallas -------------------------------------------------------------------------------------


def test_sin_decidir_lleva_al_consentimiento(ana, url):
    for pantalla in ("identidad", "discapacidad", "identidad_revisar"):
        assert ana.get(url(pantalla)).url == url("consentimiento")
    respuesta = ana.post(url("discapacidad"), {"discapacidad": "si"})
    assert respuesta.url == url("consentimiento")
    assert "No se guardó" in avisos(respuesta)
    assert not Identidad.objects.exists()


def test_quien_no_quiso_no_contesta_y_la_lista_no_insiste(ana, url, decidir):
    decidir(tratamiento="no")
    assert ana.get(url("discapacidad")).url == url("consentimiento")
    pagina = texto(ana.get(url("una")))
    assert "Decidió no contestar el cuestionario de identidad" in pagina
    assert "Preguntas sobre su identidad" not in pagina


@pytest.mark.parametrize("grupo", [g for g in GRUPOS if g not in ("joven", "mayor")])
def test_cada_grupo_abre_ofrece_no_contestar_y_no_marca_nada(ana, url, autorizado, grupo):
    pagina = texto(ana.get(url(grupo)))
    seccion = DEFINICIONES["identidad-2022"].seccion(grupo)
    for pregunta in seccion.preguntas:
        assert pregunta.etiqueta in pagina
    assert pagina.count("Prefiero no contestar") == len(seccion.preguntas)
    respuestas = re.sub(r'<input[^>]*name="publicar_[^>]*>', "", pagina)
    assert "checked" not in respuestas
    assert "selected" not in respuestas.replace('value="" selected', "")
    # El permiso viene en «No».
    assert not re.search(r'name="publicar_\w+" value="si"[^>]*checked', pagina)


def test_los_grupos_de_edad_se_deducen_y_solo_se_confirman(ana, url, autorizado, candidatura, contestar):
    assert ana.get(url("joven")).url == url("identidad")
    assert "No le preguntamos por «Personas jóvenes» ni «Personas mayores»" in texto(
        ana.get(url("identidad"))
    )
    candidatura.persona.edad = 25
    candidatura.persona.save()
    pagina = texto(ana.get(url("joven")))
    assert "tendrá 25 años" in pagina
    assert 'name="joven" value="si"' in pagina
    assert 'name="joven" value="no"' not in pagina
    assert contestar("joven", joven="no").status_code == 422
    assert contestar("joven", joven="si").status_code == 302
    candidatura.persona.edad = None
    candidatura.persona.save()
    assert 'name="mayor"' not in texto(ana.get(url("identidad")))


def test_sin_edad_en_el_registro_se_preguntan_los_dos_y_uno_excluye_al_otro(
    ana, url, autorizado, candidatura, contestar
):
    candidatura.persona.edad = None
    candidatura.persona.save()
    assert ana.get(url("joven")).status_code == ana.get(url("mayor")).status_code == 200
    contestar("joven", joven="si")
    assert ana.get(url("mayor")).url == url("identidad")


def test_el_permiso_solo_se_pide_a_quien_autorizo_publicar(ana, url, decidir):
    decidir(**TODO_SI | {"publicacion": "no", "estadistica": "no"})
    assert "¿Permite publicar esta respuesta?" not in texto(ana.get(url("discapacidad")))


def test_la_quince_nunca_se_publica_y_no_lo_pregunta(ana, url, autorizado):
    pagina = texto(ana.get(url("migrante")))
    assert 'name="publicar_migrante_situacion"' not in pagina
    assert 'name="publicar_pais"' in pagina
    assert "Nunca se publica" in pagina


# --- Guardar -------------------------------------------------------------------------------------------


def test_se_guarda_a_medias_y_lleva_al_grupo_que_sigue(ana, url, autorizado, contestar, guardado):
    respuesta = contestar("discapacidad", discapacidad="si", discapacidad_tipo=["fisica", "otra"])
    assert respuesta.url == url("afromexicana")
    assert "Guardado" in avisos(respuesta)
    assert guardado().respuestas["discapacidad_tipo"] == ["fisica", "otra"]
    assert contestar("discapacidad", volver="1").url == url("identidad")
    assert guardado().respuestas == {}
    assert contestar("nacimiento").url == url("identidad_revisar")


def test_lo_guardado_no_se_lee_en_la_base_ni_en_la_sesion_ni_en_los_mensajes(autorizado, contestar):
    respuesta = contestar(
        "discapacidad",
        discapacidad="si",
        discapacidad_tipo=["otra"],
        discapacidad_tipo_texto="Canario amarillo",
    )
    contestar("discapacidad", discapacidad="si", discapacidad_tipo=["otra"], discapacidad_tipo_texto="")
    assert b"Canario" not in bytes(Identidad.objects.get().sobre)
    assert Llave.objects.exists()
    sesiones = [str(sesion.get_decoded()) for sesion in Session.objects.all()]
    assert not any("Canario" in s or "eligió" in s for s in sesiones)
    assert "Canario" not in avisos(respuesta)


def test_cambiar_la_pregunta_madre_no_pierde_lo_de_sus_hijas_hasta_enviar(
    ana, url, autorizado, llenar, contestar, guardado, candidatura, gente
):
    llenar(discapacidad={"discapacidad": "si", "discapacidad_tipo": ["fisica"]})
    contestar("discapacidad", discapacidad="no", discapacidad_tipo=["fisica"])
    assert guardado().respuestas["discapacidad_tipo"] == ["fisica"]
    assert "Al enviar se quita" in texto(ana.get(url("identidad_revisar")))
    ana.post(url("identidad_enviar"))
    _, contenido, _ = lectura.ultimo_envio(candidatura, por=gente["ana"])
    assert contenido["respuestas"]["discapacidad_tipo"] is None


@pytest.mark.parametrize(
    ("grupo", "valores"),
    [
        ("discapacidad", {"discapacidad": "tal vez"}),
        ("discapacidad", {"discapacidad_tipo": ["fisica", "inventada"]}),
        ("discapacidad", {"discapacidad": "si\x00"}),
        ("indigena", {"pueblo": "<script>alert(1)</script>"}),
        ("nacimiento", {"entidad_nacimiento": "Springfield"}),
        ("afromexicana", {"afromexicana": "si", "publicar_afromexicana": "todo"}),
        ("migrante", {"migrante_motivo": "otro", "migrante_motivo_texto": "x" * 5000}),
        ("migrante", {"migrante_motivo_texto": "a\x00b"}),
    ],
)
def test_lo_que_no_se_ofrece_no_se_guarda(autorizado, contestar, grupo, valores):
    respuesta = contestar(grupo, **valores)
    assert respuesta.status_code == 422
    pagina = texto(respuesta)
    assert "Hay un problema" in pagina
    assert "<script>alert" not in respuesta.content.decode()
    assert not Identidad.objects.exists()


def test_el_cual_dice_su_maximo_antes_y_despues_de_pasarse(ana, url, autorizado, contestar, guardado):
    """Como todo borrador, uno largo se guarda; cuánto cabe se dice al escribir, al guardar y al revisar."""
    abierta = texto(ana.get(url("migrante")))
    assert 'data-maximo="100"' in abierta
    assert "escriba cuál en 100 caracteres o menos" in abierta
    assert "maxlength" not in abierta, "cortaría sin decirlo lo que se pega"
    escrito = {"migrante": "si", "migrante_motivo": "otro", "migrante_motivo_texto": "x" * 150}
    assert contestar("migrante", **escrito).status_code == 302
    assert guardado().respuestas["migrante_motivo_texto"] == "x" * 150
    for pagina in (ana.get(url("migrante")), ana.get(url("identidad_revisar"))):
        assert "tiene 150 caracteres y el máximo es 100" in texto(pagina)
    assert "acórtelo a 100" in texto(
        contestar("migrante", **{**escrito, "migrante_motivo_texto": "x" * 5_000})
    )


def test_una_seccion_inventada_no_existe(ana, url, autorizado):
    assert ana.get(url("inventada")).status_code == 404


@pytest.mark.parametrize("revision", ["", "abc", "-1", "9" * 40, "²"])
def test_una_revision_ilegible_pregunta_antes_de_pisar(autorizado, contestar, guardado, revision):
    contestar("afromexicana", afromexicana="si")
    respuesta = contestar("afromexicana", afromexicana="no", revision=revision)
    assert respuesta.status_code == 409
    assert guardado().respuestas["afromexicana"] == "si"


def test_dos_ventanas_ven_las_dos_respuestas_y_ninguna_se_pisa(autorizado, contestar, guardado):
    contestar("afromexicana", revision=0, afromexicana="si", publicar_afromexicana="si")
    respuesta = contestar("afromexicana", revision=0, afromexicana=PREFIERO_NO, publicar_afromexicana="no")
    pagina = texto(respuesta)
    assert respuesta.status_code == 409
    assert "Este grupo cambió en otra ventana" in pagina
    assert "Sí permite publicarla" in pagina
    assert re.search(rf'value="{PREFIERO_NO}"[^>]*checked', pagina)
    assert guardado().respuestas["afromexicana"] == "si"
    revision = re.search(r'name="revision" value="(\d+)"', pagina)[1]
    contestar("afromexicana", revision=revision, afromexicana=PREFIERO_NO)
    assert guardado().respuestas["afromexicana"] == PREFIERO_NO


def test_dos_ventanas_en_grupos_distintos_no_chocan(autorizado, contestar, guardado):
    contestar("afromexicana", revision=0, afromexicana="si")
    assert contestar("diversidad", revision=0, diversidad="no").status_code == 302
    assert guardado().respuestas == {"afromexicana": "si", "diversidad": "no"}


def test_si_retiro_la_autorizacion_en_otra_ventana_no_se_guarda(ana, url, autorizado, decidir, candidatura):
    folio = candidatura.consentimientos.get().folio
    decidir(tratamiento="no", confirma=folio)
    assert ana.post(url("afromexicana"), {"revision": 0, "afromexicana": "si"}).url == url("consentimiento")
    assert not Identidad.objects.exists()


# --- Revisar y enviar ----------------------------------------------------------------------------------


def test_la_revision_dice_que_vera_la_ciudadania_y_que_no_y_por_que(ana, url, autorizado, llenar):
    llenar(
        discapacidad={
            "discapacidad": "si", "publicar_discapacidad": "si",
            "discapacidad_duracion": "permanente", "publicar_discapacidad_duracion": "no",
            "discapacidad_tipo": ["fisica"], "publicar_discapacidad_tipo": "si",
            "discapacidad_dificultad": [PREFIERO_NO],
        },
        migrante={
            "migrante": "si", "pais": "us", "publicar_pais": "si", "migrante_tiempo": "hasta_5",
            "migrante_motivo": "trabajo", "migrante_situacion": "no",
        },
    )  # fmt: skip
    pagina = texto(ana.get(url("identidad_revisar")))
    vera = pagina[pagina.index("Esto verá la ciudadanía") : pagina.index("Lo que no se verá")]
    no_vera = pagina[pagina.index("Lo que no se verá") :]
    assert "Física" in vera
    assert "Permanente" not in vera
    assert "Estados Unidos" not in vera
    for razon in (
        "Eligió no publicarla",
        "Prefirió no contestar",
        "Nunca se publica",
        "Sólo se entiende junto con",
    ):
        assert razon in no_vera
    assert "formato" in vera.lower() or "firmado" in vera.lower()


def test_incompleto_dice_que_falta_y_no_envia(ana, url, autorizado, contestar):
    contestar("afromexicana", afromexicana="si")
    respuesta = ana.post(url("identidad_enviar"))
    pagina = texto(respuesta)
    assert respuesta.status_code == 422
    assert "No se envió" in pagina
    assert f'href="{url("discapacidad")}#id_discapacidad"' in pagina
    assert not EnvioDeIdentidad.objects.exists()


def test_enviar_da_un_solo_acuse_aunque_se_repita(ana, url, autorizado, llenar, candidatura):
    llenar()
    cartas = Carta.objects.count()
    primera, segunda = ana.post(url("identidad_enviar")), ana.post(url("identidad_enviar"))
    envio = EnvioDeIdentidad.objects.get()
    assert primera.url == segunda.url == reverse("captura:acuse", args=[candidatura.clave, envio.folio])
    assert Carta.objects.count() == cartas + 1
    assert "identidad" in texto(ana.get(primera.url))
    assert "Enviado" in texto(ana.get(url("una")))
    assert "No ha cambiado nada desde entonces" in texto(ana.get(url("identidad_revisar")))


def test_cambiar_despues_de_enviar_se_dice_y_se_envia_otra_vez(ana, url, autorizado, llenar, contestar):
    llenar()
    ana.post(url("identidad_enviar"))
    contestar("afromexicana", afromexicana="si")
    assert "Cambió algo después de enviar" in texto(ana.get(url("una")))
    ana.post(url("identidad_enviar"))
    assert EnvioDeIdentidad.objects.count() == 2


def test_guardar_igual_no_es_cambiar(ana, url, autorizado, llenar, contestar):
    llenar(discapacidad={"discapacidad": "no", "discapacidad_tipo": ["fisica"]})
    ana.post(url("identidad_enviar"))
    contestar("afromexicana", afromexicana="no")
    assert "Cambió algo" not in texto(ana.get(url("una")))
    assert "Enviado el" in texto(ana.get(url("una")))


def test_quien_retira_y_vuelve_a_autorizar_elige_y_envia_otra_vez(
    ana, url, autorizado, llenar, contestar, decidir, candidatura
):
    marcado = {"afromexicana": "si", "publicar_afromexicana": "si"}
    llenar(afromexicana=marcado)
    ana.post(url("identidad_enviar"))
    decidir(**TODO_SI | {"publicacion": "no"}, confirma=candidatura.consentimientos.last().folio)
    assert "Cambió algo" not in texto(ana.get(url("una")))
    decidir(**TODO_SI, confirma=candidatura.consentimientos.last().folio)
    contestar("afromexicana", **marcado)
    assert "Cambió algo después de enviar" in texto(ana.get(url("una")))
    ana.post(url("identidad_enviar"))
    assert "Cambió algo" not in texto(ana.get(url("una")))


def test_la_carta_no_dice_nada_de_lo_contestado(ana, url, autorizado, llenar):
    llenar(afromexicana={"afromexicana": "si"})
    ana.post(url("identidad_enviar"))
    carta = Carta.objects.latest("pk")
    dicho = (carta.cuerpo + carta.asunto).replace("hora del centro de México", "")
    for pregunta in DEFINICIONES["identidad-2022"].preguntas:
        for etiqueta in (pregunta.etiqueta, *pregunta.elegibles.values()):
            assert len(etiqueta) < 4 or etiqueta not in dicho, etiqueta
    assert "afromexicana" not in dicho


def test_enviar_por_get_no_envia(ana, url, autorizado, llenar):
    llenar()
    assert ana.get(url("identidad_enviar")).url == url("identidad_revisar")
    assert not EnvioDeIdentidad.objects.exists()


def test_el_plazo_vencido_sin_extemporaneas_se_explica_y_no_pierde_nada(
    ana, url, autorizado, llenar, candidatura, proceso, guardado, gente
):
    llenar()
    # Entró hace mucho: a quien acaba de recibir su acceso no le corre todavía el plazo.
    type(gente["ana"]).objects.filter(pk=gente["ana"].pk).update(
        primera_entrada_en=timezone.now() - timezone.timedelta(days=30)
    )
    proceso.datos_parametros = {"acepta_extemporaneas": False}
    proceso.save()
    candidatura.captura_hasta = timezone.now() - timezone.timedelta(days=1)
    candidatura.save()
    respuesta = ana.post(url("identidad_enviar"))
    assert "El plazo para enviar terminó" in avisos(respuesta)
    assert guardado().respuestas["afromexicana"] == "no"


def test_lo_que_se_anuncia_es_lo_que_se_publica(
    ana, url, autorizado, llenar, candidatura, proceso, gente, capturar_todo
):
    proceso.datos_parametros = {"exige_formato": False}
    proceso.save()
    llenar(
        indigena={"indigena": "si", "publicar_indigena": "si", "lengua": "no", "pueblo": "purhepecha"},
        migrante={
            "migrante": "si", "publicar_migrante": "si", "pais": "us", "publicar_pais": "si",
            "migrante_tiempo": "hasta_5", "migrante_motivo": "otro", "migrante_motivo_texto": "Asilo",
            "publicar_migrante_motivo": "si", "migrante_situacion": "no",
        },
    )  # fmt: skip
    anunciado = bloque(ana.get(url("identidad_revisar")))
    assert "Asilo" in anunciado
    assert "P'urhépecha" not in anunciado
    ana.post(url("identidad_enviar"))
    _publicar(candidatura, gente, capturar_todo())
    ficha = reverse("consulta:ficha", args=[candidatura.clave])
    assert bloque(ana.get(ficha)) == anunciado

    # Quitar el permiso de una sola respuesta la deja de mostrar al enviar.
    llenar(migrante={"migrante": "no"})
    ana.post(url("identidad_enviar"))
    assert "Asilo" not in bloque(ana.get(ficha))
    assert bloque(ana.get(ficha)) == bloque(ana.get(url("identidad_revisar")))


def bloque(respuesta) -> str:
    return re.search(r'<section class="ficha__seccion" id="identidad">.*?</section>', texto(respuesta), re.S)[
        0
    ]


def _publicar(candidatura, gente, cuestionario):
    publicacion.enviar(cuestionario=cuestionario, por=gente["ana"])
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    acciones.validar(cuestionario=cuestionario, por=gente["vera"])
    publicacion.publicar(candidaturas=[candidatura], por=gente["carmen"])


# --- No se mezcla con lo curricular ----------------------------------------------------------------------


def test_lo_curricular_se_envia_sin_contestar_identidad(ana, url, ruta, capturar_todo):
    capturar_todo()
    antes = texto(ana.get(ruta("una")))
    assert "Lleva 9 de 9" in antes
    assert "Aún no disponible" in antes
    assert ana.post(ruta("enviar"), {"envios": "0"}).status_code == 302


def test_la_lista_de_tareas_dice_como_va_sin_abrir_lo_cifrado(ana, url, autorizado, contestar, monkeypatch):
    contestar("afromexicana", afromexicana="si")

    def nadie_abre(*a, **k):
        raise AssertionError("La lista de tareas abrió un sobre")

    monkeypatch.setattr("conoceles.privacidad.comun.descifrar", nadie_abre)
    pagina = texto(ana.get(url("una")))
    assert "Lleva 1 de 7 grupos" in pagina
    assert "En progreso" in pagina


# --- Acción afirmativa ---------------------------------------------------------------------------------


@pytest.fixture
def por_diversidad(candidatura, proceso):
    """Registrada por diversidad y por indígena; el alcance lo dice cada prueba."""
    candidatura.acciones_afirmativas = ["indigena", "diversidad"]
    candidatura.save()

    def fijar(alcance):
        proceso.acciones_afirmativas = [
            {"clave": "indigena", "nombre": "Personas indígenas"},
            {"clave": "diversidad", "nombre": "Población LGBTIAQ+"},
        ]
        proceso.datos_parametros = {"alcance_accion_afirmativa": alcance}
        proceso.save()

    return fijar


def test_con_alcance_de_grupo_se_dice_que_solo_se_ve_el_grupo(ana, url, autorizado, por_diversidad):
    por_diversidad("grupo")
    pagina = texto(ana.get(url("diversidad")))
    assert "acción afirmativa (Población LGBTIAQ+) ya es público. Sólo se muestra el grupo" in pagina
    assert "Personas indígenas" not in pagina
    assert 'name="publicar_diversidad"' in pagina
    assert "acción afirmativa" not in texto(ana.get(url("discapacidad")))


def test_con_alcance_integro_no_se_pregunta_lo_que_se_publicara_de_todos_modos(
    ana, url, autorizado, por_diversidad
):
    por_diversidad("integra")
    pagina = texto(ana.get(url("diversidad")))
    assert "Esta respuesta sí se publicará" in pagina
    assert 'name="publicar_diversidad"' not in pagina
    assert 'name="publicar_diversidad_cual"' in pagina


def test_lo_integro_se_ve_aunque_no_autorice_publicar_y_sin_formato(
    ana, url, decidir, llenar, por_diversidad
):
    decidir(**TODO_SI | {"publicacion": "no"})
    por_diversidad("integra")
    llenar(diversidad={"diversidad": "si", "diversidad_cual": "persona_queer"})
    pagina = texto(ana.get(url("identidad_revisar")))
    vera = pagina[pagina.index("Esto verá la ciudadanía") : pagina.index("Lo que no se verá")]
    assert "Persona queer" not in vera
    assert "Todavía no se verá" not in vera
    assert re.search(r"LGBTTTIQ\+.*?<dd>Sí</dd>", vera, re.S)


# --- Quién entra ---------------------------------------------------------------------------------------

PANTALLAS = ["identidad", "discapacidad", "identidad_revisar", "identidad_enviar"]


@pytest.mark.parametrize("pantalla", PANTALLAS)
def test_la_de_otra_persona_no_existe(client, gente, url, pantalla):
    client.force_login(gente["beto"])
    assert client.get(url(pantalla)).status_code == 404
    assert client.post(url(pantalla), {"discapacidad": "si"}).status_code in (404, 405)


@pytest.mark.parametrize("quien", NADIE_MAS)
def test_nadie_mas_entra(client, gente, url, quien):
    client.force_login(gente[quien])
    for pantalla in PANTALLAS:
        assert client.get(url(pantalla)).status_code == 403


def test_con_la_sesion_vencida_lo_marcado_no_se_queda_en_ninguna_parte(client, url, gente):
    respuesta = client.post(
        url("diversidad"), {"diversidad": "si", "diversidad_cual_texto": "Canario amarillo"}
    )
    assert respuesta.status_code == 401
    assert "Canario" not in respuesta.content.decode()


def test_un_formulario_vencido_o_la_base_ocupada_tampoco_lo_conservan(
    client, url, gente, autorizado, monkeypatch
):
    escrito = {"revision": 0, "diversidad": "si", "diversidad_cual_texto": "Canario amarillo"}
    estricto = Client(enforce_csrf_checks=True)
    estricto.force_login(gente["ana"])
    respuesta = estricto.post(url("diversidad"), escrito)
    assert respuesta.status_code in (302, 403)
    assert "Canario" not in respuesta.content.decode()

    def ocupada(**k):
        raise OperationalError("database is locked")

    monkeypatch.setattr("conoceles.captura.views.identidad.guardar_grupo", ocupada)
    client.raise_request_exception = False
    respuesta = client.post(url("diversidad"), escrito)
    assert respuesta.status_code == 503
    assert not any("Canario" in str(sesion.get_decoded()) for sesion in Session.objects.all())


def test_las_paginas_no_se_guardan_en_el_navegador(ana, url, autorizado):
    assert "no-store" in ana.get(url("diversidad"))["Cache-Control"]


def test_con_la_llave_destruida_se_explica_y_nada_truena(ana, url, autorizado, llenar):
    llenar()
    ana.post(url("identidad_enviar"))
    Llave.objects.all().delete()
    for pantalla in ("identidad", "discapacidad", "identidad_revisar"):
        respuesta = ana.get(url(pantalla))
        assert respuesta.status_code == 410
        assert "ya no pueden leerse" in texto(respuesta)
    assert ana.post(url("afromexicana"), {"revision": 0, "afromexicana": "si"}).status_code == 410
    assert "Ya no pueden leerse" in texto(ana.get(url("una")))
    assert ana.get(url("consentimiento")).status_code == 200


# --- Cuánto cuesta ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pantalla", "maximo"), [("identidad", 10), ("discapacidad", 9), ("identidad_revisar", 15)]
)
def test_cuantas_consultas(ana, url, autorizado, llenar, django_assert_max_num_queries, pantalla, maximo):
    llenar()
    with django_assert_max_num_queries(maximo):
        ana.get(url(pantalla))
