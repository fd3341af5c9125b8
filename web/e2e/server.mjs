// Starts the real binary for the browser journey.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A server takes at most this long to listen, and to stop. */
const PATIENCE_MS = 15_000;

/**
 * @typedef {object} Server
 * @property {string} http host:port
 * @property {string} chat host:port of the old clients
 * @property {{ nickname: string, url: string }[]} demo links that sign a tab in, with --demo
 * @property {() => Promise<string>} setup link that makes the first administrator, from the log
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} binary
 * @param {string} data directory
 * @param {string} [http] host:port; any free port when left out
 * @param {string[]} [more] settings
 * @returns {Promise<Server>}
 */
export async function startServer(binary, data, http = "127.0.0.1:0", more = []) {
  const tcp = ["chat", "file", "image"].flatMap((name) => [`--tcp-${name}`, "127.0.0.1:0"]);
  // The receivers of webhooks are on this machine.
  const args = ["serve", "--data", data, "--http", http, ...tcp, "--print-addrs", "--outbound-allow", "127.0.0.0/8", ...more];
  // The settings of whoever runs the journey are not those of this server.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("FLAMINGO_")));
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"], env });
  const exited = once(child, "exit");
  const kill = () => child.kill();
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (log += text));

  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, "line").then(([line]) => String(line)),
    exited.then(([code]) => Promise.reject(new Error(`the server ended with code ${code}:\n${log}`))),
    new Promise((_, reject) => {
      setTimeout(() => reject(new Error(`the server printed no addresses:\n${log}`)), PATIENCE_MS).unref();
    }),
  ]);
  /** @type {{ http: string, tcp_chat: string, demo?: Server["demo"] }} */
  const addresses = JSON.parse(String(first));

  return {
    http: addresses.http,
    chat: addresses.tcp_chat,
    demo: addresses.demo ?? [],
    async setup() {
      // It was logged before the addresses were printed, on another stream.
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await once(child.stderr, "data")) {
        const [link] = /http:[^"\s]+#setup=\w+/u.exec(log) ?? [];
        if (link !== undefined) return link;
      }
      throw new Error(`the server logged no link:\n${log}`);
    },
    async stop() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
      const [code] = await exited;
      clearTimeout(timer);
      if (code !== 0) throw new Error(`the server ended with code ${code}:\n${log}`);
    },
  };
}
