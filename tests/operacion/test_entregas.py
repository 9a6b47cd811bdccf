"""A quién se le entregó su acceso, a quién le falta, y las cuentas de los partidos."""

import csv
import html
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuentas.acciones import asentar_entrada, desactivar_cuenta, reactivar_cuenta
from conoceles.cuentas.models import Usuario
from conoceles.mensajes.acciones import despachar
from conoceles.registro.accesos import abrir_cuentas, dar_acceso
from conoceles.registro.entregas import SinCuenta, registrar_entrega
from conoceles.registro.models import DatosReservados, EntregaDeAcceso, Representacion
from conoceles.registro.representaciones import acreditar
from tests.fabricas import ActorFactory, CandidaturaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def carmen(client, gente):
    client.force_login(gente["carmen"])
    return gente["carmen"]


@pytest.fixture
def sin_cuenta(proceso):
    return CandidaturaFactory(persona__cuenta=None, persona__nombre_completo="Dolores Núñez Ávila")


def por_entregar(client):
    return {c.clave for c in client.get("/panel/accesos/?entrega=falta").context["candidaturas"]}


# --- Por entregar --------------------------------------------------------------------------------------
def test_falta_hasta_que_consta_la_entrega_o_entra(client, carmen, candidatura, sin_cuenta, gente):
    assert por_entregar(client) == {candidatura.clave, sin_cuenta.clave}
    asentar_entrada(usuario=gente["ana"], medio="enlace")
    assert por_entregar(client) == {sin_cuenta.clave}
    abrir_cuentas(personas=[sin_cuenta.persona], por=carmen)
    assert por_entregar(client) == {sin_cuenta.clave}
    registrar_entrega(persona=sin_cuenta.persona, canal="impresa", recibio="Dolores", por=carmen)
    assert por_entregar(client) == set()


def test_una_carta_enviada_a_su_correo_cuenta_como_entrega_y_una_atorada_no(client, carmen, sin_cuenta):
    DatosReservados.objects.create(persona=sin_cuenta.persona, correo="lola@ejemplo.mx")
    dar_acceso(persona=sin_cuenta.persona, por=carmen)
    assert por_entregar(client) == {sin_cuenta.clave}
    despachar()
    assert por_entregar(client) == set()


def test_reabierta_su_cuenta_falta_hasta_que_conste_otra_vez(client, carmen, candidatura, gente):
    asentar_entrada(usuario=gente["ana"], medio="enlace")
    desactivar_cuenta(usuario=gente["ana"], por=carmen)
    assert por_entregar(client) == set()  # cerrada no hay acceso que entregar
    reactivar_cuenta(usuario=gente["ana"], por=carmen)
    assert por_entregar(client) == {candidatura.clave}
    assert "se reabrió su cuenta" in client.get("/panel/accesos/").content.decode()
    registrar_entrega(persona=candidatura.persona, canal="impresa", recibio="Ana", por=carmen)
    assert por_entregar(client) == set()


def test_la_primera_entrada_es_la_primera(gente):
    asentar_entrada(usuario=gente["ana"], medio="enlace")
    gente["ana"].refresh_from_db()
    primera = gente["ana"].primera_entrada_en
    asentar_entrada(usuario=gente["ana"], medio="contraseña")
    gente["ana"].refresh_from_db()
    assert primera is not None
    assert gente["ana"].primera_entrada_en == primera


def test_cada_cifra_es_la_cuenta_de_su_lista(client, carmen, candidatura, sin_cuenta):
    for parte in client.get("/panel/accesos/").context["cifras"]:
        pagina = client.get(parte["url"])
        assert pagina.context["total"] == parte["cuenta"], parte["rotulo"]
        assert [p["rotulo"] for p in pagina.context["cifras"] if p["activo"]] == [parte["rotulo"]]


def test_la_relacion_se_descarga_con_los_filtros_y_sin_formulas(client, carmen, candidatura, sin_cuenta):
    sin_cuenta.persona.nombre_completo = "=CMD()"
    sin_cuenta.persona.save()
    respuesta = client.get("/panel/accesos/lista.csv?cuenta=sin")
    filas = list(csv.DictReader(io.StringIO(respuesta.content.decode("utf-8-sig"))))
    assert [fila["Persona"] for fila in filas] == ["'=CMD()"]
    assert filas[0]["Entrega registrada"] == "No"


# --- Registrar -----------------------------------------------------------------------------------------
def test_registrar_desde_la_pantalla(client, carmen, candidatura):
    ruta = f"/panel/accesos/{candidatura.clave}/entrega/"
    datos = {"canal": "impresa", "fecha": timezone.localdate().isoformat(), "recibio": " Ana   Ruiz "}
    for _ in range(2):  # un doble clic no hace dos
        assert client.post(ruta, datos).status_code == 302
    entrega = EntregaDeAcceso.objects.get()
    assert (entrega.canal, entrega.recibio, entrega.por) == ("impresa", "Ana Ruiz", "carmen")
    assert "Recibió Ana Ruiz" in client.get(ruta).content.decode()
    asiento = Asiento.objects.get(accion="acceso:entregar")
    assert asiento.objeto_clave == candidatura.clave
    assert "Ruiz" not in str(asiento.detalle)


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"recibio": " "}, "Escriba el nombre de quien recibió"),
        ({"fecha": "ayer"}, "Escriba la fecha como"),
        ({"fecha": (timezone.localdate() + timedelta(days=2)).isoformat()}, "no puede ser posterior a hoy"),
        ({"canal": "paloma"}, "Elija una de las opciones"),
    ],
)
def test_una_entrega_mal_escrita_se_explica_y_no_queda(client, carmen, candidatura, cambio, dice):
    datos = {"canal": "impresa", "fecha": timezone.localdate().isoformat(), "recibio": "Ana", **cambio}
    respuesta = client.post(f"/panel/accesos/{candidatura.clave}/entrega/", datos)
    assert respuesta.status_code == 422
    assert dice in html.unescape(respuesta.content.decode())
    assert not EntregaDeAcceso.objects.exists()


