import { byId, makeButton } from './element';
import type { TerminalView } from './terminal/terminalView';

const arrows = { '↑': 'A', '↓': 'B', '→': 'C', '←': 'D' } as const;
const names = { '↑': 'Up', '↓': 'Down', '→': 'Right', '←': 'Left' } as const;

/** Keys that a phone's keyboard lacks. Ctrl holds for the next letter. */
export class KeyBar {
  readonly #terminal: TerminalView;
  readonly #control: HTMLButtonElement;

  constructor(terminal: TerminalView) {
    this.#terminal = terminal;
    this.#control = this.#key('Ctrl', 'Ctrl, for the next key', () => this.#hold(!this.#holds));
    this.#hold(false);
    const bar = byId('key-bar');
    bar.append(
      this.#key('Esc', 'Esc', () => terminal.type('\x1b')),
      this.#key('Tab', 'Tab', () => terminal.type('\t')),
      this.#control,
      ...(['←', '↑', '↓', '→'] as const).map(arrow => this.#key(arrow, names[arrow], () => terminal.type(`\x1b${terminal.modes.applicationCursorKeysMode ? 'O' : '['}${arrows[arrow]}`))),
    );
    bar.addEventListener('pointerdown', event => event.preventDefault()); // the keyboard of the phone stays
  }

  /** What is typed, with what is held. */
  apply(bytes: Uint8Array): Uint8Array {
    if (!this.#holds) return bytes;
    this.#hold(false);
    return withControl(bytes);
  }

  get #holds() {
    return this.#control.getAttribute('aria-pressed') === 'true';
  }

  #hold(held: boolean) {
    this.#control.setAttribute('aria-pressed', String(held));
  }

  #key(text: string, label: string, press: () => void) {
    return makeButton('key', text, () => {
      press();
      this.#terminal.focus();
    }, label);
  }
}

/** The control character of a letter: Ctrl-C for c. Anything else stays as it is. */
export function withControl(bytes: Uint8Array): Uint8Array {
  const byte = bytes[0]!;
  const isLetter = bytes.length === 1 && ((byte >= 0x40 && byte <= 0x5f) || (byte >= 0x61 && byte <= 0x7a));
  return isLetter ? new Uint8Array([byte & 0x1f]) : bytes;
}
