import type { Terminal } from '@xterm/xterm';

const mouseModes = new Set([9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016]);

/**
 * Makes a terminal one that is only looked at: nothing that the session writes reaches the page, and no key, click or
 * query of the session is answered. What xterm would answer goes nowhere, since nobody listens to its data.
 */
export function makeViewOnly(terminal: Terminal) {
  const ignore = () => true;
  terminal.parser.registerOscHandler(8, ignore); // links: shown as text
  terminal.parser.registerOscHandler(52, ignore); // the clipboard

  // Mouse reporting would take selecting and scrolling from the person and give it to nobody.
  const onlyMouse = (modes: (number | number[])[]) => modes.every(mode => typeof mode === 'number' && mouseModes.has(mode));
  terminal.parser.registerCsiHandler({ prefix: '?', final: 'h' }, onlyMouse);

  terminal.attachCustomKeyEventHandler(event => scrollBy(terminal, event));
  terminal.attachCustomWheelEventHandler(() => false);
}

// Always answers false: xterm takes no key, so Tab leaves the terminal and the browser's own keys work.
function scrollBy(terminal: Terminal, event: KeyboardEvent): false {
  const scroll = event.type === 'keydown' && !event.ctrlKey && !event.altKey && !event.metaKey ? scrolls[event.key] : undefined;
  if (scroll) {
    scroll(terminal);
    event.preventDefault();
  }

  return false;
}

const scrolls: Partial<Record<string, (terminal: Terminal) => void>> = {
  ArrowUp: terminal => terminal.scrollLines(-1),
  ArrowDown: terminal => terminal.scrollLines(1),
  PageUp: terminal => terminal.scrollPages(-1),
  PageDown: terminal => terminal.scrollPages(1),
  Home: terminal => terminal.scrollToTop(),
  End: terminal => terminal.scrollToBottom(),
};
