"""El registro de acuses: folio, instante y huella, sin el contenido. Por eso puede leerlo `/verificar/`.

El contenido y su nonce los guarda cada acto en su propia tabla privada; aquí sólo consta que existió.
"""
