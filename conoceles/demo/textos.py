"""Respuestas inventadas del cuestionario curricular, con las imperfecciones de las de verdad.

Todo sale de la semilla y del número de la persona: el texto de cada quien no depende del de nadie más.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from .nombres import concordar

_FRASES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("frases.toml").read_text(encoding="utf-8"))

# Proporciones vistas en exportaciones de otros institutos, redondeadas.
COPIADAS = 0.27
MAYUSCULAS = 0.11
CERCA_DEL_MINIMO = 0.08
EXTENSAS = 0.03
SIN_ACENTOS = 0.05
ESPACIOS_DE_MAS = 0.04
VINETAS = 0.03
RENGLONES_DE_WINDOWS = 0.02
ESPACIO_DURO = 0.015
CON_TEMA = 0.6  # elegirlo es voluntario

MINIMO, CORRIENTE, HABITUAL, LARGO, EXTENSO = 280, 390, 520, 900, 2_400
PROPUESTAS_POR_PARTIDO = 4

LARGAS = (
    "historia_profesional",
    "trayectoria_politica",
    "motivo_cargo",
    "propuesta_1",
    "propuesta_2",
    "propuesta_genero",
)

# grado → (peso, estatus posibles); toda combinación es válida en el cuestionario.
_GRADOS: dict[str, tuple[int, tuple[str, ...]]] = {
    "sin_estudios": (1, ()),
    "primaria": (6, ("certificado", "certificado", "trunco")),
    "secundaria": (12, ("certificado", "certificado", "certificado", "trunco")),
    "tecnica": (8, ("titulo", "titulo", "trunco")),
    "preparatoria": (20, ("certificado", "certificado", "certificado", "cursando", "trunco")),
    "licenciatura": (38, ("titulo", "titulo", "titulo", "cedula", "cedula", "cursando", "trunco")),
    "especialidad": (3, ("titulo", "cedula")),
    "maestria": (10, ("titulo", "titulo", "cedula", "cursando", "trunco")),
    "doctorado": (2, ("titulo", "cedula", "cursando")),
}
_SUPERIORES = ("licenciatura", "especialidad", "maestria", "doctorado")

# clave de la pregunta → (probabilidad de contestarla, forma)
_REDES = {
    "facebook": (0.62, "facebook.com/{usuario}"),
    "x_twitter": (0.24, "@{usuario}"),
    "youtube": (0.06, "youtube.com/@{usuario}"),
    "instagram": (0.38, "@{usuario}"),
    "tiktok": (0.21, "@{usuario}"),
    # `.example` está reservado: nadie puede registrarlo ni recibir ahí correo (RFC 2606).
    "pagina_web": (0.12, "https://{usuario}.example/"),
    "correo_publico": (0.45, "{usuario}@correo.example"),
    "correo_aclaraciones": (0.9, "{usuario}@aclaraciones.example"),
}


@dataclass(frozen=True, slots=True)
class Contexto:
    """Lo que hace falta saber de alguien para inventarle respuestas.

    `numero` es su lugar en la composición; `via`, cómo haría sus propuestas: `legislativa`, `municipal` o
    `ejecutiva`; `actor`, el nombre de su partido, vacío si va sin él; `anio`, el de la jornada.
    """

    numero: int
    nombre: str
    sexo: str
    edad: int
    lugar: str
    via: str
    actor: str
    anio: int


def curricular(contexto: Contexto, semilla: int) -> dict[str, Any]:
    """Respuestas completas y enviables, por clave de pregunta. `cursos` es una lista; lo demás, texto."""
    azar = Random(f"{semilla}:{contexto.numero}")
    estudios = _estudios(azar)
    largas = {
        "historia_profesional": _historia(azar, contexto, estudios),
        "trayectoria_politica": _trayectoria(azar, contexto),
        "motivo_cargo": _motivo(azar, contexto),
        **_propuestas(azar, contexto, semilla),
        "propuesta_genero": _genero(azar, contexto),
        "propuesta_genero_tema": "igualdad",
    }
    respuestas = {**_contacto(azar, contexto), **estudios, **_con_manias(azar, largas)}
    if Random(f"{semilla}:{contexto.numero}:tema").random() < CON_TEMA:
        return respuestas
    return {clave: valor for clave, valor in respuestas.items() if not clave.endswith("_tema")}


def borrador(respuestas: dict[str, Any], azar: Random) -> dict[str, Any]:
    """Las mismas respuestas a medio escribir: faltan las últimas y la última empezada no llega al mínimo."""
    claves = list(respuestas)
    hasta = azar.randrange(1, len(claves))
    parcial = {clave: respuestas[clave] for clave in claves[:hasta]}
    ultima = claves[hasta - 1]
    if ultima in LARGAS:
        parcial[ultima] = parcial[ultima][: azar.randint(60, MINIMO - 20)].rstrip()
    return parcial


def _estudios(azar: Random) -> dict[str, Any]:
    grado = azar.choices(list(_GRADOS), [peso for peso, _ in _GRADOS.values()])[0]
    respuestas: dict[str, Any] = {"grado_max": grado}
    if posibles := _GRADOS[grado][1]:
        respuestas["grado_estatus"] = azar.choice(posibles)
    if azar.random() < 0.55:
        respuestas["cursos"] = azar.sample(_FRASES["estudios"]["cursos"], azar.randint(1, 4))
    return respuestas


def _contacto(azar: Random, contexto: Contexto) -> dict[str, str]:
    usuario = _usuario(contexto)
    respuestas = {
        clave: forma.format(usuario=usuario)
        for clave, (probabilidad, forma) in _REDES.items()
        if azar.random() < probabilidad
    }
    if azar.random() < 0.35 or not respuestas.keys() - {"correo_aclaraciones"}:
        respuestas["telefono_publico"] = f"443000{azar.randrange(10_000):04d}"  # serie 000: no existe
    if azar.random() < 0.15:
        donde = _FRASES["contacto"]
        calle, colonia = azar.choice(donde["calles"]), azar.choice(donde["colonias"])
        respuestas["casa_campana"] = f"{calle} {azar.randint(2, 480)}, col. {colonia}, {contexto.lugar}"
    return respuestas


def _usuario(contexto: Contexto) -> str:
    palabras = _sin_acentos(contexto.nombre).lower().replace("ñ", "n").split()
    return f"{palabras[0]}-{palabras[-1]}-{contexto.numero}-demo"


def _historia(azar: Random, contexto: Contexto, estudios: dict[str, Any]) -> str:
    titulada = estudios["grado_max"] in _SUPERIORES and estudios["grado_estatus"] not in (
        "cursando",
        "trunco",
    )
    oficio = azar.choice([o for o in _FRASES["oficios"] if titulada or not o.get("profesion")])
    frases = _FRASES["historia"]
    tareas = dict(zip(("t1", "t2", "t3"), azar.sample(oficio["tareas"], 3), strict=True))
    fijas = [(0, azar.choice(frases["apertura"])), (1, azar.choice(frases["tareas"]))]
    sueltas = [
        *((2, logro) for logro in oficio["logros"]),
        *((3, frase) for frase in frases["aprendizaje"]),
        (4, azar.choice(frases["cierre"])),
    ]
    return _redactar(azar, contexto, fijas, sueltas, soy=oficio["soy"], **tareas)


def _trayectoria(azar: Random, contexto: Contexto) -> str:
    frases = _FRASES["trayectoria"]
    origen = azar.choice(frases["militancia" if contexto.actor else "independiente"])
    primera, *otras = azar.sample(frases["social"], len(frases["social"]))
    sueltas = [*((1, frase) for frase in otras), (2, azar.choice(frases["cierre"]))]
    return _redactar(azar, contexto, [(0, origen), (1, primera)], sueltas)


def _motivo(azar: Random, contexto: Contexto) -> str:
    frases = _FRASES["motivo"]
    razon, *razones = azar.sample(frases["razon"], len(frases["razon"]))
    compromiso, *otros = azar.sample(frases["compromiso"], len(frases["compromiso"]))
    fijas = [(0, azar.choice(frases["apertura"])), (1, razon), (2, compromiso)]
    sueltas = [
        *((1, otra) for otra in razones),
        *((2, otro) for otro in otros),
        (3, azar.choice(frases["cierre"])),
    ]
    return _redactar(azar, contexto, fijas, sueltas)


def _propuestas(azar: Random, contexto: Contexto, semilla: int) -> dict[str, str]:
    """Dos propuestas de temas distintos; parte de las candidaturas copia las que reparte su partido."""
    if contexto.actor and azar.random() < COPIADAS:
        return _propuestas_del_partido(azar, contexto, semilla)
    uno, otro = azar.sample(_FRASES["temas"], 2)
    return {
        "propuesta_1": _propuesta(azar, contexto, uno),
        "propuesta_1_tema": uno["clave"],
        "propuesta_2": _propuesta(azar, contexto, otro),
        "propuesta_2_tema": otro["clave"],
    }


def _propuestas_del_partido(azar: Random, contexto: Contexto, semilla: int) -> dict[str, str]:
    comun = Contexto(0, "", "mujer", 40, "Michoacán", contexto.via, contexto.actor, contexto.anio)
    juego = azar.randrange(PROPUESTAS_POR_PARTIDO)
    partido = Random(f"{semilla}:{contexto.actor}:{contexto.via}:{juego}")
    uno, otro = partido.sample(_FRASES["temas"], 2)
    return {
        "propuesta_1": _propuesta(partido, comun, uno),
        "propuesta_1_tema": uno["clave"],
        "propuesta_2": _propuesta(partido, comun, otro),
        "propuesta_2_tema": otro["clave"],
    }


def _propuesta(azar: Random, contexto: Contexto, tema: dict[str, Any]) -> str:
    accion, otra_accion, _ = azar.sample(tema["accion"], 3)
    fijas = [(0, azar.choice(tema["problema"])), (1, accion), (3, azar.choice(tema["meta"]))]
    return _redactar(azar, contexto, fijas, [(2, otra_accion), *_como(azar, contexto)])


def _genero(azar: Random, contexto: Contexto) -> str:
    frases = _FRASES["genero"]
    accion, otra_accion = azar.sample(frases["accion"], 2)
    fijas = [(0, azar.choice(frases["problema"])), (1, accion), (3, azar.choice(frases["meta"]))]
    return _redactar(azar, contexto, fijas, [(2, otra_accion), *_como(azar, contexto)])


def _como(azar: Random, contexto: Contexto) -> list[tuple[int, str]]:
    frases = _FRASES["propuesta"]
    partes = (contexto.via, "plazo", "recursos", "evaluacion")
    return [(4 + lugar, azar.choice(frases[parte])) for lugar, parte in enumerate(partes)]


def _redactar(
    azar: Random,
    contexto: Contexto,
    fijas: list[tuple[int, str]],
    sueltas: list[tuple[int, str]],
    **huecos: str,
) -> str:
    """Une las frases fijas y las sueltas que hagan falta para llegar a la extensión, en su orden."""
    objetivo = _extension(azar)
    partes = [(lugar, _completar(azar, frase, contexto, huecos)) for lugar, frase in fijas]
    for lugar, frase in azar.sample(sueltas, len(sueltas)):
        if sum(len(parte) + 1 for _, parte in partes) > objetivo:
            break
        partes.append((lugar, _completar(azar, frase, contexto, huecos)))
    partes.sort(key=lambda parte: parte[0])
    return _en_parrafos(azar, [frase for _, frase in partes])


def _extension(azar: Random) -> float:
    suerte = azar.random()
    if suerte < CERCA_DEL_MINIMO:
        return MINIMO
    if suerte < CERCA_DEL_MINIMO + EXTENSAS:
        return azar.triangular(LARGO, EXTENSO)
    return azar.triangular(CORRIENTE, LARGO, HABITUAL)


def _completar(azar: Random, frase: str, contexto: Contexto, huecos: dict[str, str]) -> str:
    """La frase sin huecos y concordada; el oficio (`{soy}`) trae a su vez formas por concordar."""
    if "{" in frase:
        frase = frase.format_map(_huecos(azar, contexto) | huecos)
    return concordar(frase, contexto.sexo).replace(" y i", " e i")


def _huecos(azar: Random, contexto: Contexto) -> dict[str, str]:
    experiencia = azar.randint(2, max(2, min(contexto.edad - 19, 28)))
    anio = contexto.anio - experiencia
    return {
        "lugar": contexto.lugar,
        "actor": contexto.actor,
        "años": str(experiencia),
        "anio": str(anio),
        "anio2": str(min(anio + 3, contexto.anio - 1)),
        "n": str(azar.randint(4, 48) * 10),
        "n2": str(azar.randint(3, 19)),
        "n3": azar.choice(("dos", "tres", "cuatro")),
    }


def _en_parrafos(azar: Random, frases: list[str]) -> str:
    mitad = len(frases) // 2
    if len(frases) > 4 and azar.random() < 0.4:
        return " ".join(frases[:mitad]) + "\n\n" + " ".join(frases[mitad:])
    return " ".join(frases)


def _con_manias(azar: Random, largas: dict[str, str]) -> dict[str, str]:
    """Las costumbres de quien escribe: se aplican a todas sus respuestas largas, no a sus temas, y nunca
    las acortan."""
    manias: Iterable[tuple[float, Any]] = (
        (MAYUSCULAS, str.upper),
        (SIN_ACENTOS, _sin_acentos),
        (ESPACIOS_DE_MAS, lambda texto: texto.replace(". ", ".  ") + "   "),
        (VINETAS, lambda texto: "• " + texto.replace(". ", ".\n• ")),
        (RENGLONES_DE_WINDOWS, lambda texto: texto.replace(". ", ".\r\n")),
        (ESPACIO_DURO, lambda texto: texto.replace(" de ", " de\u00a0")),
    )
    for probabilidad, mania in manias:
        if azar.random() < probabilidad:
            largas |= {clave: mania(largas[clave]) for clave in LARGAS}
    return largas


def _sin_acentos(texto: str) -> str:
    """Quita los acentos y conserva la eñe, como quien escribe deprisa."""
    protegido = texto.replace("ñ", "\0").replace("Ñ", "\1")
    plano = "".join(c for c in unicodedata.normalize("NFD", protegido) if not unicodedata.combining(c))
    return plano.replace("\0", "ñ").replace("\1", "Ñ")
