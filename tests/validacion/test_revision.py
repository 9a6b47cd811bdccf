"""La revisión: qué ve cada quien, cómo se observa y cómo se decide."""

import json
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones as verbos
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Observacion, Turno
from conoceles.mensajes.models import Carta
from conoceles.publicacion.models import Ficha
from conoceles.registro.models import Candidatura
from conoceles.validacion import acciones
from tests import fabricas, respuestas

pytestmark = pytest.mark.django_db
OBSERVACION = {"seccion": "propuesta-1", "supuesto": "copia", "texto": "Es igual a otra propuesta."}


def actos():
    de_personas = Asiento.objects.exclude(accion="arbol:sellar")
    return list(de_personas.order_by("secuencia").values_list("accion", flat=True))


def avisos(respuesta):
    return [str(aviso) for aviso in respuesta.context["messages"]]


# --- Qué se ve ---------------------------------------------------------------------------------------


def test_quien_valida_lee_lo_enviado_con_sus_rotulos(como, en_revision, url):
    pagina = como("vera").get(url(en_revision)).content.decode()
    assert "Licenciatura" in pagina
    assert "Diplomado en presupuesto público" in pagina
    assert "privado@ejemplo.mx" in pagina
    assert "Reservada: no se publica" in pagina
    assert "9 de 9 apartados" in pagina
    assert "⟪" not in pagina


@pytest.mark.parametrize("persona", ["celia", "gema", "diego"])
def test_quien_no_valida_ve_en_que_va_y_ninguna_respuesta(como, en_revision, url, persona):
    pagina = como(persona).get(url(en_revision)).content.decode()
    assert "En revisión" in pagina
    assert "Tomó la revisión" in pagina
    assert respuestas.TEXTO[:40] not in pagina
    assert "privado@ejemplo.mx" not in pagina
    assert "Validar" not in pagina
    assert "/foto/" not in pagina


@pytest.mark.parametrize(("persona", "estado"), [("irma", 403), ("ana", 403)])
def test_otro_rol_no_entra(como, en_revision, url, persona, estado):
    assert como(persona).get(url(en_revision)).status_code == estado


def test_sin_entrar_se_pide_entrar(client, en_revision, url):
    assert client.get(url(en_revision))["Location"].startswith("/entrar/")


def test_un_borrador_sin_enviar_no_se_ve(como, capturar_todo, url):
    cuestionario = capturar_todo()
    pagina = como("vera").get(url(cuestionario)).content.decode()
    assert "Aún no envía su cuestionario" in pagina
    assert respuestas.TEXTO[:40] not in pagina


def test_lo_que_cambia_despues_de_enviar_no_se_ve_hasta_que_se_envia(como, en_revision, url, gente):
    verbos.observar(cuestionario=en_revision, por=gente["vera"], **OBSERVACION)
    devuelto = verbos.devolver(cuestionario=en_revision, por=gente["vera"])
    verbos.guardar_seccion(
        cuestionario=devuelto,
        seccion="propuesta-1",
        valores={"propuesta_1": "A medio escribir"},
        por=gente["ana"],
    )
    assert "A medio escribir" not in como("vera").get(url(devuelto)).content.decode()


def test_clave_desconocida_o_de_otro_proceso_no_existe(como, proceso):
    otro = fabricas.ProcesoFactory(clave="otro", es_vigente=False)
    ajena = fabricas.CandidaturaFactory(posicion__contienda__cargo__proceso=otro)
    cliente = como("vera")
    for clave in ("noexiste", ajena.clave, "a" * 200):
        assert cliente.get(reverse("validacion:revision", args=[clave])).status_code == 404
        assert cliente.post(reverse("validacion:validar", args=[clave])).status_code == 404


def test_el_antes_y_despues_se_ve_y_va_escapado(como, en_revision, url, corregir, gente):
    corregido = verbos.tomar(cuestionario=corregir(en_revision), por=gente["vera"])
    pagina = como("vera").get(url(corregido)).content.decode()
    assert "<ins>" in pagina
    assert "&lt;b&gt;Texto&lt;/b&gt;" in pagina
    assert "<b>Texto" not in pagina
    assert "Es igual a otra." in pagina
    assert "respondió el" in pagina


