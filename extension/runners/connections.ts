import * as vscode from "vscode";
import type { RunnerClient } from "../../shared/client/runner-client.ts";
import type { RunnerLink } from "../../shared/client/runner-link.ts";
import { UserError } from "../../shared/user-error.ts";
import { say } from "../language.ts";
import { connectRunner } from "./dial.ts";
import { type KnownRunner, localRunnerId } from "./known-runner.ts";
import { isNotOurs, type LocalRunner, type RunningRunner } from "./local-runner.ts";
import { RunnerConnection } from "./runner-connection.ts";
import { type ConfiguredRunner, configuredRunners, localRunsFolder } from "./runner-settings.ts";
import { pickRunner } from "./select-runner.ts";
import { stopLocalRunner } from "./stop-local-runner.ts";
import type { Tokens } from "./tokens.ts";

const selectedKey = "recipeLab.selectedRunner";

export interface ConnectionsParts {
  local: LocalRunner;
  tokens: Tokens;
  storage: vscode.Uri;
  memory: vscode.Memento;
  log: vscode.LogOutputChannel;
}

/**
 * The runners that the editor knows and its connections to them: one that stands for each, and others for those who ask.
 * Nothing is contacted before somebody asks (a visible view, a command), and never in a workspace that is not trusted.
 */
export class RunnerConnections implements vscode.Disposable {
  readonly #parts: ConnectionsParts;
  readonly #changed = new vscode.EventEmitter<KnownRunner | undefined>();
  readonly #connections = new Map<string, RunnerConnection>();
  /** What the settings said when the connection was made: another pin or address needs another connection. */
  readonly #settings = new Map<string, string>();
  readonly #disposables: vscode.Disposable[];
  #isAwake = false;
  /** Whether this window has used the runner on this machine: if it is killed then, it is started again. */
  #keepsLocal = false;
  /** Whether it ever has: then it follows it, whoever starts it. */
  #hasUsedLocal = false;
  /** How many wait for the runner on this machine to be started. */
  #startsLocal = 0;

  constructor(parts: ConnectionsParts) {
    this.#parts = parts;
    const { tokens } = parts;
    this.#disposables = [
      this.#changed,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("recipeLab.runners")) this.#readSettings();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#startAll()),
      tokens.onDidChange((url) => {
        if (this.#mayContact) this.#connections.get(url)?.reconnect();
      }),
    ];
    if (parts.local.isKnown) this.#addLocal();
    this.#readSettings();
  }

  /** Something about these runners has changed, or the list itself: then `undefined`. */
  get onDidChange(): vscode.Event<KnownRunner | undefined> {
    return this.#changed.event;
  }

