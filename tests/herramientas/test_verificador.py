"""El verificador independiente: los vectores de las normas, lo que se lee de un archivo ajeno y la línea de órdenes.

Las mutaciones están en `test_mutaciones`; la bitácora contra la que se prueba, en `bitacora_falsa`.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from herramientas import verificador as v

from .bitacora_falsa import PRIMER_INSTANTE, UN_MINUTO, Bitacora, canonico, linea
from .limpia import lector, pasa
from .test_constancia import CONOCIDA, LLAVES, constancia_de_la_5

pytestmark = pytest.mark.sin_base
ARCHIVO = Path(v.__file__)
# Las semillas privadas de los casos 1, 2 y 3 de la RFC 8032 (§7.1), y el caso «SHA(abc)» entero.
SEMILLAS_8032 = (
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
)
SHA_ABC_8032 = (
    "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
    "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
)
# Las pruebas que publica Certificate Transparency para sus ocho hojas; las raíces son las de la autoprueba.
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
RAICES = v.RAICES_RFC_6962
INCLUSIONES_6962 = [
    (0, 1, []), (0, 8, [A, B, C]), (5, 8, [D, E, RAICES[3]]), (2, 3, [RAICES[1]]), (1, 5, [RAICES[0], B, D]),
]  # fmt: skip
CONSISTENCIAS_6962 = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, RAICES[3]]), (2, 5, [B, D])]


# --- Las normas ----------------------------------------------------------------------------------------------


def test_los_vectores_de_la_rfc_8032():
    """Los publicados, que otra biblioteca también da: ni la copia ni el cálculo son de aquí."""
    v.orden_autoprueba(SimpleNamespace())
    for semilla, (publica, mensaje, firma) in zip(SEMILLAS_8032, v.VECTORES_RFC_8032, strict=True):
        privada = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(semilla))
        assert privada.public_key().public_bytes_raw().hex() == publica
        assert privada.sign(bytes.fromhex(mensaje)).hex() == firma
    publica, firma = map(bytes.fromhex, SHA_ABC_8032)
    assert v.firma_valida(publica, hashlib.sha512(b"abc").digest(), firma)


@pytest.mark.parametrize(("indice", "tamano", "camino"), INCLUSIONES_6962)
def test_las_inclusiones_publicadas(indice, tamano, camino):
    nodo = v.nodo_de_hoja(bytes.fromhex(v.ENTRADAS_RFC_6962[indice]))
    assert v.raiz_por_inclusion(nodo, indice, tamano, v.leer_nodos(camino)).hex() == RAICES[tamano - 1]


@pytest.mark.parametrize(("viejo", "nuevo", "prueba"), CONSISTENCIAS_6962)
def test_las_continuidades_publicadas(viejo, nuevo, prueba):
    vieja = bytes.fromhex(RAICES[viejo - 1])
    raices = v.raices_por_consistencia(viejo, nuevo, v.leer_nodos(prueba), vieja)
    assert [raiz.hex() for raiz in raices] == [RAICES[viejo - 1], RAICES[nuevo - 1]]


@settings(max_examples=20, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_ed25519_acepta_lo_firmado_por_otra_biblioteca_y_ningun_bit_cambiado(semilla, mensaje, bit):
    privada = Ed25519PrivateKey.from_private_bytes(semilla)
    publica, firma = privada.public_key().public_bytes_raw(), privada.sign(mensaje)
    assert v.firma_valida(publica, mensaje, firma)
    volteada = bytearray(firma)
    volteada[bit // 8] ^= 1 << bit % 8
    assert not v.firma_valida(publica, mensaje, bytes(volteada))
    assert not v.firma_valida(publica, mensaje + b"\0", firma)


def test_ed25519_no_acepta_la_misma_firma_escrita_de_otro_modo():
    """S + L comprobaría igual si no se exigiera S < L: la firma sería maleable."""
    publica, mensaje, firma = (bytes.fromhex(x) for x in v.VECTORES_RFC_8032[1])
    s = int.from_bytes(firma[32:], "little") + v.ORDEN
    assert not v.firma_valida(publica, mensaje, firma[:32] + s.to_bytes(32, "little"))
    for mala in ((v.P + 1).to_bytes(32, "little"), b"\xff" * 32, b"", b"\0" * 31, (2).to_bytes(32, "little")):
        assert not v.firma_valida(mala, mensaje, firma)
        assert not v.firma_valida(publica, mensaje, mala + firma[32:])


# --- Lo limpio -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cuantas", [*range(1, 18), 31, 32, 33, 255, 256, 257, 300, 513])
def test_en_lo_limpio_no_se_detecta_nada(cuantas):
    bitacora = Bitacora(cuantas, semilla=cuantas)
    llaves = v.leer_llaves(bitacora.llave)
    azar = random.Random(cuantas)
    assert v.comprobar_bitacora(lector(bitacora.archivos()), llaves).tamano == cuantas
    for _ in range(3):
        secuencia, viejo = azar.randint(1, cuantas), azar.randint(1, cuantas)
        ficha = v.comprobar_ficha(bitacora.ficha(secuencia), llaves)
        assert ficha.documento["persona"]["nombre"] == f"Íñigo {secuencia}"
        antes, despues = v.comprobar_continuidad(bitacora.continuidad(viejo, cuantas), llaves)
        assert (antes.tamano, despues.tamano) == (viejo, cuantas)
        v.comprobar_bitacora(lector(bitacora.archivos()), llaves, recordado=antes)
        v.comprobar_contra(antes, ficha.punto, llaves, bitacora.continuidad(viejo, cuantas))


def test_un_mismo_acto_deja_hojas_del_mismo_instante():
    """Y quien publica mientras el reloj de la máquina se corrige hacia atrás repite el último."""
    bitacora = Bitacora(4)
    instante = json.loads(bitacora.hojas[0])["instante"]
    bitacora.hojas = [canonico({**json.loads(hoja), "instante": instante}) for hoja in bitacora.hojas]
    assert v.comprobar_bitacora(lector(bitacora.archivos()), LLAVES).tamano == 4


def test_una_llave_retirada_vale_hasta_donde_firmo():
    vieja, nueva = Bitacora(40), Bitacora(40, llave=b"\x08" * 32)
    llaves = v.leer_llaves(f"# comentario\n1-30 {vieja.llave}\n31- {nueva.llave}\n")
    assert v.abrir_nota(vieja.nota(30), llaves).tamano == 30
    assert v.abrir_nota(nueva.nota(31), llaves).tamano == 31
    for nota in (vieja.nota(31), nueva.nota(30)):
        with pytest.raises(v.NoCuadra, match="Ninguna de las llaves"):
            v.abrir_nota(nota, llaves)


# --- Lo ajeno ------------------------------------------------------------------------------------------------

VALORES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda dentro: st.lists(dentro, max_size=3) | st.dictionaries(st.text(max_size=5), dentro, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_ningun_archivo_ajeno_rompe_el_verificador(datos):
    """Un campo con cualquier cosa dentro: se rechaza con una de las dos salidas, nunca con un error de Python."""
    bitacora = CONOCIDA
    ficha, continuidad = json.loads(bitacora.ficha(2)), json.loads(bitacora.continuidad(2, 5))
    for limpio, comprobar in ((ficha, v.comprobar_ficha), (continuidad, v.comprobar_continuidad)):
        campo, valor = datos.draw(st.sampled_from(sorted(limpio))), datos.draw(VALORES)
        if valor is not limpio[campo]:
            assert not pasa(comprobar, json.dumps({**limpio, campo: valor}, ensure_ascii=False), LLAVES)
            mutado = canonico({**limpio, campo: valor}) + "\n"
            assert not pasa(comprobar, mutado, LLAVES), mutado
    assert not pasa(
        v.leer_hoja, canonico({**json.loads(bitacora.hojas[0]), "version": datos.draw(VALORES)}) + " "
    )
    assert not pasa(v.leer_llaves, datos.draw(st.text(max_size=40)) + " ")
    assert not pasa(v.abrir_nota, datos.draw(st.text(max_size=40)), LLAVES)
    dato = json.loads(constancia_de_la_5())
    lugar = datos.draw(st.sampled_from([dato, dato["versiones"][0], dato["versiones"][0]["situaciones"][0]]))
    campo, valor = datos.draw(st.sampled_from(sorted(lugar))), datos.draw(VALORES)
    lugar[campo] = valor
    pasa(v.comprobar_constancia, canonico(dato), LLAVES)  # puede no contradecirse; nunca rompe el programa


def test_un_si_no_es_un_uno():
    ficha = json.loads(CONOCIDA.ficha(2))
    assert ficha["indice"] == 1
    assert not pasa(v.comprobar_ficha, linea({**ficha, "indice": True}), LLAVES)


# --- La línea de órdenes -------------------------------------------------------------------------------------


@pytest.fixture
def carpeta(tmp_path):
    bitacora = Bitacora(300)
    for nombre, contenido in {**bitacora.archivos(), "llave.txt": f"1- {bitacora.llave}\n"}.items():
        ruta = tmp_path / nombre
        ruta.parent.mkdir(exist_ok=True)
        ruta.write_bytes(contenido.encode())
    (tmp_path / "ficha.json").write_text(bitacora.ficha(300), encoding="utf-8")
    (tmp_path / "vieja.json").write_text(bitacora.ficha(5, 100), encoding="utf-8")
    (tmp_path / "continuidad.json").write_text(bitacora.continuidad(120, 300), encoding="utf-8")
    (tmp_path / "de-antes.json").write_text(bitacora.continuidad(100, 120), encoding="utf-8")
    return tmp_path


def ordenar(carpeta, *partes, **ambiente):
    """Con `-I -S`, Python no ve ni el proyecto ni sus bibliotecas: el archivo se basta."""
    orden = [sys.executable, "-IS", str(ARCHIVO), *partes]
    if ambiente:  # con -I, Python no los oiría
        orden[1:2] = ["-S"]
    hecho = subprocess.run(
        orden, cwd=carpeta, capture_output=True, encoding="utf-8", env={**os.environ, **ambiente}, timeout=60,
        check=False,
    )  # fmt: skip
    return hecho.returncode, hecho.stdout + hecho.stderr


def test_de_principio_a_fin_sin_conexion(carpeta):
    assert ordenar(carpeta, "autoprueba")[0] == 0
    codigo, dice = ordenar(carpeta, "ficha", "ficha.json", "--llave", "llave.txt")
    assert (codigo, "idéntico al que se publicó" in dice, "Íñigo 300" in dice) == (0, True, True), dice
    codigo, dice = ordenar(carpeta, "bitacora", ".", "--llave", "llave.txt", "--recordado", "mio")
    assert (codigo, "Punto de control de 300 hojas guardado en mio" in dice) == (0, True), dice
    assert (carpeta / "mio").read_text() == (carpeta / "punto-de-control").read_text()
    codigo, dice = ordenar(carpeta, "bitacora", ".", "--llave", "llave.txt", "--recordado", "mio")
    assert (codigo, "son las que usted recordaba" in dice) == (0, True), dice


def test_una_ficha_sin_su_documento_no_esta_bien_del_todo(carpeta):
    """Quien alteró la página y sirve el archivo recortado no pasa ante quien sólo mira el código."""
    recortada = {**json.loads((carpeta / "ficha.json").read_text()), "documento": None, "sal": None}
    (carpeta / "recortada.json").write_text(canonico(recortada) + "\n", encoding="utf-8")
    codigo, dice = ordenar(carpeta, "ficha", "recortada.json", "--llave", "llave.txt")
    assert (codigo, dice.startswith("BIEN EN PARTE")) == (3, True), dice


def test_la_continuidad_adelanta_lo_recordado(carpeta):
    (carpeta / "mio").write_text(Bitacora(300).nota(120), encoding="utf-8")
    codigo, dice = ordenar(carpeta, "ficha", "ficha.json", "--llave", "llave.txt", "--recordado", "mio")
    assert (codigo, "continuidad/120-300.json" in dice) == (2, True), dice
    con_prueba = ("--recordado", "mio", "--continuidad", "continuidad.json")
    assert ordenar(carpeta, "ficha", "ficha.json", "--llave", "llave.txt", *con_prueba)[0] == 0
    codigo, dice = ordenar(
        carpeta, "continuidad", "continuidad.json", "--llave", "llave.txt", "--recordado", "mio"
    )
    assert (codigo, "continúa al de 120" in dice) == (0, True), dice
    assert "300" in (carpeta / "mio").read_text()


def test_una_ficha_anterior_a_lo_recordado_se_rechaza_salvo_que_se_pida(carpeta):
    """Auténtica, con su prueba y todo: es como se callaría una corrección o un retiro."""
    (carpeta / "mio").write_text(Bitacora(300).nota(120), encoding="utf-8")
    orden = (
        "ficha", "vieja.json", "--llave", "llave.txt", "--recordado", "mio", "--continuidad", "de-antes.json",
    )  # fmt: skip
    codigo, dice = ordenar(carpeta, *orden)
    assert codigo == 1
    assert "es de 100 hojas y usted recuerda uno de 120" in dice
    assert "Descargue otra vez" in dice
    codigo, dice = ordenar(carpeta, *orden, "--permitir-anterior")
    assert (codigo, "BIEN" in dice) == (0, True), dice


def test_una_constancia_de_otra_historia_la_delata_lo_recordado(carpeta, monkeypatch, capsys):
    """Bien hecha y bien firmada: sólo quien recuerda un punto sabe que no es la misma historia."""
    clave = json.loads(Bitacora(300).hojas[0])["clave"]
    for nombre, bitacora in (("buena", Bitacora(300)), ("otra", Bitacora(300, semilla=1))):
        dato = bitacora.constancia(clave, PRIMER_INSTANTE, PRIMER_INSTANTE + 400 * UN_MINUTO)
        (carpeta / nombre).write_text(canonico(dato), encoding="utf-8")
        (carpeta / f"{nombre}.firma").write_text(bitacora.firma(canonico(dato)), encoding="utf-8")
    monkeypatch.setattr(v, "ahora", lambda: PRIMER_INSTANTE + 50_000 * UN_MINUTO)
    monkeypatch.chdir(carpeta)
    (carpeta / "mio").write_text(Bitacora(300).nota(300), encoding="utf-8")
    for nombre, esperado in (("buena", 0), ("otra", 1)):
        orden = ["constancia", nombre, "--llave", "llave.txt", "--firma", f"{nombre}.firma"]
        assert v.main(orden) == 0
        capsys.readouterr()
        codigo = v.main([*orden, "--recordado", "mio"])
        dice = capsys.readouterr().err
        assert (codigo, "dos historias" in dice) == (esperado, bool(esperado)), dice


def test_una_hoja_antedatada_no_cuadra(carpeta):
    bitacora = Bitacora(300)
    bitacora.hojas[200] = canonico(
        {**json.loads(bitacora.hojas[200]), "instante": "2027-01-01T00:00:00.000000+00:00"}
    )
    for nombre, contenido in bitacora.archivos().items():
        (carpeta / nombre).write_text(contenido, encoding="utf-8")
    codigo, dice = ordenar(carpeta, "bitacora", ".", "--llave", "llave.txt")
    assert (codigo, "La hoja 201 está antedatada" in dice) == (1, True), dice


def test_lo_que_no_cuadra_sale_con_uno_y_no_toca_lo_recordado(carpeta):
    (carpeta / "mio").write_text(Bitacora(300, semilla=1).nota(120), encoding="utf-8")
    antes = (carpeta / "mio").read_text()
    codigo, dice = ordenar(carpeta, "bitacora", ".", "--llave", "llave.txt", "--recordado", "mio")
    assert (codigo, "la historia cambió" in dice) == (1, True), dice
    assert (carpeta / "mio").read_text() == antes


@pytest.mark.parametrize(
    ("partes", "dice"),
    [
        (("ficha", "no-existe.json", "--llave", "llave.txt"), "No se pudo leer no-existe.json"),
        (("ficha", "ficha.json", "--llave", "no es llave"), "no es una llave pública"),
        (("ficha", "ficha.json", "--llave", "ficha.json"), "no es una llave pública"),
        (("ficha", "llave.txt", "--llave", "llave.txt"), "no está como se descargó"),
        (("ficha", "continuidad.json", "--llave", "llave.txt"), "ficha-verificable"),
        (("ficha", "ficha.json", "--llave", "llave.txt", "--recordado", "nada"), "No se pudo leer nada"),
        (("bitacora", "hojas", "--llave", "llave.txt"), "No se pudo leer"),
        (("bitacora", "http://127.0.0.1:9/", "--llave", "llave.txt"), "No se pudo descargar"),
        (("bitacora", "http://[/", "--llave", "llave.txt"), "No se pudo descargar"),
        (("bitacora", ".", "--llave", "llave.txt", "--recordado", "hojas"), "No se pudo leer hojas"),
        (("bitacora", ".", "--llave", "llave.txt", "--recordado", "no/hay/carpeta"), "NO SE PUDO COMPROBAR"),
        (("ficha", "ficha.json"), "La orden está mal escrita"),
        (("fichas",), "python3 verificador.py ficha"),
    ],
)
def test_lo_que_no_puede_comprobarse_sale_con_dos_y_se_explica(carpeta, partes, dice):
    codigo, salida = ordenar(carpeta, *partes)
    assert codigo == 2, salida
    assert dice in salida
    assert "Traceback" not in salida


@pytest.mark.parametrize("codificacion", ["ascii", "cp1252", "utf-16"])
def test_se_dice_en_cualquier_terminal(carpeta, codificacion):
    """Un archivo bueno no sale como malo porque la terminal no sepa escribir un acento."""
    orden = [sys.executable, "-S", str(ARCHIVO), "ficha", "ficha.json", "--llave", "llave.txt"]
    hecho = subprocess.run(
        orden,
        cwd=carpeta,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": codificacion},
        check=False,
    )
    assert (hecho.returncode, hecho.stderr) == (0, b"")
    assert "BIEN" in hecho.stdout.decode(codificacion)


def test_lo_inesperado_sale_con_dos_y_no_acusa_a_nadie(monkeypatch, capsys):
    def fallar(*args):
        raise RecursionError("demasiado hondo")

    monkeypatch.setattr(v, "leer_archivo", fallar)
    assert v.main(["ficha", "x", "--llave", CONOCIDA.llave]) == 2
    dicho = capsys.readouterr().err
    assert (
        "Este programa se interrumpió (RecursionError: demasiado hondo). De la evidencia no dice nada."
        in dicho
    )


def test_lo_que_se_imprime_no_mueve_el_cursor_ni_voltea_el_texto(capsys):
    v.decir("Ana \x1b[2J\x1b[H\u202eneib\nÍñigo")
    assert capsys.readouterr().out == "Ana �[2J�[H�neib\nÍñigo\n"


def test_no_comparte_codigo_y_usa_solo_la_biblioteca_estandar():
    arbol = ast.parse(ARCHIVO.read_text(encoding="utf-8"), feature_version=(3, 9))
    importados = {
        alias.name.split(".")[0]
        for nodo in ast.walk(arbol)
        if isinstance(nodo, ast.Import)
        for alias in nodo.names
    } | {nodo.module.split(".")[0] for nodo in ast.walk(arbol) if isinstance(nodo, ast.ImportFrom)}
    assert importados <= set(sys.stdlib_module_names)
