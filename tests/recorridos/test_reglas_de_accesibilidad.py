"""Que cada regla de accesibilidad halle lo suyo: una página rota por regla, y una sana en que todas callan."""

from __future__ import annotations

import pytest

from .accesibilidad.modos import GUION, TODAS, correr

pytestmark = [pytest.mark.navegador, pytest.mark.sin_base, pytest.mark.lenta]

ESTILO = """
body { margin: 0; color: #000; background: #fff; font: 16px/1.5 sans-serif; }
a, button, input { min-width: 44px; min-height: 44px; display: inline-block; box-sizing: border-box; }
p a { display: inline; } button { background: #fff; border: 2px solid #000; color: #000; }
a { color: #00f; color: #000080; } :focus-visible { outline: 3px solid #000; }
"""
SANA = """<!doctype html><html lang="es-MX"><head><title>Prueba</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{estilo}{mas}</style></head><body>
<a href="#contenido">Saltar</a><header>Cabecera <nav class="navegacion"><a href="/x/como-usar/">Ayuda</a></nav></header>
<main id="contenido"><h1>Título</h1>{roto}</main><footer>Pie</footer></body></html>"""

CAMPO = '<div class="campo"><label for="c">Rótulo</label>%s</div>'
CONTROL = '<input id="c" name="c">'
TABLA = "<table><caption>Tabla</caption><tr><th scope=col>Uno</th><th scope=col>Dos</th></tr><tr><td>1</td><td>2</td></tr></table>"
# Lo que va en `main` para romper cada regla; o una pareja (contenido, estilo), o una función de la página entera.
ROTAS = {
    "lengua_de_la_pagina": lambda sana: sana.replace('lang="es-MX"', 'lang="en"'),
    "lengua_de_las_partes": "<p>Acepte la cookie.</p>",
    "todo_traducido": '<p lang="en">Esto es para leer.</p>',
    "un_titulo": "<h1>Otro título</h1>",
    "niveles": "<h3>Se salta el h2</h3>",
    "regiones": lambda sana: sana.replace("<footer>Pie</footer>", ""),
    "salto": lambda sana: sana.replace('href="#contenido"', 'href="/"'),
    "identificadores": '<p id="a">Uno</p><p id="a">Dos</p>',
    "referencias": '<p><a href="#nada">A ninguna parte</a> va este enlace</p>',
    "rotulos": '<input name="x" placeholder="No es un rótulo">',
    "nombres": "<button><svg aria-hidden=true width=20 height=20></svg></button>",
    "grupos": '<p><input type=radio name=r id=r1><label for=r1>Uno</label><input type=radio name=r id=r2><label for=r2>Dos</label></p>',
    "ayudas_y_errores_ligados": CAMPO % f'{CONTROL}<p class="campo__ayuda" id="c_ayuda">Nadie la anuncia</p>',
    "autocompletar": CAMPO % '<input id="c" type="email">',
    "sin_orden_forzado": '<button tabindex="3">Primero</button>',
    "resumen_de_errores": CAMPO % f'{CONTROL}<p class="campo__error" id="e">Falta</p>',
    "anuncios": '<p aria-live="assertive">¡Atención!</p>',
    "sin_tiempo": lambda sana: sana.replace("<head>", '<head><meta http-equiv="refresh" content="900">'),
    "entrar_sin_acertijos": CAMPO % '<input id="c" type="password" autocomplete="off">',
    "ayuda_en_su_lugar": lambda sana: sana.replace("</nav>", '<a href="/y/">Otra</a></nav>'),
    "dibujos": "<svg role=img width=20 height=20></svg>",
    "tablas": TABLA.replace("scope=col", ""),
    "sin_movimiento": ("<p>Se mueve</p>", "main p { transition: all 2s }"),
    "imagenes": '<img alt="Sin medidas" src="data:,">',
    "sin_guiones": lambda sana: sana.replace("</main>", '<script src="/a.js"></script><p>Sólo con guiones</p></main>'),
    "documentos": '<p>Está el <a href="/formato.pdf">formato</a> para bajar</p>',
    "medios": "<video controls width=90 height=90></video>",
    "se_puede_ampliar": lambda sana: sana.replace("initial-scale=1", "user-scalable=no"),
    "cabe_a_lo_ancho": ("<p>Ancho</p>", "main p { width: 2000px }"),
    "solo_la_tabla_se_desplaza": ("<div class=a><p>Ancho</p></div>", ".a { overflow-x: auto } .a p { width: 2000px }"),
    "nada_se_corta": ("<p>Una frase que no cabe aquí</p>", "main p { width: 60px; height: 20px; overflow: hidden }"),
    "blancos_chicos": ("<button>x</button>", "main button { min-width: 0; min-height: 0; width: 20px; height: 20px; padding: 0 }"),
    "blancos_principales": ('<button class="boton">Enviar</button>', "main button { min-height: 0; height: 30px }"),
    "contraste_del_texto": ("<p>Gris</p>", "main p { color: #777 }"),
    "contraste_de_los_controles": (CAMPO % CONTROL, "input { border: 1px solid #ccc; background: #fff }"),
    "no_solo_color": ("<p>Una frase con <a href='/'>un enlace</a> que no se nota</p>", "main a { text-decoration: none }"),
    "foco_visible": ("<button>Enviar</button>", "main :focus-visible { outline: 1px solid #000 }"),
    "foco_destapado": ("<button>Enviar</button><div></div>", "main div { position: fixed; inset: 0 }"),
    "legible_sin_estilos": '<svg aria-hidden="true" viewBox="0 0 9 9"></svg>',
    "papel": '<button class="boton">No se imprime</button>',
}  # fmt: skip


@pytest.fixture(scope="module")
def pagina(chromium):
    pagina = chromium.new_page(viewport={"width": 360, "height": 800})
    yield pagina
    pagina.close()


def hallar(pagina, html: str, reglas) -> list[str]:
    """Se sirve de verdad: una regla vuelve a pedir la página, y ahí contesta la sana."""
    pagina.route("**/*", lambda ruta: ruta.fulfill(
        body=html if ruta.request.is_navigation_request() else SANA.format(estilo=ESTILO, mas="", roto=""),
        content_type="text/javascript" if ruta.request.url.endswith(".js") else "text/html; charset=utf-8",
    ))  # fmt: skip
    pagina.goto("http://prueba.invalid/")
    pagina.evaluate(GUION)
    try:
        return correr(pagina, reglas)
    finally:
        pagina.unroute_all()


def test_toda_regla_halla_lo_que_busca_y_calla_ante_una_pagina_sana(pagina):
    assert set(ROTAS) == set(TODAS)
    sana = SANA.format(estilo=ESTILO, mas="", roto="")
    de_pantalla = [regla for regla in TODAS if regla != "papel"]
    assert hallar(pagina, sana, de_pantalla) == []
    ciegas = []
    for regla, rota in ROTAS.items():
        contenido, mas = rota if isinstance(rota, tuple) else (rota, "")
        html = rota(sana) if callable(rota) else SANA.format(estilo=ESTILO, mas=mas, roto=contenido)
        hallado = hallar(pagina, html, [regla])
        if len(hallado) != 1 or f" {regla}: " not in hallado[0]:
            ciegas.append(f"{regla}: {hallado}")
    assert not ciegas, "\n".join(ciegas)
