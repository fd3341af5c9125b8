import { expect, test } from "vitest";
import { faceOf } from "./faces";
import { bodyOf, callAt, Picks, picksOf, suggest } from "./writing";

function picks(...faces: number[]): Picks {
  const all = new Picks();
  for (const n of faces) all.faces.add(n);
  return all;
}

const people = [
  { id: "2", name: "Ann" },
  { id: "3", name: "Annabel" },
  { id: "4", name: "王小明" },
];

test("what was picked goes by number, what was typed stays text", () => {
  expect(bodyOf(`hi ${faceOf(23)}!`, picks(23))).toEqual({ segments: [{ text: "hi " }, { face: 23 }, { text: "!" }] });
  expect(bodyOf(`hi ${faceOf(23)}!`, picks())).toEqual({ text: `hi ${faceOf(23)}!` });
  expect(bodyOf(`${faceOf(46)}${faceOf(48)}`, picks(46, 48))).toEqual({ segments: [{ face: 46 }, { face: 48 }] });
});

test("a name behind an @ calls who bears it, the longest name first", () => {
  expect(bodyOf("@Annabel, @Ann!", picks(), people)).toEqual({
    segments: [{ mention: "3", name: "Annabel" }, { text: ", " }, { mention: "2", name: "Ann" }, { text: "!" }],
  });
  expect(bodyOf("你好@王小明在吗", picks(), people)).toEqual({
    segments: [{ text: "你好" }, { mention: "4", name: "王小明" }, { text: "在吗" }],
  });
  expect(bodyOf("@all", picks(), people)).toEqual({ segments: [{ mention: "all" }] });
});

test("an address, a longer name and a direct conversation call nobody", () => {
  for (const text of ["mail me@Ann.org", "@Anna", "@Bob"]) expect(bodyOf(text, picks(), people)).toEqual({ text });
  expect(bodyOf("@all", picks())).toEqual({ text: "@all" });
});

test("of two with the same name, the one who was picked is called", () => {
  const two = new Picks();
  two.called.set("Ann", "9");
  expect(bodyOf("@Ann", two, people)).toEqual({ segments: [{ mention: "9", name: "Ann" }] });
});

test("a message that is written anew keeps its emoticons and who it calls", () => {
  const body = { text: "", segments: [{ mention: "9", name: "Gone" }, { text: " look " }, { face: 5 }] };
  const again = bodyOf(`@Gone look ${faceOf(5)}${faceOf(6)}`, picksOf(body), people);
  expect(again).toEqual({ segments: [...body.segments, { text: faceOf(6) }] });
});

test("what is written behind an @ is a name to look for", () => {
  expect(callAt("hello @an", 9)).toEqual({ start: 6, query: "an" });
  expect(callAt("@", 1)).toEqual({ start: 0, query: "" });
  expect(callAt("你好@王", 4)).toEqual({ start: 2, query: "王" });
  for (const text of ["me@ann", "@ann and", "hello"]) expect(callAt(text, text.length)).toBeUndefined();
});

test("who fits: the beginning of a name before its middle", () => {
  expect(suggest([...people, { id: "5", name: "Joanna" }], "ann").map((p) => p.id)).toEqual(["2", "3", "5"]);
  expect(suggest(people, "小").map((p) => p.id)).toEqual(["4"]);
  expect(suggest(people, "x")).toEqual([]);
});
