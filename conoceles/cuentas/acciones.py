"""Los verbos de la cuenta: abrirla, dar un enlace, usarlo, cambiar la contraseña, cerrarla y reabrirla."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, get_hasher, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar, asentar_varios
from conoceles.bitacora.models import Asiento
from conoceles.comun.sales import exacto
from conoceles.mensajes.acciones import descartar_enlaces, escribir_varias, redirigir

from . import cartas
from .models import Enlace, PeticionDeEnlace, Usuario
from .permisos import Permiso, exigir
from .seguridad import cartas as avisos
from .seguridad import factores

# Un doble clic repite el envío con la misma contraseña: pasado esto, ya no es un doble clic.
VENTANA_DE_REPETICION = timedelta(minutes=2)


class EnlaceNoSirve(Exception):
    """Vencido, usado, anulado, inventado o de una cuenta cerrada: por fuera no se distinguen."""


def normalizar_acceso(texto: str) -> str:
    """Como se guarda: sin espacios y en minúsculas, para que la hoja impresa pueda copiarse como sea."""
    return "".join(unicodedata.normalize("NFKC", texto).split()).lower()


def huella_de(token: str) -> str:
    """Lo único del enlace que se guarda. El token es azar de 256 bits: no necesita sal."""
    return hashlib.sha256(token.encode()).hexdigest()


def _permiso_sobre(usuario: Usuario) -> Permiso:
    """Informática cuida las cuentas del personal; quien opera el registro, las de las candidaturas."""
    return Permiso.ADMINISTRAR_CUENTAS if usuario.papel.es_personal else Permiso.ENTREGAR_ACCESO


def _asentar(
    accion: str, usuario: Usuario, *datos: str, por: Usuario | None, **detalle: str | None
) -> Asiento:
    """El acto sobre su cuenta, con la huella de los datos que escribió (véase `Usuario.huellas`)."""
    return asentar(
        por=por, accion=accion, objeto=("cuenta", usuario.acceso), **detalle, **usuario.huellas(*datos)
    )


# --- Abrir -----------------------------------------------------------------------------------------
def crear_cuenta(*, acceso: str, nombre: str, rol: str, correo: str = "", por: Usuario | None) -> Usuario:
    """Abre una cuenta sin contraseña: sólo se entra con un enlace.

    Raises:
        ValidationError: si el nombre de acceso se repite o algún dato no es válido, campo por campo.
    """
    usuario = Usuario(
        acceso=normalizar_acceso(acceso),
        nombre=" ".join(nombre.split()),
        rol=rol,
        correo=correo.strip(),
        password=make_password(None),
    )
    usuario.full_clean()
    return crear_cuentas(usuarios=[usuario], por=por)[0]


@transaction.atomic
def crear_cuentas(*, usuarios: Sequence[Usuario], por: Usuario | None) -> list[Usuario]:
    """La forma en bloque: cuentas ya revisadas, con un solo viaje a la base y a la bitácora."""
    for permiso in {_permiso_sobre(usuario) for usuario in usuarios}:
        exigir(por, permiso)
    creados = Usuario.objects.bulk_create(usuarios, batch_size=500)
    actos = [
        Acto(
            "cuenta:crear",
            ("cuenta", u.acceso),
            {"rol": u.rol, **u.huellas("titular", "correo", "contrasena")},
        )
        for u in creados
    ]
    asentar_varios(por=por, actos=actos)
    return creados


@transaction.atomic
def cambiar_correo(*, usuario: Usuario, correo: str, por: Usuario | None) -> Usuario:
    """A dónde llegarán sus enlaces y lo que aún no sale. Los enlaces que ya se enviaron al anterior dejan de servir."""
    exigir(por, _permiso_sobre(usuario))
    if usuario.correo != correo:
        usuario.correo = correo
        usuario.full_clean()
        usuario.save(update_fields=["correo"])
        usuario.cambios_de_correo.detener()  # lo que pidió antes la persona no debe pisar éste
        anular_enlaces([usuario])
        redirigir(cuenta=usuario.acceso, correo=usuario.buzon)
        _asentar("cuenta:cambiar_correo", usuario, "correo", por=por)
    return usuario


# --- Enlaces ---------------------------------------------------------------------------------------
def emitir_enlace(*, usuario: Usuario, motivo: Enlace.Motivo, por: Usuario | None) -> str:
    """Da un enlace nuevo, anula los anteriores del mismo motivo y deja la carta; devuelve la dirección.

    La dirección completa sólo existe en lo que se devuelve y, hasta que sale, en la carta.
    """
    return emitir_enlaces(usuarios=[usuario], motivo=motivo, por=por)[usuario.pk]


@transaction.atomic
def emitir_enlaces(
    *, usuarios: Iterable[Usuario], motivo: Enlace.Motivo, por: Usuario | None
) -> dict[int, str]:
    """La forma en bloque: la dirección de cada quien, por llave de usuario."""
    destinatarios = [usuario for usuario in usuarios if usuario.is_active]
    for permiso in {_permiso_sobre(usuario) for usuario in destinatarios}:
        exigir(por, permiso)
    _anular(destinatarios, motivo)
    tokens = {usuario.pk: secrets.token_urlsafe(32) for usuario in destinatarios}
    vence_en = timezone.now() + _vigencia(motivo)
    enlaces = [
        Enlace(usuario=u, motivo=motivo, huella=huella_de(tokens[u.pk]), vence_en=vence_en)
        for u in destinatarios
    ]
    Enlace.objects.bulk_create(enlaces, batch_size=500)
    direcciones = {pk: direccion_de(token) for pk, token in tokens.items()}
    escribir_varias(cartas.con_enlace(e.usuario, e, direcciones[e.usuario_id]) for e in enlaces)
    actos = [
        Acto(
            "enlace:emitir",
            ("cuenta", e.usuario.acceso),
            {"motivo": motivo.value, "enlace": e.huella_de_lo_emitido},
        )
        for e in enlaces
    ]
    asentar_varios(por=por, actos=actos)
    return direcciones


def direccion_de(token: str) -> str:
    return f"{settings.CONOCELES_SITIO}/acceso/{token}/"


def _vigencia(motivo: Enlace.Motivo) -> timedelta:
    if motivo == Enlace.Motivo.ACTIVAR:
        return timedelta(hours=settings.CONOCELES_VIGENCIA_ACTIVACION_HORAS)
    return timedelta(minutes=settings.CONOCELES_VIGENCIA_RECUPERACION_MINUTOS)


def _anular(usuarios: Iterable[Usuario], *motivos: Enlace.Motivo) -> None:
    usuarios = list(usuarios)
    Enlace.objects.filter(
        usuario__in=[u.pk for u in usuarios], motivo__in=motivos, usado_en=None, anulado_en=None
    ).update(anulado_en=timezone.now())
    descartar_enlaces([u.acceso for u in usuarios])


def anular_enlaces(usuarios: Iterable[Usuario]) -> None:
    """Ninguno de los enlaces que se les dieron sirve ya."""
    _anular(usuarios, *Enlace.Motivo)


def enlace_vigente(token: str) -> Enlace:
    """El enlace que aún sirve; mirarlo no lo gasta (los filtros de correo abren las ligas antes que nadie).

    Raises:
        EnlaceNoSirve: en cualquier otro caso.
    """
    enlace = Enlace.objects.vigentes().select_related("usuario").filter(huella=huella_de(token)).first()
    if enlace is None or not enlace.usuario.is_active:
        raise EnlaceNoSirve
    return enlace


def titular_de(token: str) -> Usuario:
    """De quién es el enlace vigente, o el que se usó hace un momento (un doble clic).

    Raises:
        EnlaceNoSirve: en cualquier otro caso.
    """
    return _usado_hace_un_momento(token) or enlace_vigente(token).usuario


def usar_enlace(*, token: str, contrasena: str) -> Usuario:
    """Gasta el enlace, fija la contraseña y cierra las demás sesiones; devuelve de quién es la cuenta.

    Repetirlo con la misma contraseña en menos de dos minutos no es un error ni un segundo acto.

    Raises:
        EnlaceNoSirve: si no hay un enlace vigente con ese token.
        ValidationError: si la contraseña no cumple; el enlace no se gasta.
    """
    validate_password(contrasena, titular_de(token))
    # Cifrar es lento a propósito: se hace antes de abrir la transacción, para no detener a nadie.
    cifrada = make_password(contrasena)
    with transaction.atomic():
        enlace = _tomar_enlace(token)
        if enlace:
            usuario = Usuario.objects.select_for_update().get(pk=enlace.usuario_id)
            enlace.usado_en = timezone.now()
            enlace.save(update_fields=["usado_en"])
            anular_enlaces([usuario])
            usuario.cambios_de_correo.detener()  # quien perdió la cuenta no debe perder también el buzón
            _fijar(usuario, cifrada)
            dicho = {"motivo": enlace.motivo, "enlace": enlace.huella_de_lo_emitido}
            _asentar("enlace:usar", usuario, "contrasena", por=usuario, **dicho)
            return usuario
    repetido = _usado_hace_un_momento(token)
    if repetido and check_password(contrasena, repetido.password):
        return repetido
    raise EnlaceNoSirve


def _usado_hace_un_momento(token: str) -> Usuario | None:
    desde = timezone.now() - VENTANA_DE_REPETICION
    enlace = (
        Enlace.objects.select_related("usuario")
        .filter(huella=huella_de(token), usado_en__gt=desde, usuario__is_active=True)
        .first()
    )
    return enlace.usuario if enlace else None


def _tomar_enlace(token: str) -> Enlace | None:
    """En exclusiva: de dos envíos a la vez, sólo uno lo encuentra vigente."""
    return Enlace.objects.vigentes().select_for_update().filter(huella=huella_de(token)).first()


# --- Recuperar -------------------------------------------------------------------------------------
def pedir_recuperacion(*, acceso: str) -> None:
    """Anota la petición sin mirar si la cuenta existe; la atiende `atender_recuperaciones`."""
    PeticionDeEnlace.objects.create(acceso=normalizar_acceso(acceso)[:60])


def atender_recuperaciones(*, maximo: int = 200) -> int:
    """Da un enlace a quien pidió y tiene cuenta activa con correo; dice cuántos dio."""
    dados = 0
    for peticion in PeticionDeEnlace.objects.all()[:maximo]:
        with transaction.atomic():
            borradas, _ = PeticionDeEnlace.objects.filter(pk=peticion.pk).delete()
            usuario = (
                Usuario.objects.filter(acceso=peticion.acceso, is_active=True).exclude(correo="").first()
            )
            if borradas and usuario:
                emitir_enlace(usuario=usuario, motivo=Enlace.Motivo.RECUPERAR, por=None)
                dados += 1
    return dados


# --- Contraseña, cierre y reapertura -----------------------------------------------------------------
@transaction.atomic
def cambiar_contrasena(*, usuario: Usuario, contrasena: str, por: Usuario) -> Usuario:
    """La cambia quien ya entró; sus demás sesiones se cierran."""
    if por.pk != usuario.pk:
        raise PermissionDenied
    validate_password(contrasena, usuario)
    _fijar(usuario, make_password(contrasena))
    _asentar("cuenta:cambiar_contrasena", usuario, "contrasena", por=por)
    escribir_varias([avisos.cambio_en(usuario, "Se cambió la contraseña")])
    return usuario


def recifrar(*, usuario: Usuario, contrasena: str) -> bool:
    """Si la suya se cifró como ya no se hace, la vuelve a cifrar; dice si hizo falta. Quien llama la comprobó.

    Es la misma: sólo la guarda si nadie la cambió mientras tanto.
    """
    actual, preferido = usuario.password, get_hasher()
    if identify_hasher(actual).algorithm == preferido.algorithm and not preferido.must_update(actual):
        return False
    usuario.password = make_password(contrasena)
    with transaction.atomic():
        suya = Usuario.objects.filter(pk=usuario.pk, password=actual)
        if not suya.update(password=usuario.password):
            return False
        _asentar("cuenta:recifrar", usuario, "contrasena", por=usuario)
    return True


def _fijar(usuario: Usuario, cifrada: str) -> None:
    """Toda sesión lleva un resumen de la contraseña: al cambiarla, las abiertas dejan de valer."""
    usuario.password = cifrada
    usuario.save(update_fields=["password"])


@transaction.atomic
def desactivar_cuenta(*, usuario: Usuario, por: Usuario | None) -> Usuario:
    """Cierra la cuenta: ni entra, ni siguen sus sesiones, ni sirven sus enlaces. Nada se borra.

    Lo que iba a salir a su correo ya no sale: queda en la bandeja, para entregarse impreso.

    Raises:
        PermissionDenied: si no puede o si es la propia (dejaría al Instituto sin quien abra cuentas).
    """
    exigir(por, _permiso_sobre(usuario))
    if por is not None and por.pk == usuario.pk:
        raise PermissionDenied("Nadie puede desactivar su propia cuenta.")
    usuario = Usuario.objects.select_for_update().get(pk=usuario.pk)
    if not usuario.is_active:
        return usuario
    # Sin contraseña, al reactivarla no reviven las sesiones de antes: se entra con un enlace nuevo.
    usuario.is_active, usuario.password = False, make_password(None)
    usuario.save(update_fields=["is_active", "password"])
    anular_enlaces([usuario])
    redirigir(cuenta=usuario.acceso, correo=usuario.buzon)
    usuario.cambios_de_correo.detener()
    factores.olvidar_todos(usuario)
    _asentar("cuenta:desactivar", usuario, "contrasena", por=por)
    return usuario


@transaction.atomic
def reactivar_cuenta(*, usuario: Usuario, por: Usuario | None) -> Usuario:
    """La reabre, sin contraseña: hay que darle un enlace. También la que su dueña o dueño congeló."""
    exigir(por, _permiso_sobre(usuario))
    usuario = Usuario.objects.select_for_update().get(pk=usuario.pk)
    if not usuario.is_active:
        usuario.is_active, usuario.congelada_en = True, None
        usuario.save(update_fields=["is_active", "congelada_en"])
        _asentar("cuenta:reactivar", usuario, por=por)
    return usuario


@transaction.atomic
def asentar_entrada(*, usuario: Usuario, medio: str) -> datetime:
    """Deja constancia de que entró (`medio`: contraseña, enlace o demostración) y de la primera vez."""
    ahora, sin_entrar = timezone.now(), Usuario.objects.filter(pk=usuario.pk, primera_entrada_en=None)
    primera = {"primera": exacto(ahora)} if sin_entrar.update(primera_entrada_en=ahora) else {}
    return _asentar("sesion:abrir", usuario, por=usuario, medio=medio, **primera).instante
