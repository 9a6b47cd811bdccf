"""Lo validado que aún no se publica: se publica lo elegido o todo, en un solo acto y con su recibo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conoceles.calendario.models import Proceso
from conoceles.comun.campos import InstanteField
from conoceles.comun.claves import folio, folio_canonico
from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.publicacion import dicho
from conoceles.publicacion.models import Ficha, Tanda
from conoceles.publicacion.situacion import POR_PUBLICAR, Situacion
from conoceles.registro.models import Candidatura, Cargo
from conoceles.validacion import acciones, cola, tandas

from .comunes import candidatura_o_404, dicho_con_palabras, dicho_en, proceso_de

POR_PAGINA = 50
RECIENTES = 8


class CuandoForm(forms.Form):
    """El instante propio de las elegidas, en la hora del proceso; vacío, el de su cargo."""

    desde = InstanteField(
        label="Mostrarla a partir de",
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )


@requiere(Permiso.PUBLICAR)
@require_http_methods(["GET", "HEAD", "POST"])
def publicacion(request: HttpRequest) -> HttpResponse:
    proceso = proceso_de(request)
    cargo = request.POST.get("cargo", request.GET.get("cargo", ""))
    pendientes = cola.por_publicar(proceso, cargo)
    if request.method == "POST":
        return _publicar(request, pendientes, proceso, cargo)
    total, no_pueden = pendientes.count(), cola.no_pueden(pendientes, quien(request))
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    contexto = {
        "candidaturas": _con_lo_publico(pendientes[(numero - 1) * POR_PAGINA : numero * POR_PAGINA]),
        "total": total,
        "todas": total - len(no_pueden),
        "fuera": sorted(Counter(no_pueden.values()).items()),
        "cargos": _instantes(proceso),
        "cargo": cargo,
        "folio": folio("T"),
        **_programadas(proceso),
        "tandas": Tanda.objects.filter(proceso=proceso.clave).defer("claves", "fallas")[:RECIENTES],
        "paginas": paginas(
            numero, total=total, por_pagina=POR_PAGINA, direccion=lambda n: f"?cargo={cargo}&pagina={n}"
        ),
    }
    return render(request, "validacion/publicacion.html", contexto)


def _publicar(request: HttpRequest, pendientes: Any, proceso: Proceso, cargo: str) -> HttpResponse:
    """Lo elegido queda en una tanda; el folio viene de la página, para que dos clics sean la misma."""
    cuando = CuandoForm(request.POST)
    if not cuando.is_valid():
        messages.error(request, f"{cuando.errors['desde'][0]} Nada se publicó.")
    elif claves := _elegidas(request, pendientes):
        tanda = tandas.pedir(
            folio=folio_canonico(request.POST.get("folio", "")) or folio("T"),
            proceso=proceso,
            claves=claves,
            desde=cuando.cleaned_data["desde"],
            por=quien(request),
        )
        return redirect("validacion:tanda", tanda.folio)
    hay_de_ese = cargo and pendientes.exists()
    return redirect(reverse("validacion:publicacion") + (f"?cargo={cargo}" if hay_de_ese else ""))


def _elegidas(request: HttpRequest, pendientes: Any) -> list[str]:
    """Lo marcado o, con «todas», cuantas podía publicar cuando vio la página; vacío si no vale, y se dice por qué."""
    repetida = Tanda.objects.filter(folio=folio_canonico(request.POST.get("folio", "")) or "").first()
    if repetida:  # el segundo clic: lo elegido ya no está por publicar, está en su tanda
        return list(repetida.claves)
    if "todas" in request.POST:
        no_pueden = cola.no_pueden(pendientes, quien(request))
        claves = list(pendientes.exclude(clave__in=no_pueden).values_list("clave", flat=True))
        if request.POST["todas"] != str(len(claves)):
            messages.warning(
                request,
                f"La lista cambió: ahora son {len(claves)}. Revísela y vuelva a decidir. Nada se publicó.",
            )
            return []
        return claves
    marcadas = {clave.replace("\0", "")[:16] for clave in request.POST.getlist("clave")}
    claves = list(pendientes.filter(clave__in=marcadas).values_list("clave", flat=True))
    if not marcadas:
        messages.error(request, "Elija al menos una candidatura de la lista. Nada se publicó.")
    elif len(claves) != len(marcadas):
        messages.error(
            request,
            "Alguna de las elegidas ya no está por publicar. Revise la lista y vuelva a decidir. Nada se publicó.",
        )
        return []
    return claves


def _instantes(proceso: Proceso) -> list[dict[str, Any]]:
    """Desde cuándo se muestra cada cargo; publicar antes sólo deja todo listo."""
    ahora = timezone.now()
    filas = []
    for cargo in Cargo.objects.filter(proceso=proceso):
        desde = proceso.instante("publicacion", cargo.clave)
        abierto = proceso.es_historico if desde is None else desde <= ahora
        filas.append({"cargo": cargo, "desde": desde, "abierto": abierto})
    return filas


def _con_lo_publico(candidaturas: Iterable[Candidatura]) -> list[tuple[Candidatura, Situacion | None]]:
    """Cada una con lo que hoy dice su página."""
    leidas = list(candidaturas)
    publicas = dicho.de_varias([candidatura.clave for candidatura in leidas], timezone.now())
    return [(candidatura, publicas.get(candidatura.clave)) for candidatura in leidas]


def _programadas(proceso: Proceso) -> dict[str, Any]:
    """Las publicadas que esperan un instante propio, las más próximas primero, y cuántas son en total."""
    esperan = Ficha.objects.filter(
        proceso=proceso.clave, estado=Ficha.Estado.PUBLICADA, visible_desde__gt=timezone.now()
    ).order_by("visible_desde", "clave")
    claves = list(esperan.values_list("clave", flat=True)[:POR_PAGINA])
    por_clave = Candidatura.objects.vigentes().con_lo_comun().in_bulk(claves, field_name="clave")
    return {
        "programadas": _con_lo_publico(por_clave[clave] for clave in claves if clave in por_clave),
        "total_programadas": esperan.count(),
    }


# --- Una ya publicada que todavía no se muestra ---------------------------------------------------------------


class ProgramarForm(CuandoForm):
    """Otro instante, por venir: uno ya pasado la mostraría en el acto por una errata."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desde"].required = True
        self.fields["desde"].error_messages["required"] = "Escriba el día y la hora en que se mostrará."

    def clean_desde(self) -> datetime:
        desde: datetime = self.cleaned_data["desde"]
        if desde <= timezone.now():
            raise ValidationError("Ese instante ya pasó: escriba uno por venir.")
        return desde


