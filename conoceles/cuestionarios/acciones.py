"""Los verbos del cuestionario. Cada uno: una transacción, la tabla de estados y un renglón de bitácora.

Quien altera además lo público (enviar cambia «en plazo» por «en revisión») los llama desde
`publicacion.acciones`; las caras no los llaman directamente salvo `guardar_seccion` y los de borrador.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.calendario.plazos import dentro_de_plazo, vence
from conoceles.comun import fotos
from conoceles.comun.canonico import huella
from conoceles.comun.claves import folio
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.registro.models import Candidatura

from . import estados
from .estados import Estado
from .integridad import Falta, esta_vacia, faltas, secciones_iguales
from .models import Avance, Cuestionario, Envio, Observacion, Respuesta, Retrato
from .supuestos import Supuesto


class CuestionarioIncompleto(Exception):
    """No puede enviarse todavía; `faltas` dice qué, sección por sección."""

    def __init__(self, faltas: list[Falta]) -> None:
        super().__init__(f"Faltan {len(faltas)} respuestas por completar o corregir.")
        self.faltas = faltas


class SeccionCerrada(Exception):
    """La sección no puede cambiarse en el estado actual del cuestionario."""


class SeccionCambiada(Exception):
    """Otra ventana guardó la sección después de que ésta se abrió; `avance` es lo último guardado."""

    def __init__(self, avance: Avance) -> None:
        super().__init__("La sección cambió en otra ventana mientras usted escribía.")
        self.avance = avance


class FueraDePlazo(Exception):
    """El plazo terminó y este proceso no acepta respuestas extemporáneas."""


class SinObservaciones(Exception):
    """Devolver exige al menos una observación."""


class ConObservaciones(Exception):
    """Validar exige que no queden observaciones en borrador."""


def _exigir(por: Usuario, permiso: Permiso, cuestionario: Cuestionario) -> None:
    """El permiso y, si es de captura, que la candidatura sea la suya y no haya terminado."""
    candidatura = cuestionario.candidatura
    es_suya = candidatura.persona.cuenta_id == por.pk and candidatura.hasta is None
    if not por.puede(permiso) or (permiso is Permiso.CAPTURAR and not es_suya):
        raise PermissionDenied


def _tomar_candado(cuestionario: Cuestionario) -> Cuestionario:
    """La fila al día y en exclusiva: dos personas a la vez no dan dos veces el mismo paso."""
    return (
        Cuestionario.objects.select_for_update(of=("self",))
        .select_related("candidatura__persona", "candidatura__posicion__contienda__cargo__proceso")
        .get(pk=cuestionario.pk)
    )


def _objeto(cuestionario: Cuestionario) -> tuple[str, str]:
    return "candidatura", cuestionario.candidatura.clave


def _dar_paso(cuestionario: Cuestionario, verbo: str, *, por: Usuario, **detalle: Any) -> None:
    """Exige el permiso, aplica la tabla, guarda y asienta: lo que todo verbo de estado comparte."""
    paso = estados.transicion(verbo)
    _exigir(por, paso.permiso, cuestionario)
    anterior = cuestionario.estado
    cuestionario.estado = estados.aplicar(verbo, anterior)
    cuestionario.actualizado_en = timezone.now()
    cuestionario.save()
    asentar(
        por=por,
        accion=f"cuestionario:{verbo}",
        objeto=_objeto(cuestionario),
        tipo=cuestionario.tipo,
        antes=anterior,
        despues=cuestionario.estado,
        **detalle,
    )


@transaction.atomic
def abrir(*, candidatura: Candidatura, tipo: str = Cuestionario.Tipo.CURRICULAR) -> Cuestionario:
    """El cuestionario de la candidatura; lo crea vacío la primera vez."""
    cuestionario, _ = Cuestionario.objects.get_or_create(
        candidatura=candidatura,
        tipo=tipo,
        defaults={"definicion_clave": Cuestionario.definicion_que_rige(candidatura, tipo)},
    )
    return cuestionario


@transaction.atomic
def guardar_seccion(
    *,
    cuestionario: Cuestionario,
    seccion: str,
    valores: Mapping[str, Any],
    por: Usuario,
    sesion: str = "",
    revision: int | None = None,
) -> Avance:
    """Guarda un borrador de cualquier longitud. No es un acto: un renglón por sección y sesión de trabajo.

    `valores`: clave de pregunta → valor ya normalizado; las vacías se borran. `revision`: la que se leyó
    al abrir la sección; si ya es otra y lo guardado difiere, no se escribe nada. Sin ella no se compara.

    Raises:
        SeccionCerrada: si el estado no permite cambiarla.
        SeccionCambiada: si otra ventana la guardó mientras tanto.
    """
    cuestionario = _tomar_candado(cuestionario)
    _exigir(por, Permiso.CAPTURAR, cuestionario)
    if seccion not in cuestionario.secciones_editables():
        raise SeccionCerrada(
            f"Esta sección no puede cambiarse: su cuestionario está «{cuestionario.get_estado_display()}»."
        )
    claves = {pregunta.clave for pregunta in cuestionario.definicion.seccion(seccion).preguntas}
    nuevos = {clave: valores[clave] for clave in claves & valores.keys()}
    avance, _ = Avance.objects.get_or_create(cuestionario=cuestionario, seccion=seccion)
    if revision is not None and revision != avance.revision:
        if _es_lo_guardado(cuestionario, nuevos):  # el mismo envío, dos veces
            return avance
        raise SeccionCambiada(avance)
    _escribir_respuestas(cuestionario, nuevos)
    if _anotar_avance(avance, sesion):
        asentar(por=por, accion="seccion:guardar", objeto=_objeto(cuestionario), seccion=seccion)
    return avance


def _es_lo_guardado(cuestionario: Cuestionario, valores: Mapping[str, Any]) -> bool:
    guardados = cuestionario.respuestas_por_clave()
    return all(
        guardados.get(clave) == (None if esta_vacia(valor) else valor) for clave, valor in valores.items()
    )


def _escribir_respuestas(cuestionario: Cuestionario, valores: Mapping[str, Any]) -> None:
    """Borra las vacías y pone las demás, en dos consultas."""
    vacias = [clave for clave, valor in valores.items() if esta_vacia(valor)]
    cuestionario.respuestas.filter(pregunta__in=vacias).delete()
    ahora = timezone.now()
    Respuesta.objects.bulk_create(
        [
            Respuesta(cuestionario=cuestionario, pregunta=clave, valor=valor, actualizada_en=ahora)
            for clave, valor in valores.items()
            if clave not in vacias
        ],
        update_conflicts=True,
        unique_fields=["cuestionario", "pregunta"],
        update_fields=["valor", "origen", "actualizada_en"],
    )


def _anotar_avance(avance: Avance, sesion: str) -> bool:
    """Una revisión más; devuelve si es la primera de esta sesión de trabajo."""
    huella_de_sesion = hashlib.sha256(sesion.encode()).hexdigest()
    es_otra_sesion = avance.sesion != huella_de_sesion
    avance.revision += 1
    avance.guardada_en, avance.sesion = timezone.now(), huella_de_sesion
    avance.save()
    return es_otra_sesion


@transaction.atomic
def guardar_foto(
    *,
    cuestionario: Cuestionario,
    retrato: fotos.Retrato,
    por: Usuario,
    sesion: str = "",
) -> Retrato:
    """Guarda un retrato ya limpio (`comun.fotos.procesar`) y lo pone como respuesta de la sección `foto`.

    Raises:
        SeccionCerrada: si el estado no permite cambiarla; entonces no queda ningún archivo.
    """
    guardar_seccion(
        cuestionario=cuestionario,
        seccion="foto",
        valores={"foto": retrato.huella},
        por=por,
        sesion=sesion,
    )
    fila, _ = Retrato.objects.get_or_create(
        candidatura=cuestionario.candidatura,
        huella=retrato.huella,
        defaults={"huella_perceptual": retrato.huella_perceptual},
    )
    almacen = storages["privado"]
    for nombre, contenido in retrato.archivos.items():
        ruta = f"retratos/{retrato.huella}/{nombre}"
        if not almacen.exists(ruta):
            almacen.save(ruta, ContentFile(contenido))
    return fila


@transaction.atomic
def enviar(*, cuestionario: Cuestionario, por: Usuario, recibido_en: datetime | None = None) -> Envio:
    """Envía o reenvía (corregido). Idempotente: si ya está enviado devuelve el mismo acuse.

    `recibido_en`: primer byte de la petición; lo que llegó en tiempo cuenta en tiempo.

    Raises:
        CuestionarioIncompleto: con la lista de faltas.
        FueraDePlazo: si el plazo venció y el proceso no acepta extemporáneas.
        estados.TransicionInvalida: si el estado no lo permite.
    """
    cuestionario = _tomar_candado(cuestionario)
    _exigir(por, Permiso.CAPTURAR, cuestionario)
    if cuestionario.estado in (Estado.ENVIADO, Estado.CORREGIDO):
        return cuestionario.envios.latest("numero")
    parametros = cuestionario.candidatura.proceso.parametros
    respuestas = cuestionario.respuestas_por_clave()
    pendientes = faltas(cuestionario.definicion, respuestas, contar_espacios=parametros.contar_espacios)
    if pendientes:
        raise CuestionarioIncompleto(pendientes)
    recibido = recibido_en or timezone.now()
    es_correccion = cuestionario.estado == Estado.OBSERVADO
    tardio = not es_correccion and not dentro_de_plazo(recibido, cuestionario.candidatura.plazo_de_captura)
    if tardio and not parametros.acepta_extemporaneas:
        raise FueraDePlazo("El plazo para enviar terminó.")
    editables = cuestionario.secciones_editables()
    editadas = [seccion.clave for seccion in cuestionario.definicion if seccion.clave in editables]
    detalle = {"sin_cambios": _sin_cambios(cuestionario, respuestas, editables)} if es_correccion else {}
    envio = _registrar_envio(cuestionario, respuestas, editadas, tardio)
    cuestionario.enviado_en = recibido
    cuestionario.observaciones.filter(emitida_en__isnull=False, atendida_en=None).update(atendida_en=recibido)
    _dar_paso(
        cuestionario,
        "corregir" if es_correccion else "enviar",
        por=por,
        folio=envio.folio,
        **detalle,
    )
    return envio


def _sin_cambios(
    cuestionario: Cuestionario, respuestas: dict[str, Any], editables: frozenset[str]
) -> list[str]:
    """Lo observado que se manda otra vez tal cual: puede hacerse, y queda dicho."""
    anterior = cuestionario.envios.latest("numero").contenido
    iguales = secciones_iguales(cuestionario.definicion, anterior, respuestas)
    return [clave for clave in iguales if clave in editables]


def _registrar_envio(
    cuestionario: Cuestionario,
    respuestas: dict[str, Any],
    secciones: list[str],
    tardio: bool,
) -> Envio:
    nonce = secrets.token_hex(16)
    return Envio.objects.create(
        cuestionario=cuestionario,
        numero=cuestionario.envios.count() + 1,
        contenido=respuestas,
        secciones=secciones,
        fuera_de_plazo=tardio,
        folio=folio("C"),
        nonce=nonce,
        huella=huella(respuestas, sal=bytes.fromhex(nonce)),
    )


@transaction.atomic
def tomar(*, cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    """Empieza la revisión de lo enviado."""
    cuestionario = _tomar_candado(cuestionario)
    _dar_paso(cuestionario, "tomar", por=por)
    return cuestionario


@transaction.atomic
def observar(
    *, cuestionario: Cuestionario, seccion: str, supuesto: str, texto: str, por: Usuario
) -> Observacion:
    """Anota en borrador una observación a una sección; nadie más la ve hasta `devolver`.

    Raises:
        ValueError: si el supuesto no es del catálogo, falta el texto o la sección no existe.
        estados.TransicionInvalida: si no está en revisión.
    """
    cuestionario = _tomar_candado(cuestionario)
    _exigir(por, Permiso.VALIDAR, cuestionario)
    estados.aplicar("devolver", cuestionario.estado)
    if supuesto not in Supuesto.values:
        raise ValueError("Elija un motivo del catálogo")
    if esta_vacia(texto.strip()):
        raise ValueError("Explique qué debe corregirse")
    try:
        cuestionario.definicion.seccion(seccion)
    except KeyError:
        raise ValueError("Esa sección no existe en el cuestionario") from None
    observacion = Observacion.objects.create(
        cuestionario=cuestionario,
        seccion=seccion,
        supuesto=supuesto,
        texto=texto.strip(),
        ronda=cuestionario.ronda + 1,
        por=por.acceso,
    )
    asentar(
        por=por,
        accion="observacion:anotar",
        objeto=_objeto(cuestionario),
        seccion=seccion,
        supuesto=supuesto,
    )
    return observacion


@transaction.atomic
def quitar_observacion(*, observacion: Observacion, por: Usuario) -> None:
    """Quita una observación que aún es borrador; una emitida ya no puede quitarse."""
    cuestionario = _tomar_candado(observacion.cuestionario)
    _exigir(por, Permiso.VALIDAR, cuestionario)
    borradas, _ = Observacion.objects.filter(pk=observacion.pk, emitida_en=None).delete()
    if borradas:
        asentar(
            por=por,
            accion="observacion:quitar",
            objeto=_objeto(cuestionario),
            seccion=observacion.seccion,
        )


@transaction.atomic
def devolver(*, cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    """Emite las observaciones en borrador con su vencimiento y devuelve el cuestionario a la persona.

    Raises:
        SinObservaciones: si no hay ninguna.
    """
    cuestionario = _tomar_candado(cuestionario)
    borradores = cuestionario.observaciones.filter(emitida_en=None)
    secciones = sorted({o.seccion for o in borradores})
    if not secciones:
        raise SinObservaciones("Para devolver, anote al menos una observación.")
    ahora = timezone.now()
    proceso = cuestionario.candidatura.proceso
    borradores.update(
        emitida_en=ahora,
        vence_en=vence(ahora, proceso.parametros.dias_correccion, proceso.zona),
    )
    cuestionario.ronda += 1
    _dar_paso(cuestionario, "devolver", por=por, secciones=secciones, ronda=cuestionario.ronda)
    return cuestionario


@transaction.atomic
def validar(*, cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    """Da por buena la última versión enviada.

    Raises:
        ConObservaciones: si quedan observaciones en borrador: se devuelven o se quitan.
    """
    cuestionario = _tomar_candado(cuestionario)
    if cuestionario.observaciones.filter(emitida_en=None).exists():
        raise ConObservaciones("Hay observaciones anotadas: devuélvalas o quítelas antes de validar.")
    cuestionario.validado_en, cuestionario.validado_por = timezone.now(), por.acceso
    _dar_paso(cuestionario, "validar", por=por)
    return cuestionario


@transaction.atomic
def reabrir(*, cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    """Vuelve a revisión algo validado; lo publicado sigue a la vista hasta que otro acto lo cambie."""
    cuestionario = _tomar_candado(cuestionario)
    cuestionario.validado_en, cuestionario.validado_por = None, ""
    _dar_paso(cuestionario, "reabrir", por=por)
    return cuestionario
