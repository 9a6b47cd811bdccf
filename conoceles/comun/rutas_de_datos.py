"""Qué base guarda qué: la caché y las llaves viven solas, cada una en la suya."""

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

# Aplicación → base. Una que no está configurada (en las pruebas) se queda en la principal.
APARTE = {"django_cache": "cache", "llaves": "llaves"}


def base_de(aplicacion: str) -> str:
    """El alias de la base donde viven las tablas de esa aplicación."""
    alias = APARTE.get(aplicacion, DEFAULT_DB_ALIAS)
    return alias if alias in settings.DATABASES else DEFAULT_DB_ALIAS


class BasesAparte:
    """Manda cada tabla a su base, y ahí mismo sus migraciones."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return base_de(model._meta.app_label)

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return base_de(app_label) == db
