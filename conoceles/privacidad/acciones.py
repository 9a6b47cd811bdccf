"""Los verbos de la identidad. Sólo los de la persona escriben respuestas, y siempre cifradas.

Los que pueden cambiar lo público (manifestar, enviar) los llaman las caras por `publicacion.identidad`, que
además pone al día la parte pública en la misma transacción. En la bitácora, claves: nunca respuestas ni qué se
manifestó.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from conoceles.acuses.acciones import Clase, emitir
from conoceles.acuses.lectura import reconocidos_a_tiempo
from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuestionarios.acciones import FueraDePlazo
from conoceles.cuestionarios.definiciones import DEFINICIONES, Definicion
from conoceles.cuestionarios.integridad import faltas
from conoceles.llaves.acciones import NoSeDescifra, Uso, destruir
from conoceles.registro.llegadas import llego_a_tiempo
from conoceles.registro.models import Candidatura

from . import lectura
from .comun import (
    BORRADOR,
    GrupoCambiado,
    IdentidadIncompleta,
    SinConsentimiento,
    SinIdentidad,
    definicion_que_rige,
    en_sobre,
    exigir_suya,
)
from .contenido import Contenido, para_enviar, poner_grupo, sin_lo_que_no_aplica
from .models import Consentimiento, EnvioDeIdentidad, Identidad, Lectura

PROPOSITO_MINIMO = 10
PROPOSITO_MAXIMO = 300


def _tomar(candidatura: Candidatura) -> Candidatura:
    """La candidatura al día y en exclusiva: de ella cuelga todo lo de identidad, exista ya o no."""
    tomadas = Candidatura.objects.select_for_update(of=("self",), no_key=True)
    return tomadas.con_todo().get(pk=candidatura.pk)


def _objeto(candidatura: Candidatura) -> tuple[str, str]:
    return "candidatura", candidatura.clave


def _exigir_en_captura(por: Usuario, candidatura: Candidatura) -> tuple[Definicion, Consentimiento]:
    """Que sea la persona, que la candidatura siga y que haya autorizado el tratamiento; con qué y cuál."""
    exigir_suya(por, candidatura)
    if candidatura.hasta is not None:
        raise PermissionDenied
    definicion = definicion_que_rige(candidatura)
    if definicion is None:
        raise SinIdentidad("Este proceso no tiene cuestionario de identidad.")
    consentimiento = lectura.consentimiento_vigente(candidatura)
    if consentimiento is None or not consentimiento.tratamiento:
        raise SinConsentimiento("Antes de contestar, autorice el tratamiento de sus datos.")
    return definicion, consentimiento


# --- Manifestaciones ------------------------------------------------------------------------------------


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
    """Deja las tres manifestaciones con su acuse; repetir las mismas devuelve el que ya hay.

    Puede cambiarse siempre, también terminada la candidatura. Sin tratamiento se borra el borrador y el
    contenido de todo lo enviado: sólo queda la negativa. `aviso`: versión del aviso de privacidad mostrado.

    Raises:
        ValueError: si falta el aviso, o se autoriza algo sin autorizar el tratamiento.
    """
    exigir_suya(por, candidatura)
    if not aviso:
        raise ValueError("Falta la versión del aviso de privacidad que se mostró.")
    if (publicacion or estadistica) and not tratamiento:
        raise ValueError("Sin autorizar el tratamiento de sus datos no puede autorizarse lo demás.")
    candidatura = _tomar(candidatura)
    vigente = lectura.consentimiento_vigente(candidatura)
    nuevo = Consentimiento(
        candidatura=candidatura,
        numero=vigente.numero + 1 if vigente else 1,
        aviso=aviso,
        tratamiento=tratamiento,
        publicacion=publicacion,
        estadistica=estadistica,
    )
    if vigente and vigente.contenido == nuevo.contenido:
        return vigente
    _hacer_constar(nuevo)
    _olvidar_lo_no_autorizado(nuevo)
    asentar(
        por=por,
        accion="consentimiento:manifestar",
        objeto=_objeto(candidatura),
        folio=nuevo.folio,
        huella_del_acuse=nuevo.huella,
        aviso=aviso,
    )
    return nuevo


def _hacer_constar(consentimiento: Consentimiento) -> None:
    candidatura = consentimiento.candidatura
    sello = emitir(
        consentimiento.contenido,
        clase=Clase.CONSENTIMIENTO,
        candidatura=candidatura.clave,
        proceso=candidatura.proceso.clave,
        instante=consentimiento.instante,
    )
    for campo, valor in asdict(sello).items():
        setattr(consentimiento, campo, valor)
    consentimiento.save()


def _olvidar_lo_no_autorizado(consentimiento: Consentimiento) -> None:
    """Sin tratamiento, todo; sin publicación, qué respuestas había elegido publicar en el borrador."""
    candidatura = consentimiento.candidatura
    if not consentimiento.tratamiento:
        Identidad.objects.filter(candidatura=candidatura).delete()
        candidatura.envios_de_identidad.update(sobre=None)
        # Con su llave se va también lo que quede en los respaldos; hasta que el acto sea firme.
        transaction.on_commit(partial(destruir, candidatura=candidatura.clave, uso=Uso.IDENTIDAD))
        return
    identidad = Identidad.objects.filter(candidatura=candidatura).first()
    if identidad and not consentimiento.publicacion:
        _quitar_marcas(identidad)


def _quitar_marcas(identidad: Identidad) -> None:
    """Un borrador que ya no se abre no impide retirar la autorización: se borra, nadie puede leerlo."""
    try:
        guardado = lectura.contenido_del_borrador(identidad, identidad.candidatura)
    except NoSeDescifra:
        identidad.delete()
    else:
        _escribir(identidad, replace(guardado, publicar=frozenset()))


# --- Respuestas -----------------------------------------------------------------------------------------


@transaction.atomic
def guardar_grupo(
    *,
    candidatura: Candidatura,
    seccion: str,
    respuestas: Mapping[str, Any],
    publicar: Collection[str],
    por: Usuario,
    revision: int | None = None,
) -> Identidad:
    """Guarda un grupo del borrador, cifrado. No es un acto: un renglón la primera vez que se guarda cada grupo.

    `respuestas`: clave → valor, con `Pregunta.clave_de_texto` para lo escrito en «Otra»; las vacías se borran.
    `publicar`: las preguntas del grupo que la persona elige publicar. `revision`: la que se leyó al abrirlo.

    Raises:
        SinConsentimiento: si no autorizó el tratamiento; SinIdentidad, si el proceso no lo tiene.
        GrupoCambiado: si otra ventana cambió este grupo mientras tanto.
        ValueError: si un valor no es de los que se ofrecen.
        KeyError: si no existe la sección.
    """
    candidatura = _tomar(candidatura)
    definicion, consentimiento = _exigir_en_captura(por, candidatura)
    grupo = definicion.seccion(seccion)
    identidad, guardado = _borrador(candidatura, definicion)
    nuevo = poner_grupo(guardado, grupo, respuestas, publicar if consentimiento.publicacion else ())
    if nuevo != guardado:
        if revision is not None and guardado.cambios.get(seccion, 0) > revision:
            raise GrupoCambiado("Este grupo cambió en otra ventana mientras usted contestaba.")
        identidad.revision += 1
        nuevo = replace(nuevo, cambios={**guardado.cambios, seccion: identidad.revision})
    if seccion not in identidad.grupos_vistos:
        identidad.grupos_vistos = [*identidad.grupos_vistos, seccion]
        asentar(por=por, accion="identidad:guardar", objeto=_objeto(candidatura), seccion=seccion)
    _escribir(identidad, nuevo)
    return identidad


def _borrador(candidatura: Candidatura, definicion: Definicion) -> tuple[Identidad, Contenido]:
    """La fila y lo que dice; la primera vez, una nueva y vacía."""
    identidad = Identidad.objects.filter(candidatura=candidatura).first()
    if identidad is None:
        return Identidad(candidatura=candidatura, definicion_clave=definicion.clave), Contenido()
    return identidad, lectura.contenido_del_borrador(identidad, candidatura)


def _escribir(identidad: Identidad, contenido: Contenido) -> None:
    identidad.sobre = en_sobre(contenido.como_dato(), identidad.candidatura, BORRADOR)
    identidad.guardada_en = timezone.now()
    identidad.save()


@transaction.atomic
def enviar(
    *, candidatura: Candidatura, por: Usuario, recibido_en: datetime | None = None
) -> EnvioDeIdentidad:
    """Envía el cuestionario con su acuse. Puede repetirse cuando se quiera: rige el último.

    Lo que dejó de aplicar se borra también del borrador. Enviar lo mismo otra vez devuelve el mismo acuse.
    `recibido_en`: primer byte de la petición; lo que llegó en tiempo cuenta en tiempo.

    Raises:
        IdentidadIncompleta: con la lista de faltas.
        FueraDePlazo: si es la primera vez, el plazo venció y el proceso no acepta extemporáneas.
        SinConsentimiento, SinIdentidad: como en `guardar_grupo`.
    """
    candidatura = _tomar(candidatura)
    definicion, consentimiento = _exigir_en_captura(por, candidatura)
    identidad, guardado = _borrador(candidatura, definicion)
    edad = candidatura.persona.edad
    if pendientes := faltas(definicion, guardado.respuestas, edad=edad):
        raise IdentidadIncompleta(pendientes)
    completo = sin_lo_que_no_aplica(definicion, guardado, edad)
    contenido = para_enviar(definicion, completo)
    if repetido := _mismo_envio(candidatura, consentimiento, contenido):
        return repetido
    recibido = recibido_en or timezone.now()
    envio = _registrar_envio(
        candidatura, consentimiento, contenido, recibido, _es_tardio(candidatura, recibido)
    )
    if completo != guardado:
        identidad.revision += 1
        _escribir(identidad, completo)
    asentar(
        por=por,
        accion="identidad:enviar",
        objeto=_objeto(candidatura),
        folio=envio.folio,
        huella_del_acuse=envio.huella,
        recibido=recibido.astimezone(UTC).isoformat(),
        **({"fuera_de_plazo": True} if envio.fuera_de_plazo else {}),
    )
    return envio


def _mismo_envio(
    candidatura: Candidatura, consentimiento: Consentimiento, contenido: dict[str, Any]
) -> EnvioDeIdentidad | None:
    """El envío vigente si ya dice esto mismo y con la misma manifestación: es la misma petición, dos veces."""
    envio = lectura.envio_vigente(candidatura)
    if envio is None or envio.consentimiento_id != consentimiento.pk:
        return None
    return envio if lectura.abrir_envio(envio, candidatura)[0] == contenido else None


def _es_tardio(candidatura: Candidatura, recibido: datetime) -> bool:
    """Quien ya envió en tiempo puede cambiar de opinión después sin que eso la vuelva extemporánea."""
    previos = candidatura.envios_de_identidad
    a_tiempo = Q(fuera_de_plazo=False) | Q(folio__in=reconocidos_a_tiempo([candidatura.clave]))
    if llego_a_tiempo(candidatura, recibido) or previos.filter(a_tiempo).exists():
        return False
    if not candidatura.proceso.parametros.acepta_extemporaneas and not previos.exists():
        raise FueraDePlazo("El plazo para enviar terminó.")
    return True


def _registrar_envio(
    candidatura: Candidatura,
    consentimiento: Consentimiento,
    contenido: dict[str, Any],
    recibido: datetime,
    tardio: bool,
) -> EnvioDeIdentidad:
    """El acuse nombra todos los grupos: cuáles aplican ya diría algo de la persona."""
    definicion = DEFINICIONES[contenido["definicion"]]
    sello = emitir(
        contenido,
        clase=Clase.IDENTIDAD,
        candidatura=candidatura.clave,
        proceso=candidatura.proceso.clave,
        instante=recibido,
        secciones=[seccion.titulo for seccion in definicion],
        fuera_de_plazo=tardio,
    )
    numero = candidatura.envios_de_identidad.count() + 1
    dato = {"contenido": contenido, "nonce": sello.nonce}
    return EnvioDeIdentidad.objects.create(
        candidatura=candidatura,
        numero=numero,
        definicion_clave=definicion.clave,
        consentimiento=consentimiento,
        sobre=en_sobre(dato, candidatura, lectura.contexto_de_envio(numero)),
        instante=recibido,
        fuera_de_plazo=tardio,
        folio=sello.folio,
        huella=sello.huella,
    )


# --- Lecturas del Instituto -------------------------------------------------------------------------------


@transaction.atomic
def estudiar(*, candidatura: Candidatura, por: Usuario, proposito: str) -> dict[str, Any] | None:
    """Lo enviado por una persona, leído por Igualdad; deja quién leyó, a quién y para qué, aunque no haya nada.

    Consta el cuestionario entero y no lo contestado: qué preguntas respondió ya dice algo de ella.

    Raises:
        ValueError: si el propósito no tiene entre 10 y 300 caracteres.
        PermissionDenied: si no es de Igualdad.
        NoSeDescifra: si la llave se destruyó o el sobre se alteró.
    """
    exigir(por, Permiso.ESTUDIAR_IDENTIDAD)
    proposito = proposito.strip()
    if not PROPOSITO_MINIMO <= len(proposito) <= PROPOSITO_MAXIMO:
        raise ValueError(
            f"Escriba para qué necesita leerlas, entre {PROPOSITO_MINIMO} y {PROPOSITO_MAXIMO} caracteres."
        )
    definicion = definicion_que_rige(candidatura)
    if definicion is None:
        raise SinIdentidad("Este proceso no tiene cuestionario de identidad.")
    leida = Lectura.objects.create(
        actor=por.acceso,
        rol=por.rol,
        candidatura=candidatura.clave,
        preguntas=[pregunta.clave for pregunta in definicion.preguntas],
        proposito=proposito,
    )
    huella = leida.huella_de_lo_leido
    asentar(por=por, accion="identidad:estudiar", objeto=_objeto(candidatura), huella=huella)
    envio = lectura.envio_vigente(candidatura)
    return lectura.abrir_envio(envio, candidatura)[0] if envio else None
