"""Los acuses propios: de toda clase, en pantalla, en PDF y como archivo; la cuenta sale igual hecha por fuera."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import asdict
from datetime import timedelta
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from conoceles.acuses.acciones import emitir, sellar
from conoceles.acuses.lectura import por_folio
from conoceles.acuses.models import Acuse
from conoceles.cuestionarios import acciones as verbos
from conoceles.cuestionarios.models import Envio
from conoceles.llaves import acciones as llaves
from conoceles.mensajes.models import Carta
from conoceles.privacidad import lectura
from conoceles.publicacion import acciones as publicacion
from conoceles.publicacion import identidad
from conoceles.registro.models import Candidatura
from conoceles.seguimiento.models import Requerimiento
from conoceles.validacion import acciones as de_validacion
from tests.privacidad import identidades

pytestmark = pytest.mark.django_db


@pytest.fixture
def de(candidatura):
    """`de("acuse", folio)`: la dirección de esa pantalla del acuse de Ana."""
    return lambda nombre, folio: reverse(f"captura:{nombre}", args=[candidatura.clave, folio])


@pytest.fixture
def cuestionario_vacio(candidatura):
    return verbos.abrir(candidatura=candidatura)


def folios(candidatura) -> list[str]:
    return [acuse.folio for acuse in Acuse.objects.filter(candidatura=candidatura.clave)]


def test_lo_descargado_da_la_huella_al_repetir_la_cuenta(ana, observado, de, gente, ruta, tmp_path):
    """Envío y corrección: con hashlib, y con la orden que la página enseña."""
    ana.post(ruta("propuesta-1"), {"revision": 1, "propuesta_1": "Otra «cosa» 😀 é. " * 30})
    publicacion.enviar(cuestionario=observado, por=gente["ana"])
    assert observado.envios.count() == 2
    for envio in observado.envios.all():
        respuesta = ana.get(de("respuestas", envio.folio))
        assert hashlib.sha256(bytes.fromhex(envio.nonce) + respuesta.content).hexdigest() == envio.huella
        assert json.loads(respuesta.content) == envio.contenido
        pagina = ana.get(de("acuse", envio.folio)).content.decode()
        orden = unescape(re.search(r"<code>(.*?)</code>", pagina)[1])
        programa = re.fullmatch(r'python3 -c "(.*)"', orden)[1]
        (tmp_path / f"respuestas-{envio.folio}.json").write_bytes(respuesta.content)
        salida = subprocess.run(
            [sys.executable, "-c", programa], cwd=tmp_path, capture_output=True, text=True
        )
        assert salida.stdout.strip() == envio.huella
    assert "😀" in ana.get(de("respuestas", envio.folio)).content.decode()


def test_la_validacion_tambien_tiene_su_acuse(ana, validado, de, candidatura):
    validacion = validado.envios.get().validaciones.get()
    pagina = ana.get(de("acuse", validacion.folio)).content.decode()
    assert "El Instituto validó su información" in pagina
    assert "⟪" not in pagina
    contenido = ana.get(de("respuestas", validacion.folio)).content
    assert hashlib.sha256(bytes.fromhex(validacion.nonce) + contenido).hexdigest() == validacion.huella
    assert json.loads(contenido)["envio"] == validado.envios.get().folio


def test_el_acuse_dice_todo_y_lleva_a_comprobarlo(ana, enviado, de, candidatura, settings):
    settings.CONOCELES_SITIO = "https://conoceles.ejemplo.mx"
    envio = enviado.envios.get()
    pagina = ana.get(de("acuse", envio.folio)).content.decode()
    for dato in (
        envio.folio, envio.huella[:4], envio.nonce[-4:], "hora del centro de México", "Fotografía", "<svg",
        candidatura.persona.nombre_completo, candidatura.posicion.actor.nombre, "Huella corta",
        f"https://conoceles.ejemplo.mx/verificar/{envio.folio}/", de("acuse_pdf", envio.folio),
        de("respuestas", envio.folio),
    ):  # fmt: skip
        assert dato in pagina, dato


@pytest.mark.parametrize("nombre", ["acuse", "acuse_pdf", "respuestas"])
def test_sólo_quien_lo_recibio_lo_ve(ana, client, gente, enviado, de, nombre):
    direccion = de(nombre, enviado.envios.get().folio)
    respuesta = ana.get(direccion)
    assert respuesta.status_code == 200
    assert "no-store" in respuesta["Cache-Control"]
    assert "private" in respuesta["Cache-Control"]
    assert ana.get(de(nombre, "C-0000-0000-00000")).status_code == 404
    for otra in ("beto", "carmen", "diego", "gema", "irma", "paco"):
        client.force_login(gente[otra])
        assert client.get(direccion).status_code in (403, 404), otra


def test_el_pdf_es_una_hoja_etiquetada_y_siempre_la_misma(ana, enviado, de):
    direccion = de("acuse_pdf", enviado.envios.get().folio)
    primera = ana.get(direccion)
    assert primera["Content-Type"] == "application/pdf"
    assert primera["Content-Disposition"].startswith("attachment")
    assert b"/StructTreeRoot" in primera.content
    assert b"/Count 1" in primera.content
    assert len(primera.content) < 120_000
    assert ana.get(direccion).content == primera.content


def test_la_lista_trae_los_de_toda_clase_tambien_si_la_candidatura_termino(
    ana, ruta, validado, candidatura, de
):
    assert len(folios(candidatura)) == 2
    pagina = ana.get(ruta("una")).content.decode()
    candidatura.situacion, candidatura.hasta = "renuncia", timezone.now()
    candidatura.save()
    terminada = ana.get(ruta("una")).content.decode()
    for folio in folios(candidatura):
        assert de("acuse", folio) in pagina
        assert de("acuse", folio) in terminada
        assert all(ana.get(de(n, folio)).status_code == 200 for n in ("acuse", "acuse_pdf", "respuestas"))


@pytest.fixture
def con_identidad(candidatura, proceso):
    proceso.cuestionarios = {**proceso.cuestionarios, "identidad": "identidad-2022"}
    proceso.save()
    return Candidatura.objects.con_todo().get(pk=candidatura.pk)


def test_consentir_y_enviar_identidad_tienen_su_acuse_y_su_archivo(ana, con_identidad, gente, de):
    consentimiento = identidades.manifestar(con_identidad, gente["ana"])
    identidades.contestar(con_identidad, gente["ana"])
    envio = identidad.enviar(candidatura=con_identidad, por=gente["ana"])
    nonces = {consentimiento.folio: consentimiento.nonce}
    nonces[envio.folio] = lectura.ultimo_envio(con_identidad, por=gente["ana"])[2]
    for folio, nonce in nonces.items():
        pagina = ana.get(de("acuse", folio)).content.decode()
        assert nonce[-4:] in pagina
        assert "⟪" not in pagina
        assert not [canario for canario in identidades.CANARIOS if canario in pagina]
        contenido = ana.get(de("respuestas", folio)).content
        assert (
            hashlib.sha256(bytes.fromhex(nonce) + contenido).hexdigest() == Acuse.objects.get(pk=folio).huella
        )
        assert ana.get(de("acuse_pdf", folio)).content.startswith(b"%PDF")
    assert identidades.CANARIOS[0] in contenido.decode()


def test_un_acuse_cuyo_contenido_se_suprimio_sigue_siendo_constancia(ana, con_identidad, gente, de):
    """Retirar el tratamiento borra lo enviado; que se envió, consta."""
    identidades.manifestar(con_identidad, gente["ana"])
    identidades.contestar(con_identidad, gente["ana"])
    folio = identidad.enviar(candidatura=con_identidad, por=gente["ana"]).folio
    identidades.manifestar(con_identidad, gente["ana"], False, False, False)
    pagina = ana.get(de("acuse", folio)).content.decode()
    assert "ya no se conserva" in pagina
    assert "Número de comprobación" not in pagina
    assert ana.get(de("respuestas", folio)).status_code == 404
    assert ana.get(de("acuse_pdf", folio)).content.startswith(b"%PDF")


def test_con_la_llave_destruida_queda_la_constancia(ana, con_identidad, gente, de):
    identidades.manifestar(con_identidad, gente["ana"])
    identidades.contestar(con_identidad, gente["ana"])
    folio = identidad.enviar(candidatura=con_identidad, por=gente["ana"]).folio
    llaves.destruir(candidatura=con_identidad.clave)
    assert "ya no se conserva" in ana.get(de("acuse", folio)).content.decode()


def test_requerir_y_confirmar_tienen_su_acuse(ana, candidatura, gente, de):
    """Los de otro cuarto se leen igual."""
    requerimiento = Requerimiento(
        candidatura=candidatura, omision="total", limite=timezone.now(), vence_en=timezone.now(), texto="Responda.",
        con_correo=True, por="carmen",
    )  # fmt: skip
    constancia = {
        "candidatura": candidatura.clave,
        "proceso": candidatura.proceso.clave,
        "instante": timezone.now(),
    }
    sello = emitir(requerimiento.contenido, clase=Acuse.Clase.REQUERIMIENTO, **constancia)
    for campo, valor in asdict(sello).items():
        setattr(requerimiento, campo, valor)
    requerimiento.save()
    contenido = ana.get(de("respuestas", sello.folio)).content
    assert hashlib.sha256(bytes.fromhex(sello.nonce) + contenido).hexdigest() == sello.huella
    assert "El Instituto le requirió" in ana.get(de("acuse", sello.folio)).content.decode()


def test_fuera_de_plazo_lo_dice_el_acuse(ana, capturar_todo, gente, candidatura, de):
    candidatura.captura_hasta = timezone.now() - timedelta(hours=1)
    candidatura.save()
    envio = publicacion.enviar(cuestionario=capturar_todo(), por=gente["ana"])
    assert "fuera de plazo" in ana.get(de("acuse", envio.folio)).content.decode()


def test_las_cartas_llevan_folio_y_direccion_pero_no_el_nonce(ana, ruta, capturar_todo, gente):
    cuestionario = capturar_todo()
    ana.post(ruta("enviar"), {"envios": 0})
    envio = cuestionario.envios.get()
    verbos.tomar(cuestionario=cuestionario, por=gente["vera"])
    de_validacion.validar(cuestionario=cuestionario, envio=1, por=gente["vera"])
    validacion = envio.validaciones.get()
    for acuse, carta in zip((envio, validacion), Carta.objects.order_by("pk"), strict=True):
        assert f"/verificar/{acuse.folio}/" in carta.cuerpo
        assert acuse.nonce not in carta.cuerpo


def test_validar_y_publicar_manda_una_carta_con_el_acuse_de_la_validacion(enviado, gente):
    verbos.tomar(cuestionario=enviado, por=gente["carmen"])
    de_validacion.validar_y_publicar(cuestionario=enviado, envio=1, por=gente["carmen"])
    assert enviado.envios.get().validaciones.get().folio in Carta.objects.get().cuerpo


def test_los_acuses_de_antes_tambien_tienen_constancia(candidatura, cuestionario_vacio):
    """La migración da constancia a los envíos que existían sin ella."""
    sello = sellar({"historia": "x"}, Acuse.Clase.ENVIO)
    envio = Envio.objects.create(
        cuestionario=cuestionario_vacio,
        numero=1,
        contenido={"historia": "x"},
        secciones=["historia"],
        **asdict(sello),
    )
    migracion = import_module("conoceles.cuestionarios.migrations.0002_acuses_sobrantes_y_propuestas")
    migracion.hacer_constar_los_envios(apps, None)
    constancia = por_folio(envio.folio.lower())
    assert constancia.huella == envio.huella
    assert constancia.secciones == [cuestionario_vacio.definicion.seccion("historia").titulo]
    assert (constancia.candidatura, constancia.clase) == (candidatura.clave, "envio")
