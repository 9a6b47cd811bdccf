"""Los avisos que recibe quien escribe: el hecho, dónde está y qué puede hacer. Ninguno impide enviar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

from conoceles.cuestionarios.definiciones import Definicion, Pregunta, Tipo
from conoceles.registro.models import Candidatura

from . import descuidos, enlaces
from .datos_personales import Clase, Hallazgo, hallar
from .lectura import Copia, copias_de

# Ningún texto que pueda enviarse es más largo; un borrador desmedido se lee hasta aquí.
_TOPE = 10_000
_ALREDEDOR = 40
_A_LA_VISTA = 6
# Los datos de contacto se escriben para publicarse: sólo se mira el texto libre.
_TEXTO_LIBRE = (Tipo.TEXTO_LARGO, Tipo.LISTA)

_PLURALES = {
    Clase.CURP: "CURP",
    Clase.CLAVE_DE_ELECTOR: "claves de elector",
    Clase.RFC: "RFC",
    Clase.CORREO: "correos electrónicos",
    Clase.CLABE: "CLABE bancarias",
    Clase.TARJETA: "números de tarjeta",
    Clase.TELEFONO: "teléfonos",
    Clase.DOMICILIO: "domicilios",
}


class Tramo(NamedTuple):
    """Un pedazo seguido de texto; `marcado`: es lo que se señala y no lo que lo rodea."""

    texto: str
    marcado: bool


Fragmento = tuple[Tramo, ...]


@dataclass(frozen=True)
class Aviso:
    """`titulo`: el hecho. `fragmentos`: dónde; `mas`: cuántos hallazgos ya no se muestran.

    `candidaturas`: llaves de las que coinciden, sólo para quien valida; a quien escribe nunca se le dicen.
    `marca`: el campo de `Marcas` con que se filtra en la cola; vacía si no se filtra.
    """

    titulo: str
    que_hacer: str
    fragmentos: tuple[Fragmento, ...] = ()
    mas: int = 0
    candidaturas: tuple[int, ...] = ()
    marca: str = ""
    copia: Copia | None = None


def de_texto(texto: str, *, minimo: int = 0, con_espacios: bool = True) -> list[Aviso]:
    """Lo que se ve en el propio texto: datos personales, enlaces, relleno, mayúsculas o que aún no dice nada."""
    texto = texto[:_TOPE]
    avisos = [
        _de_datos_personales(texto),
        _de_enlaces(texto),
        _de_relleno(texto, minimo, con_espacios),
        _de_mayusculas(texto),
        _de_paso(texto),
    ]
    return [aviso for aviso in avisos if aviso]


def del_cuestionario(
    definicion: Definicion,
    respuestas: Mapping[str, Any],
    *,
    candidatura: Candidatura,
    claves: Collection[str] | None = None,
) -> dict[str, list[Aviso]]:
    """Por clave de pregunta, los avisos de cada texto libre; sólo las que tienen alguno.

    `claves`: las preguntas que interesan (todas, si no se dice); las demás sólo sirven para comparar.
    """
    con_espacios = candidatura.proceso.parametros.contar_espacios
    textos = _textos(definicion, respuestas)
    largos = {clave: t for clave, t in textos.items() if definicion.pregunta(clave).tipo is Tipo.TEXTO_LARGO}
    de_interes = {clave: t for clave, t in largos.items() if claves is None or clave in claves}
    copiadas = copias_de(de_interes, candidatura=candidatura)
    repetidas = dict(descuidos.repetidas(largos))
    avisos = {}
    for clave, texto in textos.items():
        if claves is None or clave in claves:
            propios = _de_pregunta(definicion.pregunta(clave), texto, con_espacios)
            de_otra = [_de_repetida(definicion.pregunta(repetidas[clave]))] if clave in repetidas else []
            ajenos = [_de_copia(copiadas[clave])] if clave in copiadas else []
            avisos[clave] = [*ajenos, *de_otra, *propios]
    return {clave: suyos for clave, suyos in avisos.items() if suyos}


def _textos(definicion: Definicion, respuestas: Mapping[str, Any]) -> dict[str, str]:
    libres = (pregunta for pregunta in definicion.preguntas if pregunta.tipo in _TEXTO_LIBRE)
    valores = ((pregunta.clave, respuestas.get(pregunta.clave) or "") for pregunta in libres)
    escritos = ((clave, "\n".join(v) if isinstance(v, list) else str(v)) for clave, v in valores)
    return {clave: texto[:_TOPE] for clave, texto in escritos if texto}


def _de_pregunta(pregunta: Pregunta, texto: str, con_espacios: bool) -> list[Aviso]:
    if pregunta.tipo is Tipo.LISTA:
        personales = _de_datos_personales(texto)
        return [personales] if personales else []
    return de_texto(texto, minimo=pregunta.minimo, con_espacios=con_espacios)


def _de_datos_personales(texto: str) -> Aviso | None:
    hallazgos = hallar(texto)
    if not hallazgos:
        return None
    cuentas = Counter(hallazgo.clase for hallazgo in hallazgos)
    return Aviso(
        f"Parece haber {_enumerar([_contadas(clase, n) for clase, n in cuentas.items()])}",
        "Este texto se publica y cualquiera podrá copiarlo. Si es un dato particular, suyo o de otra persona, "
        "quítelo. Los medios para contactarle van en «Contacto y redes».",
        _fragmentos(texto, hallazgos[:_A_LA_VISTA]),
        mas=max(0, len(hallazgos) - _A_LA_VISTA),
        marca="datos_personales",
    )


def _contadas(clase: Clase, cuantas: int) -> str:
    return clase.value if cuantas == 1 else f"{cuantas} {_PLURALES[clase]}"


def _enumerar(partes: list[str]) -> str:
    return " y ".join(filter(None, [", ".join(partes[:-1]), partes[-1]]))


def _fragmentos(texto: str, hallazgos: list[Hallazgo]) -> tuple[Fragmento, ...]:
    """Lo hallado con unas palabras alrededor; lo que está cerca, en un mismo fragmento."""
    grupos: list[list[Hallazgo]] = []
    for hallazgo in hallazgos:
        if grupos and hallazgo.inicio - grupos[-1][-1].fin <= 2 * _ALREDEDOR:
            grupos[-1].append(hallazgo)
        else:
            grupos.append([hallazgo])
    return tuple(_fragmento(texto, grupo) for grupo in grupos)


def _fragmento(texto: str, grupo: list[Hallazgo]) -> Fragmento:
    tramos = [Tramo(_antes(texto, grupo[0].inicio), False)]
    for hallazgo, siguiente in zip_longest(grupo, grupo[1:]):
        tramos.append(Tramo(texto[hallazgo.inicio : hallazgo.fin], True))
        despues = texto[hallazgo.fin : siguiente.inicio] if siguiente else _despues(texto, hallazgo.fin)
        tramos.append(Tramo(despues, False))
    return tuple(tramo for tramo in tramos if tramo.texto)


def _antes(texto: str, lugar: int) -> str:
    """Las palabras que anteceden, sin partir ninguna."""
    if lugar <= _ALREDEDOR:
        return texto[:lugar]
    return "…" + texto[lugar - _ALREDEDOR : lugar].partition(" ")[2]


def _despues(texto: str, lugar: int) -> str:
    if len(texto) - lugar <= _ALREDEDOR:
        return texto[lugar:]
    return texto[lugar : lugar + _ALREDEDOR].rpartition(" ")[0] + "…"


def _de_relleno(texto: str, minimo: int, con_espacios: bool) -> Aviso | None:
    relleno = descuidos.relleno(texto, minimo=minimo, con_espacios=con_espacios)
    if relleno is None:
        return None
    titulo = f"Hay {relleno.sobran:,} caracteres de relleno"
    if relleno.faltan:
        titulo = f"Sin el relleno {_faltan(relleno.faltan)} para el mínimo de {minimo:,}"
    muestra = relleno.fragmento if len(relleno.fragmento) <= 120 else f"{relleno.fragmento[:119]}…"
    return Aviso(
        titulo,
        "Quite los espacios, renglones, signos o frases que sólo se repiten y cuente algo más.",
        ((Tramo(muestra, marcado=True),),) if muestra else (),
        marca="relleno",
    )


def _de_enlaces(texto: str) -> Aviso | None:
    hallados = enlaces.hallar(texto)
    if not hallados:
        return None
    return Aviso(
        "Hay un enlace en el texto" if len(hallados) == 1 else f"Hay {len(hallados)} enlaces en el texto",
        "Quien lo lea no podrá abrirlo desde aquí y el Instituto no revisa a dónde lleva. Sus páginas y redes van en "
        "«Contacto y redes».",
        tuple((Tramo(texto[inicio:fin], marcado=True),) for inicio, fin in hallados[:_A_LA_VISTA]),
        mas=max(0, len(hallados) - _A_LA_VISTA),
        marca="enlaces",
    )


def _faltan(cuantos: int) -> str:
    return "falta 1 carácter" if cuantos == 1 else f"faltan {cuantos:,} caracteres"


def _de_mayusculas(texto: str) -> Aviso | None:
    if not descuidos.esta_en_mayusculas(texto):
        return None
    return Aviso(
        "Está todo en mayúsculas",
        "Cuesta leerlo. Escríbalo con mayúsculas sólo al empezar y en los nombres propios.",
        marca="mayusculas",
    )


def _de_paso(texto: str) -> Aviso | None:
    if not descuidos.es_de_paso(texto):
        return None
    return Aviso(
        "Parece un texto provisional",
        "Así se publicaría. Si todavía no sabe qué escribir, puede volver después.",
        marca="provisional",
    )


def _de_repetida(otra: Pregunta) -> Aviso:
    return Aviso(
        f"Dice lo mismo que «{otra.etiqueta}»",
        "Las dos respuestas se publican juntas: en cada una cuente algo distinto.",
    )


def _de_copia(copia: Copia) -> Aviso:
    parecidas = len(copia.candidaturas) - copia.iguales
    hechos = []
    if copia.iguales:
        hechos.append(f"es igual {_al_de(copia.iguales)}")
    if parecidas and copia.iguales:
        hechos.append(f"se parece mucho {_al_de(parecidas)}")
    elif parecidas:
        hasta = "hasta " if parecidas > 1 else ""
        hechos.append(f"coincide {hasta}{copia.porcentaje} % con e{_al_de(parecidas)[1:]}")
    partido = " de su mismo partido" if copia.son_de_su_partido else ""
    return Aviso(
        f"Este texto {' y '.join(hechos)}{partido}",
        "Puede enviarlo así, pero el Instituto lo podrá observar. Escríbalo con sus palabras: qué propone usted "
        "y para quién.",
        candidaturas=copia.candidaturas,
        marca="copias",
        copia=copia,
    )


def _al_de(cuantas: int) -> str:
    return "al de otra candidatura" if cuantas == 1 else f"al de otras {cuantas:,} candidaturas"
