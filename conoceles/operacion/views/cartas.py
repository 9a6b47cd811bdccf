"""La bandeja de salida: qué se envió, qué falta y qué no pudo salir."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from conoceles.calendario.models import Proceso
from conoceles.comun.legibles import legibles
from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.seguridad.cartas import SEGURIDAD
from conoceles.cuentas.sesiones import quien
from conoceles.mensajes.acciones import reintentar_fallidas
from conoceles.mensajes.lectura import hilo_de
from conoceles.mensajes.models import Carta
from conoceles.registro.models import Candidatura, EntregaDeAcceso

POR_PAGINA = 50


@requiere(Permiso.VER_MENSAJES)
@require_safe
def cartas(request: HttpRequest) -> HttpResponse:
    estado = request.GET.get("estado", "")
    encontradas = Carta.objects.filter(es_reservada=False)
    if estado in Carta.Estado.values:
        encontradas = encontradas.en_estado(estado)
    if sobre := request.GET.get("sobre", "").replace("\0", "").strip()[:80]:
        encontradas = encontradas.filter(Q(sobre=sobre) | Q(cuenta=sobre))
    total = encontradas.count()
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    vivos = {nombre: valor for nombre, valor in {"estado": estado, "sobre": sobre}.items() if valor}
    desde = (numero - 1) * POR_PAGINA
    contexto = {
        "cartas": _con_nombre(legibles(encontradas[desde : desde + POR_PAGINA])),
        "total": total,
        "estado": estado,
        "sobre": sobre,
        "estados": Carta.Estado.choices,
        "paginas": paginas(
            numero,
            total=total,
            por_pagina=POR_PAGINA,
            direccion=lambda n: f"{reverse('operacion:cartas')}?{urlencode({**vivos, 'pagina': str(n)})}",
        ),
    }
    return render(request, "operacion/cartas.html", contexto)


def _con_nombre(cartas: Iterable[Carta]) -> list[tuple[Carta, str]]:
    """Cada carta con el nombre de quien la recibe; vacío si ni la cuenta ni la candidatura constan."""
    leidas = list(cartas)
    cuentas = Usuario.objects.filter(acceso__in={de_quien(carta) for carta in leidas})
    candidaturas = Candidatura.objects.filter(clave__in={carta.sobre for carta in leidas})
    nombres = dict(candidaturas.values_list("clave", "persona__nombre_completo"))
    nombres |= dict(cuentas.values_list("acceso", "nombre"))
    return [(carta, nombres.get(de_quien(carta), "")) for carta in leidas]


def de_quien(carta: Carta) -> str:
    """La cuenta que la recibe o, si no va a una, la candidatura o la cuenta de que trata."""
    return carta.cuenta or carta.sobre.removeprefix(SEGURIDAD)


@requiere(Permiso.VER_MENSAJES)
@never_cache
@require_safe
def carta(request: HttpRequest, numero: int) -> HttpResponse:
    """El texto sin su enlace: quien lo tuviera podría elegir la contraseña de otra persona.

    Sólo la demostración lo enseña, para poder recorrer el camino sin servidor de correo.
    """
    encontrada = get_object_or_404(Carta, es_reservada=False, pk=numero)
    ((_, nombre),) = _con_nombre([encontrada])
    contexto = {
        "carta": encontrada,
        "nombre": nombre,
        "de_quien": de_quien(encontrada),
        "enlace_de_la_demo": encontrada.secreto if settings.CONOCELES_DEMO else "",
        "migas": [("Cartas", reverse("operacion:cartas"))],
    }
    return render(request, "operacion/carta.html", contexto)


@requiere(Permiso.VER_MENSAJES)
@require_safe
@never_cache
def hilo(request: HttpRequest, clave: str) -> HttpResponse:
    """Todo lo que se le ha escrito a una candidatura y a su cuenta, con su estado, y cómo recibió su acceso."""
    del_proceso = Candidatura.objects.con_todo().del_proceso(Proceso.objects.vigente())
    candidatura = get_object_or_404(del_proceso.select_related("persona__cuenta"), clave=clave)
    cuenta = candidatura.persona.cuenta
    contexto = {
        "candidatura": candidatura,
        "cartas": hilo_de(clave, cuenta.acceso if cuenta else ""),
        "entregas": EntregaDeAcceso.todas.filter(persona=candidatura.persona)
        .select_related("anulacion")
        .order_by("entregado_en"),
        "migas": [("Cartas", reverse("operacion:cartas"))],
    }
    return render(request, "operacion/hilo.html", contexto)


@requiere(Permiso.VER_MENSAJES)
@require_POST
def reintentar(request: HttpRequest) -> HttpResponse:
    """Las que no pudieron salir vuelven a estar por enviar: el servidor ya contesta, o el buzón ya existe."""
    cuantas = reintentar_fallidas(por=quien(request))
    if cuantas:
        messages.success(request, f"{cuantas:,} carta{'s' if cuantas > 1 else ''} por enviar otra vez.")
    else:
        messages.info(request, "No hay cartas por reintentar.")
    return redirect("operacion:cartas")
