"""De un archivo a lo que propondría: cada celda revisada, con su fila, su columna y qué hacer. No escribe nada."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from conoceles.comun.formatos import TablaInvalida
from conoceles.comun.tablas import Fila, Hoja, leer_tabla
from conoceles.comun.texto import compactar, contar
from conoceles.cuestionarios.acciones.propuestas import Efecto, Texto, prever
from conoceles.cuestionarios.definiciones import Pregunta, Tipo
from conoceles.registro.models import ActorPolitico, Candidatura

from .cola import con_nombres
from .columnas import CLAVE, FOLIO, reconocer

MAX_BYTES = 20_000_000
MAX_FILAS = 20_000
MAX_RENGLONES = 60  # los de una lista, como en la captura
TOPE_DE_ERRORES = 500  # los que se guardan; la cuenta es completa
_CITA = 60


@dataclass(frozen=True)
class Hallazgo:
    """Algo de una celda: dónde está, qué decía y qué hacer."""

    fila: int | str
    columna: str
    valor: str
    motivo: str

    def en_lista(self) -> list[str]:
        return [str(self.fila), self.columna, self.valor, self.motivo]


@dataclass
class Plan:
    """Lo que el archivo propondría. Con un solo error no se aplica nada."""

    errores: list[Hallazgo] = field(default_factory=list)
    avisos: list[Hallazgo] = field(default_factory=list)
    por_proponer: list[Texto] = field(default_factory=list)
    cambian: int = 0
    iguales: int = 0
    filas: int = 0

    @property
    def es_aplicable(self) -> bool:
        return not self.errores

    def informe(self) -> dict[str, Any]:
        """Cuentas enteras y los primeros renglones de cada cosa; de los textos, sólo de quién y qué pregunta."""
        return {
            "cuentas": {
                "filas": self.filas,
                "personas": len({texto.candidatura.pk for texto in self.por_proponer}),
                "textos": len(self.por_proponer),
                "cambian": self.cambian,
                "iguales": self.iguales,
                "errores": len(self.errores),
                "avisos": len(self.avisos),
            },
            "errores": [hallazgo.en_lista() for hallazgo in self.errores[:TOPE_DE_ERRORES]],
            "avisos": [hallazgo.en_lista() for hallazgo in self.avisos[:TOPE_DE_ERRORES]],
            "propone": self._por_persona(),
        }

    def _por_persona(self) -> list[list[Any]]:
        cuantos = Counter(texto.candidatura.pk for texto in self.por_proponer)
        personas = {texto.candidatura.pk: texto.candidatura for texto in self.por_proponer}
        return [[c.clave, c.persona.nombre_completo, cuantos[pk]] for pk, c in personas.items()][
            :TOPE_DE_ERRORES
        ]


def planear(actor: ActorPolitico, nombre: str, contenido: bytes) -> Plan:
    """Qué propondría ese archivo, visto lo que hay en este momento."""
    plan = Plan()
    try:
        libro = leer_tabla(contenido, nombre, max_bytes=MAX_BYTES, max_filas=MAX_FILAS)
    except TablaInvalida as error:
        plan.errores.append(Hallazgo(error.fila or "", error.columna or "", "", str(error)))
        return plan
    plan.avisos += [Hallazgo("", "", "", aviso) for aviso in libro.avisos]
    if len(libro.hojas) > 1:
        nombres = ", ".join(f"«{hoja.nombre}»" for hoja in libro.hojas)
        plan.errores.append(
            Hallazgo(
                "",
                "",
                "",
                f"El libro tiene varias hojas con datos ({nombres}). Deje sólo una y súbalo otra vez.",
            )
        )
        return plan
    _leer_hoja(libro.hojas[0], actor, plan)
    return plan


def _leer_hoja(hoja: Hoja, actor: ActorPolitico, plan: Plan) -> None:
    columnas = reconocer(hoja.encabezados, actor.proceso)
    plan.errores += [Hallazgo("", titulo, "", motivo) for titulo, motivo in columnas.rechazadas]
    if plan.errores:
        return  # sin saber qué dice cada columna, revisar las celdas sólo haría ruido
    directorio, vistas = Directorio(actor), dict[int, int]()
    textos: list[tuple[Fila, str, Texto]] = []
    for fila in hoja.filas:
        plan.filas += 1
        candidatura = directorio.buscar(fila, columnas.identifican, plan)
        if candidatura is None:
            continue
        primera = vistas.setdefault(candidatura.pk, fila.numero)
        if primera != fila.numero:
            plan.errores.append(
                Hallazgo(
                    fila.numero,
                    "",
                    candidatura.persona.nombre_completo,
                    f"Ya viene en la fila {primera}. Deje una sola.",
                )
            )
            continue
        textos += [
            (fila, titulo, Texto(candidatura, pregunta.clave, valor))
            for titulo, pregunta, valor in _celdas(fila, columnas.preguntas, plan)
        ]
    _prever(textos, plan)


class Directorio:
    """Las candidaturas del partido por su clave y por su folio. Las ajenas no existen aquí."""

    def __init__(self, actor: ActorPolitico) -> None:
        propias = list(con_nombres(Candidatura.objects.vigentes().de_partido(actor)))
        self.por_clave = {c.clave: c for c in propias}
        self.folios = Counter(c.folio_registro for c in propias)
        self.por_folio = {c.folio_registro: c for c in propias if c.folio_registro}

    def buscar(self, fila: Fila, identifican: Mapping[str, str], plan: Plan) -> Candidatura | None:
        """La de esa fila; si no se sabe cuál es, deja dicho por qué."""
        halladas = []
        for titulo, campo in identifican.items():
            if not (valor := compactar(fila.celdas[titulo])):
                continue
            tabla = {CLAVE: self.por_clave, FOLIO: self.por_folio}[campo]
            motivo = ""
            if campo == FOLIO and self.folios[valor] > 1:
                motivo = "Varias candidaturas comparten ese folio. Use la columna «clave»."
            elif valor not in tabla:
                motivo = (
                    "No es de una candidatura vigente de su partido. Descargue la plantilla y cópiela de ahí."
                )
            if motivo:
                plan.errores.append(Hallazgo(fila.numero, titulo, valor[:_CITA], motivo))
                return None
            halladas.append(tabla[valor])
        if not halladas:
            titulos = " o ".join(f"«{titulo}»" for titulo in identifican)
            plan.errores.append(
                Hallazgo(fila.numero, "", "", f"La fila no dice de quién es: llene {titulos}.")
            )
            return None
        if len({c.pk for c in halladas}) > 1:
            plan.errores.append(
                Hallazgo(
                    fila.numero,
                    "",
                    "",
                    "La clave y el folio son de dos candidaturas distintas. Corrija el que no corresponda.",
                )
            )
            return None
        return halladas[0]


def _celdas(fila: Fila, preguntas: Mapping[str, Pregunta], plan: Plan) -> Iterator[tuple[str, Pregunta, Any]]:
    """Las que traen algo; una celda vacía no propone nada ni borra lo propuesto."""
    for titulo, pregunta in preguntas.items():
        escrito = fila.celdas[titulo]
        if not escrito.strip():
            continue
        try:
            valor = _valor(pregunta, escrito)
        except ValueError as error:
            plan.errores.append(Hallazgo(fila.numero, titulo, _cita(escrito), str(error)))
            continue
        for aviso in fila.avisos.get(titulo, []):
            plan.avisos.append(Hallazgo(fila.numero, titulo, _cita(escrito), aviso))
        yield titulo, pregunta, valor


def _cita(escrito: str) -> str:
    corto = compactar(escrito)
    return corto if len(corto) <= _CITA else f"{corto[:_CITA]}…"


def _valor(pregunta: Pregunta, escrito: str) -> Any:
    """El valor como se guarda una respuesta.

    Raises:
        ValueError: con qué hacer, si no puede serlo.
    """
    if pregunta.tipo is Tipo.OPCION:
        return _opcion(pregunta, escrito)
    if pregunta.tipo is Tipo.LISTA:
        return _renglones(pregunta, escrito)
    _exigir_que_quepa(pregunta, escrito, "El texto")
    return escrito


def _opcion(pregunta: Pregunta, escrito: str) -> str:
    buscado = compactar(escrito).casefold()
    for opcion in pregunta.opciones:
        if buscado in (opcion.clave, opcion.etiqueta.casefold()):
            return opcion.clave
    opciones = ", ".join(opcion.etiqueta for opcion in pregunta.opciones)
    raise ValueError(f"Escriba una de estas opciones: {opciones}.")


def _renglones(pregunta: Pregunta, escrito: str) -> list[str]:
    renglones = [limpio for renglon in escrito.split("\n") if (limpio := compactar(renglon))]
    if len(renglones) > MAX_RENGLONES:
        raise ValueError(f"Hay {len(renglones)} renglones y caben {MAX_RENGLONES}. Deje los principales.")
    for numero, renglon in enumerate(renglones, start=1):
        _exigir_que_quepa(pregunta, renglon, f"El renglón {numero}")
    return renglones


def _exigir_que_quepa(pregunta: Pregunta, texto: str, que: str) -> None:
    """Corto puede venir: la persona lo completa. Largo no, porque ella tendría que recortar lo que no escribió."""
    cuenta = contar(texto)
    if pregunta.maximo and cuenta > pregunta.maximo:
        raise ValueError(
            f"{que} tiene {cuenta:,} caracteres y el máximo es {pregunta.maximo:,}. "
            f"Acórtelo {cuenta - pregunta.maximo:,}."
        )


def _prever(textos: list[tuple[Fila, str, Texto]], plan: Plan) -> None:
    for (fila, titulo, texto), efecto in zip(textos, prever([t for _, _, t in textos]), strict=True):
        if efecto is Efecto.CERRADO:
            plan.errores.append(
                Hallazgo(
                    fila.numero,
                    titulo,
                    texto.candidatura.persona.nombre_completo,
                    "Ya envió esta sección y por ahora no puede cambiarse. Vacíe la celda.",
                )
            )
        elif efecto is Efecto.IGUAL:
            plan.iguales += 1
        else:
            plan.por_proponer.append(texto)
            plan.cambian += efecto is Efecto.CAMBIA
