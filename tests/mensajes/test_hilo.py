"""Lo que se le ha escrito a una candidatura, en orden: en el panel sin lo reservado, y entero para ella."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.mensajes.acciones import escribir_varias
from conoceles.mensajes.lectura import hilo_de, hilo_propio
from conoceles.mensajes.models import Carta
from conoceles.publicacion.memoria.constancia import contenido
from conoceles.registro.entregas import registrar_entrega
from tests import fabricas
from tests.validacion.conftest import como  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def hilo(candidatura):
    ahora = timezone.now()
    datos = {
        "para": "ana@ejemplo.mx",
        "cuerpo": "Entre a https://x.mx/a <b>ya</b>",
        "sobre": candidatura.clave,
    }
    escribir_varias(
        [
            Carta(asunto="Segunda", creada_en=ahora, **datos),
            Carta(asunto="Primera", creada_en=ahora - timedelta(days=1), **datos),
            Carta(asunto="Reservada", es_reservada=True, creada_en=ahora, **datos),
            Carta(asunto="De otra", **{**datos, "sobre": "otraclave1"}),
        ]
    )
    return reverse("operacion:hilo", args=[candidatura.clave])


def test_en_orden_y_sin_lo_reservado(hilo, candidatura):
    assert [c.asunto for c in hilo_de(candidatura.clave)] == ["Primera", "Segunda"]
    assert [c.asunto for c in hilo_propio(candidatura.clave)] == ["Primera", "Segunda", "Reservada"]


def test_trae_lo_de_su_cuenta_sin_enlaces_y_las_entregas_de_su_acceso(como, hilo, candidatura, gente):  # noqa: F811
    """Es lo que se discute si alguien dice que no pudo responder."""
    escribir_varias(
        [
            Carta(
                asunto="Active su cuenta", cuerpo=f"Entre a {Carta.MARCA}", secreto="enlace-vivo", sobre="ana"
            )
        ]
    )
    registrar_entrega(persona=candidatura.persona, canal="en_persona", recibio="Ana", por=gente["carmen"])
    pagina = como("carmen").get(hilo).content.decode()
    for dicho in ("Active su cuenta", "Entregas de su acceso", "en persona", "Primera"):
        assert dicho in pagina
    propia = como("ana").get(reverse("captura:mensajes", args=[candidatura.clave])).content.decode()
    assert "Active su cuenta" in propia
    ahora = timezone.now() + timedelta(seconds=1)
    desde = ahora - timedelta(days=400)
    consta = contenido(candidatura, desde=desde, hasta=ahora, por=gente["carmen"], ahora=ahora)
    asuntos = [mensaje["asunto"] for mensaje in consta["mensajes"]]
    assert {"Active su cuenta", "Entrega de su acceso: en persona"} <= {*asuntos}
    assert not any("enlace-vivo" in dicho for dicho in (pagina, propia, str(consta)))


@pytest.mark.parametrize(("persona", "estado"), [("carmen", 200), ("irma", 200), ("vera", 403), ("ana", 403)])
def test_en_el_panel_lo_lee_quien_ve_los_mensajes(como, hilo, persona, estado):  # noqa: F811
    assert como(persona).get(hilo).status_code == estado


def test_el_panel_dice_el_estado_de_cada_una_y_nunca_lo_reservado(como, hilo):  # noqa: F811
    pagina = como("carmen").get(hilo).content.decode()
    assert pagina.index("Primera") < pagina.index("Segunda")
    assert "Por enviar" in pagina
    assert "&lt;b&gt;ya" in pagina
    for ajena in ("Reservada", "De otra", "⟪"):
        assert ajena not in pagina


def test_la_persona_lee_lo_suyo_aunque_no_tenga_correo(como, hilo, candidatura):  # noqa: F811
    Carta.objects.update(para="")
    propia = reverse("captura:mensajes", args=[candidatura.clave])
    pagina = como("ana").get(propia).content.decode()
    for suya in ("Primera", "Segunda", "Reservada", '<a href="https://x.mx/a"', "&lt;b&gt;ya"):
        assert suya in pagina
    assert "De otra" not in pagina
    assert "⟪" not in pagina
    assert como("beto").get(propia).status_code == 404


def test_sin_mensajes_se_dice_en_las_dos_pantallas(como, candidatura):  # noqa: F811
    assert (
        "Aún no le escribimos"
        in como("ana").get(reverse("captura:mensajes", args=[candidatura.clave])).content.decode()
    )
    assert (
        "Aún no se le escribe"
        in como("carmen").get(reverse("operacion:hilo", args=[candidatura.clave])).content.decode()
    )


def test_la_de_otro_proceso_no_existe_en_el_panel(como, candidatura):  # noqa: F811
    fabricas.ProcesoFactory(clave="otro", es_vigente=False)
    assert como("carmen").get(reverse("operacion:hilo", args=["noexiste1"])).status_code == 404
