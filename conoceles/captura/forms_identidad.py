"""El formulario de un grupo del cuestionario de identidad, dibujado desde su definición.

Un borrador a medias vale: aquí sólo es un error lo que no está entre las opciones. Lo que falta o se contradice se
dice al guardar y se exige al enviar. Lo contestado en una pregunta que dejó de venir al caso no se pierde.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.html import format_html

from conoceles.comun.texto import compactar, normalizar
from conoceles.cuestionarios.definiciones import PREFIERE_NO_CONTESTAR, Clase, Pregunta, Seccion, Tipo

MAS_QUE_ESTAS_EN_LISTA = 12  # una lista más larga se elige en un desplegable
TOPE_DE_TEXTO = 2_000  # de un borrador; el máximo para enviar lo dice cada pregunta y es mucho menor
PUBLICAR, RESERVAR = "si", "no"


class TextoCortoField(forms.CharField):
    """Lo que se escribe en «Otra», en un renglón y limpio. `maximo`: con cuántos caracteres puede enviarse."""

    def __init__(self, maximo: int) -> None:
        super().__init__(
            label="¿Cuál?",
            help_text=f"Si eligió «Otra» u «Otro», escriba cuál en {maximo} caracteres o menos.",
            required=False,
            max_length=TOPE_DE_TEXTO,
            error_messages={
                "max_length": f"Lo que escribió en «¿Cuál?» tiene %(show_value)d caracteres: acórtelo a {maximo}",
                "null_characters_not_allowed": "Lo que escribió en «¿Cuál?» tiene signos que no pueden guardarse",
            },
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Sin `maxlength`: cortaría sin decirlo lo que se pega. El contador dice cuánto sobra."""
        return {}

    def clean(self, valor: str | None) -> str:
        return compactar(normalizar(super().clean(valor)))


def _campo(pregunta: Pregunta, edad: int | None) -> forms.Field:
    opciones = list(pregunta.elegibles_a(edad).items())
    comunes: dict[str, Any] = {
        "label": pregunta.etiqueta,
        "help_text": pregunta.ayuda,
        "required": False,
        "error_messages": {
            "invalid_choice": f"En «{pregunta.etiqueta}» elija una de las opciones que se ofrecen",
            "invalid_list": f"En «{pregunta.etiqueta}» elija entre las opciones que se ofrecen",
        },
    }
    if pregunta.tipo is Tipo.OPCIONES:
        return forms.MultipleChoiceField(choices=opciones, widget=forms.CheckboxSelectMultiple, **comunes)
    if len(opciones) > MAS_QUE_ESTAS_EN_LISTA:
        # En una lista larga, la salida va primero: al final no se encuentra.
        salida = [(clave, texto) for clave, texto in opciones if clave == PREFIERE_NO_CONTESTAR]
        demas = [par for par in opciones if par not in salida]
        return forms.ChoiceField(choices=[("", "Elija una opción"), *salida, *demas], **comunes)
    return forms.ChoiceField(choices=opciones, widget=forms.RadioSelect, **comunes)


def _campo_permiso(pregunta: Pregunta, cuenta_en_estadistica: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=format_html(
            '¿Permite publicar esta respuesta?<span class="solo-lectores"> {}</span>', pregunta.etiqueta
        ),
        choices=[
            (PUBLICAR, "Sí, publicar"),
            (RESERVAR, "No, sólo para estadística" if cuenta_en_estadistica else "No publicar"),
        ],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Diga si permite publicar la respuesta: Sí o No"},
    )


@dataclass
class Renglon:
    """Una pregunta lista para la plantilla. `hijas`: las que sólo vienen al caso si ésta se contesta «Sí».

    `forzosa`: la acción afirmativa por la que se publicará aunque no se permita; vacía si depende del permiso.
    """

    pregunta: Pregunta
    campo: BoundField
    texto: BoundField | None
    permiso: BoundField | None
    forzosa: str
    es_unica: bool
    hijas: list[Renglon] = field(default_factory=list)

    @property
    def si_hay_texto(self) -> str:
        """Para `condicionales.js`: con qué respuestas se pregunta «¿Cuál?»."""
        return f"{self.pregunta.clave}={','.join(sorted(self.pregunta.opciones_con_texto))}"


