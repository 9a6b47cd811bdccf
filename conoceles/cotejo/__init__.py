"""Lo que se le dice a quien escribe antes de enviar: copias, datos personales y descuidos.

Sólo hechos: nada de aquí rechaza un texto, y nunca se dice de quién es el que se parece.
"""
