"""Publicar un proceso pasado: todo o nada, una sola vez por archivo y sin reescribir lo ya publicado."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.bitacora.models import Cabeza
from conoceles.calendario import integridad, reglas
from conoceles.calendario.models import Proceso
from conoceles.comun.claves import folio
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.en_bloque import Entrega, registrar
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Envio, Respuesta
from conoceles.publicacion.acciones import al_corriente, publicar
from conoceles.registro.catalogos import TipoDeDemarcacion
from conoceles.registro.models import (
    ActorPolitico,
    Candidatura,
    Cargo,
    Contienda,
    Demarcacion,
    Importacion,
    Persona,
    Posicion,
)
from conoceles.registro.plantillas.cotejo import huella_del_catalogo
from conoceles.registro.revision import ArchivoInvalido, Problema

from .perfil import DEFINICION
from .plan import Alta, Plan

LOTE = 500
PUBLICACION = 20_000  # candidaturas por edición: las que caben en una consulta de SQLite
ORIGEN = "archivo:"
_M = TypeVar("_M", bound=Model)
_Lugar = tuple[str, str, int, str]


@dataclass(frozen=True)
class DatosDelProceso:
    """El proceso pasado que se va a publicar."""

    clave: str
    nombre: str
    jornada: date
    zona_horaria: str
    instituto: dict[str, str]

    @property
    def inicio(self) -> datetime:
        """La primera hora del día de la jornada: la fecha que se sabe con certeza de un proceso pasado."""
        return datetime.combine(self.jornada, time.min, tzinfo=ZoneInfo(self.zona_horaria))


@dataclass(frozen=True)
class Fuente:
    """De dónde sale: nombre y huella SHA-256 del archivo, y el perfil con que se leyó."""

    archivo: str
    huella: str
    perfil: str


@dataclass(frozen=True)
class Resultado:
    """El recibo y cuántas candidaturas entraron; `ya_estaba` si este archivo ya se había importado."""

    importacion: Importacion
    nuevas: int
    sin_cambio: int
    ya_estaba: bool


def ya_importado(clave: str, huella: str) -> Importacion | None:
    """El recibo de este mismo archivo en ese proceso, si existe."""
    return Importacion.objects.filter(
        proceso__clave=clave, huella=huella, estado=Importacion.Estado.APLICADA
    ).first()


@transaction.atomic
def importar(
    *,
    plan: Plan,
    datos: DatosDelProceso,
    fuente: Fuente,
    por: Usuario | None,
    identidad: dict[str, dict[str, int]] | None = None,
) -> Resultado:
    """Registra y publica el plan entero como proceso histórico; en un solo paso o en ninguno.

    Un segundo archivo del mismo proceso sólo agrega: si contradice lo publicado, se rechaza entero.

    Raises:
        ArchivoInvalido: si el proceso no es un archivo histórico o el archivo contradice lo publicado.
    """
    Cabeza.objects.select_for_update().get(pk=1)  # una importación a la vez
    if recibo := ya_importado(datos.clave, fuente.huella):
        return Resultado(recibo, 0, len(plan.altas), ya_estaba=True)
    regian = reglas.de_todos()
    proceso = _proceso(datos, fuente)
    reglas.asentar_cambios(regian, por=por)
    nuevas = _sin_las_publicadas(plan, proceso, fuente.archivo)
    candidaturas = _registrar(nuevas, proceso, datos.inicio)
    respondieron = [(c, alta) for c, alta in zip(candidaturas, nuevas, strict=True) if alta.respuestas]
    registrar(
        (
            Entrega(c, alta.respuestas, Estado.VALIDADO, datos.inicio, definicion=DEFINICION.clave)
            for c, alta in respondieron
        ),
        por=por,
        origen=Respuesta.Origen.ARCHIVO,
    )
    al_corriente(candidaturas, por=por)
    for inicio in range(0, len(respondieron), PUBLICACION):
        publicar(candidaturas=[c for c, _ in respondieron[inicio : inicio + PUBLICACION]], por=por)
    informe: dict[str, Any] = {
        "resumen": {**plan.resumen(), "nuevas": len(nuevas)},
        "avisos": plan.avisos.como_dict(),
    }
    if identidad is not None:
        informe["identidad"] = identidad
    recibo = _recibo(proceso, fuente, informe, por)
    return Resultado(recibo, len(nuevas), len(plan.altas) - len(nuevas), ya_estaba=False)


@transaction.atomic
def agregar_identidad(
    *, recibo: Importacion, identidad: dict[str, dict[str, int]], por: Usuario | None
) -> None:
    """Añade al recibo de un archivo ya importado las respuestas de identidad en conjunto; una sola vez."""
    actual = Importacion.objects.select_for_update().get(pk=recibo.pk)
    if "identidad" in actual.informe:
        return
    actual.informe = {**actual.informe, "identidad": identidad}
    actual.save(update_fields=["informe"])
    asentar(
        por=por,
        accion="archivo:contar_identidad",
        objeto=("proceso", actual.proceso.clave),
        folio=actual.folio,
    )


def _proceso(datos: DatosDelProceso, fuente: Fuente) -> Proceso:
    proceso = Proceso.objects.filter(clave=datos.clave).first()
    if proceso is None:
        return Proceso.objects.create(
            clave=datos.clave,
            nombre=datos.nombre,
            jornada=datos.jornada,
            zona_horaria=datos.zona_horaria,
            es_historico=True,
            datos_instituto=datos.instituto,
            cuestionarios={"curricular": DEFINICION.clave},
            plantilla=f"{ORIGEN}{fuente.perfil}",
        )
    if not (proceso.es_historico and proceso.plantilla.startswith(ORIGEN)):
        motivo = (
            f"«{proceso}» ya existe y no nació de un archivo histórico: importarle uno mezclaría sus "
            "candidaturas. Use otra clave con --proceso"
        )
        raise ArchivoInvalido([Problema(datos.clave, "", motivo)])
    return proceso


def _sin_las_publicadas(plan: Plan, proceso: Proceso, archivo: str) -> list[Alta]:
    """Las que faltan; una que ya está y dice otra cosa impide todo: lo publicado no se reescribe."""
    publicadas = _publicadas(proceso)
    problemas, nuevas = [], []
    for alta in plan.altas:
        publicada = publicadas.get(_lugar(alta))
        if publicada is None:
            nuevas.append(alta)
        elif publicada != (alta.nombre, alta.persona["edad"], alta.persona["sexo"], alta.respuestas):
            motivo = (
                f"ese lugar ya está publicado en «{proceso}» con otros datos ({publicada[0]}). Un archivo "
                "histórico sólo agrega; para publicar otra versión, use otra clave con --proceso"
            )
            problemas.append(Problema(archivo, f"fila {alta.fila}, {alta.nombre}", motivo))
    if problemas:
        raise ArchivoInvalido(problemas)
    return nuevas


def _lugar(alta: Alta) -> _Lugar:
    return (f"{alta.cargo.clave}-{alta.territorio.clave}", alta.actor.clave, alta.numero, alta.calidad)


def _publicadas(proceso: Proceso) -> dict[_Lugar, tuple[str, int | None, str, dict[str, Any]]]:
    contenidos = {
        envio.cuestionario.candidatura_id: envio.contenido
        for envio in Envio.objects.filter(
            cuestionario__candidatura__posicion__contienda__cargo__proceso=proceso
        ).select_related("cuestionario")
    }
    return {
        (c.contienda.clave, c.posicion.actor.clave, c.posicion.numero, c.posicion.calidad): (
            c.persona.nombre_completo, c.persona.edad, c.persona.sexo, contenidos.get(c.pk, {}),
        )
        for c in Candidatura.objects.del_proceso(proceso).con_todo()
    }  # fmt: skip


# --- El registro ----------------------------------------------------------------------------------------


def _registrar(altas: list[Alta], proceso: Proceso, aprobada_en: datetime) -> list[Candidatura]:
    """Las candidaturas creadas, en el orden de `altas` y con todo lo que las nombra."""
    posiciones = _posiciones(altas, proceso)
    personas = Persona.objects.bulk_create(
        [Persona(proceso=proceso, **alta.persona) for alta in altas], batch_size=LOTE
    )
    creadas = Candidatura.objects.bulk_create(
        [
            Candidatura(posicion=posiciones[_lugar(alta)], persona=persona, aprobada_en=aprobada_en)
            for alta, persona in zip(altas, personas, strict=True)
        ],
        batch_size=LOTE,
    )
    completas = {c.clave: c for c in Candidatura.objects.del_proceso(proceso).con_todo()}
    return [completas[creada.clave] for creada in creadas]


def _posiciones(altas: list[Alta], proceso: Proceso) -> dict[_Lugar, Posicion]:
    cargos = _asegurar(
        proceso.cargos.all(), (_cargo(alta, proceso) for alta in altas), lambda cargo: cargo.clave
    )
    demarcaciones = _asegurar(
        proceso.demarcaciones.all(), _demarcaciones(altas, proceso), lambda d: (d.tipo, d.clave)
    )
    actores = _asegurar(
        proceso.actores.all(), (_actor(alta, proceso) for alta in altas), lambda actor: actor.clave
    )

    def contienda_de(alta: Alta) -> Contienda:
        donde = demarcaciones[alta.territorio.tipo, alta.territorio.clave]
        return Contienda(cargo=cargos[alta.cargo.clave], demarcacion=donde)

    contiendas = _asegurar(
        Contienda.objects.filter(cargo__proceso=proceso).select_related("cargo", "demarcacion"),
        map(contienda_de, altas),
        lambda contienda: contienda.clave,
    )
    return _asegurar(
        Posicion.objects.filter(contienda__cargo__proceso=proceso).select_related(
            "actor", "contienda__cargo", "contienda__demarcacion"
        ),
        (
            Posicion(
                contienda=contiendas[_lugar(alta)[0]],
                actor=actores[alta.actor.clave],
                numero=alta.numero,
                calidad=alta.calidad,
            )
            for alta in altas
        ),
        lambda p: (p.contienda.clave, p.actor.clave, p.numero, p.calidad),
    )


def _asegurar(
    existentes: Iterable[_M], posibles: Iterable[_M], llave: Callable[[_M], Hashable]
) -> dict[Any, _M]:
    """Las que ya están y, creadas, las que faltan; por su llave."""
    todas = {llave(existente): existente for existente in existentes}
    faltan: dict[Hashable, _M] = {}
    for posible in posibles:
        if llave(posible) not in todas:
            faltan.setdefault(llave(posible), posible)
    if faltan:
        modelo = type(next(iter(faltan.values())))
        modelo._default_manager.bulk_create(faltan.values(), batch_size=LOTE)
    return {**todas, **faltan}


def _cargo(alta: Alta, proceso: Proceso) -> Cargo:
    cargo = alta.cargo
    return Cargo(
        proceso=proceso,
        clave=cargo.clave,
        nombre=cargo.nombre,
        principio=cargo.principio,
        ambito=cargo.ambito,
        unidad=cargo.unidad,
        con_suplente=cargo.con_suplente,
        boleta=cargo.boleta,
        orden=cargo.orden,
    )


def _demarcaciones(altas: list[Alta], proceso: Proceso) -> Iterable[Demarcacion]:
    """La de cada quien y la de su entidad, que puede no ser la de nadie."""
    for alta in altas:
        donde = alta.territorio
        yield Demarcacion(
            proceso=proceso, tipo=donde.tipo, clave=donde.clave, nombre=donde.nombre, entidad=donde.entidad
        )
        if donde.entidad:
            yield Demarcacion(
                proceso=proceso,
                tipo=TipoDeDemarcacion.ENTIDAD,
                clave=donde.clave_de_entidad,
                nombre=donde.entidad,
            )


def _actor(alta: Alta, proceso: Proceso) -> ActorPolitico:
    actor = alta.actor
    return ActorPolitico(
        proceso=proceso,
        clave=actor.clave,
        siglas=actor.siglas,
        nombre=actor.nombre,
        tipo=actor.tipo,
        color=actor.color,
        orden=actor.orden,
    )


# --- El recibo ------------------------------------------------------------------------------------------


def _recibo(proceso: Proceso, fuente: Fuente, informe: dict[str, Any], por: Usuario | None) -> Importacion:
    recibo = Importacion.objects.create(
        proceso=proceso,
        folio=folio("A"),
        archivo=fuente.archivo[:200],
        huella=fuente.huella,
        perfil=fuente.perfil,
        estado=Importacion.Estado.APLICADA,
        informe=informe,
        por=por.acceso if por else "",
        aplicada_en=timezone.now(),
    )
    asentar(
        por=por,
        accion="archivo:importar",
        objeto=("proceso", proceso.clave),
        folio=recibo.folio,
        archivo_huella=fuente.huella,
        candidaturas=informe["resumen"]["nuevas"],
        **integridad.asentado(proceso),
        catalogo=huella_del_catalogo(proceso),
    )
    return recibo
