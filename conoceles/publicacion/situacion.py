"""Dónde está una candidatura, dicho con honestidad: lo que depende del Instituto nunca se atribuye a ella.

Función pura del documento (o de su tarjeta) y del instante: no consulta nada ni mira el reloj.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conoceles.comun.horas import DIA, DIA_SIN_ANIO, HORA
from conoceles.comun.lenguas import fecha, frase, original, por_lengua

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
    "sustituida": (_("Candidatura sustituida"), _("Se registró a otra persona en su lugar el {}.")),
    "cancelada": (_("Candidatura cancelada"), _("El registro de esta candidatura se canceló el {}.")),
    "renuncia": (_("Renunció a la candidatura"), _("La persona dejó esta candidatura por renuncia el {}.")),
    "fallecimiento": (
        _("La persona falleció"),
        _("Esta candidatura terminó el {} porque la persona registrada falleció."),
    ),
    "inhabilitacion": (
        _("Terminó por inhabilitación"),
        _("Esta candidatura terminó el {} porque una autoridad inhabilitó a la persona registrada."),
    ),
    "sentencia": (_("Retirada por sentencia"), _("Una sentencia dejó sin efecto esta candidatura el {}.")),
    "paridad": (
        _("Sustituida por paridad o acción afirmativa"),
        _(
            "Se registró a otra persona en su lugar el {} para cumplir las reglas de paridad o de acción afirmativa."
        ),
    ),
    "desplazada": (
        _("Terminó por restitución"),
        _("Esta candidatura terminó el {} porque se restituyó a la persona registrada antes."),
    ),
    "baja": (_("Candidatura dada de baja"), _("Esta candidatura salió del registro del Instituto el {}.")),
}
RETIRADO = _("Retirado temporalmente por el Instituto")


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
        return _que_se_recorre()
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
    formato = DIA if con_anio else DIA_SIN_ANIO
    if (local.hour, local.minute) == (0, 0):
        return fecha(local - timedelta(days=1), formato)
    return f"{fecha(local, formato)}, {fecha(local, HORA)}"


def dia_de_inicio(desde: datetime) -> str:
    """«15 de abril de 2027», con la hora si no empieza con el día."""
    local = localtime(desde)
    a_medianoche = (local.hour, local.minute) == (0, 0)
    return fecha(local, DIA) if a_medianoche else f"{fecha(local, DIA)}, {fecha(local, HORA)}"


# Unos cuantos instantes se repiten en miles de candidaturas: cada frase se arma una vez.
_leer_instante = lru_cache(1024)(datetime.fromisoformat)


def _sin_enviar(cuestionario: Mapping[str, Any], ahora: datetime) -> Situacion:
    limite = instante(cuestionario["captura_hasta"])
    if limite is None:
        return _no_proporciono()
    if ahora < limite:
        return _en_plazo(limite, con_acceso=not cuestionario.get("sin_acceso"))
    return _sin_acceso(limite) if cuestionario.get("sin_acceso") else _no_respondio(limite)


def _publicada(cuestionario: Mapping[str, Any], ahora: datetime) -> Situacion:
    """Sin fecha fijada no se muestra nada, salvo en un proceso que ya concluyó."""
    desde = instante(cuestionario["visible_desde"])
    if desde is None:
        return _ya_publicada() if cuestionario["captura_hasta"] is None else _sin_fecha()
    return _por_publicar(desde) if ahora < desde else _ya_publicada()


def _enviada(cuestionario: Mapping[str, Any], ahora: datetime) -> Situacion:
    """También mientras corrige una observación: lo que falta por verse no depende sólo de ella."""
    return _en_revision()


def _con_motivo(cuestionario: Mapping[str, Any], ahora: datetime) -> Situacion:
    return _retirada(cuestionario["retirado_en"], cuestionario["motivo"])


# Cada frase se arma una vez por lengua: las comparten miles de candidaturas.


@por_lengua
def _ya_publicada() -> Situacion:
    return Situacion(
        PUBLICADA, gettext("Publicada"), gettext("Sus respuestas están publicadas."), variante="exito"
    )


@por_lengua
def _en_revision() -> Situacion:
    return Situacion(
        EN_REVISION,
        gettext("En revisión por el Instituto"),
        gettext(
            "La candidatura ya envió sus respuestas. Se publican cuando termine la revisión del Instituto."
        ),
        variante="progreso",
    )


@por_lengua
def _no_proporciono() -> Situacion:
    return Situacion(
        NO_PROPORCIONO,
        gettext("No proporcionó"),
        gettext("La candidatura no proporcionó respuestas en este proceso."),
    )


@por_lengua
def _que_se_recorre() -> Situacion:
    return Situacion(
        EN_PLAZO,
        gettext("En plazo: su límite se está recorriendo"),
        gettext(
            "El servicio del Instituto estuvo interrumpido al final del plazo de esta candidatura. Ese tiempo se le "
            "devuelve: su nuevo límite se dirá aquí."
        ),
        variante="informacion",
    )


@por_lengua
def _sin_fecha() -> Situacion:
    return Situacion(
        POR_PUBLICAR,
        gettext("Aún sin fecha de publicación"),
        gettext("La candidatura ya respondió. El Instituto aún no fija la fecha de publicación."),
        variante="informacion",
    )


@por_lengua
def _en_plazo(limite: datetime, *, con_acceso: bool) -> Situacion:
    """Sin su acceso, o con su cuenta cerrada, el plazo corre pero todavía no puede responder."""
    detalle = (
        gettext("La candidatura puede responder hasta el %(dia)s.")
        if con_acceso
        else gettext("El plazo de esta candidatura para responder termina el %(dia)s.")
    )
    return Situacion(
        EN_PLAZO,
        gettext("En plazo para responder (hasta el %(dia)s)") % {"dia": dia_limite(limite)},
        detalle % {"dia": dia_limite(limite, con_anio=True)},
        hasta=limite,
        variante="informacion",
    )


@por_lengua
def _no_respondio(limite: datetime) -> Situacion:
    detalle = gettext(
        "El plazo para responder terminó el %(dia)s y el Instituto no ha recibido respuestas de esta candidatura."
    )
    return Situacion(
        NO_RESPONDIO, gettext("No respondió"), detalle % {"dia": dia_limite(limite, con_anio=True)}
    )


@por_lengua
def _sin_acceso(limite: datetime) -> Situacion:
    detalle = gettext(
        "El plazo para responder terminó el %(dia)s y el Instituto no le había entregado a esta candidatura su acceso "
        "para hacerlo."
    )
    return Situacion(
        SIN_ACCESO,
        gettext("El Instituto no le dio acceso a tiempo"),
        detalle % {"dia": dia_limite(limite, con_anio=True)},
        variante="atencion",
    )


@por_lengua
def _por_publicar(desde: datetime) -> Situacion:
    detalle = gettext(
        "La candidatura ya respondió. El Instituto publica sus respuestas a partir del %(dia)s."
    )
    dia = dia_de_inicio(desde)
    return Situacion(
        POR_PUBLICAR,
        gettext("Se publica el %(dia)s") % {"dia": dia},
        detalle % {"dia": dia},
        hasta=desde,
        variante="informacion",
    )


def frase_de_pausa(pausa: Mapping[str, str]) -> str:
    """Lo que se lee en lugar de un apartado pausado."""
    return frase(
        gettext("Retirado temporalmente por el Instituto el %(dia)s. Motivo: %(motivo)s"),
        dia=_dia_de(pausa["desde"]),
        motivo=original(pausa["motivo"]),
    )


@por_lengua
def _retirada(retirado_en: str, motivo: str) -> Situacion:
    detalle = frase(
        gettext(
            "La candidatura respondió. El Instituto retiró sus respuestas el %(dia)s. Motivo: %(motivo)s"
        ),
        dia=_dia_de(retirado_en),
        motivo=original(motivo),
    )
    return Situacion(RETIRADA, str(RETIRADO), detalle, variante="atencion")


@por_lengua
def _registral(causa: str, hasta: str, sigue: str) -> Situacion:
    etiqueta, detalle = REGISTRALES[causa]
    return Situacion(
        causa, str(etiqueta), str(detalle).format(_dia_de(hasta)), variante="atencion", sigue=sigue
    )


def _dia_de(escrito: str) -> str:
    return fecha(localtime(_leer_instante(escrito)), DIA)


_POR_ESTADO = {
    "sin_enviar": _sin_enviar,
    "en_revision": _enviada,
    "publicada": _publicada,
    "retirada": _con_motivo,
}
