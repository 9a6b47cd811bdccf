"""Lo que se le dice a quien escribe."""

from __future__ import annotations

import pytest

from conoceles.cotejo.avisos import de_texto, del_cuestionario
from conoceles.cuestionarios.definiciones import CURRICULAR_2022
from tests.fabricas import CandidaturaFactory
from tests.respuestas import COMPLETAS, TEXTO

DISTINTAS = {clave: COMPLETAS[clave] for clave in ("propuesta_1", "correo_aclaraciones", "cursos")}


def test_un_texto_cuidado_no_da_avisos():
    assert de_texto(TEXTO, minimo=280) == []
    assert de_texto("") == []


def test_los_datos_personales_van_en_un_aviso_con_sus_fragmentos():
    (aviso,) = de_texto(
        f"{TEXTO} Llame al 443 123 4567 o al 443 765 4321, o escriba a juana@ejemplo.mx cuando quiera."
    )
    assert aviso.titulo == "Parece haber 2 teléfonos y un correo electrónico"
    (fragmento,) = aviso.fragmentos
    assert fragmento == (
        ("…la red y abrimos las cuentas. Llame al ", False),
        ("443 123 4567", True),
        (" o al ", False),
        ("443 765 4321", True),
        (", o escriba a ", False),
        ("juana@ejemplo.mx", True),
        (" cuando quiera.", False),
    )


def test_lo_que_esta_lejos_va_en_otro_fragmento():
    (aviso,) = de_texto(f"443 123 4567. {TEXTO} 443 765 4321")
    uno, otro = aviso.fragmentos
    assert uno == (("443 123 4567", True), (". Trabajo desde hace doce años en el…", False))
    assert otro == (("…la red y abrimos las cuentas. ", False), ("443 765 4321", True))


def test_muchos_datos_se_resumen():
    (aviso,) = de_texto("\n".join(f"Tel. 443 123 45{n:02}" for n in range(12)))
    assert aviso.titulo == "Parece haber 12 teléfonos"
    assert (len(aviso.fragmentos), aviso.mas) == (1, 6)


def test_el_relleno_dice_cuanto_falta():
    (aviso,) = de_texto(TEXTO[:240] + "." * 60, minimo=280)
    assert aviso.titulo == "Sin el relleno faltan 39 caracteres para el mínimo de 280"
    assert aviso.fragmentos[0][0].texto.startswith("....")


def test_un_borrador_desmedido_se_lee_hasta_donde_cabe():
    avisos = de_texto("Una palabra y otra. " * 9_000 + " juana@ejemplo.mx")
    assert [aviso.titulo for aviso in avisos] == ["Hay 9,960 caracteres de relleno"]


def test_los_datos_de_contacto_no_se_miran_y_los_cursos_si(candidatura):
    respuestas = {
        "correo_publico": "juana@ejemplo.mx",
        "telefono_publico": "4431234567",
        "casa_campana": "Calle Morelos #12, col. Centro",
        "cursos": ["Diplomado", "Informes al 443 123 4567"],
    }
    avisos = del_cuestionario(CURRICULAR_2022, respuestas, candidatura=candidatura)
    assert {clave: [aviso.titulo for aviso in suyos] for clave, suyos in avisos.items()} == {
        "cursos": ["Parece haber un teléfono"]
    }


def test_la_misma_respuesta_en_dos_preguntas(candidatura):
    respuestas = {"propuesta_1": TEXTO, "propuesta_2": TEXTO}
    avisos = del_cuestionario(CURRICULAR_2022, respuestas, candidatura=candidatura)
    assert [aviso.titulo for aviso in avisos["propuesta_2"]] == ["Dice lo mismo que «Su primera propuesta»"]
    assert "propuesta_1" not in avisos


@pytest.mark.parametrize(
    ("otros", "hecho"),
    [
        ([TEXTO], "Este texto es igual al de otra candidatura"),
        ([TEXTO, TEXTO.upper()], "Este texto es igual al de otras 2 candidaturas"),
        (
            [TEXTO.replace("doce", "trece")],
            "Este texto coincide 95 % con el de otra candidatura",
        ),
        (
            [TEXTO, TEXTO.replace("doce", "trece")],
            "Este texto es igual al de otra candidatura y se parece mucho al de otra candidatura",
        ),
    ],
)
def test_la_copia_dice_el_hecho_y_nunca_de_quien(candidatura, enviar_otras, otros, hecho):
    otras = enviar_otras(*({"propuesta_1": texto} for texto in otros))
    avisos = del_cuestionario(CURRICULAR_2022, {"propuesta_1": TEXTO}, candidatura=candidatura)
    (aviso,) = avisos["propuesta_1"]
    assert aviso.titulo == hecho
    for otra in otras:
        assert otra.clave not in repr(aviso)
        assert otra.persona.nombres not in repr(aviso)


def test_de_su_mismo_partido_se_dice_entre_muchas(candidatura, enviar_otras):
    enviar_otras({"propuesta_1": TEXTO})
    CandidaturaFactory.create_batch(4)
    avisos = del_cuestionario(CURRICULAR_2022, {"propuesta_1": TEXTO}, candidatura=candidatura)
    titulo = "Este texto es igual al de otra candidatura de su mismo partido"
    assert [aviso.titulo for aviso in avisos["propuesta_1"]] == [titulo]


def test_solo_las_preguntas_que_interesan(candidatura, enviar_otras):
    enviar_otras({"propuesta_1": TEXTO})
    respuestas = {"propuesta_1": TEXTO, "motivo_cargo": "SIN INFORMACIÓN"}
    avisos = del_cuestionario(CURRICULAR_2022, respuestas, candidatura=candidatura, claves=["motivo_cargo"])
    assert list(avisos) == ["motivo_cargo"]