  /** The one on this machine first, then as in the settings. */
  get all(): readonly KnownRunner[] {
    return [...this.#connections.values()].map(({ known }) => known);
  }

  get(id: string): KnownRunner | undefined {
    return this.#connections.get(id)?.known;
  }

  /** Begins to connect to every runner and keeps the connections up. */
  wake(): void {
    this.#isAwake = true;
    this.#startAll();
  }

  /** The standing connection; null while there is none. */
  link(id: string): RunnerLink | null {
    return this.#connections.get(id)?.client ?? null;
  }

  /** The standing connection, when it is there. Rejects with a UserError that says what keeps it from being there. */
  async connected(id: string): Promise<RunnerLink> {
    requireTrust();
    return this.#find(id).connected();
  }

  /** A connection of its own, for a page; the caller closes it. Rejects with a UserError. */
  async open(id: string): Promise<RunnerLink> {
    requireTrust();
    this.#find(id);
    return this.#connect(id);
  }

  /** Tries again now. */
  reconnect(id: string): void {
    requireTrust();
    this.#find(id).reconnect();
  }

  /** Finds the runner on this machine or starts it; resolves when it answers. Rejects with a UserError. */
  async startLocal(): Promise<KnownRunner> {
    requireTrust();
    const connection = this.#addLocal();
    this.#startsLocal += 1;
    try {
      await connection.connected().catch((error: unknown) => {
        // An attempt that was under way already did not know that it is wanted.
        if (error instanceof UserError && error.code === "not-running") return connection.connected();
        throw error;
      });
      return connection.known;
    } finally {
      this.#startsLocal -= 1;
    }
  }

  /** Asks where runs are active; resolves with whether it was stopped. */
  async stopLocal(): Promise<boolean> {
    requireTrust();
    const connection = this.#connections.get(localRunnerId);
    if (!connection || !(await stopLocalRunner(connection.known, connection.client))) return false;
    this.#keepsLocal = false;
    await this.#parts.local.stop();
    connection.stop();
    return true;
  }

  /** The runner that this workspace trains on, where it was chosen and still is there. */
  get selected(): KnownRunner | undefined {
    const id = this.#parts.memory.get<string>(selectedKey);
    return id === undefined ? undefined : this.get(id);
  }

  /**
   * Where a new run trains: the runner of this workspace; without one the runner on this machine, which need not be
   * running yet, unless the person knows others and is to choose. Undefined where they leave.
   */
  async forRun(): Promise<KnownRunner | undefined> {
    if (this.selected !== undefined) return this.selected;
    if (this.all.some(({ kind }) => kind === "remote")) return this.select();
    requireTrust();
    this.#addLocal();
    await this.setSelected(localRunnerId);
    return this.selected;
  }

  /** Lets the person choose from all runners, "start one here" and "add one"; undefined where they leave. */
  async select(): Promise<KnownRunner | undefined> {
    requireTrust();
    this.wake();
    const id = await pickRunner(this);
    if (id === undefined) return undefined;
    await this.setSelected(id);
    return this.get(id);
  }

  /** Remembers a runner for this workspace without asking. */
  async setSelected(id: string): Promise<void> {
    this.#find(id);
    await this.#parts.memory.update(selectedKey, id);
    this.#changed.fire(this.get(id));
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
    for (const connection of this.#connections.values()) connection.stop();
    this.#connections.clear();
  }

  #find(id: string): RunnerConnection {
    const connection = this.#connections.get(id);
    if (connection !== undefined) return connection;
    throw unknownRunner(id);
  }

  get #mayContact(): boolean {
    return this.#isAwake && vscode.workspace.isTrusted;
  }

  #startAll(): void {
    if (!this.#mayContact) return;
    for (const connection of this.#connections.values()) connection.start();
  }

  #connect(id: string): Promise<RunnerClient> {
    return id === localRunnerId ? this.#connectLocal() : this.#connectRemote(id);
  }

