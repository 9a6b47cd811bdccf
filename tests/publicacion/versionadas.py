"""Una ficha con muchas versiones, escritas tal cual: cada una con su instante, su situación y sus respuestas."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from conoceles.comun.canonico import huella_de_bytes, json_canonico
from conoceles.publicacion.lectura import olvidar
from conoceles.publicacion.models import (
    DISPARADORES,
    DISPARADORES_DEL_ARBOL,
    Edicion,
    Ficha,
    Instantanea,
    PuntoDeControl,
    Tramo,
)

from . import sinteticas

CLAVE = "versionada"
SAL = "5a" * 16
PUBLICADA = {
    "situacion": "publicada", "definicion": "curricular-2022", "captura_hasta": "2024-04-10T06:00:00+00:00",
    "visible_desde": "2024-04-15T06:00:00+00:00", "publicado_en": "2024-04-12T06:00:00+00:00",
    "retirado_en": None, "motivo": "",
}  # fmt: skip
SIN_ENVIAR = {**PUBLICADA, "situacion": "sin_enviar", "publicado_en": None}
RETIRADA = {
    **PUBLICADA, "situacion": "retirada", "retirado_en": "2024-05-01T06:00:00+00:00", "motivo": "Motivo escrito.",
}  # fmt: skip
FALLECIDA = {
    "situacion": "fallecimiento", "aprobada_en": None, "hasta": "2024-05-20T06:00:00+00:00", "sustituida_por": None,
}  # fmt: skip
DESDE = datetime.fromisoformat("2024-04-20T06:00:00+00:00")


def version(respuestas: dict[str, Any] | None = None, **cambios: Any) -> dict[str, Any]:
    """Un documento publicado con esas respuestas; `cambios` reemplaza campos; `instante`, cuándo se escribió."""
    base = sinteticas.tarjeta(random.Random(4), cuestionario=PUBLICADA, foto=None)
    documento = sinteticas.documento(CLAVE, base, respuestas or {})
    return {**documento, "identidad": None, **cambios}


def escribir(
    proceso: Any, documentos: list[dict[str, Any]], clave: str = CLAVE, **de_la_ficha: Any
) -> list[str]:
    """Las escribe un día después de la otra (o en su `instante`); devuelve la dirección de cada página suya."""
    ultima = Instantanea.objects.count()
    filas = []
    for numero, documento in enumerate(documentos, start=1):
        datos = {**documento, "clave": clave, "proceso": proceso.clave}
        instante = datos.pop("instante", DESDE + timedelta(days=numero))
        se_suprimio = datos.pop("suprimida", False)
        texto = json_canonico(datos).decode()
        filas.append(Instantanea(
            secuencia=ultima + numero, proceso=proceso.clave, clave=clave, version=numero, instante=instante,
            documento=None if se_suprimio else texto, sal=None if se_suprimio else SAL,
            huella=huella_de_bytes(texto.encode(), sal=bytes.fromhex(SAL)),
        ))  # fmt: skip
    Instantanea.objects.bulk_create(filas)
    Ficha.objects.update_or_create(
        clave=clave,
        defaults={
            "proceso": proceso.clave, "vigente": filas[-1], "edicion": 1,
            "tarjeta": sinteticas.tarjeta(random.Random(4)), **de_la_ficha,
        },
    )  # fmt: skip
    edicion = Edicion.objects.filter(proceso=proceso.clave).count() + 1
    Edicion.objects.create(
        proceso=proceso.clave, numero=edicion, instante=filas[-1].instante, secuencia=filas[-1].secuencia
    )
    base = f"/candidaturas/{clave}/"
    return [base, f"{base}versiones/", *(f"{base}versiones/{n}/" for n in range(1, len(filas) + 1))]


def reescribir(proceso: Any, documentos: list[dict[str, Any]], **de_la_ficha: Any) -> list[str]:
    """La misma ficha con otra historia: como si lo de antes no se hubiera escrito."""
    Ficha.objects.all().delete()
    Edicion.objects.all().delete()
    disparadores = (DISPARADORES, *DISPARADORES_DEL_ARBOL)
    for disparador in disparadores:
        disparador.quitar()
    for modelo in (Instantanea, PuntoDeControl, Tramo):
        modelo.objects.all().delete()
    for disparador in disparadores:
        disparador.poner()
    olvidar()
    return escribir(proceso, documentos, **de_la_ficha)
