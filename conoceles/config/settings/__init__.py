"""Un archivo por situación: base, desarrollo, demo, pruebas, produccion."""
