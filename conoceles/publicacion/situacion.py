"""Dónde está una candidatura, dicho con honestidad: lo que depende del Instituto nunca se atribuye a ella.

Función pura del documento (o de su tarjeta) y del instante: no consulta nada ni mira el reloj.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

PUBLICADA = "publicada"
POR_PUBLICAR = "por_publicar"
EN_PLAZO = "en_plazo"
EN_REVISION = "en_revision"
NO_RESPONDIO = "no_respondio"
SIN_ACCESO = "sin_acceso"
NO_PROPORCIONO = "no_proporciono"
RETIRADA = "retirada"

# Las causas registrales: la candidatura terminó y su página lo dice.
REGISTRALES = {
    "sustituida": ("Candidatura sustituida", "Se registró a otra persona en su lugar el {}."),
    "cancelada": ("Candidatura cancelada", "El registro de esta candidatura se canceló el {}."),
    "renuncia": ("Renunció a la candidatura", "La persona dejó esta candidatura por renuncia el {}."),
    "fallecimiento": (
        "La persona falleció",
        "Esta candidatura terminó el {} porque la persona registrada falleció.",
    ),
    "inhabilitacion": (
        "Terminó por inhabilitación",
        "Esta candidatura terminó el {} porque una autoridad inhabilitó a la persona registrada.",
    ),
    "sentencia": ("Retirada por sentencia", "Una sentencia dejó sin efecto esta candidatura el {}."),
    "paridad": (
        "Sustituida por paridad o acción afirmativa",
        "Se registró a otra persona en su lugar el {} para cumplir las reglas de paridad o de acción afirmativa.",
    ),
    "desplazada": (
        "Terminó por restitución",
        "Esta candidatura terminó el {} porque se restituyó a la persona registrada antes.",
    ),
    "baja": ("Candidatura dada de baja", "Esta candidatura salió del registro del Instituto el {}."),
}
RETIRADO = "Retirado temporalmente por el Instituto"
_DIA, _DIA_SIN_ANIO, _HORA = r"j \d\e F \d\e Y", r"j \d\e F", r", H:i \h"


@dataclass(frozen=True, slots=True)
class Situacion:
    """`etiqueta` cabe en una tarjeta; `detalle` lo explica en una o dos frases.

    `hasta`: instante en que cambia sola (vence el plazo o se publica); `None` si no depende del reloj.
    `sigue`: clave de la candidatura que la sustituye. `variante`: la de `componentes/etiqueta.html`.
    """

    clave: str
    etiqueta: str
    detalle: str = ""
    hasta: datetime | None = None
    variante: str = ""
    sigue: str = ""

    @property
    def es_publicada(self) -> bool:
        """¿Pueden verse las respuestas?"""
        return self.clave == PUBLICADA

    @property
    def es_registral(self) -> bool:
        """¿La candidatura terminó?"""
        return self.clave in REGISTRALES


def nada_por_devolver(limite: datetime) -> bool:
    """El servicio no le debe tiempo a ningún plazo."""
    return False


def situacion(
    documento: Mapping[str, Any], ahora: datetime, se_recorre: Callable[[datetime], bool] = nada_por_devolver
) -> Situacion:
    """La situación pública a ese instante; recibe el documento o su tarjeta.

    `se_recorre`: ¿falta devolver a ese límite lo que el servicio faltó? (`ausencias`). Mientras falte, de nadie se
    dice que calló. Sólo se pregunta de un plazo vencido sin respuestas.
    """
    registro, cuestionario = documento["registro"], documento["cuestionario"]
    if registro["situacion"] != "aprobada":
        return _registral(registro["situacion"], registro["hasta"], registro["sustituida_por"] or "")
    donde = _POR_ESTADO[cuestionario["situacion"]](cuestionario, ahora)
    limite = instante(cuestionario["captura_hasta"])
    if donde.clave in (NO_RESPONDIO, SIN_ACCESO) and limite and se_recorre(limite):
        return _SE_RECORRE
    return donde


def es_historico(documento: Mapping[str, Any]) -> bool:
    """Un proceso que ya concluyó no tiene plazo de captura."""
    return documento["cuestionario"]["captura_hasta"] is None


def instante(texto: str | None) -> datetime | None:
    """El instante de un campo del documento."""
    return _leer_instante(texto) if texto else None


def dia_limite(limite: datetime, *, con_anio: bool = False) -> str:
    """«29 de abril»: el último día que vale. Un límite es exclusivo: a las 00:00 ya es el día siguiente."""
    local = localtime(limite)
    formato = _DIA if con_anio else _DIA_SIN_ANIO
    if (local.hour, local.minute) == (0, 0):
        return _escribir(local - timedelta(days=1), formato)
    return _escribir(local, formato + _HORA)


def dia_de_inicio(desde: datetime) -> str:
    """«15 de abril de 2027», con la hora si no empieza con el día."""
    local = localtime(desde)
    a_medianoche = (local.hour, local.minute) == (0, 0)
    return _escribir(local, _DIA if a_medianoche else _DIA + _HORA)


def _escribir(local: datetime, formato: str) -> str:
    """El mes en minúscula, como se escribe en español (la traducción de Django lo trae en mayúscula)."""
    return date_format(local, formato).lower()


# Unos cuantos instantes se repiten en miles de candidaturas: cada frase se arma una vez.
_leer_instante = lru_cache(1024)(datetime.fromisoformat)


def _sin_enviar(cuestionario: Mapping[str, Any], ahora: datetime) -> Situacion:
    limite = instante(cuestionario["captura_hasta"])
    if limite is None:
        return _NO_PROPORCIONO
    if ahora < limite:
        return _en_plazo(limite)
    return _sin_acceso(limite) if cuestionario.get("sin_acceso") else _no_respondio(limite)


def _publicada(cuestionario: Mapping[str, Any], ahora: datetime) -> Situacion:
    """Sin fecha fijada no se muestra nada, salvo en un proceso que ya concluyó."""
    desde = instante(cuestionario["visible_desde"])
    if desde is None:
        return _PUBLICADA if cuestionario["captura_hasta"] is None else _SIN_FECHA
    return _por_publicar(desde) if ahora < desde else _PUBLICADA


def _enviada(cuestionario: Mapping[str, Any], ahora: datetime) -> Situacion:
    """También mientras corrige una observación: lo que falta por verse no depende sólo de ella."""
    return _EN_REVISION


def _con_motivo(cuestionario: Mapping[str, Any], ahora: datetime) -> Situacion:
    return _retirada(cuestionario["retirado_en"], cuestionario["motivo"])


_PUBLICADA = Situacion(PUBLICADA, "Publicada", "Sus respuestas están publicadas.", variante="exito")
_EN_REVISION = Situacion(
    EN_REVISION,
    "En revisión por el Instituto",
    "La candidatura ya envió sus respuestas. Se publican cuando termine la revisión del Instituto.",
    variante="progreso",
)
_NO_PROPORCIONO = Situacion(
    NO_PROPORCIONO, "No proporcionó", "La candidatura no proporcionó respuestas en este proceso."
)
_SE_RECORRE = Situacion(
    EN_PLAZO,
    "En plazo: su límite se está recorriendo",
    "El servicio del Instituto estuvo interrumpido al final del plazo de esta candidatura. Ese tiempo se le devuelve: "
    "su nuevo límite se dirá aquí.",
    variante="informacion",
)
_SIN_FECHA = Situacion(
    POR_PUBLICAR,
    "Aún sin fecha de publicación",
    "La candidatura ya respondió. El Instituto aún no fija la fecha de publicación.",
    variante="informacion",
)


@lru_cache(512)
def _en_plazo(limite: datetime) -> Situacion:
    return Situacion(
        EN_PLAZO,
        f"En plazo para responder (hasta el {dia_limite(limite)})",
        f"La candidatura puede responder hasta el {dia_limite(limite, con_anio=True)}.",
        hasta=limite,
        variante="informacion",
    )


@lru_cache(512)
def _no_respondio(limite: datetime) -> Situacion:
    return Situacion(
        NO_RESPONDIO,
        "No respondió",
        f"El plazo para responder terminó el {dia_limite(limite, con_anio=True)} y el Instituto "
        "no ha recibido respuestas de esta candidatura.",
    )


@lru_cache(512)
def _sin_acceso(limite: datetime) -> Situacion:
    return Situacion(
        SIN_ACCESO,
        "El Instituto no le dio acceso a tiempo",
        f"El plazo para responder terminó el {dia_limite(limite, con_anio=True)} y el Instituto no le había "
        "entregado a esta candidatura su acceso para hacerlo.",
        variante="atencion",
    )


@lru_cache(512)
def _por_publicar(desde: datetime) -> Situacion:
    dia = dia_de_inicio(desde)
    return Situacion(
        POR_PUBLICAR,
        f"Se publica el {dia}",
        f"La candidatura ya respondió. El Instituto publica sus respuestas a partir del {dia}.",
        hasta=desde,
        variante="informacion",
    )


def frase_de_pausa(pausa: Mapping[str, str]) -> str:
    """Lo que se lee en lugar de un apartado pausado."""
    fecha = _escribir(localtime(_leer_instante(pausa["desde"])), _DIA)
    return f"{RETIRADO} el {fecha}. Motivo: {pausa['motivo']}"


@lru_cache(512)
def _retirada(retirado_en: str, motivo: str) -> Situacion:
    fecha = _escribir(localtime(_leer_instante(retirado_en)), _DIA)
    return Situacion(
        RETIRADA,
        RETIRADO,
        f"La candidatura respondió. El Instituto retiró sus respuestas el {fecha}. Motivo: {motivo}",
        variante="atencion",
    )


@lru_cache(512)
def _registral(causa: str, hasta: str, sigue: str) -> Situacion:
    etiqueta, frase = REGISTRALES[causa]
    fecha = _escribir(localtime(_leer_instante(hasta)), _DIA)
    return Situacion(causa, etiqueta, frase.format(fecha), variante="atencion", sigue=sigue)


_POR_ESTADO = {
    "sin_enviar": _sin_enviar,
    "en_revision": _enviada,
    "publicada": _publicada,
    "retirada": _con_motivo,
}
