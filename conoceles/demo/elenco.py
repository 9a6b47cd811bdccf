"""Las personas con las que se puede entrar en la demostración, y lo que a cada una le tocó."""

from __future__ import annotations

from dataclasses import dataclass

from conoceles.cuestionarios.estados import Estado

from .suertes import OBSERVACIONES, Destino

CONTRASENA = "conoceles para conocer"

PERSONAL: tuple[tuple[str, str, str], ...] = (
    ("demo-coordinacion", "Carmen Ficticia", "instancia_interna"),
    ("demo-visto-bueno", "Dora Ficticia", "instancia_interna"),  # aprueba lo que Carmen propone
    ("demo-validacion", "Vera Ficticia", "validacion"),
    ("demo-transparencia", "Diego Ficticio", "transparencia"),
    ("demo-igualdad", "Gema Ficticia", "igualdad"),
    ("demo-informatica", "Irma Ficticia", "informatica"),
    ("demo-comision", "Celia Ficticia", "comision"),
)

# Representa al partido de la candidata que va a medias: le propone textos.
PARTIDO = ("demo-partido", "Paula Ficticia")
PROPONE_A = "demo-candidata-a-medias"
PREGUNTAS_PROPUESTAS = ("motivo_cargo", "propuesta_1")
# Su ficha está publicada, también con lo que autorizó de su identidad.
SE_PUBLICA = "demo-candidata-publicada"


@dataclass(frozen=True)
class Papel:
    """Una candidata de la demostración: en qué cargo se busca y cómo está su cuestionario."""

    acceso: str
    cargo: str
    destino: Destino


CANDIDATAS: tuple[Papel, ...] = (
    Papel("demo-candidata-nueva", "regiduria", Destino(None, False)),
    Papel("demo-candidata-a-medias", "presidencia-municipal", Destino(Estado.EN_CAPTURA, False)),
    Papel("demo-candidata-enviada", "sindicatura", Destino(Estado.ENVIADO, False)),
    Papel("demo-candidata-observada", "presidencia-municipal", Destino(Estado.OBSERVADO, False, OBSERVACIONES[0])),
    Papel("demo-candidata-publicada", "diputacion-mr", Destino(Estado.VALIDADO, True)),
)  # fmt: skip
