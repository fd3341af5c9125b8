import { expect, test } from "vitest";
import { toggleReaction } from "./reactions";

test("a reaction is taken back by the same click", () => {
  const once = toggleReaction([], "👍", "3");
  expect(once).toEqual({ reactions: [{ emoji: "👍", users: ["3"], n: 1 }], on: true });
  expect(toggleReaction(once.reactions, "👍", "3")).toEqual({ reactions: [], on: false });
});
