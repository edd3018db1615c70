import { byId, make, makeButton } from './element';
import { icon } from './icons';

/** A panel over the right edge of the page: the people, or the sessions. The terminal keeps its size behind it. */
export class SidePanel {
  readonly #element = byId('panel');
  readonly #body = make('div', 'panel-body');
  readonly #title = make('h2', '', '');
  #opener: HTMLElement | null = null;
  #open: string | null = null;

  /** Hears what is open: by a button's `aria-controls` it also says so. */
  onChanged: (open: string | null) => void = () => {};

  constructor() {
    this.#title.tabIndex = -1;
    this.#element.append(make('header', 'panel-head', this.#title, makeButton('icon-button', icon('close'), () => this.close(), 'Close')), this.#body);
    this.#element.addEventListener('keydown', event => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close();
    });
  }

  get open() {
    return this.#open;
  }

  show(kind: string, title: string, ...content: HTMLElement[]) {
    if (this.#open !== kind) this.#opener = document.activeElement as HTMLElement | null;
    this.#open = kind;
    this.#title.textContent = title;
    this.#body.replaceChildren(...content);
    this.#element.hidden = false;
    this.#element.setAttribute('aria-label', title);
    this.#title.focus();
    this.onChanged(kind);
  }

  close() {
    if (this.#open === null) return;
    this.#open = null;
    this.#element.hidden = true;
    this.#body.replaceChildren();
    this.#opener?.focus();
    this.onChanged(null);
  }
}
