"""Importar desde el panel: lo que ve quien importa, y lo que no puede nadie más."""

from __future__ import annotations

import subprocess
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conoceles.comun.segundo_plano import anotar
from conoceles.operacion import importar
from conoceles.registro.importacion import recibo
from conoceles.registro.models import Candidatura, Importacion
from tests import fabricas
from tests.registro import minima
from tests.registro.minima import csv_de, filas

pytestmark = pytest.mark.django_db
Estado = Importacion.Estado
LISTA = reverse("operacion:importaciones")


@pytest.fixture
def prueba(db, tmp_path):
    return minima.cargar(tmp_path)


@pytest.fixture
def carmen(prueba):
    """La instancia interna, que es quien importa."""
    return fabricas.UsuarioFactory(acceso="carmen", rol="instancia_interna")


@pytest.fixture
def panel(carmen):
    cliente = Client()
    cliente.force_login(carmen)
    return cliente


def subir(panel, contenido, nombre="lista.csv", **datos):
    archivo = SimpleUploadedFile(nombre, contenido if isinstance(contenido, bytes) else csv_de(contenido))
    respuesta = panel.post(LISTA, {"archivo": archivo, "perfil": "registro", **datos})
    return respuesta, Importacion.objects.order_by("-pk").first()


def ver(panel, importacion, **parametros) -> str:
    respuesta = panel.get(reverse("operacion:importacion", args=[importacion.folio]), parametros)
    assert respuesta.status_code == 200
    texto = respuesta.content.decode()
    assert "⟪" not in texto
    return texto


def aplicar(panel, importacion):
    return panel.post(reverse("operacion:importacion_aplicar", args=[importacion.folio]))


def test_de_la_subida_al_recibo(panel, carmen):
    respuesta, importacion = subir(panel, filas())
    assert respuesta.url == reverse("operacion:importacion", args=[importacion.folio])
    texto = ver(panel, importacion)
    assert importacion.estado == Estado.SIMULADA
    assert not Candidatura.objects.exists()
    for dicho in ("Todavía no se aplica nada", "Altas", "Ana Lucía Robles Paz", "Aplicar al registro"):
        assert dicho in texto
    aplicar(panel, importacion)
    importacion.refresh_from_db()
    texto = ver(panel, importacion)
    assert Candidatura.objects.vigentes().count() == 4
    for dicho in ("La lista quedó aplicada", importacion.folio, importacion.huella, "por carmen"):
        assert dicho in texto
    assert "Aplicar al registro" not in texto
    assert importacion.folio in panel.get(LISTA).content.decode()


def test_los_nombres_parecidos_se_aplican_solo_si_se_marca_que_son_la_misma_persona(panel):
    _, primera = subir(panel, filas())
    aplicar(panel, primera)
    _, segunda = subir(panel, filas(_0={"nombres": "Ana Lusía"}))
    texto = ver(panel, segunda)
    for dicho in ("Por confirmar", "Registrada como", "Ana Lusía Robles Paz", "Son la misma persona"):
        assert dicho in texto
    url = reverse("operacion:importacion_aplicar", args=[segunda.folio])
    assert "falta marcar" in panel.post(url, follow=True).content.decode()
    assert Candidatura.objects.filter(persona__nombres="Ana Lucía").exists()
    panel.post(url, {"confirmado": "parecidos"})
    assert Candidatura.objects.filter(persona__nombres="Ana Lusía").exists()
    segunda.refresh_from_db()
    assert segunda.estado == Estado.APLICADA


def test_subir_otra_vez_una_lista_anterior_se_advierte(panel):
    for renglones in (filas(), filas(_3={"sexo": "mujer"})):
        aplicar(panel, subir(panel, renglones)[1])
    _, otra_vez = subir(panel, filas())
    assert "Este mismo archivo se aplicó el" in ver(panel, otra_vez)


def test_un_trabajo_de_un_proceso_que_ya_no_existe_se_sabe_de_inmediato(panel, monkeypatch):
    monkeypatch.setattr(importar, "lanzar", lambda *args: None)
    _, importacion = subir(panel, filas())
    muerto = subprocess.Popen(["true"])
    with monkeypatch.context() as corte:
        corte.setattr("os.getpid", lambda: muerto.pid)
        anotar(importacion.folio, "Escribiendo candidaturas", 1, 4)
    assert "Escribiendo candidaturas" in ver(panel, importacion)  # aún no se recoge: sigue en la tabla
    muerto.wait()
    assert "se interrumpió" in ver(panel, importacion)