def test_un_texto_del_todo_distinto_se_lee_antes_y_despues_sin_tachar(como, en_revision, url, corregir):
    pagina = como("vera").get(url(corregir(en_revision, "Zzz " * 400))).content.decode()
    assert "Decía" in pagina
    assert "Ahora dice" in pagina
    assert "<del>" not in pagina.split('id="apartado-propuesta-1"')[1]


def test_la_foto_enviada_es_privada_y_ninguna_cache_la_guarda(como, en_revision, url):
    huella = en_revision.envios.get().contenido["foto"]
    direccion = url(en_revision, "foto", huella)
    respuesta = como("vera").get(direccion)
    assert respuesta.status_code == 200
    assert respuesta["Content-Type"] == "image/jpeg"
    assert "no-store" in respuesta["Cache-Control"]
    assert b"".join(respuesta.streaming_content)[:2] == b"\xff\xd8"
    assert como("celia").get(direccion).status_code == 403
    assert como("vera").get(url(en_revision, "foto", "0" * 64)).status_code == 404


def test_la_foto_de_otra_candidatura_no_se_sirve_por_esta(como, en_revision):
    otra = fabricas.CuestionarioFactory()
    huella = en_revision.envios.get().contenido["foto"]
    direccion = reverse("validacion:foto", args=[otra.candidatura.clave, huella])
    assert como("vera").get(direccion).status_code == 404


# --- Observar ----------------------------------------------------------------------------------------


def test_observar_y_quitar(como, en_revision, url):
    cliente = como("vera")
    assert cliente.post(url(en_revision, "observar"), OBSERVACION).status_code == 302
    pagina = cliente.get(url(en_revision)).content.decode()
    assert "Observación por enviar" in pagina
    assert "Devolver con 1 observación" in pagina
    assert "Validar y siguiente" not in pagina
    observacion = Observacion.objects.get()
    for _ in range(2):
        respuesta = cliente.post(url(en_revision, "quitar", observacion.pk), follow=True)
    assert avisos(respuesta) == ["Esa observación ya no estaba."]
    assert actos().count("observacion:quitar") == 1


def test_anotar_dos_veces_lo_mismo_deja_una(como, en_revision, url):
    for _ in range(2):
        como("vera").post(url(en_revision, "observar"), OBSERVACION)
    assert Observacion.objects.count() == 1
    assert actos().count("observacion:anotar") == 1
    como("vera").post(url(en_revision, "observar"), OBSERVACION | {"texto": "Y además otra cosa."})
    assert Observacion.objects.count() == 2


def test_de_una_terminada_ni_se_quita_lo_anotado_ni_se_toma_el_turno(como, en_revision, url):
    como("vera").post(url(en_revision, "observar"), OBSERVACION)
    Turno.objects.all().delete()
    Candidatura.objects.update(situacion="renuncia", hasta=timezone.now())
    observacion = Observacion.objects.get()
    pagina = como("vera").get(url(en_revision)).content.decode()
    assert observacion.texto in pagina
    assert url(en_revision, "quitar", observacion.pk) not in pagina
    for acto in (url(en_revision, "quitar", observacion.pk), url(en_revision, "turno")):
        respuesta = como("vera").post(acto, follow=True)
        assert "ya no está vigente" in avisos(respuesta)[0]
    assert Observacion.objects.exists()
    assert not Turno.objects.exists()


