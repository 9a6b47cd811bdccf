"""Las versiones de una constancia, como se leen: qué decía la página en cada momento y qué traía cada una."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from conoceles.comun import horas
from conoceles.comun.diferencias import Tramo
from conoceles.publicacion.bloques import Dato
from conoceles.publicacion.ficha import armar
from conoceles.publicacion.memoria import cambios
from conoceles.publicacion.memoria.cambios import Diferencia, Documento
from conoceles.publicacion.memoria.historia import CON_RESPUESTAS, SIN_RESPUESTAS
from conoceles.publicacion.situacion import frase_de_pausa

SIN_PAGINA = "La candidatura aún no tenía página pública"
SUPRIMIDA = "El contenido de esta versión se suprimió: queda su huella"

# De un texto que no cambió se lee lo que rodea al cambio; entero está en el archivo.
_ALREDEDOR = 160

Dicho = dict[str, str]


def cuando(texto: str | None) -> str:
    return horas.fecha_y_hora_exacta(datetime.fromisoformat(texto)) if texto else ""


# --- Qué decía la página -------------------------------------------------------------------------------------


def linea_de_tiempo(datos: dict[str, Any]) -> Iterator[Dicho]:
    """Todo el lapso, sin huecos: desde cuándo, hasta cuándo, qué se leía arriba de la página y en qué versiones."""
    for (rotulo, detalle), grupo in groupby(_dichos(datos), key=lambda dicho: dicho[2:4]):
        tramos = list(grupo)
        numeros = sorted({numero for *_, numero in tramos if numero})
        yield {
            "desde": cuando(tramos[0][0]),
            "hasta": cuando(tramos[-1][1]),
            "rotulo": rotulo,
            "detalle": detalle,
            "versiones": _cuales(numeros),
        }


def _cuales(numeros: list[int]) -> str:
    if not numeros:
        return ""
    return f"Versión {numeros[0]}" if len(numeros) == 1 else f"Versiones {numeros[0]} a {numeros[-1]}"


def _dichos(datos: dict[str, Any]) -> Iterator[tuple[str, str, str, str, int]]:
    """(desde, hasta, rótulo, detalle, versión), en orden. De antes de la primera versión, sin versión."""
    versiones = datos["versiones"]
    empieza = max(versiones[0]["instante"], datos["desde"]) if versiones else datos["hasta"]
    if datos["desde"] < empieza:
        yield datos["desde"], empieza, SIN_PAGINA, "", 0
    for version in versiones:
        if version["se_suprimio"]:
            yield (
                max(version["instante"], datos["desde"]),
                _fin(version, datos),
                SUPRIMIDA,
                "",
                version["numero"],
            )
        for tramo in version["situaciones"]:
            yield tramo["desde"], tramo["hasta"], tramo["rotulo"], tramo["detalle"], version["numero"]


def _fin(version: dict[str, Any], datos: dict[str, Any]) -> str:
    fin: str = min(version["hasta"] or datos["hasta"], datos["hasta"])
    return fin


# --- Qué traía cada versión ----------------------------------------------------------------------------------


def dibujadas(datos: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """La primera con respuestas se lee entera; de las que siguen, lo que cambió frente a la anterior."""
    anterior: Documento | None = None
    for version in datos["versiones"]:
        verificable = version["verificable"]
        documento = json.loads(verificable["documento"]) if verificable["documento"] else None
        hasta = f"al {cuando(version['hasta'])}" if version["hasta"] else "en adelante"
        entera = documento is not None and _toca_entera(anterior, documento)
        diferencias = _diferencias(anterior, documento) if documento and anterior and not entera else []
        yield {
            "titulo": f"Versión {version['numero']}",
            "vigencia": f"Rigió del {cuando(version['instante'])} {hasta}",
            "decia": list(_decia(version)),
            "notas": list(_notas(version, documento, con_corregidos=datos["con_datos_corregidos"])),
            "entera": list(_entera(documento, version, datos)) if documento and entera else [],
            "cambios": [_cambio(diferencia) for diferencia in diferencias if diferencia.tramos],
            "cambiaron": ", ".join(d.titulo for d in diferencias if not d.tramos),
            "prueba": _prueba(verificable),
        }
        anterior = documento


def _toca_entera(antes: Documento | None, documento: Documento) -> bool:
    return antes is None or bool(documento["respuestas"]) > bool(antes["respuestas"])


def _decia(version: dict[str, Any]) -> Iterator[str]:
    """Sus rótulos en el lapso; con su fecha si fueron varios."""
    tramos = version["situaciones"]
    for tramo in tramos:
        yield f"Desde el {cuando(tramo['desde'])}: {tramo['rotulo']}" if len(tramos) > 1 else tramo["rotulo"]


def _notas(version: dict[str, Any], documento: Documento | None, *, con_corregidos: bool) -> Iterator[str]:
    if version["se_suprimio"]:
        yield f"{SUPRIMIDA}."
        return
    if documento is None:
        yield _por_que_no_se_entrega(version)
        return
    for seccion, pausa in documento.get("pausas", {}).items():
        yield f"{cambios.definicion_de(documento).seccion(seccion).titulo}: {frase_de_pausa(pausa)}"
    if not version["sigue_publica"]:
        yield "Parte de lo que mostraba ya no es público."
    if version["datos_corregidos"]:
        yield (
            "El registro corrigió después datos de la persona: aquí van como se leían entonces."
            if con_corregidos
            else "El registro corrigió después datos de la persona: los de entonces van sólo en el archivo."
        )


def _por_que_no_se_entrega(version: dict[str, Any]) -> str:
    if not version["situaciones"]:
        return "La reemplazó otra en el mismo instante: nadie la leyó. Consta su huella."
    return "Sus respuestas no se leyeron en este lapso: no se entregan. Consta su huella."


def _prueba(verificable: dict[str, Any]) -> str:
    if "hoja" not in verificable:
        return "Sin punto de control que la abarque todavía."
    return f"Hoja {verificable['indice'] + 1} de {verificable['tamano']} del registro público firmado."


def _entera(
    documento: Documento, version: dict[str, Any], datos: dict[str, Any]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Pares (título, renglones de rótulo y texto) de todo lo que se leía."""
    if version["datos_corregidos"] and not datos["con_datos_corregidos"]:
        documento = _sin_lo_corregido(documento, datos["candidatura"]["persona"])
    se_leian = any(tramo["respuestas"] for tramo in version["situaciones"])
    vista = armar(
        {**documento, "identidad": None},
        CON_RESPUESTAS if se_leian else SIN_RESPUESTAS,
        url_foto=lambda huella, nombre: "",
        con_entidad=False,
    )
    registro = [
        ("Nombre", vista.nombre),
        ("Cargo", f"{vista.cargo}, {vista.demarcacion}"),
        ("Postula", vista.actor),
        *([("Del registro", "; ".join(vista.generales))] if vista.generales else []),
    ]
    foto = documento["respuestas"].get("foto")
    yield "Registro", [*registro, *([("Fotografía, huella", foto)] if foto else [])]
    for bloque in vista.bloques:
        yield bloque.titulo, [(dato.titulo or dato.etiqueta, _texto(dato)) for dato in bloque.datos]


