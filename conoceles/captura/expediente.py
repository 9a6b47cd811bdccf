"""La candidatura de quien entró, con todo lo que sus pantallas necesitan, leído de una vez."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from conoceles.acuses.lectura import de_candidatura as acuses_de
from conoceles.acuses.models import Acuse
from conoceles.cuestionarios.definiciones import Definicion, Seccion
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.integridad import (
    EstadoDeSeccion,
    Falta,
    estado_de_seccion,
    faltas,
    secciones_iguales,
)
from conoceles.cuestionarios.models import (
    Avance,
    Cuestionario,
    Envio,
    Observacion,
    Sobrante,
    SolicitudDeCorreccion,
)
from conoceles.cuestionarios.observaciones import Observado, juntas
from conoceles.registro.models import Candidatura


@dataclass
class Expediente:
    """Una candidatura y su cuestionario curricular. Mientras no se guarda nada, éste no tiene fila."""

    candidatura: Candidatura
    cuestionario: Cuestionario
    respuestas: dict[str, Any] = field(default_factory=dict)
    avances: dict[str, Avance] = field(default_factory=dict)
    observaciones: list[Observacion] = field(default_factory=list)
    envios: list[Envio] = field(default_factory=list)

    @property
    def definicion(self) -> Definicion:
        return self.cuestionario.definicion

    @property
    def cuenta_espacios(self) -> bool:
        return self.candidatura.proceso.parametros.contar_espacios

    @cached_property
    def editables(self) -> frozenset[str]:
        return self.cuestionario.secciones_editables()

    @cached_property
    def correccion_en_curso(self) -> SolicitudDeCorreccion | None:
        """Lo que pidió corregir y se le concedió, mientras no lo envíe."""
        if self.cuestionario.estado != Estado.EN_CORRECCION:
            return None
        return self.cuestionario.correccion_en_curso

    @cached_property
    def faltas(self) -> list[Falta]:
        return faltas(self.definicion, self.respuestas, contar_espacios=self.cuenta_espacios)

    def estado_de(self, seccion: Seccion) -> EstadoDeSeccion:
        return estado_de_seccion(
            self.definicion, seccion, self.respuestas, contar_espacios=self.cuenta_espacios
        )

    def faltas_de(self, seccion: Seccion) -> list[Falta]:
        return [falta for falta in self.faltas if falta.seccion == seccion.clave]

    def observaciones_de(self, seccion: str) -> list[Observacion]:
        """Las que el Instituto emitió y siguen sin atender."""
        return [o for o in self.observaciones if o.seccion == seccion and o.esta_abierta]

    def observado_en(self, seccion: str) -> list[Observado]:
        """Lo mismo, como se lee: un texto con sus motivos."""
        return juntas(self.observaciones_de(seccion))

    def esta_corregida(self, seccion: str) -> bool:
        """¿Dice ya otra cosa que lo que se envió? Guardarla igual no es corregirla."""
        return bool(self.observaciones_de(seccion)) and seccion not in self.sin_cambios

    @cached_property
    def sin_cambios(self) -> list[str]:
        """Lo observado que sigue idéntico a lo que se envió."""
        if self.cuestionario.estado != Estado.OBSERVADO or self.ultimo_envio is None:
            return []
        iguales = secciones_iguales(self.definicion, self.ultimo_envio.contenido, self.respuestas)
        return [clave for clave in iguales if clave in self.editables]

    @cached_property
    def acuses(self) -> list[Acuse]:
        return acuses_de(self.candidatura.clave)

    @property
    def hay_sobrantes(self) -> bool:
        """¿Quedó algún texto sin usar de un choque?"""
        return bool(getattr(self.cuestionario, "con_sobrantes", False))

    @property
    def ultimo_envio(self) -> Envio | None:
        return self.envios[-1] if self.envios else None


def leer(candidatura: Candidatura) -> Expediente:
    """El expediente de la candidatura; sólo lee."""
    cuestionario = (
        Cuestionario.objects.curriculares()
        .filter(candidatura=candidatura)
        .annotate(con_sobrantes=Exists(Sobrante.objects.filter(cuestionario=OuterRef("pk"))))
        .prefetch_related(
            "respuestas",
            "avances",
            "observaciones",
            Prefetch("envios", Envio.objects.defer("contenido")),
        )
        .first()
    )
    if cuestionario is None:
        tipo = Cuestionario.Tipo.CURRICULAR
        definicion = Cuestionario.definicion_que_rige(candidatura, tipo)
        return Expediente(
            candidatura, Cuestionario(candidatura=candidatura, tipo=tipo, definicion_clave=definicion)
        )
    cuestionario.candidatura = candidatura
    return Expediente(
        candidatura,
        cuestionario,
        cuestionario.respuestas_por_clave(),
        {avance.seccion: avance for avance in cuestionario.avances.all()},
        [o for o in cuestionario.observaciones.all() if o.emitida_en],
        list(cuestionario.envios.all()),
    )


def mi_candidatura(request: HttpRequest, clave: str) -> Candidatura:
    """La candidatura de esa clave si es de quien entró; para cualquier otra persona no existe (404)."""
    candidatura = get_object_or_404(
        Candidatura.objects.con_todo(), clave=clave, persona__cuenta_id=request.user.pk
    )
    request.proceso = candidatura.proceso  # type: ignore[attr-defined]
    return candidatura


def mia(request: HttpRequest, clave: str) -> Candidatura:
    """Lo mismo, sólo con su persona: lo que basta para guardar un borrador, que ocurre cada pocos segundos."""
    candidaturas = Candidatura.objects.select_related("persona")
    return get_object_or_404(candidaturas, clave=clave, persona__cuenta_id=request.user.pk)


def con_mi_expediente(vista: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Cambia la `clave` de la dirección por el `Expediente`; una candidatura terminada muestra por qué."""

    @wraps(vista)
    def envuelta(request: HttpRequest, clave: str, **kwargs: Any) -> HttpResponseBase:
        candidatura = mi_candidatura(request, clave)
        if candidatura.hasta is not None:
            return terminada(request, candidatura)
        return vista(request, leer(candidatura), **kwargs)

    return envuelta


def terminada(request: HttpRequest, candidatura: Candidatura) -> HttpResponse:
    """Por qué ya no puede cambiarse nada, y los acuses de lo que se envió."""
    contexto = {"candidatura": candidatura, "acuses": acuses_de(candidatura.clave)}
    return render(request, "captura/terminada.html", contexto, status=410)
