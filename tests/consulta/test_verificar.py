"""Comprobar un acuse: sin cuenta ni galletas, tolerante al dictado, y sin decir nunca qué se escribió."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.acuses.acciones import Clase, emitir
from conoceles.comun.claves import folio
from conoceles.consulta.verificar import comparar
from conoceles.publicacion import acciones as publicacion
from tests import fabricas, respuestas

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]  # lo público se sirve de lo ya leído
HUELLA = "0123456789abcdef" * 4


@pytest.fixture
def envio(capturar_todo, gente):
    return publicacion.enviar(cuestionario=capturar_todo(), por=gente["ana"])


def pagina(client, folio, **consulta):
    return client.get(reverse("consulta:verificar_folio", args=[folio]), consulta)


def test_confirma_lo_que_consta_y_nada_mas(client, envio, candidatura):
    respuesta = pagina(client, envio.folio)
    texto = respuesta.content.decode()
    assert respuesta.status_code == 200
    for dato in (
        "Este acuse es auténtico", envio.folio, "Envío del cuestionario curricular", candidatura.persona.nombre_completo,
        candidatura.cargo.nombre, candidatura.proceso.nombre, "hora del centro de México", "Fotografía",
        envio.huella[:4], envio.huella[-4:],
    ):  # fmt: skip
        assert dato in texto, dato
    assert "fuera de plazo" not in texto
    assert "⟪" not in texto
    escritos = [
        valor for valor in respuestas.COMPLETAS.values() if isinstance(valor, str) and len(valor) > 10
    ]
    assert not [secreto for secreto in (envio.nonce, envio.nonce[:8], *escritos) if secreto in texto]


def test_es_publica_sin_galletas_ni_indexar_y_barata(client, envio, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        respuesta = pagina(client, envio.folio)
    assert not respuesta.cookies
    assert respuesta["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex' in respuesta.content.decode()
    assert pagina(client, envio.folio).headers.get("ETag")


@pytest.mark.parametrize(
    "dictado",
    [
        str.lower,
        lambda f: f.replace("-", " "),
        lambda f: f.replace("-", ""),
        lambda f: f"  {f.replace('0', 'o').replace('1', 'l')} ",
        lambda f: f.replace("-", "–"),
    ],
)
def test_el_folio_se_escribe_como_se_oye(client, envio, dictado):
    respuesta = client.get(reverse("consulta:verificar"), {"folio": dictado(envio.folio)}, follow=True)
    assert respuesta.redirect_chain[-1][0] == reverse("consulta:verificar_folio", args=[envio.folio])
    assert "Este acuse es auténtico" in respuesta.content.decode()
    assert pagina(client, dictado(envio.folio).strip(), follow=True).status_code in (200, 302)


def test_un_folio_con_errata_o_inventado_se_explica(client, envio):
    errata = envio.folio[:-1] + ("0" if envio.folio[-1] != "0" else "2")
    inventado = folio("C")
    for escrito, frase in ((errata, "no está bien copiado"), (inventado, "Ningún acuse tiene ese folio")):
        respuesta = pagina(client, escrito)
        texto = respuesta.content.decode()
        assert respuesta.status_code == 404
        assert frase in texto
        assert "Qué puede hacer" in texto
        assert f'value="{escrito}"' in texto
        assert "Set-Cookie" not in respuesta.headers
    assert "Escriba el folio" in client.get("/verificar/?folio=").content.decode()


@pytest.mark.parametrize(
    "folio", ["x" * 3000, "<script>alert(1)</script>", "%00", "'; DROP", "é😀", "C-\u202e"]
)
def test_basura_por_folio_es_404_y_se_escapa(client, proceso, folio):
    for respuesta in (client.get("/verificar/", {"folio": folio}), client.get(f"/verificar/{folio}/")):
        assert respuesta.status_code == 404
        assert "<script>alert" not in respuesta.content.decode()


def test_compara_la_huella(client, envio):
    def dice(huella):
        return pagina(client, envio.folio, huella=huella).content.decode()

    grupos = " ".join(envio.huella[i : i + 4] for i in range(0, 64, 4))
    assert "La huella coincide" in dice(envio.huella)
    assert "La huella coincide" in dice(grupos.upper())
    assert "La huella corta coincide" in dice(envio.huella[:16])
    assert "La huella no coincide" in dice("0" * 64)
    assert "Eso no es una huella" in dice("<b>hola</b>")
    assert "<b>hola" not in dice("<b>hola</b>")
    assert "oincide" not in dice("")


@pytest.mark.parametrize(
    ("escrita", "resultado"),
    [
        (HUELLA, "coincide"),
        (HUELLA.upper() + "\n", "coincide"),
        (HUELLA[:16], "corta"),
        (HUELLA[:15], "ilegible"),
        (HUELLA[:63], "ilegible"),
        (HUELLA + "0", "ilegible"),
        (HUELLA[1:] + "0", "distinta"),
        ("z" * 64, "ilegible"),
        ("", "ilegible"),
    ],
)
def test_comparar(escrita, resultado):
    assert comparar(escrita, HUELLA) == resultado


@pytest.mark.parametrize("clase", Clase.values)
def test_toda_clase_se_confirma_y_lo_tardio_se_dice(client, candidatura, clase):
    sello = emitir(
        {"a": 1}, clase=clase, candidatura=candidatura.clave, proceso=candidatura.proceso.clave,
        instante=timezone.now(), fuera_de_plazo=True,
    )  # fmt: skip
    texto = pagina(client, sello.folio).content.decode()
    assert Clase(clase).label in texto
    assert "Llegó fuera de plazo" in texto


def test_el_de_otro_proceso_y_el_de_una_ficha_que_ya_no_esta(client, proceso):
    fabricas.ProcesoFactory(clave="anterior", nombre="Proceso 2021", es_vigente=False)
    sello = emitir(
        {}, clase=Clase.ENVIO, candidatura="yanoesta22", proceso="anterior", instante=timezone.now()
    )
    texto = pagina(client, sello.folio).content.decode()
    assert "Proceso 2021" in texto
    assert "Candidatura</dt>" not in texto
