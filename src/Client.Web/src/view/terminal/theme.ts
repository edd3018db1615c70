import type { ITheme } from '@xterm/xterm';

// On light paper the two whites are greys, so that text in them can be read.
const light: ITheme = {
  background: '#fffefb',
  foreground: '#23292e',
  cursor: '#1d6b57',
  cursorAccent: '#fffefb',
  selectionBackground: '#bfded3',
  black: '#23292e',
  red: '#b3372f',
  green: '#2c7a3f',
  yellow: '#8a6400',
  blue: '#2560b8',
  magenta: '#8d3f97',
  cyan: '#11717c',
  white: '#6b737a',
  brightBlack: '#5b646c',
  brightRed: '#c8473d',
  brightGreen: '#35894a',
  brightYellow: '#987000',
  brightBlue: '#3371cc',
  brightMagenta: '#a04fab',
  brightCyan: '#1a828e',
  brightWhite: '#8a9197',
};

const dark: ITheme = {
  background: '#111518',
  foreground: '#d6dbdf',
  cursor: '#74cfb0',
  cursorAccent: '#111518',
  selectionBackground: '#2d5045',
  black: '#1b2126',
  red: '#e57a72',
  green: '#85c88a',
  yellow: '#dcb866',
  blue: '#7fb0ec',
  magenta: '#cf96d8',
  cyan: '#71c5cc',
  white: '#c3c9ce',
  brightBlack: '#7b868f',
  brightRed: '#f0938b',
  brightGreen: '#9fd9a3',
  brightYellow: '#ecca80',
  brightBlue: '#9bc3f5',
  brightMagenta: '#dfaee6',
  brightCyan: '#8dd8de',
  brightWhite: '#eef1f3',
};

export type SchemeChoice = 'system' | 'light' | 'dark';

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const changed = new EventTarget();

/** Light or dark, as the person chose or as the system has it. The page's own colours follow the root's colour scheme. */
export function chooseScheme(choice: SchemeChoice) {
  document.documentElement.dataset.scheme = choice;
  changed.dispatchEvent(new Event('change'));
}

/** The terminal's colours, now and whenever they change. */
export function onColours(apply: (theme: ITheme) => void, signal: AbortSignal) {
  const tell = () => apply(isDark() ? dark : light);
  prefersDark.addEventListener('change', tell, { signal });
  changed.addEventListener('change', tell, { signal });
  tell();
}

function isDark() {
  const choice = document.documentElement.dataset.scheme;
  return choice === 'dark' || (choice !== 'light' && prefersDark.matches);
}

/** What is found, and where it is along the scrollbar. */
export const findColours = () => ({
  ...(isDark() ? { matchBackground: '#5c4700', activeMatchBackground: '#96600a' } : { matchBackground: '#ffe49a', activeMatchBackground: '#ffc15c' }),
  matchOverviewRuler: '#c99a2e',
  activeMatchColorOverviewRuler: '#e07b00',
});
