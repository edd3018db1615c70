import type { Terminal } from '@xterm/xterm';

/** What the keyboard does in the terminal. */
export interface KeyUse {
  /** Whether keys go to the session. */
  typing(): boolean;

  /** The page's own keys, which come before the session's: true where the event was one. */
  own(event: KeyboardEvent): boolean;

  copySelection(): void;
}

/** Typing, keys go to the session, but for the page's own. Else arrow and page keys scroll, and xterm takes none: Tab leaves the terminal, the browser's own keys work. */
export function useKeys(terminal: Terminal, use: KeyUse) {
  terminal.attachCustomKeyEventHandler(event => {
    if (use.own(event)) return false;
    if (isCopy(event) && terminal.hasSelection()) {
      if (event.type === 'keydown') use.copySelection();
      event.preventDefault();
      return false;
    }
    if (use.typing()) return !isPaste(event);
    scrollBy(terminal, event);
    return false;
  });
  terminal.attachCustomWheelEventHandler(() => use.typing()); // a full-screen program gets arrow keys for it
}

const isCopy = ({ key, ctrlKey, shiftKey, altKey, metaKey }: KeyboardEvent) =>
  (ctrlKey && shiftKey && !altKey && key.toLowerCase() === 'c') || (metaKey && !shiftKey && key === 'c') || (ctrlKey && !shiftKey && key === 'Insert');

// The browser makes a paste event of these.
const isPaste = ({ key, ctrlKey, shiftKey, metaKey }: KeyboardEvent) =>
  (ctrlKey && shiftKey && key.toLowerCase() === 'v') || (metaKey && key === 'v') || (shiftKey && !ctrlKey && key === 'Insert');

/** Whether a key scrolls where it does not go to the session. */
export const isScroll = (event: KeyboardEvent) => event.type === 'keydown' && !event.ctrlKey && !event.altKey && !event.metaKey && event.key in scrolls;

function scrollBy(terminal: Terminal, event: KeyboardEvent) {
  if (!isScroll(event)) return;
  scrolls[event.key]!(terminal);
  event.preventDefault();
}

const scrolls: Partial<Record<string, (terminal: Terminal) => void>> = {
  ArrowUp: terminal => terminal.scrollLines(-1),
  ArrowDown: terminal => terminal.scrollLines(1),
  PageUp: terminal => terminal.scrollPages(-1),
  PageDown: terminal => terminal.scrollPages(1),
  Home: terminal => terminal.scrollToTop(),
  End: terminal => terminal.scrollToBottom(),
};
