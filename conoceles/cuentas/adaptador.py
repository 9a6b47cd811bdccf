"""Lo que de allauth se cambia: nadie se inscribe solo y los mensajes son los propios."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adaptador(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Las cuentas nacen del registro aprobado o del personal."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """«Ha iniciado sesión como…» no dice nada que la página siguiente no diga."""
