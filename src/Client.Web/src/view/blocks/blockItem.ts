import type { ShownBlock } from '../../session/blocks';
import { durationText } from '../duration';
import { make } from '../element';
import { colourOf, initialsOf } from '../people/person';
import { clockText, commandText, outcomeText, ranByText, startOf, timeText } from './blockText';

type BlockState = 'running' | 'ok' | 'failed' | 'ended' | 'unfinished';

/** One line of the block list: command, who of the others ran it, outcome, duration, directory, time. */
export class BlockItem {
  readonly element: HTMLLIElement;
  #selected = false;
  #active = false;
  #pointed = '';
  readonly #pointers = make('span', 'pointers');

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
    this.element.title = [commandText(block), ranByText(block), block.directory, timeText(time)].filter(part => part !== null).join('\n');
    this.element.replaceChildren(
      make('span', block.command === null ? 'command unknown' : 'command', commandText(block)),
      this.#pointers,
      make('span', 'facts', ranByOf(block), outcomeOf(state, block), durationOf(block), directoryOf(block), make('time', 'time', clockText(time))),
    );
  }

  /** Who else points here. */
  point(people: readonly { name: string; colour: string }[]) {
    const state = JSON.stringify(people);
    if (state === this.#pointed || (people.length === 0 && this.#pointed === '')) return;
    this.#pointed = state;
    this.element.toggleAttribute('data-pointed', people.length > 0);
    if (people[0]) this.element.style.setProperty('--person', people[0].colour);
    this.#pointers.replaceChildren(...people.map(({ name, colour }) => pointer(name, colour)));
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

function outcomeOf(state: BlockState, block: ShownBlock): HTMLElement {
  if (state !== 'ok' && state !== 'failed') return make('span', 'outcome', state);
  return readAs(make('span', 'outcome', state === 'ok' ? '✓' : `✗ ${block.exitCode}`), outcomeText(block));
}

/** A sign that is read out in words. */
function readAs(element: HTMLElement, text: string): HTMLElement {
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', text);
  return element;
}

// In the colour that the person has among the people, where the person is signed in.
function ranByOf(block: ShownBlock): HTMLElement | null {
  const { ranBy } = block;
  if (!ranBy) return null;
  const face = readAs(make('span', 'ran-by', initialsOf(ranBy)), ranByText(block)!);
  face.style.setProperty('--person', colourOf(ranBy));
  return face;
}

function pointer(name: string, colour: string): HTMLElement {
  const element = readAs(make('span', 'pointer', name), `${name} points here`);
  element.style.setProperty('--person', colour);
  return element;
}

const durationOf = ({ startedAt, endedAt }: ShownBlock) =>
  endedAt === null ? null : make('span', 'duration', durationText(endedAt - startedAt));

const directoryOf = ({ directory }: ShownBlock) => (directory ? make('span', 'directory', make('bdi', '', directory)) : null);
