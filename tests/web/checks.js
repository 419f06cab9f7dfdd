// What a reader needs of a page: names, labels, sizes, headings, contrast. Returns what is wrong.
() => {
  const problems = [];
  const name = e => e.outerHTML.slice(0, 90);
  const shown = e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length;
  for (const e of document.querySelectorAll('input:not([type=hidden]), textarea'))
    if (!e.labels?.length && !e.ariaLabel) problems.push('no label: ' + name(e));
  for (const e of document.querySelectorAll('a, button, summary')) {
    if (!shown(e)) continue;
    if (!(e.textContent.trim() || e.ariaLabel)) problems.push('no name: ' + name(e));
    const box = e.getBoundingClientRect();
    const inText = e.closest('.words, .quiet') || e.matches('.queue-link, .incident-link, .skip');
    if (getComputedStyle(e).overflowX === 'visible' && e.clientWidth && e.scrollWidth > e.clientWidth + 1) problems.push('spills: ' + name(e));
    if (!inText && (box.height < 43.5 || box.width < 43.5)) problems.push('small: ' + name(e));
  }
  for (const e of document.querySelectorAll('img')) if (!e.hasAttribute('alt')) problems.push('no alt');
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  if (new Set(ids).size !== ids.length) problems.push('ids twice');
  if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
  if (document.querySelectorAll('main').length !== 1) problems.push('not one main');
  const levels = [...document.querySelectorAll('h1,h2,h3')].map(e => +e.tagName[1]);
  if (levels.some((l, i) => i && l - levels[i - 1] > 1)) problems.push('heading skipped');
  for (const e of document.querySelectorAll('[aria-labelledby], [aria-describedby]'))
    for (const a of ['aria-labelledby', 'aria-describedby'])
      for (const id of (e.getAttribute(a) || '').split(/ +/).filter(Boolean))
        if (!document.getElementById(id)) problems.push('dangling ' + id);
  if (document.documentElement.scrollWidth > innerWidth) problems.push('scrolls sideways');
  const rgb = c => c.match(/[0-9.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !shown(e)) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) problems.push('contrast ' + ratio.toFixed(2) + ': ' + name(e));
  }
  return problems;
}
