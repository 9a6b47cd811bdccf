"""Los avisos: cuál rige, que no se retoquen a escondidas y que una carpeta mal puesta se explique."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from conoceles.avisos.versiones import en_vigor, por_clave, versiones
from conoceles.calendario.parametros import Instituto

pytestmark = pytest.mark.sin_base

# La huella de cada versión que ya rigió. Si esta prueba falla, no cambie la huella: agregue otra versión.
PUBLICADAS = {"2026-11-01-51753516"}
INSTITUTO = Instituto(nombre="Instituto de Prueba", correo="hola@ejemplo.mx", domicilio="Calle 1")


@pytest.fixture
def carpeta(tmp_path, settings):
    def poner(**textos):
        for nombre, texto in textos.items():
            (tmp_path / f"{nombre.replace('_', '-')[1:]}.html").write_text(texto, "utf-8")

    settings.CONOCELES_AVISOS = tmp_path
    return poner


def test_lo_que_ya_rigio_no_se_edita():
    assert {aviso.clave for aviso in versiones()} >= PUBLICADAS


def test_rige_el_ultimo_que_ya_empezo_y_antes_del_primero_el_primero(carpeta):
    carpeta(
        _2026_01_10_simplificado="a",
        _2026_01_10_integral="A",
        _2026_03_01_simplificado="b",
        _2026_03_01_integral="B",
    )
    primero, segundo = versiones()
    for hoy, esperado in (("2025-12-31", primero), ("2026-02-28", primero), ("2026-03-01", segundo)):
        assert en_vigor(date.fromisoformat(hoy)) == esperado
    assert por_clave(primero.clave) == primero
    assert por_clave("2026-01-10") is None


def test_un_texto_retocado_es_otra_version(carpeta, tmp_path, settings):
    carpeta(_2026_01_10_simplificado="a", _2026_01_10_integral="A")
    antes = en_vigor(date(2026, 2, 1))
    otra = tmp_path / "otra"
    otra.mkdir()
    settings.CONOCELES_AVISOS = otra
    for tipo in ("simplificado", "integral"):
        (otra / f"2026-01-10-{tipo}.html").write_text("retocado", "utf-8")
    assert en_vigor(date(2026, 2, 1)).clave != antes.clave


def test_los_textos_dicen_quien_responde_y_escapan_lo_ajeno():
    aviso = versiones()[-1]
    for texto in (aviso.simplificado(INSTITUTO), aviso.integral(INSTITUTO)):
        assert "Instituto de Prueba" in texto
        assert "hola@ejemplo.mx" in texto
        assert "⟪" not in texto
    assert "transparencia@ejemplo.mx" in aviso.integral(
        Instituto(correo_transparencia="transparencia@ejemplo.mx")
    )
    assert "<script" not in aviso.simplificado(Instituto(nombre="<script>"))


def test_el_simplificado_cabe_en_ocho_renglones_de_frases_cortas():
    simplificado = versiones()[-1].simplificado(INSTITUTO)
    assert simplificado.count("<li>") <= 8


@pytest.mark.parametrize(
    ("textos", "dice"),
    [
        ({}, "No hay avisos de privacidad"),
        ({"_2026_01_10_simplificado": "a"}, "2026-01-10-simplificado.html"),
        ({"_ayer_simplificado": "a", "_ayer_integral": "A"}, "ayer-simplificado.html"),
    ],
)
def test_una_carpeta_mal_puesta_se_explica(carpeta, textos, dice):
    carpeta(**textos)
    with pytest.raises(ImproperlyConfigured, match=dice):
        versiones()
