"""Los documentos públicos: instantáneas que no cambian, el apuntador a la vigente y todo acto que altera lo público."""
