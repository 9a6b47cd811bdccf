"""Las respuestas para leerse: la revisión, una sección cerrada y lo guardado desde otra ventana."""

from __future__ import annotations

from typing import Any

from conoceles.cuestionarios.definiciones import Pregunta, Seccion, Tipo

from . import panorama
from .expediente import Expediente


def en_texto(pregunta: Pregunta, valor: Any) -> str:
    """Lo que se lee de una respuesta; vacío si no la hay."""
    if not valor:
        return ""
    if pregunta.tipo is Tipo.LISTA:
        return "\n".join(valor)
    if pregunta.tipo is Tipo.FOTO:
        return "Fotografía cargada"
    return pregunta.etiqueta_de(valor)


def filas(expediente: Expediente, seccion: Seccion, *, con_enlaces: bool = True) -> list[dict[str, str]]:
    """Un renglón por pregunta para `componentes/lista_resumen.html`: etiqueta, valor, error y url."""
    errores = {falta.pregunta: falta.mensaje for falta in expediente.faltas_de(seccion)}
    url = panorama.url_de_seccion(expediente, seccion.clave)
    se_cambia = con_enlaces and seccion.clave in expediente.editables
    return [
        {
            "etiqueta": pregunta.etiqueta,
            "valor": en_texto(pregunta, expediente.respuestas.get(pregunta.clave)),
            "error": errores.get(pregunta.clave, "") if con_enlaces else "",
            "url": f"{url}#id_{pregunta.clave}" if se_cambia else "",
        }
        for pregunta in seccion.preguntas
        if pregunta.aplica(expediente.respuestas)
    ]


def gritadas(expediente: Expediente) -> list[str]:
    """Las preguntas cuyo texto está entero en mayúsculas: cuesta leerlo, pero se publica como se escribió."""
    largas = [p for p in expediente.definicion.preguntas if p.tipo is Tipo.TEXTO_LARGO]
    textos = [(p.etiqueta, str(expediente.respuestas.get(p.clave, ""))) for p in largas]
    return [etiqueta for etiqueta, texto in textos if len(texto) > 60 and texto.isupper()]
