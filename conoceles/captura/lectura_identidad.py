"""Las respuestas de identidad para leerse: la revisión, «esto verá la ciudadanía» y lo que no se verá."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conoceles.cuestionarios.definiciones import PREFIERE_NO_CONTESTAR, SI, Clase, Pregunta, Seccion
from conoceles.cuestionarios.integridad import faltas_de_seccion
from conoceles.privacidad import lectura

from .identidad import MiIdentidad


def fila(mia: MiIdentidad, pregunta: Pregunta, *, con_permiso: bool = False) -> dict[str, str]:
    """Un renglón de `componentes/lista_resumen.html`; `con_permiso` añade si eligió publicarla."""
    valor = "\n".join(pregunta.en_palabras(mia.borrador.respuestas))
    se_publica = pregunta.clave in mia.borrador.publicar
    permiso = f"\n({'Sí' if se_publica else 'No'} permite publicarla)" if valor and con_permiso else ""
    return {"etiqueta": pregunta.etiqueta, "valor": valor + permiso}


def secciones(mia: MiIdentidad) -> list[dict[str, Any]]:
    """Lo contestado, grupo por grupo, con lo que falta y a dónde ir a cambiarlo."""
    errores = {falta.pregunta: falta.mensaje for falta in mia.faltas}
    return [
        {
            "titulo": seccion.titulo,
            "clave": seccion.clave,
            "filas": [
                fila(mia, pregunta)
                | {
                    "error": errores.get(pregunta.clave, ""),
                    "url": f"{mia.url_de(seccion.clave)}#id_{pregunta.clave}",
                }
                for pregunta in seccion.preguntas
                if pregunta.aplica(mia.borrador.respuestas, mia.edad)
            ],
        }
        for seccion in mia.secciones
    ]


def por_corregir(mia: MiIdentidad, seccion: Seccion) -> list[str]:
    """Lo ya contestado del grupo que así no podría enviarse; lo que aún no se contesta no es un error."""
    pendientes = faltas_de_seccion(mia.definicion, seccion, mia.borrador.respuestas, edad=mia.edad)
    return [falta.mensaje for falta in pendientes if not falta.vacia]


def falta_formato(mia: MiIdentidad) -> bool:
    """¿Espera la publicación un formato firmado que ampare lo que dice la pantalla?"""
    if mia.consentimiento is None or not mia.candidatura.proceso.parametros.exige_formato:
        return False
    papel = lectura.formato_que_rige(mia.candidatura)
    return not lectura.formato_coincide(papel, mia.consentimiento)


def ocultas(mia: MiIdentidad, visibles: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Lo contestado que no se verá, con su razón."""
    return [
        (pregunta.etiqueta, _razon(mia, pregunta, visibles))
        for pregunta in mia.definicion.preguntas
        if pregunta.clave not in visibles and pregunta.elegidas(mia.borrador.respuestas)
    ]


def _razon(mia: MiIdentidad, pregunta: Pregunta, visibles: Mapping[str, Any]) -> str:
    """La primera que baste para que no se vea."""
    respuestas = mia.borrador.respuestas
    if not pregunta.aplica(respuestas, mia.edad):
        return "Ya no viene al caso por lo que contestó en otra pregunta. Al enviar se quita."
    if PREFIERE_NO_CONTESTAR in pregunta.elegidas(respuestas):
        return "Prefirió no contestar. Eso tampoco se publica."
    if pregunta.clase is not Clase.CON_CONSENTIMIENTO:
        return "Nunca se publica."
    if mia.consentimiento and not mia.consentimiento.publicacion:
        return "No autorizó publicar sus datos sensibles."
    if pregunta.clave not in mia.borrador.publicar:
        return "Eligió no publicarla."
    if pregunta.solo_si and visibles.get(pregunta.solo_si) != SI:
        return f"Sólo se entiende junto con «{mia.definicion.pregunta(pregunta.solo_si).etiqueta}», que no se publica."
    return "No se publica."
