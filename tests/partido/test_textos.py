"""Proponer textos desde un archivo: todo o nada, celda por celda, y sólo la persona decide."""

import html

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones as cuestionarios
from conoceles.cuestionarios.acciones import SeccionCerrada, propuestas
from conoceles.cuestionarios.acciones.propuestas import Texto
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.cuestionarios.models import Respuesta, TextoPropuesto
from conoceles.mensajes.models import Carta
from conoceles.partido import acciones, columnas, plan
from conoceles.partido.models import ListaDeTextos
from tests import respuestas
from tests.comun.test_tablas import ods_de, xlsx_de
from tests.fabricas import CandidaturaFactory

pytestmark = pytest.mark.django_db
PROPUESTO = "Texto que propone el partido. " + respuestas.TEXTO


def archivo(titulos, *filas):
    """Un CSV como lo guarda una hoja de cálculo."""
    renglones = [titulos, *filas]
    return "\r\n".join(",".join(f'"{celda}"' for celda in renglon) for renglon in renglones).encode()


def leer(actor, titulos, *filas):
    return plan.planear(actor, "textos.csv", archivo(titulos, *filas))


def motivos(leido):
    return [(str(h.fila), h.columna, h.motivo) for h in leido.errores]


@pytest.fixture
def aplicada(paco, pej, candidatura):
    """El partido ya propuso una historia a Ana."""

    def aplicar(texto=PROPUESTO, pregunta="historia_profesional"):
        contenido = archivo(["clave", pregunta], [candidatura.clave, texto])
        lista = acciones.revisar_lista(actor=pej, nombre="textos.csv", contenido=contenido, por=paco)
        return acciones.aplicar_lista(lista=lista, por=paco)

    return aplicar


# --- Leer ----------------------------------------------------------------------------------------------
def test_por_clave_o_rotulo_y_por_clave_o_folio(pej, candidatura):
    otra = CandidaturaFactory(folio_registro="F-77")
    leido = leer(
        pej,
        ["Clave", "FOLIO_REGISTRO", "Historia profesional y laboral", "grado_max", "cursos"],
        [candidatura.clave, "", PROPUESTO, "Licenciatura", "Uno\nDos"],
        ["", "F-77", "", "tecnica", ""],
    )
    assert not leido.errores
    assert {(t.candidatura.pk, t.pregunta, str(t.valor)[:12]) for t in leido.por_proponer} == {
        (candidatura.pk, "historia_profesional", "Texto que pr"),
        (candidatura.pk, "grado_max", "licenciatura"),
        (candidatura.pk, "cursos", "['Uno', 'Dos"),
        (otra.pk, "grado_max", "tecnica"),
    }


def test_la_plantilla_se_lee_tal_como_se_descarga(client, paco, pej, candidatura, ajena):
    plantilla = client.get("/partido/textos/plantilla.csv").content
    assert candidatura.clave in plantilla.decode()
    assert ajena.clave not in plantilla.decode()
    leido = plan.planear(pej, "plantilla.csv", plantilla)
    assert (leido.errores, leido.filas, leido.por_proponer) == ([], 1, [])


@pytest.mark.parametrize(
    ("titulo", "dice"),
    [
        ("foto", "la da la propia persona"),
        ("Correo para aclaraciones", "la da la propia persona"),
        ("facebook", "la da la propia persona"),
        ("salario", "No se reconoce"),
        ("historia_profesional", "Es la misma pregunta"),
    ],
)
def test_una_columna_que_no_se_propone_se_rechaza_por_su_nombre(pej, candidatura, titulo, dice):
    leido = leer(
        pej, ["clave", "Historia profesional y laboral", titulo], [candidatura.clave, PROPUESTO, "x"]
    )
    ((_, columna, motivo),) = motivos(leido)
    assert columna == titulo
    assert dice in motivo
    assert leido.por_proponer == []


def test_toda_pregunta_de_identidad_se_rechaza_por_su_nombre(pej, candidatura):
    de_identidad = [p for d in DEFINICIONES.values() if d.tipo == "identidad" for p in d.preguntas]
    assert de_identidad
    for pregunta in de_identidad:
        for titulo in (pregunta.clave, pregunta.etiqueta):
            titulo = titulo.replace('"', "")
            leido = leer(pej, ["clave", "historia_profesional", titulo], [candidatura.clave, "x", "Sí"])
            assert [m for _, c, m in motivos(leido)] == [columnas.DE_IDENTIDAD], titulo


