"""La fotografía que llega se decodifica y se vuelve a dibujar: nada de sus bytes pasa a lo publicado.

No guarda ni decide quién puede subirla; recibe bytes y devuelve bytes.
"""

import contextlib
import hashlib
import io
import re
from dataclasses import dataclass

from PIL import Image, ImageCms

from .encuadres import ALTO_MINIMO, ANCHO_MINIMO, CENTRADO, Caja, Encuadre, Medida

FORMATOS = ("JPEG", "PNG", "WEBP")
LADO_DE_LA_VISTA = 1200  # basta para encuadrar en una pantalla y llega pronto a un teléfono


@dataclass(frozen=True)
class Limites:
    """Topes de entrada (bytes y pixeles) y tamaños de salida, todos 4:5."""

    bytes: int = 15_000_000
    pixeles: int = 25_000_000  # la foto «de 24 megapixeles» de un teléfono mide 5712 × 4284
    pixeles_webp: int = 16_000_000  # su decodificador guarda varias copias enteras
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
    """`archivos`: nombre («640.webp», «640.jpg»… hasta «72.jpg») → bytes sin metadatos.

    `huella`: SHA-256 del JPEG grande; la misma foto con el mismo encuadre da la misma huella.
    `huella_perceptual`: dHash de 64 bits en hexadecimal; dos fotos parecidas difieren en pocos bits.
    `medida`: ancho y alto de la foto recibida, derecha como la ve la cámara y antes del giro pedido.
    """

    huella: str
    huella_perceptual: str
    archivos: dict[str, bytes]
    medida: Medida


def procesar(contenido: bytes, *, encuadre: Encuadre = CENTRADO, limites: Limites = LIMITES) -> Retrato:
    """Revisa la foto y la vuelve a dibujar en los tamaños que se publican.

    Raises:
        FotoInvalida: si no sirve; el mensaje dice por qué.
        EncuadreInvalido: si el encuadre no vale para su medida.
    """
    imagen, movimientos, medida = _abrir_derecha(contenido, limites)
    caja = encuadre.caja(medida)
    recorte = (caja[2] - caja[0]) * encuadre.girada(medida)[0]
    imagen = _decodificar(imagen, int(recorte // (2 * limites.grande[0])) or 1)
    for movimiento in (*movimientos, *_SEGUN_GIRO[encuadre.giro]):
        imagen = imagen.transpose(movimiento)
    grande = _dibujar(imagen, caja, limites.grande)
    archivos = _codificar(grande, limites)
    huella = hashlib.sha256(archivos[f"{limites.grande[0]}.jpg"]).hexdigest()
    return Retrato(huella, _dhash(grande), archivos, medida)


def vista(contenido: bytes, *, limites: Limites = LIMITES) -> bytes:
    """La foto entera y derecha, reducida y sin metadatos, en JPEG: sobre ella se elige el encuadre."""
    imagen, movimientos, medida = _abrir_derecha(contenido, limites)
    imagen = _decodificar(imagen, max(medida) // LADO_DE_LA_VISTA or 1)
    for movimiento in movimientos:
        imagen = imagen.transpose(movimiento)
    escala = min(1.0, LADO_DE_LA_VISTA / max(imagen.size))
    reducida = (max(1, round(imagen.width * escala)), max(1, round(imagen.height * escala)))
    return _guardar(_dibujar(imagen, (0.0, 0.0, 1.0, 1.0), reducida), "JPEG", quality=80)


def _abrir_derecha(
    contenido: bytes, limites: Limites
) -> tuple[Image.Image, tuple[Image.Transpose, ...], Medida]:
    """La imagen sin decodificar, cómo enderezarla según la cámara y lo que mide ya derecha."""
    _comprobar_contenido(contenido, limites)
    imagen = _abrir(contenido, limites)
    movimientos = _segun_camara(imagen)
    de_lado = any(movimiento in _DE_LADO for movimiento in movimientos)
    ancho, alto = imagen.size[::-1] if de_lado else imagen.size
    if ancho < ANCHO_MINIMO or alto < ALTO_MINIMO:
        raise FotoInvalida(
            f"La foto mide {ancho} × {alto} pixeles y el mínimo es {ANCHO_MINIMO} × {ALTO_MINIMO}. "
            "Súbala como salió de la cámara, sin reducirla ni tomarla de una captura."
        )
    return imagen, movimientos, (ancho, alto)


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


def demasiado_pesada(bytes_: int, maximo: int) -> FotoInvalida:
    return FotoInvalida(
        f"La foto pesa {bytes_ / 1_000_000:.1f} MB y el máximo es {maximo // 1_000_000} MB. "
        "Expórtela como JPEG con menos calidad."
    )


def _comprobar_contenido(contenido: bytes, limites: Limites) -> None:
    if len(contenido) > limites.bytes:
        raise demasiado_pesada(len(contenido), limites.bytes)
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


# ── Enderezar ───────────────────────────────────────────────────────────────

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
_SEGUN_GIRO = {0: (), 90: (_T.ROTATE_270,), 180: (_T.ROTATE_180,), 270: (_T.ROTATE_90,)}
_DE_LADO = {_T.TRANSPOSE, _T.TRANSVERSE, _T.ROTATE_90, _T.ROTATE_270}


def _segun_camara(imagen: Image.Image) -> tuple[Image.Transpose, ...]:
    """El movimiento que la endereza, si su EXIF lo pide."""
    orientacion = 1
    with contextlib.suppress(Exception):  # un EXIF roto no impide usar la foto
        orientacion = imagen.getexif().get(0x0112, 1)
    movimiento = _SEGUN_CAMARA.get(orientacion)
    return (movimiento,) if movimiento is not None else ()


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
    archivos[f"{mini.width}.webp"] = _mini(mini, limites.bytes_mini, "WEBP", method=6)
    archivos[f"{mini.width}.jpg"] = _mini(mini, limites.bytes_mini, "JPEG", optimize=True)
    return archivos


def _mini(imagen: Image.Image, tope: int, formato: str, **opciones: int) -> bytes:
    """La mejor calidad que quepa en `tope` bytes: viaja muchas veces en una lista."""
    for calidad in range(80, -1, -5):
        codificada = _guardar(imagen, formato, quality=calidad, **opciones)
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
