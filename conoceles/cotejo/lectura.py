"""Con qué textos ya enviados coincide uno. Sólo lee: una consulta para todos los del proceso, otra para
leer los pocos que el boceto señala y otra para saber si son de su partido."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conoceles.registro.models import Candidatura

from . import copias
from .models import TextoEnviado
from .plegado import comparable

# De los textos distintos que el boceto señala, cuántos se leen enteros: los más cercanos.
_POR_LEER = 40
# Si en su partido no hay al menos otras tantas que no coinciden, decir que es de su partido diría de quién.
_ENTRE_OTRAS = 4


@dataclass(frozen=True)
class Copia:
    """Con qué candidaturas coincide un texto: sus llaves, de la más parecida a la menos.

    Las primeras `iguales` dicen lo mismo, sin contar acentos, mayúsculas ni signos; `porcentaje` es lo más
    que coincide con las otras. `porcentajes`: el de cada candidatura, en el mismo orden. `de_su_partido`: cuáles
    lo son; sólo para quien valida.
    """

    candidaturas: tuple[int, ...]
    iguales: int
    porcentaje: int
    son_de_su_partido: bool
    porcentajes: tuple[int, ...] = ()
    de_su_partido: frozenset[int] = frozenset()


@dataclass
class _Grupo:
    """Los textos iguales entre sí que el boceto señala: `muestra` es uno de ellos."""

    distancia: int
    muestra: int
    candidaturas: list[int] = field(default_factory=list)
    parecido: float = 0.0


class _Texto:
    """Un texto propio y los grupos de ajenos que se le acercan, por huella."""

    def __init__(self, escrito: str) -> None:
        plegado = comparable(escrito)
        self.rasgos = copias.rasgos(plegado)
        self.boceto, self.huella = copias.boceto(plegado), copias.huella(plegado)
        self.grupos: dict[bytes, _Grupo] = {}

    def acercar(self, pk: int, candidatura: int, suya: bytes, boceto: int) -> None:
        distancia = copias.distancia(self.boceto, boceto)
        if distancia <= copias.DISTANCIA_MAXIMA:
            self.grupos.setdefault(suya, _Grupo(distancia, pk)).candidaturas.append(candidatura)

    def por_leer(self) -> list[_Grupo]:
        """Los más cercanos de los que no son iguales."""
        distintos = [grupo for suya, grupo in self.grupos.items() if suya != self.huella]
        return sorted(distintos, key=lambda grupo: grupo.distancia)[:_POR_LEER]

    def parecidos(self) -> list[_Grupo]:
        if iguales := self.grupos.get(self.huella):
            iguales.parecido = 1.0
        suficientes = (g for g in self.grupos.values() if g.parecido >= copias.PARECIDO_MINIMO)
        return sorted(suficientes, key=lambda grupo: -grupo.parecido)


def copias_de(textos: Mapping[str, str], *, candidatura: Candidatura) -> dict[str, Copia]:
    """Por clave de pregunta, con qué coincide cada texto; sólo las que coinciden con alguno.

    Se comparan con lo último que envió cada candidatura del proceso, vigente o terminada, de otra persona.
    """
    propios = {c: _Texto(t) for c, t in textos.items() if len(comparable(t)) >= copias.LARGO_MINIMO}
    if not propios:
        return {}
    _acercar(propios, candidatura)
    _medir(propios)
    hallados = {clave: parecidos for clave, texto in propios.items() if (parecidos := texto.parecidos())}
    de_su_partido = _de_su_partido(candidatura) if hallados else set()
    return {clave: _copia(grupos, de_su_partido) for clave, grupos in hallados.items()}


def _copia(grupos: list[_Grupo], de_su_partido: set[int]) -> Copia:
    llaves = _llaves(grupos)
    distintos = [grupo.parecido for grupo in grupos if grupo.parecido < 1]
    return Copia(
        candidaturas=llaves,
        iguales=len(_llaves([grupo for grupo in grupos if grupo.parecido == 1])),
        # Hacia abajo: «100 %» es sólo para lo igual.
        porcentaje=int(max(distintos, default=0) * 100),
        son_de_su_partido=(
            de_su_partido.issuperset(llaves) and len(de_su_partido) >= len(llaves) + _ENTRE_OTRAS
        ),
        porcentajes=_porcentajes(grupos, llaves),
        de_su_partido=frozenset(de_su_partido.intersection(llaves)),
    )


def _porcentajes(grupos: list[_Grupo], llaves: tuple[int, ...]) -> tuple[int, ...]:
    """Lo más que coincide cada una; los grupos vienen del más parecido al menos."""
    mayor: dict[int, int] = {}
    for grupo in grupos:
        for llave in grupo.candidaturas:
            mayor.setdefault(llave, int(grupo.parecido * 100))
    return tuple(mayor[llave] for llave in llaves)


def _llaves(grupos: list[_Grupo]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(llave for grupo in grupos for llave in grupo.candidaturas))


def _acercar(propios: Mapping[str, _Texto], candidatura: Candidatura) -> None:
    enviados = (
        TextoEnviado.objects.filter(proceso=candidatura.proceso)
        .exclude(candidatura__in=Candidatura.objects.filter(persona=candidatura.persona_id))
        .values_list("pk", "candidatura_id", "huella", "boceto")
    )
    for pk, suya, marca, crudo in enviados.iterator(chunk_size=2_000):
        boceto = int.from_bytes(crudo, "big")
        for texto in propios.values():
            texto.acercar(pk, suya, bytes(marca), boceto)


def _medir(propios: Mapping[str, _Texto]) -> None:
    """El parecido exacto de los señalados, leyendo de sus envíos una muestra de cada grupo."""
    muestras = {grupo.muestra for texto in propios.values() for grupo in texto.por_leer()}
    if not muestras:
        return
    leidos = {
        pk: copias.rasgos(comparable(str(contenido.get(pregunta, ""))))
        for pk, pregunta, contenido in TextoEnviado.objects.filter(pk__in=muestras).values_list(
            "pk", "pregunta", "envio__contenido"
        )
    }
    for texto in propios.values():
        for grupo in texto.por_leer():
            grupo.parecido = copias.parecido(texto.rasgos, leidos.get(grupo.muestra, frozenset()))


def _de_su_partido(candidatura: Candidatura) -> set[int]:
    """Las llaves de todas las de su partido que son de otra persona."""
    partido = candidatura.partido_de_origen or candidatura.posicion.actor
    suyas = Candidatura.objects.del_proceso(candidatura.proceso).de_partido(partido)
    return set(suyas.exclude(persona=candidatura.persona_id).values_list("pk", flat=True))
