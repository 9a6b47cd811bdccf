"""La identidad de principio a fin, en un teléfono y sin ratón: decidir, contestar, ver qué se verá, enviar y retirar."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conoceles.privacidad import lectura
from conoceles.privacidad.models import EnvioDeIdentidad

from .navegador import Visita
from .test_teclado import accionar, tabular

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]


@pytest.fixture
def ana(abrir, gente, candidatura, proceso) -> Visita:
    proceso.cuestionarios = {"curricular": "curricular-2022", "identidad": "identidad-2022"}
    proceso.save()
    candidatura.acciones_afirmativas = ["indigena"]
    candidatura.save()
    visita = abrir(como=gente["ana"])
    return visita.ir(reverse("captura:una", args=[candidatura.clave]))


def test_toda_la_identidad_con_el_teclado(ana, gente, candidatura):
    # Antes de decidir se explica la acción afirmativa; sin contestar las tres, no se guarda.
    seguir(ana, "Su consentimiento")
    ana.lee("se registró por acción afirmativa: Personas indígenas", "Sólo se muestra el grupo")
    guardar(ana, "Guardar mi decisión")
    assert ana.pagina.evaluate("document.activeElement.id") == "resumen-errores"
    for clave in ("tratamiento", "publicacion", "estadistica"):
        elegir(ana, clave, "si")
    guardar(ana, "Guardar mi decisión")
    ana.lee("Registramos su decisión")

    # Las que dependen de otra aparecen con «Sí»; cambiar de idea las esconde sin perderlas.
    volver_a_la_lista(ana, candidatura)
    seguir(ana, "Preguntas sobre su identidad")
    seguir(ana, "Empezar")
    elegir(ana, "indigena", "si")
    elegir(ana, "publicar_indigena", "si")
    assert ana.pagina.get_by_label("¿A qué pueblo").is_visible()
    elegir(ana, "lengua", "no")
    elegir_de_la_lista(ana, "pueblo", "P'urhépecha")
    guardar(ana)
    elegir(ana, "discapacidad", "si")
    tabular(ana, "Física")
    ana.pagina.keyboard.press("Space")
    elegir(ana, "discapacidad", "no")
    assert not ana.pagina.get_by_label("Física").is_visible()
    guardar(ana)
    elegir(ana, "afromexicana", "prefiero_no_contestar")
    assert ana.pagina.get_by_text("¿Permite publicar").count() == 1
    assert not ana.pagina.get_by_text("¿Permite publicar").is_visible()
    guardar(ana)
    elegir(ana, "diversidad", "no")
    guardar(ana)
    elegir(ana, "migrante", "no")
    guardar(ana)
    elegir(ana, "ingresos", "prefiero_no_contestar")
    elegir(ana, "fuente_de_ingresos", "salario")
    guardar(ana)
    elegir_de_la_lista(ana, "entidad_nacimiento", "Michoacán")
    guardar(ana)

    # Antes de enviar, lo que se verá y lo que no.
    ana.lee(
        "Esto verá la ciudadanía", "VISTA PREVIA — no publicado", "Eligió no publicarla", "Al enviar se quita"
    )
    guardar(ana, "Enviar mis respuestas de identidad")
    ana.lee("Recibimos sus respuestas de identidad")
    assert EnvioDeIdentidad.objects.count() == 1
    _, contenido, _ = lectura.ultimo_envio(candidatura, por=gente["ana"])
    assert contenido["publicar"] == ["indigena"]

    # Retirar la autorización dice antes qué pasa.
    volver_a_la_lista(ana, candidatura)
    ana.lee("Enviado el")
    seguir(ana, "Su consentimiento")
    elegir(ana, "publicacion", "no")
    guardar(ana, "Guardar mi decisión")
    ana.lee("Esto va a cambiar", "dejan de verse en cuanto confirme")
    guardar(ana, "Confirmar el cambio")
    ana.lee("Registramos su decisión")


# --- Los gestos ------------------------------------------------------------------------------------------
def seguir(visita: Visita, enlace: str) -> None:
    tabular(visita, enlace)
    accionar(visita)


def guardar(visita: Visita, boton: str = "Guardar y continuar") -> None:
    tabular(visita, boton)
    accionar(visita)


def elegir(visita: Visita, nombre: str, valor: str) -> None:
    """Llega al grupo de opciones con el tabulador y baja con las flechas hasta la suya."""
    teclas, pagina = visita.pagina.keyboard, visita.pagina
    enfocado = "[document.activeElement.name, document.activeElement.value]"
    for _ in range(60):
        teclas.press("Tab")
        if pagina.evaluate(enfocado)[0] == nombre:
            break
    teclas.press("Space")
    for _ in range(8):
        if pagina.evaluate(enfocado) == [nombre, valor]:
            return
        teclas.press("ArrowDown")
    pytest.fail(f"Las flechas no llegan a {valor} en {nombre}")


def elegir_de_la_lista(visita: Visita, nombre: str, texto: str) -> None:
    """En un desplegable se escribe el principio de lo que se busca."""
    for _ in range(60):
        visita.pagina.keyboard.press("Tab")
        if visita.pagina.evaluate("document.activeElement.name") == nombre:
            break
    visita.pagina.keyboard.type(texto)


def volver_a_la_lista(visita: Visita, candidatura) -> None:
    visita.ir(reverse("captura:una", args=[candidatura.clave]))
