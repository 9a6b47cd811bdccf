"""La ficha: las mismas secciones que el cuestionario, propuestas primero, y vacíos honestos."""

import copy
from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string

from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.publicacion.bloques import NO_PROPORCIONO, SIN_RESPUESTA
from conoceles.publicacion.ficha import CALIDADES, SEXOS, armar, demarcacion
from conoceles.publicacion.situacion import situacion
from conoceles.registro.catalogos import Calidad, Sexo
from tests.respuestas import COMPLETAS, TEXTO

AHORA = datetime(2027, 4, 20, 18, tzinfo=UTC)
RESPUESTAS = {
    **{clave: valor for clave, valor in COMPLETAS.items() if clave != "correo_aclaraciones"},
    "foto": "a" * 64,
    "correo_publico": "contacto@ejemplo.mx",
    "telefono_publico": "443 123 4567",
}


def documento(respuestas=RESPUESTAS, **cuestionario):
    return {
        "clave": "bcdfghjkmn",
        "proceso": "prueba",
        "persona": {
            "nombre": "Ana Ñáñez de la Cruz", "nombres": "Ana", "primer_apellido": "Ñáñez",
            "segundo_apellido": "de la Cruz", "mote": "La maestra", "sexo": "mujer", "edad": 41,
        },
        "cargo": {"clave": "diputacion-mr", "nombre": "Diputación local", "principio": "MR", "unidad": "formula", "con_suplente": True, "orden": 2},
        "demarcacion": {"tipo": "distrito", "clave": "07", "nombre": "Ciudad Ejemplo", "entidad": ""},
        "contienda": "diputacion-mr-07",
        "actor": {
            "clave": "alianza", "siglas": "A-B", "nombre": "Alianza", "color": "#111111", "tipo": "coalicion",
            "miembros": [
                {"clave": "a", "siglas": "A", "nombre": "Partido A", "color": "#aa0000"},
                {"clave": "b", "siglas": "B", "nombre": "Partido B", "color": "#00bb00"},
            ],
        },
        "partido_de_origen": {"clave": "a", "siglas": "A", "nombre": "Partido A", "color": "#aa0000"},
        "numero": 1,
        "calidad": "propietaria",
        "eleccion_consecutiva": True,
        "acciones_afirmativas": ["indigena"],
        "registro": {"situacion": "aprobada", "aprobada_en": None, "hasta": None, "sustituida_por": None},
        "cuestionario": {
            "situacion": "publicada", "definicion": "curricular-2022",
            "captura_hasta": "2027-04-15T06:00:00+00:00", "visible_desde": "2027-04-18T06:00:00+00:00",
            "publicado_en": "2027-04-16T06:00:00+00:00", "retirado_en": None, "motivo": "", **cuestionario,
        },
        "respuestas": respuestas,
    }  # fmt: skip


def ficha(doc, ahora=AHORA):
    return armar(
        doc,
        situacion(doc, ahora),
        url_foto=lambda h, n: f"/f/{h}/{n}",
        con_entidad=False,
        acciones={"indigena": "Indígenas"},
    )


def dibujar(vista):
    return render_to_string("publicacion/ficha.html", {"ficha": vista})


def test_las_propuestas_van_primero_y_todas_las_secciones_aparecen_una_vez():
    claves = [bloque.clave for bloque in ficha(documento()).bloques]
    assert claves == ["propuestas", "historia", "trayectoria", "motivo", "estudios", "contacto"]
    textos = [dato.titulo for dato in ficha(documento()).bloques[0].datos]
    assert textos == ["Primera propuesta", "Segunda propuesta", "Propuesta de género o de su grupo"]


def test_dibuja_toda_respuesta_publica_y_ninguna_reservada():
    html = dibujar(ficha(documento({**RESPUESTAS, "correo_aclaraciones": "privado@ejemplo.mx"})))
    assert html.count(TEXTO) == 6
    assert "Licenciatura" in html
    assert "Título" in html
    assert "privado@ejemplo.mx" not in html
    assert "⟪" not in html


@pytest.mark.parametrize(
    "clave", [p.clave for p in DEFINICIONES["curricular-2022"].preguntas if p.requerida and p.clave != "foto"]
)
def test_una_pregunta_en_blanco_publicada_lo_dice(clave):
    respuestas = {c: v for c, v in RESPUESTAS.items() if c != clave}
    assert dibujar(ficha(documento(respuestas))).count(SIN_RESPUESTA) == 1


def test_el_tema_elegido_se_lee_junto_a_su_propuesta_y_sin_elegirlo_no_se_echa_de_menos():
    vista = ficha(documento({**RESPUESTAS, "propuesta_2_tema": "ambiente"}))
    assert [dato.tema for dato in vista.bloques[0].datos] == ["", "Agua y medio ambiente", ""]
    html = dibujar(vista)
    assert html.count("ficha__tema") == 1
    assert html.index("Segunda propuesta") < html.index("Agua y medio ambiente")
    assert SIN_RESPUESTA not in html
    assert "Tema" not in dibujar(ficha(documento()))


def test_un_medio_de_contacto_sin_contestar_no_se_dibuja_pero_el_bloque_vacio_lo_dice():
    assert "Facebook" not in dibujar(ficha(documento()))
    sin_contacto = {
        c: v for c, v in RESPUESTAS.items() if c not in ("instagram", "correo_publico", "telefono_publico")
    }
    bloque = ficha(documento(sin_contacto)).bloques[-1]
    assert (bloque.datos, bloque.vacio) == ((), SIN_RESPUESTA)


