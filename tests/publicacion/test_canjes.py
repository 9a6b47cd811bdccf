"""Filas buenas puestas, por fuera, donde no van: lo de otra persona, o lo propio en otro orden."""

import json

import pytest
from django.db import connection
from django.utils import timezone

from conoceles.cuestionarios import en_bloque
from conoceles.cuestionarios.en_bloque import Entrega
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import DISPARADORES as ENVIOS
from conoceles.cuestionarios.models import Envio
from conoceles.privacidad import integridad as de_identidad
from conoceles.privacidad.formatos import Leido
from conoceles.privacidad.models import (
    DISPARADORES_DEL_CONSENTIMIENTO,
    DISPARADORES_DEL_FORMATO,
    Consentimiento,
    Formato,
)
from conoceles.publicacion import identidad
from conoceles.publicacion.acciones import NoPublicable, al_corriente, publicar
from conoceles.publicacion.acciones.retiros import pausar, retirar
from conoceles.publicacion.evidencia import cotejo_de_acuses, integridad
from conoceles.publicacion.models import Ficha, ParteDeIdentidad
from tests import fabricas
from tests.privacidad.conftest import proceso  # noqa: F401 (con cuestionario de identidad)
from tests.privacidad.identidades import contestar, formato, manifestar
from tests.respuestas import COMPLETAS

pytestmark = pytest.mark.django_db
SUYO, AJENO = "Lo que propuse yo, con todas sus letras.", "Lo que propuso otra persona, y nadie más."


@pytest.fixture
def ana(proceso, gente):  # noqa: F811
    """Validada, con dos envíos: corrigió el primero."""
    ana = fabricas.CandidaturaFactory(clave="ana", persona__cuenta=gente["ana"], persona__edad=25)
    _registrar(ana, Estado.CORREGIDO, SUYO, anteriores={**COMPLETAS, "propuesta_1": AJENO})
    ana.cuestionarios.update(estado=Estado.VALIDADO, validado_en=timezone.now(), validado_por="vera")
    al_corriente([ana], por=None)
    return ana


@pytest.fixture
def beto(ana):
    beto = fabricas.CandidaturaFactory(clave="beto")
    _registrar(beto, Estado.VALIDADO, AJENO)
    return beto


def _registrar(candidatura, estado, propuesta, **mas):
    entrega = Entrega(candidatura, {**COMPLETAS, "propuesta_1": propuesta}, estado, timezone.now(), **mas)
    en_bloque.registrar([entrega], por=None)


@pytest.fixture
def colgar(ana, beto):
    """El envío de Beto, con su huella y su acuse buenos, como si fuera el último de Ana."""

    def hacer():
        _sin(ENVIOS)
        suyo = Envio.objects.get(cuestionario__candidatura=beto)
        Envio.objects.filter(pk=suyo.pk).update(cuestionario=ana.cuestionarios.get(), numero=3)

    return hacer


@pytest.fixture
def canjear(ana):
    """Los números de los dos envíos de Ana, cambiados entre sí: rige otra vez el que ya había corregido."""

    def hacer():
        _sin(ENVIOS)
        primero, segundo = Envio.objects.filter(cuestionario__candidatura=ana).order_by("numero")
        for envio, numero in ((primero, 9), (segundo, 1), (primero, 2)):
            Envio.objects.filter(pk=envio.pk).update(numero=numero)

    return hacer


def _sin(disparadores):
    connection.check_constraints()
    disparadores.quitar()


def _documento():
    return json.loads(Ficha.objects.get(pk="ana").vigente.documento)


@pytest.mark.parametrize("canje", ["colgar", "canjear"])
def test_lo_ajeno_o_lo_ya_corregido_ni_se_publica_ni_pasa_por_bueno(ana, gente, canje, request):
    assert cotejo_de_acuses.primer_defecto() is None
    request.getfixturevalue(canje)()
    with pytest.raises(NoPublicable, match="ya no es lo que su acuse hizo constar"):
        publicar(candidaturas=[ana], por=gente["carmen"])
    assert cotejo_de_acuses.primer_defecto() is not None


