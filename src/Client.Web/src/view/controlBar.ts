import type { Standing } from '../session/standing';
import { controlText, type ControlText, type Keys } from './controlText';
import { byId, make, makeButton } from './element';

/** What the bar's buttons do. */
export type ControlUse = Record<ControlText['offers'][number], () => void>;

const labels: Record<ControlText['offers'][number], string> = {
  ask: 'Ask to type',
  cancel: 'Take back',
  handBack: 'Hand back',
  focus: 'Type',
  leave: 'Stop typing',
};

/** The bar under the terminal: where keys go, and how to come by the right to type. */
export class ControlBar {
  readonly #element = byId('control');
  readonly #use: ControlUse;
  #standing: Standing | null = null;
  #keys: Keys = null;
  #isRunning = false;
  #shown = '';

  constructor(use: ControlUse) {
    this.#use = use;
  }

  standing(standing: Standing | null) {
    this.#standing = standing;
    this.#draw();
  }

  /** Where keys go, and whether a command runs. */
  keys(keys: Keys, isRunning: boolean) {
    this.#keys = keys;
    this.#isRunning = isRunning;
    this.#draw();
  }

  #draw() {
    const said = this.#standing && controlText(this.#standing, this.#keys, this.#isRunning);
    const state = JSON.stringify(said);
    if (state === this.#shown) return;
    this.#shown = state;
    document.body.toggleAttribute('data-typing', said?.kind === 'typing');
    document.body.toggleAttribute('data-drafting', said?.kind === 'drafting');
    document.body.toggleAttribute('data-may-type', this.#standing?.mayType ?? false);
    this.#element.dataset.kind = said?.kind ?? '';
    this.#element.replaceChildren(
      make('p', 'control-text', said?.text ?? ''),
      ...(said?.offers ?? []).map(offer => {
        const button = makeButton(offer === 'ask' || offer === 'focus' ? 'small primary' : 'small', labels[offer], this.#use[offer]);
        button.dataset.offer = offer;
        return button;
      }),
    );
  }
}
