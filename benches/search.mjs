// How well the search of a built site does, and what it costs to load.
//
//   node benches/search.mjs SITE
//     the tables of tests/data on the repository's own site: first hit relevant, any of the
//     first four, nothing found, absent words that find something, bytes to the first result.
//   node benches/search.mjs SITE --pagefind PROGRAM
//     beside it Pagefind on the same pages, in Chromium (npm install pagefind@1.6.0; PROGRAM
//     is node_modules/.bin/pagefind).
//   node benches/search.mjs SITE --missed TABLE
//     the queries of one table (office, holdout, ...) whose first hit is none that is wanted.
//   node benches/search.mjs SITE --bytes
//     what each query loads, from nothing to the titles of the first ten results and the
//     text of the first one: for large sites.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import vm from "node:vm";

const [site, mode, program] = process.argv.slice(2);
const data = new URL("../tests/data/", import.meta.url);
const table = (name) => readFileSync(new URL(name, data), "utf8").split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split("\t"))
  .map(([query, pages]) => ({ query, pages: pages.split(" ") }));
const PAGES = {
  q1: "faq/license-expiry/", q2: "faq/form-access/", q3: "faq/completion-notice/",
  q4: "faq/reflected-date/", q5: "faq/after-expiry/", q6: "faq/after-deadline/",
  faq: "faq/", renewal: "renewal/", contact: "contact/", index: "", news: "news/renewal-2024/",
  "news-index": "news/", providers: "providers/", download: "download/", interviews: "interviews/",
  accessibility: "accessibility/",
};

// The search as a page has it, with nothing loaded yet.
const script = readdirSync(join(site, "assets")).find((name) => /^search\.[0-9a-f]+\.js$/.test(name));
function engine(folder) {
  const loaded = [`assets/${script}`];
  const read = (path) => readFileSync(join(site, path), "utf8");
  const page = { dataset: { root: "", index: `${folder}search/index.js` }, matches: () => false };
  const head = {
    append(tag) {
      loaded.push(tag.src);
      vm.runInContext(read(tag.src), context);
      queueMicrotask(tag.onload);
    },
  };
  const document = { head, querySelector: () => page, createElement: () => ({}) };
  const context = vm.createContext({ document });
  context.window = context;
  vm.runInContext(read(loaded[0]), context);
  const bytes = () => loaded.reduce((sum, path) => sum + Buffer.byteLength(read(path)), 0);
  return { search: context.annai.search, bytes, loaded };
}

async function own(query, folder = "") {
  const { search, bytes, loaded } = engine(folder);
  const found = await search.find(query);
  const shown = await Promise.all(found.slice(0, 10).map((result) => search.about(result)));
  if (found.length) await search.text(found[0], shown[0][3]);
  return { found: shown.map(([address]) => address), count: found.length, bytes: bytes(), files: loaded.length };
}

// Pagefind in a browser, because it is made for one. The server counts what is loaded.
async function pagefind(queries) {
  const folder = mkdtempSync(join(tmpdir(), "pagefind-"));
  cpSync(site, folder, { recursive: true });
  // As its manual says: only what stands in the main part, and no sheet, no page of errors.
  for (const name of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html"))) {
    const html = readFileSync(join(folder, name), "utf8");
    const isPage = html.includes('<main id="main"') && !/noindex/.test(html);
    if (!isPage || name.includes("leaflet")) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), html.replace("<main ", "<main data-pagefind-body "));
  }
  const indexed = spawnSync(program, ["--site", folder], { encoding: "utf8" });
  if (indexed.status) throw new Error(indexed.stderr);
  const page = `<!doctype html><html lang="ja"><meta charset="utf-8"><script type="module">
    const found = [];
    for (const query of ${JSON.stringify(queries)}) {
      const pagefind = await import("/pagefind/pagefind.js");
      const { results } = await pagefind.search(query);
      const shown = await Promise.all(results.slice(0, 4).map((result) => result.data()));
      found.push({ found: shown.map(({ url }) => url.slice(1)), count: results.length });
    }
    await fetch("/told", { method: "POST", body: JSON.stringify(found) });
  </script>`;
  const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
  return new Promise((done) => {
    let browser, bytes = 0;
    const server = createServer((request, response) => {
      if (request.url === "/told") {
        let body = "";
        request.on("data", (part) => body += part).on("end", () => {
          browser.kill();
          server.close();
          done({ found: JSON.parse(body), bytes });
        });
        return;
      }
      const path = join(folder, request.url.split("?")[0]);
      if (request.url === "/bench") return response.setHeader("Content-Type", "text/html"), response.end(page);
      if (!existsSync(path)) return response.writeHead(404), response.end();
      const file = readFileSync(path);
      bytes += file.length;
      response.setHeader("Content-Type", TYPES[extname(path)] || "application/octet-stream");
      response.end(file);
    });
    server.listen(0, "127.0.0.1", () => {
      const profile = mkdtempSync(join(tmpdir(), "profile-"));
      browser = spawn("chromium", ["--headless", "--no-sandbox", "--disable-gpu",
        `--user-data-dir=${profile}`, `http://127.0.0.1:${server.address().port}/bench`], { stdio: "ignore" });
    });
  });
}

