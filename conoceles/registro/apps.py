from django.apps import AppConfig


class RegistroConfig(AppConfig):
    name = "conoceles.registro"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models.movimientos import DISPARADORES_DEL_MOVIMIENTO
        from .models.personas import DISPARADORES, DISPARADORES_DE_LA_ANULACION

        registrar(DISPARADORES)
        registrar(DISPARADORES_DE_LA_ANULACION)
        registrar(DISPARADORES_DEL_MOVIMIENTO)
