"""La misma foto vuelta a guardar se reconoce; otra foto no; y una observada que se reenvía se dice."""

from __future__ import annotations

import io
import random

import pytest
from django.urls import reverse
from PIL import Image, ImageEnhance

from conoceles.comun import fotos
from conoceles.cotejo.retratos import DISTANCIA_MAXIMA, ya_observada
from conoceles.cuestionarios import acciones
from conoceles.publicacion.acciones import enviar

CUANTAS = 8


def imagen(semilla: int) -> Image.Image:
    """Manchas al azar: tan distintas entre sí como dos fotografías."""
    azar = random.Random(semilla)
    chica = Image.new("RGB", (10, 12))
    chica.putdata([tuple(azar.randrange(256) for _ in range(3)) for _ in range(120)])
    return chica.resize((800, 1000), Image.Resampling.BICUBIC)


def jpeg(dibujo: Image.Image, calidad: int = 90) -> bytes:
    salida = io.BytesIO()
    dibujo.save(salida, "JPEG", quality=calidad)
    return salida.getvalue()


def bits(contenido: bytes) -> int:
    return int(fotos.procesar(contenido).huella_perceptual, 16)


def variantes(dibujo: Image.Image) -> dict[str, bytes]:
    ancho, alto = dibujo.size
    borde = (int(ancho * 0.01), int(alto * 0.01), int(ancho * 0.99), int(alto * 0.99))
    return {
        "otra compresión": jpeg(dibujo, 40),
        "otro tamaño": jpeg(dibujo.resize((700, 875))),
        "recorte leve": jpeg(dibujo.crop(borde)),
        "sin color": jpeg(dibujo.convert("L")),
        "menos contraste": jpeg(ImageEnhance.Contrast(dibujo).enhance(0.85)),
    }


def test_el_umbral_separa_la_misma_foto_de_las_demas():
    dibujos = [imagen(semilla) for semilla in range(CUANTAS)]
    propias = [bits(jpeg(dibujo)) for dibujo in dibujos]
    for dibujo, propia in zip(dibujos[:3], propias, strict=False):
        for nombre, contenido in variantes(dibujo).items():
            assert (propia ^ bits(contenido)).bit_count() <= DISTANCIA_MAXIMA, nombre
    ajenas = [(a ^ b).bit_count() for n, a in enumerate(propias) for b in propias[n + 1 :]]
    assert min(ajenas) > 2 * DISTANCIA_MAXIMA


@pytest.mark.django_db
def test_la_foto_observada_que_vuelve_a_enviarse_se_dice(client, candidatura, capturar_todo, gente):
    cuestionario = capturar_todo()
    poner(cuestionario, jpeg(imagen(1)), gente)
    enviar(cuestionario=cuestionario, por=gente["ana"])
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    acciones.observar(
        cuestionario=cuestionario,
        seccion="foto",
        supuesto="fotografia",
        texto="Lleva un lema.",
        por=gente["vera"],
    )
    acciones.devolver(cuestionario=cuestionario, por=gente["vera"])
    otra = poner(cuestionario, jpeg(imagen(2)), gente)
    assert ya_observada(otra.huella, candidatura=candidatura) is None
    misma = poner(cuestionario, jpeg(imagen(1), 60), gente)
    enviar(cuestionario=cuestionario, por=gente["ana"])
    assert ya_observada(misma.huella, candidatura=candidatura) is not None
    client.force_login(gente["vera"])
    pagina = client.get(reverse("validacion:revision", args=[candidatura.clave])).content.decode()
    assert "Es casi igual a la fotografía que se observó el" in pagina
    assert "⟪" not in pagina


def poner(cuestionario, contenido, gente):
    return acciones.guardar_foto(
        cuestionario=cuestionario, retrato=fotos.procesar(contenido), por=gente["ana"], original=contenido
    )
