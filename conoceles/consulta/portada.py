"""La portada: un campo y un botón hacia la boleta, y qué hay hoy."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from conoceles.comun.puertas import publica
from conoceles.publicacion.lectura import Lectura
from conoceles.publicacion.situacion import dia_de_inicio

from .direcciones import completa, direccion
from .medios import de_la_pagina
from .navegacion import otros_procesos
from .respuestas import dibujar, por_edicion

ANTES, HOY, DESPUES = "antes", "hoy", "despues"


@publica
@por_edicion
def portada(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    proceso, indice = lectura.proceso, lectura.indice
    lista = direccion(proceso, "lista")
    momento = _momento(indice.dia, proceso.jornada)
    todas = indice.tabla().filtrar({})
    por_cargo = todas.cuentas("cargo")
    contexto = {
        "activa": "portada",
        "lista": lista,
        # Por qué se vota se sabe antes que quiénes se postulan.
        "boleta": direccion(proceso, "boleta") if indice.cargos and momento != DESPUES else "",
        "momento": momento,
        "total": todas.total,
        "hoy": _hoy(todas.cuentas("respondio"), lista, momento),
        "cargos": [
            (nombre, f"{lista}?cargo={clave}", por_cargo[clave])
            for clave, nombre in indice.opciones["cargo"].items()
        ],
        "caminos": _caminos(lectura),
        "por_publicar": _por_publicar(lectura),
        "otros_procesos": otros_procesos(lectura),
        "canonica": completa(direccion(proceso, "portada")),
        "medios": de_la_pagina("portada"),
    }
    return dibujar(request, lectura, "consulta/portada.html", contexto)


def _momento(hoy: date, jornada: date) -> str:
    """¿Está por votarse, se vota hoy o ya se votó? `hoy`: el día local de la edición."""
    if hoy == jornada:
        return HOY
    return ANTES if hoy < jornada else DESPUES


_CAMINOS = (
    ("comparar", _("Comparar"), _("Lado a lado, quienes buscan el mismo cargo.")),
    ("estadisticas", _("Estadísticas"), _("Quiénes son, en conjunto: tablas y gráficas.")),
    ("mapa", _("Municipios"), _("Las candidaturas de cada ayuntamiento.")),
    ("como_usar", _("Cómo usar este sitio"), _("Lo que puede hacer aquí, paso a paso.")),
    ("preguntas", _("Preguntas frecuentes"), _("Quién escribe, quién revisa y por qué falta algo.")),
    ("privacidad", _("Privacidad"), _("Qué datos se publican y cuáles nunca.")),
)


def _caminos(lectura: Lectura) -> list[tuple[str, str, str]]:
    """(título, de qué se trata, dirección)."""
    return [(str(t), str(que_es), direccion(lectura.proceso, nombre)) for nombre, t, que_es in _CAMINOS]


# Valor del filtro «¿Respondió?» → cómo se dice en la portada, en el orden en que se leen.
_HOY = {
    "si": _("Con respuestas publicadas"),
    "en-revision": _("En revisión por el Instituto"),
    "en-plazo": _("En plazo para responder"),
    "no": _("No respondieron"),
    "sin-acceso": _("Sin acceso a tiempo, por causa del Instituto"),
    "por-publicar": _("Respondieron y se publican después"),
    "retirada": _("Retiradas temporalmente por el Instituto"),
}
_SIEMPRE = {
    ANTES: ("si", "en-revision", "en-plazo", "no"),
    HOY: ("si", "no"),
    DESPUES: ("si", "no"),
}


def _hoy(respondieron: dict[str, int], lista: str, momento: str) -> list[tuple[str, str, int]]:
    """(texto, dirección, cuántas); suman el total. Lo que ya no pasa, o casi nunca, sólo se dice si pasa."""
    return [
        (str(texto), f"{lista}?respondio={valor}", respondieron.get(valor, 0))
        for valor, texto in _HOY.items()
        if valor in _SIEMPRE[momento] or respondieron.get(valor)
    ]


def _por_publicar(lectura: Lectura) -> list[tuple[str, str]]:
    """Pares (día, cargos) de lo que el Instituto publicará después; un día sin cargos vale para todos.

    Los cargos son aquellos por los que se vota: cuándo se publica uno se sabe antes de que nadie se registre.
    """
    proceso = lectura.proceso
    dias: dict[datetime | None, list[str]] = {}
    for cargo, _ambito in sorted(lectura.indice.cargos.values(), key=lambda par: par[0]["orden"]):
        dias.setdefault(proceso.instante("publicacion", cargo["clave"]), []).append(cargo["nombre"])
    if not dias:
        dias[proceso.instante("publicacion")] = []
    futuras = sorted((desde, cargos) for desde, cargos in dias.items() if desde and desde > lectura.ahora)
    todos = len(dias) == 1
    return [(dia_de_inicio(desde), "" if todos else ", ".join(cargos)) for desde, cargos in futuras]
