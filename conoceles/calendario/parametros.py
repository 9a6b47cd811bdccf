"""Los parámetros del proceso: un solo lugar con su valor por omisión y su razón."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self


class _DesdeDiccionario:
    @classmethod
    def de(cls, datos: dict[str, Any]) -> Self:
        """Construye desde la plantilla; una clave desconocida o de otro tipo es un error con su nombre.

        Raises:
            ValueError: con la clave y la razón.
        """
        conocidos = {campo.name: campo for campo in fields(cls)}  # type: ignore[arg-type]
        for clave, valor in datos.items():
            if clave not in conocidos:
                raise ValueError(f"{clave}: no se conoce esta clave")
            esperado = type(conocidos[clave].default)
            if type(valor) is not esperado:
                raise ValueError(f"{clave}: se esperaba {_NOMBRES[esperado]} y vale {valor!r}")
        return cls(**datos)


_NOMBRES = {int: "un número entero", bool: "true o false", str: "un texto"}


@dataclass(frozen=True)
class Parametros(_DesdeDiccionario):
    """Reglas que cambian entre institutos. Las marcadas (*) no constan en fuente y son valores de partida."""

    contar_espacios: bool = True  # el INE cuenta con espacios; Nayarit y Tlaxcala, sin ellos
    dias_captura: int = 15  # desde la aprobación de la candidatura
    dias_captura_sustitucion: int = 5  # (*)
    dias_correccion: int = 3  # (*)
    dias_requerimiento: int = 3  # (*) para atender un requerimiento por no haber respondido
    dias_validacion: int = 5  # (*)
    rondas_requeridas: int = 2  # (*)
    rondas_voluntarias: int = 1
    minutos_de_turno: int = 10  # cuánto dura el turno de quien revisa sin que haga nada
    cuatro_ojos: bool = True  # ocultar o cambiar algo publicado pide dos personas distintas
    acepta_extemporaneas: bool = True  # una respuesta tardía informa más que un vacío; queda marcada
    valida_postulante: bool = False  # paso del partido antes del instituto (Nayarit, Tlaxcala): aún no existe y la plantilla no lo admite
    alcance_accion_afirmativa: str = "grupo"  # `grupo`: sólo la pertenencia; `integra`: todo lo del grupo
    exige_formato: bool = True  # publicar identidad exige también el formato firmado y revisado
    dias_accesibilidad: int = 5  # (*) hábiles, para responder a quien dice que una página no le sirve
    dias_reportes: int = (
        90  # (*) cuánto se conserva el texto de quien avisó de un error, y se espera para contestarlo
    )
    celda_minima: int = 10  # estadística pública: ninguna celda con menos personas; nunca menos de cinco
    dias_entre_cortes: int = (
        7  # (*) cada cuántos días el reloj hace un corte de la estadística; 0: sólo a mano
    )
    hora_de_corte: int = 4  # (*) desde qué hora del día, en el huso del proceso
    foto_max_mb: int = 15
    gracia_por_interrupcion: bool = (
        True  # lo que el servicio faltó en las últimas 24 horas de un plazo se devuelve
    )


@dataclass(frozen=True)
class Instituto(_DesdeDiccionario):
    """Quién publica: nombre, siglas, sitio y colores (con su color de texto legible encima)."""

    nombre: str = ""
    siglas: str = ""
    entidad: str = ""
    sitio: str = ""
    correo: str = ""
    correo_transparencia: str = ""  # el de la Unidad de Transparencia; vacío: el general
    telefono: str = ""
    domicilio: str = ""
    color: str = "#4a2545"
    color_texto: str = "#ffffff"
    color_acento: str = "#8a1c4a"
