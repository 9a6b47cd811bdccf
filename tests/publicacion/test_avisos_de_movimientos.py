"""A quién se le escribe cuando el registro cambia, sea desde el panel o con una lista; y a quién ya no."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.models import SolicitudDeCorreccion
from conoceles.mensajes.acciones import despachar, escribir
from conoceles.mensajes.models import Carta
from conoceles.publicacion import movimientos, registro, vistos
from conoceles.publicacion.efectos import efectos
from conoceles.publicacion.models import VistoBueno
from conoceles.registro.accesos import dar_acceso
from conoceles.registro.models import Candidatura, DatosReservados
from tests import fabricas
from tests.registro.conftest import prueba  # noqa: F401
from tests.registro.minima import filas
from tests.registro.test_importacion import importar, vigente

from .test_movimientos import entrante, mover, pedir

pytestmark = pytest.mark.django_db

OTRA = {"nombres": "Zoila", "primer_apellido": "Ibarra", "correo": "zoila@ejemplo.mx"}


# --- Con una lista ------------------------------------------------------------------------------------------


@pytest.fixture
def con_acceso(prueba):  # noqa: F811
    """La primera de la lista, con cuenta y correo; las cartas de antes no cuentan."""
    importar(prueba, filas(_0={"correo": "a@ejemplo.mx"}))
    ocupa = vigente()
    dar_acceso(persona=ocupa.persona, por=None)
    Carta.objects.all().delete()
    return ocupa


def asuntos():
    return {(carta.sobre, carta.para, carta.asunto) for carta in Carta.objects.all()}


def test_la_lista_que_sustituye_escribe_a_quien_sale_y_a_quien_entra(prueba, con_acceso):  # noqa: F811
    importar(prueba, filas(_0=OTRA))
    entra = vigente()
    assert asuntos() == {
        (con_acceso.clave, "a@ejemplo.mx", "Su candidatura terminó"),
        (entra.clave, "zoila@ejemplo.mx", "Se registró su candidatura"),
    }


def test_la_lista_que_da_de_baja_y_la_que_restituye_tambien(prueba, con_acceso):  # noqa: F811
    renglones = filas(_0={"correo": "a@ejemplo.mx"})
    importar(prueba, [{**renglones[0], "situacion": "RENUNCIA"}])
    assert asuntos() == {(con_acceso.clave, "a@ejemplo.mx", "Su candidatura terminó")}
    Carta.objects.all().delete()
    importar(prueba, [{**renglones[0], "situacion": "RESTITUIDA"}])
    assert asuntos() == {(con_acceso.clave, "a@ejemplo.mx", "Se restituyó su candidatura")}


def test_repetir_la_lista_no_vuelve_a_escribir(prueba, con_acceso):  # noqa: F811
    importar(prueba, filas(_0=OTRA))
    cuantas = Carta.objects.count()
    importar(prueba, filas(_0=OTRA))
    assert Carta.objects.count() == cuantas


def test_un_proceso_concluido_no_le_escribe_a_nadie(prueba, con_acceso):  # noqa: F811
    prueba.es_historico = True
    prueba.save()
    importar(prueba, filas(_0=OTRA))
    assert not Carta.objects.exists()


def test_si_la_lista_falla_no_queda_ninguna_carta(prueba, con_acceso, monkeypatch):  # noqa: F811
    def falla(_):
        raise RuntimeError

    monkeypatch.setattr(registro, "resumir", falla)
    with pytest.raises(RuntimeError):
        importar(prueba, filas(_0=OTRA))
    assert not Carta.objects.exists()


def _lista(cuantas, **otros):
    base = {k: v for k, v in filas()[0].items() if k not in ("demarcacion", "numero")}
    return [
        {
            **base,
            "cargo": "diputacion-rp",
            "demarcacion": "",
            "numero": str(n),
            "nombres": "Zoila " + "abcdefghij"[n // 10] + "abcdefghij"[n % 10],
            **otros,
        }
        for n in range(1, cuantas + 1)
    ]


def test_escribir_a_muchas_cuesta_lo_mismo_que_a_pocas(prueba):  # noqa: F811
    """Una lista de miles no pregunta por cada quien."""
    consultas = []
    # Desde la segunda vuelta, en cada lugar ya hubo quien saliera.
    for cuantas, antes, despues in ((4, "Antes", "Otro"), (4, "Robles", "Campos"), (40, "Zarco", "Luna")):
        importar(prueba, _lista(cuantas, primer_apellido=antes))
        Carta.objects.all().delete()
        with CaptureQueriesContext(
            connection,
        ) as hechas:
            importar(prueba, _lista(cuantas, primer_apellido=despues))
        assert Carta.objects.count() == 2 * cuantas
        consultas.append(len(hechas))
    assert consultas[2] - consultas[1] <= 2, consultas  # 36 personas más


# --- A quien falleció ---------------------------------------------------------------------------------------


def test_lo_que_iba_a_salir_a_quien_fallecio_no_sale(candidatura, gente, mailoutbox):
    escribir(
        para="ana@ejemplo.mx", asunto="Su información está publicada", cuerpo="…", sobre=candidatura.clave
    )
    escribir(para="ana@ejemplo.mx", asunto="Su acceso", cuerpo="…", sobre=gente["ana"].acceso)
    escribir(para="beto@ejemplo.mx", asunto="Otra cosa", cuerpo="…", sobre="otraclave")
    mover(candidatura, "fallecimiento", gente["carmen"])
    despachar()
    assert [correo.to for correo in mailoutbox] == [["beto@ejemplo.mx"]]
    detenidas = Carta.objects.filter(para="ana@ejemplo.mx")
    assert {carta.estado.label for carta in detenidas} == {"No se envió: dejó de tener efecto"}


def test_a_quien_renuncia_si_le_llega(candidatura, gente, mailoutbox):
    escribir(
        para="ana@ejemplo.mx", asunto="Su información está publicada", cuerpo="…", sobre=candidatura.clave
    )
    mover(candidatura, "renuncia", gente["carmen"])
    despachar()
    assert len(mailoutbox) == 2


# --- Lo que estaba abierto ----------------------------------------------------------------------------------


def test_el_visto_que_se_cierra_deja_su_renglon_y_quien(publicada, gente):  # noqa: F811
    dora = fabricas.UsuarioFactory(acceso="dora", rol="instancia_interna")
    vistos.proponer(clase="retirar", candidatura=publicada, motivo="Una queja", por=gente["carmen"])
    mover(publicada, "renuncia", dora)
    visto = VistoBueno.objects.get()
    assert (visto.resuelto_por, visto.se_aprobo) == ("dora", False)
    asiento = Asiento.objects.get(accion="visto:cerrar")
    assert (asiento.actor, asiento.objeto_clave) == ("dora", publicada.clave)
    assert (asiento.detalle["clase"], asiento.detalle["propuso"]) == ("retirar", "carmen")


def test_quien_propuso_y_registra_no_aparece_resolviendo_lo_suyo(publicada, gente):  # noqa: F811
    vistos.proponer(clase="retirar", candidatura=publicada, motivo="Una queja", por=gente["carmen"])
    mover(publicada, "renuncia", gente["carmen"])
    assert VistoBueno.objects.get().resuelto_por == ""
    assert Asiento.objects.filter(accion="visto:cerrar", actor="carmen").exists()


def test_la_solicitud_que_se_cierra_deja_su_renglon_y_quien(publicada, gente):  # noqa: F811
    cuestionario = publicada.cuestionarios.get()
    cuestionario_acciones.pedir(
        cuestionario=cuestionario, secciones=["historia"], motivo="Falta un cargo", por=gente["ana"]
    )
    mover(publicada, "renuncia", gente["carmen"])
    assert SolicitudDeCorreccion.objects.get().resuelta_por == "carmen"
    assert Asiento.objects.get(accion="correccion:cerrar").detalle["secciones"] == ["historia"]


# --- La misma persona en dos lugares --------------------------------------------------------------------------------------------


CURP = "XEXA800101MMNXXN09"


@pytest.fixture
def con_curp(candidatura):
    """Otra candidatura vigente, en otro lugar, de una persona con esa CURP."""
    otra = fabricas.CandidaturaFactory(persona__nombres="Berta")
    DatosReservados.objects.create(persona=otra.persona, curp=CURP)
    return otra


def test_la_misma_curp_en_dos_lugares_se_avisa_sin_decirla(candidatura, con_curp, gente):
    pedido = pedir(candidatura, "renuncia", entrante(curp=CURP))
    avisos = [frase for frase in efectos(pedido, pedido.surte_en) if "con esa CURP ya está vigente" in frase]
    assert len(avisos) == 1
    assert str(con_curp.persona) in avisos[0]
    assert CURP not in avisos[0]
    assert not any("CURP" in f for f in efectos(pedir(candidatura, "renuncia", entrante()), pedido.surte_en))
    movimientos.mover(pedidos=[pedido], por=gente["carmen"])  # se avisa; lo decide quien registra
    assert Candidatura.objects.vigentes().filter(persona__reservados__curp=CURP).count() == 2
