"""`{% recordado "parte" %}…{% endrecordado %}`: lo que todas las páginas repiten se dibuja una vez por versión de lo público.

Adentro sólo cabe lo que depende del proceso, de la lengua, de la entrada activa y de lo que se diga tras el nombre
(`{% recordado "orden" filtro.orden %}`); lo de la página va afuera.
"""

from __future__ import annotations

from django import template
from django.template import Context, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()
_MAX_EN_MEMORIA = 20_000


class Recordado(template.Node):
    def __init__(self, parte: str, segun: list[FilterExpression], contenido: NodeList) -> None:
        self.parte, self.segun, self.nodelist = parte, segun, contenido

    def render(self, context: Context) -> SafeString:
        """Sin `marco` (una página de error), se dibuja y no se recuerda."""
        if "marco" not in context:
            return self.nodelist.render(context)
        memoria, *de_que_depende = context["marco"]
        dicho = (str(uno.resolve(context)) for uno in self.segun)
        llave = ("marco", self.parte, get_language(), *de_que_depende, *dicho)
        if (marcado := memoria.get(llave)) is None:
            marcado = self.nodelist.render(context)
            if len(memoria) < _MAX_EN_MEMORIA:
                memoria[llave] = marcado
        return mark_safe(marcado)  # noqa: S308 (lo dibujó esta misma plantilla)


@register.tag
def recordado(parser: Parser, token: Token) -> Recordado:
    _, parte, *segun = token.split_contents()
    contenido = parser.parse(("endrecordado",))
    parser.delete_first_token()
    return Recordado(parte.strip("\"'"), [parser.compile_filter(uno) for uno in segun], contenido)
