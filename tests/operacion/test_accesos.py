"""Entregar accesos, abrir cuentas del personal y mirar la bandeja de salida."""

import html
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conoceles.bitacora.models import Asiento
from conoceles.cuentas.acciones import desactivar_cuenta, pedir_recuperacion
from conoceles.cuentas.models import Enlace, Usuario
from conoceles.cuentas.seguridad.cartas import cambio_en
from conoceles.mensajes.acciones import escribir_varias
from conoceles.mensajes.models import Carta
from conoceles.operacion import tareas
from conoceles.registro.accesos import SinCandidatura, abrir_cuentas, dar_acceso, dar_accesos
from conoceles.registro.cartas import a_su_cuenta
from conoceles.registro.models import DatosReservados
from tests.fabricas import CandidaturaFactory

pytestmark = [pytest.mark.django_db, pytest.mark.en_los_dos]

NUEVA = "cuatro palabras sueltas y largas"


@pytest.fixture
def carmen(client, gente):
    client.force_login(gente["carmen"])
    return gente["carmen"]


@pytest.fixture
def sin_cuenta(proceso):
    """Una candidatura del registro recién importado."""
    candidatura = CandidaturaFactory(
        persona__cuenta=None,
        persona__nombres="Dolores",
        persona__nombre_completo="Dolores Núñez Ávila",
    )
    return candidatura


def con_correo(candidatura, correo="lola@ejemplo.mx"):
    DatosReservados.objects.update_or_create(
        persona=candidatura.persona, defaults={"correo": correo, "curp": "NUAD800101MMNXXL09"}
    )
    return candidatura


# --- El verbo --------------------------------------------------------------------------------------
def test_dar_acceso_abre_la_cuenta_y_la_liga(sin_cuenta, gente):
    usuario, enlace = dar_acceso(persona=con_correo(sin_cuenta).persona, por=gente["carmen"])
    sin_cuenta.persona.refresh_from_db()
    assert sin_cuenta.persona.cuenta == usuario
    assert (usuario.rol, usuario.correo, usuario.has_usable_password()) == (
        "persona_candidata",
        "lola@ejemplo.mx",
        False,
    )
    assert re.fullmatch(r"c-[bcdfghjkmnpqrstvwxz2-9]{10}", usuario.acceso)
    assert sin_cuenta.clave not in usuario.acceso
    assert enlace.startswith("http://127.0.0.1:8000/acceso/")
    assert [a.accion for a in Asiento.objects.order_by("secuencia")] == [
        "cuenta:crear",
        "acceso:dar",
        "carta:escribir",
        "enlace:emitir",
    ]


def test_dar_acceso_otra_vez_no_abre_otra_cuenta(sin_cuenta, gente):
    primera, enlace = dar_acceso(persona=sin_cuenta.persona, por=gente["carmen"])
    segunda, otro = dar_acceso(persona=sin_cuenta.persona, por=gente["carmen"])
    assert primera == segunda
    assert enlace != otro
    assert Enlace.objects.vigentes().count() == 1


def test_sin_candidatura_vigente_no_hay_acceso(sin_cuenta, gente):
    from django.utils import timezone

    sin_cuenta.situacion, sin_cuenta.hasta = "cancelada", timezone.now()
    sin_cuenta.save()
    with pytest.raises(SinCandidatura):
        dar_acceso(persona=sin_cuenta.persona, por=gente["carmen"])
    assert not Enlace.objects.exists()


def test_cuenta_desactivada_no_recibe_acceso(candidatura, gente):
    desactivar_cuenta(usuario=gente["ana"], por=gente["carmen"])
    with pytest.raises(SinCandidatura):
        dar_acceso(persona=candidatura.persona, por=gente["carmen"])


def test_el_correo_del_registro_manda(candidatura, gente):
    con_correo(candidatura, "nuevo@ejemplo.mx")
    usuario, _ = dar_acceso(persona=candidatura.persona, por=gente["carmen"])
    assert usuario.correo == "nuevo@ejemplo.mx"
    assert Carta.objects.get().para == "nuevo@ejemplo.mx"


@pytest.mark.parametrize("quien", ["ana", "vera", "diego", "gema", "irma", "celia"])
def test_solo_quien_entrega_accesos_los_da(sin_cuenta, gente, quien):
    with pytest.raises(PermissionDenied):
        dar_accesos(personas=[sin_cuenta.persona], por=gente[quien])
    assert not Enlace.objects.exists()