class GrupoForm(forms.Form):
    """Las preguntas de un grupo. `publicar`: las que la persona ya permitió mostrar.

    `pide_permiso`: si autorizó publicar; sólo entonces se pregunta en cada respuesta. `forzosa`: el nombre de la
    acción afirmativa por la que este grupo se publica íntegro; ahí preguntar sería engañar.
    """

    def __init__(
        self,
        seccion: Seccion,
        datos: QueryDict | None = None,
        *,
        respuestas: Mapping[str, Any],
        publicar: frozenset[str],
        edad: int | None,
        pide_permiso: bool,
        cuenta_en_estadistica: bool,
        forzosa: str = "",
    ) -> None:
        self.seccion, self.publicadas, self.accion = seccion, publicar, forzosa
        permisos = {_de_permiso(p): PUBLICAR if p.clave in publicar else RESERVAR for p in seccion.preguntas}
        super().__init__(datos, initial={**respuestas, **permisos})
        for pregunta in seccion.preguntas:
            self.fields[pregunta.clave] = _campo(pregunta, edad)
            if pregunta.clave_de_texto:
                self.fields[pregunta.clave_de_texto] = TextoCortoField(pregunta.maximo)
            puede_publicarse = pregunta.clase is Clase.CON_CONSENTIMIENTO and not self._forzosa(pregunta)
            if pide_permiso and puede_publicarse:
                self.fields[_de_permiso(pregunta)] = _campo_permiso(pregunta, cuenta_en_estadistica)

    @property
    def respuestas(self) -> dict[str, Any]:
        """Lo contestado en el grupo, también lo vacío: así se borra lo que se quitó."""
        claves = [clave for p in self.seccion.preguntas for clave in (p.clave, p.clave_de_texto) if clave]
        return {clave: self.cleaned_data[clave] for clave in claves}

    @property
    def publicar(self) -> frozenset[str]:
        """Las que permite mostrar. Donde no se preguntó, lo que ya había decidido."""
        return frozenset(p.clave for p in self.seccion.preguntas if self._permite(p))

    def _permite(self, pregunta: Pregunta) -> bool:
        if _de_permiso(pregunta) not in self.fields:
            return pregunta.clave in self.publicadas
        return self.cleaned_data[_de_permiso(pregunta)] == PUBLICAR

    def _forzosa(self, pregunta: Pregunta) -> str:
        if pregunta.clase is not Clase.CON_CONSENTIMIENTO or pregunta.solo_con_consentimiento:
            return ""
        return self.accion

    def renglones(self) -> list[Renglon]:
        """Cada pregunta que depende de otra va dentro de ella."""
        todos = {p.clave: self._renglon(p) for p in self.seccion.preguntas}
        for renglon in todos.values():
            if renglon.pregunta.solo_si:
                todos[renglon.pregunta.solo_si].hijas.append(renglon)
        return [renglon for renglon in todos.values() if not renglon.pregunta.solo_si]

    def _renglon(self, pregunta: Pregunta) -> Renglon:
        def si_esta(nombre: str) -> BoundField | None:
            return self[nombre] if nombre in self.fields else None

        return Renglon(
            pregunta,
            self[pregunta.clave],
            si_esta(pregunta.clave_de_texto),
            si_esta(_de_permiso(pregunta)),
            self._forzosa(pregunta),
            len(self.seccion.preguntas) == 1,
        )

    def distintas(self, guardadas: Mapping[str, Any], publicadas: frozenset[str]) -> Iterator[Pregunta]:
        """Las preguntas en que lo recién escrito difiere de lo guardado desde otra ventana."""
        for pregunta in self.seccion.preguntas:
            claves = [clave for clave in (pregunta.clave, pregunta.clave_de_texto) if clave]
            cambia = any((guardadas.get(c) or None) != (self.cleaned_data[c] or None) for c in claves)
            if cambia or (pregunta.clave in publicadas) != (pregunta.clave in self.publicar):
                yield pregunta


def _de_permiso(pregunta: Pregunta) -> str:
    return f"publicar_{pregunta.clave}"
