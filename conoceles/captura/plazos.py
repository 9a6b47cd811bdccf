"""El plazo que corre, como se le dice a la persona: hasta cuándo, cuánto falta y qué pasa al terminar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from conoceles.comun import horas
from conoceles.cuestionarios.estados import Estado
from conoceles.publicacion.situacion import EN_PLAZO, NO_RESPONDIO
from conoceles.registro.llegadas import llego_a_tiempo
from conoceles.registro.models import Candidatura

from . import panorama
from .en_publico import leer
from .expediente import Expediente

URGENTE = timedelta(hours=24)  # antes de eso, sin alarmas


@dataclass(frozen=True)
class Plazo:
    """Lo que dibuja `captura/_plazo.html`. `al_terminar`: lo que se dice cuando ya venció."""

    que: str
    limite: datetime
    ahora: datetime
    al_terminar: str

    @property
    def falta(self) -> str:
        """«Le faltan 6 días y 4 horas.»; vacío si ya terminó. `plazo.js` lo dice con las mismas palabras."""
        falta = horas.lo_que_falta(self.ahora, self.limite)
        verbo = "falta" if falta.startswith(("1 ", "menos")) else "faltan"
        return f"Le {verbo} {falta}." if falta else ""

    @property
    def es_urgente(self) -> bool:
        return self.ahora < self.limite <= self.ahora + URGENTE

    @property
    def hasta(self) -> str:
        return horas.plazo(self.limite)

    @property
    def limite_iso(self) -> str:
        return _iso(self.limite)

    @property
    def ahora_iso(self) -> str:
        return _iso(self.ahora)


def _iso(instante: datetime) -> str:
    return instante.astimezone(UTC).isoformat(timespec="milliseconds")


def plazo_de(expediente: Expediente, ahora: datetime) -> Plazo | None:
    """El de enviar o el de corregir, según el reloj del servidor; `None` si nada corre."""
    candidatura = expediente.candidatura
    if expediente.cuestionario.estado == Estado.EN_CAPTURA:
        al_terminar = _al_vencer(candidatura, ahora)
        return Plazo("Envíe su información", candidatura.plazo_de_captura, ahora, al_terminar)
    if solicitud := expediente.correccion_en_curso:
        queda = "Sigue en pie la versión que ya estaba validada."
        return Plazo("Envíe su corrección", solicitud.vence_en or ahora, ahora, queda)
    limite = panorama.correccion_vence(expediente)
    if expediente.cuestionario.estado != Estado.OBSERVADO or limite is None:
        return None
    return Plazo("Envíe su corrección", limite, ahora, "Todavía puede enviarla.")


def _al_vencer(candidatura: Candidatura, ahora: datetime) -> str:
    """Sin rodeos: qué dice ya de ella su página y qué puede hacer todavía. Antes de vencer, lo que dirá."""
    publico = leer(candidatura.clave, ahora).situacion if ahora >= candidatura.plazo_de_captura else None
    if publico and publico.clave == EN_PLAZO:
        return (
            "El servicio se interrumpió al final de su plazo y ese tiempo se le devuelve: envíe cuanto antes."
        )
    dice = "que no respondió" if publico is None or publico.clave == NO_RESPONDIO else f"«{publico.etiqueta}»"
    omitio = f"El Instituto no ha recibido su información y su página pública dice {dice}."
    if publico and llego_a_tiempo(candidatura, ahora):
        return f"{omitio} La demora no es suya: todavía puede enviarla, y contará como enviada a tiempo."
    if candidatura.proceso.parametros.acepta_extemporaneas:
        return f"{omitio} Todavía puede enviarla; se dirá que llegó fuera de plazo."
    return f"{omitio} Este proceso ya no recibe respuestas. Lo que guardó sigue aquí."
