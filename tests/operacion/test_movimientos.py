"""Registrar movimientos desde el panel: uno, con su efecto a la vista, y muchos, con una hoja de cálculo."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from conoceles.publicacion.acciones import al_corriente
from conoceles.registro.importacion import recibo
from conoceles.registro.models import Candidatura, Importacion, Movimiento, Persona
from conoceles.registro.movimientos.archivo import COLUMNAS
from tests import fabricas
from tests.comun.test_tablas import hacer_xlsx

pytestmark = pytest.mark.django_db
Estado = Importacion.Estado
LISTA = reverse("operacion:movimientos")


@pytest.fixture
def panel(client, gente):
    client.force_login(gente["carmen"])
    return client


@pytest.fixture
def url(candidatura):
    return reverse("operacion:movimiento", args=[candidatura.clave])


def datos(clase="renuncia", **otros):
    ahora = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return {"clase": clase, "acuerdo": "IEP-CG-7/2027", "surte_en": ahora, **otros}


def texto_de(respuesta, estado=200) -> str:
    texto = respuesta.content.decode()
    assert respuesta.status_code == estado, texto
    assert "⟪" not in texto
    return texto


# --- Uno ----------------------------------------------------------------------------------------------------


def test_de_la_pagina_de_la_candidatura_al_movimiento_registrado(panel, candidatura, url):
    assert url in texto_de(panel.get(reverse("validacion:revision", args=[candidatura.clave])))
    assert "Su candidatura está vigente" in texto_de(panel.get(url))
    envio = datos(nombres="Zoila", primer_apellido="Ibarra", correo="zoila@ejemplo.mx")
    texto = texto_de(panel.post(url, envio))
    for dicho in (
        "Todavía no se registra nada",
        "«Renunció a la candidatura»",
        "Aparece la página de Zoila Ibarra",
    ):
        assert dicho in texto
    assert not Movimiento.objects.exists()
    assert 'value="Zoila"' in texto_de(panel.post(url, {**envio, "cambiar": "1"}))
    respuesta = panel.post(url, {**envio, "confirmar": "1"}, follow=True)
    texto = texto_de(respuesta)
    for dicho in (
        "Quedó registrado: renuncia; entra Zoila Ibarra.",
        "Hoy ocupa su lugar",
        "Lo registró carmen",
    ):
        assert dicho in texto
    nueva = Candidatura.objects.vigentes().get()
    assert (nueva.persona.nombre_completo, nueva.persona.reservados.correo) == (
        "Zoila Ibarra",
        "zoila@ejemplo.mx",
    )
    assert "Zoila Ibarra" in texto_de(panel.get(LISTA))
    assert "Zoila Ibarra" in texto_de(panel.get(reverse("operacion:accesos")))


def test_sin_la_fecha_en_que_se_congelan_las_boletas_la_pantalla_lo_dice(panel, proceso):
    assert "No consta cuándo se congelan las boletas" in texto_de(panel.get(LISTA))
    proceso.fechas = {"congelamiento_boletas": "2027-05-22T06:00:00+00:00"}
    proceso.save()
    assert "No consta cuándo se congelan" not in texto_de(panel.get(LISTA))


@pytest.mark.parametrize(
    ("cambios", "dicho"),
    [
        ({"clase": ""}, "Elija qué pasó."),
        ({"clase": "restitucion"}, "Elija una de las opciones."),
        ({"clase": "sustitucion"}, "«Sustitución por otra causa» pide el nombre de quien entra."),
        ({"acuerdo": ""}, "Escriba el número del acuerdo"),
        ({"surte_en": "2100-01-01T10:00"}, "Es posterior a este momento"),
        ({"surte_en": "ayer"}, "Escriba el día y la hora completos"),
        ({"surte_en": "9999-12-31T23:30"}, "Revise el año de la fecha."),
        ({"curp": "X"}, "No tiene la forma de una CURP"),
        ({"nombres": "Zoila"}, "Escriba el primer apellido de quien entra."),
        ({"nombres": "Z0ila", "primer_apellido": "Paz"}, "«0» no va en un nombre."),
        (
            {"nombres": "Zoila", "primer_apellido": "Paz", "fecha_de_nacimiento": "2020-01-01"},
            "años el día de la",
        ),
    ],
)
def test_lo_que_no_procede_se_dice_en_su_campo_y_no_registra_nada(panel, url, cambios, dicho):
    respuesta = panel.post(url, {**datos(), **cambios, "confirmar": "1"})
    assert dicho in texto_de(respuesta, 422)
    assert not Movimiento.objects.exists()


def test_confirmar_dos_veces_no_lo_registra_dos(panel, url):
    panel.post(url, {**datos(), "confirmar": "1"})
    texto = texto_de(panel.post(url, {**datos(), "confirmar": "1"}, follow=True))
    assert "Ese movimiento ya estaba registrado: no se registró dos veces." in texto
    assert Movimiento.objects.count() == 1


def test_se_busca_a_quien_mover_siga_o_haya_terminado(panel, candidatura, url):
    buscar = {"q": candidatura.persona.nombre_completo.upper()}
    assert url in texto_de(panel.get(LISTA, buscar))
    panel.post(url, {**datos(), "confirmar": "1"})
    assert url in texto_de(panel.get(LISTA, buscar))
    assert "Nadie se llama así" in texto_de(panel.get(LISTA, {"q": "Nadie\0 con ese nombre"}))


def test_solo_se_ofrece_lo_que_hoy_puede_registrarse(panel, candidatura, url):
    panel.post(url, {**datos(nombres="Zoila", primer_apellido="Ibarra"), "confirmar": "1"})
    texto = texto_de(panel.get(url))
    assert "Restitución" in texto
    assert "Alguien cubre el lugar vacante" not in texto
    assert "Quien entra" not in texto
    nueva = Candidatura.objects.vigentes().get()
    url = reverse("operacion:movimiento", args=[nueva.clave])
    panel.post(url, {**datos(), "confirmar": "1"})
    texto = texto_de(panel.get(url))
    assert "Alguien cubre el lugar vacante" in texto
    assert "Su lugar está vacante" in texto


def test_una_clave_que_no_existe_no_es_una_pagina(panel, candidatura):
    assert panel.get(reverse("operacion:movimiento", args=["nohay"])).status_code == 404


# --- Muchos -------------------------------------------------------------------------------------------------


def csv_de(*filas) -> bytes:
    salida = io.StringIO()
    escritor = csv.DictWriter(salida, COLUMNAS)
    escritor.writeheader()
    escritor.writerows(filas)
    return salida.getvalue().encode()


def fila(candidatura, movimiento="renuncia", **otros):
    hoy = f"{timezone.localdate():%d/%m/%Y}"
    return {
        "clave": candidatura.clave, "movimiento": movimiento, "acuerdo": "IEP-CG-9/2027", "surte_efectos": hoy, **otros,
    }  # fmt: skip


def por_lugar(candidatura, **otros):
    """La misma fila, con el lugar y el nombre en vez de la clave."""
    posicion = candidatura.posicion
    lugar = {
        "cargo": posicion.contienda.cargo.clave, "demarcacion": posicion.contienda.demarcacion.clave,
        "actor": posicion.actor.siglas, "numero": posicion.numero, "calidad": posicion.calidad,
        "persona": candidatura.persona.nombre_completo,
    }  # fmt: skip
    return {**fila(candidatura, **otros), "clave": "", **lugar}


@pytest.fixture
def varias(gente):
    nuevas = [fabricas.CandidaturaFactory() for _ in range(4)]
    al_corriente(nuevas, por=None)
    return nuevas


def subir(panel, contenido, nombre="movimientos.csv"):
    respuesta = panel.post(LISTA, {"archivo": SimpleUploadedFile(nombre, contenido)})
    lote = Importacion.objects.order_by("-pk").first()
    assert respuesta.url == reverse("operacion:lote", args=[lote.folio])
    return lote, texto_de(panel.get(respuesta.url))


def aplicar(panel, lote):
    panel.post(reverse("operacion:lote_aplicar", args=[lote.folio]))
    lote.refresh_from_db()
    return texto_de(panel.get(reverse("operacion:lote", args=[lote.folio])))


def test_de_la_hoja_al_recibo_y_repetirla_no_hace_nada(panel, varias):
    una, dos, tres, _ = varias
    contenido = csv_de(
        fila(una, nombres="Zoila", primer_apellido="Ibarra", correo="zoila@ejemplo.mx"),
        por_lugar(dos, movimiento="Sustitución", nombre_completo="Olga Ruiz Mora"),
        fila(tres, "fallecimiento"),
    )
    lote, texto = subir(panel, contenido)
    for dicho in (
        "Todavía no se registra nada",
        "Zoila Ibarra",
        "Olga Ruiz Mora",
        "Fallecimiento",
        "Registrar todos",
    ):
        assert dicho in texto
    assert not Movimiento.objects.exists()
    texto = aplicar(panel, lote)
    for dicho in (
        "Los movimientos quedaron registrados",
        lote.folio,
        lote.huella,
        "Descargar lo que se hizo",
    ):
        assert dicho in texto
    assert [c.situacion for c in Candidatura.objects.filter(pk__in=[v.pk for v in varias]).order_by("pk")] == [
        "renuncia", "sustituida", "fallecimiento", "aprobada",
    ]  # fmt: skip
    hechos = panel.get(reverse("operacion:lote_hechos", args=[lote.folio])).content.decode("utf-8-sig")
    assert [r["Quien entra"] for r in csv.DictReader(io.StringIO(hechos))] == [
        "Zoila Ibarra",
        "Olga Ruiz Mora",
        "",
    ]
    otra, texto = subir(panel, contenido)
    assert "Todo lo que trae este archivo ya estaba registrado." in texto
    assert "Registrar todos" not in texto
    panel.post(reverse("operacion:lote_aplicar", args=[otra.folio]))
    assert (Movimiento.objects.count(), Persona.objects.count()) == (3, 6)


def test_cada_problema_se_dice_con_su_fila_su_columna_y_que_hacer(panel, varias):
    una, dos, tres, cuatro = varias
    contenido = csv_de(
        fila(una, "muerte"),
        {**fila(una), "clave": "nohay"},
        fila(una, surte_efectos="el martes"),
        fila(una, acuerdo=""),
        {**fila(dos), "persona": "Otra Persona Cualquiera"},
        {**por_lugar(dos), "persona": "Otra Persona Cualquiera"},
        fila(tres, "paridad"),
        fila(tres, correo="a@ejemplo.mx"),
        fila(cuatro),
        fila(cuatro, "sentencia"),
    )
    lote, texto = subir(panel, contenido)
    assert "El archivo tiene rechazos y no puede aplicarse" in texto
    filas = [int(numero) for numero in re.findall(r'data-rotulo="Fila">(\d+)<', texto)]
    assert len(filas) == 9
    assert filas == sorted(filas), "se leen de arriba abajo, como se corrigen"
    rechazos = {
        (r[1], r[2], r[4].split(";")[0].split(":")[0].split(",")[0]) for r in lote.informe["rechazos"]
    }
    assert rechazos == {
        (2, "movimiento", "no vale"),
        (3, "clave", "no hay una candidatura con esa clave en este proceso"),
        (4, "surte_efectos", "no es una fecha"),
        (5, "acuerdo", "falta el número del acuerdo o de la resolución"),
        (6, "persona", f"esa clave es de {dos.persona}"),
        (7, "persona", f"en ese lugar está registrada «{dos.persona}»"),
        (8, "nombre_completo", "«Sustitución por paridad o acción afirmativa» pide el nombre de quien entra"),
        (9, "correo", "falta el nombre de quien entra"),
        (11, "movimiento", "la fila 10 ya mueve este lugar"),
    }
    panel.post(reverse("operacion:lote_aplicar", args=[lote.folio]))
    assert not Movimiento.objects.exists()
    descargados = panel.get(reverse("operacion:lote_hallazgos", args=[lote.folio])).content.decode()
    assert descargados.count("\n") == 10


def test_si_el_registro_cambio_desde_la_revision_no_se_aplica_nada(panel, varias, gente):
    una, dos, *_ = varias
    lote, _ = subir(panel, csv_de(fila(una), fila(dos)))
    panel.post(reverse("operacion:movimiento", args=[dos.clave]), {**datos("sentencia"), "confirmar": "1"})
    assert "El registro cambió desde que se revisó" in aplicar(panel, lote)
    assert Movimiento.objects.count() == 1
    una.refresh_from_db()
    assert una.situacion == "aprobada"


def test_una_restitucion_por_lugar_encuentra_a_quien_salio(panel, varias):
    una = varias[0]
    lote, _ = subir(panel, csv_de(por_lugar(una, nombre_completo="Zoila Ibarra Paz")))
    aplicar(panel, lote)
    lote, texto = subir(panel, csv_de(por_lugar(una, movimiento="restitucion", acuerdo="TEEM-JDC-1/2027")))
    assert "sale Zoila Ibarra Paz" in texto
    aplicar(panel, lote)
    una.refresh_from_db()
    assert una.situacion == "aprobada"


def test_un_libro_con_fechas_de_verdad_se_lee_igual(panel, varias):
    hoy = timezone.localtime().replace(tzinfo=None, microsecond=0)

    def llenar(libro, hoja):
        for columna, titulo in enumerate(COLUMNAS):
            hoja.write(0, columna, titulo)
            hoja.write(1, columna, fila(varias[0]).get(titulo, ""))
        hoja.write_datetime(
            1, COLUMNAS.index("surte_efectos"), hoy, libro.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        )

    lote, _ = subir(panel, hacer_xlsx(llenar), "movimientos.xlsx")
    assert (lote.informe["rechazos"], lote.informe["cuentas"]["movimientos"]) == ([], 1)


@pytest.mark.parametrize(
    "contenido", [b"", b"\x00\x01", b"clave,movimiento\nx,renuncia\n", b"PK\x03\x04roto"], ids=["vacio", "basura", "corto", "roto"]
)  # fmt: skip
def test_un_archivo_que_no_sirve_lo_dice(panel, varias, contenido):
    respuesta = panel.post(LISTA, {"archivo": SimpleUploadedFile("x.csv", contenido)}, follow=True)
    assert respuesta.status_code in (200, 422)
    assert not Importacion.objects.exclude(estado=Estado.RECHAZADA).exists()


def test_un_lote_no_se_abre_ni_se_aplica_como_lista_del_registro(panel, varias):
    lote, _ = subir(panel, csv_de(fila(varias[0])))
    for nombre, metodo in (("importacion", panel.get), ("importacion_aplicar", panel.post)):
        assert metodo(reverse(f"operacion:{nombre}", args=[lote.folio])).status_code == 404
    assert lote.folio not in panel.get(reverse("operacion:importaciones")).content.decode()


def test_lo_interrumpido_se_puede_revisar_otra_vez(panel, varias):
    lote, _ = subir(panel, csv_de(fila(varias[0])))
    Importacion.objects.update(estado=Estado.APLICANDO)
    cache.clear()
    assert "El trabajo se interrumpió" in texto_de(panel.get(reverse("operacion:lote", args=[lote.folio])))
    panel.post(reverse("operacion:lote_revisar", args=[lote.folio]))
    lote.refresh_from_db()
    assert (lote.estado, recibo.cuentas(lote)["movimientos"]) == (Estado.SIMULADA, 1)
    avance = panel.get(reverse("operacion:lote_avance", args=[lote.folio])).json()
    assert avance["termino"] is True


def test_la_plantilla_trae_las_columnas_documentadas(panel):
    titulos = (
        panel.get(reverse("operacion:movimientos_plantilla")).content.decode("utf-8-sig").strip().split(",")
    )
    documento = (settings.PAQUETE.parent / "docs/formatos/movimientos.md").read_text()
    assert titulos == list(COLUMNAS)
    assert [t for t in titulos if f"`{t}`" not in documento] == []