def test_sin_cuenta_no_hay_que_entregar(client, carmen, sin_cuenta):
    with pytest.raises(SinCuenta):
        registrar_entrega(persona=sin_cuenta.persona, canal="impresa", recibio="X", por=carmen)
    assert (
        "Todavía no tiene cuenta"
        in client.get(f"/panel/accesos/{sin_cuenta.clave}/entrega/").content.decode()
    )


def test_un_partido_solo_registra_las_suyas_y_por_su_conducto(candidatura, gente):
    Representacion.objects.create(cuenta=gente["paco"], actor=candidatura.posicion.actor)
    ajena = CandidaturaFactory(posicion__actor=ActorFactory(clave="otro", siglas="OTR"))
    registrar_entrega(persona=candidatura.persona, canal="partido", recibio="Ana", por=gente["paco"])
    for persona, canal in ((candidatura.persona, "impresa"), (ajena.persona, "partido")):
        with pytest.raises(PermissionDenied):
            registrar_entrega(persona=persona, canal=canal, recibio="Ana", por=gente["paco"])
    with pytest.raises(PermissionDenied):
        registrar_entrega(persona=candidatura.persona, canal="partido", recibio="Ana", por=gente["vera"])
    assert EntregaDeAcceso.objects.count() == 1


def test_la_hoja_lleva_su_acuse_con_lugar_para_firmar(client, carmen, sin_cuenta):
    pagina = client.post(f"/panel/accesos/{sin_cuenta.clave}/hoja/").content.decode()
    for dato in (
        "Acuse de entrega",
        "Nombre y firma de quien recibe",
        "<svg",
        "Proceso de prueba",
        "sobre cerrado",
    ):
        assert dato in pagina
    acuse = pagina[pagina.index("hoja__acuse") :]
    assert "/acceso/" not in acuse.split("</section>")[0]  # lo que se archiva no abre la cuenta


# --- Cuentas de partido --------------------------------------------------------------------------------
DATOS = {"acceso": "pej.enlace", "nombre": "Paz Enlace", "correo": ""}


def test_abrir_la_cuenta_de_un_partido(client, carmen, proceso):
    actor = ActorFactory()
    pagina = client.post("/panel/representaciones/nueva/", {**DATOS, "actor": actor.pk}).content.decode()
    assert "/acceso/" in pagina
    usuario = Usuario.objects.get(acceso="pej.enlace")
    assert (usuario.rol, usuario.representacion.actor) == ("representacion", actor)
    assert Asiento.objects.filter(accion="representacion:acreditar").count() == 1
    assert "Paz Enlace" in client.get("/panel/representaciones/").content.decode()
    client.post("/panel/representaciones/pej.enlace/desactivar/")
    usuario.refresh_from_db()
    assert not usuario.is_active
    client.post("/panel/representaciones/pej.enlace/reactivar/")
    usuario.refresh_from_db()
    assert usuario.is_active


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"acceso": "carmen"}, "Ya existe una cuenta"),
        ({"actor": ""}, "Elija a quién representa"),
        ({"actor": "999999"}, "Elija uno de la lista"),
        ({"nombre": ""}, "Escriba el nombre"),
    ],
)
def test_una_cuenta_de_partido_mal_escrita_no_se_abre(client, carmen, proceso, cambio, dice):
    respuesta = client.post("/panel/representaciones/nueva/", {**DATOS, "actor": ActorFactory().pk, **cambio})
    assert respuesta.status_code == 422
    assert dice in html.unescape(respuesta.content.decode())
    assert not Representacion.objects.exists()


def test_quien_representa_a_un_partido_no_se_elige_entre_las_independientes(client, carmen, proceso):
    independiente = ActorFactory(clave="ind-x", siglas="IND", tipo="independiente")
    respuesta = client.post("/panel/representaciones/nueva/", {**DATOS, "actor": independiente.pk})
    assert "Elija uno de la lista" in html.unescape(respuesta.content.decode())


@pytest.mark.parametrize("verbo", ["enlace", "desactivar", "reactivar"])
def test_las_demas_cuentas_no_se_tocan_aqui(client, carmen, candidatura, verbo):
    for acceso in ("ana", "vera"):
        assert client.post(f"/panel/representaciones/{acceso}/{verbo}/").status_code == 404


@pytest.mark.parametrize("quien", ["ana", "paco", "vera", "irma"])
def test_solo_quien_entrega_accesos_acredita(gente, quien):
    with pytest.raises((PermissionDenied, ValidationError)):
        acreditar(actor=ActorFactory(), acceso="x.x", nombre="X", por=gente[quien])
    assert not Usuario.objects.filter(acceso="x.x").exists()