def test_en_bloque_las_consultas_no_crecen(proceso, gente):
    def consultas(cuantas):
        personas = [CandidaturaFactory(persona__cuenta=None).persona for _ in range(cuantas)]
        with CaptureQueriesContext(connection) as hechas:
            assert len(dar_accesos(personas=personas, por=gente["carmen"])) == cuantas
        return len(hechas)

    assert consultas(3) == consultas(30)
    assert Usuario.objects.filter(acceso__startswith="c-").count() == 33


def test_abrir_cuentas_no_da_enlaces(sin_cuenta, gente):
    (usuario,) = abrir_cuentas(personas=[sin_cuenta.persona], por=gente["carmen"])
    assert not Enlace.objects.exists()
    assert not Carta.objects.exists()
    assert usuario.acceso.startswith("c-")


# --- La pantalla -------------------------------------------------------------------------------------
def test_la_lista_busca_sin_acentos_y_filtra(client, carmen, sin_cuenta, candidatura):
    def nombres(consulta):
        return {str(c.persona) for c in client.get(f"/panel/accesos/?{consulta}").context["candidaturas"]}

    lola, ana = str(sin_cuenta.persona), str(candidatura.persona)
    assert nombres("") == {lola, ana}
    assert nombres("q=nunez+AVILA") == {lola}
    assert nombres("q=ana") == {ana}
    assert nombres(f"q={candidatura.clave}") == {ana}
    assert nombres("cuenta=sin") == {lola}
    assert nombres("cuenta=con&entro=no") == {ana}
    assert nombres("entro=si") == set()
    con_correo(sin_cuenta)
    assert nombres("correo=con") == {lola}
    assert nombres("correo=sin") == {ana}


@pytest.mark.parametrize(
    "rara", ["pagina=0", "pagina=-1", "pagina=x", "pagina=999", "cuenta=%00", "q=%00%27--", "entro=zz"]
)
def test_la_direccion_rara_no_rompe(client, carmen, candidatura, rara):
    assert client.get(f"/panel/accesos/?{rara}").status_code == 200


def test_la_lista_va_por_paginas_y_sin_consultas_de_mas(
    client, carmen, proceso, django_assert_max_num_queries
):
    for _ in range(53):
        CandidaturaFactory(persona__cuenta=None)
    client.get("/panel/accesos/")  # la primera página anota en la sesión que sigue en uso
    with django_assert_max_num_queries(11):
        primera = client.get("/panel/accesos/")
    assert len(primera.context["candidaturas"]) == 50
    assert len(client.get("/panel/accesos/?pagina=2").context["candidaturas"]) == 3


def test_dar_acceso_desde_la_lista(client, carmen, sin_cuenta):
    con_correo(sin_cuenta)
    datos = {"solo": sin_cuenta.clave, "volver": "/panel/accesos/?cuenta=sin"}
    respuesta = client.post("/panel/accesos/dar/", datos, follow=True)
    assert respuesta.redirect_chain == [("/panel/accesos/?cuenta=sin", 302)]
    assert "Enlaces enviados a la bandeja de salida: 1." in respuesta.content.decode()


def test_quien_no_tiene_correo_necesita_su_hoja(client, carmen, sin_cuenta):
    respuesta = client.post("/panel/accesos/dar/", {"clave": [sin_cuenta.clave]}, follow=True)
    assert "Personas sin correo: 1." in respuesta.content.decode()


@pytest.mark.parametrize("claves", [[], ["no-existe"], ["\0"], ["x" * 500]])
def test_sin_elegir_a_nadie_se_explica(client, carmen, claves):
    respuesta = client.post("/panel/accesos/dar/", {"clave": claves}, follow=True)
    assert "No eligió a ninguna persona" in respuesta.content.decode()


def test_demasiadas_a_la_vez_se_explica(client, carmen):
    respuesta = client.post("/panel/accesos/hojas/", {"clave": ["x"] * 201}, follow=True)
    assert "Elija a lo más 200" in respuesta.content.decode()


@pytest.mark.parametrize("ajeno", ["https://malo.example/", "//malo.example", "/panel/cuentas/"])
def test_volver_no_sale_de_la_lista(client, carmen, candidatura, ajeno):
    respuesta = client.post("/panel/accesos/dar/", {"solo": candidatura.clave, "volver": ajeno})
    assert respuesta["Location"] == "/panel/accesos/"


