"""La identidad en lo público: aparece y desaparece con lo que la permite, y no verla no dice por qué."""

from __future__ import annotations

import gzip
import html
import json
import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from conoceles.bitacora.cadena import primer_defecto as defecto_de_la_cadena
from conoceles.comun.canonico import huella
from conoceles.llaves.acciones import destruir
from conoceles.llaves.models import Llave
from conoceles.privacidad import lectura as privacidad
from conoceles.privacidad.formatos import Leido
from conoceles.privacidad.models import DISPARADORES_DEL_CONSENTIMIENTO, Consentimiento, Formato
from conoceles.publicacion import identidad, partes
from conoceles.publicacion.acciones import al_corriente, publicar
from conoceles.publicacion.acciones.retiros import restablecer, retirar
from conoceles.publicacion.bloques import SIN_AUTORIZAR, bloque_de_identidad
from conoceles.publicacion.evidencia import cotejo_de_acuses
from conoceles.publicacion.evidencia.integridad import primer_defecto
from conoceles.publicacion.models import Edicion, Ficha, Instantanea, ParteDeIdentidad
from tests import fabricas
from tests.privacidad.conftest import candidatura, proceso, publicadas  # noqa: F401 (las mismas premisas)
from tests.privacidad.identidades import (
    PAPEL,
    RESPUESTAS,
    contestar,
    formato,
    manifestar,
    revisar,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(gente):
    return gente["ana"]


@pytest.fixture
def a_la_vista(candidatura, publicadas, gente, ana):  # noqa: F811
    """La ficha de Ana publicada, con su identidad autorizada, enviada y con papel que la ampara."""
    publicadas(candidatura)
    manifestar(candidatura, ana)
    contestar(candidatura, ana)
    identidad.enviar(candidatura=candidatura, por=ana)
    formato(candidatura, ana, gente["diego"])
    return candidatura


def estado_publico():
    """Lo que se movería si algo público cambiara."""
    return Edicion.objects.count(), Instantanea.objects.count(), ParteDeIdentidad.objects.count()


def respuestas_publicas(candidatura):  # noqa: F811
    parte = ParteDeIdentidad.objects.filter(pk=candidatura.clave).first()
    return partes.abrir(parte.clave, bytes(parte.sobre))["documento"]["respuestas"] if parte else {}


def pagina(client, candidatura):  # noqa: F811
    respuesta = client.get(f"/candidaturas/{candidatura.clave}/")
    assert respuesta.status_code == 200
    return html.unescape(respuesta.content.decode())


def seccion_de_identidad(texto):
    return re.search(r'<section class="ficha__seccion" id="identidad">.*?</section>', texto, re.S)[0]


# --- Cuándo aparece ---------------------------------------------------------------------------------------------------


def test_hace_falta_todo_y_el_ultimo_paso_mueve_la_edicion(candidatura, publicadas, gente, ana):  # noqa: F811
    publicadas(candidatura)
    antes = estado_publico()
    manifestar(candidatura, ana)
    contestar(candidatura, ana)
    identidad.enviar(candidatura=candidatura, por=ana)
    recibido = identidad.recibir_formato(candidatura=candidatura, contenido=PAPEL, via="persona", por=ana)
    assert estado_publico() == antes
    revisar(recibido, gente["diego"])
    assert estado_publico() == (antes[0] + 1, antes[1], 1)
    esperadas = {c: v for c, v in RESPUESTAS.items() if c not in ("migrante_situacion", "afromexicana")}
    assert respuestas_publicas(candidatura) == esperadas
    assert primer_defecto() is None
    assert defecto_de_la_cadena() is None


def test_tambien_al_publicarse_la_ficha_despues(candidatura, publicadas, gente, ana):  # noqa: F811
    manifestar(candidatura, ana)
    contestar(candidatura, ana)
    identidad.enviar(candidatura=candidatura, por=ana)
    formato(candidatura, ana, gente["diego"])
    assert not ParteDeIdentidad.objects.exists()
    ediciones = Edicion.objects.count()
    publicadas(candidatura)
    assert respuestas_publicas(candidatura)["indigena"] == "si"
    assert Edicion.objects.count() == ediciones + 1  # la ficha y su parte son una misma edición


def test_sin_exigir_formato_basta_la_pantalla(candidatura, publicadas, ana, proceso):  # noqa: F811
    type(proceso).objects.filter(pk=proceso.pk).update(datos_parametros={"exige_formato": False})
    publicadas(candidatura)
    manifestar(candidatura, ana)
    contestar(candidatura, ana, publicar=["lengua"])
    identidad.enviar(candidatura=candidatura, por=ana)
    assert respuestas_publicas(candidatura) == {"lengua": "no"}


def test_con_alcance_integra_lo_de_su_grupo_se_publica_sin_consentirlo(candidatura, publicadas, ana, proceso):  # noqa: F811
    type(proceso).objects.filter(pk=proceso.pk).update(
        datos_parametros={"alcance_accion_afirmativa": "integra"}
    )
    candidatura.acciones_afirmativas = ["diversidad"]
    candidatura.save()
    publicadas(candidatura)
    manifestar(candidatura, ana, publicacion=False)
    contestar(candidatura, ana)
    identidad.enviar(candidatura=candidatura, por=ana)
    assert respuestas_publicas(candidatura) == {"diversidad": "si"}


# --- Cuándo desaparece, en la misma transacción ------------------------------------------------------------------------


def _retirar_la_autorizacion(candidatura, gente):  # noqa: F811
    manifestar(candidatura, gente["ana"], publicacion=False)


def _negar_el_tratamiento(candidatura, gente):  # noqa: F811
    manifestar(candidatura, gente["ana"], tratamiento=False, publicacion=False, estadistica=False)


def _retirar_la_ficha(candidatura, gente):  # noqa: F811
    retirar(candidatura=candidatura, motivo="Prueba", por=gente["carmen"])


def _terminar(candidatura, gente):  # noqa: F811
    candidatura.situacion, candidatura.hasta = "renuncia", timezone.now()
    candidatura.save()
    al_corriente([candidatura], por=None)


def _un_papel_que_dice_que_no(candidatura, gente):  # noqa: F811
    formato(candidatura, gente["ana"], gente["diego"], publicacion=False)


def _el_papel_no_valia(candidatura, gente):  # noqa: F811
    revisar(Formato.objects.get(), gente["diego"], es_valido=False)


def _corregir_la_revision(candidatura, gente):  # noqa: F811
    revisar(Formato.objects.get(), gente["diego"], publicacion=False)


def _enviar_sin_elegir_ninguna(candidatura, gente):  # noqa: F811
    contestar(candidatura, gente["ana"], publicar=[])
    identidad.enviar(candidatura=candidatura, por=gente["ana"])


@pytest.mark.parametrize(
    "acto",
    [
        _retirar_la_autorizacion,
        _negar_el_tratamiento,
        _retirar_la_ficha,
        _terminar,
        _un_papel_que_dice_que_no,
        _el_papel_no_valia,
        _corregir_la_revision,
        _enviar_sin_elegir_ninguna,
    ],
    ids=lambda acto: acto.__name__.strip("_"),
)
def test_desaparece_con_lo_que_la_permitia(a_la_vista, gente, client, acto):
    assert "CANARIO-PUEBLO" in pagina(client, a_la_vista)
    marca = client.get(f"/candidaturas/{a_la_vista.clave}/")["ETag"]
    ediciones = Edicion.objects.count()
    acto(a_la_vista, gente)
    assert not ParteDeIdentidad.objects.exists()
    assert Edicion.objects.count() == ediciones + 1
    despues = client.get(f"/candidaturas/{a_la_vista.clave}/")
    assert "CANARIO" not in despues.content.decode()
    assert despues["ETag"] != marca
    assert primer_defecto() is None


def test_nunca_esta_en_la_historia(a_la_vista, gente):
    contestar(a_la_vista, gente["ana"], publicar=["indigena"])
    identidad.enviar(candidatura=a_la_vista, por=gente["ana"])
    assert respuestas_publicas(a_la_vista) == {"indigena": "si"}
    for instantanea in Instantanea.objects.all():
        documento = json.loads(instantanea.documento)
        assert not set(documento["respuestas"]) & set(RESPUESTAS)
        assert documento["identidad"] == "identidad-2022"
    assert "CANARIO" not in json.dumps(list(Ficha.objects.values_list("tarjeta", flat=True)))


def test_restablecer_la_ficha_devuelve_la_identidad(a_la_vista, gente):
    antes = respuestas_publicas(a_la_vista)
    _retirar_la_ficha(a_la_vista, gente)
    restablecer(candidatura=a_la_vista, por=gente["carmen"])
    assert respuestas_publicas(a_la_vista) == antes


def test_volver_a_autorizar_no_revive_lo_que_habia_elegido(a_la_vista, ana):
    manifestar(a_la_vista, ana, publicacion=False)
    manifestar(a_la_vista, ana)
    assert not ParteDeIdentidad.objects.exists()
    contestar(a_la_vista, ana, publicar=["lengua"])
    identidad.enviar(candidatura=a_la_vista, por=ana)
    assert respuestas_publicas(a_la_vista) == {"lengua": "no"}


def test_retirar_solo_la_estadistica_no_quita_lo_publicado(a_la_vista, ana):
    antes, publico = respuestas_publicas(a_la_vista), estado_publico()
    manifestar(a_la_vista, ana, estadistica=False)
    assert (respuestas_publicas(a_la_vista), estado_publico()) == (antes, publico)


def test_un_papel_nuevo_sin_revisar_no_cambia_nada(a_la_vista, ana):
    publico = estado_publico()
    identidad.recibir_formato(candidatura=a_la_vista, contenido=PAPEL, via="persona", por=ana)
    assert estado_publico() == publico
    assert privacidad.formato_que_rige(a_la_vista) == Formato.objects.earliest("pk")


def test_ponerse_al_corriente_no_reescribe_lo_que_ya_esta(a_la_vista):
    parte, publico = ParteDeIdentidad.objects.get(), estado_publico()
    al_corriente([a_la_vista], por=None)
    assert ParteDeIdentidad.objects.get().huella == parte.huella
    assert estado_publico() == publico


def test_si_lo_publico_falla_tampoco_queda_la_manifestacion(a_la_vista, ana, monkeypatch):
    monkeypatch.setattr(partes, "guardar", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        manifestar(a_la_vista, ana, publicacion=False)
    assert privacidad.consentimiento_vigente(a_la_vista).publicacion
    assert ParteDeIdentidad.objects.exists()


# --- No verla no dice por qué ----------------------------------------------------------------------------------------


def _nada(candidatura, persona, gente):  # noqa: F811
    pass


def _se_nego(candidatura, persona, gente):  # noqa: F811
    manifestar(candidatura, persona, tratamiento=False, publicacion=False, estadistica=False)


def _se_nego_despues_de_enviar(candidatura, persona, gente):  # noqa: F811
    _pendiente_de_papel(candidatura, persona, gente)
    _se_nego(candidatura, persona, gente)


def _sin_enviar(candidatura, persona, gente):  # noqa: F811
    manifestar(candidatura, persona)
    contestar(candidatura, persona)


def _no_quiso_publicar(candidatura, persona, gente):  # noqa: F811
    manifestar(candidatura, persona, publicacion=False)
    contestar(candidatura, persona)
    identidad.enviar(candidatura=candidatura, por=persona)
    formato(candidatura, persona, gente["diego"], publicacion=False)


def _pendiente_de_papel(candidatura, persona, gente):  # noqa: F811
    _sin_enviar(candidatura, persona, gente)
    identidad.enviar(candidatura=candidatura, por=persona)


def _papel_sin_revisar(candidatura, persona, gente):  # noqa: F811
    _pendiente_de_papel(candidatura, persona, gente)
    identidad.recibir_formato(candidatura=candidatura, contenido=PAPEL, via="persona", por=persona)


def _papel_contradictorio(candidatura, persona, gente):  # noqa: F811
    _pendiente_de_papel(candidatura, persona, gente)
    formato(candidatura, persona, gente["diego"], publicacion=False)


def _prefirio_no_contestar(candidatura, persona, gente):  # noqa: F811
    manifestar(candidatura, persona)
    contestar(
        candidatura,
        persona,
        dict.fromkeys(
            (c for c in RESPUESTAS if "texto" not in c and "discapacidad_" not in c), "prefiero_no_contestar"
        ),
    )
    identidad.enviar(candidatura=candidatura, por=persona)
    formato(candidatura, persona, gente["diego"])


def _no_eligio_ninguna(candidatura, persona, gente):  # noqa: F811
    manifestar(candidatura, persona)
    contestar(candidatura, persona, publicar=[])
    identidad.enviar(candidatura=candidatura, por=persona)
    formato(candidatura, persona, gente["diego"])


SITUACIONES = [
    _nada, _se_nego, _se_nego_despues_de_enviar, _sin_enviar, _no_quiso_publicar, _pendiente_de_papel,
    _papel_sin_revisar, _papel_contradictorio, _prefirio_no_contestar, _no_eligio_ninguna,
]  # fmt: skip


def test_negarse_no_puede_deducirse_de_nada_publico(proceso, gente, publicadas, client):  # noqa: F811
    """Diez personas con el mismo registro y diez situaciones privadas: la misma página, byte por byte."""
    posicion = fabricas.PosicionFactory(contienda__cargo__proceso=proceso)
    todas = []
    for numero, _ in enumerate(SITUACIONES):
        persona = fabricas.PersonaFactory(proceso=proceso, nombres=f"Persona{numero}", edad=25)
        suya = fabricas.PosicionFactory(contienda=posicion.contienda, actor=posicion.actor)
        candidata = fabricas.CandidaturaFactory(
            persona=persona, posicion=suya, acciones_afirmativas=["indigena"], clave=f"igual{numero:05}"
        )
        todas.append(candidata)
    al_corriente(todas, por=None)
    publicadas(*todas)
    publico = estado_publico()
    vistas_antes = [_anonima(client, c) for c in todas]
    for candidata, ponerse in zip(todas, SITUACIONES, strict=True):
        ponerse(candidata, candidata.persona.cuenta, gente)
        assert estado_publico() == publico, ponerse.__name__
    vistas = [_anonima(client, c) for c in todas]
    assert vistas == vistas_antes
    assert len(set(vistas)) == 1
    assert vistas[0][1].count(SIN_AUTORIZAR) == 10
    assert len({len(gzip.compress(cuerpo.encode(), mtime=0)) for _, cuerpo in vistas}) == 1


def _anonima(client, candidata):
    """La respuesta entera, encabezados incluidos, sin lo que nombra a la persona, a su posición ni a su folio."""
    respuesta = client.get(f"/candidaturas/{candidata.clave}/")
    cuerpo = respuesta.content.decode()
    assert candidata.clave in cuerpo
    cuerpo = cuerpo.replace(candidata.clave, "CLAVE").replace(candidata.persona.nombres, "NOMBRE")
    vigente = Ficha.objects.get(pk=candidata.clave).vigente
    cuerpo = cuerpo.replace(vigente.huella, "HUELLA").replace(f"Folio {vigente.secuencia}.", "FOLIO")
    propios = (
        "ETag",
        "Cache-Control",
        "Content-Length",
    )  # el largo lo dice el cuerpo, ya sin las cifras del folio
    encabezados = {c: v for c, v in respuesta.headers.items() if c not in propios}
    assert "Set-Cookie" not in encabezados
    return tuple(sorted(encabezados.items())), cuerpo


def test_la_marca_de_la_pagina_no_se_mueve_con_un_acto_privado(candidatura, publicadas, ana, client):  # noqa: F811
    publicadas(candidatura)
    url = f"/candidaturas/{candidatura.clave}/"
    marca = client.get(url)["ETag"]
    _pendiente_de_papel(candidatura, ana, {})
    _se_nego(candidatura, ana, {})
    assert client.get(url, headers={"If-None-Match": marca}).status_code == 304


# --- Cómo se lee ------------------------------------------------------------------------------------------------------


def test_la_ficha_dibuja_lo_publicado_y_la_misma_frase_para_lo_demas(a_la_vista, client, ana):
    contestar(a_la_vista, ana, publicar=["indigena", "pueblo", "discapacidad_tipo", "diversidad", "ingresos"])
    identidad.enviar(candidatura=a_la_vista, por=ana)
    seccion = seccion_de_identidad(pagina(client, a_la_vista))
    pares = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", seccion))
    vacio = f'<span class="secundario">{SIN_AUTORIZAR}</span>'
    assert pares["Pueblo o comunidad indígena"] == "Otro: CANARIO-PUEBLO"
    assert pares["Ingresos del último mes"] == "Menos de $11,000"
    assert pares["Persona con discapacidad"] == vacio
    assert pares["Persona migrante"] == vacio
    assert pares["Se identifica como"] == vacio  # su principal sí se publicó
    assert not [pregunta for pregunta in pares if "Tipo de" in pregunta or "País" in pregunta]
    assert not [pregunta for pregunta in pares if "Situación" in pregunta or "60 años" in pregunta]
    assert "no es lo mismo que haberse registrado por acción afirmativa" in seccion


def test_varias_respuestas_se_leen_en_lista(a_la_vista, client):
    seccion = seccion_de_identidad(pagina(client, a_la_vista))
    assert "<li>Sensorial: la visión</li><li>Otra: CANARIO-TIPO</li>" in seccion


@pytest.mark.parametrize(("edad", "cuantas"), [(25, 10), (40, 9), (70, 10), (None, 11)])
def test_que_preguntas_se_dibujan_depende_solo_de_lo_publico(edad, cuantas):
    from conoceles.cuestionarios.definiciones.identidad import IDENTIDAD_2022

    assert len(bloque_de_identidad(IDENTIDAD_2022, {}, edad).datos) == cuantas


def test_un_proceso_sin_cuestionario_de_identidad_no_tiene_bloque(candidatura, publicadas, proceso, client):  # noqa: F811
    for cambio in ({"cuestionarios": {"curricular": "curricular-2022"}}, {"es_historico": True}):
        type(proceso).objects.filter(pk=proceso.pk).update(
            **{"cuestionarios": {"curricular": "curricular-2022", "identidad": "identidad-2022"}, **cambio}
        )
        if not Ficha.objects.filter(estado="publicada").exists():
            publicadas(candidatura)
        al_corriente([candidatura], por=None)
        assert 'id="identidad"' not in pagina(client, candidatura)


def test_antes_de_la_fecha_de_publicacion_no_se_ve(a_la_vista, proceso, client):  # noqa: F811
    manana = (timezone.now() + timedelta(days=1)).isoformat()
    type(proceso).objects.filter(pk=proceso.pk).update(fechas={"publicacion": manana})
    al_corriente([a_la_vista], por=None)
    assert ParteDeIdentidad.objects.exists()
    assert "CANARIO" not in pagina(client, a_la_vista)


def test_la_vista_previa_es_lo_que_se_publica(a_la_vista, ana):
    assert identidad.previsualizar(a_la_vista, por=ana) == respuestas_publicas(a_la_vista)


def test_la_pagina_con_identidad_sigue_siendo_ligera(a_la_vista, client, django_assert_num_queries):
    url = f"/candidaturas/{a_la_vista.clave}/"
    client.get(url)
    # Las dos de toda ficha y la de su llave, que no se recuerda: destruida, ya nadie la lee.
    with django_assert_num_queries(3):
        respuesta = client.get(url)
    assert not respuesta.cookies
    assert respuesta["Vary"] == "Accept-Encoding"


# --- Lo que verificar delata --------------------------------------------------------------------------------------------


def test_una_parte_alterada_sin_llave_o_huerfana_se_delata_y_no_se_muestra(a_la_vista, client):
    clave = a_la_vista.clave
    original = ParteDeIdentidad.objects.get()
    alterado = bytearray(original.sobre)
    alterado[-1] ^= 1
    ParteDeIdentidad.objects.update(sobre=bytes(alterado))
    assert primer_defecto().startswith(f"La parte de identidad de {clave} no se descifra")
    assert "CANARIO" not in pagina(client, a_la_vista)
    ParteDeIdentidad.objects.update(sobre=original.sobre, huella="0" * 64)
    assert primer_defecto() == f"La parte de identidad de {clave} no coincide con su huella."
    ParteDeIdentidad.objects.update(huella=original.huella)
    assert primer_defecto() is None
    Ficha.objects.update(estado="retirada", retirada_en=timezone.now(), motivo_de_retiro="Prueba")
    assert primer_defecto().startswith(f"La ficha {clave} no dice lo que se publicó en: estado")


def test_destruidas_las_llaves_no_se_muestra_y_lo_siguiente_la_quita(a_la_vista, client):
    destruir(candidatura=a_la_vista.clave)
    assert "CANARIO" not in pagina(client, a_la_vista)
    assert "su llave ya no existe" in primer_defecto()
    al_corriente([a_la_vista], por=None)
    assert not ParteDeIdentidad.objects.exists()
    assert primer_defecto() is None
    assert not Llave.objects.filter(candidatura=a_la_vista.clave).exists()


def test_publicar_muchas_no_abre_lo_que_no_cambia(a_la_vista, gente):
    publicar(candidaturas=[a_la_vista], por=gente["carmen"])
    assert respuestas_publicas(a_la_vista)["lengua"] == "no"


def test_un_papel_rechazado_no_tira_el_bueno_que_ya_habia(a_la_vista, gente):
    """El Instituto registró aquí, por error, el de otra persona: Transparencia lo rechaza y todo sigue igual."""
    ajeno = identidad.recibir_formato(
        candidatura=a_la_vista, contenido=PAPEL + b"ajeno", via="buzon", por=gente["carmen"]
    )
    no_vale = Leido(es_valido=False, nota="Es de otra persona.")
    identidad.revisar_formato(formato=ajeno, leido=no_vale, por=gente["diego"])
    assert ParteDeIdentidad.objects.filter(pk=a_la_vista.clave).exists()


# --- Un consentimiento cambiado por fuera ---------------------------------------------------------------------


@pytest.mark.parametrize("cambio", [{}, {"nonce": ""}, {"huella": "rehecha"}])
def test_una_negativa_cambiada_por_fuera_no_publica_nada_y_se_nombra(
    a_la_vista,  # noqa: F811
    ana,
    cambio,
):
    manifestar(a_la_vista, ana, publicacion=False)
    negado = Consentimiento.objects.latest("numero")
    connection.check_constraints()
    DISPARADORES_DEL_CONSENTIMIENTO.quitar()
    negado.publicacion = True
    if "huella" in cambio:
        cambio = {"huella": huella(negado.contenido, sal=bytes.fromhex(negado.nonce))}
    Consentimiento.objects.filter(pk=negado.pk).update(publicacion=True, **cambio)
    al_corriente([a_la_vista], por=None)
    assert not ParteDeIdentidad.objects.exists()
    assert negado.folio in cotejo_de_acuses.primer_defecto()


def test_ningun_consentimiento_se_edita_ni_se_borra(a_la_vista):  # noqa: F811
    for hacer in (lambda: Consentimiento.objects.update(publicacion=False), _borrar_consentimientos):
        with pytest.raises(DatabaseError, match="sólo de agregar"), transaction.atomic():
            hacer()


def _borrar_consentimientos():
    todos = Consentimiento.objects.all()
    todos._raw_delete(todos.db)
