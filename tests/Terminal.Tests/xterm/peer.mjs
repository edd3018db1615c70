// The peer: runs cases on @xterm/headless, one JSON object a line on standard input, and answers one line each.
//   {"columns":80,"rows":24,"steps":[STEP...],"deep":true}                  -> {"dump":"..."}
//   {"columns":80,"rows":24,"steps":[STEP...],"other":[STEP...]}            -> {"difference":null | "..."}: do both lead to the same terminal?
// STEP is bytes in base64, or [columns, rows] for a resize. What is no public API of xterm.js is read from its core.
import { createInterface } from 'node:readline';
import xterm from '@xterm/headless';

// A link is underlined in xterm.js even where the program did not ask for it, so that is not asked by isUnderline.
const isUnderlined = (attribute) => (attribute.fg & 0x10000000) !== 0;
const readers = ['isBold', 'isDim', 'isItalic', 'isBlink', 'isInverse', 'isInvisible', 'isStrikethrough', 'isOverline'].map((name) => (attribute) => attribute[name]());
readers.push(isUnderlined, (attribute) => attribute.isProtected());
const white = 0x3ffffff;
// Code points that a cell of ours has at most.
const mostInCell = 32;

// When a line flows anew, xterm.js 6.0 takes along the combined characters of cells that stay where they are, and so overwrites those of others
// (docs/terminal.md). The comparison is with that mended: only the cells that move bring theirs.
function mendCombined(line) {
  const prototype = Object.getPrototypeOf(line);
  const { copyCellsFrom } = prototype;
  prototype.copyCellsFrom = function (source, from, to, count, reversed) {
    const moved = { ...source._combined };
    const kept = { ...this._combined };
    copyCellsFrom.call(this, source, from, to, count, reversed);
    for (let at = 0; at < count; at++) {
      if (moved[from + at] === undefined) delete kept[to + at];
      else kept[to + at] = moved[from + at];
    }
    this._combined = kept;
  };
}
mendCombined(new xterm.Terminal({ allowProposedApi: true })._core._bufferService.buffers.normal.lines.get(0));

function run(columns, rows, steps) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, logLevel: 'off', windowOptions: { pushTitle: true, popTitle: true } });
  terminal.titleSeen = '';
  terminal.onTitleChange((title) => (terminal.titleSeen = title));
  for (const step of steps) {
    if (Array.isArray(step)) terminal.resize(step[0], step[1]);
    else terminal._core.writeSync(new Uint8Array(Buffer.from(step, 'base64')));
  }
  return terminal;
}

function colour(mode, value) {
  return mode === 0 ? 0 : mode | (mode === 0x3000000 ? value & 0xffffff : value & 0xff);
}

function look(attribute) {
  let flags = 0;
  for (let bit = 0; bit < readers.length; bit++) if (readers[bit](attribute)) flags |= 1 << bit;
  return `${colour(attribute.getFgColorMode(), attribute.getFgColor())},${colour(attribute.getBgColorMode(), attribute.getBgColor())},${flags}`;
}

// SGR 59 leaves white behind in xterm.js, where the default is meant; a link has an underline of its own there.
function deepLook(core, cell) {
  const extended = cell.bg & 0x10000000 ? cell.extended : undefined;
  const link = extended?.urlId ? (core._oscLinkService.getLinkData(extended.urlId)?.uri ?? '') : '';
  const underlined = isUnderlined(cell) && !extended?.urlId;
  const underlineColour = underlined && extended && extended.underlineColor !== white ? extended.underlineColor : 0;
  return `,${underlined ? cell.getUnderlineStyle() : 0},${underlineColour},${link}`;
}

function upTo(most, characters) {
  return characters.length <= most ? characters : [...characters].slice(0, most).join('');
}

function row(core, line, columns, deep) {
  let text = line.isWrapped ? '+' : ' ';
  let before = '';
  let wide = false;
  for (let column = 0; column < columns; column++) {
    const cell = line.getCell(column);
    const width = cell.getWidth();
    const characters = upTo(mostInCell, cell.getChars());
    const now = look(cell) + (deep ? deepLook(core, cell) : '');
    if (now !== before) text += `[${now}]`;
    before = now;
    if (width === 2) text += `«${characters}»`;
    else if (width === 1) text += characters || '␠';
    else if (characters) text += `°${characters}`;
    else if (!wide) text += '␠';
    wide = width === 2;
  }
  return text;
}

