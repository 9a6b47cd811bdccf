"""La forma en bloque de los verbos de la identidad, para la demostración.

Las mismas manifestaciones, envíos con acuse, papeles revisados y renglones de bitácora que los verbos de uno en
uno. Lo público se pone al día después, con `publicacion.acciones`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from conoceles.acuses.acciones import Clase, Sello, emitir_varios, hacer_constar, sellar
from conoceles.acuses.models import Acuse
from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.comun.rutas_de_datos import base_de
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.definiciones.identidad import IDENTIDAD_2022 as DEFINICION
from conoceles.llaves.acciones import Uso, cifrar
from conoceles.registro.models import Candidatura

from .comun import BORRADOR, en_sobre
from .contenido import Contenido, para_enviar, sin_lo_que_no_aplica
from .lectura import contexto_de_envio
from .models import Consentimiento, EnvioDeIdentidad, Formato, Identidad

Manifestadas = tuple[bool, bool, bool]


@dataclass(frozen=True)
class Entrega:
    """Lo que una persona decidió y, si autorizó el tratamiento, contestó.

    `papel`: lo que dice el formato firmado; `None` si no lo entregó. `revisado`: si Transparencia ya lo leyó.
    """

    candidatura: Candidatura
    manifestadas: Manifestadas
    instante: datetime
    respuestas: dict[str, Any]
    publicar: frozenset[str]
    papel: Manifestadas | None
    revisado: bool


@transaction.atomic
def registrar(entregas: Sequence[Entrega], *, aviso: str, escaneo: bytes, revisa: Usuario) -> None:
    """Crea todo en unas cuantas consultas. Las candidaturas vienen de `con_todo()` y no tienen nada de identidad."""
    with transaction.atomic(using=base_de("llaves")):  # cientos de llaves, una sola escritura
        manifestaciones = [_manifestacion(entrega, aviso) for entrega in entregas]
        Consentimiento.objects.bulk_create(c for c, _ in manifestaciones)
        autorizadas = [
            (e, c) for e, (c, _) in zip(entregas, manifestaciones, strict=True) if e.manifestadas[0]
        ]
        envios = [_envio(entrega, consentimiento) for entrega, consentimiento in autorizadas]
        EnvioDeIdentidad.objects.bulk_create(envio for envio, _ in envios)
        Identidad.objects.bulk_create(_borrador(entrega) for entrega, _ in autorizadas)
        papeles = Formato.objects.bulk_create(_papeles(entregas, escaneo, revisa))
    emitir_varios([acuse for _, acuse in (*manifestaciones, *envios)])
    sellados = {(a.clase, a.candidatura): a for _, a in (*manifestaciones, *envios)}
    revisados = {f.candidatura.clave: f for f in papeles if f.revisado_en}
    asentar_varios(por=None, actos=list(_actos(entregas, sellados, revisados)))


def _manifestacion(entrega: Entrega, aviso: str) -> tuple[Consentimiento, Acuse]:
    tratamiento, publicacion, estadistica = entrega.manifestadas
    consentimiento = Consentimiento(
        candidatura=entrega.candidatura,
        numero=1,
        aviso=aviso,
        tratamiento=tratamiento,
        publicacion=publicacion,
        estadistica=estadistica,
        instante=entrega.instante,
    )
    sello = sellar(consentimiento.contenido, Clase.CONSENTIMIENTO)
    for campo, valor in asdict(sello).items():
        setattr(consentimiento, campo, valor)
    return consentimiento, _acuse(sello, Clase.CONSENTIMIENTO, entrega)


def _acuse(sello: Sello, clase: str, entrega: Entrega) -> Acuse:
    de_identidad = clase == Clase.IDENTIDAD
    return hacer_constar(
        sello,
        clase=clase,
        candidatura=entrega.candidatura.clave,
        proceso=entrega.candidatura.proceso.clave,
        instante=entrega.instante,
        secciones=[seccion.titulo for seccion in DEFINICION] if de_identidad else [],
    )


def _completo(entrega: Entrega) -> Contenido:
    contestado = Contenido(entrega.respuestas, entrega.publicar)
    return sin_lo_que_no_aplica(DEFINICION, contestado, entrega.candidatura.persona.edad)


def _envio(entrega: Entrega, consentimiento: Consentimiento) -> tuple[EnvioDeIdentidad, Acuse]:
    contenido = para_enviar(DEFINICION, _completo(entrega))
    sello = sellar(contenido, Clase.IDENTIDAD)
    envio = EnvioDeIdentidad(
        candidatura=entrega.candidatura,
        numero=1,
        definicion_clave=DEFINICION.clave,
        consentimiento=consentimiento,
        sobre=en_sobre(
            {"contenido": contenido, "nonce": sello.nonce}, entrega.candidatura, contexto_de_envio(1)
        ),
        instante=entrega.instante,
        folio=sello.folio,
        huella=sello.huella,
    )
    return envio, _acuse(sello, Clase.IDENTIDAD, entrega)


def _borrador(entrega: Entrega) -> Identidad:
    return Identidad(
        candidatura=entrega.candidatura,
        definicion_clave=DEFINICION.clave,
        sobre=en_sobre(_completo(entrega).como_dato(), entrega.candidatura, BORRADOR),
        grupos_vistos=[seccion.clave for seccion in DEFINICION],
        revision=1,
        guardada_en=entrega.instante,
    )


def _papeles(entregas: Iterable[Entrega], escaneo: bytes, revisa: Usuario) -> Iterable[Formato]:
    """El mismo escaneo para todas, cifrado con la llave de cada una."""
    for entrega in entregas:
        if entrega.papel is None:
            continue
        clave, ruta = entrega.candidatura.clave, f"formatos/{secrets.token_hex(16)}"
        sobre = cifrar(escaneo, candidatura=clave, uso=Uso.PRIVADO, contexto=ruta)
        storages["privado"].save(ruta, ContentFile(sobre))
        formato = Formato(
            candidatura=entrega.candidatura,
            archivo=ruta,
            tipo_de_contenido="application/pdf",
            huella=hashlib.sha256(sobre).hexdigest(),
            via=Formato.Via.BUZON,
            recibido_en=entrega.instante + timedelta(hours=2),
            por="sistema",
        )
        if entrega.revisado:
            formato.tratamiento, formato.publicacion, formato.estadistica = entrega.papel
            formato.es_valido, formato.revisado_por = True, revisa.acceso
            formato.revisado_en = entrega.instante + timedelta(hours=20)
        yield formato


_CON_ACUSE = {"consentimiento:manifestar": Clase.CONSENTIMIENTO, "identidad:enviar": Clase.IDENTIDAD}


def _actos(
    entregas: Iterable[Entrega], sellados: Mapping[tuple[str, str], Acuse], revisados: Mapping[str, Formato]
) -> Iterable[Acto]:
    for entrega in entregas:
        clave = entrega.candidatura.clave
        for accion, clase in _CON_ACUSE.items():
            if acuse := sellados.get((clase, clave)):
                yield _acto(accion, clave, folio=acuse.folio, huella_del_acuse=acuse.huella)
        if entrega.papel:
            yield _acto("formato:recibir", clave)
        if formato := revisados.get(clave):
            yield _acto("formato:revisar", clave, formato=formato.pk, huella=formato.huella_de_lo_leido)


def _acto(accion: str, clave: str, **detalle: Any) -> Acto:
    return Acto(accion, ("candidatura", clave), {"en_bloque": True, **detalle})
