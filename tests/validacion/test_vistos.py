"""El visto bueno: quién propone, quién aprueba, qué se hace al aprobar y qué se niega."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones as verbos
from conoceles.cuestionarios.estados import Estado
from conoceles.mensajes.models import Carta
from conoceles.publicacion import acciones as publicacion_acciones
from conoceles.publicacion import vistos
from conoceles.publicacion.acciones import NoPublicable, retiros
from conoceles.publicacion.acciones.comun import MOTIVO_DE_PAUSA, POR_PRIVACIDAD
from conoceles.publicacion.memoria import historia
from conoceles.publicacion.models import Ficha, VistoBueno
from conoceles.publicacion.vistos import SinVistoBueno
from conoceles.validacion import acciones, cola
from tests import fabricas, respuestas

pytestmark = pytest.mark.django_db
Clase = VistoBueno.Clase
OBSERVACION = {"seccion": "propuesta-1", "supuesto": "copia", "texto": "Es igual a otra propuesta."}
OTRA = "Ahora dice otra cosa. " + respuestas.TEXTO


def documento():
    return json.loads(Ficha.objects.select_related("vigente").get().vigente.documento)


def actos():
    de_personas = Asiento.objects.exclude(accion="arbol:sellar")
    return list(de_personas.order_by("secuencia").values_list("accion", flat=True))


def avisos(respuesta):
    return [str(aviso) for aviso in respuesta.context["messages"]]


@pytest.fixture
def retiro(publicado, gente, dora):
    return acciones.retirar(
        candidatura=publicado.candidatura, motivo="Lo ordena un acuerdo.", por=gente["carmen"]
    )


@pytest.fixture
def reabierto(publicado, gente):
    """Lo publicado, otra vez en revisión y con una observación anotada."""
    cuestionario = verbos.reabrir(cuestionario=publicado, por=gente["vera"])
    verbos.observar(cuestionario=cuestionario, por=gente["vera"], **OBSERVACION)
    return cuestionario


@pytest.fixture
def corregido(publicado, gente):
    """Una corrección a petición de lo publicado, tomada para revisarse."""
    solicitud = verbos.pedir(
        cuestionario=publicado, secciones=["propuesta-1"], motivo="Un error", por=gente["ana"]
    )
    verbos.resolver(solicitud=solicitud, concedidas=["propuesta-1"], nota="", por=gente["vera"])
    verbos.guardar_seccion(
        cuestionario=publicado, seccion="propuesta-1", valores={"propuesta_1": OTRA}, por=gente["ana"]
    )
    publicacion_acciones.enviar(cuestionario=publicado, por=gente["ana"])
    cuestionario = verbos.tomar(cuestionario=publicado, por=gente["carmen"])
    verbos.soltar(cuestionario=cuestionario, por=gente["carmen"])
    return cuestionario


# --- Retirar -----------------------------------------------------------------------------------------


def test_proponer_no_retira_y_aprobar_si_con_su_carta(retiro, gente, dora):
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA
    assert not Carta.objects.exists()
    acciones.aprobar(visto=retiro, por=dora)
    ficha = Ficha.objects.get()
    assert (ficha.estado, ficha.motivo_de_retiro) == (Ficha.Estado.RETIRADA, "Lo ordena un acuerdo.")
    assert [carta.asunto for carta in Carta.objects.all()] == ["Sus respuestas se retiraron de la vista"]
    assert actos()[-3:] == ["visto:aprobar", "ficha:retirar", "carta:escribir"]
    aprobado = Asiento.objects.get(accion="visto:aprobar").detalle
    assert (aprobado["clase"], aprobado["propuso"]) == ("retirar", "carmen")


def test_quien_propone_no_aprueba_ni_rechaza(retiro, gente):
    for acto in (
        lambda: acciones.aprobar(visto=retiro, por=gente["carmen"]),
        lambda: acciones.rechazar(visto=retiro, nota="No.", por=gente["carmen"]),
    ):
        with pytest.raises(SinVistoBueno, match="otra persona"):
            acto()
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA


def test_la_base_tampoco_lo_admite(retiro):
    with pytest.raises(IntegrityError), transaction.atomic():
        VistoBueno.objects.filter(pk=retiro.pk).update(
            resuelto_por="carmen", resuelto_en=retiro.propuesto_en, se_aprobo=True
        )


@pytest.mark.parametrize("persona", ["vera", "celia", "diego", "irma", "ana"])
def test_sin_el_permiso_no_se_aprueba(retiro, gente, persona):
    with pytest.raises(PermissionDenied):
        acciones.aprobar(visto=retiro, por=gente[persona])


def test_se_resuelve_una_sola_vez_y_no_se_propone_dos(retiro, publicado, gente, dora):
    with pytest.raises(SinVistoBueno, match="Ya está propuesto"):
        acciones.retirar(candidatura=publicado.candidatura, motivo="Otra vez", por=gente["carmen"])
    acciones.rechazar(visto=retiro, nota="No hace falta.", por=dora)
    for acto in (acciones.aprobar, vistos.aprobar):
        with pytest.raises(SinVistoBueno, match="Ya lo resolvió usted"):
            acto(visto=retiro, por=dora)
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA


def test_rechazar_pide_decir_por_que(retiro, dora):
    with pytest.raises(ValueError, match="Explique"):
        acciones.rechazar(visto=retiro, nota=" ", por=dora)
    retiro.refresh_from_db()
    assert retiro.resuelto_en is None


def test_si_cambio_desde_que_se_propuso_no_se_aprueba(retiro, dora):
    Ficha.objects.update(envio_publicado=7)
    with pytest.raises(SinVistoBueno, match="Cambió"):
        acciones.aprobar(visto=retiro, por=dora)
    retiro.refresh_from_db()
    assert retiro.resuelto_en is None
    assert "visto:aprobar" not in actos()


def test_con_una_sola_persona_el_retiro_es_directo(publicado, gente, a_una_sola_persona):
    publicado.candidatura.refresh_from_db()
    assert (
        acciones.retirar(candidatura=publicado.candidatura, motivo="Un acuerdo", por=gente["carmen"]) is None
    )
    assert Ficha.objects.get().estado == Ficha.Estado.RETIRADA
    assert not VistoBueno.objects.exists()


# --- Observar algo publicado --------------------------------------------------------------------------


def test_observar_lo_publicado_lo_propone_y_aprobar_lo_pausa(reabierto, gente, dora):
    visto = acciones.devolver(cuestionario=reabierto, envio=1, por=gente["vera"])
    reabierto.refresh_from_db()
    assert (visto.clase, reabierto.estado) == (Clase.OBSERVAR, Estado.EN_VALIDACION)
    assert OBSERVACION["texto"] not in json.dumps(visto.datos)
    verbos.soltar(cuestionario=reabierto, por=gente["vera"])
    acciones.aprobar(visto=visto, por=dora)
    reabierto.refresh_from_db()
    assert reabierto.estado == Estado.OBSERVADO
    assert list(Ficha.objects.get().pausas) == ["propuesta-1"]
    publicas = documento()["respuestas"]
    assert "propuesta_1" not in publicas
    assert "propuesta_2" in publicas
    assert [carta.asunto for carta in Carta.objects.all()] == ["Su cuestionario tiene observaciones"]
    assert OBSERVACION["texto"] not in str(documento())


def test_solo_quien_tiene_el_turno_propone_devolver(reabierto, gente, dora, como, url):
    """A quien no se le dibuja el botón tampoco le sirve pedirlo, ni con la pantalla abierta desde antes."""
    cliente = como("carmen")
    assert "devolver" not in cliente.get(url(reabierto)).context["actos"]
    dicho = avisos(cliente.post(url(reabierto, "devolver"), {"envio": 1}, follow=True))[0]
    assert dicho.startswith("vera está revisando")
    assert not VistoBueno.objects.exists()
    assert verbos.turno_de(reabierto).por == "vera"
    visto = acciones.devolver(cuestionario=reabierto, envio=1, por=gente["vera"])
    acciones.aprobar(visto=visto, por=dora)
    reabierto.refresh_from_db()
    assert reabierto.estado == Estado.OBSERVADO


def test_lo_observado_no_vuelve_aunque_la_correccion_empezara_a_llegar_antes(reabierto, gente, dora):
    """Una petición abierta antes de la devolución y terminada después: la observación sigue siendo de lo de antes."""
    antes = timezone.now()
    visto = acciones.devolver(cuestionario=reabierto, envio=1, por=gente["vera"])
    acciones.aprobar(visto=visto, por=dora)
    reabierto.refresh_from_db()
    verbos.guardar_seccion(
        cuestionario=reabierto, seccion="propuesta-1", valores={"propuesta_1": OTRA}, por=gente["ana"]
    )
    publicacion_acciones.enviar(cuestionario=reabierto, por=gente["ana"], recibido_en=antes)
    reabierto.refresh_from_db()
    dicho = publicacion_acciones.por_que_no_vuelve(reabierto, Ficha.objects.get(), "propuesta-1")
    assert "Se pidió corregir" in dicho


def test_si_se_anota_algo_mas_hay_que_proponerlo_otra_vez(reabierto, gente, dora):
    visto = acciones.devolver(cuestionario=reabierto, envio=1, por=gente["vera"])
    verbos.observar(cuestionario=reabierto, por=gente["vera"], **{**OBSERVACION, "seccion": "historia"})
    verbos.soltar(cuestionario=reabierto, por=gente["vera"])
    with pytest.raises(SinVistoBueno, match="Cambió"):
        acciones.aprobar(visto=visto, por=dora)


def test_observar_una_correccion_no_oculta_lo_que_esta_a_la_vista(corregido, gente, dora):
    verbos.observar(cuestionario=corregido, por=gente["vera"], **OBSERVACION)
    assert acciones.devolver(cuestionario=corregido, envio=2, por=gente["vera"]) is None
    assert Ficha.objects.get().pausas == {}
    assert "propuesta_1" in documento()["respuestas"]


# --- Publicar una corrección de lo publicado ------------------------------------------------------------


def test_observar_lo_que_la_correccion_no_cambio_oculta_lo_que_esta_a_la_vista(corregido, gente, dora):
    """Corrigió un apartado; el dato personal está en otro, que se publica igual."""
    observada = OBSERVACION | {"seccion": "propuesta-2", "supuesto": "dato_personal"}
    verbos.observar(cuestionario=corregido, por=gente["vera"], **observada)
    visto = acciones.devolver(cuestionario=corregido, envio=2, por=gente["vera"])
    assert visto.datos["secciones"] == ["propuesta-2"]
    assert documento()["pausas"] == {}
    acciones.aprobar(visto=visto, por=dora)
    assert documento()["pausas"]["propuesta-2"]["motivo"] == MOTIVO_DE_PAUSA
    assert "propuesta_2" not in documento()["respuestas"]
    assert "propuesta_1" in documento()["respuestas"]
    with pytest.raises(NoPublicable, match="Se pidió corregirlo"):
        vistos.mostrar(candidatura=corregido.candidatura, seccion="propuesta-2", por=gente["carmen"])


def test_quien_valido_la_correccion_no_la_publica(corregido, gente, dora):
    visto = acciones.validar_y_publicar(cuestionario=corregido, envio=2, por=gente["carmen"])
    assert (visto.clase, visto.datos) == (Clase.CORREGIR, {"envio": 2, "en_lugar_de": 1, "ocultas": []})
    assert documento()["respuestas"]["propuesta_1"] != OTRA
    with pytest.raises(NoPublicable, match="otra persona"):
        publicacion_acciones.publicar(candidaturas=[corregido.candidatura], por=gente["carmen"])
    acciones.aprobar(visto=visto, por=dora)
    assert documento()["respuestas"]["propuesta_1"] == OTRA


def test_la_carta_de_una_correccion_programada_dice_desde_cuando(corregido, gente, dora):
    Ficha.objects.update(visible_desde=timezone.now() + timedelta(days=300))
    visto = acciones.validar_y_publicar(cuestionario=corregido, envio=2, por=gente["carmen"])
    acciones.aprobar(visto=visto, por=dora)
    carta = Carta.objects.latest("pk")
    assert carta.asunto == "Su información está lista para publicarse"
    assert "se mostrará a partir del" in carta.cuerpo


def test_la_correccion_rechazada_no_se_publica_hasta_revisarla_otra_vez(corregido, gente, dora, como, url):
    candidatura = corregido.candidatura
    visto = acciones.validar_y_publicar(cuestionario=corregido, envio=2, por=gente["carmen"])
    acciones.rechazar(visto=visto, nota="Difama a otra persona.", por=dora)
    assert Carta.objects.latest("pk").asunto.startswith("Su corrección aún no se publica")
    assert not cola.por_publicar(candidatura.proceso).exists()
    with pytest.raises(NoPublicable, match="no le dio el visto bueno"):
        publicacion_acciones.publicar(candidaturas=[candidatura], por=dora)
    with pytest.raises(NoPublicable, match="no le dio el visto bueno"):
        vistos.proponer(clase=Clase.CORREGIR, candidatura=candidatura, por=gente["carmen"])
    revision = como("carmen").get(url(corregido))
    assert "Difama a otra persona." in revision.text
    assert "publicar" not in revision.context["actos"]
    cuestionario = verbos.reabrir(cuestionario=corregido, por=gente["vera"])
    verbos.validar(cuestionario=cuestionario, por=gente["vera"])
    assert cola.por_publicar(candidatura.proceso).get() == candidatura
    publicacion_acciones.publicar(candidaturas=[candidatura], por=gente["carmen"])
    assert Ficha.objects.get().envio_publicado == 2


def test_retirar_la_propuesta_no_es_rechazarla(corregido, gente, dora):
    visto = acciones.validar_y_publicar(cuestionario=corregido, envio=2, por=gente["carmen"])
    vistos.retirar_propuesta(visto=visto, por=gente["carmen"])
    assert cola.por_publicar(corregido.candidatura.proceso).exists()


def test_el_dato_personal_que_ella_pide_quitar_se_oculta_y_no_queda_en_su_historia(
    como, client, publicado, gente, dora
):
    candidatura = publicado.candidatura
    solicitud = verbos.pedir(
        cuestionario=publicado, secciones=["propuesta-1"], motivo="Trae mi teléfono.", por=gente["ana"]
    )
    como("vera").post(
        reverse("validacion:correccion", args=[solicitud.pk]),
        {"concedidas": ["propuesta-1"], "nota": "", "es_privado": "on"},
    )
    assert documento()["pausas"]["propuesta-1"]["motivo"] == POR_PRIVACIDAD
    assert "ya no se muestra en su página" in Carta.objects.latest("pk").cuerpo
    acciones.aprobar(visto=VistoBueno.objects.get(), por=dora)
    verbos.guardar_seccion(
        cuestionario=publicado, seccion="propuesta-1", valores={"propuesta_1": OTRA}, por=gente["ana"]
    )
    publicacion_acciones.enviar(cuestionario=publicado, por=gente["ana"])
    verbos.tomar(cuestionario=publicado, por=gente["vera"])
    verbos.validar(cuestionario=publicado, por=gente["vera"])
    publicacion_acciones.publicar(candidaturas=[candidatura], por=gente["carmen"], se_sabe=["propuesta-1"])
    leida = historia.historia(candidatura.clave, timezone.now())
    de_cada_una = [leida.leer(v.numero).documento["respuestas"].get("propuesta_1") for v in leida.versiones]
    assert set(de_cada_una) == {OTRA, None}


def test_otra_persona_la_publica_sin_mas(corregido, gente, dora):
    acciones.validar(cuestionario=corregido, envio=2, por=gente["vera"])
    corregido.refresh_from_db()
    assert acciones.publicar_una(cuestionario=corregido, por=gente["carmen"]) is None
    assert documento()["respuestas"]["propuesta_1"] == OTRA


def test_la_primera_publicacion_no_pide_dos(validado, gente):
    assert acciones.publicar_una(cuestionario=validado, por=gente["carmen"]) is None
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA


# --- Lo que se ocultó de urgencia ----------------------------------------------------------------------


def test_lo_oculto_de_urgencia_lo_revisa_otra_persona(publicado, gente, dora):
    visto = publicacion_acciones.ocultar(
        candidatura=publicado.candidatura, motivo="Un dato personal", por=gente["carmen"]
    )
    with pytest.raises(NoPublicable, match="otra persona"):
        retiros.restablecer(candidatura=publicado.candidatura, por=gente["carmen"])
    with pytest.raises(SinVistoBueno, match="otra persona"):
        acciones.rechazar(visto=visto, nota="No era.", por=gente["carmen"])
    acciones.rechazar(visto=visto, nota="No era.", por=dora)
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA
    assert Carta.objects.latest("id").asunto == "Sus respuestas vuelven a mostrarse"


def test_aprobado_sigue_oculto(publicado, gente, dora):
    visto = publicacion_acciones.ocultar(
        candidatura=publicado.candidatura, motivo="Un dato personal", por=gente["carmen"]
    )
    acciones.aprobar(visto=visto, por=dora)
    assert Ficha.objects.get().estado == Ficha.Estado.RETIRADA


# --- Las pantallas ---------------------------------------------------------------------------------------


def test_la_bandeja_de_vistos_dice_que_quien_y_desde_cuando(como, retiro, publicado, dora):
    pagina = como("dora").get(reverse("validacion:vistos")).content.decode()
    for dicho in ("Retirar de la vista", "carmen", publicado.candidatura.persona.nombre_completo):
        assert dicho in pagina
    assert "⟪" not in pagina


def test_desde_la_pantalla_se_aprueba_o_se_dice_por_que_no(como, retiro, dora):
    direccion = reverse("validacion:visto", args=[retiro.pk])
    cliente = como("dora")
    assert "Dar el visto bueno" in cliente.get(direccion).content.decode()
    sin_razon = cliente.post(direccion, {"rechazar": "1", "texto": ""})
    assert sin_razon.status_code == 422
    assert "Explique por qué" in sin_razon.content.decode()
    cliente.post(direccion, {"aprobar": "1"})
    assert Ficha.objects.get().estado == Ficha.Estado.RETIRADA
    assert "Lo aprobó" in cliente.get(direccion).content.decode()
    otra_vez = cliente.post(direccion, {"aprobar": "1"}, follow=True)
    assert "Ya lo había resuelto usted: aprobado." in avisos(otra_vez)[0]


def test_si_alguien_se_adelanta_la_nota_escrita_vuelve_a_la_pantalla(como, retiro, gente, dora):
    eva = gente["eva"] = fabricas.UsuarioFactory(acceso="eva", rol="instancia_interna")
    acciones.rechazar(visto=retiro, nota="No procede.", por=eva)
    respuesta = como("dora").post(
        reverse("validacion:visto", args=[retiro.pk]), {"rechazar": "1", "texto": "Mi nota larga."}
    )
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Ya lo resolvió eva" in pagina
    assert "Mi nota larga.</textarea>" in pagina
    assert "Dar el visto bueno</button>" not in pagina
    assert "⟪" not in pagina


def test_y_tambien_la_de_una_correccion(como, publicado, gente):
    solicitud = verbos.pedir(
        cuestionario=publicado, secciones=["propuesta-1"], motivo="Un error", por=gente["ana"]
    )
    acciones.resolver_correccion(solicitud=solicitud, concedidas=[], nota="No.", por=gente["vera"])
    respuesta = como("carmen").post(
        reverse("validacion:correccion", args=[solicitud.pk]), {"nota": "Mi nota larga."}
    )
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert "Nada cambió" in pagina
    assert "Mi nota larga.</textarea>" in pagina
    assert "⟪" not in pagina


@pytest.mark.parametrize(("largo", "dicho"), [(500, "1000"), (501, "1002")])
def test_la_nota_de_una_correccion_se_mide_como_se_guarda(como, publicado, gente, largo, dicho):
    solicitud = verbos.pedir(
        cuestionario=publicado, secciones=["propuesta-1"], motivo="Un error", por=gente["ana"]
    )
    respuesta = como("vera").post(
        reverse("validacion:correccion", args=[solicitud.pk]), {"nota": "\u0958" * largo}
    )
    assert respuesta.status_code == 422
    assert dicho in respuesta.content.decode()


def test_quien_lo_propuso_no_tiene_el_boton_y_forzarlo_no_hace_nada(como, retiro):
    direccion = reverse("validacion:visto", args=[retiro.pk])
    cliente = como("carmen")
    assert "Dar el visto bueno" not in cliente.get(direccion).content.decode().split("<main")[1]
    respuesta = cliente.post(direccion, {"aprobar": "1"}, follow=True)
    assert "Lo propuso usted" in avisos(respuesta)[0]
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA


def test_la_correccion_se_compara_con_lo_publicado(como, corregido, gente, dora):
    visto = acciones.validar_y_publicar(cuestionario=corregido, envio=2, por=gente["carmen"])
    pagina = como("dora").get(reverse("validacion:visto", args=[visto.pk])).content.decode()
    assert "Ahora dice otra cosa." in pagina
    assert "<ins>" in pagina
    assert "⟪" not in pagina


def test_lo_observado_dice_que_se_oculta(como, reabierto, gente, dora):
    visto = acciones.devolver(cuestionario=reabierto, envio=1, por=gente["vera"])
    pagina = como("dora").get(reverse("validacion:visto", args=[visto.pk])).content.decode()
    assert OBSERVACION["texto"] in pagina
    assert "Se oculta" in pagina
    assert "⟪" not in pagina


def test_la_revision_dice_que_espera_visto_y_ya_no_ofrece_proponerlo(como, retiro, publicado, url):
    respuesta = como("carmen").get(url(publicado))
    assert "retirar" not in respuesta.context["actos"]
    assert "falta el visto bueno de otra persona" in respuesta.content.decode()


def test_lo_oculto_de_urgencia_dice_que_apartado(como, publicado, gente, dora):
    visto = publicacion_acciones.ocultar(
        candidatura=publicado.candidatura, seccion="historia", motivo="Un domicilio", por=gente["carmen"]
    )
    pagina = como("dora").get(reverse("validacion:visto", args=[visto.pk])).content.decode()
    assert "Ya no se muestra: Historia profesional." in pagina
    assert "Revisar un ocultamiento inmediato: Historia profesional" in pagina
    assert "⟪" not in pagina


def test_cada_quien_revisa_lo_que_otra_oculto_y_solo_eso(como, publicado, gente, url):
    """Dos ocultamientos a la vez: ni quien ocultó lo segundo se lo aprueba, ni rechazar uno vuelve a mostrar el otro."""
    datos = {"candidatura": publicado.candidatura, "motivo": "Un domicilio"}
    de_vera = acciones.ocultar(**datos, seccion="historia", por=gente["vera"])
    de_carmen = acciones.ocultar(**datos, seccion="propuesta-1", por=gente["carmen"])
    revision = como("carmen").get(url(publicado)).content.decode()
    for titulo in ("Historia profesional", "Primera propuesta"):
        assert f"Revisar un ocultamiento inmediato ({titulo}" in revision
    with pytest.raises(SinVistoBueno, match="otra persona"):
        acciones.aprobar(visto=de_carmen, por=gente["carmen"])
    acciones.rechazar(visto=de_vera, nota="No lo es.", por=gente["carmen"])
    assert list(Ficha.objects.get().pausas) == ["propuesta-1"]
    de_carmen.refresh_from_db()
    assert de_carmen.resuelto_en is None


# --- Volver a mostrar ---------------------------------------------------------------------------------------


def test_lo_que_retiraron_dos_no_lo_devuelve_una(como, retiro, publicado, gente, dora, url):
    acciones.aprobar(visto=retiro, por=dora)
    respuesta = como("carmen").post(url(publicado, "restablecer"), follow=True)
    assert "falta el visto bueno de otra persona" in avisos(respuesta)[0]
    assert Ficha.objects.get().estado == Ficha.Estado.RETIRADA
    visto = VistoBueno.objects.get(resuelto_en=None)
    assert (visto.clase, visto.propuesto_por) == (Clase.MOSTRAR, "carmen")
    pagina = como("dora").get(reverse("validacion:visto", args=[visto.pk])).content.decode()
    assert "Motivo: Lo ordena un acuerdo." in pagina
    assert "⟪" not in pagina
    with pytest.raises(SinVistoBueno, match="otra persona"):
        acciones.aprobar(visto=visto, por=gente["carmen"])
    acciones.aprobar(visto=visto, por=dora)
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA
    assert Carta.objects.latest("pk").asunto == "Sus respuestas vuelven a mostrarse"


def test_ni_un_apartado_que_ocultaron_dos(como, publicado, gente, dora, url):
    candidatura = publicado.candidatura
    oculto = acciones.ocultar(
        candidatura=candidatura, seccion="historia", motivo="Un domicilio", por=gente["vera"]
    )
    acciones.aprobar(visto=oculto, por=gente["carmen"])
    assert "Proponer que vuelva a mostrarse" in como("carmen").get(url(publicado)).content.decode()
    como("carmen").post(url(publicado, "reanudar"), {"seccion": "historia"})
    assert list(Ficha.objects.get().pausas) == ["historia"]
    visto = VistoBueno.objects.get(resuelto_en=None)
    assert url(publicado, "reanudar") not in como("carmen").get(url(publicado)).content.decode()
    acciones.aprobar(visto=visto, por=dora)
    assert Ficha.objects.get().pausas == {}
    assert Carta.objects.latest("pk").asunto == "Un apartado vuelve a mostrarse"


def test_si_se_oculta_algo_mas_lo_propuesto_ya_no_es_lo_mismo(retiro, publicado, gente, dora):
    acciones.aprobar(visto=retiro, por=dora)
    visto = acciones.mostrar(candidatura=publicado.candidatura, por=gente["carmen"])
    retiros.pausar(
        candidatura=publicado.candidatura, seccion="historia", motivo="Una queja", por=gente["vera"]
    )
    with pytest.raises(SinVistoBueno, match="Cambió"):
        acciones.aprobar(visto=visto, por=dora)


def test_lo_observado_no_vuelve_con_lo_retirado(como, retiro, publicado, gente, dora, url):
    """Lo que la persona está corrigiendo no se publica por restablecer: sigue oculto, y se dice por qué."""
    acciones.aprobar(visto=retiro, por=dora)
    cuestionario = verbos.reabrir(cuestionario=publicado, por=gente["vera"])
    verbos.observar(cuestionario=cuestionario, por=gente["vera"], **OBSERVACION)
    acciones.aprobar(
        visto=acciones.devolver(cuestionario=cuestionario, envio=1, por=gente["vera"]), por=gente["carmen"]
    )
    acciones.aprobar(visto=acciones.mostrar(candidatura=publicado.candidatura, por=gente["carmen"]), por=dora)
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA
    assert [p["motivo"] for p in documento()["pausas"].values()] == [MOTIVO_DE_PAUSA]
    assert "Sigue sin mostrarse: «Primera propuesta»." in Carta.objects.latest("pk").cuerpo
    assert "propuesta_1" not in documento()["respuestas"]
    assert "propuesta_2" in documento()["respuestas"]
    respuesta = como("carmen").post(url(publicado, "reanudar"), {"seccion": "propuesta-1"}, follow=True)
    assert "Se pidió corregirlo" in avisos(respuesta)[0]
    assert not VistoBueno.objects.filter(resuelto_en=None).exists()


def test_lo_oculto_y_ademas_observado_no_vuelve_si_se_rechaza_el_ocultamiento(publicado, gente, dora):
    oculto = acciones.ocultar(
        candidatura=publicado.candidatura, seccion="propuesta-1", motivo="Un domicilio", por=gente["vera"]
    )
    cuestionario = verbos.reabrir(cuestionario=publicado, por=gente["vera"])
    verbos.observar(cuestionario=cuestionario, por=gente["vera"], **OBSERVACION)
    visto = acciones.devolver(cuestionario=cuestionario, envio=1, por=gente["vera"])
    assert visto.datos["secciones"] == ["propuesta-1"]  # oculto hoy, pero puede volver: lo ven dos
    acciones.aprobar(visto=visto, por=gente["carmen"])
    assert Ficha.objects.get().pausas["propuesta-1"]["motivo"] == "Un domicilio"
    cartas = Carta.objects.count()
    acciones.rechazar(visto=oculto, nota="No lo es.", por=dora)
    assert Ficha.objects.get().pausas["propuesta-1"]["motivo"] == MOTIVO_DE_PAUSA
    assert "propuesta_1" not in documento()["respuestas"]
    assert Carta.objects.count() == cartas  # no volvió: nada que escribirle


@pytest.fixture
def observado_entero(publicado, gente):
    """Vera ocultó la ficha entera, la reabrió y observó todos sus apartados."""
    oculto = acciones.ocultar(
        candidatura=publicado.candidatura, seccion="", motivo="Un domicilio", por=gente["vera"]
    )
    cuestionario = verbos.reabrir(cuestionario=publicado, por=gente["vera"])
    for seccion in cuestionario.definicion:
        observacion = {**OBSERVACION, "seccion": seccion.clave}
        verbos.observar(cuestionario=cuestionario, por=gente["vera"], **observacion)
    return oculto, acciones.devolver(cuestionario=cuestionario, envio=1, por=gente["vera"])


def test_una_sola_persona_no_deja_oculto_todo_por_observarlo_ya_retirado(observado_entero, publicado, gente):
    oculto, devolucion = observado_entero
    publicado.refresh_from_db()
    assert (devolucion.clase, publicado.estado) == (Clase.OBSERVAR, Estado.EN_VALIDACION)
    acciones.rechazar(visto=oculto, nota="No lo es.", por=gente["carmen"])
    assert Ficha.objects.get().pausas == {}
    assert documento()["respuestas"]
    devolucion.refresh_from_db()
    assert devolucion.resuelto_en is None


def test_si_otra_persona_aprobo_observarlo_todo_no_se_escribe_que_vuelve(observado_entero, gente, dora):
    oculto, devolucion = observado_entero
    acciones.aprobar(visto=devolucion, por=gente["carmen"])
    cartas = Carta.objects.count()
    acciones.rechazar(visto=oculto, nota="No lo es.", por=dora)
    assert documento()["respuestas"] == {}
    assert Carta.objects.count() == cartas


def test_quien_anoto_la_observacion_no_la_aprueba_aunque_otra_la_proponga(como, publicado, gente, dora):
    cuestionario = verbos.reabrir(cuestionario=publicado, por=gente["carmen"])
    verbos.observar(cuestionario=cuestionario, por=gente["carmen"], **OBSERVACION)
    verbos.soltar(cuestionario=cuestionario, por=gente["carmen"])
    visto = acciones.devolver(cuestionario=cuestionario, envio=1, por=gente["vera"])
    pagina = como("carmen").get(reverse("validacion:visto", args=[visto.pk])).content.decode()
    assert "la anotó usted" in pagina
    assert "Dar el visto bueno</button>" not in pagina
    with pytest.raises(SinVistoBueno, match="la anotó usted"):
        acciones.aprobar(visto=visto, por=gente["carmen"])
    acciones.aprobar(visto=visto, por=dora)
    assert list(Ficha.objects.get().pausas) == ["propuesta-1"]


def test_una_correccion_propuesta_no_vuelve_a_mostrar_lo_que_se_oculto_despues(corregido, gente, dora, como):
    visto = acciones.validar_y_publicar(cuestionario=corregido, envio=2, por=gente["carmen"])
    oculto = acciones.ocultar(
        candidatura=corregido.candidatura, seccion="", motivo="Un domicilio", por=gente["vera"]
    )
    acciones.aprobar(visto=oculto, por=gente["carmen"])
    with pytest.raises(SinVistoBueno, match="Cambió"):
        acciones.aprobar(visto=visto, por=dora)
    vistos.retirar_propuesta(visto=visto, por=gente["carmen"])
    corregido.refresh_from_db()
    otro = acciones.publicar_una(cuestionario=corregido, por=gente["carmen"])
    pagina = como("dora").get(reverse("validacion:visto", args=[otro.pk])).content.decode()
    assert "Publicar esta versión muestra lo que hoy está oculto" in pagina
    assert "Motivo: Un domicilio" in pagina
    acciones.aprobar(visto=otro, por=dora)
    assert documento()["respuestas"]["propuesta_1"] == OTRA


def test_publicar_avisa_que_apartado_oculto_vuelve_por_haber_cambiado(como, corregido, gente, url):
    candidatura = corregido.candidatura
    for seccion in ("propuesta-1", "historia"):
        retiros.pausar(candidatura=candidatura, seccion=seccion, motivo="Una queja", por=gente["vera"])
    aviso = como("carmen").get(url(corregido)).content.decode().split("lo que hoy está oculto")[1]
    lista = aviso.split("</ul>")[0]
    assert "Primera propuesta" in lista
    assert "Historia profesional" not in lista


# --- Retirar lo propuesto -----------------------------------------------------------------------------------


def test_quien_propuso_se_desiste_y_puede_proponer_otra_cosa(como, reabierto, gente, url):
    visto = acciones.devolver(cuestionario=reabierto, envio=1, por=gente["vera"])
    pagina = como("vera").get(url(reabierto)).content.decode()
    assert reverse("validacion:desistir", args=[visto.pk]) in pagina
    assert reverse("validacion:desistir", args=[visto.pk]) not in como("carmen").get(url(reabierto)).text
    ajeno = como("carmen").post(reverse("validacion:desistir", args=[visto.pk]), follow=True)
    assert "Sólo quien propuso" in avisos(ajeno)[0]
    respuesta = como("vera").post(reverse("validacion:desistir", args=[visto.pk]), follow=True)
    assert "Retiró su propuesta" in avisos(respuesta)[0]
    visto.refresh_from_db()
    assert (visto.desenlace, visto.resuelto_por) == ("Sin efecto", "")
    assert actos()[-1] == "visto:retirar"
    assert "devolver" in respuesta.context["actos"]
    assert "Sin efecto" in como("carmen").get(reverse("validacion:vistos")).text
    assert (
        "La retiró quien la propuso." in como("carmen").get(reverse("validacion:visto", args=[visto.pk])).text
    )


def test_lo_oculto_de_urgencia_no_es_una_propuesta_que_se_retire(publicado, gente):
    visto = acciones.ocultar(
        candidatura=publicado.candidatura, seccion="", motivo="Un domicilio", por=gente["vera"]
    )
    with pytest.raises(SinVistoBueno, match="lo revisa otra persona"):
        vistos.retirar_propuesta(visto=visto, por=gente["vera"])


# --- Dos veces el mismo botón -------------------------------------------------------------------------------


def test_rechazar_o_publicar_dos_veces_dice_que_ya_estaba(como, retiro, publicado, url, dora):
    direccion = reverse("validacion:visto", args=[retiro.pk])
    for dicho in ("No dio el visto bueno", "Ya lo había resuelto usted: rechazado."):
        respuesta = como("dora").post(direccion, {"rechazar": "1", "texto": "No procede."}, follow=True)
        assert dicho in avisos(respuesta)[-1]
    otra_vez = como("carmen").post(url(publicado, "publicar"), follow=True)
    assert "Esta versión ya está publicada." in avisos(otra_vez)[0]
    assert not any("Publicó" in aviso for aviso in avisos(otra_vez))
