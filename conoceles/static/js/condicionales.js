// Muestra lo que depende de otra respuesta sólo cuando viene al caso. Sin este guion todo está a la vista y el
// servidor decide igual. Lo escondido conserva lo que tenía; con `data-apagar`, además, no se envía.

function elegidos(formulario, nombre) {
  return new FormData(formulario).getAll(nombre);
}

// «*» es cualquier respuesta, menos la de no darla.
const NO_CONTESTA = ["", "prefiero_no_contestar"];

function preparar(bloque) {
  const formulario = bloque.closest("form");
  const [nombre, valores] = (bloque.dataset.si ?? bloque.dataset.salvo).split("=");
  const buscados = valores.split(",");
  const actualizar = () => {
    const estan = elegidos(formulario, nombre).some(
      (valor) => buscados.includes(valor) || (buscados.includes("*") && !NO_CONTESTA.includes(valor)),
    );
    bloque.hidden = "si" in bloque.dataset ? !estan : estan;
    if (!("apagar" in bloque.dataset)) return;
    for (const control of bloque.querySelectorAll("input, select, textarea")) control.disabled = bloque.hidden;
  };
  formulario.addEventListener("change", actualizar);
  actualizar();
}

// En una lista de casillas, «Prefiero no contestar» quita las demás, y al revés.
function excluir({ target: casilla }) {
  if (casilla.type !== "checkbox" || !casilla.checked) return;
  for (const otra of casilla.form.elements[casilla.name]) {
    if (NO_CONTESTA.includes(otra.value) !== NO_CONTESTA.includes(casilla.value)) otra.checked = false;
  }
}

document.addEventListener("change", excluir);
document.querySelectorAll("[data-si], [data-salvo]").forEach(preparar);
// Lo que sólo hace falta decir cuando todo está a la vista.
document.querySelectorAll("[data-sin-guion]").forEach((texto) => { texto.hidden = true; });
