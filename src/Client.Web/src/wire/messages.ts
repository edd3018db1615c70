// The messages of docs/protocol.md that a viewer sends and hears. What is absent or null means "none".

export const protocolVersion = 1;

export type Role = 'none' | 'view' | 'edit' | 'manage';

export type TerminalSize = { columns: number; rows: number };

export type Refusal = { reason: string; text: string };

export type Person = { name: string; email?: string | null };

export type Participant = {
  id: string;
  person: Person;
  role: Role;
  away: boolean;
  guest: boolean;
  request?: Role | null;
};

export type Roster = { sharer: Person; sharerState: 'connected' | 'reconnecting'; participants: Participant[] };

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

/** `after` null: from a keyframe with about `back` payload bytes behind it. */
export type WatchRequest = { recorder: boolean; after: number | null; epoch: number | null; back?: number; rosterUpdates: boolean };

/** Frames in a row: `first` is the sequence of the first, `bytes` base64. */
export type FrameRun = { first: number; count: number; bytes: string };

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
  rewound?: number | null;
  ended?: Ended | null;
  closed?: Refusal | null;
};

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

export type Me = { user: string; name: string; email: string };

/** The rules of a session. `until` is absent where a rule has no end. */
export type Access = {
  allow: { email: string; role: Role; until?: string | null }[];
  team: { name?: string | null; role: Role; until?: string | null };
  link: { role: Role; until?: string | null };
  linkUrl: string;
  revoked: string[];
  removed: string[];
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
