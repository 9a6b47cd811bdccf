"""Qué verá la ciudadanía y a quién se avisará si se registra un movimiento: lo que se lee antes de confirmarlo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from conoceles.comun.horas import dia, plazo
from conoceles.registro.cartas import donde
from conoceles.registro.catalogos import ClaseDeMovimiento as Clase
from conoceles.registro.catalogos import SituacionRegistral
from conoceles.registro.models import Candidatura
from conoceles.registro.movimientos.acciones import plazo_de_quien_entra
from conoceles.registro.movimientos.historia import congeladas_desde, vigente_del_lugar, vigentes_con_curp
from conoceles.registro.movimientos.pedidos import Entrante, Pedido
from conoceles.registro.movimientos.tabla import paso

from .dicho import de_varias
from .regresos import lo_que_toca
from .situacion import REGISTRALES

SIN_CONGELAMIENTO = (
    "No consta cuándo se congelan las boletas: las páginas no advertirán que la boleta puede mostrar otro nombre. "
    "Esa fecha va en la plantilla del proceso, en «congelamiento_boletas»."
)


def efectos(pedido: Pedido, ahora: datetime) -> list[str]:
    """Una frase por efecto, en el orden en que importan."""
    return [
        *_en_su_pagina(pedido, ahora),
        *_de_quien_entra(pedido, ahora),
        *_en_la_boleta(pedido),
        *_cartas(pedido),
    ]


def _en_su_pagina(pedido: Pedido, ahora: datetime) -> Iterator[str]:
    candidatura, ocupante = pedido.candidatura, vigente_del_lugar(pedido.candidatura)
    if pedido.clase == Clase.RESTITUCION:
        yield f"La página de {candidatura.persona} vuelve a mostrarse en su misma dirección, como estaba."
        yield from _lo_que_le_toca(candidatura, ahora)
        if ocupante:
            yield from _termina(ocupante, SituacionRegistral.DESPLAZADA, ahora)
    elif pedido.clase == Clase.COBERTURA:
        yield f"La página de {candidatura.persona} seguirá diciendo cómo terminó y enlazará a quien entra."
    else:
        yield from _termina(candidatura, paso(pedido.clase).hacia or SituacionRegistral.BAJA, ahora)


def _lo_que_le_toca(candidatura: Candidatura, ahora: datetime) -> Iterator[str]:
    """De plazos sólo se habla si le queda algo por hacer."""
    toca = lo_que_toca([candidatura], ahora).get(candidatura.pk)
    if toca and toca.apartados:
        yield f"Tiene por corregir: {', '.join(toca.apartados)}. Podrá enviar su corrección hasta el {plazo(toca.hasta)}."
    elif toca:
        yield f"Puede responder hasta el {plazo(toca.hasta)}."


def _termina(candidatura: Candidatura, situacion: SituacionRegistral, ahora: datetime) -> Iterator[str]:
    etiqueta, _ = REGISTRALES[situacion]
    yield f"La página de {candidatura.persona} dirá «{etiqueta}», y la candidatura saldrá de los listados y las cuentas."
    publica = de_varias([candidatura.clave], ahora).get(candidatura.clave)
    if publica and publica.es_publicada:
        yield "Sus respuestas, que hoy pueden leerse, dejan de mostrarse."
    yield "Su cuenta ya no podrá capturar ni enviar. Nada de lo que guardó se borra."


def _de_quien_entra(pedido: Pedido, ahora: datetime) -> Iterator[str]:
    if pedido.entra:
        limite = plazo(plazo_de_quien_entra(pedido.candidatura.proceso, pedido.surte_en, ahora))
        yield f"Aparece la página de {pedido.entra.nombre}, sin respuestas: podrá responder hasta el {limite}."
        yield "Todavía no tendrá cuenta: entréguele su acceso después, en Accesos."
        yield from _en_otro_lugar(pedido.candidatura, pedido.entra)


def _en_otro_lugar(candidatura: Candidatura, entra: Entrante) -> Iterator[str]:
    """La CURP es reservada: se dice de quién es, no cuál es."""
    curp = entra.reservados.get("curp", "")
    for otra in vigentes_con_curp(candidatura.proceso, [curp]).values():
        yield f"Atención: con esa CURP ya está vigente {otra.persona} en {donde(otra)}. Compruebe que procede."


def _en_la_boleta(pedido: Pedido) -> Iterator[str]:
    congeladas = congeladas_desde(pedido.candidatura.proceso)
    if congeladas is None:
        yield SIN_CONGELAMIENTO
    elif pedido.surte_en >= congeladas:
        yield (
            f"Las boletas se congelaron el {dia(timezone.localtime(congeladas))}: donde corresponda, las páginas "
            "advertirán que la boleta puede mostrar otro nombre."
        )


def _cartas(pedido: Pedido) -> Iterator[str]:
    if pedido.clase == Clase.FALLECIMIENTO:
        yield "No se escribe a la cuenta de quien falleció."
    elif pedido.clase != Clase.COBERTURA:
        yield f"Se escribe a {pedido.candidatura.persona} con el acuerdo y lo que sigue."
    if pedido.entra:
        yield f"Se escribe a {pedido.entra.nombre}; sin correo, su carta queda para entregarse impresa."
