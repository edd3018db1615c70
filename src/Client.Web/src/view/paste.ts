import { ask } from './dialog';
import type { TerminalView } from './terminal/terminalView';

/** A paste of several lines would run each of them in a shell that is not told of pastes: it is asked about first. */
export function guardPaste(element: HTMLElement, terminal: TerminalView) {
  element.addEventListener(
    'paste',
    event => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!terminal.mayType || terminal.modes.bracketedPasteMode || !isSeveralLines(text)) return;
      event.preventDefault();
      event.stopPropagation();
      void confirm(text, terminal);
    },
    { capture: true },
  );
}

export const isSeveralLines = (text: string) => /[\r\n]/.test(text);

async function confirm(text: string, terminal: TerminalView) {
  const lines = text.split(/\r\n|\r|\n/).length;
  const detail = text.length > 500 ? `${text.slice(0, 500)}…` : text;
  if (await ask({ title: `Paste ${lines} lines?`, text: ['Each line may run as a command at once.'], detail, yes: 'Paste', danger: true })) terminal.paste(text);
}
