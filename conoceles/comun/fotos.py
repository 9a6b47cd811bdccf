"""La fotografía que llega se decodifica y se vuelve a dibujar: nada de sus bytes pasa a lo publicado.

No guarda ni decide quién puede subirla; recibe bytes y devuelve bytes.
"""

import contextlib
import hashlib
import io
import math
import re
from dataclasses import dataclass

from PIL import Image, ImageCms

FORMATOS = ("JPEG", "PNG", "WEBP")
PROPORCION = 4 / 5  # ancho entre alto


@dataclass(frozen=True)
class Limites:
    """Topes de entrada (bytes y pixeles), mínimo publicable y tamaños de salida, todos 4:5."""

    bytes: int = 15_000_000
    pixeles: int = 25_000_000  # la foto «de 24 megapixeles» de un teléfono mide 5712 × 4284
    pixeles_webp: int = 16_000_000  # su decodificador guarda varias copias enteras
    ancho_minimo: int = 400
    alto_minimo: int = 500
    grande: tuple[int, int] = (640, 800)
    mediana: tuple[int, int] = (320, 400)
    mini: tuple[int, int] = (72, 90)
    bytes_mini: int = 2_000


LIMITES = Limites()


class FotoInvalida(Exception):
    """La fotografía no se puede usar; el mensaje dice por qué y qué hacer."""

    def __init__(self, mensaje: str):
        super().__init__(mensaje)
        self.mensaje = mensaje


@dataclass(frozen=True)
class Retrato:
    """`archivos`: nombre («640.webp», «640.jpg», «320.webp», «320.jpg», «72.webp») → bytes sin metadatos.

    `huella`: SHA-256 del JPEG grande; la misma foto con el mismo recorte da la misma huella.
    `huella_perceptual`: dHash de 64 bits en hexadecimal; dos fotos parecidas difieren en pocos bits.
    `ancho` y `alto`: los de la foto recibida, ya derecha.
    """

    huella: str
    huella_perceptual: str
    archivos: dict[str, bytes]
    ancho: int
    alto: int


Caja = tuple[float, float, float, float]  # izquierda, arriba, derecha, abajo, de 0 a 1


