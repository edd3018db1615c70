import type { ShownBlock } from '../session/blocks';
import { durationText } from './duration';
import { make } from './element';

type BlockState = 'running' | 'ok' | 'failed' | 'ended' | 'unfinished';

/** One line of the block list: command, outcome, duration, directory. */
export class BlockItem {
  readonly element: HTMLLIElement;
  readonly #button: HTMLButtonElement;

  constructor(block: ShownBlock, choose: () => void) {
    this.#button = make('button', 'block');
    this.#button.type = 'button';
    this.#button.addEventListener('click', choose);
    this.element = make('li', '', this.#button);
    this.element.dataset.block = String(block.number);
    this.fill(block);
  }

  fill(block: ShownBlock) {
    const state = stateOf(block);
    this.element.dataset.blockState = state;
    const command = make('span', block.command === null ? 'command unknown' : 'command', block.command ?? 'unknown command');
    const facts = make('span', 'facts', outcomeOf(state, block), durationOf(block), directoryOf(block));
    this.#button.replaceChildren(command, facts);
  }

  enable(reachable: boolean, why: string) {
    this.#button.disabled = !reachable;
    this.#button.title = reachable ? '' : why;
  }

  mark(chosen: boolean) {
    if (chosen) this.#button.setAttribute('aria-current', 'true');
    else this.#button.removeAttribute('aria-current');
  }
}

function stateOf({ state, exitCode }: ShownBlock): BlockState {
  if (state !== 'ended' || exitCode === null) return state;
  return exitCode === 0 ? 'ok' : 'failed';
}

function outcomeOf(state: BlockState, { exitCode }: ShownBlock): HTMLElement {
  if (state !== 'ok' && state !== 'failed') return make('span', 'outcome', state);

  const outcome = make('span', 'outcome', state === 'ok' ? '✓' : `✗ ${exitCode}`);
  outcome.setAttribute('role', 'img');
  outcome.setAttribute('aria-label', state === 'ok' ? 'succeeded' : `failed with exit code ${exitCode}`);
  return outcome;
}

const durationOf = ({ startedAt, endedAt }: ShownBlock) =>
  endedAt === null ? null : make('span', 'duration', durationText(endedAt - startedAt));

function directoryOf({ directory }: ShownBlock): HTMLElement | null {
  if (!directory) return null;
  const name = make('bdi', '', directory);
  const element = make('span', 'directory', name);
  element.title = directory;
  return element;
}
