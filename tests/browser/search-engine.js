"use strict";

// Runs the tables of tests/search.rs through the search of the site, and tells what came out.
(async () => {
  const { begin, fold, find, about } = annai.search;
  await begin();
  const folds = tables.folds.map((text) => fold(text).text);
  const hits = [], counts = [];
  for (const query of tables.queries) {
    const found = await find(query);
    counts.push(found.length);
    hits.push(await Promise.all(found.slice(0, 4).map(async (result) => (await about(result))[0])));
  }
  const told = document.createElement("pre");
  told.textContent = JSON.stringify({ folds, hits, counts });
  document.body.append(told);
})();
