"""Las cifras de los grupos: quién puede contarse en cada pregunta y cómo avanza su tabla. Puro: no consulta nada."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conoceles.cuestionarios.definiciones import PREFIERE_NO_CONTESTAR, SI, Definicion, Pregunta
from conoceles.privacidad.agregada import Reservada
from conoceles.publicacion.renglones import Renglon

from .supresion import DEMAS, MUJERES, NUNCA, Celda, Persona, Tabla, avanzar, avanzar_base

# De los grupos se cuenta quién dijo «Sí»; de lo demás, cada opción. Las edades no están: las dice el registro, y su
# tabla es pública. Lo que depende de un «Sí» (qué discapacidad, qué orientación) no se cuenta nunca.
GRUPOS = ("indigena", "lengua", "discapacidad", "afromexicana", "diversidad", "migrante")
POR_OPCION = ("ingresos", "fuente_de_ingresos", "entidad_nacimiento")


@dataclass(frozen=True)
class Publico:
    """Lo que cualquiera sabe con nombre. `filas`: las candidaturas aprobadas, por clave.

    `afirmativas`: clave → los grupos por los que alguna vez constó registrada: de ellas se sabe aunque no lo publiquen.
    Lo que hoy publica cada quien no está: una cifra que lo contara diría, cuando lo retire, qué había contestado.
    """

    filas: Mapping[str, Renglon]
    afirmativas: Mapping[str, Collection[str]]


def cifras(
    definicion: Definicion,
    anterior: Mapping[str, Any],
    publico: Publico,
    reservadas: Mapping[str, Reservada],
    *,
    minimo: int,
    ahora: datetime,
) -> dict[str, Any]:
    """La base y cada pregunta declarada, como se guardan en el corte. `anterior`: las del corte de antes; vacío, ninguno.

    `reservadas`: por clave, todas las que contestaron y autorizaron la estadística.
    """
    contestaron = [una for clave, una in reservadas.items() if clave in publico.filas]
    base = avanzar_base(
        _leida(anterior["base"]) if anterior else Celda(),
        [una.desde for una in contestaron if not una.publica_algo],
        con_nombre=[una.desde for una in contestaron if una.publica_algo],
        no_contestaron=len(publico.filas) - len(contestaron),
        minimo=minimo,
        ahora=ahora,
    )
    antes = {tabla["pregunta"]: tabla for tabla in anterior.get("preguntas", ())}
    preguntas = []
    for seccion in definicion:
        for pregunta in seccion.preguntas:
            if opciones := _opciones(pregunta):
                personas = _por_contar(pregunta.clave, seccion.grupo, publico, reservadas)
                tabla = _descongelar(antes.get(pregunta.clave), opciones)
                tabla = avanzar(tabla, personas, minimo=minimo, ahora=ahora)
                preguntas.append(_congelar(pregunta, tabla))
    return {"base": _celda(base), "preguntas": preguntas}


def _opciones(pregunta: Pregunta) -> tuple[str, ...]:
    """Las celdas declaradas de una pregunta; ninguna si no se cuenta."""
    if pregunta.clave in GRUPOS:
        return (SI,)
    if pregunta.clave in POR_OPCION:
        return tuple(clave for clave in pregunta.elegibles if clave != PREFIERE_NO_CONTESTAR)
    return ()


def _por_contar(
    pregunta: str,
    grupo: str,
    publico: Publico,
    reservadas: Mapping[str, Reservada],
) -> list[Persona]:
    """Quienes contestaron y no constan registradas por ese grupo; lo que eligieron publicar ya no viene en lo suyo."""
    personas = []
    for clave, una in reservadas.items():
        renglon, respuesta = publico.filas.get(clave), una.respuestas.get(pregunta)
        registrada = bool(grupo) and grupo in publico.afirmativas.get(clave, ())
        if renglon and respuesta and not registrada:
            fila = MUJERES if renglon.sexo == "mujer" else DEMAS
            personas.append(Persona(una.desde, respuesta, fila))
    return personas


# --- Cómo se guarda -------------------------------------------------------------------------------------------


def _congelar(pregunta: Pregunta, tabla: Tabla) -> dict[str, Any]:
    return {
        "pregunta": pregunta.clave,
        "titulo": pregunta.rotulo,
        "revisada": _texto(tabla.revisada),
        "celdas": [
            {"opcion": opcion, "etiqueta": pregunta.etiqueta_de(opcion), **_celda(celda)}
            for opcion, celda in tabla.celdas.items()
        ],
    }


def _celda(celda: Celda) -> dict[str, Any]:
    return {"total": celda.total, "hasta": _texto(celda.hasta), "renglones": dict(celda.renglones)}


def _texto(instante: datetime) -> str | None:
    return None if instante == NUNCA else instante.isoformat()


def _descongelar(guardada: Mapping[str, Any] | None, opciones: Iterable[str]) -> Tabla:
    """La del corte anterior; una opción que entonces no había empieza de cero."""
    if guardada is None:
        return Tabla({opcion: Celda() for opcion in opciones})
    celdas = {celda["opcion"]: _leida(celda) for celda in guardada["celdas"]}
    return Tabla(
        {opcion: celdas.get(opcion, Celda()) for opcion in opciones},
        _instante(guardada["revisada"]),
    )


def _leida(celda: Mapping[str, Any]) -> Celda:
    return Celda(celda["total"], _instante(celda["hasta"]), celda["renglones"])


def _instante(texto: str | None) -> datetime:
    return datetime.fromisoformat(texto) if texto else NUNCA