@pytest.mark.parametrize(
    ("cambio", "explica"),
    [
        ({"texto": "  "}, "Explique qué debe corregirse."),
        ({"texto": "\u200b\u00ad"}, "Explique qué debe corregirse."),
        ({"supuesto": []}, "Elija al menos un motivo del catálogo."),
        ({"supuesto": "inventado"}, "Ese motivo no está en el catálogo."),
        ({"seccion": "inventada"}, "Ese apartado no existe"),
        ({"seccion": ""}, "Elija el apartado"),
        ({"texto": "x" * 2001}, "2000"),
        ({"texto": "hola\x00"}, "nulos"),
    ],
)
def test_una_observacion_mal_hecha_se_explica_y_conserva_lo_escrito(como, en_revision, url, cambio, explica):
    datos = {**OBSERVACION, **cambio}
    respuesta = como("vera").post(url(en_revision, "observar"), datos)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert explica in pagina
    assert "Hay un problema" in pagina
    assert "⟪" not in pagina
    if datos["texto"].strip("\x00"):
        assert datos["texto"].replace("\x00", "") in pagina.replace("\x00", "")
    assert not Observacion.objects.exists()
    assert "observacion:anotar" not in actos()


def test_si_alguien_valido_mientras_se_escribia_lo_escrito_vuelve(como, validado, url):
    respuesta = como("vera").post(url(validado, "observar"), OBSERVACION)
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 422
    assert OBSERVACION["texto"] in pagina
    assert "Su observación no se guardó" in pagina


def test_varios_supuestos_a_la_vez_son_un_mismo_texto(como, en_revision, url):
    cliente = como("vera")
    cliente.post(url(en_revision, "observar"), {**OBSERVACION, "supuesto": ["copia", "lenguaje"]})
    anotadas = Observacion.objects.order_by("id").values_list("supuesto", "texto")
    assert list(anotadas) == [("copia", OBSERVACION["texto"]), ("lenguaje", OBSERVACION["texto"])]
    pagina = cliente.get(url(en_revision)).content.decode()
    assert pagina.count(OBSERVACION["texto"]) == 1


def test_una_observacion_enviada_ya_no_se_quita(como, en_revision, url, gente):
    observacion = verbos.observar(cuestionario=en_revision, por=gente["vera"], **OBSERVACION)
    devuelto = verbos.devolver(cuestionario=en_revision, por=gente["vera"])
    respuesta = como("vera").post(url(devuelto, "quitar", observacion.pk), follow=True)
    assert "no puede quitarse" in avisos(respuesta)[0]
    assert Observacion.objects.filter(pk=observacion.pk).exists()


def test_la_observacion_de_una_no_se_quita_desde_otra(como, en_revision, gente):
    observacion = verbos.observar(cuestionario=en_revision, por=gente["vera"], **OBSERVACION)
    otra = fabricas.CuestionarioFactory()
    direccion = reverse("validacion:quitar", args=[otra.candidatura.clave, observacion.pk])
    como("vera").post(direccion)
    assert Observacion.objects.filter(pk=observacion.pk).exists()


# --- Decidir -----------------------------------------------------------------------------------------


def test_de_tomar_a_publicar_cada_acto_deja_un_renglon(como, enviado, url, gente):
    cliente = como("carmen")
    antes = len(actos())
    for verbo in ("tomar", "validar", "publicar"):
        cliente.post(url(enviado, verbo), {"envio": 1})
    assert actos()[antes:] == [
        "cuestionario:tomar",
        "cuestionario:validar",
        "carta:escribir",
        "ficha:publicar",
        "carta:escribir",
    ]
    assert list(Carta.objects.order_by("id").values_list("para", "asunto")) == [
        (gente["ana"].correo, "Su cuestionario fue validado"),
        (gente["ana"].correo, "Su información está publicada"),
    ]


def test_devolver_emite_avisa_y_no_revela_lo_observado(como, en_revision, url, gente):
    verbos.observar(cuestionario=en_revision, por=gente["vera"], **OBSERVACION)
    como("vera").post(url(en_revision, "devolver"), {"envio": 1})
    en_revision.refresh_from_db()
    assert en_revision.estado == Estado.OBSERVADO
    carta = Carta.objects.get()
    assert "Primera propuesta" in carta.cuerpo
    assert "a las 23:59 h" in carta.cuerpo
    assert OBSERVACION["texto"] not in carta.cuerpo
    assert carta.sobre == en_revision.candidatura.clave


def test_sin_correo_la_carta_queda_para_imprimirse(como, en_revision, url, gente):
    gente["ana"].correo = ""
    gente["ana"].save()
    como("vera").post(url(en_revision, "validar"), {"envio": 1})
    assert Carta.objects.get().para == ""


