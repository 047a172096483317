"use strict";

// The preview's own script: shown with every page, published with none.

(() => {
  const own = document.currentScript.dataset;
  const page = location.pathname;

  // Takes over the style sheets of the page as it is now, without losing what is open or typed.
  async function restyle(news) {
    const text = await (await fetch(location.href)).text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const wanted = [...fresh.querySelectorAll('head link[rel="stylesheet"]')];
    const present = [...document.querySelectorAll('head link[rel="stylesheet"]')];
    present.forEach((link, at) => {
      if (wanted[at]) link.href = wanted[at].getAttribute("href");
    });
    own.hash = news.hash;
  }

  function take(news) {
    if (news.follow && news.follow !== page && own.followed !== news.follow) {
      own.followed = news.follow;
      location.assign(news.follow);
    } else if (news.hash === own.hash) {
      own.generation = news.generation;
    } else if (news.shape === own.shape) {
      restyle(news);
    } else {
      location.reload();
    }
  }

  // After a restart of the server the secret is another one, so that the stream is refused:
  // the page itself brings the new one.
  function waitForServer() {
    const again = () => setTimeout(waitForServer, 500);
    fetch(location.href, { method: "HEAD" }).then(() => location.reload(), again);
  }

  function listen() {
    const query = new URLSearchParams({ token: own.token, page });
    const stream = new EventSource("/.annai/events?" + query);
    stream.onmessage = (event) => take(JSON.parse(event.data));
    stream.onerror = () => {
      stream.close();
      waitForServer();
    };
    addEventListener("pagehide", () => stream.close());
  }

  listen();
})();
