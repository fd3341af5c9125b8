import type { Attachment } from "svelte/attachments";

const SWIPE_PX = 90;
/** A swipe begins at the edge: further in, it belongs to what is there. */
const EDGE_PX = 60;

/** A swipe from the left edge to the right, as phones lead back by. */
export function swipeBack(back: () => void): Attachment<HTMLElement> {
  return (element) => {
    let from: { x: number; y: number } | undefined;
    const start = ({ touches }: TouchEvent) => {
      const first = touches[0];
      from = first && touches.length === 1 && first.clientX < EDGE_PX ? { x: first.clientX, y: first.clientY } : undefined;
    };
    const end = ({ changedTouches }: TouchEvent) => {
      const last = changedTouches[0];
      if (from !== undefined && last !== undefined && last.clientX - from.x > SWIPE_PX && Math.abs(last.clientY - from.y) < SWIPE_PX) back();
      from = undefined;
    };
    element.addEventListener("touchstart", start, { passive: true });
    element.addEventListener("touchend", end, { passive: true });
    return () => {
      element.removeEventListener("touchstart", start);
      element.removeEventListener("touchend", end);
    };
  };
}

/** Takes files that are dropped; `over` is told whether some hang above it. */
export function dropFiles(take: (files: FileList) => void, over: (is: boolean) => void): Attachment<HTMLElement> {
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
  return (element) => {
    const dragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      over(true);
    };
    const dragLeave = ({ relatedTarget: to }: DragEvent) => {
      if (!(to instanceof Node) || !element.contains(to)) over(false);
    };
    const drop = (event: DragEvent) => {
      over(false);
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      take(event.dataTransfer.files);
    };
    element.addEventListener("dragover", dragOver);
    element.addEventListener("dragleave", dragLeave);
    element.addEventListener("drop", drop);
    return () => {
      element.removeEventListener("dragover", dragOver);
      element.removeEventListener("dragleave", dragLeave);
      element.removeEventListener("drop", drop);
    };
  };
}
