import { preferences } from "./preferences.svelte";

export type Sound = "message" | "request" | "online";

/** Our own three sounds, as notes: [hertz, begin, length] in seconds. */
const scores: Record<Sound, readonly (readonly [number, number, number])[]> = {
  message: [
    [659, 0, 0.12],
    [988, 0.09, 0.22],
  ],
  request: [
    [523, 0, 0.12],
    [659, 0.11, 0.12],
    [784, 0.22, 0.3],
  ],
  online: [
    [784, 0, 0.1],
    [587, 0.1, 0.2],
  ],
};

const VOLUME = 0.12;

/** No sound follows another one faster than this. */
const PAUSE_MS = 400;

let audio: AudioContext | undefined;
let last = 0;

/** Plays a sound unless the user wants none. Browsers keep a page silent until somebody has touched it. */
export function play(sound: Sound): void {
  const wanted = { message: "soundMessage", request: "soundRequest", online: "soundOnline" } as const;
  const { all } = preferences;
  if (all.mute || !all[wanted[sound]] || Date.now() - last < PAUSE_MS) return;
  last = Date.now();
  audio ??= new AudioContext();
  void audio.resume();
  for (const [pitch, begin, length] of scores[sound]) note(audio, pitch, begin, length);
}

function note(on: AudioContext, pitch: number, begin: number, length: number): void {
  const tone = on.createOscillator();
  const volume = on.createGain();
  const from = on.currentTime + begin;
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(VOLUME, from + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.001, from + length);
  tone.connect(volume).connect(on.destination);
  tone.start(from);
  tone.stop(from + length);
}