def test_lo_que_no_aplica_se_dice_y_no_parece_una_omision():
    sin_estudios = {c: v for c, v in RESPUESTAS.items() if c != "grado_estatus"} | {
        "grado_max": "sin_estudios"
    }
    html = dibujar(ficha(documento(sin_estudios)))
    assert "No aplica" in html
    assert SIN_RESPUESTA not in html


def test_sin_publicar_no_hay_respuestas_ni_fotografia_y_se_dice_por_que_una_sola_vez():
    antes = AHORA - timedelta(days=5)
    vista = ficha(documento(), antes)
    html = dibujar(vista)
    assert vista.foto is None
    assert TEXTO not in html
    assert vista.bloques == ()
    assert html.count("Se publica el 18 de abril") == 1
    assert "ficha__indice" not in html


def test_una_candidatura_terminada_no_dibuja_secciones():
    doc = documento()
    doc["registro"].update(situacion="renuncia", hasta="2027-04-19T06:00:00+00:00")
    vista = ficha(doc)
    assert (vista.bloques, vista.foto) == ((), None)
    assert "Renunció a la candidatura" in dibujar(vista)


def test_en_un_proceso_historico_lo_vacio_se_dice_como_en_la_exportacion():
    historico = {"captura_hasta": None, "visible_desde": None}
    html = dibujar(ficha(documento({"propuesta_1": TEXTO}, **historico)))
    assert SIN_RESPUESTA not in html
    assert NO_PROPORCIONO in html
    assert "No proporcionó" in dibujar(ficha(documento({}, situacion="sin_enviar", **historico)))


@pytest.mark.parametrize(
    ("clave", "valor", "enlace"),
    [
        ("instagram", "https://www.instagram.com/ejemplo", 'href="https://www.instagram.com/ejemplo"'),
        ("correo_publico", "a.b@ejemplo.mx", 'href="mailto:a.b@ejemplo.mx"'),
        ("telefono_publico", "443 123 4567", 'href="tel:4431234567"'),
        ("pagina_web", "javascript:alert(1)", None),
        ("pagina_web", "https://banco.mx@malo.example", None),
        ("pagina_web", "https://[", None),
        ("facebook", "@usuaria, otra", None),
        ("correo_publico", "a@b.mx?bcc=todos@x.mx", None),
        ("telefono_publico", "no tengo", None),
    ],
)  # fmt: skip
def test_solo_una_direccion_segura_se_enlaza_y_siempre_se_lee_completa(clave, valor, enlace):
    html = dibujar(ficha(documento({clave: valor})))
    assert valor.split("?")[0] in html
    if enlace:
        assert enlace + ' rel="nofollow ugc noopener noreferrer"' in html
    else:
        assert 'rel="nofollow' not in html


def test_el_texto_se_escapa():
    html = dibujar(ficha(documento({"propuesta_1": "<script>alert(1)</script>\n\nOtro párrafo"})))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_la_fotografia_dice_de_quien_es_y_trae_dos_formatos():
    html = dibujar(ficha(documento()))
    assert 'alt="Fotografía de Ana Ñáñez de la Cruz, candidatura a Diputación local"' in html
    assert f"/f/{'a' * 64}/320.webp 320w" in html
    assert "Sin fotografía" in dibujar(ficha(documento({"propuesta_1": TEXTO})))


def test_el_encabezado_dice_quien_postula_con_sus_miembros_y_colores():
    vista = ficha(documento())
    assert vista.colores == ("#aa0000", "#00bb00")
    assert vista.miembros == ("Partido A", "Partido B")
    assert vista.generales == (
        "Propietaria", "41 años", "Mujer", "Partido de origen: Partido A", "Busca la elección consecutiva",
        "Acción afirmativa: Indígenas",
    )  # fmt: skip


def test_el_partido_de_origen_solo_se_dice_en_una_alianza():
    doc = documento()
    assert "Partido de origen: Partido A" in ficha(doc).generales
    doc["actor"] = {**doc["partido_de_origen"], "tipo": "partido", "miembros": []}
    assert not [dato for dato in ficha(doc).generales if "origen" in dato]


def test_donde_no_hay_suplente_no_se_dice_propietaria():
    doc = documento()
    doc["cargo"]["con_suplente"] = False
    assert "Propietaria" not in ficha(doc).generales


def test_dos_candidaturas_con_los_datos_cambiados_se_dibujan_igual():
    una, otra = documento(), copy.deepcopy(documento())
    otra["persona"]["nombre"], otra["clave"] = "Beto Otro", "zzzzzzzzzz"
    html = dibujar(ficha(otra))
    assert html.replace("Beto Otro", "Ana Ñáñez de la Cruz") == dibujar(ficha(una))


def test_lo_desconocido_no_se_inventa():
    doc = documento()
    doc["persona"].update(edad=None, sexo="", mote="")
    doc.update(partido_de_origen=None, eleccion_consecutiva=None, acciones_afirmativas=[])
    assert ficha(doc).generales == ("Propietaria",)


def test_las_palabras_son_las_del_registro():
    assert dict(Sexo.choices) == SEXOS
    assert dict(Calidad.choices) == CALIDADES


def test_la_demarcacion_se_lee_como_en_la_credencial():
    distrito = {"tipo": "distrito", "clave": "07", "nombre": "Ciudad Ejemplo", "entidad": ""}
    de_sonora = {**distrito, "entidad": "Sonora"}
    assert demarcacion(distrito, con_entidad=True) == "Distrito 7, Ciudad Ejemplo"
    assert demarcacion(de_sonora, con_entidad=True) == "Distrito 7, Ciudad Ejemplo (Sonora)"
    assert demarcacion(de_sonora, con_entidad=False) == "Distrito 7, Ciudad Ejemplo"
    assert demarcacion({**distrito, "tipo": "municipio"}, con_entidad=False) == "Ciudad Ejemplo"
