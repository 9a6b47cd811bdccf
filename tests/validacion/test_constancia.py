"""La constancia: lo que consta y sólo eso, igual a sí misma, comprobable sin conexión y con folio que se confirma."""

import hashlib
import html
import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from conoceles.acuses.acciones import emitir
from conoceles.acuses.models import DISPARADORES as DISPARADORES_DEL_ACUSE
from conoceles.acuses.models import Acuse
from conoceles.bitacora.acciones import Acto, asentar, asentar_varios
from conoceles.bitacora.models import Asiento
from conoceles.comun.canonico import huella_de_bytes, json_canonico
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes.models import Carta
from conoceles.publicacion.acciones import retiros
from conoceles.publicacion.evidencia import notas, puntos
from conoceles.publicacion.memoria import constancia as constancias
from conoceles.publicacion.memoria.constancia import LapsoInvalido
from conoceles.publicacion.models import DISPARADORES_DE_LA_CONSTANCIA, Constancia, Ficha, Instantanea
from conoceles.validacion.constancia import en_pdf
from herramientas import verificador
from tests import respuestas
from tests.publicacion import versionadas
from tests.publicacion.versionadas import PUBLICADA, RETIRADA, version

pytestmark = pytest.mark.django_db
UN_DIA = timedelta(days=1)


@pytest.fixture
def lapso():
    return {"desde": timezone.now() - UN_DIA, "hasta": timezone.now() + UN_DIA}


@pytest.fixture
def versiones(candidatura, proceso):
    """Pone en la ficha de Ana estas versiones, cada día una, y da el lapso que las abarca."""

    def poner(*documentos, **de_la_ficha):
        versionadas.reescribir(proceso, list(documentos), clave=candidatura.clave, **de_la_ficha)
        return {"desde": versionadas.DESDE, "hasta": versionadas.DESDE + (len(documentos) + 2) * UN_DIA}

    return poner


@pytest.fixture
def hacer(candidatura, gente):
    def hacer(nombre="carmen", **lapso):
        datos = {"ahora": timezone.now(), "por": gente[nombre]} | lapso
        return constancias.contenido(candidatura, **datos)

    return hacer


# --- Lo que lleva -------------------------------------------------------------------------------------------


def test_lleva_lo_publicado_acuses_quien_valido_y_los_actos(publicado, hacer, lapso):
    dado = hacer(**lapso)
    ultima = dado["versiones"][-1]
    documento = json.loads(ultima["verificable"]["documento"])
    assert documento["respuestas"]["propuesta_1"] == respuestas.TEXTO
    sal = bytes.fromhex(ultima["verificable"]["sal"])
    assert (
        huella_de_bytes(ultima["verificable"]["documento"].encode(), sal=sal)
        == json.loads(ultima["verificable"]["hoja"])["huella"]
    )
    assert {a["clase"] for a in dado["acuses"]} == {"envio", "validacion"}
    assert [v["por"] for v in dado["validaciones"]] == ["vera"]
    actos = [a["accion"] for a in dado["actos"]]
    assert {"cuestionario:enviar", "cuestionario:validar", "ficha:publicar"} <= set(actos)
    assert dado["desde"] < dado["hasta"]


def test_cada_version_trae_lo_que_el_verificador_pide(publicado, hacer, lapso):
    campos = {"formato", "documento", "sal", "hoja", "indice", "tamano", "camino", "nota"}
    for una in hacer(**lapso)["versiones"]:
        assert set(una["verificable"]) == campos


def test_mensajes_observaciones_e_interrupciones(en_revision, corregir, hacer, lapso, candidatura):
    corregir(en_revision)
    ahora = timezone.now()
    Carta.objects.create(
        para="a@b.mx", asunto="Aviso de prueba", cuerpo="CanarioDeCuerpo", sobre=candidatura.clave
    )
    Carta.objects.create(
        para="a@b.mx", asunto="Reservada", cuerpo="x", sobre=candidatura.clave, es_reservada=True
    )
    Interrupcion.objects.create(
        desde=ahora - UN_DIA,
        hasta=ahora - UN_DIA / 2,
        origen="personal",
        descripcion="Se fue la luz",
        por="irma",
    )
    dado = hacer(**lapso)
    asuntos = [mensaje["asunto"] for mensaje in dado["mensajes"]]
    assert "Aviso de prueba" in asuntos
    assert "Reservada" not in asuntos
    assert "CanarioDeCuerpo" not in json.dumps(dado)
    assert "a@b.mx" not in json.dumps(dado)
    assert [i["descripcion"] for i in dado["interrupciones"]] == ["Se fue la luz"]
    (observacion,) = dado["observaciones"]
    assert (observacion["titulo"], observacion["texto"]) == ("Primera propuesta", "Es igual a otra.")
    assert observacion["atendida_en"]
    # Transparencia no lee lo que escribe quien valida.
    assert hacer("diego", **lapso)["observaciones"][0]["texto"] is None


