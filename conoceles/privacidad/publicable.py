"""Qué de la identidad es hoy público, de muchas candidaturas a la vez: junta los hechos y aplica la regla."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conoceles.acuses.lectura import con_su_acuse, es_el_acusado, folios_asentados, van_en_orden
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.llaves.acciones import NoSeDescifra
from conoceles.registro.models import Candidatura

from .integridad import constan, lo_leido
from .lectura import abrir_envio, formato_coincide
from .models import MANIFESTAR, Consentimiento, EnvioDeIdentidad, Formato
from .visibilidad import identidad_publicable

bitacora_tecnica = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Hechos:
    """Lo que decide la publicación de una candidatura. `consentimientos`: todos, en orden.

    `manifestados`: los folios de los que hizo, según la bitácora.
    """

    consentimientos: Sequence[Consentimiento]
    manifestados: Sequence[str]
    envio: EnvioDeIdentidad
    formato: Formato | None

    @property
    def vigente(self) -> Consentimiento:
        return self.consentimientos[-1]

    @property
    def consta_lo_manifestado(self) -> bool:
        """¿Son las manifestaciones que hizo, en su orden y como las hizo?"""
        suyos = self.consentimientos
        return van_en_orden(suyos, self.manifestados) and all(map(es_el_acusado, suyos))

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
    if not hechos.consta_lo_manifestado:  # alterado: no se sabe qué autorizó
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


def _hechos(candidaturas: Sequence[Candidatura]) -> Mapping[int, _Hechos]:
    """Por candidatura, sólo las que enviaron algo que se conserva."""
    ids = [candidatura.pk for candidatura in candidaturas]
    envios = {
        e.candidatura_id: e for e in EnvioDeIdentidad.objects.filter(candidatura__in=ids).order_by("numero")
    }
    con_envio = [pk for pk, envio in envios.items() if envio.sobre is not None]
    consentimientos: dict[int, list[Consentimiento]] = {pk: [] for pk in con_envio}
    suyos = Consentimiento.objects.filter(candidatura__in=con_envio).order_by("numero")
    for consentimiento in con_su_acuse(suyos, "candidatura__clave"):
        consentimientos[consentimiento.candidatura_id].append(consentimiento)
    de = {candidatura.pk: candidatura.clave for candidatura in candidaturas}
    claves = [de[pk] for pk in con_envio]
    manifestados, formatos = folios_asentados(MANIFESTAR, claves), _formatos(claves)
    return {
        pk: _Hechos(consentimientos[pk], manifestados[de[pk]], envios[pk], formatos.get(de[pk]))
        for pk in con_envio
    }


def _formatos(claves: Collection[str]) -> dict[str, Formato]:
    """El papel que rige de cada una. Si alguno no es el que Transparencia leyó, ninguno dice nada."""
    revisados: dict[str, list[Formato]] = defaultdict(list)
    for formato in (
        Formato.objects.filter(candidatura__clave__in=claves).por_peso().select_related("candidatura")
    ):
        revisados[formato.candidatura.clave].append(formato)
    asentados = lo_leido(claves)
    return {clave: suyos[-1] for clave, suyos in revisados.items() if constan(suyos, asentados[clave])}