@pytest.mark.parametrize(
    ("fila", "columna", "dice"),
    [
        (["no-existe", "x", ""], "clave", "No es de una candidatura vigente de su partido"),
        (["", "x", ""], "", "no dice de quién es"),
        (
            ["{clave}", "a" * 5001, ""],
            "historia_profesional",
            "5,001 caracteres y el máximo es 5,000. Acórtelo 1.",
        ),
        (["{clave}", "", "doctora"], "grado_max", "Escriba una de estas opciones: Sin estudios, Primaria"),
    ],
)
def test_cada_error_dice_fila_columna_y_que_hacer(pej, candidatura, fila, columna, dice):
    celdas = [celda.replace("{clave}", candidatura.clave) for celda in fila]
    buena = CandidaturaFactory()
    leido = leer(pej, ["clave", "historia_profesional", "grado_max"], [buena.clave, PROPUESTO, ""], celdas)
    ((numero, donde, motivo),) = motivos(leido)
    assert (numero, donde) == ("3", columna)
    assert dice in motivo
    assert not leido.es_aplicable


def test_una_ajena_se_rechaza_igual_que_una_que_no_existe(pej, candidatura, ajena):
    inventada = leer(pej, ["clave", "historia_profesional"], ["bcdfghjkmn", "x"])
    de_otro = leer(pej, ["clave", "historia_profesional"], [ajena.clave, "x"])
    assert motivos(inventada) == motivos(de_otro)


def test_dos_filas_de_la_misma_persona_nombran_la_primera(pej, candidatura):
    fila = [candidatura.clave, PROPUESTO]
    leido = leer(pej, ["clave", "historia_profesional"], fila, fila)
    assert motivos(leido) == [("3", "", "Ya viene en la fila 2. Deje una sola.")]


def test_clave_y_folio_de_personas_distintas(pej, candidatura):
    CandidaturaFactory(folio_registro="F-1")
    leido = leer(pej, ["clave", "folio_registro", "cursos"], [candidatura.clave, "F-1", "x"])
    assert "dos candidaturas distintas" in motivos(leido)[0][2]


def test_un_folio_repetido_pide_la_clave(pej):
    for _ in range(2):
        CandidaturaFactory(folio_registro="F-1")
    leido = leer(pej, ["folio", "cursos"], ["F-1", "x"])
    assert "Use la columna «clave»" in motivos(leido)[0][2]


def test_lo_ya_enviado_no_se_propone(pej, capturar_todo, candidatura, gente):
    cuestionarios.enviar(cuestionario=capturar_todo(), por=gente["ana"])
    leido = leer(pej, ["clave", "historia_profesional"], [candidatura.clave, PROPUESTO])
    assert "Ya envió esta sección" in motivos(leido)[0][2]


@pytest.mark.parametrize("contenido", [b"%PDF-1.7", b"clave\n", b"PK\x03\x04roto", b"clave,cursos\n\0"])
def test_un_archivo_que_no_es_una_tabla_se_explica(client, paco, contenido):
    subido = SimpleUploadedFile("x.csv", contenido)
    pagina = client.post("/partido/textos/", {"archivo": subido}, follow=True)
    assert pagina.status_code in (200, 422)
    assert "Propon" not in html.unescape(pagina.content.decode()).split("<h1")[1].split("</h1>")[0]
    assert not TextoPropuesto.objects.exists()


def test_revisar_cuesta_lo_mismo_con_una_que_con_muchas(pej, proceso):
    def consultas(cuantas):
        filas = [[CandidaturaFactory().clave, PROPUESTO, "Doctorado"] for _ in range(cuantas)]
        with CaptureQueriesContext(connection) as hechas:
            assert not leer(pej, ["clave", "historia_profesional", "grado_max"], *filas).errores
        return len(hechas)

    assert consultas(2) == consultas(20) <= 12


@pytest.mark.parametrize("hacer", [xlsx_de, ods_de], ids=["xlsx", "ods"])
def test_tambien_desde_un_libro(pej, candidatura, hacer):
    tabla = [["clave", "historia_profesional", "grado_max"], [candidatura.clave, PROPUESTO, "Maestría"]]
    leido = plan.planear(pej, "textos", hacer(tabla))
    assert not leido.errores
    assert [t.valor for t in leido.por_proponer] == [PROPUESTO, "maestria"]


