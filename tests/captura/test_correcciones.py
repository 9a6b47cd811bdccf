"""Corregir a petición desde «mi candidatura»: pedirlo, ver en qué va, corregir sólo lo concedido, enviar o dejarlo."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import SolicitudDeCorreccion
from conoceles.publicacion import acciones as publicacion
from tests import respuestas

pytestmark = pytest.mark.django_db
PEDIDO = {"secciones": ["historia", "propuesta-1"], "motivo": "Cambié de trabajo."}
OTRA = "Ahora dice otra cosa. " + respuestas.TEXTO


@pytest.fixture
def concedida(validado, gente):
    solicitud = acciones.pedir(cuestionario=validado, por=gente["ana"], **PEDIDO)
    return acciones.resolver(
        solicitud=solicitud, concedidas=["propuesta-1"], nota="La historia no.", por=gente["vera"]
    )


@pytest.fixture
def de(candidatura):
    return lambda nombre: reverse(f"captura:{nombre}", args=[candidatura.clave])


def texto(respuesta):
    pagina = respuesta.content.decode()
    assert "⟪" not in pagina
    return pagina


def avisos(respuesta):
    return [str(aviso) for aviso in respuesta.context["messages"]]


def test_quien_tiene_su_informacion_validada_puede_pedir(ana, validado, de):
    assert "Pida una corrección" in texto(ana.get(de("una")))
    assert "una sola vez" in texto(ana.get(de("correccion")))
    respuesta = ana.post(de("correccion"), PEDIDO, follow=True)
    assert "recibió su solicitud" in avisos(respuesta)[0]
    assert "está revisando lo que pidió corregir" in texto(respuesta)
    assert "Pida una corrección" not in texto(respuesta)
    assert SolicitudDeCorreccion.objects.get().secciones == PEDIDO["secciones"]


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"secciones": []}, "Elija al menos una"),
        ({"secciones": ["inventada"]}, "Elija sólo entre"),
        ({"motivo": " "}, "Explique qué necesita"),
        ({"motivo": "x" * 501}, "500"),
    ],
)
def test_una_solicitud_mal_hecha_se_explica_y_no_se_pierde(ana, validado, de, cambio, dice):
    respuesta = ana.post(de("correccion"), {**PEDIDO, **cambio})
    assert respuesta.status_code == 422
    assert dice in texto(respuesta)
    assert not SolicitudDeCorreccion.objects.exists()


def test_antes_de_validarse_no_se_ofrece_ni_se_acepta(ana, capturar_todo, de):
    capturar_todo()
    assert "Pida una corrección" not in texto(ana.get(de("una")))
    respuesta = ana.post(de("correccion"), PEDIDO, follow=True)
    assert "Sólo puede pedirse" in avisos(respuesta)[0]


def test_ve_lo_concedido_por_que_no_lo_demas_y_hasta_cuando(ana, concedida, de):
    pagina = texto(ana.get(de("una")))
    for dicho in (
        "Puede corregir lo que pidió",
        "La historia no.",
        "Envíe su corrección",
        "Dejar la corrección",
    ):
        assert dicho in pagina
    clave = concedida.cuestionario.candidatura.clave
    abierta, cerrada = (reverse("captura:seccion", args=[clave, s]) for s in ("propuesta-1", "historia"))
    assert "Guardar y continuar" in texto(ana.get(abierta))
    assert "no puede cambiar esta sección" in texto(ana.get(cerrada))


def test_sin_cambiar_nada_no_se_envia_y_se_dice(ana, concedida, de):
    respuesta = ana.post(de("enviar"), {"envios": "1"}, follow=True)
    assert "no ha cambiado nada" in avisos(respuesta)[0]


def test_corregir_y_enviar_da_otro_acuse(ana, concedida, validado, gente, de):
    acciones.guardar_seccion(
        cuestionario=validado, seccion="propuesta-1", valores={"propuesta_1": OTRA}, por=gente["ana"]
    )
    assert "Enviar la corrección" in texto(ana.get(de("revisar")))
    respuesta = ana.post(de("enviar"), {"envios": "1"}, follow=True)
    assert "Recibimos su corrección" in texto(respuesta)
    validado.refresh_from_db()
    assert validado.estado == Estado.CORREGIDO
    assert "está en revisión" in texto(ana.get(de("una")))


def test_dejarla_pide_confirmar_y_devuelve_lo_validado(ana, concedida, validado, de):
    assert "Seguir corrigiendo" in texto(ana.get(de("correccion_dejar")))
    validado.refresh_from_db()
    assert validado.estado == Estado.EN_CORRECCION
    respuesta = ana.post(de("correccion_dejar"), follow=True)
    assert "Dejó la corrección" in avisos(respuesta)[0]
    validado.refresh_from_db()
    assert validado.estado == Estado.VALIDADO
    assert "Pida una corrección" not in texto(respuesta)
    assert "no hay nada que dejar" in avisos(ana.post(de("correccion_dejar"), follow=True))[0]


def test_lo_negado_se_lee_con_su_razon_y_puede_pedirse_otra(ana, validado, gente, de):
    solicitud = acciones.pedir(cuestionario=validado, por=gente["ana"], **PEDIDO)
    acciones.resolver(solicitud=solicitud, concedidas=[], nota="Ya son campañas.", por=gente["vera"])
    pagina = texto(ana.get(de("una")))
    assert "no concedió la corrección" in pagina
    assert "Ya son campañas." in pagina
    assert "Pida una corrección" in pagina


def test_la_version_publicada_sigue_mientras_corrige(client, validado, gente):
    publicacion.publicar(candidaturas=[validado.candidatura], por=gente["carmen"])
    solicitud = acciones.pedir(cuestionario=validado, por=gente["ana"], **PEDIDO)
    acciones.resolver(solicitud=solicitud, concedidas=PEDIDO["secciones"], nota="", por=gente["vera"])
    acciones.guardar_seccion(
        cuestionario=validado, seccion="propuesta-1", valores={"propuesta_1": OTRA}, por=gente["ana"]
    )
    ficha = reverse("consulta:ficha", args=[validado.candidatura.clave])
    for paso in (lambda: None, lambda: publicacion.enviar(cuestionario=validado, por=gente["ana"])):
        paso()
        pagina = client.get(ficha).content.decode()
        assert respuestas.TEXTO[:40] in pagina
        assert "Ahora dice otra cosa" not in pagina
