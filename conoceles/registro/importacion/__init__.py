"""Del archivo que entrega el registro a las candidaturas: leer, entender, comparar y, si todo está bien, aplicar."""
