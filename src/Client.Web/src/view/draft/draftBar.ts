import type { Standing } from '../../session/standing';
import type { Refusal, Run } from '../../wire/messages';
import { byId, make, makeButton } from '../element';
import { toast } from '../toast';
import { DraftEditor, type EditorUse } from './draftEditor';
import { refusedText, runText } from './runText';

/** The draft under the terminal: those who may type write it together, the others read it, and see what becomes of a run. */
export class DraftBar {
  readonly editor: DraftEditor;
  readonly #element = byId('draft');
  readonly #note = make('p', 'draft-note');
  readonly #typing = make('p', 'draft-typing');
  readonly #button: HTMLButtonElement;
  readonly #run: () => Promise<Refusal | null>;
  #standing: Standing | null = null;
  #asked = false;

  constructor(run: () => Promise<Refusal | null>, use: Omit<EditorUse, 'run' | 'tooLong'>) {
    this.#run = run;
    const place = make('div', 'draft-editor');
    this.#note.setAttribute('role', 'status');
    this.#button = makeButton('small primary', 'Run', () => {
      void this.run();
      this.editor.focus();
    });
    this.editor = new DraftEditor(place, {
      ...use,
      run: () => void this.run(),
      moved: () => {
        this.#draw();
        use.moved();
      },
      tooLong: () => toast('That is more than a draft holds.', { key: 'draft', warning: true }),
    });
    const sign = make('span', 'draft-sign', '❯');
    sign.setAttribute('aria-hidden', 'true');
    this.#element.append(this.#note, make('div', 'draft-row', sign, place, this.#typing, this.#button));
  }

  standing(standing: Standing | null) {
    this.#standing = standing;
    this.editor.mayWrite = standing?.mayType ?? false;
    this.#draw();
  }

  /** Who writes just now. */
  typing(text: string | null) {
    if (this.#typing.textContent !== (text ?? '')) this.#typing.textContent = text;
  }

  /** What became of a run; `isNews`: just now. */
  ran(run: Run, isOwn: boolean, isNews: boolean) {
    const text = runText(run, isOwn, this.#standing?.sharer ?? 'The sharer');
    this.#note.textContent = text;
    if (isNews && run.state === 'refused') toast(refusedText(run, isOwn), { key: 'run', warning: isOwn });
    this.#draw();
  }

  async run() {
    if (this.#asked || !this.#standing?.mayType || this.editor.text.trim() === '') return;
    this.#asked = true;
    this.#draw();
    const refused = await this.#run();
    this.#asked = false;
    this.#draw();
    if (refused) toast(`Not run: ${refused.text}${refused.reason === 'draftMoved' ? ' Look at it again, then run it.' : ''}`, { key: 'run', warning: true });
  }

  #draw() {
    const mayWrite = this.#standing?.mayType ?? false;
    const isEmpty = this.editor.text.trim() === '';
    this.#element.hidden = this.#standing === null;
    this.#element.toggleAttribute('data-focused', this.editor.isFocused && mayWrite);
    this.#button.hidden = !mayWrite;
    this.#button.disabled = this.#asked || isEmpty;
  }
}
