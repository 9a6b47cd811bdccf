"""La tabla de movimientos, entera: cada clase desde cada situación, y por qué no procede lo que no procede."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conoceles.publicacion.efectos import SIN_CONGELAMIENTO, efectos
from conoceles.registro.catalogos import ClaseDeMovimiento as Clase
from conoceles.registro.catalogos import SituacionRegistral as Situacion
from conoceles.registro.models import Candidatura, Movimiento
from conoceles.registro.movimientos import acciones, tabla
from conoceles.registro.movimientos.historia import (
    EnLaBoleta,
    con_historia,
    en_la_boleta,
    estaba_en,
    quien_sigue,
)
from conoceles.registro.movimientos.pedidos import Entrante, NoProcede, Pedido, ofrecibles, reparos
from tests import fabricas

pytestmark = pytest.mark.django_db

# Leída por quien la firma: desde dónde se puede cada movimiento y cómo queda la candidatura.
_SALIDAS = {
    "renuncia": "renuncia", "fallecimiento": "fallecimiento", "inhabilitacion": "inhabilitacion",
    "sentencia": "sentencia", "cancelacion": "cancelada", "paridad": "paridad", "sustitucion": "sustituida",
}  # fmt: skip


def leida(candidatura):
    return con_historia(Candidatura.objects.filter(pk=candidatura.pk)).get()


def zoila(**datos):
    persona = {"nombre_completo": "Zoila Ibarra Paz", "nombres": "Zoila", "primer_apellido": "Ibarra"}
    return Entrante(persona, **datos)


def pedir(candidatura, clase, *, entra=None, hace=timedelta(0), acuerdo="IEP-CG-1/2027", **datos):
    return Pedido(leida(candidatura), Clase(clase), acuerdo, timezone.now() - hace, entra=entra, **datos)


def mover(candidatura, clase, **datos):
    return acciones.aplicar(pedidos=[pedir(candidatura, clase, **datos)], por="carmen", ahora=timezone.now())


def de(posicion, situacion="aprobada", **datos):
    """Una candidatura en esa situación, sin pasar por los verbos."""
    hasta = None if situacion == "aprobada" else timezone.now() - timedelta(days=1)
    aprobada = timezone.now() - timedelta(days=9)
    return fabricas.CandidaturaFactory(
        posicion=posicion, situacion=situacion, hasta=hasta, aprobada_en=aprobada, **datos
    )


@pytest.fixture
def lugar(proceso):
    return fabricas.PosicionFactory()


@pytest.mark.parametrize(("situacion", "clase"), list(product(Situacion.values, Clase.values)))
def test_cada_movimiento_desde_cada_situacion(lugar, situacion, clase):
    candidatura = de(lugar, situacion)
    entra = zoila() if clase in {*_SALIDAS, "cobertura"} else None
    vigente, termina = situacion == "aprobada", clase in _SALIDAS
    procede = vigente if termina else not vigente and clase in ("cobertura", "restitucion")
    assert (clase in tabla.posibles(situacion)) is procede
    if not procede:
        with pytest.raises(NoProcede):
            mover(candidatura, clase, entra=entra)
        assert not Movimiento.objects.exists()
        return
    (hecho,) = mover(candidatura, clase, entra=entra)
    queda = _SALIDAS.get(clase, "aprobada" if clase == "restitucion" else situacion)
    candidatura.refresh_from_db()
    assert (hecho.antes, hecho.despues) == (situacion, queda)
    assert (candidatura.situacion, candidatura.hasta is None) == (queda, queda == "aprobada")
    nueva = Candidatura.objects.filter(sustituye_a=candidatura).first()
    assert hecho.entra == nueva
    if entra:
        assert (nueva.posicion, nueva.acuerdo, nueva.hasta) == (lugar, "IEP-CG-1/2027", None)
        assert not nueva.cuestionarios.exists()


def test_la_tabla_nombra_una_vez_cada_clase_y_cada_forma_de_terminar():
    assert [paso.clase for paso in tabla.TABLA] == list(dict.fromkeys(paso.clase for paso in tabla.TABLA))
    assert {paso.clase for paso in tabla.TABLA} == set(Clase)
    assert {tabla.clase_que_deja(s) for s in tabla.TERMINADAS} == {
        paso.clase for paso in tabla.TABLA if paso.desde == tabla.APROBADA
    }


@pytest.mark.parametrize(
    ("datos", "dato", "dicho"),
    [
        ({"clase": "sustitucion"}, "entra", "pide el nombre de quien entra"),
        ({"clase": "renuncia", "acuerdo": ""}, "acuerdo", "falta el número"),
        ({"clase": "renuncia", "acuerdo": "A" * 81}, "acuerdo", "tiene 81 caracteres y caben 80"),
        ({"clase": "renuncia", "motivo": "A" * 301}, "motivo", "caben 300"),
        ({"clase": "renuncia", "hace": timedelta(hours=-1)}, "surte_en", "es posterior a este momento"),
        ({"clase": "renuncia", "hace": timedelta(days=30)}, "surte_en", "es anterior a lo último que consta"),
        ({"clase": "restitucion"}, "clase", "la candidatura está aprobada"),
        ({"clase": "desplazamiento"}, "clase", "no se registra a mano"),
    ],
)
def test_lo_que_no_procede_dice_en_que_dato_y_por_que(lugar, datos, dato, dicho):
    (reparo,) = reparos(pedir(de(lugar), **datos), timezone.now())
    assert (reparo.dato, dicho in reparo.motivo) == (dato, True)


def test_el_dia_se_cuenta_en_el_huso_del_proceso_aunque_nadie_lo_haya_puesto(lugar, proceso):
    """Aprobada a las ocho de la noche; su renuncia surte desde ese mismo día, que en Greenwich ya es otro."""
    ayer = timezone.now().astimezone(proceso.zona).date() - timedelta(days=1)
    candidatura = de(lugar)
    candidatura.aprobada_en = datetime.combine(ayer, time(20), tzinfo=proceso.zona)
    candidatura.save()
    surte_en = datetime.combine(ayer, time.min, tzinfo=proceso.zona)
    with timezone.override("UTC"):
        assert reparos(replace(pedir(candidatura, "renuncia"), surte_en=surte_en), timezone.now()) == []


def test_quien_entra_no_es_quien_sale_salvo_que_algo_la_distinga(lugar):
    candidatura = de(lugar, persona__nombre_completo="Zoila Ibarra Paz")
    misma = Entrante({"nombre_completo": "IBARRA PAZ ZOILA"})
    assert reparos(pedir(candidatura, "sustitucion", entra=misma), timezone.now())[0].dato == "entra"
    homonima = zoila(reservados={"curp": "IAPZ800101MDFBNN09"})
    assert reparos(pedir(candidatura, "sustitucion", entra=homonima), timezone.now()) == []


def test_restituir_devuelve_la_misma_y_termina_a_quien_ocupaba_el_lugar(lugar):
    ana = de(lugar)
    mover(ana, "renuncia", entra=zoila(), hace=timedelta(days=3))
    nueva = Candidatura.objects.vigentes().get()
    vuelve, sale = mover(ana, "restitucion")
    assert (vuelve.candidatura, sale.candidatura) == (ana, nueva)
    assert Candidatura.objects.vigentes().get() == ana
    nueva.refresh_from_db()
    assert (nueva.situacion, sale.clase, sale.entra) == ("desplazada", "desplazamiento", ana)
    assert quien_sigue(leida(nueva)) == ana
    # Y si luego deja el lugar otra vez, otra la releva: no choca con la primera que lo hizo.
    mover(ana, "sustitucion", entra=Entrante({"nombre_completo": "Olga Ruiz"}))
    assert ana.relevos.count() == 2
    assert quien_sigue(leida(nueva)).persona.nombre_completo == "Olga Ruiz"


def test_nadie_vuelve_antes_de_lo_ultimo_que_paso_en_su_lugar(lugar):
    """De lo contrario, quien lo ocupa terminaría antes de haber entrado."""
    ana = de(lugar)
    mover(ana, "sustitucion", entra=zoila(), hace=timedelta(days=6))
    segunda = Candidatura.objects.vigentes().get()
    mover(segunda, "sustitucion", entra=Entrante({"nombre_completo": "Olga Ruiz"}), hace=timedelta(days=2))
    tarde = pedir(ana, "restitucion", hace=timedelta(days=4))
    assert [reparo.dato for reparo in reparos(tarde, timezone.now())] == ["surte_en"]
    tercera = Candidatura.objects.vigentes().get()
    mover(ana, "restitucion", hace=timedelta(days=1))
    tercera.refresh_from_db()
    assert tercera.aprobada_en < tercera.hasta
    # Tampoco antes de que otra volviera y saliera otra vez, aunque el lugar esté vacante.
    mover(ana, "renuncia")
    pronto = pedir(segunda, "restitucion", hace=timedelta(days=1))
    assert [reparo.dato for reparo in reparos(pronto, timezone.now())] == ["surte_en"]


def test_al_ampliarse_el_general_quien_entro_o_volvio_tiene_al_menos_ese(lugar, proceso):
    """Lo que da un movimiento se asegura: nadie le fijó su plazo."""
    mover(de(lugar), "sustitucion", entra=zoila(), hace=timedelta(days=8))
    proceso.datos_parametros = {"dias_captura": 1}
    proceso.save()
    ana = de(fabricas.PosicionFactory())
    mover(ana, "sentencia", hace=timedelta(days=2))
    mover(ana, "restitucion")
    proceso.datos_parametros = {"dias_captura": 40, "dias_captura_sustitucion": 40}
    proceso.save()
    for candidatura in Candidatura.objects.vigentes().con_todo():
        assert candidatura.plazo_de_captura > timezone.now() + timedelta(days=30)


def test_la_vacante_se_cubre_desde_la_ultima_que_la_dejo(lugar):
    ana = de(lugar)
    mover(ana, "sustitucion", entra=zoila(), hace=timedelta(days=3))
    segunda = Candidatura.objects.vigentes().get()
    olga = Entrante({"nombre_completo": "Olga Ruiz"})
    with pytest.raises(NoProcede, match="el lugar no está vacante: lo ocupa Zoila"):
        mover(ana, "cobertura", entra=olga)
    mover(segunda, "renuncia", hace=timedelta(days=2))
    with pytest.raises(NoProcede, match="la última en dejar el lugar fue Zoila"):
        mover(ana, "cobertura", entra=olga)
    mover(segunda, "cobertura", entra=olga)
    assert Candidatura.objects.vigentes().get().sustituye_a == segunda
    segunda.refresh_from_db()
    assert segunda.situacion == "renuncia"


def test_quien_entra_tiene_sus_dias_enteros_aunque_se_registre_tarde(lugar, proceso):
    mover(de(lugar), "sustitucion", entra=zoila(), hace=timedelta(days=8))
    nueva = Candidatura.objects.vigentes().get()
    dias = proceso.parametros.dias_captura_sustitucion
    assert timedelta(days=dias) <= nueva.plazo_de_captura - timezone.now() <= timedelta(days=dias + 1)
    otra = de(fabricas.PosicionFactory())
    mover(otra, "sustitucion", entra=zoila())
    assert Candidatura.objects.get(sustituye_a=otra).captura_al_menos is None  # le basta su aprobación


def test_a_quien_vuelve_no_se_le_pudo_vencer_el_plazo(lugar, proceso):
    proceso.datos_parametros = {"dias_captura": 1}
    proceso.save()
    ana = de(lugar)
    mover(ana, "sentencia", hace=timedelta(days=2))
    mover(ana, "restitucion")
    ana.refresh_from_db()
    assert ana.plazo_de_captura > timezone.now()


def test_quien_entra_conserva_el_partido_de_origen_del_lugar(lugar):
    origen = fabricas.ActorFactory(clave="sol", siglas="SOL")
    mover(de(lugar, partido_de_origen=origen), "renuncia", entra=zoila())
    assert Candidatura.objects.vigentes().get().partido_de_origen == origen


def test_dos_movimientos_del_mismo_lugar_no_caben_en_un_acto(lugar):
    pedidos = [pedir(de(lugar), "renuncia"), pedir(de(lugar, "baja"), "restitucion")]
    with pytest.raises(NoProcede, match="dos movimientos del mismo lugar"):
        acciones.aplicar(pedidos=pedidos, por="carmen", ahora=timezone.now())
    assert not Movimiento.objects.exists()


def test_la_base_tampoco_admite_dos_vigentes_en_un_lugar(lugar):
    de(lugar)
    with pytest.raises(IntegrityError), transaction.atomic():
        de(lugar)


# --- La boleta ----------------------------------------------------------------------------------------------


@pytest.fixture
def congelada(proceso):
    """Las boletas se congelaron hace cuatro días."""
    proceso.fechas = {"congelamiento_boletas": (timezone.now() - timedelta(days=4)).isoformat()}
    proceso.save()


@pytest.mark.parametrize(
    ("hace", "sale", "entra"),
    [(6, EnLaBoleta.NADA, EnLaBoleta.NADA), (2, EnLaBoleta.ESTE_NOMBRE, EnLaBoleta.OTRO_NOMBRE)],
)
def test_la_boleta_solo_puede_decir_otro_nombre_si_el_cambio_fue_despues(congelada, lugar, hace, sale, entra):
    ana = de(lugar)
    mover(ana, "renuncia", entra=zoila(), hace=timedelta(days=hace))
    nueva = Candidatura.objects.vigentes().get()
    assert (en_la_boleta(leida(ana)), en_la_boleta(leida(nueva))) == (sale, entra)


def test_la_boleta_de_quien_vuelve(congelada, lugar):
    """Si salió y volvió después de congelarse, dice su nombre; si había salido antes, el de quien la relevó."""
    salio_despues, salio_antes = de(lugar), de(fabricas.PosicionFactory())
    for candidatura, hace in ((salio_despues, 3), (salio_antes, 6)):
        mover(candidatura, "sentencia", entra=zoila(), hace=timedelta(days=hace))
        mover(candidatura, "restitucion", hace=timedelta(days=1))
    assert en_la_boleta(leida(salio_despues)) == EnLaBoleta.NADA
    assert en_la_boleta(leida(salio_antes)) == EnLaBoleta.OTRO_NOMBRE
    assert estaba_en(leida(salio_antes), timezone.now() - timedelta(days=4)) is False


@pytest.mark.parametrize("hora", [0, 12])
def test_lo_que_se_mueve_el_dia_en_que_se_congelan_avisa_aunque_no_diga_la_hora(proceso, lugar, hora):
    hoy = _hoy(proceso)
    proceso.fechas = {"congelamiento_boletas": (hoy + timedelta(hours=hora)).isoformat()}
    proceso.save()
    ana = de(lugar)
    pedido = replace(pedir(ana, "sustitucion", entra=zoila()), surte_en=hoy)
    acciones.aplicar(pedidos=[pedido], por="carmen", ahora=timezone.now())
    assert en_la_boleta(leida(ana)) == EnLaBoleta.ESTE_NOMBRE
    assert en_la_boleta(leida(Candidatura.objects.vigentes().get())) == EnLaBoleta.OTRO_NOMBRE
    assert any("Las boletas se congelaron" in efecto for efecto in efectos(pedido, timezone.now()))


def _hoy(proceso):
    """El día de hoy escrito sin hora, como en una hoja de cálculo."""
    return datetime.combine(timezone.localdate(timezone=proceso.zona), time.min, proceso.zona)


def test_de_dos_que_salieron_el_mismo_dia_releva_a_la_ultima(proceso, lugar):
    """La segunda renuncia se escribe sin hora: no por eso fue antes que la primera."""
    ana = de(lugar)
    (de_ana,) = mover(ana, "renuncia", entra=zoila())
    sin_hora = replace(pedir(de_ana.entra, "renuncia", acuerdo="IEP-CG-2/2027"), surte_en=_hoy(proceso))
    acciones.aplicar(pedidos=[sin_hora], por="carmen", ahora=timezone.now())
    salio = leida(de_ana.entra)
    assert salio.hasta == salio.aprobada_en
    assert ofrecibles(salio) == [Clase.COBERTURA, Clase.RESTITUCION]
    assert Clase.COBERTURA not in ofrecibles(leida(ana))
    olga = Entrante({"nombre_completo": "Olga Mora Paz", "nombres": "Olga"})
    mover(salio, "cobertura", entra=olga, acuerdo="IEP-CG-3/2027")
    assert Candidatura.objects.vigentes().get().sustituye_a == salio


def test_sin_fecha_de_congelamiento_no_se_advierte_nada(lugar):
    ana = de(lugar)
    mover(ana, "renuncia", entra=zoila())
    assert en_la_boleta(leida(ana)) == EnLaBoleta.NADA
    assert SIN_CONGELAMIENTO in efectos(pedir(ana, "restitucion"), timezone.now())