# --- Aplicar -------------------------------------------------------------------------------------------
def subir(client, contenido):
    return client.post(
        "/partido/textos/", {"archivo": SimpleUploadedFile("textos.csv", contenido)}, follow=True
    )


def test_subir_revisar_aplicar_y_recibo(client, paco, candidatura, gente):
    respuesta = subir(client, archivo(["clave", "historia_profesional"], [candidatura.clave, PROPUESTO]))
    pagina = respuesta.content.decode()
    assert "Todavía no se propone nada" in pagina
    assert PROPUESTO[:40] not in pagina  # el recibo dice de quién y cuántos, no el texto
    assert not TextoPropuesto.objects.exists()
    lista = ListaDeTextos.objects.get()
    for _ in range(2):  # un doble clic no propone dos veces
        pagina = client.post(f"/partido/textos/{lista.folio}/aplicar/", follow=True).content.decode()
    assert "Los textos quedaron propuestos" in pagina
    assert lista.folio in pagina
    propuesto = TextoPropuesto.objects.get()
    assert (propuesto.valor, propuesto.por, propuesto.se_uso) == (PROPUESTO, "paco", None)
    assert not Respuesta.objects.exists()
    assert Carta.objects.get().asunto == "PEJ le propone un texto para su cuestionario"
    assert PROPUESTO[:20] not in Carta.objects.get().cuerpo
    lista.refresh_from_db()
    assert (lista.estado, lista.textos) == ("aplicada", [])
    asiento = Asiento.objects.get(accion="propuesta:proponer")
    assert asiento.detalle == {"actor": "ejemplo", "preguntas": ["historia_profesional"]}


def test_con_un_solo_error_no_se_propone_nada(client, paco, candidatura):
    subir(client, archivo(["clave", "cursos"], [candidatura.clave, "Uno"], ["xx", "Dos"]))
    lista = ListaDeTextos.objects.get()
    assert (lista.estado, lista.textos) == ("rechazada", [])
    pagina = client.post(f"/partido/textos/{lista.folio}/aplicar/", follow=True).content.decode()
    assert "no puede aplicarse" in pagina
    assert not TextoPropuesto.objects.exists()
    errores = client.get(f"/partido/textos/{lista.folio}/errores.csv").content.decode("utf-8-sig")
    assert errores.splitlines()[1].startswith("3,clave,xx,No es de una candidatura")


def test_el_nombre_de_la_descarga_no_lo_pone_la_direccion(client, paco, candidatura):
    """El folio se tolera escrito de muchos modos; un renglón nuevo no cabe en un encabezado."""
    subir(client, archivo(["clave", "cursos"], ["xx", "Dos"]))
    lista = ListaDeTextos.objects.get()
    respuesta = client.get(f"/partido/textos/{lista.folio.lower()}%0A/errores.csv")
    assert respuesta["Content-Disposition"] == f'attachment; filename="errores-{lista.folio}.csv"'


def test_el_mismo_archivo_dos_veces_no_propone_nada_nuevo(client, paco, candidatura, gente):
    contenido = archivo(["clave", "cursos"], [candidatura.clave, "Uno"])
    subir(client, contenido)
    client.post(f"/partido/textos/{ListaDeTextos.objects.get().folio}/aplicar/")
    assert "Nada que proponer" in subir(client, contenido).content.decode()
    propuestas.descartar(propuesta=TextoPropuesto.objects.get(), por=gente["ana"])
    assert "Nada que proponer" in subir(client, contenido).content.decode()  # insistir tampoco


def test_otro_texto_sustituye_al_que_no_se_ha_decidido(aplicada, candidatura):
    aplicada("Primero")
    aplicada("Segundo")
    assert TextoPropuesto.objects.get().valor == "Segundo"


