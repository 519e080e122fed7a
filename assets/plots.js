/* A figure names its colours by token, "var(--series-1)": the reader's own colours are put in their
   place before Plotly draws, and again when the theme is switched. */
(function () {
  "use strict";
  var named = /^var\((--[\w-]+)\)$/;
  var original = window.Plotly.react;
  var figures = new WeakMap();

  /* A colour is asked of the browser once in each theme: each answer makes it style the page. */
  var known = {};

  /* `theme` is "light" or "dark"; without it, the reader's. */
  function resolver(theme) {
    var colors = (known[theme || ""] = known[theme || ""] || {});
    var probe;
    return {
      color: function (token) {
        if (!(token in colors)) {
          if (!probe) {
            probe = document.createElement("span");
            probe.hidden = true;
            if (theme) probe.style.colorScheme = theme;
            document.body.appendChild(probe);
          }
          probe.style.color = "var(" + token + ")";
          colors[token] = window.getComputedStyle(probe).color;
        }
        return colors[token];
      },
      done: function () {
        if (probe) probe.remove();
      },
    };
  }

  function resolved(value, color) {
    if (typeof value === "string") {
      var match = named.exec(value);
      return match ? color(match[1]) : value;
    }
    if (Array.isArray(value)) {
      return value.map(function (item) {
        return resolved(item, color);
      });
    }
    if (value && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(function (entry) {
        return [entry[0], resolved(entry[1], color)];
      }));
    }
    return value;
  }

  function painted(value, theme) {
    var colors = resolver(theme);
    var found = resolved(value, colors.color);
    colors.done();
    return found;
  }

  function draw(graph, figure) {
    var shown = painted({ data: figure.data, layout: figure.layout });
    return original(graph, Object.assign({}, figure, shown));
  }

  window.Plotly.react = function (graph, data, layout, config) {
    var figure = Array.isArray(data) ? { data: data, layout: layout, config: config } : data;
    figures.set(graph, figure);
    return draw(graph, figure);
  };

  window.heliographPlots = {
    painted: painted,
    /* What a graph draws, its colours still named by token. */
    figure: function (graph) {
      return figures.get(graph);
    },
  };

  window.addEventListener("heliograph-theme", function () {
    known = {};
    document.querySelectorAll(".js-plotly-plot").forEach(function (graph) {
      if (figures.has(graph)) draw(graph, figures.get(graph));
    });
  });
})();
