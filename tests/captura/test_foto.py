"""La fotografía: entra limpia o se dice por qué no; sólo la ve su dueña."""

import hashlib
import io
import struct
import zlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.models import Retrato
from conoceles.llaves.acciones import destruir
from conoceles.operacion.tareas import correr
from conoceles.publicacion.acciones import enviar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _almacen_propio(settings, tmp_path):
    """Aquí se cuentan los archivos: que no haya de otras pruebas."""
    privado = {**settings.STORAGES["privado"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "privado": privado}


def subir(cliente, ruta, contenido, nombre="foto.jpg", tipo="image/jpeg"):
    return cliente.post(ruta("foto"), {"foto": SimpleUploadedFile(nombre, contenido, tipo)})


def jpeg(ancho=800, alto=1000, **opciones) -> bytes:
    salida = io.BytesIO()
    Image.linear_gradient("L").resize((ancho, alto)).convert("RGB").save(salida, "JPEG", **opciones)
    return salida.getvalue()


def retrato(cliente, candidatura, tamano):
    return cliente.get(reverse("captura:retrato", args=[candidatura.clave, tamano]))


def test_se_sube_se_ve_y_se_quita(ana, ruta, candidatura, foto_jpeg, guardadas):
    assert subir(ana, ruta, foto_jpeg).url == ruta("foto")
    assert len(guardadas()["foto"]) == 64
    respuesta = retrato(ana, candidatura, "320.jpg")
    assert Image.open(io.BytesIO(b"".join(respuesta.streaming_content))).size == (320, 400)
    assert "no-store" in respuesta["Cache-Control"]
    assert "private" in respuesta["Cache-Control"]
    ana.post(ruta("foto"), {"quitar": "1"})
    assert "foto" not in guardadas()
    assert retrato(ana, candidatura, "320.jpg").status_code == 404


def test_no_conserva_la_ubicacion(ana, ruta, candidatura):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (19.0, 42.0, 0.0)}
    exif[0x010F] = "Marca secreta"
    subir(ana, ruta, jpeg(exif=exif))
    contenido = b"".join(retrato(ana, candidatura, "640.jpg").streaming_content)
    assert b"Marca secreta" not in contenido
    assert b"Exif" not in contenido


@pytest.mark.parametrize("tamano", ["73.jpg", "..", "320.jpg.bak", "640.png", "%2e%2e%2fsecreto", "x" * 300])
def test_un_tamano_inventado_no_existe(ana, ruta, candidatura, foto_jpeg, tamano):
    subir(ana, ruta, foto_jpeg)
    assert retrato(ana, candidatura, tamano).status_code == 404


def test_la_foto_ajena_no_se_ve(ana, client, gente, ruta, candidatura, foto_jpeg):
    subir(ana, ruta, foto_jpeg)
    client.force_login(gente["beto"])
    assert retrato(client, candidatura, "320.jpg").status_code == 404
    client.force_login(gente["vera"])
    assert retrato(client, candidatura, "320.jpg").status_code == 403


def test_lo_que_diga_su_nombre_no_cuenta(ana, ruta):
    assert subir(ana, ruta, jpeg(), nombre="programa.exe", tipo="text/html").status_code == 302
    assert subir(ana, ruta, b"<?php echo 1; ?>", nombre="foto.jpg").status_code == 422


def bomba() -> bytes:
    """Un PNG de un pixel que dice medir 20 000 × 20 000."""
    salida = io.BytesIO()
    Image.new("1", (1, 1)).save(salida, "PNG")
    contenido = salida.getvalue()
    encabezado = b"IHDR" + struct.pack(">II", 20_000, 20_000) + contenido[24:29]
    return contenido[:12] + encabezado + struct.pack(">I", zlib.crc32(encabezado)) + contenido[33:]


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        (b"", "El archivo está vacío"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "dibujo SVG"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "HEIC"),
        (b"%PDF-1.7 " + b"x" * 100, "PDF"),
        (b"GIF89a" + b"\0" * 50, "GIF"),
        (b"MZ" + b"\0" * 500, "no es una fotografía"),
        (jpeg()[:2000], "incompleta o dañada"),
        (jpeg(399, 500), "el mínimo es 400"),
        (bomba(), "millones de pixeles"),
    ],
)
def test_lo_que_no_sirve_dice_por_que_y_conserva_la_anterior(
    ana, ruta, foto_jpeg, guardadas, contenido, dice
):
    subir(ana, ruta, foto_jpeg)
    anterior = guardadas()["foto"]
    respuesta = subir(ana, ruta, contenido)
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert dice in pagina
    assert "Hay un problema" in pagina
    assert guardadas()["foto"] == anterior