def test_si_algo_cambio_desde_la_revision_no_se_aplica_nada(paco, pej, candidatura, capturar_todo, gente):
    otra = CandidaturaFactory()
    contenido = archivo(
        ["clave", "historia_profesional"], [candidatura.clave, PROPUESTO], [otra.clave, PROPUESTO]
    )
    lista = acciones.revisar_lista(actor=pej, nombre="t.csv", contenido=contenido, por=paco)
    cuestionarios.enviar(cuestionario=capturar_todo(), por=gente["ana"])
    with pytest.raises(acciones.NoAplicable, match="Súbalo otra vez"):
        acciones.aplicar_lista(lista=lista, por=paco)
    assert not TextoPropuesto.objects.exists()


def test_subir_otro_archivo_abandona_el_que_esperaba(client, paco, candidatura):
    for texto in ("Uno", "Dos"):
        subir(client, archivo(["clave", "cursos"], [candidatura.clave, texto]))
    vieja = ListaDeTextos.objects.get(estado="abandonada")
    assert vieja.textos == []
    assert "ya no se aplica" in client.get(f"/partido/textos/{vieja.folio}/").content.decode()


def test_la_lista_de_otro_partido_no_existe(client, paco, ajena):
    lista = ListaDeTextos.objects.create(
        actor=ajena.posicion.actor,
        folio="P-7KQ2-M9XD-4TRWC",
        archivo="x",
        huella="0" * 64,
        estado="revisada",
        por="z",
    )
    for metodo, ruta in (("get", ""), ("post", "aplicar/"), ("get", "errores.csv")):
        assert getattr(client, metodo)(f"/partido/textos/{lista.folio}/{ruta}").status_code == 404


def test_el_verbo_tambien_se_niega(paco, pej, candidatura, ajena, gente):
    texto = Texto(candidatura, "historia_profesional", PROPUESTO)
    for por in (gente["carmen"], gente["ana"], gente["beto"]):
        with pytest.raises(PermissionDenied):
            propuestas.proponer(actor=pej, textos=[texto], por=por)
    with pytest.raises(PermissionDenied):
        propuestas.proponer(actor=pej, textos=[texto, Texto(ajena, "cursos", ["x"])], por=paco)
    with pytest.raises(PermissionDenied):
        propuestas.proponer(actor=ajena.posicion.actor, textos=[texto], por=paco)
    for pregunta in ("foto", "facebook", "correo_aclaraciones", "no_existe"):
        with pytest.raises(ValueError, match="no se propone"):
            propuestas.proponer(actor=pej, textos=[Texto(candidatura, pregunta, "x")], por=paco)
    assert not TextoPropuesto.objects.exists()


# --- Lo que decide la persona --------------------------------------------------------------------------
@pytest.fixture
def propuesta(aplicada):
    aplicada()
    return TextoPropuesto.objects.get()


@pytest.fixture
def ana(client, gente, propuesta):
    client.force_login(gente["ana"])
    return gente["ana"]


def pagina_de(client, candidatura, seccion="historia"):
    return client.get(f"/mi-candidatura/{candidatura.clave}/{seccion}/")


def test_se_ve_en_su_seccion_y_en_la_lista_de_tareas(client, ana, candidatura, propuesta):
    pagina = pagina_de(client, candidatura).content.decode()
    assert "Su partido propuso este texto: revise y confirme" in pagina
    assert PROPUESTO[:60] in pagina
    assert "Su partido propuso" not in pagina_de(client, candidatura, "motivo").content.decode()
    tareas = client.get(f"/mi-candidatura/{candidatura.clave}/").content.decode()
    assert "Su partido le propone un texto" in tareas
    assert f"/historia/#propuesta-{propuesta.pk}" in tareas


def decidir(client, candidatura, propuesta, verbo, escrito="", **datos):
    ruta = f"/mi-candidatura/{candidatura.clave}/propuestas/{propuesta.pk}/{verbo}/"
    campos = {"revision": "0", "historia_profesional": escrito, **datos}
    return client.post(ruta, campos, follow=True)


def test_usar_la_vuelve_respuesta_con_su_origen_y_aparta_lo_escrito(client, ana, candidatura, propuesta):
    respuesta = decidir(client, candidatura, propuesta, "usar", "Lo que yo escribía")
    assert respuesta.redirect_chain[-1][0].endswith("/historia/")
    respondida = Respuesta.objects.get(pregunta="historia_profesional")
    assert (respondida.valor, respondida.origen) == (PROPUESTO, "postulante")
    propuesta.refresh_from_db()
    assert propuesta.se_uso is True
    cuestionario = candidatura.cuestionarios.get()
    assert cuestionario.sobrantes.get().valores == {"historia_profesional": "Lo que yo escribía"}
    assert "Su partido propuso" not in pagina_de(client, candidatura).content.decode()
    assert Asiento.objects.get(accion="propuesta:usar").detalle == {"pregunta": "historia_profesional"}


