"""Los verbos de la seguridad de la cuenta: reconocer equipos, cambiar el correo y congelar."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.acciones import anular_enlaces
from conoceles.cuentas.models import CambioDeCorreo, Equipo, Usuario
from conoceles.mensajes.acciones import escribir_varias, redirigir

from . import cartas, factores
from .enlaces import EnlaceNoSirve, huella_de

ESPERA_DEL_CORREO = timedelta(hours=24)
EQUIPOS_RECORDADOS = 20


# --- Equipos -----------------------------------------------------------------------------------------
@transaction.atomic
def reconocer_equipo(*, usuario: Usuario, galleta: str, descripcion: str) -> str:
    """Anota desde qué navegador se entró y, si no se conocía, avisa. Devuelve la galleta que lo reconoce."""
    ahora = timezone.now()
    if galleta and usuario.equipos.filter(huella=huella_de(galleta)).update(ultima_vez=ahora):
        return galleta
    nueva = galleta or secrets.token_urlsafe(24)
    Equipo.objects.create(usuario=usuario, huella=huella_de(nueva), descripcion=descripcion[:120])
    sobran = usuario.equipos.values_list("pk", flat=True)[EQUIPOS_RECORDADOS:]
    Equipo.objects.filter(pk__in=list(sobran)).delete()
    asentar(por=usuario, accion="equipo:reconocer", objeto=("cuenta", usuario.acceso))
    escribir_varias([cartas.equipo_nuevo(usuario, descripcion, ahora)])
    return nueva


# --- Congelar ----------------------------------------------------------------------------------------
@transaction.atomic
def congelar(*, usuario: Usuario, por: Usuario | None) -> Usuario:
    """Cierra la cuenta al momento: ni contraseña, ni sesiones, ni enlaces, ni llaves. Nada se borra de lo capturado.

    La pide su dueña o dueño, ya dentro (`por`) o con el enlace de una carta (`None`). La reabre el Instituto
    (`cuentas.acciones.reactivar_cuenta`).
    """
    if por is not None and por.pk != usuario.pk:
        raise PermissionDenied
    usuario = Usuario.objects.select_for_update().get(pk=usuario.pk)
    if usuario.congelada_en:
        return usuario
    usuario.congelada_en, usuario.is_active = timezone.now(), False
    usuario.password = make_password(None)  # las sesiones abiertas dejan de valer
    usuario.save(update_fields=["congelada_en", "is_active", "password"])
    anular_enlaces([usuario])
    usuario.cambios_de_correo.detener()
    factores.olvidar_todos(usuario)
    usuario.equipos.all().delete()
    asentar(
        por=por, accion="cuenta:congelar", objeto=("cuenta", usuario.acceso), **usuario.huellas("contrasena")
    )
    escribir_varias([cartas.congelada(usuario)])
    return usuario


# --- Cambiar el correo ---------------------------------------------------------------------------------
@transaction.atomic
def pedir_cambio_de_correo(*, usuario: Usuario, nuevo: str, por: Usuario) -> CambioDeCorreo:
    """Lo deja en espera 24 horas y avisa al correo anterior, que puede detenerlo. Otro pedido lo reemplaza.

    Quien llama ya comprobó la contraseña otra vez.
    """
    if por.pk != usuario.pk:
        raise PermissionDenied
    usuario = Usuario.objects.select_for_update().get(pk=usuario.pk)
    usuario.cambios_de_correo.detener()
    token, ahora = secrets.token_urlsafe(32), timezone.now()
    cambio = CambioDeCorreo.objects.create(
        usuario=usuario,
        anterior=usuario.correo,
        nuevo=nuevo,
        huella=huella_de(token),
        pedido_en=ahora,
        surte_en=ahora + ESPERA_DEL_CORREO,
    )
    avisos = [cartas.correo_nuevo_en_espera(usuario, cambio)]
    if cambio.anterior:
        cancelar = f"{settings.CONOCELES_SITIO}/cuenta/correo/detener/{token}/"
        avisos.append(cartas.correo_por_cambiar(usuario, cambio, cancelar))
    escribir_varias(avisos)
    asentar(
        por=por,
        accion="correo:pedir_cambio",
        objeto=("cuenta", usuario.acceso),
        cambio=cambio.huella_de_lo_pedido,
    )
    return cambio


def cambio_pendiente(usuario: Usuario) -> CambioDeCorreo | None:
    return usuario.cambios_de_correo.pendientes().first()


def cambio_del_enlace(token: str) -> CambioDeCorreo:
    """El cambio que ese enlace detiene; `EnlaceNoSirve` si ya surtió, se detuvo o no existe."""
    cambio = (
        CambioDeCorreo.objects.pendientes().select_related("usuario").filter(huella=huella_de(token)).first()
    )
    if cambio is None:
        raise EnlaceNoSirve
    return cambio


@transaction.atomic
def detener_cambio_de_correo(*, usuario: Usuario, por: Usuario | None) -> bool:
    """El correo se queda como estaba; dice si había algo que detener. `por=None`: el enlace de la carta."""
    if por is not None and por.pk != usuario.pk:
        raise PermissionDenied
    detenidos = usuario.cambios_de_correo.detener()
    if detenidos:
        asentar(por=por, accion="correo:detener_cambio", objeto=("cuenta", usuario.acceso))
    return bool(detenidos)


def aplicar_cambios_de_correo() -> int:
    """Los que ya esperaron 24 horas; dice cuántos. Repetirla no cambia nada."""
    vencidos = CambioDeCorreo.objects.pendientes().filter(surte_en__lte=timezone.now())
    return sum(_aplicar(pk) for pk in list(vencidos.values_list("pk", flat=True)))


@transaction.atomic
def _aplicar(pk: int) -> bool:
    cambio = (
        CambioDeCorreo.objects.pendientes()
        .select_for_update(of=("self",))
        .select_related("usuario")
        .filter(pk=pk)
        .first()
    )
    if cambio is None:  # alguien lo detuvo mientras tanto
        return False
    usuario = cambio.usuario
    usuario.correo, cambio.aplicado_en = cambio.nuevo, timezone.now()
    usuario.save(update_fields=["correo"])
    cambio.save(update_fields=["aplicado_en"])
    anular_enlaces([usuario])
    redirigir(cuenta=usuario.acceso, correo=usuario.buzon)
    escribir_varias(cartas.correo_cambiado(usuario, cambio))
    asentar(
        por=None,
        accion="correo:cambiar",
        objeto=("cuenta", usuario.acceso),
        cambio=cambio.huella_de_lo_pedido,
        **usuario.huellas("correo"),
    )
    return True
