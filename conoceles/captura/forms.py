"""El formulario de una sección, dibujado desde su definición.

Un borrador de cualquier longitud es válido: los mínimos y máximos sólo se exigen al enviar
(`cuestionarios.integridad`). Aquí sólo es un error lo que está mal formado: un correo sin arroba,
una dirección que no lo es, un texto desmedido. Nada se escribe a medias y nada tecleado se pierde.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from conoceles.comun.texto import compactar, normalizar, normalizar_con_avisos
from conoceles.cuestionarios.definiciones import Pregunta, Seccion, Tipo

from . import contactos, enlaces

TOPE_DE_TEXTO = 200_000
TOPE_DE_RENGLONES = 60
OPCIONES_A_LA_VISTA = 8  # con más, la lista ocupa la pantalla de un teléfono: se despliega

_CANONICOS: dict[Tipo, Callable[[str, Pregunta], str]] = {
    Tipo.ENLACE: lambda texto, pregunta: enlaces.enlace(texto, pregunta.red),
    Tipo.CORREO: lambda texto, _: contactos.correo(texto),
    Tipo.TELEFONO: lambda texto, _: contactos.telefono(texto),
}

_SIN_CORREGIR = {"spellcheck": "false", "autocapitalize": "none", "autocorrect": "off"}
_ATRIBUTOS: dict[Tipo, dict[str, str]] = {
    Tipo.ENLACE: {"inputmode": "url", "autocomplete": "off", **_SIN_CORREGIR},
    Tipo.CORREO: {"inputmode": "email", "autocomplete": "email", **_SIN_CORREGIR},
    Tipo.TELEFONO: {"inputmode": "tel", "autocomplete": "tel"},
    Tipo.TEXTO_LARGO: {"rows": "12"},
}


class TextoField(forms.Field):
    """Un texto que se guarda limpio. `avisos` dice qué se le quitó al normalizarlo."""

    def __init__(self, pregunta: Pregunta, **opciones: Any) -> None:
        control = forms.Textarea if pregunta.tipo is Tipo.TEXTO_LARGO else forms.TextInput
        opciones["widget"] = control(attrs=_ATRIBUTOS.get(pregunta.tipo, {}))
        super().__init__(required=False, **opciones)
        self.pregunta, self.avisos = pregunta, list[str]()

    def clean(self, valor: str | None) -> str:
        escrito = valor or ""
        _exigir_medida(escrito)
        limpio, self.avisos = normalizar_con_avisos(escrito)
        if not limpio:
            return ""
        canonico = _CANONICOS.get(self.pregunta.tipo)
        if canonico:
            try:
                return canonico(escrito, self.pregunta)
            except contactos.ContactoInvalido as error:
                raise ValidationError(_con_rotulo(self, str(error))) from None
        return limpio if self.pregunta.tipo is Tipo.TEXTO_LARGO else compactar(limpio)


def _con_rotulo(campo: forms.Field, frase: str) -> str:
    """«Página web: escriba…»: en el resumen de errores no se ve junto a qué campo está."""
    return f"{campo.label}: {frase[0].lower()}{frase[1:]}"


def _exigir_medida(escrito: str) -> None:
    if len(escrito) > TOPE_DE_TEXTO:
        raise ValidationError(
            f"El texto tiene {len(escrito):,} caracteres y no cabe: acórtelo a menos de {TOPE_DE_TEXTO:,}. "
            "Aquí sigue lo que pegó; todavía no se guarda"
        )


class RenglonesWidget(forms.Widget):
    """Varios controles con el mismo nombre; los dibuja `captura/_renglones.html`."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name)


class ListaField(forms.Field):
    """Una lista de textos de un renglón; los vacíos no cuentan."""

    widget = RenglonesWidget

    def __init__(self, pregunta: Pregunta, **opciones: Any) -> None:
        super().__init__(required=False, **opciones)
        self.pregunta, self.avisos = pregunta, list[str]()

    def clean(self, valor: list[str] | None) -> list[str]:
        renglones, avisos = [], dict[str, None]()
        for escrito in valor or []:
            _exigir_medida(escrito)
            limpio, suyos = normalizar_con_avisos(escrito)
            avisos.update(dict.fromkeys(suyos))
            if limpio:
                renglones.append(compactar(limpio))
        if len(renglones) > TOPE_DE_RENGLONES:
            raise ValidationError(
                f"Hay {len(renglones)} renglones y caben {TOPE_DE_RENGLONES}. Deje los principales"
            )
        self.avisos = list(avisos)
        return renglones


