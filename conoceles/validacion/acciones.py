"""Los actos del panel: el verbo de su dueño y la carta a la persona, en una misma transacción.

La carta va aquí y no en el verbo porque es parte del acto de la instancia interna: el archivo histórico
y la demostración publican con los mismos verbos y no le escriben a nadie. Pantalla y comando llaman aquí.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.models import Cuestionario, Observacion, SolicitudDeCorreccion, Validacion
from conoceles.mensajes.acciones import escribir_varias
from conoceles.publicacion import acciones as publicacion_acciones
from conoceles.publicacion import cuatro_ojos, dicho, pausas, vistos
from conoceles.publicacion.acciones import NoPublicable
from conoceles.publicacion.acciones.comun import POR_PRIVACIDAD
from conoceles.publicacion.ediciones import de_a_uno
from conoceles.publicacion.models import Ficha, VistoBueno
from conoceles.publicacion.situacion import POR_PUBLICAR, Situacion
from conoceles.registro.cartas import Texto, a_su_cuenta
from conoceles.registro.models import Candidatura

from . import correos

Clase = VistoBueno.Clase


class VersionNueva(Exception):
    """Mientras se revisaba llegó otro envío: decidir ahora sería decidir sobre algo que no se ha leído."""


def _exigir_version(cuestionario: Cuestionario, envio: int) -> None:
    """Después del verbo, que ya tiene el candado de la fila: nadie puede colar otro envío en medio."""
    if cuestionario.envios.latest("numero").numero != envio:
        raise VersionNueva("Llegó una versión nueva mientras usted revisaba. Léala antes de decidir.")


def avisar(candidatura: Candidatura, texto: Texto, *, es_reservada: bool = False) -> None:
    """A quien ya no está en la candidatura no se le escribe: dejó el cargo o falleció."""
    if candidatura.hasta is None:
        escribir_varias([a_su_cuenta(candidatura, texto, es_reservada=es_reservada)])


def _exigir_vigente(candidatura: Candidatura) -> None:
    """De una terminada ya no se muestra nada. Se toma su fila, como un movimiento: nadie la termina en medio."""
    actual = Candidatura.objects.select_for_update(of=("self",), no_key=True).get(pk=candidatura.pk)
    if actual.hasta is not None:
        raise NoPublicable(f"No se puede: la candidatura terminó («{actual.get_situacion_display()}»).")


@transaction.atomic
def observar(
    *, cuestionario: Cuestionario, seccion: str, supuestos: Collection[str], texto: str, por: Usuario
) -> None:
    """Anota lo observado en una sección: una observación por cada supuesto marcado, con el mismo texto."""
    for supuesto in supuestos:
        cuestionario_acciones.observar(
            cuestionario=cuestionario, seccion=seccion, supuesto=supuesto, texto=texto, por=por
        )


@transaction.atomic
def quitar_observacion(*, observacion: Observacion, por: Usuario) -> None:
    """Quita lo que se anotó de una vez: la observación y las de otros supuestos con su mismo texto."""
    anotadas = Observacion.objects.filter(cuestionario=observacion.cuestionario_id, emitida_en=None)
    for suya in anotadas.filter(seccion=observacion.seccion, texto=observacion.texto, por=observacion.por):
        cuestionario_acciones.quitar_observacion(observacion=suya, por=por)


@transaction.atomic
def devolver(*, cuestionario: Cuestionario, envio: int, por: Usuario) -> VistoBueno | None:
    """Devuelve con las observaciones anotadas y avisa cuáles apartados y hasta cuándo.

    Si eso ocultaría algo publicado y se piden dos personas, sólo queda propuesto: devuelve el visto bueno que falta.

    Raises:
        VersionNueva: si `envio` (el número que se revisó) ya no es el último.
    """
    visto = vistos.devolver(cuestionario=cuestionario, por=por)
    _exigir_version(cuestionario, envio)
    if visto is None:
        _avisar_lo_observado(cuestionario.candidatura)
    return visto


def _avisar_lo_observado(candidatura: Candidatura) -> None:
    cuestionario = Cuestionario.objects.curriculares().get(candidatura=candidatura)
    emitidas = cuestionario.observaciones.filter(ronda=cuestionario.ronda, emitida_en__isnull=False)
    observados = {observacion.seccion for observacion in emitidas}
    titulos = [seccion.titulo for seccion in cuestionario.definicion if seccion.clave in observados]
    limite = max(observacion.vence_en for observacion in emitidas if observacion.vence_en)
    avisar(candidatura, correos.devuelto(candidatura, titulos, limite))


@transaction.atomic
def validar(*, cuestionario: Cuestionario, envio: int, por: Usuario) -> Cuestionario:
    """Valida y avisa.

    Raises:
        VersionNueva: si `envio` ya no es el último.
    """
    cuestionario = cuestionario_acciones.validar(cuestionario=cuestionario, por=por)
    _exigir_version(cuestionario, envio)
    candidatura = cuestionario.candidatura
    avisar(candidatura, correos.validado(candidatura, _folio_de_validacion(cuestionario)))
    return cuestionario


@transaction.atomic
def reabrir(*, cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    """Vuelve a revisión lo validado y avisa: a la persona se le había dicho que no tenía nada más que hacer."""
    cuestionario = cuestionario_acciones.reabrir(cuestionario=cuestionario, por=por)
    avisar(cuestionario.candidatura, correos.reabierto(cuestionario.candidatura))
    return cuestionario


def _folio_de_validacion(cuestionario: Cuestionario) -> str:
    return Validacion.objects.filter(envio__cuestionario=cuestionario).latest("instante", "pk").folio


@transaction.atomic
def validar_y_publicar(
    *, cuestionario: Cuestionario, envio: int, por: Usuario, se_sabe: Collection[str] = ()
) -> VistoBueno | None:
    """Los dos actos, con una sola carta: la de la publicación, que también trae el acuse de la validación.

    Una corrección de lo ya publicado se valida y su publicación queda propuesta a otra persona.
    `se_sabe`: véase `publicacion.acciones.publicar`.
    """
    cuestionario = cuestionario_acciones.validar(cuestionario=cuestionario, por=por)
    _exigir_version(cuestionario, envio)
    candidatura, folio = cuestionario.candidatura, _folio_de_validacion(cuestionario)
    visto = _publicar_o_proponer(cuestionario, por, se_sabe, {candidatura.clave: folio})
    if visto:
        avisar(candidatura, correos.validado(candidatura, folio))
    return visto


@transaction.atomic
def publicar_una(
    *, cuestionario: Cuestionario, por: Usuario, se_sabe: Collection[str] = ()
) -> VistoBueno | None:
    """Publica lo validado; quien validó una corrección de lo ya publicado sólo la propone.

    Raises:
        publicacion.acciones.NoPublicable: si ya se había publicado o no puede publicarse.
    """
    return _publicar_o_proponer(cuestionario, por, se_sabe, {})


def _publicar_o_proponer(
    cuestionario: Cuestionario, por: Usuario, se_sabe: Collection[str], acuses: Mapping[str, str]
) -> VistoBueno | None:
    candidatura = cuestionario.candidatura
    ficha = Ficha.objects.filter(pk=candidatura.clave).first()
    if ficha and cuatro_ojos.corrige_lo_que_valido(cuestionario, ficha, por):
        return vistos.proponer(clase=Clase.CORREGIR, candidatura=candidatura, por=por)
    if not publicar(candidaturas=[candidatura], por=por, acuses=acuses, se_sabe=se_sabe):
        raise NoPublicable("Esta versión ya está publicada.")
    return None


@transaction.atomic
def publicar(
    *,
    candidaturas: Sequence[Candidatura],
    por: Usuario | None,
    acuses: Mapping[str, str] = MappingProxyType({}),
    desde: datetime | None = None,
    se_sabe: Collection[str] = (),
    avance: publicacion_acciones.Avance = publicacion_acciones.sin_avance,
) -> int:
    """Publica todas o ninguna; escribe sólo a quienes les cambió lo publicado. Devuelve cuántas.

    `acuses`: clave → folio de la validación, si esta carta es la única que lo da a conocer. Lo demás:
    véase `publicacion.acciones.publicar`.

    Raises:
        publicacion.acciones.NoPublicable: con la primera que no pueda publicarse.
    """
    de_a_uno()  # antes de leer: si no, a quien publicó otra persona mientras se esperaba se le escribiría otra vez
    antes = _publicado(candidaturas)
    publicacion_acciones.publicar(
        candidaturas=candidaturas, por=por, desde=desde, se_sabe=se_sabe, avance=avance
    )
    cambiadas = {clave for clave, *_ in _publicado(candidaturas) - antes}
    suyas = [candidatura for candidatura in candidaturas if candidatura.clave in cambiadas]
    fichas = Ficha.objects.only("proceso", "tarjeta", "pausas").in_bulk(list(cambiadas))
    escribir_varias(
        a_su_cuenta(c, _de_lo_publicado(c, fichas[c.clave], acuses.get(c.clave, ""))) for c in suyas
    )
    return len(cambiadas)


def _publicado(candidaturas: Sequence[Candidatura]) -> set[tuple[str, str, int | None, datetime | None]]:
    fichas = Ficha.objects.filter(pk__in=[candidatura.clave for candidatura in candidaturas])
    return set(fichas.values_list("clave", "estado", "envio_publicado", "visible_desde"))


def _de_lo_publicado(candidatura: Candidatura, ficha: Ficha, folio: str = "") -> Texto:
    ocultos = [pausada.titulo for pausada in pausas.pausadas(ficha)]
    return correos.publicado(candidatura, dicho.de(ficha, timezone.now()), folio, ocultos)


def _dicho(candidatura: Candidatura) -> Situacion:
    """Lo que su página dice ya: la carta dice lo mismo."""
    return dicho.de(Ficha.objects.get(pk=candidatura.clave), timezone.now())


@transaction.atomic
def programar(*, candidatura: Candidatura, desde: datetime | None, por: Usuario) -> bool:
    """Cambia, adelanta o quita el instante en que se mostrará lo publicado, y avisa. `False`: ya era ése.

    Raises:
        NoPublicable: si lo suyo ya se muestra, no está publicado o `desde` es antes de lo que fija el calendario.
    """
    _exigir_vigente(candidatura)
    if _dicho(candidatura).clave != POR_PUBLICAR:
        raise NoPublicable("Sólo se programa lo que está publicado y todavía no se muestra.")
    cambio = publicacion_acciones.programar(candidaturas=[candidatura], desde=desde, por=por) > 0
    if cambio:
        avisar(candidatura, correos.programado(candidatura, _dicho(candidatura)))
    return cambio


@transaction.atomic
def retirar(*, candidatura: Candidatura, motivo: str, por: Usuario) -> VistoBueno | None:
    """Retira de la vista y avisa con el mismo motivo que se publica; si se piden dos personas, lo propone."""
    _exigir_vigente(candidatura)
    visto = vistos.retirar(candidatura=candidatura, motivo=motivo, por=por)
    if visto is None:
        avisar(candidatura, correos.retirado(candidatura, motivo, _dicho(candidatura)))
    return visto


@transaction.atomic
def suprimir(
    *, candidatura: Candidatura, motivo: str, por: Usuario, seccion: str = "", con_lo_actual: bool = False
) -> VistoBueno | None:
    """Borra lo publicado y avisa con el mismo motivo que se publica; si se piden dos personas, lo propone.

    También de una candidatura terminada, que sigue teniendo historia.
    """
    visto = vistos.suprimir(
        candidatura=candidatura, motivo=motivo, por=por, seccion=seccion, con_lo_actual=con_lo_actual
    )
    if visto is None:
        _avisar_que_se_suprimio(candidatura, motivo, seccion, con_lo_actual=con_lo_actual)
    return visto


def _avisar_que_se_suprimio(
    candidatura: Candidatura, motivo: str, seccion: str, *, con_lo_actual: bool
) -> None:
    titulo = _titulo(candidatura, seccion)
    avisar(candidatura, correos.suprimido(candidatura, motivo, titulo, con_lo_actual=con_lo_actual))


@transaction.atomic
def ocultar(*, candidatura: Candidatura, seccion: str, motivo: str, por: Usuario) -> VistoBueno:
    """Oculta en el acto la ficha o un apartado, avisa a la persona y, si se piden dos, lo deja por revisar."""
    _exigir_vigente(candidatura)
    visto = publicacion_acciones.ocultar(candidatura=candidatura, seccion=seccion, motivo=motivo, por=por)
    ficha = Ficha.objects.get(pk=candidatura.clave)
    titulo, publica = _titulo(candidatura, seccion), dicho.de(ficha, timezone.now())
    texto = correos.retirado(candidatura, motivo, publica, titulo, queda_algo=pausas.queda_algo(ficha))
    avisar(candidatura, texto)
    return visto


@transaction.atomic
def mostrar(*, candidatura: Candidatura, por: Usuario, seccion: str = "") -> VistoBueno | None:
    """Vuelve a mostrar un apartado o, sin él, la ficha retirada, y avisa; si se piden dos personas, lo propone."""
    _exigir_vigente(candidatura)
    visto = vistos.mostrar(candidatura=candidatura, seccion=seccion, por=por)
    if visto is None:
        _avisar_que_vuelve(candidatura, seccion)
    return visto


def _avisar_que_vuelve(candidatura: Candidatura, seccion: str) -> None:
    """Sólo si vuelve algo: nada, si la ficha sigue retirada o si además se pidió corregir el apartado, o todos."""
    ficha = Ficha.objects.get(pk=candidatura.clave)
    if pausas.queda_algo(ficha) and seccion not in ficha.pausas:
        ocultos = [] if seccion else [pausada.titulo for pausada in pausas.pausadas(ficha)]
        titulo, publica = _titulo(candidatura, seccion), _dicho(candidatura)
        avisar(candidatura, correos.restablecido(candidatura, publica, titulo, ocultos))


def _titulo(candidatura: Candidatura, seccion: str) -> str:
    """El del apartado; vacío si se trata de la ficha entera."""
    cuestionario = Cuestionario.objects.curriculares().get(candidatura=candidatura)
    return cuestionario.definicion.seccion(seccion).titulo if seccion else ""


@transaction.atomic
def aprobar(*, visto: VistoBueno, por: Usuario) -> None:
    """Da el visto bueno: lo propuesto se hace y se le avisa a la persona.

    Raises:
        publicacion.vistos.SinVistoBueno: si no puede aprobarse.
    """
    visto = vistos.aprobar(visto=visto, por=por)
    candidatura = _de_visto(visto)
    if visto.clase == Clase.RETIRAR:
        avisar(candidatura, correos.retirado(candidatura, visto.motivo, _dicho(candidatura)))
    elif visto.clase == Clase.CORREGIR:
        avisar(candidatura, _de_lo_publicado(candidatura, Ficha.objects.get(pk=visto.clave)))
    elif visto.clase == Clase.OBSERVAR:
        _avisar_lo_observado(candidatura)
    elif visto.clase == Clase.MOSTRAR:
        _avisar_que_vuelve(candidatura, visto.datos["seccion"])
    elif visto.clase == Clase.SUPRIMIR:
        seccion, con_lo_actual = visto.datos["seccion"], visto.datos["con_lo_actual"]
        _avisar_que_se_suprimio(candidatura, visto.motivo, seccion, con_lo_actual=con_lo_actual)


@transaction.atomic
def rechazar(*, visto: VistoBueno, nota: str, por: Usuario) -> None:
    """Niega el visto bueno y avisa: si se ocultó de urgencia, vuelve a mostrarse; si es una corrección, no se publica.

    Raises:
        publicacion.vistos.SinVistoBueno: si no puede rechazarse.
        ValueError: si no dice por qué.
    """
    visto = vistos.rechazar(visto=visto, nota=nota, por=por)
    if visto.clase == Clase.OCULTAR:
        _avisar_que_vuelve(_de_visto(visto), visto.datos["seccion"])
    elif visto.clase == Clase.CORREGIR:
        candidatura = _de_visto(visto)
        avisar(candidatura, correos.correccion_detenida(candidatura))


def _de_visto(visto: VistoBueno) -> Candidatura:
    return Candidatura.objects.con_todo().select_related("persona__cuenta").get(clave=visto.clave)


@transaction.atomic
def resolver_correccion(
    *,
    solicitud: SolicitudDeCorreccion,
    concedidas: Collection[str],
    nota: str,
    por: Usuario,
    es_privado: bool = False,
) -> SolicitudDeCorreccion:
    """Resuelve lo que la persona pidió corregir y le avisa qué se le concede y hasta cuándo.

    `es_privado`: lo que pide quitar es un dato personal o la pone en riesgo. Lo publicado que se concede corregir se
    oculta en el acto, y otra persona lo revisa; ya corregido, su historia no dice qué decía.
    """
    solicitud = cuestionario_acciones.resolver(solicitud=solicitud, concedidas=concedidas, nota=nota, por=por)
    cuestionario = solicitud.cuestionario
    titulos = [s.titulo for s in cuestionario.definicion if s.clave in solicitud.concedidas]
    candidatura = cuestionario.candidatura
    if es_privado:
        _ocultar_lo_concedido(candidatura, solicitud.concedidas, por)
    texto = correos.correccion_resuelta(candidatura, titulos, solicitud.vence_en, es_privado=es_privado)
    avisar(candidatura, texto)
    return solicitud


def _ocultar_lo_concedido(candidatura: Candidatura, secciones: Collection[str], por: Usuario) -> None:
    ficha = Ficha.objects.filter(pk=candidatura.clave, envio_publicado__isnull=False).first()
    for seccion in [clave for clave in secciones if ficha and clave not in ficha.pausas]:
        publicacion_acciones.ocultar(candidatura=candidatura, seccion=seccion, motivo=POR_PRIVACIDAD, por=por)
