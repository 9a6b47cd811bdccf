"""Lo que de una candidatura leen los buscadores y los servicios de mensajes: lo mismo que ya dice su página."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from conoceles.calendario.models import Proceso
from conoceles.comun.lenguas import etiqueta
from conoceles.publicacion.ficha import FichaVista
from conoceles.publicacion.lectura import DocumentoPublico
from conoceles.publicacion.situacion import RETIRADA, Situacion

from .direcciones import completa

_TIPOS_DE_ACTOR = {"partido": "PoliticalParty"}
# Dentro de <script> ningún signo puede cerrarlo ni abrir un comentario.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def se_indexa(situacion: Situacion, proceso: Proceso) -> bool:
    """Lo ficticio, lo que terminó y lo que el Instituto retiró no se ofrece a los buscadores."""
    return not (proceso.es_ficticio or situacion.es_registral or situacion.clave == RETIRADA)


def para_compartir(frase: str, canonica: str) -> list[tuple[str, str]]:
    """(texto, dirección): simples enlaces; nadie se entera de que la página se abrió hasta que se siguen.

    `frase`: de qué página se trata.
    """
    correo = urlencode({"subject": frase, "body": canonica}, quote_via=quote)
    return [
        ("WhatsApp", f"https://wa.me/?{urlencode({'text': f'{frase}: {canonica}'})}"),
        (gettext("Correo electrónico"), f"mailto:?{correo}"),
    ]


def json_ld(publico: DocumentoPublico, ficha: FichaVista, canonica: str) -> SafeString:
    """La página como `schema.org/ProfilePage`: quién es, a qué cargo se postula, dónde y con quién. Lista de lo permitido."""
    persona, actor = publico.documento["persona"], publico.documento["actor"]
    datos = {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": canonica,
        "inLanguage": etiqueta(get_language()),
        "dateModified": publico.instante.isoformat(timespec="seconds"),
        "mainEntity": {
            "@type": "Person",
            "@id": f"{canonica}#persona",
            "name": persona["nombre"],
            **_sin_vacios(
                givenName=persona["nombres"],
                familyName=f"{persona['primer_apellido']} {persona['segundo_apellido']}".strip(),
                alternateName=persona["mote"],
                image=completa(ficha.foto.jpg) if ficha.foto else "",
            ),
            "affiliation": [_organizacion(quien) for quien in (actor["miembros"] or [actor])],
            "hasOccupation": {
                "@type": "Role",
                "roleName": "Candidatura",
                "hasOccupation": {
                    "@type": "Occupation",
                    "name": ficha.cargo,
                    "occupationLocation": {"@type": "AdministrativeArea", "name": ficha.demarcacion},
                },
            },
        },
    }
    texto = json.dumps(datos, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(texto.translate(_ESCAPES))  # noqa: S308 (los tres signos que importan ya van escapados)


def _sin_vacios(**campos: str) -> dict[str, str]:
    return {campo: valor for campo, valor in campos.items() if valor}


def _organizacion(actor: dict[str, Any]) -> dict[str, str]:
    return {
        "@type": _TIPOS_DE_ACTOR.get(actor.get("tipo", "partido"), "Organization"),
        "name": actor["nombre"],
    }