@pytest.mark.parametrize("verbo", ["tomar", "devolver", "validar", "reabrir"])
def test_apretar_dos_veces_no_da_dos_pasos(como, en_revision, url, gente, verbo):
    cliente = como("vera")
    if verbo == "devolver":
        verbos.observar(cuestionario=en_revision, por=gente["vera"], **OBSERVACION)
    if verbo == "reabrir":
        verbos.validar(cuestionario=en_revision, por=gente["vera"])
    cliente.post(url(en_revision, verbo), {"envio": 1})
    antes, cartas = actos(), Carta.objects.count()
    respuesta = cliente.post(url(en_revision, verbo), {"envio": 1}, follow=True)
    assert respuesta.status_code == 200
    assert any("Nada cambió" in aviso for aviso in avisos(respuesta))
    assert (actos(), Carta.objects.count()) == (antes, cartas)


def test_dos_personas_deciden_a_la_vez_y_la_segunda_se_entera(como, en_revision, url):
    como("vera").post(url(en_revision, "validar"), {"envio": 1})
    respuesta = como("carmen").post(url(en_revision, "validar"), {"envio": 1}, follow=True)
    assert "otra persona" in avisos(respuesta)[-1]
    assert actos().count("cuestionario:validar") == 1


@pytest.mark.parametrize("envio", ["1", "", "x", "²", "9" * 30])
def test_no_se_valida_una_version_que_no_se_ha_leido(como, en_revision, url, corregir, gente, envio):
    """Vera dejó abierta la página del primer envio; mientras, llegó el segundo y otra persona lo tomó y lo soltó."""
    corregido = verbos.tomar(cuestionario=corregir(en_revision), por=gente["carmen"])
    verbos.soltar(cuestionario=corregido, por=gente["carmen"])
    antes = actos()
    respuesta = como("vera").post(url(corregido, "validar"), {"envio": envio}, follow=True)
    assert "Llegó una versión nueva" in avisos(respuesta)[0]
    corregido.refresh_from_db()
    assert corregido.estado == Estado.EN_VALIDACION
    assert actos() == antes


def test_devolver_sin_observaciones_y_validar_con_ellas_se_explican(como, en_revision, url, gente):
    cliente = como("vera")
    respuesta = cliente.post(url(en_revision, "devolver"), {"envio": 1}, follow=True)
    assert "anote al menos una" in avisos(respuesta)[0]
    verbos.observar(cuestionario=en_revision, por=gente["vera"], **OBSERVACION)
    respuesta = cliente.post(url(en_revision, "validar"), {"envio": 1}, follow=True)
    assert "devuélvalas o quítelas" in avisos(respuesta)[0]


DE_PUBLICAR = ("publicar", "validar-y-publicar", "retirar", "restablecer")
DE_VALIDAR = ("tomar", "validar", "devolver", "reabrir", "observar")


@pytest.mark.parametrize("persona", ["celia", "gema", "diego", "irma", "ana", "vera"])
def test_quien_no_tiene_el_permiso_no_actua(como, validado, url, persona):
    cliente, antes = como(persona), actos()
    for verbo in DE_PUBLICAR if persona == "vera" else (*DE_VALIDAR, *DE_PUBLICAR):
        assert cliente.post(url(validado, verbo), {"envio": 1}).status_code == 403, verbo
        assert actos() == antes, verbo


def test_el_boton_existe_si_la_tabla_y_el_rol_lo_permiten(como, publicado, url):
    todos = {"reabrir", "retirar", "ocultar", "suprimir"}
    assert como("carmen").get(url(publicado)).context["actos"] == todos
    assert como("vera").get(url(publicado)).context["actos"] == {"reabrir", "ocultar"}
    assert como("celia").get(url(publicado)).context["actos"] == set()


def test_una_candidatura_terminada_no_se_revisa(como, en_revision, url, gente):
    from django.utils import timezone

    candidatura = en_revision.candidatura
    candidatura.situacion, candidatura.hasta = "renuncia", timezone.now()
    candidatura.save()
    respuesta = como("carmen").get(url(en_revision))
    assert respuesta.context["actos"] == set()
    assert "ya no está vigente" in respuesta.content.decode()


