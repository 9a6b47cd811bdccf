"""A quien el Instituto no le dio su acceso a tiempo no se le dice que no respondió."""

from datetime import datetime, timedelta
from random import Random

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.calendario.plazos import vence
from conoceles.cuentas.acciones import asentar_entrada, cambiar_correo
from conoceles.cuentas.seguridad.acciones import congelar
from conoceles.mensajes.acciones import despachar
from conoceles.mensajes.models import Carta
from conoceles.publicacion import accesos, acciones, lectura
from conoceles.publicacion.models import Instantanea
from conoceles.publicacion.plazos import fijar_plazo
from conoceles.registro.accesos import dar_acceso
from conoceles.registro.cartas import ultimo_minuto
from conoceles.registro.llegadas import llego_a_tiempo
from conoceles.registro.models import Candidatura, DatosReservados, Persona
from conoceles.seguimiento.acciones import PlazoInvalido
from conoceles.seguimiento.models import PlazoPropio
from tests import fabricas

pytestmark = pytest.mark.django_db


@pytest.fixture
def nueva(gente):
    """Recién aprobada, con cuenta y sin que nadie se la haya entregado; vence en 15 días."""
    candidatura = fabricas.CandidaturaFactory(aprobada_en=timezone.now())
    acciones.al_corriente([candidatura], por=None)
    return candidatura


def al_vencer(candidatura):
    instante = candidatura.plazo_de_captura
    indice = lectura.abrir("", instante).indice
    situacion = lectura.documento_publico(candidatura.clave, instante).situacion
    cuentas = indice.tabla().filtrar({}).cuentas("respondio")
    assert cuentas.get("sin-acceso" if situacion.clave == "sin_acceso" else "no") == 1
    return situacion.clave


def en_plazo(candidatura):
    return lectura.documento_publico(candidatura.clave, timezone.now()).situacion.clave


def test_sin_entrega_la_falta_es_del_instituto(nueva):
    assert en_plazo(nueva) == "en_plazo"
    assert al_vencer(nueva) == "sin_acceso"


def test_la_entrega_registrada_cambia_la_pagina_en_el_mismo_acto(nueva, gente):
    accesos.registrar_entrega(persona=nueva.persona, canal="impresa", recibio="Ella", por=gente["carmen"])
    assert al_vencer(nueva) == "no_respondio"


def _entro(candidatura):
    asentar_entrada(usuario=candidatura.persona.cuenta, medio="enlace")


