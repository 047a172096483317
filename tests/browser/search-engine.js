"use strict";

// Runs the tables of tests/search.rs through the search of the site, and tells what came out.
(async () => {
  const { begin, fold, find, about } = annai.search;
  await begin();
  const folds = tables.folds.map((text) => fold(text).text);
  const hits = [];
  for (const query of tables.queries) {
    const found = (await find(query)).slice(0, 4);
    hits.push(await Promise.all(found.map(async (result) => (await about(result))[0])));
  }
  const told = document.createElement("pre");
  told.textContent = JSON.stringify({ folds, hits });
  document.body.append(told);
})();
