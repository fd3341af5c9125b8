// A proxy before the server, that can hand out another version of what the server serves.
import { once } from "node:events";
import { createServer, request } from "node:http";
import { connect } from "node:net";

/**
 * @typedef {object} Proxy
 * @property {string} origin
 * @property {(change: (path: string, body: string) => string) => void} rewrite from now on, of the page and the service worker
 * @property {() => Promise<void>} stop
 */

/** @param {string} address host:port of the server @returns {Promise<Proxy>} */
export async function startProxy(address) {
  const [host = "", port = ""] = address.split(":");
  /** @type {((path: string, body: string) => string) | undefined} */
  let change;
  /** @type {Set<import("node:stream").Duplex>} */
  const open = new Set();
  const server = createServer((req, res) => {
    const path = (req.url ?? "").split("?")[0] ?? "";
    const changed = change !== undefined && ["/", "/index.html", "/sw.js"].includes(path);
    const headers = changed ? { ...req.headers, "accept-encoding": "identity", "if-none-match": "" } : req.headers;
    const up = request({ host, port, method: req.method, path: req.url, headers }, async (answer) => {
      if (!changed || change === undefined) {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
        return;
      }
      let body = "";
      for await (const part of answer.setEncoding("utf8")) body += part;
      const { "content-length": _, etag: __, ...rest } = answer.headers;
      res.writeHead(answer.statusCode ?? 502, rest).end(change(path, body));
    });
    up.on("error", () => res.destroy()); // the server is away, and so is this
    req.pipe(up);
  });
  server.on("upgrade", (req, socket, head) => {
    const up = connect(Number(port), host, () => {
      const lines = req.rawHeaders.flatMap((name, i, all) => (i % 2 === 0 ? [`${name}: ${all[i + 1]}`] : []));
      up.write([`GET ${req.url} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
      up.write(head);
      up.pipe(socket).pipe(up);
    });
    for (const end of [up, socket]) {
      open.add(end);
      end.on("error", () => {}).on("close", () => [up, socket].forEach((other) => other.destroy()));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: own } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${own}`,
    rewrite: (to) => void (change = to),
    async stop() {
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
