"""Las listas que la demostración importa: la aprobada y otra posterior con sustituciones y renuncias."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import timedelta
from random import Random

from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.publicacion.registro import aplicar_importacion
from conoceles.registro.importacion import recibo
from conoceles.registro.importacion.perfil import PROPIO

from .composicion import FilaDemo
from .nombres import Padron, PersonaDemo

SUSTITUCIONES = 26
RENUNCIAS = 9


def importar(proceso: Proceso, lista: bytes, nombre: str, *, por: Usuario) -> None:
    """Recibe, revisa y aplica una lista, como lo haría la instancia interna desde el panel.

    Raises:
        NoAplicable: si la lista ficticia tiene defectos (sería un error de la demostración).
    """
    importacion = recibo.recibir(
        proceso=proceso, nombre=nombre, contenido=lista, perfil=PROPIO, es_completo=False, por=por
    )
    aplicar_importacion(importacion=importacion, plan=recibo.planear(importacion), por=por, se_avisa=False)


def lista_de(filas: Iterable[FilaDemo]) -> bytes:
    """El registro aprobado en el formato propio; la fecha de aprobación la pone el calendario del proceso."""
    return _csv(_renglon(fila) for fila in filas)


def novedades(filas: list[FilaDemo], intocables: set[str], azar: Random) -> bytes:
    """Una segunda lista: unas posiciones cambian de persona y otras quedan vacías por renuncia.

    `intocables` son los folios que deben seguir como están (los del elenco).
    """
    elegidas = azar.sample([f for f in filas if f.folio not in intocables], SUSTITUCIONES + RENUNCIAS)
    padron = Padron(azar)
    ayer = (timezone.localdate() - timedelta(days=1)).isoformat()
    renglones = []
    for lugar, fila in enumerate(elegidas):
        renglon = _renglon(fila)
        if lugar < SUSTITUCIONES:
            nueva = padron.persona(fila.persona.sexo, edad_minima=35)
            renglon |= _persona(nueva) | {"folio_registro": f"{fila.folio}-S", "aprobada": ayer}
        else:
            renglon["situacion"] = "RENUNCIA"
        renglones.append(renglon)
    return _csv(renglones)


def _renglon(fila: FilaDemo) -> dict[str, object]:
    return {
        "cargo": fila.cargo,
        "demarcacion": fila.demarcacion,
        "actor": fila.actor,
        "numero": fila.numero,
        "calidad": fila.calidad,
        **_persona(fila.persona),
        "correo": f"{fila.folio.lower()}@personas.example",
        "partido_origen": fila.actor_origen or "",
        "accion_afirmativa": ";".join(fila.acciones_afirmativas),
        "eleccion_consecutiva": "sí" if fila.eleccion_consecutiva else "no",
        "acuerdo": "IED-CG-17",
        "aprobada": "",
        "folio_registro": fila.folio,
        "situacion": "",
    }


def _persona(persona: PersonaDemo) -> dict[str, object]:
    return {
        "nombres": persona.nombres,
        "primer_apellido": persona.primer_apellido,
        "segundo_apellido": persona.segundo_apellido,
        "sobrenombre": persona.mote,
        "sexo": persona.sexo,
        "edad": persona.edad,
    }


def _csv(renglones: Iterable[dict[str, object]]) -> bytes:
    """Como la guarda un instituto desde su hoja de cálculo."""
    renglones = list(renglones)
    salida = io.StringIO()
    escritor = csv.DictWriter(salida, fieldnames=list(renglones[0]))
    escritor.writeheader()
    escritor.writerows(renglones)
    return salida.getvalue().encode()
