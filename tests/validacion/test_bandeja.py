"""La bandeja: lo que cuenta es lo que lista, cuesta lo mismo con muchas y aguanta cualquier dirección."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario
from conoceles.validacion import cola
from tests import fabricas

pytestmark = pytest.mark.django_db
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
                cola.ESTADOS, cliente.get(f"{BANDEJA}?{filtro}").context["resumen"], strict=True
            )
        }
        for clave in cola.ESTADOS:
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
    assert medidas[0] == medidas[1] <= 8


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


def test_quien_no_ve_el_registro_no_tiene_bandeja_en_su_menu(como):
    assert como("irma").get(reverse("validacion:bandeja")).context["menu"][0][0] == "Inicio"
    assert como("vera").get(reverse("validacion:bandeja")).context["menu"][0][0] == "Bandeja"


def test_donde_no_hay_suplente_el_panel_no_dice_propietaria(como, enviado, url):
    cliente = como("vera")
    paginas = [reverse("validacion:bandeja"), url(enviado)]
    assert all("Propietaria" in cliente.get(pagina).content.decode() for pagina in paginas)
    cargo = enviado.candidatura.cargo
    cargo.con_suplente = False
    cargo.save()
    assert not any("Propietaria" in cliente.get(pagina).content.decode() for pagina in paginas)
