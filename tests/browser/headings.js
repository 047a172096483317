// What is wrong with the headings of a page: those that something lies upon, and lines that begin
// with what may not begin one (JIS X 4051, 5.3).
(() => {
  const closing = /[、。，．・：；？！）」』】〕〉》々ー]/;
  const covered = [];
  const lines = [];
  for (const heading of document.querySelectorAll("h1, h2, h3")) {
    if (!heading.checkVisibility() || heading.matches(".hidden-visually")) continue;
    heading.scrollIntoView({ block: "center" });
    const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    let last = null;
    while (texts.nextNode()) {
      const { currentNode: text } = texts;
      for (let at = 0; at < text.length; at++) {
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        const box = range.getBoundingClientRect();
        if (box.width < 2) continue;
        if (last && box.top > last.top + box.height / 2 && closing.test(text.data[at])) {
          lines.push(heading.textContent);
        }
        last = box;
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        if (top && !heading.contains(top) && !top.contains(text)) covered.push(heading.textContent);
        if (top && top !== heading && top.contains(heading)) covered.push(heading.textContent);
      }
    }
  }
  return { covered: [...new Set(covered)], lines: [...new Set(lines)] };
})()
