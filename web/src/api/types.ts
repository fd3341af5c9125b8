import type { components } from "../../generated/openapi";

// What the REST API speaks of. The types are made from openapi.yaml; here they
// get their names, and what the client knows besides: entries that it has made
// itself, or has from the socket, lack what it does not need of them.
type Schemas = components["schemas"];
type Replace<T, With> = Omit<T, keyof With> & With;

/** A person as others see them; the rest of the profile is for friends and oneself. */
export type Profile = Replace<Omit<Schemas["Contact"], "friend" | "blocked">, { gender?: number }>;
/** A person as they see themselves. */
export type User = Schemas["User"] & { admin?: boolean };
export type Session = Schemas["Session"];
/** A session in the list of one's devices. */
export type LoggedInDevice = Schemas["LoggedInDevice"];
export type Device = Required<Schemas["Device"]>;

export type Person = Schemas["Person"];
export type Image = Schemas["Image"];
export type FileRef = Schemas["File"];
export type Voice = Schemas["Voice"];
export type Video = Schemas["Video"];
export type Card = Schemas["Card"];
/** One message of a merged forward. */
export type Quote = Schemas["Quote"];
/** What happened in the conversation, told by the server. */
export type SystemNote = Schemas["System"];
/** One piece of a body: exactly one kind is set; `name` goes with `mention`. */
export type Segment = Schemas["Segment"];
/** The font of the old PC client. */
export type Font = Schemas["Font"];
export type Reaction = Schemas["Reaction"];
export type Body = Replace<Schemas["Body"], { segments?: Segment[] }>;
/** What a client writes of a message; the server renders the text when there are segments. */
export type OutgoingBody = Partial<Body>;
export type Message = Replace<Schemas["Message"], { body: Body; via?: string; edited?: string | null }>;

export type Mute = Schemas["Mute"];

/** What a user has set for a conversation of theirs. */
export type ConversationSettings = Pick<Schemas["Conversation"], "pinned" | "mute" | "archived" | "draft"> & {
  /** Left out of the list as long as nothing newer than this comes. */
  hidden_seq: number;
  /** Nothing up to here is shown. */
  cleared_seq: number;
};

export type Conversation = Replace<
  Omit<Schemas["Conversation"], keyof ConversationSettings>,
  Partial<ConversationSettings> & { peer?: Profile; group?: Group; rev?: number; last?: Message }
>;
export type ConversationPage = Replace<Schemas["ConversationList"], { conversations: Conversation[] }>;
export type MessagePage = Replace<Omit<Schemas["MessagePage"], "next">, { messages: Message[]; skip?: number[][] }>;

/** Something that changed in a conversation; `d` is the new state of the thing. */
export type Change = Replace<Schemas["Change"], { kind: string; d: Record<string, unknown> }>;
export type ChangePage = Replace<Schemas["ChangeLog"], { changes: Change[]; next?: string; more?: boolean }>;

/** Invisible is what one sees of oneself. */
export type PresenceStatus = Schemas["Presence"]["status"] | "invisible";
export type Presence = Replace<Schemas["Presence"], { status: PresenceStatus; last_seen?: string }>;
export type Friend = Replace<Schemas["Friend"], { user: Profile; presence?: Presence }>;
export type Team = Replace<Schemas["Team"], { friends: Friend[] }>;
export type FriendRequest = Replace<Schemas["WaitingRequest"], { user: Profile }>;
export type FriendRequests = Replace<Schemas["FriendRequestList"], { incoming: FriendRequest[]; outgoing: FriendRequest[] }>;

export type Group = Schemas["Group"];
export type JoinPolicy = Group["join_policy"];
export type Member = Replace<Schemas["Member"], { user: Profile; muted_until?: string | null }>;
export type Role = Member["role"];
export type Invitation = Schemas["Invitation"];
/** One hit of GET /search. */
export type SearchHit = Replace<Schemas["SearchHit"], { message: Message }>;
