"""Un movimiento deja al día el registro, lo público, lo que estaba abierto, las cartas y la bitácora; o nada."""

from __future__ import annotations

import json
import random
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conoceles.bitacora.cadena import primer_defecto
from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, SolicitudDeCorreccion, Turno
from conoceles.mensajes.models import Carta
from conoceles.publicacion import acciones, movimientos
from conoceles.publicacion.acciones import retiros
from conoceles.publicacion.efectos import efectos
from conoceles.publicacion.lectura import abrir
from conoceles.publicacion.models import Ficha, Instantanea, ParteDeIdentidad, VistoBueno
from conoceles.registro.catalogos import ClaseDeMovimiento as Clase
from conoceles.registro.models import Candidatura, Movimiento, Persona
from conoceles.registro.movimientos.historia import con_historia
from conoceles.registro.movimientos.pedidos import Entrante, NoProcede, Pedido
from conoceles.registro.movimientos.tabla import Entra, paso, posibles
from tests import fabricas

pytestmark = pytest.mark.django_db


def entrante(nombre="Zoila Ibarra Paz", **reservados):
    return Entrante({"nombre_completo": nombre, "nombres": nombre.split()[0]}, reservados)


def pedir(candidatura, clase, entra=None, **datos):
    leida = con_historia(Candidatura.objects.filter(pk=candidatura.pk)).get()
    return Pedido(leida, Clase(clase), "IEP-CG-7/2027", timezone.now(), entra=entra, **datos)


def mover(candidatura, clase, por, entra=None):
    return movimientos.mover(pedidos=[pedir(candidatura, clase, entra)], por=por)


def documento(candidatura):
    return json.loads(Ficha.objects.get(pk=candidatura.clave).vigente.documento)


def pagina(client, candidatura):
    respuesta = client.get(f"/candidaturas/{candidatura.clave}/")
    texto = respuesta.content.decode()
    assert "⟪" not in texto
    return respuesta.status_code, texto


# --- Lo público ---------------------------------------------------------------------------------------------


def test_la_sustituida_contesta_410_y_enlaza_a_quien_sigue(client, publicada, gente):
    (hecho,) = mover(publicada, "renuncia", gente["carmen"], entrante())
    codigo, texto = pagina(client, publicada)
    assert codigo == 410
    for dicho in (
        "Renunció a la candidatura",
        "IEP-CG-7/2027",
        f"/candidaturas/{hecho.entra.clave}/",
        "Zoila Ibarra Paz",
    ):
        assert dicho in texto
    assert documento(publicada)["respuestas"] == {}
    historia = client.get(f"/candidaturas/{publicada.clave}/versiones/").content.decode()
    assert f'Ahora: <a href="/candidaturas/{hecho.entra.clave}/">Zoila Ibarra Paz</a>' in historia
    codigo, texto = pagina(client, hecho.entra)
    assert codigo == 200
    assert f'Sustituye a <a href="/candidaturas/{publicada.clave}/">{publicada.persona}</a>' in texto
    lectura = abrir("", timezone.now())
    assert set(lectura.indice.filas) == {hecho.entra.clave}


def test_la_restituida_vuelve_con_su_clave_y_sus_respuestas(client, publicada, gente):
    antes = documento(publicada)["respuestas"]
    (renuncia,) = mover(publicada, "sentencia", gente["carmen"], entrante())
    mover(publicada, "restitucion", gente["carmen"])
    codigo, texto = pagina(client, publicada)
    assert (codigo, documento(publicada)["respuestas"]) == (200, antes)
    assert antes
    assert "Se restituyó en esta candidatura el " in texto
    codigo, texto = pagina(client, renuncia.entra)
    assert codigo == 410
    assert "Terminó por restitución" in texto
    assert f"/candidaturas/{publicada.clave}/" in texto
    assert set(abrir("", timezone.now()).indice.filas) == {publicada.clave}


