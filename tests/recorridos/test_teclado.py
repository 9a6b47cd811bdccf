"""Sin ratón: todo se alcanza y se acciona con el teclado, y siempre se ve dónde se está."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conoceles.consulta import reportar
from conoceles.reportes.models import Reporte
from tests.consulta import boletas
from tests.publicacion import sinteticas
from tests.respuestas import TEXTO

from .accesibilidad.modos import GUION
from .navegador import Visita
from .publicas import PUBLICADA, RESPUESTAS

pytestmark = pytest.mark.navegador


def tabular(visita: Visita, hasta: str, *, maximo: int = 60) -> None:
    """Avanza con el tabulador hasta ese control; en cada parada se ve el foco, contrasta y nada lo tapa."""
    recorrido = []
    visita.pagina.evaluate(GUION)
    for _ in range(maximo):
        visita.pagina.keyboard.press("Tab")
        recorrido.append(visita.foco)
        assert visita.pagina.evaluate("seVeElFoco()"), f"No se ve el foco en «{recorrido[-1]}»"
        if recorrido[-1].startswith(hasta):
            return
    pytest.fail(f"El tabulador no llega a «{hasta}»: pasó por {recorrido}")


def accionar(visita: Visita, tecla: str = "Enter") -> None:
    with visita.pagina.expect_navigation():
        visita.pagina.keyboard.press(tecla)
    visita.revisar()


def test_buscar_filtrar_y_abrir_una_candidatura(proceso, ciudadania):
    tarjetas = sinteticas.tarjetas(8)
    for clave, tarjeta in tarjetas.items():
        tarjeta.update(
            nombre=f"Persona {clave[-1]} Muñoz", apellidos=["Muñoz", ""], cuestionario=PUBLICADA, foto=None
        )
        tarjeta["sexo"] = "mujer" if clave.endswith("3") else "hombre"
    sinteticas.inscribir(proceso, tarjetas, RESPUESTAS)
    teclas = ciudadania.pagina.keyboard

    # Lo primero que se alcanza salta la cabecera, y de ahí se sigue en el contenido.
    ciudadania.ir("/")
    teclas.press("Tab")
    assert ciudadania.foco == "Saltar al contenido"
    teclas.press("Enter")
    tabular(ciudadania, "Sección electoral", maximo=1)
    tabular(ciudadania, "Nombre de una persona", maximo=4)

    # Busca sin acentos.
    teclas.type("munoz")
    accionar(ciudadania)
    ciudadania.lee("8 candidaturas")

    # Abre los filtros y pone uno.
    tabular(ciudadania, "Filtrar")
    teclas.press("Enter")
    tabular(ciudadania, "Sexo")
    teclas.press("Enter")
    tabular(ciudadania, "Mujer")
    teclas.press("Space")
    tabular(ciudadania, "Aplicar")
    accionar(ciudadania)
    ciudadania.lee("1 candidatura")

    # Y abre la que quedó.
    tabular(ciudadania, "Persona 3 Muñoz")
    accionar(ciudadania)
    assert ciudadania.titulo == "Persona 3 Muñoz"


@pytest.mark.lenta
def test_de_la_seccion_a_comparar_y_a_reportar_un_error(proceso, ciudadania, monkeypatch):
    monkeypatch.setattr(reportar, "ESPERA_SEGUNDOS", 0)
    medidas = {"municipios": 2, "distritos": 1}
    sinteticas.inscribir(
        proceso, boletas.tarjetas(**medidas, quienes=boletas.actores(3), con_foto=False), RESPUESTAS
    )
    boletas.mapa(proceso, **medidas, secciones=4)
    teclas = ciudadania.pagina.keyboard

    ciudadania.ir("/")
    tabular(ciudadania, "Sección electoral")
    teclas.type("2")
    accionar(ciudadania)
    assert ciudadania.titulo == "Su boleta en la sección 2"

    tabular(ciudadania, "Comparar\n: Gubernatura")  # con lo que sólo oye un lector de pantalla
    accionar(ciudadania)
    persona = ciudadania.pagina.locator(".comparada thead a").first.inner_text()

    tabular(ciudadania, persona)
    accionar(ciudadania)
    assert ciudadania.titulo == persona

    tabular(ciudadania, "Reportar un error en esta página")
    accionar(ciudadania)
    tabular(ciudadania, "Qué parte de la página")
    teclas.press("ArrowDown")
    tabular(ciudadania, "Qué está mal", maximo=1)
    teclas.type("La primera propuesta dice 2042 y debe decir 2024.")
    tabular(ciudadania, "Enviar el aviso", maximo=1)
    accionar(ciudadania)
    ciudadania.lee("El Instituto recibió su aviso", Reporte.objects.get().folio)


@pytest.mark.lenta
def test_en_ingles_de_la_seccion_a_la_planilla_y_de_vuelta_al_espanol(proceso, ciudadania):
    medidas = {"municipios": 2, "distritos": 1}
    sinteticas.inscribir(
        proceso, boletas.tarjetas(**medidas, quienes=boletas.actores(2), con_foto=False), RESPUESTAS
    )
    boletas.mapa(proceso, **medidas, secciones=4)
    teclas = ciudadania.pagina.keyboard

    ciudadania.ir("/en/")
    teclas.press("Tab")
    assert ciudadania.foco == "Skip to content"
    tabular(ciudadania, "Electoral section")
    teclas.type("2")
    accionar(ciudadania)
    assert ciudadania.titulo == "Your ballot in section 2"

    tabular(ciudadania, "See the whole slate", maximo=90)
    ciudadania.no_lee("Regiduria 2")
    teclas.press("Enter")
    ciudadania.lee("Regiduria 2")

    ciudadania.recargar()
    tabular(ciudadania, "Español", maximo=4)
    accionar(ciudadania)
    assert ciudadania.titulo == "Su boleta en la sección 2"


def test_llenar_y_guardar_una_seccion(abrir, gente, candidatura):
    ana = abrir(como=gente["ana"])
    ana.ir(reverse("captura:una", args=[candidatura.clave]))
    tabular(ana, "Primera propuesta")
    accionar(ana)
    tabular(ana, "Su primera propuesta")
    ana.pagina.keyboard.type(TEXTO)
    # El área de texto no atrapa el tabulador.
    tabular(ana, "Guardar y continuar", maximo=2)
    accionar(ana)
    ana.lee("Guardado")
    ana.ir(reverse("captura:seccion", args=[candidatura.clave, "propuesta-1"]))
    assert ana.pagina.get_by_label("Su primera propuesta").input_value() == TEXTO


def test_un_error_lleva_el_foco_al_resumen_y_de_ahi_al_campo(abrir, gente, candidatura):
    ana = abrir(como=gente["ana"])
    ana.ir(reverse("captura:seccion", args=[candidatura.clave, "contacto"]))
    tabular(ana, "Página web")
    ana.pagina.keyboard.type("javascript:alert(1)")
    accionar(ana)
    assert ana.pagina.evaluate("document.activeElement.id") == "resumen-errores"
    tabular(ana, "Página web", maximo=1)
    ana.pagina.keyboard.press("Enter")
    assert ana.foco.startswith("Página web")
    assert ana.pagina.get_by_label("Página web").input_value() == "javascript:alert(1)"
