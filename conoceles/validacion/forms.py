"""Lo que se escribe en el panel: observaciones, motivos y búsquedas. Los filtros de la cola, en `filtros`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.http import QueryDict

from conoceles.avisos.manifestaciones import MANIFESTACIONES
from conoceles.comun.campos import DiaField
from conoceles.comun.texto import normalizar
from conoceles.cuentas.roles import ROLES
from conoceles.cuestionarios.definiciones import Definicion
from conoceles.cuestionarios.models import SolicitudDeCorreccion
from conoceles.cuestionarios.supuestos import Supuesto
from conoceles.privacidad.acciones import PROPOSITO_MAXIMO, PROPOSITO_MINIMO
from conoceles.privacidad.formatos import Leido
from conoceles.privacidad.models import Formato
from conoceles.publicacion.models import Ficha, VistoBueno

_TODOS = ("", "Todos")
_DIA_INVALIDO = {"invalid": "Escriba la fecha como 2027-04-03: no se aplicó."}
_OPCION_AJENA = {"invalid_choice": "Ese filtro no existe en este proceso: no se aplicó."}


def _ofrecer(form: forms.Form, campo: str, opciones: list[Any]) -> None:
    cast(forms.ChoiceField, form.fields[campo]).choices = opciones


class TextoField(forms.CharField):
    """Un texto que se mide como se guarda: normalizar puede alargarlo (un signo compuesto se vuelve dos)."""

    def to_python(self, valor: Any) -> str:
        texto = super().to_python(valor) or ""
        ProhibitNullCharactersValidator()(texto)  # antes: normalizar los quitaría sin decirlo
        return normalizar(texto)


class ObservacionForm(forms.Form):
    """Una observación a un apartado: uno o varios motivos del catálogo y lo que debe corregirse."""

    seccion = forms.ChoiceField(
        label="Apartado",
        widget=forms.HiddenInput,
        error_messages={
            "required": "Elija el apartado que se observa.",
            "invalid_choice": "Ese apartado no existe en el cuestionario. Elija uno de la lista.",
        },
    )
    supuesto = forms.MultipleChoiceField(
        label="Motivos",
        choices=Supuesto.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Elija al menos un motivo del catálogo.",
            "invalid_choice": "Ese motivo no está en el catálogo. Elija sólo de la lista.",
            "invalid_list": "Elija al menos un motivo del catálogo.",
        },
    )
    texto = TextoField(
        label="Qué debe corregirse",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="La persona candidata lo leerá tal como lo escriba.",
        error_messages={"required": "Explique qué debe corregirse."},
    )

    def __init__(self, datos: Any = None, *, definicion: Definicion, seccion: str) -> None:
        super().__init__(datos, initial={"seccion": seccion}, auto_id=f"observar_{seccion}_%s")
        _ofrecer(self, "seccion", [(s.clave, s.titulo) for s in definicion])

    @classmethod
    def suelta(cls, datos: Any, *, definicion: Definicion) -> ObservacionForm:
        """La misma, con el apartado a la vista: para devolver lo escrito cuando no se sabe dónde iba."""
        formulario = cls(datos, definicion=definicion, seccion="suelta")
        opciones = [(s.clave, s.titulo) for s in definicion]
        formulario.fields["seccion"].widget = forms.Select(choices=[("", "Elija un apartado"), *opciones])
        return formulario


class RetiroForm(forms.Form):
    """Por qué se oculta lo publicado. El motivo se publica."""

    texto = TextoField(
        label="Motivo del retiro",
        max_length=Ficha._meta.get_field("motivo_de_retiro").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Es público: se muestra en la página de la candidatura en lugar de sus respuestas.",
        error_messages={"required": "Escriba el motivo del retiro: es público."},
    )


class OcultarForm(RetiroForm):
    """Qué se deja de mostrar en el acto y por qué. `apartados`: los que están a la vista, (clave, título)."""

    seccion = forms.ChoiceField(
        label="Qué se oculta",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Ese apartado ya no está a la vista. Elija otro."},
    )
    field_order = ["seccion", "texto"]

    def __init__(self, *args: Any, apartados: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields["seccion"]
        campo.choices = [("", "Todas sus respuestas y su fotografía"), *apartados]  # type: ignore[attr-defined]
        self.fields["texto"].label = "Motivo"
        self.fields[
            "texto"
        ].help_text = (
            "Es público: se lee en lugar de lo que se oculta. No escriba nada que exponga a alguien."
        )


class SuprimirForm(RetiroForm):
    """Qué se borra de lo publicado y por qué. `apartados`: (clave, título)."""

    seccion = forms.ChoiceField(
        label="De qué apartado",
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "Ese apartado no existe en el cuestionario. Elija uno de la lista."
        },
    )
    con_lo_actual = forms.TypedChoiceField(
        label="Qué se borra",
        choices=[
            ("no", "Sólo lo que decían versiones anteriores. Lo que hoy rige se queda."),
            ("si", "También lo que hoy rige. Deja de mostrarse y sólo vuelve con una corrección."),
        ],
        coerce=lambda valor: valor == "si",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Elija qué se borra.",
            "invalid_choice": "Elija una de las dos opciones.",
        },
    )
    field_order = ["seccion", "con_lo_actual", "texto"]

    def __init__(self, *args: Any, apartados: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ofrecer(self, "seccion", [("", "Todas sus respuestas y su fotografía"), *apartados])
        motivo = self.fields["texto"]
        motivo.label = "Motivo"
        motivo.help_text = "Es público: se lee en su historia. No repita lo que se borra."
        motivo.error_messages["required"] = "Escriba el motivo: es público."


class NotaForm(forms.Form):
    """Por qué no se da el visto bueno. Lo lee quien lo propuso."""

    texto = TextoField(
        label="Por qué no",
        max_length=VistoBueno._meta.get_field("nota").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lo leerá quien lo propuso.",
        error_messages={"required": "Explique por qué no da el visto bueno."},
    )


class ResolucionForm(forms.Form):
    """Qué se concede de lo que la persona pidió corregir y, si no es todo, por qué."""

    concedidas = forms.MultipleChoiceField(
        label="Secciones que se conceden",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Elija sólo entre las secciones que pidió."},
    )
    es_privado = forms.BooleanField(
        label="Contiene un dato personal o que pone en riesgo",
        required=False,
        help_text="Lo publicado de esas secciones deja de mostrarse en el acto y otra persona lo revisa. Ya corregido, "
        "la historia de su página dice que cambió, no qué decía.",
    )
    nota = TextoField(
        label="Qué se le dice",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatorio si no concede todo. La persona lo leerá tal como lo escriba.",
    )

    def __init__(self, datos: Any = None, *, solicitud: SolicitudDeCorreccion) -> None:
        super().__init__(datos, initial={"concedidas": solicitud.secciones})
        self.pedidas = solicitud.secciones
        definicion = solicitud.cuestionario.definicion
        _ofrecer(self, "concedidas", [(s.clave, s.titulo) for s in definicion if s.clave in self.pedidas])

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        falta_nota = not datos.get("nota") and "nota" not in self.errors
        if set(datos.get("concedidas", [])) != set(self.pedidas) and falta_nota:
            self.add_error("nota", "Explique por qué no se concede lo demás: la persona necesita saberlo.")
        return datos


class PropositoForm(forms.Form):
    """Para qué se leen las respuestas de identidad de una persona. Queda registrado."""

    texto = TextoField(
        label="Para qué necesita leerlas",
        min_length=PROPOSITO_MINIMO,
        max_length=PROPOSITO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Quedará registrado con su nombre y la hora, y lo verá la Unidad de Transparencia.",
        error_messages={"required": "Escriba para qué necesita leerlas."},
    )


class BitacoraForm(forms.Form):
    """La búsqueda en la bitácora, tomada de la dirección. Lo que no se reconoce se dice y no se aplica."""

    actor = forms.CharField(label="Quién (nombre de acceso)", required=False, max_length=150)
    rol = forms.ChoiceField(
        label="Con qué rol",
        required=False,
        choices=[_TODOS, *((rol.clave, rol.nombre) for rol in ROLES.values())],
    )
    accion = forms.ChoiceField(label="Acto", required=False)
    objeto = forms.CharField(label="Persona o clave", required=False, max_length=100)
    desde = DiaField(label="Desde el día", required=False, error_messages=_DIA_INVALIDO)
    hasta = DiaField(label="Hasta el día", required=False, error_messages=_DIA_INVALIDO)

    def __init__(self, datos: QueryDict, *, actos: Mapping[str, str]) -> None:
        """`actos`: acción → cómo se dice; sólo los que puede ver quien busca."""
        super().__init__(datos, auto_id="filtro_%s")
        _ofrecer(self, "accion", [("", "Cualquiera"), *sorted(actos.items(), key=lambda par: par[1])])
        for nombre in ("rol", "accion"):
            self.fields[nombre].error_messages.update(_OPCION_AJENA)

    @property
    def elegidos(self) -> dict[str, Any]:
        """Los filtros que sí se aplican."""
        self.is_valid()
        return {campo: valor for campo, valor in self.cleaned_data.items() if valor}

    def consulta(self, **cambios: Any) -> str:
        """La parte de consulta de la dirección con estos filtros."""
        return urlencode({**self.elegidos, **{c: v for c, v in cambios.items() if v is not None}})


_SI_O_NO = (("si", "Sí"), ("no", "No"))


class FormatoForm(forms.Form):
    """Lo que dice el papel firmado. Las tres manifestaciones sólo se transcriben de uno que vale."""

    es_valido = forms.ChoiceField(
        label="¿Se lee completo, está firmado y es de esta persona?",
        choices=_SI_O_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Diga si el formato es válido."},
    )
    nota = TextoField(
        label="Por qué no es válido",
        required=False,
        max_length=Formato._meta.get_field("nota").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sólo si contestó No. La persona lo leerá tal como lo escriba: «Falta la firma», «No se lee el renglón b».",
    )

    def __init__(self, datos: Any = None) -> None:
        super().__init__(datos)
        for manifestacion in MANIFESTACIONES:
            self.fields[manifestacion.clave] = forms.ChoiceField(
                label=manifestacion.texto,
                required=False,
                choices=_SI_O_NO,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Elija Sí o No."},
            )

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if datos.get("es_valido") == "si":
            for manifestacion in MANIFESTACIONES:
                if not datos.get(manifestacion.clave) and manifestacion.clave not in self.errors:
                    self.add_error(manifestacion.clave, "Diga qué marcó la persona en este renglón.")
        elif datos.get("es_valido") == "no" and not datos.get("nota") and "nota" not in self.errors:
            self.add_error("nota", "Diga por qué no es válido: la persona necesita saberlo.")
        return datos

    @property
    def manifestaciones(self) -> list[forms.BoundField]:
        return [self[manifestacion.clave] for manifestacion in MANIFESTACIONES]

    @property
    def leido(self) -> Leido:
        datos = self.cleaned_data
        if datos["es_valido"] == "no":
            return Leido(es_valido=False, nota=datos["nota"])
        return Leido(es_valido=True, **{m.clave: datos[m.clave] == "si" for m in MANIFESTACIONES})

    @staticmethod
    def transcrito(formato: Formato) -> list[dict[str, str]]:
        """Lo que se leyó de un papel ya revisado, para `componentes/lista_resumen.html`."""
        if not formato.es_valido:
            return [{"etiqueta": "No es válido", "valor": formato.nota}]
        return [
            {"etiqueta": m.texto, "valor": "Sí" if getattr(formato, m.clave) else "No"}
            for m in MANIFESTACIONES
        ]