def test_solo_lo_del_lapso_y_la_version_que_ya_regia(versiones, hacer):
    """Cinco versiones, una por día; se pide el tercero: rigieron la segunda y la tercera."""
    versiones(*[version({"propuesta_1": f"Versión {n}"}) for n in range(1, 6)])
    desde = versionadas.DESDE + 2.5 * UN_DIA
    dado = hacer(desde=desde, hasta=desde + UN_DIA)
    assert [una["numero"] for una in dado["versiones"]] == [2, 3]
    assert dado["actos"] == dado["acuses"] == []


def test_lo_retirado_si_consta_y_se_senala(versiones, hacer):
    lapso = versiones(version({"propuesta_1": "canarioA"}), version({}, cuestionario=RETIRADA))
    primera, segunda = hacer(**lapso)["versiones"]
    assert "canarioA" in primera["verificable"]["documento"]
    assert primera["sigue_publica"] is False
    assert segunda["sigue_publica"] is True
    assert [tramo["rotulo"] for tramo in segunda["situaciones"]] == [
        "Retirado temporalmente por el Instituto"
    ]


# --- Lo que no lleva ----------------------------------------------------------------------------------------


def test_lo_que_nunca_estuvo_a_la_vista_no_se_entrega(versiones, hacer):
    manana = (timezone.now() + UN_DIA).isoformat()
    programada = {**PUBLICADA, "visible_desde": manana}
    lapso = versiones(
        version({"propuesta_1": "canarioA"}, cuestionario=programada),
        version({"propuesta_1": "canarioB"}, cuestionario=programada),
    )
    dado = hacer(**lapso)
    assert "canario" not in json.dumps(dado)
    for una in dado["versiones"]:
        assert (una["verificable"]["documento"], una["verificable"]["sal"]) == (None, None)


def test_lo_suprimido_tampoco(versiones, hacer):
    lapso = versiones(
        {**version({"propuesta_1": "canarioA"}), "suprimida": True}, version({"propuesta_1": "B"})
    )
    dado = hacer(**lapso)
    assert "canario" not in json.dumps(dado)
    assert [una["se_suprimio"] for una in dado["versiones"]] == [True, False]


def test_de_la_identidad_nada_ni_que_se_manifesto(candidatura, hacer, lapso, gente, enviado):
    ahora = timezone.now()
    with transaction.atomic():
        for clase in ("consentimiento", "identidad"):
            emitir({"x": "y"}, clase=clase, candidatura=candidatura.clave, proceso="p", instante=ahora)
        for accion in (
            "consentimiento:manifestar",
            "identidad:enviar",
            "identidad:estudiar",
            "formato:recibir",
        ):
            asentar(
                por=gente["ana"], accion=accion, objeto=("candidatura", candidatura.clave), seccion="canario"
            )
        asentar(
            por=gente["ana"], accion="cuestionario:enviar", objeto=("candidatura", candidatura.clave),
            tipo="identidad", seccion="canario",
        )  # fmt: skip
    for nombre in ("carmen", "diego"):
        dado = json.dumps(hacer(nombre, **lapso))
        for canario in (
            "canario",
            "consentimiento:",
            "identidad:",
            "formato:",
            '"identidad"',
            '"consentimiento"',
        ):
            assert canario not in dado.replace('\\"identidad\\"', ""), canario


def test_ni_direcciones_ni_accesos_ni_valores(publicado, hacer, lapso, gente):
    """De quien no es personal no se da el nombre de acceso, ni de nadie desde dónde entró; del detalle, sólo claves."""
    dado = hacer(**lapso)
    assert {acto["quien"] for acto in dado["actos"]} <= {"", "vera", "carmen"}
    assert all(
        set(acto) == {"instante", "accion", "quien", "rol", "detalle", "huella"} for acto in dado["actos"]
    )
    assert "cuenta" not in {clave for acto in dado["actos"] for clave in acto["detalle"]}


# --- El lapso -----------------------------------------------------------------------------------------------


