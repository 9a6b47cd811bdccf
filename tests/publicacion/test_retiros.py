"""Dejar de mostrar un apartado o la ficha entera: lo demás sigue, y se dice por qué."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.models import Observacion
from conoceles.publicacion import acciones, lectura
from conoceles.publicacion.acciones import retiros
from conoceles.publicacion.ficha import armar
from conoceles.publicacion.models import Edicion, Ficha, Instantanea, VistoBueno
from conoceles.registro.models import Candidatura
from tests import respuestas

pytestmark = pytest.mark.django_db
MOTIVO = "Se revisa una queja."


def publico(candidatura):
    return lectura.documento_publico(candidatura.clave, timezone.now())


def dibujada(candidatura):
    visto = publico(candidatura)
    return armar(visto.documento, visto.situacion, url_foto=lambda *_: "/f", con_entidad=False)


def textos(vista):
    return [dato.vacio or dato.texto for bloque in vista.bloques for dato in bloque.datos]


def test_un_apartado_pausado_deja_de_verse_y_lo_demas_sigue(publicada, gente):
    antes = publico(publicada).documento["respuestas"]
    retiros.pausar(candidatura=publicada, seccion="propuesta-1", motivo=MOTIVO, por=gente["vera"])
    despues = publico(publicada)
    assert set(antes) - set(despues.documento["respuestas"]) == {"propuesta_1", "tema_propuesta_1"} & set(
        antes
    )
    assert despues.situacion.es_publicada
    dichos = [texto for texto in textos(dibujada(publicada)) if "Retirado temporalmente" in texto]
    assert len(dichos) == 1
    assert dichos[0].startswith("Retirado temporalmente por el Instituto el ")
    assert dichos[0].endswith(f"Motivo: {MOTIVO}")
    assert "propuesta_1" not in Ficha.objects.get(pk=publicada.clave).vigente.documento


def test_la_fotografia_pausada_se_quita_de_todas_partes(publicada, gente):
    foto = Ficha.objects.get(pk=publicada.clave).tarjeta["foto"]
    assert lectura.foto_visible_hasta(foto, timezone.now())
    retiros.pausar(candidatura=publicada, seccion="foto", motivo=MOTIVO, por=gente["carmen"])
    assert not lectura.foto_visible_hasta(foto, timezone.now())
    vista = dibujada(publicada)
    assert vista.foto is None
    assert MOTIVO in vista.nota_de_foto


def test_un_filtro_no_delata_lo_pausado(publicada, gente):
    retiros.pausar(candidatura=publicada, seccion="estudios", motivo=MOTIVO, por=gente["vera"])
    indice = lectura.abrir("", timezone.now()).indice
    assert not any(indice.tabla().filtrar({}).cuentas("grado").values())


def test_reanudar_lo_devuelve_tal_como_estaba_y_repetirlo_no_hace_nada(publicada, gente):
    antes = publico(publicada).documento
    retiros.pausar(candidatura=publicada, seccion="historia", motivo=MOTIVO, por=gente["vera"])
    retiros.reanudar(candidatura=publicada, seccion="historia", por=gente["carmen"])
    assert publico(publicada).documento == antes
    cuantas = Instantanea.objects.count(), Asiento.objects.count()
    for nada in ("historia", "", "no-existe"):
        with pytest.raises(acciones.NoPublicable, match="No se puede volver a mostrar"):
            retiros.reanudar(candidatura=publicada, seccion=nada, por=gente["carmen"])
    assert (Instantanea.objects.count(), Asiento.objects.count()) == cuantas


def test_lo_que_se_decide_de_una_retirada_se_guarda_aunque_hoy_no_se_vea(publicada, gente):
    retiros.pausar(candidatura=publicada, seccion="historia", motivo=MOTIVO, por=gente["vera"])
    retiros.retirar(candidatura=publicada, motivo=MOTIVO, por=gente["carmen"])
    cuantas = Instantanea.objects.count(), Edicion.objects.count()
    retiros.reanudar(candidatura=publicada, seccion="historia", por=gente["carmen"])
    assert Ficha.objects.get().pausas == {}
    assert (Instantanea.objects.count(), Edicion.objects.count()) == cuantas
    retiros.restablecer(candidatura=publicada, por=gente["carmen"])
    assert "historia_profesional" in publico(publicada).documento["respuestas"]


def test_lo_que_se_oculta_de_quien_salio_sigue_oculto_si_vuelve(publicada, gente):
    suya = Candidatura.objects.filter(pk=publicada.pk)
    suya.update(situacion="sentencia", hasta=timezone.now())
    acciones.al_corriente([publicada], por=None)
    retiros.pausar(candidatura=publicada, seccion="historia", motivo=MOTIVO, por=gente["vera"])
    suya.update(situacion="aprobada", hasta=None)
    acciones.al_corriente([publicada], por=None)
    assert publico(publicada).documento["respuestas"]
    assert "historia_profesional" not in publico(publicada).documento["respuestas"]


def test_pausar_otra_vez_cambia_el_motivo_y_conserva_desde_cuando(publicada, gente):
    retiros.pausar(candidatura=publicada, seccion="historia", motivo=MOTIVO, por=gente["vera"])
    desde = Ficha.objects.get(pk=publicada.clave).pausas["historia"]["desde"]
    retiros.pausar(candidatura=publicada, seccion="historia", motivo="Otro.", por=gente["vera"])
    assert Ficha.objects.get(pk=publicada.clave).pausas == {"historia": {"desde": desde, "motivo": "Otro."}}


@pytest.mark.parametrize(
    ("seccion", "motivo"),
    [("historia", ""), ("historia", "  "), ("historia", "x" * 301), ("no-existe", MOTIVO)],
)
def test_sin_motivo_o_de_un_apartado_que_no_existe_no_cambia_nada(publicada, gente, seccion, motivo):
    antes = Instantanea.objects.count()
    with pytest.raises(ValueError, match="Escriba el motivo|no tiene un apartado"):
        retiros.pausar(candidatura=publicada, seccion=seccion, motivo=motivo, por=gente["vera"])
    assert Instantanea.objects.count() == antes


@pytest.mark.parametrize("nombre", ["ana", "paco", "diego", "irma", "celia", "gema"])
def test_quien_no_valida_ni_publica_no_pausa_ni_oculta(publicada, gente, nombre):
    with pytest.raises(PermissionDenied):
        retiros.pausar(candidatura=publicada, seccion="historia", motivo=MOTIVO, por=gente[nombre])
    with pytest.raises(PermissionDenied):
        acciones.ocultar(candidatura=publicada, motivo=MOTIVO, por=gente[nombre])
    with pytest.raises(PermissionDenied):
        retiros.reanudar(candidatura=publicada, seccion="historia", por=gente[nombre])


def test_lo_que_no_esta_publicado_no_se_pausa(candidatura, gente):
    with pytest.raises(acciones.NoPublicable, match="Sin publicar"):
        retiros.pausar(candidatura=candidatura, seccion="historia", motivo=MOTIVO, por=gente["vera"])


def test_publicar_la_correccion_levanta_la_pausa_de_lo_corregido(publicada, gente):
    retiros.pausar(candidatura=publicada, seccion="propuesta-1", motivo=MOTIVO, por=gente["vera"])
    _corregida_y_validada(publicada, gente)
    assert "propuesta_1" not in publico(publicada).documento["respuestas"]  # validada, pero sin publicar
    acciones.publicar(candidaturas=[publicada], por=gente["carmen"])
    assert publico(publicada).documento["respuestas"]["propuesta_1"].startswith("Texto corregido")
    assert publico(publicada).documento["pausas"] == {}
    assert Asiento.objects.get(accion="ficha:reanudar").detalle == {"seccion": "propuesta-1"}


def test_publicar_otra_cosa_no_vuelve_a_mostrar_lo_que_dos_personas_ocultaron(publicada, gente):
    acciones.ocultar(candidatura=publicada, motivo=MOTIVO, por=gente["vera"], seccion="historia")
    VistoBueno.objects.update(se_aprobo=True, resuelto_por="carmen", resuelto_en=timezone.now())
    pausas = Ficha.objects.get().pausas
    _corregida_y_validada(publicada, gente)
    acciones.publicar(candidaturas=[publicada], por=gente["carmen"])
    assert publico(publicada).documento["respuestas"]["propuesta_1"].startswith("Texto corregido")
    assert "historia_profesional" not in publico(publicada).documento["respuestas"]
    assert Ficha.objects.get().pausas == publico(publicada).documento["pausas"] == pausas
    assert not Asiento.objects.filter(accion="ficha:reanudar").exists()


def test_mientras_se_revisa_la_correccion_sigue_a_la_vista_la_version_anterior(publicada, gente):
    antes = publico(publicada).documento["respuestas"]
    _corregida_y_validada(publicada, gente)
    assert publico(publicada).documento["respuestas"] == antes
    acciones.publicar(candidaturas=[publicada], por=gente["carmen"])
    assert publico(publicada).documento["respuestas"] != antes


def _corregida_y_validada(candidatura, gente):
    cuestionario = candidatura.cuestionarios.get()
    vera, ana = gente["vera"], gente["ana"]
    cuestionario = cuestionario_acciones.reabrir(cuestionario=cuestionario, por=vera)
    cuestionario_acciones.observar(
        cuestionario=cuestionario, seccion="propuesta-1", supuesto="copia", texto="Es igual a otra.", por=vera
    )
    cuestionario = cuestionario_acciones.devolver(cuestionario=cuestionario, por=vera)
    cuestionario_acciones.guardar_seccion(
        cuestionario=cuestionario,
        seccion="propuesta-1",
        valores={"propuesta_1": "Texto corregido. " + respuestas.TEXTO},
        por=ana,
    )
    acciones.enviar(cuestionario=cuestionario, por=ana)
    cuestionario.refresh_from_db()
    cuestionario = cuestionario_acciones.tomar(cuestionario=cuestionario, por=vera)
    cuestionario_acciones.validar(cuestionario=cuestionario, por=vera)


# --- Ocultar de inmediato -----------------------------------------------------------------------------------


@pytest.mark.parametrize("nombre", ["vera", "carmen"])
def test_una_sola_persona_oculta_en_el_acto_y_queda_por_revisar(publicada, gente, nombre):
    visto = acciones.ocultar(candidatura=publicada, motivo=MOTIVO, por=gente[nombre])
    oculto = publico(publicada)
    assert oculto.documento["respuestas"] == {}
    assert oculto.situacion.clave == "retirada"
    assert MOTIVO in oculto.situacion.detalle
    assert (visto.clase, visto.propuesto_por, visto.resuelto_en) == ("ocultar", nombre, None)
    assert Asiento.objects.filter(accion="ficha:ocultar", actor=nombre).count() == 1


def test_lo_ocultado_no_vuelve_hasta_que_otra_persona_lo_revise(publicada, gente):
    acciones.ocultar(candidatura=publicada, motivo=MOTIVO, por=gente["vera"])
    with pytest.raises(acciones.NoPublicable, match="otra persona"):
        retiros.restablecer(candidatura=publicada, por=gente["carmen"])
    _corregida_y_validada(publicada, gente)
    with pytest.raises(acciones.NoPublicable, match="otra persona"):
        acciones.publicar(candidaturas=[publicada], por=gente["carmen"])
    VistoBueno.objects.update(se_aprobo=True, resuelto_por="carmen", resuelto_en=timezone.now())
    with pytest.raises(acciones.NoPublicable, match="lea por qué en su revisión"):  # en bloque, sin saberlo
        acciones.publicar(candidaturas=[publicada], por=gente["carmen"])
    acciones.publicar(candidaturas=[publicada], por=gente["carmen"], se_sabe=[""])
    assert publico(publicada).situacion.es_publicada


def test_un_apartado_oculto_que_la_version_nueva_cambio_no_vuelve_sin_saberse(publicada, gente):
    """Lo que dos personas ocultaron y la persona cambió por su cuenta se muestra sólo si quien publica lo leyó."""
    retiros.pausar(candidatura=publicada, seccion="propuesta-1", motivo=MOTIVO, por=gente["vera"])
    _corregida_y_validada(publicada, gente)
    Observacion.objects.update(emitida_en=None, atendida_en=None)  # nadie se lo pidió
    with pytest.raises(acciones.NoPublicable, match="mostraría algo que se ocultó"):
        acciones.publicar(candidaturas=[publicada], por=gente["carmen"])
    acciones.publicar(candidaturas=[publicada], por=gente["carmen"], se_sabe=["propuesta-1"])
    assert publico(publicada).documento["pausas"] == {}


def test_cada_ocultamiento_es_su_propio_visto_y_un_apartado_no_se_oculta_dos_veces(publicada, gente):
    datos = {"candidatura": publicada, "motivo": MOTIVO}
    for nombre, seccion in (("vera", "historia"), ("carmen", "propuesta-1"), ("vera", "")):
        acciones.ocultar(**datos, seccion=seccion, por=gente[nombre])
    vistos = VistoBueno.objects.order_by("pk").values_list("propuesto_por", "datos__seccion")
    assert list(vistos) == [("vera", "historia"), ("carmen", "propuesta-1"), ("vera", "")]
    with pytest.raises(acciones.NoPublicable, match="ya no está a la vista"):
        acciones.ocultar(**datos, seccion="historia", por=gente["vera"])


def test_un_apartado_que_ya_no_esta_a_la_vista_no_se_oculta_otra_vez(publicada, gente):
    acciones.ocultar(candidatura=publicada, motivo=MOTIVO, seccion="historia", por=gente["vera"])
    with pytest.raises(acciones.NoPublicable, match="ya no está a la vista"):
        acciones.ocultar(candidatura=publicada, motivo="Otro.", seccion="historia", por=gente["carmen"])
    assert VistoBueno.objects.count() == 1


def test_ocultar_exige_motivo_y_algo_que_ocultar(publicada, gente):
    with pytest.raises(ValueError, match="Escriba el motivo"):
        acciones.ocultar(candidatura=publicada, motivo=" ", por=gente["vera"])
    acciones.ocultar(candidatura=publicada, motivo=MOTIVO, por=gente["vera"])
    with pytest.raises(acciones.NoPublicable):
        acciones.ocultar(candidatura=publicada, motivo=MOTIVO, por=gente["vera"])
    assert VistoBueno.objects.count() == 1


def test_el_motivo_y_las_claves_pero_nunca_una_respuesta_quedan_en_la_bitacora(publicada, gente):
    retiros.pausar(candidatura=publicada, seccion="historia", motivo=MOTIVO, por=gente["vera"])
    detalle = Asiento.objects.get(accion="ficha:pausar").detalle
    assert detalle == {"seccion": "historia"}
    assert respuestas.TEXTO not in json.dumps(detalle)
