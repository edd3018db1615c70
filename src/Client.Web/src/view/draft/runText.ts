import type { Run } from '../../wire/messages';

const longest = 60; // characters

const shortened = (text: string) => {
  const line = text.replace(/\s*\n\s*/g, ' ⏎ ');
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
};

const whose = ({ person, participant }: Run, isOwn: boolean) => (isOwn ? 'your draft' : `${person.name || participant}’s draft`);

/** What is said beside the draft while the sharer has not answered; null: nothing. */
export function runText(run: Run, isOwn: boolean, sharer: string): string | null {
  return run.state === 'asking' ? `${sharer} is asked whether ${whose(run, isOwn)} may run: ${shortened(run.text)}` : null;
}

/** Why a run came to nothing. */
export function refusedText(run: Run, isOwn: boolean): string {
  const why = run.refused?.text ?? 'It was refused.';
  return isOwn ? `Not run: ${why} It is a draft again.` : `${run.person.name}’s draft was not run: ${why}`;
}
