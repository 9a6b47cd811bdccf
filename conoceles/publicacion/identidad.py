"""Los actos de identidad que pueden cambiar lo público: cada uno lo deja al día en su misma transacción.

Un acto que no cambia nada público no mueve la edición ni deja hoja: por fuera no se distingue de que no ocurrió.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from conoceles.cuentas.models import Usuario
from conoceles.llaves.acciones import Uso, destruir
from conoceles.privacidad import acciones, formatos, lectura
from conoceles.privacidad.comun import definicion_que_rige
from conoceles.privacidad.formatos import Leido
from conoceles.privacidad.models import Consentimiento, EnvioDeIdentidad, Formato
from conoceles.privacidad.publicable import respuestas_publicas
from conoceles.privacidad.visibilidad import identidad_publicable
from conoceles.registro.models import Candidatura

from . import ediciones, partes
from .models import Ficha, ParteDeIdentidad


@transaction.atomic
def manifestar(
    *,
    candidatura: Candidatura,
    tratamiento: bool,
    publicacion: bool,
    estadistica: bool,
    aviso: str,
    por: Usuario,
) -> Consentimiento:
    """Las tres manifestaciones; lo que se deja de autorizar deja de verse. Véase `privacidad.acciones.manifestar`."""
    consentimiento = acciones.manifestar(
        candidatura=candidatura,
        tratamiento=tratamiento,
        publicacion=publicacion,
        estadistica=estadistica,
        aviso=aviso,
        por=por,
    )
    _al_dia(candidatura)
    return consentimiento


@transaction.atomic
def enviar(
    *, candidatura: Candidatura, por: Usuario, recibido_en: datetime | None = None
) -> EnvioDeIdentidad:
    """Envía el cuestionario de identidad; rige lo que eligió publicar ahora. Véase `privacidad.acciones.enviar`."""
    envio = acciones.enviar(candidatura=candidatura, por=por, recibido_en=recibido_en)
    _al_dia(candidatura)
    return envio


@transaction.atomic
def recibir_formato(*, candidatura: Candidatura, contenido: bytes, via: str, por: Usuario) -> Formato:
    """Guarda el papel firmado. No cambia lo público: hasta que se revise rige el anterior."""
    return formatos.recibir(candidatura=candidatura, contenido=contenido, via=via, por=por)


@transaction.atomic
def revisar_formato(*, formato: Formato, leido: Leido, por: Usuario) -> Formato:
    """Lo que dice el papel; si no ampara lo que dice la pantalla, nada se publica. Véase `privacidad.formatos`."""
    formato = formatos.revisar(formato=formato, leido=leido, por=por)
    _al_dia(formato.candidatura)
    return formato


def previsualizar(candidatura: Candidatura, *, por: Usuario) -> dict[str, Any]:
    """Lo que vería la ciudadanía si enviara ahora su borrador y el formato firmado ya estuviera revisado."""
    definicion, borrador = definicion_que_rige(candidatura), lectura.borrador(candidatura, por=por)
    if definicion is None:
        return {}
    return identidad_publicable(
        definicion,
        borrador.respuestas,
        consentimiento=lectura.consentimiento_vigente(candidatura),
        publicar=borrador.publicar,
        acciones_afirmativas=candidatura.acciones_afirmativas,
        alcance=candidatura.proceso.parametros.alcance_accion_afirmativa,
        formato_coincide=True,
        edad=candidatura.persona.edad,
    )


def _al_dia(candidatura: Candidatura) -> None:
    """La parte pública de una candidatura y, si cambió, otra edición."""
    ediciones.de_a_uno()
    actual = Candidatura.objects.con_todo().get(pk=candidatura.pk)
    fichas = Ficha.objects.in_bulk([actual.clave])
    for proceso in poner_al_dia([actual], fichas):
        ediciones.mover(proceso)


def poner_al_dia(candidaturas: Sequence[Candidatura], fichas: Mapping[str, Ficha]) -> set[str]:
    """Escribe, cambia o borra la parte de identidad de cada una; devuelve los procesos en que algo cambió.

    Sólo hay parte donde la candidatura sigue y su ficha está publicada. Con el turno tomado, y las candidaturas
    leídas con `con_todo()`.
    """
    cambiadas = desfasadas(candidaturas, fichas)
    fuera = [candidatura.clave for candidatura, publicas in cambiadas if not publicas]
    partes.guardar([partes.sellada(c, publicas) for c, publicas in cambiadas if publicas], fuera)
    if fuera:
        transaction.on_commit(lambda: _olvidar(fuera), robust=True)
    return {candidatura.proceso.clave for candidatura, _ in cambiadas}


def desfasadas(
    candidaturas: Sequence[Candidatura], fichas: Mapping[str, Ficha]
) -> list[tuple[Candidatura, Mapping[str, Any]]]:
    """Aquellas cuya parte guardada no dice lo que hoy debe verse, con lo que debe verse (vacío: nada)."""
    a_la_vista = [c for c in candidaturas if _se_muestra(c, fichas.get(c.clave))]
    publicas = respuestas_publicas(a_la_vista)
    guardadas = ParteDeIdentidad.objects.in_bulk([c.clave for c in candidaturas])
    debidas = [(c, publicas.get(c.clave, {})) for c in candidaturas]
    return [(c, debida) for c, debida in debidas if not partes.dice_lo_mismo(guardadas.get(c.clave), debida)]


@transaction.atomic
def _olvidar(claves: Collection[str]) -> None:
    """Destruye la llave de lo que dejó de verse: quien guardó aquella fila y la repone ya no puede abrirla.

    Con el turno tomado: alguna pudo volver a autorizarse entretanto.
    """
    ediciones.de_a_uno()
    otra_vez = ParteDeIdentidad.objects.filter(pk__in=claves).values_list("pk", flat=True)
    for clave in set(claves).difference(otra_vez):
        destruir(candidatura=clave, uso=Uso.PUBLICO)


def _se_muestra(candidatura: Candidatura, ficha: Ficha | None) -> bool:
    return (
        candidatura.hasta is None
        and ficha is not None
        and ficha.estado == Ficha.Estado.PUBLICADA
        and definicion_que_rige(candidatura) is not None
    )