def test_la_hoja_trae_todo_y_su_enlace_sirve_una_vez(client, carmen, sin_cuenta):
    ruta = f"/panel/accesos/{sin_cuenta.clave}/hoja/"
    assert client.get(ruta).status_code == 405
    respuesta = client.post(ruta)
    pagina = html.unescape(respuesta.content.decode())
    enlace = re.search(r"http://127.0.0.1:8000(/acceso/[\w-]+/)", pagina)[1]
    sin_cuenta.persona.refresh_from_db()
    for dato in (
        "Dolores Núñez Ávila",
        "Diputación local",
        sin_cuenta.persona.cuenta.acceso,
        "<svg",
        "Vence",
    ):
        assert dato in pagina
    assert "style=" not in pagina
    assert "no-store" in respuesta["Cache-Control"]
    client.logout()
    assert client.post(enlace, {"contrasena": NUEVA})["Location"] == "/inicio/"
    client.force_login(carmen)
    client.post(ruta)
    client.logout()
    assert client.get(enlace).status_code == 410


def test_la_hoja_de_quien_no_existe_es_404(client, carmen):
    assert client.post("/panel/accesos/bcdfghjkmn/hoja/").status_code == 404


def test_la_hoja_no_ensena_datos_reservados(client, carmen, sin_cuenta):
    con_correo(sin_cuenta)
    pagina = client.post("/panel/accesos/hojas/", {"clave": [sin_cuenta.clave]}).content.decode()
    assert "NUAD800101" not in pagina
    assert "NUAD800101" not in client.get("/panel/accesos/").content.decode()


@pytest.mark.usefixtures("carmen", "proceso")
def test_sin_registro_no_se_habla_de_filtros(client):
    assert "Aún no hay candidaturas" in client.get("/panel/accesos/").content.decode()
    CandidaturaFactory()
    assert "quite los filtros" in client.get("/panel/accesos/?q=zzz").content.decode()


# --- Cuentas del personal ----------------------------------------------------------------------------
@pytest.fixture
def irma(client, gente):
    client.force_login(gente["irma"])
    return gente["irma"]


DATOS = {"acceso": "noe.ruiz", "nombre": "Noé Ruiz", "rol": "validacion", "correo": ""}


def test_sin_correo_el_enlace_se_ve_una_vez(client, irma):
    pagina = client.post("/panel/cuentas/nueva/", DATOS).content.decode()
    enlace = re.search(r"/acceso/[\w-]+/", pagina)[0]
    client.logout()
    assert client.post(enlace, {"contrasena": NUEVA}).status_code == 302
    assert client.get("/panel/").status_code == 200


def test_con_correo_informatica_no_ve_el_enlace(client, irma):
    respuesta = client.post("/panel/cuentas/nueva/", {**DATOS, "correo": "noe@ejemplo.mx"}, follow=True)
    assert "bandeja de salida" in respuesta.content.decode()
    assert "/acceso/" not in respuesta.content.decode()
    carta = Carta.objects.get()
    assert "/acceso/" not in client.get(f"/panel/cartas/{carta.pk}/").content.decode()


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"acceso": "irma"}, "Ya existe una cuenta"),
        ({"acceso": "a b/c"}, "letras minúsculas"),
        ({"rol": "persona_candidata"}, "Elija un rol de la lista"),
        ({"rol": ""}, "Elija un rol"),
        ({"correo": "noe@"}, "Escriba el correo completo"),
        ({"nombre": ""}, "Escriba el nombre"),
        ({"nombre": "x" * 201}, "200"),
    ],
)
def test_una_cuenta_mal_escrita_no_se_abre(client, irma, cambio, dice):
    respuesta = client.post("/panel/cuentas/nueva/", {**DATOS, **cambio})
    assert respuesta.status_code == 200
    assert dice in html.unescape(respuesta.content.decode())
    assert not Usuario.objects.filter(nombre="Noé Ruiz").exists()


def test_desactivar_y_reactivar(client, irma, gente):
    client.post("/panel/cuentas/vera/desactivar/")
    gente["vera"].refresh_from_db()
    assert not gente["vera"].is_active
    assert "Reactívela" in client.post("/panel/cuentas/vera/enlace/", follow=True).content.decode()
    client.post("/panel/cuentas/vera/reactivar/")
    gente["vera"].refresh_from_db()
    assert gente["vera"].is_active


def test_la_propia_no_se_desactiva(client, irma):
    pagina = client.post("/panel/cuentas/irma/desactivar/", follow=True).content.decode()
    assert "No puede desactivar su propia cuenta" in pagina
    irma.refresh_from_db()
    assert irma.is_active


