"""«Mi cuenta»: segundo factor, equipos conocidos, cambio de correo con espera y congelar.

Una cuenta robada no debe servir para nada público: lo enviado se revisa, y quien la perdió la cierra al momento.
"""
