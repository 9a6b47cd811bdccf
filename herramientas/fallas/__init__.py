"""Programas de fallas: se mata el servidor a media petición y se comprueba que nada confirmado se perdió."""
