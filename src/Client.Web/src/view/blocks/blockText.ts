import type { ShownBlock } from '../../session/blocks';

/** How a block stands, in words. */
export function outcomeText({ state, exitCode }: ShownBlock): string {
  if (state !== 'ended') return state;
  return exitCode === null ? 'ended' : exitCode === 0 ? 'succeeded' : `failed with exit code ${exitCode}`;
}

export const commandText = ({ command }: ShownBlock) => command ?? 'unknown command';

/** When a block began, by the clock here; `sessionStart` in milliseconds. */
export const startOf = ({ startedAt }: ShownBlock, sessionStart: number) => new Date(sessionStart + startedAt / 1000);

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const clockText = (time: Date) => clock.format(time);

export const timeText = (time: Date) => dayAndClock.format(time);

/** Who ran it, where that was not the sharer. */
export const ranByText = ({ ranBy }: ShownBlock) => (ranBy ? `run by ${ranBy.name}${ranBy.email ? '' : ' (guest)'}` : null);

/** A command with its output, as it would stand in a terminal. */
export const asText = (block: ShownBlock, output: string) => [block.command === null ? null : `$ ${block.command}`, output || null].filter(part => part !== null).join('\n');
