import type { IncomingMessage } from "node:http";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { WebSocket } from "ws";
import { pinProblem } from "../../shared/client/certificate-pin.ts";
import type { ConnectError } from "../../shared/client/connect-error.ts";
import { certificateProblem, networkProblem } from "../../shared/client/network-problem.ts";
import { notHttp, refusalProblem } from "../../shared/client/refusal.ts";
import type { RunnerTarget } from "./target.ts";

const connectWithinMs = 15_000;
const maximumMessageBytes = 64 * 1024 * 1024;
const maximumErrorBody = 4_096;

/**
 * Opens a WebSocket to a runner. The token is sent when, and only when, the other side has proved who it is. Rejects with
 * a ConnectError that says what is wrong.
 */
export async function dial(target: RunnerTarget, signal?: AbortSignal): Promise<WebSocket> {
  const socket = target.address.secure ? await secured(target, signal) : await plain(target, signal);
  return upgrade(target, socket, signal);
}

function plain(target: RunnerTarget, signal?: AbortSignal): Promise<Socket> {
  const { host, port } = endpoint(target);
  return opened(target, connectTcp({ host, port }), "connect", signal);
}

async function secured(target: RunnerTarget, signal?: AbortSignal): Promise<TLSSocket> {
  const { pin, ca } = target;
  const { host, port } = endpoint(target);
  const socket = connectTls({
    host,
    port,
    minVersion: "TLSv1.2",
    ALPNProtocols: ["http/1.1"],
    // A name, not an address, goes into the handshake.
    ...(/^[0-9.]+$|:/.test(host) ? {} : { servername: host }),
    ...(ca === null ? {} : { ca }),
    // A pin stands in for the chain and the name; it is compared before anything is sent.
    rejectUnauthorized: pin === null,
  });
  await opened(target, socket, "secureConnect", signal);
  if (pin !== null) comparePin(target, socket, pin);
  return socket;
}

function endpoint({ address }: RunnerTarget) {
  return { host: address.host.replace(/^\[|\]$/g, ""), port: address.port };
}

function comparePin({ address }: RunnerTarget, socket: TLSSocket, pin: string): void {
  const problem = pinProblem(address, socket.getPeerX509Certificate(), pin, Date.now());
  if (problem === null) return;
  socket.destroy();
  throw problem;
}

function opened<S extends Socket>(
  target: RunnerTarget,
  socket: S,
  event: "connect" | "secureConnect",
  signal?: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      settle();
      socket.destroy();
      reject(certificateProblem(target.address, error) ?? networkProblem(target.address, error));
    };
    const onTimeout = () => fail(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" }));
    const onClose = () => fail(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
    const onAbort = () => fail(Object.assign(new Error("given up"), { code: "ABORT_ERR" }));
    const onOpen = () => {
      settle();
      resolve(socket);
    };
    const timer = setTimeout(onTimeout, connectWithinMs);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      socket.off(event, onOpen).off("error", fail).off("close", onClose);
      socket.on("error", () => {}); // a late one; what uses the socket hears of its end
    };
    signal?.addEventListener("abort", onAbort);
    socket.once(event, onOpen).once("error", fail).once("close", onClose);
    if (signal?.aborted) onAbort();
  });
}

function upgrade(target: RunnerTarget, socket: Socket, signal?: AbortSignal): Promise<WebSocket> {
  const { address, token } = target;
  return new Promise((resolve, reject) => {
    const webSocket = new WebSocket(`${address.secure ? "wss" : "ws"}://${address.host}:${address.port}/rpc`, {
      createConnection: () => socket,
      headers: { Authorization: `Bearer ${token}` },
      perMessageDeflate: false,
      handshakeTimeout: connectWithinMs,
      maxPayload: maximumMessageBytes,
    });
    const onAbort = () => webSocket.terminate();
    const settle = () => signal?.removeEventListener("abort", onAbort);
    const fail = (error: ConnectError) => {
      settle();
      socket.destroy();
      reject(error);
    };
    signal?.addEventListener("abort", onAbort);
    webSocket.once("open", () => {
      settle();
      webSocket.removeAllListeners("error");
      webSocket.on("error", () => {}); // it closes after an error, and that is where it is dealt with
      resolve(webSocket);
    });
    webSocket.once("error", (error: NodeJS.ErrnoException) => fail(handshakeError(target, error)));
    webSocket.once("unexpected-response", (_, response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        if (body.length < maximumErrorBody) body += text;
      });
      const done = () => fail(refused(target, response, body));
      response.once("end", done).once("error", done).once("aborted", done);
    });
    if (signal?.aborted) onAbort();
  });
}

function refused({ address, tokenFrom }: RunnerTarget, response: IncomingMessage, body: string): ConnectError {
  const { statusCode = 0, headers } = response;
  return refusalProblem(address, tokenFrom, { status: statusCode, server: headers.server, body });
}

function handshakeError({ address }: RunnerTarget, error: NodeJS.ErrnoException): ConnectError {
  // Node's HTTP parser: what answered does not speak HTTP.
  if (error.code?.startsWith("HPE_") || error.message.startsWith("Invalid ")) return notHttp(address, error);
  return networkProblem(address, error);
}