def _salio_su_carta(candidatura):
    Carta.objects.create(
        para="a@ejemplo.mx", asunto="Su acceso", cuerpo="", sobre=candidatura.persona.cuenta.acceso,
        enviada_en=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize("constancia", [_entro, _salio_su_carta])
def test_lo_que_consta_sin_acto_del_instituto_lo_recoge_el_reloj_una_vez(nueva, constancia):
    constancia(nueva)
    assert al_vencer(nueva) == "sin_acceso"  # mientras tanto, culpa de más al Instituto; nunca a ella
    assert accesos.poner_al_dia() == 1
    assert al_vencer(nueva) == "no_respondio"
    hojas = Instantanea.objects.count()
    assert accesos.poner_al_dia() == 0
    assert Instantanea.objects.count() == hojas


DIA = timedelta(days=1)


def _entregar(candidatura, gente, **datos):
    accesos.registrar_entrega(
        persona=candidatura.persona, canal="impresa", recibio="Ella", por=gente["carmen"], **datos
    )


@pytest.mark.parametrize("tarde", [timedelta(0), DIA, -DIA, -4 * DIA])
@pytest.mark.parametrize("constancia", [None, _entro, _salio_su_carta])
def test_a_quien_lo_recibe_tarde_o_sin_tiempo_le_corren_sus_dias_desde_entonces(
    nueva, gente, tarde, constancia
):
    with time_machine.travel(nueva.plazo_de_captura + tarde, tick=False):
        if constancia:
            constancia(nueva)
            assert (accesos.poner_al_dia(), accesos.poner_al_dia()) == (1, 0)
        else:
            _entregar(nueva, gente)
        suyo = vence(timezone.now(), nueva.proceso.parametros.dias_captura_sustitucion, nueva.proceso.zona)
        nueva = Candidatura.objects.con_todo().get()
        assert nueva.plazo_de_captura == suyo
        assert en_plazo(nueva) == "en_plazo"
        assert ultimo_minuto(suyo) in Carta.objects.filter(sobre=nueva.clave).latest("pk").cuerpo
        asiento = Asiento.objects.get(accion="plazo:acceso")
        assert (asiento.objeto_clave, asiento.detalle["vence"]) == (nueva.clave, suyo.isoformat())
        assert PlazoPropio.objects.get().motivo.startswith("Recibió su acceso el ")
    assert al_vencer(nueva) == "no_respondio"


def test_a_quien_lo_recibe_con_tiempo_no_le_cambia_nada(nueva, gente):
    general = nueva.plazo_de_captura
    with time_machine.travel(general - 6 * DIA - timedelta(hours=1), tick=False):
        _entregar(nueva, gente)
    assert Candidatura.objects.con_todo().get().plazo_de_captura == general
    assert not PlazoPropio.objects.exists()


def test_un_plazo_no_se_da_ya_vencido(nueva, gente):
    """La entrega fue hace diez días y se registra hoy: nadie le había dicho que le corrían."""
    recibio = nueva.plazo_de_captura + DIA
    with time_machine.travel(recibio + 10 * DIA, tick=False):
        _entregar(nueva, gente, entregado_en=recibio)
        assert en_plazo(nueva) == "en_plazo"


def test_ninguno_pasa_del_cierre_y_despues_la_falta_sigue_sin_ser_suya(nueva, gente, proceso):
    cierre = nueva.plazo_de_captura + 3 * DIA
    proceso.fechas = {**proceso.fechas, "cierre": cierre.isoformat()}
    proceso.save()
    with time_machine.travel(cierre - DIA, tick=False):
        _entregar(nueva, gente)
        assert Candidatura.objects.con_todo().get().plazo_de_captura == cierre
        assert accesos.poner_al_dia() == 0
    assert al_vencer(Candidatura.objects.con_todo().get()) == "sin_acceso"


def test_a_quien_se_le_fijo_un_plazo_se_le_recorre_ese(nueva, gente):
    limite = nueva.plazo_de_captura
    nueva = fijar_plazo(candidatura=nueva, hasta=limite + DIA, motivo="x", por=gente["carmen"])
    with time_machine.travel(limite, tick=False):
        _entregar(nueva, gente)
        suyo = vence(timezone.now(), 5, nueva.proceso.zona)
        nueva = Candidatura.objects.con_todo().get()
        assert nueva.captura_hasta == suyo
        with pytest.raises(PlazoInvalido, match="Recibió tarde su acceso"):
            fijar_plazo(candidatura=nueva, hasta=limite + 2 * DIA, motivo="x", por=gente["carmen"])
        nueva = fijar_plazo(candidatura=nueva, hasta=None, motivo="x", por=gente["carmen"])
        assert nueva.plazo_de_captura == suyo
        assert en_plazo(nueva) == "en_plazo"


def test_con_otro_plazo_despues_de_recibirlo_ya_es_cosa_suya(nueva, gente):
    limite = nueva.plazo_de_captura
    with time_machine.travel(limite + DIA, tick=False):
        _entregar(nueva, gente)
        nueva = fijar_plazo(candidatura=nueva, hasta=limite + 9 * DIA, motivo="x", por=gente["carmen"])
        assert en_plazo(nueva) == "en_plazo"
    assert al_vencer(nueva) == "no_respondio"


def test_si_el_instituto_cerro_su_cuenta_antes_de_vencer_no_se_dice_que_no_respondio(nueva, client, gente):
    accesos.registrar_entrega(persona=nueva.persona, canal="impresa", recibio="Ella", por=gente["carmen"])
    client.force_login(gente["carmen"])
    client.post(reverse("operacion:acceso_cerrar", args=[nueva.clave]))
    assert al_vencer(nueva) == "sin_acceso"
    assert accesos.poner_al_dia() == 0
    client.post(reverse("operacion:acceso_reabrir", args=[nueva.clave]))
    assert al_vencer(nueva) == "sin_acceso"  # se reabre sin contraseña: falta darle cómo entrar
    dar_acceso(persona=nueva.persona, por=gente["carmen"])
    despachar()
    accesos.poner_al_dia()
    assert al_vencer(nueva) == "no_respondio"


def test_cerrarla_ya_vencido_el_plazo_no_cambia_lo_que_paso(nueva, gente):
    carmen, cuenta = gente["carmen"], nueva.persona.cuenta
    accesos.registrar_entrega(persona=nueva.persona, canal="impresa", recibio="Ella", por=carmen)
    with time_machine.travel(nueva.plazo_de_captura, tick=False):
        accesos.cerrar_cuenta(usuario=cuenta, por=carmen)
        assert en_plazo(nueva) == "no_respondio"


@pytest.mark.parametrize("constancia", [None, _entro, _salio_su_carta])
def test_reabrirla_ya_vencido_el_plazo_no_la_vuelve_omisa_y_le_da_plazo_cuando_puede_entrar(
    nueva, gente, constancia
):
    carmen, cuenta = gente["carmen"], nueva.persona.cuenta
    _entregar(nueva, gente)
    accesos.cerrar_cuenta(usuario=cuenta, por=carmen)
    with time_machine.travel(nueva.plazo_de_captura, tick=False):
        accesos.reabrir_cuenta(usuario=cuenta, por=carmen)
        assert en_plazo(nueva) == "sin_acceso"
        assert accesos.poner_al_dia() == 0
        if constancia:
            constancia(nueva)
            assert accesos.poner_al_dia() == 1
        else:  # el acuse trae el día, no la hora
            hoy = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
            _entregar(nueva, gente, entregado_en=hoy)
        assert en_plazo(nueva) == "en_plazo"


def test_cerrarla_y_reabrirla_cuando_ya_habia_omitido_no_le_da_otro_plazo(nueva, gente):
    carmen, cuenta, limite = gente["carmen"], nueva.persona.cuenta, nueva.plazo_de_captura
    _entregar(nueva, gente)
    with time_machine.travel(limite + DIA, tick=False):
        accesos.cerrar_cuenta(usuario=cuenta, por=carmen)
        accesos.reabrir_cuenta(usuario=cuenta, por=carmen)
        _entro(nueva)
        _entregar(nueva, gente)
        assert accesos.poner_al_dia() == 0
        assert en_plazo(nueva) == "no_respondio"
    assert Candidatura.objects.con_todo().get().plazo_de_captura == limite


SUCESOS = {
    "entrega": lambda una, carmen: accesos.registrar_entrega(
        persona=una.persona, canal="impresa", recibio="Ella", por=carmen
    ),
    "carta": lambda una, _: _salio_su_carta(una),
    "entra": lambda una, _: _entro(una) if una.persona.cuenta.is_active else None,
    "cierra": lambda una, carmen: accesos.cerrar_cuenta(usuario=una.persona.cuenta, por=carmen),
    "reabre": lambda una, carmen: accesos.reabrir_cuenta(usuario=una.persona.cuenta, por=carmen),
    "reloj": lambda _, __: accesos.poner_al_dia(),
}


@pytest.mark.parametrize("semilla", range(2))
def test_nadie_sin_acceso_es_omisa_ni_llega_tarde_y_nadie_que_lo_tuvo_con_tiempo_se_libra(gente, semilla):
    """Sucesos al azar alrededor de su plazo; quién pudo entrar, contado aparte."""
    azar, carmen = Random(semilla), gente["carmen"]
    for _ in range(4):
        una = fabricas.CandidaturaFactory(aprobada_en=timezone.now())
        acciones.al_corriente([una], por=None)
        limite = ahora = una.plazo_de_captura
        ahora -= azar.randrange(10) * DIA
        abierta, desde = True, None  # desde cuándo puede entrar
        pudo: dict[datetime, bool] = {}  # cada límite que ya venció: ¿podía entrar entonces?
        for _ in range(8):
            ahora += timedelta(hours=azar.randrange(1, 60))
            suceso = azar.choice([*SUCESOS, "reloj", "reloj"])
            with time_machine.travel(ahora, tick=False):
                una = Candidatura.objects.con_todo().select_related("persona__cuenta").get(pk=una.pk)
                limite = una.plazo_de_captura
                if ahora >= limite and not pudo.setdefault(limite, desde is not None and desde < limite):
                    assert llego_a_tiempo(una, ahora)
                    assert en_plazo(una) != "no_respondio"
                SUCESOS[suceso](una, carmen)
                if suceso in ("entrega", "carta", "entra") and abierta:
                    desde = desde or ahora
                elif suceso in ("cierra", "reabre"):
                    abierta = suceso == "reabre"
                    desde = desde if abierta else None
                accesos.poner_al_dia()
                una = Candidatura.objects.con_todo().get(pk=una.pk)
                assert llego_a_tiempo(una, ahora) == (en_plazo(una) != "no_respondio")
                assert una.plazo_de_captura >= limite
                if desde == ahora and not pudo.get(limite):
                    assert una.plazo_de_captura > ahora + 4 * DIA


# --- Lo que parece acceso y no lo es -------------------------------------------------------------------------
def test_una_entrega_no_se_fecha_antes_de_que_hubiera_que_entregar(gente):
    sin_cuenta = fabricas.CandidaturaFactory(aprobada_en=timezone.now(), persona__cuenta=None)
    acciones.al_corriente([sin_cuenta], por=None)
    with time_machine.travel(sin_cuenta.plazo_de_captura + 3 * DIA, tick=False):
        dar_acceso(persona=sin_cuenta.persona, por=gente["carmen"])
        sin_cuenta = Candidatura.objects.con_todo().get()
        with pytest.raises(ValidationError, match="no pudo entregarse antes"):
            _entregar(sin_cuenta, gente, entregado_en=timezone.now() - 10 * DIA)
        assert en_plazo(sin_cuenta) == "sin_acceso"
        hoy = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        _entregar(sin_cuenta, gente, entregado_en=hoy)  # el acuse trae el día, no la hora
        assert sin_cuenta.persona.entregas.get().entregado_en == timezone.now()
        assert en_plazo(sin_cuenta) == "en_plazo"


def test_una_cuenta_congelada_cuenta_como_cerrada_y_su_pagina_lo_dice(nueva, gente):
    _entregar(nueva, gente)
    congelar(usuario=nueva.persona.cuenta, por=None)
    assert (accesos.poner_al_dia(), accesos.poner_al_dia()) == (1, 0)
    assert al_vencer(nueva) == "sin_acceso"
    with time_machine.travel(nueva.plazo_de_captura + DIA, tick=False):
        accesos.reabrir_cuenta(usuario=nueva.persona.cuenta, por=gente["carmen"])
        assert en_plazo(nueva) == "sin_acceso"
        _entregar(nueva, gente)
        assert en_plazo(nueva) == "en_plazo"


def test_la_carta_a_un_correo_que_el_instituto_corrigio_no_es_acceso(gente):
    una = fabricas.CandidaturaFactory(aprobada_en=timezone.now(), persona__cuenta=None)
    acciones.al_corriente([una], por=None)
    datos = DatosReservados.objects.create(persona=una.persona, correo="de-otra@ejemplo.mx")
    limite = una.plazo_de_captura

    def darle_acceso():
        dar_acceso(persona=Persona.objects.get(pk=una.persona_id), por=gente["carmen"])

    darle_acceso()
    despachar()
    accesos.poner_al_dia()
    assert al_vencer(una) == "no_respondio"
    with time_machine.travel(limite - timedelta(hours=2), tick=False):
        datos.correo = "la-suya@ejemplo.mx"
        datos.save()
        darle_acceso()
        assert accesos.poner_al_dia() == 1
        assert al_vencer(una) == "sin_acceso"  # la buena aún no sale
        despachar()
        assert (accesos.poner_al_dia(), accesos.poner_al_dia()) == (1, 0)
    with time_machine.travel(limite + timedelta(hours=1), tick=False):
        assert en_plazo(una) == "en_plazo"


def test_corregir_el_correo_de_quien_ya_entro_no_le_quita_nada(nueva, gente):
    _salio_su_carta(nueva)
    _entro(nueva)
    accesos.poner_al_dia()
    with time_machine.travel(nueva.plazo_de_captura - DIA, tick=False):
        cambiar_correo(usuario=nueva.persona.cuenta, correo="otro@ejemplo.mx", por=gente["carmen"])
        assert accesos.poner_al_dia() == 0
    assert al_vencer(nueva) == "no_respondio"
