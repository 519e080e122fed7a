/* Charts are drawn in turn, and what has been drawn is shown before long work goes on: who opens a
   page sees its first chart while the others are still drawn. */
(function () {
  "use strict";

  const LONG = 40; // milliseconds of drawing, after which a frame is shown
  const react = window.Plotly.react;
  const waiting = new Map(); // by graph, in the order of asking: the newest figure, and who waits
  let busy = false;

  function frame() {
    return new Promise((goOn) => {
      if (document.hidden) setTimeout(goOn);
      else requestAnimationFrame(() => setTimeout(goOn));
    });
  }

  /* What takes long of it is over when this returns. */
  function draw(graph, { given, done, failed }) {
    if (!graph.isConnected) return done(graph); // its page has been left
    try {
      return react(graph, ...given).then(done, failed);
    } catch (error) {
      return failed(error);
    }
  }

  async function work() {
    busy = true;
    let begun = performance.now();
    while (waiting.size) {
      const [graph, asked] = waiting.entries().next().value;
      waiting.delete(graph);
      draw(graph, asked);
      if (waiting.size && performance.now() - begun > LONG) {
        await frame();
        begun = performance.now();
      }
    }
    busy = false;
  }

  window.Plotly.react = function (graph, ...given) {
    const asked = waiting.get(graph) || {};
    asked.given = given;
    if (!asked.drawn) {
      asked.drawn = new Promise((done, failed) => Object.assign(asked, { done, failed }));
      waiting.set(graph, asked);
    }
    if (!busy) work();
    return asked.drawn;
  };
})();
