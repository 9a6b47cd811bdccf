"""Lo que lee quien juzga: qué decía la página en ese lapso, ni más ni menos, y qué no se revela sin pedirlo."""

import html
import json
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.comun.canonico import json_canonico
from conoceles.interrupciones.acciones import anotar, anular, latir
from conoceles.publicacion import acciones, plazos
from conoceles.publicacion.evidencia import notas, puntos
from conoceles.publicacion.lectura import documento_publico
from conoceles.publicacion.memoria import constancia
from conoceles.publicacion.models import DISPARADORES, Constancia, Instantanea
from conoceles.seguimiento.models import PlazoPropio
from conoceles.validacion.constancia import en_pdf, leida
from conoceles.validacion.versiones import SIN_PAGINA
from herramientas import verificador
from tests import respuestas
from tests.publicacion import versionadas
from tests.publicacion.versionadas import version
from tests.registro import minima
from tests.seguimiento.conftest import APROBACION, LIMITE, inscribir, local  # noqa: F401

pytestmark = pytest.mark.django_db
HORA, DIA = timedelta(hours=1), timedelta(days=1)


def rotulos(dada):
    return [tramo["rotulo"] for una in dada["versiones"] for tramo in una["situaciones"]]


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


@pytest.fixture
def callada(inscribir):  # noqa: F811
    """Una candidatura con acceso que nunca envió."""
    with time_machine.travel(APROBACION, tick=False):
        return inscribir()[0]


def comprobar(dada):
    """Con el nombre que traen sus documentos: los escritos a mano son de otra persona."""
    leidos = [una["verificable"]["documento"] for una in dada["versiones"] if una["verificable"]["documento"]]
    suyo = json.loads(leidos[-1]) if leidos else {}
    suyos = {campo: suyo[campo]["nombre"] for campo in ("persona", "cargo") if suyo}
    dada = {**dada, "candidatura": {**dada["candidatura"], **suyos}}
    llaves = verificador.leer_llaves(notas.llaves()[-1].texto)
    assert verificador.comprobar_constancia(json_canonico(dada).decode(), llaves)


@pytest.fixture
def pedir(gente):
    def pedir(candidatura, desde, hasta, ahora=None):
        ahora = ahora or local(6, 1, 10)
        with time_machine.travel(ahora, tick=False), transaction.atomic():
            puntos.sellar()
            dada = constancia.contenido(
                candidatura, desde=desde, hasta=hasta, por=gente["diego"], ahora=ahora
            )
        # Lo que aquí se lea, quien la reciba lo comprueba sin este sistema.
        comprobar(dada)
        return dada

    return pedir


# --- Qué decía -----------------------------------------------------------------------------------------------


def test_mientras_corria_el_plazo_no_dice_que_callo(callada, pedir):
    assert rotulos(pedir(callada, local(4, 15), local(4, 21))) == [
        "En plazo para responder (hasta el 29 de abril)"
    ]


def test_si_el_lapso_abarca_el_vencimiento_dice_las_dos_cosas_y_desde_cuando(callada, pedir):
    (una,) = pedir(callada, local(4, 15), local(5, 21))["versiones"]
    antes, despues = una["situaciones"]
    assert antes["rotulo"].startswith("En plazo para responder")
    assert despues["rotulo"] == "No respondió"
    assert antes["hasta"] == despues["desde"] == constancia.iso(LIMITE)


def test_lo_programado_no_se_entrega_de_antes_de_su_hora_aunque_se_pida_despues(publicado, gente, pedir):
    candidatura, ahora = publicado.candidatura, timezone.now()
    se_ve = ahora + 5 * DIA
    versionadas.reescribir(
        candidatura.proceso,
        [
            version({"propuesta_1": "canario"}, instante=ahora, cuestionario={
                **versionadas.PUBLICADA, "visible_desde": se_ve.isoformat(),
            })
        ],
        clave=candidatura.clave,
    )  # fmt: skip
    antes = pedir(candidatura, ahora + DIA, ahora + 2 * DIA, ahora + 10 * DIA)
    assert rotulos(antes)[0].startswith("Se publica el ")
    assert "canario" not in json.dumps(antes)
    ambos = pedir(candidatura, ahora + DIA, ahora + 8 * DIA, ahora + 10 * DIA)
    assert rotulos(ambos)[1:] == ["Publicada"]
    assert "canario" in ambos["versiones"][0]["verificable"]["documento"]
    assert [t["respuestas"] for t in ambos["versiones"][0]["situaciones"]] == [False, True]


def test_la_reemplazada_en_su_mismo_instante_conserva_su_numero_y_no_se_entrega(candidatura, proceso, pedir):
    documentos = [version({"propuesta_1": f"canario{n}"}, instante=local(4, 20)) for n in (1, 2)]
    versionadas.reescribir(proceso, documentos, clave=candidatura.clave)
    primera, segunda = pedir(candidatura, local(4, 15), local(4, 21))["versiones"]
    assert (primera["situaciones"], primera["verificable"]["documento"]) == ([], None)
    assert "canario2" in segunda["verificable"]["documento"]


