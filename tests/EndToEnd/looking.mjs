// What can be seen of a page: a picture for people, and faults that a program can find.
import { readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = fileURLToPath(new URL('../../artifacts/screenshots/', import.meta.url));

export async function picture(page, name) {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', caret: 'initial' });
}

/** Serious faults of accessibility, as axe-core finds them. The page runs no script but its own, so this one comes in by the debugger. */
export async function accessibilityFaults(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html, any }) => html.slice(0, 160) + ' ' + (any[0]?.message ?? '')).join(' | '))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return JSON.parse(result.value);
}

/** What reaches over the page's edge, is cut off, or lies below something else. Panels and dialogs may cover what is not theirs. */
export const layoutFaults = page =>
  page.evaluate(() => {
    const faults = [];
    const name = element => `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}.${element.className} “${(element.innerText ?? '').slice(0, 30)}”`;
    const { clientWidth: width, clientHeight: height, scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > width || scrollHeight > height) faults.push(`the page is ${scrollWidth}x${scrollHeight} in ${width}x${height}`);

    const front = document.querySelector('dialog[open]') ?? document;
    const covers = '.panel, .reader, .blocks[data-open], .card-place, .toast, .find-bar, .floating';
    for (const element of front.querySelectorAll('button, input:not([type=hidden]), select, a[href], .state, .control-text, h1, h2, h3')) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const scrolls = [...ancestors(element)].find(parent => /auto|scroll/.test(getComputedStyle(parent).overflowY));
      const window = scrolls?.getBoundingClientRect();
      if (window && (y < window.top || y > window.bottom || x < window.left || x > window.right)) continue; // scrolled away
      if (box.left < -1 || box.right > width + 1 || (!scrolls && (box.top < -1 || box.bottom > height + 1))) faults.push(`over the edge: ${name(element)}`);

      const style = getComputedStyle(element);
      if (element.scrollWidth > element.clientWidth + 1 && style.overflowX === 'visible' && style.display !== 'inline' && element.tagName !== 'INPUT' && !element.matches('.avatar-button')) faults.push(`cut: ${name(element)}`);
      const top = document.elementFromPoint(x, y);
      const cover = top?.closest(covers);
      if (top && !element.contains(top) && !top.contains(element) && !(cover && !cover.contains(element))) faults.push(`${name(element)} below ${name(top)}`);
    }
    return faults;

    function* ancestors(element) {
      for (let parent = element.parentElement; parent; parent = parent.parentElement) yield parent;
    }
  });
