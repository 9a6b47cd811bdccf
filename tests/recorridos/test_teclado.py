"""Sin ratón: todo se alcanza y se acciona con el teclado, y siempre se ve dónde se está."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.publicacion import sinteticas
from tests.respuestas import TEXTO

from .navegador import Visita
from .publicas import PUBLICADA, RESPUESTAS

pytestmark = pytest.mark.navegador

# El contorno puede ser del control o de su recuadro (`::after`): en una tarjeta, todo el recuadro es enlace.
SE_VE_EL_FOCO = """() => [null, "::after"].some(parte => {
    const forma = getComputedStyle(document.activeElement, parte);
    return forma.outlineStyle !== "none" && parseFloat(forma.outlineWidth) >= 2;
})"""


def tabular(visita: Visita, hasta: str, *, maximo: int = 60) -> None:
    """Avanza con el tabulador hasta ese control; cada parada tiene el foco a la vista."""
    recorrido = []
    for _ in range(maximo):
        visita.pagina.keyboard.press("Tab")
        recorrido.append(visita.foco)
        assert visita.pagina.evaluate(SE_VE_EL_FOCO), f"No se ve el foco en «{recorrido[-1]}»"
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
