"""Llevar una plantilla revisada a la base: lo nuevo se crea, lo distinto se actualiza y nada se borra."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from conoceles.bitacora.acciones import Autora, asentar
from conoceles.calendario import integridad, reglas
from conoceles.calendario.models import Proceso
from conoceles.registro.catalogos import TipoDeActor
from conoceles.registro.models import ActorPolitico, Alcance, Cargo, Contienda, Demarcacion

from . import cotejo
from .cruces import demarcaciones_de
from .lectura import Plantilla

LOTE = 500


@dataclass(frozen=True)
class Carga:
    """Lo que hizo una carga. `sobrantes`: lo que está en la base y la plantilla ya no nombra."""

    proceso: Proceso
    hubo_cambios: bool
    cuentas: dict[str, int] = field(default_factory=dict)
    sobrantes: list[str] = field(default_factory=list)


@transaction.atomic
def aplicar(plantilla: Plantilla, *, por: Autora | None, vigente: bool = False) -> Carga:
    """Carga la plantilla. Si es la misma que ya estaba cargada, y nadie la cambió por fuera, no toca nada.

    `vigente`: es el proceso que el sitio muestra en su raíz; el primero no histórico lo es aunque no se pida.
    """
    previo = Proceso.objects.select_for_update().filter(clave=plantilla.clave).first()
    regian = reglas.de_todos()
    if previo and previo.plantilla_huella == plantilla.huella and _esta_integro(previo):
        cambio = vigente and not previo.es_vigente
        if cambio:
            _hacer_vigente(previo)
            asentar(por=por, accion="proceso:hacer_vigente", objeto=("proceso", previo.clave))
            reglas.asentar_cambios(regian, por=por)
        return Carga(previo, hubo_cambios=cambio)
    proceso = _proceso(plantilla)
    datos = plantilla.datos
    cargos = _cargos(proceso, datos["cargos"])
    demarcaciones = _demarcaciones(proceso, datos["demarcaciones"])
    actores = _actores(proceso, datos["actores"])
    _alianzas(datos["actores"], actores, cargos, demarcaciones)
    _contiendas(datos, cargos, demarcaciones)
    if vigente or not (proceso.es_historico or Proceso.objects.filter(es_vigente=True).exists()):
        _hacer_vigente(proceso)
    cuentas = {
        lista: len(datos[lista]) for lista in ("cargos", "demarcaciones", "actores", "acciones_afirmativas")
    }
    cuentas["contiendas"] = Contienda.objects.filter(cargo__proceso=proceso).count()
    sobrantes = _sobrantes(proceso, datos)
    asentar(
        por=por,
        accion="proceso:cargar",
        objeto=("proceso", proceso.clave),
        plantilla=plantilla.archivo,
        huella=plantilla.huella,
        cuentas=cuentas,
        sobrantes=len(sobrantes),
        **integridad.asentado(proceso),
        catalogo=cotejo.huella_del_catalogo(proceso),
    )
    reglas.asentar_cambios(regian, por=por)
    return Carga(proceso, True, cuentas, sobrantes)


def _esta_integro(proceso: Proceso) -> bool:
    return integridad.es_el_cargado(proceso) and cotejo.es_el_cargado(proceso)


def _proceso(plantilla: Plantilla) -> Proceso:
    identidad, datos = plantilla.datos["proceso"], plantilla.datos
    proceso, _ = Proceso.objects.update_or_create(
        clave=plantilla.clave,
        defaults={
            "nombre": identidad["nombre"],
            "jornada": identidad["jornada"],
            "zona_horaria": identidad["zona_horaria"],
            "oraculo_zona": identidad["oraculo_zona"],
            "es_ficticio": identidad["ficticio"],
            "es_historico": identidad.get("historico", False),
            "datos_instituto": datos["instituto"],
            "datos_parametros": datos["parametros"],
            "fechas": datos["fechas"],
            "cuestionarios": datos["cuestionarios"],
            "acciones_afirmativas": datos["acciones_afirmativas"],
            "plantilla": plantilla.archivo,
            "plantilla_huella": plantilla.huella,
        },
    )
    return Proceso.objects.get(pk=proceso.pk)  # con la fecha ya convertida y sin valores memorizados


def _hacer_vigente(proceso: Proceso) -> None:
    Proceso.objects.filter(es_vigente=True).exclude(pk=proceso.pk).update(es_vigente=False)
    proceso.es_vigente = True
    proceso.save(update_fields=["es_vigente"])


def _escribir(
    modelo: type[models.Model], filas: Iterable[models.Model], unicos: list[str], campos: list[str]
) -> None:
    modelo._default_manager.bulk_create(
        filas, batch_size=LOTE, update_conflicts=True, unique_fields=unicos, update_fields=campos
    )


def _cargos(proceso: Proceso, cargos: list[dict[str, Any]]) -> dict[str, Cargo]:
    """Los de la plantilla; los que ya no nombra se quedan, señalados: por ellos no se vota."""
    campos = ["nombre", "principio", "ambito", "unidad", "con_suplente", "boleta", "orden"]
    filas = [
        Cargo(proceso=proceso, clave=c["clave"], plazas=_plazas(c), **{campo: c[campo] for campo in campos})
        for c in cargos
    ]
    _escribir(Cargo, filas, ["proceso", "clave"], [*campos, "plazas", "esta_en_plantilla"])
    proceso.cargos.exclude(clave__in=[c["clave"] for c in cargos]).update(esta_en_plantilla=False)
    return {cargo.clave: cargo for cargo in proceso.cargos.all()}


def _plazas(cargo: dict[str, Any]) -> int | None:
    """Las de la contienda que más tiene: lo que pasa de ahí es error en cualquiera."""
    if "plazas" not in cargo:
        return None
    return max(cargo["plazas"], *cargo.get("plazas_por_demarcacion", {}).values(), 0)


def _demarcaciones(
    proceso: Proceso, demarcaciones: list[dict[str, Any]]
) -> dict[tuple[str, str], Demarcacion]:
    entidades = {d["clave"]: d["nombre"] for d in demarcaciones if d["tipo"] == "entidad"}
    filas = [
        Demarcacion(
            proceso=proceso,
            tipo=d["tipo"],
            clave=d["clave"],
            nombre=d["nombre"],
            entidad=entidades.get(d.get("superior", ""), ""),
            clave_inegi=d.get("clave_inegi", ""),
            clave_ine=d.get("clave_ine", ""),
            elige_ayuntamiento=d.get("elige_ayuntamiento", True),
            alias=d.get("alias", []),
        )
        for d in demarcaciones
    ]
    campos = ["nombre", "entidad", "clave_inegi", "clave_ine", "elige_ayuntamiento", "alias"]
    _escribir(Demarcacion, filas, ["proceso", "tipo", "clave"], campos)
    return {(d.tipo, d.clave): d for d in proceso.demarcaciones.all()}


def _actores(proceso: Proceso, actores: list[dict[str, Any]]) -> dict[str, ActorPolitico]:
    sin_color = ActorPolitico._meta.get_field("color").default
    filas = [
        ActorPolitico(
            proceso=proceso,
            clave=a["clave"],
            siglas=a["siglas"],
            nombre=a["nombre"],
            tipo=a["tipo"],
            es_local=a.get("ambito") == "local",
            color=a.get("color", sin_color),
            orden=a["orden"],
            alias=a.get("alias", []),
        )
        for a in actores
    ]
    campos = ["siglas", "nombre", "tipo", "es_local", "color", "orden", "alias"]
    _escribir(ActorPolitico, filas, ["proceso", "clave"], campos)
    return {actor.clave: actor for actor in proceso.actores.all()}


def _alianzas(
    datos: list[dict[str, Any]],
    actores: dict[str, ActorPolitico],
    cargos: dict[str, Cargo],
    demarcaciones: dict[tuple[str, str], Demarcacion],
) -> None:
    """Miembros y alcances se vuelven a escribir enteros: son reglas de la plantilla, nada cuelga de ellos."""
    propios = [actores[a["clave"]] for a in datos]
    Miembro, Lugar = ActorPolitico.miembros.through, Alcance.demarcaciones.through
    Miembro._default_manager.filter(from_actorpolitico__in=propios).delete()
    Miembro._default_manager.bulk_create(
        [
            Miembro(from_actorpolitico=actores[a["clave"]], to_actorpolitico=actores[miembro])
            for a in datos
            for miembro in a.get("miembros", [])
        ],
        batch_size=LOTE,
    )
    Alcance.objects.filter(actor__in=propios).delete()
    lugares = []
    for actor in datos:
        for alcance in actor["alcance"]:
            for clave in alcance["cargos"]:
                escrito = Alcance.objects.create(
                    actor=actores[actor["clave"]],
                    cargo=cargos[clave],
                    es_parcial=alcance.get("parcial", False),
                    fuente=actor.get("fuente", ""),
                )
                lugares += [
                    Lugar(alcance=escrito, demarcacion=demarcaciones[cargos[clave].ambito, lugar])
                    for lugar in _lugares(alcance, cargos[clave].ambito, demarcaciones)
                ]
    Lugar._default_manager.bulk_create(lugares, batch_size=LOTE)


def _lugares(
    alcance: dict[str, Any], ambito: str, demarcaciones: dict[tuple[str, str], Demarcacion]
) -> list[str]:
    """Las claves escritas, o todas menos las de `salvo`. Vacío: sin límite de territorio."""
    if "salvo" in alcance:
        salvo = set(alcance["salvo"])
        return [clave for tipo, clave in demarcaciones if tipo == ambito and clave not in salvo]
    return list(alcance.get("demarcaciones", []))


def _contiendas(
    datos: dict[str, Any], cargos: dict[str, Cargo], demarcaciones: dict[tuple[str, str], Demarcacion]
) -> None:
    filas = [
        Contienda(cargo=cargos[cargo["clave"]], demarcacion=demarcaciones[lugar["tipo"], lugar["clave"]])
        for cargo in datos["cargos"]
        for lugar in demarcaciones_de(cargo, datos["demarcaciones"])
    ]
    Contienda.objects.bulk_create(filas, batch_size=LOTE, ignore_conflicts=True)


def _sobrantes(proceso: Proceso, datos: dict[str, Any]) -> list[str]:
    """Lo cargado antes que la plantilla ya no nombra: se conserva, porque puede tener candidaturas."""
    cargos = {c["clave"] for c in datos["cargos"]}
    demarcaciones = {(d["tipo"], d["clave"]) for d in datos["demarcaciones"]}
    actores = {a["clave"] for a in datos["actores"]}
    debidas = {
        (cargo["clave"], lugar["clave"])
        for cargo in datos["cargos"]
        for lugar in demarcaciones_de(cargo, datos["demarcaciones"])
    }
    # Las independientes las crea el registro: que la plantilla no las nombre es lo normal.
    de_plantilla = proceso.actores.exclude(tipo=TipoDeActor.INDEPENDIENTE)
    contiendas = Contienda.objects.filter(cargo__proceso=proceso).select_related("cargo", "demarcacion")
    return [
        *(f"cargo «{c.clave}»" for c in proceso.cargos.all() if c.clave not in cargos),
        *(
            f"{d.tipo} «{d.clave}»"
            for d in proceso.demarcaciones.all()
            if (d.tipo, d.clave) not in demarcaciones
        ),
        *(f"actor «{a.clave}»" for a in de_plantilla if a.clave not in actores),
        *(
            f"contienda «{c.clave}»"
            for c in contiendas
            if c.cargo.clave in cargos and (c.cargo.clave, c.demarcacion.clave) not in debidas
        ),
    ]
