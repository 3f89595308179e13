import { hostname } from "node:os";
import type { z } from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { protocolVersion, type RequestName, type ResultOf, type requests } from "../../shared/protocol/requests.ts";
import type { RunService } from "../runs/run-service.ts";
import { protocolError } from "./protocol-error.ts";
import type { Session } from "./session.ts";

type CheckedParams<Name extends RequestName> = z.output<(typeof requests)[Name]["params"]>;

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
    submit: async (params) => ({ run: await service.submit(params) }),
    plan: ({ recipe }) => service.plan(recipe),
    list: () => ({ runs: service.list() }),
    get: ({ run }) => service.get(run),
    pause: async ({ run }) => ({ run: await service.pause(run) }),
    resume: async ({ run }) => ({ run: await service.resume(run) }),
    stop: async ({ run }) => ({ run: await service.stop(run) }),
    delete: ({ run }) => service.delete(run),
    label: async ({ run, labels }) => ({ run: await service.label(run, labels) }),
    reorder: async ({ run, position }) => ({ run: await service.reorder(run, position) }),
    subscribe: ({ run, afterSequence }, session) => ({ lastSequence: session.subscribe(run, afterSequence) }),
    unsubscribe: ({ run }, session) => {
      session.unsubscribe(run);
      return {};
    },
    history: (params) => service.history(params),
  };
}
