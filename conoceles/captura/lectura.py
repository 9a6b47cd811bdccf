"""Las respuestas para leerse: la revisión, una sección cerrada y lo guardado desde otra ventana."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from conoceles.cotejo.avisos import del_cuestionario
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


def avisos_de_texto(
    expediente: Expediente, respuestas: Mapping[str, Any], secciones: Collection[str]
) -> list[dict[str, Any]]:
    """Lo que conviene revisar de los textos de esas secciones: etiqueta, url y avisos de cada pregunta."""
    claves = {p.clave for clave in secciones for p in expediente.definicion.seccion(clave).preguntas}
    if not claves:
        return []
    avisos = del_cuestionario(
        expediente.definicion, respuestas, candidatura=expediente.candidatura, claves=claves
    )
    return [
        {
            "etiqueta": expediente.definicion.pregunta(clave).etiqueta,
            "url": panorama.url_de_seccion(expediente, expediente.definicion.seccion_de(clave).clave),
            "avisos": suyos,
        }
        for clave, suyos in avisos.items()
    ]
