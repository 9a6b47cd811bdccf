"""Las cifras públicas: tablas congeladas por corte, de las que no se deduce a nadie."""
