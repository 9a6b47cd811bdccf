from django.db import migrations

from conoceles.privacidad.models import DISPARADORES_DEL_CONSENTIMIENTO


class Migration(migrations.Migration):
    dependencies = [("privacidad", "0001_initial")]
    operations = [DISPARADORES_DEL_CONSENTIMIENTO.operacion()]
