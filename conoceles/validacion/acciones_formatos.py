"""Los actos sobre el formato de consentimiento firmado: el verbo de su dueño y la carta, en una misma transacción."""

from __future__ import annotations

from django.db import transaction

from conoceles.cuentas.models import Usuario
from conoceles.privacidad.formatos import Leido, Situacion, situacion
from conoceles.privacidad.lectura import consentimiento_vigente
from conoceles.privacidad.models import Formato
from conoceles.publicacion import identidad
from conoceles.registro.models import Candidatura

from . import correos
from .acciones import avisar


@transaction.atomic
def recibir_formato(*, candidatura: Candidatura, contenido: bytes, por: Usuario) -> Formato:
    """Registra el formato firmado que llegó al buzón y se lo dice a la persona: si no lo mandó ella, lo sabrá.

    Raises:
        comun.escaneos.EscaneoInvalido: si el archivo no sirve.
    """
    formato = identidad.recibir_formato(
        candidatura=candidatura, contenido=contenido, via=Formato.Via.BUZON, por=por
    )
    avisar(candidatura, correos.formato_recibido(candidatura), es_reservada=True)
    return formato


@transaction.atomic
def revisar_formato(*, formato: Formato, leido: Leido, por: Usuario) -> Situacion:
    """Deja lo que dice el papel, avisa a la persona qué sigue y devuelve en qué quedó frente a su pantalla.

    Raises:
        ValueError: como `privacidad.formatos.revisar`.
    """
    formato = identidad.revisar_formato(formato=formato, leido=leido, por=por)
    candidatura = formato.candidatura
    quedo = situacion(formato, consentimiento_vigente(candidatura))
    avisar(candidatura, correos.formato_revisado(candidatura, quedo, formato.nota), es_reservada=True)
    return quedo
