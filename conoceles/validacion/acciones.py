"""Los actos del panel: el verbo de su dueño y la carta a la persona, en una misma transacción.

La carta va aquí y no en el verbo porque es parte del acto de la instancia interna: el archivo histórico
y la demostración publican con los mismos verbos y no le escriben a nadie. Pantalla y comando llaman aquí.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.db import transaction

from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.models import Cuestionario, Validacion
from conoceles.mensajes.acciones import escribir
from conoceles.privacidad.formatos import Situacion, situacion
from conoceles.privacidad.lectura import consentimiento_vigente
from conoceles.privacidad.models import Formato
from conoceles.publicacion import acciones as publicacion_acciones
from conoceles.publicacion import identidad
from conoceles.publicacion.models import Ficha
from conoceles.registro.models import Candidatura

from . import correos


class VersionNueva(Exception):
    """Mientras se revisaba llegó otro envío: decidir ahora sería decidir sobre algo que no se ha leído."""


def _exigir_version(cuestionario: Cuestionario, envio: int) -> None:
    """Después del verbo, que ya tiene el candado de la fila: nadie puede colar otro envío en medio."""
    if cuestionario.envios.latest("numero").numero != envio:
        raise VersionNueva("Llegó una versión nueva mientras usted revisaba. Léala antes de decidir.")


def _avisar(candidatura: Candidatura, carta: correos.Carta) -> None:
    """Sin correo la carta queda en la bandeja para entregarse impresa."""
    cuenta = candidatura.persona.cuenta
    asunto, cuerpo = carta
    escribir(para=cuenta.correo if cuenta else "", asunto=asunto, cuerpo=cuerpo, sobre=candidatura.clave)


@transaction.atomic
def devolver(*, cuestionario: Cuestionario, envio: int, por: Usuario) -> Cuestionario:
    """Devuelve con las observaciones anotadas y avisa cuáles apartados y hasta cuándo.

    Raises:
        VersionNueva: si `envio` (el número que se revisó) ya no es el último.
    """
    cuestionario = cuestionario_acciones.devolver(cuestionario=cuestionario, por=por)
    _exigir_version(cuestionario, envio)
    emitidas = cuestionario.observaciones.filter(ronda=cuestionario.ronda, emitida_en__isnull=False)
    observados = {observacion.seccion for observacion in emitidas}
    titulos = [seccion.titulo for seccion in cuestionario.definicion if seccion.clave in observados]
    limite = max(observacion.vence_en for observacion in emitidas if observacion.vence_en)
    _avisar(cuestionario.candidatura, correos.devuelto(cuestionario.candidatura, titulos, limite))
    return cuestionario


@transaction.atomic
def validar(*, cuestionario: Cuestionario, envio: int, por: Usuario) -> Cuestionario:
    """Valida y avisa.

    Raises:
        VersionNueva: si `envio` ya no es el último.
    """
    cuestionario = cuestionario_acciones.validar(cuestionario=cuestionario, por=por)
    _exigir_version(cuestionario, envio)
    candidatura = cuestionario.candidatura
    _avisar(candidatura, correos.validado(candidatura, _folio_de_validacion(cuestionario)))
    return cuestionario


def _folio_de_validacion(cuestionario: Cuestionario) -> str:
    return Validacion.objects.filter(envio__cuestionario=cuestionario).latest("instante", "pk").folio


@transaction.atomic
def validar_y_publicar(*, cuestionario: Cuestionario, envio: int, por: Usuario) -> None:
    """Los dos actos, con una sola carta: la de la publicación, que también trae el acuse de la validación."""
    cuestionario = cuestionario_acciones.validar(cuestionario=cuestionario, por=por)
    _exigir_version(cuestionario, envio)
    candidatura = cuestionario.candidatura
    publicar(
        candidaturas=[candidatura], por=por, acuses={candidatura.clave: _folio_de_validacion(cuestionario)}
    )


@transaction.atomic
def publicar(
    *,
    candidaturas: Sequence[Candidatura],
    por: Usuario | None,
    acuses: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Publica todas o ninguna; escribe sólo a quienes les cambió lo publicado. Devuelve cuántas.

    `acuses`: clave → folio de la validación, si esta carta es la única que lo da a conocer.

    Raises:
        publicacion.acciones.NoPublicable: con la primera que no pueda publicarse.
    """
    antes = _publicado(candidaturas)
    publicacion_acciones.publicar(candidaturas=candidaturas, por=por)
    cambiadas = {clave for clave, *_ in _publicado(candidaturas) - antes}
    for candidatura in candidaturas:
        if candidatura.clave in cambiadas:
            _avisar(candidatura, correos.publicado(candidatura, acuses.get(candidatura.clave, "")))
    return len(cambiadas)


def _publicado(candidaturas: Sequence[Candidatura]) -> set[tuple[str, str, int | None]]:
    fichas = Ficha.objects.filter(pk__in=[candidatura.clave for candidatura in candidaturas])
    return set(fichas.values_list("clave", "estado", "envio_publicado"))


@transaction.atomic
def retirar(*, candidatura: Candidatura, motivo: str, por: Usuario) -> None:
    """Retira de la vista y avisa con el mismo motivo que se publica."""
    publicacion_acciones.retirar(candidatura=candidatura, motivo=motivo, por=por)
    _avisar(candidatura, correos.retirado(candidatura, motivo))


@transaction.atomic
def restablecer(*, candidatura: Candidatura, por: Usuario) -> None:
    """Vuelve a mostrar lo retirado y avisa."""
    publicacion_acciones.restablecer(candidatura=candidatura, por=por)
    _avisar(candidatura, correos.restablecido(candidatura))


@transaction.atomic
def recibir_formato(*, candidatura: Candidatura, contenido: bytes, por: Usuario) -> Formato:
    """Registra el formato firmado que llegó al buzón y se lo dice a la persona: si no lo mandó ella, lo sabrá.

    Raises:
        comun.escaneos.EscaneoInvalido: si el archivo no sirve.
    """
    formato = identidad.recibir_formato(
        candidatura=candidatura, contenido=contenido, via=Formato.Via.BUZON, por=por
    )
    _avisar(candidatura, correos.formato_recibido(candidatura))
    return formato


@transaction.atomic
def revisar_formato(
    *,
    formato: Formato,
    es_valido: bool,
    tratamiento: bool | None,
    publicacion: bool | None,
    estadistica: bool | None,
    nota: str,
    por: Usuario,
) -> Situacion:
    """Deja lo que dice el papel, avisa a la persona qué sigue y devuelve en qué quedó frente a su pantalla.

    Raises:
        ValueError: como `privacidad.formatos.revisar`.
    """
    formato = identidad.revisar_formato(
        formato=formato,
        es_valido=es_valido,
        tratamiento=tratamiento,
        publicacion=publicacion,
        estadistica=estadistica,
        nota=nota,
        por=por,
    )
    candidatura = formato.candidatura
    quedo = situacion(formato, consentimiento_vigente(candidatura))
    _avisar(candidatura, correos.formato_revisado(candidatura, quedo, formato.nota))
    return quedo
