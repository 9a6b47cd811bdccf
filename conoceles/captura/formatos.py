"""El papel firmado de quien entró: en qué va, qué puede hacer y su renglón en la lista de tareas."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from conoceles.avisos.formato import Titular, en_pdf
from conoceles.avisos.manifestaciones import MANIFESTACIONES
from conoceles.avisos.versiones import en_vigor
from conoceles.calendario.membrete import membrete
from conoceles.cuestionarios.integridad import EstadoDeSeccion
from conoceles.privacidad.formatos import Situacion, situacion
from conoceles.privacidad.models import Consentimiento, Formato
from conoceles.registro.catalogos import TipoDeActor
from conoceles.registro.models import Candidatura

from .panorama import Tarea


@dataclass(frozen=True)
class Dicho:
    """Lo que se le dice a la persona: variante del aviso, qué pasa y qué le toca."""

    variante: str
    titulo: str
    detalle: str
    en_la_lista: str


_DICHO = {
    Situacion.FALTA: Dicho(
        "atencion",
        "Todavía no entrega su formato firmado",
        "Sin él, ninguna de sus respuestas de identidad se publica, aunque lo haya autorizado en la pantalla.",
        "Imprímalo, fírmelo y súbalo",
    ),
    Situacion.EN_REVISION: Dicho(
        "informacion",
        "Recibimos su formato",
        "La Unidad de Transparencia lo revisará y se lo dirá por correo. No tiene que hacer nada más.",
        "Lo revisa la Unidad de Transparencia",
    ),
    Situacion.NO_VALIDO: Dicho(
        "error",
        "Su formato no es válido",
        "Imprima otro, márquelo y fírmelo, y vuelva a subirlo.",
        "No es válido: suba otro",
    ),
    Situacion.SIN_DECISION: Dicho(
        "atencion",
        "Su formato está revisado; falta su decisión en la pantalla",
        "Conteste las tres preguntas de «Su consentimiento» igual que en el papel.",
        "Falta decidir en la pantalla",
    ),
    Situacion.NO_COINCIDE: Dicho(
        "error",
        "Su formato no coincide con lo que decidió en la pantalla",
        "Mientras no coincidan, ninguna de sus respuestas de identidad se publica. Corrija cualquiera de los dos: "
        "cambie su decisión en «Su consentimiento» o suba otro formato.",
        "No coincide con lo que decidió",
    ),
    Situacion.COINCIDE: Dicho(
        "exito",
        "Su formato está en orden",
        "La Unidad de Transparencia lo revisó y coincide con lo que decidió en la pantalla.",
        "Revisado y en orden",
    ),
}
_HECHAS = (Situacion.COINCIDE, Situacion.EN_REVISION)


@dataclass(frozen=True)
class MiFormato:
    """El último papel entregado (los anteriores ya no cuentan) frente a la decisión vigente."""

    candidatura: Candidatura
    consentimiento: Consentimiento | None
    recibidos: list[Formato]

    @property
    def ultimo(self) -> Formato | None:
        return self.recibidos[0] if self.recibidos else None

    @property
    def situacion(self) -> Situacion:
        return situacion(self.ultimo, self.consentimiento)

    @property
    def dicho(self) -> Dicho:
        return _DICHO[self.situacion]

    @property
    def nota(self) -> str:
        """Por qué no es válido, con las palabras de quien lo revisó."""
        return self.ultimo.nota if self.ultimo and self.situacion is Situacion.NO_VALIDO else ""

    @property
    def diferencias(self) -> list[tuple[str, str, str]]:
        """(manifestación, papel, pantalla) de lo que no dice lo mismo, si por eso no coincide."""
        if self.situacion is not Situacion.NO_COINCIDE:
            return []
        return [
            (
                m.texto,
                _si_o_no(getattr(self.ultimo, m.clave)),
                _si_o_no(getattr(self.consentimiento, m.clave)),
            )
            for m in MANIFESTACIONES
            if getattr(self.ultimo, m.clave) != getattr(self.consentimiento, m.clave)
        ]

    @property
    def es_independiente(self) -> bool:
        return self.candidatura.posicion.actor.tipo == TipoDeActor.INDEPENDIENTE

    def tarea(self) -> Tarea:
        estado = EstadoDeSeccion.COMPLETA if self.situacion in _HECHAS else EstadoDeSeccion.INCOMPLETA
        if self.situacion in (Situacion.NO_VALIDO, Situacion.NO_COINCIDE):
            estado = EstadoDeSeccion.CON_PROBLEMA
        url = reverse("captura:formato", args=[self.candidatura.clave])
        return Tarea("Su consentimiento, firmado en papel", estado.value, url, self.dicho.en_la_lista)


def _si_o_no(valor: bool | None) -> str:
    return "Sí" if valor else "No"


def mi_formato(candidatura: Candidatura, consentimiento: Consentimiento | None) -> MiFormato:
    """Lo entregado, del último al primero; no abre ningún archivo."""
    return MiFormato(candidatura, consentimiento, list(candidatura.formatos.order_by("-recibido_en", "-pk")))


def para_imprimir(candidatura: Candidatura) -> bytes:
    """El PDF con sus datos. Las casillas van vacías: se marcan a mano."""
    proceso = candidatura.proceso
    registrar = reverse("validacion:formato_recibir", args=[candidatura.clave])
    titular = Titular(
        nombre=candidatura.persona.nombre_completo,
        candidatura=f"{candidatura.cargo.nombre}, {candidatura.contienda.demarcacion.nombre}. "
        f"{candidatura.posicion.actor.nombre}",
        clave=candidatura.clave,
        direccion=settings.CONOCELES_SITIO + registrar,
    )
    return en_pdf(
        en_vigor(timezone.localdate()),
        instituto=proceso.instituto,
        membrete=membrete(proceso),
        integral=settings.CONOCELES_SITIO + reverse("consulta:privacidad"),
        correo=proceso.instituto.correo,
        titular=titular,
    )
