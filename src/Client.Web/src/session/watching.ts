import { ConnectionLost, type ViewerConnection } from '../wire/connection';
import { decodeRun, type Frame } from '../wire/frames';
import type { Ended, Present, Roster, WatchedFrames, WatchItem } from '../wire/messages';
import { passesByItself } from '../wire/reasons';
import { Acknowledgement } from './acknowledgement';
import type { Blocks } from './blocks';
import type { Cursor } from './cursor';
import { KeyframeAssembly, type Keyframe } from './keyframe';
import { page } from './olderBlocks';
import { updated } from './roster';
import { takenIn, type Screen } from './screen';
import type { Finish, Shown } from './shown';
import type { Together } from './together';

/** What outlives one stream: where the viewer stands, and what it shows. */
export type Place = { cursor: Cursor; blocks: Blocks; screen: Screen; shown: Shown; together: Together };

/** One `Watch` stream, from its `present` to its end. */
export class Watching {
  #over = false;
  #finish: Finish | null = null;
  #roster: Roster | null = null;
  #oldest = 1;
  #newest = 0;
  #newestBlock = 0;
  #caughtUp = false;
  #tookFrames = false;
  readonly #place: Place;
  readonly #connection: ViewerConnection;
  readonly #you: string | null;
  readonly #acknowledgement: Acknowledgement;
  readonly #keyframes = new KeyframeAssembly();

  constructor(place: Place, connection: ViewerConnection, you: string | null) {
    this.#place = place;
    this.#connection = connection;
    this.#you = you;
    this.#acknowledgement = new Acknowledgement(sequence => connection.seen(sequence));
  }

  /** Whether the stream brought anything new. */
  get tookFrames() {
    return this.#tookFrames;
  }

  /** How the visit ended; null when the stream only stopped, and may be taken up again. */
  async run(): Promise<Finish | null> {
    try {
      await this.#connection.watch({ recorder: false, rosterUpdates: true, together: true, ...this.#place.cursor.place }, item => this.#take(item));
    } catch (error) {
      if (!(error instanceof ConnectionLost && this.#finish)) throw error;
    } finally {
      this.#over = true;
      this.#acknowledgement.stop();
    }

    await takenIn(this.#place.screen);
    return this.#finish;
  }

  /** Ends the stream from this side; without a finish, it may be taken up again. */
  giveUp(finish: Finish | null) {
    if (!this.#over) this.#stop(finish);
  }

  #take(item: WatchItem) {
    if (this.#over) return;
    if (item.present) this.#begin(item.present);
    else if (item.frames) this.#show(item.frames);
    else if (typeof item.passed === 'number') this.#passOver(item.passed);
    else if (item.lagging) this.#lag(item.lagging.last);
    else if (item.roster) this.#meet(item.roster);
    else if (item.rosterUpdate && this.#roster) this.#meet(updated(this.#roster, item.rosterUpdate));
    else if (item.notice) this.#place.shown.notice(item.notice.reason === 'none' ? null : item.notice);
    else if (item.presence) this.#place.together.present(item.presence);
    else if (item.draft) this.#place.together.draft.take(item.draft);
    else if (item.run) this.#place.together.ran(item.run);
    else if (typeof item.rewound === 'number') this.#rewind(item.rewound);
    else if (item.ended) this.#end(item.ended);
    else if (item.closed) this.#stop(passesByItself(item.closed.reason) ? null : { name: 'closed', refusal: item.closed });
  }

  #end(ended: Ended) {
    this.#place.blocks.breakOff();
    this.#stop({ name: 'ended', ended });
  }

  /** Behind the last item, and where the stream is given up. */
  #stop(finish: Finish | null) {
    this.#over = true;
    this.#finish = finish;
    void this.#connection.close();
  }

  #begin(present: Present) {
    const { cursor, screen, shown } = this.#place;
    this.#oldest = present.oldest;
    this.#newest = present.newest;
    shown.session(present.title, present.startedAt);
    shown.size(present.size);
    shown.notice(present.notice ?? null);
    if (!cursor.atStart && present.oldest > cursor.sequence + 1) this.#forget(); // what came next has left the log

    if (cursor.atStart) screen.resize(present.size);
    this.#newestBlock = present.newestBlock ?? 0;

    this.#meet(present.roster);
    this.#place.together.begin(present);
    this.#tellWhenCaughtUp();
  }

  #meet(roster: Roster) {
    this.#roster = roster;
    this.#place.shown.roster(roster, this.#you);
    this.#place.together.meet(roster);
    this.#tellState();
  }

  #show({ epoch, run }: WatchedFrames) {
    const { cursor, screen } = this.#place;
    const { frames, encodedBytes } = decodeRun(run);
    if (cursor.atStart && run.first > 1) this.#recallBlocks(run.first);
    const fresh = cursor.take(frames, epoch, this.#oldest);
    if (fresh.length === 0) return;

    this.#tookFrames = true;
    for (const frame of fresh) this.#showFrame(frame);
    const sequence = cursor.sequence;
    screen.whenTakenIn(() => {
      if (!this.#over) this.#acknowledgement.tookIn(sequence, encodedBytes);
    });
    if (!this.#caughtUp) this.#tellWhenCaughtUp();
  }

  #passOver(sequence: number) {
    this.#place.cursor.passOver(sequence);
    if (!this.#caughtUp) this.#tellWhenCaughtUp();
  }

  #lag(last: number) {
    this.#place.cursor.passOver(last);
    this.#place.shown.lagging();
    this.#recallBlocks(last + 1);
  }

  #draw({ size, parts }: Keyframe) {
    this.#place.shown.size(size);
    this.#place.screen.redraw(size);
    for (const part of parts) this.#place.screen.write(part);
  }

  #showFrame(frame: Frame) {
    const keyframe = this.#keyframes.take(frame);
    if (keyframe) return this.#draw(keyframe);

    const { blocks, screen, shown } = this.#place;
    switch (frame.kind) {
      case 'output':
        return screen.write(frame.bytes);
      case 'resize':
        shown.size(frame.size);
        return screen.resize(frame.size);
      case 'blockStart':
        screen.markBlock(frame.block);
        return blocks.start(frame);
      case 'blockEnd':
        screen.markBlockEnd(frame.block);
        return blocks.end(frame);
      case 'skipped':
        return shown.skipped(frame.skippedBytes);
      case 'paused':
      case 'resumed':
        return shown.paused(frame.kind === 'paused');
      case 'keyframe':
      case 'other':
        return;
    }
  }

