"""Lo que se escribió cuando la sesión ya había vencido: viaja en la página y vuelve al formulario.

El texto no se guarda en el servidor hasta que la persona vuelve a entrar; entonces queda en su sesión,
atado a la dirección del formulario, y nunca se ejecuta nada en su nombre.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse

from conoceles.comun.puertas import Vista

from .models import Usuario
from .permisos import Permiso
from .sesiones import es_de_otra_persona

MAXIMO = 2 * 1024 * 1024  # caracteres entre todos los campos
LARGO_VISIBLE = 20  # una palabra más corta es una opción o un botón, no un texto que duela perder
_EN_SESION = "por_reanudar"
_NUNCA = ("csrfmiddlewaretoken", "contrasena", "password", "reanudar")
# Lo que pone la página y no la persona: sus botones y sus campos ocultos.
_DE_LA_PAGINA = frozenset(
    [
        "envios",
        "revision",
        "previos",
        "comparado",
        "retomar",
        "sin_cambios",
        "continuar",
        "volver",
        "agregar",
        "quitar",
        "cola",
        "envio",
        "siguiente",
        "todas",
        "solo",
        "next",
        "pagina",
    ]
)


@dataclass(frozen=True)
class PorReanudar:
    """La dirección a la que iba el formulario, la página donde estaba y sus pares (campo, valor)."""

    ruta: str
    pagina: str
    campos: tuple[tuple[str, str], ...]

    @property
    def destino(self) -> str:
        """El formulario, si su página lo vuelve a llenar; si no, donde se lee el texto."""
        return self.ruta if self._vuelve_al_formulario else reverse("cuentas:reanudar")

    @property
    def _vuelve_al_formulario(self) -> bool:
        return self.pagina == self.ruta and permiso_de(self.ruta) is Permiso.CAPTURAR

    @property
    def escritos(self) -> list[str]:
        """Lo que puso la persona, largo o corto."""
        return [valor for campo, valor in self.campos if campo not in _DE_LA_PAGINA and valor.strip()]

    @property
    def textos(self) -> list[str]:
        """Lo que vale la pena mostrar: frases, y palabras o direcciones largas."""
        return [v for v in self.escritos if len(v.split()) > 1 or len(v.strip()) >= LARGO_VISIBLE]

    @property
    def trae_algo(self) -> bool:
        """¿Hay qué devolver? Una opción elegida sólo sirve a quien vuelve a llenar su formulario."""
        return bool(self.escritos if self._vuelve_al_formulario else self.textos)

    def cifrado(self) -> str:
        """Para llevarlo en un solo campo oculto."""
        return json.dumps(asdict(self), ensure_ascii=False)


def sin_reanudar(vista: Vista) -> Vista:
    """Para las respuestas de identidad: si la sesión venció no se conservan, ni en la página ni en la sesión."""
    vista.se_reanuda = False  # type: ignore[attr-defined]
    return vista


def de_la_peticion(request: HttpRequest) -> PorReanudar | None:
    """Los campos de un POST que no pudo atenderse; `None` si no traía textos o son demasiado largos."""
    if "reanudar" in request.POST:
        return descifrar(request.POST["reanudar"])
    if not getattr(request.resolver_match and request.resolver_match.func, "se_reanuda", True):
        return None
    campos = _campos(request)
    pendiente = PorReanudar(request.path, pagina_de(request), campos)
    return pendiente if pendiente.trae_algo and _medida(campos) <= MAXIMO else None


def no_cabe(request: HttpRequest) -> bool:
    """¿Lo que se escribió es demasiado para llevarlo en la página?"""
    return _medida(_campos(request)) > MAXIMO


def _campos(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    return tuple(
        (campo, valor)
        for campo, valores in request.POST.lists()
        if not campo.startswith(_NUNCA)
        for valor in valores
    )


def _medida(campos: tuple[tuple[str, str], ...]) -> int:
    return sum(len(valor) for _, valor in campos)


def pagina_de(request: HttpRequest) -> str:
    """Dónde estaba el formulario, según el navegador.

    Si no lo dice, donde mismo se envía: en «mi candidatura» todo eso se puede abrir. Un botón del panel
    no tiene página propia y abrirlo sería un error: se vuelve al inicio.
    """
    referente = urlsplit(request.headers.get("Referer", ""))
    if referente.netloc == request.get_host() and permiso_de(referente.path) is not None:
        return referente.path
    return request.path if permiso_de(request.path) is Permiso.CAPTURAR else settings.LOGIN_REDIRECT_URL


def descifrar(texto: str) -> PorReanudar | None:
    """Lo inverso de `cifrado`. Llega del navegador: lo que no tenga la forma exacta se ignora."""
    try:
        datos = json.loads(texto)
        campos = tuple((str(campo), str(valor)) for campo, valor in datos["campos"])
        ruta, pagina = str(datos["ruta"]), str(datos["pagina"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not campos or permiso_de(ruta) is None or permiso_de(pagina) is None:
        return None
    return PorReanudar(ruta, pagina, campos)


def permiso_de(ruta: str) -> Permiso | None:
    """El permiso que pide esa dirección de este sitio; `None` si es pública, ajena o no existe."""
    if not ruta.startswith("/") or urlsplit(ruta).netloc:
        return None
    try:
        acceso = getattr(resolve(ruta).func, "acceso", None)
    except Resolver404:
        return None
    return acceso if isinstance(acceso, Permiso) else None


def guardar(request: HttpRequest, pendiente: PorReanudar, usuario: Usuario) -> bool:
    """Deja lo pendiente en la sesión recién abierta. A otra persona no se le da el texto ajeno."""
    permiso = permiso_de(pendiente.ruta)
    if permiso is None or not usuario.puede(permiso) or es_de_otra_persona(request, usuario):
        return False
    request.session[_EN_SESION] = asdict(pendiente)
    return True


def pendiente_en(request: HttpRequest) -> PorReanudar | None:
    """Lo que espera en la sesión, sea de la dirección que sea."""
    guardado = request.session.get(_EN_SESION)
    if not guardado:
        return None
    campos = tuple((campo, valor) for campo, valor in guardado["campos"])
    return PorReanudar(guardado["ruta"], guardado["pagina"], campos)


def recuperar_campos(request: HttpRequest) -> QueryDict | None:
    """Lo que la persona había escrito en esta misma dirección, para llenar el formulario.

    La vista lo muestra con el aviso «Recuperamos lo que había escrito; aún no se ha guardado». Se
    conserva hasta que el formulario llegue (lo olvida la puerta al recibir el POST): recargar la página
    no lo pierde.
    """
    pendiente = pendiente_en(request)
    if pendiente is None or pendiente.ruta != request.path:
        return None
    campos = QueryDict(mutable=True)
    for campo, valor in pendiente.campos:
        campos.appendlist(campo, valor)
    return campos


def olvidar(request: HttpRequest) -> None:
    """El formulario volvió a llegar: lo que traiga ahora es lo que vale."""
    pendiente = pendiente_en(request)
    if pendiente and request.path in (pendiente.ruta, reverse("cuentas:reanudar")):
        del request.session[_EN_SESION]