const isRight = (pages, folder, address) => pages.some((page) => folder + PAGES[page] === address);

function row({ name, queries, folder }, results, bytes) {
  let first = 0, any = 0, none = 0, noise = 0;
  const wanted = queries.filter(({ pages }) => pages[0] !== "-");
  queries.forEach(({ pages }, at) => {
    const { found, count } = results[at];
    const right = (address) => isRight(pages, folder, address);
    if (pages[0] === "-") return void (noise += count > 0);
    first += found.length > 0 && right(found[0]);
    any += found.slice(0, 4).some(right);
    none += count === 0;
  });
  const absent = queries.length - wanted.length;
  console.log(`| ${name} | ${first}/${wanted.length} | ${any}/${wanted.length} | ${none} | ${noise}/${absent} | ${bytes} |`);
}

const tables = ["queries", "holdout", "reported", "office", "office-holdout", "english"]
  .map((name) => ({ name, queries: table(`search-${name}.tsv`), folder: name === "english" ? "en/" : "" }));
if (mode === "--bytes") {
  const words = ["申込", "受付期間", "いつまで", "営業時間", "電話", "ログインできない", "ライセンスの有効期限",
    "期限が切れたらどうなりますか", "期", "の", "です", "2024年4月9日", "0120-584-708", "お手続きの流れを知りたい",
    "更新の手続きをしたいのですが、必要な書類は何ですか", "担当者から確認の連絡が来ないときはどうすればよいですか"];
  const japanese = tables.filter(({ folder }) => !folder);
  const queries = [...words, ...japanese.flatMap(({ queries }) => queries.map(({ query }) => query))];
  const costs = [];
  for (const query of queries) costs.push({ query, ...await own(query) });
  costs.sort((a, b) => a.bytes - b.bytes);
  const line = ({ query, bytes, files, count }) => console.log(`${bytes}\t${files} files\t${count} found\t${query}`);
  console.log(`${costs.length} queries; median:`);
  line(costs[costs.length >> 1]);
  console.log("worst:");
  costs.slice(-8).forEach(line);
} else if (mode === "--missed") {
  const { queries, folder } = tables.find(({ name }) => name === program);
  for (const { query, pages } of queries) {
    const { found } = await own(query, folder);
    const isMissed = pages[0] === "-" ? found.length : !found.length || !isRight(pages, folder, found[0]);
    if (isMissed) console.log(`${query}: ${found.slice(0, 4).join(" ") || "nothing"} instead of ${pages.join(" ")}`);
  }
} else {
  console.log("| search | first | any of four | nothing found | absent words | bytes to first result |\n|---|---|---|---|---|---|");
  for (const table of tables) {
    const { name, queries, folder } = table;
    const results = [];
    for (const { query } of queries) results.push(await own(query, folder));
    row({ ...table, name: `annai, ${name}` }, results, Math.max(...results.map(({ bytes }) => bytes)));
    if (mode === "--pagefind" && !folder) {
      const once = await pagefind([queries[0].query]);
      const all = await pagefind(queries.map(({ query }) => query));
      row({ ...table, name: `Pagefind, ${name}` }, all.found, once.bytes);
    }
  }
  process.exit();
}
