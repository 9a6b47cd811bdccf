"""El verificador independiente: los vectores de las normas, todo lo limpio pasa y toda mutación se detecta.

`MUTACIONES` dice cuántas; la suite hace una parte y `make largas`, diez mil. La semilla se imprime.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import random
import subprocess
import sys
from base64 import b64decode, b64encode
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from herramientas import verificador as v

pytestmark = pytest.mark.sin_base
ARCHIVO = Path(v.__file__)
ORIGEN = "prueba.example/bitacora-publica"
VECTORES_8032 = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", ""),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82"),
]


# --- Una bitácora de mentira, hecha aquí sin el código de la aplicación --------------------------------------


class Bitacora:
    """Hojas con su documento y su sal, y las notas de los tamaños que se pidan."""

    def __init__(self, cuantas: int, semilla: int = 0, llave: bytes = b"\x07" * 32) -> None:
        azar = random.Random(semilla)
        self.privada = Ed25519PrivateKey.from_private_bytes(llave)
        self.documentos: list[tuple[str, str]] = []
        self.hojas: list[str] = []
        versiones: Counter[str] = Counter()
        for secuencia in range(1, cuantas + 1):
            clave = f"clave{azar.randrange(max(1, cuantas // 3)):04}"
            versiones[clave] += 1
            documento = v.canonico(
                {"clave": clave, "persona": {"nombre": f"Íñigo {secuencia}"}, "n": azar.random() > 0.5}
            )
            sal = azar.randbytes(16)
            huella = hashlib.sha256(sal + documento.encode()).hexdigest()
            instante = f"2027-04-15T06:{secuencia // 60 % 60:02}:{secuencia % 60:02}.{secuencia:06}+00:00"
            self.documentos.append((documento, sal.hex()))
            self.hojas.append(v.canonico({
                "secuencia": secuencia, "clave": clave, "version": versiones[clave], "huella": huella,
                "instante": instante,
            }))  # fmt: skip

    @property
    def llave(self) -> str:
        cruda = b"\x01" + self.privada.public_key().public_bytes_raw()
        identificador = hashlib.sha256(ORIGEN.encode() + b"\n" + cruda).hexdigest()[:8]
        return f"{ORIGEN}+{identificador}+{b64encode(cruda).decode()}"

    def mth(self, inicio: int, fin: int) -> bytes:
        """La definición de la RFC 6962, sin atajos."""
        if fin - inicio == 1:
            return hashlib.sha256(b"\x00" + self.hojas[inicio].encode()).digest()
        corte = 1 << (fin - inicio - 1).bit_length() - 1
        return hashlib.sha256(
            b"\x01" + self.mth(inicio, inicio + corte) + self.mth(inicio + corte, fin)
        ).digest()

    def camino(self, indice: int, inicio: int, fin: int) -> list[bytes]:
        if fin - inicio == 1:
            return []
        medio = inicio + (1 << (fin - inicio - 1).bit_length() - 1)
        if indice < medio:
            return [*self.camino(indice, inicio, medio), self.mth(medio, fin)]
        return [*self.camino(indice, medio, fin), self.mth(inicio, medio)]

    def prueba(self, viejo: int, inicio: int, fin: int, completo: bool = True) -> list[bytes]:
        if viejo == fin:
            return [] if completo else [self.mth(inicio, fin)]
        medio = inicio + (1 << (fin - inicio - 1).bit_length() - 1)
        if viejo <= medio:
            return [*self.prueba(viejo, inicio, medio, completo), self.mth(medio, fin)]
        return [*self.prueba(viejo, medio, fin, False), self.mth(inicio, medio)]

    def nota(self, tamano: int) -> str:
        texto = f"{ORIGEN}\n{tamano}\n{b64encode(self.mth(0, tamano)).decode()}\n"
        cruda = bytes.fromhex(self.llave.split("+")[1]) + self.privada.sign(texto.encode())
        return f"{texto}\n— {ORIGEN} {b64encode(cruda).decode()}\n"

    def ficha(self, secuencia: int, tamano: int | None = None) -> str:
        tamano = tamano or len(self.hojas)
        documento, sal = self.documentos[secuencia - 1]
        return linea({
            "formato": "conoceles/ficha-verificable/1", "documento": documento, "sal": sal, "tamano": tamano,
            "hoja": self.hojas[secuencia - 1], "indice": secuencia - 1, "nota": self.nota(tamano),
            "camino": [nodo.hex() for nodo in self.camino(secuencia - 1, 0, tamano)],
        })  # fmt: skip

    def continuidad(self, viejo: int, nuevo: int) -> str:
        return linea({
            "formato": "conoceles/continuidad/1", "notas": [self.nota(viejo), self.nota(nuevo)],
            "prueba": [nodo.hex() for nodo in self.prueba(viejo, 0, nuevo)],
        })  # fmt: skip

    def archivos(self, tamano: int | None = None) -> dict[str, str]:
        tamano = tamano or len(self.hojas)
        archivos = {"punto-de-control": self.nota(tamano)}
        for inicio in range(0, tamano, 256):
            fin = min(inicio + 256, tamano)
            archivos[f"hojas/{inicio + 1}-{fin}.jsonl"] = "\n".join([*self.hojas[inicio:fin], ""])
        return archivos


def linea(dato) -> str:
    return v.canonico(dato) + "\n"


def lector(archivos):
    def leer(nombre):
        if nombre not in archivos:
            raise v.Ilegible(nombre)
        return archivos[nombre]

    return leer


def pasa(comprobar, *argumentos, **nombrados) -> bool:
    """¿No se detectó nada? Todo lo que no sea una de las dos salidas previstas es un error de la prueba."""
    try:
        comprobar(*argumentos, **nombrados)
    except (v.NoCuadra, v.Ilegible):
        return False
    return True


# --- Las normas ----------------------------------------------------------------------------------------------


def test_los_vectores_de_la_rfc_8032():
    v.orden_autoprueba(SimpleNamespace())
    for (semilla, mensaje), (publica, igual, firma) in zip(VECTORES_8032, v.VECTORES_RFC_8032, strict=True):
        privada = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(semilla))
        assert privada.public_key().public_bytes_raw().hex() == publica
        assert privada.sign(bytes.fromhex(mensaje)).hex() == firma
        assert mensaje == igual


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
        v.comprobar_ficha(bitacora.ficha(secuencia), llaves, antes, bitacora.continuidad(viejo, cuantas))


def test_una_llave_retirada_vale_hasta_donde_firmo():
    vieja, nueva = Bitacora(40), Bitacora(40, llave=b"\x08" * 32)
    llaves = v.leer_llaves(f"# comentario\n1-30 {vieja.llave}\n31- {nueva.llave}\n")
    assert v.abrir_nota(vieja.nota(30), llaves).tamano == 30
    assert v.abrir_nota(nueva.nota(31), llaves).tamano == 31
    for nota in (vieja.nota(31), nueva.nota(30)):
        with pytest.raises(v.NoCuadra, match="Ninguna de las llaves"):
            v.abrir_nota(nota, llaves)


# --- Lo mutado -----------------------------------------------------------------------------------------------


class Mutante:
    """Una bitácora limpia, lo que la persona recuerda de ella, y cada manera de engañarla."""

    def __init__(self, azar: random.Random, tamano: int) -> None:
        self.azar, self.tamano = azar, tamano
        self.limpia = Bitacora(tamano, semilla=azar.getrandbits(32))
        self.llaves = v.leer_llaves(self.limpia.llave)
        self.viejo = azar.randint(2, tamano - 1)
        self.recordado = v.abrir_nota(self.limpia.nota(self.viejo), self.llaves)
        self.archivos = self.limpia.archivos()
        self.secuencia = azar.randint(1, tamano)
        self.ficha = self.limpia.ficha(self.secuencia)
        self.continuidad = self.limpia.continuidad(self.viejo, tamano)
        self.otra = Bitacora(tamano, semilla=azar.getrandbits(32), llave=azar.randbytes(32))

    # Cada una dice si pasó sin detectarse.

    def _toda(self, archivos, **nombrados) -> bool:
        return pasa(v.comprobar_bitacora, lector(archivos), self.llaves, **nombrados)

    def _una_ficha(self, **cambios) -> bool:
        return pasa(v.comprobar_ficha, linea({**json.loads(self.ficha), **cambios}), self.llaves)

    def voltear(self) -> bool:
        """Un bit de cualquier archivo."""
        clase = self.azar.randrange(3)
        if clase == 0:
            nombre = self.azar.choice(sorted(self.archivos))
            mutado = {**self.archivos, nombre: self._volteado(self.archivos[nombre])}
            return self._toda(mutado)
        if clase == 1:
            return pasa(v.comprobar_ficha, self._volteado(self.ficha), self.llaves)
        return pasa(v.comprobar_continuidad, self._volteado(self.continuidad), self.llaves)

    def _volteado(self, texto: str) -> str:
        datos = bytearray(texto.encode())
        datos[self.azar.randrange(len(datos))] ^= 1 << self.azar.randrange(8)
        try:
            return datos.decode()
        except UnicodeDecodeError:  # el verificador lo rechaza al leer el archivo
            return "\ufffd"

    def _con_hojas(self, hojas: list[str], nota: str = "") -> bool:
        """La bitácora con otras hojas; su punto de control es el de antes o el que se dé."""
        mutada = Bitacora(1)
        mutada.hojas = hojas
        archivos = {
            **mutada.archivos(len(hojas)),
            "punto-de-control": nota or self.archivos["punto-de-control"],
        }
        return self._toda(archivos)

    def borrar(self) -> bool:
        hojas = list(self.limpia.hojas)
        del hojas[self.azar.randrange(len(hojas))]
        return self._con_hojas(hojas)

    def insertar(self) -> bool:
        hojas = list(self.limpia.hojas)
        hojas.insert(
            self.azar.randrange(len(hojas) + 1), self.azar.choice(self.otra.hojas + self.limpia.hojas)
        )
        return self._con_hojas(hojas)

    def reordenar(self) -> bool:
        hojas = list(self.limpia.hojas)
        a, b = self.azar.sample(range(len(hojas)), 2)
        hojas[a], hojas[b] = hojas[b], hojas[a]
        return self._con_hojas(hojas)

    def truncar(self) -> bool:
        """Sin cola, con el mismo punto; o con el suyo, bien firmado, y menor que el recordado."""
        corte = self.azar.randint(1, self.tamano - 1)
        if self.azar.random() < 0.5:
            return self._con_hojas(self.limpia.hojas[:corte])
        corte = self.azar.randint(1, self.viejo - 1)
        return self._toda(self.limpia.archivos(corte), recordado=self.recordado)

    def bifurcar(self) -> bool:
        """Una sola hoja cambiada, todo lo demás rehecho y firmado con la llave buena: la delata lo recordado."""
        fork = copy.copy(self.limpia)
        fork.hojas = list(self.limpia.hojas)
        cual = self.azar.randrange(self.viejo)
        hoja = {**json.loads(fork.hojas[cual]), "huella": self.azar.randbytes(32).hex()}
        fork.hojas[cual] = v.canonico(hoja)
        if self.azar.random() < 0.5:
            return self._toda(fork.archivos(), recordado=self.recordado)
        return pasa(
            v.comprobar_ficha, fork.ficha(self.secuencia), self.llaves, self.recordado,
            fork.continuidad(self.viejo, self.tamano),
        )  # fmt: skip

    def repetir_un_punto_viejo(self) -> bool:
        """Un punto anterior, auténtico, presentado como el de hoy."""
        hoy = v.abrir_nota(self.archivos["punto-de-control"], self.llaves)
        viejo = self.azar.randint(1, self.tamano - 1)
        if self.azar.random() < 0.5:
            return self._toda(self.limpia.archivos(viejo), recordado=hoy)
        return self._toda({**self.archivos, "punto-de-control": self.limpia.nota(viejo)})

    def con_otra_llave(self) -> bool:
        """La misma historia firmada por otra llave, que se hace pasar por ésta."""
        self.limpia.privada, buena = self.otra.privada, self.limpia.privada
        try:
            if self.azar.random() < 0.5:
                return self._toda(self.limpia.archivos())
            return pasa(v.comprobar_ficha, self.limpia.ficha(self.secuencia), self.llaves)
        finally:
            self.limpia.privada = buena

    def otro_documento(self) -> bool:
        documento, _ = self.limpia.documentos[self.secuencia - 1]
        return self._una_ficha(
            documento=documento.replace("Íñigo", self.azar.choice(["Iñigo", "Otra", "Íñigo "]))
        )

    def otra_sal(self) -> bool:
        sal = self.azar.choice(
            [self.azar.randbytes(16).hex(), "", "00", None, self.otra.documentos[0][1].upper()]
        )
        return self._una_ficha(sal=sal)

    def otro_camino(self) -> bool:
        camino = list(json.loads(self.ficha)["camino"])
        modo = self.azar.randrange(4) if camino else 3
        lugar = self.azar.randrange(len(camino)) if camino else 0
        if modo == 0:
            del camino[lugar]
        elif modo == 1:
            camino[lugar] = self.azar.randbytes(32).hex()
        elif modo == 2 and len(set(camino)) > 1:
            camino = camino[1:] + camino[:1]
        else:
            camino.insert(lugar, self.azar.randbytes(32).hex())
        return self._una_ficha(camino=camino)

    def otro_lugar(self) -> bool:
        otro = self.azar.choice([i for i in range(-1, self.tamano + 2) if i != self.secuencia - 1])
        return self._una_ficha(
            **{self.azar.choice(["indice", "tamano"]): otro if otro != self.tamano else 10**6}
        )

    def hoja_de_otra(self) -> bool:
        """El documento de una persona con la hoja, auténtica, de otra."""
        otra = self.azar.choice([i for i in range(1, self.tamano + 1) if i != self.secuencia])
        documento, sal = self.limpia.documentos[self.secuencia - 1]
        ajena = json.loads(self.limpia.ficha(otra))
        return pasa(v.comprobar_ficha, linea({**ajena, "documento": documento, "sal": sal}), self.llaves)

    def version_vieja(self) -> bool:
        """Una ficha auténtica de una versión que ya no es la última; la delata la bitácora entera."""
        claves = [json.loads(hoja)["clave"] for hoja in self.limpia.hojas]
        viejas = [i + 1 for i, clave in enumerate(claves) if clave in claves[i + 1 :]]
        if not viejas:
            return self.otra_sal()
        ficha = v.comprobar_ficha(self.limpia.ficha(self.azar.choice(viejas)), self.llaves)
        return self._toda(self.archivos, ficha=ficha)

    def otra_nota(self) -> bool:
        """La nota con un renglón de más, de menos, cambiado o de otro tamaño."""
        renglones = self.archivos["punto-de-control"].split("\n")
        modo = self.azar.randrange(4)
        if modo == 0:
            renglones.insert(self.azar.randrange(len(renglones) + 1), self.azar.choice(["", "x", "— a b"]))
        elif modo == 1:
            del renglones[self.azar.randrange(len(renglones))]
        elif modo == 2:
            renglones[1] = str(self.tamano + self.azar.choice([-1, 1, 256]))
        else:
            cruda = bytearray(b64decode(renglones[2]))
            cruda[self.azar.randrange(32)] ^= 1 << self.azar.randrange(8)
            renglones[2] = b64encode(cruda).decode()
        return self._toda({**self.archivos, "punto-de-control": "\n".join(renglones)})

    def otra_continuidad(self) -> bool:
        dato = json.loads(self.continuidad)
        modo = self.azar.randrange(4) if dato["prueba"] else 3
        if modo == 0:
            dato["prueba"].pop(self.azar.randrange(len(dato["prueba"])))
        elif modo == 1:
            dato["prueba"].insert(0, self.azar.randbytes(32).hex())
        elif modo == 2:
            dato["prueba"][self.azar.randrange(len(dato["prueba"]))] = self.azar.randbytes(32).hex()
        else:
            dato["notas"].reverse()
        return pasa(v.comprobar_continuidad, linea(dato), self.llaves)

    @classmethod
    def maneras(cls) -> list[str]:
        ajenas = {"maneras"}
        return [n for n in vars(cls) if not n.startswith("_") and n not in ajenas]


def mutar(cuantas: int, semilla: int) -> None:
    azar = random.Random(semilla)
    maneras, hechas = Mutante.maneras(), Counter()
    escondidas = []
    tamanos = [3, 4, 5, 7, 8, 9, 16, 17, 33, 64, 100, 256, 257, 300]
    while hechas.total() < cuantas:
        mutante = Mutante(azar, azar.choice(tamanos))
        for manera in maneras:
            hechas[manera] += 1
            if getattr(mutante, manera)():
                escondidas.append((manera, mutante.tamano, hechas.total()))
    print(f"semilla {semilla}: {hechas.total()} mutaciones, {len(escondidas)} sin detectar; {dict(hechas)}")
    assert not escondidas


def test_toda_mutacion_se_detecta():
    mutar(int(os.environ.get("MUTACIONES", "680")), semilla=int(os.environ.get("SEMILLA", "20270606")))


@pytest.mark.lenta
def test_diez_mil_mutaciones_se_detectan():
    mutar(10_000, semilla=int(os.environ.get("SEMILLA", random.SystemRandom().randrange(10**9))))


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
            mutado = v.canonico({**limpio, campo: valor}) + "\n"
            assert not pasa(comprobar, mutado, LLAVES), mutado
    assert not pasa(
        v.leer_hoja, v.canonico({**json.loads(bitacora.hojas[0]), "version": datos.draw(VALORES)}) + " "
    )
    assert not pasa(v.leer_llaves, datos.draw(st.text(max_size=40)) + " ")
    assert not pasa(v.abrir_nota, datos.draw(st.text(max_size=40)), LLAVES)


def test_un_si_no_es_un_uno():
    ficha = json.loads(CONOCIDA.ficha(2))
    assert ficha["indice"] == 1
    assert not pasa(v.comprobar_ficha, linea({**ficha, "indice": True}), LLAVES)


CONOCIDA = Bitacora(5)
LLAVES = v.leer_llaves(CONOCIDA.llave)


# --- La línea de órdenes -------------------------------------------------------------------------------------


@pytest.fixture
def carpeta(tmp_path):
    bitacora = Bitacora(300)
    for nombre, contenido in {**bitacora.archivos(), "llave.txt": f"1- {bitacora.llave}\n"}.items():
        ruta = tmp_path / nombre
        ruta.parent.mkdir(exist_ok=True)
        ruta.write_bytes(contenido.encode())
    (tmp_path / "ficha.json").write_text(bitacora.ficha(300), encoding="utf-8")
    (tmp_path / "continuidad.json").write_text(bitacora.continuidad(120, 300), encoding="utf-8")
    return tmp_path


def ordenar(carpeta, *partes):
    orden = [sys.executable, "-I", str(ARCHIVO), *partes]
    hecho = subprocess.run(orden, cwd=carpeta, capture_output=True, text=True, timeout=60, check=False)
    return hecho.returncode, hecho.stdout + hecho.stderr


def test_de_principio_a_fin_sin_conexion(carpeta):
    """Con `-I`, Python no ve ni el proyecto ni sus bibliotecas: el archivo se basta."""
    assert ordenar(carpeta, "autoprueba")[0] == 0
    codigo, dice = ordenar(carpeta, "ficha", "ficha.json", "--llave", "llave.txt")
    assert (codigo, "idéntico al que se publicó" in dice, "Íñigo 300" in dice) == (0, True, True), dice
    codigo, dice = ordenar(carpeta, "bitacora", ".", "--llave", "llave.txt", "--recordado", "mio")
    assert (codigo, "Punto de control de 300 hojas guardado en mio" in dice) == (0, True), dice
    assert (carpeta / "mio").read_text() == (carpeta / "punto-de-control").read_text()
    codigo, dice = ordenar(carpeta, "bitacora", ".", "--llave", "llave.txt", "--recordado", "mio")
    assert (codigo, "son las que usted recordaba" in dice) == (0, True), dice


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
        (("ficha", "ficha.json", "--llave", "llave.txt", "--recordado", "nada"), "No existe nada"),
        (("bitacora", "hojas", "--llave", "llave.txt"), "No se pudo leer"),
        (("bitacora", "http://127.0.0.1:9/", "--llave", "llave.txt"), "No se pudo descargar"),
    ],
)
def test_lo_que_no_puede_comprobarse_sale_con_dos_y_se_explica(carpeta, partes, dice):
    codigo, salida = ordenar(carpeta, *partes)
    assert codigo == 2, salida
    assert dice in salida
    assert "Traceback" not in salida


def test_no_comparte_codigo_y_usa_solo_la_biblioteca_estandar():
    import ast

    arbol = ast.parse(ARCHIVO.read_text(encoding="utf-8"), feature_version=(3, 9))
    importados = {
        alias.name.split(".")[0]
        for nodo in ast.walk(arbol)
        if isinstance(nodo, ast.Import)
        for alias in nodo.names
    } | {nodo.module.split(".")[0] for nodo in ast.walk(arbol) if isinstance(nodo, ast.ImportFrom)}
    assert importados <= set(sys.stdlib_module_names)