def test_demasiado_pesada(ana, ruta, proceso):
    proceso.datos_parametros = {"foto_max_mb": 1}
    proceso.save()
    respuesta = subir(ana, ruta, jpeg() + b"\0" * 1_100_000)
    assert respuesta.status_code == 422
    assert "el máximo es 1 MB" in respuesta.content.decode()


@pytest.mark.parametrize("corte", [0, 40, 200, 5000])
def test_un_cuerpo_cortado_no_es_un_error_interno(ana, ruta, foto_jpeg, corte):
    cuerpo = (
        b'--xyz\r\nContent-Disposition: form-data; name="foto"; filename="a.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n" + foto_jpeg + b"\r\n--xyz--\r\n"
    )[: corte or None]
    for tipo in ("multipart/form-data; boundary=xyz", "multipart/form-data"):
        respuesta = ana.generic("POST", ruta("foto"), cuerpo, content_type=tipo)
        assert respuesta.status_code in (302, 400, 422)


def test_ya_enviada_no_se_cambia(ana, ruta, capturar_todo, gente, guardadas):
    enviar(cuestionario=capturar_todo(), por=gente["ana"])
    anterior = guardadas()["foto"]
    respuesta = subir(ana, ruta, jpeg(900, 1100))
    assert respuesta.status_code == 409
    assert guardadas()["foto"] == anterior
    assert ana.post(ruta("foto"), {"quitar": "1"}).status_code == 409


# ── El encuadre ──────────────────────────────────────────────────────────────