function screen(core, name, view, columns, rows, deep) {
  const lines = [];
  for (let y = 0; y < rows; y++) lines.push(`${name} ${String(y).padStart(3)} ${row(core, view.getLine(view.baseY + y), columns, deep)}`);
  return lines;
}

const probes = ['#', '@', '[', 'q', '~'];
function charsetText(charset) {
  return charset ? probes.map((probe) => (charset[probe] ?? probe)[0]).join('') : probes.join('');
}

// Restoring brings a cursor saved behind the last column back onto it.
function saved(buffer, columns) {
  return `${Math.min(buffer.savedX, columns - 1)},${Math.max(buffer.savedY - buffer.ybase, 0)} ${look(buffer.savedCurAttrData)} ${charsetText(buffer.savedCharset)}`;
}

function tabs(buffer, columns) {
  return Object.keys(buffer.tabs).map(Number).filter((column) => column < columns && buffer.tabs[column]).sort((a, b) => a - b).join(',');
}

function dump(terminal, deep, forKeyframe) {
  const core = terminal._core;
  const { cols, rows } = terminal;
  const modes = core.coreService.decPrivateModes;
  const active = core._bufferService.buffers.active;
  const { normal, alt } = core._bufferService.buffers;
  const isAlternate = active === alt;
  const charsets = core._charsetService;
  const shape = { block: 1, underline: 2, bar: 3 }[modes.cursorStyle] ?? 0;
  const lines = [
    `size ${cols}x${rows}`,
    `cursor ${active.x},${active.y} ${core.coreService.isCursorHidden ? 'hidden' : 'visible'} shape ${shape} ${modes.cursorBlink ? 'blinks' : 'steady'}`,
    `blink ${terminal.options.cursorBlink}`,
    `modes ${[modes.applicationCursorKeys, modes.applicationKeypad, modes.bracketedPasteMode, core.coreService.modes.insertMode, terminal.options.convertEol,
      modes.origin, modes.wraparound, modes.reverseWraparound, modes.sendFocus, modes.synchronizedOutput].map(Number).join('')}`,
    `mouse ${core.coreMouseService.activeProtocol} ${core.coreMouseService.activeEncoding}`,
    `region ${active.scrollTop}-${active.scrollBottom}`,
    `pen ${look(core._inputHandler._curAttrData)}`,
    `charsets ${charsets.glevel} ${charsetText(charsets.charset)} ${[0, 1, 2, 3].map((g) => charsetText(charsets._charsets[g])).join(' ')}`,
    `joins ${(core._inputHandler._parser.precedingJoinState >> 1) & 3}`,
    `saved main ${saved(normal, cols)}`,
    `saved alternate ${saved(alt, cols)}`,
    `tabs main ${tabs(normal, cols)}`,
    `tabs alternate ${tabs(alt, cols)}`,
    `title ${terminal.titleSeen}`,
    `shown ${isAlternate ? 'alternate' : 'main'}`,
    forKeyframe ? `parser ${core._inputHandler._parser.currentState}` : `scrolled ${normal.ybase}`,
    ...screen(core, 'main', terminal.buffer.normal, cols, rows, deep),
    ...(isAlternate ? screen(core, 'alternate', terminal.buffer.alternate, cols, rows, deep) : []),
  ];
  // What stands above the screen is not part of a keyframe, so whether its first row continues it can't be told.
  return forKeyframe ? lines.map((line) => line.replace(/^(main {3}0 )\+/, '$1 ')) : lines;
}

function difference(one, two) {
  const at = one.map((_, index) => index).filter((index) => one[index] !== two[index]);
  return at.length === 0 && one.length === two.length ? null : at.slice(0, 3).map((index) => `expected ${one[index]}\n     got ${two[index]}`).join('\n') || 'other number of lines';
}

function answer({ columns, rows, steps, other, deep }) {
  try {
    const terminal = run(columns, rows, steps);
    if (!other) return { dump: dump(terminal, deep, false).join('\n') };
    const second = run(columns, rows, other);
    const result = { difference: difference(dump(terminal, deep, true), dump(second, deep, true)) };
    terminal.dispose();
    second.dispose();
    return result;
  } catch (fault) {
    return { fault: String(fault.stack) };
  }
}

for await (const line of createInterface({ input: process.stdin })) process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n');
