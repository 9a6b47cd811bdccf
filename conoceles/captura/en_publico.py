"""Lo que hoy dice de ella su página pública, como se le cuenta a la persona: las mismas razones, ninguna propia."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from conoceles.comun import horas
from conoceles.cuestionarios.estados import Estado
from conoceles.publicacion import dicho, pausas
from conoceles.publicacion.models import Ficha
from conoceles.publicacion.situacion import Situacion, instante

_OTRA_LO_REVISA = " Otra persona del Instituto todavía lo está revisando."


@dataclass(frozen=True)
class EnPublico:
    """`situacion`: la de su página en ese instante; `None` si aún no tiene. `por_revisar`: véase `publicacion.pausas`."""

    ficha: Ficha | None = None
    situacion: Situacion | None = None
    por_revisar: frozenset[str] = frozenset()

    @property
    def es_visible(self) -> bool:
        """¿Puede ya leer sus respuestas cualquier persona, en ésta o en una versión anterior?"""
        return self.situacion is not None and self.situacion.es_publicada

    @property
    def esta_publicada(self) -> bool:
        """¿Se publicó y no se ha retirado? Puede que aún no llegue el instante en que se ve."""
        return self.ficha is not None and self.ficha.estado == Ficha.Estado.PUBLICADA

    def lleva(self, envio: int | None) -> bool:
        """¿Lo publicado es ese envío, y no uno anterior?"""
        return self.esta_publicada and self.ficha is not None and self.ficha.envio_publicado == envio

    @property
    def visible_desde(self) -> datetime | None:
        """Desde cuándo se ve o se verá; `None` si el Instituto aún no lo fija."""
        return instante(self.ficha.tarjeta["cuestionario"]["visible_desde"]) if self.ficha else None


def leer(clave: str, ahora: datetime) -> EnPublico:
    """Lo público de la candidatura de esa clave a ese instante."""
    ficha = Ficha.objects.filter(pk=clave).first()
    if ficha is None:
        return EnPublico()
    hay_oculto = ficha.pausas or ficha.estado == Ficha.Estado.RETIRADA
    por_revisar = frozenset(pausas.por_revisar(clave)) if hay_oculto else frozenset()
    return EnPublico(ficha, dicho.de(ficha, ahora), por_revisar)


@dataclass(frozen=True)
class Retiro:
    """Cuándo y por qué el Instituto dejó de mostrar lo publicado; el motivo también es público."""

    fecha: str
    motivo: str


def retiro(publico: EnPublico) -> Retiro | None:
    """El retiro en vigor, si lo hay."""
    ficha = publico.ficha
    if ficha is None or ficha.estado != Ficha.Estado.RETIRADA or ficha.retirada_en is None:
        return None
    revisan = _OTRA_LO_REVISA if "" in publico.por_revisar else ""
    return Retiro(horas.fecha_y_hora(ficha.retirada_en), f"{ficha.motivo_de_retiro.rstrip('.')}.{revisan}")


@dataclass(frozen=True)
class Ocultos:
    """Los apartados que no se muestran: (título, la frase que se lee en público en su lugar)."""

    titulo: str
    apartados: list[tuple[str, str]]


def ocultos(publico: EnPublico) -> Ocultos | None:
    """Los de lo publicado; si toda la ficha se retiró, eso ya lo dice `retiro`."""
    if not publico.esta_publicada or not (suyos := pausas.pausadas(publico.ficha)):
        return None
    que = "Un apartado suyo no se" if len(suyos) == 1 else f"{len(suyos)} apartados suyos no se"
    muestra = ("muestra" if len(suyos) == 1 else "muestran") if publico.es_visible else "mostrará"
    if len(suyos) > 1 and not publico.es_visible:
        muestra = "mostrarán"
    return Ocultos(f"{que} {muestra}", [(una.titulo, _frase(una, publico)) for una in suyos])


def _frase(una: pausas.Pausada, publico: EnPublico) -> str:
    revisan = _OTRA_LO_REVISA if una.clave in publico.por_revisar else ""
    return f"{una.frase.rstrip('.')}.{revisan}"


def en_que_va(estado: str, envio: int | None, publico: EnPublico) -> tuple[str, str]:
    """Título y detalle: qué está haciendo el Instituto con ese envío, el último, y qué le toca a la persona."""
    if estado != Estado.VALIDADO:
        return (
            "Su información está en revisión",
            "Por ahora no puede cambiarla. Si hace falta corregir algo, el Instituto se lo dirá aquí y por correo.",
        )
    if retiro(publico):
        return (
            "El Instituto validó su información",
            "Por ahora no se muestra. Lo que envió sigue guardado.",
        )
    if not publico.lleva(envio):
        sigue = " Mientras tanto se sigue viendo la versión anterior." if publico.es_visible else ""
        return (
            "El Instituto validó su información",
            f"Ya no tiene nada que hacer: falta que el Instituto la publique.{sigue}",
        )
    if publico.es_visible:
        menos = (
            ", menos lo que el Instituto dejó de mostrar" if publico.ficha and publico.ficha.pausas else ""
        )
        return "Su información está publicada", f"Cualquier persona puede leerla{menos}."
    return (
        "Su información está lista para publicarse",
        f"Ya no tiene nada que hacer. {desde_cuando(publico)}.",
    )


def desde_cuando(publico: EnPublico) -> str:
    """De lo publicado que aún no se ve."""
    if publico.situacion and publico.situacion.hasta:
        return f"Se mostrará a partir del {horas.fecha_y_hora(publico.situacion.hasta)}"
    return "El Instituto aún no fija desde cuándo se mostrará"