def a_medias(ancho=1600, alto=1000) -> bytes:
    """La mitad izquierda roja y la derecha azul, con su ubicación escondida."""
    imagen = Image.new("RGB", (ancho, alto), (200, 20, 20))
    imagen.paste((20, 20, 200), (ancho // 2, 0, ancho, alto))
    exif = Image.Exif()
    exif[0x010E] = "CHISME"
    salida = io.BytesIO()
    imagen.save(salida, "JPEG", quality=95, exif=exif)
    return salida.getvalue()


def encuadrar(cliente, ruta, **cambios):
    datos = {"giro": "0", "acercamiento": "100", "horizontal": "50", "vertical": "50", **cambios}
    return cliente.post(ruta("foto"), datos)


def colores(cliente, candidatura, tamano="640.jpg") -> str:
    """Qué se ve en las cuatro esquinas del retrato guardado: R(ojo) o A(zul)."""
    contenido = b"".join(retrato(cliente, candidatura, tamano).streaming_content)
    imagen = Image.open(io.BytesIO(contenido)).convert("RGB")
    ancho, alto = imagen.size
    esquinas = [(x, y) for y in (alto // 8, alto * 7 // 8) for x in (ancho // 8, ancho * 7 // 8)]
    return "".join("R" if imagen.getpixel(p)[0] > imagen.getpixel(p)[2] else "A" for p in esquinas)


def originales() -> set[str]:
    privado = storages["privado"]
    return set(privado.listdir("originales")[1]) if privado.exists("originales") else set()


@pytest.fixture
def subida(ana, ruta):
    subir(ana, ruta, a_medias())
    return Retrato.objects.get()


def test_sin_encuadrarla_ya_esta_recortada_al_centro(ana, candidatura, subida):
    assert colores(ana, candidatura) == "RARA"
    assert subida.encuadre == {
        "giro": 0, "acercamiento": 100, "horizontal": 50, "vertical": 50, "medida": [1600, 1000],
    }  # fmt: skip


@pytest.mark.sin_base
@pytest.mark.parametrize(
    ("cambios", "se_ve"),
    [
        ({"horizontal": "0"}, "RRRR"),
        ({"horizontal": "100", "acercamiento": "150.5"}, "AAAA"),
        ({"giro": "90"}, "RRAA"),
        ({"giro": "270"}, "AARR"),
        ({"paso": "giro:180"}, "ARAR"),
        ({"paso": "horizontal:50"}, "AAAA"),
    ],
)
def test_cada_encuadre_se_dibuja_desde_el_original(ana, ruta, candidatura, subida, cambios, se_ve):
    encuadrar(ana, ruta, horizontal="0", acercamiento="200")
    assert encuadrar(ana, ruta, **cambios).status_code == 302
    for tamano in ("640.jpg", "640.webp", "320.jpg", "320.webp", "72.jpg", "72.webp"):
        assert colores(ana, candidatura, tamano) == se_ve
    assert len(originales()) == 1


def test_se_vuelve_a_abrir_con_el_encuadre_que_se_dejo(ana, ruta, subida):
    encuadrar(ana, ruta, acercamiento="120.04", horizontal="33.3")
    form = ana.get(ruta("foto")).context["encuadre"]
    assert (form["acercamiento"].value(), form["horizontal"].value()) == (120.0, 33.3)


@pytest.mark.parametrize(
    ("boton", "lleva"),
    [({"continuar": "1"}, "contacto"), ({"volver": "1"}, "una"), ({"paso": "giro:90"}, "foto")],
)
def test_a_donde_lleva_cada_boton(ana, ruta, subida, boton, lleva):
    ancla = "#encuadre" if "paso" in boton else ""
    assert encuadrar(ana, ruta, **boton).url == ruta(lleva) + ancla


def test_sin_cambios_no_se_dibuja_ni_se_guarda_otra_vez(ana, ruta, candidatura, subida):
    avances = acciones.abrir(candidatura=candidatura).avances
    antes = avances.get(seccion="foto").revision
    encuadrar(ana, ruta, continuar="1")
    assert avances.get(seccion="foto").revision == antes


@pytest.mark.sin_base
@pytest.mark.parametrize(
    ("cambios", "dice"),
    [
        ({"acercamiento": "201"}, "de 100 a 200"),
        ({"acercamiento": "99"}, "de 100 a 200"),
        ({"acercamiento": "mucho"}, "escriba un número"),
        ({"acercamiento": "nan"}, "escriba un número"),
        ({"acercamiento": ""}, "escriba un número"),
        ({"horizontal": "-1"}, "va de 0 a 100"),
        ({"vertical": "1e9"}, "va de 0 a 100"),
        ({"giro": "45"}, "0, 90, 180 o 270"),
        ({"giro": "0" * 5000}, "Hay un problema"),
    ],
)
def test_un_encuadre_que_no_vale_lo_dice_y_no_cambia_nada(ana, ruta, guardadas, subida, cambios, dice):
    antes = guardadas()["foto"]
    respuesta = encuadrar(ana, ruta, **cambios)
    assert respuesta.status_code == 422
    pagina = respuesta.content.decode()
    assert "Hay un problema" in pagina
    assert dice in pagina
    assert "⟪" not in pagina
    assert guardadas()["foto"] == antes


def test_girada_puede_no_alcanzar(ana, ruta):
    subir(ana, ruta, jpeg(450, 500))
    respuesta = encuadrar(ana, ruta, paso="giro:90")
    assert respuesta.status_code == 422
    assert "Girada así" in respuesta.content.decode()


def test_dos_ventanas_no_se_pisan(ana, ruta, candidatura, guardadas, subida):
    vieja = ana.get(ruta("foto")).context["revision"]
    subir(ana, ruta, a_medias(1400, 1000))
    nueva = guardadas()["foto"]
    respuesta = encuadrar(ana, ruta, horizontal="0", revision=vieja)
    assert respuesta.status_code == 409
    assert "cambió en otra ventana" in respuesta.content.decode()
    assert guardadas()["foto"] == nueva


# ── El original: cifrado, sólo suyo y sólo hasta la validación ───────────────


def original(cliente, candidatura):
    return cliente.get(reverse("captura:original", args=[candidatura.clave]))


def test_el_original_se_guarda_cifrado_y_se_enseña_sin_metadatos(ana, candidatura, subida):
    with storages["privado"].open(subida.original) as archivo:
        guardado = archivo.read()
    assert b"CHISME" not in guardado
    assert b"JFIF" not in guardado
    assert candidatura.clave not in subida.original
    assert acciones.leer_original(subida) == a_medias()
    respuesta = original(ana, candidatura)
    assert Image.open(io.BytesIO(respuesta.content)).size == (1200, 750)
    assert b"CHISME" not in respuesta.content
    assert "no-store" in respuesta["Cache-Control"]


def test_el_original_ajeno_no_existe(client, gente, candidatura, subida):
    client.force_login(gente["beto"])
    assert original(client, candidatura).status_code == 404
    client.force_login(gente["vera"])
    assert original(client, candidatura).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_cambiarla_o_quitarla_borra_el_original_anterior(ana, ruta, candidatura, subida):
    (primero,) = originales()
    subir(ana, ruta, jpeg())
    assert primero not in originales()
    assert len(originales()) == 1
    ana.post(ruta("foto"), {"quitar": "1"})
    assert not originales()
    assert not Retrato.objects.exclude(original="").exists()


@pytest.mark.django_db(transaction=True)
def test_validar_borra_el_original_en_el_mismo_acto(ana, ruta, candidatura, subida, gente, capturar_todo):
    cuestionario = capturar_todo()
    subir(ana, ruta, a_medias())
    enviar(cuestionario=cuestionario, por=gente["ana"])
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    assert len(originales()) == 1
    acciones.validar(cuestionario=cuestionario, por=gente["vera"])
    assert not originales()
    assert not Retrato.objects.exclude(original="").exists()
    assert colores(ana, candidatura) == "RARA"


def test_si_la_validacion_no_se_confirma_el_original_sigue(
    ana, ruta, subida, gente, capturar_todo, django_capture_on_commit_callbacks
):
    cuestionario = capturar_todo()
    subir(ana, ruta, a_medias())
    enviar(cuestionario=cuestionario, por=gente["ana"])
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    with django_capture_on_commit_callbacks() as pendientes:
        acciones.validar(cuestionario=cuestionario, por=gente["vera"])
    assert pendientes
    assert len(originales()) >= 1


def test_la_tarea_borra_lo_suelto_y_lo_de_quien_ya_no_es_candidata(ana, candidatura, subida, monkeypatch):
    storages["privado"].save("originales/suelto", ContentFile(b"a medio subir"))
    assert correr()["originales"] == 0  # podría ser de una subida que se está confirmando
    monkeypatch.setattr("conoceles.cuestionarios.acciones.foto.GRACIA", timedelta(0))
    assert correr()["originales"] == 1
    assert original(ana, candidatura).status_code == 200
    candidatura.hasta, candidatura.situacion = timezone.now(), "cancelada"
    candidatura.save()
    assert correr()["originales"] == 1
    assert not originales()


def test_sin_el_original_se_dice_y_la_foto_queda_como_esta(ana, ruta, candidatura, guardadas, subida):
    destruir(candidatura=candidatura.clave)
    assert original(ana, candidatura).status_code == 404
    respuesta = encuadrar(ana, ruta, horizontal="0")
    assert respuesta.status_code == 409
    assert "ya no se conserva" in respuesta.content.decode()
    Retrato.objects.update(original="")
    assert ana.get(ruta("foto")).context["encuadre"] is None
    assert encuadrar(ana, ruta, horizontal="0").status_code == 409
    assert colores(ana, candidatura) == "RARA"


def test_ni_encuadrar_ni_ver_el_original_cuando_ya_se_envio(
    ana, ruta, candidatura, subida, gente, capturar_todo, guardadas
):
    cuestionario = capturar_todo()
    subir(ana, ruta, a_medias())
    enviar(cuestionario=cuestionario, por=gente["ana"])
    antes = guardadas()["foto"]
    assert encuadrar(ana, ruta, horizontal="0").status_code == 409
    assert guardadas()["foto"] == antes
    assert (
        hashlib.sha256(b"".join(retrato(ana, candidatura, "640.jpg").streaming_content)).hexdigest() == antes
    )
