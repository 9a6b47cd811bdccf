"""El panel de los cortes: quién lo hace, su avance, su recibo y lo que sólo ve Igualdad."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conoceles.bitacora.models import Asiento
from conoceles.estadistica import acciones
from conoceles.estadistica.models import Corte
from conoceles.operacion import cortes

LISTA = "/panel/estadistica/"


@pytest.fixture
def como(client, gente):
    def entrar(acceso):
        client.force_login(gente[acceso])
        return client

    return entrar


def test_sin_cortes_se_dice_y_se_puede_hacer_el_primero(como, candidatura):
    carmen = como("carmen")
    assert "Todavía no hay ningún corte" in carmen.get(LISTA).content.decode()
    respuesta = carmen.post(reverse("operacion:estadistica_cortar"), follow=True)
    assert Corte.objects.get().por == "carmen"
    texto = respuesta.content.decode()
    assert "El corte de hoy ya está hecho" in texto
    assert Corte.objects.get().huella in texto


def test_el_segundo_clic_del_dia_no_hace_otro(como, candidatura):
    carmen = como("carmen")
    for _ in range(2):
        respuesta = carmen.post(reverse("operacion:estadistica_cortar"), follow=True)
    assert Corte.objects.count() == 1
    assert "ya está hecho" in respuesta.content.decode()


def test_si_falla_se_dice_y_puede_intentarse_de_nuevo(como, candidatura, monkeypatch):
    def romper(**_):
        raise RuntimeError("disco lleno")

    carmen = como("carmen")
    with monkeypatch.context() as roto:
        roto.setattr(cortes, "cortar", romper)
        texto = carmen.post(reverse("operacion:estadistica_cortar"), follow=True).content.decode()
    assert "no se hizo el corte" in texto
    assert "disco lleno" not in texto
    carmen.post(reverse("operacion:estadistica_cortar"))
    assert Corte.objects.count() == 1


def test_el_avance_dice_en_que_va_y_cuando_termino(como, candidatura, proceso):
    cortes.anotar(f"corte:{proceso.clave}", "Reuniendo lo que se cuenta", 3, 9)
    carmen = como("carmen")
    assert "3 de 9" in carmen.get(LISTA).content.decode()
    avance = reverse("operacion:estadistica_avance")
    assert carmen.get(avance).json() == {
        "termino": False, "fase": "Reuniendo lo que se cuenta", "hechas": 3, "total": 9,
    }  # fmt: skip
    acciones.cortar(proceso=proceso, por=None)
    assert carmen.get(avance).json()["termino"]


def test_solo_igualdad_pide_ver_el_que_saldria_y_queda_asentado(como, candidatura, proceso):
    proceso.cuestionarios = {"curricular": "curricular-2022", "identidad": "identidad-2022"}
    proceso.save()
    previa = reverse("operacion:estadistica_previa")
    assert previa not in como("carmen").get(LISTA).content.decode()
    assert como("carmen").post(previa).status_code == 403
    respuesta = como("gema").post(previa)
    assert "Población LGBTTTIQ+" in respuesta.content.decode()
    assert Asiento.objects.get(accion="identidad:contar").actor == "gema"
    assert not Corte.objects.exists()
