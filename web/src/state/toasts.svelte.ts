/** A word in passing, at the edge of the screen. */
export interface Toast {
  text: string;
  detail?: string;
  kind?: "plain" | "success" | "error";
  action?: { label: string; run: () => void };
  /** Stays until it is answered. */
  sticky?: boolean;
}

/** What is to be said; the host of the view takes it from here. */
class Toasts {
  queue = $state.raw<readonly Toast[]>([]);

  show(toast: Toast): void {
    this.queue = [...this.queue, toast];
  }

  /** Takes all that waits. */
  take(): readonly Toast[] {
    const all = this.queue;
    if (all.length > 0) this.queue = [];
    return all;
  }
}

export const toasts = new Toasts();
