"""Lo que vale en todas las situaciones. Lo que cambia entre instalaciones llega por el entorno."""

import zoneinfo
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from conoceles.comun import entorno, lenguas

PAQUETE = Path(__file__).resolve().parents[2]
DATOS = entorno.carpeta("CONOCELES_DATOS", PAQUETE.parent / "datos")

# --- Aplicaciones: el orden es el del proceso, de los cimientos a las caras ---------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "conoceles.comun",
    "conoceles.llaves",
    "conoceles.bitacora",
    "conoceles.reportes",
    "conoceles.acuses",
    "conoceles.mensajes",
    "conoceles.cuentas",
    "conoceles.calendario",
    "conoceles.interrupciones",
    "conoceles.registro",
    "conoceles.cuestionarios",
    "conoceles.privacidad",
    "conoceles.cotejo",
    "conoceles.seguimiento",
    "conoceles.publicacion",
    "conoceles.territorio",
    "conoceles.estadistica",
    "conoceles.captura",
    "conoceles.partido",
    "conoceles.validacion",
    "conoceles.operacion",
    "conoceles.consulta",
    "conoceles.archivo",
    "conoceles.demo",
]

# La sesión y la cuenta van después de lo público: Django las abre con pereza y una página
# pública nunca las toca (ni envía galletas).
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "conoceles.comun.compresion.CompresionMiddleware",
    "conoceles.comun.politica.PoliticaMiddleware",
    "conoceles.comun.lenguas.LenguaMiddleware",
    "conoceles.cuentas.ocupado.OcupadoMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "conoceles.config.cara.CaraMiddleware",
    "conoceles.cuentas.middleware.PuertaMiddleware",
    "conoceles.calendario.middleware.SinProcesoMiddleware",
    "conoceles.publicacion.middleware.ArbolRotoMiddleware",
    "conoceles.comun.nulos.NulosMiddleware",
]

ROOT_URLCONF = "conoceles.config.urls"
WSGI_APPLICATION = "conoceles.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PAQUETE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",  # perezoso: sólo lo privado lo lee
                "conoceles.calendario.contexto.proceso",
                "conoceles.cuentas.contexto.cuenta",
                "conoceles.config.menu.menu",
            ],
        },
    }
]

# --- Datos ---------------------------------------------------------------------------------------
# Los límites de intentos y el avance de los trabajos van en una base propia, fuera de las
# transacciones de la principal; las llaves, en otra, con respaldos propios y de corta vida.
DATABASES = {
    "default": entorno.base_de_datos("CONOCELES_BASE", DATOS),
    "cache": entorno.base_de_datos("CONOCELES_BASE_CACHE", DATOS, archivo="cache.sqlite3"),
    "llaves": entorno.base_de_datos("CONOCELES_BASE_LLAVES", DATOS, archivo="llaves.sqlite3"),
}
DATABASE_ROUTERS = ["conoceles.comun.rutas_de_datos.BasesAparte"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Cuentas -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "cuentas.Usuario"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("acceso", "nombre", "correo")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "conoceles.cuentas.validadores.NiRepetidaNiComun"},
]  # fmt: skip
# De allauth se usan las etapas de la entrada (donde va el segundo factor) y la dirección de quien pide;
# las pantallas y los límites son los propios: sus mensajes dicen los minutos y nada revela una cuenta.
ACCOUNT_ADAPTER = "conoceles.cuentas.adaptador.Adaptador"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = "acceso"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "correo"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = False
MFA_ADAPTER = "conoceles.cuentas.seguridad.factores.AdaptadorDeFactores"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # un reloj atrasado medio minuto no deja fuera a nadie
LOGIN_URL = "/entrar/"
LOGIN_REDIRECT_URL = "/inicio/"
SESSION_COOKIE_AGE = 60 * 60 * 2
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_NAME = "sesion"
CSRF_COOKIE_NAME = "csrf"
CSRF_FAILURE_VIEW = "conoceles.cuentas.views.reanudar_sin_csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Lengua y hora: se guarda en UTC y se muestra en el huso del proceso -----------------------------
LANGUAGE_CODE = lenguas.ESPANOL
LOCALE_PATHS = [PAQUETE / "locale"]
LANGUAGES = lenguas.ofrecidas(PAQUETE / "locale")  # docs/lenguas.md
USE_I18N = True
USE_TZ = True
# Una instalación sirve a un instituto: su huso. `cargar_proceso` rechaza una plantilla que diga otro.
TIME_ZONE = entorno.texto("CONOCELES_ZONA", "America/Mexico_City")
# Los husos salen del paquete `tzdata`, no del sistema: uno de 2018 aún adelanta la hora en abril.
zoneinfo.reset_tzpath(to=())

