"use strict";

// Comes before all scripts of a page that is shown for a moment of choice: the time is that one, in
// the zone of the site, and goes on from there. Pages that are published have nothing of this.

(() => {
  const { day, zone } = document.currentScript.dataset;
  const Real = Date;
  const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  const format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", { ...parts, hourCycle: "h23", timeZone: zone });

  // What the clocks of the zone show, as if that were UTC.
  function shown(time) {
    const part = {};
    for (const { type, value } of format.formatToParts(time)) part[type] = Number(value);
    return Real.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  }

  // The moment as if it were in UTC, then as it is in the zone: summer time may lie between.
  const wanted = Real.parse((day.includes("T") ? day : day + "T00:00") + ":00Z");
  const guess = wanted - (shown(wanted) - wanted);
  const start = guess - (shown(guess) - wanted);
  const loaded = Real.now();

  function now() {
    return start + Real.now() - loaded;
  }

  // All else is as it is without us: `Date()` without `new`, `instanceof`, classes that extend it.
  globalThis.Date = new Proxy(Real, {
    construct: (_, given, made) => Reflect.construct(Real, given.length ? given : [now()], made),
    apply: () => new Real(now()).toString(),
    get: (_, name) => (name === "now" ? now : Real[name]),
  });
})();
