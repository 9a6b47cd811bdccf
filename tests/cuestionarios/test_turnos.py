"""El turno de quien revisa: uno solo a la vez, con plazo, y que no se quita sin que conste."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones import TurnoAjeno
from conoceles.cuestionarios.estados import Estado, TransicionInvalida
from conoceles.cuestionarios.models import Cuestionario, Turno
from conoceles.mensajes.models import Carta
from conoceles.publicacion.models import Ficha, Instantanea, VistoBueno
from conoceles.publicacion.vistos import SinVistoBueno
from conoceles.validacion import acciones as del_panel
from tests import fabricas
from tests.respuestas import TEXTO

pytestmark = pytest.mark.django_db
OBSERVACION = {"seccion": "motivo", "supuesto": "copia", "texto": TEXTO}
ARREBATAR = "turno:arrebatar"


@pytest.fixture
def tomado(enviado, gente):
    """El mismo, con el turno de Vera."""
    return acciones.tomar(cuestionario=enviado, por=gente["vera"])


def pasa(minutos):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutos), tick=False)


def test_tomar_da_el_paso_y_el_turno(tomado):
    turno = acciones.turno_de(tomado)
    assert turno.por == "vera"
    assert turno.vence_en - turno.desde == timedelta(minutes=10)


def test_los_minutos_los_dice_el_proceso(enviado, gente, proceso):
    proceso.datos_parametros = {"minutos_de_turno": 25}
    proceso.save()
    acciones.tomar(cuestionario=enviado, por=gente["vera"])
    turno = acciones.turno_de(enviado)
    assert turno.vence_en - turno.desde == timedelta(minutes=25)


@pytest.mark.parametrize(
    "acto",
    [
        lambda c, por: acciones.observar(cuestionario=c, por=por, **OBSERVACION),
        lambda c, por: acciones.quitar_observacion(observacion=c.observaciones.get(), por=por),
        lambda c, por: acciones.devolver(cuestionario=c, por=por),
        lambda c, por: acciones.tomar_turno_de(cuestionario=c, por=por),
        lambda c, por: acciones.arrebatar(cuestionario=c, de="irma", por=por),
    ],
)
def test_con_turno_ajeno_no_se_actua_y_nada_cambia(tomado, gente, acto):
    acciones.observar(cuestionario=tomado, por=gente["vera"], **OBSERVACION)
    renglones = Asiento.objects.count()
    with pytest.raises(TurnoAjeno, match="vera está revisando"):
        acto(tomado, gente["carmen"])
    assert tomado.observaciones.filter(emitida_en=None).count() == 1
    assert acciones.turno_de(tomado).por == "vera"
    assert Asiento.objects.count() == renglones


def test_con_turno_ajeno_no_se_valida(tomado, gente):
    with pytest.raises(TurnoAjeno):
        acciones.validar(cuestionario=tomado, por=gente["carmen"])
    tomado.refresh_from_db()
    assert tomado.estado == Estado.EN_VALIDACION
    assert not tomado.envios.get().validaciones.exists()


def test_vencido_es_de_quien_llegue_sin_arrebatarlo(tomado, gente):
    with pasa(10):
        assert acciones.turno_de(tomado) is None
        acciones.observar(cuestionario=tomado, por=gente["carmen"], **OBSERVACION)
        assert acciones.turno_de(tomado).por == "carmen"
    assert not Asiento.objects.filter(accion=ARREBATAR).exists()


def test_cada_acto_lo_renueva_sin_cambiar_desde_cuando(tomado, gente):
    desde = acciones.turno_de(tomado).desde
    with pasa(9):
        acciones.observar(cuestionario=tomado, por=gente["vera"], **OBSERVACION)
    with pasa(18):
        turno = acciones.turno_de(tomado)
        assert (turno.por, turno.desde) == ("vera", desde)


def test_volver_a_abrirlo_renueva_el_propio_y_no_toma_uno_libre(tomado, gente):
    with pasa(9):
        acciones.renovar(cuestionario=tomado, por=gente["carmen"])
        acciones.renovar(cuestionario=tomado, por=gente["vera"])
    with pasa(18):
        assert acciones.turno_de(tomado).por == "vera"
    with pasa(40):
        acciones.renovar(cuestionario=tomado, por=gente["vera"])
        assert acciones.turno_de(tomado) is None


@pytest.mark.parametrize("acto", ["validar", "devolver"])
def test_lo_que_sale_de_revision_queda_sin_turno(tomado, gente, acto):
    if acto == "devolver":
        acciones.observar(cuestionario=tomado, por=gente["vera"], **OBSERVACION)
    getattr(acciones, acto)(cuestionario=tomado, por=gente["vera"])
    assert not Turno.objects.exists()


def test_reabrir_es_tomarlo(tomado, gente):
    validado = acciones.validar(cuestionario=tomado, por=gente["vera"])
    acciones.reabrir(cuestionario=validado, por=gente["carmen"])
    assert acciones.turno_de(validado).por == "carmen"


def test_soltar_deja_libre_el_propio_y_no_el_ajeno(tomado, gente):
    acciones.soltar(cuestionario=tomado, por=gente["carmen"])
    assert acciones.turno_de(tomado).por == "vera"
    acciones.soltar(cuestionario=tomado, por=gente["vera"])
    assert acciones.turno_de(tomado) is None
    assert acciones.tomar_turno_de(cuestionario=tomado, por=gente["carmen"]).por == "carmen"


def test_arrebatar_cambia_de_manos_y_dice_a_quien(tomado, gente):
    acciones.arrebatar(cuestionario=tomado, de="vera", por=gente["carmen"])
    assert acciones.turno_de(tomado).por == "carmen"
    renglon = Asiento.objects.get(accion=ARREBATAR)
    assert (renglon.actor, renglon.detalle) == ("carmen", {"de": "vera"})
    with pytest.raises(TurnoAjeno, match="carmen está revisando"):
        acciones.observar(cuestionario=tomado, por=gente["vera"], **OBSERVACION)


def test_arrebatar_dos_veces_o_el_vencido_no_deja_otro_renglon(tomado, gente):
    for _ in range(2):
        acciones.arrebatar(cuestionario=tomado, de="vera", por=gente["carmen"])
    with pasa(30):
        acciones.arrebatar(cuestionario=tomado, de="carmen", por=gente["vera"])
    assert Asiento.objects.filter(accion=ARREBATAR).count() == 1


@pytest.mark.parametrize("verbo", ["tomar_turno_de", "arrebatar"])
def test_solo_hay_turno_de_lo_que_esta_en_revision(enviado, gente, verbo):
    de = {"de": "vera"} if verbo == "arrebatar" else {}
    with pytest.raises(TransicionInvalida, match="«Enviado»"):
        getattr(acciones, verbo)(cuestionario=enviado, por=gente["carmen"], **de)


@pytest.mark.parametrize("verbo", ["tomar_turno_de", "arrebatar", "soltar", "renovar"])
@pytest.mark.parametrize("persona", ["ana", "celia", "irma", "diego"])
def test_sin_poder_validar_no_hay_turno(tomado, gente, verbo, persona):
    de = {"de": "vera"} if verbo == "arrebatar" else {}
    with pytest.raises(PermissionDenied):
        getattr(acciones, verbo)(cuestionario=tomado, por=gente[persona], **de)


# --- Carreras: ocho a la vez, de verdad, y gana una ------------------------------------------------------

OCHO = 8
# Las mil se piden con `make carreras`: tardan minutos. En SQLite las ocho esperan un mismo candado: con menos basta.
CUANTAS = "5" if connection.vendor == "sqlite" else "15"
LAS_MIL = pytest.mark.parametrize("carreras", [int(os.environ.get("CARRERAS", CUANTAS))])
PERDER = (TransicionInvalida, TurnoAjeno, SinVistoBueno)


class Pista:
    """Ocho hilos, cada uno con su conexión, que arrancan al mismo tiempo."""

    def __init__(self, hilos: ThreadPoolExecutor, corredoras: list) -> None:
        self.hilos, self.corredoras, self.salida = hilos, corredoras, Barrier(OCHO)

    def aparte(self, tarea, *datos):
        """Lo que no corre a la vez, pero en la misma base que quienes corren."""
        return self.hilos.submit(tarea, *datos).result()

    def correr(self, acto) -> tuple[str, Counter]:
        """Quién ganó y con qué perdieron las demás. Exige que gane exactamente una."""
        fines = list(self.hilos.map(lambda quien: self._una(acto, quien), self.corredoras))
        ganaron = [quien for quien, error in fines if error is None]
        assert len(ganaron) == 1, fines
        return ganaron[0], Counter(error for _, error in fines if error)

    def _una(self, acto, quien):
        self.salida.wait(timeout=30)
        try:
            acto(quien)
        except PERDER as error:
            return quien.acceso, type(error)
        return quien.acceso, None


@pytest.fixture
def pista(transactional_db, tmp_path, monkeypatch):
    """En SQLite la base de las pruebas vive en la memoria de un hilo: aquí se corre sobre una copia en disco."""
    corredoras = [
        fabricas.UsuarioFactory(acceso=f"corredora-{n}", rol="instancia_interna") for n in range(OCHO)
    ]
    hilos = ThreadPoolExecutor(OCHO)

    def preparar() -> Pista:
        if connection.vendor == "sqlite":
            with sqlite3.connect(tmp_path / "carreras.sqlite3") as copia:
                connection.connection.backup(copia)
            copia.close()
            monkeypatch.setitem(connections.settings["default"], "NAME", str(tmp_path / "carreras.sqlite3"))
        return Pista(hilos, corredoras)

    yield preparar
    despedida = Barrier(OCHO)
    list(hilos.map(lambda _: (connections.close_all(), despedida.wait(timeout=30)), range(OCHO)))
    hilos.shutdown()


@LAS_MIL
def test_ocho_toman_lo_enviado_y_gana_una(enviado, pista, carreras):
    suyo, pista = Cuestionario.objects.filter(pk=enviado.pk), pista()

    def otra_vez():
        Turno.objects.all().delete()
        suyo.update(estado=Estado.ENVIADO)

    for _ in range(carreras):
        pista.aparte(otra_vez)
        gano, _ = pista.correr(lambda quien: acciones.tomar(cuestionario=enviado, por=quien))
        assert pista.aparte(lambda: acciones.turno_de(enviado).por) == gano
    renglones = pista.aparte(lambda: Asiento.objects.filter(accion="cuestionario:tomar").count())
    assert renglones == carreras


@LAS_MIL
def test_ocho_toman_el_turno_libre_o_lo_arrebatan_y_gana_una(tomado, pista, carreras):
    pista = pista()
    for _ in range(carreras):
        pista.aparte(lambda: Turno.objects.all().delete())
        tomo, _ = pista.correr(lambda quien: acciones.tomar_turno_de(cuestionario=tomado, por=quien))
        pista.aparte(lambda: Turno.objects.update(por="vera"))
        arrebato, _ = pista.correr(
            lambda quien: acciones.arrebatar(cuestionario=tomado, de="vera", por=quien)
        )
        assert pista.aparte(lambda: acciones.turno_de(tomado).por) == arrebato
        assert tomo
    assert pista.aparte(lambda: Asiento.objects.filter(accion=ARREBATAR).count()) == carreras


@LAS_MIL
def test_ocho_validan_y_publican_lo_mismo_y_gana_una(tomado, pista, carreras):
    """Con el turno libre, para que las ocho tengan derecho: decide el candado, no el turno."""
    suyo, ficha = Cuestionario.objects.filter(pk=tomado.pk), Ficha.objects.get(pk=tomado.candidatura.clave)
    pista = pista()

    def otra_vez():
        Turno.objects.all().delete()
        suyo.update(estado=Estado.EN_VALIDACION, validado_en=None, validado_por="")
        Ficha.objects.filter(pk=ficha.pk).update(
            estado=Ficha.Estado.SIN_PUBLICAR, envio_publicado=None, publicada_en=None
        )

    for _ in range(carreras):
        pista.aparte(otra_vez)
        gano, _ = pista.correr(
            lambda quien: del_panel.validar_y_publicar(cuestionario=tomado, envio=1, por=quien)
        )
        assert pista.aparte(lambda: suyo.get().validado_por) == gano
    validaciones, cadena = pista.aparte(
        lambda: (
            tomado.envios.get().validaciones.count(),
            list(Instantanea.objects.values_list("secuencia", flat=True)),
        )
    )
    assert validaciones == carreras
    assert len(cadena) == len(set(cadena))


@LAS_MIL
def test_ocho_dan_el_visto_bueno_y_gana_una_con_una_sola_carta(publicado, gente, pista, carreras):
    """Se retira y se vuelve a mostrar, cada vez con su propuesta: ocho la aprueban a la vez."""
    candidatura, pista = publicado.candidatura, pista()

    def proponer():
        datos = {"candidatura": candidatura, "por": gente["carmen"]}
        if Ficha.objects.get(pk=candidatura.clave).estado == Ficha.Estado.PUBLICADA:
            return del_panel.retirar(motivo="Lo ordena un acuerdo.", **datos), Carta.objects.count()
        return del_panel.mostrar(**datos), Carta.objects.count()

    for _ in range(carreras):
        visto, cartas = pista.aparte(proponer)
        gano, _ = pista.correr(lambda quien, visto=visto: del_panel.aprobar(visto=visto, por=quien))
        resuelto, despues = pista.aparte(
            lambda visto=visto: (VistoBueno.objects.get(pk=visto.pk), Carta.objects.count())
        )
        assert (resuelto.resuelto_por, despues) == (gano, cartas + 1)