def test_antes_de_que_tuviera_pagina_se_dice(callada, gente):
    with time_machine.travel(local(6, 1), tick=False):
        expedida = constancia.expedir(
            candidatura=callada, desde=APROBACION - DIA, hasta=APROBACION + HORA, por=gente["carmen"]
        )
        antes, despues = leida(expedida, callada.proceso)["dichos"]
    assert (antes["rotulo"], antes["versiones"]) == (SIN_PAGINA, "")
    assert despues["rotulo"].startswith("En plazo para responder")
    assert antes["hasta"] == despues["desde"]


def test_sin_ninguna_version_lo_dice_en_la_pantalla_y_en_el_papel(candidatura, proceso, gente, client):
    versionadas.reescribir(proceso, [version({}, instante=timezone.now() + DIA)], clave=candidatura.clave)
    with time_machine.travel(timezone.now() + HORA):
        expedida = constancia.expedir(
            candidatura=candidatura,
            desde=timezone.now() - 2 * HORA,
            hasta=timezone.now(),
            por=gente["carmen"],
        )
    assert expedida.datos["versiones"] == []
    client.force_login(gente["carmen"])
    pagina = texto(client.get(reverse("validacion:constancia", args=[expedida.folio])))
    assert SIN_PAGINA in pagina
    assert "no hubo ninguna" in pagina
    assert en_pdf(expedida, proceso).startswith(b"%PDF")


def test_la_linea_de_tiempo_junta_lo_que_siguio_igual(candidatura, proceso, gente):
    versionadas.reescribir(
        proceso,
        [*(version({"propuesta_1": f"Texto {n}"}) for n in range(3)), version({}, cuestionario=versionadas.RETIRADA)],
        clave=candidatura.clave,
    )  # fmt: skip
    expedida = constancia.expedir(
        candidatura=candidatura, desde=versionadas.DESDE, hasta=timezone.now(), por=gente["carmen"]
    )
    dichos = leida(expedida, proceso)["dichos"]
    assert [(d["rotulo"], d["versiones"]) for d in dichos] == [
        (SIN_PAGINA, ""),
        ("Publicada", "Versiones 1 a 3"),
        ("Retirado temporalmente por el Instituto", "Versión 4"),
    ]
    assert "Motivo escrito." in dichos[-1]["detalle"]


# --- Las interrupciones --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("de", "a"),
    [
        ("[parametros]", "[parametros]\ngracia_por_interrupcion = false"),
        ("cierre = 2027-06-07", "cierre = 2027-04-29T12:00:00"),
        ("ficticio = false", "ficticio = false\nhistorico = true"),
        ('clave = "prueba"', 'clave = "otro"'),  # otro proceso pasa a ser el vigente
    ],
)
def test_dice_lo_mismo_del_mismo_lapso_aunque_despues_cambie_lo_que_rige_los_plazos(
    callada, gente, pedir, tmp_path, de, a
):
    suya = minima.PLANTILLA.replace('clave = "prueba"', f'clave = "{callada.proceso.clave}"')
    suya = suya.replace("general = 2026-04-14", "general = 2027-04-14").replace("2027-06-06", "2027-04-29")
    with time_machine.travel(APROBACION, tick=False):
        minima.cargar(tmp_path, suya)
    with time_machine.travel(local(4, 30, 1), tick=False):
        anotar(desde=local(4, 29, 20), hasta=local(4, 29, 23), descripcion="Luz", por=gente["irma"])
        decia = documento_publico(callada.clave, timezone.now()).situacion.etiqueta
    with time_machine.travel(local(4, 30, 1, 5), tick=False):
        plazos.devolver_lo_perdido()
    lapso = local(4, 30, 0), local(4, 30, 2)
    antes = rotulos(pedir(callada, *lapso))
    with time_machine.travel(local(5, 20), tick=False):
        minima.cargar(tmp_path, (minima.PLANTILLA if "clave" in de else suya).replace(de, a))
    callada = type(callada).objects.con_todo().get(pk=callada.pk)
    assert rotulos(pedir(callada, *lapso)) == antes
    assert decia in antes
    assert decia == "En plazo: su límite se está recorriendo"


def test_consta_la_interrupcion_que_esta_pasando(candidatura, pedir):
    ahora = timezone.now()
    with time_machine.travel(ahora, tick=False):
        latir()
    (pasando,) = pedir(candidatura, ahora - HORA, ahora + 6 * HORA, ahora + 5 * HORA)["interrupciones"]
    assert (pasando["desde"], pasando["hasta"]) == (constancia.iso(ahora), None)
    assert pedir(candidatura, ahora - HORA, ahora, ahora + 5 * HORA)["interrupciones"] == []


