import type { IBufferLine, ILink, Terminal } from '@xterm/xterm';

/** A web address as it stands in a line, with the column behind which it begins. */
export type FoundLink = { address: string; at: number };

const webAddress = /https?:\/\/[^\s"'`<>\\^{|}\u0000-\u001f]+/g;

/** The web addresses in a text; what closes a sentence or a bracket around one is none of it. */
export function findLinks(text: string): FoundLink[] {
  return [...text.matchAll(webAddress)].map(({ 0: found, index }) => ({ address: trimmed(found), at: index })).filter(({ address }) => isWebAddress(address));
}

/** Only these are ever opened. */
export const isWebAddress = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '';

/** Offers web addresses to be opened, plain ones and those behind a text (OSC 8); `open` asks first. */
export function offerLinks(terminal: Terminal, open: (address: string) => void) {
  terminal.options.linkHandler = { activate: (_event, address) => isWebAddress(address) && open(address), allowNonHttpProtocols: false };
  terminal.registerLinkProvider({
    provideLinks: (row, answer) => {
      const line = terminal.buffer.active.getLine(row - 1);
      answer(line ? linksOf(line, row, open) : undefined);
    },
  });
}

function linksOf(line: IBufferLine, row: number, open: (address: string) => void): ILink[] {
  const { text, columnAt } = textWithColumns(line);
  return findLinks(text).map(({ address, at }) => ({
    text: address,
    range: { start: { x: columnAt(at) + 1, y: row }, end: { x: columnAt(at + address.length - 1) + 1, y: row } },
    activate: () => open(address),
  }));
}

// A wide character takes two cells, and a cell may hold more than one code unit.
function textWithColumns(line: IBufferLine) {
  let text = '';
  const columns: number[] = [];
  for (let x = 0; x < line.length; x++) {
    const cell = line.getCell(x);
    if (!cell || cell.getWidth() === 0) continue;
    const characters = cell.getChars() || ' ';
    for (let i = 0; i < characters.length; i++) columns.push(x);
    text += characters;
  }
  return { text, columnAt: (index: number) => columns[index] ?? 0 };
}

const closing = /[.,;:!?…”’»]+$/;

function trimmed(address: string): string {
  let end = address.replace(closing, '');
  while (/[)\]]$/.test(end) && !isOpened(end)) end = end.slice(0, -1).replace(closing, '');
  return end;
}

const count = (text: string, character: string) => text.split(character).length - 1;

const isOpened = (text: string) => (text.endsWith(')') ? count(text, '(') >= count(text, ')') : count(text, '[') >= count(text, ']'));
