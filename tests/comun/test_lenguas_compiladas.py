"""Quien instala sin compilar las lenguas se entera."""

import pytest

from conoceles.comun.checks import lenguas_compiladas

pytestmark = pytest.mark.sin_base


def test_una_lengua_sin_compilar_se_avisa_y_compilada_no(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    assert lenguas_compiladas(None) == []
    mensajes = tmp_path / "en" / "LC_MESSAGES"
    mensajes.mkdir(parents=True)
    (mensajes / "django.po").touch()
    [aviso] = lenguas_compiladas(None)
    assert "«en»" in aviso.msg
    assert "catalogos compilar" in aviso.hint
    (mensajes / "django.mo").touch()
    assert lenguas_compiladas(None) == []
