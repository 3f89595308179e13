import { z } from "zod";

// Zod compiles schemas where it may; it tries so when they are made, and the page's policy reports the attempt. This module
// is imported before all others.
z.config({ jitless: true });