def test_en_una_cadena_todas_enlazan_a_quien_hoy_ocupa_el_lugar(client, candidatura, gente):
    (primero,) = mover(candidatura, "sustitucion", gente["carmen"], entrante())
    (segundo,) = mover(primero.entra, "renuncia", gente["carmen"], entrante("Olga Ruiz Mora"))
    for anterior in (candidatura, primero.entra):
        assert documento(anterior)["registro"]["sustituida_por"] == segundo.entra.clave
    mover(segundo.entra, "cancelacion", gente["carmen"])
    # Sin nadie en el lugar, ninguna enlaza; y ninguna dice que otra persona lo ocupa.
    for una in (candidatura, primero.entra, segundo.entra):
        codigo, texto = pagina(client, una)
        assert (codigo, documento(una)["registro"]["sustituida_por"]) == (410, None)
        assert "Ahora:" not in texto
    assert "Se registró a otra persona en su lugar el " in pagina(client, candidatura)[1]


def test_despues_de_congelarse_las_boletas_las_dos_paginas_lo_advierten(client, candidatura, gente):
    proceso = candidatura.proceso
    proceso.fechas |= {"congelamiento_boletas": (timezone.now() - timedelta(hours=1)).isoformat()}
    proceso.save()
    Candidatura.objects.update(aprobada_en=timezone.now() - timedelta(days=2))
    acciones.al_corriente([candidatura], por=None)
    (hecho,) = mover(candidatura, "fallecimiento", gente["carmen"], entrante())
    assert "La boleta puede mostrar todavía este nombre" in pagina(client, candidatura)[1]
    assert "La boleta puede mostrar otro nombre" in pagina(client, hecho.entra)[1]


def test_la_identidad_deja_de_publicarse_en_el_mismo_acto(publicada, gente, monkeypatch):
    ParteDeIdentidad.objects.create(
        clave=publicada.clave, proceso=publicada.proceso.clave, sobre=b"x", huella="0" * 64
    )
    mover(publicada, "renuncia", gente["carmen"])
    assert not ParteDeIdentidad.objects.exists()


# --- Lo que estaba abierto ----------------------------------------------------------------------------------


def test_se_sueltan_el_turno_la_asignacion_y_lo_que_esperaba_una_decision(publicada, gente):
    cuestionario = publicada.cuestionarios.get()
    cuestionario.asignado_a = "vera"
    cuestionario.save()
    Turno.objects.create(
        cuestionario=cuestionario, por="vera", vence_en=timezone.now() + timedelta(minutes=9)
    )
    cuestionario_acciones.pedir(
        cuestionario=cuestionario, secciones=["historia"], motivo="Una errata", por=gente["ana"]
    )
    for clase in ("retirar", "ocultar"):
        VistoBueno.objects.create(
            clase=clase, clave=publicada.clave, proceso=publicada.proceso.clave, propuesto_por="carmen"
        )
    mover(publicada, "renuncia", gente["carmen"])
    cuestionario.refresh_from_db()
    assert (cuestionario.asignado_a, Turno.objects.exists()) == ("", False)
    assert SolicitudDeCorreccion.objects.get().resuelta_en is not None
    # Lo ocultado de urgencia espera todavía a su segunda persona.
    assert [v.clase for v in VistoBueno.objects.filter(resuelto_en=None)] == ["ocultar"]
    assert Cuestionario.objects.get().respuestas.exists()


def test_una_correccion_concedida_se_queda_como_estaba_por_si_vuelve(publicada, gente):
    cuestionario = publicada.cuestionarios.get()
    solicitud = cuestionario_acciones.pedir(
        cuestionario=cuestionario, secciones=["historia"], motivo="Una errata", por=gente["ana"]
    )
    cuestionario_acciones.resolver(solicitud=solicitud, concedidas=["historia"], nota="", por=gente["vera"])
    mover(publicada, "sentencia", gente["carmen"])
    cuestionario.refresh_from_db()
    assert cuestionario.estado == Estado.EN_CORRECCION
    assert SolicitudDeCorreccion.objects.get().esta_en_curso
    mover(publicada, "restitucion", gente["carmen"])
    assert documento(publicada)["respuestas"]


