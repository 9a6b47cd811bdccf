"""El lector de tablas: lee lo que la gente manda y explica lo que no puede leer."""

import contextlib
import csv
import datetime
import io
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from conoceles.comun.formatos import MAX_DESCOMPRIMIDO
from conoceles.comun.tablas import TablaInvalida, leer_tabla, letra
from conoceles.comun.texto import normalizar

TABLA = [
    ["Nombre", "Año", "Observación"],
    ["Zoé Ñañez", "2027", 'dijo "sí"'],
    ["Íñigo, hijo", "", "dos\nlíneas"],
]
ESPERADO = [
    {"Nombre": "Zoé Ñañez", "Año": "2027", "Observación": 'dijo "sí"'},
    {"Nombre": "Íñigo, hijo", "Año": "", "Observación": "dos\nlíneas"},
]
RAIZ = Path(__file__).parents[2]


def hacer_csv(filas, separador=",", fin="\r\n"):
    salida = io.StringIO()
    comillas = csv.QUOTE_ALL if fin == "\r" else csv.QUOTE_MINIMAL  # con CR, Python no protege el LF interior
    csv.writer(salida, delimiter=separador, lineterminator=fin, quoting=comillas).writerows(filas)
    return salida.getvalue()


def hacer_xlsx(llenar, hojas=("Hoja1",)):
    salida = io.BytesIO()
    with xlsxwriter.Workbook(salida, {"in_memory": True}) as libro:
        llenar(libro, *(libro.add_worksheet(nombre) for nombre in hojas))
    return salida.getvalue()


def xlsx_de(filas):
    def llenar(libro, hoja):
        for numero, fila in enumerate(filas):
            hoja.write_row(numero, 0, fila)

    return hacer_xlsx(llenar)


def hacer_zip(partes, compresion=zipfile.ZIP_DEFLATED):
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", compresion) as archivo:
        for nombre, contenido in partes.items():
            archivo.writestr(nombre, contenido, zipfile.ZIP_STORED if nombre == "mimetype" else compresion)
    return salida.getvalue()


def hacer_ods(filas_xml):
    espacios = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text", "manifest")
    )
    return hacer_zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"<manifest:manifest{espacios}/>",
            "content.xml": f"<office:document-content{espacios}><office:body><office:spreadsheet>"
            f'<table:table table:name="Hoja1">{filas_xml}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_de(filas):
    def celda(texto):
        parrafos = "".join(f"<text:p>{renglon}</text:p>" for renglon in texto.split("\n"))
        return f'<table:table-cell office:value-type="string">{parrafos}</table:table-cell>'

    vacias = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return hacer_ods(
        "".join(f"<table:table-row>{''.join(map(celda, fila))}</table:table-row>" for fila in filas) + vacias
    )


