import { history, historyKeymap, insertNewline, standardKeymap } from '@codemirror/commands';
import { Compartment, EditorState, Transaction } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { draftText, mostUnits } from '../../session/draft/limits';
import type { Told } from '../../session/draft/draftCopy';
import type { SharedDraft } from '../../session/draft/sharedDraft';
import { author, cursorsOf, otherCursors, showCursors, type OtherCursor } from './cursors';

export type EditorUse = {
  /** Enter was pressed. */
  run(): void;
  /** The person wrote something. */
  edited(): void;
  /** Cursor, selection or focus is another. */
  moved(): void;
  /** What was to be put in is more than a draft holds. */
  tooLong(): void;
};

/** The draft in a CodeMirror editor: what is written here goes to the shared draft, what others write comes from it. Undo takes back what was written here alone. */
export class DraftEditor {
  readonly #view: EditorView;
  readonly #use: EditorUse;
  readonly #history = new Compartment();
  readonly #writing = new Compartment();
  #draft: SharedDraft | null = null;
  #mayWrite = false;

  constructor(parent: HTMLElement, use: EditorUse) {
    this.#use = use;
    this.#view = new EditorView({
      parent,
      extensions: [
        keymap.of([{ key: 'Enter', run: () => (use.run(), true), shift: insertNewline }, ...historyKeymap, ...standardKeymap]),
        this.#history.of(history()),
        this.#writing.of(this.#role()),
        otherCursors,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'The draft', spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
        EditorView.clipboardInputFilter.of(draftText),
        EditorState.transactionFilter.of(transaction => (this.#fits(transaction) ? transaction : [])),
        EditorView.updateListener.of(update => {
          for (const transaction of update.transactions) if (transaction.docChanged && !transaction.annotation(Transaction.remote)) this.#edited(transaction);
          if (update.docChanged || update.selectionSet || update.focusChanged) use.moved();
        }),
      ],
    });
  }

  /** Shows another draft, empty at first. */
  set draft(draft: SharedDraft | null) {
    this.#draft = draft;
    this.#fromOutside({ from: 0, to: this.text.length, insert: '' }, null);
    this.#forgetHistory();
  }

  get text() {
    return this.#view.state.doc.toString();
  }

  set mayWrite(may: boolean) {
    if (may === this.#mayWrite) return;
    this.#mayWrite = may;
    this.#view.dispatch({ effects: this.#writing.reconfigure(this.#role()) });
  }

  get isFocused() {
    return this.#view.hasFocus;
  }

  /** Where this person stands in the text. */
  get selection() {
    const { anchor, head } = this.#view.state.selection.main;
    return { anchor, head };
  }

  focus() {
    this.#view.focus();
  }

  /** Others, or the session, changed the text. */
  take({ changes, author: by, drops }: Told) {
    const wasEmpty = this.text === '';
    if (!changes.empty) this.#fromOutside(changes, by);
    if (wasEmpty && by === null) this.#view.dispatch({ selection: { anchor: this.text.length } }); // behind what came back
    if (drops) this.#forgetHistory();
  }

  /** Others' cursors, as they moved with the text. */
  get cursors(): readonly OtherCursor[] {
    return cursorsOf(this.#view.state);
  }

  showCursors(cursors: OtherCursor[]) {
    showCursors(this.#view, cursors);
  }

  /** Brings another's cursor into view. */
  reveal(position: number) {
    this.#view.dispatch({ effects: EditorView.scrollIntoView(Math.min(position, this.text.length)) });
  }

  #role() {
    return this.#mayWrite
      ? placeholder('Write a command together')
      : [placeholder('The draft is empty'), EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.contentAttributes.of({ tabindex: '0', 'aria-readonly': 'true' })];
  }

  #fits(transaction: Transaction) {
    if (!transaction.docChanged || transaction.annotation(Transaction.remote)) return true;
    if (transaction.newDoc.length > mostUnits) {
      this.#use.tooLong();
      return false;
    }
    let clean = true;
    transaction.changes.iterChanges((_, __, ___, ____, inserted) => (clean &&= draftText(inserted.toString()) === inserted.toString()));
    return clean;
  }

  #edited(transaction: Transaction) {
    this.#draft?.edit(transaction.changes);
    this.#use.edited();
  }

  #fromOutside(changes: Told['changes'] | { from: number; to: number; insert: string }, by: string | null) {
    this.#view.dispatch({ changes, annotations: [Transaction.addToHistory.of(false), Transaction.remote.of(true), author.of(by)], filter: false });
  }

  /** Nothing that was written before can be undone. */
  #forgetHistory() {
    this.#view.dispatch({ effects: this.#history.reconfigure([]) });
    this.#view.dispatch({ effects: this.#history.reconfigure(history()) });
  }
}
