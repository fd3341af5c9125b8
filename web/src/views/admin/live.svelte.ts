import type { ServerStats } from "../../api/admin";

/** How often the figures are asked for while somebody looks. */
const PERIOD_MS = 3_000;

/** The figures of the server, renewed as long as the page is in sight. */
export class Live {
  stats = $state.raw<ServerStats | undefined>();
  /** The last answer did not come. */
  stale = $state(false);

  readonly #ask: () => Promise<ServerStats>;

  constructor(ask: () => Promise<ServerStats>) {
    this.#ask = ask;
  }

  async refresh(): Promise<void> {
    try {
      this.stats = await this.#ask();
      this.stale = false;
    } catch {
      this.stale = true; // said beside the figures; the next round tries again
    }
  }

  /** Asks now and then, until the returned function is called. */
  watch(): () => void {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const round = async () => {
      if (document.visibilityState === "visible") await this.refresh();
      if (!over) timer = setTimeout(() => void round(), PERIOD_MS);
    };
    void round();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }
}
