"""Lo que opera la instancia interna además de revisar: importar el registro, entregar accesos, cuentas, cartas."""
