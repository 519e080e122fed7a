/* The Analytics Hub: a changed control moves the address, and so does a chosen mark of the chart. */
(function () {
  "use strict";

  /* Links with data-route are followed without loading the page anew (address_filters.js). */
  function go(address) {
    const link = document.createElement("a");
    link.href = address;
    link.dataset.route = "";
    link.id = document.activeElement?.id || "";
    link.hidden = true;
    document.body.append(link);
    link.click();
    link.remove();
  }

  // ---- marks

  const known = new WeakSet();

  /* Marks as [trace, place]. Lines show all marks of a moment: then the moment alone is meant. */
  function follow(plot, marks) {
    const links = JSON.parse(plot.closest("[data-marks]").dataset.marks);
    const told = marks.filter(([trace]) => links.marks[trace]);
    if (!told.length) return;
    const [trace, place] = told[0];
    const address = new URL(links.steps[links.marks[trace][place]], location.href);
    if (told.length === 1) {
      Object.entries(links.series[trace]).forEach(([name, value]) => {
        address.searchParams.set(name, value);
        address.searchParams.delete("split"); // one part alone has no parts
      });
    }
    go(address.href);
  }

  function listen() {
    document.querySelectorAll("[data-marks] .js-plotly-plot").forEach((plot) => {
      if (known.has(plot) || !plot.on) return;
      known.add(plot);
      plot.on("plotly_click", ({ points }) =>
        follow(plot, points.map((point) => [point.curveNumber, point.pointNumber])));
    });
  }

  new MutationObserver(listen).observe(document.documentElement, { childList: true, subtree: true });

  /* The mark that the keyboard has reached is the one whose words were said last (charts.js). */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("[data-marks] .chart-plot")) return;
    const plot = event.target.querySelector(".js-plotly-plot");
    const line = event.target.closest("figure").querySelector(".chart-said").textContent;
    const said = line.replace(/\. \d+ of \d+$/, "");
    const trace = plot.data.findIndex(({ customdata }) => customdata?.includes(said));
    if (trace >= 0) follow(plot, [[trace, plot.data[trace].customdata.indexOf(said)]]);
  });

  // ---- controls

  const sorted = (words) => [...words].map(([name, value]) => `${name}=${value}`).sort().join("&");

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    hub: {
      /* The days, then the menus, then what the chart and the table show, then how all are called. */
      changed(days, ...given) {
        const called = given.pop();
        const here = new URL(window.location.href);
        const before = sorted(here.searchParams);
        ["range", "from", "to"].forEach((name) => here.searchParams.delete(name));
        if (days && days !== called.days) {
          new URLSearchParams(days).forEach((value, name) => here.searchParams.set(name, value));
        }
        called.lists.forEach((name, at) => {
          here.searchParams.delete(name);
          (given[at] || []).forEach((value) => here.searchParams.append(name, value));
        });
        Object.entries(called.words).forEach(([name, usual], at) => {
          const value = given[called.lists.length + at];
          if (!value || value === usual) here.searchParams.delete(name);
          else here.searchParams.set(name, value);
        });
        if (sorted(here.searchParams) !== before) {
          here.searchParams.delete("page");
          go(here.href);
        }
        return window.dash_clientside.no_update;
      },
    },
  });
})();
