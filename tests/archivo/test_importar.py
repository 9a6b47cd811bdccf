"""De la exportación a lo público: tal cual, todo o nada, una sola vez y sin que la identidad llegue a ninguna tabla."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from conoceles.bitacora.cadena import primer_defecto
from conoceles.calendario.models import Proceso
from conoceles.cuestionarios.models import Cuestionario, Respuesta
from conoceles.demo import archivo_sintetico as sintetico
from conoceles.operacion import revisiones
from conoceles.publicacion.models import Edicion, Ficha, Instantanea
from conoceles.registro.models import ActorPolitico, Candidatura, Demarcacion, Importacion, Persona

from .libros import TEXTO, candidata, como_xlsx, exportacion, hojas, identificada

pytestmark = pytest.mark.django_db
CLAVE = "locales-2022"


@pytest.fixture
def importar(tmp_path):
    """Corre la orden sobre esos bytes y devuelve lo que dijo."""

    def correr(contenido: bytes, como: str = "archivo.xlsx", **opciones) -> str:
        ruta = tmp_path / como
        ruta.write_bytes(contenido)
        salida = io.StringIO()
        dadas = []
        for opcion, valor in opciones.items():
            bandera = "--" + opcion.replace("_", "-")
            dadas += [bandera, valor] if valor not in (True, False) else [bandera] * valor
        call_command("importar_archivo_ine", str(ruta), *dadas, stdout=salida)
        return salida.getvalue()

    return correr


def documentos() -> dict[str, dict]:
    """Lo público, por nombre de la persona."""
    leidos = (json.loads(ficha.vigente.documento) for ficha in Ficha.objects.select_related("vigente"))
    return {documento["persona"]["nombre"]: documento for documento in leidos}


def todo_lo_guardado() -> str:
    """Cada celda de cada tabla, en un texto."""
    with connection.cursor() as cursor:
        filas = []
        for tabla in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(tabla)}")
            filas += cursor.fetchall()
    return repr(filas)


def conteos() -> tuple[int, ...]:
    modelos = (Proceso, Persona, Candidatura, Respuesta, Ficha, Instantanea, Edicion, Importacion)
    return tuple(modelo.objects.count() for modelo in modelos)


# --- El archivo entero ---------------------------------------------------------------------------------


@pytest.mark.lenta
def test_el_archivo_ficticio_entra_entero(importar):
    datos = sintetico.filas(1)
    dicho = importar(como_xlsx(datos))
    assert "480 filas, 480 personas" in dicho
    proceso = Proceso.objects.get(clave=CLAVE)
    assert (proceso.es_historico, proceso.es_vigente) == (True, False)
    assert Candidatura.objects.del_proceso(proceso).count() == Ficha.objects.count() == 480
    entidades = Demarcacion.objects.filter(tipo="entidad").values_list("nombre", flat=True)
    assert set(entidades) == {
        "Valle Hondo",
        "Sierra Clara",
        "Costa Mansa",
        "Llano Grande",
        "Río Quieto",
        "Bahía Alta",
    }
    publicadas = Ficha.objects.filter(estado="publicada").count()
    assert publicadas == Cuestionario.objects.filter(estado="validado").count()
    assert 0.55 < publicadas / 480 < 0.8
    assert primer_defecto() is None
    assert Importacion.objects.get().informe["avisos"].keys() >= {
        "acentos_recompuestos",
        "acentos_rotos",
        "actor_variante",
        "calidad_segun_identidad",
        "caracteres_quitados",
        "entidades_html",
        "lugar_ocupado",
        "redes_juntas",
    }
    independientes = ActorPolitico.objects.filter(proceso=proceso, tipo="independiente")
    assert independientes.count() >= 12  # dos en cada municipio, cada una su actor


def test_cada_texto_publicado_es_el_del_archivo(importar):
    """Contra el archivo, celda por celda: sólo NFC y los controles pueden diferir."""
    import unicodedata

    datos = sintetico.filas(2)
    importar(como_xlsx(datos))
    publicos = documentos()
    nombre, primera = (
        sintetico.COLUMNAS.index("NOMBRE_CANDIDATO"),
        sintetico.COLUMNAS.index("HISTORIA_PROFESIONAL"),
    )
    claves = ("historia_profesional", "trayectoria_politica", "motivo_cargo", "propuesta_1", "propuesta_2", "propuesta_genero")  # fmt: skip
    comparadas = 0
    for fila in datos.candidatos:
        respuestas = publicos[fila[nombre]]["respuestas"]
        for clave, celda in zip(claves, fila[primera:], strict=True):
            if "proporcion" in celda.lower() or not celda.strip():
                assert clave not in respuestas
            else:
                assert respuestas[clave] == unicodedata.normalize("NFC", celda.replace("\x07", ""))
                comparadas += 1
    assert comparadas > 1500


def test_quien_no_contesto_tambien_tiene_ficha(importar):
    importar(exportacion([candidata()]))
    (documento,) = documentos().values()
    assert documento["cuestionario"]["situacion"] == "sin_enviar"
    assert documento["cuestionario"]["captura_hasta"] is None
    assert documento["respuestas"] == {}
    assert not Cuestionario.objects.exists()


def test_el_documento_lleva_lo_del_registro(importar):
    importar(exportacion([candidata(PROPUESTA_1=TEXTO, REDES="https://facebook.com/una, @una")]))
    documento = documentos()["ANA MARÍA PÉREZ DE LA CRUZ"]
    assert documento["persona"]["primer_apellido"] == "PÉREZ"
    assert documento["persona"]["segundo_apellido"] == "DE LA CRUZ"
    assert (documento["persona"]["edad"], documento["persona"]["sexo"]) == (41, "mujer")
    assert documento["demarcacion"] == {"tipo": "distrito", "clave": "23-15", "nombre": "Chetumal", "entidad": "Quintana Roo"}  # fmt: skip
    assert documento["respuestas"] == {
        "facebook": "https://facebook.com/una",
        "otra_red": "@una",
        "propuesta_1": TEXTO,
    }
    assert Persona.objects.get().nombre_inferido
    assert set(Respuesta.objects.values_list("origen", flat=True)) == {"archivo"}


# --- Una vez y sin reescribir --------------------------------------------------------------------------


def test_la_segunda_vez_no_cambia_nada(importar):
    contenido = exportacion([candidata(PROPUESTA_1=TEXTO)])
    importar(contenido)
    antes = conteos()
    assert "0 cambios" in importar(contenido, como="otro-nombre.xlsx")
    assert conteos() == antes


def test_un_segundo_archivo_solo_agrega(importar):
    ana, bea = candidata(PROPUESTA_1=TEXTO), candidata(NOMBRE_CANDIDATO="BEA DOS", TIPO_CANDIDATO="SUPLENTE")
    importar(exportacion([ana]))
    antes = Instantanea.objects.count()
    assert "1 candidaturas publicadas, 1 sin cambio" in importar(exportacion([ana, bea]))
    assert Instantanea.objects.count() == antes + 1
    assert set(documentos()) == {"ANA MARÍA PÉREZ DE LA CRUZ", "BEA DOS"}


def test_lo_publicado_no_se_reescribe(importar):
    importar(exportacion([candidata(PROPUESTA_1=TEXTO)]))
    antes = conteos()
    with pytest.raises(CommandError, match="ya está publicado.*sólo agrega") as error:
        importar(
            exportacion(
                [
                    candidata(PROPUESTA_1="Otra cosa"),
                    candidata(NOMBRE_CANDIDATO="BEA", TIPO_CANDIDATO="SUPLENTE"),
                ]
            )
        )
    assert "fila 2" in str(error.value)
    assert conteos() == antes


def test_no_se_mezcla_con_un_proceso_que_no_es_archivo(importar, proceso):
    with pytest.raises(CommandError, match="no nació de un archivo"):
        importar(exportacion([candidata()]), proceso=proceso.clave)
    assert not Candidatura.objects.exists()


def test_simular_no_escribe_nada(importar):
    dicho = importar(exportacion([candidata()]), simular=True)
    assert "1 personas" in dicho
    assert "no se escribió nada" in dicho
    assert conteos() == (0,) * 8


def test_si_algo_falla_a_la_mitad_no_queda_nada(importar, monkeypatch):
    def falla(**_):
        raise RuntimeError

    monkeypatch.setattr("conoceles.archivo.acciones.publicar", falla)
    with pytest.raises(RuntimeError):
        importar(exportacion([candidata(PROPUESTA_1=TEXTO)]))
    assert conteos() == (0,) * 8


# --- Identidad -----------------------------------------------------------------------------------------

CANARIOS = ("CANARIO-PUEBLO", "CANARIO-LENGUA-Ã¡", "CANARIO-SIN-TITULO")


def con_canarios() -> bytes:
    filas = [candidata(NOMBRE_CANDIDATO=f"PERSONA {n}", DISTRITO_LOCAL=f"{n}-X") for n in range(1, 41)]
    identidad = [identificada(fila, p1="No", p2="No") for fila in filas]
    identidad[0] = identificada(filas[0], p1="Sí", p2=CANARIOS[1], p3=CANARIOS[0])
    return exportacion(filas, identidad)


@pytest.mark.parametrize("con_identidad", [False, True])
def test_ningun_dato_de_identidad_llega_a_ninguna_tabla(importar, con_identidad):
    dicho = importar(con_canarios(), con_identidad=con_identidad)
    guardado = todo_lo_guardado()
    assert "PERSONA 1" in guardado
    for canario in CANARIOS:
        assert canario not in guardado
        assert canario not in dicho


def test_sin_pedirla_la_identidad_ni_se_cuenta(importar):
    assert "Identidad" not in importar(con_canarios())
    assert "identidad" not in Importacion.objects.get().informe


def test_al_pedirla_solo_queda_el_conjunto(importar):
    filas = [candidata(NOMBRE_CANDIDATO=f"PERSONA {n}", DISTRITO_LOCAL=f"{n}-X") for n in range(1, 61)]
    identidad = [identificada(fila, p1="Sí" if n < 20 else "No", p4="No") for n, fila in enumerate(filas)]
    importar(exportacion(filas, identidad), con_identidad=True)
    tablas = Importacion.objects.get().informe["identidad"]
    assert tablas[sintetico.PREGUNTAS[0]] == {"No": 40}  # con el «Sí» restaría cero: se oculta la menor
    assert tablas[sintetico.PREGUNTAS[3]] == {}


def test_se_puede_pedir_despues_sin_volver_a_importar(importar):
    filas = [candidata(NOMBRE_CANDIDATO=f"PERSONA {n}", DISTRITO_LOCAL=f"{n}-X") for n in range(1, 61)]
    contenido = exportacion(
        filas, [identificada(f, p1="Sí" if n < 20 else "No") for n, f in enumerate(filas)]
    )
    importar(contenido)
    antes = conteos()
    importar(contenido, con_identidad=True, simular=True)
    assert "identidad" not in Importacion.objects.get().informe
    assert "se le agregó la identidad" in importar(contenido, con_identidad=True)
    assert Importacion.objects.get().informe["identidad"][sintetico.PREGUNTAS[0]] == {"No": 40}
    assert conteos() == antes
    assert "0 cambios" in importar(contenido, con_identidad=True)
    assert primer_defecto() is None


def test_un_error_en_la_hoja_de_identidad_no_cita_su_contenido(importar):
    principal = [list(sintetico.COLUMNAS), [candidata().get(c, "") for c in sintetico.COLUMNAS]]
    chueca = [list(sintetico.IDENTIFICAN), [*(candidata()[c] for c in sintetico.IDENTIFICAN), CANARIOS[2]]]
    with pytest.raises(CommandError) as error:
        importar(hojas(CANDIDATOS=principal, CUESTIONARIO_IDENTIDAD=chueca))
    assert "CUESTIONARIO IDENTIDAD" in str(error.value)
    assert CANARIOS[2] not in str(error.value)


# --- Otras exportaciones -------------------------------------------------------------------------------


def test_la_de_un_opl_con_34_columnas_y_rotulos_encima(importar):
    encabezados = ["Folio", "Partido Político", "TIPO DE ELECCIÓN", "Distrito", "Municipio", "Número de fórmula", "Nombre(s)", "Primer Apellido", "Segundo Apellido", "Sobrenombre", "Calidad", "Edad", "Género", "Casa de campaña", "Teléfono", "Correo electrónico", "Página web", "Facebook", "Twitter", "YouTube", "Instagram", "TikTok", "Otra red", "Escolaridad", "Estatus de escolaridad", "Cursos", "Historia profesional", "Trayectoria política", "Motivo", "Propuesta 1", "Propuesta 2", "Propuesta de género", "Fecha de captura", "Fotografía"]  # fmt: skip
    assert len(encabezados) == 34
    fila = {
        "Partido Político": "Partido Faro", "TIPO DE ELECCIÓN": "Diputación de Mayoría Relativa", "Distrito": "10",
        "Nombre(s)": "Ana María", "Primer Apellido": "Pérez", "Segundo Apellido": "Ruiz", "Calidad": "Propietario",
        "Edad": "41 años", "Género": "Femenino", "Facebook": "facebook.com/una", "Twitter": "@una", "Cursos": "Agua, suelo; Cuentas",
        "Escolaridad": "Bachillerato", "Estatus de escolaridad": "Trunca", "Motivo": "-", "Propuesta 1": "M&aacute;s agua",
    }  # fmt: skip
    celdas = [["Exportación de candidaturas"], ["Corte: 1 de junio"], encabezados, [fila.get(e, "") for e in encabezados]]  # fmt: skip
    dicho = importar(
        hojas(Datos=celdas), perfil="archivo-opl-34", proceso="opl", nombre="OPL", jornada="2024-06-02"
    )
    assert "columnas que el perfil no conoce" not in dicho.lower()
    documento = documentos()["Ana María Pérez Ruiz"]
    assert documento["demarcacion"]["clave"] == "16-10"
    assert documento["persona"]["sexo"] == "mujer"
    assert documento["respuestas"] == {
        "facebook": "facebook.com/una",
        "x_twitter": "@una",
        "grado_max": "preparatoria",
        "grado_estatus": "trunco",
        "cursos": ["Agua, suelo", "Cuentas"],
        "propuesta_1": "Más agua",
    }
    assert not Persona.objects.get().nombre_inferido


def test_la_de_un_opl_con_48_columnas_e_identidad_en_la_misma_hoja(importar):
    from conoceles.archivo import perfil

    leido = perfil.leer("archivo-opl-48")
    propias = [nombres[0] for nombres in leido.columnas.values()]
    encabezados = [*propias, *leido.ignorar, *sorted(leido.identidad.columnas)]
    assert len(encabezados) == 48
    datos = {
        "actor_politico": "PARTIDO FARO", "tipo_candidatura": "Regiduría", "entidad": "YUCATÁN",
        "municipio": "MÉRIDA", "prelacion": "3", "nombres": "ANA", "paterno": "PÉREZ", "calidad": "SUPLENTE",
        "sexo": "M", "propuesta1": TEXTO, "pueblo": CANARIOS[0],
    }  # fmt: skip
    celdas = [encabezados, [datos.get(e, "") for e in encabezados]]
    importar(hojas(Hoja1=celdas), perfil="archivo-opl-48", proceso="opl", nombre="OPL", jornada="2024-06-02", con_identidad=True)  # fmt: skip
    documento = documentos()["ANA PÉREZ"]
    assert (documento["numero"], documento["calidad"]) == (3, "suplente")
    assert documento["demarcacion"]["clave"] == "31-merida"
    assert CANARIOS[0] not in todo_lo_guardado()


def test_un_csv_basta_y_avisa_que_falta_la_otra_hoja(importar):
    salida = io.StringIO()
    escritor = csv.DictWriter(salida, sintetico.COLUMNAS)
    escritor.writeheader()
    escritor.writerow(candidata(PROPUESTA_1=TEXTO))
    dicho = importar(salida.getvalue().encode("cp1252"), como="a.csv")
    assert "Falta la hoja de identidad" in dicho
    assert documentos()["ANA MARÍA PÉREZ DE LA CRUZ"]["respuestas"] == {"propuesta_1": TEXTO}


# --- Lo que no se puede importar -----------------------------------------------------------------------


def filas_de(*filas: dict[str, str], columnas=sintetico.COLUMNAS) -> list[list[str]]:
    return [list(columnas), *([fila.get(c, "") for c in columnas] for fila in filas)]


BIEN = exportacion([candidata()])
SIN_PROPUESTA = [c for c in sintetico.COLUMNAS if c != "PROPUESTA_2"]


@pytest.mark.parametrize(
    ("contenido", "nombre", "dice"),
    [
        (b"", "a.xlsx", "vacío"),
        (BIEN[: len(BIEN) // 2], "a.xlsx", "dañado"),
        (b"%PDF-1.7 ...", "a.xlsx", "PDF"),
        (b"<html><table></table></html>", "a.xls", "página web"),
        (b"\xff\xd8\xff\xe0 foto", "a.csv", "imagen"),
        (hojas(Otra=filas_de(candidata())), "a.xlsx", "No hay una hoja «CANDIDATOS».*Otra"),
        (hojas(CANDIDATOS=filas_de(candidata(), columnas=SIN_PROPUESTA)), "a.xlsx", "faltan 1 columnas: PROPUESTA_2.*PROPUESTA_1"),
        (hojas(CANDIDATOS=[["Candidaturas 2022"], *filas_de(candidata())]), "a.xlsx", "sin título"),
        (hojas(CANDIDATOS=filas_de()), "a.xlsx", "sin ningún dato"),
        (hojas(CANDIDATOS=filas_de(candidata(CARGO="ASTRONAUTA"))), "a.xlsx", "fila 2, columna CARGO.*ASTRONAUTA"),
        (hojas(CANDIDATOS=filas_de(candidata(NOMBRE_CANDIDATO=" "))), "a.xlsx", "columna NOMBRE_CANDIDATO.*falta"),
        (hojas(CANDIDATOS=filas_de(candidata(PARTIDO_COALICION=""))), "a.xlsx", "PARTIDO_COALICION.*quién postula"),
        (hojas(CANDIDATOS=filas_de(candidata(DISTRITO_LOCAL="No aplica", CIRCUNSCRIPCION="1", CARGO="PRESIDENCIA MUNICIPAL"))), "a.xlsx", "MUNICIPIO.*falta"),
        (hojas(CANDIDATOS=filas_de(candidata(NOMBRE_CANDIDATO="X" * 201))), "a.xlsx", "201 caracteres"),
        (hojas(CANDIDATOS=filas_de({"EDAD": "nota al pie"})), "a.xlsx", "no trae ninguna candidatura"),
    ],
)  # fmt: skip
def test_lo_malo_se_rechaza_entero_y_dice_donde(importar, contenido, nombre, dice):
    with pytest.raises(CommandError, match=f"(?s){dice}.*No se importó nada"):
        importar(contenido, como=nombre)
    assert conteos() == (0,) * 8


def test_demasiadas_filas_se_dice_y_no_entra_ninguna(importar, monkeypatch):
    monkeypatch.setattr("conoceles.archivo.lectura.MAX_FILAS", 10)
    filas = [candidata(NOMBRE_CANDIDATO=f"P {n}", DISTRITO_LOCAL=f"{n}-X") for n in range(1, 13)]
    with pytest.raises(CommandError, match=r"10\).*divídalo"):
        importar(exportacion(filas))
    assert conteos() == (0,) * 8


def test_una_fila_mala_rechaza_las_buenas_y_se_dicen_todas(importar):
    malas = [candidata(NOMBRE_CANDIDATO=f"P {n}", CARGO="NADA") for n in range(40)]
    with pytest.raises(CommandError) as error:
        importar(exportacion([candidata(), *malas]))
    assert "fila 3" in str(error.value)
    assert "y 10 más" in str(error.value)
    assert conteos() == (0,) * 8


def test_lo_que_no_impide_es_un_aviso_y_consta_en_el_recibo(importar):
    columnas = (*sintetico.COLUMNAS, "CURP")
    filas = filas_de(
        {**candidata(EDAD="410", SEXO="X", ESCOLARIDAD="Kínder"), "CURP": "CANARIO-CURP"},
        {"EDAD": "Total: 1"},
        columnas=columnas,
    )
    dicho = importar(hojas(CANDIDATOS=filas))
    avisos = Importacion.objects.get().informe["avisos"]
    assert [c["valor"] for c in avisos["fuera_de_catalogo"]["casos"]] == ["X", "410", "Kínder"]
    assert avisos["columna_ajena"]["casos"] == [{"columna": "Z", "detalle": "CURP"}]
    assert avisos["renglon_suelto"]["casos"] == [{"fila": 3}]
    assert "hoja_ausente" in avisos
    assert "CANARIO-CURP" not in todo_lo_guardado() + dicho
    persona = Persona.objects.get()
    assert (persona.edad, persona.sexo) == (None, "")


def test_un_nombre_al_reves_se_endereza_con_aviso_y_la_respuesta_queda_tal_cual(importar):
    al_reves = f"\u202e{TEXTO}\u2066"
    importar(exportacion([candidata(NOMBRE_CANDIDATO="ANA \u202eZEREP\u202c RUIZ", PROPUESTA_1=al_reves)]))
    assert documentos()["ANA ZEREP RUIZ"]["respuestas"]["propuesta_1"] == al_reves
    avisos = Importacion.objects.get().informe["avisos"]
    assert avisos["direccion_quitada"]["casos"] == [{"fila": 2, "columna": "NOMBRE_CANDIDATO"}]


def test_actores_que_son_puros_signos_no_se_confunden_y_uno_cortado_consta(importar):
    largo = "COALICIÓN " + "MUY " * 60 + "LARGA"
    actores = ["!!!", "¿?", "...", largo]
    filas = [candidata(PARTIDO_COALICION=actor, NOMBRE_CANDIDATO=f"P {n}") for n, actor in enumerate(actores)]
    importar(exportacion([*filas, {**filas[3], "TIPO_CANDIDATO": "SUPLENTE", "NOMBRE_CANDIDATO": "P 9"}]))
    assert ActorPolitico.objects.count() == 4
    assert {"!!!", "¿?", "..."} < set(ActorPolitico.objects.values_list("nombre", flat=True))
    (caso,) = Importacion.objects.get().informe["avisos"]["nombre_cortado"]["casos"]
    assert (caso["fila"], caso["valor"]) == (5, largo)


def test_una_formula_de_hoja_de_calculo_entra_con_su_resultado(importar):
    import xlsxwriter

    salida = io.BytesIO()
    libro = xlsxwriter.Workbook(salida)
    hoja = libro.add_worksheet("candidatos")  # el nombre, sin distinguir mayúsculas
    for numero, fila in enumerate(filas_de(candidata())):
        hoja.write_row(numero, 0, fila)
    hoja.write_formula(1, sintetico.COLUMNAS.index("EDAD"), "=40+1", None, 41)
    libro.close()
    importar(salida.getvalue())
    assert Persona.objects.get().edad == 41


@pytest.mark.parametrize(
    ("opciones", "dice"),
    [
        ({"proceso": "Con Mayúsculas", "nombre": "X", "jornada": "2022-06-05"}, "--proceso"),
        ({"proceso": "nuevo"}, "Falta decir --nombre, --jornada"),
        ({"jornada": "ayer"}, "no es una fecha"),
        ({"perfil": "inexistente"}, "no existe"),
        ({"jornada": "9999-12-31"}, "--jornada: el año 9999 no vale"),
        ({"jornada": "1950-07-01"}, "--jornada: el año 1950 no vale"),
        ({"jornada": "2100-06-05"}, "--jornada: 2100-06-05 aún no pasa"),
        ({"proceso": "panel", "nombre": "X", "jornada": "2022-06-05"}, "--proceso: «panel» es una dirección"),
        ({"nombre": "N" * 201}, "--nombre: tiene 201 caracteres y caben 200"),
    ],
)
def test_una_opcion_mala_se_explica(importar, opciones, dice):
    with pytest.raises(CommandError, match=dice):
        importar(BIEN, **opciones)


def test_un_archivo_que_no_esta_se_dice():
    with pytest.raises(CommandError, match="No se puede abrir"):
        call_command("importar_archivo_ine", "/no/existe.xlsx")


def test_lo_importado_consta_y_ninguna_revision_da_una_falsa_alarma(importar):
    importar(como_xlsx(sintetico.filas(1, 24)))
    assert [hallazgo for hallazgo in revisiones.revisar() if hallazgo.defectos] == []
    Proceso.objects.update(jornada="2030-01-01")
    assert [h.nombre for h in revisiones.revisar() if h.defectos] == ["Proceso"]


def test_las_consultas_no_crecen_con_las_filas(importar, django_assert_max_num_queries):
    with django_assert_max_num_queries(165):
        importar(como_xlsx(sintetico.filas(1, 240)))
