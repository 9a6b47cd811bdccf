"""La columna vertebral: de la captura a lo público, por los verbos y sin pantallas."""

import json

import pytest

from conoceles.bitacora.cadena import primer_defecto
from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.acciones import CuestionarioIncompleto
from conoceles.publicacion import acciones
from conoceles.publicacion.acciones import retiros
from conoceles.publicacion.models import Edicion, Ficha, Instantanea

pytestmark = pytest.mark.django_db


def documento(candidatura):
    return json.loads(Ficha.objects.get(pk=candidatura.clave).vigente.documento)


def test_toda_candidatura_aprobada_tiene_documento_publico(candidatura):
    armado = documento(candidatura)
    assert armado["cuestionario"]["situacion"] == "sin_enviar"
    assert armado["respuestas"] == {}


def test_ponerse_al_corriente_dos_veces_no_escribe_dos_veces(candidatura):
    antes = Instantanea.objects.count(), Edicion.objects.count()
    assert acciones.al_corriente([candidatura], por=None) == 0
    assert (Instantanea.objects.count(), Edicion.objects.count()) == antes


def test_no_se_envia_incompleto(candidatura, gente):
    cuestionario = cuestionario_acciones.abrir(candidatura=candidatura)
    with pytest.raises(CuestionarioIncompleto) as error:
        acciones.enviar(cuestionario=cuestionario, por=gente["ana"])
    assert {falta.seccion for falta in error.value.faltas} >= {"foto", "estudios", "propuesta-1"}


def test_de_la_captura_a_lo_publico(candidatura, gente, capturar_todo):
    cuestionario = capturar_todo()
    envio = acciones.enviar(cuestionario=cuestionario, por=gente["ana"])
    assert documento(candidatura)["cuestionario"]["situacion"] == "en_revision"
    assert acciones.enviar(cuestionario=cuestionario, por=gente["ana"]).folio == envio.folio

    cuestionario = cuestionario_acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    cuestionario = cuestionario_acciones.validar(cuestionario=cuestionario, por=gente["vera"])
    assert documento(candidatura)["respuestas"] == {}

    assert acciones.publicar(candidaturas=[candidatura], por=gente["carmen"]) == 1
    armado = documento(candidatura)
    assert armado["cuestionario"]["situacion"] == "publicada"
    assert armado["respuestas"]["grado_max"] == "licenciatura"
    assert "correo_aclaraciones" not in armado["respuestas"]

    retiros.retirar(candidatura=candidatura, motivo="Prueba de retiro", por=gente["carmen"])
    armado = documento(candidatura)
    assert armado["respuestas"] == {}
    assert armado["cuestionario"]["motivo"] == "Prueba de retiro"

    retiros.restablecer(candidatura=candidatura, por=gente["carmen"])
    assert documento(candidatura)["respuestas"]["grado_max"] == "licenciatura"
    assert primer_defecto() is None
    hechos = list(Asiento.objects.values_list("accion", flat=True))
    assert {"cuestionario:enviar", "cuestionario:validar", "ficha:publicar", "ficha:retirar"} <= set(hechos)


def _publicada(candidatura, gente, cuestionario):
    acciones.enviar(cuestionario=cuestionario, por=gente["ana"])
    cuestionario = cuestionario_acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    cuestionario_acciones.validar(cuestionario=cuestionario, por=gente["vera"])
    acciones.publicar(candidaturas=[candidatura], por=gente["carmen"])


def test_publicar_otra_vez_no_deshace_un_retiro(candidatura, gente, capturar_todo):
    _publicada(candidatura, gente, capturar_todo())
    retiros.retirar(candidatura=candidatura, motivo="Mandato de un tribunal", por=gente["carmen"])
    with pytest.raises(acciones.NoPublicable, match="restablézcala"):
        acciones.publicar(candidaturas=[candidatura], por=gente["carmen"])
    assert documento(candidatura)["cuestionario"]["motivo"] == "Mandato de un tribunal"


@pytest.mark.parametrize("motivo", ["", "   ", "x" * 301])
def test_retirar_exige_un_motivo_que_quepa(candidatura, gente, capturar_todo, motivo):
    _publicada(candidatura, gente, capturar_todo())
    with pytest.raises(ValueError, match="motivo"):
        retiros.retirar(candidatura=candidatura, motivo=motivo, por=gente["carmen"])
    assert documento(candidatura)["cuestionario"]["situacion"] == "publicada"
