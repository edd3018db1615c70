import type { Standing } from '../session/standing';

/** What the bar under the terminal says, and offers. */
export type ControlText = { text: string; kind: 'watching' | 'asking' | 'mayType' | 'typing'; offers: ('ask' | 'cancel' | 'handBack' | 'focus' | 'leave')[] };

export function controlText(standing: Standing, focused: boolean): ControlText {
  const { sharer, request, mayType, isSharer } = standing;
  if (mayType && focused)
    return { kind: 'typing', text: isSharer ? 'Your keys go to your own terminal.' : `Your keys go to ${sharer}’s machine.`, offers: ['leave', 'handBack'] };
  if (mayType) return { kind: 'mayType', text: 'You can type. Click the terminal to begin.', offers: ['focus', 'handBack'] };
  if (request) return { kind: 'asking', text: `You asked to type. ${sharer} has not answered yet.`, offers: ['cancel'] };
  return { kind: 'watching', text: 'You are watching. What you type goes nowhere.', offers: ['ask'] };
}
