"""Lo que una clave sola no dice: repetidas, referencias rotas, alianzas y cuentas que deben cuadrar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from conoceles.registro.revision import Revision, sugerencia

Elemento = dict[str, Any]
ALIANZAS = ("coalicion", "candidatura_comun")
_CONTRASTE_MINIMO = 4.5  # WCAG 2.1, criterio 1.4.3


def revisar(datos: dict[str, Any], revision: Revision) -> None:
    """Revisa los cruces entre partes ya leídas; sobre lo que faltó no repite quejas."""
    _repetidas(datos, revision)
    _territorio(datos["demarcaciones"], revision)
    _cargos(datos, revision)
    _actores(datos, revision)
    _contraste(datos["instituto"], revision)
    _orden_de_fechas(datos, revision)
    if "demo" in datos and not datos["proceso"].get("ficticio"):
        revision.falla("[demo]", "sólo se admite si ficticio = true")


def _claves(elementos: Iterable[Elemento], tipo: str = "") -> set[str]:
    return {e["clave"] for e in elementos if "clave" in e and (not tipo or e.get("tipo") == tipo)}


def _repetidas(datos: dict[str, Any], revision: Revision) -> None:
    """Ni claves repetidas ni dos elementos con el mismo `orden`."""
    for lista in ("cargos", "actores", "acciones_afirmativas"):
        _sin_repetir(datos[lista], lista, ("clave",), revision)
    for lista in ("cargos", "actores"):
        _sin_repetir(datos[lista], lista, ("orden",), revision)
    _sin_repetir(datos["demarcaciones"], "demarcaciones", ("tipo", "clave"), revision)


def _sin_repetir(elementos: list[Elemento], lista: str, campos: tuple[str, ...], revision: Revision) -> None:
    vistos: dict[tuple[Any, ...], str] = {}
    for elemento in elementos:
        valor = tuple(elemento.get(campo) for campo in campos)
        if None in valor:
            continue
        if valor in vistos:
            detalle = "" if campos[-1] == "clave" else f"{campos[-1]} {valor[-1]} ya es de «{vistos[valor]}»"
            donde = f"[[{lista}]] «{elemento.get('clave', '')}»"
            revision.falla(donde, detalle or "clave repetida", elemento["_archivo"])
        vistos[valor] = elemento.get("clave", "")


def _territorio(demarcaciones: list[Elemento], revision: Revision) -> None:
    entidades = _claves(demarcaciones, "entidad")
    for demarcacion in demarcaciones:
        if demarcacion.get("tipo") in (None, "entidad"):
            continue
        donde = f"[[demarcaciones]] «{demarcacion.get('clave', '')}».superior"
        superior = demarcacion.get("superior")
        if superior is None:
            revision.falla(donde, "falta", demarcacion["_archivo"])
        elif superior not in entidades:
            revision.falla(donde, f"no hay entidad «{superior}»", demarcacion["_archivo"])


def _cargos(datos: dict[str, Any], revision: Revision) -> None:
    for cargo in datos["cargos"]:
        donde, archivo = f"[[cargos]] «{cargo.get('clave', '')}»", cargo["_archivo"]
        lugares = demarcaciones_de(cargo, datos["demarcaciones"])
        if not lugares and "ambito" in cargo:
            revision.falla(
                f"{donde}.ambito", f"no hay ningún territorio de tipo {cargo.get('ambito')}", archivo
            )
        propias = cargo.get("plazas_por_demarcacion", {})
        for ajena in sorted(set(propias) - _claves(lugares)):
            motivo = f"no hay {cargo.get('ambito')} «{ajena}» que elija este cargo"
            revision.falla(f"{donde}.plazas_por_demarcacion", motivo, archivo)
        if lugares and "total" in cargo and "plazas" in cargo:
            suma = sum(propias.get(lugar.get("clave"), cargo["plazas"]) for lugar in lugares)
            if suma != cargo["total"]:
                revision.falla(f"{donde}.total", f"dice {cargo['total']} y las plazas suman {suma}", archivo)


def demarcaciones_de(cargo: Elemento, demarcaciones: list[Elemento]) -> list[Elemento]:
    """Los territorios en que el cargo tiene contienda: los de su ámbito que eligen ayuntamiento, si lo es."""
    return [
        d for d in demarcaciones if d.get("tipo") == cargo.get("ambito") and d.get("elige_ayuntamiento", True)
    ]


# --- Actores --------------------------------------------------------------------------------------------


def _actores(datos: dict[str, Any], revision: Revision) -> None:
    cargos = {c["clave"]: c.get("ambito") for c in datos["cargos"] if "clave" in c}
    partidos = _claves(datos["actores"], "partido")
    for actor in datos["actores"]:
        if actor.get("tipo") in ALIANZAS:
            _alianza(actor, partidos, revision)
        elif "miembros" in actor:
            _falla_de(actor, "miembros", "sólo lo llevan las coaliciones y candidaturas comunes", revision)
        if actor.get("tipo") == "partido" and "ambito" not in actor:
            _falla_de(actor, "ambito", "falta: nacional o local", revision)
        _alcances(actor, cargos, datos["demarcaciones"], revision)


def _falla_de(actor: Elemento, clave: str, motivo: str, revision: Revision) -> None:
    revision.falla(f"[[actores]] «{actor.get('clave', '')}».{clave}", motivo, actor["_archivo"])


def _alianza(actor: Elemento, partidos: set[str], revision: Revision) -> None:
    if "miembros" not in actor:
        _falla_de(actor, "miembros", "falta o no vale: una alianza reúne a dos partidos o más", revision)
    for miembro in actor.get("miembros", []):
        if miembro not in partidos:
            motivo = f"«{miembro}» no es un partido de la plantilla{sugerencia(miembro, partidos)}"
            _falla_de(actor, "miembros", motivo, revision)
    if not actor["alcance"]:
        _falla_de(actor, "alcance", "falta: dónde postula la alianza", revision)


def _alcances(
    actor: Elemento, cargos: dict[str, str | None], demarcaciones: list[Elemento], revision: Revision
) -> None:
    vistos: set[str] = set()
    for alcance in actor["alcance"]:
        propios = alcance.get("cargos", [])
        for cargo in propios:
            if cargo not in cargos:
                _falla_de(actor, "alcance", f"no hay cargo «{cargo}»{sugerencia(cargo, cargos)}", revision)
            if cargo in vistos:
                _falla_de(actor, "alcance", f"el cargo «{cargo}» ya está en otro alcance", revision)
            vistos.add(cargo)
        if "demarcaciones" in alcance and "salvo" in alcance:
            _falla_de(actor, "alcance", "lleva `demarcaciones` o `salvo`, no las dos", revision)
        _lugares(actor, alcance, {cargos.get(cargo) for cargo in propios} - {None}, demarcaciones, revision)


def _lugares(
    actor: Elemento,
    alcance: Elemento,
    ambitos: set[str | None],
    demarcaciones: list[Elemento],
    revision: Revision,
) -> None:
    lugares = [*alcance.get("demarcaciones", []), *alcance.get("salvo", [])]
    if lugares and len(ambitos) > 1:
        _falla_de(actor, "alcance", "sus cargos son de ámbitos distintos; sepárelos", revision)
    if len(ambitos) == 1:
        (ambito,) = ambitos
        existentes = _claves(demarcaciones, str(ambito))
        for lugar in lugares:
            if lugar not in existentes:
                _falla_de(actor, "alcance", f"no hay {ambito} «{lugar}»", revision)


# --- Colores y fechas -----------------------------------------------------------------------------------


def _contraste(instituto: Elemento, revision: Revision) -> None:
    if "color" in instituto and "color_texto" in instituto:
        claro, oscuro = sorted(map(_luminancia, (instituto["color"], instituto["color_texto"])), reverse=True)
        razon = (claro + 0.05) / (oscuro + 0.05)
        if razon < _CONTRASTE_MINIMO:
            motivo = f"el texto no se leería: contraste {razon:.1f} y hace falta {_CONTRASTE_MINIMO}"
            revision.falla("[instituto].color_texto", motivo)


def _luminancia(color: str) -> float:
    """Luminancia relativa de WCAG 2.1."""
    canales = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    rojo, verde, azul = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canales)
    return 0.2126 * rojo + 0.7152 * verde + 0.0722 * azul


def _orden_de_fechas(datos: dict[str, Any], revision: Revision) -> None:
    """Nada se aprueba, se captura ni se empieza a publicar después del cierre. Son ISO en UTC: se comparan."""
    fechas = {clave: instante for clave, instante in datos["fechas"].items() if clave != "por_acordar"}
    cierre = fechas.get("cierre")
    for clave, instante in fechas.items():
        familia = clave.split(".")[0]
        if cierre and familia in ("aprobacion", "publicacion", "captura_limite") and instante > cierre:
            revision.falla(f"[fechas.{familia}]", f"{clave} es posterior al cierre")
    for cargo in ("", *sorted(_claves(datos["cargos"]))):
        _aprobacion_antes_de_publicacion(fechas, cargo, revision)
    _jornada_entre_fechas(datos["proceso"], fechas, revision)


def _aprobacion_antes_de_publicacion(fechas: dict[str, Any], cargo: str, revision: Revision) -> None:
    """La del cargo o, si no la tiene, la general; el cargo vacío es la general y sólo se dice una vez."""
    propias = [f"{familia}.{cargo}" if cargo else familia for familia in ("aprobacion", "publicacion")]
    if not any(clave in fechas for clave in propias):
        return
    aprobacion, publicacion = (fechas.get(clave) or fechas.get(clave.split(".")[0]) for clave in propias)
    if aprobacion and publicacion and publicacion < aprobacion:
        motivo = f"empieza antes de que se aprueben las candidaturas ({_que_dia(aprobacion)} UTC)"
        revision.falla(f"[fechas.publicacion].{cargo or 'general'}", motivo)


def _jornada_entre_fechas(proceso: dict[str, Any], fechas: dict[str, Any], revision: Revision) -> None:
    """Se publica a más tardar el día de la jornada y se cierra ese día o después, en hora local."""
    if not {"jornada", "zona_horaria"} <= proceso.keys():
        return
    jornada, zona = date.fromisoformat(proceso["jornada"]), ZoneInfo(proceso["zona_horaria"])
    for clave, instante in fechas.items():
        dia = datetime.fromisoformat(instante).astimezone(zona).date()
        if clave.split(".")[0] == "publicacion" and dia > jornada:
            revision.falla(
                f"[fechas.publicacion].{clave.partition('.')[2] or 'general'}",
                f"{dia} es posterior a la jornada ({jornada})",
            )
        elif clave == "cierre" and dia < jornada:
            revision.falla("[fechas].cierre", f"{dia} es anterior a la jornada ({jornada})")


def _que_dia(instante: str) -> str:
    return f"{datetime.fromisoformat(instante):%Y-%m-%d %H:%M}"
