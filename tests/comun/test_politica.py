"""La política de contenido que se escribe una vez es la misma que arma django-csp en cada respuesta."""

import pytest
from csp.constants import HEADER
from csp.decorators import csp_exempt, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpResponse

from conoceles.comun.politica import PoliticaMiddleware

pytestmark = pytest.mark.sin_base


def directivas(respuesta):
    return sorted(respuesta.headers.get(HEADER, "").split("; "))


def llana(request):
    return HttpResponse("hola")


def con_numero(request):
    return HttpResponse(str(request.csp_nonce))


@pytest.mark.parametrize(
    "vista", [llana, con_numero, csp_update({"img-src": ["data:"]})(llana), csp_exempt()(llana)]
)
def test_es_la_de_siempre_y_cada_vista_puede_pedir_otra(rf, vista):
    respuestas = [clase(vista)(rf.get("/")) for clase in (PoliticaMiddleware, CSPMiddleware)]
    assert directivas(respuestas[0]) == directivas(respuestas[1])
