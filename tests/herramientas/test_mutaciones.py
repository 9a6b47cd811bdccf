"""Toda mutación de la evidencia se detecta, y en la limpia no se detecta nada.

La suite hace unas cuantas; `make mutaciones`, las que se pidan con MUTACIONES. La semilla se imprime.
"""

from __future__ import annotations

import copy
import json
import os
import random
import time
from base64 import b64decode, b64encode
from collections import Counter
from datetime import datetime, timedelta

import pytest

from herramientas import verificador as v

from .bitacora_falsa import FOTO, PRIMER_INSTANTE, UN_MINUTO, Bitacora, canonico, iso, linea
from .limpia import NUMERO, Limpia, impresa, pasa

pytestmark = pytest.mark.sin_base
TAMANOS = [3, 4, 5, 7, 8, 9, 16, 17, 33, 64, 100, 256, 257, 300]
ROTULOS = (
    "En plazo para responder (hasta el 29 de abril)", "No respondió", "El Instituto no le dio acceso a tiempo",
    "No proporcionó", "En revisión por el Instituto", "Aún sin fecha de publicación", "Se publica el 1 de mayo de 2027",
    "Publicada", "Retirado temporalmente por el Instituto", "La persona falleció", "Renunció a la candidatura", "",
)  # fmt: skip


