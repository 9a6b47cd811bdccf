"""El consentimiento y el cuestionario de identidad de quien entró, con lo que sus pantallas necesitan.

Lo cifrado sólo se abre cuando una pantalla lo pide: la lista de tareas, sólo si ya hay un envío con qué comparar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from conoceles.avisos.versiones import Aviso, en_vigor
from conoceles.comun import horas
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios.definiciones import Definicion, Seccion
from conoceles.cuestionarios.integridad import EstadoDeSeccion, Falta, estado_de_seccion, faltas
from conoceles.llaves.acciones import NoSeDescifra
from conoceles.privacidad import lectura
from conoceles.privacidad.comun import definicion_que_rige
from conoceles.privacidad.contenido import Contenido, para_enviar, sin_lo_que_no_aplica
from conoceles.privacidad.lectura import Borrador
from conoceles.privacidad.models import Consentimiento, EnvioDeIdentidad, Identidad
from conoceles.registro.models import Candidatura

from .expediente import mi_candidatura
from .formatos import mi_formato
from .panorama import Tarea


@dataclass
class MiIdentidad:
    """Una candidatura con su consentimiento vigente, el aviso que hoy rige y su cuestionario de identidad."""

    candidatura: Candidatura
    definicion: Definicion
    aviso: Aviso
    consentimiento: Consentimiento | None
    por: Usuario

    # --- El consentimiento -----------------------------------------------------------------------------
    @property
    def cambio_el_aviso(self) -> bool:
        """¿Decidió leyendo una versión que ya no rige? Lo decidido vale, pero hay que volver a preguntar."""
        return self.consentimiento is not None and self.consentimiento.aviso != self.aviso.clave

    @property
    def consentimiento_al_dia(self) -> Consentimiento | None:
        return None if self.cambio_el_aviso else self.consentimiento

    @property
    def puede_contestar(self) -> bool:
        return bool(self.consentimiento_al_dia and self.consentimiento_al_dia.tratamiento)

    @property
    def no_quiso(self) -> bool:
        """Decidió no autorizar el tratamiento: no hay nada que preguntarle."""
        return bool(self.consentimiento_al_dia and not self.consentimiento_al_dia.tratamiento)

    # --- La acción afirmativa --------------------------------------------------------------------------
    @property
    def acciones(self) -> list[str]:
        """Los nombres de los grupos por los que se registró."""
        return [self._nombre_de(clave) for clave in self.candidatura.acciones_afirmativas]

    def accion_de(self, seccion: Seccion) -> str:
        """El nombre del grupo de esa sección si se registró por él; si no, vacío."""
        es_suyo = seccion.grupo in self.candidatura.acciones_afirmativas
        return self._nombre_de(seccion.grupo) if es_suyo else ""

    def _nombre_de(self, accion: str) -> str:
        nombres = {a["clave"]: a["nombre"] for a in self.candidatura.proceso.acciones_afirmativas}
        return str(nombres.get(accion, accion))

    @property
    def es_integra(self) -> bool:
        return self.candidatura.proceso.parametros.alcance_accion_afirmativa == "integra"

    # --- El cuestionario -------------------------------------------------------------------------------
    @property
    def edad(self) -> int | None:
        return self.candidatura.persona.edad

    @cached_property
    def borrador(self) -> Borrador:
        return lectura.borrador(self.candidatura, por=self.por)

    @cached_property
    def faltas(self) -> list[Falta]:
        return faltas(self.definicion, self.borrador.respuestas, edad=self.edad)

    @property
    def secciones(self) -> list[Seccion]:
        """Los grupos en que hay algo que contestar."""
        return [s for s in self.definicion if s.aplica(self.borrador.respuestas, self.edad)]

    @property
    def omitidas(self) -> list[Seccion]:
        """Los que no se preguntan: ya los contesta la edad del registro u otra respuesta."""
        return [s for s in self.definicion if not s.aplica(self.borrador.respuestas, self.edad)]

    def estado_de(self, seccion: Seccion) -> EstadoDeSeccion:
        return estado_de_seccion(self.definicion, seccion, self.borrador.respuestas, edad=self.edad)

    @cached_property
    def ultimo_envio(self) -> EnvioDeIdentidad | None:
        """El que vale; lo que se suprimió al retirar la autorización ya no cuenta."""
        return lectura.envio_vigente(self.candidatura)

    @cached_property
    def hay_por_enviar(self) -> bool:
        """¿Dice el borrador otra cosa que el último envío, o hay que volver a elegir qué se publica?"""
        ultimo = lectura.ultimo_envio(self.candidatura, por=self.por)
        if ultimo is None or self.faltas:
            return True
        envio, enviado, _ = ultimo
        escrito = Contenido(self.borrador.respuestas, self.borrador.publicar)
        nuevo = para_enviar(self.definicion, sin_lo_que_no_aplica(self.definicion, escrito, self.edad))
        if not (self.consentimiento and self.consentimiento.publicacion):
            return bool(nuevo["respuestas"] != enviado["respuestas"])
        return nuevo != enviado or self._retiro_desde(envio)

    def _retiro_desde(self, envio: EnvioDeIdentidad) -> bool:
        """Lo elegido para publicarse deja de valer si después se retiró la autorización, aunque se vuelva a dar."""
        posteriores = self.candidatura.consentimientos.filter(pk__gte=envio.consentimiento_id)
        return bool(self.borrador.publicar) and posteriores.filter(publicacion=False).exists()

    # --- Direcciones -----------------------------------------------------------------------------------
    def url(self, pantalla: str) -> str:
        """`url("identidad_revisar")` → su dirección."""
        return reverse(f"captura:{pantalla}", args=[self.candidatura.clave])

    def url_de(self, seccion: str) -> str:
        return reverse("captura:identidad_grupo", args=[self.candidatura.clave, seccion])

    def siguiente(self, seccion: str) -> str:
        """El grupo que sigue; después del último, la revisión."""
        claves = [s.clave for s in self.definicion]
        resto = claves[claves.index(seccion) + 1 :]
        proximo = next((s.clave for s in self.secciones if s.clave in resto), None)
        return self.url_de(proximo) if proximo else self.url("identidad_revisar")


def de(candidatura: Candidatura, por: Usuario) -> MiIdentidad | None:
    """`None` si el proceso no tiene cuestionario de identidad."""
    definicion = definicion_que_rige(candidatura)
    if definicion is None:
        return None
    aviso = en_vigor(timezone.localdate())
    return MiIdentidad(candidatura, definicion, aviso, lectura.consentimiento_vigente(candidatura), por)


def con_mi_identidad(vista: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Cambia la `clave` de la dirección por `MiIdentidad`, también de una candidatura terminada.

    La de otra persona no existe (404). Si su llave se destruyó, se dice que ya no puede leerse (410).
    """

    @wraps(vista)
    def envuelta(request: HttpRequest, clave: str, **kwargs: Any) -> HttpResponseBase:
        mia = de(mi_candidatura(request, clave), quien(request))
        if mia is None:
            raise Http404("Este proceso no tiene cuestionario de identidad.")
        try:
            return vista(request, mia, **kwargs)
        except NoSeDescifra:
            contexto = {"candidatura": mia.candidatura}
            return render(request, "captura/identidad_ilegible.html", contexto, status=410)

    return envuelta


