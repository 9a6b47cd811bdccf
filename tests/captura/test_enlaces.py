"""Lo que la gente escribe como su dirección, y lo que jamás debe volverse un enlace."""

import ast
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conoceles.captura.contactos import ContactoInvalido
from conoceles.captura.enlaces import ACORTADORES, REDES, enlace
from conoceles.captura.parecidos import OFICIALES, es_de, imita_a

RAIZ = Path(__file__).parents[2]
CLASES = json.loads((RAIZ / "tests" / "vectores" / "enlaces.json").read_text("utf-8"))["clases"]
ACEPTADAS = CLASES["aceptada"]
RECHAZADAS = [(motivo, *caso) for motivo, casos in CLASES.items() if motivo != "aceptada" for caso in casos]


@pytest.mark.parametrize(("escrito", "red", "queda"), ACEPTADAS)
def test_queda_en_su_forma_publica_y_repetirlo_no_la_cambia(escrito, red, queda):
    assert enlace(escrito, red) == queda
    assert enlace(queda, red) == queda


@pytest.mark.parametrize(("motivo", "escrito", "red"), RECHAZADAS)
def test_se_rechaza_por_su_motivo_y_con_una_frase(motivo, escrito, red):
    with pytest.raises(ContactoInvalido) as error:
        enlace(escrito, red)
    assert error.value.motivo == motivo
    assert re.match(r"[A-ZÁÉÍÓÚ]", str(error.value))
    assert 25 < len(str(error.value)) < 400
    assert not str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("escrito", "sugerido"), [("ana.com", "@ana.com"), ("instagram.com", None), ("www.ejemplo.mx", None)]
)
def test_si_parece_un_sitio_dice_como_escribirlo_cuando_es_el_usuario(escrito, sugerido):
    with pytest.raises(ContactoInvalido) as error:
        enlace(escrito, "facebook")
    assert str(error.value).partition("con arroba: ")[2] == (sugerido or "")
    if sugerido:
        assert enlace(sugerido, "facebook").endswith(f"/{escrito}")


@pytest.mark.parametrize("escrita", ["share/1Ab", "profile.php", "watch", "story.php?id=1"])
def test_de_lo_que_no_es_de_nadie_pide_la_direccion_del_perfil(escrita):
    with pytest.raises(ContactoInvalido, match="Abra su perfil y pegue la dirección"):
        enlace(f"https://www.facebook.com/{escrita}", "facebook")


def test_la_tabla_es_amplia_y_no_repite_casos():
    casos = [tuple(caso[:2]) for filas in CLASES.values() for caso in filas]
    assert len(casos) == len(set(casos)) >= 300


@given(st.text(max_size=60), st.sampled_from(["", *REDES, "otra_red"]))
def test_lo_aceptado_siempre_es_una_direccion_segura(escrito, red):
    try:
        queda = enlace(escrito, red)
    except ContactoInvalido:
        return
    _comprobar_segura(queda)
    assert enlace(queda, red) == queda


TROZOS = [
    "https://", "http://", "//", "javascript:", "facebook.com", "evil.mx", "@", ":", "/", "\\", "?u=", "#", ".", "-",
    "xn--", "а", "ñ", "%2f", " ", "\t", "[::1]", "127.0.0.1", "8080", "usuaria", "bit.ly", "data:", "\u200b", "l.php", "..", "%6c", "%25", "ó", "%c3",
]  # fmt: skip


@given(st.lists(st.sampled_from(TROZOS), max_size=7).map("".join), st.sampled_from(["", *REDES]))
def test_ni_con_trozos_de_direcciones_tramposas(escrito, red):
    try:
        queda = enlace(escrito, red)
    except ContactoInvalido:
        return
    _comprobar_segura(queda)
    assert enlace(queda, red) == queda
    if red:
        assert queda.startswith(REDES[red].cuenta.split("{")[0].rstrip("@"))


def _comprobar_segura(queda: str) -> None:
    assert queda.startswith(("https://", "http://"))
    assert not set(queda) & set(' "<>\\`\n\t')
    sitio = re.split(r"[/?#]", queda.split("//", 1)[1])[0]
    assert re.fullmatch(r"[a-z0-9áéíóúüñ.-]+\.[a-z]{2,63}", sitio)
    assert not any(es_de(sitio, acortador) for acortador in ACORTADORES)
    assert not imita_a(sitio)


@pytest.mark.parametrize("nombre", OFICIALES)
def test_ningun_sitio_oficial_se_toma_por_imitacion(nombre):
    for dominio in OFICIALES[nombre]:
        assert not imita_a(dominio)
        assert not imita_a(f"m.{dominio}")
        assert imita_a(f"{dominio}.ejemplo.mx") == nombre
        assert not es_de(f"mi{dominio}", dominio)


def test_las_palabras_corrientes_no_se_toman_por_imitaciones():
    textos = (RAIZ / "conoceles" / "demo").glob("*.toml")
    palabras = {p for t in textos for p in re.findall(r"[a-záéíóúüñ]{3,}", t.read_text("utf-8").lower())}
    assert len(palabras) > 1000
    assert [palabra for palabra in palabras if imita_a(f"{palabra}.mx")] == []


# ── El servidor lee direcciones; nunca las abre ──────────────────────────────

QUE_SALEN = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "socket", "ftplib"}
# Abren su propio puerto o preguntan el nombre de su propio equipo.
PROPIOS = {"operacion/management/commands/servir.py", "comun/segundo_plano.py"}


def test_el_servidor_nunca_abre_una_direccion():
    paquete = RAIZ / "conoceles"
    # Un enlace es un archivo que se entrega para correr en otra parte, no un módulo del servidor.
    propios = (m for m in paquete.rglob("*.py") if not m.is_symlink())
    modulos = [m for m in propios if str(m.relative_to(paquete)) not in PROPIOS]
    assert len(modulos) > 100
    assert {str(m.relative_to(paquete)): sale for m in modulos if (sale := importados(m) & QUE_SALEN)} == {}


def importados(modulo: Path) -> set[str]:
    nombres: set[str] = set()
    for nodo in ast.walk(ast.parse(modulo.read_text("utf-8"))):
        if isinstance(nodo, ast.Import):
            nombres |= {alias.name for alias in nodo.names}
        elif isinstance(nodo, ast.ImportFrom) and nodo.module:
            nombres |= {nodo.module, *(f"{nodo.module}.{alias.name}" for alias in nodo.names)}
    return nombres | {nombre.split(".")[0] for nombre in nombres}
