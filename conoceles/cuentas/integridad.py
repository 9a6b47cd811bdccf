"""¿Cada cuenta es de quien se asentó, y se entra a ella con lo que su titular puso? En los dos sentidos."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import revisar
from conoceles.comun.sales import exacto

from .models import CambioDeCorreo, Enlace, Usuario
from .seguridad.factores import asentado

_TANDA = 500
_HUELLAS = {"huella_titular": "titular o rol", "huella_correo": "correo", "huella_contrasena": "contraseña"}
_CIERRAN = {"cuenta:desactivar", "cuenta:congelar"}


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la cuenta y lo que falla."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    asentadas: dict[str, _Asentada] = defaultdict(_Asentada)
    actos = Asiento.objects.filter(objeto_tipo="cuenta").order_by("secuencia")
    for accion, acceso, detalle in actos.values_list("accion", "objeto_clave", "detalle").iterator(_TANDA):
        asentadas[acceso].seguir(accion, detalle)
    yield from _de_cuentas(asentadas)
    yield from _de_roles(asentadas)
    yield from _de_enlaces(asentadas)
    yield from _de_correos(asentadas)


@dataclass
class _Asentada:
    """Lo que los renglones de una cuenta dicen de ella, leídos en orden.

    `emitidos`, `usados`: sus enlaces; `pedidos`, `surtidos`: sus cambios de correo.
    """

    huellas: dict[str, str] = field(default_factory=dict)
    rol: str = ""
    estado: str = ""
    primera: str | None = None
    factores: set[str] = field(default_factory=set)
    emitidos: set[str] = field(default_factory=set)
    usados: Counter[str] = field(default_factory=Counter)
    pedidos: set[str] = field(default_factory=set)
    surtidos: Counter[str] = field(default_factory=Counter)

    def seguir(self, accion: str, detalle: dict[str, Any]) -> None:
        self.huellas |= {clave: detalle[clave] for clave in _HUELLAS if clave in detalle}
        self.primera = detalle.get("primera", self.primera)
        quitados = {str(llave) for llave in detalle.get("quitados", ())}
        self.factores = {puesto for puesto in self.factores if puesto.partition(" ")[0] not in quitados}
        self.factores |= set(detalle.get("puestos", ()))
        self.rol = detalle.get("rol", self.rol)
        if accion in ("cuenta:crear", "cuenta:reactivar"):
            self.estado = "abierta"
        elif accion in _CIERRAN:
            self.estado, self.factores = accion, set()
        elif accion == "enlace:emitir":
            self.emitidos.add(detalle["enlace"])
        elif accion == "enlace:usar":
            self.usados[detalle["enlace"]] += 1
        elif accion == "correo:pedir_cambio":
            self.pedidos.add(detalle["cambio"])
        elif accion == "correo:cambiar":
            self.surtidos[detalle["cambio"]] += 1


# --- Las cuentas ----------------------------------------------------------------------------------------------


def _de_cuentas(asentadas: dict[str, _Asentada]) -> Iterator[str]:
    factores: dict[int, list[Authenticator]] = defaultdict(list)
    for factor in Authenticator.objects.order_by("pk").iterator(_TANDA):
        factores[factor.user_id].append(factor)
    creadas = {acceso for acceso, dicho in asentadas.items() if dicho.estado}

    def defecto(cuenta: Usuario) -> str | None:
        if cuenta.acceso not in creadas:
            return f"La cuenta {cuenta.acceso} no consta que se abriera: se escribió por fuera."
        creadas.discard(cuenta.acceso)
        suyos = {asentado(cuenta, factor) for factor in factores[cuenta.pk]}
        distintas = _distintas(cuenta, asentadas[cuenta.acceso], suyos)
        cual = f"La cuenta {cuenta.acceso} no dice lo que se asentó en"
        return f"{cual}: {', '.join(distintas)}." if distintas else None

    yield from revisar(Usuario.objects.order_by("pk"), defecto, "La cuenta")
    for acceso in sorted(creadas):
        yield f"Falta la cuenta {acceso}: se abrió y ya no está."


def _distintas(cuenta: Usuario, dicho: _Asentada, factores: set[str]) -> list[str]:
    suyas = cuenta.huellas("titular", "correo", "contrasena")
    cuadra = {nombre: suyas[clave] == dicho.huellas.get(clave) for clave, nombre in _HUELLAS.items()}
    cuadra["si está abierta"] = cuenta.is_active == (dicho.estado == "abierta")
    cuadra["si se congeló"] = (cuenta.congelada_en is not None) == (dicho.estado == "cuenta:congelar")
    cuadra["primera entrada"] = exacto(cuenta.primera_entrada_en) == dicho.primera
    cuadra["segundo factor"] = factores == dicho.factores
    return [nombre for nombre, es_igual in cuadra.items() if not es_igual]


def _de_roles(asentadas: dict[str, _Asentada]) -> Iterator[str]:
    """Ningún verbo cambia un rol: quien actuó con otro lo tuvo un rato, y devolverlo no lo borra de la bitácora."""
    actuaron = (
        Asiento.objects.exclude(actor="").order_by("actor", "rol").values_list("actor", "rol").distinct()
    )
    for actor, rol in actuaron:
        if actor not in asentadas or asentadas[actor].rol != rol:
            yield f"Hay actos de {actor} con el rol «{rol}», que no es con el que se abrió su cuenta."


# --- Con qué se entró y a dónde se escribe ----------------------------------------------------------------------


def _de_enlaces(asentadas: dict[str, _Asentada]) -> Iterator[str]:
    """Un enlace inventado fija la contraseña que se quiera con un acto que parece bueno."""

    def defecto(enlace: Enlace) -> str | None:
        dicho, suya = asentadas[enlace.usuario.acceso], enlace.huella_de_lo_emitido
        if suya in dicho.emitidos and (enlace.usado_en is not None) == (suya in dicho.usados):
            return None
        return f"El enlace de acceso {enlace.pk} de {enlace.usuario.acceso} no es el que se dio: se escribió o se cambió por fuera."

    yield from revisar(
        Enlace.objects.select_related("usuario").order_by("pk"), defecto, "El enlace de acceso"
    )
    for acceso, dicho in asentadas.items():
        if dicho.usados - Counter(dicho.emitidos):
            yield f"A la cuenta {acceso} se entró con un enlace que nadie le dio, o que ya se había usado."


def _de_correos(asentadas: dict[str, _Asentada]) -> Iterator[str]:
    def defecto(cambio: CambioDeCorreo) -> str | None:
        acceso = cambio.usuario.acceso
        if cambio.huella_de_lo_pedido in asentadas[acceso].pedidos:
            return None
        return f"El cambio de correo {cambio.pk} de {acceso} no es el que pidió: se escribió o se cambió por fuera."

    cambios = CambioDeCorreo.objects.select_related("usuario").order_by("pk")
    yield from revisar(cambios, defecto, "El cambio de correo")
    for acceso, dicho in asentadas.items():
        if dicho.surtidos - Counter(dicho.pedidos):
            yield f"El correo de la cuenta {acceso} cambió sin que lo pidiera, o dos veces."
