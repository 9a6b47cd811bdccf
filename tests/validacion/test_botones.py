"""La tabla de estados, ejercida entera: por los verbos y por los botones del panel.

Un botón está en la página si y sólo si su acto puede hacerse; pedir el acto sin su botón no cambia nada y se contesta
con una frase.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones as verbos
from conoceles.cuestionarios import estados
from conoceles.cuestionarios.estados import Estado, TransicionInvalida
from conoceles.cuestionarios.models import Cuestionario
from conoceles.publicacion import acciones as publicacion
from conoceles.publicacion.acciones import retiros
from conoceles.publicacion.models import Ficha, VistoBueno
from conoceles.publicacion.vistos import proponer
from tests import respuestas
from tests.personas import ROLES_POR_PERSONA

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]  # la tabla y sus botones no dependen del motor
OBSERVACION = {"seccion": "propuesta-1", "supuesto": "copia", "texto": "Es igual a otra."}
OTRA = "Ahora dice otra cosa. " + respuestas.TEXTO
PEDIDO = {"secciones": ["propuesta-1"], "motivo": "Un error."}


class Deshacer(Exception):
    """Lo que se prueba no queda."""


@contextmanager
def sin_que_quede():
    try:
        with transaction.atomic():
            yield
            raise Deshacer
    except Deshacer:
        pass


@pytest.fixture
def en(capturar_todo, gente):
    """`en(Estado.OBSERVADO)`: el cuestionario de Ana, llevado hasta ahí con los verbos de verdad y sin turno."""

    def llevar(estado):
        cuestionario = capturar_todo()
        for paso in CAMINOS[estado]:
            PASOS[paso](cuestionario, gente)
            cuestionario = Cuestionario.objects.select_related("candidatura__persona").get(pk=cuestionario.pk)
            verbos.soltar(cuestionario=cuestionario, por=gente["vera"])
        assert cuestionario.estado == estado
        return cuestionario

    return llevar


def _devolver(cuestionario, gente):
    verbos.observar(cuestionario=cuestionario, por=gente["vera"], **OBSERVACION)
    verbos.devolver(cuestionario=cuestionario, por=gente["vera"])


def _corregir(cuestionario, gente):
    valores = {"propuesta_1": OTRA}
    verbos.guardar_seccion(
        cuestionario=cuestionario, seccion="propuesta-1", valores=valores, por=gente["ana"]
    )
    publicacion.enviar(cuestionario=cuestionario, por=gente["ana"])


def _conceder(cuestionario, gente):
    solicitud = verbos.pedir(cuestionario=cuestionario, por=gente["ana"], **PEDIDO)
    verbos.resolver(solicitud=solicitud, concedidas=PEDIDO["secciones"], nota="", por=gente["vera"])


PASOS = {
    "enviar": lambda c, gente: publicacion.enviar(cuestionario=c, por=gente["ana"]),
    "tomar": lambda c, gente: verbos.tomar(cuestionario=c, por=gente["vera"]),
    "validar": lambda c, gente: verbos.validar(cuestionario=c, por=gente["vera"]),
    "devolver": _devolver,
    "corregir": _corregir,
    "conceder": _conceder,
    "publicar": lambda c, gente: publicacion.publicar(candidaturas=[c.candidatura], por=gente["carmen"]),
    "reabrir": lambda c, gente: verbos.reabrir(cuestionario=c, por=gente["vera"]),
}
CAMINOS = {
    Estado.EN_CAPTURA: (),
    Estado.ENVIADO: ("enviar",),
    Estado.EN_VALIDACION: ("enviar", "tomar"),
    Estado.OBSERVADO: ("enviar", "tomar", "devolver"),
    Estado.CORREGIDO: ("enviar", "tomar", "devolver", "corregir"),
    Estado.VALIDADO: ("enviar", "tomar", "validar"),
    Estado.EN_CORRECCION: ("enviar", "tomar", "validar", "conceder"),
}


# --- Por los verbos ------------------------------------------------------------------------------------


def _llamar(verbo, cuestionario, persona, gente):
    """Llama al verbo con lo que necesita ya puesto: sólo decidan la tabla y el permiso."""
    por = gente[persona]
    if verbo == "devolver" and cuestionario.estado == Estado.EN_VALIDACION:
        verbos.observar(cuestionario=cuestionario, por=gente["vera"], **OBSERVACION)
        verbos.soltar(cuestionario=cuestionario, por=gente["vera"])
    if verbo == "corregir" and cuestionario.estado == Estado.EN_CORRECCION:
        valores = {"propuesta_1": OTRA}
        verbos.guardar_seccion(
            cuestionario=cuestionario, seccion="propuesta-1", valores=valores, por=gente["ana"]
        )
    if verbo == "conceder":
        solicitud = cuestionario.solicitudes.create(secciones=["historia"], motivo="x")
        return verbos.resolver(solicitud=solicitud, concedidas=["historia"], nota="", por=por)
    llamada = {"corregir": verbos.enviar}.get(verbo) or getattr(verbos, verbo)
    return llamada(cuestionario=cuestionario, por=por)


@pytest.mark.parametrize("estado", Estado)
def test_cada_verbo_desde_cada_estado_por_cada_persona(en, gente, estado):
    """Los ocho verbos por las nueve personas: pasa sólo lo que la tabla dice y sólo quien puede."""
    cuestionario = en(estado)
    # Enviar y corregir son el mismo verbo: se llama por el nombre que vale en el estado; repetirlo no hace nada.
    repite = {"enviar", "corregir"} if estado in (Estado.ENVIADO, Estado.CORREGIDO) else set()
    for paso in estados.TRANSICIONES:
        if paso.verbo in repite:
            continue
        otro_nombre = {"enviar": "corregir", "corregir": "enviar"}.get(paso.verbo)
        if otro_nombre and estados.puede(otro_nombre, estado):
            continue
        for persona in ROLES_POR_PERSONA:
            _comprobar(paso, cuestionario, persona, gente)


def _comprobar(paso, cuestionario, persona, gente):
    le_toca = gente[persona].puede(paso.permiso) and (
        paso.permiso is not estados.LA_PERSONA or persona == "ana"
    )
    debe_pasar = le_toca and estados.puede(paso.verbo, cuestionario.estado)
    with sin_que_quede():
        fresco = Cuestionario.objects.select_related("candidatura__persona").get(pk=cuestionario.pk)
        try:
            with transaction.atomic():
                _llamar(paso.verbo, fresco, persona, gente)
            pasa = True
        except (PermissionDenied, TransicionInvalida, verbos.SinObservaciones, verbos.ConObservaciones):
            pasa = False
        assert pasa is debe_pasar, (paso.verbo, cuestionario.estado, persona)
        quedo = Cuestionario.objects.get(pk=cuestionario.pk).estado
        assert quedo == (paso.hacia if debe_pasar else cuestionario.estado), (paso.verbo, persona)


# --- Por los botones -------------------------------------------------------------------------------------

DE_QUIEN_VALIDA = ("tomar", "observar", "devolver", "validar", "reabrir")
DEL_PANEL = (*DE_QUIEN_VALIDA, "validar-y-publicar", "publicar", "restablecer", "retirar")


def botones(pagina: str, clave: str) -> set[str]:
    """Los actos que la página ofrece, como los ve quien la lee: formularios y enlaces dentro de `main`."""
    principal = pagina.split("<main", 1)[1].split("</main>", 1)[0]
    base = re.escape(reverse("validacion:revision", args=[clave]))
    return set(re.findall(rf'(?:action|href)="{base}([a-z-]+)/"', principal)) & set(DEL_PANEL)


def _anotar(cuestionario, gente):
    verbos.observar(cuestionario=cuestionario, por=gente["vera"], **OBSERVACION)
    verbos.soltar(cuestionario=cuestionario, por=gente["vera"])


def _terminar(cuestionario, gente):
    candidatura = cuestionario.candidatura
    candidatura.situacion, candidatura.hasta = "renuncia", timezone.now()
    candidatura.save()


def _agotar_rondas(cuestionario, gente):
    proceso = cuestionario.candidatura.proceso
    proceso.datos_parametros = {"rondas_requeridas": 0}
    proceso.save()


# Situación → (camino, qué más pasa, botones de Vera, botones de Carmen).
SITUACIONES = {
    "en captura": ((), None, set(), set()),
    "enviado": (("enviar",), None, {"tomar"}, {"tomar"}),
    "en revisión": (
        ("enviar", "tomar"), None,
        {"observar", "validar"}, {"observar", "validar", "validar-y-publicar"},
    ),
    "con lo anotado": (("enviar", "tomar"), _anotar, {"observar", "devolver"}, {"observar", "devolver"}),
    "sin rondas": (
        ("enviar", "tomar"), _agotar_rondas, {"validar"}, {"validar", "validar-y-publicar"},
    ),
    "con turno ajeno": (
        ("enviar", "tomar"), lambda c, g: verbos.tomar_turno_de(cuestionario=c, por=g["dora"]), set(), set(),
    ),
    "terminada": (("enviar", "tomar"), _terminar, set(), set()),
    "observado": (("enviar", "tomar", "devolver"), None, set(), set()),
    "corregido": (("enviar", "tomar", "devolver", "corregir"), None, {"tomar"}, {"tomar"}),
    "validado": (("enviar", "tomar", "validar"), None, {"reabrir"}, {"reabrir", "publicar"}),
    "corrige a petición": (("enviar", "tomar", "validar", "conceder"), None, set(), {"publicar"}),
    "publicado": (("enviar", "tomar", "validar", "publicar"), None, {"reabrir"}, {"reabrir", "retirar"}),
    "publicado, con el retiro propuesto": (
        ("enviar", "tomar", "validar", "publicar"),
        lambda c, g: proponer(clase="retirar", candidatura=c.candidatura, motivo="x", por=g["carmen"]),
        {"reabrir"}, {"reabrir"},
    ),
    "publicado y corrige": (
        ("enviar", "tomar", "validar", "publicar", "conceder"), None, set(), {"retirar"},
    ),
    "corrección por publicar": (
        ("enviar", "tomar", "validar", "publicar", "conceder", "corregir", "tomar", "validar"), None,
        {"reabrir"}, {"reabrir", "publicar", "retirar"},
    ),
    "retirado": (
        ("enviar", "tomar", "validar", "publicar"),
        lambda c, g: retiros.retirar(candidatura=c.candidatura, motivo="x", por=g["carmen"]),
        {"reabrir"}, {"reabrir", "restablecer"},
    ),
    "retirado, con su regreso propuesto": (
        ("enviar", "tomar", "validar", "publicar"),
        lambda c, g: (
            retiros.retirar(candidatura=c.candidatura, motivo="x", por=g["carmen"]),
            proponer(clase="mostrar", candidatura=c.candidatura, por=g["carmen"]),
        ),
        {"reabrir"}, {"reabrir"},
    ),
    "oculto de urgencia": (
        ("enviar", "tomar", "validar", "publicar"),
        lambda c, g: publicacion.ocultar(candidatura=c.candidatura, motivo="x", por=g["carmen"]),
        {"reabrir"}, {"reabrir"},
    ),
    "oculto de urgencia, con una corrección validada": (
        ("enviar", "tomar", "validar", "publicar", "conceder", "corregir", "tomar", "validar"),
        lambda c, g: publicacion.ocultar(candidatura=c.candidatura, motivo="x", por=g["carmen"]),
        {"reabrir"}, {"reabrir"},
    ),
    "reabierto lo publicado, anotado y propuesto": (
        ("enviar", "tomar", "validar", "publicar", "reabrir"),
        lambda c, g: (_anotar(c, g), proponer(clase="observar", candidatura=c.candidatura, por=g["vera"])),
        {"observar"}, {"observar", "retirar"},
    ),
}  # fmt: skip


def _foto_del_estado(cuestionario):
    return (
        Cuestionario.objects.get(pk=cuestionario.pk).estado,
        list(Ficha.objects.values_list("estado", "envio_publicado", "pausas")),
        cuestionario.observaciones.count(),
        VistoBueno.objects.count(),
        Asiento.objects.count(),
    )


@pytest.mark.parametrize("situacion", SITUACIONES)
def test_hay_boton_si_y_solo_si_el_acto_puede_hacerse(capturar_todo, gente, dora, client, situacion):
    camino, ademas, de_vera, de_carmen = SITUACIONES[situacion]
    cuestionario = capturar_todo()
    for paso in camino:
        PASOS[paso](cuestionario, gente)
        cuestionario = Cuestionario.objects.select_related("candidatura__persona").get(pk=cuestionario.pk)
        verbos.soltar(cuestionario=cuestionario, por=gente["vera"])
    if ademas:
        ademas(cuestionario, gente)
    for persona, esperados in (("vera", de_vera), ("carmen", de_carmen)):
        client.force_login(gente[persona])
        clave = cuestionario.candidatura.clave
        pagina = client.get(reverse("validacion:revision", args=[clave])).content.decode()
        assert "⟪" not in pagina
        assert botones(pagina, clave) == esperados, persona
        # De lo que su rol no permite nunca ya se ocupa `test_quien_no_tiene_el_permiso_no_actua`.
        for verbo in DEL_PANEL if persona == "carmen" else DE_QUIEN_VALIDA:
            _pedir(client, cuestionario, verbo, persona, puede=verbo in esperados)


def _pedir(client, cuestionario, verbo, persona, *, puede):
    """El acto, pedido como lo pediría la página o quien la falsifique."""
    antes = _foto_del_estado(cuestionario)
    envio = cuestionario.envios.last()
    datos = {"envio": envio.numero if envio else 1, **OBSERVACION, "texto": "Otra, que no estaba anotada."}
    url = reverse(f"validacion:{verbo}", args=[cuestionario.candidatura.clave])
    with sin_que_quede():
        respuesta = client.post(url, datos)
        despues = _foto_del_estado(cuestionario)
        dicho = [str(aviso) for aviso in get_messages(respuesta.wsgi_request)]
        assert (despues != antes) is puede, (verbo, persona, dicho)
        if not puede:
            se_explica = (
                respuesta.status_code == 403 or dicho or "está lo que escribió" in respuesta.content.decode()
            )
            assert se_explica, (verbo, persona, respuesta.status_code)


def test_el_turno_vencido_devuelve_los_botones(capturar_todo, gente, dora, client):
    cuestionario = capturar_todo()
    for paso in ("enviar", "tomar"):
        PASOS[paso](cuestionario, gente)
    cuestionario.refresh_from_db()
    url = reverse("validacion:revision", args=[cuestionario.candidatura.clave])
    client.force_login(gente["carmen"])
    assert botones(client.get(url).content.decode(), cuestionario.candidatura.clave) == set()
    cuestionario.turno.vence_en = timezone.now() - timedelta(minutes=1)
    cuestionario.turno.save()
    assert "validar" in botones(client.get(url).content.decode(), cuestionario.candidatura.clave)
