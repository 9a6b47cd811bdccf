"""La bandeja: lo que cuenta es lo que lista, cuesta lo mismo con muchas y aguanta cualquier dirección."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conoceles.comun import fotos
from conoceles.cotejo.models import Marcas
from conoceles.cuestionarios import acciones as verbos
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, Envio, Turno
from conoceles.publicacion.acciones import al_corriente, enviar
from conoceles.publicacion.models import Ficha
from conoceles.registro.models import Candidatura
from conoceles.validacion import cola, condiciones
from tests import fabricas

pytestmark = [pytest.mark.django_db, pytest.mark.en_los_dos]
BANDEJA = reverse("validacion:bandeja")


def poner(estado, dias=0, **candidatura):
    """Una candidatura con su cuestionario en ese estado, enviado hace tantos días."""
    enviado = None if estado == Estado.EN_CAPTURA else timezone.now() - timedelta(days=dias)
    validado = {"validado_en": timezone.now(), "validado_por": "vera"} if estado == Estado.VALIDADO else {}
    return fabricas.CuestionarioFactory(
        candidatura=fabricas.CandidaturaFactory(**candidatura), estado=estado, enviado_en=enviado, **validado
    )


def nombres(respuesta):
    return [fila["candidatura"].persona.nombre_completo for fila in respuesta.context["filas"]]


def test_lo_contado_es_lo_listado_con_los_mismos_filtros(como, proceso):
    for numero, estado in enumerate([*Estado, *Estado, Estado.ENVIADO]):
        poner(estado, dias=numero)
    otro = fabricas.CargoFactory(clave="presidencia-municipal", nombre="Presidencia municipal")
    contienda = fabricas.ContiendaFactory(cargo=otro)
    poner(Estado.ENVIADO, posicion__contienda=contienda)
    fabricas.CandidaturaFactory()  # ni siquiera ha abierto su cuestionario
    cliente = como("vera")
    for filtro in (
        "",
        "cargo=presidencia-municipal",
        "q=apellido",
        "vence=vencidas",
        "vence=hoy",
        "vence=tres",
    ):
        resumen = {
            clave: parte["cuenta"]
            for clave, parte in zip(
                condiciones.ESTADOS, cliente.get(f"{BANDEJA}?{filtro}").context["resumen"], strict=True
            )
        }
        for clave in condiciones.ESTADOS:
            contexto = cliente.get(f"{BANDEJA}?{filtro}&estado={clave}").context
            assert contexto["total"] == len(contexto["filas"]) == resumen[clave], (filtro, clave)
    assert cliente.get(BANDEJA).context["resumen"][-1]["cuenta"] == 2 * len(Estado) + 3


def test_primero_lo_mas_antiguo_y_por_omision_lo_que_espera(como, proceso):
    for dias in (1, 9, 4):
        poner(Estado.ENVIADO, dias, persona__nombre_completo=f"Persona de hace {dias} días")
    poner(Estado.EN_CAPTURA)
    poner(Estado.OBSERVADO, 20)
    assert nombres(como("vera").get(BANDEJA)) == [f"Persona de hace {dias} días" for dias in (9, 4, 1)]


def test_se_busca_sin_acentos_y_por_palabras_sueltas(como, proceso):
    poner(Estado.ENVIADO, persona__nombre_completo="MARÍA GUADALUPE MUÑOZ PEÑA")
    poner(Estado.ENVIADO, persona__nombre_completo="Otra Persona")
    cliente = como("vera")
    for busqueda in ("munoz", "Muñoz  maria", "PEÑA"):
        assert nombres(cliente.get(BANDEJA, {"q": busqueda})) == ["MARÍA GUADALUPE MUÑOZ PEÑA"]
    assert nombres(cliente.get(BANDEJA, {"q": "100%"})) == []


def test_el_vencimiento_se_cuenta_en_dias_locales(como, proceso):
    """Con cinco días para revisar: lo enviado hace seis días locales ya venció; lo de hace cinco vence hoy."""
    dias = proceso.parametros.dias_validacion
    poner(Estado.ENVIADO, dias + 1, persona__nombre_completo="Vencida")
    poner(Estado.ENVIADO, dias, persona__nombre_completo="Hoy")
    poner(Estado.ENVIADO, 0, persona__nombre_completo="Lejana")
    cliente = como("vera")
    assert nombres(cliente.get(BANDEJA, {"vence": "vencidas"})) == ["Vencida"]
    assert nombres(cliente.get(BANDEJA, {"vence": "hoy"})) == ["Hoy"]
    urgencias = {
        fila["candidatura"].persona.nombre_completo: fila["urgencia"]
        for fila in cliente.get(BANDEJA).context["filas"]
    }
    assert urgencias == {"Vencida": "vencida", "Hoy": "hoy", "Lejana": ""}


@pytest.mark.parametrize(
    "consulta",
    ["estado=inventado", "cargo=no-hay", "demarcacion=x", "orden=nada", "vence=ayer", "pagina=-3", "pagina=999999",
     "q=%00", "q=" + "a" * 500, "actor=%F0%9F%92%A9", "estado=&orden="],
)  # fmt: skip
def test_una_direccion_ajena_no_rompe_ni_filtra(como, proceso, consulta):
    poner(Estado.ENVIADO)
    respuesta = como("vera").get(f"{BANDEJA}?{consulta}")
    assert respuesta.status_code == 200
    assert respuesta.context["total"] == 1
    assert "⟪" not in respuesta.content.decode()


def test_cuesta_las_mismas_consultas_con_una_que_con_muchas(como, proceso):
    cliente = como("vera")
    poner(Estado.ENVIADO)
    cliente.get(BANDEJA)  # la primera petición de una sesión hace además lo suyo
    medidas = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as consultas:
            cliente.get(BANDEJA, {"q": "apellido", "cargo": "diputacion-mr"})
        medidas.append(len(consultas))
        for estado in (*Estado, *Estado):
            poner(estado)
    assert medidas[0] == medidas[1] <= 14


def test_sin_nada_lo_dice(como, proceso):
    cliente = como("vera")
    assert "No hay nada por atender" in cliente.get(BANDEJA).content.decode()
    assert "Ninguna candidatura coincide" in cliente.get(BANDEJA, {"q": "nadie"}).content.decode()


def test_informatica_llega_a_una_portada_sin_candidaturas(como, proceso):
    poner(Estado.ENVIADO, persona__nombre_completo="Persona Reservada")
    pagina = como("irma").get(BANDEJA).content.decode()
    assert "Persona Reservada" not in pagina
    assert reverse("validacion:bitacora") in pagina


def test_la_comision_mira_la_cola_sin_botones(como, proceso):
    poner(Estado.ENVIADO, persona__nombre_completo="Persona Visible")
    assert "Persona Visible" in como("celia").get(BANDEJA).content.decode()


def test_lo_que_dejo_de_estar_vigente_sale_de_la_cola(como, proceso):
    poner(Estado.ENVIADO, situacion="renuncia", hasta=timezone.now())
    assert como("vera").get(f"{BANDEJA}?estado=todas").context["total"] == 0


def test_la_cola_no_lee_respuestas(como, enviado, django_assert_max_num_queries):
    """Ni una consulta de la bandeja toca las tablas de respuestas."""
    cliente = como("celia")
    with CaptureQueriesContext(connection) as consultas:
        cliente.get(BANDEJA)
    assert not [c for c in consultas if "cuestionarios_respuesta" in c["sql"] or '"contenido"' in c["sql"]]
    assert Cuestionario.objects.count() == 1


def test_preguntar_por_la_cabecera_no_es_un_error(como, publicado, url):
    """HEAD lee lo mismo que GET: lo usan los monitores y los acortadores de enlaces."""
    cliente = como("carmen")
    paginas = [reverse("validacion:bandeja"), reverse("validacion:publicacion"), url(publicado)]
    for direccion in [*paginas, url(publicado, "retirar")]:
        assert cliente.head(direccion).status_code == 200, direccion


def test_lo_vencido_dice_desde_cuando(como, enviado):
    Cuestionario.objects.filter(pk=enviado.pk).update(enviado_en=timezone.now() - timedelta(days=60))
    pagina = como("vera").get(reverse("validacion:bandeja"))
    ultimo_dia = timezone.localtime(pagina.context["filas"][0]["ultimo_dia"])
    assert f">el {ultimo_dia.day} " in pagina.content.decode()


def test_donde_no_hay_suplente_el_panel_no_dice_propietaria(como, enviado, url):
    cliente = como("vera")
    paginas = [reverse("validacion:bandeja"), url(enviado)]
    assert all("Propietaria" in cliente.get(pagina).content.decode() for pagina in paginas)
    cargo = enviado.candidatura.cargo
    cargo.con_suplente = False
    cargo.save()
    assert not any("Propietaria" in cliente.get(pagina).content.decode() for pagina in paginas)


# --- De quién es, cuánto espera y qué conviene mirar ----------------------------------------------------


def marcar(cuestionario, **marcas):
    envio = Envio.objects.create(
        cuestionario=cuestionario, numero=1, contenido={}, folio=f"A-{cuestionario.pk}", huella="0" * 64,
        fuera_de_plazo=marcas.pop("tarde", False),
    )  # fmt: skip
    Marcas.objects.create(candidatura=cuestionario.candidatura, envio=envio, **marcas)


@pytest.fixture
def variadas(proceso, gente):
    """De todo un poco: asignadas o no, con turno o sin él, con marcas y sin ellas."""
    cuestionarios = [poner(estado, dias) for dias, estado in enumerate((Estado.ENVIADO,) * 9)]
    for numero, cuestionario in enumerate(cuestionarios[:6]):
        Cuestionario.objects.filter(pk=cuestionario.pk).update(asignado_a=("vera", "carmen")[numero % 2])
    ahora = timezone.now()
    for cuestionario, de, minutos in zip(cuestionarios, ("vera", "carmen", "vera"), (5, 5, -5), strict=False):
        Turno.objects.create(cuestionario=cuestionario, por=de, vence_en=ahora + timedelta(minutes=minutos))
    marcar(cuestionarios[0], copias=True, enlaces=True)
    marcar(cuestionarios[1], mayusculas=True)
    marcar(cuestionarios[2], tarde=True)
    marcar(cuestionarios[3])
    Cuestionario.objects.filter(pk=cuestionarios[4].pk).update(ronda=1)
    return cuestionarios


def test_cada_filtro_cuenta_lo_que_lista(como, variadas):
    cliente = como("vera")
    for consulta, cuantas in (
        ("asignada=mias", 3),
        ("asignada=nadie", 3),
        ("asignada=alguien", 6),
        ("asignada=de-carmen", 3),
        ("asignada=mi_turno", 1),
        ("asignada=en_turno", 2),
        ("asignada=sin_turno", 7),
        ("espera=1", 8),
        ("espera=7", 2),
        ("marca=copias", 1),
        ("marca=enlaces", 1),
        ("marca=mayusculas", 1),
        ("marca=datos_personales", 0),
        ("marca=tarde", 1),
        ("marca=otra_vuelta", 1),
        ("marca=alguna", 4),
        ("marca=ninguna", 1),
        ("asignada=mias&marca=alguna", 3),
        ("vence=hasta_hoy", 4),
    ):
        contexto = cliente.get(f"{BANDEJA}?{consulta}").context
        assert contexto["total"] == len(contexto["filas"]) == cuantas, consulta
        assert contexto["resumen"][0]["cuenta"] == cuantas, consulta
        assert consulta.split("&")[0] in contexto["resumen"][1]["url"], "el filtro sigue en la dirección"


def test_todo_filtro_que_se_ofrece_se_puede_pedir(como, variadas):
    cliente = como("vera")
    form = cliente.get(BANDEJA).context["filtros"]
    for campo in ("asignada", "vence", "espera", "marca", "orden"):
        for valor, rotulo in form.fields[campo].choices:
            for uno in [clave for clave, _ in rotulo] if isinstance(rotulo, list) else [valor]:
                respuesta = cliente.get(BANDEJA, {campo: uno})
                assert respuesta.status_code == 200
                assert not respuesta.context["filtros"].errors, (campo, uno)


def test_la_fila_dice_de_quien_es_quien_la_revisa_y_que_conviene_mirar(como, variadas):
    pagina = como("vera").get(f"{BANDEJA}?marca=copias").content.decode()
    for texto in (
        "asignada a vera",
        "la revisa vera",
        "<span>Copias</span>",
        "<span>Enlaces en el texto</span>",
    ):
        assert texto in pagina
    assert "⟪" not in pagina


def test_los_pendientes_de_hoy_se_cuentan_y_se_listan_igual(como, proceso, gente):
    """Lo mío que espera revisión y vence hoy o ya venció; ni lo ajeno, ni lo de mañana, ni lo devuelto."""
    dias = proceso.parametros.dias_validacion
    for estado, hace, de in (
        (Estado.ENVIADO, dias, "vera"),
        (Estado.EN_VALIDACION, dias + 3, "vera"),
        (Estado.CORREGIDO, dias - 1, "vera"),
        (Estado.ENVIADO, dias, "carmen"),
        (Estado.ENVIADO, dias, ""),
        (Estado.OBSERVADO, dias, "vera"),
        (Estado.VALIDADO, dias, "vera"),
    ):
        suyo = poner(estado, hace)
        Cuestionario.objects.filter(pk=suyo.pk).update(asignado_a=de)
    cliente = como("vera")
    respuesta = cliente.get(BANDEJA)
    assert respuesta.context["para_hoy"] == 2
    assert "2 pendientes para usted hoy" in respuesta.content.decode()
    assert cliente.get(respuesta.context["url_para_hoy"]).context["total"] == 2
    assert como("celia").get(BANDEJA).context["para_hoy"] is None


# --- Recorrerla ----------------------------------------------------------------------------------------


def test_de_la_primera_a_la_ultima_y_de_regreso(como, gente, proceso):
    """Con `siguiente` se visita toda la cola en su orden, una vez cada una; con `anterior`, al revés."""
    for estado, dias in (
        (Estado.ENVIADO, 3),
        (Estado.CORREGIDO, 3),
        (Estado.ENVIADO, 8),
        (Estado.ENVIADO, 0),
    ):
        poner(estado, dias)
    fabricas.CandidaturaFactory()
    for orden in ("antiguas", "vence"):
        for estado, cuantas in (("pendientes", 4), ("todas", 5)):
            filtros = {"orden": orden, "estado": estado}
            claves, lugar = [], None
            clave = cola.primera(filtros, proceso, "vera")
            while clave:
                claves.append(clave)
                lugar = cola.lugar(Candidatura.objects.get(clave=clave), filtros, proceso, "vera")
                assert (lugar.numero, lugar.total) == (len(claves), cuantas)
                assert lugar.anterior == (claves[-2] if len(claves) > 1 else "")
                clave = lugar.siguiente
            assert len(set(claves)) == len(claves) == cuantas


def test_la_que_ya_salio_de_la_cola_conserva_sus_vecinas(proceso, gente):
    antes, esta, despues = (poner(Estado.ENVIADO, dias).candidatura for dias in (5, 4, 3))
    filtros = {"orden": "antiguas", "estado": "pendientes"}
    Cuestionario.objects.filter(candidatura=esta).update(
        estado=Estado.VALIDADO, validado_en=timezone.now(), validado_por="vera"
    )
    lugar = cola.lugar(esta, filtros, proceso, "vera")
    assert (lugar.numero, lugar.total, lugar.anterior, lugar.siguiente) == (0, 2, antes.clave, despues.clave)


def test_la_revision_dice_su_lugar_y_lleva_a_las_vecinas_con_los_mismos_filtros(como, gente, proceso):
    claves = [poner(Estado.ENVIADO, dias).candidatura.clave for dias in (5, 4, 3)]
    url = reverse("validacion:revision", args=[claves[1]])
    pagina = como("vera").get(url, {"cola": "orden=vence"}).content.decode()
    assert "2 de 3" in pagina
    for clave, tecla in ((claves[0], "k"), (claves[2], "j")):
        assert f'href="/panel/candidaturas/{clave}/?cola=orden%3Dvence" rel=' in pagina
        assert f'data-tecla="{tecla}"' in pagina


def test_revisar_la_primera_la_toma_y_salta_lo_que_otra_persona_revisa(como, gente, proceso):
    ocupada, libre = (poner(Estado.ENVIADO, dias) for dias in (5, 4))
    verbos.tomar(cuestionario=ocupada, por=gente["carmen"])
    respuesta = como("vera").post(reverse("validacion:empezar"), {"cola": "orden=vence"})
    assert respuesta.url.startswith(f"/panel/candidaturas/{libre.candidatura.clave}/")
    assert Turno.objects.get(cuestionario=libre).por == "vera"
    vacia = como("vera").post(reverse("validacion:empezar"), {"cola": "q=nadie"}, follow=True)
    assert "Llegó al final" in str(list(vacia.context["messages"])[0])


# --- Lo que cuesta, en actos ---------------------------------------------------------------------------


class Persona:
    """Quien revisa, con lo que encuentra en la página: sólo aprieta botones que existen y los cuenta."""

    def __init__(self, cliente, pagina):
        self.cliente, self.pagina, self.actos = cliente, pagina, 0

    def apretar(self, boton, **escrito):
        formularios = re.findall(r"<form method=\"post\".*?</form>", self.pagina.content.decode(), re.DOTALL)
        formulario = next(f for f in formularios if f">{boton}</button>" in f)
        campos = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', formulario))
        suyo = re.search(rf'<button[^>]*?(?: name="(\w+)" value="(\w+)")?>{boton}</button>', formulario)
        campos |= {suyo[1]: suyo[2]} if suyo[1] else {}
        direccion = re.search(r'action="([^"]+)"', formulario)[1]
        campos = {clave: html.unescape(valor) for clave, valor in campos.items()}
        self.pagina = self.cliente.post(direccion, {**campos, **escrito}, follow=True)
        self.actos += 1


@pytest.fixture
def dos_enviadas(enviado, gente, foto_jpeg, capturar_todo):
    """La de Ana y otra igual, enviada después."""
    otra = fabricas.CandidaturaFactory(persona__cuenta=gente["beto"])
    al_corriente([otra], por=None)
    suyo = verbos.abrir(candidatura=otra)
    ajenas = enviado.envios.get().contenido
    for seccion in suyo.definicion:
        if seccion.clave != "foto":
            verbos.guardar_seccion(
                cuestionario=suyo, seccion=seccion.clave, valores=ajenas, por=gente["beto"]
            )
    verbos.guardar_foto(cuestionario=suyo, retrato=fotos.procesar(foto_jpeg), por=gente["beto"])
    enviar(cuestionario=suyo, por=gente["beto"])
    return enviado, suyo


def test_una_limpia_es_un_acto_y_una_con_observacion_son_tres(como, dos_enviadas, gente):
    primera, segunda = dos_enviadas
    cliente = como("carmen")
    persona = Persona(cliente, cliente.get(BANDEJA))
    persona.apretar("Revisar la primera")  # una vez por jornada: después cada una trae a la siguiente
    antes = persona.actos
    persona.apretar("Validar, publicar y siguiente")
    assert persona.actos - antes == 1
    assert Ficha.objects.get(pk=primera.candidatura.clave).estado == Ficha.Estado.PUBLICADA
    # La segunda ya está tomada y a la vista: abrir el apartado, anotar, devolver.
    assert segunda.candidatura.clave in persona.pagina.request["PATH_INFO"]
    desplegar = 1
    antes = persona.actos
    persona.apretar("Anotar observación", supuesto="copia", texto="Es igual a otra.")
    persona.apretar("Devolver y siguiente")
    assert desplegar + persona.actos - antes == 3
    segunda.refresh_from_db()
    assert segunda.estado == Estado.OBSERVADO
