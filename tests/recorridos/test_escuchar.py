"""Leer en voz alta: con la voz del aparato, lo mismo para todas, y nada donde no la hay."""

from __future__ import annotations

import pytest

from . import publicas

pytestmark = pytest.mark.navegador

# Una voz de mentira que anota lo que dice y acaba cada frase cuando se le pide.
VOZ = """(voces) => {
    const dichas = [];
    let enCurso = null;
    const falsa = Object.assign(new EventTarget(), {
        getVoices: () => voces,
        speak: (frase) => { dichas.push(frase.text.trim()); enCurso = frase; },
        cancel: () => { const frase = enCurso; enCurso = null; frase?.onend?.(); },
    });
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    Object.defineProperty(window, "speechSynthesis", { value: falsa });
    window.dichas = dichas;
    window.acabar = () => { const frase = enCurso; enCurso = null; frase.onend(); };
}"""
LOCAL = '[{lang: "en-US", localService: true}, {lang: "es_ES", localService: true}]'
DE_LA_RED = '[{lang: "es-MX", localService: false}, {lang: "en-US", localService: true}]'


@pytest.fixture
def con_voces(proceso, abrir):
    publicas.inscribir(proceso)

    def con_voces(voces: str):
        visita = abrir()
        visita.pagina.add_init_script(f"({VOZ})({voces})")
        return visita

    return con_voces


def test_cada_parte_se_escucha_se_calla_y_sigue_donde_iba(con_voces):
    visita = con_voces(LOCAL)
    visita.ir("/candidaturas/publicada/")
    botones = visita.pagina.get_by_role("button", name="Escuchar")
    assert botones.count() == visita.pagina.locator(".ficha__seccion").count() > 2
    primero, segundo = botones.nth(0), botones.nth(1)

    primero.press("Enter")
    assert primero.get_attribute("aria-pressed") == "true"
    visita.pagina.evaluate("acabar()")
    primero.press("Space")  # pausa a media segunda frase
    assert primero.get_attribute("aria-pressed") == "false"
    primero.press("Enter")
    dichas = visita.pagina.evaluate("dichas")
    assert len(dichas) == 3
    assert dichas[1] == dichas[2] != dichas[0]

    segundo.click()  # sólo suena una
    assert [b.get_attribute("aria-pressed") for b in (primero, segundo)] == ["false", "true"]
    visita.pagina.get_by_role("button", name="Desde el principio").first.click()
    assert visita.pagina.evaluate("dichas.at(-1)") == dichas[0]

    while primero.get_attribute("aria-pressed") == "true":
        visita.pagina.evaluate("acabar()")
    leido = " ".join(visita.pagina.evaluate("dichas"))
    seccion = visita.pagina.locator(".ficha__seccion").first
    for texto in seccion.locator(".ficha__texto, dd").all_inner_texts():
        assert texto.split(".")[0].split("\n")[0].strip()[:80] in leido
    assert "Escuchar" not in leido
    visita.revisar()

    visita.ir("/como-usar/")
    assert botones.count() > 5


def test_sin_una_voz_propia_en_espanol_no_hay_boton(con_voces):
    visita = con_voces(DE_LA_RED)
    visita.ir("/candidaturas/publicada/").no_lee("Escuchar")
    assert visita.pagina.get_by_role("button", name="Escuchar").count() == 0
