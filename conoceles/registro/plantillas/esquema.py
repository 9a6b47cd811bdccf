"""Qué claves lleva cada parte de una plantilla; una fila por clave, como en docs/formatos/plantilla.md."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from conoceles.registro import catalogos
from conoceles.registro import valores as v
from conoceles.registro.revision import Campo, Esquema, optativo

_TABLA: v.Lector = v.tabla_de(lambda valor: valor)


def _fecha_y_hora(valor: Any) -> datetime:
    if not isinstance(valor, datetime):
        raise ValueError(f"se esperaba fecha y hora, p. ej. 2027-06-06T12:00:00, y trae {valor!r}")
    v.exigir_cercana(valor)
    return valor


def _todavia_no(valor: Any) -> bool:
    """Una regla que algunos institutos tienen y el sistema aún no sigue: prometerla sería peor que rechazarla."""
    if v.logico(valor):
        raise ValueError("el sistema aún no tiene ese paso; escriba false")
    return False


PLANTILLA: Esquema = {
    "version": Campo(v.entero(1, 1)),
    "incluye": optativo(v.lista(v.texto())),
    "acciones_afirmativas": Campo(v.tablas),
    "proceso": Campo(_TABLA),
    "instituto": Campo(_TABLA),
    "cuestionarios": Campo(_TABLA),
    "parametros": Campo(_TABLA),
    "fechas": Campo(_TABLA),
    "cargos": optativo(v.tablas),  # o los trae un archivo incluido
    "demarcaciones": optativo(v.tablas),  # o los trae un archivo incluido
    "actores": optativo(v.tablas),  # o los trae un archivo incluido
    "demo": optativo(_TABLA),
}
INCLUIDO: Esquema = {clave: optativo(v.tablas) for clave in ("demarcaciones", "cargos", "actores")}

PROCESO: Esquema = {
    "clave": Campo(v.clave_de_proceso),
    "nombre": Campo(v.texto(200)),
    "zona_horaria": Campo(v.zona_horaria),
    "jornada": Campo(lambda valor: valor),  # depende de `ficticio`: la lee `fechas`
    "ficticio": Campo(v.logico),
    "historico": optativo(v.logico),
    "pendientes": optativo(v.lista(v.texto(500))),
    "oraculo_zona": Campo(_TABLA),
}
ORACULO: Esquema = {"local": Campo(_fecha_y_hora), "utc": Campo(_fecha_y_hora)}
INSTITUTO: Esquema = {
    "nombre": Campo(v.texto(200)),
    "siglas": Campo(v.texto(40)),
    "sitio": optativo(v.direccion),
    "correo": optativo(v.correo),
    "correo_transparencia": optativo(v.correo),
    "color": Campo(v.color),
    "color_texto": Campo(v.color),
    "color_acento": optativo(v.color),
}
ACCION_AFIRMATIVA: Esquema = {"clave": Campo(v.identificador()), "nombre": Campo(v.texto())}
CUESTIONARIOS: Esquema = {"curricular": Campo(v.identificador()), "identidad": Campo(v.identificador())}
PARAMETROS: Esquema = {
    "contar_espacios": Campo(v.logico),
    "dias_captura": Campo(v.entero(1, 366)),
    "dias_captura_sustitucion": Campo(v.entero(1, 366)),
    "dias_requerimiento": Campo(v.entero(1, 366)),
    "dias_validacion": Campo(v.entero(1, 366)),
    "dias_correccion": Campo(v.entero(1, 366)),
    "rondas_requeridas": Campo(v.entero(0, 100)),
    "rondas_voluntarias": Campo(v.entero(0, 100)),
    "minutos_de_turno": optativo(v.entero(1, 240)),
    "cuatro_ojos": optativo(v.logico),
    "gracia_por_interrupcion": optativo(v.logico),
    "foto_max_mb": Campo(v.entero(1, 100)),
    "dias_reportes": optativo(v.entero(1, 366)),
    "dias_accesibilidad": optativo(v.entero(1, 366)),
    "celda_minima": Campo(v.entero(5)),
    "dias_entre_cortes": optativo(v.entero(0, 366)),
    "hora_de_corte": optativo(v.entero(0, 23)),
    "alcance_accion_afirmativa": Campo(v.opcion("grupo", "integra")),
    "exige_formato": optativo(v.logico),
    "acepta_extemporaneas": Campo(v.logico),
    "valida_postulante": Campo(_todavia_no),
}
FECHAS_SUELTAS = {
    "inicio_proceso": False,
    "congelamiento_boletas": False,
    "campana_fin": False,
    "cierre": True,
}
FECHAS_POR_CARGO = {
    "aprobacion": True,
    "publicacion": True,
    "captura_limite": False,
    "validacion_limite": False,
}
CARGO: Esquema = {
    "clave": Campo(v.identificador(40)),
    "nombre": Campo(v.texto(80)),
    "nombre_plural": Campo(v.texto(80)),
    "principio": Campo(v.opcion(*catalogos.Principio.values)),
    "ambito": Campo(v.opcion(*catalogos.TipoDeDemarcacion.values)),
    "unidad": Campo(v.opcion(*catalogos.Unidad.values)),
    "con_suplente": Campo(v.logico),
    "boleta": Campo(v.identificador(40)),
    "orden": Campo(v.entero()),
    "plazas": optativo(v.entero(1)),
    "plazas_por_demarcacion": optativo(v.tabla_de(v.entero(1))),
    "total": optativo(v.entero(1)),
}
DEMARCACION: Esquema = {
    "tipo": Campo(v.opcion(*catalogos.TipoDeDemarcacion.values)),
    "clave": Campo(v.identificador(20)),
    "nombre": Campo(v.texto(120)),
    "superior": optativo(v.identificador(20)),
    "clave_inegi": optativo(v.texto(10)),
    "clave_ine": optativo(v.texto(10)),
    "poblacion": optativo(v.entero(0, 200_000_000)),
    "elige_ayuntamiento": optativo(v.logico),
    "alias": optativo(v.lista(v.texto(120))),
}
ACTOR: Esquema = {
    "clave": Campo(v.identificador(80)),
    "siglas": Campo(v.texto(40)),
    "nombre": Campo(v.texto(200)),
    "tipo": Campo(v.opcion(*catalogos.TipoDeActor.values)),
    "ambito": optativo(v.opcion("nacional", "local")),
    "color": optativo(v.color),
    "orden": Campo(v.entero()),
    "alias": optativo(v.lista(v.texto(200))),
    "miembros": optativo(v.lista(v.identificador(80), minimo=2)),
    "fuente": optativo(v.texto(300)),
    "alcance": optativo(v.tablas),
}
ALCANCE: Esquema = {
    "cargos": Campo(v.lista(v.identificador(40), minimo=1)),
    "demarcaciones": optativo(v.lista(v.identificador(20), minimo=1)),
    "salvo": optativo(v.lista(v.identificador(20))),
    "parcial": optativo(v.logico),
}