  async #connectRemote(id: string): Promise<RunnerClient> {
    const configured = this.#configured().get(id);
    if (configured === undefined) throw unknownRunner(id);
    const { target } = configured;
    if (target instanceof UserError) throw target;
    const token = await this.#parts.tokens.get(target.address.url);
    if (token === undefined) throw noToken(target.address.url);
    return connectRunner({ ...target, token });
  }

  async #connectLocal(): Promise<RunnerClient> {
    const { local } = this.#parts;
    const before = local.look();
    const answering = before.state === "running" ? await this.#answering(before) : null;
    if (answering !== null) return answering;
    // One that went without a word, while this window used it, was killed.
    const wanted = this.#startsLocal > 0 || (before.state !== "stopped" && this.#keepsLocal);
    if (wanted) await this.#start();
    const found = local.look();
    const client = wanted && found.state === "running" ? await this.#answering(found) : null;
    if (client !== null) return client;
    this.#keepsLocal = false;
    throw notRunning();
  }

  /** Whoever asks for the runner meanwhile waits for it, too. */
  async #start(): Promise<void> {
    this.#startsLocal += 1;
    try {
      await this.#parts.local.start();
    } finally {
      this.#startsLocal -= 1;
    }
  }

  /** A connection to the runner on this machine, or null where nobody, or somebody else, answers at its address. */
  async #answering({ target, pid }: RunningRunner): Promise<RunnerClient | null> {
    try {
      const client = await connectRunner(target);
      this.#keepsLocal = true;
      this.#hasUsedLocal = true;
      return client;
    } catch (error) {
      if (!isNotOurs(error)) throw error;
      await this.#parts.local.forget(pid);
      return null;
    }
  }

  #configured(): Map<string, ConfiguredRunner> {
    return new Map(configuredRunners(this.#parts.log).map((one) => [idOf(one), one]));
  }

  /** Connections to what is in the settings: new ones for what is new or has changed, the others stay. */
  #readSettings(): void {
    const configured = this.#configured();
    for (const [id, connection] of this.#connections) {
      if (id === localRunnerId || this.#settings.get(id) === settingsOf(configured.get(id))) continue;
      // First, so that its end is not told as the change of a runner that there is.
      this.#connections.delete(id);
      connection.stop();
    }
    for (const [id, { name, url, ...one }] of configured) {
      const existing = this.#connections.get(id);
      // In the order of the settings.
      this.#connections.delete(id);
      this.#connections.set(id, existing ?? this.#create({ id, name, url, kind: "remote" }));
      this.#settings.set(id, settingsOf({ name, url, ...one }));
    }
    this.#startAll();
    this.#changed.fire(undefined);
  }

  #addLocal(): RunnerConnection {
    const existing = this.#connections.get(localRunnerId);
    if (existing !== undefined) return existing;
    const { local, storage } = this.#parts;
    const name = say({ en: "this machine", ko: "이 컴퓨터" });
    const connection = this.#create({ id: localRunnerId, name, url: null, kind: "local" });
    connection.change({ runsFolder: localRunsFolder(storage) });
    const others = [...this.#connections];
    this.#connections.clear();
    for (const [id, one] of [[localRunnerId, connection] as const, ...others]) this.#connections.set(id, one);
    // Another window may start it.
    const watcher = local.watch(() => {
      if ((this.#mayContact || this.#hasUsedLocal) && local.look().state === "running") connection.reconnect();
    });
    this.#disposables.push(new vscode.Disposable(() => watcher.close()));
    this.#changed.fire(undefined);
    return connection;
  }

  #create(what: Pick<KnownRunner, "id" | "name" | "url" | "kind">): RunnerConnection {
    return new RunnerConnection({
      ...what,
      connect: () => this.#connect(what.id),
      isIdle: ({ code }) => code === "not-running",
      onChange: () => this.#changed.fire(this.get(what.id)),
      log: (message) => this.#parts.log.info(message),
    });
  }
}

const idOf = ({ url, target }: ConfiguredRunner): string => (target instanceof UserError ? url : target.address.url);

const settingsOf = (one: ConfiguredRunner | undefined): string =>
  JSON.stringify(one && { ...one, target: one.target instanceof UserError ? one.target.code : one.target });

function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError("untrusted", "The workspace is not trusted.", {
    text: {
      en: "No runner is contacted or started in a workspace that is not trusted. Trust it first.",
      ko: "신뢰하지 않는 작업 영역에서는 러너에 연결하거나 러너를 시작하지 않습니다. 먼저 작업 영역을 신뢰하세요.",
    },
  });
}

function unknownRunner(id: string): UserError {
  return new UserError("unknown-runner", `There is no runner ${id}.`, {
    text: { en: `There is no runner ${id} any more.`, ko: `${id} 러너가 더 이상 없습니다.` },
  });
}

function noToken(url: string): UserError {
  return new UserError("no-token", `There is no token for ${url}.`, {
    text: {
      en: `${url}: its token is not known to this editor. \`recipe-lab serve\` prints which file on its machine holds it. Enter it with Edit Runner.`,
      ko: `${url}: 이 편집기에 저장된 토큰이 없습니다. \`recipe-lab serve\` 가 그 컴퓨터의 어느 파일에 토큰이 있는지 출력합니다. 러너 편집에서 입력하세요.`,
    },
  });
}

function notRunning(): UserError {
  return new UserError("not-running", "The runner on this machine is not running.", {
    text: { en: "The runner on this machine is not running.", ko: "이 컴퓨터의 러너가 실행 중이 아닙니다." },
  });
}