def test_descartar_guarda_lo_escrito_y_no_toca_la_respuesta(client, ana, candidatura, propuesta):
    decidir(client, candidatura, propuesta, "descartar", "Lo mío")
    respondida = Respuesta.objects.get(pregunta="historia_profesional")
    assert (respondida.valor, respondida.origen) == ("Lo mío", "persona")
    propuesta.refresh_from_db()
    assert propuesta.se_uso is False


def test_con_otra_ventana_de_por_medio_se_compara_antes_de_decidir(client, ana, candidatura, propuesta):
    cuestionarios.guardar_seccion(
        cuestionario=candidatura.cuestionarios.get(), seccion="historia",
        valores={"historia_profesional": "De otra ventana"}, por=ana,
    )  # fmt: skip
    respuesta = decidir(client, candidatura, propuesta, "usar", "De ésta")
    assert respuesta.status_code == 409
    assert Respuesta.objects.get(pregunta="historia_profesional").valor == "De otra ventana"
    propuesta.refresh_from_db()
    assert propuesta.resuelto_en is None


def test_una_peticion_sin_los_campos_de_la_pagina_no_borra_nada(client, ana, candidatura, propuesta):
    cuestionarios.guardar_seccion(
        cuestionario=candidatura.cuestionarios.get(), seccion="historia",
        valores={"historia_profesional": "Guardado"}, por=ana,
    )  # fmt: skip
    client.post(f"/mi-candidatura/{candidatura.clave}/propuestas/{propuesta.pk}/descartar/")
    assert Respuesta.objects.get(pregunta="historia_profesional").valor == "Guardado"


def test_decidir_dos_veces_se_explica(client, ana, candidatura, propuesta):
    decidir(client, candidatura, propuesta, "descartar")
    pagina = decidir(client, candidatura, propuesta, "usar", revision="1").content.decode()
    assert "ya no espera su decisión" in pagina
    assert not Respuesta.objects.exists()


def test_si_el_partido_lo_cambio_mientras_se_leia_no_se_usa_el_nuevo_a_ciegas(
    client, ana, aplicada, candidatura, propuesta
):
    aplicada("Otro texto, que ella no ha leído")
    assert decidir(client, candidatura, propuesta, "usar").status_code == 404
    assert not Respuesta.objects.filter(valor__startswith="Otro").exists()


def test_la_de_otra_persona_no_existe(client, gente, candidatura, propuesta):
    suya = CandidaturaFactory(persona__cuenta=gente["beto"])
    client.force_login(gente["beto"])
    for clave in (suya.clave, candidatura.clave):
        ruta = f"/mi-candidatura/{clave}/propuestas/{propuesta.pk}/usar/"
        assert client.post(ruta, {"revision": "0"}).status_code == 404


def test_el_verbo_de_usar_es_solo_de_la_persona(propuesta, gente, paco):
    for por in (gente["beto"], gente["carmen"], paco):
        with pytest.raises(PermissionDenied):
            propuestas.usar(propuesta=propuesta, por=por)


def test_enviado_el_cuestionario_ya_no_se_usa(client, ana, candidatura, capturar_todo, propuesta):
    cuestionarios.enviar(cuestionario=capturar_todo(), por=ana)
    with pytest.raises(SeccionCerrada):
        propuestas.usar(propuesta=propuesta, por=ana)
    assert "Su partido le propone" not in client.get(f"/mi-candidatura/{candidatura.clave}/").content.decode()


def test_el_partido_ve_que_se_decidio_y_no_que_se_escribio(client, ana, gente, candidatura, propuesta):
    decidir(client, candidatura, propuesta, "descartar", "CANARIO mío")
    client.force_login(gente["paco"])
    pagina = client.get(f"/partido/candidaturas/{candidatura.clave}/").content.decode()
    assert "lo descartó" in pagina
    assert "CANARIO" not in pagina
    assert dict(client.get("/partido/textos/").context["decididos"])["Descartados"] == 1
    assert timezone.now() > propuesta.propuesto_en
