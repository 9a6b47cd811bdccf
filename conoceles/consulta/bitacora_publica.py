"""La bitácora pública: la página que la explica, los archivos que la prueban y la comprobación de cada ficha.

Los archivos no dependen de ningún proceso: la secuencia es una para toda la instalación. Los que llevan números
en su nombre no cambian jamás.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import lru_cache, partial, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from conoceles.comun import horas
from conoceles.comun.canonico import json_canonico
from conoceles.comun.puertas import publica
from conoceles.publicacion.evidencia import comprobantes, notas, puntos
from conoceles.publicacion.evidencia.comprobantes import Comprobante, Estado, comprobante
from conoceles.publicacion.lectura import Lectura

from .direcciones import completa, de_foto, direccion, en_su_proceso
from .respuestas import VIDA_SEGUNDOS, Vista, dibujar, por_edicion
from .vitrina.guardables import permitir

PUNTOS_A_LA_VISTA = 10
UN_ANIO_EN_SEGUNDOS = 60 * 60 * 24 * 365
FORMATO_DE_PRUEBA, FORMATO_DE_CONTINUIDAD = "conoceles/prueba/1", "conoceles/continuidad/1"
JSON, TEXTO = "application/json", "text/plain; charset=utf-8"
# El archivo vive en `herramientas/`, fuera del paquete: aquí llega por un enlace, también a la rueda.
VERIFICADOR = settings.PAQUETE / "documentos" / "verificador.py"


class NumeroDeHoja:
    """Un entero positivo, escrito de una sola manera: una dirección por archivo."""

    regex = "[1-9][0-9]{0,11}"

    def to_python(self, texto: str) -> int:
        return int(texto)

    def to_url(self, numero: int) -> str:
        return str(numero)


# --- Las páginas ---------------------------------------------------------------------------------------------


def _marca() -> str:
    """La bitácora crece también con lo que se publica en otro proceso."""
    return "".join(punto.nota for punto in puntos.que_se_leen(1))


@publica
@partial(por_edicion, otra_marca=_marca)
def portada(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    recientes = puntos.que_se_leen(PUNTOS_A_LA_VISTA)
    contexto = {
        "punto": recientes[0] if recientes else None,
        "recientes": [(punto, horas.fecha_y_hora_exacta(punto.instante)) for punto in recientes],
        "hojas": _archivos_de_hojas(recientes[0].tamano) if recientes else [],
        "llave": notas.llaves()[-1].texto,
        "lista": direccion(lectura.proceso, "lista"),
        "ruta": completa(reverse("consulta:bitacora_publica")),
        "migas": [(gettext("Inicio"), direccion(lectura.proceso, "portada"))],
        "canonica": completa(reverse("consulta:bitacora_publica")),
    }
    return dibujar(request, lectura, "consulta/bitacora_publica.html", contexto)


def _archivos_de_hojas(tamano: int) -> list[tuple[int, int]]:
    """Inicio y fin del primer archivo de hojas y del último: entre ellos, de 256 en 256."""
    ultimo = (tamano - 1) // puntos.HOJAS_POR_TRAMO * puntos.HOJAS_POR_TRAMO + 1
    primero = (1, min(puntos.HOJAS_POR_TRAMO, tamano))
    return [primero] if ultimo == 1 else [primero, (ultimo, tamano)]


# Lo que se comprueba se comprueba cada vez: un documento tocado por fuera no cambia la edición.
_siempre_de_nuevo = partial(por_edicion, otra_marca=lambda: timezone.now().isoformat())


@publica
@_siempre_de_nuevo
def ficha(request: HttpRequest, lectura: Lectura, clave: str) -> HttpResponse:
    """Si la ficha es la que se publicó, dicho en una frase, y con qué comprobarlo sin este sitio."""
    evidencia = _evidencia(clave)
    if evidencia.proceso != lectura.proceso.clave:
        return redirect(en_su_proceso(evidencia.proceso, lectura, "verificar_ficha", clave=clave))
    vigente = evidencia.vigente
    contexto = {
        "nombre": evidencia.visible["persona"]["nombre"] if evidencia.visible else clave,
        "con_documento": evidencia.archivo["documento"] is not None,
        "estado": evidencia.estado.value,
        "vigente": vigente,
        "momento": f"{horas.fecha_y_hora_exacta(vigente.instante)} ({lectura.proceso.zona_visible})"
        if vigente.instante
        else "",
        "prueba": evidencia.prueba,
        "retratos": _retratos(evidencia),
        "archivo": _nombre_de_archivo(evidencia),
        "ficha": direccion(lectura.proceso, "ficha", clave=clave),
        "descarga": direccion(lectura.proceso, "verificacion", clave=clave),
        "correo": lectura.proceso.instituto.correo,
        "migas": [
            (gettext("Inicio"), direccion(lectura.proceso, "portada")),
            (gettext("Candidaturas"), direccion(lectura.proceso, "lista")),
        ],
        "canonica": completa(direccion(lectura.proceso, "verificar_ficha", clave=clave)),
    }
    return dibujar(request, lectura, "consulta/verificar_ficha.html", contexto)


def _retratos(evidencia: Comprobante) -> list[tuple[str, str, str]]:
    """(archivo, dirección, SHA-256) de cada tamaño de su fotografía, si hoy se ve y su documento los dice."""
    visible = evidencia.visible or {}
    return [
        (nombre, de_foto(visible["respuestas"]["foto"], nombre), huella)
        for nombre, huella in visible.get("retratos", {}).items()
        if evidencia.estado is Estado.INTEGRA
    ]


def _evidencia(clave: str) -> Comprobante:
    evidencia = comprobante(clave, timezone.now())
    if evidencia is None:
        raise Http404
    return evidencia


def _nombre_de_archivo(evidencia: Comprobante) -> str:
    return f"verificacion-{evidencia.vigente.clave}-v{evidencia.vigente.version}.json"


# --- Los archivos ----------------------------------------------------------------------------------------------


def _con_404_que_ayuda(vista: Vista) -> Vista:
    @wraps(vista)
    @require_safe
    def envuelta(request: HttpRequest, **partes: Any) -> HttpResponse:
        try:
            return vista(request, **partes)
        except puntos.SinHoja as error:
            return render(request, "consulta/sin_hoja.html", {"motivo": str(error)}, status=404)

    return envuelta


def _archivo(
    request: HttpRequest, contenido: str | bytes, tipo: str, *, fijo: bool = False, nombre: str = ""
) -> HttpResponse:
    """`fijo`: lo que hay en esta dirección no cambiará nunca. `nombre`: con el que se descarga.

    Se guarda por lo que dice su propia vida y no más: lo que alguien toque por fuera se nota al minuto.
    """
    datos = contenido.encode() if isinstance(contenido, str) else contenido
    etiqueta = f'W/"{hashlib.sha256(datos).hexdigest()[:24]}"'
    respuesta: HttpResponse | None = get_conditional_response(request, etag=etiqueta)
    if respuesta is None:
        respuesta = HttpResponse(datos, content_type=tipo)
        if nombre:
            respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    vida = UN_ANIO_EN_SEGUNDOS if fijo else VIDA_SEGUNDOS
    respuesta["ETag"] = etiqueta
    respuesta["Cache-Control"] = f"public, max-age={vida}{', immutable' if fijo else ''}"
    vence = timezone.now() + timedelta(seconds=2 * vida if fijo else vida)
    permitir(request, respuesta, vence=vence, vida=vida)
    return respuesta


def _json(dato: dict[str, Any]) -> bytes:
    """Canónico y con un salto al final: así un solo signo cambiado se nota."""
    return json_canonico(dato) + b"\n"


@publica
@_con_404_que_ayuda
def punto_de_control(request: HttpRequest) -> HttpResponse:
    ultimo = puntos.ultimo()
    if ultimo is None:
        raise puntos.SinHoja(gettext("Todavía no se publica nada: no hay ningún punto de control."))
    return _archivo(request, ultimo.nota, TEXTO)


@publica
@_con_404_que_ayuda
def punto(request: HttpRequest, tamano: int) -> HttpResponse:
    return _archivo(request, puntos.punto(tamano).nota, TEXTO, fijo=True)


@publica
@_con_404_que_ayuda
def hojas(request: HttpRequest, inicio: int, fin: int) -> HttpResponse:
    """Un tramo entero, o el cacho con que acaba el árbol de algún punto de control."""
    if (inicio - 1) % puntos.HOJAS_POR_TRAMO or not inicio <= fin < inicio + puntos.HOJAS_POR_TRAMO:
        raise puntos.SinHoja(gettext("Las hojas van de 256 en 256: 1-256, 257-512 y así."))
    if fin % puntos.HOJAS_POR_TRAMO:
        puntos.punto(fin)
    renglones = puntos.hojas(inicio, fin)
    if len(renglones) != fin - inicio + 1:
        raise puntos.SinHoja(
            gettext("No hay hojas de la %(inicio)s a la %(fin)s.") % {"inicio": inicio, "fin": fin}
        )
    return _archivo(request, b"\n".join(renglones) + b"\n", TEXTO, fijo=True)


@publica
@_con_404_que_ayuda
def prueba(request: HttpRequest, secuencia: int) -> HttpResponse:
    dato = {"formato": FORMATO_DE_PRUEBA, **puntos.prueba_de(secuencia)}
    return _archivo(request, _json(dato), JSON)


@publica
@_con_404_que_ayuda
def continuidad(request: HttpRequest, viejo: int, nuevo: int) -> HttpResponse:
    dato = {"formato": FORMATO_DE_CONTINUIDAD, **puntos.consistencia(viejo, nuevo)}
    return _archivo(request, _json(dato), JSON, fijo=True)


@publica
@_con_404_que_ayuda
def llave(request: HttpRequest) -> HttpResponse:
    renglones = [
        "# Con qué llave se firman los puntos de control, de qué tamaño a qué tamaño del árbol.",
        *(una.renglon for una in notas.llaves()),
        "",
    ]
    return _archivo(request, "\n".join(renglones), TEXTO)


@publica
@_con_404_que_ayuda
def verificador(request: HttpRequest) -> HttpResponse:
    return _archivo(request, _verificador(), "text/x-python; charset=utf-8", nombre=VERIFICADOR.name)


@lru_cache(maxsize=1)
def _verificador() -> bytes:
    return bytes(VERIFICADOR.read_bytes())


@publica
@_con_404_que_ayuda
def sin_archivo(request: HttpRequest, ruta: str) -> HttpResponse:
    raise puntos.SinHoja(gettext("La bitácora pública no tiene un archivo con ese nombre."))


@publica
@require_safe
def verificacion(request: HttpRequest, clave: str, proceso: str = "") -> HttpResponse:
    """El archivo que comprueba el verificador; da lo mismo de qué proceso sea, la clave es única."""
    evidencia = _evidencia(clave)
    if evidencia.estado is comprobantes.Estado.ALTERADA and not evidencia.prueba:
        raise Http404
    return _archivo(request, _json(evidencia.archivo), JSON, nombre=_nombre_de_archivo(evidencia))
