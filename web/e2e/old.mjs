// As much of the old clients as a journey needs: they sign in over their own protocol, say something, and are told something.
import { once } from "node:events";
import { connect } from "node:net";
import { inflateSync } from "node:zlib";
import { PATIENCE_MS } from "./browser.mjs";

/** Of a frame, before its body; of a body, before its values: see docs/protocol/WIRE.md. */
const HEADER = 25;
const BODY_HEADER = 14;

const classes = { pc: 1, android: 2 };

/** @typedef {{ cmd: number, data: string }} Frame */

/** @param {string} text */
function string(text) {
  const bytes = Buffer.from(text);
  const length = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    length.push(rest < 128 ? rest : (rest & 127) | 128);
    if (rest < 128) return Buffer.concat([Buffer.from(length), bytes]);
  }
}

/** @param {number} n */
function int32(n) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(n);
  return bytes;
}

/** @param {Buffer} body */
function data(body) {
  let [at, length] = [BODY_HEADER, 0];
  for (let shift = 0; ; shift += 7) {
    const byte = body.readUInt8(at++);
    length |= (byte & 127) << shift;
    if (byte < 128) return body.toString("utf8", at, at + length);
  }
}

export class OldClient {
  /** @type {Frame[]} */
  #frames = [];
  #socket;
  #class;
  #seq = 0;
  #rest = Buffer.alloc(0);

  /** @param {import("node:net").Socket} socket @param {keyof typeof classes} kind */
  constructor(socket, kind) {
    this.#socket = socket;
    this.#class = classes[kind];
    socket.on("data", (bytes) => this.#read(bytes));
  }

  /** @param {string} address @param {keyof typeof classes} kind @param {string} username @param {string} password */
  static async logIn(address, kind, username, password) {
    const [host, port] = address.split(":");
    const socket = connect(Number(port), host);
    await once(socket, "connect");
    const client = new OldClient(socket, kind);
    client.#write(1002, JSON.stringify({ username, password, clienttype: client.#class, status: 1 }));
    await client.told(1002, /"code": ?0/);
    return client;
  }

  /** Waits for a frame, also one that has come already. @param {number} cmd @param {RegExp} what */
  async told(cmd, what) {
    const given = AbortSignal.timeout(PATIENCE_MS);
    while (!this.#frames.some((f) => f.cmd === cmd && what.test(f.data))) await once(this.#socket, "frame", { signal: given });
  }

  /** @param {number} to user @param {string} text */
  say(to, text) {
    const font = ["Arial", 12, 0, 0, 0, 0];
    this.#write(1100, JSON.stringify({ msgType: 1, time: 0, clientType: this.#class, font, content: [{ msgText: text }] }), int32(to));
  }

  /** Gives a friend a name of one's own. @param {number} friend @param {string} name */
  async remark(friend, name) {
    this.#write(1105, "{}", int32(friend), string(name));
    await this.told(1003, new RegExp(`"markname": ?"${name}"`));
  }

  async leave() {
    this.#socket.end();
    await once(this.#socket, "close");
  }

  /** @param {number} cmd @param {string} text @param {...Buffer} values */
  #write(cmd, text, ...values) {
    const rest = [int32(cmd), int32(++this.#seq), string(text), ...values];
    const body = Buffer.concat([Buffer.alloc(6), ...rest]);
    body.writeUInt32BE(body.length);
    const header = Buffer.alloc(HEADER); // not compressed
    header.writeInt32LE(body.length, 1);
    this.#socket.write(Buffer.concat([header, body]));
  }

  /** The server compresses every frame. @param {Buffer} bytes */
  #read(bytes) {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= HEADER) {
      const end = HEADER + this.#rest.readInt32LE(5);
      if (this.#rest.length < end) return;
      const body = inflateSync(this.#rest.subarray(HEADER, end));
      this.#rest = this.#rest.subarray(end);
      this.#frames.push({ cmd: body.readInt32BE(6), data: data(body) });
      this.#socket.emit("frame");
    }
  }
}
