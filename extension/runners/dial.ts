import type { IncomingMessage } from "node:http";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { WebSocket } from "ws";
import { version } from "../../package.json";
import type { RunnerAddress } from "../../shared/client/address.ts";
import { pinProblem, type ShownCertificate } from "../../shared/client/certificate-pin.ts";
import { certificateProblem, networkProblem, type SocketError } from "../../shared/client/network-problem.ts";
import { notHttp, refusalProblem } from "../../shared/client/refusal.ts";
import { RunnerClient } from "../../shared/client/runner-client.ts";
import { messageSocket } from "./message-socket.ts";

const connectWithinMs = 15_000;
const maximumMessageBytes = 64 * 1024 * 1024;
const maximumErrorBody = 4_096;

/** What is needed to talk to a runner. */
export interface DialTarget {
  address: RunnerAddress;
  token: string;
  /** SHA-256 of the certificate that the runner must show: 64 hexadecimal digits in lower case. */
  pin: string | null;
}

/**
 * Connects to a runner and agrees on the version. The token is sent when, and only when, the other side has proved who it
 * is: TCP, then TLS, then the pin, then the upgrade. Rejects with a UserError that says what is wrong.
 */
export async function connectRunner(target: DialTarget): Promise<RunnerClient> {
  const { address, pin } = target;
  const socket = address.secure ? await secured(address, pin !== null) : await tcp(address);
  const problem = pin === null || !address.secure ? null : pinProblem(address, certificateOf(socket), pin, Date.now());
  if (problem !== null) {
    socket.destroy();
    throw problem;
  }
  return RunnerClient.open(messageSocket(await upgrade(target, socket)), {
    url: address.url,
    client: `recipe-lab editor ${version}`,
    topics: ["runs", "machine"],
  });
}

/** The certificate that a runner shows, whoever issued it. Nothing is sent but the handshake. */
export async function shownCertificate(address: RunnerAddress): Promise<ShownCertificate | undefined> {
  const socket = await secured(address, true);
  const shown = certificateOf(socket);
  socket.destroy();
  return shown;
}

const certificateOf = (socket: Socket): ShownCertificate | undefined => (socket as TLSSocket).getPeerX509Certificate();

const endpoint = ({ host, port }: RunnerAddress) => ({ host: host.replace(/^\[|\]$/g, ""), port });

function tcp(address: RunnerAddress): Promise<Socket> {
  return opened(address, connectTcp(endpoint(address)), "connect");
}

/** @param unchecked leaves the certificate to the caller, who compares it before anything is sent */
function secured(address: RunnerAddress, unchecked: boolean): Promise<Socket> {
  const { host, port } = endpoint(address);
  const socket = connectTls({
    host,
    port,
    minVersion: "TLSv1.2",
    ALPNProtocols: ["http/1.1"],
    // A name, not an address, goes into the handshake.
    ...(/^[0-9.]+$|:/.test(host) ? {} : { servername: host }),
    rejectUnauthorized: !unchecked,
  });
  return opened(address, socket, "secureConnect");
}

function opened(address: RunnerAddress, socket: Socket, event: "connect" | "secureConnect"): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const fail = (error: SocketError) => {
      settle();
      socket.destroy();
      reject(certificateProblem(address, error) ?? networkProblem(address, error));
    };
    const onClose = () => fail({ code: "ECONNRESET", message: "closed" });
    const onOpen = () => {
      settle();
      resolve(socket);
    };
    const timer = setTimeout(() => fail({ code: "ETIMEDOUT", message: "timed out" }), connectWithinMs);
    const settle = () => {
      clearTimeout(timer);
      socket.off(event, onOpen).off("error", fail).off("close", onClose);
      socket.on("error", () => {}); // a late one; what uses the socket hears of its end
    };
    socket.once(event, onOpen).once("error", fail).once("close", onClose);
  });
}

async function upgrade({ address, token }: DialTarget, socket: Socket): Promise<WebSocket> {
  // Loaded with the first connection: who writes recipes alone does not wait for it.
  const { WebSocket } = await import("ws");
  return new Promise((resolve, reject) => {
    const webSocket = new WebSocket(`${address.secure ? "wss" : "ws"}://${address.host}:${address.port}/rpc`, {
      createConnection: () => socket,
      headers: { Authorization: `Bearer ${token}` },
      perMessageDeflate: false,
      handshakeTimeout: connectWithinMs,
      maxPayload: maximumMessageBytes,
    });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    webSocket.once("open", () => {
      webSocket.removeAllListeners("error");
      webSocket.on("error", () => {}); // it closes after an error, and that is where it is dealt with
      resolve(webSocket);
    });
    webSocket.once("error", (error: NodeJS.ErrnoException) => {
      // Node's HTTP parser: what answered does not speak HTTP.
      const strange = error.code?.startsWith("HPE_") || error.message.startsWith("Invalid ");
      fail(strange ? notHttp(address, error) : networkProblem(address, error));
    });
    webSocket.once("unexpected-response", (_, response) => {
      void bodyOf(response).then((body) => {
        const { statusCode = 0, headers } = response;
        fail(refusalProblem(address, "the secret storage", { status: statusCode, server: headers.server, body }));
      });
    });
  });
}

function bodyOf(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    let body = "";
    response.setEncoding("utf8").on("data", (text: string) => {
      if (body.length < maximumErrorBody) body += text;
    });
    const done = () => resolve(body);
    response.once("end", done).once("error", done).once("aborted", done);
  });
}
