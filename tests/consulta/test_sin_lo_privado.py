"""Lo que nunca se publica no está en ninguna página de una candidatura, ni en lo que de ella leen las máquinas."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.utils import timezone

from conoceles.cuestionarios import en_bloque
from conoceles.cuestionarios.estados import Estado
from conoceles.publicacion.acciones import publicar
from conoceles.registro.models import DatosReservados
from tests.recorridos import publicas
from tests.respuestas import COMPLETAS, TEXTO

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]

CURP, CLAVE_DE_ELECTOR, NACIMIENTO = "CANA800101MMNNRR09", "CNRANA80010116M100", date(1980, 1, 17)
CORREO, TELEFONO = "canario.privado@ejemplo.mx", "4431234567"
PATRONES = {
    "CURP": re.compile(r"\b[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z\d]\d\b"),
    "RFC": re.compile(r"\b[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}\b"),
    "clave de elector": re.compile(r"\b[A-Z]{6}\d{8}[HM]\d{3}\b"),
}


def paginas_de(clave: str) -> list[str]:
    raiz = f"/candidaturas/{clave}/"
    return [
        raiz,
        *(f"{raiz}{parte}" for parte in ("tarjeta.jpg", "reportar/", "verificar/", "verificacion.json", "versiones/")),
        *(f"/candidaturas/?vista={vista}" for vista in ("tarjetas", "formulas", "tabla")),
        "/", "/sitemap-1.xml", "/robots.txt",
    ]  # fmt: skip


def test_los_patrones_encontrarian_lo_que_buscan():
    for patron, muestra in zip(PATRONES.values(), (CURP, "CANA800101AB1", CLAVE_DE_ELECTOR), strict=True):
        assert patron.search(f"clave: {muestra}.")


def test_lo_reservado_no_esta_en_ninguna_pagina(client, candidatura, gente):
    DatosReservados.objects.update_or_create(
        persona=candidatura.persona,
        defaults={
            "curp": CURP, "clave_de_elector": CLAVE_DE_ELECTOR, "fecha_de_nacimiento": NACIMIENTO, "correo": CORREO,
            "telefono": TELEFONO,
        },
    )  # fmt: skip
    entrega = en_bloque.Entrega(candidatura, dict(COMPLETAS), Estado.VALIDADO, timezone.now())
    en_bloque.registrar([entrega], por=None)
    publicar(candidaturas=[candidatura], por=gente["carmen"])
    assert TEXTO in html.unescape(client.get(f"/candidaturas/{candidatura.clave}/").content.decode())
    canarios = (
        CURP,
        CURP[:10],
        CLAVE_DE_ELECTOR,
        CORREO,
        TELEFONO,
        "1980-01-17",
        "17 de enero de 1980",
        "ana@",
    )
    for url in paginas_de(candidatura.clave):
        respuesta = client.get(url, follow=True)
        assert respuesta.status_code == 200, url
        for canario in canarios:
            assert canario.encode() not in respuesta.content, (canario, url)
        if "text" in respuesta["Content-Type"]:
            texto = html.unescape(respuesta.content.decode())
            for nombre, patron in PATRONES.items():
                assert not patron.search(texto), (nombre, url)


# Situación → lo que su página dice, lo que calla y si se indexa. «Respondió» sólo se dice de lo que se ve.
ESTADOS = {
    "publicada": ("Publicada", True, True),
    "enplazo": ("En plazo para responder", False, True),
    "norespondio": ("No respondió", False, True),
    "enrevision": ("En revisión por el Instituto", False, True),
    "proxima": ("Se publica el", False, True),
    "sinfecha": ("Aún sin fecha de publicación", False, True),
    "retirada": ("Retirado temporalmente por el Instituto", False, False),
    "sustituida": ("Candidatura sustituida", False, False),
    "extrema": ("Publicada", True, True),
}


@pytest.fixture
def en_cada_estado(proceso):
    return publicas.inscribir(proceso)


def test_se_prueban_todas_las_situaciones(en_cada_estado):
    assert set(en_cada_estado) == set(ESTADOS)


@pytest.mark.parametrize("clave", ESTADOS)
def test_cada_pagina_dice_con_honestidad_donde_esta(client, en_cada_estado, clave):
    etiqueta, se_ve, se_indexa = ESTADOS[clave]
    respuesta = client.get(f"/candidaturas/{clave}/")
    pagina = html.unescape(respuesta.content.decode())
    cuerpo = re.search(r"<article class=\"ficha\">.*?</article>", pagina, re.DOTALL)[0]
    assert respuesta.status_code == (410 if clave == "sustituida" else 200)
    assert etiqueta in pagina
    assert ("apartados" in cuerpo) == se_ve
    assert ('id="propuestas"' in cuerpo) == se_ve
    assert ("noindex" in pagina) != se_indexa
    assert ("application/ld+json" in pagina) == se_indexa
    if clave not in ("norespondio", "publicada", "extrema"):  # de nadie más se dice que calló
        assert "no respondió" not in cuerpo.lower()
    assert "⟪" not in pagina


@pytest.mark.parametrize("vista", ["tarjetas", "formulas", "tabla"])
def test_el_listado_dice_lo_mismo_que_su_pagina(client, en_cada_estado, vista):
    paginas = [
        html.unescape(client.get(f"/candidaturas/?vista={vista}&pagina={n}", follow=True).content.decode())
        for n in (1, 2, 3)
    ]
    marco = r"<tr[^>]*><th.*?</tr>" if vista == "tabla" else r"<article.*?</article>"
    trozos = [trozo for pagina in paginas for trozo in re.findall(marco, pagina, re.DOTALL)]
    for clave, (etiqueta, _, _) in ESTADOS.items():
        suyos = [trozo for trozo in trozos if f"/candidaturas/{clave}/" in trozo]
        if clave == "sustituida":
            assert not suyos
        else:
            assert etiqueta in suyos[0], clave
