"""Lo que el proceso ya conoce, listo para reconocerlo como lo escriba cada lista."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from django.db.models import Model
from rapidfuzz import process

from conoceles.calendario.models import Proceso
from conoceles.comun.texto import plegar
from conoceles.registro.catalogos import TipoDeActor, TipoDeDemarcacion
from conoceles.registro.models import ActorPolitico, Alcance, Cargo, Contienda, Demarcacion

M = TypeVar("M", bound=Model)
Indice = dict[str, list[M]]
_PARECIDO = 75


class Desconocido(ValueError):
    """No hay nada con ese nombre, o hay más de uno; el mensaje sugiere el más parecido."""


def _indizar(elementos: Iterable[tuple[M, Iterable[str]]]) -> Indice[M]:
    indice: Indice[M] = defaultdict(list)
    for elemento, nombres in elementos:
        for nombre in dict.fromkeys(filter(None, map(_sin_ceros, nombres))):
            indice[nombre].append(elemento)
    return dict(indice)


@lru_cache(maxsize=20_000)
def _sin_ceros(texto: str) -> str:
    """«Distrito 05» y «distrito 5» son lo mismo; las hojas de cálculo se comen los ceros."""
    return "_".join(parte.lstrip("0") or parte for parte in plegar(texto).split("_"))


@dataclass(frozen=True)
class Catalogo:
    """Cargos, territorio y actores de un proceso, por nombre plegado. Se lee con siete consultas."""

    proceso: Proceso
    cargos: Indice[Cargo]
    demarcaciones: dict[str, Indice[Demarcacion]]
    actores: Indice[ActorPolitico]
    contiendas: dict[tuple[int, int], Contienda]
    alcances: dict[int, dict[int, tuple[frozenset[int], bool]]]
    miembros: dict[int, frozenset[int]]
    acciones_afirmativas: dict[str, str] = field(default_factory=dict)

    @classmethod
    def de(cls, proceso: Proceso) -> Catalogo:
        territorio = list(proceso.demarcaciones.all())
        contiendas = Contienda.objects.filter(cargo__proceso=proceso).select_related("cargo", "demarcacion")
        actores = list(proceso.actores.prefetch_related("miembros"))
        acciones = {
            plegar(escrito): grupo["clave"]
            for grupo in proceso.acciones_afirmativas
            for escrito in (grupo["clave"], grupo["nombre"])
        }
        return cls(
            proceso,
            _indizar((c, (c.clave, c.nombre)) for c in proceso.cargos.all()),
            {
                tipo: _indizar((d, (d.clave, d.nombre, *d.alias)) for d in territorio if d.tipo == tipo)
                for tipo in TipoDeDemarcacion.values
            },
            _indizar((a, (a.clave, a.siglas, a.nombre, *a.alias)) for a in actores),
            {(c.cargo_id, c.demarcacion_id): c for c in contiendas},
            _alcances(proceso),
            {a.pk: frozenset(m.pk for m in a.miembros.all()) for a in actores},
            acciones,
        )

    # --- Reconocer ------------------------------------------------------------------------------------------

    def cargo(self, escrito: str) -> Cargo:
        return _uno(self.cargos, escrito, "cargo")

    def actor(self, escrito: str) -> ActorPolitico:
        return _uno(self.actores, escrito, "actor político")

    def demarcacion(self, cargo: Cargo, escrito: str, entidad: str, *, con_numero: bool) -> Demarcacion:
        """El territorio del cargo. `con_numero`: escrito como «3-MORELIA», donde manda el número."""
        propias = self.demarcaciones[cargo.ambito]
        if cargo.ambito == TipoDeDemarcacion.ENTIDAD and not escrito:
            unicas = {d.pk: d for grupo in propias.values() for d in grupo}
            if len(unicas) == 1:
                return next(iter(unicas.values()))
            escrito = entidad
        if not escrito:
            raise Desconocido(f"está vacía: diga {cargo.get_ambito_display().lower()}")
        if con_numero:
            escrito = self._clave_por_numero(cargo, escrito, entidad)
        elif entidad and cargo.ambito != TipoDeDemarcacion.ENTIDAD:
            propias = self._de_la_entidad(propias, entidad)
        return _uno(propias, escrito, cargo.ambito)

    def _clave_por_numero(self, cargo: Cargo, escrito: str, entidad: str) -> str:
        """«3-AGUASCALIENTES», con su entidad → «01-03»; sin entidad, el número solo."""
        numero, guion, _ = escrito.partition("-")
        if not guion or not numero.strip().isdecimal():
            raise Desconocido("se esperaba número y nombre, p. ej. «3-MORELIA»")
        if not entidad:
            return numero.strip()
        superior: Demarcacion = _uno(self.demarcaciones[TipoDeDemarcacion.ENTIDAD], entidad, "entidad")
        return f"{superior.clave}-{numero.strip()}"

    def _de_la_entidad(self, propias: Indice[Demarcacion], entidad: str) -> Indice[Demarcacion]:
        superior: Demarcacion = _uno(self.demarcaciones[TipoDeDemarcacion.ENTIDAD], entidad, "entidad")
        filtradas = {n: [d for d in grupo if d.entidad == superior.nombre] for n, grupo in propias.items()}
        return {nombre: grupo for nombre, grupo in filtradas.items() if grupo}

    def contienda(self, cargo: Cargo, lugar: Demarcacion) -> Contienda:
        contienda = self.contiendas.get((cargo.pk, lugar.pk))
        if lugar.tipo == TipoDeDemarcacion.MUNICIPIO and not lugar.elige_ayuntamiento:
            raise Desconocido(
                f"{lugar.nombre} no elige ayuntamiento por partidos: se rige por su sistema propio"
            )
        if contienda is None:
            raise Desconocido(f"en {lugar.nombre} no se elige {cargo.nombre}")
        return contienda

    def accion_afirmativa(self, escrito: str) -> str:
        if (plegado := plegar(escrito)) not in self.acciones_afirmativas:
            raise Desconocido(
                f"«{escrito}» no es una acción afirmativa del proceso{_sugerir(plegado, self.acciones_afirmativas)}"
            )
        return self.acciones_afirmativas[plegado]

    def fuera_de_alcance(self, actor: ActorPolitico, contienda: Contienda) -> str:
        """Por qué el actor no puede postular ahí, o vacío. Termina en «(lista parcial)» si sólo se avisa."""
        alcances = self.alcances.get(actor.pk)
        if not alcances:
            return ""
        parcial = " (lista parcial)" if any(es_parcial for _, es_parcial in alcances.values()) else ""
        if contienda.cargo_id not in alcances:
            return f"{actor.siglas} no está registrada para {contienda.cargo.nombre}{parcial}"
        lugares, _ = alcances[contienda.cargo_id]
        if lugares and contienda.demarcacion_id not in lugares:
            return (
                f"{actor.siglas} no está registrada en {contienda.demarcacion.nombre} para ese cargo{parcial}"
            )
        return ""

    def es_partido(self, actor: ActorPolitico) -> bool:
        return actor.tipo == TipoDeActor.PARTIDO


def _alcances(proceso: Proceso) -> dict[int, dict[int, tuple[frozenset[int], bool]]]:
    lugares: dict[int, set[int]] = defaultdict(set)
    for alcance_id, demarcacion_id in Alcance.demarcaciones.through._default_manager.filter(
        alcance__actor__proceso=proceso
    ).values_list("alcance_id", "demarcacion_id"):
        lugares[alcance_id].add(demarcacion_id)
    alcances: dict[int, dict[int, tuple[frozenset[int], bool]]] = defaultdict(dict)
    for alcance in Alcance.objects.filter(actor__proceso=proceso):
        alcances[alcance.actor_id][alcance.cargo_id] = frozenset(lugares[alcance.pk]), alcance.es_parcial
    return dict(alcances)


def _uno(indice: dict[str, list[Any]], escrito: str, que: str) -> Any:
    plegado = _sin_ceros(escrito)
    encontrados = indice.get(plegado, [])
    if len(encontrados) == 1:
        return encontrados[0]
    if encontrados:
        claves = ", ".join(e.clave for e in encontrados[:4])
        raise Desconocido(f"hay {len(encontrados)} con ese nombre; escriba la clave ({claves})")
    raise Desconocido(f"no se conoce ese {que}{_sugerir(plegado, indice)}")


def _sugerir(plegado: str, indice: dict[str, Any]) -> str:
    parecido = process.extractOne(plegado, indice.keys(), score_cutoff=_PARECIDO)
    if not parecido:
        return ""
    hallado = indice[parecido[0]]
    nombre = getattr(hallado[0], "nombre", hallado) if isinstance(hallado, list) else hallado
    return f"; ¿quiso decir «{nombre}»?"
