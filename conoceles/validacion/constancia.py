"""Cómo se lee una constancia: lo mismo en la pantalla y en el PDF, sacado de lo que se guardó al expedirla."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from conoceles.acuses.models import Acuse
from conoceles.calendario.membrete import membrete
from conoceles.calendario.models import Proceso
from conoceles.comun import horas, pdf, qr
from conoceles.comun.diferencias import Tramo
from conoceles.cuentas.roles import ROLES
from conoceles.cuestionarios.supuestos import Supuesto
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes.models import Carta
from conoceles.publicacion import cambios
from conoceles.publicacion.cambios import Diferencia
from conoceles.publicacion.ficha import Dato, armar
from conoceles.publicacion.historia import CON_RESPUESTAS, SIN_RESPUESTAS
from conoceles.publicacion.models import Constancia

from .historia import en_palabras

# De un texto que no cambió se lee lo que rodea al cambio; entero está en el archivo.
_ALREDEDOR = 160

Renglon = tuple[str, ...]


def leida(constancia: Constancia, proceso: Proceso) -> dict[str, Any]:
    """Todo lo que dibujan la pantalla y el PDF, ya en palabras y en la hora del proceso. Con contenido."""
    datos = constancia.datos
    with timezone.override(proceso.zona):
        return {
            "folio": constancia.folio,
            "renglones": list(_generales(datos, proceso)),
            "versiones": list(_versiones(datos["versiones"])),
            "tablas": list(_tablas(datos)),
            "interna": any(not version["sigue_publica"] for version in datos["versiones"]),
            "url": url(constancia),
            "archivo": archivo(constancia),
            "huella": _en_grupos(constancia.huella),
            "numero": _en_grupos(constancia.nonce),
            "orden": _orden(constancia),
        }


def en_pdf(constancia: Constancia, proceso: Proceso) -> bytes:
    """El documento para firmarse, etiquetado (PDF/UA-1); los mismos datos dan los mismos bytes."""
    datos = constancia.datos
    titulo = f"Constancia {constancia.folio}: {datos['candidatura']['persona']}"
    completos = {
        **leida(constancia, proceso),
        "titulo": titulo,
        "membrete": membrete(proceso),
        "firma": {"nombre": datos["expedida"]["por"], "cargo": datos["expedida"]["cargo"]},
    }
    return pdf.componer("constancia", completos, imagenes={"qr.svg": qr.svg(url(constancia))})


def url(constancia: Constancia) -> str:
    """Donde cualquiera confirma su folio."""
    return settings.CONOCELES_SITIO + reverse("consulta:verificar_folio", args=[constancia.folio])


def archivo(constancia: Constancia) -> str:
    return f"constancia-{constancia.folio}.json"


def _orden(constancia: Constancia) -> str:
    """La que repite la cuenta de la huella en cualquier computadora."""
    return (
        'python3 -c "import hashlib; print(hashlib.sha256('
        f"bytes.fromhex('{constancia.nonce}') + open('{archivo(constancia)}', 'rb').read()).hexdigest())\""
    )


def _en_grupos(cifras: str) -> str:
    return " ".join(cifras[inicio : inicio + 4] for inicio in range(0, len(cifras), 4))


def _cuando(texto: str | None) -> str:
    return horas.fecha_y_hora_exacta(datetime.fromisoformat(texto)) if texto else ""


def _generales(datos: dict[str, Any], proceso: Proceso) -> Iterator[tuple[str, str]]:
    candidatura = datos["candidatura"]
    yield "Candidatura", candidatura["persona"]
    yield "Cargo", f"{candidatura['cargo']}, {candidatura['demarcacion']}"
    yield "Postula", candidatura["actor"]
    yield "Clave", candidatura["clave"]
    yield "Lapso", f"Del {_cuando(datos['desde'])} al {_cuando(datos['hasta'])} ({proceso.zona_visible})"
    yield "Expedida", f"{_cuando(datos['expedida']['instante'])}, por {datos['expedida']['por']}"


# --- Las versiones -------------------------------------------------------------------------------------------


def _versiones(versiones: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """La primera con respuestas se lee entera; de las que siguen, lo que cambió frente a la anterior."""
    anterior: dict[str, Any] | None = None
    for version in versiones:
        verificable = version["verificable"]
        documento = json.loads(verificable["documento"]) if verificable["documento"] else None
        hasta = f"al {_cuando(version['hasta'])}" if version["hasta"] else "en adelante"
        entera = documento is not None and _toca_entera(anterior, documento)
        diferencias = _diferencias(anterior, documento) if documento and anterior and not entera else []
        yield {
            "titulo": f"Versión {version['numero']}",
            "vigencia": f"Del {_cuando(version['instante'])} {hasta}",
            "notas": list(_notas(version, documento)),
            "entera": list(_entera(documento, version)) if documento and entera else [],
            "cambios": [_cambio(diferencia) for diferencia in diferencias if diferencia.tramos],
            "cambiaron": ", ".join(d.titulo for d in diferencias if not d.tramos),
            "prueba": _prueba(verificable),
        }
        anterior = documento


def _toca_entera(antes: dict[str, Any] | None, documento: dict[str, Any]) -> bool:
    return antes is None or bool(documento["respuestas"]) > bool(antes["respuestas"])


def _notas(version: dict[str, Any], documento: dict[str, Any] | None) -> Iterator[str]:
    if version["se_suprimio"]:
        yield "Su contenido se suprimió; queda su huella."
        return
    yield f"Situación: {version['situacion']}."
    if documento is None:
        yield "Sus respuestas no llegaron a estar a la vista: no se entregan. Consta su huella."
    elif version["respuestas_desde"]:
        yield f"Respuestas a la vista desde el {_cuando(version['respuestas_desde'])}."
    if not version["sigue_publica"]:
        yield "Parte de lo que mostraba ya no es público."


def _prueba(verificable: dict[str, Any]) -> str:
    if "hoja" not in verificable:
        return "Sin punto de control que la abarque todavía."
    return f"Hoja {verificable['indice'] + 1} de {verificable['tamano']} del registro público firmado."


def _entera(documento: dict[str, Any], version: dict[str, Any]) -> Iterator[tuple[str, list[Renglon]]]:
    """Pares (título, renglones de rótulo y texto) de todo lo que se leía."""
    situacion = CON_RESPUESTAS if version["respuestas_desde"] else SIN_RESPUESTAS
    vista = armar(
        {**documento, "identidad": None}, situacion, url_foto=lambda huella, nombre: "", con_entidad=False
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


def _texto(dato: Dato) -> str:
    return dato.vacio or dato.texto or "\n".join(dato.renglones)


def _diferencias(antes: dict[str, Any], despues: dict[str, Any]) -> list[Diferencia]:
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


# --- Lo demás, en tablas -------------------------------------------------------------------------------------


def _tablas(datos: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Cada una con su título, sus encabezados (y lo ancho de cada uno en el papel) y sus filas."""
    yield _tabla(
        "Acuses",
        {"Cuándo": 3, "De qué es": 3, "Folio": 3, "Huella (SHA-256)": 4},
        [(_cuando(a["instante"]), _acuse(a), a["folio"], a["huella"]) for a in datos["acuses"]],
        "No hay acuses en el lapso.",
    )
    yield _tabla(
        "Validaciones",
        {"Cuándo": 3, "Quién validó": 3, "Folio": 3, "Envío": 3},
        [(_cuando(v["instante"]), v["por"], v["folio"], v["envio"]) for v in datos["validaciones"]],
        "No se validó en el lapso.",
    )
    yield _tabla(
        "Observaciones",
        {"Enviada": 3, "Apartado y motivo": 5, "Quién la hizo": 2, "Vencimiento y atención": 4},
        [_observacion(o) for o in datos["observaciones"]],
        "No se observó en el lapso.",
    )
    yield _tabla(
        "Mensajes",
        {"Escrito": 3, "Asunto": 5, "Estado": 4},
        [(_cuando(m["escrito_en"]), m["asunto"], _mensaje(m)) for m in datos["mensajes"]],
        "No se le escribió en el lapso.",
    )
    yield _tabla(
        "Interrupciones del servicio",
        {"Desde": 3, "Hasta": 3, "Qué faltó": 5},
        [(_cuando(i["desde"]), _cuando(i["hasta"]), _interrupcion(i)) for i in datos["interrupciones"]],
        "No consta ninguna en el lapso.",
    )
    yield _tabla(
        "Bitácora",
        {"Renglón": 1, "Cuándo": 3, "Acto": 5, "Quién": 3},
        [_acto(a) for a in datos["actos"]],
        "No hay renglones en el lapso.",
    )


