"""Los videos en lengua de señas y los audios: sólo si el instituto los puso, y nunca sin su transcripción."""

from __future__ import annotations

import html

import pytest
from django.core.exceptions import ImproperlyConfigured

from conoceles.consulta import medios

UNO = """
[[medio]]
pagina = "como_usar"
tipo = "video"
lengua = "mfs"
titulo = "Cómo usar este sitio, en Lengua de Señas Mexicana"
archivo = "como-usar.mp4"
transcripcion = "como-usar.txt"
"""


@pytest.fixture
def carpeta(tmp_path, settings):
    (tmp_path / "como-usar.mp4").write_bytes(b"no es un video, pero ocupa su lugar")
    (tmp_path / "como-usar.txt").write_text(
        "Hola.\n\nAquí puede leer quién le pide su voto.", encoding="utf-8"
    )
    (tmp_path / "medios.toml").write_text(UNO, encoding="utf-8")
    settings.CONOCELES_MEDIOS = tmp_path
    return tmp_path


@pytest.mark.django_db
@pytest.mark.sin_base
def test_se_ve_en_su_pagina_con_su_transcripcion_y_en_su_lengua(client, poblado, carpeta):
    for raiz in ("", "/en"):
        pagina = html.unescape(client.get(f"{raiz}/como-usar/").content.decode())
        assert '<figure class="medio" lang="mfs">' in pagina
        assert '<video controls preload="none" src="/static/medios/como-usar.mp4"' in pagina
        assert "<p>Aquí puede leer quién le pide su voto.</p>" in pagina
        assert "medio" not in client.get(f"{raiz}/preguntas/").content.decode()
    assert "media-src 'self'" in client.get("/como-usar/")["Content-Security-Policy"]


@pytest.mark.sin_base
@pytest.mark.parametrize(
    ("cambiar", "dicho"),
    [
        (lambda c: (c / "como-usar.txt").write_text(""), "Todo medio lleva su transcripcion"),
        (lambda c: (c / "como-usar.txt").unlink(), "«como-usar.txt»"),
        (lambda c: (c / "como-usar.mp4").unlink(), "«como-usar.mp4»"),
        (
            lambda c: (c / "medios.toml").write_text(UNO.replace("transcripcion", "nota")),
            "falta transcripcion",
        ),
        (lambda c: (c / "medios.toml").write_text(UNO + 'duracion = "1"'), "no se conoce duracion"),
        (lambda c: (c / "medios.toml").write_text(UNO.replace("como_usar", "otra")), "la página es una de"),
        (lambda c: (c / "medios.toml").write_text(UNO.replace("como-usar.mp4", "../x.mp4")), "«../x.mp4»"),
        (lambda c: (c / "medios.toml").write_text("medio ="), "TOML"),
    ],
)
def test_lo_incompleto_detiene_el_arranque_y_dice_que_falta(carpeta, cambiar, dicho):
    cambiar(carpeta)
    with pytest.raises(ImproperlyConfigured, match=dicho.replace(".", r"\.")):
        medios.leer.__wrapped__(carpeta)


@pytest.mark.sin_base
def test_sin_declaracion_no_hay_ninguno(tmp_path):
    assert medios.leer(tmp_path) == ()
