"""Su pantalla, su carta y su página pública dicen lo mismo de un hecho en un instante, en toda combinación.

La candidatura, el cuestionario y la ficha se arman como quedarían, sin guardarlos, y se les pregunta a todas.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import NamedTuple

import pytest
import time_machine

from conoceles.captura import en_publico
from conoceles.captura.en_publico import EnPublico
from conoceles.comun.horas import con_zona, fecha_y_hora
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario
from conoceles.publicacion import cartas, dicho
from conoceles.publicacion.constructor import documento, tarjeta
from conoceles.publicacion.ficha import armar
from conoceles.publicacion.models import Ficha
from conoceles.publicacion.pausas import pausadas, queda_algo
from conoceles.publicacion.situacion import POR_PUBLICAR, PUBLICADA, RETIRADA
from conoceles.registro.catalogos import ClaseDeMovimiento, SituacionRegistral
from conoceles.registro.models import Candidatura, Movimiento
from conoceles.registro.movimientos.historia import con_historia
from conoceles.validacion import correos
from conoceles.validacion.views.comunes import lo_publicado
from tests import respuestas

pytestmark = pytest.mark.django_db

AHORA = datetime(2027, 4, 20, 18, tzinfo=UTC)
UN_DIA = timedelta(days=1)
MOTIVO = "Se revisa una queja."
DEL_CARGO = [None, AHORA - UN_DIA, AHORA + UN_DIA]
PROPIOS = [None, AHORA - 9 * UN_DIA, AHORA, AHORA + 9 * UN_DIA]
PAUSAS = [(), ("historia",), ("foto", "propuesta-1")]
ESTADOS = [Estado.EN_VALIDACION, Estado.OBSERVADO, Estado.VALIDADO]


class Hechos(NamedTuple):
    registro: str
    estado: Estado
    ficha: Ficha.Estado
    del_cargo: datetime | None
    propio: datetime | None
    pausas: tuple[str, ...]
    ultimo: int  # el último envío; el publicado es el 1

    @property
    def se_lee(self) -> bool:
        """El oráculo, con los hechos: ¿puede cualquiera leer sus respuestas?"""
        desde = max(filter(None, (self.del_cargo, self.propio)), default=None)
        a_tiempo = desde is not None and desde <= AHORA
        return self.registro == "aprobada" and self.ficha == "publicada" and a_tiempo

    @property
    def desde(self) -> datetime | None:
        return max(filter(None, (self.del_cargo, self.propio)), default=None)


@pytest.fixture
def armado(candidatura):
    """armado(hechos) → (candidatura, EnPublico, vista de su página) como quedarían."""
    leidas = con_historia(Candidatura.objects.all()).prefetch_related("posicion__actor__miembros")
    candidatura = leidas.get(pk=candidatura.pk)
    proceso = candidatura.proceso
    candidatura.captura_hasta = AHORA - 5 * UN_DIA

    def armar_uno(h):
        candidatura.situacion = h.registro
        candidatura.hasta = None if h.registro == "aprobada" else AHORA - UN_DIA
        proceso.fechas = {"publicacion": h.del_cargo.isoformat()} if h.del_cargo else {}
        sin_publicar, retirada = h.ficha == Ficha.Estado.SIN_PUBLICAR, h.ficha == Ficha.Estado.RETIRADA
        ficha = Ficha(
            clave=candidatura.clave,
            proceso=proceso.clave,
            estado=h.ficha,
            envio_publicado=None if sin_publicar else 1,
            publicada_en=None if sin_publicar else AHORA - 2 * UN_DIA,
            retirada_en=AHORA - UN_DIA if retirada else None,
            motivo_de_retiro=MOTIVO if retirada else "",
            visible_desde=h.propio,
            pausas={s: {"desde": (AHORA - UN_DIA).isoformat(), "motivo": MOTIVO} for s in h.pausas},
        )
        cuestionario = Cuestionario(
            candidatura=candidatura, tipo="curricular", definicion_clave="curricular-2022", estado=h.estado
        )
        contestado = {} if sin_publicar else respuestas.COMPLETAS
        publicado = documento(candidatura, cuestionario, contestado, ficha)
        ficha.tarjeta = tarjeta(publicado)
        vista = armar(publicado, dicho.de(ficha, AHORA), url_foto=lambda *_: "/f", con_entidad=False)
        return candidatura, EnPublico(ficha, dicho.de(ficha, AHORA)), vista

    return armar_uno


def combinaciones():
    """Las vigentes, enteras; las terminadas, con lo que pudo haberse visto."""
    for partes in product(["aprobada"], ESTADOS, Ficha.Estado, DEL_CARGO, PROPIOS, PAUSAS, (1, 2)):
        h = Hechos(*partes)
        if not h.pausas or h.ficha != Ficha.Estado.SIN_PUBLICAR:  # no se pausa lo que no se ha publicado
            yield h
    for partes in product(["renuncia", "fallecimiento"], [Estado.VALIDADO], Ficha.Estado, DEL_CARGO, [None]):
        yield Hechos(*partes, (), 1)


def lo_que_dicen(candidatura, publico):
    """Las frases de las cartas que hoy podrían salirle."""
    publica, ocultos = publico.situacion, [p.titulo for p in pausadas(publico.ficha)]
    return {
        "publicado": correos.publicado(candidatura, publica, ocultos=ocultos),
        "programado": correos.programado(candidatura, publica),
        "restablecido": correos.restablecido(candidatura, publica, "".join(ocultos[:1])),
        "pausado": correos.retirado(
            candidatura, MOTIVO, publica, "Historia profesional", queda_algo=queda_algo(publico.ficha)
        ),
    }


DICEN_QUE_SE_LEE = (
    "ya puede consultarse",
    "volvió a mostrar",
    "vuelve a mostrarse",
    "Lo demás sigue a la vista",
)


@time_machine.travel(AHORA, tick=False)
def test_la_pantalla_las_cartas_el_panel_y_la_pagina_dicen_lo_mismo(armado):
    vistas = 0
    for h in combinaciones():
        candidatura, publico, vista = armado(h)
        assert publico.es_visible == h.se_lee == bool(vista.bloques), h
        nadie_dice_que_se_lee_lo_que_no_ni_al_reves(h, candidatura, publico)
        la_fecha_es_la_misma(h, candidatura, publico)
        el_panel_y_el_retiro_dicen_lo_que_la_pagina(h, publico)
        if h.registro == "aprobada":
            lo_oculto_se_dice_igual(h, candidatura, publico, vista)
        vistas += 1
    assert vistas > 500


def nadie_dice_que_se_lee_lo_que_no_ni_al_reves(h, candidatura, publico):
    titulo, detalle = en_publico.en_que_va(h.estado, h.ultimo, publico)
    if h.registro == "aprobada":  # a la terminada su pantalla sólo le dice cómo terminó
        es_la_suya = h.se_lee and h.estado == Estado.VALIDADO and h.ultimo == 1
        assert (titulo == "Su información está publicada") == es_la_suya, h
        assert ("Cualquier persona puede leerla" in detalle) == es_la_suya, h
    for nombre, (asunto, cuerpo) in lo_que_dicen(candidatura, publico).items():
        afirma = any(frase in f"{asunto} {cuerpo}" for frase in DICEN_QUE_SE_LEE)
        assert afirma == h.se_lee, (h, nombre)


def la_fecha_es_la_misma(h, candidatura, publico):
    if publico.situacion.clave != POR_PUBLICAR:
        return
    carta = correos.publicado(candidatura, publico.situacion)[1]
    pantalla = en_publico.desde_cuando(publico)
    if h.desde:
        assert publico.situacion.hasta == h.desde, h
        assert con_zona(h.desde) in carta
        assert fecha_y_hora(h.desde) in pantalla
    else:
        assert publico.situacion.etiqueta == "Aún sin fecha de publicación"
        assert "aún no fija" in carta
        assert "aún no fija" in pantalla


def lo_oculto_se_dice_igual(h, candidatura, publico, vista):
    """En la página, en su lugar; en su pantalla, siempre; en la carta, que sigue sin mostrarse."""
    ocultos = en_publico.ocultos(publico)
    assert bool(ocultos) == (bool(h.pausas) and h.ficha == Ficha.Estado.PUBLICADA), h
    en_la_pagina = [vista.nota_de_foto, *(dato.vacio for bloque in vista.bloques for dato in bloque.datos)]
    frases = [pausada.frase for pausada in pausadas(publico.ficha)]
    for frase in frases:
        assert any(frase in texto for texto in en_la_pagina) == h.se_lee, h
    if ocultos:
        assert [frase for _, frase in ocultos.apartados] == frases
        assert ocultos.titulo.endswith(("muestra", "muestran")) == h.se_lee
        titulos = [titulo for titulo, _ in ocultos.apartados]
        assert "Sigue sin mostrarse" in correos.publicado(candidatura, publico.situacion, ocultos=titulos)[1]


def el_panel_y_el_retiro_dicen_lo_que_la_pagina(h, publico):
    situacion, retiro = publico.situacion, en_publico.retiro(publico)
    del_panel = lo_publicado(situacion)
    assert (del_panel is not None) == (situacion.clave in (PUBLICADA, POR_PUBLICAR, RETIRADA)), h
    assert del_panel is None or del_panel[0] == situacion.etiqueta
    if h.registro == "aprobada":
        assert (retiro is not None) == (situacion.clave == RETIRADA), h
        assert retiro is None or retiro.motivo in situacion.detalle


@pytest.mark.parametrize("causa", [causa for causa in SituacionRegistral.values if causa != "aprobada"])
def test_a_quien_salio_ninguna_carta_le_dice_que_algo_se_ve_o_se_dejo_de_ver(armado, causa):
    """Haya mostrado algo o nada, hoy no se muestra: es lo único que se le afirma."""
    for estado in Ficha.Estado:
        candidatura, publico, _ = armado(Hechos(causa, Estado.VALIDADO, estado, None, None, (), 1))
        movimiento = Movimiento(
            candidatura=candidatura, clase=ClaseDeMovimiento.RENUNCIA, surte_en=AHORA, acuerdo="IEP-1"
        )
        cuerpo = cartas.salida(movimiento)[1]
        assert publico.situacion.es_registral
        assert not publico.es_visible
        assert "ninguna de sus respuestas se muestra" in cuerpo
        assert "dejaron de mostrarse" not in cuerpo
