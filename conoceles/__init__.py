"""Candidatas y Candidatos, Conóceles: captura, validación y publicación de quién pide el voto."""
