"""Lo que ve un partido: sus candidaturas y cuánto llevan, jamás qué contestaron."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conoceles.captura import panorama
from conoceles.captura.expediente import leer
from conoceles.cuentas.acciones import asentar_entrada
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, Observacion, Respuesta
from conoceles.partido import avance, cola
from conoceles.privacidad.models import Consentimiento, EnvioDeIdentidad
from conoceles.publicacion.acciones import al_corriente
from conoceles.publicacion.lectura import documento_publico
from conoceles.publicacion.situacion import NO_RESPONDIO
from conoceles.registro.entregas import registrar_entrega
from tests import respuestas
from tests.fabricas import ActorFactory, CandidaturaFactory, CuestionarioFactory, DemarcacionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.en_los_dos]
LISTA = "/partido/"


def nombres(respuesta):
    return {fila["candidatura"].persona.nombre_completo for fila in respuesta.context["filas"]}


def en_estado(estado, **campos):
    """Una candidatura del partido con su cuestionario en ese estado."""
    ahora = timezone.now()
    candidatura = CandidaturaFactory(**campos)
    CuestionarioFactory(
        candidatura=candidatura,
        estado=estado,
        enviado_en=None if estado == Estado.EN_CAPTURA else ahora,
        validado_en=ahora if estado == Estado.VALIDADO else None,
        validado_por="vera" if estado == Estado.VALIDADO else "",
    )
    return candidatura


@pytest.fixture
def de_todo(pej):
    """Una candidatura en cada situación, por su clave."""
    sin_acceso = CandidaturaFactory(persona__cuenta=None)
    sin_entrar = CandidaturaFactory()
    en_captura = CandidaturaFactory()
    asentar_entrada(usuario=en_captura.persona.cuenta, medio="enlace")
    observada = en_estado(Estado.OBSERVADO)
    hace_una_hora = timezone.now() - timedelta(hours=1)
    omisa = CandidaturaFactory(
        captura_hasta=hace_una_hora, persona__cuenta__primera_entrada_en=hace_una_hora - timedelta(days=9)
    )
    return {
        cola.SIN_ACCESO: {sin_acceso.pk},
        cola.SIN_ENTRAR: {sin_entrar.pk},
        cola.EN_CAPTURA: {en_captura.pk},
        cola.OBSERVADA: {observada.pk},
        cola.ENVIADA: {
            en_estado(estado).pk for estado in (Estado.ENVIADO, Estado.EN_VALIDACION, Estado.CORREGIDO)
        },
        cola.VALIDADA: {en_estado(Estado.VALIDADO).pk},
        cola.OMISA: {omisa.pk},
    }


# --- De quién es cada una ------------------------------------------------------------------------------
def test_solo_las_suyas_y_en_una_alianza_las_de_su_partido_de_origen(client, paco, pej, ajena):
    alianza = ActorFactory(clave="alianza", siglas="ALI", nombre="Alianza", tipo="coalicion")
    CandidaturaFactory(persona__nombre_completo="Propia")
    CandidaturaFactory(
        posicion__actor=alianza, partido_de_origen=pej, persona__nombre_completo="De la alianza"
    )
    CandidaturaFactory(posicion__actor=alianza, persona__nombre_completo="De la alianza sin origen")
    CandidaturaFactory(partido_de_origen=ajena.posicion.actor, persona__nombre_completo="Origen ajeno")
    CandidaturaFactory(situacion="renuncia", hasta=timezone.now(), persona__nombre_completo="Renunció")
    assert nombres(client.get(LISTA)) == {"Propia", "De la alianza"}


@pytest.mark.parametrize(
    ("metodo", "ruta"),
    [("get", ""), ("post", "entrega/")],
)
def test_una_ajena_no_existe(client, paco, ajena, metodo, ruta):
    assert getattr(client, metodo)(f"/partido/candidaturas/{ajena.clave}/{ruta}").status_code == 404


def test_una_cuenta_sin_partido_lo_dice(client, gente):
    client.force_login(gente["paco"])
    respuesta = client.get(LISTA)
    assert respuesta.status_code == 404
    assert "no está ligada a ningún partido" in respuesta.content.decode()


def test_entra_a_su_espacio(client, paco):
    assert client.get("/inicio/")["Location"] == LISTA
    (grupo,) = client.get(LISTA).context["menu"]
    assert [entrada.texto for entrada in grupo.entradas] == ["Candidaturas", "Proponer textos"]


# --- Situaciones y cuentas -----------------------------------------------------------------------------
def test_cada_situacion_tiene_lo_suyo_y_su_cuenta_es_su_lista(client, paco, de_todo):
    resumen = {parte["rotulo"]: parte for parte in client.get(LISTA).context["resumen"]}
    for situacion, esperadas in de_todo.items():
        parte = resumen[cola.rotulo(situacion)]
        pagina = client.get(parte["url"])
        assert {fila["candidatura"].pk for fila in pagina.context["filas"]} == esperadas, situacion
        assert parte["cuenta"] == pagina.context["total"] == len(esperadas)
    assert resumen["Todas"]["cuenta"] == sum(map(len, de_todo.values()))


def test_por_entregar_cuenta_lo_mismo_que_lista(client, paco, de_todo):
    (parte,) = [p for p in client.get(LISTA).context["resumen"] if p["rotulo"] == "Acceso por entregar"]
    pagina = client.get(parte["url"])
    assert parte["cuenta"] == pagina.context["total"] == sum(map(len, de_todo.values())) - 2


def test_los_filtros_van_en_la_direccion(client, paco, pej):
    CandidaturaFactory(persona__nombre_completo="Núria Peña", folio_registro="F-9")
    CandidaturaFactory(
        posicion__contienda__demarcacion=DemarcacionFactory(clave="11"), persona__nombre_completo="Otra"
    )
    assert nombres(client.get(f"{LISTA}?q=nuria+PENA")) == {"Núria Peña"}
    assert nombres(client.get(f"{LISTA}?q=f-9")) == {"Núria Peña"}
    assert nombres(client.get(f"{LISTA}?demarcacion=distrito-11")) == {"Otra"}
    assert nombres(client.get(f"{LISTA}?cargo=diputacion-mr&demarcacion=distrito-10")) == {"Núria Peña"}


def test_los_vencimientos_son_de_lo_que_espera_a_la_persona(client, paco, proceso):
    ahora = timezone.now()
    medianoche = timezone.localtime(ahora).replace(hour=0, minute=0, second=0, microsecond=0)
    CandidaturaFactory(captura_hasta=medianoche + timedelta(days=1), persona__nombre_completo="Hoy")
    CandidaturaFactory(captura_hasta=medianoche + timedelta(days=3), persona__nombre_completo="Tres")
    CandidaturaFactory(captura_hasta=medianoche + timedelta(days=9), persona__nombre_completo="Lejos")
    CandidaturaFactory(captura_hasta=ahora - timedelta(minutes=5), persona__nombre_completo="Omisa")
    observada = en_estado(Estado.OBSERVADO, persona__nombre_completo="Observada")
    Observacion.objects.create(
        cuestionario=observada.cuestionarios.get(), seccion="historia", supuesto="copia", texto="x", ronda=1,
        por="vera", emitida_en=ahora, vence_en=medianoche + timedelta(days=2),
    )  # fmt: skip
    en_estado(Estado.ENVIADO, captura_hasta=medianoche + timedelta(days=1))
    assert nombres(client.get(f"{LISTA}?vence=hoy")) == {"Hoy"}
    assert nombres(client.get(f"{LISTA}?vence=tres")) == {"Hoy", "Tres", "Observada"}
    assert nombres(client.get(f"{LISTA}?vence=vencidas")) == {"Omisa"}


def test_omisa_es_quien_su_pagina_dice_que_no_respondio(client, paco, pej):
    """A quien no tuvo acceso a tiempo le falta eso; y ya venció, aunque no sea omisa."""
    vencido = timezone.now() - timedelta(hours=1)
    sin_cuenta = CandidaturaFactory(captura_hasta=vencido, persona__cuenta=None)
    sin_entrar = CandidaturaFactory(captura_hasta=vencido)
    entro_tarde = CandidaturaFactory(captura_hasta=vencido)
    asentar_entrada(usuario=entro_tarde.persona.cuenta, medio="enlace")
    con_tiempo = CandidaturaFactory(
        captura_hasta=vencido, persona__cuenta__primera_entrada_en=vencido - timedelta(days=9)
    )
    todas = [sin_cuenta, sin_entrar, entro_tarde, con_tiempo]
    al_corriente(todas, por=None)
    omisas = {
        c.pk for c in todas if documento_publico(c.clave, timezone.now()).situacion.clave == NO_RESPONDIO
    }
    assert omisas == {con_tiempo.pk}
    pagina = client.get(f"{LISTA}?vence=vencidas")
    situaciones = {fila["candidatura"].pk: fila["situacion"] for fila in pagina.context["filas"]}
    esperadas = ["Sin acceso", "Sin entrar", "En captura", "Omisa"]
    assert situaciones == {c.pk: dicha for c, dicha in zip(todas, esperadas, strict=True)}


@pytest.mark.parametrize(
    "rara", ["estado=zz", "cargo=no", "demarcacion=x", "vence=ayer", "pagina=-1", "pagina=9999", "q=%00%27--"]
)
def test_la_direccion_rara_no_rompe_ni_filtra(client, paco, candidatura, rara):
    respuesta = client.get(f"{LISTA}?{rara}")
    assert respuesta.status_code == 200
    assert "⟪" not in respuesta.content.decode()


# --- Avance --------------------------------------------------------------------------------------------
def test_el_avance_es_el_que_ve_la_persona(paco, candidatura, gente, proceso):
    def suyo():
        return avance.de([candidatura], proceso)[candidatura.pk]

    assert (suyo().completas, suyo().total) == (0, 9)
    cuestionario = acciones.abrir(candidatura=candidatura)
    for seccion in ("historia", "estudios"):
        acciones.guardar_seccion(
            cuestionario=cuestionario, seccion=seccion, valores=respuestas.COMPLETAS, por=gente["ana"]
        )
    acciones.guardar_seccion(
        cuestionario=cuestionario, seccion="motivo", valores={"motivo_cargo": "Corto"}, por=gente["ana"]
    )
    assert (suyo().completas, suyo().total) == panorama.avance(leer(candidatura))[:2] == (2, 9)
    assert suyo().pendientes["motivo"] == ["Por ajustar: ¿Por qué quiere ocupar un cargo público?"]


def test_lo_observado_cuenta_hasta_que_se_corrige(capturar_todo, candidatura, gente, proceso):
    cuestionario = capturar_todo()
    acciones.enviar(cuestionario=cuestionario, por=gente["ana"])
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    acciones.observar(
        cuestionario=cuestionario, seccion="historia", supuesto="copia", texto="Escriba algo propio.", por=gente["vera"]
    )  # fmt: skip
    borrador = avance.de([candidatura], proceso)[candidatura.pk]
    assert borrador.observaciones == []  # lo que aún no se emite es de quien revisa
    acciones.devolver(cuestionario=cuestionario, por=gente["vera"])
    devuelto = avance.de([candidatura], proceso)[candidatura.pk]
    assert (devuelto.completas, len(devuelto.observaciones)) == (8, 1)
    nuevo = {"historia_profesional": respuestas.TEXTO + " Y más."}
    acciones.guardar_seccion(cuestionario=cuestionario, seccion="historia", valores=nuevo, por=gente["ana"])
    assert avance.de([candidatura], proceso)[candidatura.pk].completas == 9


def test_la_lista_cuesta_lo_mismo_con_una_que_con_muchas(client, paco, candidatura):
    en_estado(Estado.OBSERVADO)
    client.get(LISTA)  # la primera petición de una sesión hace además lo suyo
    medidas = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as consultas:
            assert client.get(f"{LISTA}?q=apellido").context["filas"]
        medidas.append(len(consultas))
        for estado in (*Estado, *Estado):
            en_estado(estado)
    assert medidas[0] == medidas[1] <= 25  # una es la de las cuentas reabiertas


def test_la_lista_va_por_paginas(client, paco, pej):
    for _ in range(53):
        CandidaturaFactory()
    assert len(client.get(LISTA).context["filas"]) == 50
    assert len(client.get(f"{LISTA}?pagina=2").context["filas"]) == 3


def test_el_archivo_del_avance_trae_lo_de_la_lista(client, paco, candidatura, ajena, monkeypatch):
    monkeypatch.setattr("conoceles.partido.views.candidaturas.LOTE", 2)
    for _ in range(4):
        CandidaturaFactory(persona__nombre_completo="=CMD()")
    respuesta = client.get("/partido/avance.csv?estado=todas")
    filas = list(csv.DictReader(io.StringIO(respuesta.content.decode("utf-8-sig"))))
    assert len(filas) == 5
    assert {fila["Persona"] for fila in filas} == {str(candidatura.persona), "'=CMD()"}
    assert {(fila["Secciones completas"], fila["Secciones"]) for fila in filas} == {("0", "9")}
    q = client.get(f"/partido/avance.csv?q={candidatura.clave}").content.decode("utf-8-sig")
    assert len(q.splitlines()) == 2


# --- Una candidatura -----------------------------------------------------------------------------------
def test_la_pagina_dice_que_falta_y_lo_observado(client, paco, candidatura, proceso):
    cuestionario = CuestionarioFactory(
        candidatura=candidatura, estado=Estado.OBSERVADO, enviado_en=timezone.now()
    )
    Observacion.objects.create(
        cuestionario=cuestionario, seccion="historia", supuesto="copia", texto="Escriba algo propio.", ronda=1,
        por="vera", emitida_en=timezone.now(), vence_en=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    pagina = client.get(f"/partido/candidaturas/{candidatura.clave}/").content.decode()
    for dato in ("Escriba algo propio.", "Falta: Fotografía", "0 de 9", "hora del centro de México"):
        assert dato in pagina
    assert pagina.count("Escriba al menos un medio de contacto público") == 1


def test_registra_que_entrego_la_hoja(client, paco, candidatura, gente):
    ruta = f"/partido/candidaturas/{candidatura.clave}/"
    mala = client.post(f"{ruta}entrega/", {"fecha": "", "recibio": ""})
    assert mala.status_code == 422
    assert "Escriba el nombre de quien recibió" in mala.content.decode()
    datos = {"fecha": timezone.localdate().isoformat(), "recibio": "Ana Ruiz"}
    assert client.post(f"{ruta}entrega/", datos).status_code == 302
    entrega = candidatura.persona.entregas.get()
    assert (entrega.canal, entrega.por) == ("partido", "paco")
    assert "Recibió Ana Ruiz" in client.get(ruta).content.decode()


def test_el_partido_nunca_ve_un_enlace_de_activacion(client, paco, candidatura, gente):
    from conoceles.registro.accesos import dar_acceso

    _, enlace = dar_acceso(persona=candidatura.persona, por=gente["carmen"])
    registrar_entrega(persona=candidatura.persona, canal="impresa", recibio="Ana", por=gente["carmen"])
    for ruta in (LISTA, f"/partido/candidaturas/{candidatura.clave}/", "/partido/avance.csv"):
        assert "/acceso/" not in client.get(ruta).content.decode()
    assert client.post(f"/panel/accesos/{candidatura.clave}/hoja/").status_code == 403


# --- Lo que jamás se ve --------------------------------------------------------------------------------
def _consentir(candidatura, *, tratamiento, numero=1):
    return Consentimiento.objects.create(
        candidatura=candidatura, numero=numero, aviso="v1", tratamiento=tratamiento, publicacion=False,
        estadistica=False, folio=f"M-{candidatura.pk}-{numero}", nonce="0" * 32, huella="0" * 64,
    )  # fmt: skip


def _enviar_identidad(candidatura):
    return EnvioDeIdentidad.objects.create(
        candidatura=candidatura, numero=1, definicion_clave="identidad-2022",
        consentimiento=_consentir(candidatura, tratamiento=True), sobre=b"CANARIO", folio=f"D-{candidatura.pk}",
        huella="0" * 64,
    )  # fmt: skip


def test_quien_envio_y_quien_se_nego_se_ven_igual(client, paco, pej):
    envio, nego, acepto, nada = (CandidaturaFactory() for _ in range(4))
    _enviar_identidad(envio)
    _consentir(nego, tratamiento=False)
    _consentir(acepto, tratamiento=True)
    concluidas = {f["candidatura"].pk for f in client.get(LISTA).context["filas"] if f["identidad"]}
    assert concluidas == {envio.pk, nego.pk}

    def identidad(candidatura):
        pagina = client.get(f"/partido/candidaturas/{candidatura.clave}/").content.decode()
        return pagina[pagina.index('aria-labelledby="identidad"') : pagina.index('aria-labelledby="acceso"')]

    assert identidad(envio) == identidad(nego)
    assert identidad(acepto) == identidad(nada) != identidad(nego)


CANARIO = "CANARIO-7x"


def test_ninguna_pantalla_del_partido_lleva_una_respuesta(client, paco, candidatura, gente):
    """Un canario en cada respuesta, también en las de identidad si alguien las guardara donde no debe."""
    cuestionario = acciones.abrir(candidatura=candidatura)
    Respuesta.objects.bulk_create(
        Respuesta(cuestionario=cuestionario, pregunta=p.clave, valor=f"{CANARIO} {p.clave}")
        for p in cuestionario.definicion.preguntas
    )
    identidad = Cuestionario.objects.create(
        candidatura=candidatura, tipo="identidad", definicion_clave="curricular-2022"
    )
    Respuesta.objects.create(cuestionario=identidad, pregunta="lgbttti", valor=CANARIO)
    reservados = candidatura.persona
    from conoceles.registro.models import DatosReservados

    DatosReservados.objects.create(
        persona=reservados, curp="CANARIO-7xCURP", clave_de_elector="CANARIO-7xELEC", correo="CANARIO-7x@x.mx",
        telefono="CANARIO-7x",
    )  # fmt: skip
    for ruta in (
        LISTA,
        f"/partido/candidaturas/{candidatura.clave}/",
        "/partido/avance.csv",
        "/partido/textos/",
        "/partido/textos/plantilla.csv",
    ):
        pagina = client.get(ruta)
        assert pagina.status_code == 200
        assert CANARIO not in pagina.content.decode(), ruta


@pytest.mark.parametrize("quien", ["ana", "carmen", "vera", "diego", "gema", "irma", "celia"])
@pytest.mark.parametrize(
    "ruta", [LISTA, "/partido/textos/", "/partido/avance.csv", "/partido/textos/plantilla.csv"]
)
def test_nadie_mas_entra(client, gente, quien, ruta):
    client.force_login(gente[quien])
    assert client.get(ruta).status_code == 403
