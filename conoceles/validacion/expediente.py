"""Lo que ve quien revisa: apartado por apartado, lo enviado, lo que cambió y lo que se observó.

Sale sólo de los envíos: un borrador que la persona no ha enviado no existe para esta pantalla.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conoceles.comun.diferencias import Tramo, por_palabras
from conoceles.comun.legibles import legibles
from conoceles.cuestionarios.definiciones import Clase, Definicion, Pregunta, Seccion, Tipo
from conoceles.cuestionarios.integridad import esta_vacia
from conoceles.cuestionarios.models import Cuestionario, Envio
from conoceles.cuestionarios.observaciones import Observado, juntas

from .hechos import Hecho


@dataclass(frozen=True)
class RespuestaEnviada:
    """Una respuesta y, si cambió desde el envío anterior, lo que decía.

    `renglones`: lo que se lee, uno por renglón (vacío: no proporcionada). `foto` y `foto_anterior`:
    huellas de los retratos, sólo en la pregunta de la fotografía.
    """

    pregunta: Pregunta
    renglones: list[str]
    cambio: bool = False
    tramos: list[Tramo] = field(default_factory=list)
    foto: str = ""
    foto_anterior: str = ""

    @property
    def es_otro_texto(self) -> bool:
        """No queda nada de lo anterior: se leen uno y otro, no sus diferencias."""
        return len(self.tramos) == 2 and all(tramo.tipo != "igual" for tramo in self.tramos)

    @property
    def esta_contestada(self) -> bool:
        return bool(self.renglones or self.foto)

    @property
    def es_publica(self) -> bool:
        return self.pregunta.clase is Clase.PUBLICA


@dataclass
class Apartado:
    """Una sección con sus respuestas y sus observaciones; `hechos` y `formulario` los completa la vista."""

    seccion: Seccion
    respuestas: list[RespuestaEnviada]
    borradores: list[Observado]
    anteriores: list[Observado]
    es_reenvio: bool = False
    hechos: list[Hecho] = field(default_factory=list)
    formulario: Any = None

    @property
    def cambio(self) -> bool:
        return any(respuesta.cambio for respuesta in self.respuestas)

    @property
    def contestadas(self) -> int:
        return sum(respuesta.esta_contestada for respuesta in self.respuestas)

    @property
    def esta_plegado(self) -> bool:
        """Ya se leyó en el envío anterior, sigue igual y nadie lo observó: se resume para no volver a recorrerlo."""
        return self.es_reenvio and not (self.cambio or self.borradores or self.anteriores)

    @property
    def marca(self) -> str:
        """Lo que el índice dice de él; vacía si no hay nada que señalar."""
        marcas = (
            (bool(self.borradores), "Con observación por enviar"),
            (self.cambio, "Cambió"),
            (any(o.primera.atendida_en is None for o in self.anteriores), "En espera de corrección"),
            (bool(self.anteriores), "Se observó y sigue igual"),
            (not self.contestadas, "Sin respuesta"),
            (self.es_reenvio, "Igual que antes"),
        )
        return next((texto for vale, texto in marcas if vale), "")

    @property
    def a_la_vista(self) -> list[RespuestaEnviada]:
        """Lo contestado y lo que cambió; lo demás se resume en una línea."""
        return [r for r in self.respuestas if r.esta_contestada or r.cambio]

    @property
    def sin_responder(self) -> str:
        return ", ".join(r.pregunta.etiqueta for r in self.respuestas if not (r.esta_contestada or r.cambio))


@dataclass(frozen=True)
class Expediente:
    """`es_ilegible`: lo enviado se alteró por fuera y no se deja leer; sus respuestas salen vacías."""

    envio: Envio
    anterior: Envio | None
    apartados: list[Apartado]
    es_ilegible: bool = False

    @property
    def apartados_contestados(self) -> int:
        return sum(bool(apartado.contestadas) for apartado in self.apartados)

    @property
    def contestadas(self) -> int:
        return sum(apartado.contestadas for apartado in self.apartados)

    @property
    def preguntas(self) -> int:
        return sum(len(apartado.respuestas) for apartado in self.apartados)

    @property
    def cambiados(self) -> list[Apartado]:
        """Los que dicen algo distinto del envío anterior: por ahí se empieza a leer."""
        return [apartado for apartado in self.apartados if apartado.cambio]

    @property
    def borradores(self) -> int:
        return sum(len(apartado.borradores) for apartado in self.apartados)


def _sin_contenido(llave: int) -> Envio:
    """El envío cuyo contenido no se deja leer, con lo demás que consta de él."""
    envio = Envio.objects.defer("contenido").get(pk=llave)
    envio.contenido = None
    return envio


def armar(cuestionario: Cuestionario, *, frente_a: int | None = None) -> Expediente | None:
    """El expediente del último envío frente al anterior, o al número `frente_a`; `None` si nunca se ha enviado."""
    envios = legibles(cuestionario.envios.order_by("-numero"), en_lugar_de=_sin_contenido)
    if not envios:
        return None
    ilegibles = [envio for envio in envios if not isinstance(envio.contenido, dict)]
    for envio in ilegibles:
        envio.contenido = {}  # nunca se guarda: un envío no se edita
    anterior = next((envio for envio in envios[1:] if frente_a in (None, envio.numero)), None)
    observaciones = list(cuestionario.observaciones.order_by("ronda", "id"))
    apartados = [
        Apartado(
            seccion=seccion,
            respuestas=_respuestas(seccion, envios[0].contenido, anterior.contenido if anterior else None),
            borradores=juntas(o for o in observaciones if o.seccion == seccion.clave and not o.emitida_en),
            anteriores=juntas(o for o in observaciones if o.seccion == seccion.clave and o.emitida_en),
            es_reenvio=anterior is not None,
        )
        for seccion in cuestionario.definicion
    ]
    return Expediente(envios[0], anterior, apartados, es_ilegible=envios[0] in ilegibles)


def _respuestas(
    seccion: Seccion, ahora: dict[str, Any], antes: dict[str, Any] | None
) -> list[RespuestaEnviada]:
    return [
        _respuesta(pregunta, ahora.get(pregunta.clave), antes.get(pregunta.clave) if antes else None, antes)
        for pregunta in seccion.preguntas
        if pregunta.aplica(ahora)
    ]


def _respuesta(pregunta: Pregunta, valor: Any, previo: Any, antes: dict[str, Any] | None) -> RespuestaEnviada:
    cambio = antes is not None and valor != previo and not (esta_vacia(valor) and esta_vacia(previo))
    if pregunta.tipo is Tipo.FOTO:
        return RespuestaEnviada(
            pregunta, [], cambio, foto=valor or "", foto_anterior=(previo or "") if cambio else ""
        )
    renglones, previos = en_renglones(pregunta, valor), en_renglones(pregunta, previo)
    tramos = por_palabras("\n".join(previos), "\n".join(renglones)) if cambio else []
    return RespuestaEnviada(pregunta, renglones, cambio, tramos)


def en_renglones(pregunta: Pregunta, valor: Any) -> list[str]:
    """Lo que se lee de una respuesta: la etiqueta de la opción, los renglones de la lista o el texto."""
    if esta_vacia(valor):
        return []
    return [pregunta.etiqueta_de(parte) for parte in (valor if isinstance(valor, list) else [valor])]


def fotos_enviadas(cuestionario: Cuestionario) -> set[str]:
    """Las huellas de las fotografías que la persona envió alguna vez; ninguna otra se muestra."""
    contenidos = cuestionario.envios.values_list("contenido", flat=True)
    claves = [p.clave for p in _preguntas_de_foto(cuestionario.definicion)]
    return {
        str(suyo[clave])
        for suyo in contenidos
        if isinstance(suyo, dict)
        for clave in claves
        if suyo.get(clave)
    }


def _preguntas_de_foto(definicion: Definicion) -> list[Pregunta]:
    return [pregunta for pregunta in definicion.preguntas if pregunta.tipo is Tipo.FOTO]
