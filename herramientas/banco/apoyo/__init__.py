"""Lo que comparten los bancos: instalaciones de usar y tirar, servidores, carga y medidas."""
