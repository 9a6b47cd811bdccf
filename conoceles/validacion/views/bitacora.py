"""La bitácora, para leerse: buscar, pasar páginas, descargar y comprobar la cadena. Nada se edita."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from conoceles.bitacora import cadena
from conoceles.bitacora.lectura import Busqueda, pagina, todos, ultima_revision
from conoceles.bitacora.models import Asiento
from conoceles.bitacora.reservados import ACTOS_RESERVADOS, AZAR
from conoceles.comun.csv_abierto import descarga_larga
from conoceles.comun.horas import fecha_y_hora_exacta
from conoceles.comun.segundo_plano import anotar, avance_de, lanzar
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.roles import ROLES
from conoceles.cuentas.sesiones import quien
from conoceles.registro.models import Candidatura
from conoceles.validacion.forms import BitacoraForm
from conoceles.validacion.historia import PALABRAS, en_palabras

from .comunes import candidaturas_con, proceso_de

RAIZ = "validacion:bitacora"
TRABAJO = "bitacora-cadena"  # el nombre de su avance
COINCIDENCIAS_MAXIMO = 200
ILEGIBLE = "ilegible: fue alterado por fuera"  # un renglón que no se deja leer
_INSTANTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")


@requiere(Permiso.VER_BITACORA)
@require_safe
@never_cache
def bitacora(request: HttpRequest) -> HttpResponse:
    filtros, busqueda = _buscada(request)
    vista = pagina(busqueda.asientos(), antes=_numero(request, "antes"), despues=_numero(request, "despues"))
    renglones = [_renglon(asiento) for asiento in vista.asientos]
    _nombrar(renglones)
    contexto = {
        "filtros": filtros,
        "hay_busqueda": bool(filtros.elegidos),
        "renglones": renglones,
        "consulta": filtros.consulta(),
        "antiguos": f"?{filtros.consulta(antes=vista.antes)}" if vista.antes else "",
        "recientes": f"?{filtros.consulta(despues=vista.despues)}" if vista.despues else "",
        "comprobacion": cadena.ultima(),
        "revision": ultima_revision(),
        "comprobando": _se_esta_comprobando(),
    }
    return render(request, "validacion/bitacora.html", contexto)


@requiere(Permiso.VER_BITACORA)
@require_safe
@never_cache
def descargar(request: HttpRequest) -> StreamingHttpResponse:
    """Todo lo que coincide con la búsqueda, del renglón más antiguo al más reciente."""
    _, busqueda = _buscada(request)
    asientos = todos(busqueda.asientos())
    titulos = [
        "renglon",
        "instante",
        "quien",
        "rol",
        "direccion",
        "acto",
        "accion",
        "sobre",
        "clave",
        "detalle",
        "huella",
    ]
    return descarga_larga(titulos, _celdas(asientos), "bitacora.csv")


def _celdas(asientos: Iterator[Asiento]) -> Iterator[list[Any]]:
    for asiento in asientos:
        if not asiento.es_legible:
            yield [asiento.secuencia, *[ILEGIBLE] * 10]
            continue
        yield [
            asiento.secuencia,
            timezone.localtime(asiento.instante).isoformat(timespec="seconds"),
            asiento.actor or "El sistema",
            _rol(asiento),
            asiento.direccion,
            en_palabras(asiento.accion),
            asiento.accion,
            asiento.objeto_tipo,
            asiento.objeto_clave,
            json.dumps(asiento.detalle, ensure_ascii=False),
            asiento.huella,
        ]


@requiere(Permiso.VER_BITACORA)
@require_POST
def comprobar_cadena(request: HttpRequest) -> HttpResponse:
    """Recorrer cientos de miles de renglones toma segundos: se hace aparte y queda constancia."""
    if not _se_esta_comprobando():
        anotar(TRABAJO, "Comprobando")
        lanzar(_comprobar)
    messages.info(request, "La cadena se está comprobando. El resultado aparece aquí al terminar.")
    return redirect(RAIZ)


def _comprobar() -> None:
    try:
        cadena.comprobar()
    finally:
        anotar(TRABAJO, "")  # sin fase: ya terminó


def _se_esta_comprobando() -> bool:
    avance = avance_de(TRABAJO)
    return bool(avance and avance.fase)


def _buscada(request: HttpRequest) -> tuple[BitacoraForm, Busqueda]:
    """El formulario y lo que pide, sin los actos que quien busca no puede ver."""
    ocultas = () if quien(request).puede(Permiso.REVISAR_FORMATOS) else ACTOS_RESERVADOS
    actos = {accion: texto for accion, texto in PALABRAS.items() if not accion.startswith(ocultas or "\0")}
    form = BitacoraForm(request.GET, actos=actos)
    elegidos = form.elegidos
    objeto = elegidos.pop("objeto", "").strip()
    dias = {"desde": elegidos.pop("desde", None), "hasta": elegidos.pop("hasta", None)}
    busqueda = Busqueda(
        **elegidos,
        objetos=_claves(request, objeto) if objeto else None,
        desde=_medianoche(dias["desde"]),
        hasta=_medianoche(dias["hasta"], mas=1),
        ocultas=ocultas,
    )
    return form, busqueda


def _medianoche(dia: date | None, *, mas: int = 0) -> datetime | None:
    if dia is None:
        return None
    return datetime.combine(dia + timedelta(days=mas), time.min, tzinfo=timezone.get_current_timezone())


def _claves(request: HttpRequest, objeto: str) -> set[str]:
    """La clave tal cual, y las de las personas que se llaman así."""
    encontradas = candidaturas_con(proceso_de(request), objeto, tambien_terminadas=True).values_list(
        "clave", flat=True
    )
    return {objeto, *encontradas[:COINCIDENCIAS_MAXIMO]}


def _numero(request: HttpRequest, nombre: str) -> int | None:
    """Un número ajeno no es un error: se ignora."""
    texto = request.GET.get(nombre, "")
    return int(texto) if texto.isascii() and texto.isdigit() and len(texto) < 15 else None


def _renglon(asiento: Asiento) -> dict[str, Any]:
    cuarto, _, verbo = str(asiento.accion).partition(":")
    return {
        "asiento": asiento,
        "cuarto": cuarto,
        "verbo": verbo,
        "acto": en_palabras(asiento.accion) if asiento.es_legible else ILEGIBLE,
        "rol": _rol(asiento),
        "detalle": _pares({clave: valor for clave, valor in asiento.detalle.items() if clave != AZAR}),
    }


def _nombrar(renglones: list[dict[str, Any]]) -> None:
    """De quién es cada candidatura: la bitácora sólo guarda su clave."""
    claves = {r["asiento"].objeto_clave for r in renglones if r["asiento"].objeto_tipo == "candidatura"}
    nombres = dict(
        Candidatura.objects.filter(clave__in=claves).values_list("clave", "persona__nombre_completo")
    )
    for renglon in renglones:
        renglon["nombre"] = nombres.get(renglon["asiento"].objeto_clave, "")


def _rol(asiento: Asiento) -> str:
    return ROLES[asiento.rol].nombre if asiento.rol in ROLES else asiento.rol


def _pares(detalle: dict[str, Any]) -> list[tuple[str, str]]:
    return [(clave.replace("_", " "), _legible(valor)) for clave, valor in detalle.items()]


def _legible(valor: Any) -> str:
    """Un instante se lee en la hora del proceso, como la columna de al lado."""
    if valor is None:
        return "nada"
    if isinstance(valor, bool):
        return "sí" if valor else "no"
    if isinstance(valor, dict):
        return "; ".join(f"{rotulo}: {dicho}" for rotulo, dicho in _pares(valor))
    if isinstance(valor, list):
        return ", ".join(_legible(parte) for parte in valor)
    texto = str(valor)
    if _INSTANTE.fullmatch(texto):
        return fecha_y_hora_exacta(datetime.fromisoformat(texto))
    return texto.replace("_", " ")
