/**
 * A link that signs one tab in: "#/sign-in/TOKEN". What follows the "#" is sent to
 * no server, so that no log has the token; it is good once, and exchanged for a
 * session over REST.
 */
const LINK = /^#\/sign-in\/([\w-]+)$/u;

/** Takes the token of a link out of the address bar, where a copy of it would be of no use. */
export function takeSignInLink(place: Location = location, past: History = history): string | undefined {
  const token = LINK.exec(place.hash)?.[1];
  if (token !== undefined) past.replaceState(null, "", "#/");
  return token;
}

export function isSignInLink(hash: string): boolean {
  return LINK.test(hash);
}
