"""Los formatos firmados en el panel: quien registra no lee, quien lee no ve la pantalla, y todo queda asentado."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conoceles.avisos.manifestaciones import MANIFESTACIONES
from conoceles.bitacora.models import Asiento
from conoceles.mensajes.models import Carta
from conoceles.privacidad.formatos import Situacion, situacion
from conoceles.privacidad.models import Formato
from conoceles.publicacion import identidad
from conoceles.publicacion.models import ParteDeIdentidad
from conoceles.registro.models import Candidatura
from tests import fabricas
from tests.privacidad import identidades

pytestmark = pytest.mark.django_db
SI_A_TODO = {"es_valido": "si", "tratamiento": "si", "publicacion": "si", "estadistica": "si"}
COLA = reverse("validacion:formatos")
RECIBIR = reverse("validacion:formatos_recibir")


@pytest.fixture(autouse=True)
def _con_identidad(proceso):
    proceso.cuestionarios = {**proceso.cuestionarios, "identidad": "identidad-2022"}
    proceso.save()


@pytest.fixture
def mia(candidatura):
    return Candidatura.objects.con_todo().get(pk=candidatura.pk)


@pytest.fixture
def recibido(mia, gente):
    return identidad.recibir_formato(
        candidatura=mia, contenido=identidades.PAPEL, via=Formato.Via.PERSONA, por=gente["ana"]
    )


def pantalla(formato, nombre="formato"):
    return reverse(f"validacion:{nombre}", args=[formato.pk])


# --- Quién puede -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("persona", ["ana", "beto", "paco", "carmen", "vera", "gema", "irma", "celia"])
def test_solo_transparencia_lee_y_revisa(como, recibido, persona):
    cliente = como(persona)
    for direccion in (COLA, pantalla(recibido), pantalla(recibido, "formato_archivo")):
        respuesta = cliente.get(direccion)
        assert respuesta.status_code == 403, direccion
        assert identidades.PAPEL not in respuesta.content
    assert cliente.post(pantalla(recibido), SI_A_TODO).status_code == 403
    recibido.refresh_from_db()
    assert recibido.revisado_en is None


def test_transparencia_lo_abre_como_descarga_y_queda_asentado(como, recibido):
    respuesta = como("diego").get(pantalla(recibido, "formato_archivo"))
    assert respuesta.content == identidades.PAPEL
    assert respuesta["Content-Disposition"].startswith("attachment")
    assert "sandbox" in respuesta["Content-Security-Policy"]
    assert "no-store" in respuesta["Cache-Control"]
    como("diego").get(pantalla(recibido, "formato_archivo"))
    lecturas = Asiento.objects.filter(accion="formato:abrir")
    assert [(a.actor, a.objeto_clave) for a in lecturas] == [("diego", recibido.candidatura.clave)] * 2


def test_la_instancia_interna_registra_pero_no_lo_vuelve_a_abrir(como, mia, gente):
    direccion = reverse("validacion:formato_recibir", args=[mia.clave])
    respuesta = como("carmen").post(direccion, {"formato": SimpleUploadedFile("x.pdf", identidades.PAPEL)})
    assert respuesta.url == RECIBIR
    formato = Formato.objects.get()
    assert (formato.via, formato.por) == ("buzon", "carmen")
    paginas = [como("carmen").get(ruta).content.decode() for ruta in (RECIBIR, direccion)]
    assert "Por revisar" in paginas[0]
    for ruta in (
        pantalla(formato, "formato_archivo"),
        reverse("captura:formato_archivo", args=[mia.clave, formato.pk]),
    ):
        assert como("carmen").get(ruta).status_code == 403
        assert not [pagina for pagina in paginas if ruta in pagina]
    carta = Carta.objects.get()
    assert carta.para == gente["ana"].correo
    assert "Si usted no lo mandó" in carta.cuerpo
    assert carta.es_reservada  # que haya papel y no respuestas publicadas diría que se negó
    assert Asiento.objects.get(accion="formato:recibir").detalle["via"] == "buzon"


# --- Registrar -------------------------------------------------------------------------------------------
def test_se_encuentra_por_nombre_sin_acentos_o_por_la_clave_del_papel(como, mia):
    persona = mia.persona
    persona.nombre_completo = "Ána Ñúñez"
    persona.save()
    fabricas.CandidaturaFactory(persona__nombre_completo="Otra Persona")
    destino = reverse("validacion:formato_recibir", args=[mia.clave])
    for q in ("ana nunez", "ÑÚÑEZ", mia.clave, f" {mia.clave} "):
        pagina = como("carmen").get(RECIBIR, {"q": q}).content.decode()
        assert destino in pagina, q
        assert "Otra Persona" not in pagina
    assert "Ninguna candidatura coincide" in como("carmen").get(RECIBIR, {"q": "zzz\0<b>"}).content.decode()


def test_lo_que_no_sirve_se_explica_y_no_escribe_a_nadie(como, mia):
    direccion = reverse("validacion:formato_recibir", args=[mia.clave])
    for archivos in ({}, {"formato": SimpleUploadedFile("x.pdf", b"hola")}):
        respuesta = como("carmen").post(direccion, archivos)
        assert respuesta.status_code == 422
        assert "Hay un problema" in respuesta.content.decode()
    assert not Formato.objects.exists()
    assert not Carta.objects.exists()


# --- Revisar ---------------------------------------------------------------------------------------------
def test_antes_de_transcribir_no_se_ve_nada_de_la_pantalla(como, recibido, mia, gente):
    """La página es igual haya decidido lo que haya decidido, o nada."""
    paginas = set()
    for manifestado in (None, (True, True, True), (True, False, False), (False, False, False)):
        if manifestado:
            identidades.manifestar(mia, gente["ana"], *manifestado)
        pagina = como("diego").get(pantalla(recibido)).content.decode()
        paginas.add(
            pagina.split("<main")[1].split("csrfmiddlewaretoken")[0] + pagina.split("</fieldset>")[-1][:300]
        )
        assert "oincide" not in pagina
        assert " checked" not in pagina
    assert len(paginas) == 1


def test_transcribir_dice_si_coincide_y_avisa_sin_decir_que_se_marco(como, recibido, mia, gente):
    identidades.manifestar(mia, gente["ana"])
    respuesta = como("diego").post(pantalla(recibido), SI_A_TODO, follow=True)
    assert "Coincide" in respuesta.content.decode()
    assert "⟪" not in respuesta.content.decode()
    carta = Carta.objects.get()
    assert "está en orden" in carta.asunto
    assert carta.es_reservada
    assert "Autorizo" not in carta.cuerpo
    assert Asiento.objects.filter(accion="formato:revisar", actor="diego").count() == 1
    detalle = str(Asiento.objects.get(accion="formato:revisar").detalle)
    assert not [m.clave for m in MANIFESTACIONES if m.clave in detalle]


def test_si_no_coincide_nada_se_publica_y_la_carta_dice_que_hacer(como, publicado, recibido, mia, gente):
    """El escaneo equivocado: el papel dice No y la pantalla Sí."""
    identidades.manifestar(mia, gente["ana"])
    identidades.contestar(mia, gente["ana"])
    identidad.enviar(candidatura=mia, por=gente["ana"])
    como("diego").post(pantalla(recibido), SI_A_TODO)
    assert ParteDeIdentidad.objects.filter(pk=mia.clave).exists()
    pagina = (
        como("diego")
        .post(pantalla(recibido), {**SI_A_TODO, "publicacion": "no"}, follow=True)
        .content.decode()
    )
    assert "No coincide" in pagina
    assert not ParteDeIdentidad.objects.filter(pk=mia.clave).exists()
    carta = Carta.objects.latest("pk")
    assert "no coincide" in carta.asunto
    assert "cambie su decisión en la pantalla, o imprima, firme y suba otro" in carta.cuerpo


def test_uno_que_no_vale_exige_el_motivo_y_la_persona_lo_lee(como, recibido):
    respuesta = como("diego").post(pantalla(recibido), {"es_valido": "no"})
    assert respuesta.status_code == 422
    assert "Diga por qué no es válido" in respuesta.content.decode()
    como("diego").post(
        pantalla(recibido), {"es_valido": "no", "nota": " Falta la firma. ", "publicacion": "si"}
    )
    recibido.refresh_from_db()
    assert (recibido.es_valido, recibido.nota, recibido.publicacion) == (False, "Falta la firma.", None)
    assert "Motivo: Falta la firma." in Carta.objects.get().cuerpo


@pytest.mark.parametrize("falta", ["tratamiento", "publicacion", "estadistica", "es_valido"])
def test_no_se_guarda_a_medias(como, recibido, falta):
    datos = {clave: valor for clave, valor in SI_A_TODO.items() if clave != falta}
    assert como("diego").post(pantalla(recibido), datos).status_code == 422
    assert como("diego").post(pantalla(recibido), {**SI_A_TODO, falta: "<b>"}).status_code == 422
    recibido.refresh_from_db()
    assert recibido.revisado_en is None
    assert not Carta.objects.exists()


def test_si_la_carta_falla_la_revision_no_queda(como, recibido, monkeypatch):
    from conoceles.validacion import acciones

    def fallar(_):
        raise RuntimeError

    monkeypatch.setattr(acciones, "escribir_varias", fallar)
    with pytest.raises(RuntimeError):
        como("diego").post(pantalla(recibido), SI_A_TODO)
    recibido.refresh_from_db()
    assert recibido.revisado_en is None


def test_la_cola_trae_el_ultimo_de_cada_quien_del_mas_antiguo_al_mas_nuevo(como, recibido, mia, gente):
    otro = identidad.recibir_formato(
        candidatura=mia, contenido=identidades.PAPEL, via=Formato.Via.PERSONA, por=gente["ana"]
    )
    pagina = como("diego").get(COLA).content.decode()
    assert pantalla(otro) in pagina
    assert pantalla(recibido) not in pagina
    assert "entregó otro después" in como("diego").get(pantalla(recibido)).content.decode()
    como("diego").post(pantalla(otro), SI_A_TODO)
    pagina = como("diego").get(COLA).content.decode()
    assert "No hay formatos por revisar" in pagina
    assert "Sin decisión en pantalla" in pagina


def test_pocas_consultas_con_muchos(como, gente, django_assert_max_num_queries, proceso):
    for _ in range(8):
        candidatura = fabricas.CandidaturaFactory()
        Formato.objects.create(
            candidatura=candidatura, archivo="formatos/x", tipo_de_contenido="application/pdf", huella="0" * 64,
            via="persona", por="x",
        )  # fmt: skip
    cliente = como("diego")
    with django_assert_max_num_queries(9):
        assert cliente.get(COLA).content.decode().count("Lo subió la persona") == 8


def test_los_formularios_llevan_su_prueba_de_origen(gente, recibido):
    """La transcripción va en un fragmento: que no pierda el csrf."""
    cliente = Client(enforce_csrf_checks=True)
    cliente.force_login(gente["diego"])
    assert "csrfmiddlewaretoken" in cliente.get(pantalla(recibido)).content.decode()


def test_situacion_de_cada_combinacion():
    """Oráculo escrito aparte: el papel ampara si no niega nada de lo que la pantalla autoriza."""
    from itertools import product
    from types import SimpleNamespace

    claves = ("tratamiento", "publicacion", "estadistica")
    for papel in product((True, False), repeat=3):
        for en_pantalla in product((True, False), repeat=3):
            formato = SimpleNamespace(revisado_en=1, es_valido=True, **dict(zip(claves, papel, strict=True)))
            decidido = SimpleNamespace(**dict(zip(claves, en_pantalla, strict=True)))
            niega = any(s and not p for p, s in zip(papel, en_pantalla, strict=True))
            esperada = Situacion.NO_COINCIDE if niega else Situacion.COINCIDE
            assert situacion(formato, decidido) is esperada
