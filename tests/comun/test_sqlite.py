"""El aviso del SQLite con el defecto del WAL."""

import sqlite3
from types import SimpleNamespace

import pytest

from conoceles.comun.checks import sqlite_al_dia

pytestmark = pytest.mark.sin_base


@pytest.mark.parametrize(
    ("version", "motor", "avisos"),
    [
        ((3, 40, 1), "django.db.backends.sqlite3", 1),
        ((3, 51, 2), "django.db.backends.sqlite3", 1),
        ((3, 51, 3), "django.db.backends.sqlite3", 0),
        ((3, 40, 1), "django.db.backends.postgresql", 0),
    ],
)
def test_avisa_solo_si_se_usa_uno_con_defecto(monkeypatch, version, motor, avisos):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    ajustes = SimpleNamespace(DATABASES={"default": {"ENGINE": motor}})
    monkeypatch.setattr("conoceles.comun.checks.settings", ajustes)
    assert len(sqlite_al_dia(None)) == avisos
