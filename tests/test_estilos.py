"""El sistema de diseño: peso, contraste, política de contenido y componentes.

Los colores se leen de la hoja misma: cambiar una variable por una que no contrasta hace fallar la prueba.
"""

from __future__ import annotations

import gzip
import math
import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string

import conoceles

RAIZ = Path(conoceles.__file__).parent
CSS = RAIZ / "static" / "css"
PUBLICO = (CSS / "publico.css").read_text(encoding="utf-8")
INTERNO = (CSS / "interno.css").read_text(encoding="utf-8")
PLANTILLAS = RAIZ / "templates"
PROPIAS = [
    *PLANTILLAS.glob("base*.html"),
    *(PLANTILLAS / "componentes").glob("*.html"),
    *(PLANTILLAS / "errores").glob("*.html"),
]

Lineal = tuple[float, float, float]


# --- color -----------------------------------------------------------------------------------------


def _variables() -> dict[str, dict[str, str]]:
    """Variables de color de la hoja pública en cada modo: {"claro": {nombre: "#rrggbb"}, "oscuro": …}."""
    tokens = PUBLICO[PUBLICO.index("@layer tokens {") : PUBLICO.index("@layer base {")]
    claro, oscuro = tokens.split("@media (prefers-color-scheme: dark)")
    leer = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", claro))
    return {"claro": leer, "oscuro": leer | dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", oscuro))}


VARIABLES = _variables()


def _lineal(color: str) -> Lineal:
    canales = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canales)


def _oklch(claridad: float, croma: float, tono: float) -> Lineal:
    """OKLCH (tono en grados) a sRGB lineal, recortado como lo recortan los navegadores."""
    a, b = croma * math.cos(math.radians(tono)), croma * math.sin(math.radians(tono))
    largo = (claridad + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medio = (claridad - 0.1055613458 * a - 0.0638541728 * b) ** 3
    corto = (claridad - 0.0894841775 * a - 1.2914855480 * b) ** 3
    canales = (
        4.0767416621 * largo - 3.3077115913 * medio + 0.2309699292 * corto,
        -1.2684380046 * largo + 2.6097574011 * medio - 0.3413193965 * corto,
        -0.0041960863 * largo - 0.7034186147 * medio + 1.7076147010 * corto,
    )
    return tuple(min(1.0, max(0.0, c)) for c in canales)


def _contraste(uno: Lineal, otro: Lineal) -> float:
    """Razón de contraste de WCAG 2.2, de 1 a 21."""
    luz = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (uno, otro))
    return (luz[1] + 0.05) / (luz[0] + 0.05)


def test_la_formula_de_contraste_da_los_valores_conocidos():
    assert _contraste(_lineal("#000000"), _lineal("#ffffff")) == pytest.approx(21)
    assert _contraste(_lineal("#767676"), _lineal("#ffffff")) == pytest.approx(4.54, abs=0.01)
    assert _oklch(1, 0, 0) == pytest.approx((1, 1, 1), abs=1e-3)


FONDOS = ("papel", "superficie", "hundido")
SENTIDOS = ("exito", "atencion", "error", "informacion", "neutro")
CUERPO = [
    *[(texto, fondo) for texto in ("tinta", "enlace", "enlace-fuerte") for fondo in FONDOS],
    *[("tinta", f"{sentido}-fondo") for sentido in SENTIDOS],
    ("sobre-enlace", "enlace"),
    ("sobre-enlace", "enlace-fuerte"),
    ("ficticio-texto", "ficticio"),
    ("color-institucion-texto", "color-institucion"),
]
SECUNDARIO = [
    *[("tinta-2", fondo) for fondo in FONDOS],
    *[(sentido, f"{sentido}-fondo") for sentido in SENTIDOS],
    *[("error", fondo) for fondo in FONDOS],
    *[("exito", fondo) for fondo in FONDOS],
    ("sobre-enlace", "error"),
]
INTERFAZ = [
    *[("borde", fondo) for fondo in FONDOS],
    *[("foco", fondo) for fondo in FONDOS],
    ("foco", "foco-halo"),
    *[(sentido, "papel") for sentido in SENTIDOS],
]


@pytest.mark.parametrize("modo", VARIABLES)
@pytest.mark.parametrize(
    ("minimo", "pares"),
    [(7, CUERPO), (4.5, SECUNDARIO), (3, INTERFAZ)],
    ids=["cuerpo", "secundario", "interfaz"],
)
def test_contraste_de_las_variables(modo, minimo, pares):
    colores = VARIABLES[modo]
    pobres = {
        (frente, fondo): round(razon, 2)
        for frente, fondo in pares
        if (razon := _contraste(_lineal(colores[frente]), _lineal(colores[fondo]))) < minimo
    }
    assert not pobres


