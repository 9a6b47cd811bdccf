"""El formato firmado, visto por quien lo entrega: descargarlo, subirlo, y saber en qué va y qué hacer."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from conoceles.bitacora.models import Asiento
from conoceles.llaves import acciones as llaves
from conoceles.privacidad.models import Formato
from conoceles.registro.models import Candidatura
from tests.privacidad import identidades

pytestmark = pytest.mark.django_db
TODAS = ("beto", "paco", "carmen", "vera", "gema", "irma", "celia")


@pytest.fixture(autouse=True)
def _con_identidad(proceso):
    proceso.cuestionarios = {**proceso.cuestionarios, "identidad": "identidad-2022"}
    proceso.datos_instituto = {**proceso.datos_instituto, "correo": "buzon@instituto.example"}
    proceso.save()


@pytest.fixture
def mia(candidatura):
    return Candidatura.objects.con_todo().get(pk=candidatura.pk)


@pytest.fixture
def de(candidatura):
    return lambda nombre="formato", *mas: reverse(f"captura:{nombre}", args=[candidatura.clave, *mas])


def foto() -> bytes:
    salida = io.BytesIO()
    Image.linear_gradient("L").resize((900, 1200)).save(salida, "JPEG")
    return salida.getvalue()


def subir(cliente, direccion, contenido, nombre="papel.pdf"):
    return cliente.post(direccion, {"formato": SimpleUploadedFile(nombre, contenido)})


def test_se_descarga_con_sus_datos_y_sin_nada_marcado(ana, de, mia, settings):
    settings.CONOCELES_SITIO = "https://conoceles.ejemplo.mx"
    respuesta = ana.get(de("formato_pdf"))
    assert respuesta["Content-Type"] == "application/pdf"
    assert respuesta["Content-Disposition"].startswith("attachment")
    assert "no-store" in respuesta["Cache-Control"]
    assert b"/StructTreeRoot" in respuesta.content
    assert b"/Lang(es-MX)" in respuesta.content
    assert b"/Count 2" in respuesta.content
    identidades.manifestar(mia, mia.persona.cuenta)
    assert ana.get(de("formato_pdf")).content == respuesta.content, "lo que decidió no va en el papel"


@pytest.mark.parametrize(
    ("contenido", "tipo"), [(identidades.PAPEL, "application/pdf"), (foto(), "image/jpeg")]
)
def test_se_sube_se_guarda_cifrado_y_vuelve_igual(ana, de, contenido, tipo):
    assert subir(ana, de(), contenido, "lo que sea.exe").url == de()
    recibido = Formato.objects.get()
    assert (recibido.tipo_de_contenido, recibido.via) == (tipo, "persona")
    with storages["privado"].open(recibido.archivo) as archivo:
        assert contenido[:200] not in archivo.read()
    respuesta = ana.get(de("formato_archivo", recibido.pk))
    assert respuesta.content == contenido
    assert respuesta["Content-Type"] == tipo
    assert respuesta["Content-Disposition"].startswith("attachment")
    assert "sandbox" in respuesta["Content-Security-Policy"]
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in respuesta["Cache-Control"]
    assert not Asiento.objects.filter(accion="formato:abrir").exists(), (
        "ver el propio no es una lectura ajena"
    )


@pytest.mark.parametrize(
    ("contenido", "razon"),
    [(b"", "vacío"), (b"<script>alert(1)</script>", "no es un PDF"), (b"%PDF-1.7", "incompleto")],
)
def test_lo_que_no_sirve_se_explica_y_no_queda(ana, de, contenido, razon):
    respuesta = subir(ana, de(), contenido)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert razon in pagina
    assert "<title>Error: " in pagina
    assert "<script>alert" not in pagina
    assert not Formato.objects.exists()


def test_sin_archivo_o_demasiado_grande_se_explica(ana, de):
    assert "No llegó ningún archivo" in ana.post(de(), {}).content.decode()
    grande = subir(ana, de(), identidades.PAPEL + b"0" * 10_000_001)
    assert "10.0 MB y el máximo son 10 MB" in grande.content.decode()
    assert not Formato.objects.exists()


def test_cada_situacion_se_dice_con_lo_que_toca_hacer(ana, de, mia, gente):
    def dice(*frases):
        pagina = ana.get(de()).content.decode()
        assert "⟪" not in pagina
        for frase in frases:
            assert frase in pagina, frase
        return pagina

    dice("Todavía no entrega su formato firmado", "buzon@instituto.example")
    subir(ana, de(), identidades.PAPEL)
    dice("Recibimos su formato", "Lo que hemos recibido")
    recibido = Formato.objects.get()
    identidades.revisar(recibido, gente["diego"], es_valido=False)
    dice("Su formato no es válido", "Motivo: No se lee la firma.")
    identidades.revisar(recibido, gente["diego"], publicacion=False)
    dice("falta su decisión en la pantalla", reverse("captura:consentimiento", args=[mia.clave]))
    identidades.manifestar(mia, gente["ana"])
    pagina = dice("no coincide con lo que decidió", "En el papel: <b>No</b>. En la pantalla: <b>Sí</b>")
    assert pagina.count("En el papel: <b>") == 1, "sólo lo que difiere"
    identidades.manifestar(mia, gente["ana"], publicacion=False)
    dice("Su formato está en orden")


def test_la_lista_de_tareas_lo_dice(ana, ruta, mia, gente, de):
    def estado():
        return ana.get(ruta("una")).content.decode().split("Su consentimiento, firmado en papel")[1][:900]

    assert "Imprímalo, fírmelo y súbalo" in estado()
    subir(ana, de(), identidades.PAPEL)
    assert "Completado" in estado()
    identidades.revisar(Formato.objects.get(), gente["diego"], es_valido=False)
    assert "Hay un problema" in estado()


def test_a_una_independiente_se_le_dice_que_es_obligatorio(ana, de, mia):
    assert "obligatorio" not in ana.get(de()).content.decode()
    actor = mia.posicion.actor
    actor.tipo = "independiente"
    actor.save()
    assert "es obligatorio" in ana.get(de()).content.decode()


def test_el_ultimo_entregado_es_el_que_cuenta(ana, de, mia, gente):
    identidades.manifestar(mia, gente["ana"])
    identidades.formato(mia, gente["ana"], gente["diego"], publicacion=False)
    assert "no coincide" in ana.get(de()).content.decode()
    subir(ana, de(), identidades.PAPEL)
    assert "Recibimos su formato" in ana.get(de()).content.decode()


def test_nadie_mas_lo_ve_ni_lo_sube(ana, client, gente, de):
    subir(ana, de(), identidades.PAPEL)
    recibido = Formato.objects.get()
    for otra in (*TODAS, "diego"):
        client.force_login(gente[otra])
        for direccion in (de(), de("formato_pdf"), de("formato_archivo", recibido.pk)):
            assert client.get(direccion).status_code in (403, 404), (otra, direccion)
        assert subir(client, de(), identidades.PAPEL).status_code in (403, 404)
    assert Formato.objects.count() == 1


def test_terminada_la_candidatura_ya_no_se_sube_pero_el_entregado_sigue_siendo_suyo(ana, de, candidatura):
    subir(ana, de(), identidades.PAPEL)
    candidatura.situacion, candidatura.hasta = "renuncia", timezone.now()
    candidatura.save()
    assert subir(ana, de(), identidades.PAPEL).status_code == 410
    assert ana.get(de("formato_archivo", Formato.objects.get().pk)).content == identidades.PAPEL


def test_sin_cuestionario_de_identidad_no_hay_formato(ana, de, proceso):
    proceso.cuestionarios = {"curricular": "curricular-2022"}
    proceso.save()
    assert ana.get(de()).status_code == 404


def test_el_de_blanco_es_publico_y_etiquetado(client, proceso):
    direccion = reverse("consulta:formato")
    assert direccion == "/privacidad/formato-de-consentimiento.pdf"
    respuesta = client.get(direccion)
    assert respuesta["Content-Type"] == "application/pdf"
    assert not respuesta.cookies
    assert b"/StructTreeRoot" in respuesta.content
    assert b"/Count 2" in respuesta.content
    assert direccion in client.get("/privacidad/").content.decode()


def test_si_la_llave_o_el_archivo_ya_no_estan_no_es_un_error_interno(ana, de, mia, gente, client):
    subir(ana, de(), identidades.PAPEL)
    recibido = Formato.objects.get()
    llaves.destruir(candidatura=mia.clave)
    assert ana.get(de("formato_archivo", recibido.pk)).status_code == 404
    storages["privado"].delete(recibido.archivo)
    client.force_login(gente["diego"])
    assert client.get(reverse("validacion:formato_archivo", args=[recibido.pk])).status_code == 404
    assert not Asiento.objects.filter(accion="formato:abrir").exists(), (
        "lo que no se leyó no consta como leído"
    )


def test_subir_sin_parar_se_detiene(ana, de):
    for _ in range(10):
        subir(ana, de(), b"hola")
    respuesta = subir(ana, de(), identidades.PAPEL)
    assert respuesta.status_code == 422
    assert "demasiados intentos" in respuesta.content.decode()
    assert not Formato.objects.exists()
