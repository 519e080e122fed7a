/* What a document does by itself: draws its charts, sorts its tables, checks its data. */
(function () {
  "use strict";

  var text = document.getElementById("data").textContent;
  var data = JSON.parse(text);
  var drawings = JSON.parse(document.getElementById("drawings").textContent);

  function draw() {
    document.querySelectorAll("[data-figure]").forEach(function (place) {
      var figure = drawings.figures[place.dataset.figure];
      window.Plotly.react(place, figure.data, figure.layout, drawings.config);
    });
  }

  // ---- tables: a click on a head sorts by the values themselves, not by how they are written

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "en", { numeric: true });
  }

  function known(value) {
    return value !== null && value !== undefined && value !== "";
  }

  function sort(table, rows, column, head) {
    var descending = head.getAttribute("aria-sort") === "ascending";
    var lines = rows.slice().sort(function (a, b) {
      var left = a.values[column];
      var right = b.values[column];
      if (!known(left) || !known(right)) return known(right) - known(left); // nothing comes last
      return (descending ? -1 : 1) * compare(left, right);
    });
    table.querySelectorAll("thead th").forEach(function (other) {
      other.setAttribute("aria-sort", "none");
    });
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    table.tBodies[0].append.apply(table.tBodies[0], lines.map(function (row) {
      return row.line;
    }));
  }

  function sortable(place) {
    var section = place.closest("[data-section]").dataset.section;
    var found = data.sections.find(function (one) {
      return one.key === section;
    }).tables[place.dataset.table];
    var table = place.querySelector("table.rows");
    if (!table || found.rows.length < 2) return;
    var rows = found.rows.map(function (values, n) {
      return { values: values, line: table.tBodies[0].rows[n] };
    });
    var columns = JSON.parse(place.dataset.columns);
    table.querySelectorAll("thead th").forEach(function (head, n) {
      var button = document.createElement("button");
      button.type = "button";
      button.append.apply(button, Array.from(head.childNodes));
      button.addEventListener("click", function () {
        sort(table, rows, columns[n], head);
      });
      head.setAttribute("aria-sort", "none");
      head.append(button);
    });
  }

  // ---- whether somebody has changed the data

  function hex(buffer) {
    return Array.from(new Uint8Array(buffer), function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
  }

  function check() {
    if (!window.crypto || !window.crypto.subtle) return;
    window.crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)).then(function (sum) {
      var same = hex(sum) === document.getElementById("data-sum").textContent;
      document.getElementById("data-check").textContent = same
        ? "Checked just now: the data are as they were when this file was made."
        : "The data in this file are not those that it was made with.";
    });
  }

  draw();
  document.querySelectorAll("[data-table]").forEach(sortable);
  check();
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
    window.dispatchEvent(new Event("heliograph-theme"));
  });
})();
