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
CARGO, FINAL = "Diputación", "2027-04-20T05:59:00+00:00"  # allá aún es el 19 de abril
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
        "cargo": {"nombre": CARGO},
        "registro": {
            "situacion": situacion if situacion == "renuncia" else "aprobada",
            "hasta": FINAL if situacion == "renuncia" else None,
        },
        "cuestionario": {
            "situacion": "sin_enviar" if situacion == "renuncia" else situacion,
            "sin_acceso": False,
            "captura_hasta": captura and captura.isoformat(timespec="seconds"),
            "visible_desde": visible and visible.isoformat(timespec="seconds"),
            "retirado_en": FINAL if situacion == "retirada" else None,
            "motivo": "Lo pidió {ella}." if situacion == "retirada" else "",
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

    def firma(self, texto: str, folio: str = "E-2345-6789", numero: str = "5e" * 16) -> str:
        """La nota que acompaña a una constancia."""
        suma = hashlib.sha256(bytes.fromhex(numero) + texto.encode()).hexdigest()
        firmado = (
            f"{ORIGEN}/constancia\nfolio {folio}\nhojas {len(self.hojas)}\nnumero {numero}\nsha256 {suma}\n"
        )
        cruda = bytes.fromhex(self.llave.split("+")[1]) + self.privada.sign(firmado.encode())
        return f"{firmado}\n— {ORIGEN} {b64encode(cruda).decode()}\n"

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
                "se_suprimio": False, "sigue_publica": True, "datos_corregidos": bool(acaba),
                "verificable": self.verificable(hoja["secuencia"], len(self.hojas), nota),
            })  # fmt: skip
        ultimo = json.loads(self.documentos[hojas[-1]["secuencia"] - 1][0])
        return {
            "formato": "conoceles/constancia/1", "desde": iso(desde), "hasta": iso(hasta), "instituto": "Instituto",
            "proceso": {"clave": "p", "nombre": "Proceso", "zona": "America/Mexico_City"},
            "candidatura": {
                "clave": clave, "persona": ultimo["persona"]["nombre"], "cargo": CARGO, "demarcacion": "1", "actor": "A",
            },
            "expedida": {"instante": iso(hasta), "por": "Diego", "cargo": "Transparencia"},
            "con_datos_corregidos": False, "versiones": versiones, "acuses": [], "observaciones": [],
            "validaciones": [], "mensajes": [], "actos": [], "interrupciones": [],
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
        {
            "desde": iso(a), "hasta": iso(b), "rotulo": rotulo, "detalle": detalle,
            "respuestas": rotulo == "Publicada" and bool(suyo["respuestas"]),
        }
        for a, b in zip(bordes, bordes[1:], strict=False)
        for rotulo, detalle in [_dicho(suyo, a)]
    ]  # fmt: skip


def _fecha(instante: datetime) -> str:
    """En la hora del centro; los de esta bitácora son de abril y ninguno cae en el último minuto de un día."""
    local = instante - timedelta(hours=6)
    return f"{local.day} de abril de 2027" + (
        f", {local:%H:%M} h" if (local.hour, local.minute) != (0, 0) else ""
    )


def _dicho(suyo: dict[str, Any], cuando: datetime) -> tuple[str, str]:
    """El rótulo y el detalle de la página."""
    cuestionario = suyo["cuestionario"]
    captura, visible = (
        datetime.fromisoformat(cuestionario[c]) if cuestionario[c] else None
        for c in ("captura_hasta", "visible_desde")
    )
    if suyo["registro"]["situacion"] == "renuncia":
        return (
            "Renunció a la candidatura",
            "La persona dejó esta candidatura por renuncia el 19 de abril de 2027.",
        )
    if cuestionario["situacion"] == "sin_enviar":
        return _sin_enviar(captura, cuando)
    if cuestionario["situacion"] == "publicada" and (visible or captura):
        return _programada(visible, cuando)
    return {
        "publicada": ("Publicada", "Sus respuestas están publicadas."),
        "en_revision": (
            "En revisión por el Instituto",
            "La candidatura ya envió sus respuestas. Se publican cuando termine la revisión del Instituto.",
        ),
        "retirada": (
            "Retirado temporalmente por el Instituto",
            "La candidatura respondió. El Instituto retiró sus respuestas el 19 de abril de 2027. "
            "Motivo: Lo pidió {ella}.",
        ),
    }[cuestionario["situacion"]]


def _sin_enviar(captura: datetime | None, cuando: datetime) -> tuple[str, str]:
    if captura is None:
        return "No proporcionó", "La candidatura no proporcionó respuestas en este proceso."
    ayer = _fecha(captura - timedelta(days=1))
    fecha = _fecha(captura) if "," in ayer else ayer  # a medianoche, el último día que vale es el anterior
    if cuando < captura:
        corta = fecha.replace(" de 2027", "")
        return (
            f"En plazo para responder (hasta el {corta})",
            f"La candidatura puede responder hasta el {fecha}.",
        )
    return (
        "No respondió",
        f"El plazo para responder terminó el {fecha} y el Instituto no ha recibido respuestas de esta candidatura.",
    )


def _programada(visible: datetime | None, cuando: datetime) -> tuple[str, str]:
    antes = "La candidatura ya respondió. El Instituto"
    if visible is None:
        return "Aún sin fecha de publicación", f"{antes} aún no fija la fecha de publicación."
    if cuando >= visible:
        return "Publicada", "Sus respuestas están publicadas."
    fecha = _fecha(visible)
    return f"Se publica el {fecha}", f"{antes} publica sus respuestas a partir del {fecha}."
