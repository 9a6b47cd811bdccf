"""Recordar: a quien le toca, una vez al día, con una carta que dice quién lo pidió."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Observacion
from conoceles.mensajes.models import Carta
from conoceles.partido import acciones, cola
from conoceles.partido.models import RecordatorioDePartido
from tests.fabricas import CandidaturaFactory, CuestionarioFactory

pytestmark = pytest.mark.django_db


def test_una_vez_al_dia(client, paco, candidatura, pej):
    for esperadas in (1, 0):
        assert acciones.recordar(actor=pej, candidaturas=[candidatura.clave], por=paco) == esperadas
    carta = Carta.objects.get()
    assert carta.para == "ana@ejemplo.mx"
    assert carta.asunto == "PEJ le recuerda enviar su información"
    assert "A petición de la representación de Partido Ejemplo" in carta.cuerpo
    assert "hora del centro de México" in carta.cuerpo
    assert Asiento.objects.filter(accion="partido:recordar").count() == 1
    RecordatorioDePartido.objects.update(dia=timezone.localdate() - timedelta(days=1))
    assert acciones.recordar(actor=pej, candidaturas=[candidatura.clave], por=paco) == 1


def test_la_tabla_tampoco_admite_dos_el_mismo_dia(candidatura):
    dia = timezone.localdate()
    RecordatorioDePartido.objects.create(candidatura=candidatura, dia=dia, por="paco")
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordatorioDePartido.objects.create(candidatura=candidatura, dia=dia, por="paco")


def test_el_dia_es_el_del_proceso(pej):
    from datetime import UTC, datetime

    casi_medianoche = datetime(2027, 4, 4, 5, 30, tzinfo=UTC)  # 23:30 del día 3 en Michoacán
    assert cola.dia_de(pej, casi_medianoche).day == 3


def test_no_se_recuerda_a_quien_no_tiene_pendiente_ni_a_ajenas_ni_sin_correo(paco, pej, ajena):
    def con(estado):
        ahora = timezone.now()
        c = CandidaturaFactory()
        CuestionarioFactory(
            candidatura=c, estado=estado, enviado_en=ahora, validado_en=ahora if estado == Estado.VALIDADO else None,
            validado_por="vera" if estado == Estado.VALIDADO else "",
        )  # fmt: skip
        return c

    nadie = [
        ajena,
        CandidaturaFactory(persona__cuenta=None),
        CandidaturaFactory(persona__cuenta__correo=""),
        CandidaturaFactory(persona__cuenta__is_active=False),
        *(con(estado) for estado in (Estado.ENVIADO, Estado.EN_VALIDACION, Estado.VALIDADO)),
    ]
    assert acciones.recordar(actor=pej, candidaturas=[c.clave for c in nadie], por=paco) == 0
    assert not Carta.objects.exists()


def test_a_la_omisa_solo_si_todavia_se_le_recibe(paco, pej, proceso):
    vencido = timezone.now() - timedelta(hours=2)
    omisa = CandidaturaFactory(
        captura_hasta=vencido, persona__cuenta__primera_entrada_en=vencido - timedelta(days=9)
    )
    proceso.datos_parametros = {"acepta_extemporaneas": False}
    proceso.save()
    pej.refresh_from_db()
    assert acciones.recordar(actor=pej, candidaturas=[omisa.clave], por=paco) == 0
    proceso.datos_parametros = {"acepta_extemporaneas": True}
    proceso.save()
    pej.refresh_from_db()
    assert acciones.recordar(actor=pej, candidaturas=[omisa.clave], por=paco) == 1
    assert "El plazo venció" in Carta.objects.get().cuerpo


def test_a_quien_no_tuvo_acceso_a_tiempo_no_se_le_dice_que_llegara_tarde(paco, pej):
    tarde = CandidaturaFactory(captura_hasta=timezone.now() - timedelta(hours=2))
    assert acciones.recordar(actor=pej, candidaturas=[tarde.clave], por=paco) == 1
    cuerpo = Carta.objects.get().cuerpo
    assert "Todavía puede enviarla a tiempo" in cuerpo
    assert "venció" not in cuerpo


def test_a_la_observada_se_le_dice_que_corrija(paco, pej, candidatura):
    cuestionario = CuestionarioFactory(
        candidatura=candidatura, estado=Estado.OBSERVADO, enviado_en=timezone.now()
    )
    Observacion.objects.create(
        cuestionario=cuestionario, seccion="historia", supuesto="copia", texto="Texto de la observación", ronda=1,
        por="vera", emitida_en=timezone.now(), vence_en=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    acciones.recordar(actor=pej, candidaturas=[candidatura.clave], por=paco)
    carta = Carta.objects.get()
    assert "corregir" in carta.asunto
    assert "Historia profesional" in carta.cuerpo
    assert "Texto de la observación" not in carta.cuerpo  # un buzón puede ser de varias personas


def test_solo_por_su_partido(paco, ajena, gente):
    for por in (paco, gente["carmen"], gente["ana"]):
        with pytest.raises(PermissionDenied):
            acciones.recordar(actor=ajena.posicion.actor, candidaturas=[ajena.clave], por=por)


def test_a_todas_las_de_la_lista_y_solo_a_esas(client, paco, pej, monkeypatch):
    monkeypatch.setattr("conoceles.partido.acciones.LOTE", 2)
    for _ in range(5):
        CandidaturaFactory(persona__nombre_completo="María Uno")
    otra = CandidaturaFactory(persona__nombre_completo="Otra")
    lista = "/partido/?q=maria"
    assert client.get(lista).context["por_recordar"] == 5
    respuesta = client.post("/partido/recordar/", {"todas": "1", "volver": lista}, follow=True)
    assert respuesta.redirect_chain == [(lista, 302)]
    assert "Escribimos 5 recordatorios" in respuesta.content.decode()
    assert respuesta.context["por_recordar"] == 0
    assert not otra.recordatorios_de_partido.exists()
    assert client.post("/partido/recordar/", {"solo": otra.clave})["Location"] == "/partido/"
    assert otra.recordatorios_de_partido.count() == 1


@pytest.mark.parametrize("ajeno", ["https://malo.example/", "//malo.example", "/panel/", "/partido/textos/"])
def test_volver_no_sale_de_la_lista(client, paco, candidatura, ajeno):
    assert client.post("/partido/recordar/", {"solo": "\0", "volver": ajeno})["Location"] == "/partido/"
