"""Un acuse, para quien lo recibió: lo mismo en la pantalla, en el PDF y en su archivo, sea del acto que sea."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from conoceles.acuses.lectura import se_reconocio
from conoceles.acuses.models import Acuse
from conoceles.calendario.membrete import membrete
from conoceles.calendario.plazos import vence
from conoceles.comun import horas, pdf, qr
from conoceles.comun.canonico import json_canonico
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.models import Envio, Validacion
from conoceles.llaves.acciones import NoSeDescifra
from conoceles.privacidad.lectura import envio_con_folio
from conoceles.privacidad.models import Consentimiento
from conoceles.registro.models import Candidatura
from conoceles.seguimiento.models import Recepcion, Requerimiento

Clase = Acuse.Clase


@dataclass(frozen=True)
class Palabras:
    """Lo que se lee de una clase de acuse: qué pasó, cómo se llama su instante, qué trae su archivo y qué sigue."""

    titulo: str
    momento: str
    que_abarca: str
    sigue: tuple[str, ...] = ()


_DESPUES_DE_ENVIAR = (
    "El Instituto revisa lo que envió, a más tardar el {revision}.",
    "Si hace falta corregir algo, se lo dirá en «Mi candidatura» y por correo.",
    "Cuando esté validada, la publica en la fecha prevista.",
)
_YA_PUEDE_CONTESTAR = "Si autorizó el tratamiento de sus datos, ya puede contestar el cuestionario de identidad, en «Mi candidatura»."
_DE_IDENTIDAD = (
    "Puede cambiar de opinión cuando quiera, en «Mi candidatura».",
    "Para publicar alguna de sus respuestas de identidad hace falta también el formato firmado en papel: se descarga y "
    "se entrega ahí mismo.",
)
PALABRAS = {
    Clase.ENVIO: Palabras("Recibimos su información", "Recibida", "sus respuestas", _DESPUES_DE_ENVIAR),
    Clase.CORRECCION: Palabras("Recibimos su corrección", "Recibida", "sus respuestas", _DESPUES_DE_ENVIAR),
    Clase.CONSENTIMIENTO: Palabras(
        "Registramos su decisión", "Registrada", "su decisión", (_YA_PUEDE_CONTESTAR, *_DE_IDENTIDAD)
    ),
    Clase.IDENTIDAD: Palabras(
        "Recibimos sus respuestas de identidad", "Recibidas", "sus respuestas de identidad", _DE_IDENTIDAD
    ),
    Clase.VALIDACION: Palabras("El Instituto validó su información", "Validada", "la validación"),
    Clase.REQUERIMIENTO: Palabras("El Instituto le requirió información", "Emitido", "el requerimiento"),
    Clase.RECEPCION: Palabras("Usted recibió el requerimiento", "Recibido", "la recepción"),
}


@dataclass(frozen=True)
class AcusePropio:
    """La constancia pública con lo que sólo tiene la persona: el nonce y los bytes canónicos del contenido.

    Ambos faltan si el contenido se suprimió: la constancia permanece. `se_reconocio`: llegó fuera de plazo y después
    se reconoció a tiempo.
    """

    constancia: Acuse
    candidatura: Candidatura
    se_reconocio: bool = False
    nonce: str = ""
    contenido: bytes | None = None

    @property
    def palabras(self) -> Palabras:
        return PALABRAS[Clase(self.constancia.clase)]

    @property
    def sigue(self) -> list[str]:
        proceso = self.candidatura.proceso
        limite = vence(self.constancia.instante, proceso.parametros.dias_validacion, proceso.zona)
        return [frase.format(revision=horas.plazo(limite)) for frase in self.palabras.sigue]

    @property
    def momento(self) -> str:
        """«30 de abril de 2027, 14:03:22 h (hora del centro de México), fuera de plazo»."""
        exacto = horas.fecha_y_hora_exacta(self.constancia.instante)
        return f"{exacto} ({self.candidatura.proceso.zona_visible}){self._llegada}"

    @property
    def _llegada(self) -> str:
        if self.se_reconocio:
            return "; se reconoció a tiempo, con tiempo que el Instituto le debía y que constó después"
        return ", fuera de plazo" if self.constancia.fuera_de_plazo else ""

    @property
    def renglones(self) -> list[tuple[str, str]]:
        """Pares (rótulo, dato): lo que se lee igual en la pantalla y en el papel."""
        candidatura = self.candidatura
        cargo = f"{candidatura.cargo.nombre}, {candidatura.contienda.demarcacion.nombre}"
        pares = [
            (self.palabras.momento, self.momento),
            ("Persona", candidatura.persona.nombre_completo),
            ("Cargo", cargo),
            ("Postula", candidatura.posicion.actor.nombre),
            ("Secciones", ", ".join(self.constancia.secciones)),
        ]
        return [(rotulo, dato) for rotulo, dato in pares if dato]

    @property
    def huella_corta(self) -> str:
        return en_grupos(self.constancia.huella[:16])

    @property
    def huella(self) -> str:
        return en_grupos(self.constancia.huella)

    @property
    def numero(self) -> str:
        """El de comprobación: el nonce, para leerse. Vacío si ya no hay contenido."""
        return en_grupos(self.nonce)

    @property
    def url(self) -> str:
        """Donde cualquiera lo comprueba."""
        return settings.CONOCELES_SITIO + reverse("consulta:verificar_folio", args=[self.constancia.folio])

    @property
    def qr(self) -> str:
        folio = self.constancia.folio
        return qr.en_linea(self.url, titulo=f"Código QR para comprobar el acuse {folio}", clase="acuse__qr")

    @property
    def archivo(self) -> str:
        return f"respuestas-{self.constancia.folio}.json"

    @property
    def orden(self) -> str:
        """La que repite la cuenta en cualquier computadora; vacía si ya no hay contenido."""
        if self.contenido is None:
            return ""
        return (
            'python3 -c "import hashlib; print(hashlib.sha256('
            f"bytes.fromhex('{self.nonce}') + open('{self.archivo}', 'rb').read()).hexdigest())\""
        )

    def en_pdf(self) -> bytes:
        datos: dict[str, Any] = {
            "titulo": f"Acuse {self.constancia.folio}: {Clase(self.constancia.clase).label}",
            "membrete": membrete(self.candidatura.proceso),
            "clase": Clase(self.constancia.clase).label,
            "folio": self.constancia.folio,
            "renglones": self.renglones,
            "url": self.url,
            "huella": self.huella,
            "numero": self.numero,
            "que_abarca": self.palabras.que_abarca,
            "archivo": self.archivo,
            "orden": self.orden,
        }
        return pdf.componer("acuse", datos, imagenes={"qr.svg": qr.svg(self.url)})


def en_grupos(cifras: str) -> str:
    """De cuatro en cuatro, para poder dictarla."""
    return " ".join(cifras[inicio : inicio + 4] for inicio in range(0, len(cifras), 4))


def leer(candidatura: Candidatura, folio: str, *, por: Usuario) -> AcusePropio | None:
    """El acuse de esa candidatura con ese folio, como se emitió, y si después se reconoció a tiempo."""
    constancia = Acuse.objects.filter(candidatura=candidatura.clave, pk=folio).first()
    if constancia is None or constancia.clase not in _GUARDADO:
        return None
    guardado = _GUARDADO[Clase(constancia.clase)](folio, por)
    reconocido = se_reconocio(constancia)
    if guardado is None:
        return AcusePropio(constancia, candidatura, reconocido)
    nonce, contenido = guardado
    return AcusePropio(constancia, candidatura, reconocido, nonce, json_canonico(contenido))


# --- Dónde guarda cada acto su nonce y su contenido --------------------------------------------------------

Guardado = tuple[str, object]
Modelo = type[Envio] | type[Validacion] | type[Consentimiento] | type[Requerimiento] | type[Recepcion]


def _de(modelo: Modelo) -> Callable[[str, Usuario], Guardado]:
    def leer_fila(folio: str, por: Usuario) -> Guardado:
        fila = modelo._default_manager.get(folio=folio)
        return fila.nonce, fila.contenido

    return leer_fila


def _de_identidad(folio: str, por: Usuario) -> Guardado | None:
    try:
        abierto = envio_con_folio(folio, por=por)
    except NoSeDescifra:  # su llave se destruyó: eso es suprimirlo
        return None
    return (abierto[2], abierto[1]) if abierto else None


_GUARDADO: dict[Clase, Callable[[str, Usuario], Guardado | None]] = {
    Clase.ENVIO: _de(Envio),
    Clase.CORRECCION: _de(Envio),
    Clase.VALIDACION: _de(Validacion),
    Clase.CONSENTIMIENTO: _de(Consentimiento),
    Clase.IDENTIDAD: _de_identidad,
    Clase.REQUERIMIENTO: _de(Requerimiento),
    Clase.RECEPCION: _de(Recepcion),
}
