import type { ChatApi } from "../api/chat";
import type { Profile, User } from "../api/types";

/** The signed-in user as they show themselves to others. */
export class SelfStore {
  user = $state.raw<User>() as User;

  readonly #api: ChatApi;
  readonly #meet: (profile: Profile) => void;

  /** `meet` is told of every new state of the profile: lists show it too. */
  constructor(user: User, api: ChatApi, meet: (profile: Profile) => void) {
    this.user = user;
    this.#api = api;
    this.#meet = meet;
  }

  /** Changes the own profile; the others learn of it by themselves. */
  async update(change: Partial<User>): Promise<void> {
    this.#show(await this.#api.people.updateMe(change));
  }

  /** Makes a picture the own avatar. */
  async setAvatar(picture: Blob): Promise<void> {
    this.#show(await this.#api.files.setAvatar(picture));
  }

  /** Takes one of the built-in avatars. */
  async setFace(n: number): Promise<void> {
    await this.update({ face_type: n, custom_face: "" });
  }

  /** Another device changed it. */
  async reload(): Promise<void> {
    this.#show(await this.#api.people.me());
  }

  #show(user: User): void {
    this.user = user;
    this.#meet(user);
  }
}
