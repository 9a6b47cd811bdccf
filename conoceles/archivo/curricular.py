"""De las celdas de una fila a las respuestas del cuestionario curricular. Funciones puras."""

from __future__ import annotations

import re
from typing import Any

from conoceles.comun.texto import normalizar
from conoceles.cuestionarios.definiciones import Pregunta, Tipo

from .avisos import Avisos, Clase
from .lectura import Renglon
from .perfil import CATALOGOS, PREGUNTAS, REDES, Perfil
from .redes import OTRA, repartir
from .texto import plegado, rarezas, tal_cual

_CORTA = 200  # una frase hecha como «No proporcionó» no es más larga
_GENERO = re.compile("(?:_?[oa]s?)+$")


def respuestas_de(
    renglon: Renglon, titulos: dict[str, str], perfil: Perfil, avisos: Avisos
) -> dict[str, Any]:
    """Lo contestado, por clave de pregunta; lo que no se contestó no aparece."""
    respuestas: dict[str, Any] = {}
    for campo in (*PREGUNTAS, REDES):
        cruda = renglon.celdas.get(campo, "")
        columna = titulos.get(campo, "")
        if not contestada(cruda, perfil, avisos, renglon.numero, columna):
            continue
        for clase in rarezas(cruda, entidades_html=perfil.entidades_html):
            avisos.anotar(clase, renglon.numero, columna)
        texto = tal_cual(cruda, entidades_html=perfil.entidades_html)
        if campo == REDES:
            _sumar_redes(respuestas, texto, avisos, renglon.numero, columna)
        elif (valor := _valor(PREGUNTAS[campo], texto, perfil, avisos, renglon.numero, columna)) is not None:
            respuestas[campo] = valor
    return respuestas


def contestada(cruda: str, perfil: Perfil, avisos: Avisos, fila: int, columna: str) -> bool:
    """¿Dice algo? En blanco o con una frase de «sin respuesta» del perfil, no."""
    if len(cruda) > _CORTA:
        return bool(cruda.strip())
    limpia = normalizar(cruda)
    if not limpia or plegado(limpia) in perfil.sin_respuesta:
        return False
    if limpia in perfil.signos_sin_respuesta:
        avisos.anotar(Clase.SIGNOS_SIN_RESPUESTA, fila, columna, valor=limpia)
        return False
    return True


def clave_de_catalogo(campo: str, escrito: str, perfil: Perfil) -> str | None:
    """La clave de «Trunca» o «PROPIETARIO»: por las equivalencias del perfil o por la palabra, sin su género."""
    if propia := perfil.equivalencias.get(campo, {}).get(plegado(escrito)):
        return propia
    raiz = _GENERO.sub("", plegado(escrito))
    for etiqueta, clave in CATALOGOS[campo].items():
        if raiz in (_GENERO.sub("", plegado(etiqueta)), _GENERO.sub("", clave)):
            return clave
    return None


def _valor(
    pregunta: Pregunta, texto: str, perfil: Perfil, avisos: Avisos, fila: int, columna: str
) -> Any | None:
    if pregunta.tipo is Tipo.TEXTO_LARGO:
        return texto
    if pregunta.tipo is Tipo.LISTA:
        return _cursos(texto, perfil, avisos, fila, columna)
    if pregunta.tipo is not Tipo.OPCION:
        return texto.strip()  # un correo o una dirección no llevan espacios a los lados
    clave = clave_de_catalogo(pregunta.clave, texto, perfil)
    if clave is None:
        avisos.anotar(Clase.FUERA_DE_CATALOGO, fila, columna, valor=texto)
    return clave


def _cursos(texto: str, perfil: Perfil, avisos: Avisos, fila: int, columna: str) -> list[str]:
    """Sin separador, un solo renglón: los nombres de los cursos llevan comas y partirlos inventaría otros."""
    if perfil.separador_de_cursos:
        return [curso.strip() for curso in texto.split(perfil.separador_de_cursos) if curso.strip()]
    if "," in texto:
        avisos.anotar(Clase.CURSOS_JUNTOS, fila, columna)
    return [texto]


def _sumar_redes(respuestas: dict[str, Any], celda: str, avisos: Avisos, fila: int, columna: str) -> None:
    """Lo que ya vino en la columna propia de una red no se toca: lo demás va a «otra red»."""
    redes = repartir(celda)
    sobrantes = [redes.pop(red) for red in list(redes) if red in respuestas and respuestas[red] != redes[red]]
    if sobrantes:
        redes[OTRA] = ", ".join(filter(None, (*sobrantes, redes.get(OTRA))))
    if "," in redes.get(OTRA, ""):
        avisos.anotar(Clase.REDES_JUNTAS, fila, columna)
    respuestas.update(redes)
