"""Lo que las personas ficticias decidieron y contestaron de su identidad: de todo, también quien se niega.

Las proporciones siguen lo visto en 2022: un tercio prefiere no decir sus ingresos y casi nadie calla lo demás.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.utils import timezone

from conoceles.avisos.formato import en_pdf
from conoceles.avisos.versiones import en_vigor
from conoceles.calendario.membrete import membrete
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.definiciones import NO, PREFIERE_NO_CONTESTAR, SI, Clase, Pregunta, Tipo
from conoceles.cuestionarios.definiciones.identidad import IDENTIDAD_2022
from conoceles.privacidad.en_bloque import Entrega, Manifestadas, registrar
from conoceles.registro.models import Candidatura

# Qué se manifestó: (peso, (tratamiento, publicación, estadística)).
_DECISIONES: tuple[tuple[int, Manifestadas], ...] = (
    (10, (False, False, False)),
    (6, (True, False, False)),
    (14, (True, False, True)),
    (8, (True, True, False)),
    (62, (True, True, True)),
)
PARTE = 0.15  # de las fichas publicadas
CALLA, CALLA_INGRESOS = 0.03, 0.33
NO_PUBLICA = 0.25  # de cada respuesta, entre quienes autorizan publicar
# De cada cien personas, cuántas contestan «Sí»; quien se registró por acción afirmativa, siempre.
_AFIRMAN = {"indigena": 12, "lengua": 9, "discapacidad": 4, "afromexicana": 3, "diversidad": 5, "migrante": 4}


def montar(publicadas: Sequence[Candidatura], elenco: Candidatura, *, revisa: Usuario, azar: Random) -> None:
    """Una parte de las fichas por publicar decide y contesta; la del elenco autoriza todo, para que haya qué mirar."""
    proceso = elenco.proceso
    otras = [candidatura for candidatura in publicadas if candidatura != elenco]
    algunas = azar.sample(otras, round(len(otras) * PARTE))
    entregas = [
        decidida(elenco, _cuando(elenco, azar), azar),
        *(entrega(candidatura, _cuando(candidatura, azar), azar) for candidatura in algunas),
    ]
    aviso = en_vigor(timezone.localdate())
    escaneo = en_pdf(
        aviso,
        instituto=proceso.instituto,
        membrete=membrete(proceso),
        integral=settings.CONOCELES_SITIO,
        correo=proceso.instituto.correo,
    )
    registrar(entregas, aviso=aviso.clave, escaneo=escaneo, revisa=revisa)


def _cuando(candidatura: Candidatura, azar: Random) -> datetime:
    """Hace unos días y dentro de su plazo."""
    hace_dias = timezone.now() - timedelta(days=azar.uniform(2, 4))
    return min(hace_dias, candidatura.plazo_de_captura - timedelta(hours=1))


def entrega(candidatura: Candidatura, instante: datetime, azar: Random) -> Entrega:
    """Una decisión y sus respuestas, sorteadas con el azar sembrado de la demostración."""
    manifestadas = azar.choices([m for _, m in _DECISIONES], weights=[peso for peso, _ in _DECISIONES])[0]
    respuestas = dict(_respuestas(candidatura, azar))
    publicar = {
        p.clave
        for p in IDENTIDAD_2022.preguntas
        if p.clase is Clase.CON_CONSENTIMIENTO and azar.random() > NO_PUBLICA
    }
    papel, revisado = _papel(manifestadas, azar)
    return Entrega(
        candidatura,
        manifestadas,
        instante,
        respuestas,
        frozenset(publicar if manifestadas[1] else ()),
        papel,
        revisado,
    )


def decidida(candidatura: Candidatura, instante: datetime, azar: Random) -> Entrega:
    """La del elenco que se publica: autoriza todo y su papel lo ampara, para que haya qué mirar."""
    todas = frozenset(p.clave for p in IDENTIDAD_2022.preguntas if p.clase is Clase.CON_CONSENTIMIENTO)
    si_a_todo = (True, True, True)
    return Entrega(
        candidatura,
        si_a_todo,
        instante,
        dict(_respuestas(candidatura, azar)),
        todas,
        si_a_todo,
        revisado=True,
    )


def _papel(manifestadas: Manifestadas, azar: Random) -> tuple[Manifestadas | None, bool]:
    """Casi siempre dice lo mismo; a veces está por revisar, contradice a la pantalla o no se ha entregado."""
    suerte = azar.random()
    if suerte < 0.12 or not manifestadas[0]:
        return None, False
    if suerte < 0.17:
        return (True, False, manifestadas[2]), True
    return manifestadas, suerte < 0.9


def _respuestas(candidatura: Candidatura, azar: Random) -> Iterator[tuple[str, Any]]:
    """Una por pregunta que toque; nunca «Otra», para no inventar lo que se escribe."""
    dadas: dict[str, Any] = {}
    for seccion in IDENTIDAD_2022:
        afirmativa = seccion.grupo in candidatura.acciones_afirmativas
        for pregunta in seccion.preguntas:
            if pregunta.aplica(dadas, candidatura.persona.edad):
                dadas[pregunta.clave] = _respuesta(pregunta, afirmativa, candidatura, azar)
    yield from dadas.items()


def _respuesta(pregunta: Pregunta, afirmativa: bool, candidatura: Candidatura, azar: Random) -> Any:
    if azar.random() < (CALLA_INGRESOS if pregunta.clave == "ingresos" else CALLA):
        elegida = PREFIERE_NO_CONTESTAR
    elif pregunta.se_deduce(candidatura.persona.edad):
        elegida = SI
    elif pregunta.clave in _AFIRMAN:
        elegida = SI if afirmativa or azar.random() * 100 < _AFIRMAN[pregunta.clave] else NO
    elif pregunta.clave in _FRECUENTES and azar.random() < 0.8:
        elegida = azar.choice(_FRECUENTES[pregunta.clave])
    else:
        con_texto = {*pregunta.opciones_con_texto, PREFIERE_NO_CONTESTAR}
        elegida = azar.choice([clave for clave in pregunta.elegibles if clave not in con_texto])
    return [elegida] if pregunta.tipo is Tipo.OPCIONES else elegida


# Donde una lista es larga, lo que en Michoacán es común.
_FRECUENTES = {
    "pueblo": ("purhepecha", "purhepecha", "mazahua", "otomi", "nahua"),
    "pais": ("us",),
    "entidad_nacimiento": ("michoacan_de_ocampo",),
}
