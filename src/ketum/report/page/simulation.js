"use strict";
for (const chart of document.querySelectorAll(".chart")) {
  const figure = chart.querySelector(".drawn");
  const svg = figure.querySelector("svg");
  const read = figure.querySelector(".read");
  const heads = [...chart.querySelectorAll("thead th")].map((cell) => cell.textContent);
  const rows = [...chart.querySelectorAll("tbody tr")];
  const line = svg.querySelector("polyline");
  const places = line.points;
  const cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
  cursor.setAttribute("stroke", "#16212B");
  cursor.setAttribute("y1", 32);
  cursor.setAttribute("y2", 292);
  cursor.setAttribute("visibility", "hidden");
  svg.append(cursor);
  let at = -1;
  const show = (to) => {
    at = Math.max(0, Math.min(rows.length - 1, to));
    const cells = [...rows[at].children].map((cell) => cell.textContent);
    read.textContent = cells[0] + ": " +
      cells.slice(1).map((cell, i) => heads[i + 1] + " " + cell + " ng/mL").join("; ");
    const x = places.getItem(Math.min(at, places.numberOfItems - 1)).x;
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    cursor.setAttribute("visibility", "visible");
  };
  figure.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: rows.length - 1 };
    if (event.key in steps) {
      show(steps[event.key]);
      event.preventDefault();
    } else if (event.key === "Escape") {
      at = -1;
      read.textContent = "";
      cursor.setAttribute("visibility", "hidden");
    }
  });
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
    let nearest = 0;
    for (let i = 1; i < places.numberOfItems; i += 1) {
      if (Math.abs(places.getItem(i).x - x) < Math.abs(places.getItem(nearest).x - x)) nearest = i;
    }
    show(nearest);
  });
}