class Mutante(Limpia):
    """Cada manera de engañar a quien verifica."""

    def voltear(self) -> bool:
        """Un bit de cualquier archivo."""
        clase = self.azar.randrange(4)
        if clase == 0:
            nombre = self.azar.choice(sorted(self.archivos))
            return self.toda({**self.archivos, nombre: self._volteado(self.archivos[nombre])})
        if clase == 1:
            return self.una_ficha(self._volteado(self.ficha))
        if clase == 2:
            return self.una_continuidad(self._volteado(self.continuidad))
        texto = canonico(self.constancia)
        return pasa(
            v.comprobar_constancia, self._volteado(texto), self.llaves, numero=NUMERO, huella=impresa(texto)
        )

    def _volteado(self, texto: str) -> str:
        datos = bytearray(texto.encode())
        datos[self.azar.randrange(len(datos))] ^= 1 << self.azar.randrange(8)
        try:
            return datos.decode()
        except UnicodeDecodeError:  # el verificador lo rechaza al leer el archivo
            return "\ufffd"

    def _con_hojas(self, hojas: list[str]) -> bool:
        """La bitácora con otras hojas y el punto de control de antes."""
        mutada = copy.copy(self.limpia)
        mutada.hojas = hojas
        return self.toda(
            {**mutada.archivos(len(hojas)), "punto-de-control": self.archivos["punto-de-control"]}
        )

    def borrar(self) -> bool:
        hojas = list(self.limpia.hojas)
        del hojas[self.azar.randrange(len(hojas))]
        return self._con_hojas(hojas)

    def insertar(self) -> bool:
        hojas = list(self.limpia.hojas)
        nueva = self.azar.choice(self.otra.hojas + self.limpia.hojas)
        # No al final: con 256 hojas iría en un archivo que ese punto de control no pide.
        hojas.insert(self.azar.randrange(len(hojas) - 1), nueva)
        return self._con_hojas(hojas)

    def reordenar(self) -> bool:
        hojas = list(self.limpia.hojas)
        a, b = self.azar.sample(range(len(hojas)), 2)
        hojas[a], hojas[b] = hojas[b], hojas[a]
        return self._con_hojas(hojas)

    def truncar(self) -> bool:
        """Sin cola, con el mismo punto; o con el suyo, bien firmado, y menor que el recordado."""
        if self.azar.random() < 0.5:
            return self._con_hojas(self.limpia.hojas[: self.azar.randint(1, self.tamano - 1)])
        corte = self.azar.randint(1, self.viejo - 1)
        return self.toda(self.limpia.archivos(corte), recordado=self.recordado)

    def bifurcar(self) -> bool:
        """Una sola hoja cambiada, todo lo demás rehecho y firmado con la llave buena: la delata lo recordado."""
        cual = self.azar.randrange(self.viejo)
        fork = self._firmada_con(cual, huella=self.azar.randbytes(32).hex())
        if self.azar.random() < 0.5:
            return self.toda(fork.archivos(), recordado=self.recordado)
        otra = self.azar.choice([i for i in range(1, self.tamano + 1) if i != cual + 1])
        return self.contra(fork.ficha(otra), self.recordado, fork.continuidad(self.viejo, self.tamano))

    def _firmada_con(self, cual: int, **cambios) -> Bitacora:
        """La misma bitácora con otra hoja en ese lugar, firmada con la llave buena."""
        fork = copy.copy(self.limpia)
        fork.hojas = list(self.limpia.hojas)
        fork.hojas[cual] = canonico({**json.loads(fork.hojas[cual]), **cambios})
        return fork

    def antedatar(self) -> bool:
        """Una hoja con un instante anterior al de la que la precede, bien firmada."""
        cual = self.azar.randrange(1, self.tamano)
        antes = datetime.fromisoformat(json.loads(self.limpia.hojas[cual - 1])["instante"])
        falso = antes - timedelta(microseconds=self.azar.choice([1, 10**6, 86_400 * 30 * 10**6]))
        return self.toda(self._firmada_con(cual, instante=iso(falso)).archivos())

    def instante_imposible(self) -> bool:
        falso = self.azar.choice(
            ["2027-13-01T00:00:00.000000+00:00", "2027-04-31T00:00:00.000000+00:00", "ayer", None]
        )
        return self.toda(self._firmada_con(self.azar.randrange(self.tamano), instante=falso).archivos())

    def repetir_un_punto_viejo(self) -> bool:
        """Un punto anterior, auténtico, presentado como el de hoy."""
        hoy = v.abrir_nota(self.archivos["punto-de-control"], self.llaves)
        viejo = self.azar.randint(1, self.tamano - 1)
        if self.azar.random() < 0.5:
            return self.toda(self.limpia.archivos(viejo), recordado=hoy)
        return self.toda({**self.archivos, "punto-de-control": self.limpia.nota(viejo)})

    def repetir_una_ficha_vieja(self) -> bool:
        """Una ficha auténtica con su punto de entonces, a quien recuerda uno posterior, con su prueba y todo."""
        viejo = self.azar.randint(1, self.tamano - 1)
        hoy = v.abrir_nota(self.archivos["punto-de-control"], self.llaves)
        vieja = self.limpia.ficha(self.azar.randint(1, viejo), viejo)
        return self.contra(vieja, hoy, self.azar.choice([None, self.limpia.continuidad(viejo, self.tamano)]))

    def con_otra_llave(self) -> bool:
        """La misma historia firmada por otra llave, que se hace pasar por ésta."""
        falsa = copy.copy(self.limpia)
        falsa.privada = self.otra.privada
        clase = self.azar.randrange(4)
        if clase == 0:
            return self.toda(falsa.archivos())
        if clase == 1:
            return self.una_ficha(falsa.ficha(self.secuencia))
        if clase == 2:
            return self.una_continuidad(falsa.continuidad(self.viejo, self.tamano))
        dato = self.constancia
        desde, hasta = datetime.fromisoformat(dato["desde"]), datetime.fromisoformat(dato["hasta"])
        return self.una_constancia(falsa.constancia(dato["candidatura"]["clave"], desde, hasta))

    def _con_ficha(self, **cambios) -> bool:
        return self.una_ficha(linea({**json.loads(self.ficha), **cambios}))

    def otro_documento(self) -> bool:
        texto, _ = self.limpia.documentos[self.secuencia - 1]
        return self._con_ficha(
            documento=texto.replace("Íñigo", self.azar.choice(["Iñigo", "Otra", "I\u0301ñigo"]))
        )

    def otra_foto(self) -> bool:
        datos = bytearray(FOTO)
        datos[self.azar.randrange(len(datos))] ^= 1 << self.azar.randrange(8)
        ficha = v.comprobar_ficha(self.ficha, self.llaves)
        return pasa(v.comprobar_foto, bytes(datos), ficha.documento)

    def otra_sal(self) -> bool:
        sal = self.azar.choice(
            [self.azar.randbytes(16).hex(), "", "00", None, self.otra.documentos[0][1].upper()]
        )
        return self._con_ficha(sal=sal)

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
        return self._con_ficha(camino=camino)

    def otro_lugar(self) -> bool:
        otro = self.azar.choice([i for i in range(-1, self.tamano + 2) if i != self.secuencia - 1])
        return self._con_ficha(
            **{self.azar.choice(["indice", "tamano"]): otro if otro != self.tamano else 10**6}
        )

    def hoja_de_otra(self) -> bool:
        """El documento de una persona con la hoja, auténtica, de otra."""
        otra = self.azar.choice([i for i in range(1, self.tamano + 1) if i != self.secuencia])
        texto, sal = self.limpia.documentos[self.secuencia - 1]
        ajena = json.loads(self.limpia.ficha(otra))
        return self.una_ficha(linea({**ajena, "documento": texto, "sal": sal}))

    def version_vieja(self) -> bool:
        """Una ficha auténtica de una versión que ya no es la última; la delata la bitácora entera."""
        claves = [json.loads(hoja)["clave"] for hoja in self.limpia.hojas]
        viejas = [i + 1 for i, clave in enumerate(claves) if clave in claves[i + 1 :]]
        if not viejas:
            return self.otra_sal()
        ficha = v.comprobar_ficha(self.limpia.ficha(self.azar.choice(viejas)), self.llaves)
        return self.toda(self.archivos, ficha=ficha)

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
        return self.toda({**self.archivos, "punto-de-control": "\n".join(renglones)})

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
        return self.una_continuidad(linea(dato))

    # --- Constancias que contradicen sus propias hojas; sin la huella impresa, que las delataría todas ---

    def constancia_con_otra_version(self) -> bool:
        """Lo que de una versión se lee, distinto de lo que firma su hoja."""
        dato = copy.deepcopy(self.constancia)
        version = self.azar.choice(dato["versiones"])
        otro_instante = iso(PRIMER_INSTANTE - UN_MINUTO)
        version.update(self.azar.choice([
            {"numero": version["numero"] + 1}, {"numero": str(version["numero"])}, {"numero": True},
            {"instante": otro_instante}, {"instante": None}, {"hasta": otro_instante}, {"hasta": 7},
            {"se_suprimio": True}, {"se_suprimio": 0}, {"situaciones": []},
            {"verificable": {**version["verificable"], "nota": self.otra.nota(self.tamano)}},
            {"verificable": {k: x for k, x in version["verificable"].items() if k != "hoja"}},
            {"verificable": None},
        ]))  # fmt: skip
        return self.una_constancia(dato)

    def constancia_con_otras_versiones(self) -> bool:
        """Una de menos, repetida o fuera de orden; de otra candidatura; o ninguna."""
        dato = copy.deepcopy(self.constancia)
        versiones = dato["versiones"]
        modo = self.azar.randrange(5)
        lugar = self.azar.randrange(len(versiones))
        if modo == 0:
            del versiones[lugar]
        elif modo == 1:
            versiones.insert(lugar, versiones[lugar])
        elif modo == 2 and len(versiones) > 1:
            versiones.reverse()
        elif modo == 3:
            dato["candidatura"]["clave"] = "otraclave"
        else:
            dato["versiones"] = []
        return self.una_constancia(dato)

    def constancia_con_otro_rotulo(self) -> bool:
        """La página decía una cosa y la constancia otra."""
        dato = copy.deepcopy(self.constancia)
        situacion = self.azar.choice([s for version in dato["versiones"] for s in version["situaciones"]])
        situacion["rotulo"] = self.azar.choice([r for r in ROTULOS if r != situacion["rotulo"]])
        return self.una_constancia(dato)

    def constancia_con_otros_tramos(self) -> bool:
        """Un hueco, un traslape, un tramo fuera de su versión o que calla cuándo cambió el rótulo."""
        dato = copy.deepcopy(self.constancia)
        version = self.azar.choice(dato["versiones"])
        tramos = version["situaciones"]
        tramo = self.azar.choice(tramos)
        modo = self.azar.randrange(4)
        if modo == 0:
            borde = self.azar.choice(["desde", "hasta"])
            corrido = datetime.fromisoformat(tramo[borde]) + self.azar.choice([-1, 1]) * timedelta(seconds=1)
            tramo[borde] = iso(corrido)
        elif modo == 1:
            tramos.remove(tramo)
        elif modo == 2 and len(tramos) > 1:
            tramos[0]["hasta"] = tramos.pop()["hasta"]
        else:
            tramo["respuestas"] = not tramo["respuestas"]
        return self.una_constancia(dato)

    def constancia_con_otra_frase(self) -> bool:
        """El rótulo o el detalle con otra fecha, otro motivo o algo de más."""
        dato = copy.deepcopy(self.constancia)
        situacion = self.azar.choice([s for version in dato["versiones"] for s in version["situaciones"]])
        campo = self.azar.choice(["rotulo", "detalle"])
        antes = situacion[campo]
        situacion[campo] = self.azar.choice([
            f"{antes} (según resolvió el Tribunal)", antes + " ", antes[:-1], "Retirada por plagio.",
            antes.replace(" de abril", " de mayo") if " de abril" in antes else "",
            antes.replace("Lo pidió {ella}.", "Plagio.") if "{ella}" in antes else antes.upper(),
        ])  # fmt: skip
        return self.una_constancia(dato)

    def constancia_de_otra_persona(self) -> bool:
        """A nombre de otra persona o con otro cargo; o dice, de la que rige, que el registro la corrigió."""
        dato = copy.deepcopy(self.constancia)
        ultima = dato["versiones"][-1]
        if ultima["hasta"] is not None:  # de una que ya no rige, lo corregido después no puede saberse
            ultima["datos_corregidos"] = False
        elif self.azar.random() < 0.2:
            ultima["datos_corregidos"] = True
        campo = "persona" if ultima["hasta"] else self.azar.choice(["persona", "cargo"])
        dato["candidatura"][campo] = self.azar.choice(["Otra Persona", "", "Íñigo"])
        return self.una_constancia(dato)

    def constancia_del_futuro(self) -> bool:
        """Certifica lo que al expedirse aún no pasaba, o un lapso al revés."""
        dato = copy.deepcopy(self.constancia)
        antes = datetime.fromisoformat(dato["hasta"]) - timedelta(microseconds=1)
        if self.azar.random() < 0.5:
            dato["expedida"]["instante"] = iso(antes)
        else:
            dato["hasta"] = self.azar.choice([dato["desde"], "2099-01-01T00:00:00.000000+00:00"])
        return self.una_constancia(dato)

    def constancia_sin_lo_que_mostraba(self) -> bool:
        """Sin el documento de una versión que mostraba respuestas; si ninguna mostraba, sin la sal."""
        dato = copy.deepcopy(self.constancia)
        mostraban = [u for u in dato["versiones"] if any(s["respuestas"] for s in u["situaciones"])]
        version = self.azar.choice(mostraban or dato["versiones"])
        version["verificable"].update({"documento": None, "sal": None} if mostraban else {"sal": None})
        return self.una_constancia(dato)

    def constancia_de_otro_tipo(self) -> bool:
        """Un campo de más, de menos o que no es de lo que debe ser."""
        dato = copy.deepcopy(self.constancia)
        version = self.azar.choice(dato["versiones"])
        partes = [dato["candidatura"], dato["proceso"], dato["expedida"], version, version["situaciones"][0]]
        parte = self.azar.choice([dato, *partes])
        campo = self.azar.choice(sorted(parte))
        modo = self.azar.randrange(3)
        if modo == 0:
            del parte[campo]
        elif modo == 1:
            parte["otro"] = parte[campo]
        else:
            parte[campo] = self.azar.choice([-7, 1.5])
        return self.una_constancia(dato)

    # --- Con la firma que la acompaña, lo que sus hojas no delatan ---

    def constancia_recortada(self) -> bool:
        """Sin su última versión y cuadrada como si nunca la hubiera habido, o sin los actos: la firma es de otra."""
        firma, dato = self.limpia.firma(canonico(self.constancia)), copy.deepcopy(self.constancia)
        if len(dato["versiones"]) > 1 and self.azar.random() < 0.7:
            dato["versiones"].pop()
            dato["versiones"][-1]["hasta"] = None
        else:
            dato["expedida"]["por"] = "Otra"
        return self.una_firmada(canonico(dato), firma)

    def constancia_con_otra_firma(self) -> bool:
        """Un bit, un renglón, otra llave, una firma de otro archivo o un punto de control en su lugar."""
        texto = canonico(self.constancia)
        firma = self.limpia.firma(texto)
        renglones = firma.split("\n")
        lugar = self.azar.randrange(len(renglones))
        return self.una_firmada(texto, self.azar.choice([
            self._volteado(firma), "\n".join(renglones[:lugar] + renglones[lugar + 1 :]), firma + "x", "",
            "\n".join([*renglones[:lugar], "x", *renglones[lugar:]]), self.otra.firma(texto),
            self.limpia.firma(texto + " "), self.limpia.nota(self.tamano),
            firma.replace(renglones[1], "folio E-9999-9999"), firma.replace(renglones[2], "hojas 1000000"),
        ]))  # fmt: skip

    def firma_como_punto(self) -> bool:
        """La firma de una constancia, en el lugar de un punto de control."""
        firma = self.limpia.firma(canonico(self.constancia))
        return self.toda({**self.archivos, "punto-de-control": firma})

    @classmethod
    def maneras(cls) -> list[str]:
        return [nombre for nombre in vars(cls) if not nombre.startswith("_") and nombre != "maneras"]


def mutar(cuantas: int, semilla: int) -> None:
    azar, empezo = random.Random(semilla), time.process_time()
    maneras, hechas, limpias = Mutante.maneras(), Counter(), 0
    escondidas = []
    while hechas.total() < cuantas:
        mutante = Mutante(azar, azar.choice(TAMANOS))
        assert mutante.todo_pasa(), (semilla, hechas.total())
        limpias += 1
        for manera in maneras:
            hechas[manera] += 1
            if getattr(mutante, manera)():
                escondidas.append((manera, mutante.tamano, hechas.total()))
    segundos = time.process_time() - empezo
    print(
        f"\nsemilla {semilla}: {hechas.total()} mutaciones de {len(maneras)} maneras, {len(escondidas)} sin detectar; "
        f"{limpias} bitácoras limpias, 0 avisos; {segundos:.0f} s de procesador"
    )
    assert not escondidas, Counter(manera for manera, *_ in escondidas)


def test_toda_mutacion_se_detecta_y_en_lo_limpio_nada():
    mutar(int(os.environ.get("MUTACIONES", "500")), semilla=int(os.environ.get("SEMILLA", "20270606")))