# --- Las listas de tareas --------------------------------------------------------------------


def grupos(mia: MiIdentidad) -> list[Tarea]:
    """Los grupos del cuestionario, cada uno con su estado; el que falta dice cuántos minutos pide."""
    return [
        Tarea(
            seccion.titulo,
            estado.value,
            mia.url_de(seccion.clave),
            minutos=0 if estado is EstadoDeSeccion.COMPLETA else seccion.minutos,
        )
        for seccion in mia.secciones
        for estado in [mia.estado_de(seccion)]
    ]


def tareas(candidatura: Candidatura, por: Usuario) -> list[Tarea]:
    """Consentimiento, preguntas y envío, cada uno con su estado; vacía si el proceso no pregunta identidad."""
    mia = de(candidatura, por)
    if mia is None:
        return []
    try:
        return [*_tareas(mia)]
    except NoSeDescifra:
        ilegible = EstadoDeSeccion.CON_PROBLEMA.value
        return [Tarea("Preguntas sobre su identidad", ilegible, mia.url("identidad"), "Ya no pueden leerse")]


def _tareas(mia: MiIdentidad) -> Iterator[Tarea]:
    yield _tarea_consentimiento(mia)
    if mia.no_quiso:
        return
    guardada = Identidad.objects.filter(candidatura=mia.candidatura).defer("sobre").first()
    yield _tarea_preguntas(mia, guardada)
    yield _tarea_envio(mia, guardada)
    yield mi_formato(mia.candidatura, mia.consentimiento).tarea()


def _tarea_consentimiento(mia: MiIdentidad) -> Tarea:
    if mia.cambio_el_aviso:
        ayuda = "El aviso de privacidad cambió: vuelva a decidir"
    elif mia.no_quiso:
        ayuda = "Decidió no contestar el cuestionario de identidad. Puede cambiar de opinión"
    else:
        ayuda = "Puede cambiarlo cuando quiera" if mia.consentimiento else "Decida qué se hace con sus datos"
    estado = EstadoDeSeccion.COMPLETA if mia.consentimiento_al_dia else EstadoDeSeccion.INCOMPLETA
    return Tarea(
        "Su consentimiento", estado.value, mia.url("consentimiento"), ayuda, 0 if mia.consentimiento else 2
    )


def _tarea_preguntas(mia: MiIdentidad, guardada: Identidad | None) -> Tarea:
    titulo = "Preguntas sobre su identidad"
    if not mia.puede_contestar:
        return Tarea(
            titulo, EstadoDeSeccion.NO_DISPONIBLE.value, ayuda="Primero decida sobre su consentimiento"
        )
    vistos = set(guardada.grupos_vistos) if guardada else set()
    grupos = [s for s in mia.definicion if s.aplica({}, mia.edad)]
    faltan = [s for s in grupos if s.clave not in vistos]
    estado = EstadoDeSeccion.EN_PROGRESO if vistos else EstadoDeSeccion.INCOMPLETA
    return Tarea(
        titulo,
        estado.value if faltan else EstadoDeSeccion.COMPLETA.value,
        mia.url("identidad"),
        f"Lleva {len(grupos) - len(faltan)} de {len(grupos)} grupos",
        sum(s.minutos for s in faltan),
    )


def _tarea_envio(mia: MiIdentidad, guardada: Identidad | None) -> Tarea:
    titulo, envio = "Revise y envíe sus respuestas de identidad", mia.ultimo_envio
    if not mia.puede_contestar or guardada is None:
        return Tarea(titulo, EstadoDeSeccion.NO_DISPONIBLE.value)
    if envio is None or mia.hay_por_enviar:
        ayuda = "Cambió algo después de enviar: envíe otra vez" if envio else ""
        return Tarea(titulo, EstadoDeSeccion.INCOMPLETA.value, mia.url("identidad_revisar"), ayuda)
    enviado = f"Enviado el {horas.fecha_y_hora(envio.instante)}"
    return Tarea(titulo, EstadoDeSeccion.COMPLETA.value, mia.url("identidad_revisar"), enviado)
