import type { ViewerConnection } from '../wire/connection';
import type { Present, Presence, PresenceState, Roster, Run } from '../wire/messages';
import { SharedDraft, type DraftView } from './draft/sharedDraft';
import { Others } from './presence/others';
import { PresenceShown } from './presence/presenceShown';

/** What shows what people do together. */
export interface TogetherView extends DraftView {
  /** What everyone else shows now. */
  presence(states: ReadonlyMap<string, PresenceState>): void;

  /** The newest run, and what became of it; `wasSo`: it stood so when this page came in. */
  run(run: Run, wasSo: boolean): void;
}

/** What people do together beside the terminal: who points where, the draft, and what was run from it. */
export class Together {
  readonly draft: SharedDraft;
  readonly shown = new PresenceShown();
  readonly #others = new Others();
  readonly #view: TogetherView;

  constructor(view: TogetherView) {
    this.#view = view;
    this.draft = new SharedDraft(view);
  }

  attach(connection: ViewerConnection, you: string) {
    this.draft.attach(connection, you);
    this.shown.attach(connection);
  }

  detach() {
    this.draft.detach();
    this.shown.detach();
  }

  /** What there is at the beginning of a stream. */
  begin({ presence, draft, run }: Present) {
    this.#others.begin(presence ?? []);
    this.#view.presence(this.#others.states);
    if (draft) this.draft.take(draft);
    if (run) this.#view.run(run, true);
  }

  meet(roster: Roster) {
    this.#others.meet(roster);
    this.#view.presence(this.#others.states);
  }

  present(presence: readonly Presence[]) {
    this.#others.take(presence);
    this.#view.presence(this.#others.states);
  }

  ran(run: Run) {
    this.#view.run(run, false);
  }
}
