"""El documento público de una candidatura, construido de lo privado. Lista de lo permitido, campo por campo."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from conoceles.cuestionarios.definiciones import DEFINICIONES, Definicion
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario
from conoceles.privacidad.comun import definicion_que_rige
from conoceles.privacidad.visibilidad import publicables
from conoceles.registro.models import ActorPolitico, Candidatura, Cargo, Demarcacion, Persona
from conoceles.registro.movimientos.historia import (
    acuerdo_de_salida,
    en_la_boleta,
    quien_sigue,
    restituida_en,
)

from .completitud import completitud
from .models import Ficha

ESQUEMA = 1


def iso(instante: datetime | None) -> str | None:
    """UTC con segundos; la forma de todo instante en un documento público."""
    return instante.astimezone(UTC).isoformat(timespec="seconds") if instante else None


def documento(
    candidatura: Candidatura,
    cuestionario: Cuestionario | None,
    respuestas: dict[str, Any],
    ficha: Ficha | None,
    *,
    con_acceso: bool = True,
) -> dict[str, Any]:
    """Arma el documento. `respuestas` son las del envío publicado (vacías si no hay).

    `con_acceso`: ¿tuvo cómo responder antes de que venciera su plazo? Sirve igual para publicar y para la vista
    previa: quien previsualiza pasa sus borradores y una ficha que finge estar publicada.
    """
    estado = ficha.estado if ficha else Ficha.Estado.SIN_PUBLICAR
    identidad = definicion_que_rige(candidatura)
    visibles: dict[str, Any] = {}
    pausas: dict[str, dict[str, str]] = {}
    if ficha and cuestionario and estado == Ficha.Estado.PUBLICADA and candidatura.hasta is None:
        pausas = ficha.pausas
        visibles = a_la_vista(cuestionario.definicion, respuestas, pausas)
    return {
        "esquema": ESQUEMA,
        "clave": candidatura.clave,
        "proceso": candidatura.proceso.clave,
        **registro(candidatura),
        "cuestionario": _situacion(candidatura, cuestionario, ficha, estado, con_acceso=con_acceso),
        "respuestas": visibles,
        **_retratos(visibles, ficha),
        "pausas": pausas,
        # Qué cuestionario de identidad rige; sus respuestas van aparte y sin historia (`partes`).
        "identidad": identidad.clave if identidad else None,
    }


def _retratos(visibles: dict[str, Any], ficha: Ficha | None) -> dict[str, Any]:
    """El SHA-256 de cada tamaño de la fotografía, si se muestra: con ellos cualquiera comprueba la que bajó."""
    return {"retratos": ficha.retratos} if ficha and ficha.retratos and visibles.get("foto") else {}


def a_la_vista(definicion: Definicion, respuestas: dict[str, Any], pausas: Collection[str]) -> dict[str, Any]:
    """De lo enviado, lo que es público y no está en un apartado oculto."""
    ocultas = {
        pregunta.clave for seccion in definicion if seccion.clave in pausas for pregunta in seccion.preguntas
    }
    visibles = publicables(definicion, respuestas)
    return {clave: valor for clave, valor in visibles.items() if clave not in ocultas}


# Lo que un documento toma del registro: lo que `registro` escribe.
DEL_REGISTRO = (
    "persona", "cargo", "demarcacion", "contienda", "actor", "partido_de_origen", "numero", "calidad",
    "eleccion_consecutiva", "acciones_afirmativas", "registro",
)  # fmt: skip


def registro(candidatura: Candidatura) -> dict[str, Any]:
    """Los datos del acuerdo que aprobó la candidatura; públicos desde el primer día."""
    posicion, origen = candidatura.posicion, candidatura.partido_de_origen
    return {
        "persona": _persona(candidatura.persona),
        "cargo": _cargo(candidatura.cargo),
        "demarcacion": _demarcacion(candidatura.contienda.demarcacion),
        "contienda": candidatura.contienda.clave,
        "actor": {
            **_actor(posicion.actor),
            "tipo": posicion.actor.tipo,
            "miembros": [_actor(m) for m in posicion.actor.miembros.all()],
        },
        "partido_de_origen": _actor(origen) if origen else None,
        "numero": posicion.numero,
        "calidad": posicion.calidad,
        "eleccion_consecutiva": candidatura.eleccion_consecutiva,
        "acciones_afirmativas": sorted(candidatura.acciones_afirmativas),
        "registro": _movimientos(candidatura),
    }


def _persona(persona: Persona) -> dict[str, Any]:
    return {
        "nombre": persona.nombre_completo,
        "nombres": persona.nombres,
        "primer_apellido": persona.primer_apellido,
        "segundo_apellido": persona.segundo_apellido,
        "mote": persona.mote,
        "sexo": persona.sexo,
        "edad": persona.edad,
    }


def _cargo(cargo: Cargo) -> dict[str, Any]:
    return {
        "clave": cargo.clave,
        "nombre": cargo.nombre,
        "principio": cargo.principio,
        "unidad": cargo.unidad,
        "con_suplente": cargo.con_suplente,
        "orden": cargo.orden,
        "boleta": cargo.boleta,
    }


def _demarcacion(demarcacion: Demarcacion) -> dict[str, Any]:
    return {
        "tipo": demarcacion.tipo,
        "clave": demarcacion.clave,
        "nombre": demarcacion.nombre,
        "entidad": demarcacion.entidad,
    }


def _movimientos(candidatura: Candidatura) -> dict[str, Any]:
    """Si sigue en pie, desde cuándo y hasta cuándo, y de quién viene o quién la sigue."""
    siguiente, anterior = quien_sigue(candidatura), candidatura.sustituye_a
    return {
        "situacion": candidatura.situacion,
        "aprobada_en": iso(candidatura.aprobada_en),
        "hasta": iso(candidatura.hasta),
        "sustituida_por": siguiente.clave if siguiente else None,
        "sustituye_a": {"clave": anterior.clave, "nombre": anterior.persona.nombre_completo}
        if anterior
        else None,
        "restituida_en": iso(restituida_en(candidatura)),
        "acuerdo_de_salida": acuerdo_de_salida(candidatura),
        "en_la_boleta": en_la_boleta(candidatura),
    }


def _actor(actor: ActorPolitico) -> dict[str, Any]:
    return {
        "clave": actor.clave,
        "siglas": actor.siglas,
        "nombre": actor.nombre,
        "color": actor.color,
        "orden": actor.orden,
    }


def _situacion(
    candidatura: Candidatura,
    cuestionario: Cuestionario | None,
    ficha: Ficha | None,
    estado: str,
    *,
    con_acceso: bool,
) -> dict[str, Any]:
    """Dónde está la candidatura, con los instantes de que dependen sus etiquetas públicas."""
    if estado == Ficha.Estado.SIN_PUBLICAR:
        en_captura = cuestionario is None or cuestionario.estado == Estado.EN_CAPTURA
        situacion = "sin_enviar" if en_captura else "en_revision"
    else:
        situacion = estado
    proceso = candidatura.proceso
    return {
        "situacion": situacion,
        "definicion": cuestionario.definicion_clave if cuestionario else None,
        # Dejar pasar el plazo sin haber recibido acceso no es omitir: la falta es del Instituto.
        "sin_acceso": situacion == "sin_enviar" and not con_acceso,
        "captura_hasta": None if proceso.es_historico else iso(candidatura.plazo_de_captura),
        "visible_desde": iso(visible_desde(candidatura, ficha)),
        "publicado_en": iso(ficha.publicada_en) if ficha else None,
        "retirado_en": iso(ficha.retirada_en) if ficha else None,
        "motivo": ficha.motivo_de_retiro if ficha else "",
    }


def visible_desde(candidatura: Candidatura, ficha: Ficha | None) -> datetime | None:
    """Desde cuándo se muestra: lo que el calendario fija para su cargo; el instante propio sólo puede posponerlo."""
    fijado = candidatura.proceso.instante("publicacion", candidatura.cargo.clave)
    propio = ficha.visible_desde if ficha else None
    return max(fijado, propio) if fijado and propio else propio or fijado


def tarjeta(documento: dict[str, Any]) -> dict[str, Any]:
    """Las columnas del listado y de los filtros, tomadas del documento."""
    respuestas = documento["respuestas"]
    return {
        "nombre": documento["persona"]["nombre"],
        "apellidos": [
            documento["persona"]["primer_apellido"],
            documento["persona"]["segundo_apellido"],
        ],
        "nombres": documento["persona"]["nombres"],
        "mote": documento["persona"]["mote"],
        "sexo": documento["persona"]["sexo"],
        "edad": documento["persona"]["edad"],
        "cargo": documento["cargo"],
        "demarcacion": documento["demarcacion"],
        "contienda": documento["contienda"],
        "actor": documento["actor"],
        "origen": documento["partido_de_origen"],
        "numero": documento["numero"],
        "calidad": documento["calidad"],
        "acciones_afirmativas": documento["acciones_afirmativas"],
        "registro": documento["registro"],
        "cuestionario": documento["cuestionario"],
        "grado": respuestas.get("grado_max"),
        "temas": _temas(documento),
        "foto": respuestas.get("foto"),
        "eleccion_consecutiva": documento["eleccion_consecutiva"],
        "apartados": list(completitud(documento)),
    }


def _temas(documento: dict[str, Any]) -> list[str]:
    """Los que la persona eligió para las propuestas que se leen; nadie está obligado a elegirlos."""
    definicion = DEFINICIONES.get(documento["cuestionario"]["definicion"] or "")
    respuestas = documento["respuestas"]
    preguntas = definicion.preguntas if definicion else ()
    elegidos = (respuestas.get(p.clave) for p in preguntas if p.tema_de and respuestas.get(p.tema_de))
    return sorted({tema for tema in elegidos if tema})
