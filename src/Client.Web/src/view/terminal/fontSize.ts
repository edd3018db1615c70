import type { TerminalSize } from '../../wire/messages';

type Space = { width: number; height: number };

const smallest = 7; // px; below this nobody reads, so the pane scrolls instead
const scrolling = { least: 11, most: 13 }; // px, where the pane scrolls sideways anyway
const largest = 18;
const step = 0.5;
const tries = 4; // cells are whole pixels high, so what should fit may not quite

/**
 * Font sizes to try, largest first, for a terminal of the sharer's size to fill the space: its columns and rows are never changed.
 * `cell` is the size of one character cell at a font size of one pixel.
 */
export function fittingFontSizes({ columns, rows }: TerminalSize, space: Space, cell: Space): number[] {
  const fitting = Math.min(space.width / (columns * cell.width), space.height / (rows * cell.height));
  if (fitting < smallest) return [Math.min(scrolling.most, Math.max(scrolling.least, Math.floor(space.height / (rows * cell.height))))];

  const first = Math.ceil(fitting / step) * step;
  const sizes = Array.from({ length: tries }, (_, i) => first - i * step);
  return [...new Set(sizes.map(size => Math.min(largest, Math.max(smallest, size))))];
}