def test_con_rechazos_no_hay_boton_y_se_descargan_en_csv(panel):
    _, importacion = subir(panel, filas(_0={"sexo": "otro"}, _3={"nombres": "=cmd"}))
    texto = ver(panel, importacion)
    assert importacion.estado == Estado.RECHAZADA
    assert "tiene rechazos y no puede aplicarse" in texto
    assert "Aplicar al registro" not in texto
    # El folio se tolera escrito de muchos modos; el nombre de la descarga es siempre el suyo.
    descarga = panel.get(reverse("operacion:importacion_hallazgos", args=[f"{importacion.folio}\n"]))
    assert descarga["Content-Disposition"] == f'attachment; filename="rechazos-{importacion.folio}.csv"'
    assert descarga["Content-Type"].startswith("text/csv")
    assert "lista" not in descarga.content.decode()
    assert ",2,sexo,otro,escriba mujer" in descarga.content.decode().replace('"', "").replace("no vale; ", "")
    assert ",'=cmd" not in descarga.content.decode().split("\n")[0]
    aplicar(panel, importacion)
    assert not Candidatura.objects.exists()


def test_el_doble_clic_en_aplicar_aplica_una_vez(panel):
    _, importacion = subir(panel, filas())
    aplicar(panel, importacion)
    respuesta = panel.post(reverse("operacion:importacion_aplicar", args=[importacion.folio]), follow=True)
    assert "ya no está en espera de aplicarse" in respuesta.content.decode()
    assert Candidatura.objects.count() == 4


def test_si_el_registro_cambio_desde_la_revision_se_pide_revisar_de_nuevo(panel):
    _, primera = subir(panel, filas())
    _, segunda = subir(panel, filas(_0={"nombres": "Zoila"}))
    aplicar(panel, segunda)
    aplicar(panel, primera)
    primera.refresh_from_db()
    assert primera.estado == Estado.RECHAZADA
    assert "El registro cambió desde que se revisó" in ver(panel, primera)
    assert Candidatura.objects.count() == 4
    panel.post(reverse("operacion:importacion_revisar", args=[primera.folio]))
    primera.refresh_from_db()
    assert primera.estado == Estado.SIMULADA
    assert "Sustituciones" in ver(panel, primera)


def test_una_falla_al_aplicar_deja_la_importacion_rechazada_y_el_registro_igual(panel, monkeypatch):
    _, importacion = subir(panel, filas())

    def reventar(**kwargs):
        raise RuntimeError("sin espacio en disco")

    monkeypatch.setattr("conoceles.publicacion.registro.aplicar_plan", reventar)
    aplicar(panel, importacion)
    importacion.refresh_from_db()
    texto = ver(panel, importacion)
    assert importacion.estado == Estado.RECHAZADA
    assert "no se cambió nada en el registro" in texto
    assert "sin espacio" not in texto
    assert not Candidatura.objects.exists()


def test_una_falla_al_revisar_tambien_se_dice(panel, monkeypatch):
    def reventar(*args):
        raise RuntimeError

    monkeypatch.setattr(recibo, "simular", reventar)
    _, importacion = subir(panel, filas())
    assert importacion.estado == Estado.RECHAZADA
    assert "Algo falló" in ver(panel, importacion)


def test_el_avance_se_ve_sin_javascript_y_por_json(panel, monkeypatch):
    monkeypatch.setattr(importar, "lanzar", lambda *args: None)
    _, importacion = subir(panel, filas())
    anotar(importacion.folio, "Revisando filas", 500, 7_700)
    texto = ver(panel, importacion)
    assert '<noscript><meta http-equiv="refresh"' in texto
    assert 'value="500" max="7700"' in texto
    url = reverse("operacion:importacion_avance", args=[importacion.folio])
    assert panel.get(url).json() == {
        "termino": False,
        "fase": "Revisando filas",
        "hechas": 500,
        "total": 7_700,
    }


def test_un_trabajo_sin_noticias_se_da_por_interrumpido_y_se_puede_repetir(panel, monkeypatch):
    with monkeypatch.context() as corte:
        corte.setattr(importar, "lanzar", lambda *args: None)
        _, importacion = subir(panel, filas())
    cache.clear()
    assert "La revisión se interrumpió" in ver(panel, importacion)
    assert panel.get(reverse("operacion:importacion_avance", args=[importacion.folio])).json()["termino"]
    panel.post(reverse("operacion:importacion_revisar", args=[importacion.folio]))
    importacion.refresh_from_db()
    assert importacion.estado == Estado.SIMULADA


def test_un_trabajo_en_curso_no_se_puede_volver_a_pedir(panel, monkeypatch):
    pedidos = []
    monkeypatch.setattr(importar, "lanzar", lambda *args: pedidos.append(args))
    _, importacion = subir(panel, filas())
    panel.post(reverse("operacion:importacion_revisar", args=[importacion.folio]))
    assert len(pedidos) == 1


@pytest.mark.parametrize(
    ("contenido", "datos", "mensaje"),
    [
        (b"", {}, "El archivo está vacío"),
        (b"x", {"perfil": "../../etc"}, "Elija un formato de la lista"),
        (None, {}, "Elija el archivo del registro"),
    ],
)
def test_un_formulario_mal_llenado_lo_dice(panel, contenido, datos, mensaje):
    if contenido is None:
        respuesta = panel.post(LISTA, {"perfil": "registro"})
    else:
        respuesta, _ = subir(panel, contenido, **datos)
    assert respuesta.status_code == 422
    assert mensaje in respuesta.content.decode()
    assert not Importacion.objects.exists()


