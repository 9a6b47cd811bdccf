"""Publicar a una hora: al segundo, en la página, la lista, las cuentas, la fotografía y la marca de la edición."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.calendario.models import Proceso
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.interrupciones.ausencias import NADA
from conoceles.mensajes.models import Carta
from conoceles.publicacion import acciones, lectura
from conoceles.publicacion.accesos import registrar_entrega
from conoceles.publicacion.indices_al_dia import IndicesAlDia
from conoceles.publicacion.models import Ficha, Instantanea
from conoceles.publicacion.registro import cargar_proceso, leer_plantilla
from conoceles.registro.models import ActorPolitico, Contienda
from conoceles.registro.revision import ArchivoInvalido
from tests import fabricas
from tests.registro import minima

pytestmark = pytest.mark.django_db
CALENDARIO = datetime(2027, 4, 15, 6, tzinfo=UTC)  # 00:00 en el centro de México
UN_SEGUNDO = timedelta(seconds=1)


@pytest.fixture
def publicada(gente, proceso, capturar_todo, candidatura):
    """La de Ana, publicada desde antes; su cargo se muestra el 15 de abril a las 00:00."""
    with time_machine.travel(CALENDARIO - timedelta(days=5), tick=False):
        type(candidatura).objects.update(aprobada_en=timezone.now(), captura_hasta=CALENDARIO)
        proceso.fechas = {"publicacion.diputacion-mr": CALENDARIO.isoformat()}
        proceso.jornada = date(2027, 6, 6)
        proceso.save()
        candidatura = type(candidatura).objects.get(pk=candidatura.pk)
        acciones.al_corriente([candidatura], por=None)
        cuestionario = capturar_todo()
        acciones.enviar(cuestionario=cuestionario, por=gente["ana"])
        cuestionario = cuestionario_acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
        cuestionario_acciones.validar(cuestionario=cuestionario, por=gente["vera"])
        acciones.publicar(candidaturas=[candidatura], por=gente["carmen"])
        yield candidatura


def lo_publico(client, candidatura):
    """Todo por donde podría verse: (respuestas, cuentas, foto, página, etiqueta de la lista)."""
    ahora = timezone.now()
    indice = lectura.abrir("", ahora).indice
    pagina = client.get(reverse("consulta:ficha", kwargs={"clave": candidatura.clave}))
    lista = client.get(reverse("consulta:lista"))
    foto = Ficha.objects.get(pk=candidatura.clave).tarjeta["foto"]
    return {
        "respuestas": bool(lectura.documento_publico(candidatura.clave, ahora).documento["respuestas"]),
        "cuentas": indice.tabla().filtrar({}).cuentas("respondio").get("si", 0) == 1,
        "grado": any(indice.tabla().filtrar({}).cuentas("grado").values()),
        "foto": lectura.foto_visible_hasta(foto, ahora) is not None,
        "pagina": "Se publica el" not in pagina.content.decode(),
        "lista": "Se publica el" not in lista.content.decode(),
    }, lista["ETag"]


@pytest.mark.parametrize("propio", [None, CALENDARIO + timedelta(hours=9, seconds=17)])
def test_un_segundo_antes_nada_y_en_su_instante_todo(client, publicada, gente, propio):
    with time_machine.travel(CALENDARIO - timedelta(days=1), tick=False):
        if propio:
            acciones.programar(candidaturas=[publicada], desde=propio, por=gente["carmen"])
    instante = propio or CALENDARIO
    with time_machine.travel(instante - UN_SEGUNDO, tick=False):
        antes, etiqueta = lo_publico(client, publicada)
        assert not any(antes.values()), antes
        assert "max-age=1" in client.get(reverse("consulta:lista"))["Cache-Control"]
    hojas = Instantanea.objects.count()
    with time_machine.travel(instante, tick=False):
        despues, otra = lo_publico(client, publicada)
        assert all(despues.values()), despues
        assert otra != etiqueta
        vieja = client.get(reverse("consulta:lista"), headers={"If-None-Match": etiqueta})
        assert vieja.status_code == 200
    assert Instantanea.objects.count() == hojas  # llegó la hora: nadie tuvo que escribir nada


def test_una_memoria_hecha_antes_de_la_hora_no_sirve_despues(publicada):
    memoria = IndicesAlDia()
    proceso = lectura.procesos.leer().procesos[0]
    antes = memoria.indice(proceso, CALENDARIO - UN_SEGUNDO, NADA)
    assert antes.proxima == CALENDARIO
    assert memoria.indice(proceso, CALENDARIO, NADA) is not antes


def test_el_conjunto_elegido_se_muestra_junto_y_los_demas_siguen_con_el_suyo(publicada, gente):
    otra = fabricas.CandidaturaFactory(aprobada_en=CALENDARIO - timedelta(days=5))
    propio = CALENDARIO + timedelta(days=2)
    acciones.al_corriente([otra], por=None)
    acciones.programar(candidaturas=[publicada], desde=propio, por=gente["carmen"])
    tarjetas = dict(Ficha.objects.values_list("clave", "tarjeta"))
    assert tarjetas[publicada.clave]["cuestionario"]["visible_desde"] == propio.isoformat()
    assert tarjetas[otra.clave]["cuestionario"]["visible_desde"] == CALENDARIO.isoformat()


def test_sin_instante_vuelve_al_de_su_cargo_y_repetirlo_no_hace_nada(publicada, gente):
    acciones.programar(candidaturas=[publicada], desde=CALENDARIO + timedelta(days=2), por=gente["carmen"])
    assert acciones.programar(candidaturas=[publicada], desde=None, por=gente["carmen"]) == 1
    assert acciones.programar(candidaturas=[publicada], desde=None, por=gente["carmen"]) == 0
    assert Ficha.objects.get().tarjeta["cuestionario"]["visible_desde"] == CALENDARIO.isoformat()
    assert Asiento.objects.filter(accion="ficha:programar").count() == 2


def test_nadie_adelanta_el_calendario(publicada, gente):
    with pytest.raises(acciones.NoPublicable, match="no permite mostrarla antes del 15 de abril de 2027"):
        acciones.programar(candidaturas=[publicada], desde=CALENDARIO - UN_SEGUNDO, por=gente["carmen"])
    with pytest.raises(PermissionDenied):
        acciones.programar(candidaturas=[publicada], desde=CALENDARIO, por=gente["vera"])


def test_nadie_lo_pospone_hasta_la_jornada_que_seria_retirarlo_sin_motivo_ni_segunda_persona(
    publicada, gente
):
    jornada = datetime(2027, 6, 6, 6, tzinfo=UTC)
    for lejos in (jornada, datetime(2072, 4, 16, tzinfo=UTC)):
        with pytest.raises(acciones.NoPublicable, match="antes de la jornada, que es el 6 de junio de 2027"):
            acciones.programar(candidaturas=[publicada], desde=lejos, por=gente["carmen"])
        with pytest.raises(acciones.NoPublicable, match="antes de la jornada"):
            acciones.publicar(candidaturas=[publicada], desde=lejos, por=gente["carmen"])
    assert Ficha.objects.get().visible_desde is None
    acciones.programar(candidaturas=[publicada], desde=jornada - UN_SEGUNDO, por=gente["carmen"])


def test_si_el_calendario_se_recorre_despues_del_propio_manda_el_calendario(publicada, proceso, gente):
    acciones.programar(candidaturas=[publicada], desde=CALENDARIO + timedelta(days=1), por=gente["carmen"])
    movido = CALENDARIO + timedelta(days=3)
    proceso.fechas = {"publicacion": movido.isoformat()}
    proceso.save()
    acciones.al_corriente([publicada], por=None)
    assert Ficha.objects.get().tarjeta["cuestionario"]["visible_desde"] == movido.isoformat()


@pytest.mark.parametrize("desde", [CALENDARIO + timedelta(days=9), None])
def test_lo_que_ya_esta_a_la_vista_no_se_esconde_programandolo(publicada, gente, desde):
    propio = CALENDARIO + timedelta(hours=1)
    acciones.programar(candidaturas=[publicada], desde=propio, por=gente["carmen"])
    with time_machine.travel(propio + UN_SEGUNDO, tick=False):
        with pytest.raises(acciones.NoPublicable, match="ya está a la vista; para ocultarla, retírela"):
            acciones.programar(candidaturas=[publicada], desde=desde, por=gente["carmen"])
        assert lectura.documento_publico(publicada.clave, timezone.now()).situacion.es_publicada
    assert Ficha.objects.get().visible_desde == propio
    assert Asiento.objects.filter(accion="ficha:programar").count() == 1


def plantilla_del(proceso, carpeta, cargo, hora):
    """La plantilla mínima, con la clave de ese proceso y otra hora de publicación de un cargo."""
    texto = minima.PLANTILLA.replace('clave = "prueba"', f'clave = "{proceso.clave}"')
    texto = texto.replace("diputacion-mr = 2027-04-16", f"{cargo} = {hora}")
    return leer_plantilla(minima.escribir(carpeta, texto))


def test_una_plantilla_no_esconde_lo_que_ya_esta_a_la_vista(publicada, proceso, tmp_path):
    pospone = plantilla_del(proceso, tmp_path, "diputacion-mr", "2027-06-01")
    with time_machine.travel(CALENDARIO + UN_SEGUNDO, tick=False):
        with pytest.raises(ArchivoInvalido) as error:
            cargar_proceso(plantilla=pospone, por=None)
        (problema,) = error.value.problemas
        assert (problema.archivo, problema.clave) == ("prueba.toml", "[fechas.publicacion].diputacion-mr")
        assert "(candidaturas: 1). Deje la fecha de este cargo como estaba" in problema.motivo
        with pytest.raises(CommandError, match="No se cargó nada"):
            call_command("cargar_proceso", str(tmp_path / "prueba.toml"))
        assert lectura.documento_publico(publicada.clave, timezone.now()).situacion.es_publicada
        assert not Asiento.objects.filter(accion="proceso:cargar").exists()


@pytest.mark.parametrize(
    ("cuando", "cargo", "hora"),
    [
        (-UN_SEGUNDO, "diputacion-mr", "2027-06-01"),  # aún no se veía
        (UN_SEGUNDO, "diputacion-mr", "2027-04-01"),  # sigue viéndose
        (timedelta(days=2), "presidencia-municipal", "2027-06-01"),  # lo pospuesto es de otro cargo
    ],
)
def test_una_plantilla_puede_mover_lo_que_no_esconde_nada(publicada, proceso, tmp_path, cuando, cargo, hora):
    with time_machine.travel(CALENDARIO + cuando, tick=False):
        se_veia = lectura.documento_publico(publicada.clave, timezone.now()).situacion.es_publicada
        assert cargar_proceso(plantilla=plantilla_del(proceso, tmp_path, cargo, hora), por=None).hubo_cambios
        assert lectura.documento_publico(publicada.clave, timezone.now()).situacion.es_publicada == se_veia
        cartas = Carta.objects.filter(asunto__startswith="Cambió la fecha")
        assert [("1 de junio" in carta.cuerpo) for carta in cartas] == ([] if se_veia else [True])


def test_una_plantilla_no_adelanta_el_plazo_de_quien_ya_sabe_hasta_cuando_puede_responder(gente, tmp_path):
    def cargar(dias):
        ruta = tmp_path / "prueba.toml"
        ruta.write_text(minima.PLANTILLA.replace("dias_captura = 15", f"dias_captura = {dias}"))
        return cargar_proceso(plantilla=leer_plantilla(ruta), por=None, vigente=True)

    with time_machine.travel(datetime(2027, 4, 10, 18, tzinfo=UTC), tick=False):
        cargar(15)
        suyo = Proceso.objects.get(clave="prueba")
        posicion = fabricas.PosicionFactory(
            contienda=Contienda.objects.filter(cargo__proceso=suyo).first(),
            actor=ActorPolitico.objects.filter(proceso=suyo).first(),
        )
        una = fabricas.CandidaturaFactory(
            posicion=posicion, aprobada_en=timezone.now(), persona__proceso=suyo
        )
        cargar(10)  # nadie se lo ha dicho todavía
        registrar_entrega(persona=una.persona, canal="impresa", recibio="Ella", por=gente["carmen"])
        with pytest.raises(ArchivoInvalido) as error:
            cargar(6)
        assert "adelantaría el plazo" in error.value.problemas[0].motivo
        assert cargar(20).hubo_cambios
    _comprobar_que_se_le_dijo(una, "30 de abril")
    with time_machine.travel(datetime(2027, 5, 3, 18, tzinfo=UTC), tick=False):  # ya no había respondido
        assert cargar(30).hubo_cambios
        assert not cargar(30).hubo_cambios
    _comprobar_que_se_le_dijo(una, "30 de abril", "10 de mayo")


def _comprobar_que_se_le_dijo(candidatura, *dias):
    """Una carta y un renglón por cada ampliación; al cargarse la de 15 días aún no estaba, y en la de 10 no tenía acceso."""
    ampliadas = Carta.objects.filter(asunto="Se amplió el plazo de su candidatura").order_by("pk")
    assert len(ampliadas) == len(dias)
    for carta, dia in zip(ampliadas, dias, strict=True):
        assert carta.sobre == candidatura.clave
        assert f"ahora puede enviarla hasta el {dia} de 2027" in carta.cuerpo
    asientos = Asiento.objects.filter(accion="plazo:ampliar", objeto_clave=candidatura.clave)
    assert asientos.count() == len(dias)


def test_mientras_no_este_a_la_vista_su_instante_puede_moverse(publicada, gente):
    for dias in (5, 2, 9):
        propio = CALENDARIO + timedelta(days=dias)
        acciones.programar(candidaturas=[publicada], desde=propio, por=gente["carmen"])
        assert Ficha.objects.get().visible_desde == propio
