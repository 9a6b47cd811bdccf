"""Qué de la identidad es hoy público, de muchas candidaturas a la vez: junta los hechos y aplica la regla."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conoceles.acuses.lectura import con_su_acuse, es_el_acusado
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.llaves.acciones import NoSeDescifra
from conoceles.registro.models import Candidatura

from .lectura import abrir_envio, formato_coincide
from .models import Consentimiento, EnvioDeIdentidad, Formato
from .visibilidad import identidad_publicable

bitacora_tecnica = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Hechos:
    """Lo que decide la publicación de una candidatura. `consentimientos`: todos, en orden."""

    consentimientos: Sequence[Consentimiento]
    envio: EnvioDeIdentidad
    formato: Formato | None

    @property
    def vigente(self) -> Consentimiento:
        return self.consentimientos[-1]

    @property
    def valen_las_marcas(self) -> bool:
        """Lo que eligió publicar vale mientras no retire la autorización; al volver a darla, elige de nuevo."""
        desde = self.envio.consentimiento_id
        posteriores = [c for c in self.consentimientos if c.pk >= desde]
        return all(c.publicacion for c in posteriores)


def respuestas_publicas(candidaturas: Sequence[Candidatura]) -> dict[str, dict[str, Any]]:
    """Clave → lo que hoy puede verse de su identidad; sin las que no tienen nada. Leídas con `con_todo()`."""
    hechos = _hechos(candidaturas)
    publicas = {c.clave: _de(c, hechos[c.pk]) for c in candidaturas if c.pk in hechos}
    return {clave: respuestas for clave, respuestas in publicas.items() if respuestas}


def _de(candidatura: Candidatura, hechos: _Hechos) -> dict[str, Any]:
    parametros = candidatura.proceso.parametros
    if not all(map(es_el_acusado, hechos.consentimientos)):  # alterado: no se sabe qué autorizó
        bitacora_tecnica.error(
            "Un consentimiento de %s no es el de su acuse: no se publica.", candidatura.clave
        )
        return {}
    try:
        contenido, _ = abrir_envio(hechos.envio, candidatura)
    except NoSeDescifra:  # suprimida, o alterada: `verificar` lo dice; lo ilegible no se publica
        bitacora_tecnica.error("La identidad de %s no se descifra: no se publica.", candidatura.clave)
        return {}
    return identidad_publicable(
        DEFINICIONES[contenido["definicion"]],
        contenido["respuestas"],
        consentimiento=hechos.vigente,
        publicar=contenido["publicar"] if hechos.valen_las_marcas else (),
        acciones_afirmativas=candidatura.acciones_afirmativas,
        alcance=parametros.alcance_accion_afirmativa,
        formato_coincide=not parametros.exige_formato or formato_coincide(hechos.formato, hechos.vigente),
        edad=candidatura.persona.edad,
    )


def _hechos(candidaturas: Iterable[Candidatura]) -> Mapping[int, _Hechos]:
    """Por candidatura, sólo las que enviaron algo que se conserva."""
    ids = [candidatura.pk for candidatura in candidaturas]
    envios = {
        e.candidatura_id: e for e in EnvioDeIdentidad.objects.filter(candidatura__in=ids).order_by("numero")
    }
    con_envio = [pk for pk, envio in envios.items() if envio.sobre is not None]
    consentimientos: dict[int, list[Consentimiento]] = {pk: [] for pk in con_envio}
    manifestados = Consentimiento.objects.filter(candidatura__in=con_envio).order_by("numero")
    for consentimiento in con_su_acuse(manifestados):
        consentimientos[consentimiento.candidatura_id].append(consentimiento)
    formatos = {f.candidatura_id: f for f in Formato.objects.filter(candidatura__in=con_envio).por_peso()}
    return {pk: _Hechos(consentimientos[pk], envios[pk], formatos.get(pk)) for pk in con_envio}
