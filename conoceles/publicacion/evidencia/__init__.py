"""Lo que prueba lo publicado: el árbol firmado de la bitácora pública y las revisiones que lo cotejan con la base."""