def hacer_xls(filas):
    """El BIFF8 más pequeño dentro del contenedor OLE más pequeño: no hay biblioteca que escriba XLS."""

    def registro(tipo, datos):
        return struct.pack("<HH", tipo, len(datos)) + datos

    def bof(clase):
        return registro(0x0809, struct.pack("<HHHHII", 0x0600, clase, 0x0DBB, 0x07CC, 0, 6))

    def celda(fila, columna, valor):
        if isinstance(valor, float):
            return registro(0x0203, struct.pack("<HHHd", fila, columna, 0, valor))
        return registro(
            0x0204, struct.pack("<HHHHB", fila, columna, 0, len(valor), 1) + valor.encode("utf-16-le")
        )

    fin = registro(0x000A, b"")
    titulo = struct.pack("<BBBB", 0, 0, 5, 0) + b"Hoja1"
    inicio = len(bof(5)) + 4 + 4 + len(titulo) + len(fin)
    globales = bof(5) + registro(0x0085, struct.pack("<I", inicio) + titulo) + fin
    celdas = b"".join(celda(f, c, v) for f, fila in enumerate(filas) for c, v in enumerate(fila))
    flujo = globales + bof(0x10) + celdas + fin
    flujo = flujo.ljust(max(4096, -(-len(flujo) // 512) * 512), b"\0")
    sectores = len(flujo) // 512

    def entrada(nombre, tipo, hijo, sector, tamano):
        crudo = nombre.encode("utf-16-le")
        return (
            crudo.ljust(64, b"\0")
            + struct.pack("<HBBiii", len(crudo) + 2, tipo, 1, -1, -1, hijo)
            + bytes(36)
            + struct.pack("<iQ", sector, tamano)
        )

    directorio = entrada("Root Entry", 5, 1, -2, 0) + entrada("Workbook", 2, -1, 2, len(flujo)) + bytes(256)
    fat = [-3, -2, *range(3, 2 + sectores), -2]
    cabeza = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    cabeza += bytes(6) + struct.pack("<IIiIIiIiI", 0, 1, 1, 0, 4096, -2, 0, -2, 0)
    cabeza += struct.pack("<109i", 0, *[-1] * 108)
    return cabeza + struct.pack("<128i", *fat, *[-1] * (128 - len(fat))) + directorio + flujo


def celdas(libro):
    return [fila.celdas for hoja in libro.hojas for fila in hoja.filas]


def error_de(contenido, nombre="registro.csv", **opciones):
    with pytest.raises(TablaInvalida) as atrapado:
        leer_tabla(contenido, nombre, **opciones)
    mensaje = str(atrapado.value)
    assert mensaje[0].isupper(), mensaje
    assert mensaje.endswith("."), mensaje
    return atrapado.value


# ── Lo que se lee ────────────────────────────────────────────────────────────

TEXTO = hacer_csv(TABLA)


@pytest.mark.parametrize("separador", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("fin", ["\r\n", "\n", "\r"])
def test_csv_en_todas_sus_variantes(separador, codificacion, fin):
    libro = leer_tabla(hacer_csv(TABLA, separador, fin).encode(codificacion), "registro.csv")
    assert libro.formato == "csv"
    assert libro.hojas[0].encabezados == ("Nombre", "Año", "Observación")
    assert celdas(libro) == ESPERADO
    assert bool(libro.avisos) is (codificacion in ("cp1252", "utf-16"))


@pytest.mark.parametrize(
    ("nombre", "contenido"),
    [
        ("a.xlsx", xlsx_de(TABLA)),
        ("a.ods", ods_de(TABLA)),
        ("a.xls", hacer_xls(TABLA)),
        ("a.csv", TEXTO.encode()),
    ],
    ids=["xlsx", "ods", "xls", "csv"],
)
def test_los_cuatro_formatos_dicen_lo_mismo(nombre, contenido):
    libro = leer_tabla(contenido, nombre)
    assert libro.formato == nombre[2:]
    assert celdas(libro) == ESPERADO
    assert [fila.numero for fila in libro.hojas[0].filas] == [2, 3]
    assert libro.avisos == []


@pytest.mark.parametrize(
    ("nombre", "contenido", "dice"),
    [
        ("a.csv", xlsx_de(TABLA), "XLSX"),
        ("a.xlsx", TEXTO.encode(), "CSV"),
        ("a.xls", xlsx_de(TABLA), "XLSX"),
        ("a.xlsx", hacer_xls(TABLA), "XLS"),
        ("sin_extension", ods_de(TABLA), "ODS"),
    ],
)
def test_la_extension_no_decide(nombre, contenido, dice):
    libro = leer_tabla(contenido, nombre)
    assert celdas(libro) == ESPERADO
    assert libro.avisos == [f"El archivo se llama «{nombre}» pero es {dice}; se leyó como {dice}."]


def test_valores_de_celda_como_se_ven():
    def llenar(libro, hoja):
        fecha = libro.add_format({"num_format": "dd/mm/yyyy"})
        hora = libro.add_format({"num_format": "hh:mm"})
        hoja.write_row(0, 0, list("abcdefghij"))
        hoja.write_row(1, 0, [7.0, 0.1 + 0.2, True, False, -3, 123456789012345])
        hoja.write_datetime(1, 6, datetime.datetime(2027, 6, 6), fecha)
        hoja.write_datetime(1, 7, datetime.datetime(2027, 6, 6, 8, 30), fecha)
        hoja.write_datetime(1, 8, datetime.time(18, 0), hora)
        hoja.write_formula(1, 9, "=1/0", None, "#DIV/0!")

    (fila,) = celdas(leer_tabla(hacer_xlsx(llenar), "a.xlsx"))
    assert list(fila.values()) == [
        *("7", "0.3", "VERDADERO", "FALSO", "-3", "123456789012345"),
        *("2027-06-06", "2027-06-06T08:30:00", "18:00:00", ""),
    ]


def test_las_celdas_se_limpian_sin_juntar_espacios():
    (fila,) = celdas(leer_tabla("a,b,c\n \u00a0VA  POR X. ,e\u0301\u200b,\x07ñ\t\n".encode(), "a.csv"))
    assert fila == {"a": "VA  POR X.", "b": "é", "c": "ñ"}


def test_los_titulos_se_compactan():
    libro = leer_tabla(b'" Nombre\n completo ",Edad\nAna,30\n', "a.csv")
    assert libro.hojas[0].encabezados == ("Nombre completo", "Edad")


def test_el_numero_de_fila_es_el_de_la_hoja_de_calculo():
    texto = '\n\nnombre,nota\nAna,"uno\ndos\ntres"\n\n,\nBeto,\n'
    (hoja,) = leer_tabla(texto.encode(), "a.csv").hojas
    assert [(f.numero, f.celdas["nombre"]) for f in hoja.filas] == [(4, "Ana"), (7, "Beto")]
    (hoja,) = leer_tabla(xlsx_de([[], [], ["nombre"], ["Ana"], [], [" "], ["Beto"]]), "a.xlsx").hojas
    assert [(f.numero, f.celdas["nombre"]) for f in hoja.filas] == [(4, "Ana"), (7, "Beto")]


def test_filas_cortas_se_completan_y_columnas_vacias_sin_titulo_se_ignoran():
    (hoja,) = leer_tabla(b"a,,b,,\n1\n1,,2,,\n", "a.csv").hojas
    assert hoja.encabezados == ("a", "b")
    assert [f.celdas for f in hoja.filas] == [{"a": "1", "b": ""}, {"a": "1", "b": "2"}]


def test_una_sola_columna_y_orden_sep_de_excel():
    assert celdas(leer_tabla(b"clave\nX1\n", "a.csv")) == [{"clave": "X1"}]
    (hoja,) = leer_tabla(b'sep=;\r\n"a, con coma";b\r\n1;2\r\n', "a.csv").hojas
    assert hoja.encabezados == ("a, con coma", "b")
    assert [f.numero for f in hoja.filas] == [2]


def test_el_separador_no_se_cuenta_dentro_de_comillas():
    (fila,) = celdas(leer_tabla(b'"a,b,c,d";e\n1;2\n', "a.csv"))
    assert fila == {"a,b,c,d": "1", "e": "2"}


def test_las_filas_se_recorren_varias_veces_y_conocen_su_largo():
    for contenido in (TEXTO.encode(), xlsx_de(TABLA)):
        filas = leer_tabla(contenido, "a").hojas[0].filas
        assert len(filas) == 2
        assert list(filas) == list(filas)


def test_tabla_que_no_empieza_en_la_primera_columna():
    def llenar(libro, hoja):
        hoja.write_row(2, 3, ["a", "b"])
        hoja.write_row(3, 3, ["1", "2"])

    contenido = hacer_xlsx(llenar)
    assert celdas(leer_tabla(contenido, "a.xlsx")) == [{"a": "1", "b": "2"}]


# ── Varias hojas ─────────────────────────────────────────────────────────────


def _tres_hojas(libro, actores, planillas, notas):
    for hoja, dato in ((actores, "uno"), (planillas, "dos"), (notas, "tres")):
        hoja.write(0, 0, "clave")
        hoja.write(1, 0, dato)
    notas.hide()


TRES = hacer_xlsx(_tres_hojas, ("Actores", "Planillas", "Notas"))


def test_lee_las_hojas_visibles_y_avisa_de_las_ocultas():
    libro = leer_tabla(TRES, "a.xlsx")
    assert [hoja.nombre for hoja in libro.hojas] == ["Actores", "Planillas"]
    assert celdas(libro) == [{"clave": "uno"}, {"clave": "dos"}]
    assert libro.avisos == ["La hoja «Notas» está oculta y no se leyó."]


@pytest.mark.parametrize(("pedida", "dato"), [("planillas", "dos"), ("  ACTORES", "uno"), ("Notas", "tres")])
def test_lee_la_hoja_pedida_aunque_este_oculta(pedida, dato):
    assert celdas(leer_tabla(TRES, "a.xlsx", hoja=pedida)) == [{"clave": dato}]


def test_hoja_pedida_que_no_existe():
    assert "Actores, Planillas, Notas" in str(error_de(TRES, hoja="Síndicos"))


def test_las_hojas_vacias_y_las_de_graficas_no_estorban():
    def llenar(libro, hoja, vacia):
        hoja.write_column(0, 0, ["a", "1"])
        grafica = libro.add_chart({"type": "bar"})
        grafica.add_series({"values": "=Hoja1!$A$2:$A$2"})
        libro.add_chartsheet("Gráfica").set_chart(grafica)

    assert celdas(leer_tabla(hacer_xlsx(llenar, ("Hoja1", "Hoja2")), "a.xlsx")) == [{"a": "1"}]


def test_el_error_nombra_la_hoja():
    def llenar(libro, buena, mala):
        buena.write_column(0, 0, ["a", "1"])
        mala.write_row(0, 0, ["a", "A "])

    error = error_de(hacer_xlsx(llenar, ("Buena", "Mala")))
    assert (error.hoja, error.fila, error.columna) == ("Mala", 1, "B")
    assert str(error).startswith("Hoja «Mala», fila 1, columna B: ")


# ── Lo que no se puede leer, y qué se dice ───────────────────────────────────

HTML = b"<html><table><tr><td>a</td></tr></table></html>"
OLE_AJENO = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
AJENOS = {
    "vacío": (b"", "vacío"),
    "sólo espacios": (b"\xef\xbb\xbf \r\n\t\n", "vacío"),
    "sólo nulos": (bytes(40), "vacío"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n", "imagen"),
    "jpeg": (b"\xff\xd8\xff\xe0", "imagen"),
    "gif": (b"GIF89a", "imagen"),
    "rtf": (b"{\\rtf1", "RTF"),
    "gzip": (b"\x1f\x8b\x08", "gzip"),
    "html como xls": (HTML, "HTML"),
    "html con BOM": (b"\xef\xbb\xbf\n<!DOCTYPE html>" + HTML, "HTML"),
    "xml de Excel 2003": (b'<?xml version="1.0"?><Workbook/>', "XML"),
    "word": (hacer_zip({"word/document.xml": "<x/>"}), "Word"),
    "zip cualquiera": (hacer_zip({"tabla.csv": "a,b\n1,2"}), "ZIP"),
    "zip vacío": (hacer_zip({}), "ZIP"),
    "ole ajeno": (OLE_AJENO, "dañado"),
    "xlsx sin hojas": (hacer_zip({"xl/workbook.xml": "<x/>"}), "dañado"),
    "xlsx con xml roto": (
        hacer_zip({"xl/workbook.xml": "<workbook><sheets", "[Content_Types].xml": ""}),
        "dañado",
    ),
    "nulos": (b"a,b\n1,\x002\n", "nulos"),
    "cp1252 imposible": (b"a,b\n\xf1,\x81\n", "Windows-1252"),
    "codificaciones mezcladas": ("a,b\nJosé,x\n".encode() + "Ñañez,y\n".encode("cp1252"), "mezcla"),
    "utf-16 cortado": ("ab\nñ".encode("utf-16") + b"\x00", "UTF-16"),
    "comillas sin cerrar": (b'a,b\n1,"dos\n3,4\n', "comillas"),
    "comillas sin doblar": (b'a,b\n1,2\n"JUAN "X" PEREZ",2\n', "comillas"),
    "celda gigante": (b'a,b\n1,"' + b"x" * 140_000 + b'"\n', "131,072"),
    "sólo títulos": (b"a,b\n", "sólo tiene la fila de títulos"),
    "sólo títulos xlsx": (xlsx_de([["a", "b"]]), "sólo tiene la fila de títulos"),
    "xlsx sin datos": (xlsx_de([]), "ninguna hoja"),
    "título repetido": (b"a,b,A\n1,2,3\n", "repetido"),
    "repetido por acento": ("Año,ANO\n1,2\n".encode(), "repetido"),
    "título vacío con datos": (b"a,,c\n1,2,3\n", "sin título"),
    "celda de más": (b"a,b\n1,2\n3,4,5\n", "sin título"),
    "renglón antes de los títulos": (b"INSTITUTO,,\na,b,c\n1,2,3\n", "sin título"),
    "demasiadas columnas": (",".join(f"c{n}" for n in range(600)).encode() + b"\n1\n", "500"),
}


@pytest.mark.parametrize(("contenido", "dice"), AJENOS.values(), ids=AJENOS)
@pytest.mark.parametrize("nombre", ["a.csv", "a.xlsx", "a.xls"])
def test_lo_que_no_es_tabla_se_explica(contenido, dice, nombre):
    assert dice in str(error_de(contenido, nombre))


@pytest.mark.parametrize(
    ("contenido", "fila", "columna"),
    [
        (AJENOS["título repetido"][0], 1, "C"),
        (AJENOS["título vacío con datos"][0], 2, "B"),
        (AJENOS["celda de más"][0], 3, "C"),
        (AJENOS["comillas sin cerrar"][0], 2, None),
        (AJENOS["comillas sin doblar"][0], 3, None),
        (AJENOS["nulos"][0], 2, None),
        (AJENOS["codificaciones mezcladas"][0], 3, None),
        (AJENOS["cp1252 imposible"][0], 2, None),
    ],
)
def test_el_error_dice_donde(contenido, fila, columna):
    error = error_de(contenido)
    assert (error.fila, error.columna) == (fila, columna)


def test_celdas_combinadas_en_los_titulos():
    def llenar(libro, hoja):
        hoja.merge_range(0, 0, 0, 1, "Persona")
        hoja.write_row(1, 0, ["Nombre", "Sexo"])

    error = error_de(hacer_xlsx(llenar))
    assert (error.fila, error.columna) == (2, "B")
    assert "combinadas" in error.mensaje


def test_libro_con_contrasena():
    # Lo que Office cifra es un contenedor OLE con un flujo «EncryptedPackage».
    xlsx = (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    )
    # En XLS el cifrado es un registro (FILEPASS) tras el primer BOF.
    abierto = hacer_xls(TABLA)
    tras_bof = 512 + 512 + 512 + 20
    filepass = struct.pack("<HHHHH48x", 0x002F, 54, 1, 1, 1)
    xls = abierto[:tras_bof] + filepass + abierto[tras_bof + len(filepass) :]
    for contenido in (xlsx, xls):
        assert "contraseña" in str(error_de(contenido, "a.xlsx"))


@pytest.mark.parametrize(
    "entero", [xlsx_de(TABLA), ods_de(TABLA), hacer_xls(TABLA)], ids=["xlsx", "ods", "xls"]
)
@pytest.mark.parametrize("parte", [0.05, 0.3, 0.5, 0.8])
def test_truncado_se_rechaza(entero, parte):
    error_de(entero[: int(len(entero) * parte)], "a.xlsx")


# Hechos una sola vez: un libro lleva su fecha, y si cambia entre dos intentos cambia su largo.
ENTEROS = [xlsx_de(TABLA), ods_de(TABLA), hacer_xls(TABLA), TEXTO.encode()]


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_bytes_alterados_nunca_dan_otro_error(datos):
    entero = bytearray(datos.draw(st.sampled_from(ENTEROS)))
    for _ in range(datos.draw(st.integers(1, 8))):
        entero[datos.draw(st.integers(0, len(entero) - 1))] = datos.draw(st.integers(0, 255))
    with contextlib.suppress(TablaInvalida):
        celdas(leer_tabla(bytes(entero), "a.xlsx"))


# ── Tamaños y bombas ─────────────────────────────────────────────────────────


def test_topes_de_peso_filas_y_celdas():
    contenido = hacer_csv([["a", "b"]] + [["1", "2"]] * 50).encode()
    assert "MB" in str(error_de(contenido, max_bytes=len(contenido) - 1))
    assert error_de(contenido, max_filas=49).fila == 51
    assert error_de(contenido, max_celdas=99).fila == 51
    assert (
        len(
            leer_tabla(contenido, "a.csv", max_filas=50, max_celdas=100, max_bytes=len(contenido))
            .hojas[0]
            .filas
        )
        == 50
    )
    libro = xlsx_de([["a"]] + [["1"]] * 50)
    assert error_de(libro, max_filas=49)
    assert error_de(libro, max_filas=30)
    assert len(leer_tabla(libro, "a.xlsx", max_filas=50).hojas[0].filas) == 50


def test_celda_perdida_en_la_ultima_esquina_no_tira_el_proceso():
    contenido = hacer_xlsx(lambda libro, hoja: (hoja.write(0, 0, "a"), hoja.write(1_048_575, 16_383, "x")))
    assert len(contenido) < 10_000
    assert "Ctrl+Fin" in str(error_de(contenido, "a.xlsx"))


def test_filas_repetidas_de_ods_no_llenan_la_memoria():
    celda = '<table:table-cell table:number-columns-repeated="1000" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    fila = f'<table:table-row table:number-rows-repeated="1000000">{celda}</table:table-row>'
    assert "memoria" in str(error_de(hacer_ods(fila), "a.ods"))


def test_bombas_zip():
    ceros = hacer_zip({"xl/worksheets/sheet1.xml": bytes(40_000_000), "[Content_Types].xml": ""})
    assert len(ceros) < 100_000
    assert "se agranda" in str(error_de(ceros, "a.xlsx"))
    # Un tamaño declarado enorme basta, aunque los datos sean pocos.
    mentira = bytearray(xlsx_de(TABLA))
    directorio = mentira.index(b"PK\x01\x02")
    mentira[directorio + 24 : directorio + 28] = struct.pack("<I", MAX_DESCOMPRIMIDO + 1)
    assert "se agranda" in str(error_de(bytes(mentira), "a.xlsx"))
    assert "se agranda" in str(error_de(hacer_zip({f"xl/{n}": "" for n in range(5_001)}), "a.xlsx"))


def test_bomba_que_miente_sobre_su_tamano():
    bomba = bytearray(
        hacer_zip(
            {
                "xl/workbook.xml": b"<a>" + b" " * 30_000_000,
                "[Content_Types].xml": "",
                "relleno": os.urandom(200_000),
            }
        )
    )
    directorio = bomba.index(b"PK\x01\x02")
    bomba[directorio + 24 : directorio + 28] = struct.pack("<I", 100)
    error_de(bytes(bomba), "a.xlsx")


@pytest.mark.lenta
def test_cien_mil_filas_por_veinte_columnas_en_memoria_acotada():
    """El CSV completo pesa unos 30 MB; leído de golpe como diccionarios serían cientos."""
    programa = """if True:
        from conoceles.comun.tablas import leer_tabla
        titulos = ",".join(f"c{n}" for n in range(20))
        fila = ",".join(f"dato número {n}" for n in range(20))
        contenido = (titulos + ("\\n" + fila) * 100_000).encode()
        (hoja,) = leer_tabla(contenido, "a.csv").hojas
        vistas = sum(fila.celdas["c19"] == "dato número 19" for fila in hoja.filas)
        pico = next(renglon for renglon in open("/proc/self/status") if renglon.startswith("VmHWM"))
        print(vistas, int(pico.split()[1]) // 1024)
    """
    salida = subprocess.run(
        [sys.executable, "-c", programa], cwd=RAIZ, capture_output=True, text=True, check=True
    )
    vistas, megas = map(int, salida.stdout.split())
    assert vistas == 100_000
    assert megas < 300


# ── Avisos ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("roto", ["PÃ©rez", "MUÃ‘OZ", "PE¤A", "P\ufffdrez", "Â¿Cuál?"])
def test_avisa_de_acentos_rotos(roto):
    libro = leer_tabla(f"nombre,x\nAna,1\n{roto} Gil,2\n{roto},3\n".encode(), "a.csv")
    assert libro.avisos == [
        f"Fila 3: «{roto}» parece tener los acentos rotos (2 filas así). "
        "Corríjalo en el archivo de origen y expórtelo como «CSV UTF-8»."
    ]


def test_lo_bien_escrito_no_levanta_avisos():
    texto = "nombre,monto\n¿ÁÉÍÓÚ Ññ Üü?,$1 £2\nGÜERO ¡sí!,Ça Ão\n"
    assert leer_tabla(texto.encode(), "a.csv").avisos == []


# ── Ida y vuelta ─────────────────────────────────────────────────────────────

celda_simple = st.text(st.sampled_from('aéñÑ ,;\t"\n|.0¿'), max_size=8)


@given(st.lists(st.tuples(celda_simple, celda_simple, celda_simple), min_size=1, max_size=6))
@settings(deadline=None)
def test_lo_que_escribe_un_csv_se_lee_igual(filas):
    contenido = hacer_csv([("uno", "dos", "tres"), *filas]).encode()
    con_datos = [tuple(map(normalizar, fila)) for fila in filas if any(celda.strip() for celda in fila)]
    if not con_datos:
        error_de(contenido)
        return
    assert [tuple(fila.values()) for fila in celdas(leer_tabla(contenido, "a.csv"))] == con_datos


def test_letra_de_columna():
    assert [letra(n) for n in (0, 25, 26, 51, 52, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
        "XFD",
    ]
