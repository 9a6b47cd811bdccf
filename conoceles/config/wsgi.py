"""Puerta WSGI para granian, Apache o gunicorn."""

import gc
import os

from conoceles.comun.sqlite import preferir_sqlite_al_dia

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conoceles.config.settings.produccion")
preferir_sqlite_al_dia()

from django.core.wsgi import get_wsgi_application  # noqa: E402 (después de elegir SQLite)

from conoceles.comun.llegada import con_llegada  # noqa: E402

application = con_llegada(get_wsgi_application())

from django.db import connection  # noqa: E402 (con Django ya armado)

from conoceles.calendario.husos import exigir_husos_vigentes  # noqa: E402
from conoceles.consulta.vitrina import con_vitrina  # noqa: E402
from conoceles.interrupciones.pulso import con_pulso  # noqa: E402

exigir_husos_vigentes()
connection.close()  # cada hilo que atiende abre la suya
application = con_vitrina(con_pulso(application))

# Dibujar una página hace miles de objetos que mueren con ella. Con la cuenta de Python (700) el recolector pasaría por
# cada petición varias veces, y cada tantas por todo el código ya cargado, que vive lo que el proceso: una décima del CPU.
gc.freeze()
gc.set_threshold(10_000)
