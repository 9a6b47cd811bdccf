"""La constancia dice, de cada instante, lo que la página decía: historias al azar, con los verbos de verdad.

La página se mira como la vería cualquiera, con el reloj puesto en ese instante; la constancia se pide al final.
"""

from __future__ import annotations

import random
import re
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from conoceles.comun.canonico import json_canonico
from conoceles.cuestionarios import acciones as verbos
from conoceles.cuestionarios.acciones import comun as de_cuestionarios
from conoceles.cuestionarios.estados import TransicionInvalida
from conoceles.interrupciones.acciones import InterrupcionInvalida, anotar, anular, latir
from conoceles.interrupciones.models import Interrupcion
from conoceles.publicacion import acciones, movimientos, plazos
from conoceles.publicacion.acciones import NoPublicable, retiros
from conoceles.publicacion.evidencia import notas
from conoceles.publicacion.lectura import documento_publico
from conoceles.publicacion.memoria import constancia
from conoceles.registro.movimientos.pedidos import NoProcede
from herramientas import verificador
from tests import respuestas
from tests.publicacion.test_movimientos import pedir

pytestmark = pytest.mark.django_db

HORA, DIA, INSTANTE = timedelta(hours=1), timedelta(days=1), timedelta.resolution
NO_PROCEDE = (
    PermissionDenied, NoPublicable, NoProcede, TransicionInvalida, ValueError, de_cuestionarios.SeccionCerrada,
    de_cuestionarios.FueraDePlazo, de_cuestionarios.SinObservaciones, de_cuestionarios.RondasAgotadas,
    de_cuestionarios.SinCambios, de_cuestionarios.ConObservaciones, de_cuestionarios.CuestionarioIncompleto,
)  # fmt: skip
SECCION = "propuesta-1"


class Recorrido:
    """Una candidatura, el reloj y lo que su página decía cada vez que se miró."""

    def __init__(self, candidatura, gente, capturar, semilla):
        self.candidatura, self.gente, self.capturar = candidatura, gente, capturar
        self.azar, self.ahora = random.Random(semilla), timezone.now()
        self.mirado, self.hechos = {}, []

    def mirar(self, *, sin_latir=False):
        with time_machine.travel(self.ahora, tick=False), timezone.override(self.candidatura.proceso.zona):
            if not sin_latir:
                latir(despierto=timedelta(0))
            publico = documento_publico(self.candidatura.clave, self.ahora)
        texto = publico.documento["respuestas"].get("propuesta_1", "")
        leido = re.findall(r"canario\d+", texto)
        self.mirado[self.ahora] = publico.situacion.etiqueta, publico.situacion.detalle, *leido

    def hasta(self, cuando):
        """Avanza, y mira en cada frontera que haya en medio: justo antes y en ella."""
        fronteras = {f for frontera in self.fronteras() for f in (frontera - INSTANTE, frontera)}
        for frontera in sorted(f for f in fronteras if self.ahora < f < cuando):
            self.ahora = frontera
            self.mirar()
        self.ahora = cuando
        self.mirar()

    def fronteras(self):
        with time_machine.travel(self.ahora, tick=False):
            cuestionario = documento_publico(self.candidatura.clave, self.ahora).documento["cuestionario"]
        fijados = (cuestionario["captura_hasta"], cuestionario["visible_desde"])
        return [datetime.fromisoformat(fijado) for fijado in fijados if fijado]

    def hacer(self, acto):
        self.candidatura.refresh_from_db()
        with time_machine.travel(self.ahora, tick=False), suppress(*NO_PROCEDE):
            getattr(self, acto)()
            self.hechos.append(acto)
        self.mirar()

    # --- Los actos -------------------------------------------------------------------------------------------

    def escribir(self):
        valores = {"propuesta_1": f"canario{len(self.mirado)} {respuestas.TEXTO}"}
        verbos.guardar_seccion(
            cuestionario=self.cuestionario(), seccion=SECCION, valores=valores, por=self.gente["ana"]
        )

    def cuestionario(self):
        return self.candidatura.cuestionarios.first() or self.capturar()

    def enviar(self):
        self.escribir()
        acciones.enviar(cuestionario=self.cuestionario(), por=self.gente["ana"])

    def validar(self):
        verbos.validar(
            cuestionario=verbos.tomar(cuestionario=self.cuestionario(), por=self.gente["vera"]),
            por=self.gente["vera"],
        )

    def publicar(self):
        acciones.publicar(candidaturas=[self.candidatura], por=self.gente["carmen"])

    def publicar_despues(self):
        self.programar(publicar=True)

    def programar(self, *, publicar=False):
        cuando = self.ahora + self.azar.choice([2, 30, 80]) * HORA
        if publicar:
            acciones.publicar(candidaturas=[self.candidatura], desde=cuando, por=self.gente["carmen"])
        else:
            acciones.programar(candidaturas=[self.candidatura], desde=cuando, por=self.gente["carmen"])

    def corregir(self):
        vera = self.gente["vera"]
        cuestionario = verbos.reabrir(cuestionario=self.cuestionario(), por=vera)
        verbos.observar(
            cuestionario=cuestionario, seccion=SECCION, supuesto="copia", texto="Igual.", por=vera
        )
        verbos.devolver(cuestionario=cuestionario, por=vera)
        self.enviar()
        self.validar()
        self.publicar()

    def retirar(self):
        retiros.retirar(candidatura=self.candidatura, motivo="Por una queja.", por=self.gente["carmen"])

    def restablecer(self):
        retiros.restablecer(candidatura=self.candidatura, por=self.gente["carmen"])

    def pausar(self):
        retiros.pausar(
            candidatura=self.candidatura, seccion=SECCION, motivo="Por un dato.", por=self.gente["carmen"]
        )

    def reanudar(self):
        retiros.reanudar(candidatura=self.candidatura, seccion=SECCION, por=self.gente["carmen"])

    def renunciar(self):
        self._mover("sentencia")

    def restituir(self):
        self._mover("restitucion")

    def _mover(self, clase):
        movimientos.mover(pedidos=[pedir(self.candidatura, clase)], por=self.gente["carmen"])

    def dar_plazo(self):
        hasta = self.ahora + self.azar.choice([1, 40]) * HORA
        plazos.fijar_plazo(
            candidatura=self.candidatura, hasta=hasta, motivo="Lo pidió.", por=self.gente["carmen"]
        )

    def faltar(self):
        """El servicio deja de latir unas horas; al volver lo nota."""
        latir()
        falto = self.azar.choice([1, 5]) * HORA
        for lapso in (timedelta(seconds=30), timedelta(seconds=60) + INSTANTE, falto):
            pasada, self.ahora = self.ahora, self.ahora + lapso
            self.mirar(sin_latir=True)
            self.ahora = pasada
        self.ahora += falto
        with time_machine.travel(self.ahora, tick=False):
            latir()

    def anotar(self):
        anotar(
            desde=self.ahora - 3 * HORA, hasta=self.ahora - HORA, descripcion="Se fue la luz.",
            por=self.gente["irma"],
        )  # fmt: skip

    def anular(self):
        anular(
            interrupcion=Interrupcion.objects.order_by("?").first() or self._nada(), motivo="No fue.",
            por=self.gente["irma"],
        )  # fmt: skip

    def _nada(self):
        raise InterrupcionInvalida

    def devolver(self):
        plazos.devolver_lo_perdido()


