"""Las tres formas de los datos —vacía, típica y extrema— y, en cada una, la dirección de cada ruta pública.

Las rutas salen de la configuración: una nueva entra sola a la matriz; si pide un dato que ninguna forma tiene, o no
responde lo que debe, la prueba lo dice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from conoceles.avisos.versiones import versiones
from conoceles.comun.lenguas import ESPANOL, en_otra, etiqueta
from conoceles.comun.puertas import PUBLICA
from conoceles.cuentas.acciones import emitir_enlace
from conoceles.cuentas.models import Enlace
from conoceles.cuentas.seguridad.enlaces import para_congelar
from conoceles.estadistica import acciones as estadistica
from conoceles.interrupciones.models import Interrupcion
from conoceles.publicacion.models import Ficha
from conoceles.reportes import acciones as reportes
from conoceles.territorio.models import Contorno, Mapa
from tests import fabricas
from tests.consulta import boletas
from tests.publicacion import sinteticas, versionadas
from tests.publicacion.versionadas import version
from tests.recorridos import publicas
from tests.recorridos.publicas import EXTREMAS, LARGO, PALABRA, RESPUESTAS, SIN_ENVIAR
from tests.recorridos.test_comparar import competir
from tests.test_permisos import rutas

from .modos import PAGINA

TRAZOS = {"001": "M0 0l500 0 0 400-500 0z", "002": "M500 0l500 0 0 400-500 0z"}
FOLIO = "C-7KQ2-M9XD-4TRWC"  # bien escrito y de nadie
# Sin cabecera ni pie: lo que se guarda para abrirlo sin internet y lo que se imprime.
SOLAS = {
    "consulta:boleta_para_guardar", "consulta:boleta_sin_fotos", "consulta:boleta_hoja", "consulta:boleta_hoja_grande",
    "consulta:cartel",
}  # fmt: skip
# Sólo las ve quien entró, y lo privado está en español.
ERRORES_PRIVADOS = {"403", "arbol_roto"}


@dataclass
class Forma:
    """Con qué llenar las rutas; `por_ruta`, lo que una pide distinto; `otras`, estados con otra dirección."""

    parametros: dict[str, object]
    por_ruta: dict[str, dict[str, object]] = field(default_factory=dict)
    otras: list[str] = field(default_factory=list)


class Lugar(NamedTuple):
    """`cuerpo`: lo que muestra una página que sólo aparece cuando algo falla. `lengua`: su atributo `lang`."""

    nombre: str
    direccion: str
    cuerpo: str = ""
    va_sola: bool = False
    lengua: str = etiqueta(ESPANOL)

    @property
    def partes(self) -> tuple[str, ...]:
        """Las regiones que debe llevar: entrar no tiene navegación; la que va sola, ni cabecera."""
        if self.va_sola:
            return ("main",)
        return tuple(
            parte
            for parte in PAGINA
            if parte != "nav" or self.nombre.startswith(("consulta", "/", "errores/"))
        )


# --- Qué páginas hay -------------------------------------------------------------------------------------
def publicas_sin_proceso() -> list[tuple[str, frozenset[str]]]:
    """Nombre y parámetros de cada ruta de cualquiera; las de otro proceso son las mismas páginas."""
    return [
        (ruta.nombre, ruta.parametros)
        for ruta in sorted(rutas(), key=lambda ruta: ruta.nombre)
        if ruta.vista.acceso == PUBLICA and "proceso" not in ruta.parametros
    ]


def lugares(forma: Forma, lengua: str = ESPANOL) -> Iterator[Lugar]:
    """Cada página HTML: las de las rutas y los demás estados. Lo que se descarga no es una página.

    En otra lengua, sólo lo público: entrar está en español.
    """
    cliente, lang = Client(), etiqueta(lengua)
    for nombre, parametros in publicas_sin_proceso():
        if lengua != ESPANOL and not nombre.startswith("consulta:"):
            continue
        datos = {**forma.parametros, **forma.por_ruta.get(nombre, {})}
        faltan = parametros - set(datos)
        assert not faltan, f"{nombre} pide {sorted(faltan)}: póngalo en cada forma de {__name__}."
        with override(lengua):
            direccion = reverse(nombre, kwargs={parametro: datos[parametro] for parametro in parametros})
        respuesta = cliente.get(direccion)
        if "html" in respuesta.headers.get("Content-Type", "") and respuesta.status_code not in (302, 405):
            yield Lugar(nombre, direccion, va_sola=nombre in SOLAS, lengua=lang)
    yield from (Lugar(otra, en_otra(otra, lengua), lengua=lang) for otra in forma.otras)


def de_error(lengua: str = ESPANOL) -> Iterator[Lugar]:
    """Las que ninguna dirección muestra si nada falla; en otra lengua, las que puede ver quien no ha entrado."""
    raiz = en_otra("/", lengua)
    errores = ("400", "403", "410", "421", "500", "503", "arbol_roto", "csrf", "sin_base")
    contexto = {
        "pendiente": None, "habia_archivo": False, "verificar": "/verificar/", "correo": "ayuda@ejemplo.mx",
        "canonica": "/", "no_indexar": True,
    }  # fmt: skip
    for nombre in (
        *(f"errores/{clave}.html" for clave in errores if lengua == ESPANOL or clave not in ERRORES_PRIVADOS),
        "consulta/alterada.html",
        "consulta/sin_proceso.html",
    ):
        with override(lengua):
            cuerpo = render_to_string(nombre, contexto, request=RequestFactory().get(raiz))
        va_sola = "base_sola.html" in get_template(nombre).template.source
        yield Lugar(nombre, raiz, cuerpo, va_sola, etiqueta(lengua))


# --- Con qué datos ---------------------------------------------------------------------------------------
def sin_nada(proceso: Any) -> list[Lugar]:
    """Un proceso recién cargado: las páginas que no dependen de una candidatura."""
    return [
        Lugar(nombre, f"{reverse(nombre)}?sin-nada")
        for nombre, parametros in publicas_sin_proceso()
        if not parametros and "html" in Client().get(reverse(nombre)).headers.get("Content-Type", "")
    ]


def vacia(proceso: Any, **_: Any) -> Forma:
    """Hay a quién votar y nadie ha respondido."""
    _boleta(proceso, {}, municipios=2, distritos=1, quienes=boletas.actores(2), cuestionario=SIN_ENVIAR)
    boletas.mapa(proceso, municipios=2, distritos=1, secciones=4)
    return Forma(
        {**_comunes(proceso, "boleta00000"), "token": "inventado", "firma": "inventada", "folio": FOLIO},
        {"consulta:reporte": {"folio": _reporte(proceso, "boleta00000").folio}},
        ["/candidaturas/?q=nadie", "/boleta/2/", "/verificar/?folio=x", "/no/existe"],
    )


def tipica(proceso: Any, *, gente: Any, publicada: Any, **_: Any) -> Forma:
    """Lo de un día cualquiera: Ana publicada por el camino de verdad, y una boleta entera alrededor."""
    _boleta(proceso, RESPUESTAS, municipios=3, distritos=2, quienes=boletas.actores(3))
    boletas.mapa(proceso, municipios=3, distritos=2, secciones=9, es_ficticio=True)
    _contornos(proceso, {"001": "Álamos", "002": "Zacoalco"})
    _interrupcion("Se fue la luz en el centro de datos.")
    estadistica.cortar(proceso=proceso, por=None)
    atendido = reportes.atender(
        reporte=_reporte(proceso, publicada.clave), respuesta="Se corrigió el año.", por=gente["vera"]
    )
    enlace = emitir_enlace(usuario=gente["beto"], motivo=Enlace.Motivo.ACTIVAR, por=gente["carmen"])
    return Forma(
        {
            **_comunes(proceso, publicada.clave),
            "token": _ultima_parte(enlace),
            "firma": _ultima_parte(para_congelar(gente["beto"])),
            "folio": publicada.cuestionarios.get().envios.get().folio,
        },
        {"consulta:reporte": {"folio": atendido.folio}, "consulta:aviso": {"version": versiones()[0].clave}},
        [
            "/candidaturas/?vista=tabla", "/candidaturas/?vista=formulas&cargo=diputacion-mr", "/candidaturas/?q=a&pagina=2",
            "/candidaturas/boleta00000/", "/boleta/?seccion=x", "/boleta/?localidad=centro", "/boleta/9999/", "/boleta/3/",
        ],
    )  # fmt: skip


def extrema(proceso: Any, **_: Any) -> Forma:
    """Lo más largo que cabe en cada campo, en cada situación; doce que compiten y una historia de muchas versiones."""
    proceso.nombre, proceso.es_ficticio = f"Proceso electoral local {PALABRA} ordinario 2026-2027", True
    proceso.datos_instituto = {
        "nombre": f"Instituto Electoral y de Participación {PALABRA} del Estado", "siglas": "IEPDE",
        "correo": EXTREMAS["correo_publico"], "telefono": "443 000 0000 extensión 12345", "sitio": EXTREMAS["pagina_web"],
    }  # fmt: skip
    proceso.save()
    for n in range(6):
        fabricas.ProcesoFactory(clave=f"otro-{n}", nombre=f"Proceso {PALABRA} {2000 + n}", es_vigente=False)
    largos = [{**actor, "nombre": f"Candidatura común {PALABRA}"} for actor in boletas.actores(12)]
    _boleta(proceso, EXTREMAS, municipios=3, distritos=2, quienes=largos, regidurias=4)
    competir(proceso, [publicas.PUBLICADA] * 9 + [SIN_ENVIAR] * 3, EXTREMAS, nombre=f"María {PALABRA}")
    situaciones = publicas.inscribir(proceso)
    versionadas.escribir(
        proceso, [version(RESPUESTAS), *(version({**EXTREMAS, "motivo_cargo": f"{n}"}) for n in range(24))]
    )
    boletas.mapa(proceso, municipios=3, distritos=2, secciones=300)
    largo = {clave: f"{PALABRA} de {PALABRA} {clave}" for clave in ("001", "002", "003")}
    Mapa.objects.update(municipios=largo)
    _contornos(proceso, largo)
    _interrupcion(f"{PALABRA * 4} {LARGO}"[:300])
    estadistica.cortar(proceso=proceso, por=None)
    assert Ficha.objects.filter(clave__in=situaciones).count() == len(situaciones)
    return Forma(
        {
            **_comunes(proceso, "extrema"), "contienda": "diputacion-mr-10", "token": "x" * 120, "firma": "x" * 120,
            "folio": FOLIO,
        },
        {
            "consulta:reporte": {"folio": _reporte(proceso, "extrema").folio},
            **dict.fromkeys(("consulta:versiones", "consulta:version"), {"clave": versionadas.CLAVE, "numero": 2}),
        },
        [
            *(f"/candidaturas/{clave}/" for clave in situaciones),
            "/candidaturas/?vista=tabla&orden=apellido", f"/candidaturas/?q={PALABRA}&sexo=mujer&cargo=regiduria",
        ],
    )  # fmt: skip


def _comunes(proceso: Any, clave: str) -> dict[str, object]:
    """Los parámetros que se llenan igual en todas."""
    return {
        "clave": clave, "seccion": 1, "municipio": "001", "contienda": "gubernatura-16", "numero": 1, "tamano": 1,
        "inicio": 1, "fin": 1, "viejo": 1, "nuevo": 1, "secuencia": 1, "ruta": "no-hay", "huella": "0" * 64,
        "nombre": "640.webp", "version": versiones()[0].clave, "valor": "diputacion-mr",
    }  # fmt: skip


def _boleta(proceso: Any, respuestas: dict[str, Any], **medidas: Any) -> None:
    """Los cargos y los lugares se llaman como en las demás fábricas: son los mismos."""
    nombres = {cargo["clave"]: cargo["nombre"] for cargo in sinteticas.CARGOS}
    lugares = {(d["tipo"], d["clave"]): d for todas in sinteticas.LUGARES.values() for d in todas}
    tarjetas = boletas.tarjetas(**medidas, con_foto=False)
    for tarjeta in tarjetas.values():
        cargo, donde = tarjeta["cargo"], tarjeta["demarcacion"]
        tarjeta["cargo"] = {**cargo, "nombre": nombres.get(cargo["clave"], cargo["nombre"])}
        tarjeta["demarcacion"] = lugares[donde["tipo"], donde["clave"]]
    sinteticas.inscribir(proceso, tarjetas, respuestas)


def _reporte(proceso: Any, clave: str) -> Any:
    return reportes.recibir(
        formulario="f" * 32, proceso=proceso.clave, candidatura=clave, version=1, apartado="Propuestas", texto=LARGO[:900]
    )  # fmt: skip


def _contornos(proceso: Any, nombres: dict[str, str]) -> None:
    Contorno.objects.create(
        proceso=proceso, ancho=1000, alto=400, trazos=TRAZOS, nombres=nombres, archivo="m.geojson", huella="0" * 64
    )  # fmt: skip


def _interrupcion(descripcion: str) -> None:
    ayer = timezone.now() - timedelta(days=1)
    Interrupcion.objects.create(
        desde=ayer, hasta=ayer + timedelta(hours=2), origen="servicio", descripcion=descripcion
    )


def _ultima_parte(direccion: str) -> str:
    return urlsplit(direccion).path.rstrip("/").rsplit("/", 1)[-1]