@pytest.mark.parametrize("modo", VARIABLES)
def test_cualquier_color_del_instituto_da_enlaces_legibles(modo):
    """La claridad fija de los enlaces vale para todo tono y croma, no solo para el color por omisión."""
    reglas = re.findall(
        r"--(enlace|enlace-fuerte): oklch\(from var\(--color-institucion\) ([.\d]+) min\(c, ([.\d]+)\) h\)",
        PUBLICO,
    )
    assert [nombre for nombre, *_ in reglas] == ["enlace", "enlace-fuerte"] * 2
    colores = VARIABLES[modo]
    for _, claridad, tope in reglas[:2] if modo == "claro" else reglas[2:]:
        for tono in range(0, 360, 5):
            for croma in (0, float(tope) / 2, float(tope)):
                enlace = _oklch(float(claridad), croma, tono)
                for fondo in (*FONDOS, "sobre-enlace"):
                    assert _contraste(enlace, _lineal(colores[fondo])) >= 7, (claridad, tono, croma, fondo)


# --- hojas -----------------------------------------------------------------------------------------


def test_la_hoja_publica_pesa_lo_que_debe():
    assert len(gzip.compress(PUBLICO.encode(), 6)) <= 12_000


@pytest.mark.parametrize("hoja", [PUBLICO, INTERNO], ids=["publico", "interno"])
def test_las_hojas_no_piden_nada_a_nadie(hoja):
    assert not re.search(r"@import|http|url\(", hoja)


def test_toda_variable_usada_esta_definida():
    definidas = set(re.findall(r"(--[\w-]+):", PUBLICO + INTERNO))
    usadas = set(re.findall(r"var\((--[\w-]+)(?=\))", PUBLICO + INTERNO))
    assert usadas <= definidas


def test_las_capas_de_la_hoja_interna_son_las_de_la_publica():
    orden = re.search(r"@layer ([\w, ]+);", PUBLICO).group(1).split(", ")
    assert set(re.findall(r"@layer (\w+) \{", PUBLICO + INTERNO)) == set(orden)


# --- plantillas ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruta", sorted(RAIZ.rglob("*.html")), ids=lambda ruta: ruta.name)
def test_ninguna_plantilla_lleva_estilo_ni_guion_en_linea(ruta):
    """Un bloque de datos (JSON) no es un guion: ni el navegador lo ejecuta ni la política lo prohíbe.

    La boleta que se guarda es la única que lleva su hoja adentro, y la política la admite por su huella.
    """
    html = re.sub(r'(<script)(?=[^>]*\stype="application/(?:ld\+)?json")', "<datos", _sin_comentarios(ruta))
    if ruta.name == "boleta_para_guardar.html":
        html = html.replace("<style>{{ estilo }}</style>", "")
    assert not re.search(
        r"\sstyle\s*=|<style\b|\son\w+\s*=\s*[\"']|<script(?![^>]*\ssrc=)|javascript:", html, re.I
    )


def _sin_comentarios(ruta: Path) -> str:
    html = ruta.read_text(encoding="utf-8")
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", html, flags=re.S)


def test_la_base_publica_no_toca_la_sesion():
    """Una página pública es función de la edición y la dirección; leer la sesión la volvería personal."""
    html = _sin_comentarios(PLANTILLAS / "base.html") + _sin_comentarios(PLANTILLAS / "base_publica.html")
    assert not re.search(r"request|user|csrf|messages|mensajes", html)


def test_toda_clase_de_las_bases_y_componentes_existe_en_las_hojas():
    definidas = set(re.findall(r"\.([a-z][\w-]*)", PUBLICO + INTERNO))
    usadas = set()
    for ruta in PROPIAS:
        for valor in re.findall(r'class="([^"{]*)"', _sin_comentarios(ruta)):
            usadas |= set(valor.split())
    assert usadas
    assert not usadas - definidas


SIN_CONTEXTO = {"extends", "block", "endblock", "load", "translate", "lengua_de_la_pagina", "en_esta_lengua"}


@pytest.mark.parametrize("sola", ["errores/500.html", "errores/sin_base.html", "errores/421.html"])
def test_las_paginas_de_cuando_todo_falla_no_necesitan_contexto(sola):
    """Ni variables, ni direcciones buscadas, ni sesión: sólo su base, que tampoco los pide, y la lengua."""
    for plantilla in (sola, "base_sola.html"):
        texto = _sin_comentarios(PLANTILLAS / plantilla)
        assert set(re.findall(r"{%\s*(\w+)", texto)) <= SIN_CONTEXTO
        assert "{{" not in texto


# --- componentes -----------------------------------------------------------------------------------


