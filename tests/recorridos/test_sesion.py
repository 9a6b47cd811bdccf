"""La sesión termina a media escritura: nada de lo escrito se pierde y nada se guarda sin pedirlo."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conoceles.cuestionarios.models import Respuesta
from tests.fabricas import CONTRASENA

pytestmark = pytest.mark.navegador
# Con lo que suele estropear un texto que viaja: comillas, renglones, acentos, emoji y marcas de HTML.
LARGO = '«Agua» para "todas" las colonias:\n\n• pozos;\n• tuberías <nuevas> & viejas. Ñandú 🌽\n' * 40


@pytest.mark.parametrize(
    ("borradas", "js"),
    [
        pytest.param("sesion", True, id="vence la sesión"),
        pytest.param(None, False, id="sin ninguna galleta ni JavaScript"),
        pytest.param("sesion", False, id="vence la sesión sin JavaScript", marks=pytest.mark.lenta),
        pytest.param(None, True, id="sin ninguna galleta", marks=pytest.mark.lenta),
    ],
)
def test_lo_escrito_aparece_en_su_formulario_al_volver_a_entrar(abrir, gente, candidatura, borradas, js):
    ana = abrir(como=gente["ana"], js=js)
    direccion = reverse("captura:seccion", args=[candidatura.clave, "historia"])
    ana.ir(direccion)
    ana.escribir("Historia profesional y laboral", LARGO)
    ana.pagina.context.clear_cookies(**({"name": borradas} if borradas else {}))

    # Al guardar se entera de que su sesión terminó, y su texto sigue a la vista.
    ana.pulsar("Guardar y continuar").lee("Su sesión terminó", "No se perdió nada")
    assert ana.pagina.get_by_label("Su texto", exact=True).input_value() == LARGO
    assert not Respuesta.objects.exists()

    # Se equivoca de contraseña: el texto tampoco se pierde.
    ana.escribir("Nombre de acceso", "ana", exacto=True)
    ana.escribir("Contraseña", "no es ésta, de seguro", exacto=True)
    ana.pulsar("Entrar y continuar").lee("no coinciden", "Su texto sigue aquí")

    # Entra y está en el mismo formulario, con todo, sin guardar todavía.
    ana.escribir("Nombre de acceso", "ana", exacto=True)
    ana.escribir("Contraseña", CONTRASENA, exacto=True)
    ana.pulsar("Entrar").lee("Recuperamos lo que escribió")
    assert ana.pagina.url.endswith(direccion)
    assert ana.pagina.get_by_label("Historia profesional y laboral").input_value() == LARGO
    assert not Respuesta.objects.exists()

    # Ahora sí lo guarda ella.
    ana.pulsar("Guardar y continuar").lee("Guardado")
    assert Respuesta.objects.get(pregunta="historia_profesional").valor == LARGO.strip()


def test_la_observacion_a_medio_escribir_tampoco_se_pierde(abrir, gente, candidatura, capturar_todo):
    """El formulario se envía a otra dirección que la de su página: se devuelve para copiarlo."""
    from conoceles.cuestionarios.acciones import tomar
    from conoceles.publicacion.acciones import enviar

    cuestionario = capturar_todo()
    enviar(cuestionario=cuestionario, por=gente["ana"])
    tomar(cuestionario=cuestionario, por=gente["vera"])
    vera = abrir(como=gente["vera"])
    vera.ir(reverse("validacion:revision", args=[candidatura.clave]))
    apartado = vera.pagina.get_by_role("region", name="Primera propuesta", exact=True)
    apartado.get_by_text("Observar este apartado").click()
    vera.escribir("Qué debe corregirse", "Explique cómo se pagarían los pozos.", dentro=apartado)
    vera.pagina.context.clear_cookies(name="sesion")

    vera.pulsar("Anotar observación", dentro=apartado).lee("Su sesión terminó")
    vera.escribir("Nombre de acceso", "vera", exacto=True)
    vera.escribir("Contraseña", CONTRASENA, exacto=True)
    vera.pulsar("Entrar y continuar")
    assert "Explique cómo se pagarían los pozos." in vera.pagina.content()
