// Corre esas reglas en la página abierta; cada hallazgo dice su meta, su regla y en qué.
// Para quien va con el tabulador: se ve dónde está y nada lo tapa.
window.seVeElFoco = () => seNotaElFoco(document.activeElement) && !estaTapado(document.activeElement);

window.accesibilidad = async (nombres, opciones) => {
  const hallazgos = [];
  for (const regla of nombres) {
    const [meta, buscar] = { ...ESTRUCTURA, ...VISTA }[regla];
    const rotos = await buscar(opciones);
    const dichos = [...new Set(rotos.map(senas))];
    if (dichos.length) hallazgos.push(`${meta} ${regla}: ${dichos.slice(0, 5).join("; ")}${dichos.length > 5 ? ` y ${dichos.length - 5} más` : ""}`);
  }
  return hallazgos;
};
