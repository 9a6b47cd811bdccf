"""La fotografía publicada: sus tamaños en el almacén público y la huella de cada uno, que va en el documento."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from django.core.files.storage import Storage, storages

from .lectura import Alterado, Suprimido, documento_de
from .models import Ficha

GRANDE = "640.jpg"
_TANDA = 500


def publicar(huella: str | None) -> dict[str, str]:
    """Copia los tamaños del retrato al almacén público; da cada archivo con su SHA-256. Repetirlo no cambia nada.

    Las huellas son las del original privado: si en el público ya hay otra cosa, no se da por buena.
    """
    privado, publico = storages["privado"], storages["publico"]
    carpeta = _carpeta(huella)
    if not huella or not privado.exists(carpeta):
        return {}
    huellas = {}
    for nombre in sorted(privado.listdir(carpeta)[1]):
        ruta = f"{carpeta}/{nombre}"
        huellas[nombre] = _sha256(privado, ruta)
        if not publico.exists(ruta):
            with privado.open(ruta) as archivo:
                publico.save(ruta, archivo)
    return huellas


def borrar(huella: str) -> None:
    """Quita del almacén público todos sus tamaños. El original sigue en el privado, con lo que se envió."""
    publico, carpeta = storages["publico"], _carpeta(huella)
    for nombre in publico.listdir(carpeta)[1] if publico.exists(carpeta) else []:
        publico.delete(f"{carpeta}/{nombre}")


def primer_defecto() -> str | None:
    """`None` si cada fotografía publicada es la que su documento dice; si no, una frase con cuál y de quién."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    """Un documento de antes sólo trae la del tamaño grande, que es como se llama la fotografía."""
    for ficha in Ficha.objects.select_related("vigente").defer("tarjeta").order_by("clave").iterator(_TANDA):
        try:
            documento = documento_de(ficha.vigente)
        except (Alterado, Suprimido):  # lo dice `integridad`
            continue
        if foto := documento["respuestas"].get("foto"):
            yield from _de_la_foto(ficha.clave, foto, documento.get("retratos") or {GRANDE: foto})


def _de_la_foto(clave: str, foto: str, huellas: Mapping[str, str]) -> Iterator[str]:
    publico = storages["publico"]
    for nombre, esperada in huellas.items():
        ruta = f"{_carpeta(foto)}/{nombre}"
        if not publico.exists(ruta):
            yield f"Falta la fotografía {nombre} de {clave}: se borró."
        elif _sha256(publico, ruta) != esperada:
            yield f"La fotografía {nombre} de {clave} no es la que se publicó: fue cambiada."


def _carpeta(huella: str | None) -> str:
    return f"retratos/{huella}"


def _sha256(almacen: Storage, ruta: str) -> str:
    with almacen.open(ruta) as archivo:
        return hashlib.sha256(archivo.read()).hexdigest()
