"""La bitácora pública: se explica, se descarga, se comprueba sin este sitio y no dice nada de más."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from conoceles.publicacion import acciones
from conoceles.publicacion.acciones import retiros
from conoceles.publicacion.evidencia import notas, puntos
from conoceles.publicacion.models import DISPARADORES, Ficha, Instantanea, PuntoDeControl
from herramientas import verificador
from tests import respuestas

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]  # lo público se sirve de lo ya leído
RAIZ = "/bitacora-publica/"


def texto(respuesta):
    return respuesta.content.decode()


def leer(client):
    return lambda nombre: texto(client.get(RAIZ + nombre))


def llaves(client):
    return verificador.leer_llaves(leer(client)("llave.txt"))


def verificar(client, clave):
    return client.get(reverse("consulta:verificar_ficha", args=[clave]))


def verificacion(client, clave):
    return client.get(reverse("consulta:verificacion", args=[clave]))


def test_la_pagina_explica_y_lleva_a_los_archivos(client, publicada):
    respuesta = client.get(RAIZ)
    pagina = texto(respuesta)
    assert respuesta.status_code == 200
    assert not respuesta.cookies
    assert "<script" not in pagina
    assert "⟪" not in pagina
    assert puntos.ultimo().raiz[:16] in pagina
    assert notas.llaves()[-1].texto in pagina
    for nombre in re.findall(r'href="/bitacora-publica/([^"]+)"', pagina):
        assert client.get(RAIZ + nombre).status_code == 200, nombre
    assert "Bitácora pública" in texto(client.get("/"))


def test_sin_nada_publicado_tambien_se_explica(client, proceso):
    assert "Todavía no se publica nada" in texto(client.get(RAIZ))
    assert client.get(RAIZ + "punto-de-control").status_code == 404


def test_la_marca_cambia_con_cada_hoja_de_cualquier_proceso(client, publicada, historico):
    marca = client.get(RAIZ)["ETag"]
    assert client.get(RAIZ, headers={"If-None-Match": marca}).status_code == 304
    puntos.sellar()  # las treinta hojas del proceso histórico, que no mueven la edición del vigente
    assert client.get(RAIZ, headers={"If-None-Match": marca}).status_code == 200


@pytest.mark.parametrize(
    ("nombre", "fijo"),
    [
        ("punto-de-control", False),
        ("puntos/1", True),
        ("hojas/1-3.jsonl", True),
        ("hojas/1-1.jsonl", True),
        ("prueba/1.json", False),
        ("continuidad/1-3.json", True),
        ("llave.txt", False),
        ("verificador.py", False),
    ],
)
def test_los_archivos_se_guardan_en_cache_y_no_traen_galletas(client, publicada, nombre, fijo):
    respuesta = client.get(RAIZ + nombre)
    assert respuesta.status_code == 200
    assert not respuesta.cookies
    assert respuesta["Vary"] == "Accept-Encoding"
    assert ("immutable" in respuesta["Cache-Control"]) is fijo
    repetida = client.get(RAIZ + nombre, headers={"If-None-Match": respuesta["ETag"]})
    assert (repetida.status_code, repetida.content) == (304, b"")
    assert client.post(RAIZ + nombre).status_code == 405


def test_lo_que_no_existe_es_un_404_que_ayuda(client, publicada):
    for nombre in (
        "puntos/0", "puntos/2x", "puntos/99", "puntos/01", "puntos/-1", "puntos/999999999999", f"puntos/{'9' * 40}",
        "hojas/1-2.jsonl.gz", "hojas/2-3.jsonl", "hojas/1-4.jsonl", "hojas/3-1.jsonl", "hojas/1-256.jsonl",
        "hojas/1-999999999999.jsonl", "hojas/257-512.jsonl", "prueba/0.json", "prueba/4.json", "prueba/a.json",
        "prueba/999999999999.json", "continuidad/3-1.json", "continuidad/1-9.json", "continuidad/1.json",
        "nada", "nada/de/nada", "%00", "..%2f..%2fetc", "hojas/", "Ñandú",
    ):  # fmt: skip
        respuesta = client.get(RAIZ + nombre)
        assert respuesta.status_code == 404, nombre
        assert "No está en la bitácora pública" in texto(respuesta), nombre
        assert 'href="/bitacora-publica/"' in texto(respuesta), nombre


def test_los_archivos_no_dicen_que_acto_fue_ni_de_quien(client, publicada, gente):
    retiros.retirar(candidatura=publicada, motivo="Motivo inconfundible", por=gente["carmen"])
    bajado = "".join(leer(client)(n) for n in ("hojas/1-4.jsonl", "punto-de-control", "prueba/4.json"))
    for hoja in leer(client)("hojas/1-4.jsonl").splitlines():
        assert set(json.loads(hoja)) == {"secuencia", "instante", "clave", "version", "huella"}
    assert Instantanea.objects.get(pk=4).sal not in bajado
    bajado = re.sub("[A-Za-z0-9+/]{40,}=*", "", bajado)  # en una firma cabe cualquier palabra corta
    for secreto in ("Motivo", "retirad", "instancia_interna", "carmen", "Ana", "sal", *Ficha.Estado.values):
        assert secreto not in bajado, secreto


@pytest.mark.django_db(transaction=True)
def test_el_verificador_descargado_comprueba_el_sitio_por_su_direccion(
    live_server, client, publicada, tmp_path
):
    """Como lo haría cualquiera: baja el programa y la llave de la página, y corre la orden que ahí se lee."""
    for nombre in ("verificador.py", "llave.txt"):
        (tmp_path / nombre).write_text(leer(client)(nombre), encoding="utf-8")
    orden = [
        "bitacora",
        live_server.url + RAIZ,
        "--llave",
        "llave.txt",
        "--recordado",
        "mi-punto",
        "--guardar",
        "copia",
    ]
    for _ in range(2):
        hecho = subprocess.run(
            [sys.executable, "-I", "verificador.py", *orden], cwd=tmp_path, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        assert hecho.returncode == 0, hecho.stderr
    assert "Las primeras 3 son las que usted recordaba" in hecho.stdout
    assert (tmp_path / "copia" / "hojas" / "1-3.jsonl").exists()
    assert (tmp_path / "mi-punto").read_text(encoding="utf-8") == puntos.ultimo().nota


# --- La comprobación de una ficha --------------------------------------------------------------------------


def test_la_ficha_dice_su_folio_su_huella_y_donde_verificarla(client, publicada):
    vigente = Ficha.objects.get().vigente
    pagina = texto(client.get(reverse("consulta:ficha", args=[publicada.clave])))
    assert f"Folio {vigente.secuencia}." in pagina
    assert vigente.huella in pagina
    assert f'href="/candidaturas/{publicada.clave}/verificar/">Verificar esta ficha</a>' in pagina


def test_la_ficha_publicada_se_comprueba_con_lo_descargado_y_nada_mas(client, publicada):
    pagina = texto(verificar(client, publicada.clave))
    assert "Es idéntica a la que el Instituto publicó" in pagina
    assert "⟪" not in pagina
    descarga = verificacion(client, publicada.clave)
    assert f"verificacion-{publicada.clave}-v3.json" in descarga["Content-Disposition"]
    assert f"verificacion-{publicada.clave}-v3.json" in pagina
    ficha = verificador.comprobar_ficha(texto(descarga), llaves(client))
    assert ficha.documento["respuestas"]["grado_max"] == "licenciatura"
    assert ficha.documento["persona"]["nombre"] == publicada.persona.nombre_completo
    punto = verificador.comprobar_bitacora(leer(client), llaves(client), ficha=ficha)
    assert punto.tamano == 3


def test_antes_de_su_hora_ni_el_documento_ni_la_sal(client, publicada, gente):
    """La instantánea ya trae las respuestas; de aquí no salen antes de que la página las muestre."""
    proceso = publicada.proceso
    proceso.fechas = {**proceso.fechas, "publicacion": (timezone.now() + timedelta(days=9)).isoformat()}
    proceso.save()
    publicada.refresh_from_db()
    acciones.al_corriente([type(publicada).objects.get(pk=publicada.pk)], por=None)
    vigente = Ficha.objects.get().vigente
    assert respuestas.COMPLETAS["propuesta_1"][:40] in vigente.documento
    bajado = texto(verificacion(client, publicada.clave)) + texto(verificar(client, publicada.clave))
    assert "hoy no puede mostrarse entera" in bajado
    assert vigente.sal not in bajado
    assert respuestas.COMPLETAS["propuesta_1"][:40] not in bajado
    ficha = verificador.comprobar_ficha(texto(verificacion(client, publicada.clave)), llaves(client))
    assert ficha.documento is None


def test_lo_retirado_se_comprueba_y_no_trae_las_respuestas(client, publicada, gente):
    retiros.retirar(candidatura=publicada, motivo="Prueba de retiro", por=gente["carmen"])
    ficha = verificador.comprobar_ficha(texto(verificacion(client, publicada.clave)), llaves(client))
    assert ficha.documento["respuestas"] == {}


def test_lo_suprimido_deja_la_hoja_y_se_dice(client, publicada):
    Instantanea.objects.filter(clave=publicada.clave).update(documento=None, sal=None)
    assert "Su contenido se borró" in texto(verificar(client, publicada.clave))
    assert verificador.comprobar_ficha(
        texto(verificacion(client, publicada.clave)), llaves(client)
    ).documento is None  # fmt: skip


@pytest.mark.parametrize("con_huella", [False, True])
def test_un_documento_cambiado_solo_en_la_base_lo_delata_su_propia_ficha(client, publicada, con_huella):
    from conoceles.comun.canonico import huella_de_bytes

    connection.check_constraints()
    DISPARADORES.quitar()
    marca = verificar(client, publicada.clave)["ETag"]
    vigente = Ficha.objects.get().vigente
    otro = vigente.documento.replace("licenciatura", "doctorado")
    cambio = {"documento": otro}
    if con_huella:
        cambio["huella"] = huella_de_bytes(otro.encode(), sal=bytes.fromhex(vigente.sal))
    Instantanea.objects.filter(pk=vigente.pk).update(**cambio)
    pagina = client.get(
        reverse("consulta:verificar_ficha", args=[publicada.clave]), headers={"If-None-Match": marca}
    )
    assert pagina.status_code == 200
    assert "No coincide con lo que se firmó" in texto(pagina)
    with pytest.raises(verificador.NoCuadra):
        verificador.comprobar_ficha(texto(verificacion(client, publicada.clave)), llaves(client))


@pytest.mark.parametrize("roto", ["{", "[]", "{}", "null", ""])
def test_un_documento_roto_por_fuera_no_rompe_la_pagina(client, publicada, roto):
    connection.check_constraints()
    DISPARADORES.quitar()
    Instantanea.objects.filter(pk=Ficha.objects.get().vigente_id).update(documento=roto)
    assert "No coincide con lo que se firmó" in texto(verificar(client, publicada.clave))
    assert json.loads(texto(verificacion(client, publicada.clave)))["documento"] is None


def test_una_version_anterior_repuesta_se_dice(client, publicada):
    Ficha.objects.update(vigente=Instantanea.objects.get(version=2))
    assert "No es la última versión" in texto(verificar(client, publicada.clave))


def test_sin_firmar_no_hay_archivo_y_se_dice(client, poblado):
    assert "No coincide con lo que se firmó" in texto(verificar(client, "clave000000"))
    assert verificacion(client, "clave000000").status_code == 404


def test_una_clave_que_no_existe(client, publicada):
    for nombre in ("verificar_ficha", "verificacion"):
        assert client.get(reverse(f"consulta:{nombre}", args=["no-existe"])).status_code == 404


def test_la_de_otro_proceso_lleva_al_suyo(client, publicada, historico):
    respuesta = verificar(client, "hist000001")
    assert respuesta["Location"] == "/historico-2021/candidaturas/hist000001/verificar/"
    assert client.get(respuesta["Location"]).status_code == 200


def test_cuestan_pocas_consultas(client, publicada, django_assert_max_num_queries):
    verificar(client, publicada.clave)
    with django_assert_max_num_queries(7):
        verificar(client, publicada.clave)
    client.get(RAIZ)
    with django_assert_max_num_queries(3):
        client.get(RAIZ)
    assert PuntoDeControl.objects.count() == 3
