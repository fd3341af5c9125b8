import { asProblem } from "../api/problem";
import type { Profile } from "../api/types";
import type { Messenger } from "../state/messenger.svelte";

/** People whose account, nickname or number fits; a server that only knows exact names finds those. */
export async function findPeople(messenger: Messenger, query: string): Promise<Profile[]> {
  let found: Profile[];
  try {
    found = await messenger.api.people.find(query);
  } catch (thrown) {
    if (!["invalid", "not_found"].includes(asProblem(thrown).code)) throw thrown;
    const exact = await messenger.api.people.findExactly(query);
    found = exact === undefined ? [] : [exact];
  }
  messenger.people.meet(...found);
  return found;
}