def test_quien_salio_ya_no_captura_pero_entra_y_lee(client, candidatura, gente):
    cuestionario = cuestionario_acciones.abrir(candidatura=candidatura)
    mover(candidatura, "renuncia", gente["carmen"])
    cuestionario.refresh_from_db()
    with pytest.raises(PermissionDenied):
        cuestionario_acciones.guardar_seccion(
            cuestionario=Cuestionario.objects.get(pk=cuestionario.pk), seccion="historia",
            valores={"historia": "x"}, por=gente["ana"],
        )  # fmt: skip
    client.force_login(gente["ana"])
    respuesta = client.get(f"/mi-candidatura/{candidatura.clave}/")
    assert (respuesta.status_code, "Nada de lo que guardó se borró" in respuesta.content.decode()) == (
        410,
        True,
    )


# --- Cartas, bitácora y permiso -----------------------------------------------------------------------------


def test_se_escribe_a_las_dos_sin_el_motivo(candidatura, gente):
    pedido = pedir(candidatura, "renuncia", entrante(correo="zoila@ejemplo.mx"), motivo="Un asunto de salud")
    (hecho,) = movimientos.mover(pedidos=[pedido], por=gente["carmen"])
    cartas = {carta.sobre: carta for carta in Carta.objects.all()}
    assert {c: carta.para for c, carta in cartas.items()} == {
        candidatura.clave: gente["ana"].correo,
        hecho.entra.clave: "zoila@ejemplo.mx",
    }
    for carta in cartas.values():
        assert "IEP-CG-7/2027" in carta.cuerpo
        assert "salud" not in carta.cuerpo
    assert "salud" not in json.dumps(list(Asiento.objects.values_list("detalle", flat=True)))
    assert "salud" not in json.dumps(documento(candidatura))


def test_a_quien_fallecio_no_se_le_escribe(candidatura, gente):
    mover(candidatura, "fallecimiento", gente["carmen"])
    assert not Carta.objects.exists()


def test_a_quien_vuelve_se_le_dice_lo_que_su_pagina_muestra_hoy(publicada, gente):
    """Mientras estuvo fuera no se le escribió: su última carta decía que ninguna de sus respuestas se muestra."""
    retiros.pausar(candidatura=publicada, seccion="historia", motivo="Riesgo.", por=gente["carmen"])
    mover(publicada, "sentencia", gente["carmen"])
    mover(publicada, "restitucion", gente["carmen"])
    assert "página dice hoy: «Publicada»" in (dicha := Carta.objects.latest("pk").cuerpo)
    assert "no se muestran: Historia" in dicha
    retiros.retirar(candidatura=publicada, motivo="Lo ordena un acuerdo.", por=gente["carmen"])
    mover(publicada, "sentencia", gente["carmen"])
    mover(publicada, "restitucion", gente["carmen"])
    assert "página dice hoy: «Retirado temporalmente por el Instituto" in Carta.objects.latest("pk").cuerpo


def test_cada_una_tiene_su_renglon_en_la_bitacora(candidatura, gente):
    (hecho,) = mover(candidatura, "renuncia", gente["carmen"], entrante())
    mover(candidatura, "restitucion", gente["carmen"])
    actos = Asiento.objects.filter(actor="carmen", accion__startswith="registro:").order_by("secuencia")
    assert [(a.accion, a.objeto_clave) for a in actos] == [
        ("registro:terminar", candidatura.clave),
        ("registro:sustituir", hecho.entra.clave),
        ("registro:restituir", candidatura.clave),
        ("registro:terminar", hecho.entra.clave),
    ]
    assert primer_defecto() is None


@pytest.mark.parametrize("persona", ["vera", "diego", "ana", "irma"])
def test_sin_permiso_no_se_mueve_nada(candidatura, gente, persona):
    with pytest.raises(PermissionDenied):
        mover(candidatura, "renuncia", gente[persona])
    assert not Movimiento.objects.exists()


