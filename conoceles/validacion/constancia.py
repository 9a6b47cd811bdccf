"""Cómo se lee una constancia: lo mismo en la pantalla y en el PDF, sacado de lo que se guardó al expedirla."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from conoceles.acuses.models import Acuse
from conoceles.calendario.membrete import membrete
from conoceles.calendario.models import Proceso
from conoceles.comun import pdf, qr
from conoceles.cuentas.roles import ROLES
from conoceles.cuestionarios.supuestos import Supuesto
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes.models import Carta
from conoceles.publicacion.memoria.constancia import ANULADO, ENTREGADO
from conoceles.publicacion.models import Constancia

from . import versiones
from .historia import en_palabras
from .versiones import cuando

_SIN_MOSTRAR = (
    "Aquí se leen los que rigen hoy. El archivo de prueba (JSON) trae los anteriores en los documentos firmados: "
    "entréguelo sólo a quien deba conocerlos."
)
_MOSTRADOS = (
    "A petición de quien la expidió, aquí se leen también los anteriores, y los trae el archivo de prueba (JSON): "
    "entréguela sólo a quien deba conocerlos."
)

# Las claves de la bitácora que no se escriben como se leen.
_ROTULOS = {
    "despues": "después", "dias": "días", "envio": "envío", "seccion": "apartado", "secciones": "apartados",
}  # fmt: skip

Renglon = tuple[str, ...]


def leida(constancia: Constancia, proceso: Proceso) -> dict[str, Any]:
    """Todo lo que dibujan la pantalla y el PDF, ya en palabras y en la hora del proceso. Con contenido."""
    datos = constancia.datos
    with timezone.override(proceso.zona):
        tablas = list(_tablas(datos))
        return {
            "folio": constancia.folio,
            "renglones": list(_generales(datos, proceso)),
            "dichos": list(versiones.linea_de_tiempo(datos)),
            "versiones": list(versiones.dibujadas(datos)),
            "tablas": [tabla for tabla in tablas if tabla["filas"]],
            "sin_filas": [(tabla["titulo"], tabla["vacia"]) for tabla in tablas if not tabla["filas"]],
            "es_interna": any(not version["sigue_publica"] for version in datos["versiones"]),
            "trae_corregidos": any(version["datos_corregidos"] for version in datos["versiones"]),
            "sobre_corregidos": _MOSTRADOS if datos["con_datos_corregidos"] else _SIN_MOSTRAR,
            "url": url(constancia),
            "archivo": archivo(constancia),
            "huella": _en_grupos(constancia.huella),
            "numero": _en_grupos(constancia.nonce),
            "nota_firmada": constancia.firma,
            "archivo_de_la_firma": archivo_de_la_firma(constancia),
            "orden": _orden(constancia),
            "verificador": _verificador(constancia),
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


def archivo_de_la_firma(constancia: Constancia) -> str:
    return f"constancia-{constancia.folio}-firma.txt"


def _orden(constancia: Constancia) -> str:
    """La que repite la cuenta de la huella en cualquier computadora."""
    return (
        'python3 -c "import hashlib; print(hashlib.sha256('
        f"bytes.fromhex('{constancia.nonce}') + open('{archivo(constancia)}', 'rb').read()).hexdigest())\""
    )


def _verificador(constancia: Constancia) -> str:
    """La que comprueba todo, sin conexión y con la llave pública."""
    return (
        f"python3 verificador.py constancia {archivo(constancia)} --llave llave.txt "
        f"--firma {archivo_de_la_firma(constancia)}"
    )


def _en_grupos(cifras: str) -> str:
    return " ".join(cifras[inicio : inicio + 4] for inicio in range(0, len(cifras), 4))


def _generales(datos: dict[str, Any], proceso: Proceso) -> Iterator[tuple[str, str]]:
    candidatura = datos["candidatura"]
    yield "Candidatura", candidatura["persona"]
    yield "Cargo", f"{candidatura['cargo']}, {candidatura['demarcacion']}"
    yield "Postula", candidatura["actor"]
    yield "Clave", candidatura["clave"]
    yield "Lapso", f"Del {cuando(datos['desde'])} al {cuando(datos['hasta'])} ({proceso.zona_visible})"
    yield "Expedida", f"{cuando(datos['expedida']['instante'])}, por {datos['expedida']['por']}"


# --- Lo demás, en tablas -------------------------------------------------------------------------------------


def _tablas(datos: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Cada una con su título, sus encabezados (y lo ancho de cada uno en el papel) y sus filas."""
    yield _tabla(
        "Acuses",
        {"Cuándo": 3, "De qué es": 3, "Folio": 3, "Huella (SHA-256)": 4},
        [(cuando(a["instante"]), _acuse(a), a["folio"], a["huella"]) for a in datos["acuses"]],
        "No hay acuses en el lapso.",
    )
    yield _tabla(
        "Validaciones",
        {"Cuándo": 3, "Quién validó": 3, "Folio": 3, "Envío": 3},
        [(cuando(v["instante"]), v["por"], v["folio"], v["envio"]) for v in datos["validaciones"]],
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
        [(cuando(m["escrito_en"]), m["asunto"], _mensaje(m)) for m in datos["mensajes"]],
        "No se le escribió en el lapso.",
    )
    yield _tabla(
        "Interrupciones del servicio",
        {"Desde": 3, "Hasta": 3, "Qué faltó": 5},
        [
            (cuando(i["desde"]), cuando(i["hasta"]) or "Seguía al expedirse", _interrupcion(i))
            for i in datos["interrupciones"]
        ],
        "No consta ninguna en el lapso.",
    )
    yield _tabla(
        "Bitácora",
        {"Cuándo": 3, "Acto": 5, "Quién": 4},
        [_acto(a) for a in datos["actos"]],
        "No hay renglones en el lapso.",
    )


