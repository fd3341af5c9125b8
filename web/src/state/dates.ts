import type { Range } from "../api/conversations";
import type { MessagePage } from "../api/types";

/** Finds the position of the first message since a moment: the log is ordered by time, so halving it leads there. */
export async function firstSince(moment: number, last: number, read: (range: Range) => Promise<MessagePage>): Promise<number> {
  let low = 1;
  let high = last;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { messages } = await read({ after: middle - 1, limit: 1 });
    const found = messages[0];
    if (found === undefined || Date.parse(found.ts) >= moment) high = middle;
    else low = found.seq + 1;
  }
  return low;
}
