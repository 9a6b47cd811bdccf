"""Un acuse se comprueba sin cuenta y un formato firmado llega, se revisa y vuelve; por teléfono y sin JavaScript."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conoceles.privacidad.models import Formato
from conoceles.publicacion import acciones as publicacion
from conoceles.registro.models import Candidatura
from tests.privacidad import identidades

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]


@pytest.fixture
def mia(candidatura, proceso):
    proceso.cuestionarios = {**proceso.cuestionarios, "identidad": "identidad-2022"}
    proceso.save()
    return Candidatura.objects.con_todo().get(pk=candidatura.pk)


def test_un_acuse_se_comprueba_con_lo_que_dice_la_hoja(abrir, gente, mia, capturar_todo):
    envio = publicacion.enviar(cuestionario=capturar_todo(), por=gente["ana"])
    ana = abrir(como=gente["ana"], js=False).ir(reverse("captura:acuse", args=[mia.clave, envio.folio]))
    with ana.pagina.expect_download() as descarga:
        ana.pagina.get_by_role("link", name="Descargar en PDF").click()
    assert descarga.value.suggested_filename == f"acuse-{envio.folio}.pdf"
    huella = ana.pagina.locator(".acuse__huella").nth(1).inner_text()
    quien_sea = abrir(js=False).ir("/")
    quien_sea.seguir("Comprobar un acuse", dentro=quien_sea.pagina.get_by_role("contentinfo"))
    quien_sea.escribir("Folio del acuse", "C-0000")
    quien_sea.pulsar("Comprobar").lee("Hay un problema", "Qué puede hacer")
    quien_sea.escribir("Folio del acuse", envio.folio.lower().replace("-", " "))
    quien_sea.pulsar("Comprobar").lee("Este acuse es auténtico")
    quien_sea.escribir("Huella que usted tiene", huella)
    quien_sea.pulsar("Comparar").lee("La huella coincide")
    assert quien_sea.pagina.context.cookies() == []


def test_el_formato_va_y_vuelve(abrir, gente, mia):
    identidades.manifestar(mia, gente["ana"])
    ana = abrir(como=gente["ana"], js=False).ir(reverse("captura:una", args=[mia.clave]))
    ana.seguir("Su consentimiento, firmado en papel").lee("Todavía no entrega su formato firmado")
    ana.pagina.get_by_label("El formato firmado").set_input_files(
        {"name": "papel.pdf", "mimeType": "application/pdf", "buffer": b"hola"}
    )
    ana.pulsar("Subir el formato firmado").lee("no es un PDF")
    ana.pagina.get_by_label("El formato firmado").set_input_files(
        {"name": "papel.pdf", "mimeType": "application/pdf", "buffer": identidades.PAPEL}
    )
    ana.pulsar("Subir el formato firmado").lee("Recibimos su formato")
    diego = abrir(como=gente["diego"], js=False).ir(reverse("validacion:formatos"))
    diego.seguir(mia.persona.nombre_completo)
    diego.pulsar("Guardar la revisión").lee("Hay un problema")
    for grupo, opcion in (
        ("¿Se lee completo", "Sí"),
        ("trate mis datos", "Sí"),
        ("publique", "No"),
        ("informes", "Sí"),
    ):
        diego.pagina.get_by_role("group", name=grupo).last.get_by_label(opcion, exact=True).check()
    diego.pulsar("Guardar la revisión").lee("No coincide", "Ninguna de sus respuestas")
    ana.recargar().lee("Su formato no coincide con lo que decidió en la pantalla", "En el papel: No")
    carmen = abrir(como=gente["carmen"], js=False).ir(reverse("validacion:formatos_recibir"))
    carmen.escribir("Nombre, o clave impresa en el papel", mia.clave)
    carmen.pulsar("Buscar").lee("Candidaturas encontradas", "No coincide")
    carmen.ir(reverse("validacion:formato_recibir", args=[mia.clave])).lee("Ya recibidos")
    assert Formato.objects.count() == 1