ACTOS = {
    "enviar": 4, "validar": 4, "publicar": 3, "publicar_despues": 2, "programar": 1, "corregir": 2, "retirar": 2,
    "restablecer": 2, "pausar": 2, "reanudar": 2, "renunciar": 1, "restituir": 2, "dar_plazo": 2, "faltar": 2,
    "anotar": 2, "anular": 1, "devolver": 2,
}  # fmt: skip


@pytest.fixture
def recorrer(candidatura, gente, capturar_todo, proceso):
    proceso.datos_parametros = {"cuatro_ojos": False}
    proceso.save()

    def recorrer(semilla, pasos=18):
        recorrido = Recorrido(candidatura, gente, capturar_todo, semilla)
        azar = recorrido.azar
        if azar.random() < 0.5:
            proceso.fechas = {"publicacion": (timezone.now() + 12 * DIA).isoformat()}
            proceso.save()
        recorrido.mirar()
        for _ in range(pasos):
            recorrido.hasta(recorrido.ahora + azar.choice([INSTANTE, HORA, 6 * HORA, 2 * DIA, 4 * DIA]))
            for acto in azar.choices(list(ACTOS), weights=ACTOS.values(), k=azar.choice([1, 1, 2])):
                recorrido.hacer(acto)
        return recorrido

    return recorrer


def pedida(recorrido, desde, hasta):
    with time_machine.travel(recorrido.ahora + 40 * DIA, tick=False):
        return constancia.contenido(
            recorrido.candidatura,
            desde=desde,
            hasta=hasta,
            por=recorrido.gente["diego"],
            ahora=timezone.now(),
        )


def en(dada, cuando):
    """El rótulo y el detalle que la constancia da de ese instante; `None` si no da ninguno."""
    iso = constancia.iso(cuando)
    dichos = [
        (tramo["rotulo"], tramo["detalle"])
        for una in dada["versiones"]
        for tramo in una["situaciones"]
        if tramo["desde"] <= iso < tramo["hasta"]
    ]
    assert len(dichos) < 2
    return dichos[0] if dichos else None


def exigir_lo_mismo(recorrido, desde, hasta):
    dada = pedida(recorrido, desde, hasta)
    del_lapso = {cuando: visto for cuando, visto in recorrido.mirado.items() if desde <= cuando < hasta}
    for cuando, (rotulo, detalle, *_) in del_lapso.items():
        assert en(dada, cuando) == (rotulo, detalle), (cuando, recorrido.hechos)
    leidos = {canario for _, _, *leido in del_lapso.values() for canario in leido}
    entregados = {
        canario
        for una in dada["versiones"]
        for canario in re.findall(r"canario\d+", una["verificable"]["documento"] or "")
    }
    assert entregados == leidos, recorrido.hechos
    return dada


SEMILLAS = [0, 1, *(pytest.param(semilla, marks=pytest.mark.lenta) for semilla in range(2, 40))]


@pytest.mark.parametrize("semilla", SEMILLAS)
def test_en_todo_instante_dice_lo_que_la_pagina_decia_y_entrega_solo_lo_que_se_leyo(recorrer, semilla):
    recorrido = recorrer(semilla)
    instantes = sorted(recorrido.mirado)
    cortes = [instantes[0], *sorted(recorrido.azar.sample(instantes[1:], 4)), recorrido.ahora + INSTANTE]
    for desde, hasta in [*pairwise(cortes), (cortes[0], cortes[-1])]:
        exigir_comprobable(exigir_lo_mismo(recorrido, desde, hasta))


def exigir_comprobable(dada):
    """Lo comprueba un programa ajeno: números seguidos, sin huecos, cada rótulo lo que su documento firmado dice."""
    texto = json_canonico(dada).decode()
    assert verificador.comprobar_constancia(texto, verificador.leer_llaves(notas.llaves()[-1].texto))
    for una in dada["versiones"]:
        se_leyeron = any(tramo["respuestas"] for tramo in una["situaciones"])
        assert se_leyeron <= (una["verificable"]["documento"] is not None)
