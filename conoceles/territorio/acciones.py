"""Los verbos del territorio: lo que se importa de él es público desde ese momento."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from conoceles.bitacora.acciones import asentar
from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.publicacion import ediciones
from conoceles.registro.catalogos import TipoDeDemarcacion
from conoceles.registro.models import Demarcacion

from .contornos import ANCHO, PlanDeMapa
from .models import Contorno, Mapa, Seccion
from .secciones import PlanDeSecciones

IMPORTAR, DIBUJAR = "territorio:importar", "territorio:dibujar"


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
    """Escribe un mapa nuevo, que rige desde ya. El mismo archivo con los mismos datos no cambia nada.

    Raises:
        ValueError: si el plan tiene rechazos o la vigencia termina antes de empezar.
    """
    exigir(por, Permiso.IMPORTAR)
    _exigir_sin_rechazos(plan)
    if vale_hasta and vale_hasta < vale_desde:
        raise ValueError("La vigencia termina antes de empezar.")
    vigente = Mapa.objects.filter(proceso=proceso).first()
    dicho = (nombre, vale_desde, vale_hasta, huella)
    if vigente and dicho == (vigente.nombre, vigente.vale_desde, vigente.vale_hasta, vigente.huella):
        return vigente
    mapa = Mapa.objects.create(
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
    Seccion.objects.bulk_create(_secciones(mapa, plan), batch_size=500)
    ediciones.mover(proceso.clave)
    asentar(
        por=por,
        accion=IMPORTAR,
        objeto=("proceso", proceso.clave),
        archivo=huella,
        secciones=len(plan.secciones),
        mapa=nombre,
        importado=mapa.pk,
        contenido=mapa.huella_de_lo_publicado,
    )
    return mapa


@transaction.atomic
def importar_mapa(
    *, proceso: Proceso, plan: PlanDeMapa, archivo: str, huella: str, por: Usuario | None
) -> Contorno:
    """Escribe un dibujo nuevo, que rige desde ya. El mismo archivo no cambia nada.

    Raises:
        ValueError: si el plan tiene rechazos.
    """
    exigir(por, Permiso.IMPORTAR)
    _exigir_sin_rechazos(plan)
    vigente = Contorno.objects.filter(proceso=proceso).first()
    if vigente and (vigente.huella, vigente.trazos) == (huella, plan.trazos):
        return vigente
    contorno = Contorno.objects.create(
        proceso=proceso,
        ancho=ANCHO,
        alto=plan.alto,
        trazos=plan.trazos,
        nombres=plan.nombres,
        archivo=archivo,
        huella=huella,
        por=por.acceso if por else "",
    )
    ediciones.mover(proceso.clave)
    asentar(
        por=por,
        accion=DIBUJAR,
        objeto=("proceso", proceso.clave),
        archivo=huella,
        municipios=len(plan.trazos),
        importado=contorno.pk,
        contenido=contorno.huella_de_lo_publicado,
    )
    return contorno


def _exigir_sin_rechazos(plan: PlanDeSecciones | PlanDeMapa) -> None:
    if not plan.es_aplicable:
        raise ValueError("El archivo tiene rechazos: no se importó nada.")


def _secciones(mapa: Mapa, plan: PlanDeSecciones) -> Iterator[Seccion]:
    for leida in plan.secciones.values():
        yield Seccion(
            mapa=mapa,
            numero=leida.numero,
            municipio=leida.municipio,
            distrito=leida.distrito,
            localidades=list(leida.localidades),
        )


def _nombres(proceso: Proceso) -> dict[str, object]:
    """Los del registro, copiados: quien lee lo público no llega a él."""
    propias = list(Demarcacion.objects.filter(proceso=proceso))
    municipios = [d for d in propias if d.tipo == TipoDeDemarcacion.MUNICIPIO]
    return {
        "municipios": {d.clave: d.nombre for d in municipios},
        "distritos": {d.clave: d.nombre for d in propias if d.tipo == TipoDeDemarcacion.DISTRITO},
        "sin_ayuntamiento": [d.clave for d in municipios if not d.elige_ayuntamiento],
    }
