import type { Finish } from '../session/shown';
import { maySignIn } from '../wire/reasons';

/** What a person reads when a visit is over, and what can be done then. */
export type FinishText = { headline: string; text: string; hint: string | null; signIn: boolean; again: string | null };

export function finishText(finish: Finish): FinishText {
  switch (finish.name) {
    case 'ended':
      return {
        headline: 'The session has ended',
        text: finish.ended.text,
        hint: 'What was shared stays on this page until you close it.',
        signIn: false,
        again: null,
      };
    case 'closed':
      return closedText(finish.refusal);
    case 'refused':
      return refusedText(finish.refusal);
  }
}

function closedText({ reason, text }: { reason: string; text: string }): FinishText {
  const signIn = maySignIn(reason);
  const hint = signIn ? null : 'Ask the sharer if you should still have access.';
  return { headline: 'You no longer watch this session', text, hint, signIn, again: 'Try again' };
}

function refusedText({ reason, text }: { reason: string; text: string }): FinishText {
  const headline = reason === 'participantLimit' ? 'The session is full' : 'You can’t watch this session';
  const hint = reason === 'versionMismatch' ? 'Reload this page to get the server’s own viewer.' : null;
  return { headline, text, hint, signIn: maySignIn(reason), again: 'Try again' };
}