@requiere(Permiso.PUBLICAR)
@require_http_methods(["GET", "HEAD", "POST"])
def programar(request: HttpRequest, clave: str) -> HttpResponse:
    """Ver, cambiar, adelantar o quitar el instante propio de una, mientras todavía no se muestre."""
    candidatura = candidatura_o_404(request, clave)
    ficha = Ficha.objects.filter(pk=clave).first()
    publica = dicho.de(ficha, timezone.now()) if ficha else None
    if ficha is None or publica is None or publica.clave != POR_PUBLICAR:
        messages.error(request, "Sólo se programa lo que está publicado y todavía no se muestra.")
        return redirect("validacion:revision", clave)
    es_quitar = "quitar" in request.POST
    enviado = request.POST if request.method == "POST" and not es_quitar else None
    form = ProgramarForm(enviado, initial={"desde": ficha.visible_desde})
    if es_quitar or form.is_valid():
        with dicho_con_palabras(request) if es_quitar else dicho_en(form):
            desde = None if es_quitar else form.cleaned_data["desde"]
            cambio = acciones.programar(candidatura=candidatura, desde=desde, por=quien(request))
            messages.success(request, _CAMBIO if cambio else _IGUAL)
            return redirect("validacion:revision", clave)
    contexto = {
        "candidatura": candidatura,
        "form": form,
        "publica": publica,
        "propio": ficha.visible_desde,
        "ahora": timezone.now(),
        "de_su_cargo": candidatura.proceso.instante("publicacion", candidatura.cargo.clave),
        "migas": [
            ("Publicación", reverse("validacion:publicacion")),
            (candidatura.persona.nombre_completo, reverse("validacion:revision", args=[clave])),
        ],
    }
    return render(request, "validacion/programar.html", contexto, status=422 if form.is_bound else 200)


_CAMBIO = "Cambió desde cuándo se muestra. Se le escribió a la persona."
_IGUAL = "Se muestra desde el mismo instante que antes: nada cambió en público."