@pytest.mark.parametrize("verbo", ["enlace", "desactivar", "reactivar"])
def test_las_cuentas_de_candidaturas_no_existen_aqui(client, irma, verbo):
    assert client.post(f"/panel/cuentas/ana/{verbo}/").status_code == 404


def test_la_primera_cuenta_se_abre_por_orden(client, db, capsys, proceso):
    call_command("crear_cuenta", "irma.lopez", nombre="Irma López")
    salida = capsys.readouterr().out
    enlace = re.search(r"/acceso/[\w-]+/", salida)[0]
    assert client.post(enlace, {"contrasena": NUEVA}).status_code == 302
    assert client.get("/panel/cuentas/").status_code == 200
    with pytest.raises(CommandError, match="Ya existe"):
        call_command("crear_cuenta", "irma.lopez", nombre="Otra")
    with pytest.raises(CommandError, match="minúsculas"):
        call_command("crear_cuenta", "¡mal!", nombre="Otra")


# --- Cartas y reloj ----------------------------------------------------------------------------------
def test_las_cartas_se_filtran_y_no_ensenan_enlaces(client, carmen, candidatura):
    _, enlace = dar_acceso(persona=candidatura.persona, por=carmen)
    carta = Carta.objects.get()
    assert len(client.get("/panel/cartas/?estado=pendiente").context["cartas"]) == 1
    assert len(client.get("/panel/cartas/?estado=enviada").context["cartas"]) == 0
    assert len(client.get("/panel/cartas/?sobre=ana").context["cartas"]) == 1
    assert client.get("/panel/cartas/?estado=%00&pagina=x&sobre=%00").status_code == 200
    pagina = client.get(f"/panel/cartas/{carta.pk}/").content.decode()
    assert enlace not in pagina
    assert "enlace oculto" in pagina
    assert client.get("/panel/cartas/99999999999999999999/").status_code == 404


def test_la_demostracion_ensena_el_enlace_de_la_carta(client, carmen, candidatura, settings):
    _, enlace = dar_acceso(persona=candidatura.persona, por=carmen)
    settings.CONOCELES_DEMO = True
    assert enlace in client.get(f"/panel/cartas/{Carta.objects.get().pk}/").content.decode()


def test_una_vuelta_del_reloj_atiende_y_despacha(gente, capsys):
    pedir_recuperacion(acceso="ana")
    call_command("tareas")
    assert {"recuperaciones: 1", "cartas: (1, 0)"} <= set(capsys.readouterr().out.splitlines())
    assert "/acceso/" in mail.outbox[0].body
    otra_vuelta = tareas.correr()
    assert (otra_vuelta["recuperaciones"], otra_vuelta["cartas"]) == (0, (0, 0))
    assert None not in otra_vuelta.values(), "None es que una tarea falló"
    assert len(mail.outbox) == 1


def test_una_tarea_que_falla_no_detiene_a_las_demas(gente, monkeypatch, caplog):
    def falla():
        raise RuntimeError("disco lleno")

    monkeypatch.setattr(tareas, "TAREAS", (("mala", falla), ("buena", lambda: 7)))
    assert tareas.correr() == {"mala": None, "buena": 7}
    assert "Falló la tarea «mala»" in caplog.text


def test_cada_carta_dice_el_nombre_de_quien_la_recibe_y_se_halla_por_su_cuenta(client, gente):
    escribir_varias([cambio_en(gente["ana"], "Se cambió la contraseña")])
    client.force_login(gente["carmen"])
    pagina = client.get("/panel/cartas/", {"sobre": "ana"}).content.decode()
    assert "Se cambió la contraseña en su cuenta" in pagina
    assert f'<span class="renglon-menor">{gente["ana"].nombre}</span>' in pagina
    una = client.get(f"/panel/cartas/{Carta.objects.get().pk}/").content.decode()
    assert gente["ana"].nombre in una
    assert "seguridad ana" not in pagina + una


def test_sin_cuenta_ninguna_carta_toma_el_correo_del_registro_y_corregirlo_no_deja_una_atras(sin_cuenta):
    con_correo(sin_cuenta, correo="viejo@ejemplo.mx")
    (carta,) = escribir_varias([a_su_cuenta(sin_cuenta, ("Asunto", "Cuerpo"))])
    con_correo(sin_cuenta, correo="nuevo@ejemplo.mx")
    assert (carta.para, carta.estado) == ("", Carta.Estado.IMPRESA)
    dar_acceso(persona=sin_cuenta.persona, por=None)
    assert list(Carta.objects.exclude(pk=carta.pk).values_list("para", flat=True)) == ["nuevo@ejemplo.mx"]
