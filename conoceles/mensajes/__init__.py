"""La bandeja de salida: toda carta se escribe en la transacción del acto que la causa y se envía después."""
