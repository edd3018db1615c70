import type { IDisposable, Terminal } from '@xterm/xterm';

const mouseModes = new Set([9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016]);
const focusReports = 1004;

/**
 * A terminal that answers no query of the session: the sharer's own terminal answers those, and what xterm says here is only what the person typed. Mouse and focus
 * reporting stay off, since they would take selecting and scrolling from the person.
 */
export function makeQuiet({ parser }: Terminal): IDisposable[] {
  const ignore = () => true;
  const onlyReports = (modes: (number | number[])[]) =>
    modes.every(mode => typeof mode === 'number' && (mouseModes.has(mode) || mode === focusReports));
  const isQuery = (data: string) => data.split(';').includes('?');

  return [
    ...[
      { final: 'c' }, // what are you?
      { prefix: '>', final: 'c' },
      { prefix: '=', final: 'c' },
      { final: 'n' }, // where is the cursor?
      { prefix: '?', final: 'n' },
      { final: 't' }, // how large is the window?
      { prefix: '>', final: 'q' }, // which version?
      { intermediates: '$', final: 'p' }, // is this mode set?
      { prefix: '?', intermediates: '$', final: 'p' },
    ].map(id => parser.registerCsiHandler(id, ignore)),
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, ignore), // how is this set?
    ...[4, 10, 11, 12].map(code => parser.registerOscHandler(code, isQuery)), // which colour?
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, onlyReports),
  ];
}
