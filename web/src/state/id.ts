const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/** A new ULID: 48 bits of time and 80 random ones, in 26 characters. */
export function newId(now = Date.now()): string {
  let time = "";
  for (let i = 0, rest = now; i < TIME_DIGITS; i++, rest = Math.floor(rest / 32)) {
    time = ALPHABET.charAt(rest % 32) + time;
  }
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_DIGITS));
  return time + Array.from(bytes, (b) => ALPHABET.charAt(b % 32)).join("");
}
