"""La fotografía: o se rechaza diciendo por qué, o sale vuelta a dibujar y sin un solo metadato."""

import contextlib
import hashlib
import io
import os
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from conoceles.comun.encuadres import Encuadre, EncuadreInvalido
from conoceles.comun.fotos import LIMITES, FotoInvalida, procesar, vista

RAIZ = Path(__file__).parents[2]
MEDIDAS = {
    "640.webp": (640, 800),
    "640.jpg": (640, 800),
    "320.webp": (320, 400),
    "320.jpg": (320, 400),
    "72.webp": (72, 90),
    "72.jpg": (72, 90),
}
ROJO, VERDE, AZUL, AMARILLO = (200, 30, 30), (30, 160, 30), (30, 30, 200), (220, 200, 20)
CHISME = b"CHISME-QUE-NO-DEBE-SALIR"


def cuadrantes(ancho=800, alto=1000):
    """Rojo y verde arriba, azul y amarillo abajo: se nota todo giro y todo espejo."""
    imagen = Image.new("RGB", (ancho, alto), ROJO)
    dibujo = ImageDraw.Draw(imagen)
    dibujo.rectangle((ancho // 2, 0, ancho, alto // 2), fill=VERDE)
    dibujo.rectangle((0, alto // 2, ancho // 2, alto), fill=AZUL)
    dibujo.rectangle((ancho // 2, alto // 2, ancho, alto), fill=AMARILLO)
    return imagen


def guardar(imagen, formato="JPEG", **opciones):
    salida = io.BytesIO()
    imagen.save(salida, formato, **opciones)
    return salida.getvalue()


def abrir(contenido):
    imagen = Image.open(io.BytesIO(contenido))
    imagen.load()
    return imagen


def esquinas(retrato):
    imagen = abrir(retrato.archivos["640.jpg"])
    puntos = ((160, 200), (480, 200), (160, 600), (480, 600))
    colores = {"R": ROJO, "V": VERDE, "A": AZUL, "M": AMARILLO}
    return "".join(
        min(
            colores,
            key=lambda c: sum(abs(a - b) for a, b in zip(colores[c], imagen.getpixel(p), strict=True)),
        )
        for p in puntos
    )


def trozo_png(tipo, datos):
    return struct.pack(">I", len(datos)) + tipo + datos + struct.pack(">I", zlib.crc32(tipo + datos))


def png_con(contenido, *trozos):
    """El PNG con trozos añadidos tras el encabezado."""
    fin_ihdr = 8 + 25
    return contenido[:fin_ihdr] + b"".join(trozos) + contenido[fin_ihdr:]


def png_declarado(ancho, alto, bits=8, color=2):
    datos = struct.pack(">IIBBBBB", ancho, alto, bits, color, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + trozo_png(b"IHDR", datos)
        + trozo_png(b"IDAT", zlib.compress(b""))
        + trozo_png(b"IEND", b"")
    )


def webp_declarado(ancho, alto):
    """Un WebP sin pérdida de un pixel que dice medir otra cosa."""
    contenido = bytearray(guardar(Image.new("RGB", (1, 1)), "WEBP", lossless=True))
    donde = contenido.index(b"VP8L") + 9
    alfa_y_version = struct.unpack("<I", contenido[donde : donde + 4])[0] & 0xF0000000
    contenido[donde : donde + 4] = struct.pack("<I", alfa_y_version | (alto - 1) << 14 | (ancho - 1))
    return bytes(contenido)


def memoria_al_terminar(programa, *argumentos):
    """Megas que llegó a ocupar un proceso nuevo (`ru_maxrss` heredaría los de estas pruebas)."""
    programa += "\nprint(next(r for r in open('/proc/self/status') if r.startswith('VmHWM')).split()[1])"
    orden = [sys.executable, "-c", programa, *argumentos]
    salida = subprocess.run(orden, cwd=RAIZ, capture_output=True, text=True, check=True)
    return int(salida.stdout) // 1024


def segmentos_jpeg(contenido):
    """Marcadores de un JPEG hasta el primer barrido, y lo que quede tras el fin de la imagen."""
    marcadores, posicion = [], 2
    while True:
        assert contenido[posicion] == 0xFF
        marcador = contenido[posicion + 1]
        marcadores.append(marcador)
        if marcador == 0xDA:
            break
        posicion += 2 + struct.unpack(">H", contenido[posicion + 2 : posicion + 4])[0]
    return marcadores, contenido[contenido.rindex(b"\xff\xd9") + 2 :]


def comprobar_limpio(retrato):
    """Medidas exactas y ni un byte que no sea de la imagen."""
    assert {nombre: abrir(c).size for nombre, c in retrato.archivos.items()} == MEDIDAS
    assert max(len(retrato.archivos[mini]) for mini in ("72.webp", "72.jpg")) <= 2_000
    for nombre, contenido in retrato.archivos.items():
        (comprobar_jpeg if nombre.endswith("jpg") else comprobar_webp)(contenido)


def comprobar_imagen(contenido):
    assert CHISME not in contenido
    imagen = abrir(contenido)
    assert imagen.mode == "RGB"
    assert not imagen.getexif()


def comprobar_jpeg(contenido):
    comprobar_imagen(contenido)
    marcadores, sobra = segmentos_jpeg(contenido)
    # APP0 (JFIF, sin miniatura) es parte del formato; ni APP1-15 ni comentarios.
    assert set(marcadores) <= {0xE0, 0xDB, 0xC2, 0xC0, 0xC4, 0xDA}
    assert contenido[2:20] == b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    assert sobra == b""


def comprobar_webp(contenido):
    """Un WebP simple: RIFF con un único trozo VP8, sin VP8X que anuncie EXIF, XMP o perfil."""
    comprobar_imagen(contenido)
    assert contenido[8:16] == b"WEBPVP8 "
    largo = struct.unpack("<I", contenido[16:20])[0]
    assert len(contenido) == 20 + largo + largo % 2 == struct.unpack("<I", contenido[4:8])[0] + 8


def rechazo(contenido, **opciones):
    with pytest.raises(FotoInvalida) as atrapado:
        procesar(contenido, **opciones)
    mensaje = atrapado.value.mensaje
    assert mensaje[0].isupper()
    assert mensaje.endswith(".")
    return mensaje


# ── Lo que se acepta sale limpio ─────────────────────────────────────────────


def _exif(orientacion=1):
    exif = Image.Exif()
    exif[0x0112] = orientacion
    exif[0x010E] = CHISME.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (19.0, 42.0, 8.0), 3: "W", 4: (101.0, 11.0, 32.0)})
    return exif.tobytes()


def _png_info():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", CHISME.decode())
    info.add_itxt("XML:com.adobe.xmp", CHISME.decode() * 3, zip=False)
    return info


def _zip():
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as archivo:
        archivo.writestr("chisme.txt", CHISME)
    return salida.getvalue()


def _paleta_transparente():
    imagen = cuadrantes().quantize(8)
    return guardar(imagen, "PNG", transparency=0)


def _gris16():
    return Image.frombytes("I;16", (800, 1000), struct.pack("<H", 32_768) * 800_000)


def _rgb16():
    renglones = b"".join(b"\0" + struct.pack(">HHH", 51_200, 7_680, 7_680) * 800 for _ in range(1000))
    datos = struct.pack(">IIBBBBB", 800, 1000, 16, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + trozo_png(b"IHDR", datos)
        + trozo_png(b"IDAT", zlib.compress(renglones))
        + trozo_png(b"IEND", b"")
    )


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b'<?xpacket begin=""?><x:xmpmeta>' + CHISME + b"</x:xmpmeta>"
JPEG = guardar(cuadrantes(), quality=90)
PNG = guardar(cuadrantes(), "PNG")
WEBP = guardar(cuadrantes(), "WEBP")
ACEPTADAS = {
    "jpeg": JPEG,
    "png": PNG,
    "webp": WEBP,
    "webp sin pérdida": guardar(cuadrantes(), "WEBP", lossless=True),
    "jpeg progresivo": guardar(cuadrantes(), progressive=True),
    "jpeg sin submuestreo": guardar(cuadrantes(), subsampling=0),
    "jpeg gris": guardar(cuadrantes().convert("L")),
    "jpeg cmyk": guardar(cuadrantes().convert("CMYK")),
    "jpeg con exif y gps": guardar(cuadrantes(), exif=_exif()),
    "jpeg con exif roto": guardar(cuadrantes(), exif=b"Exif\0\0" + os.urandom(64) + CHISME),
    "jpeg con comentario": guardar(cuadrantes(), comment=CHISME),
    "jpeg con perfil": guardar(cuadrantes(), icc_profile=SRGB),
    "jpeg con perfil roto": guardar(cuadrantes(), icc_profile=CHISME * 20),
    "jpeg con perfil enorme": guardar(cuadrantes(), icc_profile=CHISME * 9_000),
    "jpeg con xmp": guardar(cuadrantes(), xmp=XMP),
    "jpeg con zip detrás": JPEG + _zip(),
    "jpeg con html detrás": JPEG + b"<html><script>alert('" + CHISME + b"')</script></html>",
    "jpeg con php detrás": JPEG + b"<?php echo '" + CHISME + b"'; ?>",
    "jpeg con php en comentario": guardar(cuadrantes(), comment=b"<?php system('" + CHISME + b"'); ?>"),
    "jpeg con pdf detrás": JPEG + b"%PDF-1.7" + CHISME,
    "jpeg con otro jpeg detrás": JPEG + guardar(cuadrantes(), comment=CHISME),
    "jpeg con mucha basura detrás": JPEG + CHISME * 40_000,
    "mpo de teléfono": guardar(
        cuadrantes(), "MPO", save_all=True, append_images=[Image.new("RGB", (200, 250))]
    ),
    "png rgba": guardar(cuadrantes().convert("RGBA"), "PNG"),
    "png gris con alfa": guardar(cuadrantes().convert("LA"), "PNG"),
    "png paleta": guardar(cuadrantes().quantize(16), "PNG"),
    "png paleta transparente": _paleta_transparente(),
    "png blanco y negro": guardar(cuadrantes().convert("1"), "PNG"),
    "png gris 16 bits": guardar(_gris16(), "PNG"),
    "png rgb 16 bits": _rgb16(),
    "png con textos": guardar(cuadrantes(), "PNG", pnginfo=_png_info()),
    "png con exif": guardar(cuadrantes(), "PNG", exif=_exif()),
    "png con perfil": guardar(cuadrantes(), "PNG", icc_profile=SRGB),
    "png con trozo desconocido": png_con(PNG, trozo_png(b"chIs", CHISME)),
    "png con zip detrás": PNG + _zip(),
    "png con texto comprimido": png_con(PNG, trozo_png(b"zTXt", b"k\0\0" + zlib.compress(CHISME * 100))),
    "webp con exif y xmp": guardar(cuadrantes(), "WEBP", exif=_exif(), xmp=XMP),
    "webp con perfil": guardar(cuadrantes(), "WEBP", icc_profile=SRGB),
    "webp con alfa": guardar(cuadrantes().convert("RGBA"), "WEBP"),
    "webp con basura detrás": WEBP + CHISME,
    "mínima exacta": guardar(cuadrantes(400, 500)),
    "muy ancha": guardar(cuadrantes(3000, 500)),
    "muy alta": guardar(cuadrantes(400, 4000)),
    "medidas impares": guardar(cuadrantes(1283, 1607)),
    "doce megapixeles": guardar(cuadrantes(4032, 3024)),
    "ruido, que no se comprime": guardar(
        Image.frombytes("RGB", (640, 800), os.urandom(640 * 800 * 3)), "PNG"
    ),
}


@pytest.mark.parametrize("contenido", ACEPTADAS.values(), ids=ACEPTADAS)
def test_lo_aceptado_sale_en_su_medida_y_sin_metadatos(contenido):
    comprobar_limpio(procesar(contenido))
    comprobar_jpeg(vista(contenido))


@pytest.mark.parametrize(
    "caso",
    [
        "jpeg",
        "png",
        "webp",
        "jpeg cmyk",
        "png paleta",
        "png rgba",
        "jpeg con zip detrás",
        "mpo de teléfono",
        "jpeg con perfil",
    ],
)
def test_los_colores_se_conservan(caso):
    assert esquinas(procesar(ACEPTADAS[caso])) == "RVAM"


def _centro(contenido):
    return abrir(procesar(contenido).archivos["640.jpg"]).getpixel((320, 400))


def test_lo_transparente_queda_blanco():
    assert min(_centro(guardar(Image.new("RGBA", (800, 1000), (255, 0, 0, 0)), "PNG"))) >= 253
    rojo_a_medias = _centro(guardar(Image.new("RGBA", (800, 1000), (255, 0, 0, 128)), "PNG"))
    assert rojo_a_medias[0] > 250
    assert 115 < rojo_a_medias[1] < 140
    assert min(_centro(guardar(Image.new("P", (800, 1000)), "PNG", transparency=0))) >= 253


def test_dieciseis_bits_se_escalan_en_vez_de_saturarse():
    assert all(abs(canal - 128) <= 3 for canal in _centro(ACEPTADAS["png gris 16 bits"]))
    assert all(abs(a - b) <= 6 for a, b in zip(_centro(ACEPTADAS["png rgb 16 bits"]), ROJO, strict=True))


def test_un_perfil_ajeno_se_convierte_antes_de_quitarlo():
    # Un perfil cuyo primario rojo es el verde de sRGB, y al revés.
    trocado = SRGB.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    foto = Image.new("RGB", (800, 1000), (200, 40, 60))
    rojo, verde, _ = _centro(guardar(foto, "PNG", icc_profile=trocado))
    assert verde > 150 > rojo
    assert _centro(guardar(foto, "PNG", icc_profile=SRGB)) == _centro(guardar(foto, "PNG"))


# ── Enderezar, girar, recortar ───────────────────────────────────────────────

DERECHA = {1: "RVAM", 2: "VRMA", 3: "MAVR", 4: "AMRV", 5: "RAVM", 6: "ARMV", 7: "MVAR", 8: "VMRA"}


@pytest.mark.parametrize(
    "formato", ["JPEG", *(pytest.param(f, marks=pytest.mark.lenta) for f in ("PNG", "WEBP"))]
)
@pytest.mark.parametrize("orientacion", DERECHA)
def test_las_ocho_orientaciones_de_la_camara(orientacion, formato):
    retrato = procesar(guardar(cuadrantes(1000, 1000), formato, exif=_exif(orientacion)))
    assert esquinas(retrato) == DERECHA[orientacion]
    comprobar_limpio(retrato)


def test_el_minimo_se_mide_ya_derecha():
    assert "500 × 400" in rechazo(guardar(cuadrantes(500, 400)))
    assert procesar(guardar(cuadrantes(500, 400), exif=_exif(6))).medida == (400, 500)
    assert "500 × 400" in rechazo(guardar(cuadrantes(400, 500), exif=_exif(6)))


@pytest.mark.parametrize(("giro", "orden"), [(0, "RVAM"), (90, "ARMV"), (180, "MAVR"), (270, "VMRA")])
def test_giro_en_el_sentido_del_reloj(giro, orden):
    assert esquinas(procesar(guardar(cuadrantes(1000, 1000)), encuadre=Encuadre(giro=giro))) == orden


def test_el_giro_sigue_a_la_camara():
    retrato = procesar(guardar(cuadrantes(1000, 1000), exif=_exif(6)), encuadre=Encuadre(giro=270))
    assert esquinas(retrato) == "RVAM"


@pytest.mark.parametrize("ancho", [1600, pytest.param(6000, marks=pytest.mark.lenta)])
def test_el_encuadre_se_toma_sobre_la_foto_derecha(ancho):
    foto = guardar(cuadrantes(ancho, ancho // 2))
    assert esquinas(procesar(foto, encuadre=Encuadre(horizontal=0))) == "RRAA"
    assert esquinas(procesar(foto, encuadre=Encuadre(horizontal=100))) == "VVMM"
    assert esquinas(procesar(foto)) == "RVAM"
    girada = guardar(cuadrantes(ancho // 2, ancho), exif=_exif(6))
    assert esquinas(procesar(girada, encuadre=Encuadre(horizontal=0))) == "AAMM"


def test_acercar_toma_solo_una_parte():
    foto = guardar(cuadrantes(2000, 2000))
    for horizontal, vertical, color in ((0, 0, "R"), (100, 0, "V"), (0, 100, "A"), (100, 100, "M")):
        encuadre = Encuadre(acercamiento=200, horizontal=horizontal, vertical=vertical)
        assert esquinas(procesar(foto, encuadre=encuadre)) == color * 4


def test_un_encuadre_que_no_vale_no_se_dibuja():
    with pytest.raises(EncuadreInvalido, match="de 100 a 200"):
        procesar(JPEG, encuadre=Encuadre(acercamiento=201))


def test_la_vista_es_la_foto_entera_derecha_y_ligera():
    foto = abrir(vista(guardar(cuadrantes(3000, 4000), exif=_exif(6))))
    assert foto.size == (1200, 900)
    assert foto.getpixel((100, 100))[2] > 150  # azul: la esquina de abajo a la izquierda, enderezada
    assert abrir(vista(guardar(cuadrantes(450, 900)))).size == (450, 900)


# ── Huellas ──────────────────────────────────────────────────────────────────


def test_la_huella_es_estable_y_no_depende_de_los_metadatos():
    retrato = procesar(JPEG)
    assert retrato == procesar(JPEG)
    assert retrato.huella == hashlib.sha256(retrato.archivos["640.jpg"]).hexdigest()
    assert procesar(JPEG + CHISME).huella == retrato.huella
    assert procesar(PNG).huella == procesar(ACEPTADAS["png con textos"]).huella
    assert procesar(JPEG, encuadre=Encuadre(giro=180)).huella != retrato.huella


def test_la_huella_perceptual_reconoce_la_misma_foto_recodificada():
    ruido = Image.effect_noise((40, 50), 90).resize((1200, 1500), Image.Resampling.BICUBIC)
    otro = Image.effect_noise((40, 50), 90).resize((1200, 1500), Image.Resampling.BICUBIC)

    def distancia(una, otra):
        a, b = (int(procesar(foto).huella_perceptual, 16) for foto in (una, otra))
        return (a ^ b).bit_count()

    assert len(procesar(guardar(ruido)).huella_perceptual) == 16
    assert distancia(guardar(ruido, quality=95), guardar(ruido.resize((640, 800)), quality=40)) <= 6
    assert distancia(guardar(ruido), guardar(otro)) > 10


# ── Lo que se rechaza, cada cosa con su razón ────────────────────────────────


def _animada(formato):
    cuadros = [Image.new("RGB", (800, 1000), color) for color in (ROJO, VERDE, AZUL)]
    return guardar(cuadros[0], formato, save_all=True, append_images=cuadros[1:], duration=100)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1000"><script>1</script></svg>'
RECHAZADAS = {
    "vacía": (b"", "vacío"),
    "ceros": (bytes(5000), "vacío"),
    "texto": (b"hola, soy una foto", "no es una fotograf"),
    "html": (b"<html><body>foto</body></html>", "no es una fotograf"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99), "HEIC"),
    "heic mif1": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + bytes(99), "HEIC"),
    "avif real": (guardar(cuadrantes(400, 500), "AVIF"), "AVIF"),
    "video": (b"\0\0\0\x18ftypmp42\0\0\0\0isom" + bytes(99), "video"),
    "video mov": (b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(99), "video"),
    "gif": (guardar(cuadrantes(), "GIF"), "GIF"),
    "gif animado": (_animada("GIF"), "GIF"),
    "pdf": (guardar(cuadrantes(), "PDF"), "PDF"),
    "pdf con basura delante": (b"\r\n\r\n%PDF-1.4" + bytes(99), "PDF"),
    "tiff": (guardar(cuadrantes(), "TIFF"), "TIFF"),
    "tiff de Motorola": (b"MM\0*" + bytes(99), "TIFF"),
    "bmp": (guardar(cuadrantes(), "BMP"), "BMP"),
    "photoshop": (b"8BPS\0\1" + bytes(99), "Photoshop"),
    "jpeg 2000": (
        guardar(cuadrantes(), "JPEG2000") if False else b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(99),
        "JPEG 2000",
    ),
    "jpeg xl": (b"\xff\x0a" + bytes(range(1, 99)), "JPEG XL"),
    "svg": (SVG, "SVG"),
    "svg con xml": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n' + SVG, "SVG"),
    "word": (b"PK\x03\x04" + bytes(99), "documento"),
    "word viejo": (b"\xd0\xcf\x11\xe0" + bytes(99), "documento"),
    "ppm": (guardar(cuadrantes(), "PPM"), "no es una fotograf"),
    "ico": (guardar(cuadrantes().resize((256, 256)), "ICO"), "no es una fotograf"),
    "tga": (guardar(cuadrantes(), "TGA"), "no es una fotograf"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 800 1000\n", "no es una fotograf"),
    "apng": (_animada("PNG"), "movimiento"),
    "webp animado": (_animada("WEBP"), "movimiento"),
    "bomba png": (png_declarado(50_000, 50_000), "50000|enorme"),
    "bomba png de un renglón": (png_declarado(2_000_000_000, 1), "enorme"),
    "png apenas grande": (png_declarado(5_001, 5_000), "5001 × 5000"),
    "bomba jpeg": (
        JPEG.replace(struct.pack(">HH", 1000, 800), struct.pack(">HH", 60_000, 60_000), 1),
        "enorme",
    ),
    "bomba webp": (webp_declarado(16_383, 16_383), "enorme"),
    "webp grande": (webp_declarado(4_001, 4_000), "4001 × 4000"),
    "pequeña": (guardar(cuadrantes(399, 500)), "399 × 500"),
    "baja": (guardar(cuadrantes(400, 499)), "400 × 499"),
    "un pixel": (guardar(Image.new("RGB", (1, 1)), "PNG"), "1 × 1"),
    "pesada": (JPEG + bytes(LIMITES.bytes), "15 MB"),
    "jpeg de mil barridos": (JPEG + b"\xff\xda" * 1000, "anormal"),
    "png sin datos": (png_declarado(800, 1000), "dañada"),
    "png con crc roto": (PNG[:29] + b"\0\0\0\0" + PNG[33:], "dañada"),
    "png con tamaño cero": (png_declarado(0, 0), "dañada"),
    "bomba de texto png": (
        png_con(PNG, trozo_png(b"zTXt", b"k\0\0" + zlib.compress(bytes(80_000_000)))),
        "dañada",
    ),
    "sólo la firma jpeg": (b"\xff\xd8\xff", "dañada"),
    "sólo la firma png": (b"\x89PNG\r\n\x1a\n", "dañada"),
    "sólo la firma webp": (b"RIFF\x10\0\0\0WEBP", "dañada"),
}


@pytest.mark.parametrize(("contenido", "dice"), RECHAZADAS.values(), ids=RECHAZADAS)
def test_lo_rechazado_dice_por_que(contenido, dice):
    mensaje = rechazo(contenido)
    assert any(parte in mensaje for parte in dice.split("|")), mensaje


@pytest.mark.parametrize(
    "contenido",
    [JPEG, PNG, WEBP, guardar(cuadrantes(), progressive=True)],
    ids=["jpeg", "png", "webp", "progresivo"],
)
@pytest.mark.parametrize("parte", [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97])
def test_truncada_se_rechaza(contenido, parte):
    assert "dañada" in rechazo(contenido[: max(4, int(len(contenido) * parte))])


@pytest.mark.parametrize("contenido", [JPEG, PNG, WEBP], ids=["jpeg", "png", "webp"])
@pytest.mark.parametrize("faltan", [1, 2, 3, 4, 8, 12, 16])
def test_sin_los_ultimos_bytes_se_rechaza_o_sale_igual(contenido, faltan):
    try:
        retrato = procesar(contenido[:-faltan])
    except FotoInvalida:
        return
    assert retrato.huella == procesar(contenido).huella


@pytest.mark.parametrize("semilla", range(30))
def test_bytes_alterados_se_rechazan_o_salen_limpios(semilla):
    azar = random.Random(semilla)
    contenido = bytearray(
        azar.choice([JPEG, PNG, WEBP, ACEPTADAS["jpeg con exif y gps"], ACEPTADAS["mpo de teléfono"]])
    )
    for _ in range(azar.randint(1, 12)):
        contenido[azar.randrange(min(len(contenido), azar.choice([200, 10**9])))] = azar.randrange(256)
    with contextlib.suppress(FotoInvalida):
        comprobar_limpio(procesar(bytes(contenido)))


# ── Recursos ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("formato", "modo", "lado"),
    [
        pytest.param("PNG", "RGBA", 5000, marks=pytest.mark.lenta),
        pytest.param("PNG", "I;16", 5000, marks=pytest.mark.lenta),
        pytest.param("JPEG", "RGB", 5000, marks=pytest.mark.lenta),
        ("JPEG", "CMYK", 5000),
        pytest.param("WEBP", "RGBA", 4000, marks=pytest.mark.lenta),
    ],
)
def test_la_mayor_foto_cabe_en_trescientos_megas(formato, modo, lado, tmp_path):
    """Como llega a producción: un proceso que no ha hecho otra cosa."""
    (tmp_path / "foto").write_bytes(guardar(Image.new(modo, (lado, lado)), formato))
    programa = (
        "import sys; from pathlib import Path; from conoceles.comun.fotos import procesar\n"
        "procesar(Path(sys.argv[1]).read_bytes())"
    )
    assert memoria_al_terminar(programa, str(tmp_path / "foto")) <= 300
