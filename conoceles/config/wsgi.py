"""Puerta WSGI para granian, Apache o gunicorn."""

import os

from conoceles.comun.sqlite import preferir_sqlite_al_dia

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conoceles.config.settings.produccion")
preferir_sqlite_al_dia()

from django.core.wsgi import get_wsgi_application  # noqa: E402 (después de elegir SQLite)

application = get_wsgi_application()
