/** A person as they see themselves. */
export interface User {
  id: string;
  username: string;
  nickname: string;
  face_type: number;
  custom_face: string;
  gender: number;
  birthday: number;
  signature: string;
  address: string;
  phone: string;
  mail: string;
}

/** A person as others see them. */
export type Profile = Pick<User, "id" | "username" | "nickname" | "face_type" | "custom_face" | "signature">;

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

export interface Body {
  /** Plain rendering of everything the message holds. */
  text: string;
}

export interface Message {
  mid: string;
  c: string;
  seq: number;
  from: string;
  ts: string;
  cid?: string;
  body: Body;
  edited?: string | null;
  recalled?: boolean;
}

export interface Conversation {
  c: string;
  kind: "direct" | "group";
  name: string;
  peer?: Profile;
  seq: number;
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
}
