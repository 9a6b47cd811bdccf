"""Todo lo que el sitio público explica se lee fácil: INFLESZ de 65 o más en cada página, sin párrafos que lo escondan."""

import pytest

from conoceles.avisos.versiones import versiones
from tests.legibilidad import bloques_de, medir, parrafos_de
from tests.recorridos.accesibilidad.formas import de_error, lugares, sin_nada, tipica

pytestmark = pytest.mark.sin_base

FACIL, LO_MENOS = 65, 50  # «bastante fácil»; y ningún párrafo suelto mucho peor que su página
LEGAL = 55  # «normal»: el aviso integral, que llama a las leyes, los datos y los derechos por su nombre
PALABRAS_POR_FRASE = 20
AVISO_INTEGRAL = {"consulta:privacidad", "consulta:aviso"}


def test_cada_pagina_publica_se_lee_facil(proceso, gente, publicada, client):
    dificiles = []
    vacias = sin_nada(proceso)
    paginas = {lugar: lugar.cuerpo or _html(client, lugar.direccion) for lugar in (*vacias, *de_error())}
    llenas = lugares(tipica(proceso, gente=gente, publicada=publicada))
    paginas |= {lugar: _html(client, lugar.direccion) for lugar in llenas}
    for lugar, html in paginas.items():
        parrafos = parrafos_de(html)
        if parrafos:
            dificiles += _dificiles(f"{lugar.nombre} {lugar.direccion}", lugar.nombre, parrafos)
    assert not dificiles, "\n".join(dict.fromkeys(dificiles))


def test_el_aviso_simplificado_se_lee_facil(proceso):
    for version in versiones():
        simplificado = f"<main>{version.simplificado(proceso.instituto)}</main>"
        assert medir(bloques_de(simplificado)).inflesz >= FACIL, version.clave


def _html(client, direccion: str) -> str:
    return client.get(direccion).content.decode()


def _dificiles(pagina: str, nombre: str, parrafos: list[str]) -> list[str]:
    todo, es_legal = medir(parrafos), nombre in AVISO_INTEGRAL
    malos = [] if es_legal else [p for p in parrafos if medir([p]).inflesz < LO_MENOS]
    return [
        *([f"{pagina}: {todo.inflesz:.0f}"] if todo.inflesz < (LEGAL if es_legal else FACIL) else []),
        *(
            [f"{pagina}: {todo.por_frase:.0f} palabras por frase"]
            if todo.por_frase > PALABRAS_POR_FRASE
            else []
        ),
        *(f"{medir([p]).inflesz:.0f}: {p}" for p in malos),
    ]
