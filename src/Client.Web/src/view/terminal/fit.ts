import type { Terminal } from '@xterm/xterm';
import { fittingFontSizes } from './fontSize';

const anyEnd = 200_000; // lines

/** Chooses the font size so that a terminal of the sharer's size fills its pane; its columns and rows are never changed. */
export class Fit {
  readonly #element: HTMLElement;
  readonly #scroller: HTMLElement;
  #zoom = 0; // steps by which the person wants it larger than what fits

  constructor(element: HTMLElement, scroller: HTMLElement) {
    this.#element = element;
    this.#scroller = scroller;
  }

  get isTallerThanPane() {
    return this.#scroller.scrollHeight > this.#scroller.clientHeight;
  }

  /** Larger (+1), smaller (-1), or as it fits (0). */
  zoom(steps: -1 | 0 | 1) {
    this.#zoom = steps === 0 ? 0 : this.#zoom + steps;
  }

  cell(terminal: Terminal) {
    const screen = this.#screen();
    return { width: screen.clientWidth / terminal.cols, height: screen.clientHeight / terminal.rows };
  }

  apply(terminal: Terminal) {
    const { width, height } = this.cell(terminal);
    const fontSize = terminal.options.fontSize!;
    const space = this.#space();
    if (!(width > 0) || space.width <= 0 || space.height <= 0) return; // not laid out
    const size = { columns: terminal.cols, rows: terminal.rows };
    for (const next of fittingFontSizes(size, space, { width: width / fontSize, height: height / fontSize })) {
      terminal.options.fontSize = next;
      const screen = this.#screen();
      if (screen.clientWidth <= space.width && screen.clientHeight <= space.height) break;
    }

    if (this.#zoom !== 0) terminal.options.fontSize = Math.min(40, Math.max(6, terminal.options.fontSize! * 1.15 ** this.#zoom));
    this.#element.toggleAttribute('data-taller', this.isTallerThanPane);
    if (terminal.options.fontSize !== fontSize) settleScrollbar(terminal);
  }

  #space() {
    const around = this.#around();
    return { width: this.#scroller.offsetWidth - around.width, height: this.#scroller.offsetHeight - around.height };
  }

  /** What stands between the pane's edges and the cells: paddings, borders, xterm's scrollbar. */
  #around() {
    const screen = this.#screen();
    const scroller = getComputedStyle(this.#scroller);
    return {
      width: this.#element.offsetWidth - screen.clientWidth + parseFloat(scroller.paddingLeft) + parseFloat(scroller.paddingRight),
      height: this.#element.offsetHeight - screen.clientHeight + parseFloat(scroller.paddingTop) + parseFloat(scroller.paddingBottom),
    };
  }

  #screen = () => this.#element.querySelector('.xterm-screen')!;
}

// xterm 6 keeps its scrollbar at the former height of a line until lines move: to one end, and back before anything is drawn.
function settleScrollbar(terminal: Terminal) {
  const { viewportY, baseY } = terminal.buffer.active;
  if (baseY === 0) return;
  terminal.scrollLines(viewportY > 0 ? -anyEnd : anyEnd);
  terminal.scrollToLine(viewportY);
}