def _campo(pregunta: Pregunta, guardado: Any) -> forms.Field:
    comunes: dict[str, Any] = {"label": pregunta.etiqueta, "help_text": _ayuda(pregunta, guardado)}
    if pregunta.tipo is Tipo.OPCION:
        opciones = [(opcion.clave, opcion.etiqueta) for opcion in pregunta.opciones]
        son_muchas = len(opciones) > OPCIONES_A_LA_VISTA
        return forms.ChoiceField(
            choices=[("", "Elija una opción"), *opciones] if son_muchas else opciones,
            widget=forms.Select if son_muchas else forms.RadioSelect,
            required=False,
            error_messages={"invalid_choice": f"{pregunta.etiqueta}: elija una de las opciones"},
            **comunes,
        )
    if pregunta.tipo is Tipo.LISTA:
        return ListaField(pregunta, **comunes)
    return TextoField(pregunta, **comunes)


def _ayuda(pregunta: Pregunta, guardado: Any) -> SafeString:
    if pregunta.tipo is Tipo.ENLACE and guardado:
        return format_html("{} <br>Se publicará: <b>{}</b>", pregunta.ayuda, guardado)
    return format_html("{}", pregunta.ayuda)


@dataclass(frozen=True)
class Campo:
    """Un campo listo para la plantilla. `pendiente`: lo que le falta para poder enviarse."""

    campo: BoundField
    pregunta: Pregunta
    es_unica: bool
    espacios: str
    pendiente: str = ""

    @property
    def es_lista(self) -> bool:
        return self.pregunta.tipo is Tipo.LISTA

    @property
    def es_opcional(self) -> bool:
        return not self.pregunta.requerida

    @property
    def limites(self) -> tuple[int, int]:
        """Mínimo y máximo con contador: sólo en textos largos; en los demás estorba."""
        es_largo = self.pregunta.tipo is Tipo.TEXTO_LARGO
        return (self.pregunta.minimo, self.pregunta.maximo) if es_largo else (0, 0)

    @property
    def renglones(self) -> list[str]:
        """Los escritos; si no hay, uno en blanco."""
        return list(self.campo.value() or []) or [""]


def _limpio(escrito: str | list[str]) -> str | list[str]:
    return [normalizar(uno) for uno in escrito] if isinstance(escrito, list) else normalizar(escrito)


class SeccionForm(forms.Form):
    """Los campos de una sección. `guardadas`: sus respuestas; `escrito`: lo que llegó y aún no se guarda."""

    def __init__(
        self,
        seccion: Seccion,
        guardadas: Mapping[str, Any],
        datos: QueryDict | None = None,
        escrito: QueryDict | None = None,
    ) -> None:
        super().__init__(datos, initial=dict(guardadas))
        self.seccion = seccion
        for pregunta in seccion.preguntas:
            self.fields[pregunta.clave] = _campo(pregunta, guardadas.get(pregunta.clave))
        if escrito is not None:
            self.initial = {
                clave: campo.widget.value_from_datadict(escrito, {}, clave)
                for clave, campo in self.fields.items()
            }

    @property
    def llegados(self) -> dict[str, Any]:
        """Lo bien escrito de los campos que sí venían: uno que no llegó no es uno que se vació."""
        return {clave: valor for clave, valor in self.cleaned_data.items() if clave in self.data}

    @property
    def escritos(self) -> dict[str, Any]:
        """Lo llegado y, de lo mal escrito, lo tecleado tal cual, limpio de lo que no puede guardarse."""
        mal_escritos = {
            clave: self[clave].data
            for clave, campo in self.fields.items()
            if clave in self.errors and isinstance(campo, TextoField | ListaField)
        }
        return self.llegados | {clave: _limpio(valor) for clave, valor in mal_escritos.items()}

    @property
    def avisos(self) -> list[str]:
        """Qué se quitó de cada texto al normalizarlo."""
        return [
            _con_rotulo(campo, aviso)
            for campo in self.fields.values()
            for aviso in getattr(campo, "avisos", [])
        ]

    def campos(self, *, cuenta_espacios: bool, pendientes: dict[str, str]) -> Iterator[Campo]:
        propias = [pregunta for pregunta in self.seccion.preguntas if not pregunta.tema_de]
        for pregunta in self.seccion.preguntas:
            yield Campo(
                self[pregunta.clave],
                pregunta,
                propias == [pregunta],
                "si" if cuenta_espacios else "no",
                pendientes.get(pregunta.clave, ""),
            )
