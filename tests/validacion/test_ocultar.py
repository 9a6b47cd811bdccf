"""Ocultar de inmediato desde el panel, y volver a mostrar un apartado."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.mensajes.models import Carta
from conoceles.publicacion import vistos
from conoceles.publicacion.acciones import NoPublicable, retiros
from conoceles.publicacion.models import DISPARADORES, Ficha, Instantanea, VistoBueno
from conoceles.publicacion.movimientos import mover
from conoceles.publicacion.registro import cargar_proceso, leer_plantilla
from conoceles.registro.catalogos import ClaseDeMovimiento
from conoceles.registro.models import Candidatura
from conoceles.registro.movimientos.historia import con_historia
from conoceles.registro.movimientos.pedidos import Pedido
from conoceles.validacion import acciones
from tests.registro import minima

pytestmark = pytest.mark.django_db
MOTIVO = "Aparece la dirección de otra persona."


def test_quien_valida_oculta_sin_esperar_a_nadie_y_se_le_avisa(como, publicado, url):
    assert "Ocultar de inmediato" in como("vera").get(url(publicado)).content.decode()
    respuesta = como("vera").post(url(publicado, "ocultar"), {"seccion": "", "texto": MOTIVO}, follow=True)
    assert "Falta que otra persona lo revise" in respuesta.content.decode()
    assert Ficha.objects.get().estado == Ficha.Estado.RETIRADA
    assert VistoBueno.objects.get().clase == "ocultar"
    assert MOTIVO in Carta.objects.latest("pk").cuerpo


def test_un_apartado_se_oculta_se_ve_cual_y_vuelve_si_la_revision_no_lo_sostiene(como, publicado, url, gente):
    como("vera").post(url(publicado, "ocultar"), {"seccion": "propuesta-1", "texto": MOTIVO})
    assert list(Ficha.objects.get().pausas) == ["propuesta-1"]
    assert "el apartado «" in Carta.objects.latest("pk").cuerpo
    pagina = como("carmen").get(url(publicado)).content.decode()
    assert "Apartados que no se muestran" in pagina
    assert "Se ocultó de urgencia: vuelve a mostrarse cuando otra persona lo revise." in pagina
    assert url(publicado, "reanudar") not in pagina
    negado = como("carmen").post(url(publicado, "reanudar"), {"seccion": "propuesta-1"}, follow=True)
    assert "otra persona lo revise" in negado.content.decode()
    vistos.rechazar(visto=VistoBueno.objects.get(), por=gente["carmen"], nota="No lo es.")
    assert Ficha.objects.get().pausas == {}


def test_donde_basta_una_persona_lo_pausado_se_vuelve_a_mostrar_con_su_boton(
    como, a_una_sola_persona, publicado, url, gente
):
    retiros.pausar(candidatura=publicado.candidatura, seccion="historia", motivo=MOTIVO, por=gente["vera"])
    respuesta = como("carmen").post(url(publicado, "reanudar"), {"seccion": "historia"}, follow=True)
    assert "entre lo que se muestra. Su página dice: «Publicada»." in respuesta.content.decode()
    assert Ficha.objects.get().pausas == {}
    assert "vuelve a mostrarse" in Carta.objects.latest("pk").asunto


@pytest.mark.parametrize("seccion", ["historia", "", "no-existe"])
def test_volver_a_mostrar_lo_que_no_estaba_oculto_no_escribe_a_nadie(
    como, a_una_sola_persona, publicado, url, gente, seccion
):
    retiros.pausar(candidatura=publicado.candidatura, seccion="historia", motivo=MOTIVO, por=gente["vera"])
    cliente = como("carmen")
    cliente.post(url(publicado, "reanudar"), {"seccion": "historia"})
    cartas = Carta.objects.count()
    otra_vez = cliente.post(url(publicado, "reanudar"), {"seccion": seccion}, follow=True)
    assert "Ya no está oculto." in otra_vez.content.decode()
    assert Carta.objects.count() == cartas


def test_con_la_ficha_retirada_no_se_escribe_que_un_apartado_vuelve(a_una_sola_persona, publicado, gente):
    datos = {"candidatura": publicado.candidatura, "por": gente["carmen"]}
    retiros.pausar(seccion="historia", motivo=MOTIVO, **datos)
    retiros.retirar(motivo=MOTIVO, **datos)
    cartas = Carta.objects.count()
    assert acciones.mostrar(seccion="historia", **datos) is None
    assert Ficha.objects.get().pausas == {}
    assert Carta.objects.count() == cartas


@pytest.mark.parametrize(
    ("datos", "dicho"),
    [
        ({"seccion": "", "texto": " "}, "Escriba el motivo"),
        ({"seccion": "no-existe", "texto": MOTIVO}, "ya no está a la vista"),
        ({"seccion": "\0", "texto": MOTIVO}, "ya no está a la vista"),
        ({"seccion": "", "texto": "x" * 301}, "300"),
        ({"seccion": "", "texto": "\u0958" * 300}, "600"),  # al normalizarse, cada uno son dos
    ],
)
def test_lo_que_no_vale_se_explica_y_nada_se_oculta(como, publicado, url, datos, dicho):
    respuesta = como("vera").post(url(publicado, "ocultar"), datos)
    assert respuesta.status_code == 422
    assert dicho in respuesta.content.decode()
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA
    assert not VistoBueno.objects.exists()


def test_al_ocultar_el_ultimo_apartado_no_se_escribe_que_lo_demas_sigue_a_la_vista(publicado, gente):
    datos = {"candidatura": publicado.candidatura, "motivo": MOTIVO, "por": gente["vera"]}
    for seccion in publicado.definicion:
        acciones.ocultar(seccion=seccion.clave, **datos)
    primera, *_, ultima = Carta.objects.order_by("pk")
    assert "Lo demás sigue a la vista" in primera.cuerpo
    assert "Lo demás" not in ultima.cuerpo
    assert "Sus datos de registro siguen a la vista" in ultima.cuerpo


@pytest.mark.parametrize("seccion", ["", "historia", None])
def test_reabrir_no_dice_que_sigue_a_la_vista_lo_que_no_se_ve(como, publicado, url, gente, seccion):
    if seccion is not None:
        acciones.ocultar(candidatura=publicado.candidatura, seccion=seccion, motivo=MOTIVO, por=gente["vera"])
    pagina = como("vera").post(url(publicado, "reabrir"), follow=True).content.decode()
    carta = Carta.objects.latest("pk")
    assert "Lo que se muestra no cambia." in pagina
    assert "no cambia lo que se muestra en su página" in carta.cuerpo
    assert "sigue a la vista" not in carta.cuerpo


def test_sin_nada_publicado_se_dice(como, validado, url):
    respuesta = como("vera").get(url(validado, "ocultar"), follow=True)
    assert "no hay nada que ocultar" in respuesta.content.decode()


@pytest.mark.parametrize(
    ("verbo", "datos"), [("retirar", {"texto": MOTIVO}), ("reanudar", {"seccion": "contacto"})]
)
def test_de_quien_nunca_abrio_su_cuestionario_no_hay_nada_que_retirar_ni_mostrar(
    como, candidatura, url, verbo, datos
):
    respuesta = como("carmen").post(
        reverse(f"validacion:{verbo}", args=[candidatura.clave]), datos, follow=True
    )
    assert "Nadie ha respondido todavía" in respuesta.content.decode()
    assert not VistoBueno.objects.exists()


def test_la_carta_dice_que_apartados_vuelven(publicado, gente):
    def hacer(verbo, **datos):
        return verbo(candidatura=publicado.candidatura, por=gente["vera"], **datos)

    hacer(acciones.ocultar, seccion="historia", motivo=MOTIVO)
    acciones.rechazar(visto=VistoBueno.objects.get(), nota="No lo es.", por=gente["carmen"])
    assert "volvió a mostrar el apartado «Historia profesional»" in Carta.objects.latest("pk").cuerpo


@pytest.mark.parametrize(("seccion", "vuelve"), [("", "restablecer"), ("historia", "reanudar")])
def test_con_una_sola_persona_lo_oculto_vuelve_sin_esperar_a_otra(
    como, a_una_sola_persona, publicado, url, seccion, vuelve
):
    cliente = como("carmen")
    assert "otra persona revisa" not in cliente.get(url(publicado, "ocultar")).content.decode()
    datos = {"seccion": seccion, "texto": MOTIVO}
    oculto = cliente.post(url(publicado, "ocultar"), datos, follow=True).content.decode()
    assert "Dejó de mostrarse." in oculto
    assert "lo revise" not in oculto
    assert "El sistema" in cliente.get(reverse("validacion:vistos")).content.decode()
    cliente.post(url(publicado, vuelve), {"seccion": seccion})
    ficha = Ficha.objects.get()
    assert (ficha.estado, ficha.pausas) == (Ficha.Estado.PUBLICADA, {})
    assert not VistoBueno.objects.filter(resuelto_en=None).exists()


@pytest.mark.parametrize(("seccion", "vuelve"), [("", "restablecer"), ("historia", "reanudar")])
def test_si_dejan_de_pedirse_dos_lo_oculto_antes_ya_no_espera_a_otra(
    como, publicado, gente, url, tmp_path, seccion, vuelve
):
    candidatura = publicado.candidatura
    acciones.ocultar(candidatura=candidatura, seccion=seccion, motivo=MOTIVO, por=gente["carmen"])
    proceso = candidatura.proceso.clave

    def cargar(cuatro_ojos):
        texto = minima.PLANTILLA.replace('clave = "prueba"', f'clave = "{proceso}"').replace(
            "[parametros]", f"[parametros]\ncuatro_ojos = {cuatro_ojos}"
        )
        texto = texto.replace("diputacion-mr = 2027-04-16", "diputacion-mr = 2026-04-16")  # ya pasó
        return cargar_proceso(plantilla=leer_plantilla(minima.escribir(tmp_path, texto)), por=None)

    cargar("true")
    assert VistoBueno.objects.get().resuelto_en is None
    cargar("false")
    omitido = Asiento.objects.get(accion="visto:omitir").detalle
    assert (omitido["clase"], omitido["propuso"]) == ("ocultar", "carmen")
    assert (VistoBueno.objects.get().desenlace, VistoBueno.objects.get().resuelto_por) == ("Aprobado", "")
    como("carmen").post(url(publicado, vuelve), {"seccion": seccion})
    ficha = Ficha.objects.get()
    assert (ficha.estado, ficha.pausas) == (Ficha.Estado.PUBLICADA, {})


@pytest.mark.parametrize("acto", ["retirar", "ocultar"])
def test_si_alguien_se_adelanta_lo_escrito_vuelve_a_la_pantalla(como, publicado, url, gente, acto):
    retiros.retirar(candidatura=publicado.candidatura, motivo="Un acuerdo", por=gente["carmen"])
    respuesta = como("carmen").post(url(publicado, acto), {"seccion": "", "texto": MOTIVO})
    assert respuesta.status_code == 422
    assert MOTIVO in respuesta.content.decode()


# --- Una candidatura que terminó ------------------------------------------------------------------------


def fallece(candidatura, por):
    leida = con_historia(Candidatura.objects.filter(pk=candidatura.pk)).get()
    pedido = Pedido(leida, ClaseDeMovimiento.FALLECIMIENTO, "IEP-CG-7/2027", timezone.now())
    mover(pedidos=[pedido], por=por)


def test_a_quien_fallecio_no_se_le_escribe_y_lo_pendiente_se_resuelve(publicado, gente):
    visto = acciones.ocultar(
        candidatura=publicado.candidatura, seccion="historia", motivo=MOTIVO, por=gente["vera"]
    )
    fallece(publicado.candidatura, gente["carmen"])
    cartas = Carta.objects.count()
    acciones.rechazar(visto=visto, nota="No lo es.", por=gente["carmen"])
    assert not VistoBueno.objects.filter(resuelto_en=None).exists()
    assert Carta.objects.count() == cartas


@pytest.mark.parametrize(
    ("verbo", "datos"),
    [
        (acciones.ocultar, {"seccion": "", "motivo": MOTIVO}),
        (acciones.retirar, {"motivo": MOTIVO}),
        (acciones.mostrar, {"seccion": "historia"}),
        (acciones.mostrar, {}),
    ],
)
def test_de_la_que_termino_no_se_oculta_ni_se_vuelve_a_mostrar_nada(publicado, gente, verbo, datos):
    if verbo is acciones.mostrar:
        retiros.retirar(candidatura=publicado.candidatura, motivo=MOTIVO, por=gente["carmen"])
    fallece(publicado.candidatura, gente["carmen"])
    antes = (Ficha.objects.get().estado, VistoBueno.objects.count(), Carta.objects.count())
    with pytest.raises(NoPublicable, match="la candidatura terminó"):
        verbo(candidatura=publicado.candidatura, por=gente["carmen"], **datos)
    assert (Ficha.objects.get().estado, VistoBueno.objects.count(), Carta.objects.count()) == antes


def test_sobre_algo_alterado_por_fuera_no_se_publica_ni_se_oculta_y_se_dice(como, publicado, url):
    cliente = como("vera")
    connection.check_constraints()
    DISPARADORES.quitar()
    Instantanea.objects.filter(pk=1).update(huella="f" * 64)
    respuesta = cliente.post(url(publicado, "ocultar"), {"seccion": "", "texto": MOTIVO})
    assert respuesta.status_code == 503
    assert "no coincide con lo firmado" in respuesta.content.decode()
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA
    assert not VistoBueno.objects.exists()
