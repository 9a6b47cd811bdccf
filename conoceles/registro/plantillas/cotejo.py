"""¿Los cargos, lugares, partidos y alianzas de cada proceso son los que la plantilla que consta fijó?"""

from __future__ import annotations

from collections.abc import Iterator

from conoceles.bitacora.models import Asiento
from conoceles.calendario.integridad import CARGAN
from conoceles.calendario.models import Proceso
from conoceles.comun.canonico import huella
from conoceles.comun.ilegibles import revisar
from conoceles.registro.catalogos import TipoDeActor
from conoceles.registro.models import ActorPolitico, Alcance, Cargo, Contienda, Demarcacion


def huella_del_catalogo(proceso: Proceso) -> str:
    """Va sin sal: nada de ello es reservado. Las independientes no entran: nacen en el registro."""
    actores = ActorPolitico.objects.filter(proceso=proceso).exclude(tipo=TipoDeActor.INDEPENDIENTE)
    alcances = Alcance.objects.filter(actor__proceso=proceso)
    partes = [
        Cargo.objects.filter(proceso=proceso).values_list(
            "clave",
            "nombre",
            "principio",
            "ambito",
            "unidad",
            "con_suplente",
            "boleta",
            "orden",
            "plazas",
            "esta_en_plantilla",
        ),
        Demarcacion.objects.filter(proceso=proceso).values_list(
            "tipo", "clave", "nombre", "entidad", "clave_inegi", "clave_ine", "elige_ayuntamiento", "alias"
        ),
        Contienda.objects.filter(cargo__proceso=proceso).values_list(
            "cargo__clave", "demarcacion__tipo", "demarcacion__clave"
        ),
        actores.values_list("clave", "siglas", "nombre", "tipo", "es_local", "color", "orden", "alias"),
        actores.exclude(miembros=None).values_list("clave", "miembros__clave"),
        alcances.values_list("actor__clave", "cargo__clave", "es_parcial", "fuente"),
        alcances.exclude(demarcaciones=None).values_list(
            "actor__clave", "cargo__clave", "demarcaciones__tipo", "demarcaciones__clave"
        ),
    ]
    # Aquí y no en la base: cada motor ordena los textos a su modo, y la huella es la misma al mudarse.
    return huella([sorted(parte) for parte in partes])


def es_el_cargado(proceso: Proceso) -> bool:
    """¿Es el que se asentó al cargarlo? Volver a cargar su plantilla lo repara."""
    return _asentados().get(proceso.clave) == huella_del_catalogo(proceso)


def defectos() -> Iterator[str]:
    asentados = _asentados()

    def defecto(proceso: Proceso) -> str | None:
        if asentados.get(proceso.clave) == huella_del_catalogo(proceso):
            return None
        return f"Los cargos, lugares, partidos o alianzas de {proceso.clave} no son los que se cargaron: cambiaron por fuera."

    yield from revisar(Proceso.objects.order_by("pk"), defecto, "El catálogo del proceso")


def _asentados() -> dict[str, str]:
    """Clave del proceso → la huella de su catálogo al cargarlo por última vez."""
    cargas = Asiento.objects.filter(accion__in=CARGAN).order_by("secuencia")
    return {
        clave: detalle.get("catalogo", "") for clave, detalle in cargas.values_list("objeto_clave", "detalle")
    }
