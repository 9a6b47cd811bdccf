"""Cada acto que altera lo público deja su punto de control firmado, o no deja nada; y todo lo tocado se nota."""

from __future__ import annotations

import hashlib
import io
import re
from base64 import b64decode
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from conoceles.publicacion.acciones import al_corriente
from conoceles.publicacion.evidencia import arbol, auditoria, notas, puntos
from conoceles.publicacion.evidencia.comprobantes import Estado, comprobante
from conoceles.publicacion.models import (
    DISPARADORES,
    DISPARADORES_DEL_ARBOL,
    Edicion,
    Ficha,
    Instantanea,
    PuntoDeControl,
    Tramo,
)
from tests.publicacion.rfc9162 import continua

pytestmark = pytest.mark.django_db


def cambiar(candidatura, mote):
    candidatura.persona.mote = mote
    candidatura.persona.save()
    return al_corriente([candidatura], por=None)


@pytest.fixture
def sin_disparadores(candidatura):
    """La ficha de Ana con tres versiones y todo por tocarse."""
    for mote in ("La Nueva", "La Otra"):
        cambiar(candidatura, mote)
    assert auditoria.primer_defecto() is None
    connection.check_constraints()
    for disparadores in (DISPARADORES, *DISPARADORES_DEL_ARBOL):
        disparadores.quitar()
    return Ficha.objects.get()


def test_cada_edicion_con_hojas_nuevas_deja_un_punto(candidatura):
    assert cambiar(candidatura, "La Nueva") == 1
    assert al_corriente([candidatura], por=None) == 0
    assert PuntoDeControl.objects.count() == Edicion.objects.count() == Instantanea.objects.count() == 2
    punto = puntos.ultimo()
    assert punto.instante >= Instantanea.objects.get(pk=2).instante
    primero, segundo = (arbol.de_hoja(hoja) for hoja in puntos.hojas(1, 2))
    assert punto.raiz == arbol.de_nodos(primero, segundo).hex()


def test_la_nota_tiene_la_forma_de_c2sp(candidatura, settings):
    settings.CONOCELES_ORIGEN_BITACORA = "conoceles.ejemplo.mx/bitacora-publica"
    cambiar(candidatura, "La Nueva")
    nota = puntos.ultimo().nota
    texto, firmas = nota.split("\n\n")
    origen, tamano, raiz = texto.split("\n")
    assert (origen, tamano) == (settings.CONOCELES_ORIGEN_BITACORA, "2")
    assert b64decode(raiz).hex() == puntos.ultimo().raiz
    nombre, identificador, llave = notas.llaves()[-1].texto.split("+", 2)
    tipo_y_llave = b64decode(llave)
    assert tipo_y_llave[0] == 1
    assert hashlib.sha256(nombre.encode() + b"\n" + tipo_y_llave).hexdigest()[:8] == identificador
    marca = re.fullmatch(rf"— {re.escape(origen)} (\S+)\n", firmas)
    cruda = b64decode(marca[1])
    assert cruda[:4].hex() == identificador
    Ed25519PublicKey.from_public_bytes(tipo_y_llave[1:]).verify(cruda[4:], texto.encode() + b"\n")


def test_lo_que_no_se_sella_no_se_publica(candidatura, monkeypatch):
    antes = Instantanea.objects.count(), Edicion.objects.count()

    def falla(tamano, raiz):
        raise notas.NotaInvalida("sin llave")

    monkeypatch.setattr(notas, "firmar", falla)
    with pytest.raises(notas.NotaInvalida):
        cambiar(candidatura, "La Nueva")
    assert (Instantanea.objects.count(), Edicion.objects.count()) == antes


