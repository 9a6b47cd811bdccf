"""Propuestas inventadas y sus copias, con semilla: iguales al plegarse, parecidas y ajenas.

El índice de Jaccard se calcula aquí por su cuenta: es el que dice si una copia debió hallarse.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from random import Random

MUNICIPIOS = (
    "Cerro Blanco", "Agua Mansa", "San Jacinto", "Las Higueras", "Puerto Encino", "La Cañada", "Tres Ocotes",
    "Santa Elvira", "Río Quieto", "El Mezquite",
)  # fmt: skip
SINONIMOS = (
    ("mejorar", "fortalecer"), ("construir", "edificar"), ("familias", "hogares"), ("jóvenes", "muchachas y muchachos"),
    ("seguridad", "tranquilidad"), ("programa", "plan"), ("apoyo", "respaldo"), ("caminos", "vialidades"),
    ("escuelas", "planteles"), ("trabajo", "empleo"), ("cada año", "anualmente"), ("vigilar", "supervisar"),
    ("comunidades", "localidades"), ("recursos", "fondos"), ("mujeres", "compañeras"), ("agua", "agua potable"),
)  # fmt: skip
_PROBLEMAS = (
    "En {m} hay {n} familias que reciben agua un solo día de la semana y pagan pipas el resto.",
    "Los caminos que unen a las comunidades de {m} se cierran en temporada de lluvias.",
    "Más de {n} jóvenes de {m} dejaron las escuelas porque no hay transporte por la tarde.",
    "El mercado de {m} no tiene drenaje y sus {n} locatarios trabajan entre el lodo.",
    "En las colonias altas de {m} el alumbrado falla y la seguridad depende de los vecinos.",
    "El hospital de {m} atiende partos sin pediatra los fines de semana.",
    "La basura de {m} se quema a cielo abierto a {n} metros de un manantial.",
    "Quienes siembran en {m} venden su cosecha a la mitad de lo que vale por falta de bodega.",
    "En {m} las mujeres que denuncian violencia viajan dos horas para encontrar una fiscalía.",
    "Las canchas de {m} llevan {n} meses cerradas y no hay dónde jugar.",
    "El cabildo de {m} sesiona sin publicar sus acuerdos ni sus gastos.",
    "Los oficios de {m} se pierden porque no hay taller donde aprenderlos.",
)
_ACCIONES = (
    "Propongo construir una red de captación de lluvia en {n} techos públicos.",
    "Voy a mejorar los caminos con cuadrillas de la propia comunidad pagadas por obra terminada.",
    "Abriremos una ruta de transporte con dos salidas por la tarde y tarifa de estudiante.",
    "Presentaré un programa para que el presupuesto de obra se decida en asamblea.",
    "Instalaremos {n} lámparas solares y un comité para vigilar que se reparen.",
    "Gestionaré la plaza de pediatría y una ambulancia con tripulación completa.",
    "Haremos un centro de acopio con básculas certificadas y contratos por escrito.",
    "Crearé una unidad de atención a mujeres con abogada, psicóloga y refugio temporal.",
    "Recuperaremos las canchas con torneos de barrio y entrenadores becados.",
    "Todo gasto mayor a {n} mil pesos se publicará la misma semana en una página abierta.",
    "Fundaremos una escuela de oficios con maestras y maestros de {m}.",
    "Cerraremos el tiradero y abriremos una planta que separe y venda los residuos.",
)
_MEDIOS = (
    "Los recursos saldrán de recortar viáticos y publicidad oficial.",
    "Se firmará un convenio con la universidad para el proyecto ejecutivo.",
    "El trabajo empezará en los primeros cien días y se medirá cada año.",
    "Pediré el apoyo del fondo estatal y pondremos en la mesa la parte municipal.",
    "Una contraloría de vecinas y vecinos revisará las cuentas cada trimestre.",
    "Será una iniciativa de reforma con dictamen público y foros en las comunidades.",
    "Empezaremos por las zonas con mayor rezago según el censo.",
    "Nadie que haya sido sancionado podrá contratar con el municipio.",
)
_METAS = (
    "Al terminar, {n} familias tendrán el servicio todos los días.",
    "La meta es bajar a la mitad el abandono en tres años.",
    "Con ello se crearán {n} puestos de trabajo en {m}.",
    "Si al segundo año no se cumple, se dirá por qué y quién responde.",
    "Esperamos que {n} jóvenes terminen su formación con un oficio reconocido.",
    "Los resultados se entregarán por escrito en cada colonia.",
)


def propuesta(azar: Random) -> str:
    """Entre 400 y 900 caracteres; dos propuestas comparten a veces una frase, como en la realidad."""
    frases = [
        *azar.sample(_PROBLEMAS, azar.randint(1, 2)),
        *azar.sample(_ACCIONES, azar.randint(2, 4)),
        *azar.sample(_MEDIOS, azar.randint(2, 3)),
        *azar.sample(_METAS, azar.randint(1, 2)),
    ]
    municipio = azar.choice(MUNICIPIOS)
    return " ".join(frase.format(m=municipio, n=azar.randint(12, 900)) for frase in frases)


def igual(texto: str, azar: Random) -> str:
    """El mismo texto con otra envoltura: se pliega igual."""
    envolturas: tuple[Callable[[str], str], ...] = (
        str.upper,
        lambda t: t.replace(". ", ".\n\n"),
        lambda t: t.replace(" ", "  "),
        lambda t: "• " + t.replace(". ", " • "),
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: "".join(c for c in unicodedata.normalize("NFD", t) if not unicodedata.combining(c)),
        lambda t: t.replace(",", "").replace(".", " —"),
        lambda t: f"«{t}»",
    )
    for envoltura in azar.sample(envolturas, azar.randint(1, 3)):
        texto = envoltura(texto)
    return texto


def copia(texto: str, azar: Random) -> str:
    """El mismo texto retocado, poco o mucho."""
    retoques = (
        _errata,
        _errata,
        _sinonimo,
        _municipio,
        _oracion_movida,
        _palabras_cambiadas,
        _coletilla,
        _corte,
    )
    for _ in range(azar.randint(1, 6)):
        texto = azar.choice(retoques)(texto, azar)
    return texto


def _errata(texto: str, azar: Random) -> str:
    lugar = azar.randrange(1, len(texto) - 2)
    cambios = (texto[lugar + 1] + texto[lugar], texto[lugar], azar.choice("aeiosnr") + texto[lugar + 1])
    return texto[:lugar] + azar.choice(cambios) + texto[lugar + 2 :]


def _sinonimo(texto: str, azar: Random) -> str:
    presentes = [par for par in SINONIMOS if par[0] in texto]
    return texto.replace(*azar.choice(presentes)) if presentes else texto


def _municipio(texto: str, azar: Random) -> str:
    otro = azar.choice(MUNICIPIOS)
    for municipio in MUNICIPIOS:
        texto = texto.replace(municipio, otro)
    return texto


def _oracion_movida(texto: str, azar: Random) -> str:
    oraciones = texto.split(". ")
    azar.shuffle(oraciones)
    return ". ".join(oraciones)


def _palabras_cambiadas(texto: str, azar: Random) -> str:
    palabras = texto.split(" ")
    for _ in range(azar.randint(1, 3)):
        lugar = azar.randrange(len(palabras) - 1)
        palabras[lugar], palabras[lugar + 1] = palabras[lugar + 1], palabras[lugar]
    return " ".join(palabras)


def _coletilla(texto: str, azar: Random) -> str:
    return f"{texto} {azar.choice(_METAS).format(m=azar.choice(MUNICIPIOS), n=azar.randint(12, 900))}"


def _corte(texto: str, azar: Random) -> str:
    oraciones = texto.split(". ")
    return ". ".join(oraciones[: max(2, len(oraciones) - 1)])


def jaccard(uno: str, otro: str) -> float:
    """El oráculo: tramos de cinco sobre el texto en minúsculas, sin acentos ni signos."""

    def tramos(texto: str) -> set[str]:
        plano = unicodedata.normalize("NFKD", texto).lower()
        letras = [c if c.isascii() and c.isalnum() else " " for c in plano if not unicodedata.combining(c)]
        limpio = " ".join("".join(letras).split())
        return {limpio[i : i + 5] for i in range(len(limpio) - 4)}

    unos, otros = tramos(uno), tramos(otro)
    return len(unos & otros) / len(unos | otros)
