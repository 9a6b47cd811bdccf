"""Quién es cada quien y con qué entra, cambiado por fuera, se nombra; lo que hacen los verbos, nunca."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuentas import acciones, integridad
from conoceles.cuentas.models import CambioDeCorreo, Enlace, Usuario
from conoceles.cuentas.seguridad import acciones as seguridad
from conoceles.cuentas.seguridad import factores
from tests.publicacion.cambios import columnas_de

pytestmark = pytest.mark.django_db

NUEVA = "otra frase larga de prueba"
ANTES = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
DESPUES = datetime.fromisoformat("2099-01-01T00:00:00+00:00")


def abrir(acceso: str, rol: str = "validacion") -> Usuario:
    """Como cualquiera: se abre, se le da un enlace, elige contraseña y entra."""
    usuario = acciones.crear_cuenta(
        acceso=acceso, nombre=f"{acceso.title()} de Prueba", rol=rol, correo=f"{acceso}@ejemplo.mx", por=None
    )
    enlace = acciones.emitir_enlace(usuario=usuario, motivo=Enlace.Motivo.ACTIVAR, por=None)
    usuario = acciones.usar_enlace(token=token_de(enlace), contrasena=NUEVA)
    acciones.asentar_entrada(usuario=usuario, medio="enlace")
    return Usuario.objects.get(pk=usuario.pk)


def token_de(enlace: str) -> str:
    return enlace.strip("/").rpartition("/")[2]


@pytest.fixture
def irma(db):
    return abrir("irma", "informatica")


@pytest.fixture
def vera(db):
    """Vera, con segundo factor, un enlace por usar y un cambio de correo en espera."""
    vera = abrir("vera")
    factores.poner_totp(usuario=vera, secreto=generate_totp_secret(), por=vera)
    acciones.emitir_enlace(usuario=vera, motivo=Enlace.Motivo.RECUPERAR, por=None)
    seguridad.pedir_cambio_de_correo(usuario=vera, nuevo="nueva@ejemplo.mx", por=vera)
    assert integridad.primer_defecto() is None
    return vera


# --- Lo que se cambia por fuera ---------------------------------------------------------------------------------

CAMBIOS = {
    Usuario: {
        "acceso": "otra", "nombre": "Otra", "rol": "instancia_interna", "correo": "otra@ejemplo.mx",
        "password": make_password("la de quien ataca"), "is_active": False, "congelada_en": ANTES,
        "primera_entrada_en": None, "sal": "00" * 16,
    },
    Enlace: {
        "motivo": "activar", "huella": "f" * 64, "vence_en": DESPUES, "usado_en": ANTES,
    },
    CambioDeCorreo: {"nuevo": "otra@ejemplo.mx", "huella": "f" * 64, "surte_en": ANTES},
    Authenticator: {"type": "webauthn", "data": {"secret": "otro"}},
}  # fmt: skip
SIN_REVISAR = {
    Usuario: {"id": "una llave", "last_login": "no decide nada", "creada_en": "no decide nada"},
    Enlace: {
        "id": "una llave", "usuario_id": "se prueba aparte", "creado_en": "no decide nada",
        "anulado_en": "uno anulado y repuesto vence cuando dijo, y usarlo deja su renglón y su carta",
    },
    CambioDeCorreo: {
        "id": "una llave", "usuario_id": "se prueba aparte", "anterior": "no decide nada", "pedido_en": "no decide nada",
        "aplicado_en": "surtirlo otra vez se nombra", "cancelado_en": "lo detuvo un enlace: su renglón lo dice",
    },
    Authenticator: {
        "id": "una llave", "user_id": "se prueba aparte", "created_at": "no decide nada",
        "last_used_at": "no decide nada",
    },
}  # fmt: skip


@pytest.mark.sin_base
def test_toda_columna_tiene_quien_la_vigile_o_dice_por_que_no():
    for modelo, columnas in CAMBIOS.items():
        assert columnas_de(modelo) == {*columnas, *SIN_REVISAR[modelo]}, modelo.__name__


def dicho_tras(hacer) -> str:
    with transaction.atomic():
        hacer()
        dicho = " ".join(integridad.defectos())
        transaction.set_rollback(True)
    return dicho


def test_cada_columna_cambiada_se_nombra_con_su_cuenta(vera):
    callados = []
    for modelo, columnas in CAMBIOS.items():
        for columna, valor in columnas.items():
            fila = modelo.objects.order_by("pk").last()
            suya = modelo.objects.filter(pk=fila.pk)
            dicho = dicho_tras(lambda suya=suya, c=columna, v=valor: suya.update(**{c: v}))
            callados += [] if "vera" in dicho else [(modelo.__name__, columna, dicho)]
    assert not callados


def test_cada_fila_puesta_o_quitada_se_nombra(irma, vera):
    callados = []
    for modelo, de_quien in ((Enlace, "usuario"), (CambioDeCorreo, "usuario"), (Authenticator, "user")):
        fila = modelo.objects.filter(pk=modelo.objects.latest("pk").pk)
        callados += (
            [] if dicho_tras(lambda f=fila, c=de_quien: f.update(**{c: irma})) else [(modelo, "ajena")]
        )
    for modelo in (Usuario, Authenticator):
        fila = modelo.objects.filter(pk=modelo.objects.latest("pk").pk)
        callados += [] if dicho_tras(lambda f=fila: f._raw_delete(f.db)) else [(modelo, "borrada")]
    assert not callados
    assert "no consta que se abriera" in dicho_tras(
        lambda: Usuario.objects.create_user("intrusa", NUEVA, nombre="Intrusa", rol="informatica")
    )
    inventada = {"secret": "00"}
    assert "segundo factor" in dicho_tras(
        lambda: Authenticator.objects.create(user=irma, type="totp", data=inventada)
    )


def test_un_acto_posterior_de_su_titular_no_ampara_lo_que_se_cambio(vera):
    Usuario.objects.filter(pk=vera.pk).update(rol="instancia_interna", correo="otra@ejemplo.mx")
    vera.refresh_from_db()
    acciones.cambiar_contrasena(usuario=vera, contrasena=NUEVA + " dos", por=vera)
    factores.renovar_codigos(usuario=vera, por=vera)
    assert integridad.primer_defecto() == (
        "La cuenta vera no dice lo que se asentó en: titular o rol, correo."
    )


def test_actuar_con_otro_rol_se_nombra_aunque_se_devuelva(vera):
    for rol in ("informatica", "validacion"):
        Usuario.objects.filter(pk=vera.pk).update(rol=rol)
        vera.refresh_from_db()
        acciones.cambiar_contrasena(usuario=vera, contrasena=f"{NUEVA} {rol}", por=vera)
    assert list(integridad.defectos()) == [
        "Hay actos de vera con el rol «informatica», que no es con el que se abrió su cuenta."
    ]


def test_un_enlace_inventado_se_nombra_aunque_se_use_y_se_borre(vera):
    inventado = Enlace.objects.create(
        usuario=vera, motivo="recuperar", huella=acciones.huella_de("inventado"), vence_en=DESPUES
    )
    assert "no es el que se dio" in integridad.primer_defecto()
    acciones.usar_enlace(token="inventado", contrasena=NUEVA + " dos")
    Enlace.objects.filter(pk=inventado.pk).delete()
    assert "se entró con un enlace que nadie le dio" in integridad.primer_defecto()


def test_un_cambio_de_correo_que_no_pidio_se_nombra_aunque_surta(vera):
    CambioDeCorreo.objects.update(nuevo="de-quien-ataca@ejemplo.mx", surte_en=ANTES)
    assert seguridad.aplicar_cambios_de_correo() == 1
    CambioDeCorreo.objects.all().delete()
    assert "El correo de la cuenta vera cambió sin que lo pidiera" in integridad.primer_defecto()


# --- Lo que hacen los verbos ------------------------------------------------------------------------------------


def test_la_vida_entera_de_una_cuenta_no_da_ninguna_alarma(vera, irma):
    factores.renovar_codigos(usuario=vera, por=vera)
    codigo = factores.codigos_de(vera)[0]
    respaldo = Authenticator.objects.get(user=vera, type="recovery_codes").wrap()
    assert respaldo.validate_code(codigo)  # usarlo lo marca
    for factor in factores.de(vera):
        factores.quitar(usuario=vera, factor=factor, por=vera)
    assert integridad.primer_defecto() is None
    factores.poner_llave(usuario=vera, nombre="Teléfono", credencial={"id": "x", "n": 1.5}, por=vera)
    factores.poner_totp(usuario=vera, secreto=generate_totp_secret(), por=vera)
    factores.quitar(usuario=vera, factor=factores.de(vera).first(), por=vera)
    assert integridad.primer_defecto() is None
    acciones.cambiar_contrasena(usuario=vera, contrasena=NUEVA + " dos", por=vera)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert seguridad.aplicar_cambios_de_correo() == 1
        vera.refresh_from_db()
        seguridad.pedir_cambio_de_correo(usuario=vera, nuevo="tercera@ejemplo.mx", por=vera)
        seguridad.detener_cambio_de_correo(usuario=vera, por=None)
        acciones.pedir_recuperacion(acceso="vera")
        acciones.atender_recuperaciones()
        acciones.cambiar_correo(usuario=vera, correo="cuarta@ejemplo.mx", por=irma)
        assert integridad.primer_defecto() is None
        seguridad.congelar(usuario=vera, por=vera)
        assert integridad.primer_defecto() is None
        acciones.reactivar_cuenta(usuario=vera, por=irma)
        enlace = acciones.emitir_enlace(
            usuario=Usuario.objects.get(pk=vera.pk), motivo=Enlace.Motivo.ACTIVAR, por=irma
        )
        acciones.usar_enlace(token=token_de(enlace), contrasena=NUEVA)
        acciones.usar_enlace(token=token_de(enlace), contrasena=NUEVA)  # un doble clic
        acciones.asentar_entrada(usuario=vera, medio="enlace")
        acciones.desactivar_cuenta(usuario=vera, por=irma)
        assert integridad.primer_defecto() is None
        acciones.reactivar_cuenta(usuario=vera, por=irma)
    assert integridad.primer_defecto() is None


def test_una_contrasena_cifrada_a_la_antigua_se_vuelve_a_cifrar_al_entrar_y_consta(vera, client, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    for factor in factores.de(vera):
        factores.quitar(usuario=vera, factor=factor, por=vera)
    for _ in range(2):
        respuesta = client.post("/entrar/", {"acceso": "vera", "contrasena": NUEVA})
        assert respuesta["Location"] == "/inicio/"
        client.post("/salir/")
    assert Usuario.objects.get().password.startswith("pbkdf2_")
    assert Asiento.objects.filter(accion="cuenta:recifrar").count() == 1
    assert integridad.primer_defecto() is None


def test_comprobar_la_contrasena_no_escribe(vera, settings, django_assert_num_queries):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    with django_assert_num_queries(0):
        assert vera.check_password(NUEVA)