class FormularioDePrueba(forms.Form):
    corto = forms.CharField(label="Sección", help_text="Cuatro números.")
    largo = forms.CharField(label="Historia", widget=forms.Textarea)
    lista = forms.ChoiceField(label="Grado", choices=[("", "Elija"), ("p", "Primaria")])
    radio = forms.ChoiceField(
        label="¿Publicar?",
        choices=[("s", "Sí"), ("n", "No")],
        widget=forms.RadioSelect,
        help_text="Puede cambiar.",
    )
    casillas = forms.MultipleChoiceField(
        label="Medios", choices=[("a", "Página"), ("b", "Teléfono")], widget=forms.CheckboxSelectMultiple
    )
    casilla = forms.BooleanField(label="Leí el aviso")
    fecha = forms.DateField(label="Fecha", widget=forms.SelectDateWidget(years=[2026, 2027]))


def _formulario_dibujado() -> str:
    formulario = FormularioDePrueba({})
    partes = [render_to_string("componentes/resumen_errores.html", {"form": formulario})]
    partes += [render_to_string("componentes/campo.html", {"campo": campo}) for campo in formulario]
    return "".join(partes)


def test_cada_error_del_resumen_lleva_a_un_control_que_existe():
    html = _formulario_dibujado()
    anclas = re.findall(r'href="#([^"]+)"', html)
    assert len(anclas) == len(FormularioDePrueba.base_fields)
    for ancla in anclas:
        assert re.search(rf'<(input|select|textarea)[^>]*\sid="{ancla}"', html), ancla


def test_ayudas_y_errores_quedan_ligados_y_sin_identificadores_repetidos():
    html = _formulario_dibujado()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    descritos = {i for valor in re.findall(r'aria-describedby="([^"]+)"', html) for i in valor.split()}
    assert (
        {"id_corto_helptext", "id_corto_error", "id_radio_helptext", "id_radio_error"}
        <= descritos
        <= set(ids)
    )
    assert html.count("<fieldset") == html.count("<legend") == 3


def test_el_campo_solo_se_marca_opcional_y_nunca_con_asterisco():
    campo = FormularioDePrueba()["largo"]
    dibujo = render_to_string("componentes/campo.html", {"campo": campo, "opcional": True, "maximo": 1600})
    assert "(opcional)" in dibujo
    assert "*" not in dibujo
    assert 'data-contador data-minimo="0" data-maximo="1600" data-espacios="si"' in dibujo


def test_el_resumen_calla_si_no_hay_errores():
    assert not render_to_string("componentes/resumen_errores.html", {"form": FormularioDePrueba()}).strip()


@pytest.mark.parametrize(
    ("estado", "variante"),
    [
        ("Completado", "etiqueta--exito"),
        ("En progreso", "etiqueta--progreso"),
        ("Hay un problema", "etiqueta--error"),
        ("Aún no disponible", "etiqueta--apagado"),
        ("Incompleto", 'class="etiqueta"'),
    ],
)
def test_la_lista_de_tareas_dice_el_estado_con_palabra_y_figura(estado, variante):
    html = render_to_string(
        "componentes/lista_tareas.html",
        {"tareas": [{"titulo": "Fotografía", "estado": estado, "minutos": 1}]},
    )
    assert estado in html
    assert variante in html
    assert "1 minuto<" in html
    assert "<a " not in html  # sin dirección no se enlaza


def test_la_tarjeta_sin_fotografia_lleva_el_retrato_neutro_y_el_color_en_un_atributo():
    tarjeta = {
        "url": "/candidaturas/x/",
        "nombre": "<Xóchitl> Prueba",
        "cargo": "Sindicatura",
        "actor": "Coalición",
        "colores": ["#112233", "#445566"],
    }
    html = render_to_string("componentes/tarjeta_candidatura.html", {"tarjeta": tarjeta})
    assert "<img" not in html
    assert "&lt;Xóchitl&gt; Prueba" in html
    assert html.count('<rect x="') == 2
    assert 'viewBox="0 0 2 1"' in html
    assert 'fill="#445566"' in html


def test_lo_no_contestado_se_dice_y_cambiar_nombra_su_pregunta():
    filas = [{"etiqueta": "Página web", "valor": "", "url": "/cambiar/"}]
    html = render_to_string("componentes/lista_resumen.html", {"filas": filas})
    assert "No proporcionado" in html
    assert 'Cambiar<span class="solo-lectores"> Página web</span>' in html


def test_la_paginacion_señala_la_pagina_actual_y_calla_si_solo_hay_una():
    numeros = [(1, "?pagina=1", False), ("…", "", False), (5, "?pagina=5", True)]
    html = render_to_string(
        "componentes/paginacion.html",
        {"paginas": {"anterior": "?pagina=4", "siguiente": "", "numeros": numeros}},
    )
    assert html.count("aria-current") == 1
    assert '<a href="?pagina=5" aria-current="page">' in html
    assert "Siguiente" not in html
    assert not render_to_string(
        "componentes/paginacion.html", {"paginas": {"numeros": [(1, "?", True)]}}
    ).strip()
