"""Lo que se estaba haciendo cuando el servidor murió, y cómo se juzga lo que quedó en la base."""

from __future__ import annotations

import json
from random import Random

from .escenario import Persona
from .victima import Peticion, Respuesta, Victima

SECCIONES = {
    "historia": "historia_profesional",
    "trayectoria": "trayectoria_politica",
    "motivo": "motivo_cargo",
    "propuesta-1": "propuesta_1",
}


class SePerdio(AssertionError):
    """Algo confirmado no está, o quedó a medias. El mensaje dice de quién y qué."""


class Guardar:
    """Un guardado automático de una sección."""

    def __init__(self, persona: Persona, azar: Random) -> None:
        self.persona = persona
        self.seccion = azar.choice(sorted(SECCIONES))
        # Cumple mínimos y máximos: quien ya guardó debe poder enviar.
        self.texto = f"{azar.getrandbits(64):016x} " + "texto de prueba " * azar.randint(20, 95)
        self.texto = self.texto.strip()
        self.intento = f"{azar.getrandbits(96):024x}"

    def mandar(self, servidor: Victima) -> Peticion:
        previos = [intento for intento, _ in self.persona.sin_respuesta.get(self.seccion, [])]
        datos = {
            SECCIONES[self.seccion]: self.texto,
            "revision": str(self.persona.revision.get(self.seccion, 0)),
            "intento": self.intento,
            "previos": " ".join(previos),
        }
        ruta = f"/mi-candidatura/{self.persona.clave}/{self.seccion}/"
        return Peticion(servidor, self.persona, ruta, datos, json=True)

    def juzgar(self, respuesta: Respuesta | None) -> str:
        """`confirmado`, `entró` (sin respuesta, pero está entero) o `no entró`. `SePerdio` si no es ninguno."""
        persona, seccion = self.persona, self.seccion
        guardado = _guardado(persona, seccion)
        if respuesta:
            if respuesta.estado != 200:
                raise SePerdio(
                    f"{persona.clave}/{seccion}: contestó {respuesta.estado} {respuesta.cuerpo[:300]!r}"
                )
            if guardado != self.texto:
                raise SePerdio(f"{persona.clave}/{seccion}: se confirmó y no está")
            persona.confirmado[seccion] = self.texto
            persona.sin_respuesta[seccion] = []
            persona.revision[seccion] = json.loads(respuesta.cuerpo)["revision"]
            return "confirmado"
        pendientes = persona.sin_respuesta.setdefault(seccion, [])
        antes = persona.confirmado.get(seccion)
        posibles = {texto for _, texto in pendientes} | {antes, self.texto}
        if antes is not None and guardado not in posibles:
            raise SePerdio(f"{persona.clave}/{seccion}: lo guardado no es nada de lo que se mandó")
        pendientes.append((self.intento, self.texto))
        return "entró" if guardado == self.texto else "no entró"


class Enviar:
    """El envío del cuestionario: seis huellas en la base, o ninguna."""

    def __init__(self, persona: Persona) -> None:
        self.persona = persona

    def mandar(self, servidor: Victima) -> Peticion:
        ruta = f"/mi-candidatura/{self.persona.clave}/enviar/"
        return Peticion(servidor, self.persona, ruta, {"envios": "0"}, json=False)

    def juzgar(self, respuesta: Respuesta | None) -> str:
        persona = self.persona
        veces = rastros(persona.clave)
        if len(set(veces.values())) != 1 or max(veces.values()) > 1:
            raise SePerdio(f"{persona.clave}: envío a medias o repetido, {veces}")
        entro = veces["envíos"] == 1
        if not respuesta:
            return "entró" if entro else "no entró"
        if respuesta.estado != 302 or "/acuse/" not in respuesta.lugar:
            raise SePerdio(f"{persona.clave}: contestó {respuesta.estado} {respuesta.lugar}")
        if not entro:
            raise SePerdio(f"{persona.clave}: dio acuse y no hay envío")
        acuse = respuesta.lugar.rstrip("/").rsplit("/", 1)[1]
        if persona.acuse and persona.acuse != acuse:
            raise SePerdio(f"{persona.clave}: dos acuses distintos")
        persona.acuse = acuse
        return "confirmado"


def _guardado(persona: Persona, seccion: str) -> str | None:
    from conoceles.cuestionarios.models import Respuesta as Fila

    return (
        Fila.objects.filter(cuestionario__candidatura__clave=persona.clave, pregunta=SECCIONES[seccion])
        .values_list("valor", flat=True)
        .first()
    )


def rastros(clave: str) -> dict[str, int]:
    """Todo lo que un envío deja, contado: o todo está una vez o nada está."""
    from conoceles.acuses.models import Acuse
    from conoceles.bitacora.models import Asiento
    from conoceles.cuestionarios.models import Cuestionario, Envio
    from conoceles.mensajes.models import Carta
    from conoceles.publicacion.models import Ficha

    return {
        "envíos": Envio.objects.filter(cuestionario__candidatura__clave=clave).count(),
        "acuses": Acuse.objects.filter(candidatura=clave).count(),
        "renglones": Asiento.objects.filter(objeto_clave=clave, accion="cuestionario:enviar").count(),
        "cartas": Carta.objects.filter(sobre=clave).count(),
        "estados": Cuestionario.objects.filter(candidatura__clave=clave, estado="enviado").count(),
        "fichas en revisión": Ficha.objects.filter(
            clave=clave, tarjeta__cuestionario__situacion="en_revision"
        ).count(),
    }