def _sin_lo_corregido(documento: Documento, nombre: str) -> Documento:
    """Con el nombre que rige y sin los demás datos de la persona: decir cuál cambió ya contaría algo de ella."""
    persona = {**documento["persona"], "nombre": nombre, "mote": "", "sexo": "", "edad": None}
    return {**documento, "persona": persona, "acciones_afirmativas": []}


def _texto(dato: Dato) -> str:
    return dato.vacio or dato.texto or "\n".join(dato.renglones)


def _diferencias(antes: Documento, despues: Documento) -> list[Diferencia]:
    """De un cambio de todas las respuestas a ninguna, sólo cuáles: repetirlas enteras no diría más."""
    respuestas = cambios.de_respuestas(
        cambios.definicion_de(despues),
        antes["respuestas"],
        despues["respuestas"],
        con_tramos=bool(despues["respuestas"]),
    )
    return [*respuestas, *cambios.del_registro(antes, despues)]


def _cambio(diferencia: Diferencia) -> dict[str, Any]:
    tramos = [(tramo.tipo, _recortado(tramo)) for tramo in diferencia.tramos]
    return {"titulo": diferencia.titulo, "tramos": tramos}


def _recortado(tramo: Tramo) -> str:
    texto = tramo.texto
    if tramo.tipo != "igual" or len(texto) <= 2 * _ALREDEDOR + 20:
        return texto
    return f"{texto[:_ALREDEDOR].rstrip()} […] {texto[-_ALREDEDOR:].lstrip()}"
