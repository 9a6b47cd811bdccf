"""Igualdad lee de una en una y con propósito; Transparencia ve quién leyó; nadie más llega."""

import re

import pytest
from django.urls import reverse

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.permisos import Permiso
from conoceles.llaves.acciones import destruir
from conoceles.privacidad.models import Lectura
from conoceles.publicacion import identidad
from conoceles.validacion.historia import de_candidatura
from tests.privacidad.conftest import candidatura, proceso  # noqa: F401 (un proceso con cuestionario de identidad)
from tests.privacidad.identidades import contestar, manifestar

pytestmark = pytest.mark.django_db

PROPOSITO = "Comprobar la captura de lengua"


def texto(respuesta):
    """La página sin lo que cambia en cada petición."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", respuesta.content.decode())


@pytest.fixture
def url(candidatura):  # noqa: F811
    return reverse("validacion:identidad_leer", args=[candidatura.clave])


@pytest.fixture
def enviada(candidatura, gente):  # noqa: F811
    manifestar(candidatura, gente["ana"], estadistica=False)
    contestar(candidatura, gente["ana"])
    identidad.enviar(candidatura=candidatura, por=gente["ana"])
    return candidatura


def test_buscar_no_dice_quien_contesto(client, gente, enviada):
    client.force_login(gente["gema"])
    pagina = texto(client.get(reverse("validacion:identidad"), {"q": enviada.persona.nombres}))
    assert enviada.clave in pagina
    manifestar(enviada, gente["ana"], tratamiento=False, publicacion=False, estadistica=False)
    despues = texto(client.get(reverse("validacion:identidad"), {"q": enviada.persona.nombres}))
    assert despues == pagina
    assert "Ninguna candidatura coincide" in texto(client.get(reverse("validacion:identidad"), {"q": "zzz"}))


def test_sin_proposito_no_se_lee_y_con_el_consta(client, gente, enviada, url):
    client.force_login(gente["gema"])
    assert "CANARIO" not in texto(client.get(url))
    corto = client.post(url, {"texto": "ver"})
    assert corto.status_code == 422
    assert "CANARIO" not in texto(corto)
    assert not Lectura.objects.exists()
    leida = client.post(url, {"texto": PROPOSITO})
    assert leida.status_code == 200
    assert "no-store" in leida["Cache-Control"]
    pagina = texto(leida)
    assert "Otro: CANARIO-PUEBLO" in pagina
    assert "No las use en informes" in pagina
    assert "No aplica" in pagina
    assert "⟪" not in pagina
    assert Lectura.objects.get().proposito == PROPOSITO


def test_negarse_y_no_enviar_se_leen_igual(client, gente, candidatura, url):  # noqa: F811
    client.force_login(gente["gema"])
    sin_contestar = texto(client.post(url, {"texto": PROPOSITO}))
    manifestar(candidatura, gente["ana"], tratamiento=False, publicacion=False, estadistica=False)
    assert "No hay respuestas que leer" in sin_contestar
    assert texto(client.post(url, {"texto": PROPOSITO})) == sin_contestar
    assert Lectura.objects.count() == 2


def test_destruida_la_llave_se_dice_sin_error(client, gente, enviada, url):
    destruir(candidatura=enviada.clave)
    client.force_login(gente["gema"])
    respuesta = client.post(url, {"texto": PROPOSITO})
    assert respuesta.status_code == 200
    assert "No pueden leerse" in texto(respuesta)


def test_sin_cuestionario_de_identidad_no_hay_que_leer(client, gente, enviada, url, proceso):  # noqa: F811
    type(proceso).objects.filter(pk=proceso.pk).update(cuestionarios={"curricular": "curricular-2022"})
    client.force_login(gente["gema"])
    assert client.get(url).status_code == 404


def test_transparencia_ve_quien_leyo_a_quien_y_para_que(client, gente, enviada, url):
    client.force_login(gente["diego"])
    assert "Nadie ha leído" in texto(client.get(reverse("validacion:lecturas")))
    client.force_login(gente["gema"])
    client.post(url, {"texto": PROPOSITO})
    client.force_login(gente["diego"])
    pagina = texto(client.get(reverse("validacion:lecturas")))
    for dicho in ("gema", "Igualdad de género", enviada.persona.nombre_completo, PROPOSITO, "1 lectura"):
        assert dicho in pagina
    assert "CANARIO" not in pagina
    assert client.get(url).status_code == 403


def test_la_historia_que_ve_validacion_no_dice_nada_de_su_identidad(gente, enviada):
    for palabra in ("dentidad", "datos"):
        assert not [h for h in de_candidatura(enviada.clave, por=gente["vera"]) if palabra in h.texto]


def test_la_historia_solo_cuenta_los_formatos_a_quien_los_revisa(gente, enviada):
    """De quien falta el renglón se deduciría que no autorizó."""
    asentar(por=None, accion="formato:recibir", objeto=("candidatura", enviada.clave))
    ven = {
        nombre
        for nombre in ("vera", "carmen", "celia", "diego")
        if any("formato" in h.texto for h in de_candidatura(enviada.clave, por=gente[nombre]))
    }
    assert ven == {nombre for nombre in gente if gente[nombre].puede(Permiso.REVISAR_FORMATOS)} == {"diego"}
