"""Una fábrica por modelo. Los rasgos (Traits) cuentan situaciones."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, timedelta

import factory
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from conoceles.acuses.acciones import Clase, emitir
from conoceles.bitacora.acciones import asentar
from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.models import Cuestionario, Envio
from conoceles.registro.models import (
    ActorPolitico,
    Candidatura,
    Cargo,
    Contienda,
    Demarcacion,
    Persona,
    Posicion,
)

CONTRASENA = "frase larga de prueba"


class UsuarioFactory(DjangoModelFactory):
    class Meta:
        model = Usuario

    class Params:
        contrasena = CONTRASENA

    acceso = factory.Sequence(lambda n: f"persona{n}")
    nombre = factory.Sequence(lambda n: f"Persona de Prueba {n}")
    correo = factory.LazyAttribute(lambda o: f"{o.acceso}@ejemplo.mx")
    rol = "persona_candidata"
    password = factory.LazyAttribute(lambda o: make_password(o.contrasena))


class ProcesoFactory(DjangoModelFactory):
    class Meta:
        model = Proceso
        django_get_or_create = ("clave",)

    clave = "proceso-de-prueba"
    nombre = "Proceso de prueba"
    jornada = factory.LazyFunction(lambda: (timezone.now() + timedelta(days=60)).date())
    es_vigente = True
    datos_instituto = {"nombre": "Instituto Electoral de Prueba", "siglas": "IEP"}
    fechas = factory.LazyFunction(
        lambda: {"publicacion": (timezone.now() - timedelta(days=1)).astimezone(UTC).isoformat()}
    )
    cuestionarios = {"curricular": "curricular-2022"}
    acciones_afirmativas = [{"clave": "indigena", "nombre": "Personas indígenas"}]


class CargoFactory(DjangoModelFactory):
    class Meta:
        model = Cargo
        django_get_or_create = ("proceso", "clave")

    proceso = factory.SubFactory(ProcesoFactory)
    clave = "diputacion-mr"
    nombre = "Diputación local"
    principio = "MR"
    ambito = "distrito"
    unidad = "formula"
    boleta = "diputaciones"
    orden = 2


class DemarcacionFactory(DjangoModelFactory):
    class Meta:
        model = Demarcacion
        django_get_or_create = ("proceso", "tipo", "clave")

    proceso = factory.SubFactory(ProcesoFactory)
    tipo = "distrito"
    clave = "10"
    nombre = "Ciudad Ejemplo"


class ActorFactory(DjangoModelFactory):
    class Meta:
        model = ActorPolitico
        django_get_or_create = ("proceso", "clave")

    proceso = factory.SubFactory(ProcesoFactory)
    clave = "ejemplo"
    siglas = "PEJ"
    nombre = "Partido Ejemplo"
    tipo = "partido"
    color = "#336699"


class ContiendaFactory(DjangoModelFactory):
    class Meta:
        model = Contienda
        django_get_or_create = ("cargo", "demarcacion")

    cargo = factory.SubFactory(CargoFactory)
    demarcacion = factory.SubFactory(DemarcacionFactory, proceso=factory.SelfAttribute("..cargo.proceso"))


class PosicionFactory(DjangoModelFactory):
    class Meta:
        model = Posicion

    contienda = factory.SubFactory(ContiendaFactory)
    actor = factory.SubFactory(ActorFactory, proceso=factory.SelfAttribute("..contienda.cargo.proceso"))
    numero = factory.Sequence(lambda n: n % 500 + 1)  # el registro numera del 1 al 500
    calidad = "propietaria"


class PersonaFactory(DjangoModelFactory):
    class Meta:
        model = Persona

    proceso = factory.SubFactory(ProcesoFactory)
    nombres = factory.Sequence(lambda n: f"Nombre{n}")
    primer_apellido = "Apellido"
    segundo_apellido = "Segundo"
    nombre_completo = factory.LazyAttribute(lambda o: f"{o.nombres} {o.primer_apellido} {o.segundo_apellido}")
    sexo = "mujer"
    edad = 40
    cuenta = factory.SubFactory(UsuarioFactory)


class CandidaturaFactory(DjangoModelFactory):
    class Meta:
        model = Candidatura

    posicion = factory.SubFactory(PosicionFactory)
    persona = factory.SubFactory(
        PersonaFactory, proceso=factory.SelfAttribute("..posicion.contienda.cargo.proceso")
    )
    aprobada_en = factory.LazyFunction(timezone.now)


class CuestionarioFactory(DjangoModelFactory):
    class Meta:
        model = Cuestionario

    candidatura = factory.SubFactory(CandidaturaFactory)
    tipo = "curricular"
    definicion_clave = "curricular-2022"


def envio_con_acuse(cuestionario, contenido):
    """Su primer envío, con un acuse que le corresponde: sin él no podría publicarse."""
    candidatura = cuestionario.candidatura
    instante = timezone.now()
    sello = emitir(
        contenido, clase=Clase.ENVIO, candidatura=candidatura.clave, proceso=candidatura.proceso.clave,
        instante=instante,
    )  # fmt: skip
    with transaction.atomic():
        asentar(
            por=None, accion="cuestionario:enviar", objeto=("candidatura", candidatura.clave), folio=sello.folio,
            huella_del_acuse=sello.huella,
        )  # fmt: skip
    return Envio.objects.create(
        cuestionario=cuestionario, numero=1, instante=instante, contenido=contenido, **asdict(sello)
    )
