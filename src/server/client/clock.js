"use strict";

// Comes before all scripts of a page that is shown for a day of choice: the day is that one, in
// the zone of the site, at the time of day that it is there now. Pages that are published have
// nothing of this.

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

  const DAY = 864e5;
  let minute = null;
  let shift = 0;

  // By how much the clock is wrong. It is looked up once a minute; summer time may lie between
  // the two days.
  function shiftAt(real) {
    if (Math.floor(real / 60000) !== minute) {
      minute = Math.floor(real / 60000);
      const whole = Math.floor(real / 1000) * 1000;
      const wanted = Real.parse(day + "T00:00:00Z") + (shown(whole) % DAY);
      const guess = wanted - (shown(whole) - whole);
      shift = guess - (shown(guess) - wanted) - whole;
    }
    return shift;
  }

  function now() {
    const real = Real.now();
    return real + shiftAt(real);
  }

  // All else is as it is without us: `Date()` without `new`, `instanceof`, classes that extend it.
  globalThis.Date = new Proxy(Real, {
    construct: (_, given, made) => Reflect.construct(Real, given.length ? given : [now()], made),
    apply: () => new Real(now()).toString(),
    get: (_, name) => (name === "now" ? now : Real[name]),
  });
})();
