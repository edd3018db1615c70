import { make } from '../element';
import type { Span } from './places';

/** Something that somebody points at: whole lines with a bar beside them, or cells; with a name where it is not this page's own. */
export type Highlight = Span & { colour?: string; name?: string };

type Window = { viewportY: number; rows: number; columns: number; cell: { width: number; height: number } };

/** Draws highlights where their lines are on the screen just now, over the cells, in each person's colour. */
export class Highlights {
  readonly #layer = make('div', 'highlights');
  #drawn = '';

  attachTo(screen: Element) {
    this.#layer.setAttribute('aria-hidden', 'true');
    this.#drawn = '';
    screen.append(this.#layer);
  }

  draw(highlights: Highlight[], window: Window) {
    const onScreen = highlights.filter(({ first, last }) => last >= window.viewportY && first < window.viewportY + window.rows);
    const state = JSON.stringify([onScreen, window]);
    if (state === this.#drawn || (onScreen.length === 0 && this.#layer.childElementCount === 0)) return;
    this.#drawn = state;
    this.#layer.replaceChildren(...onScreen.flatMap(highlight => boxesOf(highlight, window)));
  }
}

function boxesOf(highlight: Highlight, { viewportY, rows, columns, cell }: Window): HTMLElement[] {
  const top = Math.max(0, highlight.first - viewportY);
  const bottom = Math.min(rows, highlight.last - viewportY + 1);
  const { from, to, colour, name } = highlight;
  const boxes: HTMLElement[] = [];
  if (from === undefined || to === undefined) {
    boxes.push(box('highlight', { top: top * cell.height, height: (bottom - top) * cell.height }));
  } else {
    for (let row = top; row < bottom; row++) {
      const [left, right] = [row + viewportY === highlight.first ? from : 0, row + viewportY === highlight.last ? to : columns];
      if (right > left) boxes.push(box('highlight-text', { top: row * cell.height, height: cell.height, left: left * cell.width, width: (right - left) * cell.width }));
    }
  }
  if (name !== undefined && boxes.length > 0) {
    const line = box('highlight-line', { top: top * cell.height, height: cell.height }); // the name stands at its end, where text seldom is
    line.append(make('span', 'highlight-name', name));
    boxes.push(line);
  }
  for (const each of boxes) if (colour !== undefined) each.style.setProperty('--person', colour);
  return boxes;
}

function box(className: string, place: Record<string, number>) {
  const element = make('div', className);
  for (const [side, pixels] of Object.entries(place)) element.style.setProperty(side, `${pixels}px`);
  return element;
}