def _tabla(titulo: str, columnas: dict[str, int], filas: list[Renglon], vacia: str) -> dict[str, Any]:
    """Cada celda va con su encabezado: en pantalla angosta se lee junto a ella. `vacia`: lo que se dice sin filas."""
    return {
        "titulo": titulo,
        "encabezados": list(columnas),
        "anchos": list(columnas.values()),
        "filas": [list(zip(columnas, fila, strict=True)) for fila in filas],
        "vacia": vacia,
    }


def _acuse(acuse: dict[str, Any]) -> str:
    tarde = ", fuera de plazo" if acuse["fuera_de_plazo"] else ""
    return f"{Acuse.Clase(acuse['clase']).label}{tarde}"


def _observacion(observacion: dict[str, Any]) -> Renglon:
    motivo = f"{observacion['titulo']}: {Supuesto(observacion['supuesto']).label}"
    atendida = (
        f"Atendida el {cuando(observacion['atendida_en'])}" if observacion["atendida_en"] else "Sin atender"
    )
    vence = f"Venció el {cuando(observacion['vence_en'])}. " if observacion["vence_en"] else ""
    texto = f"\n«{observacion['texto']}»" if observacion["texto"] else ""
    return cuando(observacion["emitida_en"]), motivo + texto, observacion["por"], vence + atendida


_EN_MANO = {ENTREGADO: "Entregado", ANULADO: "Se registró por error y se anuló"}


def _mensaje(mensaje: dict[str, Any]) -> str:
    if mensaje["enviado_en"]:
        return f"Enviado el {cuando(mensaje['enviado_en'])}"
    if mensaje["estado"] in _EN_MANO:
        return _EN_MANO[mensaje["estado"]]
    return Carta.Estado(mensaje["estado"]).label


def _interrupcion(interrupcion: dict[str, Any]) -> str:
    origen = Interrupcion.Origen(interrupcion["origen"]).label
    que_falto = f"{interrupcion['descripcion']} ({origen})" if interrupcion["descripcion"] else origen
    if not interrupcion["anulada_en"]:
        return que_falto
    return (
        f"{que_falto}\nSe anuló el {cuando(interrupcion['anulada_en'])}: {interrupcion['motivo_de_anulacion']} "
        "Lo que ya se devolvía a los plazos no se quitó."
    )


def _acto(acto: dict[str, Any]) -> Renglon:
    rol = ROLES[acto["rol"]].nombre if acto["rol"] in ROLES else acto["rol"]
    quien = ", ".join(parte for parte in (acto["quien"], rol) if parte) or "El sistema"
    detalle = "; ".join(f"{_ROTULOS.get(c, c)}: {_legible(valor)}" for c, valor in acto["detalle"].items())
    return cuando(acto["instante"]), _con_detalle(acto["accion"], detalle), quien


def _con_detalle(accion: str, detalle: str) -> str:
    return f"{en_palabras(accion)} ({detalle})" if detalle else en_palabras(accion)


def _legible(valor: Any) -> str:
    return ", ".join(map(str, valor)) if isinstance(valor, list) else str(valor)
