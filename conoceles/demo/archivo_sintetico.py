"""Una exportación ficticia con la forma de la del INE y todas sus rarezas; la misma para la misma semilla.

Entidades inventadas, personas inventadas, textos inventados. `filas` es puro; quien la escribe en un libro
es `herramientas/archivo_sintetico.py`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from . import textos
from .nombres import Padron, PersonaDemo

COLUMNAS = (
    "PARTIDO_COALICION", "CARGO", "ENTIDAD", "DISTRITO LOCAL", "CIRCUNSCRIPCION", "MUNICIPIO",
    "NUM_LISTA_O_FORMULA", "NOMBRE_CANDIDATO", "TIPO_CANDIDATO", "EDAD", "SEXO", "DIRECCION_CASA_CAMPAÑA",
    "TELEFONO", "CORREO_ELECTRONICO", "PAGINA_WEB", "REDES", "ESCOLARIDAD", "ESTATUS_ESCOLARIDAD", "CURSOS",
    "HISTORIA_PROFESIONAL", "TRAYECTORIA_POLITICA", "MOTIVO_CARGO_PUBLICO", "PROPUESTA_1", "PROPUESTA_2",
    "PROPUESTA_GENERO",
)  # fmt: skip
IDENTIFICAN = COLUMNAS[:11]
# En palabras propias, con el orden y la numeración de la exportación.
PREGUNTAS = (
    "1. ¿Es persona indígena?", "2. ¿Habla o entiende una lengua indígena?", "3. ¿A qué pueblo pertenece?",
    "4. ¿Tiene alguna discapacidad?", "5. ¿Es permanente o temporal?", "6. ¿De qué tipo es?",
    "7. ¿Qué le dificulta?", "8. ¿Es persona afromexicana?", "9. ¿Es de la población LGBTTTIQ+?",
    "10. ¿Cómo se identifica?", "11. ¿Es migrante?", "12. ¿En qué país reside?", "13. ¿Cuánto tiempo?",
    "14. ¿Por qué motivo?", "15. ¿Con situación regular?", "16. ¿Es persona joven?", "17. ¿Es persona mayor?",
    "18. Grupo de ingresos", "19. Fuente principal de ingresos", "20. Entidad de nacimiento",
)  # fmt: skip

ENTIDADES = ("VALLE HONDO", "SIERRA CLARA", "COSTA MANSA", "LLANO GRANDE", "RÍO QUIETO", "BAHÍA ALTA")
GUBERNATURA, INDEPENDIENTE = "GUBERNATURA", "CANDIDATURA INDEPENDIENTE"
PARTIDOS = ("ALBA", "RAÍZ", "PARTIDO FARO CIUDADANO", "VA POR {entidad}", "TODAS LAS VOCES POR {entidad}")
NADA = ("No proporcionó", "NO PROPORCIONÓ", "No Proporcionó", "", "No proporcionó ")
NO_APLICA = "No aplica"
LARGAS = COLUMNAS[19:]
COPIADAS, SIN_RESPONDER, RECHAZA_INGRESO = 0.27, 0.32, 0.33
_BUZON = "contacto@faro.example"  # el mismo para decenas de candidaturas

_GRADOS = {
    "primaria": "Primaria", "secundaria": "SECUNDARIA", "tecnica": "Técnica", "preparatoria": "Preparatoria",
    "licenciatura": "Licenciatura", "especialidad": "Especialidad", "maestria": "MAESTRÍA", "doctorado": "Doctorado",
}  # fmt: skip
_ESTATUS = {
    "cursando": ("Cursando",), "trunco": ("Trunco", "Trunca", "TRUNCA"), "certificado": ("Certificado",),
    "titulo": ("Título", "TITULO"), "cedula": ("Cédula profesional", "CÉDULA PROFESIONAL"),
}  # fmt: skip
_INGRESOS = ("Menos de $11,000", "De $11,001 a $25,000", "De $25,001 a $50,000", "Más de $112,000")
_PUEBLOS = ("Maya", "Zapoteco", "Mixteco", "Tepehuano del sur")

Fila = list[str]


@dataclass(frozen=True)
class Exportacion:
    """Las dos hojas, sin encabezados; cada fila tiene una celda por columna."""

    candidatos: list[Fila]
    identidad: list[Fila]


@dataclass(frozen=True)
class _Lugar:
    partido: str
    cargo: str
    entidad: str
    distrito: str
    circunscripcion: str
    municipio: str
    numero: str


def filas(semilla: int = 1, cuantas: int = 480) -> Exportacion:
    """`cuantas` filas (al menos 5): las contiendas de seis entidades y, si hacen falta más, otros lugares suyos."""
    azar = Random(semilla)
    padron = Padron(azar)
    candidatos: list[Fila] = []
    identidad: list[Fila] = []
    anteriores: dict[str, dict[str, str]] = {}
    vuelta = 0
    while len(candidatos) < cuantas:
        for lugar in (lugar for entidad in ENTIDADES for lugar in _lugares(entidad, vuelta)):
            for calidad in ("PROPIETARIA", "SUPLENTE")[: 1 if lugar.cargo == GUBERNATURA else 2]:
                fila = _fila(azar, padron, lugar, calidad, anteriores, len(candidatos))
                candidatos.append(fila)
                identidad.append(_fila_de_identidad(azar, fila))
        vuelta += 1
    del candidatos[cuantas:], identidad[cuantas:]
    _contradecir(candidatos, identidad)
    return Exportacion(candidatos, identidad)


def _lugares(entidad: str, vuelta: int) -> Iterator[_Lugar]:
    """En cada vuelta, dos distritos, un lugar de la lista y un municipio; la gubernatura, sólo en la primera.

    Dos independientes compiten en el mismo municipio con el mismo rótulo.
    """
    distritos = [f"{n + 1}-CABECERA {_letra(n)}" for n in (2 * vuelta, 2 * vuelta + 1)]
    municipio = f"{vuelta + 1}-SAN {_letra(vuelta)} DEL MONTE"
    for orden, partido in enumerate(PARTIDOS):
        # «VA POR VALLE HONDO.» y «VA POR VALLE HONDO» son la misma coalición.
        quien = partido.format(entidad=entidad) + ("." if orden == 3 and vuelta % 2 else "")
        if not vuelta:
            yield _Lugar(quien, GUBERNATURA, entidad, NO_APLICA, NO_APLICA, NO_APLICA, NO_APLICA)
        for distrito, cargo in zip(distritos, ("DIPUTACIÓN LOCAL MR", "Diputación Local MR"), strict=True):
            yield _Lugar(quien, cargo, entidad, distrito, NO_APLICA, NO_APLICA, "1")
        yield _Lugar(quien, "DIPUTACIÓN LOCAL RP", entidad, NO_APLICA, "1", NO_APLICA, str(vuelta + 1))
        yield _Lugar(quien, "PRESIDENCIA MUNICIPAL", entidad, NO_APLICA, NO_APLICA, municipio, NO_APLICA)
    for _ in range(2):
        yield _Lugar(INDEPENDIENTE, "PRESIDENCIA MUNICIPAL", entidad, NO_APLICA, NO_APLICA, municipio, "1")


def _letra(numero: int) -> str:
    return f"{chr(ord('A') + numero % 26)}{numero // 26 or ''}"


def _fila(
    azar: Random,
    padron: Padron,
    lugar: _Lugar,
    calidad: str,
    anteriores: dict[str, dict[str, str]],
    numero: int,
) -> Fila:
    sexo = azar.choices(("mujer", "hombre", "no_binario"), (0.52, 0.47, 0.01))[0]
    persona = padron.persona(sexo)
    genero = azar.choice(("PROPIETARIA", "PROPIETARIO", "Propietaria", "PROPIETARIO "))
    celdas = {
        "PARTIDO_COALICION": lugar.partido, "CARGO": lugar.cargo, "ENTIDAD": lugar.entidad,
        "DISTRITO LOCAL": lugar.distrito, "CIRCUNSCRIPCION": lugar.circunscripcion,
        "MUNICIPIO": lugar.municipio, "NUM_LISTA_O_FORMULA": lugar.numero,
        "NOMBRE_CANDIDATO": persona.nombre_completo.upper(),
        "TIPO_CANDIDATO": genero if calidad == "PROPIETARIA" else azar.choice(("SUPLENTE", "Suplente")),
        "EDAD": str(persona.edad), "SEXO": {"no_binario": "NO BINARIO"}.get(sexo, sexo.upper()),
    }  # fmt: skip
    if azar.random() < SIN_RESPONDER:
        respuestas = {columna: azar.choice(NADA) for columna in COLUMNAS[11:]}
    else:
        respuestas = _respuestas(azar, persona, lugar, anteriores.setdefault(lugar.partido, {}), numero)
    return [{**celdas, **respuestas}[columna] for columna in COLUMNAS]


def _respuestas(
    azar: Random, persona: PersonaDemo, lugar: _Lugar, anteriores: dict[str, str], numero: int
) -> dict[str, str]:
    contexto = textos.Contexto(
        numero=numero, nombre=persona.nombre_completo, sexo=persona.sexo, edad=persona.edad,
        lugar=lugar.entidad.title(), via="legislativa" if "DIPUTA" in lugar.cargo.upper() else "ejecutiva",
        actor=lugar.partido.title(), anio=2022,
    )  # fmt: skip
    dadas = textos.curricular(contexto, numero)
    largas = (
        "historia_profesional", "trayectoria_politica", "motivo_cargo", "propuesta_1", "propuesta_2", "propuesta_genero"
    )  # fmt: skip
    celdas = {columna: str(dadas[clave]) for columna, clave in zip(LARGAS, largas, strict=True)}
    for columna in LARGAS[3:]:
        if azar.random() < COPIADAS and columna in anteriores:
            celdas[columna] = anteriores[columna]
        anteriores.setdefault(columna, celdas[columna])
    grado = dadas["grado_max"] if dadas["grado_max"] in _GRADOS else "licenciatura"
    estatus = str(dadas.get("grado_estatus", "titulo"))
    celdas |= {
        "ESCOLARIDAD": _GRADOS[grado],
        "ESTATUS_ESCOLARIDAD": azar.choice(_ESTATUS.get(estatus, ("Título",))),
        "CURSOS": ", ".join(dadas.get("cursos", [])) or azar.choice(("Sin cursos", "No proporcionó", ".")),
        "DIRECCION_CASA_CAMPAÑA": dadas.get("casa_campana", "No proporcionó"),
        "TELEFONO": dadas.get("telefono_publico", "No proporcionó"),
        "CORREO_ELECTRONICO": _BUZON
        if azar.random() < 0.2
        else dadas.get("correo_publico", "No proporcionó"),
        "PAGINA_WEB": dadas.get("pagina_web", "No proporcionó"),
        "REDES": _redes(azar, dadas),
    }
    return _con_rareza(azar, celdas, numero)


def _redes(azar: Random, dadas: dict[str, str]) -> str:
    """Separadas por coma, con varias de la misma red, cuentas sueltas y rótulos."""
    usuario = f"usuario{azar.randrange(9000)}"
    posibles = [
        f"https://www.facebook.com/{usuario}", f"https://facebook.com/{usuario}.oficial", f"@{usuario}",
        f"https://twitter.com/{usuario}", f"Instagram: @{usuario}", f"www.tiktok.com/@{usuario}",
    ]  # fmt: skip
    return (
        ", ".join(azar.sample(posibles, azar.randint(1, 4)))
        if dadas.keys() & {"facebook", "instagram"}
        else "No proporcionó"
    )


def _con_rareza(azar: Random, celdas: dict[str, str], numero: int) -> dict[str, str]:
    """Una rareza por persona, en rueda: todas aparecen aunque haya pocas filas."""
    donde = LARGAS[azar.randrange(len(LARGAS))]
    texto = celdas[donde]
    rarezas = (
        texto, texto + " " * 120 + ".", texto.replace(" ", "\xa0", 5), texto.replace(". ", ".\r\n"),
        "\t" + texto.replace(". ", ".\t"), "\uf0a7 " + texto.replace(". ", "\n\uf0fc "),
        unicodedata.normalize("NFD", texto), "=" + texto, "-" + texto, "@" + texto, texto.upper(),
        texto.replace("ó", "?"), texto.replace("í", "&iacute;"), "✓ 💜 " + texto, texto + "\x07",
        "+" + texto, texto,
    )  # fmt: skip
    return {**celdas, donde: rarezas[numero % len(rarezas)]}


def _fila_de_identidad(azar: Random, fila: Fila) -> Fila:
    """Una de cada cincuenta no la contestó; las preguntas hijas van vacías si la madre no es «Sí»."""
    if azar.random() < 0.02:
        return [*fila[:11], *[""] * len(PREGUNTAS)]
    si_no = lambda parte: azar.choices(("Sí", "No", "Prefiero no contestar"), (parte, 1 - parte, 0.03))[0]  # noqa: E731
    indigena, discapacidad, diversidad, migrante = si_no(0.13), si_no(0.05), si_no(0.06), si_no(0.02)
    joven = si_no(0.18)
    mayor = "" if joven == "Sí" else si_no(0.12)
    ingreso = azar.choice(_INGRESOS) if azar.random() > RECHAZA_INGRESO else "Prefiero no contestar"
    respuestas = [
        indigena, si_no(0.1), azar.choice(_PUEBLOS) if indigena == "Sí" else "",
        discapacidad, *(("Permanente", "Física", "Ver") if discapacidad == "Sí" else ("", "", "")),
        si_no(0.04), diversidad, "Prefiero no contestar" if diversidad == "Sí" else "",
        migrante, *(("Canadá", "De 0 a 5 años", "Trabajo", "Sí") if migrante == "Sí" else ("", "", "", "")),
        "" if mayor == "Sí" else joven, mayor, ingreso, azar.choice(("Salario", "Negocio propio")),
        fila[2].title(),
    ]  # fmt: skip
    return [*fila[:11], *respuestas]


def _contradecir(candidatos: list[Fila], identidad: list[Fila]) -> None:
    """Dos fórmulas con dos propietarias: en la primera, la otra hoja aclara quién es suplente; en la segunda, no."""
    calidad = COLUMNAS.index("TIPO_CANDIDATO")
    aclarada, sin_aclarar = 2, 4  # las suplentes de los dos primeros distritos
    candidatos[aclarada][calidad], identidad[aclarada][calidad] = "PROPIETARIO", "SUPLENTE"
    candidatos[sin_aclarar][calidad] = identidad[sin_aclarar][calidad] = "PROPIETARIA"
