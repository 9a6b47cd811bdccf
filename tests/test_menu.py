"""El menú del panel: lo que ve cada rol, y que ninguna entrada lleve a una puerta cerrada."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse

from conoceles.config.menu import CORTO, GRUPOS, menu, permiso_de
from conoceles.cuentas.permisos import Permiso
from conoceles.cuentas.roles import ROLES

pytestmark = pytest.mark.sin_base


def grupos_de(rol, rf, ruta="validacion:bandeja"):
    peticion = rf.get(reverse(ruta))
    peticion.user = SimpleNamespace(is_authenticated=True, puede=ROLES[rol].puede)
    return menu(peticion)["menu"]


def test_cada_entrada_declara_en_su_ruta_quien_entra():
    rutas = [ruta for entradas in GRUPOS.values() for _, ruta in entradas]
    assert len(rutas) == len(set(rutas))
    assert all(isinstance(permiso_de(ruta), Permiso) for ruta in rutas)


@pytest.mark.parametrize("rol", ROLES)
def test_se_ve_lo_que_se_puede_y_los_textos_no_se_repiten(rol, rf):
    grupos = grupos_de(rol, rf)
    vistas = [entrada for grupo in grupos for entrada in grupo.entradas]
    puede = [r for entradas in GRUPOS.values() for _, r in entradas if ROLES[rol].puede(permiso_de(r))]
    assert [entrada.url for entrada in vistas] == [reverse(ruta) for ruta in puede]
    assert len({entrada.texto for entrada in vistas}) == len(vistas)
    assert all(grupo.entradas for grupo in grupos)
    assert (len(grupos) > 1) == (len(vistas) > CORTO)  # uno corto no se parte


def test_uno_largo_va_por_lo_que_se_hace(rf):
    rotulos = [grupo.rotulo for grupo in grupos_de("instancia_interna", rf)]
    assert rotulos == ["", "Publicar", "Registro y accesos", "Seguimiento", "Servicio"]


@pytest.mark.parametrize(
    ("ruta", "texto"), [("validacion:bandeja", "Bandeja"), ("operacion:accesos_dar", "Accesos")]
)
def test_una_sola_esta_activa(rf, ruta, texto):
    grupos = grupos_de("instancia_interna", rf, ruta)
    assert [e.texto for grupo in grupos for e in grupo.entradas if e.es_activa] == [texto]


def test_quien_no_ve_el_registro_no_tiene_bandeja(rf):
    assert grupos_de("informatica", rf)[0].entradas[0].texto == "Inicio"


def test_sin_entrar_no_hay_menu(rf):
    peticion = rf.get("/")
    peticion.user = SimpleNamespace(is_authenticated=False)
    assert not menu(peticion)["menu"]