def test_un_lapso_al_reves_futuro_o_de_antes_no_se_hace_constar(candidatura, hacer):
    ahora = timezone.now()
    casos = {
        "antes de empezar": (ahora, ahora - UN_DIA),
        "aún no llega": (ahora + UN_DIA, ahora + 2 * UN_DIA),
        "antes de que exista": (ahora - 20 * UN_DIA, ahora - 10 * UN_DIA),
    }
    for dicho, (desde, hasta) in casos.items():
        with pytest.raises(LapsoInvalido, match=dicho):
            hacer(desde=desde, hasta=hasta)


def test_lo_mismo_al_mismo_instante_da_los_mismos_bytes(publicado, hacer, lapso):
    ahora = timezone.now()
    assert json_canonico(hacer(ahora=ahora, **lapso)) == json_canonico(hacer(ahora=ahora, **lapso))
    with timezone.override("Asia/Tokyo"):
        otra = hacer(ahora=ahora, **lapso)
    assert json_canonico(otra) == json_canonico(hacer(ahora=ahora, **lapso))


# --- Expedirla ----------------------------------------------------------------------------------------------


def test_deja_un_renglon_un_acuse_que_se_confirma_y_sus_bytes(publicado, candidatura, gente, lapso, client):
    antes = Asiento.objects.count()
    expedida = constancias.expedir(candidatura=candidatura, por=gente["carmen"], **lapso)
    asiento = Asiento.objects.latest("secuencia")
    assert Asiento.objects.count() == antes + 1
    assert (asiento.accion, asiento.detalle["folio"]) == ("constancia:expedir", expedida.folio)
    acuse = Acuse.objects.get(pk=expedida.folio)
    suma = hashlib.sha256(bytes.fromhex(expedida.nonce) + expedida.contenido.encode()).hexdigest()
    assert acuse.huella == expedida.huella == suma
    confirmada = html.unescape(
        client.get(reverse("consulta:verificar_folio", args=[expedida.folio])).content.decode()
    )
    assert "Este acuse es auténtico" in confirmada
    assert "Constancia expedida por el Instituto" in confirmada
    assert respuestas.TEXTO not in confirmada


def test_espera_a_lo_que_otra_persona_esta_por_confirmar(publicado, candidatura, gente, lapso, monkeypatch):
    """Quien retira y tarda en confirmar ya fechó su acto: la constancia lee la hora y lo publicado después de ella."""
    instantes = []

    def esperar():
        retiros.retirar(candidatura=candidatura, motivo="Lo ordena un acuerdo.", por=gente["carmen"])
        instantes.append(Instantanea.objects.latest("secuencia").instante)

    monkeypatch.setattr(constancias, "de_a_uno", esperar)
    dada = constancias.expedir(candidatura=candidatura, por=gente["carmen"], **lapso)
    assert dada.hasta > instantes[0]
    assert dada.datos["versiones"][-1]["numero"] == Instantanea.objects.latest("secuencia").version
    assert "ficha:retirar" in [acto["accion"] for acto in dada.datos["actos"]]


@pytest.fixture
def descargada(publicado, candidatura, gente, lapso, tmp_path):
    """El archivo en el disco de quien lo recibió, con la llave pública y lo impreso."""
    expedida = constancias.expedir(candidatura=candidatura, por=gente["carmen"], **lapso)
    archivo = tmp_path / "constancia.json"
    archivo.write_text(expedida.contenido, encoding="utf-8")
    firma = tmp_path / "firma.txt"
    firma.write_text(expedida.firma, encoding="utf-8")
    impreso = ["--llave", notas.llaves()[-1].texto, "--firma", str(firma)]
    return archivo, [*impreso, "--numero", expedida.nonce, "--huella", expedida.huella]


def test_se_verifica_sin_conexion(descargada, capsys):
    archivo, impreso = descargada
    assert verificador.main(["constancia", str(archivo), *impreso]) == 0
    assert capsys.readouterr().out.startswith("BIEN:")
    assert verificador.main(["constancia", str(archivo), *impreso[:2], *impreso[4:]]) == 3  # sin la firma


def test_la_firma_se_entrega_y_una_ajena_no_la_hace_integra(publicado, candidatura, gente, lapso, como):
    """Quien escriba otra en la base no puede firmarla: ni se entrega, ni `verificar` calla."""
    expedida = constancias.expedir(candidatura=candidatura, por=gente["carmen"], **lapso)
    dada = como("carmen").get(reverse("validacion:constancia_firma", args=[expedida.folio]))
    assert dada.content.decode() == expedida.firma
    assert "firma.txt" in dada["Content-Disposition"]
    for otra in ("", expedida.firma.replace(expedida.folio, "E-2222-2222"), expedida.firma[:-8]):
        expedida.firma = otra
        assert not constancias.esta_integra(expedida)


