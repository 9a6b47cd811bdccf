"""El documento: etiquetado, igual a sí mismo, sin red ni letras de la máquina, y sordo a lo que se escriba."""

from __future__ import annotations

import re
import zlib

import pytest
import typst

from conoceles.comun import pdf, qr

pytestmark = pytest.mark.sin_base

MEMBRETE = {
    "instituto": "Instituto de Prueba", "siglas": "IEP", "color": "#234E52", "proceso": "Proceso", "es_ficticio": True,
}  # fmt: skip
HOSTIL = '#panic("x") #let a = 1; *b* _c_ $x^2$ @d <e> // f /* g */ `h` \\ #image("/etc/passwd") ] }'


def datos(texto="Ana"):
    return {
        "titulo": "Acuse C-1", "membrete": MEMBRETE, "clase": "Envío", "folio": "C-1", "renglones": [("Persona", texto)],
        "url": "https://ejemplo.mx/verificar/C-1/", "huella": "ab cd", "numero": "12 34", "que_abarca": "sus respuestas",
        "archivo": "r.json", "orden": "python3",
    }  # fmt: skip


def acuse(texto="Ana") -> bytes:
    return pdf.componer("acuse", datos(texto), imagenes={"qr.svg": qr.svg("https://ejemplo.mx")})


def expandido(documento: bytes) -> bytes:
    """El documento con sus flujos descomprimidos."""
    partes = [documento]
    for flujo in re.findall(rb"stream\r?\n(.*?)endstream", documento, re.DOTALL):
        try:
            partes.append(zlib.decompressobj().decompress(flujo))
        except zlib.error:
            continue
    return b"\n".join(partes)


def letras_de(documento: bytes) -> set[str]:
    """Qué signos se dibujan, según las tablas ToUnicode del propio documento."""
    destinos = re.findall(rb"<[0-9a-fA-F]{4}> <([0-9a-fA-F]+)>", expandido(documento))
    return set("".join(bytes.fromhex(destino.decode()).decode("utf-16-be") for destino in destinos))


def test_esta_etiquetado_en_espanol_y_con_titulo():
    documento = expandido(acuse())
    assert documento.startswith(b"%PDF-1.7")
    for marca in (
        b"/StructTreeRoot", b"/MarkInfo<</Marked true", b"/Lang(es-MX)", b"/DisplayDocTitle true", b"/S/H1", b"/S/H2",
        b"/S/Figure", b"/Alt", b"pdfuaid",
    ):  # fmt: skip
        assert marca in documento, marca


def test_los_mismos_datos_dan_los_mismos_bytes_sin_la_hora():
    primero = acuse()
    assert acuse() == primero
    assert acuse("Beto") != primero
    assert b"CreationDate" not in expandido(primero)


def test_lo_hostil_sale_como_texto():
    hostil = acuse(HOSTIL)
    assert len(hostil) > len(acuse("A")), "debe dibujarse entero"
    assert set(HOSTIL) <= letras_de(hostil)


@pytest.mark.parametrize(
    "texto",
    [
        "😀👩‍👧🏽",
        "漢字 مرحبا",
        "\x00\x07\x1b[0m",
        "\u202egnp.exe",
        "\ud800",
        "é" * 50 + "\u0301" * 50,
        "",
        "\r\n\t",
    ],
)
def test_ningun_texto_impide_el_documento(texto):
    assert acuse(texto).startswith(b"%PDF")


def test_cinco_mil_signos_sin_espacios_caben():
    largo = acuse("#x" * 2500)
    assert len(largo) < 200_000
    assert expandido(largo).count(b"/Type/Page/") >= 2


def test_las_letras_cubren_lo_que_se_dice_que_cubren(monkeypatch):
    """Si otra versión de typst trae otras letras, esta prueba lo dice antes que una persona."""
    signos = [chr(n) for n in range(0x20, 0x2600) if not pdf._SIN_DIBUJO.match(chr(n))]
    assert len(signos) > 1500
    monkeypatch.setattr(pdf, "_dibujable", lambda dato: dato)
    acuse(" ".join(signos))
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        acuse("😀")


def test_ninguna_plantilla_baja_paquetes_ni_lee_de_la_maquina():
    for nombre, fuente in pdf._plantillas().items():
        assert not re.search(rb"@preview|@local|#?read\(|plugin\(", fuente), nombre
