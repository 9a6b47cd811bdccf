"""Los actos que cambian lo público, cada uno con la instalación pequeña en que se prueba."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios import en_bloque
from conoceles.cuestionarios.estados import Estado
from conoceles.publicacion import acciones, identidad, movimientos, vistos
from conoceles.publicacion.acciones import retiros, supresiones
from conoceles.publicacion.models import VistoBueno
from conoceles.publicacion.registro import aplicar_importacion, aplicar_revisada
from conoceles.registro.catalogos import ClaseDeMovimiento
from conoceles.registro.importacion import recibo
from conoceles.registro.importacion.recibo import NoAplicable
from conoceles.registro.models import Candidatura, Importacion
from conoceles.registro.movimientos.historia import con_historia
from conoceles.registro.movimientos.pedidos import Entrante, NoProcede, Pedido
from tests.fabricas import CandidaturaFactory, ProcesoFactory, UsuarioFactory
from tests.privacidad import identidades
from tests.registro.minima import cargar, csv_de, filas
from tests.respuestas import COMPLETAS

CUANTAS = 3
# Repetir un acto que ya está hecho puede contestarse así: no es una falla.
SE_NIEGA = (acciones.NoPublicable, NoAplicable, NoProcede, vistos.SinVistoBueno)


class Verbo(NamedTuple):
    """`preparar` deja la instalación lista; `hacer` es el acto, tal como lo pide quien oprime el botón."""

    nombre: str
    preparar: Callable[[], None]
    hacer: Callable[[], object]

    def repetible(self) -> None:
        with suppress(*SE_NIEGA):
            self.hacer()


def _gente() -> None:
    """Quien actúa, quien da el segundo visto bueno y quien lee los papeles de identidad."""
    for acceso, rol in (
        ("carmen", "instancia_interna"),
        ("otra", "instancia_interna"),
        ("diego", "transparencia"),
    ):
        UsuarioFactory(acceso=acceso, rol=rol)


def _quien(acceso: str = "carmen") -> Usuario:
    return Usuario.objects.get(acceso=acceso)


def _todas() -> Sequence[Candidatura]:
    return Candidatura.objects.con_todo().order_by("pk")


def _una() -> Candidatura:
    return _todas()[0]


# --- Lo publicable ----------------------------------------------------------------------------------------


def _validadas() -> None:
    """Cuestionarios completos y validados, cada uno con su fotografía en el almacén privado.

    Una persona autorizó además publicar su identidad: su parte se cifra con una llave que vive en otra base.
    """
    _gente()
    ProcesoFactory(cuestionarios={"curricular": "curricular-2022", "identidad": "identidad-2022"})
    CandidaturaFactory.create_batch(CUANTAS, persona__edad=25)
    entregas = [
        en_bloque.Entrega(c, {**COMPLETAS, "foto": _retrato(c)}, Estado.VALIDADO, timezone.now())
        for c in _todas()
    ]
    en_bloque.registrar(entregas, por=None)
    acciones.al_corriente(_todas(), por=None)
    _con_identidad(_una())


def _con_identidad(candidatura: Candidatura) -> None:
    persona = candidatura.persona.cuenta
    identidades.manifestar(candidatura, persona)
    identidades.contestar(candidatura, persona)
    identidad.enviar(candidatura=candidatura, por=persona)
    identidades.formato(candidatura, persona, _quien("diego"))


def _retrato(candidatura: Candidatura) -> str:
    huella = hashlib.sha256(candidatura.clave.encode()).hexdigest()
    for tamano in ("640", "72"):
        bytes_de_foto = hashlib.shake_256(f"{huella}{tamano}".encode()).digest(20_000)
        storages["privado"].save(f"retratos/{huella}/{tamano}.webp", ContentFile(bytes_de_foto))
    return huella


def _publicadas() -> None:
    _validadas()
    acciones.publicar(candidaturas=_todas(), por=_quien())


def _retiradas() -> None:
    _publicadas()
    retiros.retirar(candidatura=_una(), motivo="Datos de otra persona.", por=_quien())


def _suprimir() -> None:
    """Lo que se muestra de un apartado: deja de verse y se borra, en un solo acto."""
    supresiones.suprimir(
        candidatura=_una(), motivo="Un error.", por=_quien(), seccion="propuesta-1", con_lo_actual=True
    )


def _con_retiro_propuesto() -> None:
    _publicadas()
    vistos.proponer(clase=VistoBueno.Clase.RETIRAR, candidatura=_una(), motivo="Un error.", por=_quien())


def _aprobar() -> None:
    vistos.aprobar(visto=VistoBueno.objects.get(), por=_quien("otra"))


# --- El registro ------------------------------------------------------------------------------------------


def _sustituir() -> None:
    """La renuncia de una y el registro de quien la releva, en un solo acto."""
    entra = Entrante(
        persona={
            "nombres": "Elena", "primer_apellido": "Ríos", "segundo_apellido": "Luna",
            "nombre_completo": "Elena Ríos Luna", "sexo": "mujer",
        }
    )  # fmt: skip
    pedido = Pedido(
        candidatura=con_historia(Candidatura.objects.order_by("pk"))[0],
        clase=ClaseDeMovimiento.RENUNCIA,
        acuerdo="IEP-CG-12/2027",
        surte_en=timezone.now() - timedelta(hours=1),
        entra=entra,
    )
    movimientos.mover(pedidos=[pedido], por=_quien())


_OTRA_PERSONA = {"nombres": "Zoila", "primer_apellido": "Cruz", "segundo_apellido": "Mar"}


def _por_importar() -> None:
    """Una lista ya aplicada y otra, revisada, con una sustitución, una corrección, un alta y una baja."""
    _gente()
    with tempfile.TemporaryDirectory() as carpeta:
        cargar(Path(carpeta))
    primera = _recibir(filas())
    aplicar_importacion(importacion=primera, plan=recibo.planear(primera), por=_quien())
    _, *demas = filas(_0=_OTRA_PERSONA, _2={"edad": "45"})
    alta = {**filas()[3], "numero": "2", "nombres": "Eva", "primer_apellido": "Sol"}
    segunda = _recibir([filas(_0=_OTRA_PERSONA)[0], *demas[1:], alta])
    recibo.simular(segunda)
    recibo.tomar(importacion=segunda, de=Importacion.Estado.SIMULADA, a=Importacion.Estado.APLICANDO)


def _recibir(renglones: list[dict[str, str]]) -> Importacion:
    from conoceles.calendario.models import Proceso

    return recibo.recibir(
        proceso=Proceso.objects.get(), nombre="lista.csv", contenido=csv_de(renglones), perfil="registro",
        es_completo=True, por=_quien(),
    )  # fmt: skip


def _importar() -> None:
    importacion = Importacion.objects.select_related("proceso").latest("pk")
    aplicar_revisada(
        importacion=importacion, por=_quien(), confirmado=list(importacion.informe.get("confirmaciones", {}))
    )


VERBOS = (
    Verbo("publicar", _validadas, lambda: acciones.publicar(candidaturas=_todas(), por=_quien())),
    Verbo(
        "retirar", _publicadas, lambda: retiros.retirar(candidatura=_una(), motivo="Un error.", por=_quien())
    ),
    Verbo(
        "ocultar",
        _publicadas,
        lambda: acciones.ocultar(candidatura=_una(), motivo="Un riesgo.", por=_quien()),
    ),
    Verbo("restablecer", _retiradas, lambda: retiros.restablecer(candidatura=_una(), por=_quien())),
    Verbo("suprimir", _publicadas, _suprimir),
    Verbo("aprobar el retiro", _con_retiro_propuesto, _aprobar),
    Verbo("sustituir", _publicadas, _sustituir),
    Verbo("importar", _por_importar, _importar),
)