@pytest.mark.parametrize(
    ("nombre", "contenido"),
    [
        ("../../../etc/passwd", b"hola"),
        ("lista.xlsx", b"%PDF-1.7"),
        ("lista.xlsx", b"PK\x03\x04truncado"),
        ("x" * 300 + ".csv", b"a,b\n1,2\n"),
        ("<script>.csv", b"\xff\xfe\x00"),
    ],
)
def test_basura_con_cualquier_nombre_se_rechaza_con_un_motivo(panel, nombre, contenido):
    respuesta, importacion = subir(panel, contenido, nombre)
    assert respuesta.status_code == 302
    assert importacion.estado == Estado.RECHAZADA
    assert "Rechazos" in ver(panel, importacion)
    assert "<script>.csv" not in ver(panel, importacion)


def test_las_listas_largas_van_por_paginas(panel):
    renglones = [
        {**filas()[3], "numero": str(n + 1), "nombres": f"Persona {'abcdefghij'[n % 10] * 3} {'abcdefghij'[n // 10] * 3}"}
        for n in range(60)
    ]  # fmt: skip
    _, importacion = subir(panel, renglones)
    primera, segunda = (
        ver(panel, importacion, lista="altas"),
        ver(panel, importacion, lista="altas", pagina="2"),
    )
    assert (primera.count("<tr>"), segunda.count("<tr>")) == (51, 11)
    for raro in ({"lista": "inventada"}, {"pagina": "999999"}, {"pagina": "-1"}, {"pagina": "x"}):
        ver(panel, importacion, **raro)


def test_el_archivo_se_guarda_aparte_y_se_depura_a_los_90_dias(panel, prueba):
    _, importacion = subir(panel, filas(_0={"sexo": "otro"}))
    ruta = f"importaciones/{importacion.folio}"
    assert storages["privado"].exists(ruta)
    assert recibo.depurar() == 0
    Importacion.objects.update(creada_en=importacion.creada_en - timedelta(days=91))
    assert recibo.depurar() == 1
    assert recibo.depurar() == 0
    assert not storages["privado"].exists(ruta)
    importacion.refresh_from_db()
    assert "rechazos" not in importacion.informe
    assert importacion.informe["cuentas"]["rechazos"] == 1
    assert "ya no se conservan" in ver(panel, importacion)


def test_la_plantilla_descargable_trae_los_titulos_que_el_importador_lee(panel):
    contenido = panel.get(reverse("operacion:importacion_plantilla")).content
    valores = {**filas()[0], "nombre_completo": ""}
    titulos = contenido.decode("utf-8-sig").strip().split(",")
    _, importacion = subir(panel, contenido + ",".join(valores.get(t, "") for t in titulos).encode())
    assert importacion.estado == Estado.SIMULADA
    assert importacion.informe["cuentas"]["avisos"] == 0


RUTAS = [
    ("get", "operacion:importaciones"), ("post", "operacion:importaciones"), ("get", "operacion:importacion_plantilla"),
    ("get", "operacion:importacion"), ("get", "operacion:importacion_avance"), ("get", "operacion:importacion_hallazgos"),
    ("post", "operacion:importacion_aplicar"), ("post", "operacion:importacion_revisar"),
]  # fmt: skip


@pytest.mark.parametrize(("metodo", "ruta"), RUTAS)
def test_solo_entra_quien_importa(panel, metodo, ruta):
    _, importacion = subir(panel, filas())
    con_folio = ruta not in ("operacion:importaciones", "operacion:importacion_plantilla")
    url = reverse(ruta, args=[importacion.folio] if con_folio else [])
    # Sin sesión: se invita a entrar, y lo enviado no se procesa.
    assert getattr(Client(), metodo)(url).status_code == (302 if metodo == "get" else 401)
    for rol in ("validacion", "persona_candidata", "comision"):
        ajena = Client()
        ajena.force_login(fabricas.UsuarioFactory(rol=rol))
        assert getattr(ajena, metodo)(url).status_code in (403, 404), rol
    assert not Candidatura.objects.exists()


@pytest.mark.parametrize("folio", ["R-0000-0000-00000", "x", "R-7KQ2-M9XD-4TRWC"])
def test_un_folio_que_no_existe_es_404(panel, folio):
    assert panel.get(reverse("operacion:importacion", args=[folio])).status_code == 404


def test_las_ordenes_no_se_dan_con_get(panel):
    _, importacion = subir(panel, filas())
    for ruta in ("operacion:importacion_aplicar", "operacion:importacion_revisar"):
        assert panel.get(reverse(ruta, args=[importacion.folio])).status_code == 405
