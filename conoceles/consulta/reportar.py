"""«Reportar un error en esta página»: un formulario sin galletas, sin cuenta y sin datos de quien avisa.

Las páginas públicas no dan galletas, así que en lugar de la de CSRF el formulario lleva un número firmado y con
hora: prueba que salió de este sitio, hace poco y para esta candidatura; enviado dos veces es el mismo aviso. Contra
los programas bastan un campo que ninguna persona ve, unos segundos de espera y un tope por red; nada de acertijos.
"""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.bitacora.contexto import direccion_actual
from conoceles.comun.claves import folio_canonico
from conoceles.comun.lenguas import ESPANOL
from conoceles.comun.limites import DemasiadosIntentos, Limite, ocupar
from conoceles.comun.puertas import publica
from conoceles.comun.texto import contar, normalizar
from conoceles.publicacion.ficha import armar
from conoceles.publicacion.lectura import (
    Alterado,
    DocumentoPublico,
    Lectura,
    SinProceso,
    Suprimido,
    abrir,
    documento_publico,
)
from conoceles.publicacion.rotulos import rotulo
from conoceles.reportes import acciones
from conoceles.reportes.models import LARGO_MAXIMO, LARGO_MINIMO, Reporte

from .direcciones import completa, de_foto, direccion, en_su_proceso
from .respuestas import dibujar

VIDA_SEGUNDOS, ESPERA_SEGUNDOS = 6 * 60 * 60, 3
# Una red (/24 o /48) puede ser media colonia con el mismo proveedor. El primer aviso de cada una cuenta aparte de los
# que insisten: unas cuantas redes que agoten el tope de todas no dejan sin avisar al resto.
POR_RED, PRIMERO_DE_SU_RED = Limite("reportes", 20, 3600), Limite("reportes-primero", 1, 3600)
DE_QUIEN_INSISTE, PRIMEROS = Limite("reportes-todas", 400, 3600), Limite("reportes-primeros", 2000, 3600)
_SAL = "reportes"
_PROPIOS = ("same-origin", "none")

_VENCIDO = _("La página estuvo abierta mucho tiempo. Su texto sigue aquí: revíselo y envíelo de nuevo.")
_PARECE_UN_PROGRAMA = _("Parece que lo llenó un programa. Si usted es una persona, envíelo de nuevo.")


class ReporteForm(forms.Form):
    """Qué parte está mal y por qué. `sitio` va oculto: sólo un programa lo llena."""

    apartado = forms.ChoiceField(
        label=_("Qué parte de la página"),
        error_messages={
            "required": _("Elija qué parte de la página."),
            "invalid_choice": _("Elija una parte de la lista."),
        },
    )
    texto = forms.CharField(
        label=_("Qué está mal"),
        help_text=_(
            "De 10 a 1,000 caracteres. No escriba su nombre, su teléfono ni otro dato personal: no hacen falta."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LARGO_MAXIMO}),
        error_messages={"required": _("Escriba qué está mal.")},
    )
    sitio = forms.CharField(required=False)
    formulario = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, datos: Any = None, *, apartados: list[tuple[str, Any]], clave: str) -> None:
        super().__init__(datos)
        self._clave = clave
        self.fields["apartado"].choices = [("", _("Elija una")), *apartados]  # type: ignore[attr-defined]

    def clean_texto(self) -> str:
        texto = normalizar(self.cleaned_data["texto"])
        largo = contar(texto)
        if not LARGO_MINIMO <= largo <= LARGO_MAXIMO:
            raise forms.ValidationError(
                gettext("Escriba de 10 a 1,000 caracteres; lleva %(largo)s.") % {"largo": f"{largo:,}"}
            )
        return texto

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if self.errors:  # primero, lo que la persona puede corregir
            return datos
        numero = _abrir_numero(datos.get("formulario", ""), self._clave)
        if numero is None:
            raise forms.ValidationError(_VENCIDO)
        if datos.get("sitio") or _es_reciente(datos["formulario"]):
            raise forms.ValidationError(_PARECE_UN_PROGRAMA)
        return datos | {"numero": numero}


def numero_firmado(clave: str) -> str:
    """Lo que lleva el formulario de esa candidatura; cada vez, otro."""
    return signing.dumps({"clave": clave, "numero": secrets.token_hex(16)}, salt=_SAL)


def _abrir_numero(firmado: str, clave: str) -> str | None:
    """El número; `None` si no es de este sitio, de esta candidatura o de hace poco."""
    try:
        datos = signing.loads(firmado, salt=_SAL, max_age=VIDA_SEGUNDOS)
    except signing.BadSignature:
        return None
    return str(datos["numero"]) if datos["clave"] == clave else None


def _es_reciente(firmado: str) -> bool:
    try:
        signing.loads(firmado, salt=_SAL, max_age=ESPERA_SEGUNDOS)
    except signing.SignatureExpired:
        return False
    return True


