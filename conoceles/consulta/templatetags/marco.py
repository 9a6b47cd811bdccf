"""`{% recordado "parte" %}…{% endrecordado %}`: lo que todas las páginas repiten se dibuja una vez por versión de lo público.

Adentro sólo cabe lo que depende del proceso, de la lengua y de la entrada activa; lo de la página va afuera.
"""

from __future__ import annotations

from django import template
from django.template import Context, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()
_MAX_EN_MEMORIA = 20_000


class Recordado(template.Node):
    def __init__(self, parte: str, contenido: NodeList) -> None:
        self.parte, self.nodelist = parte, contenido

    def render(self, context: Context) -> SafeString:
        """Sin `marco` (una página de error), se dibuja y no se recuerda."""
        if "marco" not in context:
            return self.nodelist.render(context)
        memoria, *de_que_depende = context["marco"]
        llave = ("marco", self.parte, get_language(), *de_que_depende)
        if (marcado := memoria.get(llave)) is None:
            marcado = self.nodelist.render(context)
            if len(memoria) < _MAX_EN_MEMORIA:
                memoria[llave] = marcado
        return mark_safe(marcado)  # noqa: S308 (lo dibujó esta misma plantilla)


@register.tag
def recordado(parser: Parser, token: Token) -> Recordado:
    parte = token.split_contents()[1].strip("\"'")
    contenido = parser.parse(("endrecordado",))
    parser.delete_first_token()
    return Recordado(parte, contenido)
