import type { Pointed, ScreenPlace, TextPlace } from '../../wire/messages';

/** A cell of the terminal's buffer; columns of an end are those behind the last cell. */
export type Cell = { line: number; column: number };

/** Cells from one to before another, or, without columns, whole lines. */
export type Span = { first: number; last: number; from?: number; to?: number };

/** The buffer that shows, as far as places need it. */
export type Lines = {
  columns: number;
  length: number;
  /** Where the sharer's screen begins. */
  screen: number;
  isAlternate: boolean;
  isWrapped(line: number): boolean;
  blockAt(line: number): number | null;
  linesOf(block: number): { first: number; last: number } | null;
};

/** What a selection is for others, whatever their width: text of a block's output where it is that, else a part of the screen; null where it is neither. */
export function pointedBy(lines: Lines, from: Cell, to: Cell): Pointed | null {
  const [start, end] = [textPlaceOf(lines, from), textPlaceOf(lines, to)];
  if (start && end) return { text: { from: start, to: end } };
  const [top, bottom] = [screenPlaceOf(lines, from), screenPlaceOf(lines, to)];
  return top && bottom ? { screen: { from: top, to: bottom } } : null;
}

/** Where that is in this buffer; null where it is not, or not any more. */
export function spansOf(lines: Lines, { blocks, text, screen }: Pointed): Span[] {
  if (text) return spanBetween(cellOf(lines, text.from, false), cellOf(lines, text.to, true));
  if (screen) return spanBetween({ line: lines.screen + screen.from.row, column: screen.from.column }, { line: lines.screen + screen.to.row, column: screen.to.column });
  if (lines.isAlternate) return [];
  return (blocks ?? []).flatMap(range => blockSpan(lines, range.from, range.to));
}

/** Rows count as the output broke them: a line that the terminal wrapped is one. */
function textPlaceOf(lines: Lines, { line, column }: Cell): TextPlace | null {
  const block = lines.isAlternate ? null : lines.blockAt(line);
  const first = block === null ? undefined : lines.linesOf(block)?.first;
  if (block === null || first === undefined || line < first) return null;
  let row = 0;
  let wraps = 0;
  for (let at = first + 1; at <= line; at++) {
    if (lines.isWrapped(at)) wraps++;
    else [row, wraps] = [row + 1, 0];
  }
  return { block, row, column: wraps * lines.columns + column };
}

function screenPlaceOf(lines: Lines, { line, column }: Cell): ScreenPlace | null {
  return line >= lines.screen ? { row: line - lines.screen, column } : null;
}

function cellOf(lines: Lines, { block, row, column }: TextPlace, isEnd: boolean): Cell | null {
  const start = lines.isAlternate ? null : lines.linesOf(block);
  if (!start) return null;
  let line = start.first;
  for (let rows = 0; rows < row; ) {
    if (++line >= lines.length) return null;
    if (!lines.isWrapped(line)) rows++;
  }
  let left = column;
  while ((isEnd ? left > lines.columns : left >= lines.columns) && lines.isWrapped(line + 1)) [line, left] = [line + 1, left - lines.columns];
  return { line, column: Math.min(left, lines.columns) };
}

function spanBetween(from: Cell | null, to: Cell | null): Span[] {
  if (!from || !to || to.line < from.line || (to.line === from.line && to.column <= from.column)) return [];
  return [{ first: from.line, last: to.line, from: from.column, to: to.column }];
}

/** Blocks with the line of their command. */
function blockSpan(lines: Lines, from: number, to: number): Span[] {
  const found: Span[] = [];
  for (let block = from; block <= Math.min(to, from + 1_000); block++) {
    const own = lines.linesOf(block);
    if (own) found.push({ first: Math.max(0, own.first - 1), last: own.last });
  }
  const [first, last] = [found[0], found.at(-1)];
  return first && last ? [{ first: first.first, last: last.last }] : [];
}
