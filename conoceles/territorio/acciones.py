"""Los verbos del territorio: lo que se importa de él es público desde ese momento."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction

from conoceles.bitacora.acciones import asentar
from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.publicacion import ediciones, registro
from conoceles.registro.catalogos import TipoDeDemarcacion
from conoceles.registro.models import Demarcacion
from conoceles.registro.plantillas import Carga, Plantilla

from .contornos import ANCHO, PlanDeMapa
from .integridad import es_el_asentado
from .lectura import contorno_de, mapa_de
from .models import Contorno, Mapa, Seccion
from .secciones import PlanDeSecciones


@transaction.atomic
def importar_secciones(
    *,
    proceso: Proceso,
    plan: PlanDeSecciones,
    nombre: str,
    vale_desde: date,
    vale_hasta: date | None,
    archivo: str,
    huella: str,
    por: Usuario | None,
    es_ficticio: bool = False,
) -> Mapa:
    """Escribe un mapa nuevo, que rige desde ya. Si dice lo mismo que el vigente, no cambia nada y devuelve ése.

    Se compara lo leído y no el archivo: de otra columna suya, o con otra plantilla, sale otro mapa.

    Raises:
        ValueError: si el plan tiene rechazos o la vigencia termina antes de empezar.
    """
    exigir(por, Permiso.IMPORTAR)
    _exigir_sin_rechazos(plan)
    if vale_hasta and vale_hasta < vale_desde:
        raise ValueError("La vigencia termina antes de empezar.")
    mapa = Mapa(
        proceso=proceso,
        nombre=nombre,
        vale_desde=vale_desde,
        vale_hasta=vale_hasta,
        es_ficticio=es_ficticio,
        archivo=archivo,
        huella=huella,
        por=por.acceso if por else "",
        **_nombres(proceso),
    )
    secciones = list(_secciones(mapa, plan))
    contenido, vigente = mapa.huella_con(secciones), mapa_de(proceso)
    if vigente and vigente.huella_de_lo_publicado == contenido:
        return vigente
    mapa.save()
    Seccion.objects.bulk_create(secciones, batch_size=500)
    ediciones.mover(proceso.clave)
    asentar(
        por=por,
        accion="territorio:importar",
        objeto=("proceso", proceso.clave),
        archivo=huella,
        secciones=len(plan.secciones),
        mapa=nombre,
        importado=mapa.pk,
        contenido=contenido,
    )
    return mapa


@transaction.atomic
def importar_mapa(
    *, proceso: Proceso, plan: PlanDeMapa, archivo: str, huella: str, por: Usuario | None
) -> Contorno:
    """Escribe un dibujo nuevo, que rige desde ya. Si es igual al vigente, no cambia nada y devuelve ése.

    Raises:
        ValueError: si el plan tiene rechazos.
    """
    exigir(por, Permiso.IMPORTAR)
    _exigir_sin_rechazos(plan)
    contorno = Contorno(
        proceso=proceso,
        ancho=ANCHO,
        alto=plan.alto,
        trazos=plan.trazos,
        nombres=plan.nombres,
        archivo=archivo,
        huella=huella,
        por=por.acceso if por else "",
    )
    contenido, vigente = contorno.huella_de_lo_publicado, contorno_de(proceso)
    if vigente and vigente.huella_de_lo_publicado == contenido:
        return vigente
    contorno.save()
    ediciones.mover(proceso.clave)
    asentar(
        por=por,
        accion="territorio:dibujar",
        objeto=("proceso", proceso.clave),
        archivo=huella,
        municipios=len(plan.trazos),
        importado=contorno.pk,
        contenido=contenido,
    )
    return contorno


@transaction.atomic
def cargar_proceso(*, plantilla: Plantilla, por: Usuario | None, vigente: bool = False) -> Carga:
    """Carga la plantilla (`publicacion.registro.cargar_proceso`) y pone sus nombres al mapa y al dibujo que rigen.

    Que un municipio empiece a elegir ayuntamiento ha de verse en su boleta sin que nadie vuelva a importar nada.
    """
    carga = registro.cargar_proceso(plantilla=plantilla, por=por, vigente=vigente)
    nombres = _nombres(carga.proceso)
    if mapa := mapa_de(carga.proceso):
        _poner(mapa, nombres, accion="territorio:nombrar", por=por)
    if contorno := contorno_de(carga.proceso):
        suyos = {clave: nombres["municipios"][clave] for clave in contorno.nombres}
        _poner(contorno, {"nombres": suyos}, accion="territorio:rotular", por=por)
    return carga


def _poner(guardado: Mapa | Contorno, nombres: dict[str, Any], *, accion: str, por: Usuario | None) -> None:
    """Uno alterado por fuera se deja como está: asentarlo otra vez daría por buena la alteración."""
    if all(getattr(guardado, campo) == valor for campo, valor in nombres.items()):
        return
    if not es_el_asentado(guardado):
        return
    for campo, valor in nombres.items():
        setattr(guardado, campo, valor)
    guardado.save(update_fields=list(nombres))
    ediciones.mover(guardado.proceso.clave)
    asentar(
        por=por,
        accion=accion,
        objeto=("proceso", guardado.proceso.clave),
        importado=guardado.pk,
        contenido=guardado.huella_de_lo_publicado,
    )


def _exigir_sin_rechazos(plan: PlanDeSecciones | PlanDeMapa) -> None:
    if not plan.es_aplicable:
        raise ValueError("El archivo tiene rechazos: no se importó nada.")


def _secciones(mapa: Mapa, plan: PlanDeSecciones) -> Iterator[Seccion]:
    for _, leida in sorted(plan.secciones.items()):
        yield Seccion(
            mapa=mapa,
            numero=leida.numero,
            municipio=leida.municipio,
            distrito=leida.distrito,
            localidades=list(leida.localidades.values()),
        )


def _nombres(proceso: Proceso) -> dict[str, Any]:
    """Los del registro, copiados: quien lee lo público no llega a él."""
    propias = list(Demarcacion.objects.filter(proceso=proceso))
    municipios = [d for d in propias if d.tipo == TipoDeDemarcacion.MUNICIPIO]
    return {
        "municipios": {d.clave: d.nombre for d in municipios},
        "distritos": {d.clave: d.nombre for d in propias if d.tipo == TipoDeDemarcacion.DISTRITO},
        "sin_ayuntamiento": [d.clave for d in municipios if not d.elige_ayuntamiento],
    }
