"""La fotografía: entra limpia o se dice por qué no; sólo la ve su dueña."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from conoceles.publicacion.acciones import enviar

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("tamano", ["72.jpg", "..", "320.jpg.bak", "640.png", "%2e%2e%2fsecreto", "x" * 300])
def test_un_tamano_inventado_no_existe(ana, ruta, candidatura, foto_jpeg, tamano):
    subir(ana, ruta, foto_jpeg)
    assert retrato(ana, candidatura, tamano).status_code == 404


def test_la_foto_ajena_no_se_ve(ana, client, gente, ruta, candidatura, foto_jpeg):
    subir(ana, ruta, foto_jpeg)
    client.force_login(gente["beto"])
    assert retrato(client, candidatura, "320.jpg").status_code == 404
    client.force_login(gente["vera"])
    assert retrato(client, candidatura, "320.jpg").status_code == 403


def bomba() -> bytes:
    salida = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(salida, "PNG")
    return salida.getvalue()


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