# --- Archivos ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATOS / "static"
# Videos en lengua de señas y audios, cada uno con su transcripción; los pone el instituto (docs/lenguas.md).
CONOCELES_MEDIOS = entorno.carpeta("CONOCELES_MEDIOS", DATOS / "medios")
STATICFILES_DIRS = [PAQUETE / "static", ("medios", CONOCELES_MEDIOS)]
MEDIA_ROOT = DATOS / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    # Fotografías en captura y archivos del registro: nunca tienen dirección pública.
    "privado": {
        "BACKEND": "conoceles.comun.almacen.AlmacenEntero",
        "OPTIONS": {"location": MEDIA_ROOT / "privado", "base_url": None},
    },
    # Sólo lo que una instantánea vigente nombra.
    "publico": {
        "BACKEND": "conoceles.comun.almacen.AlmacenEntero",
        "OPTIONS": {"location": MEDIA_ROOT / "publico", "base_url": None},
    },
    "staticfiles": {"BACKEND": "conoceles.comun.almacen.Estaticos"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # lo que se pega de más lo explica el formulario, sin perderlo
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

# --- Seguridad -----------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [NONE],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Correo: toda carta sale de la bandeja de salida (`mensajes`), nunca dentro de una petición ----
DEFAULT_FROM_EMAIL = entorno.texto("CONOCELES_CORREO_REMITENTE", "conoceles@localhost")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 20  # segundos; sin él, un servidor mudo detendría la bandeja para siempre

# --- Lo propio ---------------------------------------------------------------------------------------
CONOCELES_DEMO = False
CONOCELES_LATIDO = 15  # cada cuántos segundos deja constancia de que vive quien sirve; 0 en las pruebas
CONOCELES_SEGUNDO_PLANO = True  # las pruebas lo apagan: los trabajos largos corren en la misma petición
# Qué atiende este proceso: `publica`, `privada` o `ambas` (docs/instalacion.md).
CONOCELES_CARA = entorno.una_de("CONOCELES_CARA", ("publica", "privada", "ambas"), "ambas")
# Lo que ocupan, en cada proceso, las páginas públicas ya hechas; con 0 no se guarda ninguna.
CONOCELES_VITRINA_MB = entorno.entero("CONOCELES_VITRINA_MB", 64)
# Cuántas peticiones entran a la vez a Django en cada proceso: al menos una menos que sus hilos, para que siempre haya
# quien conteste lo guardado. `servir` lo fija; con 0, o ante otro servidor, sin tope.
CONOCELES_LUGARES = entorno.entero("CONOCELES_LUGARES", 0)
# Que el proxy escribe `X-Request-Start` al recibir el primer byte, y borra el que traiga la petición (Apache:
# `RequestHeader set X-Request-Start "%t"`). Sin eso, cualquiera podría decir que llegó antes.
CONOCELES_PROXY_SELLA_LLEGADA = entorno.booleano("CONOCELES_PROXY_SELLA_LLEGADA", False)
CONOCELES_SITIO = entorno.texto("CONOCELES_SITIO", "http://127.0.0.1:8000").rstrip("/")
# El nombre con que la bitácora pública firma, y las llaves con que firmó antes de cambiar de llave o de nombre:
# los renglones de `llave.txt`, separados por comas (docs/formatos/bitacora-publica.md).
CONOCELES_ORIGEN_BITACORA = CONOCELES_SITIO.split("://")[-1] + "/bitacora-publica"
CONOCELES_LLAVES_ANTERIORES_BITACORA = entorno.lista("CONOCELES_LLAVES_ANTERIORES_BITACORA", "")
# Y los secretos que rigieron la cadena interna: «último-renglón secreto», separados por comas.
CONOCELES_SECRETOS_ANTERIORES_BITACORA = entorno.lista("CONOCELES_SECRETOS_ANTERIORES_BITACORA", "")
# Los avisos de privacidad: de fábrica, o los que redacte el instituto (docs/formatos/avisos.md).
CONOCELES_AVISOS = entorno.carpeta("CONOCELES_AVISOS", PAQUETE / "avisos" / "textos")
CONOCELES_VIGENCIA_ACTIVACION_HORAS = entorno.entero("CONOCELES_VIGENCIA_ACTIVACION_HORAS", 72)
CONOCELES_VIGENCIA_RECUPERACION_MINUTOS = entorno.entero("CONOCELES_VIGENCIA_RECUPERACION_MINUTOS", 60)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"llano": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"consola": {"class": "logging.StreamHandler", "formatter": "llano"}},
    "root": {"handlers": ["consola"], "level": "WARNING"},
    "loggers": {"conoceles": {"level": "INFO"}},
}