  #rewind(sequence: number) {
    if (!this.#place.cursor.isAbove(sequence)) return;
    this.#forget();
    this.#stop(null); // the next stream begins at the start
  }

  #forget() {
    const { cursor, blocks, screen, shown } = this.#place;
    cursor.restart();
    blocks.forget();
    shown.noBlocks();
    screen.reset();
  }

  /**
   * Asks for the blocks that began before a frame, from the newest that is known on, or a page of them; older ones come when the person scrolls there. What is lost
   * with the connection, the next stream asks for again.
   */
  #recallBlocks(before: number) {
    const { newest } = this.#place.blocks;
    const from = newest > 0 ? newest : Math.max(1, this.#newestBlock + 1 - page);
    if (newest === 0) this.#place.shown.olderBlocks(from > 1);
    this.#readBlocks(from, before).catch(() => {});
  }

  async #readBlocks(first: number, before: number) {
    for (let from = first; !this.#over; ) {
      const { blocks } = await this.#connection.blocks(from, page);
      if (!blocks?.length) return;
      for (const block of blocks) if (block.firstSequence < before) this.#place.blocks.recall(block);
      from = Math.max(...blocks.map(block => block.number)) + 1;
      if (blocks.some(block => block.firstSequence >= before)) return;
    }
  }

  #tellWhenCaughtUp() {
    if (this.#place.cursor.sequence < this.#newest) return;
    this.#place.screen.whenTakenIn(() => {
      this.#caughtUp = true;
      this.#tellState();
    });
  }

  #tellState() {
    if (this.#over) return;
    const sharerAway = this.#roster?.sharerState === 'reconnecting';
    this.#place.shown.state({ name: !this.#caughtUp ? 'catchingUp' : sharerAway ? 'sharerReconnecting' : 'live' });
  }
}