def test_consta_la_anulada_que_ya_movio_plazos_y_no_la_que_no(callada, gente, pedir):
    with time_machine.travel(local(4, 30, 1), tick=False):
        datos = {"descripcion": "Se fue la luz.", "por": gente["irma"]}
        devuelta = anotar(desde=local(4, 29, 20), hasta=local(4, 29, 23), **datos)
        plazos.devolver_lo_perdido()
        de_mas = anotar(desde=local(4, 20), hasta=local(4, 21), **datos)
        for interrupcion in (devuelta, de_mas):
            anular(interrupcion=interrupcion, motivo="Eran otras horas.", por=gente["irma"])
    assert PlazoPropio.objects.count() == 1
    (consta,) = pedir(callada, local(4, 15), local(5, 21))["interrupciones"]
    assert consta["motivo_de_anulacion"] == "Eran otras horas."
    with time_machine.travel(local(6, 1), tick=False):
        expedida = constancia.expedir(
            candidatura=callada, desde=local(4, 15), hasta=local(5, 21), por=gente["carmen"]
        )
        tabla = next(t for t in leida(expedida, callada.proceso)["tablas"] if "Interrup" in t["titulo"])
    assert "Se anuló el 30 de abril de 2027" in dict(tabla["filas"][0])["Qué faltó"]


# --- Los datos que el registro corrigió ----------------------------------------------------------------------


@pytest.fixture
def corregida(publicado):
    """El registro corrigió su nombre y su sexo después de publicarse."""
    persona = publicado.candidatura.persona
    persona.sexo, persona.nombres, persona.nombre_completo = "mujer", "Nueva", "Nueva Deprueba Segunda"
    persona.save()
    acciones.al_corriente([publicado.candidatura], por=None)
    publicado.candidatura.refresh_from_db()
    return publicado.candidatura


def expedir(client, gente, candidatura, **marcado):
    client.force_login(gente["diego"])
    hoy = f"{timezone.localdate()}"
    formulario = reverse("validacion:expedir_constancia", args=[candidatura.clave])
    assert client.post(formulario, {"desde": hoy, "hasta": hoy, **marcado}).status_code == 302
    expedida = Constancia.objects.get()
    return expedida, texto(client.get(reverse("validacion:constancia", args=[expedida.folio])))


def test_lo_corregido_va_en_el_archivo_y_no_se_dibuja_sin_pedirlo(corregida, client, gente):
    de_antes = json.loads(Instantanea.objects.earliest("version").documento)["persona"]["nombre"]
    formulario = reverse("validacion:expedir_constancia", args=[corregida.clave])
    client.force_login(gente["diego"])
    assert "El registro corrigió datos de la persona ya publicados" in texto(client.get(formulario))
    expedida, pagina = expedir(client, gente, corregida)
    assert de_antes in expedida.contenido
    assert de_antes not in pagina
    assert de_antes not in json.dumps(leida(expedida, corregida.proceso), ensure_ascii=False)
    assert "los de entonces van sólo en el archivo" in pagina
    assert "con_datos_corregidos" not in Asiento.objects.latest("secuencia").detalle


def test_si_se_pide_se_dibuja_y_queda_en_la_bitacora(corregida, client, gente):
    de_antes = json.loads(Instantanea.objects.earliest("version").documento)["persona"]["nombre"]
    expedida, pagina = expedir(client, gente, corregida, con_datos_corregidos="on")
    assert de_antes in pagina
    assert "aquí van como se leían entonces" in pagina
    asiento = Asiento.objects.latest("secuencia")
    assert asiento.accion == "constancia:expedir"
    assert asiento.detalle["con_datos_corregidos"] is True
    assert expedida.datos["con_datos_corregidos"] is True


def test_sin_nada_corregido_ni_se_pregunta(publicado, client, gente):
    client.force_login(gente["diego"])
    formulario = reverse("validacion:expedir_constancia", args=[publicado.candidatura.clave])
    assert "corrigió" not in texto(client.get(formulario))
    expedida, pagina = expedir(client, gente, publicado.candidatura, con_datos_corregidos="on")
    assert respuestas.TEXTO in pagina
    assert expedida.datos["con_datos_corregidos"] is False


# --- Lo que ya no puede hacerse constar o entregarse ---------------------------------------------------------


@pytest.fixture
def cambiar():
    def cambiar(**campos):
        DISPARADORES.quitar()
        try:
            ultima = Instantanea.objects.latest("secuencia")
            Instantanea.objects.filter(pk=ultima.pk).update(**campos)
        finally:
            DISPARADORES.poner()

    return cambiar


def test_lo_alterado_no_se_hace_constar(publicado, cambiar, client, gente):
    cambiar(documento="{}")
    client.force_login(gente["diego"])
    formulario = reverse("validacion:expedir_constancia", args=[publicado.candidatura.clave])
    hoy = f"{timezone.localdate()}"
    assert client.get(formulario).status_code == 200
    respuesta = client.post(formulario, {"desde": hoy, "hasta": hoy})
    assert respuesta.status_code == 422
    assert "no puede hacerse constar" in texto(respuesta)
    assert Constancia.objects.count() == 0


def test_la_que_trae_lo_que_despues_se_suprimio_deja_de_entregarse(publicado, cambiar, client, gente):
    expedida, _ = expedir(client, gente, publicado.candidatura)
    cambiar(documento=None, sal=None)
    for nombre in ("constancia", "constancia_pdf", "constancia_json"):
        respuesta = client.get(reverse(f"validacion:{nombre}", args=[expedida.folio]), follow=True)
        assert "se suprimió después" in texto(respuesta)
        assert respuestas.TEXTO not in texto(respuesta)
