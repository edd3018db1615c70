import { byId } from './element';
import type { TerminalView } from './terminal/terminalView';

/** Finds text in what the terminal holds, from the newest line upwards. */
export class FindBar {
  readonly #bar = byId('find-bar');
  readonly #input = byId<HTMLInputElement>('find-text');
  readonly #count = byId('find-count');
  readonly #terminal: TerminalView;

  constructor(terminal: TerminalView) {
    this.#terminal = terminal;
    this.#input.addEventListener('input', () => this.#find('older'));
    this.#bar.addEventListener('keydown', event => this.#key(event));
    byId('find-older').addEventListener('click', () => this.#find('older'));
    byId('find-newer').addEventListener('click', () => this.#find('newer'));
    byId('find-close').addEventListener('click', () => this.close());
    terminal.onFound(found => (this.#count.textContent = foundText(found, this.#input.value)));
  }

  open() {
    this.#bar.hidden = false;
    this.#input.focus();
    this.#input.select();
  }

  close() {
    this.#bar.hidden = true;
    this.#terminal.endFind();
    this.#terminal.focus();
  }

  #find(where: 'older' | 'newer') {
    if (this.#input.value === '') {
      this.#terminal.endFind();
      this.#count.textContent = '';
    } else {
      this.#terminal.find(this.#input.value, where);
    }
  }

  #key(event: KeyboardEvent) {
    if (event.key === 'Escape') this.close();
    else if (event.key === 'Enter' && event.target === this.#input) this.#find(event.shiftKey ? 'newer' : 'older');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

export function foundText({ index, count }: { index: number; count: number }, text: string): string {
  if (text === '') return '';
  if (count === 0) return 'not found';
  return index < 0 ? `${count}${count >= 1000 ? '+' : ''} found` : `${index + 1} of ${count}${count >= 1000 ? '+' : ''}`;
}
