/** A person as others see them. */
export interface Profile {
  id: string;
  username: string;
  nickname: string;
  /** Number of a built-in avatar, 0 to 35; custom_face wins. */
  face_type: number;
  /** File of an own avatar, or empty. */
  custom_face: string;
  signature: string;
  gender?: number;
  bot?: boolean;
  /* The rest is for friends and oneself. */
  birthday?: number;
  address?: string;
  phone?: string;
  mail?: string;
}

/** A person as they see themselves. */
export interface User extends Profile {
  gender: number;
  birthday: number;
  address: string;
  phone: string;
  mail: string;
  /** Whether /admin is open to them. */
  admin?: boolean;
}

export interface Session {
  access_token: string;
  token_type: string;
  /** Seconds the access token is good for. */
  expires_in: number;
  /** Good for one use; the next one comes with the answer. */
  refresh_token: string;
  session: string;
  user: User;
}

export interface Device {
  id: string;
  name: string;
}

/** A session in the list of one's devices. */
export interface LoggedInDevice {
  id: string;
  class: string;
  name: string;
  created_at: string;
  last_seen_at: string;
  current: boolean;
}

export interface Person {
  id: string;
  name?: string;
}

export interface Image {
  file: string;
  name?: string;
  size: number;
  width: number;
  height: number;
  thumb?: string;
}

export interface FileRef {
  file: string;
  name: string;
  size: number;
  type?: string;
}

export interface Voice {
  file: string;
  size: number;
  duration_ms: number;
  waveform?: number[];
}

export interface Video {
  file: string;
  name?: string;
  size: number;
  width: number;
  height: number;
  duration_ms: number;
  poster?: string;
}

export interface Card {
  kind: "user" | "group" | "link";
  id?: string;
  name?: string;
  url?: string;
  text?: string;
}

/** One message of a merged forward. */
export interface Quote {
  from: string;
  name?: string;
  ts: string;
  segments: Segment[];
}

/** What happened in the conversation, told by the server. */
export interface SystemNote {
  kind: string;
  by?: Person;
  users?: Person[];
  name?: string;
  file?: string;
  text?: string;
}

/** One piece of a body: exactly one kind is set; `name` goes with `mention`. */
export interface Segment {
  text?: string;
  face?: number;
  mention?: string;
  name?: string;
  image?: Image;
  file?: FileRef;
  voice?: Voice;
  video?: Video;
  nudge?: boolean;
  card?: Card;
  forward?: Quote[];
  system?: SystemNote;
}

/** The font of the old PC client. */
export interface Font {
  family?: string;
  /** Points. */
  size?: number;
  /** "#rrggbb" */
  color?: string;
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
}

export interface Body {
  /** Plain rendering of everything the message holds. */
  text: string;
  segments?: Segment[];
  font?: Font;
}

/** What a client writes of a message; the server renders the text when there are segments. */
export interface OutgoingBody {
  text?: string;
  segments?: Segment[];
  font?: Font;
}

export interface Reaction {
  emoji: string;
  /** At most 20 of them. */
  users: string[];
  n: number;
}

export interface Message {
  mid: string;
  c: string;
  seq: number;
  from: string;
  ts: string;
  cid?: string;
  body: Body;
  reply_to?: number;
  edited?: string | null;
  recalled?: boolean;
  reactions?: Reaction[];
  pinned?: boolean;
  expires?: string;
  /** Says nothing to a person; keeps its seq. */
  hidden?: boolean;
  /** Told by the server; never unread. */
  system?: boolean;
  via?: string;
}

export type Mute = "none" | "silent" | "count" | "all";

/** What a user has set for a conversation of theirs. */
export interface ConversationSettings {
  pinned: boolean;
  /** none: notify; silent: no sound; count: only the number; all: nothing. */
  mute: Mute;
  archived: boolean;
  /** Left out of the list as long as nothing newer than this comes. */
  hidden_seq: number;
  draft: string;
  /** Nothing up to here is shown. */
  cleared_seq: number;
}

export interface Conversation extends Partial<ConversationSettings> {
  c: string;
  kind: "direct" | "group";
  name: string;
  peer?: Profile;
  group?: Group;
  seq: number;
  rev?: number;
  read: number;
  unread: number;
  last?: Message;
}

export interface ConversationPage {
  conversations: Conversation[];
  /** Where the next page begins; empty at the end. */
  next: string;
}

export interface MessagePage {
  /** Ascending by seq. */
  messages: Message[];
  /** There is more in the direction that was asked for. */
  more: boolean;
  /** Positions that this user may not see. */
  skip?: number[][];
}

/** Something that changed in a conversation; `d` is the new state of the thing. */
export interface Change {
  c: string;
  rev: number;
  kind: string;
  seq?: number;
  by: string;
  ts: string;
  d: Record<string, unknown>;
}

export interface ChangePage {
  changes: Change[];
  next?: string;
  more?: boolean;
}

export type PresenceStatus = "online" | "away" | "busy" | "invisible" | "offline";

export interface Presence {
  user: string;
  status: PresenceStatus;
  /** Classes: web, pc, android… */
  devices: string[];
  last_seen?: string;
}

export interface Friend {
  user: Profile;
  remark: string;
  presence?: Presence;
}

export interface Team {
  name: string;
  friends: Friend[];
}

export interface FriendRequest {
  user: Profile;
  greeting: string;
  at: string;
}

export interface FriendRequests {
  incoming: FriendRequest[];
  outgoing: FriendRequest[];
}

export type JoinPolicy = "open" | "approval" | "invitation";
export type Role = "owner" | "admin" | "member";

export interface Group {
  id: string;
  name: string;
  owner: string;
  notice: string;
  introduction: string;
  picture: string;
  join_policy: JoinPolicy;
  muted_all: boolean;
  /** How many. */
  members: number;
  /** Mine; empty when I am no member. */
  role: Role | "";
  created_at: string;
}

export interface Member {
  user: Profile;
  role: Role;
  card: string;
  muted_until?: string | null;
  joined_at: string;
}

export interface Invitation {
  id: string;
  /** Only in the answer that makes it. */
  token?: string;
  by: string;
  created_at: string;
  /** Absent: never. */
  expires_at?: string;
  /** Absent: any number. */
  uses_left?: number;
}

/** One hit of GET /search. */
export interface SearchHit {
  message: Message;
  /** The part of the text that was looked for, in pieces. */
  snippet: { text: string; hit?: boolean }[];
}