def test_si_uno_no_procede_no_se_registra_ninguno(candidatura, gente):
    otra = fabricas.CandidaturaFactory()
    acciones.al_corriente([otra], por=None)
    antes = Instantanea.objects.count(), Asiento.objects.count()
    with pytest.raises(NoProcede, match="no procede «Restitución»"):
        movimientos.mover(
            pedidos=[pedir(candidatura, "renuncia"), pedir(otra, "restitucion")], por=gente["carmen"]
        )
    assert (Instantanea.objects.count(), Asiento.objects.count()) == antes
    assert not Carta.objects.exists()
    assert Candidatura.objects.vigentes().count() == 2


def test_lo_que_se_anuncia_antes_de_confirmar(publicada, gente):
    dichos = "\n".join(efectos(pedir(publicada, "renuncia", entrante()), timezone.now()))
    for dicho in (
        "«Renunció a la candidatura»",
        "Sus respuestas, que hoy pueden leerse",
        "Aparece la página de Zoila",
    ):
        assert dicho in dichos
    assert "Las boletas se congelaron" not in dichos


# --- Cualquier secuencia ------------------------------------------------------------------------------------


SEMILLAS = [0, 1, *(pytest.param(semilla, marks=pytest.mark.lenta) for semilla in range(2, 6))]


@pytest.mark.parametrize("semilla", SEMILLAS)
def test_cualquier_secuencia_deja_el_registro_y_lo_publico_de_acuerdo(gente, semilla):
    """Una vigente por lugar, una cadena sin ciclos, nada borrado, y cada página dice lo que el registro."""
    suerte = random.Random(semilla)  # noqa: S311
    lugares = [fabricas.PosicionFactory() for _ in range(2)]
    acciones.al_corriente([fabricas.CandidaturaFactory(posicion=lugar) for lugar in lugares], por=None)
    for vuelta in range(14):
        elegida = suerte.choice(list(Candidatura.objects.order_by("pk")))
        clase = suerte.choice(posibles(elegida.situacion))
        regla = paso(clase).entra
        entra = regla is Entra.SIEMPRE or (regla is Entra.SI_LA_HAY and suerte.random() < 0.5)
        cuantas = Candidatura.objects.count(), Persona.objects.count(), Movimiento.objects.count()
        try:
            mover(
                elegida, clase, gente["carmen"], entrante(f"Persona Vuelta{'i' * vuelta}") if entra else None
            )
        except NoProcede:
            assert clase == Clase.COBERTURA
            assert (
                Candidatura.objects.count(),
                Persona.objects.count(),
                Movimiento.objects.count(),
            ) == cuantas
        _revisar_todo()
    assert primer_defecto() is None


def _revisar_todo():
    vigentes = Candidatura.objects.vigentes()
    assert vigentes.values("posicion").distinct().count() == vigentes.count()
    assert set(abrir("", timezone.now()).indice.filas) == set(vigentes.values_list("clave", flat=True))
    for candidatura in Candidatura.objects.all():
        anterior, pasos = candidatura, 0
        while anterior.sustituye_a:
            anterior, pasos = anterior.sustituye_a, pasos + 1
            assert (pasos < 50, anterior.posicion_id) == (True, candidatura.posicion_id)
        registro = documento(candidatura)["registro"]
        assert registro["situacion"] == candidatura.situacion
        ultimo = candidatura.movimientos.last()
        assert candidatura.situacion == (ultimo.despues if ultimo else "aprobada")
        ocupante = vigentes.filter(posicion=candidatura.posicion_id).first()
        if candidatura.hasta:
            assert registro["sustituida_por"] == (ocupante and ocupante.clave)


def test_toma_las_filas_antes_que_el_turno_como_quien_guarda_o_envia(publicada, gente):
    """En otro orden, un guardado y una sustitución se esperarían uno al otro."""
    with CaptureQueriesContext(connection) as hechas:
        mover(publicada, Clase.RENUNCIA, gente["carmen"], entrante())
    tablas = [
        tabla
        for c in hechas
        for tabla in ("cuestionarios_cuestionario", "bitacora_cabeza")
        if tabla in c["sql"]
    ]
    assert tablas[0] == "cuestionarios_cuestionario"