def procesar(
    contenido: bytes,
    *,
    recorte: tuple[float, float, float, float] | None = None,
    giro: int = 0,
    limites: Limites = LIMITES,
) -> Retrato:
    """Revisa la foto y la vuelve a dibujar en los tamaños que se publican.

    `giro`: grados en el sentido del reloj (0, 90, 180 o 270), después de enderezarla según
    la cámara. `recorte`: (x, y, ancho, alto) de 0 a 1 sobre la foto ya girada; se ajusta a 4:5
    por dentro. Sin recorte, el mayor 4:5 centrado. Lanza `FotoInvalida`.
    """
    _comprobar_contenido(contenido, limites)
    imagen = _abrir(contenido, limites)
    movimientos = _movimientos(imagen, giro)
    ancho, alto = _derecho(imagen.size, movimientos)
    if ancho < limites.ancho_minimo or alto < limites.alto_minimo:
        raise FotoInvalida(
            f"La foto mide {ancho} × {alto} pixeles y el mínimo es {limites.ancho_minimo} × "
            f"{limites.alto_minimo}. Súbala como salió de la cámara, sin reducirla ni tomarla de una captura."
        )
    caja = _caja(ancho, alto, recorte, limites)
    reduccion = int((caja[2] - caja[0]) * ancho // (2 * limites.grande[0])) or 1
    imagen = _decodificar(imagen, reduccion)
    for movimiento in movimientos:
        imagen = imagen.transpose(movimiento)
    grande = _dibujar(imagen, caja, limites.grande)
    archivos = _codificar(grande, limites)
    huella = hashlib.sha256(archivos[f"{limites.grande[0]}.jpg"]).hexdigest()
    return Retrato(huella, _dhash(grande), archivos, ancho, alto)


# ── Qué llegó ────────────────────────────────────────────────────────────────

_USE_JPEG = "Guárdela como JPEG o PNG y súbala otra vez."
# Primeros bytes → qué decir. Sólo se usa para explicar: lo que se acepta lo decide Pillow.
_AJENOS = {
    rb"[\0\s]*\Z": "El archivo está vacío. Elija la foto otra vez.",
    rb"....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)": (
        "Es una foto HEIC de iPhone: esta página no la lee. En el teléfono abra Ajustes › Cámara › Formatos, "
        "elija «El más compatible» y tómela de nuevo; o ábrala en la computadora y expórtela como JPEG."
    ),
    rb"....ftypavi[fs]": f"Es una imagen AVIF, que aquí no se lee. {_USE_JPEG}",
    rb"....ftyp": "Es un video, no una fotografía. Elija una foto en JPEG o PNG.",
    rb"GIF8": "Es un GIF: tiene pocos colores o movimiento. Suba la foto original en JPEG o PNG.",
    rb"(?!\xff\xd8|\x89PNG|RIFF).{0,1019}?%PDF-": (
        "Es un PDF, no una fotografía. Suba la foto original; si está dentro del PDF, expórtela como JPEG."
    ),
    rb"II[*+]\0|MM\0\*": f"Es una imagen TIFF o RAW de cámara. {_USE_JPEG}",
    rb"BM....\0\0\0\0": f"Es una imagen BMP. {_USE_JPEG}",
    rb"8BPS": "Es un archivo de Photoshop. Expórtelo como JPEG y súbalo otra vez.",
    rb"\xff\x0a|\0\0\0\x0c(?:JXL|jP ) ": f"Es una imagen JPEG XL o JPEG 2000, que aquí no se lee. {_USE_JPEG}",
    rb"(?:\xef\xbb\xbf)?\s*(?=<).{0,4096}?<svg[\s>]": (
        "Es un dibujo SVG, no una fotografía. Suba la foto en JPEG o PNG."
    ),
    rb"PK\x03\x04|\xd0\xcf\x11\xe0": (
        "Es un documento o un archivo comprimido. Saque la foto y súbala en JPEG o PNG."
    ),
}
_NO_ES_FOTO = (
    "El archivo no es una fotografía en JPEG, PNG o WebP, aunque su nombre lo diga. Elija otro archivo."
)
_DANADA = "La foto está incompleta o dañada; quizá se cortó al copiarla. Cópiela de nuevo y súbala otra vez."
_MAX_BARRIDOS = 100  # un JPEG progresivo usa unos diez; con miles, 15 MB tardan horas en decodificarse


def _comprobar_contenido(contenido: bytes, limites: Limites) -> None:
    if len(contenido) > limites.bytes:
        raise FotoInvalida(
            f"La foto pesa {len(contenido) / 1_000_000:.1f} MB y el máximo es {limites.bytes // 1_000_000} MB. "
            "Expórtela como JPEG con menos calidad."
        )
    for firma, mensaje in _AJENOS.items():
        if re.match(firma, contenido, re.DOTALL | re.IGNORECASE):
            raise FotoInvalida(mensaje)
    if contenido.startswith(b"\xff\xd8") and contenido.count(b"\xff\xda") > _MAX_BARRIDOS:
        raise FotoInvalida(f"La foto está construida de un modo anormal. {_USE_JPEG}")


def _abrir(contenido: bytes, limites: Limites) -> Image.Image:
    """Sólo lee el encabezado; los topes se aplican antes de reservar memoria."""
    try:
        imagen = Image.open(io.BytesIO(contenido), formats=FORMATOS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FotoInvalida(_demasiados_pixeles(limites.pixeles)) from error
    except Image.UnidentifiedImageError as error:
        firmas = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
        raise FotoInvalida(_DANADA if contenido.startswith(firmas) else _NO_ES_FOTO) from error
    except Exception as error:  # Pillow deja salir errores de toda clase con encabezados rotos
        raise FotoInvalida(_DANADA) from error
    tope = limites.pixeles_webp if imagen.format == "WEBP" else limites.pixeles
    if imagen.width * imagen.height > tope:
        raise FotoInvalida(_demasiados_pixeles(tope, imagen.size))
    # Un JPEG con varias imágenes (MPO) es una foto de teléfono con su mapa de brillo, no una animación.
    if imagen.format != "MPO" and getattr(imagen, "is_animated", False):
        raise FotoInvalida("La imagen tiene movimiento. Suba una foto fija en JPEG o PNG.")
    return imagen


def _demasiados_pixeles(tope: int, medida: tuple[int, int] | None = None) -> str:
    mide = f"mide {medida[0]} × {medida[1]} pixeles" if medida else "declara una medida enorme"
    return (
        f"La foto {mide} y el máximo son {tope // 1_000_000} millones de pixeles. "
        "Redúzcala a la mitad o tómela con menor resolución."
    )


# ── Enderezar y recortar ─────────────────────────────────────────────────────

_T = Image.Transpose
_SEGUN_CAMARA = {
    2: _T.FLIP_LEFT_RIGHT,
    3: _T.ROTATE_180,
    4: _T.FLIP_TOP_BOTTOM,
    5: _T.TRANSPOSE,
    6: _T.ROTATE_270,
    7: _T.TRANSVERSE,
    8: _T.ROTATE_90,
}
_SEGUN_GIRO = {0: None, 90: _T.ROTATE_270, 180: _T.ROTATE_180, 270: _T.ROTATE_90}
_DE_LADO = {_T.TRANSPOSE, _T.TRANSVERSE, _T.ROTATE_90, _T.ROTATE_270}


def _movimientos(imagen: Image.Image, giro: int) -> list[Image.Transpose]:
    """Los de la cámara (EXIF) y luego el que pidió la persona."""
    if giro not in _SEGUN_GIRO:
        raise FotoInvalida("El giro es de 0, 90, 180 o 270 grados.")
    orientacion = 1
    with contextlib.suppress(Exception):  # un EXIF roto no impide usar la foto
        orientacion = imagen.getexif().get(0x0112, 1)
    return [paso for paso in (_SEGUN_CAMARA.get(orientacion), _SEGUN_GIRO[giro]) if paso is not None]


def _derecho(medida: tuple[int, int], movimientos: list[Image.Transpose]) -> tuple[int, int]:
    de_lado = sum(movimiento in _DE_LADO for movimiento in movimientos) % 2
    return (medida[1], medida[0]) if de_lado else medida


def _caja(
    ancho: int,
    alto: int,
    recorte: tuple[float, float, float, float] | None,
    limites: Limites,
) -> Caja:
    """El mayor rectángulo 4:5 centrado en el recorte, en fracciones de la foto derecha."""
    x, y, w, h = recorte or (0.0, 0.0, 1.0, 1.0)
    if (
        not all(map(math.isfinite, (x, y, w, h)))
        or min(x, y) < 0
        or min(w, h) <= 0
        or max(x + w, y + h) > 1.001
    ):
        raise FotoInvalida("El recorte se sale de la foto. Muévalo dentro y vuelva a intentar.")
    ancho_px = min(w * ancho, h * alto * PROPORCION)
    alto_px = ancho_px / PROPORCION
    if ancho_px < limites.ancho_minimo - 1 or alto_px < limites.alto_minimo - 1:
        raise FotoInvalida(
            f"El recorte queda en {ancho_px:.0f} × {alto_px:.0f} pixeles y el mínimo es "
            f"{limites.ancho_minimo} × {limites.alto_minimo}. Abarque más de la foto."
        )
    izquierda, arriba = x + (w - ancho_px / ancho) / 2, y + (h - alto_px / alto) / 2
    return (
        izquierda,
        arriba,
        min(1.0, izquierda + ancho_px / ancho),
        min(1.0, arriba + alto_px / alto),
    )


# ── Decodificar y volver a dibujar ───────────────────────────────────────────


def _decodificar(imagen: Image.Image, reduccion: int) -> Image.Image:
    """Pixeles en RGB o RGBA, ya reducidos: en JPEG al decodificar, para no llenar la memoria."""
    ancho = imagen.width
    try:
        imagen.draft(None, (imagen.width // reduccion, imagen.height // reduccion))
        imagen.load()
    except Exception as error:  # OSError, SyntaxError, struct.error, zlib.error…
        raise FotoInvalida(_DANADA) from error
    restante = max(1, reduccion * imagen.width // ancho)
    imagen = _a_color(imagen)
    return imagen.reduce(restante) if restante > 1 else imagen


def _a_color(imagen: Image.Image) -> Image.Image:
    if imagen.mode.startswith("I"):  # gris de 16 bits: Pillow recortaría en 255 en vez de escalar
        return imagen.convert("I").point(lambda valor: valor / 256).convert("L").convert("RGB")
    con_alfa = imagen.has_transparency_data
    destino = "RGBA" if con_alfa else "RGB"
    return imagen if imagen.mode == destino else imagen.convert(destino)


def _dibujar(imagen: Image.Image, caja: Caja, medida: tuple[int, int]) -> Image.Image:
    """Recorta, ajusta a `medida`, pone blanco tras lo transparente y entrega un lienzo nuevo, sin `info`."""
    izquierda, arriba, derecha, abajo = caja
    ancho, alto = imagen.size
    region = (izquierda * ancho, arriba * alto, derecha * ancho, abajo * alto)
    ajustada = _a_srgb(imagen.resize(medida, Image.Resampling.LANCZOS, box=region))
    lienzo = Image.new("RGB", medida, "white")
    lienzo.paste(ajustada, mask=ajustada.getchannel("A") if ajustada.mode == "RGBA" else None)
    return lienzo


def _a_srgb(imagen: Image.Image) -> Image.Image:
    """Sin su perfil, una foto de iPhone (Display P3) se vería apagada: se convierte y se descarta."""
    perfil = imagen.info.get("icc_profile")
    if not perfil or len(perfil) > 100_000 or imagen.mode != "RGB":
        return imagen
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        origen = ImageCms.ImageCmsProfile(io.BytesIO(perfil))
        return ImageCms.profileToProfile(imagen, origen, ImageCms.createProfile("sRGB")) or imagen
    return imagen


def _codificar(grande: Image.Image, limites: Limites) -> dict[str, bytes]:
    archivos = {}
    for imagen in (grande, grande.resize(limites.mediana, Image.Resampling.LANCZOS)):
        archivos[f"{imagen.width}.webp"] = _guardar(imagen, "WEBP", quality=80, method=4)
        archivos[f"{imagen.width}.jpg"] = _guardar(
            imagen, "JPEG", quality=82, optimize=True, progressive=True
        )
    mini = grande.resize(limites.mini, Image.Resampling.LANCZOS)
    archivos[f"{mini.width}.webp"] = _mini(mini, limites.bytes_mini)
    return archivos


def _mini(imagen: Image.Image, tope: int) -> bytes:
    """La mejor calidad que quepa en `tope` bytes: viaja muchas veces en una lista."""
    for calidad in range(80, -1, -5):
        codificada = _guardar(imagen, "WEBP", quality=calidad, method=6)
        if len(codificada) <= tope:
            break
    return codificada


def _guardar(imagen: Image.Image, formato: str, **opciones: int) -> bytes:
    salida = io.BytesIO()
    imagen.save(salida, formato, **opciones)
    return salida.getvalue()


def _dhash(imagen: Image.Image) -> str:
    """Un bit por cada par de vecinos en una miniatura gris de 9 × 8: ¿baja el brillo a la derecha?"""
    gris = imagen.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = "".join(
        "1" if gris[fila * 9 + columna] > gris[fila * 9 + columna + 1] else "0"
        for fila in range(8)
        for columna in range(8)
    )
    return f"{int(bits, 2):016x}"
