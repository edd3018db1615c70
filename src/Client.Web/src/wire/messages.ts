// The messages of docs/protocol.md that a viewer sends and hears. What is absent or null means "none".

export const protocolVersion = 1;

export type Role = 'none' | 'view' | 'edit' | 'manage';

export type TerminalSize = { columns: number; rows: number };

export type Refusal = { reason: string; text: string; expected?: number | null };

/** `avatar`: what stands for the person where there is no room for the name. */
export type Person = { name: string; email?: string | null; avatar?: { initials: string; colour: string } | null };

export type Participant = {
  id: string;
  person: Person;
  role: Role;
  away: boolean;
  guest: boolean;
  request?: Role | null;
};

/** `approves`: the sharer agrees to each run, and others' keys reach only a program that the sharer releases. */
export type Roster = { sharer: Person; sharerState: 'connected' | 'reconnecting'; participants: Participant[]; approves?: boolean };

/** What is different from the roster told last. */
export type RosterUpdate = { sharerState: Roster['sharerState']; changed: Participant[]; gone: string[] };

export type Notice = { reason: string; text: string };

export type ParticipantKey = { participant: string; secret: string };

export type JoinRequest = {
  version: number;
  session: string;
  linkSecret: string | null;
  name: string | null;
  rejoin: ParticipantKey | null;
};

/** `typedThrough`: the highest number of this participant's input that the session took in. */
export type Joined = { key: ParticipantKey; role: Role; title: string; typedThrough?: number };

export type JoinReply = { refused?: Refusal | null; joined?: Joined | null };

/** `after` null: from a keyframe with about `back` payload bytes behind it. `together`: with `presence`, `draft` and `run`. */
export type WatchRequest = { recorder: boolean; after: number | null; epoch: number | null; back?: number; rosterUpdates: boolean; together: boolean };

/** Frames in a row: `first` is the sequence of the first. */
export type FrameRun = { first: number; count: number; bytes: Uint8Array };

export type WatchedFrames = { epoch: number; run: FrameRun };

export type Present = {
  title: string;
  size: TerminalSize;
  startedAt: string;
  newestBlock?: number;
  oldest: number;
  newest: number;
  roster: Roster;
  notice?: Notice | null;
  presence?: Presence[] | null;
  draft?: DraftUpdate | null;
  run?: Run | null;
};

export type Ended = { reason: string; text: string; last: number; exitCode?: number | null };

/** Exactly one member is set. */
export type WatchItem = {
  present?: Present | null;
  frames?: WatchedFrames | null;
  passed?: number | null;
  lagging?: { first: number; last: number } | null;
  durable?: number | null;
  roster?: Roster | null;
  rosterUpdate?: RosterUpdate | null;
  notice?: Notice | null;
  presence?: Presence[] | null;
  draft?: DraftUpdate | null;
  run?: Run | null;
  rewound?: number | null;
  ended?: Ended | null;
  closed?: Refusal | null;
};

/** Block numbers, both included. */
export type BlockRange = { from: number; to: number };

/** A cell of a block's output: `row` counts its lines as the output broke them, so no width matters. */
export type TextPlace = { block: number; row: number; column: number };

/** A cell of the sharer's screen as it is now. */
export type ScreenPlace = { row: number; column: number };

/** What somebody points at; exactly one member is set. `to` is behind the last cell. */
export type Pointed = {
  blocks?: BlockRange[] | null;
  text?: { from: TextPlace; to: TextPlace } | null;
  screen?: { from: ScreenPlace; to: ScreenPlace } | null;
};

/** A cursor in the draft: positions of the text with that number. */
export type DraftCursor = { number: number; anchor: number; head: number };

/** What somebody sees; exactly one member is set. */
export type Follow = { participant?: string | null; sharer?: boolean | null; live?: boolean | null; scrolled?: boolean | null };

export type PresenceState = { selection?: Pointed | null; cursor?: DraftCursor | null; follow?: Follow | null; typing?: boolean | null };

/** Without a state: shows nothing. */
export type Presence = { participant: string; state?: PresenceState | null };

export type DraftChange = { from: number; to: number; insert: string };

