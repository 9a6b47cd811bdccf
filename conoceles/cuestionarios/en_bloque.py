"""La forma en bloque de los verbos del cuestionario: para procesos pasados y para la demostración.

Mismos estados, mismos envíos con acuse y mismos renglones de bitácora que los verbos de uno en uno,
escritos con un número constante de consultas por lote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from conoceles.acuses.acciones import Clase, Sello, emitir_varios, hacer_constar, sellar
from conoceles.acuses.models import Acuse
from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.calendario.plazos import dentro_de_plazo, vence
from conoceles.cuentas.models import Usuario
from conoceles.registro.models import Candidatura

from .estados import Estado
from .models import Cuestionario, Envio, Observacion, Respuesta

LOTE = 500

# El camino de verbos que lleva a cada estado; la bitácora los cuenta todos.
CAMINOS: dict[Estado, tuple[str, ...]] = {
    Estado.EN_CAPTURA: (),
    Estado.ENVIADO: ("enviar",),
    Estado.EN_VALIDACION: ("enviar", "tomar"),
    Estado.OBSERVADO: ("enviar", "tomar", "devolver"),
    Estado.CORREGIDO: ("enviar", "tomar", "devolver", "corregir"),
    Estado.VALIDADO: ("enviar", "tomar", "validar"),
}
_VERBOS = {1: "enviar", 2: "corregir"}  # con el que nace cada envío


@dataclass(frozen=True)
class Entrega:
    """Un cuestionario curricular tal como debe quedar.

    `instante` es cuándo se envió; `observacion`, (sección, supuesto, texto) si fue devuelto.
    """

    candidatura: Candidatura
    respuestas: dict[str, Any]
    estado: Estado
    instante: datetime
    definicion: str = "curricular-2022"
    observacion: tuple[str, str, str] | None = None
    # Lo que decía el primer envío, si ya corrigió; `None`: lo mismo.
    anteriores: dict[str, Any] | None = None


@transaction.atomic
def registrar(
    entregas: Iterable[Entrega], *, por: Usuario | None, origen: str = Respuesta.Origen.PERSONA
) -> int:
    """Crea los cuestionarios, respuestas, envíos y observaciones; devuelve cuántos.

    Las candidaturas deben venir de `CandidaturaQuerySet.con_todo()` y no tener cuestionario curricular.
    """
    entregas = list(entregas)
    for inicio in range(0, len(entregas), LOTE):
        _registrar_lote(entregas[inicio : inicio + LOTE], por, origen)
    return len(entregas)


def _registrar_lote(lote: Sequence[Entrega], por: Usuario | None, origen: str) -> None:
    cuestionarios = Cuestionario.objects.bulk_create([_cuestionario(entrega, por) for entrega in lote])
    parejas = list(zip(lote, cuestionarios, strict=True))
    Respuesta.objects.bulk_create(
        Respuesta(
            cuestionario=cuestionario,
            pregunta=clave,
            valor=valor,
            origen=origen,
            actualizada_en=entrega.instante,
        )
        for entrega, cuestionario in parejas
        for clave, valor in entrega.respuestas.items()
    )
    enviados = [(entrega, envio) for entrega, c in parejas for envio in _envios(entrega, c)]
    envios = Envio.objects.bulk_create(envio for _, envio in enviados)
    emitir_varios(_constancia(entrega, envio) for entrega, envio in enviados)
    observadas = Observacion.objects.bulk_create(
        _observacion(entrega, cuestionario, por) for entrega, cuestionario in parejas if entrega.observacion
    )
    nacidos = {(envio.cuestionario_id, _VERBOS[envio.numero]): envio for envio in envios}
    observadas_de = {observacion.cuestionario_id: observacion for observacion in observadas}
    asentar_varios(
        por=por,
        actos=[
            Acto(
                f"cuestionario:{verbo}",
                ("candidatura", entrega.candidatura.clave),
                {
                    "tipo": cuestionario.tipo,
                    "en_bloque": True,
                    **_acuse(nacidos.get((cuestionario.pk, verbo))),
                    **_observado(verbo, observadas_de.get(cuestionario.pk)),
                },
            )
            for entrega, cuestionario in parejas
            for verbo in CAMINOS[entrega.estado]
        ]
        + [_anotada(observacion) for observacion in observadas],
    )


def _acuse(envio: Envio | None) -> dict[str, Any]:
    """Lo que el acto de enviar deja dicho de su acuse; los demás, nada."""
    if envio is None:
        return {}
    tarde = {"fuera_de_plazo": True} if envio.fuera_de_plazo else {}
    recibido = envio.instante.astimezone(UTC).isoformat()
    return {"folio": envio.folio, "huella_del_acuse": envio.huella, "recibido": recibido, **tarde}


def _observado(verbo: str, observacion: Observacion | None) -> dict[str, Any]:
    """Lo que los actos de devolver y de corregir dejan dicho de lo que se observó; los demás, nada."""
    if verbo == "devolver" and observacion and observacion.vence_en:
        return {"ronda": observacion.ronda, "vence": observacion.vence_en.isoformat()}
    if verbo == "corregir" and observacion and observacion.atendida_en:
        return {"atendida": observacion.atendida_en.isoformat()}
    return {}


def _anotada(observacion: Observacion) -> Acto:
    detalle = {
        "seccion": observacion.seccion,
        "supuesto": observacion.supuesto,
        "observacion": observacion.pk,
        "huella": observacion.huella_de_lo_anotado,
        "en_bloque": True,
    }
    return Acto("observacion:anotar", ("candidatura", observacion.cuestionario.candidatura.clave), detalle)


def _cuestionario(entrega: Entrega, por: Usuario | None) -> Cuestionario:
    enviado = entrega.estado != Estado.EN_CAPTURA
    validado = entrega.estado == Estado.VALIDADO
    return Cuestionario(
        candidatura=entrega.candidatura,
        tipo=Cuestionario.Tipo.CURRICULAR,
        definicion_clave=entrega.definicion,
        estado=entrega.estado,
        ronda=1 if entrega.observacion else 0,
        enviado_en=entrega.instante if enviado else None,
        validado_en=entrega.instante + timedelta(hours=20) if validado else None,
        validado_por=(por.acceso if por else "sistema") if validado else "",
        actualizado_en=entrega.instante,
    )


def _envios(entrega: Entrega, cuestionario: Cuestionario) -> Iterable[Envio]:
    """Uno, o dos si ya corrigió; en captura, ninguno."""
    if entrega.estado == Estado.EN_CAPTURA:
        return
    limite = entrega.candidatura.plazo_de_captura
    for numero in (1, 2) if entrega.estado == Estado.CORREGIDO else (1,):
        contenido = entrega.anteriores if numero == 1 and entrega.anteriores else entrega.respuestas
        yield Envio(
            cuestionario=cuestionario,
            numero=numero,
            instante=entrega.instante,
            contenido=contenido,
            secciones=[seccion.clave for seccion in cuestionario.definicion],
            fuera_de_plazo=numero == 1 and not dentro_de_plazo(entrega.instante, limite),
            **asdict(sellar(contenido, Clase.ENVIO)),
        )


def _constancia(entrega: Entrega, envio: Envio) -> Acuse:
    definicion, candidatura = envio.cuestionario.definicion, entrega.candidatura
    return hacer_constar(
        Sello(envio.folio, envio.nonce, envio.huella),
        clase=Clase.ENVIO if envio.numero == 1 else Clase.CORRECCION,
        candidatura=candidatura.clave,
        proceso=candidatura.proceso.clave,
        instante=envio.instante,
        secciones=[definicion.seccion(clave).titulo for clave in envio.secciones],
        fuera_de_plazo=envio.fuera_de_plazo,
    )


def _observacion(entrega: Entrega, cuestionario: Cuestionario, por: Usuario | None) -> Observacion:
    assert entrega.observacion  # noqa: S101 (la llamada ya lo filtró)
    seccion, supuesto, texto = entrega.observacion
    proceso = entrega.candidatura.proceso
    emitida = entrega.instante + timedelta(hours=18)
    return Observacion(
        cuestionario=cuestionario,
        seccion=seccion,
        supuesto=supuesto,
        texto=texto,
        ronda=1,
        por=por.acceso if por else "sistema",
        creada_en=emitida,
        emitida_en=emitida,
        vence_en=vence(emitida, proceso.parametros.dias_correccion, proceso.zona),
        atendida_en=emitida + timedelta(hours=6) if entrega.estado == Estado.CORREGIDO else None,
    )
