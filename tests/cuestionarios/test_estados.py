"""La tabla de estados, entera: cada verbo desde cada estado, y el papel que la cuenta."""

from pathlib import Path

import pytest

from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios import estados
from conoceles.cuestionarios.estados import Estado, TransicionInvalida

# La tabla escrita otra vez, a mano: verbo → {de dónde: a dónde}.
ESPERADA = {
    "enviar": {"en_captura": "enviado"},
    "corregir": {"observado": "corregido", "en_correccion": "corregido"},
    "tomar": {"enviado": "en_validacion", "corregido": "en_validacion"},
    "devolver": {"en_validacion": "observado"},
    "validar": {"en_validacion": "validado"},
    "reabrir": {"validado": "en_validacion"},
    "conceder": {"validado": "en_correccion"},
    "desistir": {"en_correccion": "validado"},
}


def test_no_hay_mas_verbos():
    assert {paso.verbo for paso in estados.TRANSICIONES} == set(ESPERADA)


@pytest.mark.parametrize("verbo", ESPERADA)
@pytest.mark.parametrize("estado", Estado.values)
def test_cada_verbo_desde_cada_estado(verbo, estado):
    hacia = ESPERADA[verbo].get(estado)
    assert estados.puede(verbo, estado) is (hacia is not None)
    if hacia:
        assert estados.aplicar(verbo, estado) == hacia
    else:
        with pytest.raises(TransicionInvalida) as error:
            estados.aplicar(verbo, estado)
        assert Estado(estado).label in str(error.value)


def test_solo_la_persona_envia_y_solo_quien_valida_decide():
    de_la_persona = {p.verbo for p in estados.TRANSICIONES if p.permiso is Permiso.CAPTURAR}
    assert de_la_persona == {"enviar", "corregir", "desistir"}
    assert {p.permiso for p in estados.TRANSICIONES if p.verbo not in de_la_persona} == {Permiso.VALIDAR}


def test_de_todo_estado_se_llega_a_validado():
    alcanzan = {"validado"}
    for _ in Estado:
        alcanzan |= {
            desde for pasos in ESPERADA.values() for desde, hacia in pasos.items() if hacia in alcanzan
        }
    assert alcanzan == set(Estado.values)


QUIEN = {Permiso.CAPTURAR: "la persona candidata", Permiso.VALIDAR: "quien valida"}


def test_el_papel_dice_lo_mismo_que_el_codigo():
    papel = (Path(__file__).resolve().parents[2] / "docs" / "estados.md").read_text(encoding="utf-8")
    tabla = papel.split("| Acto | Quién puede")[1].split("\n\n")[0].splitlines()[2:]
    escritos = [[celda.strip() for celda in renglon.strip("|").split("|")] for renglon in tabla]
    en_orden = list(Estado)
    assert escritos == [
        [
            paso.verbo,
            QUIEN[paso.permiso],
            ", ".join(e.label for e in en_orden if e in paso.desde),
            paso.hacia.label,
            paso.significa,
        ]
        for paso in estados.TRANSICIONES
    ]
