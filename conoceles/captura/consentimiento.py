"""Las tres manifestaciones en pantalla: qué implica cada respuesta, qué cambia al cambiarla y su formulario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from conoceles.avisos.manifestaciones import MANIFESTACIONES
from conoceles.privacidad.models import Consentimiento

SI, NO = "si", "no"
_OPCIONES = ((SI, "Sí"), (NO, "No"))
CLAVES = tuple(manifestacion.clave for manifestacion in MANIFESTACIONES)

# Qué implica cada respuesta: se lee antes de elegir.
_IMPLICA = {
    "tratamiento": "Si contesta «Sí», podrá llenar el cuestionario de identidad. Si contesta «No», no se lo pediremos y "
    "sólo guardaremos que no quiso; las otras dos también quedan en «No».",
    "publicacion": "Si contesta «Sí», decidirá en cada respuesta si se publica; ninguna lo hace sola. Si contesta «No», "
    "ninguna se publica.",
    "estadistica": "Si contesta «Sí», sus respuestas se suman con las de otras personas. Si contesta «No», no cuentan en "
    "ningún informe.",
}
_TITULOS = {
    "tratamiento": "Tratar sus datos",
    "publicacion": "Publicar lo que usted elija",
    "estadistica": "Usarlos en estadísticas",
}
# (clave, ¿ahora es Sí?) → qué pasa al confirmarlo.
_EFECTOS = {
    (
        "tratamiento",
        False,
    ): "Se borran las respuestas de identidad que guardó y las que envió. Sólo queda constancia de "
    "que usted no quiere darlas. Esto no se puede deshacer: si cambia de opinión, tendrá que contestar otra vez.",
    ("tratamiento", True): "Podrá contestar el cuestionario de identidad.",
    ("publicacion", False): "Sus respuestas de identidad dejan de verse en cuanto confirme. Siguen "
    "guardadas, pero se olvida cuáles había elegido publicar.",
    (
        "publicacion",
        True,
    ): "Podrá elegir qué respuestas se publican. Ninguna se publica hasta que usted la marque y "
    "envíe otra vez el cuestionario.",
    ("estadistica", False): "Sus respuestas dejan de contar en los informes que se hagan desde ahora.",
    ("estadistica", True): "Sus respuestas contarán en los informes, sin su nombre.",
}


@dataclass(frozen=True)
class Cambio:
    """Una manifestación que dejará de decir lo que decía."""

    titulo: str
    antes: str
    ahora: str
    efecto: str


def en_palabras(consentimiento: Consentimiento) -> list[dict[str, str]]:
    """Lo decidido, para `componentes/lista_resumen.html`."""
    return [
        {"etiqueta": _TITULOS[clave], "valor": _si_o_no(getattr(consentimiento, clave))} for clave in CLAVES
    ]


def cambios(vigente: Consentimiento, nuevas: Mapping[str, bool]) -> list[Cambio]:
    """En qué difiere lo que se quiere guardar de lo que hoy vale, y qué pasará con cada cosa."""
    return [
        Cambio(
            _TITULOS[clave],
            _si_o_no(getattr(vigente, clave)),
            _si_o_no(nuevas[clave]),
            _EFECTOS[clave, nuevas[clave]],
        )
        for clave in CLAVES
        if getattr(vigente, clave) != nuevas[clave]
    ]


def _si_o_no(valor: bool) -> str:
    return "Sí" if valor else "No"


class ConsentimientoForm(forms.Form):
    """Tres preguntas de Sí o No. Ninguna viene contestada, salvo con lo que la propia persona ya decidió."""

    def __init__(self, datos: QueryDict | None = None, *, vigente: Consentimiento | None = None) -> None:
        decidido = {clave: SI if getattr(vigente, clave) else NO for clave in CLAVES} if vigente else {}
        super().__init__(datos, initial=decidido)
        for manifestacion in MANIFESTACIONES:
            self.fields[manifestacion.clave] = forms.ChoiceField(
                label=manifestacion.texto,
                help_text=_IMPLICA[manifestacion.clave],
                choices=_OPCIONES,
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": f"{_TITULOS[manifestacion.clave]}: conteste Sí o No"},
            )

    def clean(self) -> dict[str, Any]:
        """Sin la primera, las otras dos son No: se dejan en blanco o en No, nunca en Sí."""
        datos = super().clean() or {}
        trata = datos.get("tratamiento") or ""
        for clave in CLAVES:
            if clave in self.errors:
                continue
            if clave != "tratamiento" and trata == NO:
                self._exigir_que_no_autorice(clave, datos)
            elif not datos.get(clave):
                self.add_error(clave, f"{_TITULOS[clave]}: conteste Sí o No")
        return datos

    def _exigir_que_no_autorice(self, clave: str, datos: dict[str, Any]) -> None:
        if datos.get(clave) == SI:
            self.add_error(
                clave,
                f"{_TITULOS[clave]}: para autorizarlo, conteste también «Sí» en la primera; si no, elija «No»",
            )

    @property
    def manifestado(self) -> dict[str, bool]:
        """Lo contestado, como lo pide `publicacion.identidad.manifestar`."""
        return {clave: self.cleaned_data.get(clave) == SI for clave in CLAVES}
