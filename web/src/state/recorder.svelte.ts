import type { Voice } from "../api/types";

/** What was recorded: the sound, and what a voice message says of it. */
export interface Recording {
  readonly file: File;
  readonly voice: Pick<Voice, "duration_ms" | "waveform">;
}

/** The level is looked at so often; the picture of a recording is made of these. */
const LOOK_MS = 100;

/** As many bars as a bubble has room for; the server takes 256. */
const BARS = 48;

/** The first of these that the browser can write; each is played by all present ones. */
const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"] as const;

/** Records a voice message. The microphone is asked for when it is wanted, and let go at the end. */
export class Recorder {
  /** Since it began, in milliseconds. */
  ms = $state(0);
  /** Loudness from 0 to 255, the newest last. */
  levels = $state.raw<readonly number[]>([]);

  #recorder: MediaRecorder | undefined;
  #audio: AudioContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #pieces: Blob[] = [];

  /** Begins; rejects when there is no microphone or it may not be used. */
  async start(): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const type = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    this.#recorder = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type });
    this.#recorder.ondataavailable = ({ data }) => this.#pieces.push(data);
    this.#recorder.start();
    this.#audio = new AudioContext();
    const analyser = this.#audio.createAnalyser();
    this.#audio.createMediaStreamSource(stream).connect(analyser);
    const began = performance.now();
    const samples = new Uint8Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getByteTimeDomainData(samples);
      const peak = samples.reduce((most, s) => Math.max(most, Math.abs(s - 128)), 0);
      this.levels = [...this.levels, Math.min(255, peak * 2)];
      this.ms = Math.round(performance.now() - began);
    }, LOOK_MS);
  }

  /** Ends, and gives what was recorded. */
  async stop(): Promise<Recording> {
    const recorder = this.#recorder;
    if (recorder === undefined) throw new Error("nothing is being recorded");
    const duration_ms = Math.max(1, this.ms);
    const ended = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.stop();
    await ended;
    this.cancel();
    const type = recorder.mimeType.split(";")[0] ?? "audio/webm";
    const file = new File(this.#pieces, `voice.${type.split("/")[1] ?? "webm"}`, { type });
    return { file, voice: { duration_ms, waveform: waveformOf(this.levels, BARS) } };
  }

  /** Lets the microphone go; what was recorded is lost. */
  cancel(): void {
    clearInterval(this.#timer);
    for (const track of this.#recorder?.stream.getTracks() ?? []) track.stop();
    this.#recorder = undefined;
    void this.#audio?.close();
    this.#audio = undefined;
  }
}

/** Levels drawn together to so many bars at most, each as high as the loudest in it. */
export function waveformOf(levels: readonly number[], bars: number): number[] {
  const n = Math.min(bars, levels.length);
  return Array.from({ length: n }, (_, i) => {
    const part = levels.slice(Math.floor((i * levels.length) / n), Math.floor(((i + 1) * levels.length) / n));
    return Math.max(0, ...part);
  });
}

/** "0:07": minutes and seconds. */
export function lengthText(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
