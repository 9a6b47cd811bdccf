"""Qué base guarda qué: la tabla de la caché vive sola en la suya."""

from typing import Any

from django.db.models import Model


class CacheAparte:
    """Manda la tabla de la caché a la base `cache` y nada más; las migraciones sólo corren en la principal."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return "cache" if model._meta.app_label == "django_cache" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return (app_label == "django_cache") == (db == "cache")
