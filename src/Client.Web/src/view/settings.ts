import type { RendererChoice } from './terminal/renderer';
import type { SchemeChoice } from './terminal/theme';

/** What a person chose in this browser. */
export type Settings = { scheme: SchemeChoice; renderer: RendererChoice; screenReader: boolean };

const keptAs = 'sessionshare.settings';
const first: Settings = { scheme: 'system', renderer: 'automatic', screenReader: false };

/** Settings as kept; what is no such thing counts as not chosen. */
export function settingsFrom(kept: string | null): Settings {
  const read = parsed(kept);
  const oneOf = <T extends string>(value: unknown, choices: readonly T[], otherwise: T) => choices.find(choice => choice === value) ?? otherwise;
  return {
    scheme: oneOf(read.scheme, ['system', 'light', 'dark'], first.scheme),
    renderer: oneOf(read.renderer, ['automatic', 'webgl', 'dom'], first.renderer),
    screenReader: read.screenReader === true,
  };
}

// A browser may refuse to keep anything; then each visit begins with the first ones.
export function readSettings(): Settings {
  try {
    return settingsFrom(localStorage.getItem(keptAs));
  } catch {
    return first;
  }
}

export function keepSettings(settings: Settings) {
  try {
    localStorage.setItem(keptAs, JSON.stringify(settings));
  } catch {
    return;
  }
}

function parsed(text: string | null): Partial<Record<keyof Settings, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