def test_volver_a_la_direccion_de_un_boton_lleva_a_la_revision(como, en_revision, url):
    for verbo in ("validar", "observar"):
        assert como("vera").get(url(en_revision, verbo))["Location"] == url(en_revision)


def test_validar_y_publicar_es_todo_o_nada(como, en_revision, url, gente):
    with mock.patch.object(acciones, "publicar", side_effect=acciones.VersionNueva("Falló.")):
        como("carmen").post(url(en_revision, "validar-y-publicar"), {"envio": 1})
    en_revision.refresh_from_db()
    assert en_revision.estado == Estado.EN_VALIDACION
    como("carmen").post(url(en_revision, "validar-y-publicar"), {"envio": 1})
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA
    assert [carta.asunto for carta in Carta.objects.all()] == ["Su información está publicada"]


def test_si_la_carta_falla_el_acto_no_queda(como, en_revision, gente):
    antes = actos()
    with (
        mock.patch.object(acciones, "escribir_varias", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        acciones.validar(cuestionario=en_revision, envio=1, por=gente["vera"])
    en_revision.refresh_from_db()
    assert en_revision.estado == Estado.EN_VALIDACION
    assert actos() == antes


# --- La que sigue ------------------------------------------------------------------------------------


@pytest.fixture
def otra_enviada(gente, proceso):
    from datetime import timedelta

    from django.utils import timezone

    from conoceles.cuestionarios.models import Envio

    def crear(minutos, estado=Estado.ENVIADO, nombre="Otra"):
        cuestionario = fabricas.CuestionarioFactory(
            estado=estado,
            enviado_en=timezone.now() + timedelta(minutes=minutos),
            candidatura__persona__nombre_completo=nombre,
        )
        Envio.objects.create(
            cuestionario=cuestionario,
            numero=1,
            contenido={},
            folio=f"F{cuestionario.pk}",
            nonce="0",
            huella="0",
        )
        return cuestionario

    return crear


def test_validar_y_siguiente_la_toma_y_conserva_la_cola(como, en_revision, url, otra_enviada):
    otra_enviada(-60, nombre="Anterior")
    proxima = otra_enviada(5, nombre="Próxima")
    respuesta = como("vera").post(
        url(en_revision, "validar"), {"envio": 1, "siguiente": "1", "cola": "cargo=diputacion-mr"}
    )
    assert respuesta["Location"] == url(proxima) + "?cola=cargo%3Ddiputacion-mr"
    proxima.refresh_from_db()
    assert proxima.estado == Estado.EN_VALIDACION


def test_la_siguiente_salta_lo_que_otra_persona_revisa(como, en_revision, url, otra_enviada, gente):
    verbos.tomar(cuestionario=otra_enviada(5), por=gente["carmen"])
    libre = otra_enviada(10)
    respuesta = como("vera").post(url(en_revision, "validar"), {"envio": 1, "siguiente": "1", "cola": ""})
    assert respuesta["Location"] == url(libre)


def test_al_final_de_la_cola_se_vuelve_a_la_bandeja_con_sus_filtros(como, en_revision, url):
    respuesta = como("vera").post(
        url(en_revision, "validar"), {"envio": 1, "siguiente": "1", "cola": "q=apellido"}, follow=True
    )
    assert respuesta.redirect_chain[-1][0] == reverse("validacion:bandeja") + "?q=apellido"
    assert "Llegó al final de esta cola." in avisos(respuesta)


@pytest.mark.parametrize("basura", ["estado=x&orden=y", "//malo.ejemplo", "\r\nX: 1", "%00", "a" * 5000])
def test_una_cola_ajena_no_rompe_ni_saca_del_sitio(como, en_revision, url, basura):
    respuesta = como("vera").post(url(en_revision, "validar"), {"envio": 1, "siguiente": "1", "cola": basura})
    assert respuesta.status_code == 302
    assert respuesta["Location"].startswith("/panel/")
    assert "\n" not in respuesta["Location"]


# --- Retirar y restablecer ---------------------------------------------------------------------------


def test_retirar_pide_motivo_y_lo_publica(como, publicado, url, a_una_sola_persona):
    cliente = como("carmen")
    assert cliente.get(url(publicado, "retirar")).status_code == 200
    vacio = cliente.post(url(publicado, "retirar"), {"texto": " "})
    assert vacio.status_code == 422
    assert "Escriba el motivo" in vacio.content.decode()
    largo = cliente.post(url(publicado, "retirar"), {"texto": "x" * 301})
    assert "x" * 301 in largo.content.decode()
    cliente.post(url(publicado, "retirar"), {"texto": "Acuerdo de prueba"})
    ficha = Ficha.objects.get()
    assert (ficha.estado, ficha.motivo_de_retiro) == (Ficha.Estado.RETIRADA, "Acuerdo de prueba")
    assert json.loads(ficha.vigente.documento)["respuestas"] == {}
    otra_vez = cliente.post(url(publicado, "retirar"), {"texto": "Otro"})
    assert (otra_vez.status_code, "Nada cambió" in otra_vez.content.decode()) == (422, True)
    cliente.post(url(publicado, "restablecer"))
    assert Ficha.objects.get().estado == Ficha.Estado.PUBLICADA
    assert [c.asunto for c in Carta.objects.order_by("id")] == [
        "Sus respuestas se retiraron de la vista",
        "Sus respuestas vuelven a mostrarse",
    ]
    assert actos().count("ficha:retirar") == actos().count("ficha:restablecer") == 1


def test_no_se_retira_lo_que_no_esta_publicado(como, validado, url):
    respuesta = como("carmen").get(url(validado, "retirar"), follow=True)
    assert "no hay nada que retirar" in avisos(respuesta)[0]


# --- El recorrido entero -----------------------------------------------------------------------------


def test_el_recorrido_con_observacion_y_correccion(como, enviado, url, corregir, gente):
    cliente = como("vera")
    cliente.post(url(enviado, "tomar"), {"envio": 1})
    cliente.post(url(enviado, "observar"), OBSERVACION)
    cliente.post(url(enviado, "devolver"), {"envio": 1})
    enviado.refresh_from_db()
    verbos.guardar_seccion(
        cuestionario=enviado,
        seccion="propuesta-1",
        valores={"propuesta_1": respuestas.TEXTO + " Y algo más."},
        por=gente["ana"],
    )
    from conoceles.publicacion.acciones import enviar

    enviar(cuestionario=enviado, por=gente["ana"])
    cliente.post(url(enviado, "tomar"), {"envio": 2})
    pagina = cliente.get(url(enviado)).content.decode()
    assert "Y algo más." in pagina
    cliente.post(url(enviado, "soltar"))
    como("carmen").post(url(enviado, "validar-y-publicar"), {"envio": 2})
    assert json.loads(Ficha.objects.get().vigente.documento)["respuestas"]["propuesta_1"].endswith(
        "Y algo más."
    )
    pagina = cliente.get(url(enviado)).content.decode()
    assert "Su página pública" in pagina
    assert "⟪" not in pagina


# --- La segunda vuelta se recorre pronto --------------------------------------------------------------


def test_el_indice_marca_lo_que_cambio_y_lo_igual_se_pliega(como, en_revision, corregir, url):
    primera = como("vera").get(url(en_revision))
    assert not [a for a in primera.context["expediente"].apartados if a.esta_plegado]
    respuesta = como("vera").get(url(corregir(en_revision)))
    apartados = {a.seccion.clave: a for a in respuesta.context["expediente"].apartados}
    assert (apartados["propuesta-1"].marca, apartados["propuesta-1"].esta_plegado) == ("Cambió", False)
    assert (apartados["historia"].marca, apartados["historia"].esta_plegado) == ("Igual que antes", True)
    pagina = respuesta.content.decode()
    for clave in apartados:
        assert f'href="#apartado-{clave}"' in pagina
        assert f'id="apartado-{clave}"' in pagina
