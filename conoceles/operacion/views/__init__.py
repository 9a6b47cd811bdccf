"""Una pantalla por módulo."""
