import type { Standing } from '../session/standing';

/** Where this person's keys go; null: nowhere. */
export type Keys = 'terminal' | 'draft' | null;

/** What the bar under the terminal says, and offers. */
export type ControlText = { text: string; kind: 'watching' | 'asking' | 'mayType' | 'drafting' | 'typing'; offers: ('ask' | 'cancel' | 'handBack' | 'focus' | 'leave')[] };

export function controlText(standing: Standing, keys: Keys, isRunning: boolean): ControlText {
  const { sharer, request, mayType, isSharer, needsYes } = standing;
  const machine = isSharer ? 'your own terminal' : `${sharer}’s machine`;
  if (mayType && keys === 'terminal' && needsYes) return { kind: 'typing', text: `${sharer} lets your keys reach only a program that they release to you.`, offers: ['leave', 'handBack'] };
  if (mayType && keys === 'terminal') return { kind: 'typing', text: `Your keys go to ${machine}.`, offers: ['leave', 'handBack'] };
  if (mayType && keys === 'draft')
    return { kind: 'drafting', text: isRunning ? 'You write the next command. It runs once this one has ended.' : needsYes ? `You write the draft. Enter asks ${sharer} to run it.` : `You write the draft. Enter runs it on ${machine}.`, offers: ['handBack'] };
  if (mayType && isRunning) return { kind: 'mayType', text: 'You can type. A command is running: click the terminal to type into it.', offers: ['focus', 'handBack'] };
  if (mayType) return { kind: 'mayType', text: 'You can type: into the draft, or click the terminal.', offers: ['focus', 'handBack'] };
  if (request) return { kind: 'asking', text: `You asked to type. ${sharer} has not answered yet.`, offers: ['cancel'] };
  return { kind: 'watching', text: 'You are watching. What you type goes nowhere.', offers: ['ask'] };
}