def _tabla(titulo: str, columnas: dict[str, int], filas: list[Renglon], vacia: str) -> dict[str, Any]:
    """`vacia`: lo que se dice si no hay filas."""
    return {
        "titulo": titulo,
        "encabezados": list(columnas),
        "anchos": list(columnas.values()),
        "filas": filas,
        "vacia": vacia,
    }


def _acuse(acuse: dict[str, Any]) -> str:
    tarde = ", fuera de plazo" if acuse["fuera_de_plazo"] else ""
    return f"{Acuse.Clase(acuse['clase']).label}{tarde}"


def _observacion(observacion: dict[str, Any]) -> Renglon:
    motivo = f"{observacion['titulo']}: {Supuesto(observacion['supuesto']).label}"
    atendida = (
        f"Atendida el {_cuando(observacion['atendida_en'])}" if observacion["atendida_en"] else "Sin atender"
    )
    vence = f"Venció el {_cuando(observacion['vence_en'])}. " if observacion["vence_en"] else ""
    texto = f"\n«{observacion['texto']}»" if observacion["texto"] else ""
    return _cuando(observacion["emitida_en"]), motivo + texto, observacion["por"], vence + atendida


def _mensaje(mensaje: dict[str, Any]) -> str:
    if mensaje["enviado_en"]:
        return f"Enviado el {_cuando(mensaje['enviado_en'])}"
    return Carta.Estado(mensaje["estado"]).label


def _interrupcion(interrupcion: dict[str, Any]) -> str:
    origen = Interrupcion.Origen(interrupcion["origen"]).label
    return f"{interrupcion['descripcion']} ({origen})" if interrupcion["descripcion"] else origen


def _acto(acto: dict[str, Any]) -> Renglon:
    rol = ROLES[acto["rol"]].nombre if acto["rol"] in ROLES else acto["rol"]
    quien = ", ".join(parte for parte in (acto["quien"], rol) if parte) or "El sistema"
    detalle = "; ".join(f"{clave}: {_legible(valor)}" for clave, valor in acto["detalle"].items())
    return str(acto["secuencia"]), _cuando(acto["instante"]), _con_detalle(acto["accion"], detalle), quien


def _con_detalle(accion: str, detalle: str) -> str:
    return f"{en_palabras(accion)} ({detalle})" if detalle else en_palabras(accion)


def _legible(valor: Any) -> str:
    return ", ".join(map(str, valor)) if isinstance(valor, list) else str(valor)
