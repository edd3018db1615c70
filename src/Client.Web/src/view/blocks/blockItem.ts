import type { ShownBlock } from '../../session/blocks';
import { durationText } from '../duration';
import { make } from '../element';
import { clockText, commandText, describe, startOf, timeText } from './blockText';

type BlockState = 'running' | 'ok' | 'failed' | 'ended' | 'unfinished';

/** One line of the block list: command, outcome, duration, directory, time. Who ran it will stand among the facts. */
export class BlockItem {
  readonly element: HTMLLIElement;
  #selected = false;
  #active = false;

  constructor(number: number) {
    this.element = make('li', 'block');
    this.element.id = `block-${number}`;
    this.element.dataset.block = String(number);
    this.element.setAttribute('role', 'option');
    this.element.setAttribute('aria-selected', 'false');
  }

  fill(block: ShownBlock, sessionStart: number) {
    const state = stateOf(block);
    const time = startOf(block, sessionStart);
    this.element.dataset.blockState = state;
    this.element.setAttribute('aria-label', describe(block));
    this.element.title = [commandText(block), block.directory, timeText(time)].filter(part => part !== null).join('\n');
    this.element.replaceChildren(
      make('span', block.command === null ? 'command unknown' : 'command', commandText(block)),
      make('span', 'facts', outcomeOf(state, block), durationOf(block), directoryOf(block), make('time', 'time', clockText(time))),
    );
  }

  mark(selected: boolean, active: boolean) {
    if (selected === this.#selected && active === this.#active) return;
    [this.#selected, this.#active] = [selected, active];
    this.element.setAttribute('aria-selected', String(selected));
    this.element.toggleAttribute('data-active', active);
  }
}

function stateOf({ state, exitCode }: ShownBlock): BlockState {
  if (state !== 'ended' || exitCode === null) return state;
  return exitCode === 0 ? 'ok' : 'failed';
}

function outcomeOf(state: BlockState, { exitCode }: ShownBlock): HTMLElement {
  return make('span', 'outcome', state === 'ok' ? '✓' : state === 'failed' ? `✗ ${exitCode}` : state);
}

const durationOf = ({ startedAt, endedAt }: ShownBlock) =>
  endedAt === null ? null : make('span', 'duration', durationText(endedAt - startedAt));

const directoryOf = ({ directory }: ShownBlock) => (directory ? make('span', 'directory', make('bdi', '', directory)) : null);
