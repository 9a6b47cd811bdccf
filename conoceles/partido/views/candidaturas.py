"""Las candidaturas del partido: la lista, una por una y el avance en un archivo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conoceles.comun import horas
from conoceles.comun.csv_abierto import descarga, en_csv
from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuestionarios.integridad import EstadoDeSeccion
from conoceles.cuestionarios.models import TextoPropuesto
from conoceles.cuestionarios.observaciones import juntas
from conoceles.partido import avance, cola, columnas
from conoceles.partido.forms import FiltrosForm
from conoceles.partido.puerta import con_mi_partido, la_candidatura, pintar
from conoceles.registro.forms import EntregaForm
from conoceles.registro.models import ActorPolitico, Candidatura

POR_PAGINA = 50
LOTE = 500
_PLEGADOS = ("cargo", "demarcacion", "vence")
TITULOS = (
    "Clave", "Folio de registro", "Persona", "Cargo", "Demarcación", "Número", "Calidad", "Postula", "Situación",
    "Secciones completas", "Secciones", "Por completar", "Observaciones abiertas", "Vence", "Identidad",
    "Acceso", "Primera entrada",
)  # fmt: skip


@requiere(Permiso.REPRESENTAR)
@require_safe
@cache_control(private=True, no_store=True)
@con_mi_partido
def candidaturas(request: HttpRequest, actor: ActorPolitico) -> HttpResponse:
    form, ahora = FiltrosForm(request.GET, actor=actor), timezone.now()
    filtros = form.aplicados
    consulta = cola.filtrar(cola.candidaturas(actor, ahora), filtros, actor, ahora)
    cuentas = cola.contar(consulta)
    total = cuentas[f"n_{filtros['estado']}"]
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    elegidas = cola.ordenar(consulta.filter(cola.condicion(filtros["estado"])))
    elegidas = cola.con_nombres(elegidas).prefetch_related("persona__entregas")
    raiz = reverse("partido:candidaturas")
    return pintar(
        request,
        "partido/candidaturas.html",
        actor,
        filtros=form,
        estado_elegido=cola.rotulo(filtros["estado"]),
        resumen=_resumen(form, filtros["estado"], cuentas),
        filas=_filas(list(elegidas[(numero - 1) * POR_PAGINA : numero * POR_PAGINA]), actor, ahora),
        total=total,
        por_recordar=elegidas.filter(puede_recordarse=True).count(),
        sin_filtros=not any(filtros.get(campo) for campo in ("q", *_PLEGADOS)),
        filtros_abiertos=form.errors or any(filtros.get(campo) for campo in _PLEGADOS),
        url_csv=f"{reverse('partido:avance')}?{form.consulta()}",
        volver=f"{raiz}?{form.consulta(pagina=numero)}",
        paginas=paginas(
            numero,
            total=total,
            por_pagina=POR_PAGINA,
            direccion=lambda n: f"{raiz}?{form.consulta(pagina=n)}",
        ),
    )


def _resumen(form: FiltrosForm, elegido: str, cuentas: dict[str, int]) -> list[dict[str, Any]]:
    raiz = reverse("partido:candidaturas")
    return [
        {
            "rotulo": cola.rotulo(clave),
            "cuenta": cuentas[f"n_{clave}"],
            "url": f"{raiz}?{form.consulta(estado=clave)}",
            "activo": clave == elegido,
        }
        for clave in cola.ESTADOS
    ]


def _filas(filas: list[Any], actor: ActorPolitico, ahora: datetime) -> list[dict[str, Any]]:
    avances, concluidas = avance.de(filas, actor.proceso), avance.identidad_concluida(filas)
    return [
        {
            "candidatura": fila,
            "puede_recordarse": fila.puede_recordarse,
            "recordada_hoy": fila.recordada_hoy,
            "avance": avances[fila.pk],
            "identidad": fila.pk in concluidas,
            **_en_que_va(fila, avances[fila.pk], ahora),
        }
        for fila in filas
    ]


def _en_que_va(fila: Any, suyo: avance.Avance, ahora: datetime) -> dict[str, Any]:
    """La situación y el plazo que corre, con su hora absoluta."""
    _, situacion, variante = cola.SITUACIONES[fila.en_que_va]
    limite = _limite(fila, suyo)
    return {
        "situacion": situacion,
        "variante": variante,
        "es_parcial": fila.en_que_va == cola.OMISA and suyo.capturo,
        "plazo": horas.plazo(limite) if limite else "",
        "vencio": bool(limite and limite <= ahora),
        "falta": horas.lo_que_falta(ahora, limite) if limite else "",
    }


def _limite(fila: Any, suyo: avance.Avance) -> datetime | None:
    """Hasta cuándo puede actuar la persona; nada si no le toca a ella."""
    if fila.en_que_va == cola.OBSERVADA:
        return suyo.vence_correccion
    espera_envio = fila.en_que_va in (*cola.POR_RESPONDER, cola.OMISA)
    return fila.plazo_de_captura if espera_envio else None


@requiere(Permiso.REPRESENTAR)
@require_safe
@cache_control(private=True, no_store=True)
@con_mi_partido
def candidatura(request: HttpRequest, actor: ActorPolitico, clave: str) -> HttpResponse:
    """Una candidatura: sus secciones, lo que falta, lo observado y su acceso."""
    return pagina_de_una(request, actor, la_candidatura(actor, clave), EntregaForm())


def pagina_de_una(
    request: HttpRequest, actor: ActorPolitico, una: Candidatura, form: EntregaForm, *, status: int = 200
) -> HttpResponse:
    ahora = timezone.now()
    fila = cola.con_nombres(cola.candidaturas(actor, ahora)).get(pk=una.pk)
    (datos,) = _filas([fila], actor, ahora)
    return pintar(
        request,
        "partido/candidatura.html",
        actor,
        **datos,
        status=status,
        form=form,
        secciones=_secciones(datos["avance"]),
        textos=_textos_propuestos(fila, actor),
        entregas=fila.persona.entregas.all(),
        cuenta=fila.persona.cuenta,
        volver=reverse("partido:candidatura", args=[fila.clave]),
        migas=[("Candidaturas", reverse("partido:candidaturas"))],
    )


def _secciones(suyo: avance.Avance) -> list[dict[str, Any]]:
    return [
        {
            "titulo": seccion.titulo,
            "estado": suyo.estados[seccion.clave].value,
            "pendientes": suyo.pendientes.get(seccion.clave, []),
            "motivos": juntas(o for o in suyo.observaciones if o.seccion == seccion.clave),
        }
        for seccion in suyo.definicion
    ]


def _textos_propuestos(candidatura: Candidatura, actor: ActorPolitico) -> list[dict[str, Any]]:
    """Qué decidió la persona sobre cada texto; el que ella tenga es suyo y no se muestra."""
    propuestos = TextoPropuesto.objects.filter(cuestionario__candidatura=candidatura, actor=actor)
    definicion = columnas.definicion_curricular(actor.proceso)
    return [
        {
            "etiqueta": definicion.pregunta(p.pregunta).etiqueta,
            "se_uso": p.se_uso,
            "en": p.resuelto_en or p.propuesto_en,
        }
        for p in propuestos
    ]


@requiere(Permiso.REPRESENTAR)
@require_safe
@con_mi_partido
def avance_csv(request: HttpRequest, actor: ActorPolitico) -> HttpResponse:
    """El avance de las que enseña la lista, con los mismos filtros."""
    form, ahora = FiltrosForm(request.GET, actor=actor), timezone.now()
    filtros = form.aplicados
    consulta = cola.filtrar(cola.candidaturas(actor, ahora), filtros, actor, ahora)
    elegidas = cola.ordenar(consulta.filter(cola.condicion(filtros["estado"])))
    return descarga(en_csv(TITULOS, _renglones(elegidas, actor, ahora)), f"avance-{actor.clave}.csv")


def _renglones(elegidas: Any, actor: ActorPolitico, ahora: datetime) -> Iterator[list[Any]]:
    """Por lotes: las respuestas con que se calcula el avance no caben todas a la vez en la memoria."""
    llaves = list(elegidas.values_list("pk", flat=True))
    completas = cola.con_nombres(elegidas)
    for inicio in range(0, len(llaves), LOTE):
        lote = list(completas.filter(pk__in=llaves[inicio : inicio + LOTE]))
        yield from (_renglon(datos) for datos in _filas(lote, actor, ahora))


def _renglon(datos: dict[str, Any]) -> list[Any]:
    fila, suyo = datos["candidatura"], datos["avance"]
    cuenta, posicion = fila.persona.cuenta, fila.posicion
    por_completar = [
        seccion.titulo
        for seccion in suyo.definicion
        if suyo.estados[seccion.clave] is not EstadoDeSeccion.COMPLETA
    ]
    return [
        fila.clave,
        fila.folio_registro,
        fila.persona.nombre_completo,
        fila.cargo.nombre,
        fila.contienda.demarcacion.nombre,
        posicion.numero,
        posicion.get_calidad_display(),
        posicion.actor.siglas,
        datos["situacion"] + (" (parcial)" if datos["es_parcial"] else ""),
        suyo.completas,
        suyo.total,
        "; ".join(por_completar),
        len(suyo.observaciones),
        datos["plazo"],
        "Concluido" if datos["identidad"] else "Pendiente",
        cuenta.acceso if cuenta else "",
        horas.fecha_y_hora(cuenta.primera_entrada_en) if cuenta and cuenta.primera_entrada_en else "",
    ]
