"""El turno en la pantalla: quién revisa y hasta cuándo, tomarlo a propósito y no perder lo escrito."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones as verbos
from conoceles.cuestionarios.models import Observacion, Turno

pytestmark = pytest.mark.django_db
OBSERVACION = {"seccion": "motivo", "supuesto": "copia", "texto": "Coincide con otra candidatura."}


@pytest.fixture
def de_vera(enviado, gente):
    return verbos.tomar(cuestionario=enviado, por=gente["vera"])


def avisos(respuesta):
    return [str(aviso) for aviso in respuesta.context["messages"]]


def test_otra_persona_lee_quien_la_revisa_y_no_encuentra_botones(como, de_vera, url):
    respuesta = como("carmen").get(url(de_vera))
    pagina = respuesta.content.decode()
    hora = timezone.localtime(verbos.turno_de(de_vera).vence_en).strftime("%H:%M")
    assert "La está revisando vera" in pagina
    assert f">{hora}&nbsp;h</time>" in pagina
    assert "Historia profesional" in pagina or "apartado-motivo" in pagina
    assert not {"validar", "devolver", "validar-y-publicar"} & respuesta.context["actos"]
    assert "Anotar observación" not in pagina
    assert "⟪" not in pagina


def test_quien_no_valida_no_ve_el_turno(como, de_vera, url):
    assert "revisando vera" not in como("celia").get(url(de_vera)).content.decode()


def test_quien_la_revisa_lo_ve_y_abrirla_lo_renueva(como, de_vera, url):
    casi = timezone.now() + timedelta(minutes=1)
    Turno.objects.update(vence_en=casi)
    pagina = como("vera").get(url(de_vera)).content.decode()
    assert "El turno es suyo" in pagina
    assert "Anotar observación" in pagina
    assert Turno.objects.get().vence_en > casi + timedelta(minutes=8)


def test_vencido_nadie_lo_tiene_y_actuar_lo_toma(como, de_vera, url):
    Turno.objects.update(vence_en=timezone.now())
    cliente = como("carmen")
    pagina = cliente.get(url(de_vera)).content.decode()
    assert "Tomar el turno" not in pagina
    cliente.post(url(de_vera, "observar"), OBSERVACION)
    assert Observacion.objects.get().por == "carmen"
    assert verbos.turno_de(de_vera).por == "carmen"


def test_tomarlo_pide_aceptar_de_quien_y_queda_en_la_historia(como, de_vera, url):
    cliente = como("carmen")
    assert "vera está revisando" in avisos(cliente.post(url(de_vera, "turno"), follow=True))[0]
    assert verbos.turno_de(de_vera).por == "vera"
    respuesta = cliente.post(url(de_vera, "turno"), {"de": "vera", "cola": "orden=vence"}, follow=True)
    assert avisos(respuesta)[0].startswith("El turno es suyo hasta las")
    assert respuesta.request["QUERY_STRING"] == "cola=orden%3Dvence"
    assert "Tomó el turno que otra persona tenía" in respuesta.content.decode()


def test_lo_que_otra_persona_escribia_no_se_pierde(como, de_vera, url, gente):
    """Carmen le quita el turno a Vera mientras escribe: su texto vuelve y puede mandarlo tomando el turno."""
    verbos.arrebatar(cuestionario=de_vera, de="vera", por=gente["carmen"])
    cliente = como("vera")
    respuesta = cliente.post(url(de_vera, "observar"), OBSERVACION)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert OBSERVACION["texto"] in pagina
    assert "carmen está revisando" in pagina
    assert not Observacion.objects.exists()
    assert 'name="de" value="carmen">Tomar el turno de carmen y anotarla' in pagina
    cliente.post(url(de_vera, "observar"), {**OBSERVACION, "de": "carmen"})
    assert Observacion.objects.get().texto == OBSERVACION["texto"]
    assert Asiento.objects.filter(accion="turno:arrebatar").count() == 2


@pytest.mark.parametrize("acto", ["validar", "devolver", "validar-y-publicar"])
def test_decidir_con_turno_ajeno_se_rechaza_con_una_frase(como, de_vera, url, acto):
    aviso = avisos(como("carmen").post(url(de_vera, acto), {"envio": 1}, follow=True))[0]
    assert aviso.startswith("vera está revisando") or "observación" in aviso
    assert aviso.endswith("Nada cambió.")


def test_soltarlo_deja_seguir_a_otra_persona(como, de_vera, url):
    como("vera").post(url(de_vera, "soltar"))
    assert verbos.turno_de(de_vera) is None


@pytest.mark.parametrize("ruta", ["turno", "soltar"])
def test_volver_a_la_direccion_del_boton_lleva_a_la_revision(como, de_vera, url, ruta):
    assert como("vera").get(url(de_vera, ruta)).url == url(de_vera)
