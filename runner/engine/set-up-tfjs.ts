// Registers the gradient of every tf.js operation. The package's Node build leaves them out, and its single files are ES
// modules that Node cannot resolve, so scripts/build.mjs and vitest.config.ts bundle this one import.
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { enableProdMode } from "@tensorflow/tfjs-core";

// Otherwise tf.js advertises tfjs-node on stderr.
enableProdMode();