@publica
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reportar(request: HttpRequest, clave: str, proceso: str = "") -> HttpResponse:
    lectura = _lectura(request, proceso)
    try:
        publico = documento_publico(clave, lectura.ahora)
    except Suprimido:
        return render(request, "errores/410.html", status=410)
    except Alterado:  # su página ya dice a quién escribir
        return redirect(direccion(lectura.proceso, "ficha", clave=clave))
    if publico is None:
        raise Http404
    if publico.proceso != lectura.proceso.clave:
        return redirect(
            en_su_proceso(publico.proceso, lectura, "reportar", clave=clave), preserve_request=True
        )
    apartados = _apartados(publico, lectura)
    enviado = request.POST if request.method == "POST" else None
    form = ReporteForm(enviado, apartados=apartados, clave=clave)
    if enviado is None:
        return _formulario(request, lectura, publico, form, 200)
    if repetido := _repetido(enviado.get("formulario", ""), clave):
        return redirect(_recibo(lectura, repetido))
    if request.headers.get("Sec-Fetch-Site", "none") not in _PROPIOS:
        form.add_error(None, _VENCIDO)
    if not form.is_valid():
        return _formulario(request, lectura, publico, form, 422)
    if espere := _por_ahora_no():
        form.add_error(None, espere)
        return _formulario(request, lectura, publico, form, 429)
    reporte = acciones.recibir(
        formulario=form.cleaned_data["numero"],
        proceso=publico.proceso,
        candidatura=clave,
        version=publico.version,
        apartado=_en_espanol(publico, lectura, form.cleaned_data["apartado"]),
        texto=form.cleaned_data["texto"],
    )
    return redirect(_recibo(lectura, reporte))


def _por_ahora_no() -> str:
    """Qué se le pide a quien avisa cuando ya llegaron muchos; vacío si éste cabe, y entonces ya cuenta."""
    red = direccion_actual()
    try:
        ocupar(POR_RED, red)
        ocupar(PRIMEROS if _es_el_primero(red) else DE_QUIEN_INSISTE, "")
    except DemasiadosIntentos as demasiados:
        return gettext(
            "Llegaron muchos avisos seguidos. Su texto sigue aquí: vuelva a enviarlo en %(minutos)s min."
        ) % {"minutos": demasiados.minutos}
    return ""


def _es_el_primero(red: str) -> bool:
    try:
        ocupar(PRIMERO_DE_SU_RED, red)
    except DemasiadosIntentos:
        return False
    return True


@publica
@require_safe
@never_cache
def recibo(request: HttpRequest, clave: str, folio: str, proceso: str = "") -> HttpResponse:
    """Lo que conserva quien avisó: su folio y, cuando la hay, la respuesta. Sólo lo abre quien lo tiene."""
    lectura = _lectura(request, proceso)
    reporte = Reporte.objects.filter(pk=folio_canonico(folio), candidatura=clave).first()
    if reporte is None:
        raise Http404
    if reporte.proceso != lectura.proceso.clave:
        return redirect(en_su_proceso(reporte.proceso, lectura, "reporte", clave=clave, folio=reporte.folio))
    contexto = {
        "reporte": reporte,
        "apartado": rotulo(reporte.apartado),
        "ficha": direccion(lectura.proceso, "ficha", clave=clave),
        "canonica": completa(_recibo(lectura, reporte)),
        "no_indexar": True,
        "dentro_de": "lista",
    }
    return dibujar(request, lectura, "consulta/reporte_recibido.html", contexto)


def _lectura(request: HttpRequest, proceso: str) -> Lectura:
    try:
        lectura = abrir(proceso, timezone.now())
    except SinProceso as error:
        raise Http404 from error
    request.proceso = lectura.proceso  # type: ignore[attr-defined]
    return lectura


def _repetido(firmado: str, clave: str) -> Reporte | None:
    numero = _abrir_numero(firmado, clave)
    return Reporte.objects.filter(formulario=numero).first() if numero else None


def _recibo(lectura: Lectura, reporte: Reporte) -> str:
    return direccion(lectura.proceso, "reporte", clave=reporte.candidatura, folio=reporte.folio)


def _apartados(publico: DocumentoPublico, lectura: Lectura) -> list[tuple[str, Any]]:
    """(clave, título) de lo que hoy se lee en esa página."""
    vista = armar(
        publico.documento,
        publico.situacion,
        url_foto=de_foto,
        con_entidad=lectura.indice.son_varias_entidades,
        identidad=publico.identidad,
    )
    return [
        ("registro", _("Datos del registro: nombre, cargo, quién postula")),
        *([("foto", _("Fotografía"))] if vista.foto else []),
        *((bloque.clave, bloque.titulo) for bloque in vista.bloques),
        ("otra", _("Otra parte")),
    ]


def _en_espanol(publico: DocumentoPublico, lectura: Lectura, apartado: str) -> str:
    """El título con que lo verá el personal."""
    with override(ESPANOL):
        return str(dict(_apartados(publico, lectura))[apartado])


def _formulario(
    request: HttpRequest, lectura: Lectura, publico: DocumentoPublico, form: ReporteForm, status: int
) -> HttpResponse:
    """Con un número nuevo si el suyo ya no sirve: lo escrito no se pierde."""
    clave = publico.documento["clave"]
    anterior = form.data.get("formulario", "") if form.is_bound else ""
    contexto = {
        "form": form,
        "numero": anterior if _abrir_numero(anterior, clave) else numero_firmado(clave),
        "nombre": publico.documento["persona"]["nombre"],
        "ficha": direccion(lectura.proceso, "ficha", clave=clave),
        "canonica": completa(direccion(lectura.proceso, "reportar", clave=clave)),
        "no_indexar": True,
        "dentro_de": "lista",
    }
    return dibujar(request, lectura, "consulta/reportar.html", contexto, status=status)
