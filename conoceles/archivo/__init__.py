"""Procesos pasados: lee la exportación pública de un Conóceles y la publica como proceso histórico."""
