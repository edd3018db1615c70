import { Annotation, StateEffect, StateField, type EditorState, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';

/** Somebody else's cursor in the draft; from `anchor` to `head` is selected. */
export type OtherCursor = { participant: string; name: string; colour: string; anchor: number; head: number };

/** Whose edit a change is. */
export const author = Annotation.define<string | null>();

const setCursors = StateEffect.define<OtherCursor[]>();

const cursors = StateField.define<OtherCursor[]>({
  create: () => [],
  update(shown, transaction) {
    const told = transaction.effects.findLast(effect => effect.is(setCursors));
    if (told) return told.value;
    if (!transaction.docChanged) return shown;
    // Where both stand at one place, only one's own writing takes one along.
    return shown.map(cursor => {
      const side = transaction.annotation(author) === cursor.participant ? 1 : -1;
      return { ...cursor, anchor: transaction.changes.mapPos(cursor.anchor, side), head: transaction.changes.mapPos(cursor.head, side) };
    });
  },
  provide: field => EditorView.decorations.from(field, shown => view => decorations(view.state, shown)),
});

class Caret extends WidgetType {
  readonly #cursor: OtherCursor;

  constructor(cursor: OtherCursor) {
    super();
    this.#cursor = cursor;
  }

  override eq(other: Caret) {
    const [one, two] = [this.#cursor, other.#cursor];
    return one.participant === two.participant && one.name === two.name && one.colour === two.colour;
  }

  toDOM() {
    const caret = document.createElement('span');
    const name = document.createElement('span');
    caret.className = 'other-caret';
    caret.setAttribute('aria-hidden', 'true'); // who writes is said beside the draft
    caret.dataset.participant = this.#cursor.participant;
    caret.style.setProperty('--person', this.#cursor.colour);
    name.className = 'other-name';
    name.textContent = this.#cursor.name;
    caret.append(name);
    return caret;
  }

  override ignoreEvent() {
    return false;
  }
}

function decorations(state: EditorState, shown: OtherCursor[]): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const cursor of shown) {
    const at = (position: number) => Math.min(position, state.doc.length);
    const [from, to] = [at(Math.min(cursor.anchor, cursor.head)), at(Math.max(cursor.anchor, cursor.head))];
    if (to > from) ranges.push(Decoration.mark({ class: 'other-selection', attributes: { style: `--person: ${cursor.colour}` } }).range(from, to));
    const head = at(cursor.head);
    ranges.push(Decoration.widget({ widget: new Caret(cursor), side: head < at(cursor.anchor) || state.doc.length === 0 ? -1 : 1 }).range(head));
  }
  return Decoration.set(ranges, true);
}

/** Names that would reach over the edge stand on the other side of their cursor. */
const turnNames = EditorView.updateListener.of(({ view }) => {
  view.requestMeasure({
    key: turnNames,
    read: () => {
      const edge = view.scrollDOM.getBoundingClientRect().right;
      const reach = (caret: HTMLElement) => caret.getBoundingClientRect().left + (caret.firstElementChild as HTMLElement).offsetWidth;
      return [...view.contentDOM.querySelectorAll<HTMLElement>('.other-caret')].map(caret => ({ caret, turns: reach(caret) > edge }));
    },
    write: found => found.forEach(({ caret, turns }) => caret.toggleAttribute('data-turned', turns)),
  });
});

export const otherCursors: Extension = [cursors, turnNames];

export const showCursors = (view: EditorView, shown: OtherCursor[]) => view.dispatch({ effects: setCursors.of(shown) });

export const cursorsOf = (state: EditorState): readonly OtherCursor[] => state.field(cursors);
