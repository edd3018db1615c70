import { make } from '../element';

/** Lines that somebody points at, drawn over the terminal: a bar beside them, in that person's colour, with a name where it is not this page's own. */
export type Highlight = { first: number; last: number; hue?: number; label?: string };

/** Draws highlights where their lines are on the screen just now. The selections of others are meant to come here, too. */
export class Highlights {
  readonly #layer = make('div', 'highlights');
  #shown: Highlight[] = [];

  /** Lies over the cells. */
  attachTo(screen: Element) {
    this.#layer.setAttribute('aria-hidden', 'true');
    screen.append(this.#layer);
  }

  set(highlights: Highlight[]) {
    this.#shown = highlights;
  }

  draw({ viewportY, rows, cellHeight, isVisible }: { viewportY: number; rows: number; cellHeight: number; isVisible: boolean }) {
    const onScreen = isVisible ? this.#shown.filter(({ first, last }) => last >= viewportY && first < viewportY + rows) : [];
    if (onScreen.length === 0 && this.#layer.childElementCount === 0) return;
    this.#layer.replaceChildren(
      ...onScreen.map(({ first, last, hue, label }) => {
        const top = Math.max(0, first - viewportY);
        const bottom = Math.min(rows, last - viewportY + 1);
        const bar = make('div', 'highlight', label === undefined ? null : make('span', 'highlight-name', label));
        bar.style.top = `${top * cellHeight}px`;
        bar.style.height = `${(bottom - top) * cellHeight}px`;
        if (hue !== undefined) bar.style.setProperty('--hue', String(hue));
        return bar;
      }),
    );
  }
}