def test_sellar_exige_una_transaccion(monkeypatch):
    monkeypatch.setattr(puntos, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(transaction.TransactionManagementError):
        puntos.sellar()


def test_un_bit_volteado_al_firmar_no_sale(candidatura, monkeypatch):
    class Rota:
        def __init__(self, buena):
            self.public_key = buena.public_key
            self._buena = buena

        def sign(self, texto):
            firma = bytearray(self._buena.sign(texto))
            firma[5] ^= 1
            return bytes(firma)

    rota = Rota(notas._privada("x" * 40))
    monkeypatch.setattr(notas, "_privada", lambda secreto: rota)
    with pytest.raises(notas.NotaInvalida):
        cambiar(candidatura, "La Nueva")


def hojas_inventadas(desde, hasta):
    Instantanea.objects.bulk_create(
        Instantanea(
            secuencia=n, proceso="p", clave=f"c{n}", version=1, instante=timezone.now(), documento="{}",
            sal="00" * 16, huella=hashlib.sha256(bytes(16) + b"{}").hexdigest(),
        )
        for n in range(desde, hasta + 1)
    )  # fmt: skip


def test_crece_por_tramos_y_toda_prueba_sirve(db):
    """Tres tramos y cacho, sellados a tamaños disparejos: todas las hojas y todas las parejas de puntos."""
    cortes = [1, 5, 256, 257, 511, 600, 768, 801]
    for desde, hasta in zip([0, *cortes], cortes, strict=False):
        hojas_inventadas(desde + 1, hasta)
        assert puntos.sellar().tamano == hasta
        assert puntos.sellar() is None
    assert Tramo.objects.count() == 3
    assert auditoria.primer_defecto() is None
    raices = {p.tamano: bytes.fromhex(p.raiz) for p in PuntoDeControl.objects.all()}
    for secuencia in (1, 2, 255, 256, 257, 512, 513, 768, 769, 800, 801):
        prueba = puntos.prueba_de(secuencia)
        camino = [bytes.fromhex(nodo) for nodo in prueba["camino"]]
        nodo = arbol.de_hoja(prueba["hoja"].encode())
        assert arbol.incluye(nodo, secuencia - 1, 801, camino, raices[801]), secuencia
    for viejo in cortes:
        for nuevo in cortes[cortes.index(viejo) :]:
            prueba = [bytes.fromhex(nodo) for nodo in puntos.consistencia(viejo, nuevo)["prueba"]]
            assert continua(viejo, raices[viejo], nuevo, raices[nuevo], prueba), (viejo, nuevo)


def test_lo_que_no_existe_se_dice(candidatura):
    for secuencia in (0, 2, 99):
        with pytest.raises(puntos.SinHoja):
            puntos.prueba_de(secuencia)
    for pareja in ((0, 1), (1, 2), (2, 1)):
        with pytest.raises(puntos.SinHoja):
            puntos.consistencia(*pareja)


def test_sellar_muchas_cuesta_lo_mismo_que_una(db, django_assert_num_queries):
    hojas_inventadas(1, 3)
    with django_assert_num_queries(
        9
    ):  # último, tramos, hojas; la cabeza y su renglón (4), la última hoja, alta
        puntos.sellar()
    hojas_inventadas(4, 1000)
    with django_assert_num_queries(10):  # y los tramos nuevos
        puntos.sellar()
    with django_assert_num_queries(4):  # último, tramos, hojas del tramo y la cola, la hoja
        puntos.prueba_de(10)


# --- Lo tocado por fuera -----------------------------------------------------------------------------------


@pytest.mark.parametrize("tabla", ["publicacion_puntodecontrol", "publicacion_tramo"])
@pytest.mark.parametrize("orden", ["UPDATE {} SET raiz = 'x'", "DELETE FROM {}"])
def test_los_puntos_y_los_tramos_no_se_tocan(db, tabla, orden):
    hojas_inventadas(1, 256)
    puntos.sellar()
    with (
        pytest.raises(DatabaseError, match="sólo de agregar"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(orden.format(tabla))


def _documento_solo():
    instantanea = Instantanea.objects.get(pk=3)
    Instantanea.objects.filter(pk=3).update(documento=instantanea.documento.replace("La Otra", "La Misma"))


def _documento_con_su_huella():
    """Quien conoce el sistema cambia también la huella: cuadra con su sal, pero ya no con el árbol."""
    instantanea = Instantanea.objects.get(pk=3)
    texto = instantanea.documento.replace("La Otra", "La Misma")
    huella = hashlib.sha256(bytes.fromhex(instantanea.sal) + texto.encode()).hexdigest()
    Instantanea.objects.filter(pk=3).update(documento=texto, huella=huella)


@pytest.mark.parametrize("tocar", [_documento_solo, _documento_con_su_huella])
def test_un_documento_cambiado_lo_delatan_la_orden_y_su_propia_ficha(sin_disparadores, tocar):
    assert comprobante(sin_disparadores.clave, timezone.now()).estado is Estado.INTEGRA
    tocar()
    delatado = comprobante(sin_disparadores.clave, timezone.now())
    assert delatado.estado is Estado.ALTERADA
    assert (
        "La Misma" in delatado.archivo["documento"]
    )  # lo que la página muestra, para que se vea que no cuadra
    salida = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verificar", stdout=salida)
    assert re.search(
        r"La instantánea 3 .* fue alterada|Las primeras 3 hojas ya no dan la raíz", salida.getvalue()
    )


def test_una_ficha_que_vuelve_a_su_version_anterior_se_nota(sin_disparadores):
    Ficha.objects.update(vigente=Instantanea.objects.get(pk=2))
    assert comprobante(sin_disparadores.clave, timezone.now()).estado is Estado.ATRASADA


def test_lo_suprimido_deja_la_hoja(sin_disparadores):
    Instantanea.objects.filter(pk=3).update(documento=None, sal=None)
    suprimido = comprobante(sin_disparadores.clave, timezone.now())
    assert suprimido.estado is Estado.SUPRIMIDA
    assert suprimido.archivo["hoja"]
    assert suprimido.archivo["documento"] is None
    assert auditoria.primer_defecto() is None


def _borrar_la_cola():
    Ficha.objects.update(vigente=Instantanea.objects.get(pk=2))
    Instantanea.objects.filter(pk=3).delete()


def _permutar_puntos():
    uno, dos = PuntoDeControl.objects.get(pk=1), PuntoDeControl.objects.get(pk=2)
    PuntoDeControl.objects.filter(pk=1).update(nota=dos.nota)
    PuntoDeControl.objects.filter(pk=2).update(nota=uno.nota)


@pytest.mark.parametrize(
    ("tocar", "dice"),
    [
        (lambda: Instantanea.objects.filter(pk=2).update(huella="f" * 64), "Las primeras 2 hojas"),
        (lambda: Instantanea.objects.filter(pk=2).update(instante=timezone.now()), "Las primeras 2 hojas"),
        (lambda: Instantanea.objects.filter(pk=1).delete(), "Falta la hoja 1"),
        (_borrar_la_cola, "sólo quedan 2"),
        (lambda: PuntoDeControl.objects.filter(pk=3).delete(), "el último punto de control abarca 2"),
        (lambda: PuntoDeControl.objects.filter(pk=2).update(raiz="0" * 64), "Las primeras 2 hojas"),
        (_permutar_puntos, "firma otra cosa"),
        (
            lambda: PuntoDeControl.objects.filter(pk=2).update(nota="nada"),
            "no tiene la forma de un punto de control",
        ),
        (lambda: hojas_inventadas(4, 4), "falta firmar"),
        (lambda: Tramo.objects.create(numero=0, raiz="0" * 64), "Sobra el tramo 0"),
    ],
)
def test_la_orden_recorre_hojas_raices_puntos_y_firmas(sin_disparadores, tocar, dice):
    tocar()
    assert dice in auditoria.primer_defecto()


def test_no_se_firma_sobre_lo_que_ya_no_cuadra(sin_disparadores, candidatura):
    Instantanea.objects.filter(pk=1).update(huella="f" * 64)
    with pytest.raises(puntos.ArbolRoto, match="punto de control de 3 hojas"):
        cambiar(candidatura, "La Cuarta")
    assert Instantanea.objects.count() == 3


def test_un_tramo_tocado_se_nota(db):
    hojas_inventadas(1, 300)
    puntos.sellar()
    DISPARADORES_DEL_ARBOL[1].quitar()
    Tramo.objects.update(raiz="0" * 64)
    assert "El tramo 0 no es la raíz" in auditoria.primer_defecto()


# --- Las llaves --------------------------------------------------------------------------------------------


def test_cambiar_de_llave_y_de_nombre_conserva_lo_firmado(candidatura, settings):
    cambiar(candidatura, "La Nueva")
    vieja = notas.llaves()[-1]
    settings.CONOCELES_LLAVES_ANTERIORES_BITACORA = [f"1-2 {vieja.texto}"]
    settings.CONOCELES_LLAVE_BITACORA = "otra llave, de cuarenta signos o por ahí"
    settings.CONOCELES_ORIGEN_BITACORA = "otro.ejemplo.mx/bitacora-publica"
    cambiar(candidatura, "La Otra")
    assert auditoria.primer_defecto() is None
    assert [llave.renglon.split(" ")[0] for llave in notas.llaves()] == ["1-2", "3-"]
    settings.CONOCELES_LLAVES_ANTERIORES_BITACORA = [f"1-1 {vieja.texto}"]
    assert "Ninguna llave conocida" in auditoria.primer_defecto()


@pytest.mark.parametrize("mal", ["", "1-2", "1-2 a+b+c", "dos-tres {llave}", "{llave}", "1-2 {llave}x"])
def test_un_renglon_de_llave_mal_escrito_se_explica(settings, mal):
    settings.CONOCELES_LLAVES_ANTERIORES_BITACORA = [mal.format(llave=notas.llaves()[-1].texto)]
    with pytest.raises(ImproperlyConfigured, match="CONOCELES_LLAVES_ANTERIORES_BITACORA"):
        notas.llaves()
