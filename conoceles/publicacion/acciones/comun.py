"""Lo que comparten los verbos de lo público."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from conoceles.publicacion.ediciones import de_a_uno
from conoceles.publicacion.models import Ficha
from conoceles.registro.models import Candidatura

LOTE = 500
MOTIVO_MAXIMO = Ficha._meta.get_field("motivo_de_retiro").max_length or 300

# Lo que se lee en público de un apartado que se pidió corregir: nunca el texto de la observación.
MOTIVO_DE_PAUSA = "El Instituto pidió corregir este apartado."
# De uno que se corrige porque publicaba un dato personal o que pone en riesgo.
POR_PRIVACIDAD = "Este apartado se corrige por privacidad."

ALTERADO = (
    "lo que envió ya no es lo que su acuse hizo constar: alguien lo cambió por fuera. No se publica; avise a "
    "Informática para que ejecute la orden verificar."
)

# Recibe cuántas van; lo llama un acto en bloque para que quien espera lo vea.
Avance = Callable[[int], None]


def sin_avance(hechas: int) -> None:
    """Nadie mira cuántas van."""


class NoPublicable(Exception):
    """La candidatura no puede publicarse, retirarse o restablecerse como está; el mensaje dice por qué.

    `fallas`: de un acto sobre varias, cada clave con su motivo; el mensaje sólo dice la primera.
    """

    def __init__(self, mensaje: str, fallas: dict[str, str] | None = None) -> None:
        super().__init__(mensaje)
        self.fallas = fallas or {}


def por_lotes(candidaturas: Sequence[Candidatura]) -> Iterator[Sequence[Candidatura]]:
    """De pocas en pocas: ni la memoria ni una sola orden cargan con miles."""
    for inicio in range(0, len(candidaturas), LOTE):
        yield candidaturas[inicio : inicio + LOTE]


def leer_fichas(lote: Sequence[Candidatura]) -> dict[str, Ficha]:
    return Ficha.objects.select_related("vigente").in_bulk([candidatura.clave for candidatura in lote])


def ficha_en(candidatura: Candidatura, *estados: Ficha.Estado) -> Ficha:
    """La ficha, en exclusiva y en un estado que el acto admite.

    Raises:
        NoPublicable: si está en otro.
    """
    de_a_uno()
    ficha = (
        Ficha.objects.select_for_update(of=("self",))
        .select_related("vigente")
        .filter(pk=candidatura.clave)
        .first()
    )
    if ficha is None or ficha.estado not in estados:
        actual = ficha.get_estado_display() if ficha else "sin ficha"
        debe = "» o «".join(estado.label for estado in estados)
        raise NoPublicable(f"No se puede: la ficha está «{actual}» y debe estar «{debe}».")
    return ficha


def con_motivo(motivo: str) -> str:
    """El motivo sin espacios de más.

    Raises:
        ValueError: si falta o no cabe.
    """
    motivo = motivo.strip()
    if not 0 < len(motivo) <= MOTIVO_MAXIMO:
        raise ValueError(f"Escriba el motivo, de hasta {MOTIVO_MAXIMO} caracteres: es público")
    return motivo
