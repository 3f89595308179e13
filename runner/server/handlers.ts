import { hostname } from "node:os";
import packageJson from "../../package.json" with { type: "json" };
import {
  type CheckedParams,
  protocolVersion,
  type RequestName,
  type ResultOf,
} from "../../shared/protocol/requests.ts";
import type { RunService } from "../runs/run-service.ts";
import { protocolError } from "./protocol-error.ts";
import type { Session } from "./session.ts";

/** What answers each request. A request that is missing here does not compile. */
export type Handlers = {
  [Name in RequestName]: (params: CheckedParams<Name>, session: Session) => ResultOf<Name> | Promise<ResultOf<Name>>;
};

export function createHandlers(service: RunService): Handlers {
  return {
    initialize: ({ protocolVersion: asked, topics }, session) => {
      if (asked !== protocolVersion) {
        throw protocolError(
          "unsupported-version",
          `This runner speaks version ${protocolVersion} of the protocol, the client version ${asked}. Install the same release of Recipe Lab on both sides.`,
          { supported: [protocolVersion], received: asked },
        );
      }
      session.begin(topics);
      return { protocolVersion, runner: "recipe-lab", version: packageJson.version, host: hostname() };
    },
    describe: () => service.describe(),
    submit: async (params) => ({ run: await service.submit(params) }),
    plan: ({ recipe, language }) => service.plan(recipe, language),
    preview: (params) => service.preview(params),
    list: () => ({ runs: service.list() }),
    get: ({ run }) => service.get(run),
    pause: async ({ run }) => ({ run: await service.pause(run) }),
    resume: async ({ run, step }) => ({ run: await service.resume(run, step) }),
    stop: async ({ run }) => ({ run: await service.stop(run) }),
    delete: ({ run }) => service.delete(run),
    restore: async ({ run }) => ({ run: await service.restore(run) }),
    label: async ({ run, labels }) => ({ run: await service.label(run, labels) }),
    reorder: async ({ run, position }) => ({ run: await service.reorder(run, position) }),
    subscribe: ({ run, afterSequence }, session) => ({ lastSequence: session.subscribe(run, afterSequence) }),
    unsubscribe: ({ run }, session) => {
      session.unsubscribe(run);
      return {};
    },
    history: (params) => service.history(params),
    events: ({ run }) => service.events(run),
    evaluation: ({ run, epoch }) => service.evaluation(run, epoch),
  };
}
