"""Toda combinación de lo que puede pasar, contra un oráculo escrito aparte con los hechos y no con el documento.

La regla: lo que depende del Instituto (revisar, publicar, entregar el acceso, retirar) nunca se dice como si la
candidatura hubiera callado.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import NamedTuple

import pytest

from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario
from conoceles.publicacion.constructor import documento
from conoceles.publicacion.ficha import armar
from conoceles.publicacion.models import Ficha
from conoceles.publicacion.situacion import situacion
from conoceles.registro.catalogos import SituacionRegistral
from conoceles.registro.entregas import tuvo_acceso
from conoceles.registro.lapsos import Acceso
from conoceles.registro.models import Candidatura
from tests import respuestas

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sin_base,
]  # se arma en memoria: la base sólo presta la candidatura

LIMITE = datetime(2027, 4, 30, 6, tzinfo=UTC)
UN_SEGUNDO, UN_DIA = timedelta(seconds=1), timedelta(days=1)
CULPAN = ("no respondió", "no proporcionó")

RELOJES = [LIMITE - UN_SEGUNDO, LIMITE, LIMITE + UN_DIA]
ESTADOS = [None, *Estado]
FICHAS = list(Ficha.Estado)
# Cuándo recibió su acceso, respecto del límite: nunca, a tiempo, en el instante mismo, tarde.
CON_TIEMPO = LIMITE - 9 * UN_DIA  # más que los días de quien entra tarde
ENTREGAS = [None, CON_TIEMPO, LIMITE - UN_DIA, LIMITE]
PUBLICACION = [None, LIMITE - UN_DIA, LIMITE + UN_SEGUNDO]
PAUSADAS = [frozenset(), frozenset({"propuesta-1", "estudios", "foto"})]


class Hechos(NamedTuple):
    registro: str
    estado: Estado | None
    ficha: Ficha.Estado
    ahora: datetime
    entrega: datetime | None
    desde: datetime | None
    pausas: frozenset[str]
    es_historico: bool = False

    @property
    def envio(self):
        """Si la ficha muestra o mostró algo, envió, diga lo que diga después su cuestionario."""
        return self.estado not in (None, Estado.EN_CAPTURA) or self.ficha != Ficha.Estado.SIN_PUBLICAR


def oraculo(h):
    """La etiqueta que corresponde a los hechos, renglón por renglón."""
    tabla = [
        (h.registro != "aprobada", None),
        (h.ficha == "retirada", "Retirado temporalmente por el Instituto"),
        (h.ficha == "publicada" and h.desde is None and h.es_historico, "Publicada"),
        (h.ficha == "publicada" and h.desde is None, "Aún sin fecha de publicación"),
        (h.ficha == "publicada" and h.desde is not None and h.desde > h.ahora, "Se publica el"),
        (h.ficha == "publicada", "Publicada"),
        (h.envio, "En revisión por el Instituto"),
        (h.es_historico, "No proporcionó"),
        (h.ahora < LIMITE, "En plazo para responder (hasta el 29 de abril)"),
        (h.entrega is None or h.entrega > CON_TIEMPO, "El Instituto no le dio acceso a tiempo"),
        (True, "No respondió"),
    ]
    return next(etiqueta for se_cumple, etiqueta in tabla if se_cumple)


def omitio(h):
    """¿Calló ella? Sólo si pudo responder, ya venció su plazo y no envió nada."""
    if h.envio:
        return False
    return h.es_historico or (h.ahora >= LIMITE and h.entrega == CON_TIEMPO)


@pytest.fixture
def armada(candidatura):
    """armada(hechos) → (situación, vista), por el camino de verdad y sin tocar la base."""
    candidatura = Candidatura.objects.con_todo().get(pk=candidatura.pk)
    proceso = candidatura.proceso
    proceso.cuestionarios = {"curricular": "curricular-2022", "identidad": _identidad()}
    candidatura.captura_hasta = LIMITE

    def armar_una(h, contestado=respuestas.COMPLETAS):
        candidatura.situacion = h.registro
        candidatura.hasta = None if h.registro == "aprobada" else LIMITE - UN_DIA
        proceso.es_historico = h.es_historico
        proceso.fechas = {"publicacion": h.desde.isoformat()} if h.desde else {}
        cuestionario = h.estado and Cuestionario(
            candidatura=candidatura, tipo="curricular", definicion_clave="curricular-2022", estado=h.estado
        )
        recibieron = {candidatura.persona_id: Acceso(((h.entrega, None),))} if h.entrega else {}
        armado = documento(
            candidatura,
            cuestionario,
            contestado,
            _ficha(candidatura, h),
            con_acceso=tuvo_acceso(candidatura, recibieron),
        )
        donde = situacion(armado, h.ahora)
        vista = armar(armado, donde, url_foto=lambda *_: "/f", con_entidad=False)
        return donde, vista

    return armar_una


def _identidad():
    return next(clave for clave, definicion in DEFINICIONES.items() if definicion.tipo == "identidad")


def _ficha(candidatura, h):
    retirada = h.ficha == Ficha.Estado.RETIRADA
    return Ficha(
        clave=candidatura.clave,
        estado=h.ficha,
        publicada_en=None if h.ficha == Ficha.Estado.SIN_PUBLICAR else LIMITE - UN_DIA,
        retirada_en=LIMITE - UN_SEGUNDO if retirada else None,
        motivo_de_retiro="Se revisa una queja." if retirada else "",
        pausas={s: {"desde": LIMITE.isoformat(), "motivo": "Se revisa una queja."} for s in h.pausas},
    )


def dicho(donde, vista):
    """Todo lo que se lee."""
    datos = [dato for bloque in vista.bloques for dato in bloque.datos]
    vacios = [dato.vacio for dato in datos] + [bloque.vacio for bloque in vista.bloques]
    return [donde.etiqueta, donde.detalle, vista.nota_de_foto, *vacios]


def culpa(donde, vista):
    return any(frase in texto.lower() for texto in dicho(donde, vista) for frase in CULPAN)


def combinaciones():
    todas = product(["aprobada"], ESTADOS, FICHAS, RELOJES, ENTREGAS, PUBLICACION, PAUSADAS, (False, True))
    # Sin cuestionario no hay qué publicar.
    return [p for p in todas if p[1] is not None or p[2] == Ficha.Estado.SIN_PUBLICAR]


# Una de cada once se topa con toda pareja de hechos (ninguno tiene once valores); todas, con `make largas`.
@pytest.mark.parametrize("una_de_cada", [11, pytest.param(1, marks=pytest.mark.lenta)])
def test_toda_combinacion_dice_lo_que_dicen_los_hechos(armada, una_de_cada):
    for partes in combinaciones()[::una_de_cada]:
        h = Hechos(*partes)
        donde, vista = armada(h)
        esperada = oraculo(h)
        assert donde.etiqueta.startswith(esperada), h
        assert culpa(donde, vista) == omitio(h), h  # contestó todo: nada falta por su lado
        assert bool(vista.bloques) == (esperada == "Publicada"), h


def test_una_de_cada_once_se_topa_con_toda_pareja_de_hechos():
    def parejas(de):
        return {(i, p[i], j, p[j]) for p in de for i in range(len(p)) for j in range(i)}

    todas = combinaciones()
    assert len(todas) == (len(ESTADOS) * 3 - 2) * 3 * 4 * 3 * 2 * 2
    assert parejas(todas[::11]) == parejas(todas)


def test_una_candidatura_terminada_no_dice_que_callo(armada):
    terminadas = [causa for causa in SituacionRegistral.values if causa != "aprobada"]
    estados = [None, Estado.EN_CAPTURA, Estado.VALIDADO]
    for partes in product(terminadas, estados, FICHAS, [LIMITE + UN_DIA], ENTREGAS[:2], [None], PAUSADAS[:1]):
        donde, vista = armada(Hechos(*partes))
        assert donde.es_registral
        assert vista.bloques == ()
        assert not culpa(donde, vista)


# --- Campo por campo ------------------------------------------------------------------------------------------


def _publicada(pausas=frozenset()):
    return Hechos(
        "aprobada", Estado.VALIDADO, Ficha.Estado.PUBLICADA, LIMITE, LIMITE - UN_DIA, LIMITE - UN_DIA, pausas
    )


SECCIONES = [seccion.clave for seccion in DEFINICIONES["curricular-2022"]]


@pytest.mark.parametrize("seccion", SECCIONES)
def test_lo_que_el_instituto_pausa_no_parece_una_omision(armada, seccion):
    donde, vista = armada(_publicada(frozenset({seccion})))
    assert not culpa(donde, vista)
    retirados = [
        t for t in dicho(donde, vista) if "Retirado temporalmente por el Instituto el 30 de abril" in t
    ]
    assert len(retirados) == 1
    assert "Motivo: Se revisa una queja." in retirados[0]


@pytest.mark.parametrize("pausada", [False, True])
@pytest.mark.parametrize(
    "pregunta",
    [p for p in DEFINICIONES["curricular-2022"].preguntas if p.clave in respuestas.COMPLETAS],
    ids=lambda p: p.clave,
)
def test_una_sin_contestar_culpa_solo_si_estaba_a_la_vista_y_era_suya(armada, pregunta, pausada):
    """Lo opcional de una sección donde basta otra, los temas y lo que no se publica no dejan hueco."""
    definicion = DEFINICIONES["curricular-2022"]
    seccion = next(s for s in definicion if pregunta in s.preguntas)
    contestado = {c: v for c, v in respuestas.COMPLETAS.items() if c != pregunta.clave}
    donde, vista = armada(_publicada(frozenset({seccion.clave}) if pausada else frozenset()), contestado)
    otras = [p for p in seccion.preguntas if p.clave in contestado and p.clase.name == "PUBLICA"]
    basta_otra = bool(seccion.alguna_de and otras)
    deja_hueco = pregunta.clase.name == "PUBLICA" and not pregunta.tema_de and not basta_otra
    assert culpa(donde, vista) == (deja_hueco and not pausada)


def test_lo_que_no_aplica_lo_dice(armada):
    contestado = {c: v for c, v in respuestas.COMPLETAS.items() if c != "grado_estatus"}
    donde, vista = armada(_publicada(), contestado | {"grado_max": "sin_estudios"})
    assert "No aplica" in dicho(donde, vista)
    assert not culpa(donde, vista)


def test_de_la_identidad_hay_una_sola_frase(armada):
    _, vista = armada(_publicada())
    bloque = next(b for b in vista.bloques if b.clave == "identidad")
    assert {dato.vacio for dato in bloque.datos} == {"No autorizó su publicación o prefirió no contestar"}
