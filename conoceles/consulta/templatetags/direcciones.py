from django import template
from django.template import Context

from conoceles.consulta.direcciones import direccion

register = template.Library()


@register.simple_tag(name="direccion", takes_context=True)
def etiqueta_direccion(context: Context, nombre: str, **partes: str) -> str:
    """`{% direccion 'lista' %}`: la página del proceso que se está mostrando."""
    return direccion(context["proceso"], nombre, **partes)
