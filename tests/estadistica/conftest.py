"""Un proceso con cuestionario de identidad y muchas personas que lo contestaron, dichas en un renglón cada grupo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conoceles.cuestionarios.definiciones import PREFIERE_NO_CONTESTAR, Tipo
from conoceles.cuestionarios.definiciones.identidad import IDENTIDAD_2022
from conoceles.privacidad.en_bloque import Entrega, registrar
from conoceles.publicacion.acciones import al_corriente
from tests import fabricas

AVISO = "2026-11-01-abcdef"
CALLA = {
    p.clave: [PREFIERE_NO_CONTESTAR] if p.tipo is Tipo.OPCIONES else PREFIERE_NO_CONTESTAR
    for p in IDENTIDAD_2022.preguntas
}
NADA = CALLA | {
    "indigena": "no", "lengua": "no", "discapacidad": "no", "afromexicana": "no", "diversidad": "no",
    "migrante": "no",
}  # fmt: skip
TODO = (True, True, True)


@pytest.fixture
def proceso(db):
    return fabricas.ProcesoFactory(
        cuestionarios={"curricular": "curricular-2022", "identidad": "identidad-2022"},
        datos_parametros={"celda_minima": 5, "exige_formato": False},
        acciones_afirmativas=[{"clave": "indigena", "nombre": "Personas indígenas"}],
    )


@pytest.fixture
def llegan(gente):
    """`llegan(8, indigena="si")`: ocho candidaturas aprobadas que ayer contestaron eso; lo demás, que no."""

    def hacer(cuantas, *, manifestadas=TODO, publicar=(), sexo="mujer", afirmativas=(), **respuestas):
        nuevas = [
            fabricas.CandidaturaFactory(
                persona__sexo=sexo, persona__edad=45, acciones_afirmativas=list(afirmativas)
            )
            for _ in range(cuantas)
        ]
        al_corriente(nuevas, por=None)
        contestan(nuevas, manifestadas, frozenset(publicar), respuestas, gente["diego"])
        return nuevas

    return hacer


def contestan(candidaturas, manifestadas, publicar, respuestas, revisa):
    instante = timezone.now() - timedelta(seconds=1)
    registrar(
        [
            Entrega(c, manifestadas, instante, NADA | respuestas, publicar, papel=None, revisado=False)
            for c in candidaturas
        ],
        aviso=AVISO,
        escaneo=b"",
        revisa=revisa,
    )
