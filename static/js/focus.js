// A click on the preview of a picture sets the two numbers of its focal point, and the numbers move the mark.
for (const preview of document.querySelectorAll("[data-focus]")) {
  const mark = preview.querySelector("circle");
  const boxes = {
    x: document.getElementById(`id_${preview.dataset.focus}_x`),
    y: document.getElementById(`id_${preview.dataset.focus}_y`),
  };
  if (!boxes.x || !boxes.y) continue;

  const move = () => {
    mark.setAttribute("cx", `${Number(boxes.x.value)}%`);
    mark.setAttribute("cy", `${Number(boxes.y.value)}%`);
  };
  preview.addEventListener("click", (event) => {
    const box = preview.getBoundingClientRect();
    const percent = (part) => Math.min(100, Math.max(0, Math.round(100 * part)));
    boxes.x.value = percent((event.clientX - box.left) / box.width);
    boxes.y.value = percent((event.clientY - box.top) / box.height);
    move();
  });
  boxes.x.addEventListener("input", move);
  boxes.y.addEventListener("input", move);
}