@pytest.mark.parametrize("canje", ["colgar", "canjear", "apuntar"])
def test_lo_publicado_se_queda_como_se_firmo_y_solo_puede_retirarse(ana, gente, canje, request):
    publicar(candidaturas=[ana], por=gente["carmen"])
    antes = _documento()
    if canje == "apuntar":
        Ficha.objects.filter(pk="ana").update(envio_publicado=1)
    else:
        request.getfixturevalue(canje)()
    ana.persona.mote = "Otro"
    ana.persona.save()
    al_corriente([ana], por=None)
    assert _documento()["respuestas"] == antes["respuestas"]
    assert integridad.primer_defecto() is not None
    if canje != "apuntar":
        with pytest.raises(NoPublicable, match="ya no es lo que su acuse hizo constar"):
            pausar(candidatura=ana, seccion="contacto", motivo="Prueba", por=gente["carmen"])
    retirar(candidatura=ana, motivo="Prueba", por=gente["carmen"])
    assert _documento()["respuestas"] == {}


def test_un_documento_con_lo_de_otra_persona_se_nombra_aunque_este_firmado(ana, beto, gente, monkeypatch):
    """Como si el programa que publica no lo hubiera mirado."""
    ajenas = {**COMPLETAS, "propuesta_1": AJENO}
    monkeypatch.setattr(
        "conoceles.publicacion.acciones.documentos.lo_publicado", lambda claves: dict.fromkeys(claves, ajenas)
    )
    publicar(candidaturas=[ana], por=gente["carmen"])
    assert "Lo que muestra la ficha ana no es lo que envió" in integridad.primer_defecto()


# --- La identidad ---------------------------------------------------------------------------------------------


@pytest.fixture
def con_identidad(ana, gente):
    publicar(candidaturas=[ana], por=gente["carmen"])
    manifestar(ana, gente["ana"])
    contestar(ana, gente["ana"])
    identidad.enviar(candidatura=ana, por=gente["ana"])
    formato(ana, gente["ana"], gente["diego"])
    assert ParteDeIdentidad.objects.exists()
    return ana


def test_una_negativa_puesta_antes_que_su_si_no_publica_nada(con_identidad, gente):
    manifestar(con_identidad, gente["ana"], publicacion=False)
    _sin(DISPARADORES_DEL_CONSENTIMIENTO)
    Consentimiento.objects.filter(numero=2).update(numero=0)
    al_corriente([con_identidad], por=None)
    assert not ParteDeIdentidad.objects.exists()
    assert "los de ana no llevan el número en que se hicieron" in cotejo_de_acuses.primer_defecto()


@pytest.mark.parametrize("cambio", [{"publicacion": True}, {"nota": "x"}, {"revisado_por": "otra"}, None])
def test_un_papel_que_ya_no_dice_lo_que_se_leyo_no_ampara_nada(con_identidad, gente, cambio):
    """El segundo papel dice que no; cambiado o borrado, regiría un sí."""
    formato(con_identidad, gente["ana"], gente["diego"], publicacion=False)
    assert not ParteDeIdentidad.objects.exists()
    assert de_identidad.primer_defecto() is None
    ultimo = Formato.objects.filter(pk=Formato.objects.latest("pk").pk)
    if cambio:
        ultimo.update(**cambio)
    else:
        _sin(DISPARADORES_DEL_FORMATO)
        ultimo._raw_delete(ultimo.db)
    al_corriente([con_identidad], por=None)
    assert not ParteDeIdentidad.objects.exists()
    assert "firmado de ana" in de_identidad.primer_defecto()


def test_volver_a_leer_el_papel_lo_corrige(con_identidad, gente):
    segundo = formato(con_identidad, gente["ana"], gente["diego"], publicacion=False)
    bueno = Leido(es_valido=True, tratamiento=True, publicacion=True, estadistica=True)
    identidad.revisar_formato(
        formato=segundo or Formato.objects.latest("pk"), leido=bueno, por=gente["diego"]
    )
    assert ParteDeIdentidad.objects.exists()
    assert de_identidad.primer_defecto() is None
