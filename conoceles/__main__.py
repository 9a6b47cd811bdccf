"""La orden `conoceles`: elige los ajustes y entrega el mando a Django."""

import os
import sys


def main() -> None:
    """Ejecuta una orden de administración con los ajustes de `DJANGO_SETTINGS_MODULE`.

    Sin esa variable se usan los de desarrollo: una instalación real la fija siempre.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conoceles.config.settings.desarrollo")
    from conoceles.comun.sqlite import preferir_sqlite_al_dia

    preferir_sqlite_al_dia()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
