"""Una bitácora pública hecha aquí, sin el código de la aplicación ni el del verificador: contra ella se le prueba."""

from __future__ import annotations

import hashlib
import json
import random
from base64 import b64encode
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGEN = "prueba.example/bitacora-publica"
PRIMER_INSTANTE = datetime(2027, 4, 15, 6, tzinfo=UTC)
UN_MINUTO = timedelta(minutes=1)
FOTO = b"los bytes de una fotografia"


def canonico(dato: Any) -> str:
    return json.dumps(dato, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def linea(dato: Any) -> str:
    return canonico(dato) + "\n"


def iso(instante: datetime) -> str:
    return instante.isoformat(timespec="microseconds")


def documento(
    clave: str, nombre: str, situacion: str, captura: datetime | None, visible: datetime | None
) -> dict[str, Any]:
    """Lo que de un documento público lee el verificador."""
    publicada = situacion == "publicada"
    return {
        "clave": clave,
        "persona": {"nombre": nombre},
        "registro": {"situacion": situacion if situacion == "renuncia" else "aprobada"},
        "cuestionario": {
            "situacion": "sin_enviar" if situacion == "renuncia" else situacion,
            "sin_acceso": False,
            "captura_hasta": captura and captura.isoformat(timespec="seconds"),
            "visible_desde": visible and visible.isoformat(timespec="seconds"),
        },
        "respuestas": {"propuesta_1": "Agua"} if publicada else {},
        "retratos": {"640.jpg": hashlib.sha256(FOTO).hexdigest(), "320.jpg": "0" * 64} if publicada else {},
    }


class Bitacora:
    """Hojas con su documento y su sal; las notas, pruebas y constancias que se pidan. Una hoja por minuto."""

    def __init__(self, cuantas: int, semilla: int = 0, llave: bytes = b"\x07" * 32) -> None:
        azar = random.Random(semilla)
        self.privada = Ed25519PrivateKey.from_private_bytes(llave)
        self.documentos: list[tuple[str, str]] = []
        self.hojas: list[str] = []
        versiones: Counter[str] = Counter()
        for secuencia in range(1, cuantas + 1):
            clave = f"clave{azar.randrange(max(1, cuantas // 3)):04}"
            versiones[clave] += 1
            instante = PRIMER_INSTANTE + secuencia * UN_MINUTO
            cerca = [None, *(instante + n * UN_MINUTO for n in (-9, 0, 1, 9))]
            situacion = azar.choice(["sin_enviar", "en_revision", "publicada", "retirada", "renuncia"])
            texto = canonico(
                documento(clave, f"Íñigo {secuencia}", situacion, azar.choice(cerca), azar.choice(cerca))
            )
            sal = azar.randbytes(16)
            huella = hashlib.sha256(sal + texto.encode()).hexdigest()
            self.documentos.append((texto, sal.hex()))
            self.hojas.append(canonico({
                "secuencia": secuencia, "clave": clave, "version": versiones[clave], "huella": huella,
                "instante": iso(instante),
            }))  # fmt: skip

    @property
    def llave(self) -> str:
        cruda = b"\x01" + self.privada.public_key().public_bytes_raw()
        identificador = hashlib.sha256(ORIGEN.encode() + b"\n" + cruda).hexdigest()[:8]
        return f"{ORIGEN}+{identificador}+{b64encode(cruda).decode()}"

    # --- El árbol, con las definiciones de la RFC 6962, sin atajos ---

    def mth(self, inicio: int, fin: int) -> bytes:
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

    # --- Los archivos que se descargan ---

    def nota(self, tamano: int) -> str:
        texto = f"{ORIGEN}\n{tamano}\n{b64encode(self.mth(0, tamano)).decode()}\n"
        cruda = bytes.fromhex(self.llave.split("+")[1]) + self.privada.sign(texto.encode())
        return f"{texto}\n— {ORIGEN} {b64encode(cruda).decode()}\n"

    def verificable(self, secuencia: int, tamano: int, nota: str) -> dict[str, Any]:
        texto, sal = self.documentos[secuencia - 1]
        return {
            "formato": "conoceles/ficha-verificable/1", "documento": texto, "sal": sal, "tamano": tamano,
            "hoja": self.hojas[secuencia - 1], "indice": secuencia - 1, "nota": nota,
            "camino": [nodo.hex() for nodo in self.camino(secuencia - 1, 0, tamano)],
        }  # fmt: skip

    def ficha(self, secuencia: int, tamano: int | None = None) -> str:
        tamano = tamano or len(self.hojas)
        return linea(self.verificable(secuencia, tamano, self.nota(tamano)))

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

    # --- Una constancia ---

    def constancia(self, clave: str, desde: datetime, hasta: datetime) -> dict[str, Any]:
        """La de esa candidatura en [desde, hasta)."""
        hojas = [hoja for hoja in map(json.loads, self.hojas) if hoja["clave"] == clave]
        nota, versiones = self.nota(len(self.hojas)), []
        for hoja, siguiente in zip(hojas, [*hojas[1:], None], strict=True):
            empieza = datetime.fromisoformat(hoja["instante"])
            acaba = siguiente and datetime.fromisoformat(siguiente["instante"])
            if empieza >= hasta or (acaba and acaba <= desde):
                continue
            suyo = json.loads(self.documentos[hoja["secuencia"] - 1][0])
            versiones.append({
                "numero": hoja["version"], "instante": hoja["instante"], "hasta": acaba and iso(acaba),
                "situaciones": situaciones(suyo, max(empieza, desde), min(acaba or hasta, hasta)),
                "se_suprimio": False, "sigue_publica": True,
                "verificable": self.verificable(hoja["secuencia"], len(self.hojas), nota),
            })  # fmt: skip
        return {
            "formato": "conoceles/constancia/1", "candidatura": {"clave": clave}, "desde": iso(desde), "hasta": iso(hasta),
            "versiones": versiones, "acuses": [], "actos": [],
        }  # fmt: skip


def situaciones(suyo: dict[str, Any], desde: datetime, hasta: datetime) -> list[dict[str, Any]]:
    """Lo que la página decía de quien tiene ese documento, tramo por tramo."""
    campo = {"sin_enviar": "captura_hasta", "publicada": "visible_desde"}.get(
        suyo["cuestionario"]["situacion"]
    )
    limite = suyo["cuestionario"][campo] if campo and suyo["registro"]["situacion"] == "aprobada" else None
    corte = datetime.fromisoformat(limite) if limite else desde
    bordes = sorted({desde, min(max(corte, desde), hasta), hasta})
    return [
        {"desde": iso(a), "hasta": iso(b), "rotulo": rotulo, "respuestas": rotulo == "Publicada"}
        for a, b in zip(bordes, bordes[1:], strict=False)
        for rotulo in [_rotulo(suyo, a)]
    ]


def _rotulo(suyo: dict[str, Any], cuando: datetime) -> str:
    cuestionario = suyo["cuestionario"]
    captura, visible = (
        datetime.fromisoformat(cuestionario[c]) if cuestionario[c] else None
        for c in ("captura_hasta", "visible_desde")
    )
    if suyo["registro"]["situacion"] == "renuncia":
        return "Renunció a la candidatura"
    if cuestionario["situacion"] == "sin_enviar":
        if captura is None:
            return "No proporcionó"
        return "No respondió" if cuando >= captura else "En plazo para responder (hasta el 29 de abril)"
    if cuestionario["situacion"] == "publicada":
        if visible is None:
            return "Aún sin fecha de publicación" if captura else "Publicada"
        return "Publicada" if cuando >= visible else "Se publica el 1 de mayo de 2027"
    return {
        "en_revision": "En revisión por el Instituto",
        "retirada": "Retirado temporalmente por el Instituto",
    }[cuestionario["situacion"]]