def test_cambiarla_entera_por_sql_no_engana_sin_la_llave(publicado, candidatura, gente, lapso):
    expedida = constancias.expedir(candidatura=candidatura, por=gente["carmen"], **lapso)
    for disparadores in (DISPARADORES_DE_LA_CONSTANCIA, DISPARADORES_DEL_ACUSE):
        disparadores.quitar()
    falso = json_canonico({**expedida.datos, "actos": []})
    huella = huella_de_bytes(falso, sal=bytes.fromhex(expedida.nonce))
    Constancia.objects.update(contenido=falso.decode(), huella=huella)
    Acuse.objects.filter(pk=expedida.folio).update(huella=huella)
    assert not constancias.esta_integra(Constancia.objects.get())


def test_toda_alteracion_del_archivo_se_detecta(descargada):
    """Con lo impreso, un solo signo; sin ello, cualquier cosa que toque lo publicado."""
    archivo, impreso = descargada
    texto = archivo.read_text(encoding="utf-8")
    for lugar in range(0, len(texto), max(1, len(texto) // 60)):
        archivo.write_text(
            texto[:lugar] + ("x" if texto[lugar] != "x" else "y") + texto[lugar + 1 :], encoding="utf-8"
        )
        assert verificador.main(["constancia", str(archivo), *impreso]) in (1, 2), lugar
    dato = json.loads(texto)
    sin_impreso = impreso[:2]
    publicada = dato["versiones"][-1]
    for alterar in (
        lambda: publicada["verificable"].update(
            documento=publicada["verificable"]["documento"].replace("doce", "once")
        ),
        lambda: publicada.update(numero=99),
        lambda: publicada.update(verificable=dato["versiones"][0]["verificable"]),
        lambda: publicada.pop("verificable"),
        lambda: dato.update(versiones="x"),
        lambda: dato.update(candidatura=None),
    ):
        dato = json.loads(texto)
        publicada = dato["versiones"][-1]
        alterar()
        archivo.write_bytes(json_canonico(dato))
        assert verificador.main(["constancia", str(archivo), *sin_impreso]) in (1, 2)


def test_solo_quien_puede(candidatura, gente, lapso):
    for nombre in ("vera", "gema", "irma", "celia", "ana", "paco"):
        with pytest.raises(PermissionDenied):
            constancias.expedir(candidatura=candidatura, por=gente[nombre], **lapso)
    assert Constancia.objects.count() == 0


def test_la_persona_no_la_ve_entre_sus_acuses(publicado, candidatura, gente, lapso, como):
    expedida = constancias.expedir(candidatura=candidatura, por=gente["carmen"], **lapso)
    cliente = como("ana")
    assert cliente.get(reverse("captura:acuse", args=[candidatura.clave, expedida.folio])).status_code == 404
    assert expedida.folio not in cliente.get(reverse("captura:tareas")).content.decode()


# --- Las pantallas ------------------------------------------------------------------------------------------


def formulario(candidatura):
    return reverse("validacion:expedir_constancia", args=[candidatura.clave])


def hoy():
    return timezone.localdate()


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


def test_se_expide_se_lee_y_se_descarga(publicado, candidatura, como):
    cliente = como("carmen")
    pagina = texto(cliente.get(formulario(candidatura)))
    assert f'value="{hoy():%Y-%m-%d}"' in pagina
    respuesta = cliente.post(formulario(candidatura), {"desde": f"{hoy()}", "hasta": f"{hoy()}"})
    expedida = Constancia.objects.get()
    destino = reverse("validacion:constancia", args=[expedida.folio])
    assert respuesta.headers["Location"] == destino
    leida = texto(cliente.get(destino))
    assert respuestas.TEXTO in leida
    assert "⟪" not in leida
    assert (
        cliente.get(reverse("validacion:constancia_json", args=[expedida.folio])).content
        == expedida.contenido.encode()
    )
    documento = cliente.get(reverse("validacion:constancia_pdf", args=[expedida.folio]))
    assert documento.content.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in documento.content
    assert expedida.folio in texto(cliente.get(formulario(candidatura)))


@pytest.mark.parametrize(
    ("desde", "hasta", "dicho"),
    [
        (0, -1, "termina antes de empezar"),
        (1, 1, "aún no llega"),
        (0, 3, "aún no llega"),
        (-900, 0, "no consta nada antes"),
        (None, 0, "desde qué día"),
        ("ayer", 0, "Escriba la fecha como"),
    ],
)
def test_un_lapso_mal_escrito_se_explica_y_no_se_pierde(publicado, candidatura, como, desde, hasta, dicho):
    def dia(valor):
        return "" if valor is None else valor if isinstance(valor, str) else f"{hoy() + valor * UN_DIA}"

    respuesta = como("diego").post(formulario(candidatura), {"desde": dia(desde), "hasta": dia(hasta)})
    assert respuesta.status_code == 422
    assert dicho in texto(respuesta)
    assert f'value="{dia(hasta)}"' in texto(respuesta)
    assert Constancia.objects.count() == 0


def test_una_alterada_o_suprimida_no_se_entrega(publicado, candidatura, gente, lapso, como):
    expedida = constancias.expedir(candidatura=candidatura, por=gente["carmen"], **lapso)
    destino = reverse("validacion:constancia_json", args=[expedida.folio])
    cliente = como("carmen")
    connection.check_constraints()
    DISPARADORES_DE_LA_CONSTANCIA.quitar()
    for guardado, dicho in ((expedida.contenido + " ", "no es lo que se expidió"), ("", "se suprimió")):
        Constancia.objects.update(contenido=guardado)
        respuesta = cliente.get(destino, follow=True)
        assert respuesta.redirect_chain[-1][0] == formulario(candidatura)
        assert dicho in texto(respuesta)


def test_quien_no_valida_no_lee_la_que_trae_textos_de_quien_valida(
    en_revision, corregir, candidatura, gente, lapso, como
):
    corregir(en_revision)
    de_carmen = constancias.expedir(candidatura=candidatura, por=gente["carmen"], **lapso)
    de_diego = constancias.expedir(candidatura=candidatura, por=gente["diego"], **lapso)
    for nombre in ("constancia", "constancia_pdf", "constancia_json"):
        assert como("diego").get(reverse(f"validacion:{nombre}", args=[de_carmen.folio])).status_code == 403
        assert como("diego").get(reverse(f"validacion:{nombre}", args=[de_diego.folio])).status_code == 200


def test_lo_que_escribio_la_candidatura_no_se_interpreta(versiones, candidatura, gente, como):
    hostil = '<script>x</script> #panic("x") $x^2$ *b* @d'
    lapso = versiones(version({"propuesta_1": "a"}), version({"propuesta_1": hostil}))
    expedida = constancias.expedir(candidatura=candidatura, por=gente["carmen"], **lapso)
    assert (
        "<script>x"
        not in como("carmen").get(reverse("validacion:constancia", args=[expedida.folio])).content.decode()
    )
    assert como("carmen").get(reverse("validacion:constancia_pdf", args=[expedida.folio])).status_code == 200


def test_publicar_de_verdad_y_retirar_dejan_dos_versiones(publicado, candidatura, gente, hacer, lapso):
    retiros.retirar(candidatura=candidatura, motivo="Una sentencia lo ordena.", por=gente["carmen"])
    assert Ficha.objects.get(pk=candidatura.clave).estado == "retirada"
    dado = hacer(**lapso)
    assert dado["versiones"][-2]["sigue_publica"] is False
    assert respuestas.TEXTO in dado["versiones"][-2]["verificable"]["documento"]


def test_una_candidatura_pesada_no_cuesta_mas_consultas_por_renglon(
    versiones, candidatura, gente, proceso, django_assert_max_num_queries
):
    """Sesenta versiones y trescientos renglones: unas cuantas consultas por prueba y ninguna por renglón."""
    base = {"historia_profesional": respuestas.TEXTO * 8, "trayectoria_politica": respuestas.TEXTO * 8}
    lapso = versiones(*[version({**base, "propuesta_1": f"{respuestas.TEXTO} {n}"}) for n in range(60)])
    with transaction.atomic():
        puntos.sellar()
        acto = Acto("seccion:guardar", ("candidatura", candidatura.clave), {"seccion": "propuesta-1"})
        asentar_varios(por=gente["ana"], actos=[acto] * 300)
    lapso["hasta"] = timezone.now() + UN_DIA
    with django_assert_max_num_queries(60 * 4 + 30):
        expedida = constancias.expedir(candidatura=candidatura, por=gente["carmen"], **lapso)
    datos = expedida.datos
    assert len(datos["versiones"]) == 60
    assert len(datos["actos"]) >= 300
    assert all("hoja" in una["verificable"] for una in datos["versiones"])
    assert en_pdf(expedida, proceso).startswith(b"%PDF")
