"""Lo que comparten las pantallas del panel: encontrar la candidatura y decir un error de negocio."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest

from conoceles.calendario.models import Proceso
from conoceles.comun.busqueda import plegado
from conoceles.comun.legibles import legibles
from conoceles.comun.texto import plegar_busqueda
from conoceles.cuestionarios.acciones import (
    ConObservaciones,
    EnvioAlterado,
    RondasAgotadas,
    SinCorreccion,
    SinObservaciones,
    TurnoAjeno,
)
from conoceles.cuestionarios.estados import Estado, TransicionInvalida
from conoceles.cuestionarios.models import Cuestionario
from conoceles.publicacion.acciones import NoPublicable, volverian
from conoceles.publicacion.models import Ficha, VistoBueno
from conoceles.publicacion.pausas import Pausada, pausadas
from conoceles.publicacion.situacion import POR_PUBLICAR, PUBLICADA, RETIRADA, Situacion, frase_de_pausa
from conoceles.publicacion.vistos import SinVistoBueno
from conoceles.registro.models import Candidatura, CandidaturaQuerySet
from conoceles.validacion.acciones import VersionNueva

# Cómo se ve cada estado: la palabra la pone el estado, el color sólo la repite.
VARIANTES: dict[str, str] = {
    Estado.EN_CAPTURA: "apagado",
    Estado.ENVIADO: "informacion",
    Estado.EN_VALIDACION: "progreso",
    Estado.OBSERVADO: "atencion",
    Estado.EN_CORRECCION: "progreso",
    Estado.CORREGIDO: "informacion",
    Estado.VALIDADO: "exito",
}
# Lo que un verbo niega con una frase que ya dice qué hacer.
_SIN_EFECTO = (
    ConObservaciones,
    EnvioAlterado,
    RondasAgotadas,
    SinCorreccion,
    SinObservaciones,
    SinVistoBueno,
    TurnoAjeno,
    VersionNueva,
)
_ENCONTRADAS_MAXIMO = 20
_SE_PUBLICO = {PUBLICADA, POR_PUBLICAR, RETIRADA}


def lo_publicado(publica: Situacion | None) -> tuple[str, str] | None:
    """De lo que se ha publicado, lo que hoy dice su página, con la variante de su etiqueta; nunca otra cosa."""
    se_publico = publica is not None and publica.clave in _SE_PUBLICO
    return (publica.etiqueta, publica.variante) if publica and se_publico else None


def proceso_de(request: HttpRequest) -> Proceso:
    """El proceso vigente, leído una vez por petición: la plantilla usa el mismo."""
    request.proceso = getattr(request, "proceso", None) or Proceso.objects.vigente()  # type: ignore[attr-defined]
    return request.proceso  # type: ignore[attr-defined]


def candidatura_o_404(request: HttpRequest, clave: str) -> Candidatura:
    candidatura = (
        Candidatura.objects.con_todo()
        .select_related("persona__cuenta")
        .del_proceso(proceso_de(request))
        .filter(clave=clave)
        .first()
    )
    if candidatura is None:
        raise Http404("No hay una candidatura con esa clave en este proceso.")
    return candidatura


def candidaturas_con(proceso: Proceso, q: str, *, tambien_terminadas: bool = False) -> CandidaturaQuerySet:
    """Las vigentes cuyo nombre tiene todas esas palabras, con acentos o sin ellos; o la de esa clave."""
    candidaturas = Candidatura.objects.del_proceso(proceso).con_todo()
    if not tambien_terminadas:
        candidaturas = candidaturas.vigentes()
    for palabra in plegar_busqueda(q).split():
        candidaturas = candidaturas.alias(nombre_plegado=plegado("persona__nombre_completo")).filter(
            Q(nombre_plegado__contains=palabra) | Q(clave=palabra)
        )
    return candidaturas.order_by("persona__nombre_completo", "pk")


def busqueda(request: HttpRequest) -> dict[str, Any]:
    """Las candidaturas que se buscan con `q`, para `validacion/_buscar.html`."""
    q = request.GET.get("q", "").strip()[:100]
    encontradas = list(candidaturas_con(proceso_de(request), q)[: _ENCONTRADAS_MAXIMO + 1]) if q else []
    return {
        "q": q,
        "encontradas": encontradas[:_ENCONTRADAS_MAXIMO],
        "hay_mas": len(encontradas) > _ENCONTRADAS_MAXIMO,
    }


def cuestionario_de(candidatura: Candidatura) -> Cuestionario | None:
    cuestionario = Cuestionario.objects.curriculares().filter(candidatura=candidatura).first()
    if cuestionario:
        cuestionario.candidatura = candidatura  # ya se leyó, con su cargo y su proceso
    return cuestionario


def cuestionario_o_404(candidatura: Candidatura) -> Cuestionario:
    cuestionario = cuestionario_de(candidatura)
    if cuestionario is None:
        raise Http404("Esa candidatura aún no tiene cuestionario.")
    return cuestionario


def apartado_de(visto: VistoBueno, cuestionario: Cuestionario | None) -> str:
    """El título del apartado que se ocultó o volvería a mostrarse; vacío si es de la ficha entera."""
    seccion = visto.datos.get("seccion")
    return cuestionario.definicion.seccion(seccion).titulo if cuestionario and seccion else ""


def que_volveria(cuestionario: Cuestionario, ficha: Ficha | None) -> list[Pausada]:
    """Lo oculto que se vería al publicar el último envío, y lo que hoy se lee en su lugar."""
    envio = next(iter(legibles(cuestionario.envios.order_by("-numero")[:1])), None)
    return lo_oculto(ficha, volverian(ficha, envio)) if ficha and envio else []


def lo_oculto(ficha: Ficha, claves: Collection[str]) -> list[Pausada]:
    """De esos apartados, y de la ficha entera si está la clave vacía, lo que hoy se lee en su lugar."""
    hoy = [pausada for pausada in pausadas(ficha) if pausada.clave in claves]
    if ficha.retirada_en and "" in claves:
        pausa = {"desde": ficha.retirada_en.isoformat(), "motivo": ficha.motivo_de_retiro}
        hoy.insert(0, Pausada("", "Todas sus respuestas", frase_de_pausa(pausa)))
    return hoy


def dicho_con_palabras(request: HttpRequest) -> AbstractContextManager[None]:
    """Lo que el estado no permite se dice en un aviso; casi siempre es que otra persona actuó antes."""
    return _dicho(partial(messages.error, request))


def dicho_en(form: forms.Form) -> AbstractContextManager[None]:
    """Lo mismo, en el formulario: vuelve a dibujarse y lo escrito no se pierde."""
    return _dicho(lambda frase: form.add_error(None, f"{frase} Abajo está lo que escribió."))


@contextmanager
def _dicho(decir: Callable[[str], object]) -> Iterator[None]:
    try:
        yield
    except (TransicionInvalida, NoPublicable) as error:
        decir(f"{error} Es posible que otra persona haya actuado antes: la historia lo dice. Nada cambió.")
    except _SIN_EFECTO as error:
        decir(f"{error} Nada cambió.")