export type DraftEdit = { number: number; participant: string; edit: number; cause: 'edit' | 'run' | 'returned'; changes: DraftChange[] };

/** The draft whole, or the edits behind the number told last. */
export type DraftUpdate = { number: number; text?: string | null; edits?: DraftEdit[] | null };

export type EditDraftRequest = { number: number; edit: number; changes: DraftChange[] };

/** `number`: where `draftMoved`, that of the draft by now. */
export type EditDraftReply = { refused?: Refusal | null; number?: number };

/** `edited`: the highest own edit that is in it. */
export type ReadDraftReply = { refused?: Refusal | null; draft?: DraftUpdate | null; edited?: number };

/** A draft that somebody ran, and what became of it. `number` is that of the draft. */
export type Run = { number: number; participant: string; person: Person; text: string; state: 'sent' | 'asking' | 'ran' | 'refused'; refused?: Refusal | null };

/** One command, as the `Blocks` method tells it; times are microseconds since the session's start. */
export type Block = {
  number: number;
  command?: string | null;
  directory?: string | null;
  firstSequence: number;
  lastSequence?: number | null;
  startedAt: number;
  endedAt?: number | null;
  exitCode?: number | null;
  /** Who of the others started it; none: the sharer. */
  ranBy?: Person | null;
};

export type BlocksReply = { refused?: Refusal | null; blocks?: Block[] | null };

/** Frames behind `after`; `keyframe`: from the newest keyframe before them. */
export type FramesRequest = { after: number; through: number; keyframe: boolean };

export type FramesReply = { refused?: Refusal | null; frames?: WatchedFrames | null };

/** What was asked for is done, unless refused. */
export type Answer = { refused?: Refusal | null };

/** `oldest`: the lowest number that could be sent again; `epoch`, with input that is sent again: what `TypeReply` said the first time. */
export type TypeRequest = { number: number; bytes: Uint8Array; oldest?: number; epoch?: number };

/** `written`: this participant's input up to here was dealt with; `epoch`: for whose program it was taken in. */
export type TypeReply = Answer & { written?: number; epoch?: number };

export type Me = { user: string; name: string; email: string };

/** Asks to be let in; `ask` names this wish, so that the same one goes on after a lost connection. */
export type AskRequest = { version: number; session: string; linkSecret: string | null; role: Role; ask: string };

/** Exactly one member is set. */
export type AskItem = { waits?: boolean | null; granted?: Role | null; refused?: Refusal | null };

/** Who asks to be let in. */
export type Asker = { participant: string; person: Person; role: Role };

/** The rules of a session. `until` is absent where a rule has no end. */
export type Access = {
  allow: { email: string; role: Role; until?: string | null }[];
  team: { name?: string | null; role: Role; until?: string | null };
  link: { role: Role; until?: string | null };
  linkUrl: string;
  revoked: string[];
  removed: string[];
  asking?: Asker[] | null;
};

export type Who = { email: string } | { participant: string };

/** Exactly one member is set. */
export type AccessChange =
  | { allow: { email: string; role: Role; forSeconds?: number } }
  | { team: { role: Role; forSeconds?: number } }
  | { link: { role: Role; forSeconds?: number } }
  | { revoke: Who }
  | { revokeAll: true }
  | { remove: Who }
  | { grant: { participant: string; role: Role; forSeconds?: number } }
  | { refuse: { participant: string } };

export type MySession = {
  session: string;
  title: string;
  startedAt: string;
  sharerState: Roster['sharerState'];
  participants: number;
  editors: number;
  bytes: number;
  link: string;
  requests?: { participant: string; person: Person; role: Role }[] | null;
  endedAt?: string | null;
  keptUntil?: string | null;
};

/** One item of what a person has, as it is now; exactly one member is set. */
export type MineItem = {
  present?: { sessions: MySession[]; invitations: InvitedSession[] } | null;
  session?: MySession | null;
  invitation?: InvitedSession | null;
  gone?: string | null;
  answered?: { session: string; title: string; role: Role; granted: boolean } | null;
  closed?: Refusal | null;
};

export type InvitedSession = { session: string; title: string; sharer: Person; role: Role; startedAt: string; link: string; endedAt?: string | null };
